"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.sheet import views

urlpatterns = [
    path("plans/<slug:slug>/sheets/<int:year>/", views.sheets, name="sheets"),
]
