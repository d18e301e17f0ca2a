from dataclasses import replace
from decimal import Decimal

import pytest

from banso.domain.document import Level, PlanDocument, Vocabulary
from banso.domain.edits import EditRefused
from banso.domain.edits.settings import (
    describe_vocabulary,
    join_vocabulary,
    remove_vocabulary,
    set_levels,
    set_plan,
    set_rule_set,
    set_vocabulary,
)
from banso.domain.effective_rule import rule_sets_in_force
from banso.domain.rule_set import Band, RuleSet, ScaleStep
from tests.domain.edits.small_plan import PLAN

OWN = PLAN.rule_sets[0]
POLICIES = replace(OWN, key="policies", level=0)


def test_title_kind_and_period_are_set() -> None:
    document = set_plan(PLAN, title=" 振興計画 ", kind="promotion-plan", last_year=2028)
    assert (document.title, document.kind, document.last_year) == ("振興計画", "promotion-plan", 2028)
    assert document.first_year == 2023


def test_levels_are_named_and_numbered() -> None:
    levels = (Level(name=" 柱 ", numbering="Ⅰ"), Level(name="施策", numbering=""), Level(name="事業", numbering="1-1"))
    assert set_levels(PLAN, levels=levels).levels == (
        Level(name="柱", numbering="Ⅰ"),
        Level(name="施策"),
        Level(name="事業", numbering="1-1"),
    )


def test_a_renamed_term_is_renamed_wherever_it_is_used() -> None:
    document = set_vocabulary(
        PLAN, name="次年度方針", new_name="方針", terms=["継続実施", "縮小", "終了"], renamed={"継続": "継続実施"}
    )
    assert document.vocabularies[1] == Vocabulary(name="方針", terms=("継続実施", "縮小", "終了"))
    assert (document.decisions[0].vocabulary, document.decisions[0].values) == ("方針", ("継続実施",))
    terms = set_vocabulary(PLAN, name="実施方針区分", terms=["強化", "継"], renamed={"継続": "継"})
    assert [dict(each.terms) for each in terms.nodes if each.terms] == [
        {"実施方針区分": ("継",)},
        {"実施方針区分": ("強化",)},
    ]
    assert terms.decisions == PLAN.decisions, "the same word of another vocabulary stays"


def test_terms_change_places() -> None:
    swapped = set_vocabulary(
        PLAN, name="実施方針区分", terms=["継続", "強化"], renamed={"継続": "強化", "強化": "継続"}
    )
    assert [each.terms["実施方針区分"] for each in swapped.nodes if each.terms] == [("強化",), ("継続",)]


def test_a_vocabulary_is_added_and_an_unused_one_removed() -> None:
    document = set_vocabulary(PLAN, name="重点", terms=["重", "重", " "])
    assert document.vocabularies[-1] == Vocabulary(name="重点", terms=("重",))
    assert remove_vocabulary(document, name="重点") == PLAN


def test_a_rule_set_of_a_later_year_leaves_earlier_years_and_other_levels_as_they_were() -> None:
    plan = replace(PLAN, rule_sets=(OWN, POLICIES))
    new = replace(OWN, from_year=2025, bands=(Band(grade="◎", from_=Decimal(100)), Band(grade="△")))
    document = set_rule_set(plan, rule_set=new)
    assert rule_sets_in_force(document.rule_sets, 2024) == (OWN, POLICIES)
    assert [(each.key, each.level, each.bands[0].grade) for each in rule_sets_in_force(document.rule_sets, 2025)] == [
        ("own-2025", 1, "◎"),
        ("policies-2025", 0, "A"),
    ]


def test_a_rule_set_of_the_same_year_and_level_is_replaced() -> None:
    document = set_rule_set(PLAN, rule_set=replace(OWN, roll_up=OWN.roll_up, source="要綱"))
    assert document.rule_sets == (replace(OWN, source="要綱"),)


def without_levels() -> PlanDocument:
    return set_levels(PLAN, levels=PLAN.levels[:2])


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda: set_plan(PLAN, title=""), "名称が空"),
        (lambda: set_plan(PLAN, first_year=2028), "より後です"),
        (lambda: set_plan(PLAN, last_year=2026), "ロードマップ（2027年度）があります"),
        (lambda: set_plan(PLAN, first_year=2024), "目標（2023年度）、実績（2023年度）"),
        (without_levels, "3番目の階層は「a 窓口相談」などが使っている"),
        (lambda: set_levels(PLAN, levels=[Level(name="柱")] * 2), "「柱」が二つ"),
        (lambda: set_levels(PLAN, levels=[Level(name="柱", numbering="*")]), "数えられません"),
        (lambda: set_levels(PLAN, levels=[Level(name=str(place)) for place in range(7)]), "6つまで"),
        (lambda: set_vocabulary(PLAN, name="実施方針区分", terms=["強化"]), "「継続」は「a 窓口相談」で使っている"),
        (lambda: remove_vocabulary(PLAN, name="次年度方針"), "「① 相談」の2023年度の決定で使っている"),
        (lambda: set_vocabulary(PLAN, name="次年度方針", new_name="実施方針区分", terms=[]), "もうあります"),
        (
            lambda: set_rule_set(PLAN, rule_set=RuleSet(key="x", bands=(Band(grade="A", from_=Decimal(80)),))),
            "それより下に評価がありません",
        ),
        (
            lambda: set_rule_set(
                PLAN, rule_set=replace(OWN, scale=(ScaleStep(step=1, label="良"), ScaleStep(step=1, label="可")))
            ),
            "同じ番号が二つ",
        ),
    ],
)
def test_refusals_say_what_to_do(edit: object, words: str) -> None:
    with pytest.raises(EditRefused, match=words):
        edit()  # type: ignore[operator]


def test_a_term_gets_its_meaning_and_keeps_it_when_renamed() -> None:
    document = set_vocabulary(PLAN, name="重点", terms=["◎", "○"], labels={"◎": " 特に進める ", "○": "", "×": "ない"})
    assert dict(document.vocabularies[-1].labels) == {"◎": "特に進める"}
    renamed = set_vocabulary(document, name="重点", terms=["★", "○"], renamed={"◎": "★"})
    assert dict(renamed.vocabularies[-1].labels) == {"★": "特に進める"}
    cleared = set_vocabulary(renamed, name="重点", terms=["★", "○"], labels={})
    assert not cleared.vocabularies[-1].labels


def test_a_vocabulary_says_where_it_comes_from_and_how_long_it_holds() -> None:
    name = PLAN.vocabularies[0].name
    document = describe_vocabulary(PLAN, name=name, source=" 第2期総合戦略 ", first_year=2020, last_year=2024)
    own = document.vocabularies[0]
    assert (own.source, own.first_year, own.last_year) == ("第2期総合戦略", 2020, 2024)
    assert own.terms == PLAN.vocabularies[0].terms
    assert describe_vocabulary(document, name=name, source="", first_year=None, last_year=None) == PLAN
    with pytest.raises(EditRefused, match="より後"):
        describe_vocabulary(PLAN, name=name, source=None, first_year=2025, last_year=2024)
    with pytest.raises(EditRefused, match="もうありません"):
        describe_vocabulary(PLAN, name="ない区分", source=None, first_year=None, last_year=None)


def test_published_terms_join_the_plans_own() -> None:
    published = Vocabulary(name="目標", terms=("1", "2"), labels={"1": "一", "2": "二"}, source="国", last_year=2030)
    assert join_vocabulary(PLAN, vocabulary=published).vocabularies == (*PLAN.vocabularies, published)
    own = Vocabulary(name="目標", terms=("2", "独自"), labels={"2": "わが町の二"}, first_year=2020)
    joined = join_vocabulary(replace(PLAN, vocabularies=(own,)), vocabulary=published).vocabularies[0]
    assert joined.terms == ("2", "独自", "1")
    assert dict(joined.labels) == {"1": "一", "2": "わが町の二"}
    assert (joined.source, joined.first_year, joined.last_year) == ("国", 2020, 2030)
