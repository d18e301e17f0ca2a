"""Addresses of the money page."""

from __future__ import annotations

from django.urls import path

from banso.web.money import views

urlpatterns = [
    path("plans/<slug:slug>/money/<int:year>/", views.money, name="money"),
    path("plans/<slug:slug>/money/<int:year>/save/", views.save, name="money_save"),
    path("plans/<slug:slug>/money/<int:year>/copy/", views.copy, name="money_copy"),
]
