"""Who acts where a deed is done on the command line: history names it as such, no person is borrowed."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password

from banso.models import Organization, Person, Role
from banso.services.policy import Actor

LOGIN = "command-line"
NAME = "コマンドライン"


def command_line_actor(organization: Organization) -> Actor:
    """The one who works on the machine itself: may do everything for the organization, and can never sign in."""
    person, _ = Person.objects.get_or_create(
        username=LOGIN, defaults={"name": NAME, "is_active": False, "password": make_password(None)}
    )
    return Actor(person, {organization.pk: Role.SECRETARIAT})
