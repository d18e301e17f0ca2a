"""Cells by the address of their fact: what a person must be allowed to do to change one, and the edit that types it.

Figures, texts of a year, decisions and money are what contributors enter; targets, the plan's own texts, titles and
tables are its structure.
"""

from __future__ import annotations

import re
from typing import Final, cast, get_args

from banso.domain.address import NO_YEAR, address_of, split
from banso.domain.amounts import parse_amount
from banso.domain.document import PlanDocument, Text, TextKind
from banso.domain.edits import EditRefused
from banso.domain.edits.access import node_of
from banso.domain.edits.facts import EVENT_FIELDS, enter_event, enter_table_cell, terms_of
from banso.domain.edits.money import enter_budget
from banso.domain.edits.nodes import set_node
from banso.domain.edits.reports import decide, rate_overall, scale_of, write_text
from banso.domain.edits.results import enter_actual, enter_baseline, enter_target
from banso.domain.money_items import STAGES, Stage
from banso.queries.sheets import standing_rating
from banso.services.policy import Deed
from banso.services.texts import written

BASELINE: Final = "baseline"
FINAL: Final = "final"
LONGEST_PART: Final = 300
"""Characters of one part of an address: a heading or the name of an exhibition is not longer."""

_KINDS: Final = frozenset(get_args(TextKind))
_NO_NAME = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_NODE_FIELDS: Final = ("title", "text", "owner")
_NARROW = str.maketrans("０１２３４５６７８９，．（）", "0123456789,.()")


def deed_of(address: str, document: PlanDocument | None = None) -> Deed:
    """What a person must be allowed to do to change the cell. Raises EditRefused for an address that is no cell.

    A decision that ``document`` holds as confirmed is changed only by who may edit the plan.
    """
    match split(address):
        case ("actual", _, year) | ("actual", _, year, _) if _is_year(year):
            return "enter-results"
        case ("budget", _, item, year, stage) if item and _is_year(year) and stage in STAGES:
            return "enter-results"
        case ("text", _, year, kind, *behind) if kind in _KINDS and len(behind) <= 2:
            if _is_year(year):
                return "write-texts"
            if year == NO_YEAR:
                return "edit-plan"
        case ("decision", _, year, vocabulary) if vocabulary and _is_year(year):
            return "edit-plan" if document is not None and _is_confirmed(document, address) else "write-texts"
        case ("judgement", _, year, "overall") if _is_year(year):
            return "edit-plan" if document is not None and _is_confirmed(document, address) else "write-texts"
        case ("target", _, year) if _is_year(year) or year == FINAL:
            return "edit-plan"
        case ("indicator", _, field) if field == BASELINE:
            return "edit-plan"
        case ("node", _, field) if field in _NODE_FIELDS:
            return "edit-plan"
        case ("node", _, "terms", vocabulary) if vocabulary:
            return "edit-plan"
        case ("event", _, _, field) if field in EVENT_FIELDS:
            return "edit-plan"
        case ("table", _, row, column) if _is_count(row) and _is_count(column):
            return "edit-plan"
    raise EditRefused("この欄は保存できません。画面を開き直して、もう一度入力してください。")


def type_cell(document: PlanDocument, address: str, text: str) -> PlanDocument:
    """The document with one cell typed. Raises EditRefused."""
    deed_of(address)
    if _NO_NAME.search(address) or not all(0 < len(part) <= LONGEST_PART for part in split(address)):
        raise EditRefused("この欄は保存できません。画面を開き直して、もう一度入力してください。")
    kind, key, *rest = split(address)
    text = written(text)
    match kind:
        case "actual":
            period = rest[1] if len(rest) > 1 else None
            return enter_actual(document, indicator=key, year=int(rest[0]), period=period, text=_narrow(text))
        case "target":
            final = rest[0] == FINAL
            year = None if final else int(rest[0])
            return enter_target(document, indicator=key, year=year, final=final, text=_narrow(text))
        case "indicator":
            return enter_baseline(document, indicator=key, text=_narrow(text))
        case "budget":
            item, when, stage = rest
            return enter_budget(document, node=key, item=item, year=int(when), stage=cast(Stage, stage), text=text)
        case "text":
            return _write(document, key, rest, text)
        case "decision":
            return _decide(document, key, int(rest[0]), rest[1], text)
        case "judgement":
            return _rate(document, key, int(rest[0]), text)
        case "event":
            return enter_event(document, node=key, name=rest[0], field=rest[1], text=text)
        case "table":
            return enter_table_cell(document, table=key, row=int(rest[0]), column=int(rest[1]), text=text)
    if rest[0] == "terms":
        chosen = terms_of(text, _terms_in(document, rest[1]))
        return set_node(document, key=key, terms={rest[1]: chosen})
    return set_node(document, key=key, **{rest[0]: text})


def item_address(address: str) -> str:
    """The address of the item that the cell belongs to: a baseline is a part of its indicator, a title of its node."""
    parts = address.split("/")
    match parts:
        case ["indicator" | "node" | "table", _, _, *_]:
            return "/".join(parts[:2])
        case ["event", _, _, _]:
            return "/".join(parts[:3])
    return address


def _write(document: PlanDocument, key: str, rest: list[str], text: str) -> PlanDocument:
    year = None if rest[0] == NO_YEAR else int(rest[0])
    kind = cast(TextKind, rest[1])
    of_node = any(node.key == key for node in document.nodes)
    old = _known_text(document, key, year, kind, rest[2:])
    heading, order = (old.heading, old.order) if old is not None else _heading_and_order(rest[2:])
    return write_text(
        document,
        node=key if of_node else None,
        indicator=None if of_node else key,
        year=year,
        kind=kind,
        heading=heading,
        order=order,
        text=text,
    )


def _known_text(document: PlanDocument, key: str, year: int | None, kind: TextKind, behind: list[str]) -> Text | None:
    """The stored text at the address: what stands behind the kind is its heading, its order, or both."""
    for text in document.texts:
        if (text.node or text.indicator) == key and text.year == year and text.kind == kind:
            parts = [str(part) for part in (text.heading, text.order) if part is not None]
            if parts == behind:
                return text
    return None


def _heading_and_order(behind: list[str]) -> tuple[str | None, int | None]:
    """Heading and order of a new text from the parts behind its kind."""
    if not behind:
        return None, None
    if len(behind) == 1:
        return (None, int(behind[0])) if _is_count(behind[0]) else (behind[0], None)
    if not _is_count(behind[1]):
        raise EditRefused("この欄は保存できません。画面を開き直して、もう一度入力してください。")
    return behind[0], int(behind[1])


def _decide(document: PlanDocument, node: str, year: int, vocabulary: str, text: str) -> PlanDocument:
    address_year = (node, year, vocabulary)
    old = next((each for each in document.decisions if (each.node, each.year, each.vocabulary) == address_year), None)
    values = terms_of(text, _terms_in(document, vocabulary))
    if old is not None and old.values == values:
        return document
    stage = "confirmed" if old is not None and old.stage == "confirmed" else "draft"
    return decide(document, node=node, year=year, vocabulary=vocabulary, values=values, stage=stage)  # type: ignore[arg-type]  # one of the two


def _rate(document: PlanDocument, node: str, year: int, text: str) -> PlanDocument:
    """The overall rating as its step's number or label, or in words where the body has no scale; a blank takes it away."""
    old = standing_rating(document, node, year)
    words = " ".join(text.split())
    scale = scale_of(document, node_of(document, node), year)
    step = next((each for each in scale if words in (each.label, str(each.step), f"{each.step}：{each.label}")), None)
    if words and scale and step is None:
        labels = "、".join(each.label for each in scale)
        raise EditRefused(f"総合評価の段階にない言葉です。{labels} のどれかを選んでください。")
    value = step.label if step is not None else words or None
    number = step.step if step is not None else None
    if (old.step, old.value) == (number, value) if old is not None else value is None:
        return document
    return rate_overall(
        document,
        node=node,
        year=year,
        step=number,
        value=value,
        stage="confirmed" if old is not None and old.stage == "confirmed" and value is not None else "draft",
        by=old.by if old is not None else None,
    )


def _terms_in(document: PlanDocument, vocabulary: str) -> tuple[str, ...]:
    return next((each.terms for each in document.vocabularies if each.name == vocabulary), ())


def _is_confirmed(document: PlanDocument, address: str) -> bool:
    kind, node, year, *_ = split(address)
    if kind == "judgement":
        rating = standing_rating(document, node, int(year))
        return rating is not None and rating.stage == "confirmed"
    return any(each.stage == "confirmed" and address_of(each) == address for each in document.decisions)


def _is_year(text: str) -> bool:
    return len(text) == 4 and text.isascii() and text.isdecimal()


def _is_count(text: str) -> bool:
    return len(text) <= 4 and text.isascii() and text.isdecimal() and text == str(int(text))


def _narrow(text: str) -> str:
    """An amount with its full-width figures made narrow: a paper's own characters are kept, a person's typing is not."""
    parsed = parse_amount(text).quantity
    return text.translate(_NARROW) if parsed is not None and parsed.amount is not None else text
