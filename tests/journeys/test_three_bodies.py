"""Three bodies' ways: a society's scorecard, a city's project sheets and field report, a chamber's support plan."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from zipfile import ZipFile

import openpyxl
import pikepdf
import pytest
from playwright.sync_api import Locator, Page, expect

from banso.library.demonstration import demonstration_plan
from tests.served import Served

SignIn = Callable[[Page, Served, str], None]
NoBarriers = Callable[[Page], None]
A3_LANDSCAPE = (1191, 842)


def field(page: Page, address: str) -> Locator:
    """Where a fact of the paper is written, at the first place where it stands."""
    return page.locator(f'[data-fact="{address}"] :is(input, textarea, select)').first


def printed(page: Page, address: str) -> Locator:
    return page.locator(f'[id="{address}"]')


def saved(page: Page) -> None:
    expect(page.locator("#grid-state")).to_have_text("すべて保存済み")
    expect(page.locator('[data-state="editing"], [data-state="saving"]')).to_have_count(0)


def download(page: Page, name: str) -> Path:
    menu = page.locator("details", has=page.locator("summary", has_text="ダウンロード"))
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name=name).click()
    path = waiting.value.path()
    assert path is not None
    return Path(path)


def looks_whole_when_narrow(page: Page, no_barriers: NoBarriers) -> None:
    """320 px: nothing but the tables scrolls sideways."""
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320, page.url
    no_barriers(page)
    page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def office(served: Served) -> Served:
    served.prepare_demonstration()
    served.start()
    return served


def test_a_society_enters_its_results_and_prints_the_scorecard(
    office: Served, page: Page, sign_in: SignIn, no_barriers: NoBarriers
) -> None:
    sign_in(page, office, "jimukyoku")
    blank = office.folder / "見本の書面" / "かづの商工会" / "総括表.xlsx"
    page.goto(f"{office.url}/plans/new")
    page.get_by_role("link", name="書面を取り込む").click()
    page.set_input_files("input[type=file]", str(blank))
    if page.locator("select[name=organization]").count():
        page.locator("select[name=organization]").select_option(label="かづの商工会（見本）")
    page.get_by_role("button", name="読み取る").click()
    create = page.get_by_role("button", name="この内容で計画を作る")
    expect(create).to_be_visible(timeout=60_000)
    create.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("かづの商工会アクションプログラム")

    page.get_by_role("link", name="帳票", exact=True).click()
    no_barriers(page)
    looks_whole_when_narrow(page, no_barriers)
    page.get_by_role("link", name="総括表を開く").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("総括表")
    no_barriers(page)

    # The first twenty results come from Excel as a column, the last is typed; flags and totals follow.
    plan = demonstration_plan("kazuno")
    amounts = {actual.indicator: actual.amount for actual in plan.actuals if actual.year == 2025}
    order = page.eval_on_selector_all('[data-fact^="actual/"]', "all => all.map(each => each.dataset.fact)")
    assert len(order) == 21
    values = [str(amounts[address.split("/")[1]]) for address in order]
    page.get_by_role("button", name="次の空欄へ").click()
    expect(field(page, order[0])).to_be_focused()
    page.evaluate("text => navigator.clipboard.writeText(text)", "\r\n".join(values[:13]))
    page.keyboard.press("Control+V")
    saved(page)
    for address, value in zip(order[13:], values[13:], strict=True):
        field(page, address).focus()
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    saved(page)
    foot = page.locator("tr").filter(has_text="達成数計").last
    expect(foot).to_contain_text("4/10")
    expect(foot).to_contain_text("14/21")

    # A result is put right: its flag and the totals change at once.
    wrong = field(page, order[1])
    wrong.fill("70")
    wrong.press("Enter")
    saved(page)
    expect(foot).to_contain_text("5/10")
    expect(foot).to_contain_text("15/21")
    wrong.fill(values[1])
    wrong.press("Enter")
    saved(page)
    expect(foot).to_contain_text("14/21")

    review = field(page, "text/" + order[0].split("/")[1] + "/2025/review")
    review.focus()
    page.keyboard.type("申請の支援が実を結んだ。")
    page.keyboard.press("Control+Enter")
    saved(page)
    page.reload()
    expect(field(page, order[0])).to_have_value(values[0])
    expect(review).to_have_value("申請の支援が実を結んだ。")
    no_barriers(page)
    looks_whole_when_narrow(page, no_barriers)

    with pikepdf.Pdf.open(download(page, "PDF　清書")) as pdf:
        box = [round(float(side)) for side in pdf.pages[0].mediabox[2:]]
        assert tuple(box) == A3_LANDSCAPE
    book = openpyxl.load_workbook(io.BytesIO(download(page, "Excel　清書").read_bytes()))
    words = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {"14/21", "4/10"} <= set(words)
    assert any("申請の支援が実を結んだ。" in word for word in words)


def test_a_city_evaluates_its_projects_and_prints_the_field(
    office: Served, page: Page, sign_in: SignIn, no_barriers: NoBarriers
) -> None:
    plan = demonstration_plan("aizuwakamatsu")
    sign_in(page, office, "jimukyoku")
    page.goto(f"{office.url}/plans/aizuwakamatsu/papers/2024/")
    no_barriers(page)
    project = next(node for node in plan.nodes if node.key == "1-1")
    page.get_by_role("link", name=f"1-1 {project.title}", exact=True).click()
    no_barriers(page)
    looks_whole_when_narrow(page, no_barriers)

    # Money and decision on the project's sheet.
    cost = field(page, "budget/1-1/事業費/2024/budget")
    before = cost.input_value()
    cost.fill("３，５００")
    cost.press("Enter")
    field(page, "decision/1-1/2024/次年度方針").select_option("拡充")
    saved(page)
    expect(cost).to_have_value("3,500")
    page.keyboard.press("Alt+PageDown")
    expect(page.get_by_role("heading", level=1)).to_contain_text("1-2 ")
    page.keyboard.press("Alt+PageUp")
    expect(cost).to_have_value("3,500")

    # The list and the sums of the field come from the sheets.
    page.goto(f"{office.url}/plans/aizuwakamatsu/papers/policy-evaluation/2024/{quote('分野12')}/")
    no_barriers(page)
    expect(field(page, "decision/1-1/2024/次年度方針")).to_have_value("拡充")
    added = 3500 - int(before.replace(",", ""))
    total = f"{703_801 + added:,}"
    expect(page.locator("table").last.locator("..").locator("..")).to_contain_text(total)

    # A lagged statistic names the year it belongs to.
    address = next(f"actual/{each.indicator}/2023" for each in plan.actuals if each.year == 2023)
    lagged = field(page, address)
    lagged.fill("266,061 (令和3年度)")
    lagged.press("Enter")
    saved(page)
    page.reload()
    expect(field(page, address)).to_have_value("266,061 (令和3年度)")
    looks_whole_when_narrow(page, no_barriers)

    # The whole report is long work: counted before it is handed over.
    page.goto(f"{office.url}/plans/aizuwakamatsu/papers/2024/")
    page.get_by_role("button", name="政策評価シートをPDFで印刷").click()
    result = page.get_by_role("link", name="ダウンロード")
    expect(result).to_be_visible(timeout=120_000)
    expect(page.get_by_text("あるはずの数と合うことを確かめました")).to_be_visible()
    no_barriers(page)
    with page.expect_download() as waiting:
        result.click()
    with pikepdf.Pdf.open(waiting.value.path()) as pdf:
        assert len(pdf.pages) >= 14


def test_a_chamber_keeps_its_support_plan_and_its_evaluation(
    office: Served, page: Page, sign_in: SignIn, no_barriers: NoBarriers
) -> None:
    sign_in(page, office, "jimukyoku")
    page.goto(f"{office.url}/plans/ome/papers/2023/")
    no_barriers(page)
    page.get_by_role("link", name="3. 地域の経済動向調査に関すること", exact=True).click()
    no_barriers(page)
    text = page.locator('[data-fact^="text/3/-/status-quo"] textarea').first
    text.fill("統計と聞き取りを合わせて地域の動きを知らせている。")
    paragraph = page.locator('[data-fact*="調査手法"] textarea').first
    paragraph.fill("統計を読み、聞き取りで確かめる。")
    paragraph.press("Control+Enter")
    target = field(page, "target/3-①/2024")
    target.fill("6")
    target.press("Enter")
    saved(page)
    page.reload()
    expect(text).to_have_value("統計と聞き取りを合わせて地域の動きを知らせている。")
    expect(paragraph).to_have_value("統計を読み、聞き取りで確かめる。")
    expect(target).to_have_value("6")
    looks_whole_when_narrow(page, no_barriers)
    with ZipFile(download(page, "Word　清書")) as package:
        assert "統計を読み、聞き取りで確かめる。" in package.read("word/document.xml").decode()
    assert "聞き取りで確かめる" in download(page, "ウェブページ　清書").read_text("utf-8")
    with pikepdf.Pdf.open(download(page, "PDF　清書")) as pdf:
        assert len(pdf.pages) >= 1

    # The target tables and 別表3 as tables of their own.
    page.goto(f"{office.url}/plans/ome/papers/target-table/-/")
    expect(field(page, "target/3-①/2024")).to_have_value("6")
    no_barriers(page)
    book = openpyxl.load_workbook(io.BytesIO(download(page, "Excel　清書").read_bytes()))
    assert 6 in [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    page.goto(f"{office.url}/plans/ome/papers/budget-table/-/")
    no_barriers(page)
    money = page.locator('.entry-number [data-fact^="budget/"] :is(input, textarea)').first
    money.fill("82,000")
    money.press("Enter")
    saved(page)
    page.reload()
    expect(money).to_have_value("82,000")

    # The evaluation of a year: results, what was done, the committee's opinion.
    page.goto(f"{office.url}/plans/ome/papers/2023/")
    page.get_by_role("link", name="経営発達支援計画の評価を開く").click()
    no_barriers(page)
    result = field(page, "actual/3-①/2023")
    result.fill("4")
    result.press("Enter")
    saved(page)
    opinion = page.locator('[data-fact*="外部評価委員会"] textarea').first
    opinion.fill("公表の時期を早めるとよい。")
    opinion.press("Control+Enter")
    saved(page)
    page.reload()
    expect(opinion).to_have_value("公表の時期を早めるとよい。")
    looks_whole_when_narrow(page, no_barriers)
    with ZipFile(download(page, "Word　清書")) as package:
        assert "公表の時期を早めるとよい。" in package.read("word/document.xml").decode()


def test_four_bodies_stand_side_by_side(office: Served, page: Page, sign_in: SignIn, no_barriers: NoBarriers) -> None:
    sign_in(page, office, "tanto")
    no_barriers(page)
    page.get_by_role("link", name="全計画", exact=True).click()
    for body in ("嘉麻市", "かづの商工会", "会津若松市", "青梅商工会議所"):
        expect(
            page.get_by_role("cell", name=f"{body}（見本）").or_(page.locator("th", has_text=f"{body}（見本）"))
        ).to_be_visible()
    no_barriers(page)
    looks_whole_when_narrow(page, no_barriers)
    row = page.get_by_role("row").filter(has_text="かづの商工会アクションプログラム")
    expect(row).to_contain_text("14 / 21")
    expect(row).to_contain_text("4 / 10")
    row.get_by_role("link", name="かづの商工会アクションプログラム", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("かづの商工会アクションプログラム")


def test_what_cannot_be_saved_is_kept_and_comes_back(office: Served, page: Page, sign_in: SignIn) -> None:
    sign_in(page, office, "tanto")
    address = f"{office.url}/plans/kazuno/papers/scorecard/2025/"
    page.goto(address)
    page.route(
        "**/papers/scorecard/2025/",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    result = page.locator('[data-fact^="actual/"] :is(input, textarea)').first
    result.fill("140")
    result.press("Enter")
    expect(page.locator("#grid-state")).to_contain_text("未保存が1件あります")
    page.unroute("**/papers/scorecard/2025/")
    page.get_by_role("button", name="いますぐ保存する").click()
    saved(page)
    page.reload()
    expect(result).to_have_value("140")
