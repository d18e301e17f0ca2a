"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.roadmap import views

urlpatterns = [
    path("plans/<slug:slug>/roadmap/", views.roadmap, name="roadmap"),
]
