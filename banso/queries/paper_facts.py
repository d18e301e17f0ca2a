"""What can be written on a printed paper: for each cell that shows a fact, its text as it would be typed, and the choices.

A paper prints more than a fact (``133(121)`` is a result and its target); what is typed is the fact alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from banso.domain.address import address_of, join, split
from banso.domain.amounts import parse_amount
from banso.domain.document import PlanDocument, Vocabulary
from banso.domain.edits.reports import scale_of
from banso.domain.place_words import Places
from banso.domain.printed_figures import printed_actual, printed_baseline, printed_quantity, printed_target
from banso.domain.quantity import QUANTITY_FIELDS, STATE_LABELS
from banso.models import Plan
from banso.queries.documents import document_of, remembered
from banso.queries.sheets import standing_rating
from banso.sheets.blocks.value import Cell, Paragraph

FieldKind = Literal["line", "number", "lines", "choice"]
MOST_CHOICES = 12
"""Terms up to which a vocabulary is offered as a list to choose from."""


@dataclass(frozen=True, slots=True)
class Field:
    """A cell to write in. ``address`` is where its fact is saved, ``text`` reads as it would be typed.

    ``label`` tells where it stands and what it is; the paper prints ``before`` and ``after`` around the text.
    """

    address: str
    text: str
    kind: FieldKind
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    before: str = ""
    after: str = ""


class Facts:
    """The facts of a plan by their addresses, as people type them."""

    def __init__(self, document: PlanDocument) -> None:
        self._first = document.first_year
        self._places = Places(document)
        self._vocabularies = {each.name: each for each in document.vocabularies}
        self._several = {name for node in document.nodes for name, terms in node.terms.items() if len(terms) > 1} | {
            each.vocabulary for each in document.decisions if len(each.values) > 1
        }
        self._document = document
        self._nodes = {each.key: each for each in document.nodes}
        self._indicators = {each.key: each for each in document.indicators}
        self._events = {address_of(each): each for each in document.events}
        self._tables = {each.key: each for each in document.tables}
        self._texts: dict[str, str] = {address_of(each): each.text for each in document.texts}
        self._texts |= {address_of(each): printed_actual(each) for each in document.actuals}
        self._texts |= {
            address_of(each): STATE_LABELS["not-set"]
            if each.state == "not-set"
            else printed_target(each, each.cumulative)
            for each in document.targets
        }
        self._texts |= {address_of(each): printed_quantity(each) for each in document.budgets}
        self._texts |= {address_of(each): "、".join(each.values) for each in document.decisions}

    def text(self, address: str) -> str:
        """The fact as it would be typed; "" where nothing stands."""
        match split(address):
            case ("node", key, "terms", vocabulary) if key in self._nodes:
                return "、".join(self._nodes[key].terms.get(vocabulary, ()))
            case ("node", key, field) if key in self._nodes:
                return str(getattr(self._nodes[key], field) or "")
            case ("indicator", key, "baseline") if key in self._indicators:
                return printed_baseline(self._indicators[key].baseline, self._first)
            case ("judgement", key, year, "overall"):
                rating = standing_rating(self._document, key, int(year))
                return (rating.value or "") if rating is not None else ""
            case ("event", node, name, field):
                event = self._events.get(join("event", node, name))
                value = getattr(event, field, None)
                return (
                    value if isinstance(value, str) else f"{printed_quantity(value)}{value.unit or ''}" if value else ""
                )
            case ("table", key, row, column) if key in self._tables:
                rows = self._tables[key].rows
                inside = int(row) < len(rows) and int(column) < len(rows[int(row)])
                return rows[int(row)][int(column)] if inside else ""
        return self._texts.get(address, "")

    def field(self, cell: Cell | Paragraph, address: str) -> Field:
        """The field for a cell that shows the fact of the address."""
        text = self.text(address)
        kind, choices = self._kind(cell, address, text)
        if kind == "number" and _same_figure(cell.text, text):
            text = cell.text.strip()
        before, found, after = cell.text.partition(text) if text else ("", "", cell.text)
        if kind == "choice" or (text and not found):
            before = after = ""
        return Field(address, text, kind, self._places.at(address), choices, before, after)

    def _kind(self, cell: Cell | Paragraph, address: str, text: str) -> tuple[FieldKind, tuple[tuple[str, str], ...]]:
        match split(address):
            case ("actual" | "target" | "budget", *_) | ("indicator", _, "baseline"):
                return "number", ()
            case ("event", _, _, "days" | "visitors" | "exhibitors"):
                return "number", ()
            case ("judgement", key, year, "overall") if key in self._nodes:
                scale = scale_of(self._document, self._nodes[key], int(year))
                if not scale or (text and text not in [step.label for step in scale]):
                    return "line", ()
                return "choice", (("", ""), *((step.label, f"{step.step}：{step.label}") for step in scale))
            case ("decision", _, _, vocabulary) | ("node", _, "terms", vocabulary):
                return self._choice(vocabulary, text)
            case ("node", _, "owner") | ("table", *_) | ("event", *_):
                return "line", ()
        return "lines", ()

    def _choice(self, name: str, text: str) -> tuple[FieldKind, tuple[tuple[str, str], ...]]:
        vocabulary = self._vocabularies.get(name, Vocabulary(name=name))
        terms = vocabulary.terms
        if not terms or len(terms) > MOST_CHOICES or name in self._several or (text and text not in terms):
            return "line", ()
        named = ((term, f"{term} {vocabulary.labels[term]}" if term in vocabulary.labels else term) for term in terms)
        return "choice", (("", ""), *named)


def facts_of_plan(plan: Plan) -> Facts:
    """The facts of the plan as it is now."""
    return remembered(plan, "typed facts", make=lambda: Facts(document_of(plan)))


def saved_at(address: str) -> str:
    """Where the fact that a cell names is saved: a figure's amount, unit or state belong to the figure."""
    parts = split(address)
    if parts[0] in ("actual", "target", "budget") and parts[-1] in (*QUANTITY_FIELDS, "unit") and len(parts) > 3:
        return join(*parts[:-1])
    return address


def fields_for(facts: Facts, cells: Iterable[Cell | Paragraph], allowed: Mapping[str, bool]) -> dict[str, Field]:
    """The fields of these cells by the address that the cell names; ``allowed`` tells whether an address may be saved."""
    found: dict[str, Field] = {}
    for cell in cells:
        if cell.at is not None and cell.at not in found and allowed.get(cell.at):
            found[cell.at] = facts.field(cell, saved_at(cell.at))
    return found


def _same_figure(shown: str, text: str) -> bool:
    """Whether both are the same number, written differently (2,500 and 2500, of 令和3年度 and of 2021年度)."""
    plain = [each.replace(",", "").replace("，", "") for each in (shown, text)]
    if not text or plain[0] == plain[1]:
        return bool(text)
    read = parse_amount(text)
    return read.reference_year is not None and read == parse_amount(shown)
