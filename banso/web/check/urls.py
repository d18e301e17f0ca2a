"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.check import views

urlpatterns = [
    path("plans/<slug:slug>/check/", views.check, name="check"),
    path("plans/<slug:slug>/check/dismiss", views.set_aside, name="check_dismiss"),
    path("plans/<slug:slug>/check/restore", views.bring_back, name="check_restore"),
]
