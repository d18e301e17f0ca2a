"""What a person typed on an indicator's definition sheet, and the plain words of each choice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from banso.domain.amounts import parse_amount
from banso.domain.document import Indicator, PlanDocument
from banso.domain.document_words import VALUE_WORDS
from banso.domain.edits import EditRefused
from banso.domain.match import indicator_label
from banso.domain.printed_figures import printed_quantity
from banso.domain.rules.wording import BASIS_WORDS, FORMULA_WORDS, MODE_WORDS, STAGE_WORDS

Choice = tuple[str, str]
_WORDS = ("code", "name", "qualifier", "unit", "definition", "source", "parent", "per")
_CHOICES = ("kind", "direction", "accumulation", "counting")
_RULE_CHOICES: Mapping[str, Mapping[str, str]] = {
    "formula": FORMULA_WORDS,
    "basis": BASIS_WORDS,
    "reference": VALUE_WORDS["RuleSet.reference"],
}
_ROUNDING: Mapping[str, Mapping[str, str]] = {"mode": MODE_WORDS, "stage": STAGE_WORDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionForm:
    """The fields as text, as the form has them; ``rule_`` fields are the indicator's own rule, ``why`` goes to history."""

    code: str = ""
    name: str = ""
    qualifier: str = ""
    unit: str = ""
    definition: str = ""
    source: str = ""
    parent: str = ""
    per: str = ""
    kind: str = ""
    direction: str = ""
    accumulation: str = ""
    counting: str = ""
    decimals: str = ""
    baseline: str = ""
    baseline_year: str = ""
    rule_formula: str = ""
    rule_basis: str = ""
    rule_reference: str = ""
    rule_digits: str = ""
    rule_mode: str = ""
    rule_stage: str = ""
    rule_low: str = ""
    rule_high: str = ""
    rule_tolerance: str = ""
    rule_reason: str = ""
    rule_source: str = ""
    why: str = ""

    @classmethod
    def read(cls, posted: Mapping[str, str]) -> DefinitionForm:
        """The form as it was sent."""
        return cls(**{field.name: posted.get(field.name, "").strip() for field in fields(cls)})

    @classmethod
    def of(cls, indicator: Indicator) -> DefinitionForm:
        """The form of an indicator as it stands."""
        texts = {name: getattr(indicator, name) or "" for name in (*_WORDS, *_CHOICES)}
        baseline, rounding = indicator.baseline, _rounding(indicator.rule)
        rule = {
            f"rule_{name}": str(indicator.rule[name])
            for name in ("formula", "basis", "reference", "low", "high", "tolerance", "reason", "source")
            if indicator.rule.get(name) is not None
        }
        return cls(
            **texts,
            **rule,
            **{f"rule_{name}": str(value) for name, value in rounding.items() if name in ("digits", "mode", "stage")},
            decimals="" if indicator.decimals is None else str(indicator.decimals),
            baseline=printed_quantity(baseline) if baseline is not None else "",
            baseline_year=str(baseline.year) if baseline is not None and baseline.year is not None else "",
        )

    def values(self, indicator: Indicator) -> dict[str, Any]:
        """The fields for ``set_indicator``. Refuses a choice that is none and numbers that are none."""
        values: dict[str, Any] = {name: getattr(self, name) for name in _WORDS}
        for name in ("parent", "per"):
            values[name] = values[name] or None
        for name in _CHOICES:
            values[name] = _chosen(getattr(self, name), VALUE_WORDS[f"Indicator.{name}"])
        values["decimals"] = _whole(self.decimals, _("小数の桁数"))
        values["rule"] = self._rule(indicator.rule)
        return values

    def changed_baseline(self, indicator: Indicator) -> str | None:
        """The baseline as it was typed, None where neither it nor its year was touched."""
        old = DefinitionForm.of(indicator)
        same = (old.baseline, old.baseline_year) == (self.baseline, self.baseline_year)
        return None if same else self.baseline

    def year(self) -> int | None:
        """The baseline's fiscal year."""
        return _whole(self.baseline_year, _("当初値の年度"))

    def _rule(self, old: Mapping[str, Any]) -> dict[str, Any]:
        """The indicator's own rule: what the form does not show (bands …) stays as it is."""
        rule = dict(old)
        new: dict[str, Any] = {
            name: _chosen(getattr(self, f"rule_{name}"), words) for name, words in _RULE_CHOICES.items()
        }
        for name, word in (("low", _("範囲の下限")), ("high", _("範囲の上限")), ("tolerance", _("許容する幅"))):
            new[name] = _number(getattr(self, f"rule_{name}"), word)
        new["reason"], new["source"] = self.rule_reason or None, self.rule_source or None
        rounding: dict[str, Any] = {
            "digits": _whole(self.rule_digits, _("達成率の小数の桁数")),
            **{name: _chosen(getattr(self, f"rule_{name}"), words) for name, words in _ROUNDING.items()},
        }
        stated = {name: value for name, value in rounding.items() if value is not None}
        before = _rounding(old)
        new["rounding"] = {**({"unit": before["unit"]} if before.get("unit") else {}), **stated} if stated else None
        if new["rounding"] is not None and new["rounding"] == before:
            new["rounding"] = old["rounding"]
        for name, value in new.items():
            if value is None:
                rule.pop(name, None)
            else:
                rule[name] = value
        return rule


@dataclass(frozen=True, slots=True)
class Choices:
    """What each list of the form offers, as (value, words) pairs; the blank one comes first."""

    kind: tuple[Choice, ...]
    direction: tuple[Choice, ...]
    accumulation: tuple[Choice, ...]
    counting: tuple[Choice, ...]
    others: tuple[Choice, ...]
    formula: tuple[Choice, ...]
    basis: tuple[Choice, ...]
    reference: tuple[Choice, ...]
    mode: tuple[Choice, ...]
    stage: tuple[Choice, ...]


def choices(document: PlanDocument, indicator: Indicator) -> Choices:
    """The choices of the form with what each means."""
    unset, plan = ("", _("決めていない")), ("", _("計画の決まりのとおり"))
    meanings = {
        "output": _("活動指標（したことの量。例：相談件数）"),
        "outcome": _("成果指標（したことの結果。例：創業者数）"),
        "context": _("対象指標（背景の数。評価はしない）"),
        "higher": _("高いほど良い"),
        "lower": _("低いほど良い（例：待ち日数）"),
        "keep": _("維持する（例：年3回を保つ）"),
        "milestone": _("できたかどうか（例：計画を策定する）"),
        "flow": _("年度ごとの数（例：その年度の相談件数）"),
        "stock": _("年度末などの時点の数（例：会員数）"),
        "cumulative": _("累計の数を入力する（例：これまでの利用者の合計）"),
        "cumulative-with-baseline": _("年度ごとに入力し、当初値を足した累計もかっこで示す"),
        "increment": _("年度ごとの増加数（例：その年度に増えた店の数）"),
        "ratio": _("割合（年度を足し合わせない。例：満足度）"),
        "distinct": _("重複を除く（同じ人は1人と数える）"),
        "events": _("延べ数（同じ人も来るたびに数える）"),
    }

    def worded(field: str) -> tuple[Choice, ...]:
        return unset, *((value, meanings[value]) for value in VALUE_WORDS[f"Indicator.{field}"])

    others = ((each.key, indicator_label(each)) for each in document.indicators if each.key != indicator.key)
    return Choices(
        kind=worded("kind"),
        direction=worded("direction"),
        accumulation=worded("accumulation"),
        counting=worded("counting"),
        others=(("", _("なし")), *others),
        formula=(plan, *FORMULA_WORDS.items()),
        basis=(plan, *BASIS_WORDS.items()),
        reference=(plan, *VALUE_WORDS["RuleSet.reference"].items()),
        mode=(plan, *MODE_WORDS.items()),
        stage=(plan, *STAGE_WORDS.items()),
    )


def _rounding(rule: Mapping[str, Any]) -> dict[str, Any]:
    value = rule.get("rounding")
    if value is None:
        return {}
    read = (
        dict(value)
        if isinstance(value, Mapping)
        else {field.name: getattr(value, field.name) for field in fields(value)}
    )
    return {name: part for name, part in read.items() if part is not None}


def _chosen(value: str, words: Mapping[str, str]) -> str | None:
    if value and value not in words:
        raise EditRefused(_("選べない値です。画面を開き直して、一覧から選んでください。"))
    return value or None


def _whole(text: str, word: str) -> int | None:
    amount = _amount(text, word)
    if amount is None:
        return None
    if amount != amount.to_integral_value() or not 0 <= amount < 10_000:
        raise EditRefused(_("%(word)sは、0以上の整数で入れてください。") % {"word": word})
    return int(amount)


def _number(text: str, word: str) -> str | None:
    amount = _amount(text, word)
    return None if amount is None else str(amount)


def _amount(text: str, word: str) -> Any:
    quantity = parse_amount(text).quantity
    if quantity is None:
        return None
    if quantity.amount is None:
        raise EditRefused(
            _("%(word)sの「%(text)s」は数として読めません。数字で入れてください。") % {"word": word, "text": text}
        )
    return quantity.amount
