"""別表1 as blocks: sections with their parts in the order of the form, target tables, events, statistical tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from banso.domain.address import address_of, join
from banso.domain.document import Event, Measured, Node, PlanDocument, Text
from banso.domain.numbering import natural_key
from banso.domain.quantity import format_quantity
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Block, Cell, Heading, Paragraph, Row, Table
from banso.sheets.support_plan import labels
from banso.sheets.support_plan.build_figures import Figures
from banso.sheets.support_plan.build_table import statistical_table

_GOALS = "経営発達支援事業の目標と方針"
_AREA = "地域の現状及び課題"
_VISION = "小規模事業者に対する長期的な振興のあり方"


def is_annex(node: Node) -> bool:
    """Whether the node stands for a 別表 after 別表1."""
    return node.key.startswith("別表")


def number_of(node: Node) -> str:
    """The number printed before a section."""
    return (node.number or node.key).rstrip(".．")


class Sections:
    """The sections of a plan with everything that stands in them."""

    def __init__(self, document: PlanDocument) -> None:
        """Sort the document's items by the node they belong to."""
        self.document = document
        self.sections = [node for node in document.nodes if node.level == 0 and not is_annex(node)]
        self._children: dict[str, list[Node]] = defaultdict(list)
        for node in document.nodes:
            if node.parent is not None:
                self._children[node.parent].append(node)
        self._texts: dict[tuple[str, str], list[Text]] = defaultdict(list)
        for text in document.texts:
            if text.node is not None and text.year is None:
                self._texts[text.node, text.kind].append(text)
        self._figures = Figures(document)
        self._part = 0

    def texts(self, node: str, kind: str) -> list[Text]:
        """The plan's texts of a kind at a node, in their order."""
        return sorted(self._texts[node, kind], key=lambda text: text.order or 0)

    def section(self, node: Node) -> Iterator[Block]:
        """All blocks of one section."""
        self._part = 0
        children = sorted(self._children[node.key], key=lambda child: natural_key(child.number or child.key))
        aims = [child for child in children if child.key.startswith("目標")]
        policies = [child for child in children if child.key.startswith("方針")]
        items = [child for child in children if child not in aims and child not in policies]
        survey = bool(aims or self.texts(node.key, "vision"))
        if aims or policies:
            yield Heading(text="経営発達支援事業の目標" if aims else "経営発達支援事業の内容及び実施期間", level=1)
        yield Heading(text=f"{number_of(node)}. {node.title or ''}".rstrip(), level=1, at=join("node", node.key))
        yield from self._state(node, survey)
        if vision := self.texts(node.key, "vision"):
            yield self._heading(_VISION)
            for text in vision:
                yield from self._headed(text, 3)
        if direction := self.texts(node.key, "direction"):
            yield self._heading("支援に対する考え方")
            yield from (Paragraph(text=text.text, at=address_of(text)) for text in direction)
        if policies and self.document.first_year is not None and self.document.last_year is not None:
            shown = period(self.document.first_year, self.document.last_year)
            yield self._heading(f"経営発達支援事業の実施期間（{shown}）")
        if rows := self._figures.of_section(node.key, [item.key for item in items]):
            yield self._heading("目標")
            yield self._figures.plan_table(rows)
            yield from self._notes(join("node", node.key))
        yield from self._content(node, items, aims, policies)

    def _heading(self, title: str) -> Heading:
        self._part += 1
        return Heading(text=f"({self._part}) {title}", level=2)

    # 現状 and 課題

    def _state(self, node: Node, survey: bool) -> Iterator[Block]:
        status, issues = self.texts(node.key, "status-quo"), self.texts(node.key, "issues")
        tables = self._tables(node.key)
        if not status and not issues and not tables:
            return
        long = len(status) > 1 or len(issues) > 1 or any(text.heading for text in (*status, *issues))
        yield self._heading(_AREA if survey else "現状と課題")
        if not long:
            yield from self._inline("現状", status, tables)
            yield from self._inline("課題", issues, [])
            return
        if status or tables:
            yield Heading(text="①現状", level=3)
            place = 1
            for text in status:
                # A gap in the order is the place of a table.
                while text.order is not None and place < text.order and tables:
                    yield from tables.pop(0)
                    place += 1
                yield from self._headed(text, 4)
                place = (text.order or place) + 1
            for table in tables:
                yield from table
        if issues:
            yield Heading(text="②課題", level=3)
            for text in issues:
                yield from self._headed(text, 4)

    def _inline(self, label: str, texts: Sequence[Text], tables: list[list[Block]]) -> Iterator[Block]:
        for text in texts:
            while tables and text.order is not None and text.order > 1:
                yield from tables.pop(0)
                if not tables:
                    break
            yield Paragraph(label=f"[{label}]", text=text.text, at=address_of(text))
        for table in tables:
            yield from table

    def _headed(self, text: Text, level: int) -> Iterator[Block]:
        if text.heading:
            shown = text.heading if labels.item(text.heading) else labels.printed_heading(text.heading)
            yield Heading(text=shown, level=level)
        yield Paragraph(text=text.text, at=address_of(text))

    # 事業内容

    def _content(
        self, node: Node, items: Sequence[Node], aims: Sequence[Node], policies: Sequence[Node]
    ) -> Iterator[Block]:
        content = self.texts(node.key, "content")
        intro = [text for text in content if text.heading is None]
        headed = [text for text in content if text.heading is not None]
        events = self._events(node.key)
        if aims or policies:
            yield self._heading(_GOALS if aims else "目標の達成に向けた方針")
            yield from (Paragraph(text=text.text, at=address_of(text)) for text in intro)
            for aim in (*aims, *policies):
                number = aim.number or aim.key
                yield Heading(text=f"【{number}】 {aim.title or ''}".rstrip(), level=3, at=join("node", aim.key))
                yield from self._own(aim.key)
            for text in headed:
                yield Heading(text=f"＜{text.heading}＞", level=3)
                yield Paragraph(text=text.text, at=address_of(text))
            headed = []
        if items or ((intro or events or self.texts(node.key, "paragraph")) and not (aims or policies)):
            yield self._heading("事業内容")
            if not (aims or policies):
                yield from self._own(node.key)
            for item in items:
                title = f"{item.number or ''}{item.title or item.text or ''}"
                yield Heading(text=title, level=3, at=join("node", item.key))
                yield from self._own(item.key)
        for text in headed:
            yield self._heading(text.heading or "")
            yield Paragraph(text=text.text, at=address_of(text))

    def _own(self, key: str) -> Iterator[Block]:
        """What stands at one node itself: its text, labelled paragraphs, events, tables."""
        for text in self.texts(key, "content"):
            if text.heading is None:
                yield Paragraph(text=text.text, at=address_of(text))
        for text in self.texts(key, "paragraph"):
            yield Paragraph(label=f"【{text.heading or '備考'}】", text=text.text, at=address_of(text))
        yield from self._events(key)
        if any(section.key == key for section in self.sections):
            return
        for table in self._tables(key):
            yield from table

    def _events(self, key: str) -> list[Block]:
        events = [event for event in self.document.events if event.node == key]
        blocks: list[Block] = []
        for kind in dict.fromkeys(event.kind for event in events):
            blocks.append(Paragraph(text="想定する展示会・商談会" + (f"（{kind}）" if kind else "")))
            blocks.append(_event_table([event for event in events if event.kind == kind]))
        return blocks

    def _tables(self, key: str) -> list[list[Block]]:
        """The statistical tables of a node; those whose key names none belong to the first section."""
        known = {f"{node.key}-表" for node in self.document.nodes}
        first = self.sections[0].key if self.sections else ""
        found = []
        for table in self.document.tables:
            stem = table.key[: table.key.rfind("-表") + 2] if "-表" in table.key else ""
            owner = stem.removesuffix("-表") if stem in known else first
            if owner == key:
                blocks = statistical_table(table)
                blocks += self._notes(join("table", table.key))
                found.append(blocks)
        return found

    def _notes(self, address: str) -> list[Block]:
        return [
            Paragraph(text=f"{note.mark}{note.text}", look="note", at=address_of(note))
            for note in self.document.notes
            if address in note.at
        ]


def period(first_year: int, last_year: int) -> str:
    """A period of fiscal years by its days: 令和5年4月1日～令和8年3月31日."""
    first = format_fiscal_year(first_year, "令和5年4月1日")
    # The last day lies in the calendar year after the last fiscal year.
    return f"{first}～{format_fiscal_year(last_year + 1, '令和5年3月31日')}"


def _event_table(events: Sequence[Event]) -> Table:
    head = Row(cells=tuple(Cell(text=text, look="head") for text in ("", "概要", "開催日数", "来場者数", "出展社数")))
    rows = [head]
    for event in events:
        address = address_of(event)
        cells = (
            Cell(text=event.name, look="label", at=f"{address}/name"),
            Cell(text=event.outline or "", at=f"{address}/outline"),
            Cell(text=_measured(event.days, "日間"), look="number", at=f"{address}/days"),
            Cell(text=_measured(event.visitors), look="number", at=f"{address}/visitors"),
            Cell(text=_measured(event.exhibitors), look="number", at=f"{address}/exhibitors"),
        )
        rows.append(Row(cells=cells, at=address))
    return Table(widths=(28, 30, 13, 15, 14), rows=tuple(rows), label="想定する展示会・商談会")


def _measured(value: Measured | None, unit: str = "") -> str:
    if value is None:
        return ""
    return format_quantity(value) + ((value.unit or unit) if value.amount is not None else "")
