"""The logic model of an element: its parts as texts of their own headings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from banso.domain.document import Text
from banso.domain.edits import EditRefused
from banso.domain.edits.logic_model import logic_model_of, set_logic_model
from tests.domain.edits.small_plan import PLAN

PARTS = {"投入": "担当2人", "成果": "売上が伸びる\n店が残る", "つながりの理由": "相談が売り方を変える"}


def test_parts_are_texts_of_the_plan_as_a_whole() -> None:
    document = set_logic_model(PLAN, node="1", parts=PARTS)
    new = document.texts[len(PLAN.texts) :]
    assert new[0] == Text(node="1", kind="paragraph", heading="ロジックモデル：投入", text="担当2人")
    assert {each.year for each in new} == {None}
    assert logic_model_of(document, "1") == PARTS
    assert list(logic_model_of(document, "1")) == ["投入", "成果", "つながりの理由"], "in the order of the arrows"
    assert logic_model_of(document, "1-①") == {}


def test_a_blank_part_goes_and_an_unnamed_one_stays() -> None:
    document = set_logic_model(PLAN, node="1", parts=PARTS)
    assert logic_model_of(set_logic_model(document, node="1", parts={"投入": " "}), "1") == {
        name: text for name, text in PARTS.items() if name != "投入"
    }
    assert set_logic_model(document, node="1", parts=dict.fromkeys(PARTS, "")) == PLAN
    assert set_logic_model(document, node="1", parts=PARTS) is document
    assert set_logic_model(PLAN, node="1", parts={"活動": ""}) is PLAN


def test_texts_of_a_paper_keep_their_kind_and_become_one() -> None:
    first = Text(node="1", kind="content", heading="ロジックモデル：活動", order=1, text="窓口")
    second = Text(node="1", kind="content", heading="ロジックモデル：活動", order=2, text="巡回")
    document = replace(PLAN, texts=(*PLAN.texts, first, second))
    assert logic_model_of(document, "1") == {"活動": "窓口\n巡回"}
    assert set_logic_model(document, node="1", parts={"活動": "窓口\r\n巡回"}) is document, "not touched, not joined"
    changed = set_logic_model(document, node="1", parts={"活動": "窓口と巡回"})
    assert changed.texts == (*PLAN.texts, replace(first, text="窓口と巡回"))
    assert set_logic_model(document, node="1", parts={"活動": ""}) == PLAN


def test_another_heading_is_refused() -> None:
    with pytest.raises(EditRefused, match="という欄はありません"):
        set_logic_model(PLAN, node="1", parts={"効果": "x"})
    with pytest.raises(EditRefused, match="この計画にありません"):
        set_logic_model(PLAN, node="9", parts=PARTS)
