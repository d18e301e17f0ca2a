"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("go", views.go, name="go"),
]
