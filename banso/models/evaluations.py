"""Judgements, decisions, rule sets and totals, and findings of the plan check that a person set aside."""

from __future__ import annotations

from django.db import models

from banso.domain import document as doc
from banso.domain.rule_set import RuleSet
from banso.models.fields import ExactDecimalField, ValueField
from banso.models.organizations import Person
from banso.models.plans import Plan, PlanItem


class JudgementRow(PlanItem):
    """A flag, a grade or an overall rating."""

    value_type = doc.Judgement

    indicator = models.TextField(null=True)
    node = models.TextField(null=True)
    year = models.IntegerField()
    kind = models.TextField()
    value = models.TextField(null=True)
    step = models.IntegerField(null=True)
    stage = models.TextField()
    by = models.TextField(null=True)
    reason = models.TextField(null=True)


class DecisionRow(PlanItem):
    """What is decided for a node in a year."""

    value_type = doc.Decision

    node = models.TextField()
    year = models.IntegerField()
    vocabulary = models.TextField()
    values = ValueField()
    stage = models.TextField()
    by = models.TextField(null=True)
    reason = models.TextField(null=True)


class RuleSetRow(PlanItem):
    """How achievement is computed, rounded, graded and rolled up, since when."""

    value_type = RuleSet

    key = models.TextField()
    from_year = models.IntegerField(null=True)
    source = models.TextField(null=True)
    level = models.IntegerField(null=True)
    formula = models.TextField()
    basis = models.TextField()
    rounding = ValueField()
    bands = ValueField()
    special = ValueField()
    roll_up = ValueField()
    scale = ValueField()
    legend = models.TextField(null=True)
    tolerance = ExactDecimalField(null=True)
    reference = models.TextField(null=True)


class TotalRow(PlanItem):
    """A printed count such as 達成数計 4/10."""

    value_type = doc.Total

    label = models.TextField()
    of = models.TextField()
    level = models.IntegerField(null=True)
    where = ValueField()
    achieved = models.IntegerField(null=True)
    counted = models.IntegerField(null=True)
    stage = models.TextField()


class Dismissal(models.Model):
    """A finding that a person set aside with a reason. ``message`` is the finding's sentence: it returns when that changes."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="dismissals")
    code = models.CharField(max_length=60)
    fact_address = models.TextField()
    message = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        """A finding is set aside once."""

        constraints = [
            models.UniqueConstraint(fields=["plan", "code", "fact_address", "message"], name="dismissed_once")
        ]

    def __str__(self) -> str:
        return self.reason
