"""A cell of the grids holds no more than a text of a sheet does, and says so without keeping the other cells waiting."""

from __future__ import annotations

import pytest

from banso.models import Plan
from banso.queries.documents import read_document
from banso.services.policy import Actor
from banso.services.results import CellEdit, save_cells
from banso.services.texts import LONGEST

pytestmark = pytest.mark.django_db

REMARK = "text/1-1/2023/remarks"


@pytest.mark.parametrize("address", [REMARK, "actual/1-1/2023", "target/1-1/2023", "indicator/1-1/baseline"])
def test_a_longer_cell_is_refused_in_words_and_the_others_are_saved(plan: Plan, actor: Actor, address: str) -> None:
    other = "actual/1-2/2023"
    cells = [CellEdit(address, "字" * (LONGEST + 1)), CellEdit(other, "7")]
    refused, saved = save_cells(actor=actor, plan=plan, cells=cells).outcomes
    assert (refused.kind, saved.kind) == ("refused", "saved")
    assert "文章が20,001字あります。20,000字までにして" in refused.message
    assert all(len(text.text) <= LONGEST for text in read_document(plan).texts)


def test_the_longest_remark_is_kept_without_its_controls(plan: Plan, actor: Actor) -> None:
    text = "字" * (LONGEST - 3) + "\n終り"
    cell = CellEdit(REMARK, text.replace("\n", "\x00\r\n"))
    assert [each.kind for each in save_cells(actor=actor, plan=plan, cells=[cell]).outcomes] == ["saved"]
    assert text in [each.text for each in read_document(plan).texts]
