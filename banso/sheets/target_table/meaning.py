"""What a printed table of targets means: its part of the plan document, and the doubts."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from banso.domain.address import split
from banso.domain.amounts import ParsedAmount, actual_quantity, parse_amount, target_quantity
from banso.domain.document import (
    Actual,
    Baseline,
    Indicator,
    Judgement,
    Placement,
    PlanDocument,
    Scope,
    Target,
    Vocabulary,
)
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.indicator_name import read_indicator_name
from banso.domain.numbering import split_number
from banso.domain.quantity import QUANTITY_FIELDS, Quantity
from banso.domain.text import fold, is_dash, nfkc
from banso.sheets.form import Reading
from banso.sheets.target_table import labels
from banso.sheets.target_table.layout import Figure, Printed

FORM = "target-table"
_TERMS = re.compile(r"[、,，\n]+")
_MARK = re.compile(r"^(?:[①-⑳❶-❿ア-ンa-z]|[(]\d{1,2}[)])$")
_HOME_CODE = re.compile(r"^\d{1,3}(?:[-－]\d{1,3})*$")
_PER = re.compile(r"[/／]\s*1?\s*(?:事業)?(?:者|社|件|人|店|所|企業)\s*$|[1一１](?:者|社|件|人|事業者)(?:当|あ)たり")


def meaning_of(printed: Printed) -> Reading:
    """The plan document and the doubts of a printed table."""
    return _Meaning(printed).reading()


@dataclass(slots=True)
class _Meaning:
    printed: Printed
    doubts: list[Doubt] = field(default_factory=list)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    placements: list[Placement] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    actuals: list[Actual] = field(default_factory=list)
    judgements: list[Judgement] = field(default_factory=list)
    terms: dict[str, dict[str, None]] = field(default_factory=dict)
    parent: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    mark: str | None = None
    under: str | None = None

    def reading(self) -> Reading:
        printed = self.printed
        first, last = printed.period or (None, None)
        for figure in printed.figures:
            self._figure(figure)
        for number, line in printed.headings.repeated:
            self._doubt(
                "number-repeated",
                "warning",
                line.place(),
                f"番号「{number}」の見出しが二度あります。別の項目として読みました。番号を確かめてください。",
                number,
            )
        for text, place in printed.skipped:
            self._doubt(
                "line-skipped",
                "hint",
                place,
                "目標の表の外の文なので読みませんでした。計画に要る文なら、その欄に書いてください。",
                text,
            )
        document = PlanDocument(
            scope=(Scope(form=FORM, year=printed.year),),
            title=printed.title or None,
            first_year=first,
            last_year=last,
            vocabularies=tuple(Vocabulary(name=name, terms=tuple(terms)) for name, terms in self.terms.items()),
            nodes=tuple(printed.headings.nodes.values()),
            indicators=tuple(self.indicators.values()),
            placements=tuple(self.placements),
            targets=tuple(self.targets),
            actuals=tuple(self.actuals),
            judgements=tuple(self.judgements),
        )
        return Reading(document, tuple(self.doubts))

    def _figure(self, figure: Figure) -> None:
        place = figure.line.place(figure.line.cells[0])
        code = " ".join(figure.text("number").split())
        name = " ".join(figure.text("name").split("\n")).strip()
        child = name.startswith(labels.CHILD)
        name = name.lstrip(labels.CHILD + "∟・ 　")
        if not code and (numbered := split_number(name)) and _MARK.match(_narrow(numbered[0])) and numbered[1]:
            code, name = numbered
        if not name:
            self._doubt(
                "row-without-name",
                "warning",
                place,
                "目標の表に名前のない行があり、読みませんでした。行の名前を確かめてください。",
                " ".join(figure.line.texts),
            )
            return
        parts = read_indicator_name(name)
        if not code and parts.code:
            code = parts.code
        per = (
            (child or _PER.search(nfkc(parts.name)) is not None)
            and self.parent is not None
            and self.under == figure.node
        )
        node, role, key = self._home(figure, code, parts.key, per)
        if key in self.indicators:
            self._doubt(
                "indicator-twice",
                "warning",
                place,
                f"指標「{parts.name}」の行が二度あります。後の行は読みませんでした。",
                parts.name,
            )
            return
        unit = "".join(figure.text("unit").split())
        unit = "" if is_dash(unit) else unit
        units: Counter[str] = Counter()
        baseline: Baseline | None = None
        for column, text in figure.texts:
            if column.kind not in ("baseline", "target", "final", "actual"):
                continue
            parsed = parse_amount(text)
            if parsed.unit:
                units[parsed.unit] += 1
            if parsed.repaired:
                self._doubt(
                    "blank-in-number",
                    "hint",
                    place,
                    f"「{text}」の中の空白を詰めて数として読みました。元の紙で確かめてください。",
                    text,
                )
            if column.kind == "baseline":
                baseline = self._baseline(parsed, column.year)
            else:
                self._value(key, column.kind, column.year or self._year_of(column.kind), text, parsed)
        for column, text in figure.texts:
            if column.kind == "flag":
                self._flag(key, column.year or self.printed.year, text)
        unit = unit or parts.unit or ""
        if not unit and units:
            unit = units.most_common(1)[0][0]
            if len(units) > 1:
                self._doubt(
                    "unit-differs",
                    "warning",
                    place,
                    f"指標「{parts.name}」の行で単位が{'と'.join(f'「{each}」' for each in units)}に分かれています。「{unit}」を使いました。",
                    parts.name,
                )
        same = parts.unit is None or parts.unit == unit
        self.indicators[key] = Indicator(
            key=key,
            code=code if _HOME_CODE.match(_narrow(code)) else None,
            name=parts.name if same else name,
            qualifier=parts.qualifier if same else None,
            unit=unit or None,
            per=self.parent if per else None,
            terms=self._terms_of(figure),
            baseline=baseline,
        )
        if not per:
            self.parent = key
        self.under = figure.node
        if node is not None:
            self.placements.append(Placement(indicator=key, node=node, code=code or None, role=role))

    def _home(
        self, figure: Figure, code: str, name: str, per: bool
    ) -> tuple[str | None, Literal["main", "related", "listed"], str]:
        """Node, role and key of the indicator: as the working copy says, else by mark and section."""
        at = split(figure.line.at) if figure.line.at else ()
        if len(at) == 4 and at[0] == "placement":
            role = at[2] if at[2] in ("main", "related", "listed") else "main"
            return at[1], role, at[3]  # type: ignore[return-value]
        if len(at) == 2 and at[0] == "indicator":
            return None, "main", at[1]
        return figure.node, "main", self._key(figure.node, code, name, per)

    def _key(self, node: str | None, code: str, name: str, per: bool) -> str:
        if per and self.parent is not None:
            stem = f"{self.parent}-per"
        elif _HOME_CODE.match(_narrow(code)) and _narrow(code) not in self.indicators:
            stem = _narrow(code)
        elif code or (self.mark is not None and self.under == node and node is not None):
            self.mark = code or self.mark
            shown = self.printed.headings.nodes[node].number if node else None
            mark = _narrow(self.mark or "")
            stem = mark if node is None else node if shown == self.mark else f"{node}-{mark}"
        else:
            stem = fold(name)
        self.counts[stem] += 1
        return stem if self.counts[stem] == 1 else f"{stem}-{self.counts[stem]}"

    def _year_of(self, kind: str) -> int | None:
        return self.printed.year if kind in ("target", "actual") else None

    def _baseline(self, parsed: ParsedAmount, year: int | None) -> Baseline | None:
        if parsed.quantity is None:
            return None
        before = self.printed.period[0] - 1 if self.printed.period else None
        return Baseline(year=parsed.reference_year or year or before, **_parts(parsed.quantity))

    def _value(self, key: str, kind: str, year: int | None, text: str, parsed: ParsedAmount) -> None:
        if kind == "final":
            if text.strip():
                self.targets.append(
                    Target(
                        indicator=key,
                        year=parsed.reference_year or year,
                        final=True,
                        comparator=parsed.comparator,
                        **_parts(target_quantity(text)),
                    )
                )
        elif year is None:
            if text.strip():
                self._doubt(
                    "year-unknown",
                    "warning",
                    Place(file=self.printed.place.file),
                    "年度の分からない列の値を読みませんでした。列の見出しに年度を書いてください。",
                    text,
                )
        elif kind == "target":
            self.targets.append(
                Target(
                    indicator=key,
                    year=year,
                    cumulative=parsed.bracket,
                    comparator=parsed.comparator,
                    **_parts(target_quantity(text)),
                )
            )
        else:
            self.actuals.append(
                Actual(
                    indicator=key,
                    year=year,
                    reference_year=parsed.reference_year,
                    cumulative=parsed.bracket,
                    **_parts(actual_quantity(text)),
                )
            )

    def _flag(self, key: str, year: int | None, text: str) -> None:
        word = text.strip()
        if year is not None and word and not is_dash(word):
            kind: Literal["flag", "grade"] = "flag" if "達" in word or word in "○×〇◯✕" else "grade"
            self.judgements.append(Judgement(indicator=key, year=year, kind=kind, value=word))

    def _terms_of(self, figure: Figure) -> dict[str, tuple[str, ...]]:
        found = {}
        for column, text in figure.texts:
            if column.kind != "term" or not column.heading or is_dash(text):
                continue
            narrow = (
                text
                if figure.line.at
                else re.sub(r"(?<=\w)[ 　](?=[^\x00-\x7f])|(?<=[^\x00-\x7f])[ 　](?=\w)", "", text)
            )
            terms = tuple(dict.fromkeys(term.strip() for term in _TERMS.split(narrow) if term.strip()))
            if terms:
                found[column.heading] = terms
                self.terms.setdefault(column.heading, {}).update(dict.fromkeys(terms))
        return found

    def _doubt(self, code: str, severity: Severity, place: Place, message: str, quote: str) -> None:
        self.doubts.append(Doubt(code=code, severity=severity, where=replace(place), message=message, quote=quote))


def _parts(quantity: Quantity) -> dict[str, Any]:
    return {name: getattr(quantity, name) for name in QUANTITY_FIELDS}


def _narrow(code: str) -> str:
    """The code with half-width digits and brackets; ① stays what it is."""
    return "".join(nfkc(sign) if "！" <= sign <= "～" else sign for sign in code)
