"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.settings import views

urlpatterns = [
    path("plans/<slug:slug>/settings/years", views.settings_years, name="settings_years"),
    path("plans/<slug:slug>/settings/", views.settings, name="settings"),
]
