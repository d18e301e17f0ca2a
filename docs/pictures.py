"""Takes the pictures of the README and the guides from a freshly started Banso, so that they can be made again.

``make pictures`` starts the demonstration in a temporary folder, signs in, opens each page and writes ``docs/pictures/``.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.browsers import CHROMIUM, FLAGS  # noqa: E402  # the same browser as in the journeys
from tests.served import Served  # noqa: E402

PICTURES = Path(__file__).parent / "pictures"
YEAR = 2023
DOWN_TO_THE_PAPER = 220
COLOURS = 128


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: its name, the address of the page, what is typed into which field before it, how far down it begins."""

    name: str
    path: str
    typed: tuple[str, str] | None = None
    down: int = 0


SHOWN = (
    Picture("home", "/"),
    Picture("plan", "/plans/kama/"),
    Picture("roadmap", "/plans/kama/roadmap/"),
    Picture("indicator", "/plans/kama/indicators/2-3/"),
    Picture("entry", f"/plans/kama/entry/{YEAR}/", typed=(f"cell:actual/2-3/{YEAR}", "4,801")),
    Picture("sheet", f"/plans/kama/sheets/{YEAR}/1-①/", down=DOWN_TO_THE_PAPER),
    Picture("scorecard", "/plans/kazuno/papers/scorecard/2025/"),
    Picture("policy", "/plans/aizuwakamatsu/papers/policy-evaluation/2024/", down=700),
    Picture("money", "/plans/aizuwakamatsu/money/2024/"),
    Picture("support-plan", "/plans/ome/papers/support-plan/-/"),
    Picture("imports", "/plans/kama/imports/"),
    Picture("check", "/plans/kama/check/"),
    Picture("search", "/search/?q=デジタル&plan=kama"),
    Picture("history", "/plans/kama/history/"),
    Picture("settings", "/plans/kama/settings/"),
    Picture("years", "/plans/kama/settings/years"),
)


def take(page: Page, served: Served) -> None:
    """Every picture, in the order of a year."""
    page.goto(f"{served.url}/accounts/login/")
    page.fill("[name=login]", "jimukyoku")
    page.fill("[name=password]", served.passwords["jimukyoku"])
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.url}/")
    for picture in SHOWN:
        answer = page.goto(served.url + picture.path)
        if answer is None or answer.status != 200:
            raise SystemExit(f"{picture.path} answers {answer.status if answer else 'nothing'}")
        if picture.typed:
            name, text = picture.typed
            field = page.locator(f'[name="{name}"]')
            field.fill(text)
            field.press("Enter")
            field.locator("xpath=ancestor::td[@data-state='saved']").wait_for()
        page.wait_for_load_state("networkidle")
        page.evaluate("down => window.scrollTo(0, down)", picture.down)
        # Few colours keep the pictures small: they are taken again with every change of a page.
        taken = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS)
        taken.save(PICTURES / f"{picture.name}.png", optimize=True)


def main() -> None:
    """Start, take, stop."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        served = Served(Path(folder) / "office")
        try:
            served.prepare_demonstration()
            served.start()
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            take(browser.new_page(locale="ja-JP", viewport={"width": 1200, "height": 800}), served)
            browser.close()
        finally:
            served.stop()


if __name__ == "__main__":
    main()
