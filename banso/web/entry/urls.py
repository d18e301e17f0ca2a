"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.entry import views

urlpatterns = [
    path("plans/<slug:slug>/entry/<int:year>/", views.entry, name="entry"),
]
