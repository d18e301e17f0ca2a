"""Reading the 取組一覧・ロードマップ: grids of any source become the plan's tree, indicators and roadmap, with doubts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from banso.domain.document import PlanDocument, Scope
from banso.domain.text import fold
from banso.sheets.action_list.bands import band_of, bands_of
from banso.sheets.action_list.carried import CarriedIndicator, keys_of
from banso.sheets.action_list.columns import Layout, layout_of
from banso.sheets.action_list.doubts import Doubts
from banso.sheets.action_list.heads import heads_of
from banso.sheets.action_list.indicators import indicators_of, mentions_of, with_inherited
from banso.sheets.action_list.labels import Remarks, read_remarks
from banso.sheets.action_list.nodes import facts_of
from banso.sheets.action_list.rows import Entries, entries_of, one_line
from banso.sheets.action_list.steps import mend_slips, steps_of
from banso.sheets.action_list.table import Table, clean, table_of, without_covered
from banso.sheets.action_list.tree import grow, levels_of, path_label
from banso.sheets.form import Reading, UnreadablePaper
from banso.sheets.grid import Grid

FORM = "action-list"
COVERS = ("nodes", "roadmap", "placements", "texts")
"""The lists of the document that an action list prints; each only as far as its view shows them."""

SUFFIX = "取組一覧・ロードマップ"
LONGEST_TITLE = 200
"""Characters above the table that may still be the plan's title."""
_KINDS = re.compile(
    r"[\s　:：・\-－]*(?:(?:別紙|別表|資料|様式)\s*[0-9０-９]*\s*)?(?:具体的?な?|実施|主要|主な|重点|推進)?"
    r"(?:取り?組み?|事業|施策|アクションプラン|行動計画|実施計画)?(?:の?一覧表?|体系表|ロードマップ|工程表)(?:[・及び]+(?:ロードマップ|工程表))?"
    r"\s*(?:[（(【][^（）()【】]*[)）】])?$"
)
_PART = re.compile(r"[（(]抜粋[:：](.+)[)）]$")
_AS_OF = re.compile(r"\s*[（(【](?:[^（）()]*(?:現在|作成|時点|改訂|改定|更新|版)|案|素案)[)）】]$")
_NO_TITLE = re.compile(
    r"[（(]?(?:別紙|別表|資料|様式|別添|参考)[0-9０-９\-－]*[)）]?|[0-9０-９/／\-－ ]+(?:頁|ページ)?"
    r"|.*[年月]\s*\d+\s*日.*|.*(?:現在|作成|版)"
)


def recognises(grids: Sequence[Grid]) -> bool:
    """Whether a head of the list stands in the grids: a column of actions beside roadmap years or other columns."""
    return any(heads_of(without_covered(grid)) for grid in grids)


def read(grids: Sequence[Grid]) -> Reading:
    """The plan document of a list and the doubts. Raises UnreadablePaper where no head of the form is found."""
    doubts = Doubts()
    table = table_of(grids)
    layout = layout_of(table) if table.rows else Layout()
    if not layout.levels:
        name = next((grid.file for grid in grids if grid.file), "この書面")
        raise UnreadablePaper(
            f"「{name}」に取組一覧の表が見つかりません。取組、年度、備考などの見出しの行と取組の行があるか確かめてください。"
        )
    entries = entries_of(table, layout, bands_of(table, layout), doubts)
    tree = grow(entries, _given_nodes(entries), doubts)
    mend_slips(entries, layout, doubts)
    _tell_rows(table, layout, entries, doubts)
    remarks = _remarks(entries, layout)
    facts = facts_of(tree, layout, remarks, doubts)
    indicators, placements = indicators_of(
        mentions_of(entries, layout, remarks), tree, _given_indicators(entries), doubts
    )
    originals = {node.key: node.reprise_of for node in facts.nodes if node.reprise_of is not None}
    placements = with_inherited(placements, entries, layout, originals, doubts)
    title, nodes = _title(table)
    document = PlanDocument(
        scope=(Scope(form=FORM, nodes=nodes, covers=COVERS),),
        title=title,
        first_year=table.years[0] if table.years else None,
        last_year=table.years[-1] if table.years else None,
        levels=levels_of((level.name for level in layout.levels), tree.branches.values()),
        vocabularies=facts.vocabularies,
        nodes=tuple(facts.nodes),
        roadmap=steps_of(entries, table.years, doubts) if table.years else (),
        indicators=indicators,
        placements=placements,
        texts=tuple(facts.texts),
        notes=tuple(entries.notes),
    )
    return Reading(document, tuple(doubts.found))


def _remarks(entries: Entries, layout: Layout) -> dict[str, Remarks]:
    column = layout.single.get("remarks")
    return {} if column is None else {entry.key: read_remarks(entry.text(column)) for entry in entries.found}


def _given_nodes(entries: Entries) -> dict[tuple[str, ...], str]:
    """Keys of nodes above the actions that a working copy carries, by the path of printed labels."""
    given: dict[tuple[str, ...], str] = {}
    for entry in entries.found:
        above = keys_of(entry.first.key).above
        labels = [path_label(level, label) for level, label in enumerate(entry.path) if label is not None]
        if above and len(above) == len(labels) - 1:
            for depth, key in enumerate(above, start=1):
                given.setdefault(tuple(labels[:depth]), key)
    return given


def _given_indicators(entries: Entries) -> dict[str, CarriedIndicator]:
    given: dict[str, CarriedIndicator] = {}
    for entry in entries.found:
        if "indicator/" in entry.first.key:
            given |= keys_of(entry.first.key).indicators
    return given


def _title(table: Table) -> tuple[str | None, tuple[str, ...]]:
    """The plan's title above the table without the form's own name, and the nodes of an extract."""
    title, nodes = None, ()
    for _, cell in table.above:
        words = one_line(clean(cell.text))
        if len(words) > LONGEST_TITLE:
            continue
        part = _PART.search(words)
        if part:
            nodes = tuple(part[1].split("、"))
            words = words[: part.start()].rstrip()
        words = _AS_OF.sub("", words)
        own = words.endswith(SUFFIX)
        words = words.removesuffix(SUFFIX).rstrip() if own else _KINDS.sub("", words)
        if title is None and words and (own or not (_NO_TITLE.fullmatch(words) or band_of(words))):
            title = words
    return title, nodes


def _tell_rows(table: Table, layout: Layout, entries: Entries, doubts: Doubts) -> None:
    """Doubts about mended rows, under the keys of their actions; about columns and running numbers."""
    for entry in entries.found:
        for repair in entry.repairs:
            doubts.add(
                repair.code,
                repair.severity,
                (repair.row or entry.first).place(repair.column, f"node/{entry.key}"),
                repair.message,
                repair.quote,
            )
    for place, words, first in table.varied:
        doubts.add(
            "heading-varies",
            "hint",
            place,
            f"見出し「{words}」の列は、初めのページの「{first}」と同じ列として読みました。見出しの語をそろえてください。",
            words,
        )
    for name in layout.paragraphs.values():
        doubts.add(
            "column-unknown",
            "hint",
            table.rows[0].grid.place(),
            f"「{name}」の列は様式の決まった列ではないので、見出し付きの文として読みました。",
            name,
        )
    order = layout.single.get("order")
    before = 0
    for entry in entries.found:
        digits = re.sub(r"\D", "", fold(entry.text(order)))
        number = int(digits) if digits else before + 1
        if before and number != before + 1:
            doubts.add(
                "order-gap",
                "warning",
                entry.first.place(order, f"node/{entry.key}"),
                f"通し番号が{before}の次に{number}となっています。抜けたり重なったりした行がないか確かめてください。",
                entry.text(order),
            )
        before = number
