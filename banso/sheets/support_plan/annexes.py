"""The outline page before 別表1, and 別表2 to 別表4: bodies, period, contacts, money, partners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace

from banso.domain.address import join
from banso.domain.amounts import parse_amount
from banso.domain.document import Budget, Link, Node
from banso.domain.finding import Place
from banso.domain.quantity import Quantity
from banso.domain.similarity import similarity
from banso.domain.text import fold
from banso.domain.years import years_in
from banso.sheets.support_plan import labels
from banso.sheets.support_plan.contacts import take_bodies, take_contacts, take_partner
from banso.sheets.support_plan.facts import Facts
from banso.sheets.support_plan.lines import Block, Element, Line

Chunk = tuple[str, Place, tuple[str, ...]]
"""A text with its place and the parts of its address."""

_QUANTITY = tuple(each.name for each in fields(Quantity))
_ENTRY = re.compile(r"(?:^|\s)(?=\d{1,2}[.．]\s*\D)")
_NUMBERED = re.compile(r"^(\d{1,2})[.]\s*(\S.*)$", re.DOTALL)
_LIKE = 0.45
_PARTNER_PARTS = (
    ("name", re.compile(r"連携して.*(?:実施する)?者の(?:氏名|名称).*")),
    ("content", re.compile(r"連携して実施する事業の内容.*")),
    ("role", re.compile(r"連携して.*者の役割.*")),
    ("figure", re.compile(r"連携(?:体制|の体制)図等?.*")),
)
_MONEY_TOTAL = re.compile(r"必要な資金の額|(?:合|総)?計|総額|資金計|事業費計")
_REFERENCE = re.compile(r"^(?:[IⅠ-ⅩVX]+[)）.]?\s*)?(\d{1,2})[.．]\s*(\S+?)(?:\s|$)")
_PICTURE_WORDS = re.compile(r"^[\x20-\x7e]{20,}")


def take_head(facts: Facts, elements: Sequence[Element]) -> dict[str, list[Chunk]]:
    """The outline page by its rows; bodies and period are taken at once, the rest when the sections are known."""
    fields_of: dict[str, list[Chunk]] = {}
    current: str | None = None
    for line in _rows(elements):
        for cell in line.cells:
            name = labels.head_field(cell.text)
            if name is not None:
                current = name
                fields_of.setdefault(name, [])
            elif labels.is_title(cell.text) and current is None:
                facts.outlined = True
            elif current is not None:
                fields_of[current].append((cell.text, line.place, line.about))
    facts.outlined = facts.outlined or bool(fields_of)
    for text, place, about in fields_of.get("bodies", ()):
        take_bodies(facts, text, place, about[1] if about[:1] == ("organization",) else None)
    for text, _, _ in fields_of.get("period", ()):
        years = years_in(text)
        if len(years) >= 2 and facts.first_year is None:
            facts.first_year, facts.last_year = years[0].fiscal_year, years[-1].fiscal_year
    # One cell of an extraction may be cut by the end of a page, so the lines of all rows are read as one text.
    contacts = fields_of.get("contacts", [])
    if any(about for _, _, about in contacts):
        for text, place, about in contacts:
            take_contacts(facts, text, place, about[1] if about[:1] == ("organization",) else None)
    elif contacts:
        take_contacts(facts, "\n".join(text for text, _, _ in contacts), contacts[0][1])
    return fields_of


def settle_head(facts: Facts, fields_of: dict[str, list[Chunk]]) -> None:
    """The goals and the outlines of the outline page beside the sections they belong to."""
    _goals(facts, fields_of.get("goals", []))
    sections = [node for node in facts.nodes.values() if node.level == 0 and not node.key.startswith("別表")]
    differing: list[tuple[str, str, Place]] = []
    for text, place, about in fields_of.get("outlines", ()):
        if len(about) >= 4 and about[0] == "text":
            _, _, rest = text.partition("\n")
            facts.add_text(
                (about[1], None, "outline", None, None), rest if labels.section(text.split("\n")[0]) else text
            )
            continue
        for piece in _ENTRY.split(text):
            _outline(facts, piece.strip(), place, sections, differing)
    if differing:
        shown = "、".join(f"{number}→{key}" for number, key, _ in differing[:8])
        facts.doubt(
            "section-number-differs",
            "hint",
            differing[0][2],
            f"概要の事業内容と別表1の章で番号が違います（{shown}）。題名で結び、別表1の番号を使いました。",
            shown,
        )


def _goals(facts: Facts, chunks: list[Chunk]) -> None:
    titles = [node.title for node in facts.nodes.values() if node.key.startswith("目標") and node.title]
    text = "".join(chunk for chunk, _, _ in chunks)
    if not chunks or not titles:
        if chunks and facts.nodes:
            about = chunks[0][2]
            first = about[1] if about[:1] == ("text",) else next(iter(facts.nodes))
            facts.add_text((first, None, "outline", "目標", None), "\n".join(chunk for chunk, _, _ in chunks))
        return
    missing = [title for title in titles if fold(title) not in fold(text)]
    if missing:
        facts.doubt(
            "goals-differ",
            "warning",
            chunks[0][1],
            f"別表1の目標「{missing[0]}」が概要の「目標」の欄にありません。どちらかの書きぶりを揃えてください。",
            missing[0],
        )


def _outline(
    facts: Facts, piece: str, place: Place, sections: list[Node], differing: list[tuple[str, str, Place]]
) -> None:
    match = _NUMBERED.match(labels.narrow(piece))
    if match is None:
        return
    body = piece[match.start(2) :]
    title, _, text = body.partition("\n") if "\n" in body else body.partition(" ")
    if not text.strip():
        return
    ranked = sorted(((similarity(title, node.title or ""), node) for node in sections), key=lambda each: -each[0])
    number = match[1]
    home = ranked[0][1] if ranked and ranked[0][0] >= _LIKE else facts.nodes.get(number)
    if home is None:
        facts.doubt(
            "outline-unplaced",
            "warning",
            place,
            f"概要の事業内容「{title}」にあたる章が別表1に見つからず、読みませんでした。題名を揃えてください。",
            title,
        )
        return
    if home.number != number:
        differing.append((number, home.number or home.key, place))
    facts.add_text((home.key, None, "outline", None, None), text)


def take_annex(facts: Facts, number: str, title: str, elements: Sequence[Element]) -> None:
    """One 別表 from 2 on."""
    rows = list(elements)
    if not title:
        first = next((row for row in rows if isinstance(row, Line)), None)
        if first is not None and _can_be_title(first.text):
            title = first.text
            rows.remove(first)
    node = Node(
        key=f"別表{number}",
        level=0,
        number=f"別表{number}",
        title=" ".join(title.split()) or labels.ANNEX_TITLES.get(number),
    )
    match number:
        case "2":
            _structure(facts, node, rows)
        case "3":
            _money(facts, node, rows)
        case "4":
            _partners(facts, node, rows)
        case _:
            _other(facts, node, rows)


def _can_be_title(text: str) -> bool:
    if labels.subsection(text) or labels.unit(text) or text.endswith("。") or len(text) < 6:
        return False
    return not any(pattern.fullmatch(fold(text)) for _, pattern in _PARTNER_PARTS)


def _structure(facts: Facts, node: Node, elements: Sequence[Element]) -> None:
    """別表2: how the work is organized, and the contacts once more."""
    heading: str | None = None
    contacts: list[Chunk] = []
    in_contacts = False
    for line in _rows(elements):
        part = labels.subsection(line.text) if not line.address else None
        if part is not None:
            in_contacts = "連絡先" in part[1]
            heading = None if in_contacts else part[1]
        elif line.about[:1] == ("text",):
            facts.node(node)
            behind = line.about[4:]
            facts.add_text((node.key, None, "content", behind[0] if behind else None, None), line.text)
        elif in_contacts or line.about[:1] == ("organization",):
            contacts.append((line.text, line.place, line.about))
        else:
            facts.node(node)
            facts.add_text((node.key, None, "content", heading, None), line.text)
    keyed = [chunk for chunk in contacts if chunk[2]]
    for text, place, about in keyed:
        take_contacts(facts, text, place, about[1])
    loose = [chunk for chunk in contacts if not chunk[2]]
    if loose:
        take_contacts(facts, "\n".join(text for text, _, _ in loose), loose[0][1])


def _money(facts: Facts, node: Node, elements: Sequence[Element]) -> None:
    """別表3: what is needed each year, and where it comes from."""
    unit: str | None = None
    funding = False
    for element in elements:
        if isinstance(element, Block) and (years := _years(element.rows[0], facts)):
            facts.node(node)
            for row in element.rows[1:]:
                _amounts(facts, node.key, row, years, unit or "千円")
            continue
        for line in _rows([element]):
            if found := labels.unit(line.text):
                unit = found
            elif labels.is_form_hint(line.text):
                continue
            elif re.fullmatch(r"(?:資金の)?調達(?:方法|先)", fold(line.text)):
                funding = True
            elif line.about[:1] == ("text",) and line.about[3:4] == ("content",):
                facts.node(node)
                facts.add_text((node.key, None, "content", None, None), line.text)
            elif funding or line.about[:1] == ("text",):
                facts.node(node)
                text = re.sub(r"^(?:資金の)?調達方法\s*[:：]?\s*", "", line.text)
                facts.add_text((node.key, None, "funding", None, None), text)
            else:
                facts.node(node)
                facts.add_text((node.key, None, "content", None, None), line.text)


def _years(head: Line, facts: Facts) -> dict[int, tuple[int, int]]:
    """Fiscal year → the columns under its heading."""
    found: dict[int, tuple[int, int]] = {}
    for cell in head.cells:
        year = labels.column_year(cell.text, facts.first_year)
        if year is not None:
            found[year] = cell.column, cell.last_column
    return found


def _amounts(facts: Facts, node: str, row: Line, years: dict[int, tuple[int, int]], unit: str) -> None:
    first = min(column for column, _ in years.values())
    item = next((" ".join(cell.text.split()) for cell in row.cells if cell.column < first), "")
    if not item:
        return
    for year, (start, end) in years.items():
        text = next((cell.text for cell in row.cells if start <= cell.column <= end), "")
        parsed = parse_amount(text)
        if parsed.quantity is None:
            continue
        facts.budgets.append(
            Budget(
                node=node,
                item=item,
                year=year,
                stage="estimate",
                unit=unit,
                total=_MONEY_TOTAL.fullmatch(fold(item)) is not None,
                **{name: getattr(parsed.quantity, name) for name in _QUANTITY},
            )
        )


def _partners(facts: Facts, node: Node, elements: Sequence[Element]) -> None:
    """別表4: who else takes part, in what, and in which role."""
    part, heading = "", None
    for line in _rows(elements):
        for cell in line.cells:
            words = fold(cell.text)
            named = next((name for name, pattern in _PARTNER_PARTS if pattern.fullmatch(words)), None)
            if named is not None:
                part, heading = named, " ".join(cell.text.split())
            elif part == "name":
                facts.node(node)
                take_partner(facts, cell.text, line.about[1] if line.about[:1] == ("organization",) else None)
            elif part:
                _partner_text(facts, node, heading or "", cell.text, line)
    if node.key in facts.nodes:
        _references(facts, node.key)


def _partner_text(facts: Facts, node: Node, heading: str, text: str, line: Line) -> None:
    facts.node(node)
    if _PICTURE_WORDS.match(text):
        facts.doubt(
            "figure-description",
            "hint",
            line.place,
            f"「{heading}」には図を外国語で説明した文があります。紙の文ではなく抽出の跡とみられます。確かめて書き直してください。",
            text,
        )
    facts.add_text((node.key, None, "content", heading, None), _broken(text, line.html), line.place)


def _broken(text: str, html: bool) -> str:
    """A cell whose line ends were lost gets them back before its bullets and numbers; HTML kept those of its blocks only."""
    if "\n" in text and not html:
        return text
    return re.sub(r"\s+(?=[・●①-⑳]\s?\S|(?:I{1,3}|IV|V)\)\s)", "\n", text)


def _references(facts: Facts, key: str) -> None:
    """References to sections and their items: tied by the title, a number that differs is a doubt."""
    sections = [node for node in facts.nodes.values() if node.level == 0 and not node.key.startswith("別表")]
    links: dict[str, Link] = {}
    told: set[str] = set()
    for slot, text in facts.texts.items():
        if slot[0] != key:
            continue
        where = replace(facts.places.get(slot, Place()), address=join("text", key, None, "content", slot[3] or ""))
        home: Node | None = None
        for row in text.split("\n"):
            match = _REFERENCE.match(labels.narrow(row.strip()))
            if match is not None:
                home = max(sections, key=lambda node: similarity(match[2], node.title or ""), default=None)
                if home is None or similarity(match[2], home.title or "") < _LIKE:
                    home = None
                    continue
                links.setdefault(home.key, Link(to=home.key, kind="related"))
                if home.number != match[1] and match[0] not in told:
                    told.add(match[0])
                    facts.doubt(
                        "section-number-differs",
                        "warning",
                        where,
                        f"{key}の「{match[1]}. {match[2]}」は、別表1では{home.number}.「{home.title}」です。題名で結びました。番号を揃えてください。",
                        f"{match[1]}. {match[2]}",
                    )
            elif (found := labels.item(row)) is not None and home is not None:
                _item_reference(facts, where, home, found, links, told)
    known = facts.nodes[key]
    facts.nodes[key] = replace(known, links=tuple(links.values()))


def _item_reference(
    facts: Facts, where: Place, home: Node, found: tuple[str, str], links: dict[str, Link], told: set[str]
) -> None:
    number, title = found
    item = facts.nodes.get(f"{home.key}-{number}")
    if item is not None and similarity(item.title or "", title) >= _LIKE:
        links.setdefault(item.key, Link(to=item.key, kind="related"))
        return
    said = f"{home.key}{number}{title}"
    if said in told:
        return
    told.add(said)
    there = (
        f"別表1の{home.number}.の{number}は「{item.title}」です"
        if item
        else f"別表1の{home.number}.に{number}はありません"
    )
    facts.doubt(
        "reference-title-differs",
        "warning",
        where,
        f"別表4は{home.title}の「{number}{title}」を指していますが、{there}。どちらかを直してください。",
        f"{number}{title}",
    )


def _other(facts: Facts, node: Node, elements: Sequence[Element]) -> None:
    for line in _rows(elements):
        facts.node(node)
        facts.add_text((node.key, None, "content", None, None), line.text)


def _rows(elements: Sequence[Element]) -> list[Line]:
    return [line for element in elements for line in (element.rows if isinstance(element, Block) else (element,))]
