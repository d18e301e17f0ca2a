"""History: every deed with who, when, before and after, in one chain of digests per plan."""

from __future__ import annotations

from django.db import models

from banso.models.organizations import Person
from banso.models.plans import Plan

BESIDE = "@"
"""In ``EntryPlace.fields``: the entry concerns the fact (a file was attached there) and left its value as it was."""

BESIDE_DEEDS = ("attach", "dismiss")
"""Deeds beside the plan document: they stand in the chain with an empty difference, so there is nothing to take back."""


class Entry(models.Model):
    """One deed on a plan. ``number`` is the plan's revision after it; ``difference`` what it changed, as JSON.

    ``digest`` seals the entry and the one before it. It is made from the digest of the difference, so that values can
    be erased later without breaking the chain.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=100)
    deed = models.CharField(max_length=40)
    summary = models.TextField()
    reason = models.TextField(default="")
    difference = models.TextField()
    difference_digest = models.CharField(max_length=64)
    undoes = models.OneToOneField("self", models.SET_NULL, null=True, related_name="undone_by")
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        """A number stands once in a plan: two deeds can never take the same place in the chain."""

        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="entry_number")]
        ordering = ["-number"]

    def __str__(self) -> str:
        return self.summary


class EntryPlace(models.Model):
    """A fact that an entry concerns: ``fact_address`` names the item, ``fields`` its changed fields.

    They are "" where the whole changed, and ``BESIDE`` where the value stayed as it was.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="places")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    fact_address = models.TextField()
    fields = models.TextField(default="")

    class Meta:
        """Serves "who changed this fact since I looked" and the history shown at a thing."""

        indexes = [models.Index(fields=["plan", "fact_address", "number"], name="entry_place_fact")]

    def __str__(self) -> str:
        return self.fact_address


class Look(models.Model):
    """Up to which revision a person has seen a plan: what changed since is shown on their home page."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One row for each person and plan."""

        constraints = [models.UniqueConstraint(fields=["person", "plan"], name="one_look")]

    def __str__(self) -> str:
        return f"{self.person} {self.plan} {self.number}"
