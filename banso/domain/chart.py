"""The geometry of an indicator's chart: targets, actuals, running totals and the expected path, and their table.

A small SVG template draws it without computing anything. Lengths are in the template's units, from the top left corner.
What is not an amount leaves a gap with its word, never a zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal

from banso.domain.address import address_of
from banso.domain.document import Actual, PlanDocument, Target
from banso.domain.document_words import VALUE_WORDS
from banso.domain.indicator_facts import Facts, facts_of
from banso.domain.quantity import STATE_LABELS, Quantity, format_amount
from banso.domain.rules.formulas import expected
from banso.domain.rules.rounding import decimal_text, round_whole
from banso.domain.value_words import quantity_words
from banso.domain.years import format_fiscal_year

SeriesKey = Literal["targets", "actuals", "cumulative-targets", "cumulative", "expected"]
SERIES_WORDS: Mapping[SeriesKey, str] = {
    "targets": "目標",
    "actuals": "実績",
    "cumulative-targets": "目標の累計",
    "cumulative": "実績の累計",
    "expected": "見込みの線（当初値から最終目標まで）",
}

_TICKS = 5
_STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_TOP, _BOTTOM, _RIGHT, _LETTER = Decimal(24), Decimal(36), Decimal(16), Decimal(8)
_PLACE = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A value at its place; ``label`` is the figure as printed, ``address`` the fact it comes from ("" is computed)."""

    year: int
    x: Decimal
    y: Decimal
    value: Decimal
    label: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Mark):
    """A bar of a yearly amount: ``x``, ``y`` are its top left corner; it stands on (or hangs from) zero."""

    width: Decimal
    height: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """A series drawn as a line; each segment has its marks in years that follow each other, a gap parts two segments."""

    key: SeriesKey
    name: str
    segments: tuple[tuple[Mark, ...], ...]


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the vertical axis."""

    value: Decimal
    y: Decimal
    label: str


@dataclass(frozen=True, slots=True)
class YearTick:
    """A year of the horizontal axis; ``missing`` is the word of an actual that is no amount (未入力, 未公表)."""

    year: int
    x: Decimal
    label: str
    missing: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """The figures of a year as printed, in the order of the chart's ``series``; "" where the year has none."""

    year: int
    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """An indicator's chart, ``left`` to ``bottom`` are the edges of the field inside the axes.

    ``actuals_as`` tells whether actuals stand in ``columns`` or as a line; ``from_zero`` is False where the vertical
    axis begins elsewhere, which a reader must be told. ``series`` are the series drawn, in the order of the table.
    """

    title: str
    unit: str
    width: Decimal
    height: Decimal
    left: Decimal
    top: Decimal
    right: Decimal
    bottom: Decimal
    actuals_as: Literal["columns", "line"]
    from_zero: bool
    series: tuple[tuple[SeriesKey, str], ...]
    years: tuple[YearTick, ...]
    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    table: tuple[TableRow, ...]


def chart(
    document: PlanDocument, indicator: str, *, width: int = 640, height: int = 320, year_style: str = "2023年度"
) -> Chart | None:
    """The chart of an indicator (its key); None where it has no amount to draw or is not in the plan."""
    facts = facts_of(document).get(indicator)
    return chart_of(facts, width=width, height=height, year_style=year_style) if facts is not None else None


def chart_of(facts: Facts, *, width: int = 640, height: int = 320, year_style: str = "2023年度") -> Chart | None:
    """``chart`` for an indicator whose facts are at hand."""
    series = _series(facts)
    values = [figure.value for figures in series.values() for figure in figures.values()]
    if not values:
        return None
    years = _years(facts, series)
    as_columns = facts.indicator.accumulation not in ("stock", "ratio", "cumulative")
    axis = nice_axis(values, from_zero=as_columns)
    frame = _Frame(years, axis, Decimal(width), Decimal(height))
    lines = tuple(
        Line(key, SERIES_WORDS[key], frame.segments(figures))
        for key, figures in series.items()
        if key != "actuals" or not as_columns
    )
    name = facts.indicator.name
    return Chart(
        title=f"{name}（{facts.indicator.qualifier}）" if facts.indicator.qualifier else name,
        unit=facts.indicator.unit or "",
        width=frame.width,
        height=frame.height,
        left=frame.left,
        top=_TOP,
        right=frame.right,
        bottom=frame.bottom,
        actuals_as="columns" if as_columns else "line",
        from_zero=axis[0] <= 0 <= axis[-1],
        series=tuple((key, SERIES_WORDS[key]) for key in series),
        years=tuple(
            YearTick(year, frame.x(year), format_fiscal_year(year, year_style), _missing(facts.actuals.get(year)))
            for year in years
        ),
        ticks=tuple(Tick(value, frame.y(value), format_amount(value)) for value in axis),
        columns=tuple(frame.column(year, figure) for year, figure in series.get("actuals", {}).items())
        if as_columns
        else (),
        lines=lines,
        table=tuple(
            TableRow(
                year, format_fiscal_year(year, year_style), tuple(_cell(facts, series, key, year) for key in series)
            )
            for year in years
        ),
    )


def nice_axis(values: Iterable[Decimal], *, from_zero: bool) -> tuple[Decimal, ...]:
    """Ticks that enclose the values in steps of 1, 2, 2.5 or 5 times a power of ten; whole steps for whole values.

    Without ``from_zero`` the axis begins near the values where these lie close together far from zero.
    """
    known = list(values)
    low, high = min(known), max(known)
    if from_zero or low <= 0 <= high or (high - low) * 2 >= max(abs(low), abs(high)):
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        high = low + 1
    whole = all(value == value.to_integral_value() for value in known)
    step = _step((high - low) / _TICKS, whole)
    first = (low / step).to_integral_value(ROUND_FLOOR)
    last = (high / step).to_integral_value(ROUND_CEILING)
    return tuple(_plain(step * place) for place in range(int(first), int(last) + 1))


def _step(rough: Decimal, whole: bool) -> Decimal:
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * factor for factor in _STEPS if power * factor >= rough)
    if whole and step != step.to_integral_value():
        # 2.5 becomes 5, 0.2 becomes 1.
        return max(Decimal(1), power * 5)
    return step


def _plain(value: Decimal) -> Decimal:
    """The number without trailing zeros and without an exponent."""
    return Decimal(format(value.normalize(), "f")) if value else Decimal(0)


@dataclass(frozen=True, slots=True)
class _Figure:
    value: Decimal
    label: str
    address: str = ""


def _series(facts: Facts) -> dict[SeriesKey, dict[int, _Figure]]:
    """The amounts of each series by year; series without any are left out."""
    series: dict[SeriesKey, dict[int, _Figure]] = {
        "targets": _figures(facts.targets),
        "actuals": _figures(facts.actuals),
    }
    final = facts.final
    final_year = _final_year(facts)
    if final is not None and final.amount is not None and final_year is not None:
        series["targets"].setdefault(final_year, _Figure(final.amount, quantity_words(final), address_of(final)))
    if _adds_up(facts):
        keys: tuple[SeriesKey, SeriesKey] = ("cumulative-targets", "cumulative")
        for key, totals in zip(keys, facts.totals(), strict=True):
            series[key] = {year: _Figure(total, format_amount(total)) for year, total in totals.items()}
    else:
        series["expected"] = _path(facts)
    return {key: dict(sorted(figures.items())) for key, figures in series.items() if figures}


def _figures(entries: Mapping[int, Target] | Mapping[int, Actual]) -> dict[int, _Figure]:
    return {
        year: _Figure(entry.amount, quantity_words(entry), address_of(entry))
        for year, entry in entries.items()
        if entry.amount is not None
    }


def _adds_up(facts: Facts) -> bool:
    """Whether running totals belong to the indicator: by what it counts, or because the paper prints them."""
    stated = [target.cumulative for target in facts.targets.values()]
    stated += [actual.cumulative for actual in facts.actuals.values()]
    accumulation = facts.indicator.accumulation
    return accumulation in ("increment", "cumulative-with-baseline") or (
        accumulation == "flow" and any(total is not None for total in stated)
    )


def _path(facts: Facts) -> dict[int, _Figure]:
    """The straight line from the baseline to the final target, where both are amounts and their years are known."""
    baseline, final, last = facts.indicator.baseline, facts.final, _final_year(facts)
    if baseline is None or baseline.amount is None or final is None or final.amount is None or last is None:
        return {}
    first = baseline.year
    if first is None and facts.first_year is not None:
        first = facts.first_year - 1
    if first is None or first >= last:
        return {}
    digits = _digits(facts, (baseline.amount, final.amount)) + 1
    values = {year: expected(baseline.amount, first, final.amount, last, year) for year in range(first, last + 1)}
    return {year: _computed(value, digits) for year, value in values.items()}


def _computed(value: Fraction, digits: int) -> _Figure:
    """A computed value, printed with 約 where it had to be rounded."""
    units = round_whole(value.numerator * 10**digits, value.denominator, "half-up")
    rounded = _plain(Decimal(decimal_text(units, digits)))
    exact = Fraction(rounded) == value
    return _Figure(rounded, ("" if exact else "約") + format_amount(rounded))


def _digits(facts: Facts, amounts: Sequence[Decimal]) -> int:
    if facts.indicator.decimals is not None:
        return max(0, facts.indicator.decimals)
    exponents = [amount.normalize().as_tuple().exponent for amount in amounts]
    return max(0, *(-exponent for exponent in exponents if isinstance(exponent, int)))


def _final_year(facts: Facts) -> int | None:
    final = facts.final
    return final.year if final is not None and final.year is not None else facts.last_year


def _years(facts: Facts, series: Mapping[SeriesKey, Mapping[int, _Figure]]) -> tuple[int, ...]:
    """Every year from the first to the last that the plan or a figure names."""
    named = {year for figures in series.values() for year in figures} | set(facts.targets) | set(facts.actuals)
    named |= {year for year in (facts.first_year, facts.last_year) if year is not None}
    return tuple(range(min(named), max(named) + 1))


def _missing(actual: Actual | None) -> str:
    return _words(actual) if actual is not None and actual.amount is None else ""


def _cell(facts: Facts, series: Mapping[SeriesKey, Mapping[int, _Figure]], key: SeriesKey, year: int) -> str:
    figure = series[key].get(year)
    if key == "actuals":
        actual = facts.actuals.get(year)
        return _words(actual) if actual is not None else ""
    if key != "targets":
        return figure.label if figure is not None else ""
    target = facts.targets.get(year)
    if target is not None and (target.amount is not None or figure is None):
        comparator = VALUE_WORDS["Target.comparator"][target.comparator] if target.comparator else ""
        return _words(target) + (comparator if target.amount is not None else "")
    return f"{figure.label}（最終目標）" if figure is not None else ""


def _words(quantity: Quantity) -> str:
    return STATE_LABELS[quantity.state] if quantity.state is not None else quantity_words(quantity)


class _Frame:
    """Where years and values lie."""

    def __init__(self, years: Sequence[int], axis: Sequence[Decimal], width: Decimal, height: Decimal) -> None:
        self.width, self.height = width, height
        self.left = _LETTER * max(len(format_amount(value)) for value in axis) + 12
        self.right = width - _RIGHT
        self.bottom = height - _BOTTOM
        self._first = years[0]
        self._slot = (self.right - self.left) / len(years)
        self._low, self._high = axis[0], axis[-1]

    def x(self, year: int) -> Decimal:
        """The middle of a year's slot."""
        return (self.left + self._slot * (year - self._first) + self._slot / 2).quantize(_PLACE, ROUND_HALF_UP)

    def y(self, value: Decimal) -> Decimal:
        share = (value - self._low) / (self._high - self._low)
        return (self.bottom - share * (self.bottom - _TOP)).quantize(_PLACE, ROUND_HALF_UP)

    def column(self, year: int, figure: _Figure) -> Column:
        width = (self._slot * Decimal("0.5")).quantize(_PLACE, ROUND_HALF_UP)
        end, zero = self.y(figure.value), self.y(Decimal(0))
        return Column(
            year=year,
            x=self.x(year) - width / 2,
            y=min(end, zero),
            width=width,
            height=abs(end - zero),
            value=figure.value,
            label=figure.label,
            address=figure.address,
        )

    def segments(self, figures: Mapping[int, _Figure]) -> tuple[tuple[Mark, ...], ...]:
        """The marks of a series, parted where a year has no amount."""
        segments: list[list[Mark]] = []
        for year, figure in figures.items():
            mark = Mark(
                year=year,
                x=self.x(year),
                y=self.y(figure.value),
                value=figure.value,
                label=figure.label,
                address=figure.address,
            )
            if segments and segments[-1][-1].year == year - 1:
                segments[-1].append(mark)
            else:
                segments.append([mark])
        return tuple(tuple(segment) for segment in segments)
