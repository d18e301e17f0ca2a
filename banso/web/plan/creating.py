"""Making a plan: from nothing, from the last plan; papers go the way of the import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from banso.domain.document import Level, PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.years import carry_plan
from banso.domain.years import parse_fiscal_year
from banso.models import Organization, Plan
from banso.queries.documents import document_of
from banso.services.plans import create_plan
from banso.services.policy import at, may, of, require
from banso.web.guard import StaffRequest, signed_in
from banso.web.shell import show

Kind = Literal["promotion-plan", "action-programme", "policy-evaluation", "support-plan", "other"]
KINDS: tuple[tuple[Kind, str], ...] = (
    ("promotion-plan", gettext_noop("振興計画（中小企業・産業）")),
    ("action-programme", gettext_noop("行動計画・アクションプラン")),
    ("policy-evaluation", gettext_noop("総合計画・政策評価")),
    ("support-plan", gettext_noop("経営発達支援計画")),
    ("other", gettext_noop("そのほかの計画")),
)
PRESETS: dict[str, tuple[str, tuple[Level, ...]]] = {
    "policy": (
        "方針 1 ＞ 施策 ① ＞ 取組 a",
        (
            Level(name="方針", numbering="1"),
            Level(name="施策", numbering="①"),
            Level(name="取組", numbering="a"),
        ),
    ),
    "goal": (
        "基本目標 1 ＞ 施策 1-1 ＞ 事業 (1)",
        (
            Level(name="基本目標", numbering="1"),
            Level(name="施策", numbering="1-1"),
            Level(name="事業", numbering="(1)"),
        ),
    ),
    "strategy": (
        "戦略 1 ＞ 取組 (1)",
        (Level(name="戦略", numbering="1"), Level(name="取組", numbering="(1)")),
    ),
    "field": (
        "政策 1 ＞ 分野 1 ＞ 施策 1 ＞ 事業 1-1",
        (
            Level(name="政策", numbering="1"),
            Level(name="分野", numbering="1"),
            Level(name="施策", numbering="1"),
            Level(name="事業", numbering="1-1"),
        ),
    ),
    "support": (
        "目標 ① ＞ 取組 (1) ＞ 内容 a",
        (
            Level(name="目標", numbering="①"),
            Level(name="取組", numbering="(1)"),
            Level(name="内容", numbering="a"),
        ),
    ),
}
"""Common ways of dividing a plan; names and numbers are changed in the settings at any time."""


@dataclass(slots=True)
class Wish:
    """What a person typed, and what is wrong with it (field → sentence)."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    first_year: int = 0
    last_year: int = 0

    def value(self, name: str, default: str = "") -> str:
        """What was typed, else the default."""
        return self.values.get(name, default)


@signed_in
def plan_new(request: StaffRequest) -> HttpResponse:
    """Choose how to start, and make the plan."""
    organizations = [
        each
        for each in Organization.objects.filter(pk__in=list(request.actor.roles)).order_by("name", "pk")
        if may(request.actor, "create-plan", of(each))
    ]
    if not organizations:
        require(request.actor, "create-plan", of(Organization()))
    plans = list(Plan.objects.filter(organization__in=organizations).order_by("title", "pk")[:500])
    how = request.POST.get("how") or request.GET.get("how", "")
    wish = Wish(values={name: value for name, value in request.POST.items() if isinstance(value, str)})
    if request.method == "POST":
        made = _make(request, wish, how, organizations, plans)
        if made is not None:
            messages.success(request, _("計画「%(title)s」を作りました。") % {"title": made.title or ""})
            return redirect("plan", made.slug)
    return show(
        request,
        "plan/new.html",
        title=_("計画を作る"),
        section="plan",
        status=422 if wish.errors else 200,
        organizations=organizations,
        plans=plans,
        how=how if how in ("empty", "carry") else "",
        wish=wish,
        kinds=[(key, _(words)) for key, words in KINDS],
        presets=[(key, words) for key, (words, _levels) in PRESETS.items()],
    )


def _make(
    request: StaffRequest, wish: Wish, how: str, organizations: list[Organization], plans: list[Plan]
) -> Plan | None:
    """The plan made, None where something is wrong (told in ``wish.errors``)."""
    form = request.POST
    _check(wish, form)
    organization = next((each for each in organizations if str(each.pk) == form.get("organization")), organizations[0])
    if how == "carry":
        last = next((each for each in plans if each.slug == form.get("plan")), None)
        if last is None:
            wish.errors["plan"] = _("引き継ぐ計画を選んでください。")
        if wish.errors or last is None:
            return None
        require(request.actor, "see", at(last))
        try:
            document = carry_plan(
                document_of(last), title=wish.value("title"), first_year=wish.first_year, last_year=wish.last_year
            )
        except EditRefused as refusal:
            wish.errors["first_year"] = str(refusal)
            return None
        return create_plan(
            actor=request.actor,
            organization=last.organization,
            document=document,
            predecessor=last,
            reason=_("「%(title)s」を引き継いで作成") % {"title": last.title or ""},
        ).plan
    if wish.errors:
        return None
    document = PlanDocument(
        title=wish.value("title").strip(),
        kind=next((known for known, _words in KINDS if known == form.get("kind")), None),
        first_year=wish.first_year,
        last_year=wish.last_year,
        levels=PRESETS.get(form.get("levels", ""), ("", ()))[1],
    )
    return create_plan(actor=request.actor, organization=organization, document=document).plan


def _check(wish: Wish, form: QueryDict) -> None:
    if not wish.value("title").strip():
        wish.errors["title"] = _("計画の名称を入れてください。")
    years = {}
    for name in ("first_year", "last_year"):
        year = parse_fiscal_year(wish.value(name))
        if year is None:
            wish.errors[name] = _("年度を「令和7」「R7」「2025」のように入れてください。")
        else:
            years[name] = year
    if len(years) == 2:
        if years["first_year"] > years["last_year"]:
            wish.errors["last_year"] = _("終了年度が開始年度より前になっています。計画期間を確かめてください。")
        elif years["last_year"] - years["first_year"] > 30:
            wish.errors["last_year"] = _("計画期間が30年を超えています。年度を確かめてください。")
    wish.first_year, wish.last_year = years.get("first_year", 0), years.get("last_year", 0)
