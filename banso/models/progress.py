"""What is written during the year: texts, money, and files kept as evidence."""

from __future__ import annotations

from django.db import models

from banso.domain import document as doc
from banso.models.fields import ExactDecimalField
from banso.models.organizations import Person
from banso.models.plans import Plan, PlanItem


class TextRow(PlanItem):
    """A written text of a node or an indicator."""

    value_type = doc.Text

    node = models.TextField(null=True)
    indicator = models.TextField(null=True)
    year = models.IntegerField(null=True)
    kind = models.TextField()
    heading = models.TextField(null=True)
    order = models.IntegerField(null=True)
    text = models.TextField()


class BudgetRow(PlanItem):
    """Money of a node in a year and stage."""

    value_type = doc.Budget

    amount = ExactDecimalField(null=True)
    state = models.TextField(null=True)
    value = models.TextField(null=True)
    printed = models.TextField(null=True)
    approximate = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)
    reference = models.BooleanField(default=False)
    node = models.TextField()
    item = models.TextField()
    year = models.IntegerField()
    stage = models.TextField()
    unit = models.TextField(null=True)
    total = models.BooleanField(default=False)


class Evidence(models.Model):
    """A file that proves a text or a value, stored by the SHA-256 of its content below the data folder."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="evidence")
    fact_address = models.TextField()
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)
    removed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        """Serves the files at one fact and those of a whole sheet."""

        indexes = [models.Index(fields=["plan", "fact_address"], name="evidence_fact")]

    def __str__(self) -> str:
        return self.name
