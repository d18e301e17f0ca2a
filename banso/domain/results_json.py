"""The results of an evaluation as JSON data: the answer of ``banso evaluate --json`` (plan-document.md)."""

from __future__ import annotations

from typing import Any

from banso.domain.results import Evaluation, IndicatorResult, Rate
from banso.domain.rules.rounding import percent_text


def evaluation_data(evaluation: Evaluation) -> dict[str, Any]:
    """Indicators, nodes and totals; ``exact`` is a fraction in lowest terms, ``percent`` has six decimals.

    Beside the keys of the contract a total carries its ``year``, because several years may be evaluated at once, and an
    indicator the ``warning`` of a doubtful rule where there is one.
    """
    return {
        "indicators": [_indicator(result) for result in evaluation.indicators],
        "nodes": [
            {
                "key": node.key,
                "year": node.year,
                "achieved": node.achieved,
                "counted": node.counted,
                "value": node.value,
            }
            for node in evaluation.nodes
        ],
        "totals": [
            {
                "label": total.label,
                "of": total.of,
                "level": total.level,
                "where": dict(total.where),
                "year": total.year,
                "achieved": total.achieved,
                "counted": total.counted,
            }
            for total in evaluation.totals
        ],
    }


def _indicator(result: IndicatorResult) -> dict[str, Any]:
    return {
        "key": result.key,
        "year": result.year,
        **_rate(result.rate),
        "achieved": result.achieved,
        "cumulative": _rate(result.cumulative) if result.cumulative is not None else None,
        "reason": result.reason,
        **({"warning": result.warning} if result.warning else {}),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    exact = rate.exact
    return {
        "exact": f"{exact.numerator}/{exact.denominator}" if exact is not None else None,
        "percent": percent_text(exact) if exact is not None else None,
        "printed": rate.printed,
        "grade": rate.grade,
    }
