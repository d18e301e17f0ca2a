"""Changing a plan: every deed goes through ``change``, which is one transaction, one difference, one history entry.

A deed names the revision it was based on. Where somebody else has changed the same fact since, it is refused with both
values, so nothing is overwritten unseen; where the fact already is as asked, nothing happens (a repeated request is safe).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, cast

from django.db import transaction
from django.utils import timezone

from banso.domain.diff import Change, Difference, diff
from banso.domain.diff import undo as undone
from banso.domain.difference_json import dump_difference, load_difference
from banso.domain.difference_words import sentence
from banso.domain.document import PlanDocument
from banso.domain.quantity import QUANTITY_FIELDS
from banso.models import BESIDE, BESIDE_DEEDS, Entry, EntryPlace, Plan, YearStructure
from banso.queries.documents import document_of, remember
from banso.queries.history import CREATION, last_own, seal
from banso.services.applying import apply_to_tables
from banso.services.policy import Actor, Deed, at, require

Edit = Callable[[PlanDocument], PlanDocument]
_ASKED_AT_ONCE = 900
"""Addresses in one question: older SQLite takes at most a thousand values."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a deed did: its history entry (None where nothing had to change), and the plan after it.

    ``left`` are changes that could not be taken back because somebody has edited their facts since (undo only).
    """

    entry: Entry | None
    plan: Plan
    document: PlanDocument
    difference: Difference = field(default_factory=Difference)
    left: tuple[Change, ...] = ()


class Conflict(Exception):
    """Somebody else has changed the same fact since this person looked.

    ``changes`` are all that this person wanted and that clash (their before is the present value), ``change`` the first,
    ``theirs`` the entry that came between there, ``document`` the plan as it is now.
    """

    def __init__(self, changes: Sequence[Change], theirs: Entry, document: PlanDocument) -> None:
        super().__init__(f"{theirs.actor_name}さんが先に同じところを変えています。両方の値を見て、選び直してください。")
        self.change = changes[0]
        self.changes = tuple(changes)
        self.theirs = theirs
        self.document = document


class NothingToUndo(Exception):
    """The person has no deed of their own on this plan that could be taken back."""


def change(
    *,
    actor: Actor,
    plan: Plan,
    deed: Deed,
    edit: Edit,
    based_on: int | None = None,
    reason: str = "",
    summary: str = "",
) -> Done:
    """Apply an edit of the plan's document to the stored plan.

    ``edit`` gets the document as it is now and returns it changed; it may refuse by raising. ``based_on`` is the
    revision the person saw, None for deeds that look at the plan themselves (an import that was compared just now).
    ``summary`` replaces the sentence that is made from the difference. Raises NotAllowed, Conflict and what ``edit`` raises.
    """
    with transaction.atomic():
        locked = _locked(plan)
        old = document_of(locked)
        new = edit(old)
        difference = diff(old, new)
        for each in difference.changes or (Change(list="plan", address="plan"),):
            require(actor, deed, at(locked, each.address))
        if not difference:
            return Done(None, locked, old)
        if based_on is not None:
            _refuse_unseen(locked, difference, based_on, old)
        entry = _record(locked, actor, deed, difference, old, new, reason=reason, summary=summary)
    return Done(entry, locked, new, difference)


@dataclass(frozen=True, slots=True)
class Asked:
    """Who changes which plan, based on the revision they saw, and why. Its kinds name the deed that has to be allowed."""

    deed: ClassVar[Deed]
    actor: Actor
    plan: Plan
    based_on: int | None = None
    reason: str = ""

    def change(self, edit: Edit, summary: str = "") -> Done:
        """Store an edit of the plan as one deed of this kind; see ``change``."""
        return change(
            actor=self.actor,
            plan=self.plan,
            deed=self.deed,
            edit=edit,
            based_on=self.based_on,
            reason=self.reason,
            summary=summary,
        )


def note(*, actor: Actor, plan: Plan, deed: Deed, fact: str, summary: str, reason: str = "") -> Entry:
    """Keep a deed beside the plan document in its history: a file attached, a finding set aside (``BESIDE_DEEDS``).

    The entry has an empty difference and a place at the fact ("" for none). It belongs into the transaction of the deed
    itself, which has asked ``require`` already. ``plan`` is brought to its new revision.
    """
    with transaction.atomic():
        locked = _locked(plan)
        document = document_of(locked)
        entry = _record(locked, actor, deed, Difference(), document, document, reason=reason, summary=summary)
        if fact:
            EntryPlace.objects.create(entry=entry, plan=locked, number=entry.number, fact_address=fact, fields=BESIDE)
    plan.revision, plan.digest = locked.revision, locked.digest
    return entry


def undo(*, actor: Actor, plan: Plan, entry: Entry | None = None, reason: str = "") -> Done:
    """Take back an entry, or the person's own last deed that still stands; what was edited since is left and shown.

    The deed of another person takes the right to edit the plan. Raises NothingToUndo and NotAllowed.
    """
    with transaction.atomic():
        locked = _locked(plan)
        require(actor, "undo", at(locked))
        target = entry if entry is not None else last_own(locked, actor.person)
        if target is None or target.plan_id != locked.pk or target.number == CREATION:
            # That the plan was made at all is not taken back: one slip of the keyboard would empty it.
            raise NothingToUndo("元に戻せる自分の操作はありません。")
        if target.deed in BESIDE_DEEDS:
            raise NothingToUndo(
                "この操作は計画の内容を変えていないので、ここでは取り消せません。"
                "根拠資料はシートの画面で、確認済みの指摘は点検の画面で元に戻してください。"
            )
        if target.actor_id != actor.person.pk:
            require(actor, "edit-plan", at(locked))
        elif target.deed != "undo":
            # Roles change: what a person may no longer do, they may not take back either.
            require(actor, cast(Deed, target.deed), at(locked))
        if Entry.objects.filter(undoes=target).exists():
            raise NothingToUndo("この操作は、もう元に戻してあります。")
        old = document_of(locked)
        new, left = undone(old, load_difference(target.difference))
        difference = diff(old, new)
        if not difference:
            return Done(None, locked, old, difference, left)
        made = _record(
            locked,
            actor,
            "undo",
            difference,
            old,
            new,
            reason=reason,
            summary=f"取り消し：{target.summary}",
            undoes=target,
        )
        if not left:
            # A year that is no longer followed by an open one has its structure live again.
            YearStructure.objects.filter(plan=locked, number=target.number).delete()
    return Done(made, locked, new, difference, left)


def _locked(plan: Plan) -> Plan:
    """The plan's row, held until the end of the transaction: deeds on one plan stand in a line."""
    return Plan.objects.select_for_update().get(pk=plan.pk)


def _refuse_unseen(plan: Plan, difference: Difference, based_on: int, document: PlanDocument) -> None:
    wanted = {change.address: change for change in difference.changes}
    if plan.revision <= based_on:
        return
    since = EntryPlace.objects.filter(plan=plan, number__gt=based_on).exclude(fields=BESIDE)
    since = since.select_related("entry").order_by("-number")
    addresses = list(wanted)
    clashing: dict[str, Entry] = {}
    for start in range(0, len(addresses), _ASKED_AT_ONCE):
        for place in since.filter(fact_address__in=addresses[start : start + _ASKED_AT_ONCE]):
            mine = wanted[place.fact_address]
            if _overlap(set(place.fields.split()), set(_names(mine).split())):
                clashing.setdefault(place.fact_address, place.entry)
    if clashing:
        raise Conflict([wanted[address] for address in clashing], next(iter(clashing.values())), document)


def _overlap(theirs: set[str], mine: set[str]) -> bool:
    return not theirs or not mine or bool(theirs & mine)


def _names(change: Change) -> str:
    """The changed fields; a quantity changes as a whole, so its parts count as its amount."""
    return " ".join(sorted({"amount" if name in QUANTITY_FIELDS else name for name in change.fields}))


def _record(
    plan: Plan,
    actor: Actor,
    deed: str,
    difference: Difference,
    old: PlanDocument,
    new: PlanDocument,
    *,
    reason: str,
    summary: str,
    undoes: Entry | None = None,
) -> Entry:
    apply_to_tables(plan, difference)
    text = dump_difference(difference)
    now = timezone.now()
    number = plan.revision + 1
    difference_digest = hashlib.sha256(text.encode()).hexdigest()
    entry = Entry(
        plan=plan,
        number=number,
        at=now,
        actor=actor.person,
        actor_name=actor.name,
        deed=deed,
        summary=summary or _summary(difference, old, new),
        reason=reason,
        difference=text,
        difference_digest=difference_digest,
        undoes=undoes,
        previous=plan.digest,
    )
    entry.digest = seal(entry)
    entry.save(force_insert=True)
    EntryPlace.objects.bulk_create(
        [
            EntryPlace(entry=entry, plan=plan, number=number, fact_address=change.address, fields=_names(change))
            for change in difference.changes
        ],
        batch_size=500,
    )
    plan.revision, plan.digest = number, entry.digest
    plan.save()
    transaction.on_commit(lambda: remember(plan, new))
    return entry


def _summary(difference: Difference, old: PlanDocument, new: PlanDocument) -> str:
    changes = difference.changes
    if not changes:
        return "並び順を変更"
    first = sentence(changes[0], old, new)
    return first if len(changes) == 1 else f"{first} ほか{len(changes) - 1}件"
