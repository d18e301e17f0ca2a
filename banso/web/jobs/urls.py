"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
]
