"""The demonstration plan in the tables: a deed stores it once per test database, and every test gets a fresh copy of its rows.

Storing it takes a tenth of a second of differences, history and rows; the database copies the same rows in a few
milliseconds. A copy has a uid, a moment and a seal of its own, so nothing that is kept by uid or digest goes from one
test to the next.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone

from banso.library.demonstration import demonstration_plan
from banso.models import ROWS, Entry, EntryPlace, Organization, Plan, Role
from banso.queries.documents import remember
from banso.queries.history import seal
from banso.services.people import add_organization, add_person
from banso.services.plans import create_plan
from banso.services.policy import Actor, actor_of

_own: dict[str, Any] = {}
"""The stored plan's and its history entry's own columns; their rows wait in tables beside the real ones."""


@transaction.atomic
def keep_demonstration() -> None:
    """Store the plan by its deed, put its rows aside, and leave the tables as empty as they were."""
    organization = add_organization(name="控え", slug="hikae")
    person = add_person(username="hikae", name="控え", organization=organization, role=Role.SECRETARIAT, password="x")
    plan = create_plan(actor=actor_of(person), organization=organization, document=demonstration_plan()).plan
    _own.update(plan=_columns(plan), entry=_columns(Entry.objects.get(plan=plan)))
    with connection.cursor() as cursor:
        for model in (*ROWS.values(), EntryPlace):
            cursor.execute(
                f"CREATE TABLE {_aside(model)} AS "
                f"SELECT * FROM {model._meta.db_table} WHERE plan_id = {plan.pk} ORDER BY id"
            )
    plan.delete()
    person.delete()
    organization.delete()


@transaction.atomic
def store_demonstration(*, actor: Actor, organization: Organization, slug: str) -> Plan:
    """The plan as ``create_plan`` stores it for the actor, now."""
    plan = Plan.objects.create(
        **{**_own["plan"], "uid": uuid.uuid4(), "organization": organization, "slug": slug, "created_by": actor.person}
    )
    entry = Entry(**{**_own["entry"], "plan": plan, "at": timezone.now(), "actor": actor.person})
    entry.actor_name = actor.name
    entry.digest = plan.digest = seal(entry)
    entry.save(force_insert=True)
    plan.save(update_fields=["digest"])
    with connection.cursor() as cursor:
        for model in ROWS.values():
            _copy(cursor, model, plan_id=plan.pk)
        _copy(cursor, EntryPlace, plan_id=plan.pk, entry_id=entry.pk)
    transaction.on_commit(lambda: remember(plan, demonstration_plan()))
    return plan


def _copy(cursor: Any, model: type[Model], **own: int) -> None:
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    values = ", ".join(str(own[name]) if name in own else connection.ops.quote_name(name) for name in columns)
    cursor.execute(f"INSERT INTO {model._meta.db_table} ({quoted}) SELECT {values} FROM {_aside(model)}")


def _columns(row: Model) -> dict[str, Any]:
    return {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key}


def _aside(model: type[Model]) -> str:
    return f"aside_{model._meta.model_name}"
