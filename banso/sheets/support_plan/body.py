"""別表1: sections with their parts, items, labelled paragraphs, target tables, events and statistical tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from banso.domain.address import join
from banso.domain.document import Link, Node, TextKind
from banso.domain.numbering import ordinal
from banso.domain.years import years_in
from banso.sheets.support_plan import labels
from banso.sheets.support_plan.events import event_columns, take_events
from banso.sheets.support_plan.facts import ORDERED, Facts, Passage, with_needed_orders
from banso.sheets.support_plan.lines import Block, Element, Line
from banso.sheets.support_plan.sections import link_upper_plans, section_starts
from banso.sheets.support_plan.tables import table_of
from banso.sheets.support_plan.targets import Marks, settle_placements, take_targets, target_columns

_KINDS: dict[labels.Role, TextKind] = {
    "status": "status-quo",
    "status-quo": "status-quo",
    "issues": "issues",
    "direction": "direction",
    "targets": "content",
    "content": "content",
    "vision": "vision",
    "goals": "content",
    "policies": "content",
    "period": "content",
    "other": "content",
}


class Body:
    """Goes through the elements of 別表1 once."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self._section: Node | None = None
        self._role: labels.Role = "other"
        self._bracketed: bool | None = None
        self._part = self._run = 0
        self._owner: str | None = None
        self._kind: TextKind = "content"
        self._heading: str | None = None
        self._label_order: int | None = None
        self._overview = False
        self._passage = Passage(facts)
        self._marks: dict[str, Marks] = {}
        self._places: dict[tuple[str, TextKind], int] = defaultdict(int)
        self._labels: dict[str, int] = defaultdict(int)
        self._unit: str | None = None
        self._title: Line | None = None
        self._table: str | None = None
        self._targets: str | None = None

    def read(self, elements: Sequence[Element]) -> None:
        """All elements between the heading of 別表1 and the next 別表."""
        starts = section_starts(elements)
        for index, element in enumerate(elements):
            if index in starts and isinstance(element, Line):
                self._begin_section(element, *starts[index])
            elif self._section is None:
                self._before_sections(element)
            elif isinstance(element, Block):
                self._block(element)
            else:
                self._line(element)
        self._flush()
        settle_placements(self.facts)
        self.facts.texts = with_needed_orders(self.facts.texts)
        link_upper_plans(self.facts)

    def _before_sections(self, element: Element) -> None:
        """What stands above the first section is told, unless it is only the form's own title."""
        first = element if isinstance(element, Line) else element.rows[0]
        if labels.is_form_hint(first.text) or labels.is_part_title(first.text) or labels.is_title(first.text):
            return
        if isinstance(element, Line) and (element.address or labels.section(first.text)):
            return
        self.facts.doubt(
            "line-unread",
            "hint",
            first.place,
            f"「{first.text[:40]}」は最初の章より前にあり、どの章のものか分からないので読みませんでした。",
            first.text,
        )

    # Headings

    def _begin_section(self, line: Line, number: str, title: str) -> None:
        self._flush()
        key = line.about[1] if len(line.about) > 1 and line.about[0] == "node" else number
        self._section = self.facts.node(Node(key=key, level=0, number=number, title=title))
        self._bracketed, self._role, self._overview = None, "content", False
        self._part = self._run = 0
        self._aim_at(key, "content")

    def _begin_part(self, number: str, title: str, *, bracketed: bool) -> None:
        assert self._section is not None
        self._flush()
        if self._bracketed is None:
            self._bracketed = bracketed
        self._part, self._run = ordinal(number) or 0, 0
        self._role = labels.role_of(title)
        heading = title if self._role == "other" else None
        self._aim_at(self._section.key, _KINDS[self._role], heading)
        self._overview = self._role == "vision"
        if self._role == "period":
            self._period(title)

    def _aim_at(self, owner: str, kind: TextKind, heading: str | None = None) -> None:
        """The following rows belong to this text."""
        self._flush()
        self._owner, self._kind, self._heading, self._label_order = owner, kind, heading, None

    def _period(self, title: str) -> None:
        years = years_in(title)
        if len(years) < 2:
            return
        first, last = years[0].fiscal_year, years[-1].fiscal_year
        if self.facts.first_year is None:
            self.facts.first_year, self.facts.last_year = first, last

    # Rows of text

    def _line(self, line: Line) -> None:
        assert self._section is not None
        if line.address and self._addressed(line):
            return
        if self._behind_table(line):
            return
        for text in labels.split_states(line.text) if self._role in ("status", "content") else [line.text]:
            self._classify(line, text)

    def _addressed(self, line: Line) -> bool:
        """A row of a working copy; False where the address only says what the row is about."""
        about = line.about
        match about[0]:
            case "text" if len(about) >= 4:
                self._flush()
                self._keyed_text(line, about)
                return True
            case "node":
                return self._keyed_node(line, about[1])
            case "note":
                return self._behind_table(line)
            case "table":
                self._table = about[1]
                if unit := labels.unit(line.text):
                    self._unit = unit
                elif self._is_source(line.text):
                    self._behind_table(line)
                else:
                    self._title = line
                return True
            case _:
                return False

    def _keyed_text(self, line: Line, about: tuple[str, ...]) -> None:
        owner, kind = about[1], about[3]
        behind = list(about[4:])
        order = int(behind.pop()) if behind and behind[-1].isdigit() else None
        heading = behind[0] if behind else None
        text = line.text
        if kind == "paragraph" and (found := labels.label(text)):
            text = found[1]
        elif kind in ("status-quo", "issues") and (mark := labels.state_mark(text)):
            text = mark[1]
        self.facts.add_text((owner, None, kind, heading, order), text)  # type: ignore[arg-type]
        self._owner, self._kind, self._heading, self._label_order = owner, kind, heading, order  # type: ignore[assignment]

    def _keyed_node(self, line: Line, key: str) -> bool:
        assert self._section is not None
        found = labels.aim(line.text)
        if found and self._role in ("goals", "policies"):
            self._begin_aim(*found, key=key)
            return True
        if (part := labels.item(line.text)) is not None:
            self._begin_item(*part, key=key)
            return True
        if (bracketed := labels.subsection(line.text)) is not None:
            self._begin_item(f"({bracketed[0]})", bracketed[1], key=key)
            return True
        self._begin_item(None, line.text, key=key)
        return True

    def _classify(self, line: Line, text: str) -> None:
        assert self._section is not None
        if labels.is_form_hint(text) or labels.is_part_title(text):
            return
        part = labels.subsection(text)
        if part is not None and self._is_part(*part, bracketed=True):
            self._begin_part(*part, bracketed=True)
            return
        if self._role in ("goals", "policies", "other") and (found := labels.aim(text)):
            self._begin_aim(*found)
            return
        numbered = labels.item(text) or ((f"({part[0]})", part[1]) if part else None)
        if numbered is not None and self._numbered(line, text, *numbered):
            return
        if self._role in ("status", "status-quo", "issues") and self._state(line, text):
            return
        if self._inner_heading(text):
            return
        if self._role == "content" and (found_label := labels.label(text)):
            self._begin_label(line, *found_label)
            return
        self._passage.add(line, text)

    def _is_part(self, number: str, title: str, *, bracketed: bool) -> bool:
        """Whether a number in the style of the section's parts heads a part, and not an item of 事業内容.

        Items may be numbered in the same style as the parts: they begin again with 1.
        """
        role = labels.role_of(title)
        if self._bracketed is None:
            return bracketed or role not in ("other", "content", "issues", "status-quo")
        if self._bracketed is not bracketed:
            return bracketed and role in ("status", "targets", "direction")
        if role != "other" or self._role != "content":
            return True
        place = ordinal(number) or 0
        next_item, next_part = place == self._run + 1, place == self._part + 1
        return not next_item or (next_part and (self._run == 0 or "活用" in title))

    def _numbered(self, line: Line, text: str, number: str, rest: str) -> bool:
        """A line that begins with ①: a part of the section, 現状 or 課題, a goal, an item, or a heading."""
        assert self._section is not None
        if self._role in ("status", "status-quo", "issues") and labels.state_mark(text):
            return False
        if self._bracketed is not True and number in labels.CIRCLED and self._is_part(number, rest, bracketed=False):
            self._begin_part(number, rest, bracketed=False)
            return True
        short = len(rest) <= 60 and not rest.endswith("。")
        if self._role in ("goals", "policies") and short:
            self._begin_aim("目標" if self._role == "goals" else "方針", number, rest)
            return True
        if self._role == "vision" and short:
            self._aim_at(self._section.key, "vision", text.strip())
            return True
        if self._role in ("content", "targets"):
            self._role = "content"
            self._run = ordinal(number) or 0
            self._begin_item(number, rest)
            return True
        return False

    def _begin_aim(self, kind: str, number: str, title: str, key: str | None = None) -> None:
        assert self._section is not None
        key = key or f"{kind}{number}"
        links: tuple[Link, ...] = ()
        if kind == "方針" and f"目標{number}" in self.facts.nodes:
            links = (Link(to=f"目標{number}", kind="related"),)
        node = Node(
            key=key, parent=self._section.key, level=1, number=f"{kind}{number}", title=title or None, links=links
        )
        self.facts.node(node)
        self._aim_at(key, "content")

    def _begin_item(self, number: str | None, rest: str, key: str | None = None) -> None:
        assert self._section is not None
        if key is None:
            key = f"{self._section.key}-{number if number and number[0] == '(' else (number or '').rstrip(')')}"
            while key in self.facts.nodes:
                key += "-2"
        long = len(rest) > 60 or rest.endswith("。")
        self.facts.node(
            Node(
                key=key,
                parent=self._section.key,
                level=1,
                number=number,
                title=None if long else rest or None,
                text=rest if long else None,
            )
        )
        self._aim_at(key, "content")

    def _state(self, line: Line, text: str) -> bool:
        """A mark of 現状 or 課題; standing alone it opens a survey of the area with headings of its own."""
        assert self._section is not None
        mark = labels.state_mark(text)
        if mark is None:
            return False
        kind, rest = mark
        self._aim_at(self._section.key, kind)
        if rest:
            self._passage.add(line, rest)
        else:
            self._overview = True
        return True

    def _inner_heading(self, text: str) -> bool:
        assert self._section is not None
        if self._overview and (heading := labels.small_heading(text)):
            self._aim_at(self._section.key, self._kind, heading)
            return True
        if self._role in ("goals", "policies") and (heading := labels.angle_heading(text)):
            self._aim_at(self._section.key, "content", heading)
            return True
        return False

    def _begin_label(self, line: Line, heading: str, rest: str) -> None:
        owner = self._owner or ""
        self._aim_at(owner, "paragraph", heading)
        self._labels[owner] += 1
        self._label_order = self._labels[owner]
        if rest:
            self._passage.add(line, rest)

    def _flush(self) -> None:
        """Put the passage away under what it belongs to."""
        self._table = self._targets = None
        if self._passage.lines and self._owner is not None:
            place = self._label_order
            if self._kind in ORDERED:
                self._places[self._owner, self._kind] += 1
                place = self._places[self._owner, self._kind]
            slot = (self._owner, None, self._kind, self._heading, place)
            self.facts.add_text(slot, self._passage.text)
        self._passage = Passage(self.facts)

    # Tables

    def _block(self, block: Block) -> None:
        assert self._section is not None
        columns = event_columns(block)
        if columns is not None:
            caption = self._take_title()
            self._pause()
            take_events(self.facts, block, columns, self._item_or_section(), caption)
            return
        found = target_columns(block, self.facts, aims=self._role == "targets")
        if found is not None:
            head, target_heads = found
            self._pause()
            marks = self._marks.setdefault(self._section.key, Marks(self._section.key))
            take_targets(self.facts, block, target_heads, head, marks)
            self._targets = self._section.key
            return
        self._statistics(block)

    def _statistics(self, block: Block) -> None:
        keyed = block.rows[0].about if block.address is None else next(row.about for row in block.rows if row.about)
        named = self._take_title()
        unit, self._unit = self._unit, None
        if named is not None and unit is None and (unit := labels.unit(named.text)):
            named = self._take_title()
        self._pause(split=True)
        owner = self._item_or_section()
        count = sum(1 for key in self.facts.tables if key.startswith(f"{owner}-表"))
        key = keyed[1] if keyed[:1] == ("table",) else f"{owner}-表{count + 1}"
        title = " ".join(named.text.split()) if named is not None else None
        self.facts.tables[key] = table_of(block, key, title, unit)
        self._table = key

    def _take_title(self) -> Line | None:
        title, self._title = self._title, None
        return title or self._passage.take_title()

    def _pause(self, *, split: bool = False) -> None:
        """A table stands here: the text before it is put away, and goes on behind it.

        Among texts that have an order a statistical table takes a place, so that it is printed there again.
        """
        self._flush()
        if split and self._kind == "status-quo" and self._owner is not None:
            self._places[self._owner, self._kind] += 1
            self._heading = None

    def _item_or_section(self) -> str:
        assert self._section is not None
        owner = self._owner
        return owner if owner is not None and owner in self.facts.nodes else self._section.key

    def _behind_table(self, line: Line) -> bool:
        """Sources and notes below a table, the unit above it."""
        if unit := labels.unit(line.text):
            self._unit = unit
            return True
        if self._table is not None and self._is_source(line.text):
            table = self.facts.tables[self._table]
            self.facts.tables[self._table] = replace(table, source=labels.source(line.text))
            return True
        at = join("table", self._table) if self._table else join("node", self._targets) if self._targets else None
        if at is not None and (found := labels.note(line.text)):
            self.facts.add_note(*found, at)
            return True
        return False

    def _is_source(self, text: str) -> bool:
        return self._table in self.facts.tables and labels.source(text) is not None
