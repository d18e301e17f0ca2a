"""What every part of the plan document is: a frozen dataclass whose JSON form refuses unknown keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar


def _json_name(name: str) -> str:
    return name.removesuffix("_")


@dataclass(frozen=True, slots=True)
class Item:
    """Base of everything in the document; unknown keys of a JSON file are refused, ``from_`` is written ``from``."""

    __pydantic_config__: ClassVar[Any] = {
        "extra": "forbid",
        "alias_generator": _json_name,
        "validate_by_name": True,
        "validate_by_alias": True,
    }
