"""The deed of deciding what becomes of an element (次年度方針 …) in a year, with the reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from banso.domain.document import Decision, PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.reports import Stage
from banso.domain.edits.reports import decide as decided
from banso.services.changing import Asked, Done
from banso.services.policy import NotAllowed, at, may
from banso.services.texts import written


class Deciding(Asked):
    """Who decides, based on what they saw."""

    __slots__ = ()
    deed = "write-texts"


def decide(
    deciding: Deciding,
    *,
    node: str,
    year: int,
    vocabulary: str,
    values: Iterable[str],
    reason: str,
    confirmed: bool = False,
) -> Done:
    """Decide for an element in a year in a vocabulary's terms, as a draft or for good; no terms take the decision away.

    Only who may edit the plan decides for good or changes what is so. A decision that a paper states stays stated while
    only its reason changes. Raises NotAllowed, Conflict, and EditRefused for a reason without a decision.
    """
    chosen = tuple(values)
    words = written(reason).strip()

    def edit(document: PlanDocument) -> PlanDocument:
        old = decision_of(document, node, year, vocabulary)
        for_good = old is not None and old.stage == "confirmed"
        if (for_good or confirmed) and not may(deciding.actor, "edit-plan", at(deciding.plan)):
            raise NotAllowed(
                "確定した決定を変えることは、いまの役割ではできません。事務局に頼んでください。"
                if for_good
                else "決定を確定することは、いまの役割ではできません。（案）のまま保存し、事務局に頼んでください。"
            )
        if not chosen and (words or confirmed):
            raise EditRefused(f"「{vocabulary}」が選ばれていません。一つ選んでから保存してください。")
        kept = old is not None and old.values == chosen and old.stage == "stated" and not confirmed
        stage = cast(Stage, "stated") if kept else "confirmed" if confirmed else "draft"
        return decided(
            document,
            node=node,
            year=year,
            vocabulary=vocabulary,
            values=chosen,
            reason=words,
            stage=stage,
            by=old.by if old is not None else None,
        )

    return deciding.change(edit)


def decision_of(document: PlanDocument, node: str, year: int, vocabulary: str) -> Decision | None:
    """The decision as it stands, None where there is none."""
    wanted = (node, year, vocabulary)
    return next((each for each in document.decisions if (each.node, each.year, each.vocabulary) == wanted), None)
