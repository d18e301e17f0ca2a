"""再掲: links that point nowhere, elsewhere or one way only, and repeats that drifted from their original."""

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
    "「…で再掲」と示した項目は別の内容で、実際に再掲しているのは他の項目である。示した番号を直す。",
)
ONE_SIDED = Rule(
    "reprise-one-sided",
    "warning",
    "再掲の書き方が片側だけ",
    "再掲した側は元の項目を示しているが、元の項目には再掲先が書かれていない（またはその逆）。同じ計画のほかの再掲は両側に書いている。",
)
DRIFT = Rule(
    "reprise-drift",
    "warning",
    "再掲と元の項目の内容が違う",
    "再掲なのに、名称・本文・区分・現状・指標のどれかが元の項目と違う。意図した違いか、どちらかの直し忘れかを確かめる。",
)
TERMS = Rule(
    "reprise-terms",
    "warning",
    "再掲と元の施策で区分の付き方が違う",
    "再掲した取組と元の取組とで、同じ印や区分が施策ごとそろって違う。再掲先の施策に合わせた扱いかを確かめる。",
)
UNMARKED = Rule(
    "reprise-unmarked",
    "warning",
    "同じ本文なのに再掲と書かれていない",
    "本文が同じ項目が離れた場所にあり、どちらにも再掲の印がない。再掲の書き漏れか、本文の写し間違いかを確かめる。",
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
RULES = (MISSING, ELSEWHERE, ONE_SIDED, DRIFT, TERMS, UNMARKED, WITHOUT_ORIGINAL, CHAIN, STYLE)

_LONG_TEXT = 25
"""Shorter texts may be alike by chance."""
_SHAPES = (("1-1-a", r"\d+-\d+-[a-zA-Z]"), ("1-①-a", r"\d+-[①-⑳]-[a-zA-Z]"), ("1-①のa", r"\d+-[①-⑳]の[a-zA-Z]"))


def check(plan: Outline) -> Iterator[Finding]:
    """All findings about 再掲 and links."""
    pairs = _pairs(plan)
    yield from _missing(plan)
    yield from _forward(plan)
    yield from _one_sided(plan, pairs)
    yield from _drift(plan, pairs)
    yield from _unmarked(plan)
    yield from _without_original(plan)
    yield from _chains(plan)
    yield from _style(plan)


def _pairs(plan: Outline) -> list[tuple[Node, Node]]:
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
    for original, repeat in _pairs(plan):
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
            elif target.reprise_of is None:
                yield ONE_SIDED.finding(
                    [node_address(node.key, "text"), node_address(target.key, "text")],
                    f"{node.key} は {target.key} に再掲したと書いていますが、{target.key} には再掲の印がありません。"
                    f"{target.key} に「（{node.key}の再掲）」と書くか、番号を確かめてください。",
                    quote,
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


def _drift(plan: Outline, pairs: list[tuple[Node, Node]]) -> Iterator[Finding]:
    marks: dict[tuple[str, str | None, str | None], list[tuple[Node, Node]]] = defaultdict(list)
    for original, repeat in pairs:
        differing, places, quote = _differences(plan, original, repeat)
        for name in _vocabularies(original, repeat):
            first, second = original.terms.get(name, ()), repeat.terms.get(name, ())
            if first == second or name in repeat.inherits:
                continue
            if _whole_measure(plan, original, name) and _whole_measure(plan, repeat, name):
                marks[name, original.parent, repeat.parent].append((original, repeat))
                continue
            differing.append(f"{name}（{'/'.join(first) or 'なし'}→{'/'.join(second) or 'なし'}）")
            places.append(("terms", name))
            quote = quote or "/".join(second) or "/".join(first)
        if differing:
            addresses = [node_address(key, *field) for field in places for key in (repeat.key, original.key)]
            yield DRIFT.finding(
                addresses,
                f"{repeat.key} は {original.key} の再掲ですが、{'、'.join(differing)}が違います。"
                "意図した違いかを確かめ、そうでなければそろえてください。",
                quote,
            )
    for (name, _, _), found in marks.items():
        one, other = found[0]
        yield TERMS.finding(
            [node_address(node.key, "terms", name) for pair in found for node in reversed(pair)],
            f"再掲の {'、'.join(repeat.key for _, repeat in found)} は「{name}」が"
            f"「{'/'.join(other.terms.get(name, ())) or '空欄'}」ですが、元の"
            f" {'、'.join(original.key for original, _ in found)} は"
            f"「{'/'.join(one.terms.get(name, ())) or '空欄'}」です。再掲先でも同じ扱いかを確かめてください。",
            "/".join(other.terms.get(name, ()) or one.terms.get(name, ())),
        )


def _vocabularies(*nodes: Node) -> list[str]:
    return list(dict.fromkeys(name for node in nodes for name in node.terms))


def _whole_measure(plan: Outline, node: Node, name: str) -> bool:
    """Whether all actions of the node's measure have the same terms, so that the terms are the measure's."""
    siblings = plan.children[node.parent]
    return len(siblings) > 1 and len({tuple(sibling.terms.get(name, ())) for sibling in siblings}) == 1


def _differences(plan: Outline, original: Node, repeat: Node) -> tuple[list[str], list[tuple[str, ...]], str]:
    """What differs beside the terms: names of the fields, their addresses in the node, and the words of the repeat."""
    names: list[str] = []
    places: list[tuple[str, ...]] = []
    quote = ""
    for field, label, first, second in (
        ("text", "本文", plan.body(original), plan.body(repeat)),
        ("title", "略称", original.title or "", repeat.title or ""),
    ):
        if first and second and fold(first) != fold(second):
            names.append(label)
            places.append((field,))
            quote = quote or second
    first, second = (" ".join(text.text for text in plan.texts[node.key, "status-quo"]) for node in (original, repeat))
    if first and second and fold(first) != fold(second) and names:
        names.append("現状")
    one, two = (_main(plan, node) for node in (original, repeat))
    if one and two and one != two and repeat.title:
        names.append(f"指標（{'、'.join(one)}→{'、'.join(two)}）")
        places.append(("indicator",))
        quote = quote or "、".join(two)
    return names, places, quote


def _main(plan: Outline, node: Node) -> list[str]:
    return [placement.indicator for placement in plan.placed_at[node.key] if placement.role == "main"]


def _unmarked(plan: Outline) -> Iterator[Finding]:
    same: dict[str, list[Node]] = defaultdict(list)
    for node in plan.document.nodes:
        if len(body := fold(plan.body(node))) >= _LONG_TEXT:
            same[body].append(node)
    for nodes in same.values():
        tied = {node.key for node in nodes if node.reprise_of} | {node.reprise_of for node in nodes}
        tied |= {key for node in nodes for link in node.links for key in (node.key, link.to) if link.kind == "reprise"}
        loose = [node for node in nodes if node.key not in tied]
        if len(nodes) > 1 and loose:
            others = [node for node in nodes if node is not loose[-1]]
            yield UNMARKED.finding(
                [node_address(loose[-1].key, "text"), *(node_address(node.key, "text") for node in others)],
                f"{loose[-1].key} の本文は {'、'.join(node.key for node in others)} と同じですが、再掲と書かれていません。"
                "再掲なら印を付け、そうでなければ本文を確かめてください。",
                plan.body(loose[-1]),
            )


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
