"""Names: two items under one name, and one thing under several names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from banso.domain.address import address_of, join
from banso.domain.check.outline import Outline, fact, node_address
from banso.domain.check.rule import Rule
from banso.domain.check_digits import is_corporate_number, is_local_government_code
from banso.domain.document import Indicator, Node
from banso.domain.finding import Finding
from banso.domain.item import Item
from banso.domain.text import fold

TITLE = Rule(
    "name-duplicate",
    "warning",
    "別の項目に同じ名称",
    "再掲ではない別々の項目に同じ名称（略称）が付いている。写し間違いか、どちらかを言い換えるかを確かめる。",
)
INDICATOR = Rule(
    "indicator-duplicate",
    "warning",
    "同じ名前の指標が二つある",
    "名前と区別が同じ指標が二つある。一つの指標なら番号を一つにし、別の指標なら名前に区別を付ける。",
)
KEY = Rule(
    "key-duplicate",
    "error",
    "同じ番号の項目が二つある",
    "番号（コード）が同じ項目が二つある。どちらの実績か分からなくなるので、番号を直す。",
)
MISSING = Rule(
    "key-missing",
    "error",
    "ない項目や指標を指している",
    "目標・実績・ロードマップ・配置などが、計画の中にない項目や指標の番号を指している。番号を直すか、項目を足す。",
)
ROW = Rule(
    "row-duplicate",
    "warning",
    "一枚のシートに同じ名称の行が二つある",
    "一つの施策のシートの「主な取り組み」に、同じ名称の行が二つある。写し間違いを確かめる。",
)
ORGANIZATION = Rule(
    "organization-number",
    "error",
    "法人番号・団体コードの検査数字が合わない",
    "法人番号または全国地方公共団体コードの検査数字が計算と合わない。桁の写し間違いを確かめる。",
)
RULES = (TITLE, INDICATOR, KEY, MISSING, ROW, ORGANIZATION)


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about names and keys."""
    yield from _titles(plan)
    yield from _indicators(plan)
    yield from _keys(plan)
    yield from _dangling(plan)
    yield from _rows(plan)
    yield from _organizations(plan)


def _titles(plan: Outline) -> Iterator[Finding]:
    by_title: dict[tuple[int, str], list[Node]] = defaultdict(list)
    for node in plan.document.nodes:
        if node.title and not node.reprise_of and not _is_common(node.title):
            by_title[node.level, fold(node.title)].append(node)
    for nodes in by_title.values():
        # A goal and the policy that follows it carry one name and say by their link that they belong together.
        tied = {link.to for node in nodes for link in node.links if link.kind in ("reprise", "related")}
        nodes = [node for node in nodes if node.key not in tied]
        if len(nodes) > 1:
            keys = "、".join(node.key for node in nodes)
            yield TITLE.finding(
                [node_address(node.key, "title") for node in reversed(nodes)],
                f"{keys} の名称がどちらも「{nodes[0].title}」です。本文と見比べ、写し間違いなら直し、別の取組なら言い換えてください。",
                nodes[0].title or "",
            )


def _is_common(title: str) -> bool:
    """Names that stand in every part of a plan: その他…."""
    return title.startswith(("その他", "そのほか"))


def _indicators(plan: Outline) -> Iterator[Finding]:
    by_name: dict[tuple[str, str, str], list[Indicator]] = defaultdict(list)
    for indicator in plan.document.indicators:
        if not indicator.parent and not indicator.per:
            name = (fold(indicator.name), fold(indicator.qualifier or ""), fold(indicator.unit or ""))
            by_name[name].append(indicator)
    for indicators in by_name.values():
        places = [{placement.node for placement in plan.placements[each.key]} for each in indicators]
        if len(indicators) > 1 and not _in_different_places(places):
            yield INDICATOR.finding(
                [join("indicator", indicator.key, "name") for indicator in indicators],
                f"指標 {'、'.join(indicator.key for indicator in indicators)} の名前が同じ「{indicators[0].name}」です。"
                "同じ指標なら一つにまとめ、違うなら名前に区別を付けてください。",
                indicators[0].name,
            )


def _in_different_places(places: list[set[str]]) -> bool:
    """Whether each indicator has places of its own: seminars held may be counted in two sections of a plan."""
    return all(places) and sum(map(len, places)) == len(set().union(*places))


def _keys(plan: Outline) -> Iterator[Finding]:
    for kind, items in (
        ("node", plan.document.nodes),
        ("group", plan.document.groups),
        ("indicator", plan.document.indicators),
    ):
        counts: dict[str, int] = defaultdict(int)
        for item in items:
            counts[item.key] += 1
        for key, count in counts.items():
            if count > 1:
                yield KEY.finding(
                    [join(kind, key)],
                    f"番号「{key}」の項目が{count}つあります。どれか一つを残し、ほかの番号を直してください。",
                    key,
                )


def _dangling(plan: Outline) -> Iterator[Finding]:
    """One finding for each key that nothing has, with everything that points to it."""
    document = plan.document
    groups = {group.key for group in document.groups}
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    nodes: list[tuple[str | None, Item]] = []
    for placed in (document.placements, document.texts, document.judgements, document.decisions, document.budgets):
        nodes += [(item.node, item) for item in placed]
    nodes += [(group.node, group) for group in document.groups]
    nodes += [(step.node, step) for step in document.roadmap]
    for key, item in nodes:
        if key and key not in plan.nodes:
            found["項目", key].append(address_of(item))
    measured: list[tuple[str | None, Item]] = []
    for stated in (document.placements, document.targets, document.actuals, document.texts, document.judgements):
        measured += [(item.indicator, item) for item in stated]
    for key, item in measured:
        if key and key not in plan.indicators:
            found["指標", key].append(address_of(item))
    for step in document.roadmap:
        if step.group and step.group not in groups:
            found["シートの行", step.group].append(address_of(step))
    for group in document.groups:
        for member in group.members:
            if member not in plan.nodes:
                found["項目", member].append(fact(group, "members"))
    for (what, key), addresses in found.items():
        yield MISSING.finding(
            addresses,
            f"「{key}」という{what}は計画にありませんが、{len(addresses)}か所で使われています。番号を直してください。",
            key,
        )


def _rows(plan: Outline) -> Iterator[Finding]:
    for node, groups in plan.groups.items():
        by_title: dict[str, list[str]] = defaultdict(list)
        for group in groups:
            if group.title:
                by_title[fold(group.title)].append(group.key)
        for keys in by_title.values():
            if len(keys) > 1:
                title = next(group.title for group in groups if group.key == keys[0]) or ""
                yield ROW.finding(
                    [join("group", key, "title") for key in reversed(keys)],
                    f"{node} のシートに「{title}」という行が{len(keys)}つあります。写し間違いなら名称を直してください。",
                    title,
                )


def _organizations(plan: Outline) -> Iterator[Finding]:
    for organization in plan.document.organizations:
        for label, field, number, is_right in (
            ("法人番号", "corporate_number", organization.corporate_number, is_corporate_number),
            ("団体コード", "local_government_code", organization.local_government_code, is_local_government_code),
        ):
            if number and not is_right(number):
                yield ORGANIZATION.finding(
                    [fact(organization, field)],
                    f"{organization.name}の{label}「{number}」は検査数字が合いません。桁の写し間違いを確かめてください。",
                    number,
                )
