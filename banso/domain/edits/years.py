"""From one fiscal year to the next, and from one plan to its successor. Old years keep what they state."""

from __future__ import annotations

from dataclasses import dataclass, replace

from banso.domain.address import address_of
from banso.domain.document import Actual, Baseline, Indicator, Node, PlanDocument, Target, Text
from banso.domain.edits.access import exchanged, named, node_of
from banso.domain.edits.refusal import EditRefused
from banso.domain.edits.reprises import set_inheritance
from banso.domain.edits.tree import in_force
from banso.domain.effective_rule import rule_sets_in_force
from banso.domain.quantity import QUANTITY_FIELDS


@dataclass(frozen=True, slots=True)
class YearOpening:
    """What opening a year gives: the document with the year open, and notes (address, Japanese sentence) for a person.

    Nothing is stored by it: it is the dry run, and storing the difference is the deed.
    """

    document: PlanDocument
    notes: tuple[tuple[str, str], ...] = ()


def is_open(document: PlanDocument, year: int) -> bool:
    """Whether the year was opened: some indicator has an entry for its result, entered or waiting.

    A plan without indicators is open where a text of the year stands.
    """
    if not document.indicators:
        return any(text.year == year for text in document.texts)
    return any(actual.year == year and actual.period is None for actual in document.actuals)


def open_year(document: PlanDocument, *, year: int) -> YearOpening:
    """The next fiscal year opened: waiting results, targets not set where none was given, 課題 carried on.

    Only nodes of the year and indicators placed on such are opened. Roadmap steps that ended last year are proposals in
    the notes; nothing is done to them. Refuses a year outside the plan and one that is open.
    """
    _may_open(document, year)
    nodes = in_force(document, year)
    indicators = _indicators_of(document, nodes)
    notes: list[tuple[str, str]] = []
    if document.first_year is not None and year > document.first_year and not is_open(document, year - 1):
        notes.append(
            (
                "plan/first_year",
                f"{year - 1}年度はまだ開かれていません。{year - 1}年度の実績があれば、先にその年度を開いてください。",
            )
        )
    set_already = {target.indicator for target in document.targets if target.year == year}
    targets = tuple(Target(indicator=key, year=year, state="not-set") for key in indicators if key not in set_already)
    actuals = tuple(Actual(indicator=key, year=year, state="not-entered") for key in indicators)
    final = {target.indicator for target in document.targets if target.final}
    names = {indicator.key: indicator.name for indicator in document.indicators}
    notes += [
        (
            address_of(target),
            f"指標「{names[target.indicator]}」には{year}年度の目標がないので、「設定なし」で開きます。"
            + ("最終目標で評価します。" if target.indicator in final else "目標があれば入れてください。"),
        )
        for target in targets
    ]
    texts, carried = _carried_issues(document, year, nodes)
    notes += carried
    notes += _finished_steps(document, year, nodes)
    notes += [
        (
            address_of(node),
            f"{named(node)}は{node.last_year}年度で終わったので、{year}年度には開きません。",
        )
        for node in document.nodes
        if node.last_year is not None and node.last_year < year
    ]
    opened = replace(
        document,
        targets=(*document.targets, *targets),
        actuals=(*document.actuals, *actuals),
        texts=(*document.texts, *texts),
    )
    return YearOpening(opened, tuple(notes))


def carry_plan(document: PlanDocument, *, title: str, first_year: int, last_year: int) -> PlanDocument:
    """The plan that follows: its structure, indicators, vocabularies, levels and the rules of the last year.

    Keys stay, each node names its predecessor, and what ended before the old plan's last year is left behind. An
    indicator's baseline is the last known result with its year (the old baseline where there is none). Texts of the plan
    as a whole are carried as a start; results, targets, texts of years, ratings, money and roadmaps are not.
    """
    if not title.strip():
        raise EditRefused("計画の名称が空です。新しい計画の名称を入れてください。")
    if first_year > last_year:
        raise EditRefused(f"開始の{first_year}年度が終了の{last_year}年度より後です。計画期間を確かめてください。")
    if document.first_year is not None and first_year <= document.first_year:
        raise EditRefused(
            f"次の計画は、今の計画の開始（{document.first_year}年度）より後に始まります。計画期間を確かめてください。"
        )
    old_last = document.last_year if document.last_year is not None else first_year - 1
    staying = in_force(document, old_last)
    document = _standing_alone(document, staying)
    kept = [indicator for indicator in document.indicators if indicator.key in set(_indicators_of(document, staying))]
    keys = {indicator.key for indicator in kept}
    known = _last_known(document, before=first_year)
    return PlanDocument(
        title=title.strip(),
        kind=document.kind,
        organizations=document.organizations,
        first_year=first_year,
        last_year=last_year,
        levels=document.levels,
        vocabularies=document.vocabularies,
        nodes=tuple(_successor(node, staying) for node in document.nodes if node.key in staying),
        groups=tuple(
            replace(group, members=tuple(member for member in group.members if member in staying))
            for group in document.groups
            if group.node in staying
        ),
        indicators=tuple(_rebased(indicator, keys, known.get(indicator.key)) for indicator in kept),
        placements=tuple(each for each in document.placements if each.node in staying and each.indicator in keys),
        texts=tuple(
            text
            for text in document.texts
            if text.year is None and (text.node in staying or (text.indicator is not None and text.indicator in keys))
        ),
        rule_sets=tuple(
            replace(rules, from_year=first_year) for rules in rule_sets_in_force(document.rule_sets, old_last)
        ),
    )


def _may_open(document: PlanDocument, year: int) -> None:
    if document.first_year is None or document.last_year is None:
        raise EditRefused("計画期間が決まっていないので、年度を開けません。設定で開始年度と終了年度を入れてください。")
    if year > document.last_year:
        raise EditRefused(
            f"{year}年度は計画の最終年度（{document.last_year}年度）より後です。"
            f"計画を延長するときは設定で終了年度を{year}年度に変え、新しい計画にするときは「次の計画を作る」を使ってください。"
        )
    if year < document.first_year:
        raise EditRefused(
            f"{year}年度は計画の開始年度（{document.first_year}年度）より前です。"
            "計画期間が違うときは、設定で開始年度を直してください。"
        )
    if is_open(document, year):
        raise EditRefused(f"{year}年度はもう開かれています。実績入力の画面で{year}年度を選んでください。")


def _indicators_of(document: PlanDocument, nodes: set[str]) -> list[str]:
    """The indicators placed on one of the nodes, their sub-indicators, and those placed nowhere."""
    placed: dict[str, bool] = {}
    for placement in document.placements:
        placed[placement.indicator] = placed.get(placement.indicator, False) or placement.node in nodes
    known = {indicator.key: indicator for indicator in document.indicators}

    def stands(indicator: Indicator) -> bool:
        seen: set[str] = set()
        current: Indicator | None = indicator
        while current is not None and current.key not in seen:
            if current.key in placed:
                return placed[current.key]
            seen.add(current.key)
            current = known.get(current.parent or "")
        return True

    return [indicator.key for indicator in document.indicators if stands(indicator)]


def _carried_issues(document: PlanDocument, year: int, nodes: set[str]) -> tuple[list[Text], list[tuple[str, str]]]:
    """Last year's 課題 as the new year's text of the same node where it has none, and a note for each."""
    written = {
        text.node for text in document.texts if text.year == year and text.kind == "issues" and text.text.strip()
    }
    texts = [
        replace(text, year=year)
        for text in document.texts
        if text.kind == "issues"
        and text.year == year - 1
        and text.node in nodes
        and text.node not in written
        and text.text.strip()
    ]
    titles = {node.key: named(node) for node in document.nodes}
    notes = [
        (
            address_of(text),
            f"{titles[text.node or '']}の課題に、{year - 1}年度の課題を引き継ぎます。{year}年度の状況に合わせて直してください。",
        )
        for text in texts
    ]
    return texts, notes


def _finished_steps(document: PlanDocument, year: int, nodes: set[str]) -> list[tuple[str, str]]:
    groups = {group.key: group.node for group in document.groups}
    return [
        (
            address_of(step),
            f"ロードマップの「{step.text}」は{year - 1}年度までの予定です。続けるときは期間を延ばし、済んだときはそのままにしてください。",
        )
        for step in document.roadmap
        if step.last_year == year - 1 and (step.node or groups.get(step.group or "")) in nodes
    ]


def _standing_alone(document: PlanDocument, staying: set[str]) -> PlanDocument:
    """The document in which a repeat whose original is left behind has everything as its own."""
    known = {node.key for node in document.nodes}
    for node in document.nodes:
        if node.key in staying and node.reprise_of is not None and node.reprise_of not in staying:
            if node.reprise_of in known:
                document = set_inheritance(document, key=node.key, inherits=())
            own = replace(node_of(document, node.key), reprise_of=None, inherits=())
            document = replace(document, nodes=exchanged(document.nodes, node_of(document, node.key), own))
    return document


def _successor(node: Node, staying: set[str]) -> Node:
    links = tuple(link for link in node.links if link.to is None or link.to in staying)
    return replace(node, predecessor=node.key, first_year=None, last_year=None, links=links)


def _last_known(document: PlanDocument, before: int) -> dict[str, Actual]:
    """For each indicator the latest result that is an amount or a text, of the years before; no stand-ins."""
    known: dict[str, Actual] = {}
    for actual in document.actuals:
        said = actual.period is None and actual.state is None and actual.origin != "estimated"
        if said and actual.year < before:
            old = known.get(actual.indicator)
            if old is None or old.year < actual.year:
                known[actual.indicator] = actual
    return known


def _rebased(indicator: Indicator, keys: set[str], known: Actual | None) -> Indicator:
    parent = indicator.parent if indicator.parent in keys else None
    per = indicator.per if indicator.per in keys else None
    baseline = indicator.baseline
    if known is not None:
        parts = {name: getattr(known, name) for name in QUANTITY_FIELDS}
        year = known.reference_year if known.reference_year is not None else known.year
        baseline = Baseline(**parts, year=year)
    return replace(indicator, parent=parent, per=per, baseline=baseline)
