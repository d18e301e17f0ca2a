"""Deeds on references and logic models: one entry each, a sentence people understand, undone in one step."""

from __future__ import annotations

import pytest

from banso.domain.document import ExternalNode
from banso.domain.edits import EditRefused
from banso.domain.edits.links import name_of
from banso.domain.edits.logic_model import logic_model_of
from banso.models import Person, Plan
from banso.queries.documents import read_document
from banso.services.changing import Conflict, undo
from banso.services.links import refer, remove_reference, write_logic_model
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.structure import Making

pytestmark = pytest.mark.django_db
STRATEGY = ExternalNode(title="第2期総合戦略", first_year=2020, last_year=2024)


def test_a_reference_is_one_entry_in_words(plan: Plan, actor: Actor) -> None:
    before = read_document(plan)
    done = refer(Making(actor, plan), key="1-①", external=STRATEGY, reason="施策の根拠")
    assert done.entry is not None
    assert done.entry.summary.endswith("の関連・根拠に「第2期総合戦略」を加えました。")
    link = next(node for node in done.document.nodes if node.key == "1-①").links[-1]
    again = refer(Making(actor, plan), key="1-①", external=STRATEGY, reason="施策の根拠", instead_of=name_of(link))
    assert again.entry is None, "nothing changed, nothing is written"
    gone = remove_reference(Making(actor, plan), key="1-①", name=name_of(link))
    assert gone.entry is not None
    assert "「第2期総合戦略」を外しました。" in gone.entry.summary
    undo(actor=actor, plan=plan)
    plan.refresh_from_db()
    assert next(node for node in read_document(plan).nodes if node.key == "1-①").links[-1] == link
    undo(actor=actor, plan=plan)
    plan.refresh_from_db()
    assert read_document(plan) == before


def test_two_people_who_change_the_same_links_both_see_it(plan: Plan, actor: Actor) -> None:
    seen = plan.revision
    refer(Making(actor, plan, seen), key="1-①", external=STRATEGY)
    with pytest.raises(Conflict):
        refer(Making(actor, plan, seen), key="1-①", external=ExternalNode(title="別の計画"))


def test_a_logic_model_is_one_entry(plan: Plan, actor: Actor) -> None:
    done = write_logic_model(Making(actor, plan), key="1-①-a", parts={"投入": "2人\r\n", "成果": "続く店"})
    assert done.entry is not None
    assert "ロジックモデルを書き直しました。" in done.entry.summary
    assert logic_model_of(done.document, "1-①-a") == {"投入": "2人", "成果": "続く店"}
    with pytest.raises(EditRefused, match="20,000字まで"):
        write_logic_model(Making(actor, plan), key="1-①-a", parts={"投入": "あ" * 20_001})


def test_only_who_edits_the_plan_does(plan: Plan, contributor: Person) -> None:
    making = Making(actor_of(contributor), plan)
    with pytest.raises(NotAllowed):
        refer(making, key="1-①", external=STRATEGY)
    with pytest.raises(NotAllowed):
        write_logic_model(making, key="1-①-a", parts={"投入": "2人"})
