"""Japanese first, English by a switch: every message of the workspace has its English, and the switch keeps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from banso.models import Person, Plan
from docs.messages import FOLDER, catalogue, missing

JAPANESE = re.compile(r"[぀-ヿ㐀-鿿]")


def test_every_message_has_its_english() -> None:
    assert missing(catalogue()) == [], "run make messages and fill in what it names"


def test_the_compiled_catalogue_is_that_of_the_messages() -> None:
    written = (FOLDER / "django.po").read_text("utf-8")
    for message in catalogue():
        if message.id and isinstance(message.id, str) and "\n" not in message.id and len(message.id) < 30:
            assert f'msgid "{message.id}"'.replace("\\", "") in written.replace("\\", ""), "run make messages"


PLACES = re.compile(r"%\((\w+)\)|\{(\w+)\}")


def test_english_keeps_the_places_of_values() -> None:
    wrong = []
    for message in catalogue():
        ids = message.id if isinstance(message.id, tuple) else (str(message.id),)
        strings = message.string if isinstance(message.string, tuple) else (str(message.string),)
        if message.id and set(PLACES.findall(" ".join(ids))) != set(PLACES.findall(" ".join(strings))):
            wrong.append(ids[0])
    assert wrong == []


@pytest.mark.django_db
def test_the_switch_turns_the_whole_frame_and_is_remembered(
    plan: Plan, secretariat: Person, client_of: Callable[[Person], Client]
) -> None:
    client = client_of(secretariat)
    address = f"/plans/{plan.slug}/history/"
    assert '<html lang="ja">' in client.get(address).content.decode()
    answer = client.post("/language", {"language": "en", "next": address})
    assert answer["Location"] == address
    page = client.get(address).content.decode()
    assert '<html lang="en">' in page
    header = page[page.index("<header") : page.index("</header>")]
    # The plan's own title, the people's names, the product's name and the way back stay Japanese.
    words = re.sub(r'lang="ja"[^>]*>[^<]*<|<option[^>]*>[^<]*<|<a href="/accounts[^>]*>[^<]*<', "<", header)
    assert JAPANESE.findall(words) == []


def test_a_foreign_way_back_is_not_followed(client: Client) -> None:
    assert client.post("/language", {"language": "en", "next": "//evil.example/"})["Location"] == "/"
