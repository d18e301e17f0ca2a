"""Addresses of the search."""

from __future__ import annotations

from django.urls import path

from banso.web.search import views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("search/typing", views.typing, name="search_typing"),
]
