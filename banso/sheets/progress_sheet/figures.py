"""The table of indicators: names tied to one indicator each, baselines, targets, actuals, grades, the overall rating."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from functools import lru_cache
from typing import Any

from banso.domain.address import join, split
from banso.domain.amounts import ParsedAmount, actual_quantity, baseline_quantity, parse_amount, target_quantity
from banso.domain.document import Actual, Baseline, Indicator, Judgement, Note, Placement, Target
from banso.domain.finding import Place
from banso.domain.indicator_name import IndicatorName, read_indicator_name, without_wraps
from banso.domain.quantity import Quantity, format_quantity
from banso.domain.rule_set import ScaleStep
from banso.domain.text import fold, is_dash
from banso.sheets.progress_sheet import labels
from banso.sheets.progress_sheet.facts import Facts, PrintedRate, spot, with_address
from banso.sheets.progress_sheet.indicator_words import FigureCell, directed, with_words
from banso.sheets.progress_sheet.legends import note_parts
from banso.sheets.progress_sheet.paper import Line, PaperSheet
from banso.sheets.progress_sheet.rules import scale_of

_QUANTITY = tuple(field.name for field in fields(Quantity))
_READ = ("baseline", "target", "actual", "grade")
_FLAG = re.compile(r"^(?:未?達成|達成|未達)$")
_TOTAL = re.compile(r"(?:合計|総計|小計|計|平均|達成数|達成率)(?:計|数)?")
_STARS = re.compile(r"[★☆◎○●△×]+")


# A paper prints the same names and amounts on many sheets.
_parsed = lru_cache(maxsize=4096)(parse_amount)
_read_name = lru_cache(maxsize=4096)(read_indicator_name)


class Figures:
    """Reads the tables of indicators of all sheets of one paper into ``facts``."""

    def __init__(self, facts: Facts, sheets: Sequence[PaperSheet], first_year: int | None) -> None:
        """Look at all names first: the same words with and without a wrapped line's blank are one name."""
        self._facts = facts
        self._first_year = first_year
        forms: defaultdict[tuple[str, str], Counter[IndicatorName]] = defaultdict(Counter)
        for sheet in sheets:
            for line in sheet.indicators:
                name = _name(sheet, line)
                forms[_identity(name)][replace(name, reprise=False, marks=(), code=None, unit=None)] += 1
        self._usual = {
            identity: min(counter, key=lambda name: (-counter[name], name.name.count(" "), name.name))
            for identity, counter in forms.items()
        }
        self._keys: dict[tuple[tuple[str, str], str], str] = {}
        for sheet in sheets:
            for line in sheet.indicators:
                if line.address:
                    name = _name(sheet, line)
                    self._keys[_identity(name), fold(name.unit or "")] = split(line.address)[1]
        self._baseline_year_doubted = False

    def take(self, sheet: PaperSheet, node: str, year: int | None) -> None:
        """The rows of one sheet, its notes and its overall rating."""
        marked: defaultdict[str, list[str]] = defaultdict(list)
        order = 0
        seen: dict[str, Place] = {}
        for line in sheet.indicators:
            name = self._repaired(_name(sheet, line), line)
            if not name.name and not line.address:
                continue
            if line.address is None and _TOTAL.fullmatch(fold(name.name)):
                shown = "、".join(text for text in line.cells if text)
                message = f"「{shown}」は合計の行とみて、指標としては読みませんでした。合計は指標の値から計算したものを使います。"
                self._facts.doubt("total-unread", "hint", line.place, message, shown)
                continue
            key = self._key(name, line)
            if key in seen:
                self._facts.doubt(
                    "indicator-twice",
                    "warning",
                    with_address(line.place, join("indicator", key)),
                    f"指標「{name.name}」が同じシートに二度あります（{spot(seen[key])}と{spot(line.place)}）。後の行は読みませんでした。",
                    name.name,
                )
                continue
            seen[key] = line.place
            order += 1
            self._indicator(key, name, sheet, line, year)
            self._facts.placements[node, key] = Placement(
                indicator=key, node=node, role="listed", order=order, reprise=name.reprise
            )
            for mark in name.marks:
                marked[mark].append(join("indicator", key))
        self._notes(sheet, marked)
        if year is not None:
            self._overall(sheet, node, year)

    def _repaired(self, name: IndicatorName, line: Line) -> IndicatorName:
        usual = self._usual[_identity(name)]
        shown = line.cells[0] if line.cells else ""
        if name.name != usual.name and "".join(name.name.split()) == "".join(usual.name.split()):
            self._wrapped(name.name, usual.name, line)
        elif (
            re.search(r"[(（][^()（）]*[^\s\d] [^()（）\d]+[)）]", shown)
            and name.unit
            and _wrapped_unit(shown, name.unit)
        ):
            self._wrapped(shown, name.unit, line)
        return replace(name, name=usual.name, qualifier=usual.qualifier)

    def _wrapped(self, printed: str, used: str, line: Line) -> None:
        message = f"指標の「{printed}」にある空白は、行の折り返しの跡とみて取り、「{used}」と読みました。"
        self._facts.doubt("blank-inside", "hint", line.place, message, printed)

    def _key(self, name: IndicatorName, line: Line) -> str:
        if line.address:
            return split(line.address)[1]
        identity = (_identity(name), fold(name.unit or ""))
        if identity not in self._keys:
            key = name.code or name.key
            if key in self._keys.values():
                key = f"{name.key}（{name.unit}）" if name.unit else f"{name.key}（{len(self._keys)}）"
            self._keys[identity] = key
        return self._keys[identity]

    def _indicator(self, key: str, name: IndicatorName, sheet: PaperSheet, line: Line, year: int | None) -> None:
        facts = self._facts
        address = join("indicator", key)
        cells = [
            FigureCell(text.strip(), column, place)
            for text, column, place in zip(
                line.cells, sheet.columns, line.places or (line.place,) * len(line.cells), strict=True
            )
        ]
        if key in facts.indicators:
            known = facts.indicators[key]
            facts.state(f"{address}/name", f"指標「{key}」の名称", name.key, line.place)
            if name.unit and known.unit:
                facts.state(f"{address}/unit", f"指標「{name.name}」の単位", name.unit, line.place)
            indicator = replace(
                known,
                name=name.name,
                qualifier=name.qualifier,
                unit=name.unit or known.unit,
                code=name.code or known.code,
            )
        else:
            facts.state(f"{address}/name", f"指標「{key}」の名称", name.key, line.place)
            if name.unit:
                facts.state(f"{address}/unit", f"指標「{name.name}」の単位", name.unit, line.place)
            indicator = Indicator(key=key, code=name.code, name=name.name, qualifier=name.qualifier, unit=name.unit)
        for cell in cells:
            if cell.column.role == "rate":
                self._rate(key, cell, year, line)
            if cell.column.role in ("remarks", "other"):
                indicator = with_words(indicator, cell, year, facts)
            if cell.column.role not in _READ:
                continue
            parsed = _parsed(cell.text)
            if parsed.repaired:
                message = (
                    f"「{cell.text}」の中の空白は抽出の跡とみて取り、数として読みました。元の紙で確かめてください。"
                )
                facts.doubt("blank-inside", "hint", with_address(cell.place, address), message, cell.text)
            match cell.column.role:
                case "baseline":
                    indicator = self._baseline(indicator, cell, parsed)
                case "target":
                    indicator = self._target(indicator, cell, parsed, year)
                case "actual":
                    self._actual(key, cell, parsed, year)
                case "grade":
                    self._grade(key, cell, year)
            if parsed.unit and indicator.unit and fold(parsed.unit) != fold(indicator.unit):
                message = (
                    f"「{cell.text}」の単位「{parsed.unit}」が、指標の単位「{indicator.unit}」と違います。"
                    "数は書かれたまま読みました。桁と単位を確かめてください。"
                )
                facts.doubt("unit-differs", "warning", with_address(cell.place, address), message, cell.text)
            if parsed.unit and indicator.unit is None and cell.column.role in ("baseline", "target", "actual"):
                indicator = replace(indicator, unit=parsed.unit)
        facts.indicators[key] = directed(indicator, cells)

    def _baseline(self, indicator: Indicator, cell: FigureCell, parsed: ParsedAmount) -> Indicator:
        quantity = baseline_quantity(cell.text)
        what = f"指標「{indicator.name}」の{cell.column.label}"
        address = join("indicator", indicator.key, "baseline")
        if quantity is None:
            return indicator
        self._facts.state(address, what, _shown(quantity), cell.place, figure=True)
        year = parsed.reference_year or cell.column.year
        if year is None and self._first_year is not None:
            year = self._first_year - 1
            if not self._baseline_year_doubted:
                self._baseline_year_doubted = True
                message = f"「{cell.column.label}」が何年度の値か書かれていないので、計画の前年度（{year}年度）の値として読みました。"
                self._facts.doubt(
                    "baseline-year-assumed", "hint", with_address(cell.place, address), message, cell.column.label
                )
        return replace(indicator, baseline=Baseline(**_parts(quantity), year=year))

    def _target(
        self, indicator: Indicator, cell: FigureCell, parsed: ParsedAmount, sheet_year: int | None
    ) -> Indicator:
        final = cell.column.final
        year = cell.column.year if cell.column.year is not None or final else sheet_year
        if year is None and not final:
            return indicator
        quantity = target_quantity(cell.text)
        target = Target(
            indicator=indicator.key,
            year=year,
            final=final,
            cumulative=parsed.bracket,
            comparator=parsed.comparator,
            **_parts(quantity),
        )
        self._keep(self._facts.targets, (indicator.key, year, final), target, indicator, cell)
        if parsed.bracket is not None:
            address = join("target", indicator.key, "final" if final else year) + "/cumulative"
            self._facts.state(
                address, f"指標「{indicator.name}」の累計", f"{parsed.bracket:f}", cell.place, figure=True
            )
            return replace(indicator, accumulation="cumulative-with-baseline")
        return indicator

    def _actual(self, key: str, cell: FigureCell, parsed: ParsedAmount, sheet_year: int | None) -> None:
        year = cell.column.year if cell.column.year is not None else sheet_year
        if year is None:
            return
        actual = Actual(
            indicator=key,
            year=year,
            reference_year=parsed.reference_year,
            cumulative=parsed.bracket,
            **_parts(actual_quantity(cell.text)),
        )
        known = self._facts.indicators.get(key)
        self._keep(self._facts.actuals, (key, year), actual, known or Indicator(key=key, name=key), cell)

    def _keep(self, store: dict[Any, Any], identity: Any, new: Any, indicator: Indicator, cell: FigureCell) -> None:
        """Keep a value: what was entered on one sheet stands over the blank cells of the others."""
        old = store.get(identity)
        if old is not None and _waits(new) and not _waits(old):
            return
        if not _waits(new):
            kind = "target" if isinstance(new, Target) else "actual"
            address = join(kind, indicator.key, "final" if getattr(new, "final", False) else new.year) + "/amount"
            what = f"指標「{indicator.name}」の{cell.column.label}"
            self._facts.state(address, what, _shown(new), cell.place, figure=True)
        store[identity] = new

    def _grade(self, key: str, cell: FigureCell, sheet_year: int | None) -> None:
        year = cell.column.year if cell.column.year is not None else sheet_year
        if year is None or not cell.text or is_dash(cell.text):
            return
        kind = "flag" if _FLAG.match(cell.text) else "grade"
        self._facts.state(
            join("judgement", key, year, kind), f"指標「{key}」の{cell.column.label}", cell.text, cell.place
        )
        self._facts.judgements[key, year, kind] = Judgement(
            indicator=key,
            year=year,
            kind=kind,  # type: ignore[arg-type]
            value=cell.text,
            stage="stated",
        )

    def _rate(self, key: str, cell: FigureCell, sheet_year: int | None, line: Line) -> None:
        """Keep a printed rate for comparing; the cells of a working copy are Banso's own, computed before it was filled."""
        year = cell.column.year if cell.column.year is not None else sheet_year
        if year is not None and cell.text and line.address is None:
            self._facts.rates.append(PrintedRate(key, year, cell.column.label, cell.text, cell.place))

    def _overall(self, sheet: PaperSheet, node: str, year: int) -> None:
        text = sheet.overall.text.strip()
        if not text or is_dash(text):
            return
        scale = scale_of(sheet)
        step = step_of(text, scale)
        if step is None and scale:
            message = f"総合評価「{text}」は凡例のどの段階か分かりません。凡例の語か記号で書いてください。文字のまま読みました。"
            where = with_address(sheet.overall.place, join("judgement", node, year, "overall"))
            self._facts.doubt("overall-unknown", "warning", where, message, text)
        self._facts.judgements[node, year, "overall"] = Judgement(
            node=node,
            year=year,
            kind="overall",
            value=step.label if step else text,
            step=step.step if step else None,
            stage="draft" if "案" in sheet.overall_label else "confirmed",
        )

    def _notes(self, sheet: PaperSheet, marked: dict[str, list[str]]) -> None:
        found: set[str] = set()
        for words in sheet.notes:
            parts = note_parts(words.text)
            if parts is None:
                continue
            mark, text = parts
            found.add(mark)
            at = marked.get(mark, [])
            if not at:
                message = f"注「{words.text[:30]}」の印「{mark}」が付いた指標がこのシートにありません。印の付け忘れか確かめてください。"
                self._facts.doubt("note-without-mark", "warning", words.place, message, words.text)
            identity = (mark, fold(text))
            known = self._facts.notes.get(identity)
            places = (*known.at, *(each for each in at if each not in known.at)) if known else tuple(at)
            self._facts.notes[identity] = Note(mark=mark, text=known.text if known else text, at=places)
        for mark, addresses in marked.items():
            if mark not in found:
                key = split(addresses[0])[1]
                message = f"指標「{key}」に印「{mark}」がありますが、このシートに注がありません。注を補うか、印を取ってください。"
                self._facts.doubt(
                    "mark-without-note", "warning", with_address(sheet.place, addresses[0]), message, f"{key}{mark}"
                )


def step_of(text: str, scale: Sequence[ScaleStep]) -> ScaleStep | None:
    """The step that a rating means, by its picture, its label, both, or the step's number."""
    folded = fold(text)
    for step in scale:
        if step.picture and fold(step.picture) == folded:
            return step
    for step in scale:
        if fold(step.label) == folded:
            return step
    pictures = _STARS.findall(text)
    for step in scale:
        if pictures and step.picture == pictures[0] and fold(step.label) in folded:
            return step
    return next((step for step in scale if folded == str(step.step) and not pictures), None)


def _name(sheet: PaperSheet, line: Line) -> IndicatorName:
    texts = {column.role: text for column, text in zip(sheet.columns, line.cells, strict=True) if text}
    name = _read_name(texts.get("name", ""))
    unit = "".join(texts.get("unit", "").split())
    code = texts.get("code", "").strip()
    if unit and not labels.is_nothing(unit):
        name = replace(name, unit=unit)
    return replace(name, code=code) if re.fullmatch(r"(?:\d+|[A-ZⅠ-Ⅻ])(?:-\d+)+", code) else name


def _identity(name: IndicatorName) -> tuple[str, str]:
    return fold(without_wraps(name.name)), fold(name.qualifier or "")


def _wrapped_unit(shown: str, unit: str) -> bool:
    return fold(unit) in fold(shown) and unit not in shown.replace("（", "(")


def _parts(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in _QUANTITY}


def _waits(quantity: Quantity) -> bool:
    return quantity.state in ("not-entered", "not-set")


def _shown(quantity: Quantity) -> str:
    return format_quantity(quantity) or "空欄"
