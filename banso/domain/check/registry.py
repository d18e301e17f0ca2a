"""All rules of the plan check, subject by subject, in the order of the reference page."""

from __future__ import annotations

from dataclasses import dataclass

from banso.domain.check import (
    brackets,
    characters,
    coverage,
    dated,
    fields,
    figures,
    goals,
    indicators,
    legends,
    money,
    names,
    numbers,
    papers,
    references,
    repeats,
    reprises,
    reviews,
    sections,
    sums,
    variants,
)
from banso.domain.check.rule import Checker, Rule


@dataclass(frozen=True, slots=True)
class Subject:
    """A group of rules with a Japanese title and the function that applies them."""

    title: str
    rules: tuple[Rule, ...]
    check: Checker


SUBJECTS = (
    Subject("再掲と関連", references.RULES, references.check),
    Subject("再掲の内容", reprises.RULES, reprises.check),
    Subject("名称と番号の重なり", names.RULES, names.check),
    Subject("空欄と区分", fields.RULES, fields.check),
    Subject("指標", indicators.RULES, indicators.check),
    Subject("累計・判定", figures.RULES, figures.check),
    Subject("検証の文", reviews.RULES, reviews.check),
    Subject("目標の見直し", goals.RULES, goals.check),
    Subject("合計", sums.RULES, sums.check),
    Subject("財源と人件費", money.RULES, money.check),
    Subject("凡例", legends.RULES, legends.check),
    Subject("番号と年度", numbers.RULES, numbers.check),
    Subject("上位計画と区分の期間", dated.RULES, dated.check),
    Subject("章・別表への参照", sections.RULES, sections.check),
    Subject("写したままの文章", repeats.RULES, repeats.check),
    Subject("一覧とシート", coverage.RULES, coverage.check),
    Subject("紙の食い違い", papers.RULES, papers.check),
    Subject("文字", characters.RULES, characters.check),
    Subject("記号と文の切れ", brackets.RULES, brackets.check),
    Subject("用語のゆれ", variants.RULES, variants.check),
)

RULES: dict[str, Rule] = {rule.code: rule for subject in SUBJECTS for rule in subject.rules}
"""Every rule by its code."""
