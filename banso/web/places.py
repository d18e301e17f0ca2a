"""From the address of a fact to the page that shows it, so that findings, history and search hits lead to their place."""

from __future__ import annotations

from urllib.parse import urlencode

from banso.domain.address import split
from banso.models import Plan
from banso.queries.outlines import outline_of, sheets_in
from banso.web.templating import url

_OF_SETTINGS = ("plan", "organization", "level", "vocabulary", "rule-set", "total")


class PlaceLinks:
    """The pages of one plan's facts. ``year`` is used where a fact has none.

    A fact whose page is gone (a removed element) leads to its history, what has no page of its own to the plan's.
    """

    def __init__(self, plan: Plan, year: int | None = None) -> None:
        self._plan = plan
        self._outline = outline_of(plan)
        years = self._outline.years
        self._year = year if year in years else (years[-1] if years else None)

    def of(self, address: str) -> str:
        """The address in the browser of a fact or an item."""
        kind, *rest = split(address)
        owner = rest[0] if rest else ""
        year = self._year_in(rest)
        if kind in _OF_SETTINGS:
            return self._page("settings")
        if kind == "roadmap":
            return self._page("roadmap")
        if kind == "group":
            return self._sheet(self._outline.rows.get(owner, ""), year or self._year, address)
        if kind == "indicator":
            return self._indicator(owner, address)
        if kind == "target":
            return self._indicator(owner, address)
        if kind == "actual":
            return self._entry(owner, year, address)
        if kind in ("text", "judgement", "decision"):
            if owner in self._outline.parents:
                return self._sheet(owner, year, address)
            return self._entry(owner, year, address) if kind == "text" else self._indicator(owner, address)
        if kind == "budget":
            return self._money(owner, rest, address)
        if kind in ("node", "placement", "event"):
            return self._node(owner, address)
        return self._page("plan")

    def _year_in(self, parts: list[str]) -> int | None:
        """The fiscal year that stands second in the addresses of yearly facts, where that year is open."""
        year = int(parts[1]) if len(parts) > 1 and parts[1].isdecimal() else None
        return year if year in self._outline.years else None

    def _page(self, name: str) -> str:
        return url(name, self._plan.slug)

    def _history(self, address: str) -> str:
        return f"{self._page('history')}?{urlencode({'at': address})}"

    def _node(self, key: str, address: str) -> str:
        return url("node", self._plan.slug, key) if key in self._outline.parents else self._history(address)

    def _money(self, key: str, parts: list[str], address: str) -> str:
        """The amount in the money grid of its year."""
        year = parts[2] if len(parts) > 2 else ""
        if key not in self._outline.parents or not (len(year) == 4 and year.isdecimal()):
            return self._node(key, address)
        return f"{url('money', self._plan.slug, int(year))}#{address}"

    def _indicator(self, key: str, address: str) -> str:
        return url("indicator", self._plan.slug, key) if key in self._outline.indicators else self._history(address)

    def _entry(self, key: str, year: int | None, address: str) -> str:
        if key not in self._outline.indicators or year is None:
            return self._indicator(key, address)
        return f"{url('entry', self._plan.slug, year)}#{address}"

    def _sheet(self, key: str, year: int | None, address: str) -> str:
        """The sheet on which the node stands: its own or that of an element above it; without one the node's page."""
        if year is None:
            return self._node(key, address)
        sheets = sheets_in(self._plan, year)
        current: str | None = key
        for _ in range(len(self._outline.parents)):
            if current in sheets:
                return url("sheet", self._plan.slug, year, current) + self._on_sheet(address, key == current)
            current = self._outline.parents.get(current or "")
            if current is None:
                break
        return self._node(key, address)

    @staticmethod
    def _on_sheet(address: str, own: bool) -> str:
        """Where on its own sheet a fact stands: the box of a text, the rating."""
        kind = split(address)[0]
        if not own or kind not in ("text", "judgement"):
            return ""
        return f"#{address}" if kind == "text" else "#rating"


def address_url(plan: Plan, address: str, year: int | None = None) -> str:
    """The page of one fact; ``PlaceLinks`` is for many."""
    return PlaceLinks(plan, year).of(address)
