"""What a printed scorecard means: from its lines to the plan document, with a doubt for each repair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from banso.domain.address import address_of, join, split
from banso.domain.amounts import ParsedAmount
from banso.domain.document import (
    Actual,
    Indicator,
    Judgement,
    Note,
    Placement,
    PlanDocument,
    Scope,
    Target,
    Text,
)
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.indicator_name import IndicatorName, read_indicator_name
from banso.domain.numbering import split_number
from banso.domain.quantity import Quantity, format_quantity
from banso.domain.text import fold, is_dash, nfkc, squeeze
from banso.sheets.form import Reading
from banso.sheets.scorecard import labels
from banso.sheets.scorecard.checks import directed, disagreements
from banso.sheets.scorecard.figures import Pair, actual_of, pair_of, target_of
from banso.sheets.scorecard.labels import Heading
from banso.sheets.scorecard.paper import Card, Line, Words
from banso.sheets.scorecard.rules import rule_set_of
from banso.sheets.scorecard.totals import totals_of
from banso.sheets.scorecard.tree import Branches, branches_of

FORM = "scorecard"
AnyFigure = TypeVar("AnyFigure", Target, Actual)
COVERS = ("actuals", "judgements", "texts")


@dataclass(slots=True)
class _Facts:
    indicators: dict[str, Indicator] = field(default_factory=dict)
    placements: dict[tuple[str, str], Placement] = field(default_factory=dict)
    targets: dict[tuple[str, int], Target] = field(default_factory=dict)
    actuals: dict[tuple[str, int], Actual] = field(default_factory=dict)
    judgements: dict[str, Judgement] = field(default_factory=dict)
    texts: dict[str, Text] = field(default_factory=dict)
    marks: dict[str, list[str]] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    def doubt(
        self, code: str, severity: Severity, where: Place, message: str, quote: str = "", at: str | None = None
    ) -> None:
        place = replace(where, address=at) if at else where
        self.doubts.append(
            Doubt(code=code, severity=severity, where=place, message=message, quote=" ".join(quote.split()))
        )


def meaning_of(card: Card) -> Reading:
    """The plan document that the card states, and what was unsure."""
    facts = _Facts()
    title, year = _title_and_year(card, facts)
    branches = branches_of(card)
    for line, node in zip(card.lines, branches.of_line, strict=True):
        if node is None:
            if line.indicator or line.figures:
                quote = (line.indicator or line.figures[0][1]).text
                message = f"「{quote[:30]}」の行がどの{_measures(branches)}のものか分からないので読みませんでした。"
                facts.doubt("measure-missing", "error", line.place, message, quote)
            continue
        _shifted(line, facts)
        _node_flag(line, node, year, facts)
        if line.indicator is not None and line.indicator.text:
            _indicator(line, node, year, facts)
        elif line.figures or line.flag:
            quote = (line.flag or line.figures[0][1]).text
            facts.doubt("indicator-missing", "error", line.place, "指標の名称がない行を読みませんでした。", quote)
    _lost_column(card, facts)
    _lost_units(facts)
    level = max((node.level for node in branches.nodes), default=0)
    notes, rest = _notes(card.foot, facts)
    document = PlanDocument(
        scope=(
            Scope(
                form=FORM,
                year=year,
                nodes=tuple(node.key for node in branches.nodes) if card.excerpt else (),
                covers=COVERS,
            ),
        ),
        title=title,
        kind=labels.plan_kind(title) if title else None,
        levels=branches.levels,
        vocabularies=(branches.vocabulary,) if branches.vocabulary else (),
        nodes=branches.nodes,
        indicators=tuple(facts.indicators.values()),
        placements=tuple(facts.placements.values()),
        targets=tuple(facts.targets.values()),
        actuals=tuple(facts.actuals.values()),
        judgements=tuple(facts.judgements.values()),
        texts=tuple(facts.texts.values()),
        notes=notes,
        totals=totals_of(card, branches, level, len(facts.indicators)),
    )
    if year is not None and (facts.judgements or _speaks_of_flags(card, notes)):
        document = _with_rules(document, year, level, _measures(branches), card, facts)
    for words in (*card.unread, *rest):
        message = f"「{words.text[:30]}」はどの欄のものか分からないので読みませんでした。"
        facts.doubt("line-unread", "hint", words.place, message, words.text)
    if year is not None:
        places = {key: line.place for key, line in facts.lines.items()}
        document, directions = directed(document, year, places)
        # The flags and totals of a working copy are Banso's own, computed before it was filled.
        if not any(line.address for line in card.lines):
            facts.doubts.extend((*directions, *disagreements(document, year, places, card)))
    return Reading(document, tuple(facts.doubts))


def _title_and_year(card: Card, facts: _Facts) -> tuple[str | None, int | None]:
    title, of_title = labels.title_parts(card.title.text) if card.title else (None, None)
    years = [heading.year for heading in card.headings if heading.year is not None]
    of_heading = max(years, default=None)
    if of_title is not None and of_heading is not None and of_title != of_heading and card.title:
        heading = next(heading for heading in card.headings if heading.year == of_heading)
        message = f"題名は{of_title}年度、欄の見出し「{heading.name}」は{of_heading}年度です。見出しの年度の実績として読みました。"
        facts.doubt("year-differs", "warning", card.title.place, message, card.title.text)
    year = of_heading if of_heading is not None else of_title
    if year is None:
        place = card.title.place if card.title else (card.lines[0].place if card.lines else Place())
        message = "何年度の総括表か、題名にも見出しにも書かれていません。目標・実績・達成状況は読みませんでした。"
        facts.doubt("year-missing", "error", place, message, card.title.text if card.title else "")
    return title, year


def _measures(branches: Branches) -> str:
    """The name of the deepest level: 施策."""
    deepest = max((node.level for node in branches.nodes), default=-1)
    return branches.levels[deepest].name if 0 <= deepest < len(branches.levels) else "施策"


def _shifted(line: Line, facts: _Facts) -> None:
    if line.shifted:
        words = line.indicator or line.review
        message = (
            f"「{(words.text if words else '')[:30]}」の行は、ほかの行と列がずれています。"
            "欄の中身から、指標・実績（目標）・達成状況・検証に当てはめて読みました。"
        )
        facts.doubt("row-shifted", "warning", line.place, message, words.text if words else "")


def _node_flag(line: Line, node: str, year: int | None, facts: _Facts) -> None:
    if line.node_flag is not None and year is not None:
        value = "".join(line.node_flag.text.split())
        if value and not is_dash(value):
            judgement = Judgement(node=node, year=year, kind="flag", value=value, stage="stated")
            facts.judgements[address_of(judgement)] = judgement
            facts.lines.setdefault(address_of(judgement), line)


def _indicator(line: Line, node: str, year: int | None, facts: _Facts) -> None:
    assert line.indicator is not None
    printed = " ".join(squeeze(line.indicator.text).split())
    parts = split_number(printed)
    name = read_indicator_name(parts[1] if parts else printed)
    code = parts[0] if parts else None
    if name.code is None and code is not None and "-" in nfkc(code):
        name, code = replace(name, code=nfkc(code)), None
    unit = name.unit or (line.unit.text if line.unit and not is_dash(line.unit.text) else None)
    key = _key(line, node, code, name, facts)
    if key is None:
        return
    known = facts.indicators.get(key)
    facts.indicators[key] = known or Indicator(
        key=key, code=name.code, name=name.name, qualifier=name.qualifier, unit=unit
    )
    facts.lines.setdefault(key, line)
    order = sum(1 for one in facts.placements.values() if one.node == node) + 1
    facts.placements.setdefault(
        (node, key),
        Placement(
            indicator=key, node=node, code=nfkc(code) if code else None, role="main", order=order, reprise=name.reprise
        ),
    )
    for mark in name.marks:
        facts.marks.setdefault(mark, []).append(join("indicator", key))
    for heading, words in line.figures:
        at = heading.year if heading.year is not None else year
        if at is not None:
            _figures(key, at, heading, words, line, facts)
    if year is not None:
        _words(key, year, line, facts)


def _key(line: Line, node: str, code: str | None, name: IndicatorName, facts: _Facts) -> str | None:
    """The indicator's key: a working copy's own, else its code, else its number behind the measure's key, else its name."""
    own = split(line.address)[-1] if line.address and line.address.startswith("placement/") else "-"
    if own != "-":
        return own
    if name.reprise:
        same = next((one.key for one in facts.indicators.values() if fold(one.name) == fold(name.name)), None)
        if same is not None:
            return same
    key = name.code or (f"{node}-{nfkc(code)}" if code else name.key)
    if key not in facts.indicators:
        return key
    same_row = facts.indicators[key]
    if (node, key) not in facts.placements and not code and fold(same_row.name) == fold(name.name):
        found = f"{name.key}（{node}）"
        return found if found not in facts.indicators else None
    number = 2
    while f"{key}-{number}" in facts.indicators:
        number += 1
    message = (
        f"番号「{code or name.code or name.name}」の指標が同じところに二つあります（「{same_row.name}」と「{name.name}」）。"
        f"後のものを「{key}-{number}」として読みました。"
    )
    facts.doubt("number-twice", "warning", line.place, message, name.name, join("indicator", f"{key}-{number}"))
    return f"{key}-{number}"


def _figures(key: str, year: int, heading: Heading, words: Words, line: Line, facts: _Facts) -> None:
    match heading.role:
        case "figure":
            pair = pair_of(words.text, target_first=heading.target_first)
            if pair.target is None and line.address is None:
                # A dash alone is about both; a number alone is the actual of an indicator without a target.
                pair = Pair(pair.actual, "")
        case "actual":
            pair = Pair(words.text, None)
        case _:
            pair = Pair(None, words.text)
    if pair.target is not None:
        target, parsed = target_of(key, year, pair.target)
        _amount(key, words, parsed, facts)
        _keep(facts.targets, (key, year), target, join("target", key, year, "amount"), words, facts)
    if pair.actual is not None:
        actual, parsed = actual_of(key, year, pair.actual)
        _amount(key, words, parsed, facts)
        _keep(facts.actuals, (key, year), actual, join("actual", key, year, "amount"), words, facts)


def _amount(key: str, words: Words, parsed: ParsedAmount, facts: _Facts) -> None:
    """The unit and decimals of an amount, and the blank taken out of it."""
    indicator = facts.indicators[key]
    if parsed.repaired:
        message = f"「{words.text}」の中の空白は抽出の跡とみて取り、数として読みました。元の紙で確かめてください。"
        facts.doubt("blank-inside", "hint", words.place, message, words.text, join("indicator", key))
    if parsed.unit and indicator.unit is None:
        indicator = replace(indicator, unit=parsed.unit)
    elif parsed.unit and indicator.unit and fold(parsed.unit) != fold(indicator.unit):
        message = (
            f"「{words.text}」の単位「{parsed.unit}」が、指標の単位「{indicator.unit}」と違います。"
            "数は書かれたまま読みました。桁と単位を確かめてください。"
        )
        facts.doubt("unit-differs", "warning", words.place, message, words.text, join("indicator", key))
    amount = parsed.quantity.amount if parsed.quantity else None
    exponent = amount.as_tuple().exponent if amount is not None else 0
    digits = -exponent if isinstance(exponent, int) else 0
    if digits > (indicator.decimals or 0):
        indicator = replace(indicator, decimals=digits)
    facts.indicators[key] = indicator


def _keep(
    store: dict[tuple[str, int], AnyFigure],
    identity: tuple[str, int],
    new: AnyFigure,
    at: str,
    words: Words,
    facts: _Facts,
) -> None:
    """Keep a figure; a doubt where another row states another one. The later row is used, a blank states nothing."""
    old = store.get(identity)
    if old is not None and _waits(new) and not _waits(old):
        return
    if old is not None and not _waits(old) and fold(_shown(old)) != fold(_shown(new)):
        message = (
            f"指標「{facts.indicators[identity[0]].name}」の値が二つあります。「{_shown(old)}」と「{_shown(new)}」。"
            "紙の後ろにあるほうを使いました。"
        )
        facts.doubt("contradiction-value", "error", words.place, message, words.text, at)
    store[identity] = new


def _waits(quantity: Quantity) -> bool:
    return quantity.state in ("not-entered", "not-set")


def _shown(quantity: Quantity) -> str:
    return format_quantity(replace(quantity, printed=None))


def _words(key: str, year: int, line: Line, facts: _Facts) -> None:
    """Flag, review and remarks of an indicator."""
    value = "".join(line.flag.text.split()) if line.flag else ""
    if value and not is_dash(value):
        kind = "grade" if labels.is_grade(value) else "flag"
        judgement = Judgement(indicator=key, year=year, kind=kind, value=value, stage="stated")  # type: ignore[arg-type]
        facts.judgements[address_of(judgement)] = judgement
    for words, text_kind in ((line.review, "review"), (line.remarks, "remarks")):
        text = squeeze(words.text) if words else ""
        if text and not is_dash(text):
            found = Text(indicator=key, year=year, kind=text_kind, text=text)  # type: ignore[arg-type]
            facts.texts[address_of(found)] = found


def _lost_column(card: Card, facts: _Facts) -> None:
    """A column of the measures' flags that has a heading but not one cell, although the indicators have theirs."""
    heading = next((heading for heading in card.headings if heading.role == "node-flag"), None)
    filled = any(line.node_flag and line.node_flag.text for line in card.lines)
    if heading is None or filled or not any(line.flag and line.flag.text for line in card.lines):
        return
    place = card.lines[0].place
    message = f"見出し「{heading.label}」の列に文字が一つもありません。抽出で失われたとみて、施策の達成・未達成は指標から計算します。"
    facts.doubt("column-lost", "warning", replace(place, line=None, cell=None), message, heading.label)


def _lost_units(facts: _Facts) -> None:
    """Indicators without a unit where most others have one."""
    without = [one for one in facts.indicators.values() if one.unit is None]
    if without and len(without) * 3 <= len(facts.indicators):
        for one in without:
            if any(value.value for (key, _), value in facts.targets.items() if key == one.key):
                continue  # 策定 has no unit
            message = f"指標「{one.name}」に単位がありません。ほかの指標にはあります。単位を補ってください。"
            line = facts.lines[one.key]
            facts.doubt("unit-missing", "warning", line.place, message, one.name, join("indicator", one.key, "unit"))


def _notes(foot: Sequence[Words], facts: _Facts) -> tuple[tuple[Note, ...], tuple[Words, ...]]:
    notes: dict[tuple[str, str], Note] = {}
    rest: list[Words] = []
    for words in foot:
        if labels.is_rule_line(words.text) or labels.legend_text(words.text):
            continue
        parts = labels.note_parts(words.text)
        if parts is None:
            rest.append(words)
            continue
        mark, text = parts
        at = tuple(dict.fromkeys(facts.marks.get(nfkc(mark), facts.marks.get(mark, []))))
        notes.setdefault((mark, fold(text)), Note(mark=mark, text=text, at=at))
    return tuple(notes.values()), tuple(rest)


def _speaks_of_flags(card: Card, notes: Sequence[Note]) -> bool:
    """Whether words below the table say how flags or grades are given, although none is there yet."""
    lines = any(labels.is_rule_line(words.text) or labels.legend_text(words.text) for words in card.foot)
    return lines or any("達成" in note.text for note in notes)


def _with_rules(
    document: PlanDocument, year: int, level: int, level_name: str, card: Card, facts: _Facts
) -> PlanDocument:
    found = rule_set_of(document, year, level, level_name, card.foot)
    if found.proof == "assumed":
        place = card.foot[0].place if card.foot else card.lines[0].place
        message = (
            f"{level_name}の達成・未達成を指標からどう決めるかが書かれていません。"
            "「指標がすべて達成のとき達成」として計算します。過半数で達成とする場合は計画の決まりを変えてください。"
        )
        facts.doubt("roll-up-assumed", "hint", place, message, "", f"rule-set/{found.rule_set.key}")
    if found.rule_set.formula != "threshold":
        grades = {band.grade for band in found.rule_set.bands}
        judgements = tuple(
            replace(each, kind="grade") if each.indicator and each.value in grades else each
            for each in document.judgements
        )
        document = replace(document, judgements=judgements)
    return replace(document, rule_sets=(found.rule_set,))
