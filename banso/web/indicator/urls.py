"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.indicator import views

urlpatterns = [
    path("plans/<slug:slug>/indicators/", views.indicators, name="indicators"),
    path("plans/<slug:slug>/indicators/<key:key>/", views.indicator, name="indicator"),
    path("plans/<slug:slug>/indicators/<key:key>/edit", views.edit, name="indicator_edit"),
]
