"""Searching the plans a person may see: the folded words of each plan are kept for its digest, in this process.

After a start nothing is kept yet: the web process reads plan after plan beside its work (``banso.queries.ahead``), and
after an edit folds only what changed. A search reads what is still missing for as long as its ``budget`` allows and says
how many plans are unread, so that it answers quickly and never passes a part of the plans off as all of them.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from banso.domain.search import Entry, Hit, Marks, find, index, words_of
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.keeping import Kept
from banso.queries.outlines import outline_of

Pieces = tuple[tuple[str, bool], ...]
"""A text cut where its marked parts begin and end: each piece with whether it is marked."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Everything of a plan that can be found; ``all`` is their text in one piece, in which a plan is soon passed over."""

    digest: str
    entries: tuple[Entry, ...]
    all: str

    def may_hold(self, words: Sequence[str]) -> bool:
        return all(word in self.all for word in words)

    def holds(self, words: Sequence[str]) -> bool:
        return self.may_hold(words) and any(entry.rank(words) is not None for entry in self.entries)


KEPT_PLANS = 1000
"""Plans whose words are kept: one of a hundred actions takes half a megabyte."""
_KEPT: Kept[_Words] = Kept(KEPT_PLANS)


@dataclass(frozen=True, slots=True)
class Found:
    """Something found, ready to be shown. ``address`` is its fact address."""

    address: str
    kind: str
    number: str
    label: Pieces
    text: Pieces
    context: str


@dataclass(frozen=True, slots=True)
class PlanFound:
    """What was found in one plan; ``more`` tells that it holds further hits."""

    plan: Plan
    found: tuple[Found, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Results:
    """What was found, plan by plan in the order asked for; ``others`` hold the words too and are not shown.

    ``unread`` plans could not be searched within the budget.
    """

    query: str
    plans: tuple[PlanFound, ...]
    others: tuple[Plan, ...]
    unread: int

    @property
    def count(self) -> int:
        """How many hits are shown."""
        return sum(len(each.found) for each in self.plans)

    @property
    def more(self) -> bool:
        """Whether there are hits that are not shown."""
        return bool(self.others) or any(each.more for each in self.plans)


def searchable(query: str) -> bool:
    """Whether the query has any word to look for."""
    return bool(words_of(query))


def search_plans(plans: Sequence[Plan], query: str, *, each: int, limit: int, budget: float) -> Results:
    """Search the plans in their order: at most ``each`` hits of a plan and ``limit`` in all.

    ``budget`` is how many seconds may go into reading plans whose words are not kept; the first plan is always read.
    """
    words = words_of(query)
    groups: list[PlanFound] = []
    others: list[Plan] = []
    unread = 0
    for position, plan in enumerate(plans if words else ()):
        began = time.perf_counter()
        known = _words(plan, read=position == 0 or budget > 0)
        budget -= time.perf_counter() - began
        if known is None:
            unread += 1
        elif limit <= 0:
            others += [plan] * known.holds(words)
        elif known.may_hold(words):
            wanted = min(each, limit)
            hits = find(known.entries, query, limit=wanted + 1)
            if hits:
                groups.append(PlanFound(plan, tuple(map(_found, hits[:wanted])), more=len(hits) > wanted))
                limit -= len(groups[-1].found)
    return Results(query, tuple(groups), tuple(others), unread)


def pieces(text: str, marks: Marks) -> Pieces:
    """The text cut at its marks; nothing is lost and no piece is empty."""
    cut: list[tuple[str, bool]] = []
    place = 0
    for start, end in marks:
        cut += [(text[place:start], False), (text[start:end], True)]
        place = end
    cut.append((text[place:], False))
    return tuple(piece for piece in cut if piece[0])


def visible_plans(organizations: Iterable[int], first: Plan | None = None) -> tuple[Plan, ...]:
    """The plans of the organizations, the one a person works on before the others; only what a search needs."""
    plans = Plan.objects.filter(organization__in=list(organizations)).defer("scope").order_by("title", "pk")
    return tuple(sorted(plans, key=lambda plan: first is None or plan.pk != first.pk))


def words_are_kept(uid: object, digest: str) -> bool | None:
    """Whether the plan's words are kept as they are at the digest; None where they were never read."""
    kept = _KEPT.find(uid)
    return None if kept is None else kept.digest == digest


def read_words(plan: Plan) -> None:
    """Read the plan's words where they are not kept as they are now."""
    _words(plan, read=True)


def _words(plan: Plan, *, read: bool) -> _Words | None:
    kept = _KEPT.find(plan.uid)
    if kept is not None and kept.digest == plan.digest:
        return kept
    return _KEPT.keep(plan.uid, _read(plan, kept.entries if kept else ())) if read else None


def _read(plan: Plan, before: tuple[Entry, ...]) -> _Words:
    """The plan's words; while it is at hand, also what the links of its hits will need."""
    outline_of(plan)
    entries = index(document_of(plan), before)
    return _Words(plan.digest, entries, "\n".join(entry.folded for entry in entries))


def _found(hit: Hit) -> Found:
    entry = hit.entry
    return Found(
        entry.address,
        entry.kind,
        entry.number,
        pieces(entry.label, hit.label_marks),
        pieces(hit.snippet, hit.marks),
        entry.context,
    )
