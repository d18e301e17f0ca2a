"""The list against the sheets: actions no sheet row covers, measures without a sheet, wording that nearly agrees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from banso.domain.address import join
from banso.domain.check.homophones import sound_alike
from banso.domain.check.outline import Outline, node_address
from banso.domain.check.rule import Rule, named
from banso.domain.document import Group, Node
from banso.domain.finding import Finding
from banso.domain.text import fold

UNCOVERED = Rule(
    "action-uncovered",
    "warning",
    "シートのどの行にも入っていない取組",
    "取組一覧にある取組が、進捗管理シートの「主な取り組み」のどの行にも対応していない。シートに行を足すか、どの行に含むかを決める。",
)
NO_SHEET = Rule(
    "sheet-missing",
    "warning",
    "シートのない施策",
    "ほかの施策には進捗管理シートがあるのに、その施策のシートがない。",
)
NO_ACTION = Rule(
    "row-without-action",
    "warning",
    "取組一覧にない行がシートにある",
    "シートの「主な取り組み」の行に対応する取組が一覧にない。一覧に足すか、行の名称を確かめる。",
)
WORDING = Rule(
    "sheet-wording",
    "warning",
    "一覧とシートで一語だけ違う",
    "取組一覧とシートの同じ取組・ロードマップで、一語だけ違う言葉が使われている。書き間違いならどちらかにそろえる。",
)
RULES = (UNCOVERED, NO_SHEET, NO_ACTION, WORDING)

_SIGNS = re.compile(r"[\s、。・,.()（）「」『』/／~〜～\-ー]+")
_TELLING = 5
_LIGHT = re.compile(r"^[ぁ-ん等的化系性別各]*$")
"""Particles and suffixes that change no meaning."""
_KATAKANA = re.compile(r"[ァ-ヺ]")
_GRAMMAR = frozenset(
    (
        "実施",
        "開催",
        "推進",
        "支援",
        "活用",
        "提供",
        "企画",
        "検討",
        "構築",
        "運営",
        "策定",
        "及び",
        "取組",
        "事業",
        "業務",
        "制度",
        "促進",
    )
)
"""Words that a heading may add or drop without meaning anything else."""


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about coverage and wording between list and sheets."""
    if plan.actions and plan.document.groups:
        yield from _uncovered(plan)
        yield from _rows(plan)
        yield from _wording(plan)
    yield from _sheets(plan)


def _expected(plan: Outline) -> list[Node]:
    """The actions that should stand on a sheet; a repeat only where other repeats of its measure stand there too."""
    members = {key for group in plan.document.groups for key in group.members}
    with_repeats = {node.parent for node in plan.actions if node.reprise_of and node.key in members}
    return [
        node
        for node in plan.actions
        if node.key not in members and (not node.reprise_of or node.parent in with_repeats) and members
    ]


def _uncovered(plan: Outline) -> Iterator[Finding]:
    missing: dict[str, list[str]] = {}
    for node in _expected(plan):
        if node.parent and plan.groups[node.parent] and not _alike_row(plan, node):
            missing.setdefault(node.parent, []).append(node.key)
    for measure, keys in missing.items():
        yield UNCOVERED.finding(
            [node_address(key) for key in keys],
            f"{plan.level_name(plan.nodes[measure].level)} {measure} の取組 {'、'.join(keys)}"
            f"（{named(plan.title(key) for key in keys)}）はシートのどの行にも入っていません。"
            "行を足すか、どの行に含むかを決めてください。",
            plan.title(keys[0]),
        )


def _alike_row(plan: Outline, node: Node) -> bool:
    return any(_alike(plan, node, group) for group in plan.groups[node.parent or ""])


def _alike(plan: Outline, node: Node, group: Group) -> bool:
    """Whether an action and a row share a roadmap step or a telling word, so that a person has tied them in mind."""
    own = {_SIGNS.sub("", fold(step.text)) for step in plan.steps[node.key]}
    theirs = {_SIGNS.sub("", fold(step.text)) for step in plan.steps[group.key]}
    if any(len(one) >= 8 and (one in two or two in one) for one in own for two in theirs if len(two) >= 8):
        return True
    one, two = _SIGNS.sub("", fold(plan.title(node.key))), _SIGNS.sub("", fold(group.title or ""))
    common = SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
    return common.size >= _TELLING and one[common.a : common.a + common.size] not in _GRAMMAR


def _rows(plan: Outline) -> Iterator[Finding]:
    for group in plan.document.groups:
        actions = plan.children[group.node]
        others = any(other.members for other in plan.document.groups)
        if not group.members and others and actions and not any(_alike(plan, action, group) for action in actions):
            yield NO_ACTION.finding(
                [join("group", group.key)],
                f"シートの行「{group.title}」（{group.node}）に対応する取組が一覧にありません。一覧に足すか、名称を確かめてください。",
                group.title or "",
            )


def _sheets(plan: Outline) -> Iterator[Finding]:
    with_rows = {key for key, groups in plan.groups.items() if groups}
    levels = {plan.nodes[key].level for key in with_rows if key in plan.nodes}
    if len(levels) != 1 or len(with_rows) < 3:
        return
    measures = [node for node in plan.document.nodes if node.level in levels]
    missing = [node for node in measures if node.key not in with_rows]
    if missing and len(missing) * 2 <= len(measures):
        level = plan.level_name(measures[0].level)
        names = named(f"{node.key} {node.title or ''}".strip() for node in missing)
        yield NO_SHEET.finding(
            [node_address(node.key) for node in missing],
            f"{level} {names} の進捗管理シートがありません。シートを作るか、作らない理由を確かめてください。",
            missing[0].title or missing[0].key,
        )


def _wording(plan: Outline) -> Iterator[Finding]:
    """One finding per pair of differing words, with every place where they meet."""
    found: dict[tuple[str, str], list[tuple[str, str, str, str]]] = {}
    for group in plan.document.groups:
        for compared in _compared(plan, group):
            pair = one_word_apart(compared[1], compared[0])
            if pair is not None:
                found.setdefault(pair, []).append(compared)
    for places in found.values():
        own, theirs, _, _ = places[0]
        yield WORDING.finding(
            [address for place in places for address in place[2:]],
            f"シートの「{own}」は、取組一覧では「{theirs}」です。書き間違いならどちらかにそろえてください。",
            own,
        )


def _compared(plan: Outline, group: Group) -> Iterator[tuple[str, str, str, str]]:
    """Words of the sheet's row and of the list that say the same: titles and roadmap steps, with both addresses."""
    for key in group.members:
        title = plan.nodes[key].title if key in plan.nodes else None
        if group.title and title:
            yield group.title, title, join("group", group.key, "title"), node_address(key, "title")
        for own in plan.steps[group.key]:
            for theirs in plan.steps[key]:
                address = join("roadmap", group.key, own.line), join("roadmap", key, theirs.line)
                yield own.text, theirs.text, *address


@lru_cache(maxsize=8192)
def one_word_apart(one: str, other: str) -> tuple[str, str] | None:
    """The two words by which texts of at least six characters differ, None where they agree or differ more.

    Signs, particles and suffixes are no difference, nor are words added. Kanji that sound alike and katakana are left
    to the rules on variants.
    """
    first, second = _SIGNS.sub("", fold(one)), _SIGNS.sub("", fold(other))
    if first == second or min(len(first), len(second)) < 6 or abs(len(first) - len(second)) > 2:
        return None
    changes = [
        code for code in SequenceMatcher(None, first, second, autojunk=False).get_opcodes() if code[0] != "equal"
    ]
    if not 1 <= len(changes) <= 1:
        return None
    _, a, b, c, d = changes[0]
    removed, added = first[a:b], second[c:d]
    if max(len(removed), len(added)) > 2 or _KATAKANA.search(removed + added) or _LIGHT.match(removed + added):
        return None
    if (not removed or not added) and (len(removed + added) > 1 or a == 0 or b == len(first)):
        return None
    if len(removed) == len(added) and sound_alike(removed, added):
        return None
    return removed, added
