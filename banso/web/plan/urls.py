"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.plan import views

urlpatterns = [
    path("plans/new", views.plan_new, name="plan_new"),
    path("plans/<slug:slug>/", views.plan, name="plan"),
]
