"""Where in a plan something stands, in words: 「2-③ 施策名」の2023年度 実績（相談件数）, for any item and any address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain
from typing import TypeVar, cast

from banso.domain import document as doc
from banso.domain.address import LISTS, NO_YEAR, address_of, addressed, join, split
from banso.domain.document import Indicator, Node, PlanDocument
from banso.domain.document_words import LIST_WORDS, TEXT_KIND_WORDS, VALUE_WORDS, field_word, period_words
from banso.domain.item import Item
from banso.domain.placing import homes
from banso.domain.quantity import QUANTITY_FIELDS
from banso.domain.rule_set import RuleSet
from banso.domain.years import format_fiscal_year

_LIST_OF = {
    "organization": "organizations",
    "level": "levels",
    "vocabulary": "vocabularies",
    "node": "nodes",
    "group": "groups",
    "roadmap": "roadmap",
    "indicator": "indicators",
    "placement": "placements",
    "target": "targets",
    "actual": "actuals",
    "judgement": "judgements",
    "decision": "decisions",
    "text": "texts",
    "note": "notes",
    "budget": "budgets",
    "event": "events",
    "table": "tables",
    "total": "totals",
    "rule-set": "rule_sets",
}
_NAME_LENGTH = 30

ItemT = TypeVar("ItemT", bound=Item)


class Places:
    """The names that one plan, or several versions of it, give to things; of two names the first version's counts.

    ``year_style`` is an example of how the body writes a fiscal year (2023年度, 令和5年度). ``more`` are items that are
    in none of the documents, such as those a difference adds.
    """

    def __init__(self, *documents: PlanDocument, more: Iterable[Item] = (), year_style: str = "2023年度") -> None:
        self._documents = documents
        self._more = tuple(more)
        self._year_style = year_style

    def of(self, item: Item) -> str:
        """Where an item of the document stands and what it is."""
        match item:
            case doc.Organization() | doc.Level() | doc.Vocabulary():
                return f"{_WORD_OF[type(item)]}「{item.name}」"
            case doc.Node():
                return f"{self.level(item.level, '項目')}{self.node(item.key)}"
            case doc.Group():
                return f"{self.node(item.node)}のシートの行「{item.title or item.key}」"
            case doc.RoadmapStep():
                owner = self.group(item.group) if item.group else self.node(item.node)
                return f"{owner}のロードマップ{item.line}段目"
            case Indicator():
                return self.indicator(item.key)
            case doc.Placement():
                return f"{self.node(item.node)}に載る{self.indicator(item.indicator)}"
            case doc.Target():
                return self._of_indicator(item.indicator, None if item.final else item.year, _target_word(item))
            case doc.Actual():
                period = f"{period_words(item.period)}の" if item.period else ""
                return self._of_indicator(item.indicator, item.year, f"{period}実績")
            case doc.Judgement():
                word = VALUE_WORDS["Judgement.kind"][item.kind] + (f"・{item.by}" if item.by else "")
                if item.indicator is not None:
                    return self._of_indicator(item.indicator, item.year, word)
                return f"{self.node(item.node)}の{self.year(item.year)} {word}"
            case doc.Decision():
                return f"{self.node(item.node)}の{self.year(item.year)} {item.vocabulary}"
            case doc.Text():
                return self._of_text(item)
            case doc.Note():
                return f"注「{item.mark}」"
            case doc.Budget():
                stage = VALUE_WORDS["Budget.stage"][item.stage]
                return f"{self.node(item.node)}の{self.year(item.year)} {stage}（{item.item}）"
            case doc.Event():
                return f"{self.node(item.node)}の催し「{item.name}」"
            case doc.Table():
                return f"表「{item.title or item.key}」"
            case doc.Total():
                where = "・".join(self.node(value) if name == "node" else value for name, value in item.where.items())
                level = self.level(item.level, "") if item.level is not None else ""
                told = "、".join(part for part in (level, where) if part)
                return f"集計「{item.label}」" + (f"（{told}）" if told else "")
            case RuleSet():
                since = f"{self.year(item.from_year)}から" if item.from_year is not None else ""
                level = self.level(item.level, "") if item.level is not None else ""
                told = "、".join(part for part in (since, level) if part)
                return "評価の決まり" + (f"（{told}）" if told else "")
            case _:
                return LIST_WORDS["plan"]

    def at(self, address: str) -> str:
        """Where an address leads; a thing that no longer exists is named by what its address tells."""
        parts = split(address)
        if parts[0] == "plan":
            return field_word("PlanDocument", parts[1]) if len(parts) > 1 and parts[1] else LIST_WORDS["plan"]
        for length in range(len(parts), 1, -1):
            item = self._items.get(join(*parts[:length]))
            if item is not None:
                return self.of(item) + self._field(item, parts[length:])
        item = _named_by(parts)
        if item is not None:
            return self.of(item)
        word = LIST_WORDS.get(_LIST_OF.get(parts[0], ""), "計画")
        return f"{word}「{parts[1]}」" if len(parts) > 1 else word

    def year(self, year: int) -> str:
        """The fiscal year as the body writes it."""
        try:
            return format_fiscal_year(year, self._year_style)
        except ValueError:  # a slip of a paper: a year before the eras
            return f"{year}年度"

    def level(self, level: int, otherwise: str | None = None) -> str:
        """The name of a level of the tree (施策)."""
        added = tuple(item for item in self._more if isinstance(item, doc.Level))
        for levels in (*(document.levels for document in self._documents), added):
            if 0 <= level < len(levels):
                return levels[level].name
        return f"第{level + 1}階層" if otherwise is None else otherwise

    def node(self, key: str | None) -> str:
        """A node in brackets: 「2-③ 施策名」."""
        node = self._nodes.get(key or "")
        if node is None:
            return f"「{key}」" if key else "計画全体"
        # A key that does not show the printed number is the machine's own and says nothing to people.
        shown = node.key if not node.number or node.number in node.key else node.number
        title = self._title(node)
        if title and not node.number:
            return f"「{title}」"
        return f"「{shown} {title}」" if title else f"「{shown}」"

    def group(self, key: str | None) -> str:
        """A row of a sheet: 「1-① 施策名」のシートの行「創業塾」."""
        group = self._groups.get(key or "")
        return self.of(group) if group is not None else f"シートの行「{key}」"

    def indicator(self, key: str) -> str:
        """An indicator with its printed code: 指標「2-3 相談件数」."""
        indicator = self._indicators.get(key)
        if indicator is None:
            return f"指標「{key}」"
        code = f"{indicator.code} " if indicator.code else ""
        return f"指標「{code}{self.indicator_name(key)}」"

    def indicator_name(self, key: str) -> str:
        """An indicator's name with what tells it apart: 補助金利用数・デジタル化支援."""
        indicator = self._indicators.get(key)
        if indicator is None:
            return key
        return f"{indicator.name}・{indicator.qualifier}" if indicator.qualifier else indicator.name

    def unit(self, key: str) -> str | None:
        """The unit of an indicator."""
        indicator = self._indicators.get(key)
        return indicator.unit if indicator is not None else None

    def _of_indicator(self, key: str, year: int | None, word: str) -> str:
        told = f"{self.year(year)} {word}" if year is not None else word
        home = self._homes.get(key)
        if home is None:
            return f"{self.indicator(key)}の{told}"
        return f"{self.node(home)}の{told}（{self.indicator_name(key)}）"

    def _of_text(self, text: doc.Text) -> str:
        owner = self.indicator(text.indicator) if text.indicator else self.node(text.node)
        word = TEXT_KIND_WORDS[text.kind] + (f"「{text.heading}」" if text.heading else "")
        place = f"（{text.order}番目）" if text.order is not None else ""
        return f"{owner}の{f'{self.year(text.year)} ' if text.year is not None else ''}{word}{place}"

    def _title(self, node: Node) -> str:
        seen: set[str] = set()
        original: Node | None = node
        while original is not None and original.key not in seen:
            if original.title:
                return original.title
            seen.add(original.key)
            original = self._nodes.get(original.reprise_of or "")
        text = " ".join((node.text or "").split())
        return text if len(text) <= _NAME_LENGTH else text[:_NAME_LENGTH] + "…"

    def _field(self, item: Item, parts: tuple[str, ...]) -> str:
        if not parts or parts[0] in QUANTITY_FIELDS or not parts[0]:
            return ""
        try:
            word = field_word(type(item).__name__, "from_" if parts[0] == "from" else parts[0])
        except KeyError:
            # Behind a table stand the column and the row.
            return "の" + "・".join(f"「{part}」" for part in parts)
        return f"の{word}" + "".join(f"「{part}」" for part in parts[1:])

    @cached_property
    def _nodes(self) -> Mapping[str, Node]:
        return {node.key: node for node in self._all("nodes", Node)}

    @cached_property
    def _groups(self) -> Mapping[str, doc.Group]:
        return {group.key: group for group in self._all("groups", doc.Group)}

    @cached_property
    def _indicators(self) -> Mapping[str, Indicator]:
        return {indicator.key: indicator for indicator in self._all("indicators", Indicator)}

    @cached_property
    def _homes(self) -> Mapping[str, str]:
        found: dict[str, str] = {}
        for document in reversed(self._documents):
            found |= homes(document.indicators, document.placements)
        added = [item for item in self._more if isinstance(item, doc.Placement)]
        return homes(self._indicators.values(), added) | found

    @cached_property
    def _items(self) -> Mapping[str, Item]:
        found: dict[str, Item] = {}
        for document in reversed(self._documents):
            for name in LISTS:
                found |= {address: items[0] for address, items in addressed(name, getattr(document, name)).items()}
        return {address_of(item): item for item in self._more if not isinstance(item, doc.Level)} | found

    def _all(self, name: str, kind: type[ItemT]) -> Iterable[ItemT]:
        """The items of one list of all versions, the first version's last so that they win."""
        known = chain.from_iterable(getattr(document, name) for document in reversed(self._documents))
        return chain((item for item in self._more if isinstance(item, kind)), known)


_WORD_OF: dict[type[Item], str] = {doc.Organization: "団体", doc.Level: "階層", doc.Vocabulary: "区分"}


def _target_word(target: doc.Target) -> str:
    return "最終目標" if target.final else "目標"


def _named_by(parts: tuple[str, ...]) -> Item | None:
    """What an address alone tells of a thing that is in no version; None where that is only its key."""
    match parts:
        case ("target", key, "final", *_):
            return doc.Target(indicator=key, final=True, state="not-set")
        case ("target", key, year, *_) if _is_number(year):
            return doc.Target(indicator=key, year=int(year), state="not-set")
        case ("actual", key, year, *rest) if _is_number(year):
            period = rest[0] if rest and rest[0] not in QUANTITY_FIELDS else None
            return doc.Actual(indicator=key, year=int(year), period=period, state="not-entered")
        case ("text", key, year, kind, *_) if kind in TEXT_KIND_WORDS and (year == NO_YEAR or _is_number(year)):
            known = cast(doc.TextKind, kind)
            return doc.Text(node=key, year=None if year == NO_YEAR else int(year), kind=known, text="")
        case ("judgement", key, year, ("flag" | "grade" | "overall") as kind, *_) if _is_number(year):
            return doc.Judgement(node=key, year=int(year), kind=kind)
        case ("decision", key, year, vocabulary, *_) if _is_number(year):
            return doc.Decision(node=key, year=int(year), vocabulary=vocabulary)
        case ("roadmap", key, line, *_) if _is_number(line):
            return doc.RoadmapStep(node=key, line=int(line), text="", first_year=0, last_year=0, span="stated")
        case ("placement", node, ("main" | "related" | "listed") as role, key, *_):
            return doc.Placement(node=node, indicator=key, role=role)
        case _:
            return None


def _is_number(text: str) -> bool:
    """Whether an address names a number there: it may have been typed by anybody."""
    return text.isdecimal() and len(text) <= 9
