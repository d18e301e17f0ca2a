"""Deeds on the years of a plan: opening the next one, which closes the structure of the year before."""

from __future__ import annotations

from django.db import transaction

from banso.domain.document import PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.year_opening import OpeningChoices, open_chosen
from banso.domain.plan_json import dump_document
from banso.models import Plan, YearStructure
from banso.queries.years import opening_digest, worked_before
from banso.services.changing import Done, change
from banso.services.policy import Actor


class OpeningChanged(EditRefused):
    """The plan was changed after the dry run, so that opening would do something else than was shown."""


def open_year(
    *,
    actor: Actor,
    plan: Plan,
    year: int,
    choices: OpeningChoices = OpeningChoices(),  # noqa: B008  # a frozen value
    shown: str | None = None,
    based_on: int | None = None,
    reason: str = "",
) -> Done:
    """Open a fiscal year as one deed. The years before keep the structure and rules they have now, from here on.

    ``shown`` is the ``opening_digest`` of the dry run the person confirmed: where opening would now do something else,
    OpeningChanged is raised and nothing is stored. Raises NotAllowed, Conflict and EditRefused.
    """
    before: list[PlanDocument] = []

    def edit(document: PlanDocument) -> PlanDocument:
        before.append(document)
        if shown is not None and opening_digest(document, year) != shown:
            raise OpeningChanged(
                "確認の画面を開いたあとに、計画が変えられています。新しい内容を確かめて、もう一度「この内容で開く」を押してください。"
            )
        return open_chosen(document, year=year, choices=choices).document

    with transaction.atomic():
        done = change(
            actor=actor,
            plan=plan,
            deed="edit-settings",
            edit=edit,
            based_on=based_on,
            reason=reason,
            summary=f"{year}年度を開きました",
        )
        if done.entry is not None and worked_before(before[0], year):
            YearStructure.objects.update_or_create(
                plan=done.plan,
                year=year - 1,
                defaults={"number": done.entry.number, "document": dump_document(before[0])},
            )
    return done
