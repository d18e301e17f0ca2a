"""Every fact cell of a form can be saved by its address, by those who may, and is stored where the address says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from banso.domain.document import Event, Measured, PlanDocument, Table, Vocabulary
from banso.models import Entry, Person, Plan
from banso.queries.documents import document_of
from banso.services.changing import change, undo
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.results import CellEdit, save_cells

pytestmark = pytest.mark.django_db


@pytest.fixture
def rich(plan: Plan, actor: Actor) -> Plan:
    """The plan with a vocabulary, an exhibition and a table."""

    def edit(document: PlanDocument) -> PlanDocument:
        return replace(
            document,
            vocabularies=(
                *document.vocabularies,
                Vocabulary(name="次年度方針", terms=("継続", "終了", "統合・縮小")),
                Vocabulary(name="重点事業", terms=("◎",)),
            ),
            events=(Event(node="1-①", name="産業まつり", days=Measured(amount=Decimal(2), unit="日")),),
            tables=(Table(key="産業", rows=(("建設", "10"), ("製造", "20"))),),
        )

    change(actor=actor, plan=plan, deed="edit-plan", edit=edit)
    plan.refresh_from_db()
    return plan


def save(actor: Actor, plan: Plan, *cells: tuple[str, str], based_on: int | None = None) -> list[str]:
    saved = save_cells(actor=actor, plan=plan, cells=[CellEdit(address, text, based_on) for address, text in cells])
    plan.refresh_from_db()
    return [outcome.kind for outcome in saved.outcomes]


def text_of(document: PlanDocument, **wanted: Any) -> str:
    return next(
        each.text for each in document.texts if all(getattr(each, name) == value for name, value in wanted.items())
    )


CELLS: list[tuple[str, str, Callable[[Any], Any], Any]] = [
    ("text/1-①/2023/activities", "講座を開いた", lambda d: text_of(d, node="1-①", kind="activities"), "講座を開いた"),
    ("text/1-①/2023/remarks/増減理由", "終了", lambda d: text_of(d, node="1-①", heading="増減理由"), "終了"),
    ("text/1-①/-/paragraph/調査手法/2", "聞取り", lambda d: text_of(d, heading="調査手法", order=2), "聞取り"),
    ("text/1-①/-/paragraph/3", "段落", lambda d: text_of(d, node="1-①", heading=None, order=3), "段落"),
    ("text/1-1/2023/review", "届いた", lambda d: text_of(d, indicator="1-1", kind="review"), "届いた"),
    ("budget/1-①/事業費/2023/budget", "２，５００千円", lambda d: d.budgets[0].amount, Decimal(2500)),
    (
        "budget/1-①/従事人員/2024/estimate",
        "0.5",
        lambda d: (d.budgets[0].amount, d.budgets[0].unit),
        (Decimal("0.5"), "人"),
    ),
    (
        "decision/1-①/2023/次年度方針",
        "統合・縮小",
        lambda d: (d.decisions[0].values, d.decisions[0].stage),
        (("統合・縮小",), "draft"),
    ),
    ("node/1-①/title", "新しい題名", lambda d: next(n.title for n in d.nodes if n.key == "1-①"), "新しい題名"),
    ("node/1-①/owner", "商工課", lambda d: next(n.owner for n in d.nodes if n.key == "1-①"), "商工課"),
    ("node/1-①/terms/重点事業", "◎", lambda d: next(n.terms["重点事業"] for n in d.nodes if n.key == "1-①"), ("◎",)),
    (
        "event/1-①/産業まつり/visitors",
        "約6,000人",
        lambda d: (d.events[0].visitors.amount, d.events[0].visitors.approximate),
        (Decimal(6000), True),
    ),
    ("event/1-①/産業まつり/days", "３", lambda d: (d.events[0].days.amount, d.events[0].days.unit), (Decimal(3), "日")),
    ("event/1-①/産業まつり/kind", "B to C", lambda d: d.events[0].kind, "B to C"),
    ("table/産業/1/1", "21", lambda d: d.tables[0].rows, (("建設", "10"), ("製造", "21"))),
]


@pytest.mark.parametrize(("address", "typed", "found", "expected"), CELLS, ids=[each[0] for each in CELLS])
def test_a_cell_is_saved_by_its_address_once_and_can_be_undone(
    actor: Actor, rich: Plan, address: str, typed: str, found: Callable[[PlanDocument], Any], expected: Any
) -> None:
    before, seen = document_of(rich), rich.revision
    assert save(actor, rich, (address, typed), based_on=seen) == ["saved"]
    assert found(document_of(rich)) == expected
    count = Entry.objects.count()
    assert save(actor, rich, (address, typed), based_on=seen) == ["saved"], "a repeated request is safe"
    assert Entry.objects.count() == count
    undo(actor=actor, plan=rich)
    rich.refresh_from_db()
    assert document_of(rich) == before


@pytest.mark.parametrize("address", [each[0] for each in CELLS])
def test_contributors_enter_figures_texts_and_decisions_and_leave_the_structure(
    contributor: Person, reader: Person, rich: Plan, address: str
) -> None:
    typed = next(each[1] for each in CELLS if each[0] == address)
    yearly = address.split("/")[0] in ("budget", "decision") or "/2023/" in address
    if yearly:
        assert save(actor_of(contributor), rich, (address, typed)) == ["saved"]
    else:
        with pytest.raises(NotAllowed, match="計画の体系"):
            save(actor_of(contributor), rich, (address, typed))
    with pytest.raises(NotAllowed):
        save(actor_of(reader), rich, (address, typed + "1"))


@pytest.mark.parametrize("address", [each[0] for each in CELLS])
def test_what_somebody_else_changed_since_is_shown_not_overwritten(
    actor: Actor, secretariat: Person, contributor: Person, rich: Plan, address: str
) -> None:
    first, second = {"decision": ("継続", "終了"), "node": ("◎", ""), "budget": ("1", "2")}.get(
        address.split("/")[0], ("3", "4")
    )
    if address.endswith(("title", "owner")):
        second = "別の名"
    seen = rich.revision
    assert save(actor, rich, (address, first), based_on=seen) == ["saved"]
    assert save(actor, rich, (address, second), based_on=seen) == ["conflict"]


def test_a_confirmed_decision_is_changed_only_by_who_may_edit_the_plan(
    actor: Actor, contributor: Person, rich: Plan
) -> None:
    address = "decision/1-①/2023/次年度方針"
    save(actor, rich, (address, "継続"))

    def confirm(document: PlanDocument) -> PlanDocument:
        return replace(document, decisions=(replace(document.decisions[0], stage="confirmed"),))

    change(actor=actor, plan=rich, deed="edit-plan", edit=confirm)
    rich.refresh_from_db()
    with pytest.raises(NotAllowed):
        save(actor_of(contributor), rich, (address, "終了"))
    assert save(actor, rich, (address, "終了")) == ["saved"]
    (decision,) = document_of(rich).decisions
    assert (decision.values, decision.stage) == (("終了",), "confirmed")


def test_a_blank_takes_a_decision_and_an_amount_away(actor: Actor, rich: Plan) -> None:
    cells = ("decision/1-①/2023/次年度方針", "budget/1-①/事業費/2023/budget")
    save(actor, rich, (cells[0], "継続"), (cells[1], "1"))
    assert save(actor, rich, *((cell, "") for cell in cells)) == ["saved", "saved"]
    assert (document_of(rich).decisions, document_of(rich).budgets) == ((), ())
