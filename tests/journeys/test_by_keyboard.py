"""Everything by keyboard alone, also with the network cut in the middle of typing."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.served import Served

YEAR = 2023


def tab_to(page: Page, wanted: Locator, most: int = 400) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no way by Tab to {wanted}")


def arrow_to(page: Page, wanted: Locator, most: int = 30) -> None:
    """Press the arrow down until the element has the focus."""
    for _ in range(most):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"no way by arrow to {wanted}")


def test_a_year_is_entered_written_and_printed_without_a_mouse(
    served: Served, page: Page, context: BrowserContext, sign_in: Callable[[Page, Served, str], None]
) -> None:
    served.prepare_demonstration()
    served.start()
    sign_in(page, served, "jimukyoku")

    # The way to the grid is in the navigation; the skip link is the first stop.
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="本文へ移動")).to_be_focused()
    tab_to(page, page.locator('main a[href*="/plans/kama/"]').first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/plans/kama/**")
    tab_to(page, page.get_by_role("link", name="実績入力", exact=True))
    page.keyboard.press("Enter")
    page.wait_for_url("**/entry/2023/")

    # A value is corrected, Enter goes down, the grade appears; Escape takes back what is being typed.
    first, second = (page.locator(f'[name="cell:actual/{key}/{YEAR}"]') for key in ("1-1", "1-2"))
    tab_to(page, first)
    page.keyboard.press("Control+A")
    page.keyboard.type("１５")
    page.keyboard.press("Enter")
    expect(second).to_be_focused()
    expect(page.locator('tr[data-key="1-1"] [data-part="grade"]')).to_contain_text("A")
    page.keyboard.type("999")
    page.keyboard.press("Escape")
    expect(second).to_have_value("3")

    # What is not known yet is chosen, not guessed.
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("menu")).to_be_visible()
    arrow_to(page, page.get_by_role("menuitem", name="集計中"))
    page.keyboard.press("Enter")
    expect(second).to_have_value("集計中")
    page.keyboard.press("Control+z")
    expect(second).to_have_value("3")

    # The network is cut while typing: nothing is lost, nothing is entered twice.
    context.set_offline(True)
    page.keyboard.press("Control+A")
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.locator("#grid-state")).to_contain_text("未保存が1件")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    context.set_offline(False)
    expect(page.locator("#grid-state")).to_have_text("すべて保存済み", timeout=40_000)
    page.reload()
    expect(second).to_have_value("4")
    expect(page.locator(f'[name="cell:actual/2-1/{YEAR}"]')).to_have_value("7")

    # A sheet's text, then the next sheet, then all sheets on paper.
    tab_to(page, page.get_by_role("link", name="シート", exact=True).first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sheets/2023/")
    sheets = page.url
    tab_to(page, page.get_by_role("rowheader").first.get_by_role("link"))
    page.keyboard.press("Enter")
    text = page.get_by_role("textbox", name="課題")
    tab_to(page, text)
    page.keyboard.press("Control+End")
    page.keyboard.type("鍵盤だけで書き足した。")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-state]").filter(has_text="保存しました").last).to_be_visible()
    before = page.url
    page.keyboard.press("Alt+PageDown")
    page.wait_for_url(lambda url: url != before and "/sheets/2023/" in url)
    page.keyboard.press("Alt+PageUp")
    page.wait_for_url(before)
    expect(text).to_have_value(re.compile("鍵盤だけで書き足した。$"))
    page.goto(sheets)
    tab_to(page, page.get_by_role("button", name="全シートをPDFで"))
    page.keyboard.press("Enter")
    result = page.locator("#job-result")
    expect(result).to_be_visible(timeout=60_000)
    tab_to(page, result)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
