"""The 進捗管理シート as a value: what stands on one printed sheet, before any file format."""

from __future__ import annotations

from dataclasses import dataclass

from banso.domain.document import PlanDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A text over one or more year columns (a merged cell)."""

    text: str
    first_year: int
    last_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityRow:
    """A row of 主な取り組み: its title and its printed lines, each a tuple of bars from left to right."""

    key: str
    title: str
    lines: tuple[tuple[Bar, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """A row of the KPI table, every cell as it is printed ("" is blank)."""

    key: str
    name: str
    baseline: str
    target: str
    actual: str
    rate: str
    cumulative_rate: str
    grade: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressSheet:
    """One sheet: one judged node (measure) in one fiscal year.

    ``heads`` are the label and text of each line above the activities (方針, 方向性, 推進する施策), each with the address of
    the fact it shows. ``document`` is the part of the plan document that stands on the sheet (its view). ``draft`` marks the
    print as 下書き; nothing that is read back tells it.
    """

    node: str
    year: int
    title: str
    created: str
    heads: tuple[tuple[str, str, str], ...]
    years: tuple[int, ...]
    rows: tuple[ActivityRow, ...]
    achievements_label: str
    achievements: str
    issues_label: str
    issues: str
    target_label: str
    overall_label: str
    indicators: tuple[IndicatorRow, ...]
    overall: str
    notes: tuple[str, ...]
    legend: str
    scale_legend: str
    remarks: tuple[str, ...]
    document: PlanDocument
    draft: bool = False
