"""Addresses of this area."""

from __future__ import annotations

from django.urls import path

from banso.web.jobs import views

urlpatterns = [
    path("jobs/", views.jobs, name="jobs"),
    path("jobs/<int:pk>/", views.job, name="job"),
    path("jobs/<int:pk>/state", views.state, name="job_state"),
    path("jobs/<int:pk>/result", views.result, name="job_result"),
    path("jobs/<int:pk>/again", views.again, name="job_again"),
]
