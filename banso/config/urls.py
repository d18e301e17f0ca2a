"""The addresses of all pages; each area lists its own."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("banso.web.accounts")),
    path("", include("banso.web.urls")),
]
