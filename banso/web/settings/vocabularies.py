"""The vocabularies of a plan: the words its columns choose from."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from banso.domain.document import PlanDocument
from banso.domain.edits import EditRefused
from banso.http import whole_number
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.settings import TermUse, term_uses
from banso.services import settings as deeds
from banso.services.changing import Done
from banso.services.policy import at, require
from banso.web.guard import StaffRequest, on_plan
from banso.web.settings.frame import page, setting_of

_SPARE = 2
"""Empty rows below the terms, for new ones."""


@dataclass(frozen=True, slots=True)
class Word:
    """A row of the form: the term as stored ("" for a new one), as typed, and where it is used."""

    old: str
    term: str
    use: TermUse


@dataclass(frozen=True, slots=True)
class Words:
    """The form of one vocabulary. ``unlisted`` are words in use that its list does not have."""

    name: str
    new_name: str
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
    edited: Words | None = None
    added, refused = ("", ""), None
    if request.method == "POST":
        require(request.actor, "edit-settings", at(plan))
        do = request.POST.get("do", "save")
        name = request.POST.get("name", "")
        try:
            if do == "add":
                added = (request.POST.get("new_name", ""), request.POST.get("terms", ""))
                return _done(request, plan, _add(request, plan, *added))
            if do == "remove":
                return _done(request, plan, deeds.remove_vocabulary(setting_of(request, plan), name=name))
            if do == "save":
                return _done(request, plan, _save(request, plan, name))
            edited = _form(document, name, typed=_moved(_typed(request.POST), do), data=request.POST, moved=True)
        except EditRefused as error:
            refused = str(error)
            if do != "add":
                edited = _form(document, name, typed=_typed(request.POST), data=request.POST, refused=refused)
    forms = [
        edited if edited is not None and edited.name == each.name else _form(document, each.name)
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
        refused=refused if edited is None else None,
    )


def _save(request: StaffRequest, plan: Plan, name: str) -> Done:
    rows = _typed(request.POST)
    return deeds.set_vocabulary(
        setting_of(request, plan),
        name=name,
        terms=[term for _old, term in rows],
        renamed={old: term.strip() for old, term in rows if old and term.strip()},
        new_name=request.POST.get("new_name", name),
    )


def _add(request: StaffRequest, plan: Plan, name: str, terms: str) -> Done:
    return deeds.add_vocabulary(setting_of(request, plan), name=name, terms=terms.splitlines())


def _done(request: StaffRequest, plan: Plan, done: Done) -> HttpResponse:
    messages.success(request, done.entry.summary if done.entry else _("変わったところはありません。"))
    return redirect("settings_vocabularies", plan.slug)


def _typed(data: QueryDict) -> list[tuple[str, str]]:
    return list(zip(data.getlist("old"), data.getlist("term"), strict=False))


def _moved(rows: list[tuple[str, str]], do: str) -> list[tuple[str, str]]:
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
    *,
    typed: list[tuple[str, str]] | None = None,
    data: QueryDict | None = None,
    refused: str | None = None,
    moved: bool = False,
) -> Words:
    terms = next((each.terms for each in document.vocabularies if each.name == name), ())
    uses = term_uses(document).get(name, {})
    rows = typed if typed is not None else [(term, term) for term in terms]
    filled = [(old, term) for old, term in rows if old or term.strip()] + [("", "")] * _SPARE
    return Words(
        name=name,
        new_name=data.get("new_name", name) if data is not None else name,
        rows=tuple(Word(old, term, uses.get(old, TermUse())) for old, term in filled),
        unlisted=tuple((term, use) for term, use in uses.items() if term not in terms),
        refused=refused,
        moved=moved,
    )
