"""All addresses of the workspace, area by area."""

from __future__ import annotations

from django.urls import include, path, register_converter

from banso.web.keys import KeyConverter
from banso.web.language import choose_language

register_converter(KeyConverter, "key")

AREAS = (
    "home",
    "overview",
    "plan",
    "roadmap",
    "indicator",
    "entry",
    "money",
    "sheet",
    "paper",
    "imports",
    "requests",
    "check",
    "search",
    "settings",
    "history",
    "jobs",
)

urlpatterns = [
    path("language", choose_language, name="language"),
    *(path("", include(f"banso.web.{area}.urls")) for area in AREAS),
]
