"""Reading history: the deeds of a plan, those at one fact, and whether the chain still holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from banso.domain.diff import Change
from banso.domain.difference_json import load_beginning, load_changes
from banso.domain.difference_words import Described, described
from banso.domain.place_words import Places
from banso.models import BESIDE, BESIDE_DEEDS, Entry, EntryPlace, Person, Plan
from banso.queries.documents import document_of


@dataclass(frozen=True, slots=True)
class Day:
    """The deeds of one day, newest first."""

    day: date
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An entry with both sides of what it changed: ``rows`` are of the first ``shown`` of its ``count`` changes."""

    entry: Entry
    rows: tuple[Described, ...]
    shown: int
    count: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether the history is whole: how many entries were looked at, and the first that does not fit."""

    entries: int
    broken: Entry | None


def entries_of(plan: Plan, *, query: str = "", facts: Sequence[str] = ()) -> QuerySet[Entry]:
    """The plan's deeds, newest first; narrowed to sentences, names and reasons with the words, and to these facts.

    A fact is named by its own address or its item's (``target/2-3/2023/amount`` is part of ``target/2-3/2023``). What an
    entry changed is not loaded with it, since an import changes thousands of facts.
    """
    entries = Entry.objects.filter(plan=plan).select_related("undone_by").order_by("-number")
    entries = entries.defer("difference", "undone_by__difference")
    for word in query.split():
        entries = entries.filter(Q(summary__icontains=word) | Q(actor_name__icontains=word) | Q(reason__icontains=word))
    if facts:
        places = EntryPlace.objects.filter(plan=plan)
        exact = places.filter(fact_address__in=facts)
        if not exact.exclude(fields=BESIDE).exists():
            # What concerns the field alone (a file at it) stands among what concerns its item.
            exact = places.filter(fact_address__in=[*facts, *(item for fact in facts for item in _items(fact))])
        entries = entries.filter(number__in=exact.values("number"))
    return entries


def entries_at(plan: Plan, facts: Sequence[str], limit: int = 10) -> tuple[Entry, ...]:
    """The latest deeds at any of the facts, as they are shown beside the thing they concern."""
    return tuple(entries_of(plan, facts=facts)[:limit]) if facts else ()


def changes_at(plan: Plan, address: str) -> tuple[Change, ...]:
    """What the plan's deeds have changed at an item since the plan was made, newest first."""
    entries = Entry.objects.filter(plan=plan, number__gt=CREATION, places__fact_address=address).order_by("-number")
    texts = entries.values_list("difference", flat=True)
    return tuple(change for text in texts for change in load_changes(text, {address}))


CREATION = 1
"""The number of the entry by which a plan was made."""


def last_own(plan: Plan, person: Person) -> Entry | None:
    """The person's last deed on the plan that still stands and can be taken back."""
    mine = Entry.objects.filter(plan=plan, actor=person, undoes=None, undone_by=None)
    return mine.exclude(deed__in=BESIDE_DEEDS).order_by("-number").first()


def by_day(entries: Iterable[Entry]) -> tuple[Day, ...]:
    """The entries in the days of the office's own time zone, in the order given."""
    days: dict[date, list[Entry]] = {}
    for entry in entries:
        days.setdefault(timezone.localdate(entry.at), []).append(entry)
    return tuple(Day(day, tuple(found)) for day, found in days.items())


def place_name(plan: Plan, fact: str) -> str:
    """What a fact's address means, in the words of the office."""
    return Places(document_of(plan)).at(fact)


def told(entry: Entry, plan: Plan, limit: int) -> Told:
    """The first ``limit`` changes of the entry, old and new side by side, in the names the plan has now."""
    difference, count = load_beginning(entry.difference, limit)
    return Told(entry, described(difference, document_of(plan)), min(limit, count), count)


def seal(entry: Entry) -> str:
    """The digest of an entry: what it is, who did it when, the digest of its difference, and the entry before it."""
    moment: datetime = entry.at
    parts = [
        str(entry.plan.uid),
        entry.number,
        moment.astimezone(UTC).isoformat(),
        entry.actor_name,
        entry.deed,
        entry.summary,
        entry.reason,
        entry.difference_digest,
        entry.previous,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def broken_links(plan: Plan) -> Iterator[Entry]:
    """Entries whose digest, difference or place in the chain no longer fits: none in an untouched history."""
    previous = ""
    for number, entry in enumerate(Entry.objects.filter(plan=plan).order_by("number").iterator(), start=1):
        entry.plan = plan
        whole = hashlib.sha256(entry.difference.encode()).hexdigest() == entry.difference_digest
        if not whole or entry.number != number or entry.previous != previous or entry.digest != seal(entry):
            yield entry
        previous = entry.digest


def chain_of(plan: Plan) -> Chain:
    """The whole chain, looked at link by link, its last link against the plan's own digest."""
    broken = next(broken_links(plan), None)
    count = Entry.objects.filter(plan=plan).count()
    if broken is None:
        last = Entry.objects.filter(plan=plan).order_by("-number").first()
        if last is not None and (last.number != plan.revision or last.digest != plan.digest):
            broken = last
    return Chain(count, broken)


def _items(fact: str) -> list[str]:
    """The addresses of the items that the fact may be a field of: an entry's places name items."""
    parts = fact.split("/")
    return ["/".join(parts[:length]) for length in range(2, len(parts))]
