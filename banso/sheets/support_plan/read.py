"""Reads a 経営発達支援計画 from text, workbooks, documents and PDF: the plan, or its yearly evaluation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from banso.domain.copies import Copy
from banso.domain.document import Level, PlanDocument, Scope, Vocabulary
from banso.domain.finding import Doubt
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.grid import Grid
from banso.sheets.support_plan import labels
from banso.sheets.support_plan.annexes import settle_head, take_annex, take_head
from banso.sheets.support_plan.body import Body
from banso.sheets.support_plan.facts import Facts
from banso.sheets.support_plan.lines import Block, Element, Line, elements_of
from banso.sheets.support_plan.report import take_report
from banso.sheets.support_plan.sections import section_starts

LEVELS = (Level(name="章", numbering="1"), Level(name="事業", numbering="①"))


def recognises(grids: Sequence[Grid]) -> int:
    """How surely the grids hold a support plan: its title with a 別表, a row of the outline page or a section."""
    titled = parts = False
    for grid in grids:
        for row in grid.rows:
            cells = [cell.text for cell in row if "/" not in cell.text[:12]]
            if not cells:
                continue
            if len(cells) == 1 and (labels.is_title(cells[0]) or labels.report_year(cells[0]) is not None):
                titled = True
                parts = parts or labels.annex(cells[0]) is not None or labels.report_year(cells[0]) is not None
            elif (
                (len(cells) == 1 and labels.annex(cells[0]))
                or labels.head_field(cells[0]) in ("bodies", "outlines", "contacts")
                or ((found := labels.section(cells[0])) and found[1].endswith("に関すること"))
            ):
                parts = True
        if titled and parts:
            return 2
    return 1 if titled else 0


def read(grids: Sequence[Grid]) -> Reading:
    """The plan document and the doubts of all grids of one file.

    Raises UnreadablePaper where neither a section nor a row of the outline page nor a 別表 is found.
    """
    facts = Facts()
    elements = elements_of(grids, facts.doubts)
    year = next(
        (found for each in elements if isinstance(each, Line) and (found := labels.report_year(each.text))), None
    )
    if year is not None:
        facts.year = year
        take_report(facts, elements)
    else:
        _take_plan(facts, elements)
    if not facts.nodes and not facts.organizations:
        file = next((grid.file for grid in grids if grid.file), "この紙")
        raise UnreadablePaper(
            f"「{file}」に経営発達支援計画の章（3. 地域の経済動向調査に関すること など）も概要の欄も見つかりません。"
            "様式を確かめてください。"
        )
    document = _document(facts)
    doubts = (*facts.doubts, *_wrong_sums(document, grids))
    keyed = any(each.address for each in elements)
    return Reading(document, doubts, (Copy(document, grids[0].place()),) if keyed else ())


def _take_plan(facts: Facts, elements: list[Element]) -> None:
    parts = _parts(elements)
    head = take_head(facts, parts.get("0", ("", []))[1])
    body = Body(facts)
    body.read(parts.get("1", ("", []))[1])
    for number in sorted(set(parts) - {"0", "1"}):
        take_annex(facts, number, *parts[number])
    settle_head(facts, head)


def _parts(elements: list[Element]) -> dict[str, tuple[str, list[Element]]]:
    """The elements by the 別表 they belong to, with what stands behind its mark; "0" is what comes before 別表1."""
    parts: dict[str, tuple[str, list[Element]]] = {"0": ("", [])}
    current = "0"
    for element in elements:
        found = _mark(element)
        if found is not None:
            current = found[0]
            parts.setdefault(current, (found[1], []))
            continue
        parts[current][1].append(element)
    if "1" not in parts:
        # A plan without its marks begins with its first section.
        loose = parts["0"][1]
        starts = section_starts(loose)
        if starts:
            begin = min(starts)
            parts["0"], parts["1"] = ("", loose[:begin]), ("", loose[begin:])
    return parts


def _mark(element: Element) -> tuple[str, str] | None:
    if isinstance(element, Block) or element.about[:1] == ("text",):
        return None
    return labels.annex(element.text)


def _document(facts: Facts) -> PlanDocument:
    vocabularies = tuple(Vocabulary(name=name, terms=tuple(terms)) for name, terms in facts.terms.items())
    yearly = facts.year is not None
    covers = ("actuals", "texts", "judgements") if yearly else ("nodes", "texts", "events", "placements")
    whole = facts.outlined or yearly
    nodes = () if whole else tuple(facts.nodes)
    return PlanDocument(
        scope=(Scope(form="support-plan", year=facts.year, nodes=nodes, covers=covers),),
        title="経営発達支援計画",
        kind="support-plan",
        organizations=tuple(facts.organizations.values()),
        first_year=facts.first_year,
        last_year=facts.last_year,
        levels=() if yearly else LEVELS,
        vocabularies=vocabularies,
        nodes=tuple(facts.nodes.values()),
        indicators=tuple(facts.indicators.values()),
        placements=tuple(facts.placements),
        targets=tuple(facts.targets.values()),
        actuals=tuple(facts.actuals.values()),
        judgements=tuple(facts.judgements.values()),
        texts=facts.text_items(),
        notes=tuple(facts.notes.values()),
        budgets=tuple(facts.budgets),
        events=tuple(facts.events),
        tables=tuple(facts.tables.values()),
    )


def _wrong_sums(document: PlanDocument, grids: Sequence[Grid]) -> list[Doubt]:
    """Printed totals that their own figures contradict, with the printed and the computed value."""
    # The plan check takes as long to import as a paper to read; only a support plan's tables need it here.
    from banso.domain.check.outline import Outline  # noqa: PLC0415
    from banso.domain.check.sums import check as check_sums  # noqa: PLC0415

    place = grids[0].place() if grids else None
    found = []
    for finding in check_sums(Outline(document)):
        where = finding.where
        if place is not None and place.file is not None:
            where = replace(where, file=place.file)
        found.append(
            Doubt(code=finding.code, severity="warning", where=where, message=finding.message, quote=finding.quote)
        )
    return found
