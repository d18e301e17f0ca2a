"""再掲: links that point nowhere, elsewhere or one way only."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from banso.domain.check.outline import REPRISE_NOTE, Outline, node_address
from banso.domain.check.rule import Rule, named
from banso.domain.document import Node
from banso.domain.finding import Finding
from banso.domain.text import fold

MISSING = Rule(
    "reprise-missing",
    "error",
    "再掲・関連の相手がない",
    "再掲や関連、上位の項目として示した番号の項目が、計画の中に見つからない。番号を確かめて直す。",
)
ELSEWHERE = Rule(
    "reprise-elsewhere",
    "error",
    "再掲の行き先が違う",
    "「…で再掲」「…の再掲」と示した項目は別の内容で、同じ内容の項目はほかにある。示した番号を直す。",
)
ONE_SIDED = Rule(
    "reprise-one-sided",
    "warning",
    "再掲の書き方が片側だけ",
    "再掲した側は元の項目を示しているが、元の項目には再掲先が書かれていない（またはその逆）。同じ計画のほかの再掲は両側に書いている。",
)
WITHOUT_ORIGINAL = Rule(
    "reprise-without-original",
    "warning",
    "「（再掲）」とあるのに元の項目が分からない",
    "欄に（再掲）と書かれているが、その項目がどの項目の再掲かがどこにも示されていない。元の番号を書くか、（再掲）を消す。",
)
CHAIN = Rule(
    "reprise-chain",
    "warning",
    "再掲の再掲",
    "再掲の元として示した項目自身が、別の項目の再掲（または自分自身）である。大元の項目を示す。",
)
STYLE = Rule(
    "reprise-style",
    "hint",
    "番号の書き方がまちまち",
    "再掲の番号の書き方（4-1-b、4-①-b、4-①のb など）が一つの計画の中でそろっていない。",
)
RULES = (MISSING, ELSEWHERE, ONE_SIDED, WITHOUT_ORIGINAL, CHAIN, STYLE)

LONG_TEXT = 25
"""Shorter texts may be alike by chance."""
_SHAPES = (("1-1-a", r"\d+-\d+-[a-zA-Z]"), ("1-①-a", r"\d+-[①-⑳]-[a-zA-Z]"), ("1-①のa", r"\d+-[①-⑳]の[a-zA-Z]"))


def check(plan: Outline) -> Iterator[Finding]:
    """All findings about 再掲 and links."""
    pairs = pairs_of(plan)
    yield from _missing(plan)
    yield from _forward(plan)
    yield from _backward(plan, pairs)
    yield from _one_sided(plan, pairs)
    yield from _without_original(plan)
    yield from _chains(plan)
    yield from _style(plan)


def pairs_of(plan: Outline) -> list[tuple[Node, Node]]:
    """(original, repeat) of every repeated node."""
    return [
        (plan.nodes[node.reprise_of], node)
        for node in plan.document.nodes
        if node.reprise_of in plan.nodes and node.reprise_of != node.key
    ]


def _missing(plan: Outline) -> Iterator[Finding]:
    for node in plan.document.nodes:
        wanted = [("reprise_of", node.reprise_of), ("parent", node.parent)]
        wanted += [("links", link.to) for link in node.links if link.to]
        for field, key in wanted:
            if key and key not in plan.nodes:
                yield MISSING.finding(
                    [node_address(node.key, field)],
                    f"{node.key} が示す「{key}」という項目はこの計画にありません。番号を確かめてください。",
                    key,
                )


def _forward(plan: Outline) -> Iterator[Finding]:
    """A forward note （4-1-bで再掲） whose target repeats something else, while another node repeats this one."""
    repeats = defaultdict(list)
    for original, repeat in pairs_of(plan):
        repeats[original.key].append(repeat.key)
    for node in plan.document.nodes:
        for link in node.links:
            target = plan.nodes.get(link.to or "")
            if link.kind != "reprise" or target is None or target.level != node.level:
                continue
            if target.reprise_of == node.key or node.reprise_of == target.key:
                continue
            others = [key for key in repeats[node.key] if key != target.key]
            quote = _note(node)
            if not quote:
                continue
            own = fold(plan.body(target)) == fold(plan.body(node)) and bool(node.text)
            if others and not own:
                yield ELSEWHERE.finding(
                    [node_address(node.key, "text"), node_address(target.key), *map(node_address, others)],
                    f"{node.key} は {target.key} に再掲したと書いていますが、実際に再掲しているのは"
                    f" {'、'.join(others)} です。番号を直してください。",
                    quote,
                )
            elif target.reprise_of in plan.nodes and not own:
                yield ELSEWHERE.finding(
                    [node_address(node.key, "text"), node_address(target.key, "text")],
                    f"{node.key} は {target.key} に再掲したと書いていますが、{target.key} は {target.reprise_of} の再掲です。"
                    "番号を直してください。",
                    quote,
                )
            elif target.reprise_of is None:
                yield ONE_SIDED.finding(
                    [node_address(node.key, "text"), node_address(target.key, "text")],
                    f"{node.key} は {target.key} に再掲したと書いていますが、{target.key} には再掲の印がありません。"
                    f"{target.key} に「（{node.key}の再掲）」と書くか、番号を確かめてください。",
                    quote,
                )


def proved_elsewhere(plan: Outline, pairs: list[tuple[Node, Node]]) -> dict[str, list[str]]:
    """Repeats whose text is another item's, word for word, and not the one they name: their key and the real originals."""
    bodies: dict[str, list[str]] = defaultdict(list)
    for node in plan.document.nodes:
        if not node.reprise_of and len(body := fold(plan.body(node))) >= LONG_TEXT:
            bodies[body].append(node.key)
    return {
        repeat.key: others
        for original, repeat in pairs
        if (others := bodies.get(fold(plan.body(repeat)), [])) and original.key not in others
    }


def _backward(plan: Outline, pairs: list[tuple[Node, Node]]) -> Iterator[Finding]:
    elsewhere = proved_elsewhere(plan, pairs)
    for original, repeat in pairs:
        if repeat.key in elsewhere:
            others = elsewhere[repeat.key]
            yield ELSEWHERE.finding(
                [node_address(repeat.key, "text"), *(node_address(key, "text") for key in others)],
                f"{repeat.key} は {original.key} の再掲と書いていますが、本文は {'、'.join(others)} と同じです。番号を直してください。",
                _note(repeat),
            )


def _one_sided(plan: Outline, pairs: list[tuple[Node, Node]]) -> Iterator[Finding]:
    """Repeats whose original has no forward note, where the plan writes forward notes elsewhere."""
    noted = {
        node.key for node in plan.document.nodes if _note(node) and any(link.kind == "reprise" for link in node.links)
    }
    if not any(original.key in noted for original, _ in pairs):
        return
    silent: dict[tuple[str | None, str | None], list[tuple[Node, Node]]] = defaultdict(list)
    for original, repeat in pairs:
        if original.key not in noted:
            silent[original.parent, repeat.parent].append((original, repeat))
    for found in silent.values():
        yield ONE_SIDED.finding(
            [node_address(original.key, "text") for original, _ in found]
            + [node_address(repeat.key, "text") for _, repeat in found],
            f"{'、'.join(repeat.key for _, repeat in found)} は {'、'.join(original.key for original, _ in found)} の再掲ですが、"
            "元の項目には再掲先が書かれていません。ほかの再掲と同じく「（…に再掲）」と書いてください。",
            _note(found[0][1]),
        )


def _note(node: Node) -> str:
    found = REPRISE_NOTE.search(node.text or "")
    return found.group().strip() if found else ""


def _without_original(plan: Outline) -> Iterator[Finding]:
    words = {"title": "略称", "status-quo": "現状", "remarks": "備考"}
    for node in plan.document.nodes:
        if node.inherits and not node.reprise_of:
            fields = "、".join(words.get(field, field) for field in node.inherits)
            yield WITHOUT_ORIGINAL.finding(
                [node_address(node.key, "inherits")],
                f"{node.key} の{fields}欄に（再掲）とありますが、どの項目の再掲かが書かれていません。"
                "元の番号を本文に書くか、（再掲）を消してください。",
                "（再掲）",
            )


def _chains(plan: Outline) -> Iterator[Finding]:
    for node in plan.document.nodes:
        original = plan.nodes.get(node.reprise_of or "")
        if original is not None and original.reprise_of:
            yield CHAIN.finding(
                [node_address(node.key, "reprise_of"), node_address(original.key, "reprise_of")],
                f"{node.key} が再掲の元とする {original.key} も {original.reprise_of} の再掲です。大元の項目を示してください。",
                _note(node),
            )


def _style(plan: Outline) -> Iterator[Finding]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for node in plan.document.nodes:
        note = _note(node)
        for shape, pattern in _SHAPES:
            if re.search(pattern, note):
                found[shape].append((node.key, note))
    if len(found) > 1:
        usual = max(found, key=lambda shape: len(found[shape]))
        others = [each for shape, uses in found.items() if shape != usual for each in uses]
        yield STYLE.finding(
            [node_address(key, "text") for key, _ in others],
            f"再掲の番号の書き方が{len(found)}通りあります（{named(uses[0][1] for uses in found.values())}）。一つにそろえてください。",
            others[0][1],
        )
