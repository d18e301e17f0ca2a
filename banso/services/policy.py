"""Who may do what: one function asked by every deed and every face.

The table is small now (three roles); states and scopes of work join it here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from banso.models import Organization, Person, Plan, Role

Deed = Literal[
    "see",
    "enter-results",
    "write-texts",
    "attach",
    "edit-plan",
    "edit-settings",
    "import",
    "print",
    "dismiss",
    "undo",
    "create-plan",
]

_EVERYBODY: frozenset[Deed] = frozenset({"see", "print"})
_CONTRIBUTOR: frozenset[Deed] = _EVERYBODY | {"enter-results", "write-texts", "attach", "undo"}
_ALLOWED: Mapping[str, frozenset[Deed]] = {
    Role.READER: _EVERYBODY,
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.SECRETARIAT: _CONTRIBUTOR | {"edit-plan", "edit-settings", "import", "dismiss", "create-plan"},
}

_WORDS: Mapping[Deed, str] = {
    "see": "見ること",
    "enter-results": "実績を入力すること",
    "write-texts": "文章を書くこと",
    "attach": "根拠資料を添付すること",
    "edit-plan": "計画の体系を変えること",
    "edit-settings": "設定を変えること",
    "import": "書面を取り込むこと",
    "print": "印刷すること",
    "dismiss": "点検の指摘を確認済みにすること",
    "undo": "元に戻すこと",
    "create-plan": "計画を作ること",
}


@dataclass(frozen=True, slots=True)
class Actor:
    """The person who acts, with their role in each organization (by its primary key)."""

    person: Person
    roles: Mapping[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name that history keeps."""
        return str(self.person)


@dataclass(frozen=True, slots=True)
class Address:
    """What a deed concerns: an organization, one of its plans, and in it a fact by its address."""

    organization: int
    plan: int | None = None
    fact: str = ""


class NotAllowed(Exception):
    """The person may not do this; the message is a Japanese sentence that says whom to ask."""


def actor_of(person: Person) -> Actor:
    """The person with their roles; one query."""
    return Actor(person, dict(person.memberships.values_list("organization_id", "role")))


def at(plan: Plan, fact: str = "") -> Address:
    """The address of a fact of a plan, or of the plan itself."""
    return Address(plan.organization_id, plan.pk, fact)


def of(organization: Organization) -> Address:
    """The address of an organization."""
    return Address(organization.pk)


def may(actor: Actor, deed: Deed, address: Address) -> bool:
    """Whether the person may do the deed there: their role in the organization that the address reaches decides."""
    return deed in _ALLOWED.get(actor.roles.get(address.organization, ""), frozenset())


def require(actor: Actor, deed: Deed, address: Address) -> None:
    """Raise NotAllowed where ``may`` says no."""
    if not may(actor, deed, address):
        raise NotAllowed(f"{_WORDS[deed]}は、いまの役割ではできません。事務局に頼んでください。")
