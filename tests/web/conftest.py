"""People, a plan, and a browserless client for tests of pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from banso.models import Person


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    """A client that is signed in as the person."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in
