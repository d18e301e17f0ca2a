"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.imports import views

urlpatterns = [
    path("plans/<slug:slug>/imports/", views.imports, name="imports"),
]
