"""What printed sheets mean: from the lines of ``PaperSheet`` to the plan document, with a doubt for each repair."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from banso.domain.address import join, split
from banso.domain.document import Group, Level, Node, PlanDocument, RoadmapStep, Scope, Text, TextKind
from banso.domain.finding import Place
from banso.domain.numbering import bare_number, numbering_style, split_number
from banso.domain.roadmap import without_signs
from banso.domain.text import DASHES, fold
from banso.domain.years import parse_fiscal_year
from banso.sheets.form import Reading
from banso.sheets.progress_sheet import labels
from banso.sheets.progress_sheet.facts import Facts, spot, with_address
from banso.sheets.progress_sheet.figures import Figures
from banso.sheets.progress_sheet.paper import Head, PaperSheet, Row
from banso.sheets.progress_sheet.rates import rate_doubts
from banso.sheets.progress_sheet.rules import rule_sets_of

FORM = "progress-sheet"


def meaning_of(sheets: Sequence[PaperSheet]) -> Reading:
    """The plan document that the sheets state, and what was unsure. The sheets of a later year win."""
    facts = Facts()
    _covers_of_sets(sheets, facts)
    sheets = [sheet for sheet in sheets if not sheet.is_cover]
    years = [year_of(sheet) for sheet in sheets]
    usual = Counter(year for year in years if year is not None).most_common(1)
    dated = [
        (sheet, year if year is not None else _assumed_year(sheet, usual[0][0] if usual else None, facts))
        for sheet, year in zip(sheets, years, strict=True)
    ]
    ordered = sorted(dated, key=lambda pair: pair[1] if pair[1] is not None else -1)
    periods = [sheet.years for sheet, _ in ordered if sheet.years]
    first_year, last_year = _period(periods, ordered, facts)
    figures = Figures(facts, [sheet for sheet, _ in ordered], first_year)
    _title_words([sheet for sheet, _ in ordered], facts)
    scopes: list[Scope] = []
    seen: dict[tuple[str, int | None], Place] = {}
    for sheet, year in ordered:
        node = _heads(sheet, facts)
        if node is None:
            facts.doubt(
                "measure-missing",
                "error",
                sheet.place,
                f"{spot(sheet.place)}からのシートに、施策の名称を示す行（方針・施策など）が見つかりません。このシートは読みませんでした。",
                sheet.title.text,
            )
            continue
        if (node, year) in seen:
            facts.doubt(
                "sheet-twice",
                "warning",
                with_address(sheet.place, join("node", node)),
                f"「{node}」の{year}年度のシートが二つあります（{spot(seen[node, year])}と{spot(sheet.place)}）。"
                "後のシートの内容を使いました。",
                sheet.title.text,
            )
        seen[node, year] = sheet.place
        _rows(sheet, node, facts)
        _boxes(sheet, node, year, facts)
        figures.take(sheet, node, year)
        _unread(sheet, facts)
        scopes.append(Scope(form=FORM, year=year, nodes=(node,), covers=_covers(sheet)))
    _lost_merges(ordered, facts)
    level = max((facts.nodes[scope.nodes[0]].level for scope in scopes), default=None)
    rule_sets = rule_sets_of(ordered, level, facts)
    title = facts.titles[-1] if facts.titles else None
    document = PlanDocument(
        scope=tuple(scopes),
        title=title,
        kind=labels.plan_kind(title) if title else None,
        first_year=first_year,
        last_year=last_year,
        levels=tuple(facts.levels),
        nodes=tuple(facts.nodes.values()),
        groups=tuple(facts.groups.values()),
        roadmap=tuple(step for steps in facts.roadmap.values() for step in steps),
        indicators=tuple(facts.indicators.values()),
        placements=tuple(facts.placements.values()),
        targets=tuple(facts.targets.values()),
        actuals=tuple(facts.actuals.values()),
        judgements=tuple(facts.judgements.values()),
        texts=tuple(facts.texts.values()),
        notes=tuple(facts.notes.values()),
        rule_sets=rule_sets,
    )
    return Reading(document, (*facts.doubts, *rate_doubts(document, facts)))


def _covers_of_sets(sheets: Sequence[PaperSheet], facts: Facts) -> None:
    for sheet in sheets:
        if sheet.is_cover:
            message = f"{spot(sheet.place)}の「{sheet.title.text[:30]}」には表がないので、表紙とみて読みませんでした。"
            facts.doubt("part-skipped", "hint", sheet.place, message, sheet.title.text)


def year_of(sheet: PaperSheet) -> int | None:
    """The fiscal year a sheet reports on: in the label of its results, else its title, else its targets or actuals."""
    stated = [parse_fiscal_year(block.label) for block in sheet.blocks if block.kind == "achievements"]
    stated.append(parse_fiscal_year(sheet.title.text))
    found = next((year for year in stated if year is not None), None)
    if found is not None:
        return found
    actuals = {column.year for column in sheet.columns if column.role == "actual" and column.year is not None}
    targets = {column.year for column in sheet.columns if column.role == "target" and column.year and not column.final}
    both = sorted(actuals & targets) or sorted(actuals) or sorted(targets)
    return both[0] if both else None


def _assumed_year(sheet: PaperSheet, usual: int | None, facts: Facts) -> int | None:
    year = usual if usual is not None else (sheet.years[0] if sheet.years else None)
    said = f"{year}年度として読みました。" if year is not None else "目標と実績は読みませんでした。"
    facts.doubt(
        "year-missing",
        "warning" if year is not None else "error",
        sheet.place,
        f"{spot(sheet.place)}からのシートに年度が書かれていません。{said}「2023年度の事業実績」のように年度を書いてください。",
        sheet.title.text,
    )
    return year


def _period(
    periods: Sequence[tuple[int, ...]], ordered: Sequence[tuple[PaperSheet, int | None]], facts: Facts
) -> tuple[int | None, int | None]:
    if not periods:
        return None, None
    usual = Counter(periods).most_common(1)[0][0]
    for sheet, _ in ordered:
        if sheet.years and sheet.years != usual:
            facts.doubt(
                "period-differs",
                "warning",
                with_address(sheet.place, "plan/first_year"),
                f"{spot(sheet.place)}からのシートの年度欄は{sheet.years[0]}～{sheet.years[-1]}で、"
                f"ほかのシート（{usual[0]}～{usual[-1]}）と違います。計画期間に両方を含めました。",
                "、".join(str(year) for year in sheet.years),
            )
    return min(years[0] for years in periods), max(years[-1] for years in periods)


def _title_words(sheets: Sequence[PaperSheet], facts: Facts) -> None:
    """The plan's title from the sheets' titles; a kind of sheet that few sheets print is a doubt each."""
    parts = [(sheet, labels.title_parts(sheet.title.text)) for sheet in sheets]
    usual = Counter(found[1] for _, found in parts if found).most_common(1)
    for sheet, found in parts:
        if found is None:
            continue
        plan, word = found
        if plan:
            facts.state("plan/title", "計画の名称", plan, sheet.title.place)
            facts.titles.append(plan)
        if word != usual[0][0]:
            facts.doubt(
                "sheet-title",
                "hint",
                sheet.title.place,
                f"シートの名前が「{word}」となっています。ほかのシートは「{usual[0][0]}」です。同じ様式として読みました。",
                sheet.title.text,
            )


def _heads(sheet: PaperSheet, facts: Facts) -> str | None:
    """Read the lines of the head; answers the key of the element the sheet is about, None where there is none."""
    current: str | None = None
    previous_level = -1
    orders: Counter[str] = Counter()
    owner: Head | None = None  # the division in charge may stand above the measure it is in charge of
    for head in sheet.heads:
        parts = split(head.address) if head.address else ()
        kind = None if not parts else "node" if parts[0] == "node" and len(parts) == 2 else "text"
        text = head.text.strip()
        if kind == "node" or (kind is None and labels.is_level(head.label, text)):
            if not text and head.address is None:
                continue
            previous_level = _level(head.label, previous_level, facts)
            current = _node(head, text, current, previous_level, facts)
        elif labels.is_owner(head.label):
            owner = head if text and not labels.is_nothing(text) else owner
            if owner and current is not None:
                _owner(owner, current, facts)
                owner = None
        elif labels.is_partners(head.label):
            if current is not None and not labels.is_nothing(text):
                partners = tuple(part for part in re.split(r"\s*[\n、，,・]\s*", text) if part)
                facts.nodes[current] = replace(facts.nodes[current], partners=partners)
        elif current is None:
            if text:
                facts.doubt("line-unread", "hint", head.place, _UNREAD.format(head.label), head.label)
        elif not labels.is_nothing(text):
            _head_text(head, text, current, orders, facts)
    if owner and current is not None:
        _owner(owner, current, facts)
    return current


def _owner(head: Head, node: str, facts: Facts) -> None:
    facts.state(join("node", node, "owner"), f"「{node}」の担当", head.text.strip(), head.place)
    facts.nodes[node] = replace(facts.nodes[node], owner=head.text.strip())


_UNREAD = "「{}」の行がどの項目のことか分からないので読みませんでした。必要なら見出しの語を確かめてください。"


def _level(label: str, previous: int, facts: Facts) -> int:
    """The level that a label names; a new name comes behind the level above it."""
    name = labels.level_name(label)
    known = [level.name for level in facts.levels]
    if name in known and known.index(name) > previous:
        return known.index(name)
    place = previous + 1
    facts.levels.insert(place, Level(name=name))
    for key, node in facts.nodes.items():
        if node.level >= place:
            facts.nodes[key] = replace(node, level=node.level + 1)
    return place


def _node(head: Head, text: str, parent: str | None, level: int, facts: Facts) -> str:
    parts = split_number(text)
    number = bare_number(parts[0]) if parts else None
    title = parts[1] if parts else text
    if head.address:
        key = split(head.address)[1]
    elif number is None:
        key = f"{parent}-{title}" if parent else title
    else:
        joined = "".join("-" if sign in DASHES else sign for sign in number)
        above = facts.nodes[parent].number if parent else None
        if above and joined.startswith(f"{above}-"):
            joined = joined[len(above) + 1 :]
        key = f"{parent}-{joined}" if parent else joined
    facts.state(join("node", key, "title"), f"「{number or key}」の名称", title, head.place)
    known = facts.nodes.get(key, Node(key=key, level=level))
    facts.nodes[key] = replace(known, parent=parent, level=level, number=number, title=title or None)
    if number and facts.levels[level].numbering is None:
        facts.levels[level] = replace(facts.levels[level], numbering=numbering_style(number))
    return key


def _head_text(head: Head, text: str, node: str, orders: Counter[str], facts: Facts) -> None:
    kind: TextKind = labels.head_text_kind(head.label) or "paragraph"
    heading = labels.level_name(head.label) if kind == "paragraph" else None
    same = join("text", node, None, kind, *([heading] if heading else []))
    orders[same] += 1
    order = orders[same] if orders[same] > 1 else None
    address = join(same, order) if order else same
    facts.state(address, f"「{node}」の{head.label}", text, head.place)
    facts.texts[address] = Text(node=node, kind=kind, heading=heading, order=order, text=text)


def _rows(sheet: PaperSheet, node: str, facts: Facts) -> None:
    known = {key: fold(facts.groups[key].title or "") for key in facts.rows.setdefault(node, [])}
    used: set[str] = set()
    for number, row in enumerate(sheet.rows, start=1):
        title = row.title.strip()
        kind, key = (split(row.address)[0], split(row.address)[1]) if row.address else ("", "")
        if kind == "node":
            _action(row, key, title, node, facts)
            owner = {"node": key}
        else:
            key = key or _group_key(node, number, title, known, used, facts)
            used.add(key)
            if key not in facts.groups:
                facts.groups[key] = Group(key=key, node=node, title=title or None)
                facts.rows[node].append(key)
            else:
                facts.state(join("group", key, "title"), f"取り組み「{key}」の名称", title, row.place)
                facts.groups[key] = replace(facts.groups[key], title=title or None)
            owner = {"group": key}
        facts.roadmap[key] = tuple(
            RoadmapStep(
                **owner,
                line=line,
                text=span.text.strip(),
                first_year=span.first_year,
                last_year=span.last_year,
                span="assumed" if span.assumed else "stated",
            )
            for line, spans in enumerate(row.lines, start=1)
            for span in without_signs(spans)
            if span.text.strip()
        )


def _action(row: Row, key: str, title: str, node: str, facts: Facts) -> None:
    """An action printed as a row of its own. A title that is inherited (再掲) is absent, as in the plan."""
    inherited = title.endswith("（再掲）")
    level = facts.nodes[node].level + 1
    facts.nodes[key] = Node(key=key, parent=node, level=level, title=None if inherited or not title else title)


def _group_key(node: str, number: int, title: str, known: dict[str, str], used: set[str], facts: Facts) -> str:
    """The row of an earlier sheet with the same words, else the next free number of this element."""
    same = next((key for key, words in known.items() if words == fold(title) and key not in used), None)
    if same:
        return same
    while f"{node}~{number}" in facts.groups or f"{node}~{number}" in used:
        number += 1
    return f"{node}~{number}"


def _boxes(sheet: PaperSheet, node: str, year: int | None, facts: Facts) -> None:
    kinds = {block.kind for block in sheet.blocks}
    for wanted, label in (("achievements", "事業実績"), ("issues", "課題等")):
        if wanted not in kinds and {"achievements", "issues"} & kinds:
            other = next(block for block in sheet.blocks if block.kind in ("achievements", "issues"))
            facts.doubt(
                "label-missing",
                "warning",
                with_address(other.place, join("text", node, year, wanted)),
                f"「{other.label}」（{spot(other.place)}）の近くにあるはずの「{label}」の見出しがありません。"
                f"{label}は書かれていないものとして読みました。見出しを補ってください。",
                other.label,
            )
    if sheet.created.text.strip() and not labels.is_nothing(sheet.created.text):
        _text(node, year, "paragraph", labels.CREATED, sheet.created.text.strip(), facts)
    for block in sheet.blocks:
        lines = [line for line in block.text.split("\n") if not line.strip() or not labels.is_nothing(line)]
        text = "\n".join(lines).strip()
        if text:
            _text(node, year, block.kind, block.label if block.kind == "paragraph" else None, text, facts)


def _text(node: str, year: int | None, kind: TextKind, heading: str | None, text: str, facts: Facts) -> None:
    address = join("text", node, year, kind, *([heading] if heading else []))
    facts.texts[address] = Text(node=node, year=year, kind=kind, heading=heading, text=text)


def _unread(sheet: PaperSheet, facts: Facts) -> None:
    for words in sheet.unread:
        message = f"「{words.text[:30]}」はどの欄のものか分からないので読みませんでした。置き場所を確かめてください。"
        facts.doubt("line-unread", "warning", words.place, message, words.text)


def _covers(sheet: PaperSheet) -> tuple[str, ...]:
    """The lists that are whole on the sheet, so that what is missing there has been taken off.

    Steps of rows that are groups are not among them: the actions' own steps of the list are other facts.
    """
    kinds = {block.kind for block in sheet.blocks}
    rows = [row.address is not None and row.address.startswith("node/") for row in sheet.rows]
    covers = ["groups"] if rows and not all(rows) else []
    covers += ["roadmap"] if rows and all(rows) else []
    covers += ["targets", "actuals", "judgements"] if sheet.indicators else []
    covers += ["texts"] if {"achievements", "issues"} <= kinds else []
    return tuple(covers)


def _lost_merges(ordered: Sequence[tuple[PaperSheet, int | None]], facts: Facts) -> None:
    """One hint for a paper whose merged cells are lost, one doubt for each sheet whose texts have lost their place."""
    assumed = [row for sheet, _ in ordered for row in sheet.rows for line in row.lines for span in line if span.assumed]
    for sheet, _ in ordered:
        if sheet.place_lost:
            facts.doubt(
                "roadmap-place-lost",
                "warning",
                sheet.rows[0].place,
                f"{spot(sheet.place)}からのシートでは、年度欄の文字がすべて同じ列にあり、どの年度のものか分かりません。"
                "計画期間の全体として読みました。",
                sheet.title.text,
            )
    if assumed:
        facts.doubt(
            "roadmap-span-assumed",
            "hint",
            assumed[0].place,
            f"結合セルの幅が残っていないので、年度欄の文字{len(assumed)}か所の期間を置かれた列から推定しました。"
            "ExcelかPDFの元の紙があれば、期間はそちらから正確に読めます。",
            assumed[0].title,
        )
