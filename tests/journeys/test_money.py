"""Money is typed by keyboard as offices write it, adds up while one types, and can be read on a telephone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.served import Served

WIDTH = "document.documentElement.scrollWidth"


def test_amounts_are_typed_and_add_up(
    served: Served,
    page: Page,
    sign_in: Callable[[Page, Served, str], None],
    no_barriers: Callable[[Page], None],
) -> None:
    served.prepare_demonstration()
    served.start()
    sign_in(page, served, next(iter(served.passwords)))
    page.goto(f"{served.url}/plans/kama/entry/2023/")
    page.get_by_role("link", name="事業費").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("事業費（令和5年度）")
    no_barriers(page)
    first = page.locator("input[name='cell:budget/1-①-a/事業費/2023/budget']")
    first.focus()
    page.keyboard.type("２５０万円")
    page.keyboard.press("Enter")
    expect(first).to_have_value("2,500")
    expect(page.locator("input[name='cell:budget/1-①-a/一般財源/2023/budget']")).to_be_focused()
    page.keyboard.type("2,400")
    page.keyboard.press("Enter")
    expect(page.get_by_text("財源の合計と100千円違います。")).to_be_visible()
    expect(page.locator("#grid-state")).to_have_text("すべて保存済み")
    no_barriers(page)

    page.reload()
    total = page.locator("[id='sum//2023/budget/cost'] [data-part=figure]")
    expect(total).to_have_text("2,500")
    page.get_by_role("checkbox", name="使っていない財源や従事人員の行も出す").check()
    page.get_by_role("button", name="絞り込む").click()
    page.wait_for_url("**items=all*")
    expect(page.locator("#grid-state")).to_have_text("すべて保存済み")
    page.locator("input[name='cell:budget/1/人件費単価/2023/budget']").fill("7,578")
    page.keyboard.press("Enter")
    page.locator("input[name='cell:budget/1-①-a/従事人員/2023/budget']").fill("0.5人")
    page.keyboard.press("Enter")
    expect(page.get_by_text("従事人員から計算：3,789（0.5人×7,578）")).to_be_visible()
    expect(page.locator("[id='sum//2023/budget/full'] [data-part=figure]")).to_have_text("6,289")

    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{served.url}/plans/kama/money/2023/#budget/1-①-a/事業費/2023/budget")
    expect(page.locator("input[name='cell:budget/1-①-a/事業費/2023/budget']")).to_be_focused()
    assert page.evaluate(WIDTH) == 320
    no_barriers(page)
