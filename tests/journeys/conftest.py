"""What a person does, in Debian's Chromium against a real ``banso serve``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.browsers import CHROMIUM
from tests.served import Served

expect.set_options(timeout=20_000)
"""A busy machine is slow; a journey waits for what it looks for, it does not measure."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the journeys are left out, and it is said; CI has no such excuse."""
    if CHROMIUM or os.environ.get("BANSO_NEEDS_CHROMIUM"):
        return
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed: the journeys are left out"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """An installation in a folder of its own; the journey fills and starts it."""
    installation = Served(tmp_path / "office")
    yield installation
    installation.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh browser profile in Japanese, 1280 px wide."""
    opened = browser.new_context(
        locale="ja-JP",
        viewport={"width": 1280, "height": 900},
        accept_downloads=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page whose console must stay silent: an error there is a broken script or a broken security policy."""
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A refused save (409, 422) and a cut network are part of the journeys.
        if message.type == "error" and "Failed to load resource" not in message.text:
            said.append(message.text)

    opened = context.new_page()
    opened.on("console", listen)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    assert said == []


@pytest.fixture
def sign_in() -> Callable[[Page, Served, str], None]:
    """Sign in by keyboard, as one does."""

    def go(page: Page, served: Served, username: str) -> None:
        page.goto(f"{served.url}/accounts/login/")
        expect(page.get_by_label("ログイン名")).to_be_focused()
        page.keyboard.type(username)
        page.keyboard.press("Tab")
        page.keyboard.type(served.passwords[username])
        page.keyboard.press("Enter")
        page.wait_for_url(f"{served.url}/")

    return go


@pytest.fixture
def no_barriers(browser: Browser) -> Callable[[Page], None]:
    """axe finds nothing to say about the page as it stands."""

    def look(page: Page) -> None:
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]][:3]) for each in found] == [], page.url

    return look
