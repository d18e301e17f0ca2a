"""The library of published rule sets: how public bodies really compute and grade, as data with its source.

Each file of ``rule_sets`` holds one body's rule set (in the shape of the plan document) and worked examples, which the
tests compute. A body that is not there yet is one more file; its shape is ``published_schema()``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import TypeAdapter

from banso.domain.document import Direction
from banso.domain.item import Item
from banso.domain.rule_set import RuleSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Example(Item):
    """A worked example: what one indicator's figures give under the rule set.

    ``actual`` is an amount or a state; ``nth`` of ``years`` plan years, for formulas that depend on time. A ``target``
    that is absent is not set; ``final`` is the final target.
    """

    baseline: Decimal | None = None
    target: Decimal | None = None
    final: Decimal | None = None
    actual: str | None = None
    nth: int = 1
    years: int = 5
    direction: Direction | None = None
    rule: Mapping[str, Any] = field(default_factory=dict)
    printed: str | None = None
    grade: str | None = None
    achieved: bool | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRuleSet(Item):
    """A body's rule set with where it was published, what a reader must know, and worked examples."""

    format: Literal["banso-rule-set/1"]
    body: str
    prefecture: str
    paper: str
    url: str | None = None
    note: str
    rule_set: RuleSet
    examples: tuple[Example, ...]


@cache
def published_rule_sets() -> Mapping[str, PublishedRuleSet]:
    """All published rule sets by their key. Raises pydantic's ValidationError where a file does not fit its schema."""
    found = {}
    for file in sorted(files("banso.library.rule_sets").iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".json"):
            published = _adapter().validate_python(json.loads(file.read_text("utf-8")))
            found[published.rule_set.key] = published
    return found


def published_schema() -> dict[str, Any]:
    """The JSON Schema of a file of the library."""
    schema = _adapter().json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "banso-rule-set/1"
    return schema


@cache
def _adapter() -> TypeAdapter[PublishedRuleSet]:
    return TypeAdapter(PublishedRuleSet)
