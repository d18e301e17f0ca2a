"""The guides of the screen can fail: what stands in 「」 is a word of a page, so a renamed button breaks its guide."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import pofile

ROOT = Path(__file__).resolve().parents[1]
GUIDES = ("first-year", "importing", "entering", "sheets", "papers", "editing-plan", "settings")
CATALOGUE = ROOT / "banso" / "locale" / "en" / "LC_MESSAGES" / "django.po"
EXAMPLES = {
    "1,234",
    "△3",
    "70以上",
    "15 (25)",
    "266,061 (令和3年度)",
    "—",
    "／者",
}  # what a person types, in the words of an office
VALUE = re.compile(r"%\(\w+\)[sd]|%[sd]")


def shown() -> list[re.Pattern[str]]:
    """Every sentence and word that a page may show, with room where a value stands in it."""
    with CATALOGUE.open("rb") as file:
        ids = [each.id if isinstance(each.id, str) else each.id[0] for each in pofile.read_po(file) if each.id]
    # A message that is nothing but a value and a counter would fit anything.
    telling = [message for message in ids if not VALUE.search(message) or len(VALUE.sub("", message)) > 3]
    return [re.compile(".+".join(map(re.escape, VALUE.split(message)))) for message in telling]


def words(guide: str) -> list[str]:
    text = (ROOT / "docs" / "guides" / f"{guide}.ja.md").read_text(encoding="utf-8")
    return sorted(set(re.findall("「([^」]+)」", text)) - EXAMPLES)


@pytest.mark.parametrize("guide", GUIDES)
def test_what_a_guide_names_stands_on_a_page(guide: str) -> None:
    patterns = shown()
    named = words(guide)
    assert len(named) > 5
    assert [word for word in named if not any(pattern.fullmatch(word) for pattern in patterns)] == []


def test_every_guide_stands_in_the_list_of_guides() -> None:
    folder = ROOT / "docs" / "guides"
    listed = (folder / "README.ja.md").read_text(encoding="utf-8")
    assert [path.name for path in folder.glob("*.md") if f"({path.name})" not in listed] == ["README.ja.md"]
