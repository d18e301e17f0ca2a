"""Signing in: accounts are made by the office, nobody registers by themselves."""

from __future__ import annotations

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """No registration from outside."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to work, where the message says that it is done."""
        return reverse("home")


def closed(request: HttpRequest) -> HttpResponse:
    """What offices do for their people, where other sites let them do it by themselves; says whom to ask."""
    return render(request, "account/closed.html", status=404)


_CLOSED = (
    ("signup/", "account_signup"),
    ("inactive/", "account_inactive"),
    ("reauthenticate/", "account_reauthenticate"),
    ("email/", "account_email"),
    ("confirm-email/", "account_email_verification_sent"),
    ("password/set/", "account_set_password"),
    ("password/reset/", "account_reset_password"),
    ("login/code/confirm/", "account_confirm_login_code"),
)
"""The other ways that allauth knows by these names."""

urlpatterns = [
    path("login/", views.login, name="account_login"),
    path("logout/", views.logout, name="account_logout"),
    path("password/change/", views.password_change, name="account_change_password"),
    *(path(address, closed, name=name) for address, name in _CLOSED),
]
