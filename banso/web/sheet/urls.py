"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.sheet import files, views, writing

_SHEET = "plans/<slug:slug>/sheets/<int:year>/<key:node>"

urlpatterns = [
    path("papers/progress-sheet.css", views.paper_style, name="paper_style"),
    path("plans/<slug:slug>/sheets/<int:year>/", views.sheets, name="sheets"),
    path("plans/<slug:slug>/sheets/<int:year>/print", files.print_all, name="sheets_print"),
    path(f"{_SHEET}/", views.sheet, name="sheet"),
    path(f"{_SHEET}/text", writing.text, name="sheet_text"),
    path(f"{_SHEET}/rating", writing.rating, name="sheet_rating"),
    path(f"{_SHEET}/fit", writing.fit, name="sheet_fit"),
    path(f"{_SHEET}/download", files.download, name="sheet_download"),
    path(f"{_SHEET}/evidence", files.attach_to, name="evidence_attach"),
    path(f"{_SHEET}/evidence/<int:pk>/remove", files.remove_from, name="evidence_remove"),
    path("plans/<slug:slug>/evidence/<int:pk>", files.evidence, name="evidence"),
]
