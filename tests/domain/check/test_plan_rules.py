"""The rules on money, goals, periods, references and repeated texts: each slip is found, sound plans are left alone."""

from __future__ import annotations

from typing import Any

import pytest

from banso.domain.check import check
from banso.domain.plan_json import load_document
from tests.domain.check.plan_slips import PLAN_SLIPS, PLAN_SOUND


def found(parts: dict[str, Any]) -> set[tuple[str, str | None]]:
    document = load_document({"format": "banso-plan/1", **parts})
    return {(finding.code, finding.where.address) for finding in check(document)}


@pytest.mark.parametrize(
    ("code", "address", "parts"), PLAN_SLIPS, ids=[f"{code}-{n}" for n, (code, _, _) in enumerate(PLAN_SLIPS)]
)
def test_a_slip_is_found_where_it_stands(code: str, address: str, parts: dict[str, Any]) -> None:
    assert (code, address) in found(parts)


@pytest.mark.parametrize(
    ("prefix", "parts"), PLAN_SOUND, ids=[f"{prefix}{n}" for n, (prefix, _) in enumerate(PLAN_SOUND)]
)
def test_a_sound_plan_has_no_such_finding(prefix: str, parts: dict[str, Any]) -> None:
    assert {code for code, _ in found(parts) if code.startswith(prefix)} == set()
