"""Writes a 依頼シート: everything closed but the asked cells, with Japanese input messages and drop-downs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from banso.domain.years import format_fiscal_year
from banso.sheets.request_sheet import value as words
from banso.sheets.request_sheet.value import STATE_CHOICES, RequestSheet
from banso.sheets.workbooks import A4, KEY_PIXELS, Cells, Looks, height_of, new_workbook, protect, sheet_names

_WIDTHS = (KEY_PIXELS, 92, 190, 56, 170, 84, 84, 124, 104, 200)
_CODE, _NAME, _UNIT, _DEFINITION, _PREVIOUS, _TARGET, _ACTUAL, _STATE, _REMARKS = range(1, 10)
_MOST = 400.0
"""Points: Excel's rows end at 409."""
_LEAD = (
    "色の付いた欄だけに記入してください。ほかの欄は変えられません。実績は数だけを入れ（約・暫定・（累計）は付けてかまいません）、"
    "まだ数がないときは右の欄で理由を選んでください。左端の小さな文字は読み取りに使うので、消さないでください。"
)


def write_request(sheet: RequestSheet, path: Path) -> None:
    """Write the workbook. Raises OSError where it cannot be written and TextTooLong for a text no cell holds."""
    with new_workbook(path) as workbook:
        workbook.set_properties({"title": f"{words.TITLE} {sheet.plan}", "subject": f"{sheet.year}年度"})
        page = workbook.add_worksheet(sheet_names([(words.TITLE, "")])[0])
        _Writer(page, Looks(workbook)).write(sheet)


class _Writer:
    """Writes one worksheet from top to bottom."""

    def __init__(self, page: Any, looks: Looks) -> None:
        self._page = page
        self._cells = Cells(page, looks)
        self._look = looks.of
        self._row = 0

    def write(self, sheet: RequestSheet) -> None:
        page = self._page
        for column, width in enumerate(_WIDTHS):
            page.set_column_pixels(column, column, width)
        self._head(sheet)
        if sheet.figures:
            self._figures(sheet)
        if sheet.texts:
            self._texts(sheet)
        protect(page)
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_margins(0.4, 0.4, 0.5, 0.5)
        page.set_footer("&C&P / &N")
        page.hide_gridlines(2)

    def _head(self, sheet: RequestSheet) -> None:
        year = format_fiscal_year(sheet.year, "令和5年度")
        self._page.write_string(0, 0, words.TOKEN + sheet.token, self._look("key", text_wrap=False))
        self._cells.text(0, 1, 9, f"{words.TITLE}　{year}（{sheet.year}年度）の実績と報告", self._look("title"))
        self._page.set_row(0, 24)
        for row, (label, text) in enumerate(
            (
                (words.PLAN, sheet.plan),
                (words.CONTRIBUTOR, sheet.contributor),
                (words.DUE, sheet.due),
                (words.CONTACT, sheet.contact),
            ),
            1,
        ):
            self._cells.text(row, 1, 1, label, self._look("label"))
            self._cells.text(row, 2, 9, text, self._look("text", locked=True))
            self._page.set_row(row, max(16.0, min(_MOST, height_of(text, sum(_WIDTHS[2:])))))
        self._cells.text(5, 1, 9, _LEAD, self._look("note"))
        self._page.set_row(5, 32)
        self._row = 7

    def _figures(self, sheet: RequestSheet) -> None:
        result = f"{sheet.year}年度\n（{format_fiscal_year(sheet.year, '令和5年度')}）{words.RESULT}{words.WRITE}"
        heads = (
            (_CODE, words.NUMBER),
            (_NAME, words.INDICATOR),
            (_UNIT, words.UNIT),
            (_DEFINITION, words.DEFINITION),
            (_PREVIOUS, f"前年度\n（{sheet.year - 1}年度）"),
            (_TARGET, words.TARGET),
            (_ACTUAL, result),
            (_STATE, f"{words.WAITING}\n{words.CHOOSE}"),
            (_REMARKS, f"{words.REMARKS}{words.WRITE}"),
        )
        for column, label in heads:
            self._cells.text(self._row, column, column, label, self._look("head"))
        self._page.set_row(self._row, 44)
        self._page.freeze_panes(self._row + 1, 3)
        for figure in sheet.figures:
            self._row += 1
            row = self._row
            self._cells.key(row, figure.address)
            for column, text in (
                (_CODE, figure.code),
                (_NAME, figure.name),
                (_UNIT, figure.unit),
                (_DEFINITION, figure.definition),
            ):
                self._cells.text(row, column, column, text, self._look("text", locked=True))
            self._cells.figure(row, _PREVIOUS, _PREVIOUS, figure.previous, "number")
            self._cells.figure(row, _TARGET, _TARGET, figure.target, "number")
            waiting = figure.actual in STATE_CHOICES
            self._cells.figure(row, _ACTUAL, _ACTUAL, "" if waiting else figure.actual, "entry-number")
            self._cells.text(row, _STATE, _STATE, figure.actual if waiting else "", self._look("entry-mark"))
            self._cells.text(row, _REMARKS, _REMARKS, figure.remarks, self._look("entry"))
            texts = ((_NAME, figure.name), (_DEFINITION, figure.definition), (_REMARKS, figure.remarks))
            self._page.set_row(
                row, min(_MOST, max(24.0, *(height_of(text, _WIDTHS[column]) for column, text in texts)))
            )
            self._check(row, figure.amount, figure.unit)
        self._row += 2

    def _check(self, row: int, amount: bool, unit: str) -> None:
        """Input messages and checks; a warning only, as 約6,000 and 58.7（暫定） are answers too."""
        told = f"数だけを入れてください（単位：{unit[:30] or 'なし'}）。" if amount else "数か言葉で入れてください。"
        options: dict[str, Any] = {
            "validate": "any",
            "input_title": "今年度の実績",
            "input_message": told + "まだ数がないときは空のままにし、右の欄で理由を選びます。",
        }
        if amount:
            options |= {
                "validate": "custom",
                "criteria": "",
                "value": f"=ISNUMBER(H{row + 1})",
                "error_type": "warning",
                "error_title": "数ではありません",
                "error_message": "数として読めないことがあります。約・暫定などの印なら、そのまま続けてかまいません。"
                "まだ数がないときは右の欄で選んでください。",
            }
        self._page.data_validation(row, _ACTUAL, row, _ACTUAL, options)
        self._page.data_validation(
            row,
            _STATE,
            row,
            _STATE,
            {
                "validate": "list",
                "source": list(STATE_CHOICES),
                "input_title": words.WAITING,
                "input_message": "実績の欄が空のときだけ、一覧から選びます。",
                "error_title": "一覧から選んでください",
                "error_message": "一覧にある言葉だけを選べます。ほかの事情は備考に書いてください。",
            },
        )

    def _texts(self, sheet: RequestSheet) -> None:
        for first, last, label in (
            (1, 2, words.ELEMENT),
            (3, 4, words.KIND),
            (5, 9, f"{words.WORDS}{words.WRITE}"),
        ):
            self._cells.text(self._row, first, last, label, self._look("head"))
        self._page.set_row(self._row, 20)
        for text in sheet.texts:
            self._row += 1
            self._cells.key(self._row, text.address)
            self._cells.text(self._row, 1, 2, text.place, self._look("text", locked=True))
            self._cells.text(self._row, 3, 4, text.kind, self._look("text", locked=True))
            self._cells.text(self._row, 5, 9, text.text, self._look("entry", valign="top"))
            height = max(height_of(text.text, sum(_WIDTHS[5:])), height_of(text.place, sum(_WIDTHS[1:3])))
            self._page.set_row(self._row, min(_MOST, max(64.0, height)))
