"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
]
