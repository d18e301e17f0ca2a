"""The one Django app."""

from __future__ import annotations

from django.apps import AppConfig


class Banso(AppConfig):
    """All of Banso's tables belong to this app."""

    name = "banso"
    label = "banso"
    verbose_name = "伴走"
    default_auto_field = "django.db.models.BigAutoField"
