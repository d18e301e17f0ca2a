"""A repeat may say where it comes from in its text or its title, before or behind the words, in any style of number."""

from __future__ import annotations

import pytest

from banso.domain.check import check
from banso.domain.document import Level, Node, PlanDocument


@pytest.mark.parametrize(
    ("title", "text", "drifted"),
    [
        ("講習", "講習を開く。（1-(1)-アの再掲）", False),
        ("講習", "（1-アの再掲）講習を開く。", False),
        ("講習（1-アの再掲）", "講習を開く。", False),
        ("講習【再掲】", "講習を開く。", False),
        ("講習", "講習を開く。再掲の講習も開く。", True),
        ("講座", "講習を開く。（1-アの再掲）", True),
    ],
)
def test_a_note_is_no_difference(title: str, text: str, drifted: bool) -> None:
    plan = PlanDocument(
        levels=(Level(name="施策"), Level(name="取組")),
        nodes=(
            Node(key="1", level=0, title="人材"),
            Node(key="1-ア", parent="1", level=1, number="ア", title="講習", text="講習を開く。"),
            Node(key="2", level=0, title="販路"),
            Node(key="2-ア", parent="2", level=1, number="ア", title=title, text=text, reprise_of="1-ア"),
        ),
    )
    assert ("reprise-drift" in {finding.code for finding in check(plan)}) is drifted
