"""Tables whose rows stand under headings of the plan's tree.

Banso writes a narrow column for each level, so that the column in which a heading begins tells its level. Other papers
write all headings in one column: there a level is told by the style of its numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from banso.domain.address import join, split
from banso.domain.document import Node, PlanDocument
from banso.domain.numbering import bare_number, numbering_style, split_number
from banso.domain.placing import Tree
from banso.domain.text import fold, is_dash
from banso.sheets.blocks.value import Cell, Look, Row
from banso.sheets.grid import Cell as GridCell
from banso.sheets.lines import Line
from banso.sheets.project_evaluation.levels import heading_of

INDENT = 1.4
"""Width of a level's column beside columns of 4 to 40."""


def with_ancestors(tree: Tree, keys: Iterable[str]) -> tuple[str, ...]:
    """The nodes and all above them in the order of the plan: each followed by what stands below it."""
    wanted = {node.key for key in keys for node in tree.upwards(key)}
    found: dict[str, None] = {}
    waiting = [key for key, node in tree.nodes.items() if node.parent not in tree.nodes]
    waiting += list(tree.nodes)  # what stands in a circle has no top
    while waiting:
        key = waiting.pop(0)
        if key not in found and key in wanted:
            found[key] = None
            waiting[:0] = tree.children.get(key, ())
    return tuple(found)


def chosen(document: PlanDocument, tree: Tree, nodes: Sequence[str]) -> set[str]:
    """The keys of the nodes that a paper for ``nodes`` shows: these and all below them; all for none."""
    if not nodes:
        return set(tree.nodes)
    return {key for node in nodes if node in tree.nodes for key in (node, *tree.below(node))}


def depth_of(tree: Tree, key: str) -> int:
    """How many levels stand above the node."""
    return len(tree.upwards(key)) - 1


def heading_cells(node: Node, depth: int, levels: int, rest: int, look: Look = "label") -> tuple[Cell, ...]:
    """Number and title of a node at its depth; ``rest`` columns stand behind those of ``levels`` and the number."""
    cells = [Cell() for _ in range(depth)]
    title_at, title = join("node", node.key, "title"), node.title or "—"
    if node.number:
        cells.append(Cell(text=node.number, look=look, columns=levels - depth + 1))
        cells.append(Cell(text=title, look=look, columns=rest, at=title_at))
    else:
        cells.append(Cell(text=title, look=look, columns=levels - depth + 1 + rest, at=title_at))
    return tuple(cells)


def heading_row(node: Node, depth: int, levels: int, rest: int) -> Row:
    """The row of a node that is only a heading."""
    return Row(cells=heading_cells(node, depth, levels, rest), at=join("node", node.key))


@dataclass(slots=True)
class Headings:
    """The tree as it is read from headings, from top to bottom. ``by_column`` tells how levels are told apart."""

    by_column: bool
    nodes: dict[str, Node] = field(default_factory=dict)
    repeated: list[tuple[str, Line]] = field(default_factory=list)
    _stems: dict[str, str] = field(default_factory=dict)
    """What begins the keys below a heading with a label: 1-2 is the second project of 施策1."""
    _stack: list[tuple[int | str, str]] = field(default_factory=list)

    @property
    def current(self) -> Node | None:
        """The node under which the next rows stand."""
        return self.nodes[self._stack[-1][1]] if self._stack else None

    def take(self, line: Line, cells: Sequence[GridCell], *, bears: bool = False) -> Node:
        """The node of a heading's cells (number and title, or both in one); ``bears`` tells a row with values."""
        number, title = _parts([cell.text for cell in cells], given=line.at is not None)
        sign: int | str = cells[0].column if self.by_column else f"{numbering_style(number or '')}{bears}"
        if self.by_column:
            while self._stack and int(self._stack[-1][0]) >= int(sign):
                self._stack.pop()
        elif any(known == sign for known, _ in self._stack):
            while self._stack.pop()[0] != sign:
                pass
        parent = self.current
        node = Node(
            key=self._key(line, number, title, parent),
            parent=parent.key if parent else None,
            level=len(self._stack),
            number=number,
            title=title,
        )
        self.nodes[node.key] = node
        self._stack.append((sign, node.key))
        return node

    def _key(self, line: Line, number: str | None, title: str | None, parent: Node | None) -> str:
        at = split(line.at) if line.at else ()
        if len(at) >= 2 and at[0] == "node":
            return at[1]
        heading = heading_of(f"{number or ''} {title or ''}".strip()) if number else None
        if heading is not None:
            key = heading.key
            self._stems[key] = heading.sign
        elif number:
            bare = bare_number(number)
            key = bare if parent is None or "-" in bare else f"{self._stems.get(parent.key, parent.key)}-{bare}"
        else:
            key = fold(title or "")[:40] or "項目"
        if key in self.nodes:
            self.repeated.append((number or title or key, line))
        count, stem = 1, key
        while key in self.nodes:
            count += 1
            key = f"{stem}-{count}"
        return key


def _parts(texts: Sequence[str], given: bool) -> tuple[str | None, str | None]:
    if len(texts) > 1:
        title = " ".join(texts[1:])
        return texts[0], None if is_dash(title) else title
    text = " ".join(texts[0].split("\n"))
    if given:
        return None, None if is_dash(text) else text
    heading = heading_of(text)
    if heading is not None and heading.title:
        return heading.number, heading.title
    return split_number(text) or (None, text)
