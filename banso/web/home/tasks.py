"""What waits in a plan, as sentences with the page where each is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.queries.documents import document_of
from banso.queries.home import PlanState
from banso.queries.references import Ending, references_ending
from banso.services.policy import Actor, Deed, at, may
from banso.web.templating import fiscal_year

_ENDINGS = 3
"""Upper plans and vocabularies that end, told one by one; more are only counted."""


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is not done yet: what, how many of how many (``total`` 0: no whole), and where to do it."""

    what: str
    count: str
    address: str
    go: str
    mine: bool


def tasks_of(plan: Plan, year: int | None, state: PlanState, findings: Mapping[str, int], actor: Actor) -> list[Task]:
    """All that is open in the plan; ``mine`` tells whether this person may do it."""

    def mine(deed: Deed) -> bool:
        return may(actor, deed, at(plan))

    tasks: list[Task] = []
    if year is not None and state.results.missing:
        tasks.append(
            Task(
                _("実績が未入力の指標"),
                _("%(total)d件のうち%(missing)d件") % {"total": state.results.total, "missing": state.results.missing},
                reverse("entry", args=[plan.slug, year]),
                _("実績を入力する"),
                mine("enter-results"),
            )
        )
    if year is not None:
        sheets = reverse("sheets", args=[plan.slug, year]) + "?lacking=1"
        for word, waiting in state.texts:
            if waiting.missing:
                tasks.append(
                    Task(
                        _("「%(text)s」が空のシート") % {"text": word},
                        _of(waiting.missing, waiting.total),
                        sheets,
                        _("シートを開く"),
                        mine("write-texts"),
                    )
                )
        if state.ratings.missing:
            tasks.append(
                Task(
                    _("総合評価がまだのシート"),
                    _of(state.ratings.missing, state.ratings.total),
                    sheets,
                    _("シートを開く"),
                    mine("write-texts"),
                )
            )
    for form, waiting in state.papers:
        if waiting.missing:
            tasks.append(
                Task(
                    _("「%(form)s」の空欄") % {"form": form},
                    _("%(total)d欄のうち%(missing)d欄") % {"total": waiting.total, "missing": waiting.missing},
                    reverse("papers_in", args=[plan.slug, year])
                    if year is not None
                    else reverse("papers", args=[plan.slug]),
                    _("帳票を開く"),
                    mine("write-texts"),
                )
            )
    if state.indicators and not state.rules and year is not None:
        tasks.append(
            Task(
                _("評価の決まりがありません。達成率と評価が計算されません"),
                "",
                reverse("settings", args=[plan.slug]),
                _("設定を開く"),
                mine("edit-settings"),
            )
        )
    endings = [each for each in references_ending(document_of(plan), year) if each.due]
    tasks += [_ending(plan, each, mine("edit-plan")) for each in endings[:_ENDINGS]]
    if more := len(endings[_ENDINGS:]):
        what = _("ほかにも、期間が終わる根拠や区分")
        rest = _("%(count)d件") % {"count": more}
        tasks.append(Task(what, rest, reverse("plan", args=[plan.slug]), _("体系を開く"), mine("edit-plan")))
    checking = reverse("check", args=[plan.slug])
    words = {"error": _("点検のエラー"), "warning": _("点検の注意")}
    for severity, word in words.items():
        if count := findings.get(severity, 0):
            tasks.append(
                Task(
                    word,
                    _("%(count)d件") % {"count": count},
                    f"{checking}?severity={severity}",
                    _("点検を開く"),
                    mine("dismiss"),
                )
            )
    return tasks


def _ending(plan: Plan, ending: Ending, mine: bool) -> Task:
    """An upper plan or vocabulary that ends: what follows it has to be found."""
    named = {"title": ending.title, "year": fiscal_year(ending.last_year)}
    what = (
        _("根拠の「%(title)s」は%(year)sで終わりました")
        if ending.state == "ended"
        else _("根拠の「%(title)s」が%(year)sで終わります")
    ) % named
    if ending.nodes:
        return Task(what, "", reverse("node", args=[plan.slug, ending.nodes[0]]), _("項目を開く"), mine)
    return Task(what, "", reverse("settings_vocabularies", args=[plan.slug]), _("区分を開く"), mine)


def _of(missing: int, total: int) -> str:
    return _("%(total)d枚のうち%(missing)d枚") % {"total": total, "missing": missing}
