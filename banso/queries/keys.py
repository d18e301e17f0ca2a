"""Keys that a plan has ever given: a key is identity, so one that was removed is not given again."""

from __future__ import annotations

from banso.domain.address import split
from banso.models import EntryPlace, Plan

KINDS = ("node", "group", "indicator")


def keys_given(plan: Plan, kind: str) -> frozenset[str]:
    """All keys of nodes, groups or indicators (``kind``) that the plan's history knows, removed ones included."""
    places = EntryPlace.objects.filter(plan=plan, fact_address__startswith=f"{kind}/").values_list(
        "fact_address", flat=True
    )
    return frozenset(split(address)[1] for address in places.distinct())
