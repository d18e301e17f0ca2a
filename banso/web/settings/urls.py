"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.settings import rules, views, vocabularies, years

BASE = "plans/<slug:slug>/settings/"

urlpatterns = [
    path(BASE, views.settings, name="settings"),
    path(f"{BASE}levels", views.levels, name="settings_levels"),
    path(f"{BASE}levels/example", views.level_example, name="settings_level_example"),
    path(f"{BASE}people", views.people, name="settings_people"),
    path(f"{BASE}vocabularies", vocabularies.vocabularies, name="settings_vocabularies"),
    path(f"{BASE}rules", rules.rules, name="settings_rules"),
    path(f"{BASE}rules/edit", rules.edit, name="settings_rule"),
    path(f"{BASE}rules/preview", rules.preview, name="settings_rule_preview"),
    path(f"{BASE}rules/remove", rules.remove, name="settings_rule_remove"),
    path(f"{BASE}rules/library", rules.library, name="settings_library"),
    path(f"{BASE}years", years.years, name="settings_years"),
    path(f"{BASE}years/<int:year>/open", years.opening, name="settings_year_open"),
]
