"""Makes the paper of a 経営発達支援計画: without a year the plan with 別表1–4, with a year its evaluation (評価)."""

from __future__ import annotations

from collections.abc import Sequence

from banso.domain.address import address_of, join
from banso.domain.document import Budget, Division, Node, Organization, PlanDocument
from banso.domain.quantity import format_quantity
from banso.domain.years import format_fiscal_year
from banso.sheets.blocks.value import Block, Cell, Heading, Page, Paper, Paragraph, Row, Table
from banso.sheets.forms import Subject
from banso.sheets.support_plan import labels
from banso.sheets.support_plan.build_body import Sections, number_of, period
from banso.sheets.support_plan.build_report import report_page

TITLE = "経営発達支援計画"
_PARTNER_NAME = "連携して事業を実施する者の氏名又は名称及び住所並びに法人にあっては、その代表者の氏名"
_PARTNER_TEXTS = ("連携して実施する事業の内容", "連携して事業を実施する者の役割", "連携体制図等")


def subjects_of(document: PlanDocument, year: int | None = None) -> tuple[Subject, ...]:
    """The sections, each of which can be printed by itself."""
    return tuple(Subject(node.key, f"{number_of(node)}. {node.title or ''}") for node in Sections(document).sections)


def paper_of(document: PlanDocument, year: int | None = None, nodes: Sequence[str] = ()) -> Paper:
    """The plan, or the evaluation of a year; ``nodes`` are sections (or what lies below them)."""
    body = Sections(document)
    chosen = [node for node in body.sections if not nodes or node.key in nodes or _below(document, node, nodes)]
    if year is not None:
        page = report_page(document, year, chosen)
        return Paper(title=TITLE, pages=(page,) if page else ())
    pages: list[Page] = []
    whole = not nodes
    if whole:
        pages += _head(document, body)
    blocks = tuple(block for node in chosen for block in body.section(node))
    if blocks:
        pages.append(Page(name="別表1", title=f"（別表１）　{TITLE}", blocks=blocks))
    for number, make in (("2", _structure), ("3", _money), ("4", _partners)):
        if whole or f"別表{number}" in nodes:
            pages += make(document)
    return Paper(title=TITLE, pages=tuple(pages))


def _below(document: PlanDocument, node: Node, nodes: Sequence[str]) -> bool:
    return any(each.parent == node.key and each.key in nodes for each in document.nodes)


def _head(document: PlanDocument, body: Sections) -> list[Page]:
    """The outline page: bodies, period, goals, outlines of the sections, contacts."""
    rows: list[Row] = []
    bodies = [one for one in document.organizations if one.role != "partner"]
    rows += _rows("実施者名（法人番号）", [(_numbered(one), join("organization", one.key)) for one in bodies])
    if document.first_year is not None and document.last_year is not None:
        rows += _rows("実施期間", [(period(document.first_year, document.last_year), "plan/first_year")])
    if goals := [node for node in document.nodes if node.key.startswith("目標") and node.title]:
        rows += _rows("目標", [("\n".join(node.title or "" for node in goals), None)])
    elif aims := [text for node in body.sections for text in body.texts(node.key, "outline") if text.heading]:
        # A plan whose 別表1 names no goals one by one has them in words on its outline page alone.
        rows += _rows("目標", [(text.text, address_of(text)) for text in aims])
    outlines = []
    for node in body.sections:
        for text in (text for text in body.texts(node.key, "outline") if not text.heading):
            outlines.append((f"{number_of(node)}. {node.title or ''}\n{text.text}", address_of(text)))
    if outlines:
        rows += _rows("事業内容", outlines)
    contacts = [(_contact(one, each), join("organization", one.key)) for one in bodies for each in one.divisions]
    if contacts:
        rows += _rows("連絡先", contacts)
    if not rows:
        return []
    table = Table(widths=(22, 78), rows=tuple(rows), head=0, label="経営発達支援計画の概要")
    return [Page(name="概要", title=f"{TITLE}の概要", blocks=(table,))]


def _rows(label: str, values: Sequence[tuple[str, str | None]]) -> list[Row]:
    """Rows under one label, which stands beside all of them."""
    return [
        Row(
            cells=(
                *((Cell(text=label, look="label", rows=len(values)),) if index == 0 else ()),
                Cell(text=text, at=at),
            ),
            at=at,
        )
        for index, (text, at) in enumerate(values)
    ]


def _numbered(one: Organization) -> str:
    if one.corporate_number:
        return f"{one.name}（法人番号 {one.corporate_number}）"
    if one.local_government_code:
        return f"{one.name}（地方公共団体コード {one.local_government_code}）"
    return one.name


def _contact(one: Organization, division: Division) -> str:
    """Name, address and numbers, each on a line of its own."""
    lines = [f"{one.name}　{division.name}".rstrip("　")]
    place = f"〒{division.postal_code}" if division.postal_code else ""
    if division.address:
        place = f"{place}　{division.address}" if place else division.address
    lines.append(place)
    numbers = [("TEL", division.telephone), ("FAX", division.fax), ("E-mail", division.email)]
    lines += [f"{name}：{value}" for name, value in numbers if value]
    return "\n".join(line for line in lines if line)


def _annex_title(document: PlanDocument, number: str) -> tuple[str, str | None]:
    node = next((node for node in document.nodes if node.key == f"別表{number}"), None)
    wide = chr(ord("０") + int(number))
    return f"（別表{wide}）　{(node.title if node else None) or labels.ANNEX_TITLES[number]}", join(
        "node", node.key
    ) if node else None


def _structure(document: PlanDocument) -> list[Page]:
    title, about = _annex_title(document, "2")
    blocks: list[Block] = []
    texts = [text for text in document.texts if text.node == "別表2" and text.year is None and text.kind == "content"]
    number = 0
    for text in texts:
        if text.heading:
            number += 1
            blocks.append(Heading(text=f"({number}) {text.heading}", level=2))
        blocks.append(Paragraph(text=text.text, at=address_of(text)))
    bodies = [one for one in document.organizations if one.role != "partner" and one.divisions]
    if bodies:
        blocks.append(Heading(text=f"({number + 1}) 商工会／商工会議所、関係市町村連絡先", level=2))
        for one in bodies:
            blocks += [
                Paragraph(text=_contact(one, division), at=join("organization", one.key)) for division in one.divisions
            ]
    return [Page(name="別表2", title=title, blocks=tuple(blocks), about=about)] if blocks else []


def _money(document: PlanDocument) -> list[Page]:
    title, about = _annex_title(document, "3")
    budgets = [each for each in document.budgets if each.node == "別表3" and each.stage == "estimate"]
    texts = [text for text in document.texts if text.node == "別表3" and text.year is None]
    blocks: list[Block] = [Paragraph(text=text.text, at=address_of(text)) for text in texts if text.kind == "content"]
    if budgets:
        unit = next((each.unit for each in budgets if each.unit), "千円")
        blocks += [Paragraph(text=f"（単位：{unit}）", look="aside"), _amounts(budgets)]
        blocks.append(Paragraph(text="（備考）必要な資金の額については、見込み額を記載すること。", look="note"))
    for text in texts:
        if text.kind == "funding":
            rows = (
                Row(cells=(Cell(text="調達方法", look="head"),)),
                Row(cells=(Cell(text=text.text, at=address_of(text)),), at=address_of(text)),
            )
            blocks.append(Table(widths=(100,), rows=rows, label="調達方法"))
            blocks.append(Paragraph(text="（備考）調達方法については、想定される調達方法を記載すること。", look="note"))
    return [Page(name="別表3", title=title, blocks=tuple(blocks), about=about)] if blocks else []


def _amounts(budgets: Sequence[Budget]) -> Table:
    years = sorted({each.year for each in budgets})
    items = list(dict.fromkeys((each.item, each.total) for each in budgets))
    head = Row(
        cells=(
            Cell(text="", look="head"),
            *(Cell(text=format_fiscal_year(year, "令和5年度"), look="head") for year in years),
        )
    )
    rows = [head]
    for item, total in items:
        found = {each.year: each for each in budgets if (each.item, each.total) == (item, total)}
        cells = [
            Cell(
                text=format_quantity(found[year]) if year in found else "",
                look="total" if total else "number",
                at=f"{join('budget', budgets[0].node, item, year, 'estimate')}/amount",
            )
            for year in years
        ]
        first = min(found)
        rows.append(Row(cells=(Cell(text=item, look="label"), *cells), at=address_of(found[first])))
    return Table(widths=(34, *(66 / len(years) for _ in years)), rows=tuple(rows), label="必要な資金の額")


def _partners(document: PlanDocument) -> list[Page]:
    title, about = _annex_title(document, "4")
    rows: list[Row] = []
    partners = [one for one in document.organizations if one.role == "partner"]
    if partners:
        rows.append(Row(cells=(Cell(text=_PARTNER_NAME, look="head"),)))
        for one in partners:
            address = join("organization", one.key)
            rows.append(Row(cells=(Cell(text=_partner(one), at=address),), at=address))
    texts = [text for text in document.texts if text.node == "別表4" and text.year is None and text.kind == "content"]
    ranks = {heading: index for index, heading in enumerate(_PARTNER_TEXTS)}
    for text in sorted(texts, key=lambda text: ranks.get(text.heading or "", 0)):
        rows.append(Row(cells=(Cell(text=text.heading or _PARTNER_TEXTS[0], look="head"),)))
        rows.append(Row(cells=(Cell(text=text.text, at=address_of(text)),), at=address_of(text)))
    if not rows:
        return []
    table = Table(widths=(100,), rows=tuple(rows), head=0, label="連携に関する事項")
    return [Page(name="別表4", title=title, blocks=(table,), about=about)]


def _partner(one: Organization) -> str:
    """A partner on three lines: name, address, representative."""
    lines = [one.name]
    if one.address:
        lines.append(f"住所：{one.address}")
    if one.representative:
        lines.append(f"代表者：{one.representative}")
    return "\n".join(lines)
