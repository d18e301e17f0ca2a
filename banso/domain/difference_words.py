"""What changed between two versions of a plan, in the words of the office, old and new side by side.

Import preview, history, undo and messages about conflicting edits speak with these words. No code word of the plan
document reaches a reader (``document_words`` has a word for each list, field and closed value).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from banso.domain import document as doc
from banso.domain.address import addressed, join
from banso.domain.diff import Change, Difference
from banso.domain.document import PlanDocument
from banso.domain.document_words import LIST_WORDS, field_word
from banso.domain.item import Item
from banso.domain.item_types import item_types
from banso.domain.place_words import Places
from banso.domain.quantity import QUANTITY_FIELDS, STATE_LABELS, Quantity
from banso.domain.value_words import ValueWords

Kind = Literal["追加", "変更", "削除"]
_KINDS: Mapping[str, Kind] = {"added": "追加", "changed": "変更", "removed": "削除"}
_CONTENTS = (doc.Target, doc.Actual, doc.Text, doc.Judgement, doc.Decision, doc.Budget, doc.RoadmapStep, doc.Note)
"""Items that are the content of their place, so that they are written into it rather than added to the plan."""

VALUE = "値"
WHOLE = "全体"
SHOWN = 60
"""Letters of a value that a sentence shows."""
_MOVED = 6


@dataclass(frozen=True, slots=True)
class Described:
    """One change to show in a table: what was done, where, which field, and both sides ("" is blank)."""

    kind: Kind
    place: str
    field: str
    before: str
    after: str
    address: str


def sentence(change: Change, old: PlanDocument, new: PlanDocument | None = None) -> str:
    """The change as one Japanese sentence. ``new`` gives the names of things that ``old`` does not have."""
    return DifferenceWords(old, new, more=(*change.before, *change.after)).sentence(change)


def described(difference: Difference, old: PlanDocument) -> tuple[Described, ...]:
    """Every change of the difference, each field by itself, with old and new in words; the order of lists comes last."""
    more = [item for change in difference.changes for item in (*change.before, *change.after)]
    return DifferenceWords(old, more=more).described(difference)


def overview(difference: Difference) -> str:
    """How much a difference changes, in one line: 実績12件を変更、文章2件を追加. Empty where nothing changes."""
    counts = Counter((change.list, _KINDS[change.kind]) for change in difference.changes)
    parts = [f"{LIST_WORDS[name]}{count}件を{kind}" for (name, kind), count in counts.items()]
    parts += [f"{LIST_WORDS[name]}を並べ替え" for name in difference.moves]
    return "、".join(parts)


class DifferenceWords:
    """Words for many changes of one plan, so that its names are gathered once."""

    def __init__(
        self,
        old: PlanDocument,
        new: PlanDocument | None = None,
        *,
        more: tuple[Item, ...] | list[Item] = (),
        year_style: str = "2023年度",
    ) -> None:
        documents = (old,) if new is None else (old, new)
        self.places = Places(*documents, more=more, year_style=year_style)
        self._values = ValueWords(self.places)
        self._documents = documents
        self._made: dict[tuple[int, str], dict[str, tuple[Item, ...]]] = {}

    def sentence(self, change: Change) -> str:
        """The change as one sentence: where, what, from what to what."""
        parts = self.of_change(change)
        if not parts:
            return f"{self.places.at(change.address)}に変更はありません。"
        first = parts[0]
        if not change.fields:
            return self._whole(change, first)
        told = "、".join(self._told(part) for part in parts)
        # A fact that has one value is changed itself, not a field of it.
        itself = len(parts) == 1 and (first.field == VALUE or first.address.endswith("/text"))
        content = change.list in ("targets", "actuals", "budgets", "texts")
        field = "" if itself and content else f"の{first.field}"
        if change.list == "plan":  # its own facts are named after it: 計画の終了年度
            return f"{'、'.join(self._told(part) for part in parts)}変更しました。"
        return f"{first.place}{field}を{told.removeprefix(f'{first.field}を')}変更しました。"

    def described(self, difference: Difference) -> tuple[Described, ...]:
        """Every change of the difference as rows of a table."""
        rows = [row for change in difference.changes for row in self.of_change(change)]
        rows += [self._order(name, before, after) for name, (before, after) in difference.moves.items()]
        before, after = difference.scopes
        if before != after:
            words = [self._values.of_field("PlanDocument", "scope", scope) for scope in (before, after)]
            rows.append(Described("変更", LIST_WORDS["plan"], LIST_WORDS["scope"], words[0], words[1], "plan/scope"))
        return tuple(rows)

    def of_change(self, change: Change) -> tuple[Described, ...]:
        """The rows of one change: one per field, the parts of a quantity together."""
        if change.list == "plan":
            return tuple(self._plan_field(name, *sides) for name, sides in change.fields.items())
        if not change.fields:
            item = (change.after or change.before)[0]
            place = self._level(change.address, item) if isinstance(item, doc.Level) else self.places.of(item)
            before, after = ("／".join(map(self._values.summary, items)) for items in (change.before, change.after))
            return (Described(_KINDS[change.kind], place, WHOLE, before, after, change.address),)
        versions = self._versions(change)
        if versions is None:
            return self._fields(change, self.places.at(change.address), None, None)
        old, new = versions
        place = self._level(change.address, old) if isinstance(old, doc.Level) else self.places.of(old)
        return self._fields(change, place, old, new)

    def _fields(self, change: Change, place: str, old: Item | None, new: Item | None) -> tuple[Described, ...]:
        kind = item_types()[change.list].__name__
        rows = []
        names = list(change.fields)
        if issubclass(item_types()[change.list], Quantity):
            of_quantity = [name for name in names if name in QUANTITY_FIELDS]
            if of_quantity:
                before, after = self._quantities(change, old, new)
                if before != after:
                    rows.append(Described("変更", place, VALUE, before, after, join_field(change.address, of_quantity)))
                    names = [name for name in names if name not in QUANTITY_FIELDS]
        for name in names:
            sides = change.fields[name]
            before, after = self._sides(kind, name, sides, (old, new))
            address = f"{change.address}/{name.removesuffix('_')}"
            rows.append(Described("変更", place, field_word(kind, name), before, after, address))
        return tuple(rows)

    def _sides(
        self, kind: str, name: str, sides: tuple[Any, Any], items: tuple[Item | None, Item | None]
    ) -> tuple[str, str]:
        if kind == "Table" and name == "rows":
            return _rows(*sides)
        before, after = (self._values.of_field(kind, name, side, item) for side, item in zip(sides, items, strict=True))
        # Two values may read alike (a heading with no words and none): both sides must still differ.
        return (before, after) if before != after else (before or "空欄", f"{after or '空欄'}（内容は別）")

    def _quantities(self, change: Change, old: Item | None, new: Item | None) -> tuple[str, str]:
        if isinstance(old, Quantity) and isinstance(new, Quantity):
            return self._values.quantity(old), self._values.quantity(new)
        return _loose(change, 0), _loose(change, 1)

    def _plan_field(self, name: str, before: Any, after: Any) -> Described:
        words = [self._values.of_field("PlanDocument", name, side) for side in (before, after)]
        field = field_word("PlanDocument", name)
        return Described("変更", LIST_WORDS["plan"], field, words[0], words[1], join("plan", name))

    def _whole(self, change: Change, row: Described) -> str:
        items = change.after or change.before
        content = isinstance(items[0], _CONTENTS)
        if row.kind == "変更":
            return f"{row.place}を「{_short(row.before)}」から「{_short(row.after)}」に変更しました。"
        value = _short(row.after or row.before)
        if not value:
            return f"{row.place}を{row.kind}しました。"
        if content and row.kind == "追加":
            return f"{row.place}に「{value}」を入れました。"
        return f"{row.place}を{row.kind}しました（{'内容' if content else '内訳'}：{value}）。"

    def _told(self, row: Described) -> str:
        before, after = _short(row.before), _short(row.after)
        if row.before and row.after:
            return f"{row.field}を「{before}」から「{after}」に"
        if row.after:
            return f"{row.field}を「{after}」（変更前は空欄）に"
        return f"{row.field}を空欄（変更前は「{before}」）に"

    def _order(self, name: str, before: tuple[str, ...], after: tuple[str, ...]) -> Described:
        """The things that stand elsewhere, in their order before and after."""
        old = [address for address in before if address in set(after)]
        new = [address for address in after if address in set(before)]
        moved = {address for one, two in zip(old, new, strict=True) if one != two for address in (one, two)}
        sides = []
        for order in (old, new):
            names = [self.places.at(address) for address in order if address in moved]
            more = f" ほか{len(names) - _MOVED}件" if len(names) > _MOVED else ""
            sides.append("、".join(names[:_MOVED]) + more)
        return Described("変更", LIST_WORDS[name], "並び順", sides[0], sides[1], "plan")

    def _level(self, address: str, level: doc.Level) -> str:
        return f"第{int(address.rpartition('/')[2]) + 1}階層「{level.name}」"

    def _versions(self, change: Change) -> tuple[Item, Item] | None:
        """The item before and after a change of fields; None where it is gone or was edited so that neither fits."""
        sides = [{name: values[side] for name, values in change.fields.items()} for side in (0, 1)]
        for version in range(len(self._documents)):
            found = self._addressed(version, change.list).get(change.address, ())
            if len(found) == 1:
                try:
                    return replace(found[0], **sides[0]), replace(found[0], **sides[1])
                except ValueError:
                    continue
        return None

    def _addressed(self, version: int, name: str) -> dict[str, tuple[Item, ...]]:
        if (version, name) not in self._made:
            self._made[version, name] = addressed(name, getattr(self._documents[version], name))
        return self._made[version, name]


def join_field(address: str, names: list[str]) -> str:
    """The address of a quantity's fact: that of its amount, state or value, whichever changed."""
    return f"{address}/{names[0]}"


def _rows(before: tuple[tuple[str, ...], ...], after: tuple[tuple[str, ...], ...]) -> tuple[str, str]:
    """Only the rows of a table that are not in the other version."""
    sides = []
    for rows, others in ((before, after), (after, before)):
        sides.append("／".join("、".join(row) for row in rows if row not in others))
    if sides[0] == sides[1]:
        return "元の行の順", "新しい行の順"
    return sides[0], sides[1]


def _loose(change: Change, side: int) -> str:
    """A quantity of which only the changed parts are known."""
    parts = {name: sides[side] for name, sides in change.fields.items() if name in QUANTITY_FIELDS}
    state = parts.get("state")
    if parts.get("printed") is not None:
        return str(parts["printed"])
    if parts.get("amount") is not None:
        return f"{parts['amount']:,f}"
    if state is not None:
        return STATE_LABELS[state]
    return str(parts.get("value") or "")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[:SHOWN] + "…"
