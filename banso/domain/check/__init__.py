"""The plan check: reads the plan document like a careful colleague and names what to look into.

General rules over the document, no paper and no town among them. One module per subject; ``registry`` lists them.
"""

from __future__ import annotations

from banso.domain.check.outline import Outline
from banso.domain.check.registry import RULES, SUBJECTS, Subject
from banso.domain.check.rule import Rule
from banso.domain.document import PlanDocument
from banso.domain.finding import Doubt, Finding

__all__ = ["RULES", "SUBJECTS", "Rule", "Subject", "check"]

_ORDER = {"error": 0, "warning": 1, "hint": 2}


def check(document: PlanDocument, doubts: tuple[Doubt, ...] = ()) -> tuple[Finding, ...]:
    """All findings of a plan, errors first, each cause once with all its places.

    ``doubts`` are those of reading the papers: slips that the plan document no longer shows are findings too.
    """
    plan = Outline(document, doubts)
    findings = [finding for subject in SUBJECTS for finding in subject.check(plan)]
    return tuple(sorted(findings, key=lambda finding: _ORDER[finding.severity]))
