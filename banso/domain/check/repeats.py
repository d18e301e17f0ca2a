"""Yearly texts that were not written anew: the same as the year before, or as the plan's own text."""

from __future__ import annotations

from collections.abc import Iterator

from banso.domain.address import address_of
from banso.domain.check.outline import Outline
from banso.domain.check.rule import Rule
from banso.domain.document import Text
from banso.domain.finding import Finding
from banso.domain.text import fold

YEAR = Rule(
    "text-as-last-year",
    "hint",
    "前の年度と同じ文章",
    "評価や課題などの文章が、前の年度と一字一句同じである。写したままになっていないか確かめる。",
)
MASTER = Rule(
    "text-as-master",
    "hint",
    "今年度の文章が計画の文章と同じ",
    "今年度の重点方針などの文章が、計画の内容の文章と一字一句同じである。その年度に特に力を入れることを書く。",
)
RULES = (YEAR, MASTER)

_SHORTEST = 20
"""Shorter texts (なし, 継続して実施する) may well be the same every year."""


def check(plan: Outline) -> Iterator[Finding]:
    """One finding for all texts of a year and kind."""
    known: dict[tuple[str, str, str | None, int | None], dict[int | None, Text]] = {}
    for text in plan.document.texts:
        owner = text.node or f"指標 {text.indicator}"
        known.setdefault((owner, text.kind, text.heading, text.order), {})[text.year] = text
    same_year: dict[tuple[int, str], list[tuple[str, Text]]] = {}
    same_master: dict[tuple[int, str], list[tuple[str, Text]]] = {}
    for (owner, kind, _, _), texts in known.items():
        for year, text in texts.items():
            if year is None or len(fold(text.text)) < _SHORTEST:
                continue
            before = texts.get(year - 1)
            if before is not None and fold(before.text) == fold(text.text):
                same_year.setdefault((year, kind), []).append((owner, text))
            if kind == "priority" and fold(text.text) in _own(plan, text):
                same_master.setdefault((year, kind), []).append((owner, text))
    for (year, _), found in same_year.items():
        yield YEAR.finding(
            [address_of(text) for _, text in found],
            f"{_owners(found)}の{year}年度の文章が、前の年度と同じです。写したままになっていないか確かめてください。",
            found[0][1].text,
        )
    for (year, _), found in same_master.items():
        yield MASTER.finding(
            [address_of(text) for _, text in found],
            f"{_owners(found)}の{year}年度の重点方針が、計画の内容の文章と同じです。この年度に特に力を入れることがあれば書いてください。",
            found[0][1].text,
        )


def _own(plan: Outline, text: Text) -> set[str]:
    """The plan's own texts of the same element."""
    if text.node is None:
        return set()
    node = plan.nodes.get(text.node)
    own = [each.text for each in plan.texts[text.node, "content"] if each.year is None]
    return {fold(each) for each in (*own, *([node.text] if node is not None and node.text else ()))}


def _owners(found: list[tuple[str, Text]]) -> str:
    names = list(dict.fromkeys(owner for owner, _ in found))
    return "、".join(names[:4]) + (f"ほか{len(names) - 4}件" if len(names) > 4 else "")
