"""The vocabularies of a plan: the words its columns choose from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from banso.domain.document import PlanDocument, Vocabulary
from banso.domain.edits import EditRefused
from banso.domain.years import parse_fiscal_year
from banso.http import whole_number
from banso.library import sdgs
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.references import EndState, end_state
from banso.queries.settings import TermUse, term_uses
from banso.services import settings as deeds
from banso.services.changing import Done
from banso.services.policy import at, require
from banso.web.guard import StaffRequest, on_plan
from banso.web.settings.frame import page, setting_of
from banso.web.shell import year_of

Row = tuple[str, str, str]
"""A term as stored, as typed, and what it means."""
_SPARE = 2
"""Empty rows below the terms, for new ones."""

_BETWEEN = re.compile(r"[\s、，,]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A row of the form: the term as stored ("" for a new one), as typed with what it means, and where it is used."""

    old: str
    term: str
    label: str
    use: TermUse


@dataclass(frozen=True, slots=True)
class Words:
    """The form of one vocabulary. ``unlisted`` are words in use that its list does not have.

    The years of its period are as typed; ``ended`` is the last year as stored where that is near or past.
    """

    name: str
    new_name: str
    source: str
    first_year: str
    last_year: str
    ended: int | None
    state: EndState | None
    rows: tuple[Word, ...]
    unlisted: tuple[tuple[str, TermUse], ...]
    refused: str | None = None
    moved: bool = False

    @property
    def used(self) -> bool:
        """Whether any of the words is used: then the vocabulary cannot be removed."""
        return bool(self.unlisted) or any(row.use.count for row in self.rows)


@on_plan()
def vocabularies(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The vocabularies with their terms, each a form of its own; ``do`` says what to do with one."""
    document = document_of(plan)
    year = year_of(request, plan)
    edited: Words | None = None
    added, refused = ("", ""), None
    wished: tuple[list[str], str] = ([], "")
    if request.method == "POST":
        require(request.actor, "edit-settings", at(plan))
        do = request.POST.get("do", "save")
        name = request.POST.get("name", "")
        try:
            if do == "add":
                added = (request.POST.get("new_name", ""), request.POST.get("terms", ""))
                return _done(request, plan, _add(request, plan, *added))
            if do == "sdgs":
                wished = (request.POST.getlist("goal"), request.POST.get("codes", ""))
                return _done(request, plan, _add_sdgs(request, plan, *wished))
            if do == "remove":
                return _done(request, plan, deeds.remove_vocabulary(setting_of(request, plan), name=name))
            if do == "save":
                return _done(request, plan, _save(request, plan, name))
            edited = _form(document, name, year, typed=_moved(_typed(request.POST), do), data=request.POST, moved=True)
        except EditRefused as error:
            refused = str(error)
            if do not in ("add", "sdgs"):
                edited = _form(document, name, year, typed=_typed(request.POST), data=request.POST, refused=refused)
    forms = [
        edited if edited is not None and edited.name == each.name else _form(document, each.name, year)
        for each in document.vocabularies
    ]
    return page(
        request,
        plan,
        "settings/vocabularies.html",
        tab="settings_vocabularies",
        title=_("区分の設定"),
        status=422 if refused else 200,
        forms=forms,
        added=added,
        goals=[(str(number), f"{number} {name}") for number, name in sdgs.goals().items()],
        wished=wished,
        refused=refused if edited is None else None,
    )


def _save(request: StaffRequest, plan: Plan, name: str) -> Done:
    data, rows = request.POST, _typed(request.POST)
    validity = None
    if "source" in data:
        validity = deeds.Validity(data.get("source"), _year(data, "first_year"), _year(data, "last_year"))
    return deeds.set_vocabulary(
        setting_of(request, plan),
        name=name,
        terms=[term for _old, term, _label in rows],
        renamed={old: term.strip() for old, term, _label in rows if old and term.strip()},
        new_name=data.get("new_name", name),
        labels={term.strip(): label for _old, term, label in rows} if "label" in data else None,
        validity=validity,
    )


def _year(data: QueryDict, name: str) -> int | None:
    """A fiscal year as typed: 2024, 令和6, R6; a blank is no year."""
    typed = data.get(name, "").strip()
    year = parse_fiscal_year(f"{typed}年度" if typed.isdigit() and len(typed) < 3 else typed)
    if typed and (year is None or not 1868 <= year <= 2200):
        raise EditRefused(
            _("「%(typed)s」は年度として読めません。「2023」や「令和5年度」のように入れてください。")
            % {"typed": typed[:30]}
        )
    return year if typed else None


def _add_sdgs(request: StaffRequest, plan: Plan, goals: list[str], codes: str) -> Done:
    known = [number for each in goals if (number := whole_number(each)) is not None]
    return deeds.add_sdgs(setting_of(request, plan), goals=known, codes=_BETWEEN.split(codes))


def _add(request: StaffRequest, plan: Plan, name: str, terms: str) -> Done:
    return deeds.add_vocabulary(setting_of(request, plan), name=name, terms=terms.splitlines())


def _done(request: StaffRequest, plan: Plan, done: Done) -> HttpResponse:
    messages.success(request, done.entry.summary if done.entry else _("変わったところはありません。"))
    return redirect("settings_vocabularies", plan.slug)


def _typed(data: QueryDict) -> list[Row]:
    olds, terms, labels = data.getlist("old"), data.getlist("term"), data.getlist("label")
    return [
        (old, term, label or "")
        for old, term, label in zip_longest(olds, terms, labels)
        if old is not None and term is not None
    ]


def _moved(rows: list[Row], do: str) -> list[Row]:
    """The rows after a button beside one of them: ``up-2``, ``down-0``, ``drop-1``."""
    what, _dash, number = do.partition("-")
    place = whole_number(number)
    if place is not None and place < len(rows):
        if what == "drop":
            rows.pop(place)
        elif what == "up" and place > 0:
            rows[place - 1], rows[place] = rows[place], rows[place - 1]
        elif what == "down" and place + 1 < len(rows):
            rows[place + 1], rows[place] = rows[place], rows[place + 1]
    return rows


def _form(
    document: PlanDocument,
    name: str,
    year: int | None,
    *,
    typed: list[Row] | None = None,
    data: QueryDict | None = None,
    refused: str | None = None,
    moved: bool = False,
) -> Words:
    own = next((each for each in document.vocabularies if each.name == name), Vocabulary(name=name))
    uses = term_uses(document).get(name, {})
    rows = typed if typed is not None else [(term, term, own.labels.get(term, "")) for term in own.terms]
    filled = [row for row in rows if row[0] or row[1].strip()] + [("", "", "")] * _SPARE
    period = {each: str(getattr(own, each) or "") for each in ("source", "first_year", "last_year")}
    if data is not None:
        period = {each: data.get(each, stands) for each, stands in period.items()}
    return Words(
        name=name,
        new_name=data.get("new_name", name) if data is not None else name,
        **period,
        ended=own.last_year,
        state=end_state(own.last_year, year, document.last_year),
        rows=tuple(Word(old, term, label, uses.get(old, TermUse())) for old, term, label in filled),
        unlisted=tuple((term, use) for term, use in uses.items() if term not in own.terms),
        refused=refused,
        moved=moved,
    )
