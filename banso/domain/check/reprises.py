"""再掲: repeats that drifted from their original, and repeats that do not say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from banso.domain.check.outline import REPRISE_NOTE, Outline, node_address
from banso.domain.check.references import LONG_TEXT, pairs_of, proved_elsewhere
from banso.domain.check.rule import Rule
from banso.domain.document import Node
from banso.domain.finding import Finding
from banso.domain.text import fold

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
RULES = (DRIFT, TERMS, UNMARKED)


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about what repeats say."""
    yield from _drift(plan, pairs_of(plan))
    yield from _unmarked(plan)


def _drift(plan: Outline, pairs: list[tuple[Node, Node]]) -> Iterator[Finding]:
    marks: dict[tuple[str, str | None, str | None], list[tuple[Node, Node]]] = defaultdict(list)
    elsewhere = proved_elsewhere(plan, pairs)
    for original, repeat in pairs:
        if repeat.key in elsewhere:
            continue
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
        ("title", "略称", *(REPRISE_NOTE.sub("", node.title or "").strip() for node in (original, repeat))),
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
        if len(body := fold(plan.body(node))) >= LONG_TEXT:
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
