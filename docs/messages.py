"""Collects every message id of the workspace, keeps its English in ``banso/locale/en``, and compiles the catalogue.

``make messages`` extracts (new ids stand there with an empty translation) and compiles. Message ids are the Japanese words
themselves. The words that reach a page from data (``_(word)`` with a word of the domain) are those of ``words()``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir

from banso.domain.document_words import VALUE_WORDS
from banso.domain.edits import targets
from banso.domain.quantity import STATE_LABELS
from banso.domain.rules.wording import BASIS_WORDS, FORMULA_WORDS, METHOD_WORDS, MODE_WORDS

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "banso"
FOLDER = PACKAGE / "locale" / "en" / "LC_MESSAGES"
METHODS = [
    ("web/**.py", "python"),
    ("queries/**.py", "python"),
    ("services/**.py", "python"),
    ("models/**.py", "python"),
    ("jobs/**.py", "python"),
    ("http.py", "python"),
    ("templates/**.html", "jinja2"),
    ("sheets/**.html", "jinja2"),
]
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "gettext_noop": None}
OPTIONS = {"templates/**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true"}}


HEADER = "# The English of the workspace. The ids are the Japanese words; make messages collects them."
DATE = datetime(2026, 11, 20, tzinfo=UTC)


def words() -> set[str]:
    """Words of the domain that pages translate when they show them: what can be chosen, and kinds of changes."""
    tables = (
        VALUE_WORDS["PlanDocument.kind"],
        VALUE_WORDS["Budget.stage"],
        targets.METHODS,
        targets.ROUNDINGS,
        FORMULA_WORDS,
        BASIS_WORDS,
        MODE_WORDS,
        METHOD_WORDS,
        STATE_LABELS,
        dict.fromkeys(["追加", "変更", "削除"]),
    )
    return {word for table in tables for word in (table.values() if any(table.values()) else table) if word}


def collected() -> Catalog:
    """Every message id with the files it stands in; no line numbers, so that moving a line changes nothing."""
    catalog = Catalog(locale="en", project="Banso", charset="utf-8", fuzzy=False, header_comment=HEADER)
    catalog.creation_date = catalog.revision_date = DATE  # a date that moves would change the file at every run
    found: dict[str | tuple[str, ...], set[str]] = {}
    for name, _, message, _, _ in extract_from_dir(PACKAGE, METHODS, OPTIONS, KEYWORDS):
        found.setdefault(message, set()).add(name)
    for word in words():
        found.setdefault(word, set()).add("domain")
    for message, names in sorted(found.items(), key=lambda pair: str(pair[0])):
        catalog.add(message, locations=[(name, 0) for name in sorted(names)])
    return catalog


def catalogue() -> Catalog:
    """The collected ids with the English that is already known; ids that are gone are left out."""
    made = collected()
    for message in known():
        kept = made.get(message.id)
        if kept is not None and message.id and message.string:
            kept.string = message.string
    return made


def known() -> Iterator[Message]:
    """The messages of the kept catalogue."""
    path = FOLDER / "django.po"
    if path.exists():
        with path.open("rb") as file:
            yield from pofile.read_po(file, locale="en")


def write(made: Catalog) -> None:
    """Write the catalogue and what Django reads of it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "django.po").open("wb") as file:
        pofile.write_po(file, made, width=120, omit_header=False, include_lineno=False, sort_output=True)
    with (FOLDER / "django.mo").open("wb") as file:
        mofile.write_mo(file, made)


def missing(made: Catalog) -> list[str]:
    """The ids that have no English yet."""
    return [str(message.id) for message in made if message.id and not _whole(message.string)]


def _whole(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


if __name__ == "__main__":
    made = catalogue()
    write(made)
    lacking = missing(made)
    sys.stdout.write(f"{len(made)} messages, {len(lacking)} without English\n")
