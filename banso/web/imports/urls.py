"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.imports import new, views

urlpatterns = [
    path("imports/new", new.papers, name="imports_new"),
    path("imports/new/<int:pk>/", new.paper, name="import_new"),
    path("imports/new/<int:pk>/create", new.create, name="import_create"),
    path("imports/<int:pk>/progress", new.progress, name="import_progress"),
    path("imports/<int:pk>/again", new.again, name="import_again"),
    path("imports/<int:pk>/discard", new.discard, name="import_discard"),
    path("plans/<slug:slug>/imports/", views.imports, name="imports"),
    path("plans/<slug:slug>/imports/<int:pk>/", views.one, name="import"),
    path("plans/<slug:slug>/imports/<int:pk>/apply", views.apply, name="import_apply"),
    path("plans/<slug:slug>/imports/<int:pk>/undo", views.take_back, name="import_undo"),
]
