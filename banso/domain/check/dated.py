"""What ends before the plan does: upper plans, related plans and dated vocabularies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from banso.domain.address import address_of
from banso.domain.check.outline import Outline, fact
from banso.domain.check.rule import Rule
from banso.domain.finding import Finding
from banso.domain.years import format_fiscal_year

ENDS = Rule(
    "upper-plan-expires",
    "hint",
    "計画期間の途中で終わる上位計画・関連計画",
    "この計画が拠る上位計画や関連計画が、計画期間の途中で終わる。次の計画を反映する時期の覚え。",
)
PAST = Rule(
    "upper-plan-past",
    "warning",
    "計画が始まる前に終わった上位計画・関連計画",
    "この計画が拠る上位計画や関連計画は、この計画が始まる前に終わっている。今の計画の名称と期間に直す。",
)
VOCABULARY = Rule(
    "vocabulary-expired",
    "warning",
    "期間の過ぎた区分が使われている",
    "期間の定めのある区分（総合戦略の基本目標など）が、その期間の後の計画や年度で使われている。新しい区分に改める。",
)
VOCABULARY_ENDS = Rule(
    "vocabulary-expires",
    "hint",
    "計画期間の途中で期間の終わる区分",
    "期間の定めのある区分（総合戦略の基本目標など）が、計画期間の途中で終わる。改める時期の覚え。",
)
RULES = (ENDS, PAST, VOCABULARY, VOCABULARY_ENDS)


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about periods that end."""
    yield from _plans(plan)
    yield from _vocabularies(plan)


def _plans(plan: Outline) -> Iterator[Finding]:
    first, last = plan.document.first_year, plan.document.last_year
    if first is None or last is None:
        return
    named: dict[tuple[str, int], list[str]] = defaultdict(list)
    for node in plan.document.nodes:
        for link in node.links:
            other = link.external
            if other is not None and other.title and other.last_year is not None:
                named[other.title, other.last_year].append(fact(node, "links"))
    for (title, year), addresses in named.items():
        if year >= last:
            continue
        until = format_fiscal_year(year, "令和5年度")
        if year < first:
            yield PAST.finding(
                addresses,
                f"「{title}」は{until}で終わっており、この計画が始まる{format_fiscal_year(first, '令和5年度')}より前です。"
                "今の計画の名称と期間に直してください。",
                title,
            )
        else:
            yield ENDS.finding(
                addresses,
                f"「{title}」は{until}で終わり、この計画（{format_fiscal_year(last, '令和5年度')}まで）の途中です。"
                "次の計画を反映する時期を決めておいてください。",
                title,
            )


def _vocabularies(plan: Outline) -> Iterator[Finding]:
    document = plan.document
    decided: dict[str, int] = {}
    for decision in document.decisions:
        decided[decision.vocabulary] = max(decision.year, decided.get(decision.vocabulary, decision.year))
    used = {name for node in document.nodes for name, terms in node.terms.items() if terms}
    years = [scope.year for scope in document.scope if scope.year is not None]
    begin = document.first_year if document.first_year is not None else max(years, default=None)
    for vocabulary in document.vocabularies:
        if vocabulary.last_year is None or vocabulary.name not in used | decided.keys():
            continue
        until = format_fiscal_year(vocabulary.last_year, "令和5年度")
        at = max((each for each in (begin, decided.get(vocabulary.name)) if each is not None), default=None)
        whose = f"「{vocabulary.source}」の" if vocabulary.source else ""
        if at is not None and vocabulary.last_year < at:
            yield VOCABULARY.finding(
                [address_of(vocabulary)],
                f"区分「{vocabulary.name}」（{whose}区分）は{until}までですが、{format_fiscal_year(at, '令和5年度')}にも使われています。"
                "新しい区分に改めてください。",
                vocabulary.name,
            )
        elif document.last_year is not None and vocabulary.last_year < document.last_year:
            yield VOCABULARY_ENDS.finding(
                [address_of(vocabulary)],
                f"区分「{vocabulary.name}」（{whose}区分）は{until}で終わり、この計画の途中です。改める時期を決めておいてください。",
                vocabulary.name,
            )
