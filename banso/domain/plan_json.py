"""The JSON form of the plan document, its loading with validation, and its JSON Schema.

Writing is plain Python (it runs in every command); loading and the schema use pydantic, imported on first use because
a command that only reads papers does not need it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from banso.domain.document import PlanDocument

if TYPE_CHECKING:
    from pydantic import TypeAdapter


class InvalidDocument(ValueError):
    """The JSON is not a banso-plan/1 document; the message is a Japanese sentence with the place."""


def to_data(value: Any) -> Any:
    """Dataclasses, decimals and tuples as JSON data; absent values (None, False, empty) are left out.

    Zero stays, amounts become strings, ``from_`` is written ``from``.
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {
            field.name.removesuffix("_"): to_data(part)
            for field in fields(value)
            if not _absent(part := getattr(value, field.name))
        }
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {key: to_data(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [to_data(part) for part in value]
    return value


def _absent(part: Any) -> bool:
    return part is None or part is False or (isinstance(part, tuple | list | Mapping | str) and not part)


def dump_document(document: PlanDocument) -> str:
    """The document as indented JSON text, ended by a line feed."""
    return json.dumps(to_data(document), ensure_ascii=False, indent=2) + "\n"


def load_document(data: Any) -> PlanDocument:
    """The document in parsed JSON data: a banso-plan/1 object or the answer of ``banso read --json``.

    Raises InvalidDocument with the first place that does not fit.
    """
    from pydantic import ValidationError

    if isinstance(data, dict) and "document" in data:
        data = data["document"]
    if not isinstance(data, dict) or data.get("format") != "banso-plan/1":
        raise InvalidDocument('計画文書（banso-plan/1）ではありません。"format" が "banso-plan/1" か確かめてください。')
    try:
        return _adapter().validate_python(_keepable(data))
    except RecursionError as error:
        raise InvalidDocument("計画文書の入れ子が深すぎて読めません。書き出した道具で作り直してください。") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = " → ".join(f"{part + 1}番目" if isinstance(part, int) else str(part) for part in first["loc"])
        more = f"ほかに{error.error_count() - 1}か所あります。" if error.error_count() > 1 else ""
        raise InvalidDocument(
            f"計画文書の「{place}」が決まりに合いません（{_reason(first['type'])}）。{more}"
        ) from error


_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What no database, workbook or page has a place for."""
_FAR = re.compile(r"\s*[+-]?[\d.]+[eE][+-]?\d{3,}\s*")
"""A number that would take up to gigabytes written out."""
_AMOUNTS = ("amount", "cumulative", "tolerance", "cap", "from")
_MOST = 2**31 - 1
_ERAS = 1868


def _keepable(data: Any, name: str = "") -> Any:
    """The data without control characters. Raises InvalidDocument for numbers that no table can hold."""
    if isinstance(data, str):
        if name in _AMOUNTS and _FAR.fullmatch(data):
            raise InvalidDocument(f"計画文書の数「{data.strip()[:30]}」は大きすぎるか小さすぎて扱えません。")
        return _CONTROLS.sub("", data)
    if isinstance(data, dict):
        return {_CONTROLS.sub("", key): _keepable(part, key) for key, part in data.items()}
    if isinstance(data, list):
        return [_keepable(part, name) for part in data]
    if isinstance(data, int) and name.endswith("year") and not _ERAS <= data <= 9999:
        raise InvalidDocument(f"計画文書の年度「{data if abs(data) < _MOST else name}」は、年度として扱えません。")
    if isinstance(data, int) and abs(data) > _MOST and name not in _AMOUNTS:
        raise InvalidDocument(f"計画文書の「{name}」の数が大きすぎます。年度や順番の数を確かめてください。")
    return data


_REASONS = (
    ("unexpected_keyword_argument", "この名前の項目はありません。つづりを確かめてください"),
    ("missing", "必要な項目がありません"),
    ("literal_error", "決められた値のどれでもありません"),
    ("value_error", "amount・state・value のうちちょうど一つが要ります"),
    ("decimal", "数ではありません"),
    ("int", "整数ではありません"),
    ("string", "文字ではありません"),
    ("bool", "true か false ではありません"),
)
"""Kinds of pydantic's errors, by the beginning of their type, in words."""


def _reason(kind: str) -> str:
    return next((words for start, words in _REASONS if kind.startswith(start)), "形が違います")


def document_schema() -> dict[str, Any]:
    """The JSON Schema of banso-plan/1, generated from the types."""
    schema = _adapter().json_schema(by_alias=True)
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "banso-plan/1"
    return schema


@cache
def _adapter() -> TypeAdapter[PlanDocument]:
    from pydantic import TypeAdapter

    return TypeAdapter(PlanDocument)
