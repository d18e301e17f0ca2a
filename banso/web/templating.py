"""The Jinja2 environment of the workspace: strict, escaping, with the few names every template may use."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.contrib.messages import get_messages
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, ngettext
from jinja2 import Environment, StrictUndefined

from banso import __version__
from banso.domain.quantity import format_quantity
from banso.domain.years import format_fiscal_year
from banso.sheets.pages import year_cells


def environment(**options: Any) -> Environment:
    """Jinja2 as Django starts it, with our globals and filters."""
    made = Environment(
        **{**options, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True},
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # added by i18n
    made.globals.update(
        asset=asset,
        url=url,
        language=get_language,
        messages_of=get_messages,
        year_cells=year_cells,
        version=__version__,
    )
    made.filters.update(
        fiscal_year=fiscal_year, moment=moment, clock=clock, calendar_day=calendar_day, quantity=format_quantity
    )
    return made


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page by its name."""
    return reverse(name, kwargs=kwargs) if kwargs else _address(get_script_prefix(), name, args)


@lru_cache(maxsize=16_384)
def _address(_prefix: str, name: str, args: tuple[object, ...]) -> str:
    """Large pages ask for hundreds of addresses, the same ones every time: a third of their work."""
    return reverse(name, args=args or None)


@cache
def asset(path: str) -> str:
    """The address of a style or script with a digest of its content, so that browsers may keep it for good."""
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return f"{static(path)}?v={hashlib.sha256(Path(found).read_bytes()).hexdigest()[:12]}"


def fiscal_year(year: int) -> str:
    """A fiscal year as the reader's language has it: 令和5年度 (2023) or FY2023."""
    return f"FY{year}" if get_language() == "en" else format_fiscal_year(year, "令和5年度")


def moment(value: datetime | None) -> str:
    """A moment in local time, short: 2026/11/20 14:05."""
    return "" if value is None else timezone.localtime(value).strftime("%Y/%m/%d %H:%M")


def clock(value: datetime) -> str:
    """The time of day of a moment in local time: 14:05."""
    return timezone.localtime(value).strftime("%H:%M")


_WEEKDAYS = "月火水木金土日"


def calendar_day(value: date) -> str:
    """A day with its weekday, which people remember better than dates: 2026年11月20日（金）."""
    if get_language() == "en":
        return f"{value:%a}, {value.day} {value:%b %Y}"
    return f"{value.year}年{value.month}月{value.day}日（{_WEEKDAYS[value.weekday()]}）"
