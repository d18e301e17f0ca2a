"""A small plan is built by hand, gets its rules from the library, its results, and its second year."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.served import Served


def test_a_small_plan_by_hand_and_its_second_year(
    served: Served,
    page: Page,
    sign_in: Callable[[Page, Served, str], None],
    no_barriers: Callable[[Page], None],
) -> None:
    served.add_person("jiro", organization="見本商工会", slug="shokokai", name="組立 次郎")
    served.start()
    sign_in(page, served, "jiro")

    # From nothing: title, years, levels.
    page.goto(f"{served.url}/plans/new?how=empty")
    page.get_by_label("計画の名称").fill("商工業にぎわい計画")
    page.get_by_label("開始年度").fill("令和7")
    page.get_by_label("終了年度").fill("R9")
    no_barriers(page)
    page.get_by_role("button", name="計画を作る").click()
    expect(page.get_by_role("heading", name="計画を組み立てましょう")).to_be_visible()
    no_barriers(page)
    page.get_by_label("方針の名称").fill("人が集まるまちをつくる")
    page.get_by_role("button", name="追加する").click()

    # Two measures below it and an indicator on each.
    tree = page.get_by_role("link", name="人が集まるまちをつくる")
    measures = ("空き店舗をなくす", "市を開く")
    for measure in measures:
        tree.first.click()
        page.locator("#node-panel").get_by_role("link", name="下に施策を追加").click()
        page.locator("#node-panel").get_by_label("名称").fill(measure)
        page.locator("#node-panel").get_by_role("button", name="追加する").click()
        expect(page.locator("#plan-work").get_by_role("link", name=measure).first).to_be_visible()
    no_barriers(page)
    for measure, name, unit in zip(measures, ("空き店舗の活用件数", "市の来場者数"), ("件", "人"), strict=True):
        page.locator("#plan-work").get_by_role("link", name=measure).first.click()
        panel = page.locator("#node-panel")
        expect(panel.locator("[data-panel-title]")).to_contain_text(measure)
        panel.get_by_role("link", name="指標を置く").first.click()
        panel.get_by_label("指標の名称").fill(name)
        panel.get_by_label("単位").fill(unit)
        panel.get_by_role("button", name="作って置く").click()
        expect(page.locator("#node-panel")).to_contain_text(name)
    page.keyboard.press("Escape")
    slug = page.url.split("/plans/")[1].split("/")[0]
    plan = f"{served.url}/plans/{slug}/"

    # The rules of a published body, with the effect shown before they are saved.
    page.goto(f"{plan}settings/rules")
    page.get_by_role("link", name="公表されている決まりから選ぶ").click()
    no_barriers(page)
    page.locator("section", has_text="嘉麻市").get_by_role("button", name="この規則を使う").first.click()
    no_barriers(page)
    expect(page.locator("main")).to_contain_text("79.5")  # the boundary cases stand beside the form
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_role("link", name="編集する")).to_be_visible()

    # Targets of every year in one grid, then the first year's results.
    page.goto(f"{plan}targets/")
    no_barriers(page)
    block = "10\t12\t15\r\n500\t600\t700"
    page.evaluate("text => navigator.clipboard.writeText(text)", block)
    page.locator('[name$="/2025"]').first.focus()
    page.keyboard.press("Control+V")
    page.keyboard.press("Enter")
    expect(page.locator("#grid-state")).to_have_text("すべて保存済み")
    page.reload()
    expect(page.locator('[name$="/2026"]').nth(1)).to_have_value("600")
    page.goto(f"{plan}entry/2025/")
    cells = page.locator('[name^="cell:actual/"]')
    cells.nth(0).fill("8")
    cells.nth(0).press("Enter")
    expect(page.locator('[data-part="rate"]').first).to_contain_text("80%")
    page.keyboard.type("650")
    page.keyboard.press("Enter")
    expect(page.locator('[data-part="rate"]').nth(1)).to_contain_text("130%")
    no_barriers(page)

    # April: the next year, first as a dry run.
    page.goto(f"{plan}settings/years")
    no_barriers(page)
    page.get_by_role("link", name="令和8年度を開く準備をする").click()
    expect(page.locator("main")).to_contain_text("まだ何も変わっていません")
    no_barriers(page)
    page.get_by_role("button", name="この内容で開く").click()
    page.goto(f"{plan}entry/2026/")
    expect(page.locator("#grid-count")).to_have_text("入力済み 0/2")
    expect(page.locator("tbody tr").nth(1)).to_contain_text("8")
    no_barriers(page)
