"""Columns that keep the plan document's values exactly: decimals as text, nested values as JSON of their own type."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models

from banso.domain.item_types import dump_field, load_field

if TYPE_CHECKING:
    DecimalBase = models.Field[Decimal | None, Decimal | None]
    ValueBase = models.Field[Any, Any]
else:  # Django's fields take type arguments for the type checker only
    DecimalBase = ValueBase = models.Field


class ExactDecimalField(DecimalBase):
    """An exact decimal of any length, kept as text: SQLite keeps Django's own DecimalField as a binary float."""

    def get_internal_type(self) -> str:
        """Stored as any other text."""
        return "TextField"

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Decimal | None:
        """The decimal as it was typed, trailing zeros included."""
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        """A decimal from whatever Django hands over."""
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Plain digits without an exponent."""
        return None if value is None else f"{Decimal(value):f}"


class ValueField(ValueBase):
    """A nested value of an item (links, terms, a baseline) as JSON text, read back as the item's own frozen types.

    The table names its item type in ``value_type``; the field's name tells which value it is. An empty value is an empty text.
    """

    def get_internal_type(self) -> str:
        """Stored as any other text."""
        return "TextField"

    def from_db_value(self, value: str, _expression: object, _connection: object) -> Any:
        """The frozen value, the item's own empty one for an empty text."""
        kind = getattr(self.model, "value_type", None)
        if kind is None:  # a model of a migration knows no item type
            return json.loads(value) if value else None
        if not value:
            return self.empty()
        return load_field(kind, self.name, json.loads(value))

    def get_prep_value(self, value: Any) -> str:
        """Compact JSON text, empty for an absent value."""
        return "" if value is None or value in ("", (), {}) else dump_field(value)

    def get_default(self) -> Any:
        """A new row states nothing."""
        return self.empty() if hasattr(self.model, "value_type") else ""

    def empty(self) -> Any:
        """What the item has where nothing is stated: None, an empty tuple, an empty mapping, or the type's default."""
        kind = self.model.value_type  # type: ignore[attr-defined]  # every table with such a field names its item
        field = kind.__dataclass_fields__[self.name]
        return field.default_factory() if callable(field.default_factory) else field.default
