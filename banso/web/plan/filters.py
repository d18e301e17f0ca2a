"""The wishes of the plan page as an address has them, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote, urlencode

from django.http import QueryDict
from django.urls import reverse

from banso.domain.address import join, split
from banso.http import whole_number
from banso.models import Plan
from banso.queries.plan_tree import Wanted

_KEY = "~key~"
KEPT = ("q", "t", "owner", "level", "missing", "missed", "ended", "once", "year")
"""The parameters that a person keeps while going from element to element."""


def wanted_of(query: QueryDict) -> Wanted:
    """The wishes in an address; what it does not understand is no wish."""
    return Wanted(
        words=query.get("q", ""),
        terms=tuple(_term(each) for each in query.getlist("t") if each),
        owner=query.get("owner") or None,
        level=whole_number(query.get("level")),
        missing="missing" in query,
        missed="missed" in query,
        with_ended="ended" in query,
        without_reprises="once" in query,
    )


def term_value(vocabulary: str, term: str | None) -> str:
    """A term of a vocabulary as one value of an address; BLANK means 無記入, FILLED any term."""
    return join(vocabulary) if term is None else join(vocabulary, term)


def kept(query: QueryDict) -> str:
    """The wishes of an address without anything else, to come back to the same view."""
    pairs = [(name, value) for name in KEPT for value in query.getlist(name) if value]
    return urlencode(pairs)


def asking(pairs: Iterable[tuple[str, object]]) -> str:
    """The part of an address behind the question mark."""
    return urlencode([(name, str(value)) for name, value in pairs])


def node_addresses(plan: Plan) -> Callable[[str], str]:
    """Makes the addresses of a plan's elements; a long tree has one for each line."""
    before, behind = reverse("node", args=[plan.slug, _KEY]).split(_KEY)
    return lambda key: f"{before}{quote(join(key))}{behind}"


def _term(value: str) -> tuple[str, str | None]:
    name, *rest = split(value)
    return name, rest[0] if rest else None
