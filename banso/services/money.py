"""Deeds on money beside typing single cells: one year's estimates become its budget."""

from __future__ import annotations

from collections.abc import Collection

from banso.domain.document_words import VALUE_WORDS
from banso.domain.edits import EditRefused
from banso.domain.edits.money import copy_column
from banso.domain.money import Column, costs
from banso.domain.years import format_fiscal_year
from banso.models import Plan
from banso.queries.documents import document_of
from banso.services.changing import Done, change
from banso.services.policy import Actor


def copy_amounts(
    *,
    actor: Actor,
    plan: Plan,
    source: Column,
    to: Column,
    nodes: Collection[str] | None = None,
    based_on: int | None = None,
) -> Done:
    """The amounts of one year and stage into another where nothing stands yet, as one deed.

    Raises EditRefused where the plan has no such amounts, NotAllowed and Conflict.
    """
    if source == to or source not in costs(document_of(plan)).columns:
        raise EditRefused(f"{column_words(source)}の金額がないので、複写できません。先に金額を入れてください。")
    return change(
        actor=actor,
        plan=plan,
        deed="enter-results",
        edit=lambda document: copy_column(document, source=source, to=to, nodes=nodes),
        based_on=based_on,
        summary=f"{column_words(source)}を{column_words(to)}に複写しました。",
    )


def column_words(column: Column) -> str:
    """A year and stage as a sentence names it: 令和7年度の見込み."""
    return f"{format_fiscal_year(column.year, '令和5年度')}の{VALUE_WORDS['Budget.stage'][column.stage]}"
