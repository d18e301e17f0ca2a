"""The rules of evaluation: those in force, the editor with its preview, and the library of published ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banso.domain.document import PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.effective_rule import rule_sets_in_force
from banso.domain.grade_signs import band_signs
from banso.domain.quantity import STATE_LABELS
from banso.domain.rule_set import RuleSet
from banso.domain.rules.boundaries import BoundaryCase, band_faults, boundary_cases, hole_note
from banso.domain.rules.wording import reason_words, rule_words
from banso.library.published import published_rule_sets
from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.settings import RuleEffect, rule_effect, rule_spans, steps_in_use
from banso.queries.years import closed_until
from banso.services import settings as deeds
from banso.web.guard import StaffRequest, on_plan
from banso.web.settings import words
from banso.web.settings.frame import page, setting_of
from banso.web.settings.rule_form import (
    SPARE_BANDS,
    SPARE_STEPS,
    BandLine,
    RuleForm,
    StepLine,
    form_of,
    form_typed,
    rule_set_of,
)
from banso.web.shell import fragment

_MORE = 3
"""Rows that one press on "more rows" adds."""


@dataclass(frozen=True, slots=True)
class RulePreview:
    """What the form means: faults that refuse it, or the edges with their grades and what would change."""

    faults: tuple[str, ...] = ()
    rule_set: RuleSet | None = None
    cases: tuple[BoundaryCase, ...] = ()
    notes: tuple[str, ...] = ()
    words: str = ""
    effect: RuleEffect | None = None
    signs: dict[str, int] | None = None


@require_GET
@on_plan()
def rules(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The rule sets of the plan with the years they judge."""
    document = document_of(plan)
    spans = [
        (span, rule_words(span.rule_set), boundary_cases(span.rule_set), signs_of(span.rule_set))
        for span in rule_spans(document)
    ]
    return page(
        request,
        plan,
        "settings/rules.html",
        tab="settings_rules",
        title=_("評価の決まり"),
        spans=spans,
        levels=document.levels,
        kept=closed_until(plan),
    )


@on_plan("edit-settings")
def edit(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The editor: of a rule set of the plan (``key``), of a published one (``library``), or of a new one.

    Without script ``do`` says what a button asks for: preview, more (rows) or save.
    """
    document = document_of(plan)
    data = request.POST if request.method == "POST" else request.GET
    base = _base(document, data.get("key"), data.get("library"), data.get("from_year"))
    form = form_of(base)
    spare, refused, status = 0, None, 200
    do = request.POST.get("do", "preview")
    if request.method == "POST":
        form = form_typed(request.POST)
        spare = _MORE if do == "more" else 0
    shown, form = _previewed(plan, document, form, base, data.get("key"))
    if request.method == "POST" and do == "save":
        status = 422
        if shown.rule_set is None or shown.faults:
            refused = _("保存できませんでした。赤い字のところを直してください。")
        elif shown.effect is not None and shown.effect.digest != request.POST.get("seen", ""):
            refused = _("評価が変わる実績があります。下の一覧を確かめてから、もう一度「保存する」を押してください。")
        else:
            deeds.set_rule_set(setting_of(request, plan), rule_set=shown.rule_set, original=data.get("key") or None)
            messages.success(request, _("評価の決まりを保存しました。"))
            return redirect("settings_rules", plan.slug)
    bands = (*form.bands, *[BandLine()] * (SPARE_BANDS + spare))
    steps = (*form.steps, *[StepLine()] * (SPARE_STEPS + spare))
    return page(
        request,
        plan,
        "settings/rule.html",
        tab="settings_rules",
        title=_("評価の決まりの編集"),
        status=status,
        form=form,
        bands=bands,
        steps=steps,
        key=data.get("key") or "",
        library=data.get("library") or "",
        shown=shown,
        refused=refused,
        w=words,
        case_words=_case_words(),
        years=_years(document, base),
        levels=document.levels,
    )


@require_POST
@on_plan("edit-settings")
def preview(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The preview of what stands in the form, while it is being filled in."""
    document = document_of(plan)
    base = _base(document, request.POST.get("key"), request.POST.get("library"), request.POST.get("from_year"))
    shown, form = _previewed(plan, document, form_typed(request.POST), base, request.POST.get("key"))
    return fragment(request, "settings/rule_preview.html", shown=shown, form=form, plan=plan, live=True)


@on_plan("edit-settings")
def remove(request: StaffRequest, plan: Plan) -> HttpResponse:
    """What removing a rule set would change, and removing it."""
    document = document_of(plan)
    key = request.POST.get("key") or request.GET.get("key", "")
    rule_set = next((each for each in document.rule_sets if each.key == key), None)
    if rule_set is None:
        raise Http404
    effect = rule_effect(plan, deeds.without_rule_set(document, key=key))
    if request.method == "POST" and effect.digest == request.POST.get("seen", ""):
        deeds.remove_rule_set(setting_of(request, plan), key=key)
        messages.success(request, _("評価の決まりを消しました。元に戻すときは、履歴の画面で取り消してください。"))
        return redirect("settings_rules", plan.slug)
    return page(
        request,
        plan,
        "settings/rule_remove.html",
        tab="settings_rules",
        title=_("評価の決まりを消す"),
        rule_set=rule_set,
        told=rule_words(rule_set),
        effect=effect,
    )


@require_GET
@on_plan()
def library(request: StaffRequest, plan: Plan) -> HttpResponse:
    """The published rule sets of public bodies, each with its source and worked examples."""
    document = document_of(plan)
    return page(
        request,
        plan,
        "settings/library.html",
        tab="settings_library",
        title=_("公表されている評価の決まり"),
        published=[
            (key, each, rule_words(replace(each.rule_set, source=None)), signs_of(each.rule_set))
            for key, each in published_rule_sets().items()
        ],
        years=_years(document, None),
        state_words=_case_words(),
        reason_words=reason_words,
    )


def signs_of(rule_set: RuleSet) -> dict[str, int]:
    """The number of the sign of each grade of the rule set."""
    return band_signs([band.grade for band in rule_set.bands])


def _previewed(
    plan: Plan, document: PlanDocument, form: RuleForm, base: RuleSet, original: str | None
) -> tuple[RulePreview, RuleForm]:
    rule_set, form = rule_set_of(form, base)
    if rule_set is None:
        return RulePreview(tuple(form.errors.values())), form
    if faults := band_faults(rule_set.bands):
        return RulePreview(faults), replace(form, errors={"bands": "".join(faults)})
    try:
        changed = deeds.with_rule_set(document, rule_set=rule_set, original=original or None)
    except EditRefused as error:
        return RulePreview((str(error),)), form
    notes = hole_note(rule_set)
    first = next(iter(rule_sets_in_force(changed.rule_sets, rule_set.from_year or 0)), rule_set)
    if first.level != rule_set.level:
        notes = (*notes, _("同じ年度に別の階層の決まりがあり、指標の評価にはそちらを使います。"))
    if steps := steps_in_use(document, rule_set):
        told = "、".join(map(str, steps))
        notes = (*notes, _("総合評価の段階「%(steps)s」は、もう評価に使われています。") % {"steps": told})
    return (
        RulePreview(
            rule_set=rule_set,
            cases=boundary_cases(rule_set),
            notes=notes,
            words=rule_words(rule_set),
            effect=rule_effect(plan, changed),
            signs=signs_of(rule_set),
        ),
        form,
    )


def _base(document: PlanDocument, key: str | None, library: str | None, from_year: str | None) -> RuleSet:
    """The rule set the form starts from: the plan's, a published one fitted to the plan, or a plain new one."""
    year = int(from_year) if from_year and from_year.isdecimal() and len(from_year) == 4 else None
    if key:
        found = next((each for each in document.rule_sets if each.key == key), None)
        if found is None:
            raise Http404
        return found
    if library:
        published = published_rule_sets().get(library)
        if published is None:
            raise Http404
        # Beside a rule set of another level it would not judge the indicators: it takes that one's place.
        present = next(iter(rule_sets_in_force(document.rule_sets, year)), None) if year is not None else None
        level = present.level if present is not None else published.rule_set.level
        fitting = level if level is not None and level < len(document.levels) else None
        return replace(published.rule_set, from_year=year, level=fitting)
    first = year if year is not None else document.first_year
    return RuleSet(key=f"rules-{first}" if first else "rules", from_year=first, special={})


def _case_words() -> dict[str, str]:
    states = {str(state): _(word) for state, word in STATE_LABELS.items()}
    return {
        **states,
        "target-zero": _("目標が0"),
        "negative": _("目標か実績が負の数"),
        "not-set": _("目標の設定なし"),
        "not-entered": _("実績が未入力"),
        "none": _("実績が「—」"),
    }


def _years(document: PlanDocument, base: RuleSet | None) -> list[int]:
    found = {each.from_year for each in document.rule_sets if each.from_year is not None}
    if base is not None and base.from_year is not None:
        found.add(base.from_year)
    if document.first_year is not None and document.last_year is not None:
        found |= set(range(document.first_year, document.last_year + 1))
    return sorted(found)
