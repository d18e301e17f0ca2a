"""Files kept as evidence: those of one sheet's facts, and how many stand at each fact of a plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from banso.models import Evidence, Plan


@dataclass(frozen=True, slots=True)
class EvidenceGroup:
    """A fact that can have evidence: its address, the words for it, the files it has and those taken away again."""

    address: str
    label: str
    files: tuple[Evidence, ...]
    removed: tuple[Evidence, ...]


def evidence_counts(plan: Plan) -> Mapping[str, int]:
    """How many files stand at each fact of the plan, by its address; one query."""
    return Counter(Evidence.objects.filter(plan=plan, removed_at=None).values_list("fact_address", flat=True))


def evidence_at(plan: Plan, facts: Sequence[tuple[str, str]]) -> tuple[EvidenceGroup, ...]:
    """The files at these facts (address, words for it), in the order given; one query."""
    addresses = [address for address, _ in facts]
    found: dict[str, list[Evidence]] = {}
    for each in (
        Evidence.objects.filter(plan=plan, fact_address__in=addresses).select_related("by", "removed_by").order_by("pk")
    ):
        found.setdefault(each.fact_address, []).append(each)
    return tuple(
        EvidenceGroup(
            address=address,
            label=label,
            files=tuple(each for each in found.get(address, ()) if each.removed_at is None),
            removed=tuple(each for each in found.get(address, ()) if each.removed_at is not None),
        )
        for address, label in facts
    )
