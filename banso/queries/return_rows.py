"""The rows of a returned 依頼シート tied to the facts that were asked for; what cannot be tied is told and left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from banso.domain.amounts import actual_quantity
from banso.domain.finding import Doubt, Place, Severity
from banso.queries.requests import Asking, Token
from banso.queries.return_cells import Owner
from banso.sheets.request_sheet.read import Returned, ReturnedFigure, ReturnedWords, same_words
from banso.sheets.request_sheet.value import STATE_CHOICES, Figure, Words

_NAMED = 8
"""As many rows are named in one sentence."""


@dataclass(slots=True)
class Typed:
    """A filled cell: the address of its fact, label and text, with where it stands. ``of`` says what the fact belongs to."""

    address: str
    of: Owner
    label: str
    text: str
    where: Place


@dataclass(slots=True)
class Sheet:
    """A file that was given to a contributor."""

    file: str
    token: Token
    surely: bool
    typed: list[Typed] = field(default_factory=list)
    answered: int = 0
    blank: int = 0
    differing: int = 0
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(self, code: str, severity: Severity, message: str, where: Place | None = None, quote: str = "") -> None:
        """Keep a sentence about the file or a place in it."""
        place = replace(where or Place(), file=self.file)
        self.doubts.append(Doubt(code=code, severity=severity, where=place, message=message, quote=quote))


def fill(asking: Asking, sheet: Sheet, found: Returned) -> None:
    """Tie the rows of the file to the facts that were asked for."""
    share = asking.share(sheet.token.contributor, sheet.token.nodes)
    assert share is not None
    sheet.doubts += [replace(doubt, where=replace(doubt.where, file=sheet.file)) for doubt in found.doubts]
    figures = {each.address: each for each in asking.figures(share)}
    texts = {each.address: each for each in asking.texts(share)}
    seen: Counter[str] = Counter()
    for row in found.figures:
        figure = _figure_of(sheet, row, figures)
        if figure is not None:
            seen[figure.address] += 1
            _take_figure(sheet, row, figure)
    for text in found.texts:
        words = _words_of(sheet, text, texts)
        if words is not None:
            seen[words.address] += 1
            _take_words(sheet, text, words)
    labels = {**{a: f"指標「{each.name}」" for a, each in figures.items()}}
    labels |= {a: f"{each.place}の{each.kind}" for a, each in texts.items()}
    gone = [labels[address] for address in labels if address not in seen]
    if gone:
        sheet.doubt(
            "rows-missing",
            "warning",
            f"「{sheet.file}」に{named(gone)}の行がありません。行が消されたか、あとから計画に加わったものです。計画の値はそのままです。",
        )
    for address in [each for each, count in seen.items() if count > 1]:
        sheet.doubt("row-twice", "warning", f"「{sheet.file}」に{labels[address]}の行が{seen[address]}つあります。")


def _figure_of(sheet: Sheet, row: ReturnedFigure, figures: dict[str, Figure]) -> Figure | None:
    found = figures.get(row.address)
    if found is not None and row.name and not same_words(row.name, found.name):
        _mismatch(sheet, f"「{row.name}」", found.name, row.where)
        return None
    if found is None and not row.address:
        same = [each for each in figures.values() if same_words(each.name, row.name)]
        if len(same) > 1:
            same = [each for each in same if same_words(each.code, row.code)]
        found = same[0] if len(same) == 1 else None
    if found is None and (row.text or row.state or row.remarks):
        _unknown(sheet, f"指標「{row.name or row.code}」", row.where)
    return found


def _words_of(sheet: Sheet, row: ReturnedWords, texts: dict[str, Words]) -> Words | None:
    found = texts.get(row.address)
    if (
        found is not None
        and row.place
        and not (same_words(row.place, found.place) and same_words(row.kind, found.kind))
    ):
        _mismatch(sheet, f"「{row.place}」の{row.kind}", f"{found.place}の{found.kind}", row.where)
        return None
    if found is None and not row.address:
        same = [
            each for each in texts.values() if same_words(each.place, row.place) and same_words(each.kind, row.kind)
        ]
        found = same[0] if len(same) == 1 else None
    if found is None and row.text.strip():
        _unknown(sheet, f"「{row.place}」の{row.kind}", row.where)
    return found


def _mismatch(sheet: Sheet, label: str, wanted: str, where: Place) -> None:
    message = f"{label}の行は、読み取り用の印では「{wanted}」の行です。貼り付けで行がずれたとみて、取り込みの案に入れていません。"
    sheet.doubt("row-shifted", "error", message, where)


def _unknown(sheet: Sheet, label: str, where: Place) -> None:
    message = f"{label}は、「{sheet.token.contributor}」に依頼した行ではありません。取り込みの案に入れていません。"
    sheet.doubt("row-unknown", "warning", message, where)


def _take_figure(sheet: Sheet, row: ReturnedFigure, figure: Figure) -> None:
    label = f"指標「{figure.name}」"
    text, state = row.text, row.state
    if state and state not in STATE_CHOICES:
        sheet.doubt(
            "state-unknown",
            "error",
            f"{label}の「まだ数がないとき」の「{state}」は、選べる言葉（{'、'.join(STATE_CHOICES)}）ではありません。取り込みの案に入れていません。",
            row.where,
            state,
        )
        state = ""
    if text and state:
        sheet.doubt(
            "number-and-state",
            "error",
            f"{label}に実績「{text}」と「{state}」の両方が入っています。どちらか決められないので、取り込みの案に入れていません。",
            row.where,
            text,
        )
    elif text or state:
        quantity = actual_quantity(text or state)
        if text and figure.amount and quantity.value is not None:
            sheet.doubt(
                "words-for-number",
                "error",
                f"{label}の実績「{text}」は数として読めません。取り込みの案に入れていません。数を確かめてください。",
                row.where,
                text,
            )
        else:
            sheet.answered += 1
            sheet.typed.append(Typed(figure.address, "indicator", f"{label}の実績", text or state, row.where))
    else:
        sheet.blank += 1
        if figure.actual:
            sheet.doubt(
                "emptied",
                "hint",
                f"{label}の実績が空欄です。計画の値「{figure.actual}」を残しました。",
                row.where,
            )
    if row.remarks:
        sheet.typed.append(Typed(figure.remarks_address, "indicator", f"{label}の備考", row.remarks, row.where))


def _take_words(sheet: Sheet, row: ReturnedWords, words: Words) -> None:
    if row.text.strip():
        sheet.answered += 1
        sheet.typed.append(Typed(words.address, "node", f"{words.place}の{words.kind}", row.text, row.where))
    else:
        sheet.blank += 1
        if words.text:
            sheet.doubt(
                "emptied", "hint", f"{words.place}の{words.kind}が空欄です。計画の文章を残しました。", row.where
            )


def named(labels: Sequence[str]) -> str:
    """The labels one after the other, the first few of many."""
    more = len(labels) - _NAMED
    return "、".join(labels[:_NAMED]) + (f"ほか{more}件" if more > 0 else "")


def short(text: str) -> str:
    """A text as one line that fits into a sentence."""
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:40]}…"
