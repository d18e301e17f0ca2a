"""The demonstration plan: 嘉麻市's public plan from its figures, names and titles, with texts and results of our own.

Results, ratings and reviews of FY2023 are examples and say so; the city has not published them.
"""

from __future__ import annotations

import json
from importlib.resources import files

from banso.domain.document import PlanDocument
from banso.domain.plan_json import load_document


def demonstration_plan() -> PlanDocument:
    """The demonstration plan as a plan document."""
    text = files(__name__).joinpath("kama.json").read_text(encoding="utf-8")
    return load_document(json.loads(text))
