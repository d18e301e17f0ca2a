"""Deeds on a sheet: its written texts and its overall rating."""

from __future__ import annotations

import re
from typing import Literal

from banso.domain.document import PlanDocument, TextKind
from banso.domain.edits import EditRefused
from banso.domain.edits.reports import rate_overall, write_text
from banso.models import Plan
from banso.queries.sheets import standing_rating
from banso.services.changing import Done, change
from banso.services.policy import Actor, NotAllowed, at, may

LONGEST = 20_000
"""Characters of one text: some twenty pages, more than any form holds."""

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
"""What comes along when texts are copied from other programs; databases and papers have no place for it."""


def written(text: str) -> str:
    """A text as it is kept: plain line ends, no controls. Raises EditRefused for one that is too long."""
    words = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(words) > LONGEST:
        raise EditRefused(
            f"文章が{len(words):,}字あります。{LONGEST:,}字までにして、詳しい内容は根拠資料として添付してください。"
        )
    return words


def write_report(
    *,
    actor: Actor,
    plan: Plan,
    node: str,
    year: int,
    kind: TextKind,
    text: str,
    heading: str | None = None,
    order: int | None = None,
    based_on: int | None = None,
) -> Done:
    """Write one of a sheet's texts (事業実績, 課題等, 備考, 作成日); a blank one takes it away.

    Raises NotAllowed, Conflict, and EditRefused for a text that is too long or a node the plan does not have.
    """
    words = written(text)

    def edit(document: PlanDocument) -> PlanDocument:
        return write_text(document, node=node, year=year, kind=kind, heading=heading, order=order, text=words)

    return change(actor=actor, plan=plan, deed="write-texts", edit=edit, based_on=based_on)


def rate_sheet(
    *,
    actor: Actor,
    plan: Plan,
    node: str,
    year: int,
    step: int | None,
    value: str | None = None,
    reason: str | None = None,
    stage: Literal["draft", "confirmed"] = "draft",
    based_on: int | None = None,
) -> Done:
    """Rate a sheet by a step of its scale (or, without a scale, in words), as a draft or for good.

    Only who may edit the plan confirms a rating or changes a confirmed one. Raises NotAllowed, Conflict, and EditRefused
    for an unknown step or for confirming nothing.
    """

    def edit(document: PlanDocument) -> PlanDocument:
        standing = standing_rating(document, node, year)
        confirmed = standing is not None and standing.stage == "confirmed"
        if (confirmed or stage == "confirmed") and not may(actor, "edit-plan", at(plan)):
            raise NotAllowed(
                "確定した総合評価を変えることは、いまの役割ではできません。事務局に頼んでください。"
                if confirmed
                else "総合評価を確定することは、いまの役割ではできません。（案）のまま保存し、事務局に頼んでください。"
            )
        if stage == "confirmed" and step is None and not value:
            raise EditRefused("総合評価を選んでから確定してください。")
        return rate_overall(
            document,
            node=node,
            year=year,
            step=step,
            value=value or None,
            reason=None if reason is None else _CONTROLS.sub("", reason.replace("\r\n", "\n")),
            stage=stage,
            by=standing.by if standing is not None else None,
        )

    return change(actor=actor, plan=plan, deed="write-texts", edit=edit, based_on=based_on)
