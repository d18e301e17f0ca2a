"""The indicators on a project's sheet: targets and actuals of its output and outcome by year."""

from __future__ import annotations

from dataclasses import dataclass, field

from banso.domain.document import Actual, Indicator, Placement, Target
from banso.domain.finding import Doubt
from banso.sheets.project_evaluation.paper import PaperSheet


@dataclass(slots=True)
class Measured:
    """What the sheets of a file state about indicators, by identity."""

    indicators: dict[str, Indicator] = field(default_factory=dict)
    placements: dict[tuple[str, str], Placement] = field(default_factory=dict)
    targets: dict[tuple[str, int], Target] = field(default_factory=dict)
    actuals: dict[tuple[str, int], Actual] = field(default_factory=dict)


def measured(sheet: PaperSheet, node: str, found: Measured) -> list[Doubt]:
    """Add the indicators of a sheet; answers the doubts."""
    return []
