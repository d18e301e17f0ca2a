"""Imports: papers that were handed in, what was read from them, and whether a person took them over."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import models

from banso.models.history import Entry
from banso.models.jobs import Job
from banso.models.organizations import Organization, Person
from banso.models.plans import Plan


class ImportState(models.TextChoices):
    """How far an import is."""

    READING = "reading", "読み取り中"
    READ = "read", "確認待ち"
    APPLIED = "applied", "取り込み済み"
    DISCARDED = "discarded", "取りやめ"
    FAILED = "failed", "読み取れません"


class Import(models.Model):
    """Papers handed in together. ``document`` and ``doubts`` are what reading gave; nothing is stored before a person agrees.

    ``plan`` is absent while the papers are to make a new plan. ``copies`` are what returned working
    copies state differently, each with its place, to be decided beside the plan. ``asked_year`` is set where the files are
    returned 依頼シート of that year; ``returns`` then tells of each file who answered how much.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="imports")
    plan = models.ForeignKey(Plan, models.CASCADE, null=True, related_name="imports")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=ImportState.choices, default=ImportState.READING)
    document = models.TextField(default="")
    doubts = models.JSONField(default=list)
    copies = models.JSONField(default=list)
    asked_year = models.PositiveSmallIntegerField(null=True)
    returns = models.JSONField(default=list)
    message = models.TextField(default="")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    entry = models.ForeignKey(Entry, models.SET_NULL, null=True, related_name="+")

    class Meta:
        """The newest first."""

        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.at:%Y-%m-%d}"


class ImportFile(models.Model):
    """One file of an import, kept by the SHA-256 of its content below the data folder."""

    upload = models.ForeignKey(Import, models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        """Where its content is kept."""
        return upload_place(self.digest)


def upload_place(digest: str) -> Path:
    """Where the handed-in file of that SHA-256 is kept below the data folder."""
    return Path(settings.FILES_DIR) / "uploads" / digest[:2] / digest
