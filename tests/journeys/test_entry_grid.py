"""The entry and targets grids under fingers: keys, states, pasted blocks, two people, a cut network, a reload."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.served import Served

SignIn = Callable[[Page, Served, str], None]
PASTE = """([name, text]) => {
  const input = document.querySelector(`[name="cell:${name}"]`);
  input.focus();
  const data = new DataTransfer();
  data.setData("text/plain", text);
  input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def office(served: Served) -> Served:
    served.prepare_demonstration()
    served.start()
    return served


def cell(page: Page, address: str) -> Locator:
    return page.locator(f'[name="cell:{address}"]')


def frame(page: Page, address: str) -> Locator:
    """The cell with its state, word and notes."""
    return page.locator(f'td:has([name="cell:{address}"])')


def actual(key: str) -> str:
    return f"actual/{key}/2023"


def is_saved(page: Page, address: str) -> None:
    expect(frame(page, address).locator(".cell-word")).to_have_text("保存済み")


def open_entry(page: Page, office: Served, sign_in: SignIn, who: str = "tanto", query: str = "") -> str:
    sign_in(page, office, who)
    page.goto(office.url + "/")
    plan = page.locator("a[href*='/entry/']").first.get_attribute("href") or ""
    slug = re.search(r"/plans/([^/]+)/", plan)
    assert slug
    page.goto(f"{office.url}/plans/{slug[1]}/entry/2023/{query}")
    return slug[1]


def test_keys_states_and_a_pasted_block(
    office: Served, page: Page, sign_in: SignIn, no_barriers: Callable[[Page], None]
) -> None:
    open_entry(page, office, sign_in)

    # Type over the selected value, Enter goes down, the grade comes with the save.
    cell(page, actual("2-3")).focus()
    page.keyboard.type("4800")
    page.keyboard.press("Enter")
    expect(cell(page, actual("2-4"))).to_be_focused()
    is_saved(page, actual("2-3"))
    expect(cell(page, actual("2-3"))).to_have_value("4,800")
    row = page.locator("tr[data-key='2-3']")
    expect(row.locator("[data-part=rate]")).to_contain_text("100%")
    expect(row.locator("[data-part=grade]")).to_contain_text("A")

    # A blank is 未入力; a state is chosen from the menu, by keyboard.
    page.keyboard.press("Delete")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#grid-count")).to_have_text("入力済み 19/20")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("menuitem", name="0（ゼロ件・ゼロ円など）")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(cell(page, actual("2-4"))).to_have_value("集計中")
    is_saved(page, actual("2-4"))
    expect(page.locator("#grid-count")).to_have_text("入力済み 20/20")

    # What is refused says why and stays; Escape takes it back.
    page.keyboard.type("5円")
    page.keyboard.press("Tab")
    expect(frame(page, actual("2-4"))).to_contain_text("単位")
    cell(page, actual("2-4")).focus()
    page.keyboard.press("Escape")
    expect(cell(page, actual("2-4"))).to_have_value("集計中")
    expect(page.locator("#grid-state")).to_have_text("すべて保存済み")

    # Left and right move between cells; words take several lines.
    page.keyboard.press("ArrowRight")
    page.keyboard.type("春と秋")
    page.keyboard.press("Alt+Enter")
    page.keyboard.type("冬")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    is_saved(page, "text/2-4/2023/remarks")
    expect(cell(page, "text/2-4/2023/remarks")).to_have_value("春と秋\n冬")

    # A block is shown first, its heading is no value, what does not fit is named; one Ctrl+Z takes all of it back.
    lines = [f"{n},000\t備考{n}" for n in range(1, 8)]
    page.evaluate(PASTE, [actual("5-1"), "実績\t備考\r\n" + "\r\n".join(lines)])
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("下の3行は表に行がないため入りません：5,000 備考5")
    page.keyboard.press("Enter")
    is_saved(page, actual("6-5"))
    expect(cell(page, actual("5-2"))).to_have_value("2,000")
    expect(cell(page, "text/5-2/2023/remarks")).to_have_value("備考2")
    expect(cell(page, actual("5-1"))).to_be_focused()
    page.keyboard.press("Control+z")
    expect(cell(page, "text/5-2/2023/remarks")).to_have_value("")
    expect(cell(page, actual("5-1"))).to_be_focused()
    no_barriers(page)


def test_two_people_in_one_cell_lose_nothing(office: Served, browser: Browser, page: Page, sign_in: SignIn) -> None:
    slug = open_entry(page, office, sign_in)
    profile = browser.new_context(locale="ja-JP")
    other = profile.new_page()
    open_entry(other, office, sign_in, "jimukyoku")
    cell(other, actual("1-1")).focus()
    other.keyboard.type("30")
    other.keyboard.press("Enter")
    is_saved(other, actual("1-1"))

    cell(page, actual("1-1")).focus()
    page.keyboard.type("40")
    page.keyboard.press("Enter")
    place = frame(page, actual("1-1"))
    expect(place).to_contain_text("「30」に変えています。あなたの値は「40」です。")
    expect(cell(page, actual("1-1"))).to_have_value("40")
    cell(page, actual("1-1")).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(place.get_by_role("button", name="「40」にする")).to_be_focused()
    page.keyboard.press("Enter")
    is_saved(page, actual("1-1"))

    # The other one's page is older now: it is asked in its turn, and keeps what stands.
    cell(other, actual("1-1")).focus()
    other.keyboard.type("31")
    other.keyboard.press("Enter")
    frame(other, actual("1-1")).get_by_role("button", name="「40」のままにする").click()
    expect(cell(other, actual("1-1"))).to_have_value("40")
    page.goto(f"{office.url}/plans/{slug}/entry/2023/")
    expect(cell(page, actual("1-1"))).to_have_value("40")
    profile.close()


def test_a_cut_network_and_a_closed_page_lose_nothing(office: Served, page: Page, sign_in: SignIn) -> None:
    open_entry(page, office, sign_in)
    page.context.set_offline(True)
    cell(page, actual("2-1")).focus()
    page.keyboard.type("7\n41.5\n")
    expect(frame(page, actual("2-1")).locator(".cell-word")).to_have_text("未保存")
    expect(page.locator("#grid-state")).to_contain_text("未保存が2件あります")
    page.context.set_offline(False)
    is_saved(page, actual("2-1"))
    is_saved(page, actual("2-2"))
    expect(page.locator("#grid-state")).to_have_text("すべて保存済み")

    # The server is away, the page is closed against the warning, and opened again.
    page.route("**/save/", lambda route: route.abort())
    cell(page, actual("2-5")).focus()
    page.keyboard.type("55\n")
    expect(frame(page, actual("2-5")).locator(".cell-word")).to_have_text("未保存")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.reload()
    assert asked == ["beforeunload"]
    expect(cell(page, actual("2-5"))).to_have_value("55")
    page.unroute("**/save/")
    page.get_by_role("button", name="いますぐ保存し直す").click()
    is_saved(page, actual("2-5"))
    page.reload()
    expect(cell(page, actual("2-5"))).to_have_value("55")
    assert asked == ["beforeunload"], "nothing is unsaved any more"


def test_targets_are_typed_as_papers_print_them(
    office: Served, page: Page, sign_in: SignIn, no_barriers: Callable[[Page], None]
) -> None:
    slug = open_entry(page, office, sign_in, "jimukyoku")
    page.goto(f"{office.url}/plans/{slug}/targets/")
    cell(page, "target/1-1/2024").focus()
    page.keyboard.type("20 (45)")
    page.keyboard.press("Tab")
    page.keyboard.type("70以上")
    page.keyboard.press("Tab")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Enter")
    is_saved(page, "target/1-1/2026")
    shown = [cell(page, f"target/1-1/{year}").input_value() for year in (2024, 2025, 2026)]
    assert shown == ["20 (45)", "70以上", "設定なし"]
    cell(page, "target/1-1/2023").focus()
    page.keyboard.type("16 (26)\n")
    expect(frame(page, "target/1-1/2023").get_by_role("link", name="改定1回")).to_be_visible()
    expect(frame(page, "target/1-1/2024")).to_contain_text("かっこの累計と合いません")
    no_barriers(page)
