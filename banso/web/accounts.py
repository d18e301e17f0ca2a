"""Signing in: accounts are made by the office, nobody registers by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No registration from outside."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
