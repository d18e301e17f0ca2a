"""Each finding on the five papers was judged by a person: would a careful clerk act on it?

``tests/data/check_judgement.json`` keeps code, address, verdict and reason. A new finding must be judged there; one that
a clerk should act on must not be lost.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from banso.domain.check import RULES
from tests.domain.check.judged import PLANS, TEXTS, findings_of

JUDGEMENTS: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parents[2] / "data" / "check_judgement.json").read_text(encoding="utf-8")
)
PRECISION = {"error": 0.95, "warning": 0.80}


@cache
def found(name: str) -> frozenset[tuple[str, str | None]]:
    return frozenset((finding.code, finding.where.address) for finding in findings_of(name))


def judged(name: str) -> dict[tuple[str, str], str]:
    return {(each["code"], each["address"]): each["verdict"] for each in JUDGEMENTS[name]}


@pytest.mark.parametrize("name", PLANS + TEXTS)
def test_every_finding_was_judged(name: str) -> None:
    assert found(name) - judged(name).keys() == set()


@pytest.mark.parametrize("name", PLANS + TEXTS)
def test_no_slip_that_a_clerk_would_act_on_is_lost(name: str) -> None:
    act = {key for key, verdict in judged(name).items() if verdict == "act"}
    assert act - found(name) == set()


@pytest.mark.parametrize("severity", ["error", "warning"])
@pytest.mark.parametrize("name", PLANS)
def test_findings_are_worth_a_clerks_time(name: str, severity: str) -> None:
    verdicts = [judged(name)[key] for key in found(name) if RULES[key[0]].severity == severity]
    assert not verdicts or verdicts.count("act") / len(verdicts) >= PRECISION[severity]


def test_every_judgement_has_a_reason() -> None:
    assert all(
        each["reason"].endswith("。") and each["verdict"] in ("act", "ignore")
        for rows in JUDGEMENTS.values()
        for each in rows
    )
