"""The yearly evaluation as blocks: results by section, the committee's opinion and rating, what is improved."""

from __future__ import annotations

from collections.abc import Sequence

from banso.domain.address import join
from banso.domain.document import Judgement, Node, PlanDocument
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Block, Cell, Heading, Page, Paragraph, Row, Table
from banso.sheets.support_plan.build_figures import Figures
from banso.sheets.support_plan.report import COMMITTEE

_TEXTS = (
    ("実施状況", "achievements", None),
    ("課題", "issues", None),
    ("委員会の意見", "verification", COMMITTEE),
    ("改善・見直し", "improvement", None),
)


def report_page(document: PlanDocument, year: int, sections: Sequence[Node]) -> Page | None:
    """The evaluation of a year for these sections; None where none of them has a target, a text or a rating."""
    figures = Figures(document)
    blocks: list[Block] = []
    for node in sections:
        items = [child.key for child in document.nodes if child.parent == node.key]
        rows = figures.of_section(node.key, items)
        words = _words(document, node.key, year)
        review = "評価" in (node.title or "")
        if not rows and not review and not any(text for _, text, _, _ in words):
            continue
        blocks.append(
            Heading(
                text=f"{(node.number or node.key).rstrip('.．')}. {node.title or ''}",
                level=1,
                at=join("node", node.key),
            )
        )
        if rows:
            blocks.append(figures.result_table(rows, year))
        blocks.append(_word_table(words, node))
    if not blocks:
        return None
    legend = next((each.legend for each in document.rule_sets if each.legend), None)
    if legend:
        blocks.append(Paragraph(text=legend, look="note"))
    shown = format_fiscal_year(year, "令和5年度")
    return Page(name=f"評価 {shown}", title=f"{shown}　経営発達支援計画の評価", blocks=tuple(blocks))


def _words(document: PlanDocument, node: str, year: int) -> list[tuple[str, str, str, str]]:
    """Label, text, address and look of each written row of a section."""
    texts: dict[tuple[str, str | None], str] = {
        (text.kind, text.heading): text.text for text in document.texts if text.node == node and text.year == year
    }
    rows = []
    for label, kind, heading in _TEXTS:
        behind = [heading] if heading else []
        rows.append((label, texts.get((kind, heading), ""), join("text", node, year, kind, *behind), "entry"))
    rating = next(
        (each for each in document.judgements if (each.node, each.year, each.kind) == (node, year, "overall")), None
    )
    rows.insert(3, ("委員会の評価", _rating(rating), join("judgement", node, year, "overall"), "entry-mark"))
    return rows


def _rating(judgement: Judgement | None) -> str:
    if judgement is None:
        return ""
    word = judgement.value or ""
    if judgement.step is not None:
        word = f"{judgement.step}：{word or judgement.step}"
    return f"{word}（案）" if judgement.stage == "draft" and word else word


def _word_table(words: Sequence[tuple[str, str, str, str]], node: Node) -> Table:
    rows = tuple(
        Row(
            cells=(
                Cell(text=label, look="label"),
                Cell(
                    text=text,
                    look="entry-mark" if look == "entry-mark" else "entry",
                    at=at,
                    title=f"{node.title}の{label}",
                ),
            ),
            at=at,
        )
        for label, text, at, look in words
    )
    return Table(widths=(20, 80), rows=rows, head=0, label=f"{node.title}の評価")
