"""The forms of a plan with what is blank on each, and one paper to write on."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

import banso.sheets
from banso.http import based_on
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.forms_of import paper_in, states_of, subjects_in, uses_sheets, years_of_papers
from banso.queries.jobs import latest_jobs
from banso.services.policy import at, may
from banso.services.totals import accept_totals
from banso.sheets.blocks.html import shown
from banso.sheets.blocks.value import Paper
from banso.sheets.forms import FORMS, Form, Subject
from banso.web.entry.saving import save_from
from banso.web.entry.words import result_choices, script_words
from banso.web.guard import StaffRequest, on_plan
from banso.web.paper.writing import Writing, address_of_paper, differing_in
from banso.web.shell import show, year_of

MOST_FIELDS = 1500
"""Fields on one page: a paper with more is worked on part by part."""

MOST_PARTS = 100
"""Parts of a paper that is shown whole; a larger one is opened part by part."""

_SHEETS = Path(banso.sheets.__file__).parent


@dataclass(frozen=True, slots=True)
class Way:
    """Where a paper stands among the parts of its form."""

    position: int
    count: int
    previous: tuple[str, str] | None
    next: tuple[str, str] | None


@require_safe
@on_plan()
def papers(request: StaffRequest, plan: Plan, year: int | None = None) -> HttpResponse:
    """The forms that fit the plan, their parts and what is blank on each, and the downloads of all of them."""
    years = years_of_papers(plan)
    chosen = year if year is not None else year_of(request, plan)
    if year is not None and year not in years:
        raise Http404
    states = states_of(plan, chosen)
    own = [state for state in states if state.own]
    return show(
        request,
        "paper/list.html",
        title=_("帳票"),
        section="papers",
        plan=plan,
        year=chosen,
        paper_years=years,
        own=own or list(states),
        further=[state for state in states if not state.own] if own else [],
        most_parts=MOST_PARTS,
        sheets=uses_sheets(document_of(plan)) and chosen is not None,
        jobs=latest_jobs(plan),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@on_plan()
def paper(request: StaffRequest, plan: Plan, form: str, year: int | None, node: str | None = None) -> HttpResponse:
    """One paper as it is printed: its facts are written in place by who may change them (POST saves cells)."""
    asked = form_or_404(plan, form, year)
    subjects = subjects_in(plan, asked, year)
    if node is None and len(subjects) > MOST_PARTS:
        return redirect(f"{list_address(plan, year)}#form-{asked.name}")
    made = paper_or_404(plan, asked, year, node)
    writing = Writing(request.actor, plan, asked, year, node, made)
    here = address_of_paper(plan, asked, year, node)
    if request.method == "POST":
        return save_from(request, plan, shown=writing.shown, back=here)
    fields = writing.fields()
    too_many = len(fields) > MOST_FIELDS
    return show(
        request,
        "paper/page.html",
        title=_title(asked, year, made, subjects, node),
        section="papers",
        plan=plan,
        year=year,
        form=asked,
        paper_year=year,
        years=years_of_papers(plan) if year is not None else (),
        node=node,
        way=_way(plan, asked, year, subjects, node),
        pages=list(shown(_own_pages(made, asked), level=2)),
        bound=_bound(plan, made, asked, year),
        fields={} if too_many else fields,
        too_many=too_many,
        mends=writing.mends(),
        choices=result_choices(),
        words=script_words(),
        here=here,
        totals=differing_in(plan, year),
        may_accept=may(request.actor, "enter-results", at(plan)),
        style=_style_address(),
    )


@require_POST
@on_plan("enter-results")
def totals(request: StaffRequest, plan: Plan, form: str, year: int | None) -> HttpResponse:
    """Let the computed totals of the year take the place of those that a paper stated."""
    asked = form_or_404(plan, form, year)
    if year is None:
        raise Http404
    accept_totals(actor=request.actor, plan=plan, year=year, based_on=based_on(request))
    messages.success(request, _("集計を、計算した数にしました。"))
    return redirect(address_of_paper(plan, asked, year, None))


@require_safe
@cache_control(private=True, max_age=31_536_000, immutable=True)
def blocks_style(request: HttpRequest) -> HttpResponse:
    """The style of papers of blocks, the same as in their standalone pages."""
    return HttpResponse(_style(), content_type="text/css; charset=utf-8")


def form_or_404(plan: Plan, name: str, year: int | None) -> Form:
    """A form of blocks of this name that has papers of this kind of year."""
    form = FORMS.get(name)
    if form is None or not form.of_blocks or (year is None and form.yearly):
        raise Http404
    if year is not None and year not in years_of_papers(plan):
        raise Http404
    return form


def list_address(plan: Plan, year: int | None) -> str:
    """The list of the plan's papers."""
    return reverse("papers_in", args=[plan.slug, year]) if year is not None else reverse("papers", args=[plan.slug])


def paper_or_404(plan: Plan, form: Form, year: int | None, node: str | None) -> Paper:
    """The paper of one part, or of all; 404 where the form has nothing to show of it."""
    if node is not None and node not in {subject.key for subject in subjects_in(plan, form, year)}:
        raise Http404
    made = paper_in(plan, form, year, node)
    if made is None:
        raise Http404
    return made


def _own_pages(made: Paper, form: Form) -> Paper:
    """The paper without pages that are bound in from another form, which has pages of its own."""
    return replace(made, pages=tuple(page for page in made.pages if page.form in (None, form.name)))


def _bound(plan: Plan, made: Paper, form: Form, year: int | None) -> list[tuple[str, str]]:
    """The forms whose pages are bound into this paper, by title and address of their list."""
    names = dict.fromkeys(page.form for page in made.pages if page.form not in (None, form.name))
    return [(FORMS[name].title, f"{list_address(plan, year)}#form-{name}") for name in names if name is not None]


def _title(form: Form, year: int | None, made: Paper, subjects: Sequence[Subject], node: str | None) -> str:
    title = form.title if form.yearly or year is None else made.pages[0].title
    subject = next((each.title for each in subjects if each.key == node), None)
    return f"{title}　{subject}" if subject else title


def _way(plan: Plan, form: Form, year: int | None, subjects: Sequence[Subject], node: str | None) -> Way | None:
    keys = [subject.key for subject in subjects]
    if node not in keys:
        return None
    place = keys.index(node)

    def to(number: int) -> tuple[str, str] | None:
        if not 0 <= number < len(keys):
            return None
        return subjects[number].title, address_of_paper(plan, form, year, keys[number])

    return Way(place + 1, len(keys), to(place - 1), to(place + 1))


@cache
def _style() -> str:
    return "\n".join((_SHEETS / name).read_text("utf-8") for name in ("paper.css", "blocks/blocks.css"))


@cache
def _style_address() -> str:
    return hashlib.sha256(_style().encode()).hexdigest()[:12]
