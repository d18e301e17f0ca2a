"""What each column of the list holds: levels from top to deepest, vocabularies, texts.

Headings decide first; the contents decide what headings leave open: which level lies above which, and whether a column
of other words holds short terms (a vocabulary) or sentences (a paragraph of its own).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from banso.domain.amounts import parse_amount
from banso.domain.numbering import split_number
from banso.domain.text import fold, is_dash, is_reprise_mark
from banso.sheets.action_list.headings import Heading, Role, family_rank, is_level_word, level_name
from banso.sheets.action_list.table import Table
from banso.sheets.action_list.terms import split_terms

LONGEST_TERM = 15
"""Characters of the longest word that still counts as a term of a vocabulary."""
_PATH = re.compile(r"[0-9０-９①-⑳Ⅰ-Ⅻ]{1,2}(?:[-－‐–.．][0-9０-９①-⑳a-zア-ワ()（）]{1,4})+")
_ACTION_WORDS = ("取組", "事業", "アクション", "活動", "プロジェクト", "項目")


@dataclass(frozen=True, slots=True)
class LevelColumns:
    """The columns of one level: its ``number`` (code) and its ``title``; ``numbered`` titles begin with the number."""

    name: str
    base: str
    number: int | None = None
    title: int | None = None
    numbered: bool = False

    @property
    def columns(self) -> tuple[int, ...]:
        """Its columns that exist."""
        return tuple(column for column in (self.number, self.title) if column is not None)


@dataclass(slots=True)
class Layout:
    """The meaning of the list's columns, by their numbers in the table."""

    levels: list[LevelColumns] = field(default_factory=list)
    single: dict[Role, int] = field(default_factory=dict)
    short: int | None = None
    text: int | None = None
    upper_texts: dict[int, int] = field(default_factory=dict)
    related: int | None = None
    vocabularies: dict[int, str] = field(default_factory=dict)
    paragraphs: dict[int, str] = field(default_factory=dict)

    @property
    def deepest(self) -> LevelColumns:
        """The level whose rows the list has."""
        return self.levels[-1]

    @property
    def action_columns(self) -> tuple[int, ...]:
        """The columns that say which action a row is about."""
        own = (self.single.get("order"), *self.deepest.columns, self.short, self.text)
        return tuple(column for column in own if column is not None)

    @property
    def tree_columns(self) -> tuple[int, ...]:
        """The columns of all levels."""
        upper = (column for level in self.levels for column in level.columns)
        return tuple(dict.fromkeys((*upper, *self.action_columns)))


def layout_of(table: Table) -> Layout:
    """The layout of a table by its headings and contents."""
    table = replace(table, rows=[row for row in table.rows if not row.above])
    layout = Layout()
    open_columns: list[int] = []
    names: dict[int, Heading] = {}
    numbers: dict[int, Heading] = {}
    shorts: dict[int, Heading] = {}
    contents: dict[int, Heading] = {}
    kinds = {"name": names, "number": numbers, "short": shorts, "content": contents}
    for column, heading in enumerate(_paired(table.columns)):
        if heading.role in kinds:
            kinds[heading.role][column] = heading
        elif heading.role == "other":
            open_columns.append(column)
        elif heading.role == "indicator" and "indicator" in layout.single:
            layout.related = column if layout.related is None else layout.related
        elif heading.role not in layout.single:
            layout.single[heading.role] = column
        else:
            open_columns.append(column)
    _nameless_number(table, layout, numbers)
    demoted = _not_levels(table, names, numbers, shorts, contents)
    open_columns += demoted
    chosen = {column: heading for column, heading in names.items() if column not in demoted}
    layout.levels = _levels(table, chosen, numbers, contents, open_columns, layout.single.get("order"))
    _texts(layout, shorts, contents, open_columns)
    used = {column for level in layout.levels for column in level.columns} | {layout.single.get("order")}
    open_columns += [column for column in numbers if column not in used]
    for column in sorted(column for column in open_columns if column not in used):
        _open_column(table, layout, column)
    layout.levels = [_with_numbered(table, level) for level in layout.levels]
    return layout


def values(table: Table, column: int) -> list[str]:
    """All texts printed in a column, from top to bottom."""
    return [row.own(column) for row in table.rows if row.own(column)]


def _paired(headings: list[Heading]) -> list[Heading]:
    """The headings, where any word that has its own code column (地区コード + 地区) names a level."""
    words = {heading.base for heading in headings if heading.role == "other" and heading.base == fold(heading.name)}
    paired = {heading.base for heading in headings if heading.role == "other" and heading.base != fold(heading.name)}
    both = words & paired
    result = []
    for heading in headings:
        if heading.role == "other" and heading.base in both:
            heading = replace(heading, role="name" if heading.base == fold(heading.name) else "number")
        result.append(heading)
    return result


def _nameless_number(table: Table, layout: Layout, numbers: dict[int, Heading]) -> None:
    """A column headed 番号 alone is the running number where it runs through, else the code of the action."""
    for column, heading in list(numbers.items()):
        if heading.base or "order" in layout.single:
            continue
        found = values(table, column)
        if found and all(value.isdigit() for value in found) and len(set(found)) == len(found):
            layout.single["order"] = column
            del numbers[column]


def _not_levels(table: Table, names: dict[int, Heading], *partners: dict[int, Heading]) -> list[int]:
    """Columns whose heading could name a level but whose contents do not: marks, or words beside the form's own levels."""
    bases = {heading.base for part in partners for heading in part.values()}
    loose = [column for column, heading in names.items() if heading.base not in bases]
    found = [column for column in loose if all(len(value) <= 2 for value in values(table, column))]
    if any(family_rank(heading.base) is not None for heading in names.values()):
        others = [column for column, heading in names.items() if family_rank(heading.base) is None]
        keep = [column for column in others if column not in loose] or others[:1]
        found += [column for column in others if column not in keep and column not in found]
    return found if len(found) < len(names) else found[1:]


def _levels(
    table: Table,
    names: dict[int, Heading],
    numbers: dict[int, Heading],
    contents: dict[int, Heading],
    open_columns: list[int],
    order: int | None,
) -> list[LevelColumns]:
    levels = []
    for column, heading in names.items():
        number = next((other for other, code in numbers.items() if code.base == heading.base), None)
        levels.append(LevelColumns(level_name(heading.name), heading.base, number, column))
    bases = {level.base for level in levels}
    for column, heading in numbers.items():
        if heading.base and heading.base not in bases and is_level_word(heading.base):
            levels.append(LevelColumns(level_name(heading.base), heading.base, column, None))
            bases.add(heading.base)
    levels = _from_top(table, levels)
    for column, heading in list(contents.items()):
        own_word = heading.base.endswith(_ACTION_WORDS) and heading.base not in bases
        if own_word and (not levels or _repeats(table, levels, column, order)):
            levels.append(LevelColumns(level_name(heading.base), heading.base, None, column))
            del contents[column]
            break
    nameless = next((column for column, heading in numbers.items() if not heading.base), None)
    if nameless is None:
        nameless = next((column for column in open_columns if _are_paths(values(table, column))), None)
    if nameless is not None and levels and levels[-1].number is None:
        levels[-1] = replace(levels[-1], number=nameless)
    return levels


def _are_paths(cells: list[str]) -> bool:
    """Whether a column of any other heading (体系) holds the numbers of the rows: 1-1-1, 1-1-2, each once."""
    return bool(cells) and len(set(cells)) == len(cells) and all(_PATH.fullmatch(cell) for cell in cells)


def _repeats(table: Table, levels: list[LevelColumns], column: int, order: int | None) -> bool:
    """Whether rows of the same path differ in this column, so that it names what the rows are about.

    Where the list numbers its rows, a row without number goes on with the one above and is no row of its own.
    """
    seen: dict[tuple[str, ...], str] = {}
    for row, *path in zip(table.rows, *(_filled(table, level) for level in levels), strict=True):
        own = row.own(column) if order is None or row.own(order) else ""
        if own and seen.setdefault(tuple(path), own) != own:
            return True
    return False


def _from_top(table: Table, levels: list[LevelColumns]) -> list[LevelColumns]:
    """The levels from top to deepest: as numbered (体系分類1, 2), else as the columns stand unless contents forbid it."""
    ranks = {level.base: family_rank(level.base) for level in levels}
    if any(rank is not None for rank in ranks.values()):
        return sorted(levels, key=lambda level: ranks[level.base] or 10**6)
    filled = {level.base: _filled(table, level) for level in levels}
    ordered = sorted(levels, key=lambda level: min(level.columns))
    for _ in ordered:
        for index in range(len(ordered) - 1):
            left, right = filled[ordered[index].base], filled[ordered[index + 1].base]
            if _determines(left, right) and not _determines(right, left):
                ordered[index], ordered[index + 1] = ordered[index + 1], ordered[index]
    return ordered


def _filled(table: Table, level: LevelColumns) -> list[str]:
    found: list[str] = []
    for row in table.rows:
        own = "/".join(fold(row.texts.get(column, "")) for column in level.columns)
        found.append(own if own.strip("/") else (found[-1] if found else ""))
    return found


def _determines(one: list[str], other: list[str]) -> bool:
    """Whether each value of one column stands with a single value of the other."""
    seen: dict[str, str] = {}
    return all(seen.setdefault(left, right) == right for left, right in zip(one, other, strict=True))


def _texts(layout: Layout, shorts: dict[int, Heading], contents: dict[int, Heading], rest: list[int]) -> None:
    """Ties short names and long texts to their level: 取組 + 取組略称 are text and title, 事業 + 事業内容 title and text."""
    bases = {level.base: index for index, level in enumerate(layout.levels)}
    deepest = len(layout.levels) - 1
    for column, heading in shorts.items():
        if bases.get(heading.base, deepest) == deepest and layout.short is None:
            layout.short, layout.text = column, layout.deepest.title
        else:
            rest.append(column)
    for column, heading in contents.items():
        level = bases.get(heading.base, deepest)
        if level == deepest and layout.text is None:
            layout.text = column
        elif level != deepest and level not in layout.upper_texts:
            layout.upper_texts[level] = column
        else:
            rest.append(column)
    if layout.short is not None:
        layout.levels[-1] = replace(layout.levels[-1], title=layout.short)


def _open_column(table: Table, layout: Layout, column: int) -> None:
    found = values(table, column)
    if not found:
        return
    name = table.columns[column].name
    if _are_terms(found):
        layout.vocabularies[column] = name
    else:
        layout.paragraphs[column] = name


def _are_terms(cells: Iterable[str]) -> bool:
    """Whether cells hold short words to choose from, no sentences and no amounts."""
    words = [cell for cell in cells if not is_dash(cell) and not is_reprise_mark(cell)]
    if words and all(parse_amount(word).unit is not None or word.replace(",", "").isdigit() for word in words):
        return False
    terms = [term for word in words for term in split_terms(word)]
    return all(len(term) <= LONGEST_TERM and not term.endswith("。") for term in terms)


def _with_numbered(table: Table, level: LevelColumns) -> LevelColumns:
    """The level, noting whether its titles carry their number: ``(1) 創業の促進``."""
    if level.number is not None or level.title is None:
        return level
    titles = [title for title in values(table, level.title) if not is_dash(title) and not is_reprise_mark(title)]
    numbered = sum(split_number(title) is not None for title in titles)
    return replace(level, numbered=bool(titles) and numbered * 10 >= len(titles) * 9)
