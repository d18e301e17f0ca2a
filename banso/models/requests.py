"""依頼シート that were made: for whom, of which year, until when."""

from __future__ import annotations

from django.db import models

from banso.models.organizations import Person
from banso.models.plans import Plan


class Request(models.Model):
    """A contributor who is asked for a year's results. ``nodes`` are the chosen elements; empty: all they answer for.

    ``revision`` is the plan's when the sheet was last made.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="requests")
    year = models.PositiveSmallIntegerField()
    contributor = models.CharField(max_length=200)
    nodes = models.JSONField(default=list)
    due = models.DateField(null=True)
    contact = models.TextField(default="")
    revision = models.PositiveIntegerField()
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """A contributor is asked once for a year; asking again renews deadline and contact."""

        constraints = [models.UniqueConstraint(fields=["plan", "year", "contributor"], name="one_request")]
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.contributor} {self.year}"
