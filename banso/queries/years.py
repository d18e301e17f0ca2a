"""Which fiscal years of a plan are open for work."""

from __future__ import annotations

from banso.domain.document import PlanDocument


def open_years(document: PlanDocument) -> tuple[int, ...]:
    """The years with results or yearly texts (an opened year has entries that wait); else the plan's first year."""
    found = {actual.year for actual in document.actuals}
    found |= {text.year for text in document.texts if text.year is not None}
    if not found and document.first_year is not None:
        found = {document.first_year}
    return tuple(sorted(found))
