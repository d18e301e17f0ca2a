"""依頼シート: made in the browser, filled in as a workbook, dropped again, seen on the board, taken over."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from tests.served import Served
from tests.services.test_requests import result, sheet_of

WIDTH = "document.documentElement.scrollWidth"


def test_results_are_gathered_by_workbooks(
    served: Served,
    page: Page,
    sign_in: Callable[[Page, Served, str], None],
    no_barriers: Callable[[Page], None],
    tmp_path: Path,
) -> None:
    served.prepare_demonstration()
    served.start()
    sign_in(page, served, next(iter(served.passwords)))
    page.goto(f"{served.url}/plans/kama/entry/2023/")
    page.get_by_role("link", name="取り込み").click()
    page.get_by_role("link", name="依頼シートで集める").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("令和5年度の依頼シート")
    no_barriers(page)
    page.get_by_role("checkbox", name="依頼シートを作る：").first.uncheck()
    page.get_by_text("計画に名前のない担当に頼む").click()
    page.get_by_label("担当の名前").fill("商工課")
    page.get_by_label("項目", exact=True).select_option("1")
    page.get_by_label("締切").fill("2024-05-31")
    page.get_by_role("button", name="依頼シートを作る").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="ダウンロード").click()
    download.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        [name] = archive.namelist()
        archive.extract(name, tmp_path)
    book = openpyxl.load_workbook(tmp_path / name)
    result("1-1", 4321, year=2023)(sheet_of(book))
    book.save(tmp_path / "Re 回答.xlsx")

    page.goto(f"{served.url}/plans/kama/requests/2023/")
    page.get_by_label("返ってきた依頼シートをまとめてドロップするか").set_input_files(tmp_path / "Re 回答.xlsx")
    page.get_by_role("button", name="読み取る").click()
    expect(page.get_by_role("button", name="選んだ変更を取り込む")).to_be_visible()
    expect(page.get_by_role("row", name="Re 回答.xlsx 商工課")).to_be_visible()
    no_barriers(page)
    page.get_by_role("button", name="選んだ変更を取り込む").click()
    expect(page.get_by_text("取り込みました。")).to_be_visible()
    page.get_by_role("link", name="回答の状況を見る").click()
    expect(page.get_by_role("row", name="商工課")).to_contain_text("Re 回答.xlsx")
    no_barriers(page)
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(WIDTH) == 320
    no_barriers(page)
