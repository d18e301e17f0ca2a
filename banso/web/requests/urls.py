"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.requests import views

urlpatterns = [
    path("plans/<slug:slug>/requests/<int:year>/", views.board, name="requests"),
    path("plans/<slug:slug>/requests/<int:year>/make", views.make, name="requests_make"),
    path("plans/<slug:slug>/requests/<int:year>/collect", views.collect, name="requests_collect"),
]
