"""Organizations, the people who work for them, and in which role."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Organization(models.Model):
    """A body that keeps plans in Banso (市町村, 商工会 …). Every other table reaches one."""

    name = models.CharField("名称", max_length=200)
    slug = models.SlugField("略称", max_length=60, unique=True)

    def __str__(self) -> str:
        return self.name


class Person(AbstractUser):
    """A person who signs in with a login name; people move, so what they may do hangs on their memberships."""

    first_name = None  # type: ignore[assignment]  # Japanese names are one field
    last_name = None  # type: ignore[assignment]
    name = models.CharField("氏名", max_length=100)
    language = models.CharField("表示言語", max_length=5, default="ja")

    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The name as written."""
        return self.name

    def get_short_name(self) -> str:
        """The name as written."""
        return self.name


class Role(models.TextChoices):
    """What a person does for an organization."""

    SECRETARIAT = "secretariat", "事務局"
    CONTRIBUTOR = "contributor", "担当"
    READER = "reader", "閲覧"


class Membership(models.Model):
    """A person's role in an organization."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    role = models.CharField("役割", max_length=20, choices=Role.choices)

    class Meta:
        """One role per person and organization."""

        constraints = [models.UniqueConstraint(fields=["organization", "person"], name="one_role_per_membership")]

    def __str__(self) -> str:
        return f"{self.person}（{self.get_role_display()}）"
