"""One returned cell beside the plan: what it was when the sheet was made, what it is now, and what was typed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, cast

from banso.domain.address import NO_YEAR, address_of, split
from banso.domain.diff import Change, Difference, apply
from banso.domain.difference_json import load_changes
from banso.domain.document import Actual, PlanDocument, Text, TextKind
from banso.domain.edits.reports import write_text
from banso.domain.edits.results import enter_actual
from banso.domain.printed_figures import printed_actual
from banso.models import Entry, EntryPlace, Import, Plan
from banso.models.history import BESIDE

Fact = Actual | Text
Owner = Literal["indicator", "node"]
"""What a fact belongs to: a text of an indicator and one of an element may have the same address."""


@dataclass(frozen=True, slots=True)
class Later:
    """A change of a fact after a revision: by whom and when; ``returned`` by whose 依頼シート it came, "" otherwise."""

    number: int
    change: Change
    who: str
    at: datetime
    returned: frozenset[str]


class Cells:
    """The cells of a plan by address: what stands now, what stood at an earlier revision, what typing gives."""

    def __init__(self, plan: Plan, document: PlanDocument, addresses: Iterable[str], since: int) -> None:
        self._document = replace(document, **_emptied())
        self._indicators = {each.key: each for each in document.indicators}
        self._nodes = {each.key: each for each in document.nodes}
        wanted = set(addresses)
        self._now: dict[tuple[str, Owner], Fact] = {
            (address, _owner(item)): item
            for items in (document.actuals, document.texts)
            for item in items
            if (address := address_of(item)) in wanted
        }
        self._later = _later(plan, wanted, since)

    def now(self, address: str, of: Owner) -> Fact | None:
        """What stands in the plan."""
        return self._now.get((address, of))

    def later(self, address: str, revision: int) -> tuple[Later, ...]:
        """What changed the fact after the revision, the oldest first."""
        return tuple(each for each in self._later.get(address, ()) if each.number > revision)

    def then(self, address: str, of: Owner, revision: int) -> Fact | None:
        """What stood when the plan was at that revision."""
        item = self._now.get((address, of))
        name = "actuals" if address.startswith("actual/") else "texts"
        stood: dict[str, Any] = {name: (item,) if item else ()}
        document = PlanDocument(**stood)
        for each in reversed(self.later(address, revision)):
            try:
                document = apply(document, Difference(changes=(each.change.reversed(),)))
            except ValueError:
                return item
        items: tuple[Any, ...] = getattr(document, name)
        return items[0] if items else None

    def typed(self, address: str, of: Owner, text: str, old: Fact | None) -> Fact | None:
        """The fact after typing the text over ``old``. Raises EditRefused as typing on the screen does."""
        kind, key, year, *rest = split(address)
        document = replace(
            self._document,
            indicators=tuple(filter(None, [self._indicators.get(key)])),
            nodes=tuple(filter(None, [self._nodes.get(key)])),
            actuals=(old,) if isinstance(old, Actual) else (),
            texts=(old,) if isinstance(old, Text) else (),
        )
        if kind == "actual":
            made = enter_actual(document, indicator=key, year=int(year), text=text)
            return made.actuals[0] if made.actuals else None
        wrote = write_text(
            document,
            node=key if of == "node" else None,
            indicator=key if of == "indicator" else None,
            year=None if year == NO_YEAR else int(year),
            kind=_kind(rest[0]),
            heading=old.heading if isinstance(old, Text) else _heading(rest),
            order=old.order if isinstance(old, Text) else _order(rest),
            text=text,
        )
        return wrote.texts[0] if wrote.texts else None


def same(one: Fact | None, other: Fact | None) -> bool:
    """Whether two facts say the same, wherever they came from; blanks at the ends of lines say nothing."""
    return _plain(shown(one)) == _plain(shown(other))


def shown(fact: Fact | None) -> str:
    """The fact as it is printed; "" for nothing."""
    return fact.text if isinstance(fact, Text) else printed_actual(fact)


def _plain(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.replace("\r", "").split("\n")).strip()


def _owner(item: Fact) -> Owner:
    return "indicator" if item.indicator is not None else "node"


def _later(plan: Plan, addresses: set[str], since: int) -> dict[str, list[Later]]:
    found: dict[str, list[Later]] = defaultdict(list)
    touched = EntryPlace.objects.filter(plan=plan, number__gt=since).exclude(fields=BESIDE)
    numbers = {
        number for number, address in touched.values_list("number", "fact_address").iterator() if address in addresses
    }
    entries = Entry.objects.filter(plan=plan, number__in=numbers).order_by("number")
    senders: dict[int, frozenset[str]] = {
        record.entry_id: frozenset(each.get("contributor", "") for each in record.returns)
        for record in Import.objects.filter(plan=plan, asked_year__isnull=False).only("entry_id", "returns")
        if record.entry_id is not None
    }
    for entry in entries:
        for change in load_changes(entry.difference, addresses):
            returned = senders.get(entry.pk, frozenset())
            found[change.address].append(Later(entry.number, change, entry.actor_name, entry.at, returned))
    return found


def _emptied() -> dict[str, Any]:
    names = ("indicators", "nodes", "groups", "roadmap", "placements", "targets", "actuals", "judgements", "decisions")
    return dict.fromkeys((*names, "texts", "notes", "budgets", "events", "tables", "totals", "rule_sets"), ())


def _kind(text: str) -> TextKind:
    return cast(TextKind, text)  # only addresses that the sheet itself asks for come here


def _heading(rest: list[str]) -> str | None:
    behind = rest[1:]
    return behind[0] if len(behind) == 2 or (behind and not behind[0].isdecimal()) else None


def _order(rest: list[str]) -> int | None:
    return int(rest[-1]) if len(rest) > 1 and rest[-1].isdecimal() else None
