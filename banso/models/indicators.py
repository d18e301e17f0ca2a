"""Indicators with their placements, targets and results."""

from __future__ import annotations

from django.db import models

from banso.domain import document as doc
from banso.models.fields import ExactDecimalField, ValueField
from banso.models.plans import PlanItem


class IndicatorRow(PlanItem):
    """A measured quantity of the plan, entered once."""

    value_type = doc.Indicator

    key = models.TextField()
    code = models.TextField(null=True)
    name = models.TextField()
    qualifier = models.TextField(null=True)
    unit = models.TextField(null=True)
    kind = models.TextField(null=True)
    direction = models.TextField(null=True)
    accumulation = models.TextField(null=True)
    counting = models.TextField(null=True)
    decimals = models.IntegerField(null=True)
    definition = models.TextField(null=True)
    source = models.TextField(null=True)
    parent = models.TextField(null=True)
    per = models.TextField(null=True)
    terms = ValueField()
    rule = ValueField()
    baseline = ValueField()

    class Meta(PlanItem.Meta):
        """A key is identity: an indicator has it once in a plan."""

        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="indicator_key")]


class PlacementRow(PlanItem):
    """An indicator at a node."""

    value_type = doc.Placement

    indicator = models.TextField()
    node = models.TextField()
    code = models.TextField(null=True)
    role = models.TextField()
    order = models.IntegerField(null=True)
    reprise = models.BooleanField(default=False)

    class Meta(PlanItem.Meta):
        """An indicator stands once in a role at a node."""

        constraints = [models.UniqueConstraint(fields=["plan", "fact_address"], name="placement_once")]


class TargetRow(PlanItem):
    """A target of a year or the final one; its revisions are its history."""

    value_type = doc.Target

    amount = ExactDecimalField(null=True)
    state = models.TextField(null=True)
    value = models.TextField(null=True)
    printed = models.TextField(null=True)
    approximate = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)
    reference = models.BooleanField(default=False)
    indicator = models.TextField()
    year = models.IntegerField(null=True)
    final = models.BooleanField(default=False)
    cumulative = ExactDecimalField(null=True)
    comparator = models.TextField(null=True)

    class Meta(PlanItem.Meta):
        """One target for each indicator and year."""

        constraints = [models.UniqueConstraint(fields=["plan", "fact_address"], name="target_once")]


class ActualRow(PlanItem):
    """A result of a year or of a period in it."""

    value_type = doc.Actual

    amount = ExactDecimalField(null=True)
    state = models.TextField(null=True)
    value = models.TextField(null=True)
    printed = models.TextField(null=True)
    approximate = models.BooleanField(default=False)
    provisional = models.BooleanField(default=False)
    reference = models.BooleanField(default=False)
    indicator = models.TextField()
    year = models.IntegerField()
    period = models.TextField(null=True)
    reference_year = models.IntegerField(null=True)
    as_of = models.TextField(null=True)
    origin = models.TextField(null=True)
    cumulative = ExactDecimalField(null=True)

    class Meta(PlanItem.Meta):
        """One result for each indicator, year and period."""

        constraints = [models.UniqueConstraint(fields=["plan", "fact_address"], name="actual_once")]
