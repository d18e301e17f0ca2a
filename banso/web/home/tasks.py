"""What waits in a plan, as sentences with the page where each is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from banso.models import Plan
from banso.queries.home import PlanState
from banso.services.policy import Actor, Deed, at, may


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


def _of(missing: int, total: int) -> str:
    return _("%(total)d枚のうち%(missing)d枚") % {"total": total, "missing": missing}
