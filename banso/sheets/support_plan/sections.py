"""Where the sections of 別表1 begin, and the upper plans that its survey of the area names with their period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from banso.domain.document import ExternalNode, Link
from banso.domain.text import fold, nfkc
from banso.domain.years import parse_final_year, parse_fiscal_year, years_in
from banso.sheets.support_plan import labels
from banso.sheets.support_plan.facts import Facts
from banso.sheets.support_plan.lines import Element, Line

_UPPER_PLAN = re.compile(
    r"^[■●◆○・□◇▼]?\s*[「『]?(?P<title>[^「」『』。]{2,50}?(?:計画|プラン|ビジョン|戦略|構想|方針))[」』]?\s*[(](?P<period>[^。]{4,50})[)]$"
)


def section_starts(elements: Sequence[Element]) -> dict[int, tuple[str, str]]:
    """Which lines head a section, with number and title.

    A number before a line is common; a heading is on one of the form's subjects or has a part (1) below it, and its
    number is higher than that of the section before.
    """
    starts: dict[int, tuple[str, str]] = {}
    last = 0
    for index, element in enumerate(elements):
        if not isinstance(element, Line):
            continue
        found = labels.section(element.text)
        if found is None or int(found[0]) <= last:
            continue
        keyed = element.about[:1] == ("node",)
        following = [each for each in elements[index + 1 : index + 3] if isinstance(each, Line)]
        parted = any((part := labels.subsection(each.text)) and part[0] in "1一" for each in following[:2])
        aims = found == ("1", "目標") and not starts
        if (
            keyed
            or parted
            or aims
            or (labels.is_theme(found[1]) and not element.text.rstrip().endswith(("、", "）も")))
        ):
            starts[index] = found
            last = int(found[0])
    return starts


def link_upper_plans(facts: Facts) -> None:
    """Plans named in the survey of the area with their period: ■商・工業振興プラン（平成29年度～平成38年度）."""
    for (owner, _, kind, _, _), text in facts.texts.items():
        if kind not in ("vision", "status-quo") or owner not in facts.nodes:
            continue
        for row in text.split("\n"):
            match = _UPPER_PLAN.match(labels.narrow(row.strip()))
            if (
                match is None
                or len(years_in(match["period"])) < 2
                or "~" not in nfkc(match["period"]).replace("〜", "~")
            ):
                continue
            external = ExternalNode(
                title=row.strip()[match.start("title") : match.end("title")],
                first_year=parse_fiscal_year(match["period"]),
                last_year=parse_final_year(match["period"]),
            )
            node = facts.nodes[owner]
            if all(
                fold(link.external.title or "") != fold(external.title or "") for link in node.links if link.external
            ):
                link = Link(external=external, kind="related")
                facts.nodes[owner] = replace(node, links=(*node.links, link))
