"""Addresses of the grids: results of a year, targets of all years."""

from __future__ import annotations

from django.urls import path

from banso.web.entry import targets, views

urlpatterns = [
    path("plans/<slug:slug>/entry/<int:year>/", views.entry, name="entry"),
    path("plans/<slug:slug>/entry/<int:year>/save/", views.save, name="entry_save"),
    path("plans/<slug:slug>/entry/<int:year>/copy/", views.copy, name="entry_copy"),
    path("plans/<slug:slug>/targets/", targets.targets, name="targets"),
    path("plans/<slug:slug>/targets/save/", targets.save, name="targets_save"),
]
