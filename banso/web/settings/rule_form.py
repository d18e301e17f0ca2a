"""The form of a rule set: what a person typed, kept as typed until it reads as a rule set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, get_args

from django.http import QueryDict
from django.utils.translation import gettext as _

from banso.domain.quantity import STATE_LABELS, format_amount
from banso.domain.rule_set import Band, Formula, RollUp, Rounding, RuleSet, ScaleStep
from banso.domain.text import nfkc

CASES: tuple[str, ...] = (
    "target-zero",
    "negative",
    "not-set",
    "not-entered",
    *(state for state in STATE_LABELS if state not in ("not-set", "not-entered", "completed")),
)
"""Where nothing can be computed: the cases a rule set may treat."""

_STATED = {"target-zero": "no-rate", "not-set": "leave-out", "not-entered": "not-judged"}
"""Cases whose usual treatment is written down, as published rule sets do."""
SPARE_BANDS, SPARE_STEPS = 1, 1
_PLAIN = re.compile(r"[+-]?(?:[0-9]{1,9}(?:\.[0-9]{0,30})?|\.[0-9]{1,30})")
"""A number as people type it; one with an exponent may stand for gigabytes of digits."""
_CHOICES: Mapping[str, Sequence[str]] = {
    "formula": get_args(Formula),
    "basis": ("year", "cumulative", "path"),
    "mode": ("cut", "half-up", "up"),
    "stage": ("print", "grade"),
    "unit": ("", "ratio"),
    "method": ("all", "majority", "share", "points", "mean", "worst", "human"),
    "denominator": ("judged", "all"),
    "reference": ("", "previous-year", "baseline"),
}
SINGLE = ("from_year", "level", "source", "digits", "cap", "legend", "tolerance", *_CHOICES)


@dataclass(frozen=True, slots=True)
class BandLine:
    """A row of the bands as typed."""

    grade: str = ""
    low: str = ""
    above: str = ""
    by: str = ""
    condition: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the row."""
        return not (self.grade.strip() or self.low.strip() or self.condition.strip())


@dataclass(frozen=True, slots=True)
class StepLine:
    """A row of the overall scale as typed."""

    step: str = ""
    label: str = ""
    picture: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the row."""
        return not (self.step.strip() or self.label.strip() or self.picture.strip())


@dataclass(frozen=True, slots=True)
class CaseLine:
    """The treatment of one case as chosen."""

    case: str
    treatment: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class RuleForm:
    """All that stands in the form, and what was wrong with it by field; ``values`` holds the single fields."""

    values: Mapping[str, str]
    bands: tuple[BandLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    cases: tuple[CaseLine, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


def form_of(rule_set: RuleSet) -> RuleForm:
    """The form that shows a rule set."""
    rounding, roll_up = rule_set.rounding, rule_set.roll_up
    return RuleForm(
        values={
            "from_year": _said(rule_set.from_year),
            "level": _said(rule_set.level),
            "source": rule_set.source or "",
            "formula": rule_set.formula,
            "basis": rule_set.basis,
            "digits": str(rounding.digits),
            "mode": rounding.mode,
            "stage": rounding.stage,
            "unit": rounding.unit or "",
            "method": roll_up.method,
            "denominator": roll_up.denominator,
            "cap": _amount(roll_up.cap),
            "legend": rule_set.legend or "",
            "tolerance": _amount(rule_set.tolerance),
            "reference": rule_set.reference or "",
        },
        bands=tuple(
            BandLine(band.grade, _amount(band.from_), "1" if band.above else "", band.by or "", band.condition or "")
            for band in rule_set.bands
        ),
        steps=tuple(StepLine(str(step.step), step.label, step.picture or "") for step in rule_set.scale),
        cases=tuple(_case_line(case, rule_set.special.get(case, "")) for case in CASES),
    )


def form_typed(data: QueryDict) -> RuleForm:
    """The form as it was sent."""
    bands = zip(*(data.getlist(f"band_{name}") for name in ("grade", "low", "above", "by", "condition")), strict=False)
    steps = zip(*(data.getlist(f"scale_{name}") for name in ("step", "label", "picture")), strict=False)
    return RuleForm(
        values={name: data.get(name, "") for name in SINGLE},
        bands=tuple(line for line in (BandLine(*row) for row in bands) if not line.blank),
        steps=tuple(line for line in (StepLine(*row) for row in steps) if not line.blank),
        cases=tuple(CaseLine(case, data.get(f"case:{case}", ""), data.get(f"word:{case}", "")) for case in CASES),
    )


def rule_set_of(form: RuleForm, base: RuleSet) -> tuple[RuleSet | None, RuleForm]:
    """The rule set that the form states (None where it cannot be read), and the form with what is wrong.

    ``base`` gives the key and what the form does not show.
    """
    errors: dict[str, str] = {}
    values = {
        name: nfkc(value).strip() if name not in ("source", "legend") else value.strip()
        for name, value in form.values.items()
    }
    for name, allowed in _CHOICES.items():
        if values[name] not in allowed:
            errors[name] = _("一覧から選び直してください。")
    whole = {name: _whole(values[name], name, errors) for name in ("from_year", "level", "digits")}
    exact = {name: _percent(values[name], name, errors) for name in ("cap", "tolerance")}
    if whole["digits"] is not None and not 0 <= whole["digits"] <= 4:
        errors["digits"] = _("小数の桁数は0から4までです。")
    bands = _bands(form.bands, errors)
    steps = _steps(form.steps, errors)
    special = _special(form.cases, base.special, errors)
    if errors:
        return None, replace(form, errors=errors)
    chosen: Any = values
    return (
        RuleSet(
            key=base.key,
            from_year=whole["from_year"],
            source=values["source"] or None,
            level=whole["level"],
            formula=chosen["formula"],
            basis=chosen["basis"],
            rounding=Rounding(
                digits=whole["digits"] or 0, mode=chosen["mode"], stage=chosen["stage"], unit=chosen["unit"] or None
            ),
            bands=bands,
            special=special,
            roll_up=RollUp(method=chosen["method"], denominator=chosen["denominator"], cap=exact["cap"]),
            scale=steps,
            legend=values["legend"].replace("\r\n", "\n") or None,
            tolerance=exact["tolerance"],
            reference=chosen["reference"] or None,
        ),
        form,
    )


def _bands(lines: Iterable[BandLine], errors: dict[str, str]) -> tuple[Band, ...]:
    found = []
    for place, line in enumerate(lines, 1):
        low = _percent(line.low, "bands", errors, _("上から%(place)d番目の評価の下限") % {"place": place})
        by: Any = line.by or None
        if by is not None and by not in _CHOICES["formula"]:
            errors["bands"] = _("計算式を一覧から選び直してください。")
        found.append(
            Band(
                grade=line.grade.strip(),
                from_=low,
                above=bool(line.above) and low is not None,
                by=by,
                condition=line.condition.strip() or None,
            )
        )
    return tuple(found)


def _steps(lines: Iterable[StepLine], errors: dict[str, str]) -> tuple[ScaleStep, ...]:
    found = []
    for place, line in enumerate(lines, 1):
        step = _whole(nfkc(line.step).strip(), "scale", errors)
        if step is None or not line.label.strip():
            errors.setdefault(
                "scale", _("総合評価の%(place)d番目に、段階の数と言葉の両方を入れてください。") % {"place": place}
            )
            continue
        found.append(ScaleStep(step=step, label=line.label.strip(), picture=line.picture.strip() or None))
    if len({step.step for step in found}) < len(found):
        errors["scale"] = _("総合評価の段階に同じ数が二つあります。段階ごとに違う数にしてください。")
    return tuple(found)


def _special(lines: Iterable[CaseLine], base: Mapping[str, str], errors: dict[str, str]) -> dict[str, str]:
    found = {case: treatment for case, treatment in base.items() if case not in CASES}
    for line in lines:
        usual = base.get(line.case, _STATED.get(line.case))
        if line.treatment in ("grade", "mark"):
            if not line.word.strip():
                errors["special"] = _("「この評価にする」「この印を書く」を選んだ行に、書く評価か印を入れてください。")
            found[line.case] = f"{line.treatment}:{line.word.strip()}"
        elif line.treatment == "judge" and line.case == "target-zero":
            found[line.case] = "judge"
        elif usual is not None and usual != "judge" and ":" not in usual:
            found[line.case] = usual
        elif line.case in _STATED:
            found[line.case] = _STATED[line.case]
    return found


def _case_line(case: str, treatment: str) -> CaseLine:
    kind, _colon, word = treatment.partition(":")
    if kind in ("grade", "mark") and word:
        return CaseLine(case, kind, word)
    return CaseLine(case, "judge" if treatment == "judge" and case == "target-zero" else "")


def _whole(text: str, name: str, errors: dict[str, str]) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) > 4:
        errors[name] = _("整数で入れてください。")
        return None
    return int(text)


def _percent(text: str, name: str, errors: dict[str, str], what: str = "") -> Decimal | None:
    plain = nfkc(text).strip().removesuffix("%").replace(",", "").strip()
    if not plain:
        return None
    if not _PLAIN.fullmatch(plain):
        told = _("「%(text)s」は数として読めません。80 や 99.5 のように入れてください。") % {"text": text.strip()}
        errors[name] = f"{what}：{told}" if what else told
        return None
    return Decimal(plain)


def _said(number: int | None) -> str:
    return "" if number is None else str(number)


def _amount(number: Decimal | None) -> str:
    return "" if number is None else format_amount(number).replace(",", "")
