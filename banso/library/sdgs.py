"""The 17 goals and 169 targets of the SDGs, with short labels of our own, as a vocabulary of a plan."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from banso.domain.document import Vocabulary
from banso.domain.text import nfkc

NAME = "SDGsターゲット"
"""The vocabulary's name: the heading offices give the column."""


@cache
def labels() -> dict[str, str]:
    """Every target's code (8.3, 11.a) with its short label."""
    return {code: label for goal in _data()["goals"] for code, label in goal["targets"].items()}


@cache
def goals() -> dict[int, str]:
    """Every goal's number with its name."""
    return {goal["number"]: goal["name"] for goal in _data()["goals"]}


def label_of(code: str) -> str | None:
    """What a code says: a target's label (``8.3``) or a goal's name (``8``); None for a code that there is not."""
    plain = nfkc(code).strip().lower()
    return goals().get(int(plain)) if plain.isdecimal() else labels().get(plain)


def vocabulary(codes: tuple[str, ...] = ()) -> Vocabulary:
    """The SDGs targets as a dated vocabulary: those of ``codes``, or all 169."""
    found = codes or tuple(labels())
    return Vocabulary(
        name=NAME,
        terms=found,
        labels={code: label for code in found if (label := label_of(code))},
        source="持続可能な開発のための2030アジェンダ",
        first_year=_data()["first_year"],
        last_year=_data()["last_year"],
    )


@cache
def _data() -> Any:
    return json.loads(files("banso.library").joinpath("sdgs.json").read_text(encoding="utf-8"))
