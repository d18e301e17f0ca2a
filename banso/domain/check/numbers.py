"""Numbering with gaps or in a foreign style, and years outside the plan or at odds with themselves."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache

from banso.domain.address import address_of
from banso.domain.check.outline import Outline, Passage, node_address
from banso.domain.check.rule import Rule
from banso.domain.document import Node
from banso.domain.finding import Finding
from banso.domain.numbering import format_number, numbering_style, ordinal
from banso.domain.text import nfkc
from banso.domain.years import ERAS, format_fiscal_year, parse_fiscal_year, year_ranges_in

GAP = Rule(
    "number-gap",
    "warning",
    "番号が飛んでいる・重なっている",
    "同じ項目の下の番号に抜けまたは重なりがある。抜けた項目がないか確かめる。",
)
STYLE = Rule("number-style", "hint", "番号の型が違う", "同じ段の番号の型（①、a、(1) など）が一つだけ違う。そろえる。")
OUTSIDE = Rule(
    "year-outside",
    "warning",
    "計画期間の外の年度",
    "目標やロードマップの年度が計画期間の外にある。年度の書き間違いを確かめる。",
)
BACKWARD = Rule(
    "year-backward", "error", "始まりより終わりの年度が前", "期間の終わりの年度が始まりより前にある。年度を直す。"
)
DIFFERS = Rule(
    "year-differs", "error", "和暦と西暦が合わない", "並べて書かれた和暦と西暦が違う年を指している。どちらかを直す。"
)
IMPOSSIBLE = Rule(
    "year-impossible",
    "hint",
    "実際にはない元号の年",
    "平成38年度のように、改元のため来なかった年が書かれている。今の元号に直す。",
)
EXPIRY = Rule(
    "reference-expires",
    "hint",
    "計画期間の途中で終わる計画・認定",
    "本文や現状に書かれた他の計画や認定の期間が、この計画の期間の途中で終わる。更新や次の計画を確かめる時期の覚え。",
)
RULES = (GAP, STYLE, OUTSIDE, BACKWARD, DIFFERS, IMPOSSIBLE, EXPIRY)

_BOTH = (
    re.compile(
        r"(?P<a>(?:18|19|20|21)\d\d)(?:年度?)?\s*[((]\s*(?P<b>(?:令和|平成|昭和|[RHS])\.?\s*(?:元|\d{1,2}))(?:年度?)?\s*[))]"
    ),
    re.compile(
        r"(?P<a>(?:令和|平成|昭和)\s*(?:元|\d{1,2}))(?:年度?)?\s*[((]\s*(?P<b>(?:19|20|21)\d\d)(?:年度?)?\s*[))]"
    ),
)
_ERA_YEAR = re.compile(r"(令和|平成|昭和|大正|明治)\s*(\d{1,2})(?!\d)(?:\s*[(]\d{4}(?:年度?)?[)])?(?:\s*年度?)?")
_LENGTHS = {name: ERAS[index - 1][2] - first + 1 for index, (name, _, first) in enumerate(ERAS) if index > 0}
"""How many years each era that is over had, its last year counted."""


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about numbers and years."""
    yield from _numbers(plan)
    yield from _plan_years(plan)
    yield from _years_in_texts(plan.passages, plan.document.first_year, plan.document.last_year)


def _numbers(plan: Outline) -> Iterator[Finding]:
    for siblings in plan.children.values():
        styles: dict[tuple[int, str], list[Node]] = defaultdict(list)
        for node in siblings:
            if node.number:
                styles[node.level, numbering_style(node.number)].append(node)
        for (_, style), nodes in styles.items():
            yield from _gaps(nodes, style, whole=len(nodes) == len(siblings))
        yield from _odd_styles(styles)


def _gaps(nodes: list[Node], style: str, whole: bool) -> Iterator[Finding]:
    """Missing and repeated numbers among siblings of one style; a part of a plan may begin in the middle."""
    places = [place for node in nodes if (place := ordinal(node.number or "")) is not None]
    if len(places) < 2 or style == "1-1":
        return
    repeated = [place for place, count in Counter(places).items() if count > 1]
    missing = sorted(set(range(min(places), max(places))) - set(places)) if whole else []
    if missing and len(missing) > max(1, len(places) // 3):
        missing = []
    for place in repeated:
        same = [node for node in nodes if ordinal(node.number or "") == place]
        if len({node.terms.get(name) for node in same for name in node.terms}) <= 1:
            yield GAP.finding(
                [node_address(node.key, "number") for node in same],
                f"番号「{same[0].number}」の項目が{len(same)}つあります（{'、'.join(node.title or node.key for node in same)}）。"
                "番号を直してください。",
                same[0].number or "",
            )
    for place in missing:
        before = max(
            (node for node in nodes if (ordinal(node.number or "") or 0) < place),
            key=lambda n: ordinal(n.number or "") or 0,
        )
        number = format_number(place, style)
        yield GAP.finding(
            [node_address(before.key, "number")],
            f"{before.key} の次の番号「{number}」の項目がありません。抜けたのか、番号を詰めるのかを確かめてください。",
            number,
        )


def _odd_styles(styles: dict[tuple[int, str], list[Node]]) -> Iterator[Finding]:
    by_level: dict[int, list[tuple[str, list[Node]]]] = defaultdict(list)
    for (level, style), nodes in styles.items():
        by_level[level].append((style, nodes))
    for found in by_level.values():
        found.sort(key=lambda entry: -len(entry[1]))
        for style, nodes in found[1:]:
            if len(nodes) == 1 and len(found[0][1]) >= 3:
                yield STYLE.finding(
                    [node_address(nodes[0].key, "number")],
                    f"{nodes[0].key} の番号「{nodes[0].number}」の型が、並びの番号（{found[0][0]} の型）と違います（{style}）。",
                    nodes[0].number or "",
                )


def _plan_years(plan: Outline) -> Iterator[Finding]:
    first, last = plan.document.first_year, plan.document.last_year
    if first is not None and last is not None and first > last:
        yield BACKWARD.finding(
            ["plan/first_year"],
            f"計画期間の始まり {first}年度が終わり {last}年度より後です。年度を直してください。",
            str(first),
        )
        return
    for step in plan.document.roadmap:
        if step.first_year > step.last_year:
            yield BACKWARD.finding(
                [address_of(step)],
                f"ロードマップ「{step.text}」の終わり {step.last_year}年度が始まり {step.first_year}年度より前です。",
                step.text,
            )
        elif first is not None and last is not None and (step.first_year < first or step.last_year > last):
            yield OUTSIDE.finding(
                [address_of(step)],
                f"ロードマップ「{step.text}」の年度（{step.first_year}〜{step.last_year}）が計画期間（{first}〜{last}）の外に出ています。",
                step.text,
            )
    for node in plan.document.nodes:
        if node.first_year and node.last_year and node.first_year > node.last_year:
            yield BACKWARD.finding(
                [node_address(node.key, "first_year")],
                f"{node.key} の期間の終わり {node.last_year}年度が始まり {node.first_year}年度より前です。",
                str(node.last_year),
            )
    if first is None or last is None:
        return
    outside: dict[int, list[str]] = defaultdict(list)
    money: dict[int, list[str]] = defaultdict(list)
    for budget in plan.document.budgets:
        if not first <= budget.year <= last:
            money[budget.year].append(address_of(budget))
    for year, addresses in money.items():
        yield OUTSIDE.finding(
            addresses,
            f"{year}年度の金額が{len(addresses)}件ありますが、計画期間（{first}〜{last}年度）の外です。"
            "表の年度を計画期間に合わせてください。",
            str(year),
        )
    for target in plan.document.targets:
        if (
            target.year is not None
            and not target.final
            and not first <= target.year <= last
            and target.amount is not None
        ):
            outside[target.year].append(address_of(target))
    for year, addresses in outside.items():
        yield OUTSIDE.finding(
            addresses,
            f"{year}年度の目標値が{len(addresses)}件ありますが、計画期間（{first}〜{last}年度）の外です。年度を確かめてください。",
            str(year),
        )


@lru_cache(maxsize=64)
def _years_in_texts(passages: tuple[Passage, ...], first: int | None, last: int | None) -> tuple[Finding, ...]:
    """Most edits are figures: the texts stay, and with them what was found in them."""
    return tuple(_years_found(passages, first, last))


def _years_found(passages: tuple[Passage, ...], first: int | None, last: int | None) -> Iterator[Finding]:
    expiring: dict[tuple[str, int], list[str]] = defaultdict(list)
    for address, text, _ in passages:
        folded = nfkc(text)
        yield from years_of_text(address, folded)
        if first is not None and last is not None:
            for period in year_ranges_in(folded):
                if first <= period.last < last and period.first < period.last:
                    expiring[period.words, period.last].append(address)
    for (words, year), addresses in expiring.items():
        yield EXPIRY.finding(
            addresses,
            f"「{words}」は{format_fiscal_year(year, '令和5年度')}（{year}年度）で終わり、この計画（{last}年度まで）の途中です。"
            "更新や次の計画を反映する時期を決めておいてください。",
            words,
        )


def years_of_text(address: str, folded: str) -> Iterator[Finding]:
    """Eras at odds with western years, and years that never came, in one text in its NFKC form."""
    for pattern in _BOTH:
        for match in pattern.finditer(folded):
            one, two = parse_fiscal_year(match["a"]), parse_fiscal_year(match["b"])
            if one is not None and two is not None and one != two:
                yield DIFFERS.finding(
                    [address],
                    f"「{match.group()}」の和暦と西暦が合いません（{one}年と{two}年）。どちらかを直してください。",
                    match.group(),
                )
    impossible: list[str] = []
    for match in _ERA_YEAR.finditer(folded):
        if int(match[2]) > _LENGTHS.get(match[1], 99):
            impossible.append(match.group())
    for words in dict.fromkeys(impossible):
        year = parse_fiscal_year(words)
        proposed = format_fiscal_year(year, words) if year else ""
        yield IMPOSSIBLE.finding(
            [address], f"「{words}」という年は実際にはありません。「{proposed}」に直してください。", words
        )
