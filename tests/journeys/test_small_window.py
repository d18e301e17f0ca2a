"""On a telephone, or enlarged to 400 %: the header is one line, everything of it opens by keyboard from one button."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.served import Served

HEIGHT = "document.querySelector('.site-header').getBoundingClientRect().height"
WIDTH = "document.documentElement.scrollWidth"


def test_the_header_is_one_line_and_opens_by_keyboard(
    served: Served,
    page: Page,
    sign_in: Callable[[Page, Served, str], None],
    no_barriers: Callable[[Page], None],
) -> None:
    served.prepare_demonstration()
    served.start()
    sign_in(page, served, next(iter(served.passwords)))
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{served.url}/plans/kama/")
    assert page.evaluate(HEIGHT) <= 64
    assert page.evaluate(WIDTH) == 320
    no_barriers(page)
    menu, places = page.get_by_role("button", name="メニュー"), page.get_by_role("navigation", name="主な画面")
    expect(places).to_be_hidden()
    menu.focus()
    page.keyboard.press("Enter")
    expect(places).to_be_visible()
    expect(page.get_by_role("button", name="ログアウト")).to_be_visible()
    assert page.evaluate(WIDTH) == 320
    no_barriers(page)
    page.keyboard.press("Escape")
    expect(places).to_be_hidden()
    expect(menu).to_be_focused()
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name="取組・指標・文章を検索")).to_be_focused()
    page.keyboard.press("Escape")
    menu.focus()
    page.keyboard.press("Enter")
    link = places.get_by_role("link", name="履歴")
    for _ in range(30):
        if link.evaluate("each => each === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/history/")
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(page.get_by_role("button", name="メニュー")).to_be_hidden()
    expect(places).to_be_visible()
