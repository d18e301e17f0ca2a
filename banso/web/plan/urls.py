"""Addresses of the plan: its tree, its elements, the rows of its sheets, its editing."""

from __future__ import annotations

from django.urls import path

from banso.web.plan import creating, deciding, editing, rows, views

urlpatterns = [
    path("plans/new", creating.plan_new, name="plan_new"),
    path("plans/<slug:slug>/", views.plan, name="plan"),
    path("plans/<slug:slug>/cross", views.cross, name="plan_cross"),
    path("plans/<slug:slug>/nodes/<key:key>/", views.node, name="node"),
    path("plans/<slug:slug>/decide", deciding.decide, name="decide"),
    path("plans/<slug:slug>/structure/rows/", rows.sheets, name="sheet_rows"),
    path("plans/<slug:slug>/structure/rows/<key:key>/", rows.rows, name="sheet_rows_of"),
    path("plans/<slug:slug>/structure/<slug:deed>", editing.structure, name="structure"),
]
