"""Deeds on organizations and people: made at installation, and by the demonstration."""

from __future__ import annotations

import secrets

from django.db import transaction

from banso.models import Membership, Organization, Person, Role

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""Without l, o, 0 and 1, which people mix up when they copy a password from a screen."""


def fresh_password() -> str:
    """A random password that can be typed from paper: three groups of five letters and digits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in range(3))


def add_organization(*, name: str, slug: str) -> Organization:
    """The organization of that short name, made where it is not there yet."""
    organization, _ = Organization.objects.get_or_create(slug=slug, defaults={"name": name})
    return organization


@transaction.atomic
def add_person(*, username: str, name: str, organization: Organization, role: Role, password: str) -> Person:
    """A person with a role in the organization; an existing one gets the new password and role."""
    person, _ = Person.objects.get_or_create(username=username, defaults={"name": name})
    person.name = name
    person.set_password(password)
    person.save()
    Membership.objects.update_or_create(person=person, organization=organization, defaults={"role": role})
    return person
