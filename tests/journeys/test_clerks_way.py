"""The clerk's way: from an empty database to the downloaded sheets of the year."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pikepdf
from playwright.sync_api import Page, expect

from banso.cli.demo import write_papers
from banso.library.demonstration import demonstration_plan
from tests.served import Served

YEAR = 2023
SHEETS = 21
MEASURES = [node.key for node in demonstration_plan().nodes if node.level == 1]


def test_from_an_empty_database_to_the_downloaded_sheets(
    served: Served,
    page: Page,
    tmp_path: Path,
    sign_in: Callable[[Page, Served, str], None],
    no_barriers: Callable[[Page], None],
) -> None:
    papers = tmp_path / "papers"
    papers.mkdir()
    files = write_papers(demonstration_plan(), papers)
    served.add_person("hanako", organization="見本市", slug="mihon", name="事務 花子")
    served.start()
    sign_in(page, served, "hanako")
    no_barriers(page)

    # The empty home says what to do: bring the papers.
    page.goto(f"{served.url}/plans/new")
    no_barriers(page)
    page.get_by_role("link", name="書面を取り込む").click()
    page.set_input_files("input[type=file]", [str(path) for path in files])
    no_barriers(page)
    page.get_by_role("button", name="読み取る").click()
    create = page.get_by_role("button", name="この内容で計画を作る")
    expect(create).to_be_visible(timeout=60_000)
    expect(page.get_by_role("row", name="施策").first).to_contain_text("21")
    no_barriers(page)
    create.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("中小企業振興基本計画")
    home = page.url

    # The year's results: a column copied from Excel, pasted into the first empty cell.
    page.get_by_role("link", name="実績入力", exact=True).click()
    expect(page.locator("#grid-count")).to_have_text("入力済み 0/20")
    no_barriers(page)
    column = "\r\n".join(["12", "３", "2", "40.2", "4,776", "6", "9", "4", "4", "△3", "集計中"])
    page.evaluate("text => navigator.clipboard.writeText(text)", column)
    page.locator('[name="cell:actual/1-1/2023"]').focus()
    page.keyboard.press("Control+V")
    expect(page.get_by_role("dialog")).to_contain_text("11")  # so many cells are shown before they are filled
    no_barriers(page)
    page.keyboard.press("Enter")
    expect(page.locator("#grid-count")).to_have_text("入力済み 11/20")
    expect(page.locator("#grid-state")).to_have_text("すべて保存済み")
    row = page.locator('tr[data-key="2-3"]')
    expect(row.locator('[data-part="rate"]')).to_contain_text("99%")
    expect(row.locator('[data-part="grade"]')).to_contain_text("B")
    no_barriers(page)
    page.reload()
    expect(page.locator('[name="cell:actual/2-3/2023"]')).to_have_value("4,776")
    expect(page.locator("#grid-count")).to_have_text("入力済み 11/20")

    # The texts of a sheet, written in the paper itself.
    page.goto(f"{served.url}{_path(home)}sheets/{YEAR}/{MEASURES[0]}/")
    no_barriers(page)
    achievements = page.get_by_role("textbox", name="事業実績")
    achievements.fill("創業塾を四回開き、十二人が参加した。")
    issues = page.get_by_role("textbox", name="課題")
    issues.fill("参加者が市の中心部に偏っている。")
    page.get_by_role("heading", level=1).click()
    expect(page.locator("[data-state]").filter(has_text="保存しました").last).to_be_visible()
    page.reload()
    expect(page.get_by_role("textbox", name="事業実績")).to_have_value("創業塾を四回開き、十二人が参加した。")

    # 提出前チェック names what is still missing on this sheet.
    page.get_by_role("link", name="提出前チェック").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("main")).to_contain_text("総合評価")
    no_barriers(page)

    # All sheets as one PDF and one workbook: jobs whose counts are proved.
    for button, check in (("全シートをPDFで", _whole_pdf), ("全シートをExcelで", _whole_workbook)):
        page.goto(f"{served.url}{_path(home)}sheets/{YEAR}/")
        no_barriers(page)
        page.get_by_role("button", name=button).click()
        result = page.locator("#job-result")
        expect(result).to_be_visible(timeout=60_000)
        no_barriers(page)
        with page.expect_download() as download:
            result.click()
        check(Path(download.value.path()).read_bytes())


def _path(url: str) -> str:
    """The plan's path from the address of one of its pages: /plans/slug/."""
    parts = url.split("/plans/", 1)[1].split("/", 1)
    return f"/plans/{parts[0]}/"


def _whole_pdf(content: bytes) -> None:
    with pikepdf.open(io.BytesIO(content)) as paper:
        assert len(paper.pages) >= SHEETS


def _whole_workbook(content: bytes) -> None:
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book.worksheets) == SHEETS
    words = [str(cell.value) for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value]
    assert "創業塾を四回開き、十二人が参加した。" in words
    assert "4776" in words or "4,776" in words
