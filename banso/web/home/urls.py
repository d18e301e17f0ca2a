"""Addresses of home, of saying that one has seen the changes, and of going to another plan or year."""

from __future__ import annotations

from django.urls import path

from banso.web.home import views

urlpatterns = [
    path("", views.home, name="home"),
    path("go", views.go, name="go"),
    path("plans/<slug:slug>/looked", views.looked, name="looked"),
]
