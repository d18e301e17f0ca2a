"""Addresses of the grids: results of a year, targets of all years, targets made by a rule."""

from __future__ import annotations

from django.urls import path

from banso.web.entry import proposals, targets, views

urlpatterns = [
    path("plans/<slug:slug>/entry/<int:year>/", views.entry, name="entry"),
    path("plans/<slug:slug>/entry/<int:year>/save/", views.save, name="entry_save"),
    path("plans/<slug:slug>/entry/<int:year>/copy/", views.copy, name="entry_copy"),
    path("plans/<slug:slug>/targets/", targets.targets, name="targets"),
    path("plans/<slug:slug>/targets/save/", targets.save, name="targets_save"),
    path("plans/<slug:slug>/targets/straight/", targets.straight, name="targets_straight"),
    path("plans/<slug:slug>/targets/proposals/<int:year>/", proposals.page, name="targets_proposals"),
]
