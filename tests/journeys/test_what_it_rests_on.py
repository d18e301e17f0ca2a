"""A project gets its SDGs targets by search, what it rests on with its period, its logic model, and a decision."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.served import Served

WIDTH = "document.documentElement.scrollWidth"


def test_an_element_is_tied_to_goals_plans_and_results(
    served: Served,
    page: Page,
    sign_in: Callable[[Page, Served, str], None],
    no_barriers: Callable[[Page], None],
) -> None:
    served.prepare_demonstration()
    served.start()
    sign_in(page, served, "jimukyoku")

    # The settings: targets of two goals by a button, and a vocabulary for decisions.
    page.goto(f"{served.url}/plans/kama/settings/vocabularies")
    page.get_by_text("ゴールごとに入れる").click()
    for goal in ("8 働きがいも経済成長も", "9 産業と技術革新の基盤をつくろう"):
        page.get_by_role("checkbox", name=goal).check()
    page.get_by_role("button", name="SDGsターゲットを入れる").click()
    expect(page.get_by_role("heading", name="SDGsターゲット", exact=True)).to_be_visible()
    page.get_by_label("区分の名称").last.fill("次年度方針")
    page.get_by_label("語", exact=True).fill("継続\n見直し\n終了")
    page.get_by_role("button", name="加える", exact=True).click()
    expect(page.get_by_role("heading", name="次年度方針")).to_be_visible()
    no_barriers(page)

    # In the panel beside the tree, by keyboard: search narrows, Enter there sends nothing.
    page.goto(f"{served.url}/plans/kama/?node=1-①-a")
    page.get_by_role("link", name="編集", exact=True).press("Enter")
    search = page.get_by_role("searchbox", name="SDGsターゲットを探す")
    search.fill("中小企業")
    search.press("Enter")
    target = page.get_by_role("checkbox", name="8.3 雇用と起業の後押し、中小企業の成長")
    expect(target).to_be_visible()
    expect(page.get_by_role("checkbox", name="8.7", exact=False)).to_be_hidden()
    target.focus()
    page.keyboard.press("Space")
    search.fill("９．３")
    expect(page.get_by_text("2件・選択中 1件")).to_be_visible()
    expect(target).to_be_visible()
    no_barriers(page)
    page.get_by_role("button", name="保存する").press("Enter")
    panel = page.locator("#node-panel")
    expect(panel.get_by_text("雇用と起業の後押し、中小企業の成長")).to_be_visible()

    # A plan that ends before this one.
    panel.get_by_role("link", name="ほかの計画・根拠を加える").press("Enter")
    expect(page.get_by_label("計画や事業の名称")).to_be_focused()
    page.keyboard.type("第2期総合戦略")
    page.get_by_label("開始年度").fill("R2")
    page.get_by_label("終了年度").fill("R6")
    page.keyboard.press("Enter")
    expect(panel.get_by_text("令和6年度で終わります")).to_be_visible()

    # The logic model, its boxes in order; undo takes all of it back at once.
    panel.get_by_text("ほかの操作").click()
    panel.get_by_role("link", name="ロジックモデルを書く").press("Enter")
    for name, text in (("投入", "担当2人"), ("活動", "窓口"), ("産出", "相談"), ("成果", "続く店")):
        page.get_by_label(name, exact=True).fill(text)
    page.get_by_role("button", name="保存する").press("Enter")
    boxes = panel.locator(".logic-box")
    expect(boxes).to_have_count(4)
    expect(boxes.last).to_contain_text("続く店")

    # This year's decision.
    panel.get_by_role("link", name="令和5年度の次年度方針を書く").press("Enter")
    page.get_by_role("checkbox", name="見直し").check()
    page.get_by_label("理由").fill("相談の場を変える")
    page.get_by_role("button", name="（案）として保存").press("Enter")
    expect(panel.get_by_text("相談の場を変える")).to_be_visible()
    no_barriers(page)

    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{served.url}/plans/kama/nodes/1-①-a/")
    expect(page.get_by_role("heading", level=2, name="ロジックモデル")).to_be_visible()
    assert page.evaluate(WIDTH) == 320
    no_barriers(page)
    page.goto(f"{served.url}/")
    expect(page.get_by_text("根拠の「第2期総合戦略」が令和6年度で終わります")).to_be_visible()
