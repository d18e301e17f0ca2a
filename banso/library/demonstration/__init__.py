"""The demonstration plans: public plans of four bodies from their figures, names and titles, with texts of our own.

Results, ratings and reviews that the papers do not have are examples and say so (【記入例】).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from banso.domain.document import PlanDocument
from banso.domain.plan_json import load_document

BODIES: Final[Mapping[str, str]] = {
    "kama": "嘉麻市",
    "kazuno": "かづの商工会",
    "aizuwakamatsu": "会津若松市",
    "ome": "青梅商工会議所",
}
"""The bodies whose plans are shown, by the key that is also the name of their file."""


def demonstration_plan(body: str = "kama") -> PlanDocument:
    """The demonstration plan of a body (a key of ``BODIES``) as a plan document."""
    text = files(__name__).joinpath(f"{body}.json").read_text(encoding="utf-8")
    return load_document(json.loads(text))


def demonstrated() -> tuple[str, ...]:
    """The bodies whose plan is there, in the order of ``BODIES``."""
    return tuple(body for body in BODIES if files(__name__).joinpath(f"{body}.json").is_file())
