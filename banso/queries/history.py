"""Reading history: the deeds of a plan, those at one fact, and whether the chain still holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from banso.models import Entry, Plan


def entries_of(plan: Plan, *, query: str = "", fact: str = "") -> QuerySet[Entry]:
    """The plan's deeds, newest first; narrowed to sentences, names and reasons with the words, and to one fact."""
    entries = Entry.objects.filter(plan=plan).select_related("undone_by").order_by("-number")
    for word in query.split():
        entries = entries.filter(Q(summary__icontains=word) | Q(actor_name__icontains=word) | Q(reason__icontains=word))
    if fact:
        entries = entries.filter(places__fact_address=fact).distinct()
    return entries


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
