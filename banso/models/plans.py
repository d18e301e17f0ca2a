"""Plans and their tree: every row is one item of a plan document's list, with the item's own fields as columns."""

from __future__ import annotations

import uuid
from dataclasses import fields
from typing import ClassVar

from django.db import models

from banso.domain import document as doc
from banso.domain.item import Item
from banso.models.fields import ValueField
from banso.models.organizations import Organization, Person


class Plan(models.Model):
    """A plan of an organization. ``revision`` counts its deeds, ``digest`` is the last link of their chain."""

    value_type: ClassVar[type[Item]] = doc.PlanDocument

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="plans")
    slug = models.SlugField("略称", max_length=60, unique=True)
    title = models.TextField(null=True)
    kind = models.TextField(null=True)
    first_year = models.IntegerField(null=True)
    last_year = models.IntegerField(null=True)
    scope = ValueField()
    predecessor = models.ForeignKey("self", models.SET_NULL, null=True, related_name="successors")
    revision = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return self.title or "（名称のない計画）"


class PlanItem(models.Model):
    """An item of one of the document's lists: ``position`` is its place in the list, ``fact_address`` its address."""

    value_type: ClassVar[type[Item]]

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    fact_address = models.TextField()

    class Meta:
        """The first index serves ``document_of``, the second every deed on one fact."""

        abstract = True
        ordering = ["position"]
        indexes = [
            models.Index(fields=["plan", "position"], name="%(class)s_place"),
            models.Index(fields=["plan", "fact_address"], name="%(class)s_fact"),
        ]

    def __str__(self) -> str:
        return self.fact_address

    @classmethod
    def item_fields(cls) -> tuple[str, ...]:
        """The names of the item's fields, each of which is a column of the same name."""
        return tuple(field.name for field in fields(cls.value_type))


class YearStructure(models.Model):
    """The plan as it stood when the year after was opened: old years keep the structure and rules of their time."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="year_structures")
    year = models.IntegerField()
    number = models.PositiveIntegerField(help_text="次の年度を開いた履歴の番号")
    document = models.TextField()

    class Meta:
        """One structure for each closed year."""

        constraints = [models.UniqueConstraint(fields=["plan", "year"], name="one_structure_per_year")]

    def __str__(self) -> str:
        return f"{self.plan} {self.year}"


class PlanOrganizationRow(PlanItem):
    """A body that takes part in the plan."""

    value_type = doc.Organization

    key = models.TextField()
    name = models.TextField()
    kind = models.TextField(null=True)
    role = models.TextField(null=True)
    corporate_number = models.TextField(null=True)
    local_government_code = models.TextField(null=True)
    representative = models.TextField(null=True)
    address = models.TextField(null=True)
    divisions = ValueField()

    class Meta(PlanItem.Meta):
        """A key is identity: an organization has it once in a plan."""

        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="organization_key")]


class LevelRow(PlanItem):
    """One level of the tree."""

    value_type = doc.Level

    name = models.TextField()
    numbering = models.TextField(null=True)


class VocabularyRow(PlanItem):
    """The terms a column chooses from."""

    value_type = doc.Vocabulary

    name = models.TextField()
    terms = ValueField()
    labels = ValueField()
    source = models.TextField(null=True)
    first_year = models.IntegerField(null=True)
    last_year = models.IntegerField(null=True)

    class Meta(PlanItem.Meta):
        """A vocabulary is named once."""

        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="vocabulary_name")]


class NodeRow(PlanItem):
    """An element of the tree."""

    value_type = doc.Node

    key = models.TextField()
    parent = models.TextField(null=True)
    level = models.IntegerField()
    number = models.TextField(null=True)
    title = models.TextField(null=True)
    text = models.TextField(null=True)
    terms = ValueField()
    reprise_of = models.TextField(null=True)
    inherits = ValueField()
    owner = models.TextField(null=True)
    partners = ValueField()
    first_year = models.IntegerField(null=True)
    last_year = models.IntegerField(null=True)
    predecessor = models.TextField(null=True)
    links = ValueField()

    class Meta(PlanItem.Meta):
        """A key is identity: a node has it once in a plan."""

        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="node_key")]


class GroupRow(PlanItem):
    """A row of a sheet that gathers actions."""

    value_type = doc.Group

    key = models.TextField()
    node = models.TextField()
    title = models.TextField(null=True)
    members = ValueField()
    match = models.TextField(null=True)

    class Meta(PlanItem.Meta):
        """A key is identity: a group has it once in a plan."""

        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="group_key")]


class RoadmapStepRow(PlanItem):
    """A printed cell of a roadmap; several may stand on one line."""

    value_type = doc.RoadmapStep

    node = models.TextField(null=True)
    group = models.TextField(null=True)
    line = models.IntegerField()
    text = models.TextField()
    first_year = models.IntegerField()
    last_year = models.IntegerField()
    span = models.TextField()


class NoteRow(PlanItem):
    """A footnote and the facts that carry its mark."""

    value_type = doc.Note

    mark = models.TextField()
    text = models.TextField()
    at = ValueField()


class EventRow(PlanItem):
    """An exhibition or similar event."""

    value_type = doc.Event

    node = models.TextField()
    name = models.TextField()
    kind = models.TextField(null=True)
    outline = models.TextField(null=True)
    days = ValueField()
    visitors = ValueField()
    exhibitors = ValueField()


class TableRow(PlanItem):
    """A statistical table with its cells as printed."""

    value_type = doc.Table

    key = models.TextField()
    title = models.TextField(null=True)
    source = models.TextField(null=True)
    unit = models.TextField(null=True)
    columns = ValueField()
    rows = ValueField()
    total_row = models.IntegerField(null=True)

    class Meta(PlanItem.Meta):
        """A key is identity: a table has it once in a plan."""

        constraints = [models.UniqueConstraint(fields=["plan", "key"], name="table_key")]
