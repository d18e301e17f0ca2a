"""What every test may ask for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.papers import paper as find_paper

pytest_plugins = ("tests.browsers",)

if TYPE_CHECKING:
    from banso.models import Organization, Person, Plan
    from banso.services.policy import Actor


@pytest.fixture(scope="session")
def paper() -> Callable[[str], Path]:
    """The path of a source paper by its number."""
    return find_paper


PASSWORD = "tests-only-password"

# Tables are imported inside the fixtures: the domain's tests run without them.


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, settings: Any) -> None:
    """Every test has a data folder of its own, and people whose passwords are quick to make."""
    settings.DATA_DIR = tmp_path / "data"
    settings.FILES_DIR = tmp_path / "data" / "files"
    # The real one takes a third of a second for every person a test makes, as it should.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The test database, with the demonstration plan put aside for those who ask for it."""
    from tests.stored import keep_demonstration

    with django_db_blocker.unblock():
        keep_demonstration()


@pytest.fixture
def organization(db: None) -> Organization:
    from banso.services.people import add_organization

    return add_organization(name="見本市", slug="mihon")


def _person(organization: Organization, username: str, name: str, role: str) -> Person:
    from banso.models import Role
    from banso.services.people import add_person

    return add_person(username=username, name=name, organization=organization, role=Role(role), password=PASSWORD)


@pytest.fixture
def secretariat(organization: Organization) -> Person:
    return _person(organization, "jimu", "事務 花子", "secretariat")


@pytest.fixture
def contributor(organization: Organization) -> Person:
    return _person(organization, "tanto", "担当 太郎", "contributor")


@pytest.fixture
def reader(organization: Organization) -> Person:
    return _person(organization, "miru", "閲覧 次郎", "reader")


@pytest.fixture
def outsider(db: None) -> Person:
    from banso.services.people import add_organization

    return _person(add_organization(name="となり町", slug="tonari"), "soto", "外野 三郎", "secretariat")


@pytest.fixture
def actor(secretariat: Person) -> Actor:
    from banso.services.policy import actor_of

    return actor_of(secretariat)


@pytest.fixture
def plan(organization: Organization, actor: Actor) -> Plan:
    """The demonstration plan, stored."""
    from tests.stored import store_demonstration

    return store_demonstration(actor=actor, organization=organization, slug="mihon")
