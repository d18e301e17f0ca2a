"""Finding one's way by the search box alone: keys, half-width kana, the way back to one's own words."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.served import Served


def test_an_action_is_found_by_keyboard_while_typing(
    served: Served,
    page: Page,
    sign_in: Callable[[Page, Served, str], None],
    no_barriers: Callable[[Page], None],
) -> None:
    served.prepare_demonstration()
    served.start()
    sign_in(page, served, "tanto")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="取組・指標・文章を検索")
    expect(box).to_be_focused()

    # Half-width kana find what the plan writes in full width; the matched part is marked as the plan has it.
    page.keyboard.type("ﾃﾞｼﾞﾀﾙ")
    options = page.get_by_role("listbox", name="検索の候補").get_by_role("option")
    # Twelve hits of the four plans, and the way to all of them.
    expect(options).to_have_count(13)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#search-results mark").first).to_have_text("デジタル")
    expect(page.locator("#search-status")).to_contain_text("12件")
    no_barriers(page)

    # Down and up walk through the list and back to the words; Escape closes it and keeps them.
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "found-1-1")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#search-results [aria-selected=true]")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator("#search-results")).to_be_hidden()
    expect(box).to_have_value("ﾃﾞｼﾞﾀﾙ")

    # Enter on a hit opens its place, Enter on the words the page of all hits.
    page.keyboard.press("ArrowDown")
    # Twelve hits of the four plans, and the way to all of them.
    expect(options).to_have_count(13)
    page.keyboard.press("ArrowDown")
    title = options.first.locator("mark").first.inner_text()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/plans/kama/"))
    expect(page.locator("main")).to_contain_text(title)
    page.keyboard.press("/")
    page.keyboard.type("でじたる")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/search/"))
    expect(page.get_by_role("heading", level=1)).to_have_text("検索")
    expect(page.locator(".found-list > li").first).to_contain_text("デジタル")
    no_barriers(page)
