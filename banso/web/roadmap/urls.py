"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.roadmap import views

urlpatterns = [
    path("plans/<slug:slug>/roadmap/", views.roadmap, name="roadmap"),
    path("plans/<slug:slug>/roadmap/confirm", views.confirm, name="roadmap_confirm"),
    path("plans/<slug:slug>/roadmap/<key:owner>/new", views.new, name="roadmap_new"),
    path("plans/<slug:slug>/roadmap/<key:owner>/<int:line>/<int:position>/", views.step, name="roadmap_step"),
    path("plans/<slug:slug>/roadmap/<key:owner>/<int:line>/<int:position>/move", views.move, name="roadmap_move"),
]
