"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.overview import views

urlpatterns = [path("overview/", views.overview, name="overview")]
"""One page; ``organization`` and ``year`` narrow it, ``page`` turns it."""
