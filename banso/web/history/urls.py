"""Addresses of the history and of taking back."""

from __future__ import annotations

from django.urls import path

from banso.web.history import views

urlpatterns = [
    path("plans/<slug:slug>/history/", views.history, name="history"),
    path("plans/<slug:slug>/history/chain", views.chain, name="history_chain"),
    path("plans/<slug:slug>/history/<int:number>/", views.entry, name="history_entry"),
    path("plans/<slug:slug>/undo", views.take_back, name="undo"),
]
