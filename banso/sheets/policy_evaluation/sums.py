"""The sums of money of a field: per measure and in all, with and without deposits, made from the projects' sheets."""

from __future__ import annotations

from collections.abc import Sequence

from banso.domain.money import Column, Money, Sum, Sums, money_text
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Block, Cell, Heading, Paragraph, Row, Table
from banso.sheets.policy_evaluation.words import YEAR, head_row

STAGE_WORDS = {"budget": "予算", "revised": "補正後", "settlement": "決算", "estimate": "見込み"}
_HEADS = ("事業費", "うち預託金", "預託金を除く", "所要一般財源", "概算人件費", "総コスト", "前年度との差")


def sums_blocks(money: Money, year: int, parts: Sequence[tuple[str, str | None]]) -> list[Block]:
    """A table for each column of the year and the next; ``parts`` are the lines with their node, the last the total.

    A year without money yet has none: another year's sums under its title would be taken for its own.
    """
    columns = [each for each in money.columns if 0 <= each.year - year <= 1]
    if not columns or not money.bearers():
        return []
    return [
        Heading(text="6 事業費等の集計"),
        Paragraph(text="（単位：千円）", look="aside"),
        *(_sums_table(money, each, parts) for each in columns),
    ]


def _sums_table(money: Money, at: Column, parts: Sequence[tuple[str, str | None]]) -> Table:
    title = f"{format_fiscal_year(at.year, YEAR)}（{STAGE_WORDS[at.stage]}）"
    rows = [head_row(title, *_HEADS)]
    for name, key in parts:
        sums = money.sums(key, at)
        look = "total" if name == "計" else "number"
        rows.append(
            Row(
                cells=(
                    Cell(text=name, look="label"),
                    *(Cell(text=text, look=look) for text in _sum_texts(sums)),  # type: ignore[arg-type]
                )
            )
        )
    return Table(widths=(30, 10, 10, 10, 10, 10, 10, 10), rows=tuple(rows), label=f"{title}の集計", together=True)


def _sum_texts(sums: Sums) -> tuple[str, ...]:
    figures: tuple[Sum, ...] = (
        sums.cost,
        sums.deposit,
        sums.without_deposits,
        sums.general,
        sums.personnel,
        sums.full,
    )
    texts = [_sum_text(each) for each in figures]
    return (*texts, "—" if sums.change is None else money_text(sums.change))


def _sum_text(total: Sum) -> str:
    """A sum, with the number of figures that are still missing from it."""
    if total.amount is None:
        return "—"
    return money_text(total.amount) + (f"\n(未入力{total.missing}件)" if total.missing else "")
