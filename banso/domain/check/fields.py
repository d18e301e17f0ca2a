"""Fields that nearly all items fill and some leave blank, terms outside their vocabulary, fields that contradict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from banso.domain.address import join
from banso.domain.check.outline import Outline, node_address
from banso.domain.check.rule import Rule, named
from banso.domain.document import Node
from banso.domain.finding import Finding

MISSING = Rule(
    "field-missing",
    "warning",
    "ほとんどの項目が書いている欄が空欄",
    "同じ段の項目のほとんどが書いている欄（区分、現状など）が空いている。書き忘れなら書き、書かないなら「-」の意味を決める。",
)
TITLE = Rule(
    "title-missing",
    "warning",
    "名称がない",
    "項目に名称（略称）も、名称を引き継ぐ元の項目もない。",
)
ROADMAP = Rule(
    "roadmap-missing",
    "warning",
    "ロードマップに何も書かれていない",
    "ほかの取組にはあるロードマップの記入が、その取組（またはシートの行）には一つもない。",
)
NO_INDICATOR = Rule(
    "indicator-none",
    "hint",
    "数値目標のない取組",
    "主な指標が結び付いていない取組の一覧。指標を置かないと決めたのか、書き忘れかを見分けるために使う。",
)
OUTSIDE = Rule(
    "term-outside",
    "warning",
    "決められた区分にない語",
    "区分の語の一覧にない語が使われている。書き間違いなら直し、新しい語なら一覧と凡例に加える。",
)
MISSPELT = Rule(
    "term-misspelt",
    "warning",
    "区分の語の書き間違い",
    "ほかの項目がそろって使う区分の語と一字だけ違う語がある（継続と継統など）。書き間違いなら直す。",
)
RARE = Rule(
    "term-rare",
    "hint",
    "一度しか使われていない区分の語",
    "区分の語がその計画で一度しか使われていない。書き間違いか、凡例で説明すべき語かを確かめる。",
)
CONTRADICTION = Rule(
    "terms-contradict",
    "warning",
    "区分どうしが食い違う",
    "前の計画からの「継続」なのに方針が「新規」、「終了」なのに「継続」など、同じ項目の区分が互いに合わない。",
)
RULES = (MISSING, TITLE, ROADMAP, NO_INDICATOR, OUTSIDE, MISSPELT, RARE, CONTRADICTION)

MOSTLY = 0.85
"""A field that this share of the items fills is taken as one that each should fill."""
ROADMAP_MOSTLY = 0.6
"""A roadmap is often lost for whole pages, so fewer are enough."""
FEW = 6
"""Among fewer items a blank says nothing."""

_CARRIED, _NEW = {"継続", "継承", "改", "改定", "既存"}, {"新規", "新設"}
_PAIRS = [
    "大小",
    "新旧",
    "有無",
    "内外",
    "上下",
    "高低",
    "増減",
    "可否",
    "未既",
    "拡縮",
    "継断",
    "市県",
    "官民",
    "公私",
    "要不",
    "強弱",
]
_OPPOSITES = {*_PAIRS, *(pair[::-1] for pair in _PAIRS)}
"""Letters that make another term, not a slip."""
_ENDING = {"終了", "廃止", "完了", "休止"}


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about blank fields and terms."""
    yield from _blank_terms(plan)
    yield from _blank_texts(plan)
    yield from _titles(plan)
    yield from _roadmap(plan)
    yield from _without_indicator(plan)
    yield from _terms(plan)
    yield from _contradictions(plan)


def _names(plan: Outline) -> list[str]:
    return list(dict.fromkeys(name for node in plan.document.nodes for name in node.terms))


def _blank_terms(plan: Outline) -> Iterator[Finding]:
    for level in sorted({node.level for node in plan.document.nodes}):
        nodes = [node for node in plan.document.nodes if node.level == level]
        for name in _names(plan):
            blank = [node for node in nodes if not node.terms.get(name) and name not in node.inherits]
            if _nearly_all(nodes, blank):
                # A repeat that takes nothing over is reported with its original.
                own = [node for node in blank if not node.reprise_of]
                yield from _missing(own, name, ("terms", name))


def _blank_texts(plan: Outline) -> Iterator[Finding]:
    nodes = plan.actions
    for kind, label in (("status-quo", "現状"), ("content", "内容"), ("outline", "概要")):
        blank = [node for node in nodes if not plan.texts[node.key, kind] and kind not in node.inherits]
        if _nearly_all(nodes, blank):
            yield from _missing(blank, label, ())


def _missing(blank: Sequence[Node], label: str, field: tuple[str, ...]) -> Iterator[Finding]:
    if blank:
        keys = [node.key for node in blank]
        yield MISSING.finding(
            [node_address(key, *field) for key in keys],
            f"{'、'.join(keys[:6])}{f' ほか{len(keys) - 6}件' if len(keys) > 6 else ''} の「{label}」が空欄です。"
            "書き忘れなら書き、書かないと決めたならその意味が分かる印を付けてください。",
            label,
        )


def _nearly_all(nodes: Sequence[Node], blank: Sequence[Node]) -> bool:
    return len(nodes) >= FEW and bool(blank) and len(nodes) - len(blank) >= MOSTLY * len(nodes)


def _titles(plan: Outline) -> Iterator[Finding]:
    for node in plan.document.nodes:
        if not node.title and not (node.reprise_of and "title" in node.inherits) and plan.actions:
            yield TITLE.finding(
                [node_address(node.key, "title")], f"{node.key} に名称がありません。名称を書いてください。"
            )


def _roadmap(plan: Outline) -> Iterator[Finding]:
    actions = plan.actions
    empty = [node.key for node in actions if not plan.steps[node.key]]
    if len(actions) >= FEW and len(actions) - len(empty) >= ROADMAP_MOSTLY * len(actions):
        yield from _without_steps(empty, [node_address(key) for key in empty], "取組")
    rows = plan.document.groups
    bare = [group.key for group in rows if not plan.steps[group.key]]
    if len(rows) >= FEW and len(rows) - len(bare) >= ROADMAP_MOSTLY * len(rows):
        yield from _without_steps(bare, [join("group", key) for key in bare], "シートの行")


def _without_steps(keys: list[str], addresses: list[str], what: str) -> Iterator[Finding]:
    if keys:
        shown = "、".join(keys[:6]) + (f" ほか{len(keys) - 6}件" if len(keys) > 6 else "")
        yield ROADMAP.finding(
            addresses, f"{what} {shown} のロードマップに何も書かれていません。いつ何をするかを書いてください。"
        )


def _without_indicator(plan: Outline) -> Iterator[Finding]:
    with_main = {placement.node for placement in plan.document.placements if placement.role == "main"}
    without = [node.key for node in plan.actions if node.key not in with_main]
    if without and len(without) < len(plan.actions):
        yield NO_INDICATOR.finding(
            [node_address(key) for key in without],
            f"数値目標のない取組が{len(without)}件あります（全{len(plan.actions)}件）。指標を置かないと決めたものか確かめてください。",
        )


def _terms(plan: Outline) -> Iterator[Finding]:
    declared = {vocabulary.name: vocabulary.terms for vocabulary in plan.document.vocabularies}
    for name in _names(plan):
        used = Counter(term for node in plan.document.nodes for term in node.terms.get(name, ()))
        holders = {term: [n.key for n in plan.document.nodes if term in n.terms.get(name, ())] for term in used}
        for term, count in used.items():
            addresses = [node_address(key, "terms", name) for key in holders[term]]
            if declared.get(name) and term not in declared[name]:
                yield OUTSIDE.finding(
                    addresses,
                    f"「{name}」の「{term}」は決められた語（{'、'.join(declared[name])}）にありません。"
                    "書き間違いなら直し、新しい語なら一覧に加えてください。",
                    term,
                )
            elif usual := _misspelt(term, used):
                yield MISSPELT.finding(
                    addresses,
                    f"「{name}」の「{term}」（{holders[term][0]}）は「{usual}」と一字だけ違います。書き間違いなら直してください。",
                    term,
                )
            elif count == 1 and sum(used.values()) >= 20 and len(used) > 2:
                yield RARE.finding(
                    addresses,
                    f"「{name}」の「{term}」は {holders[term][0]} にしかありません。書き間違いでないか、凡例に要る語かを確かめてください。",
                    term,
                )


def _misspelt(term: str, used: Counter[str]) -> str | None:
    """The frequent term of the same length, at least two letters, from which a rare one differs by one letter."""
    for usual, count in used.items():
        apart = sum(one != two for one, two in zip(term, usual, strict=False))
        alike = len(usual) == len(term) >= 2 and apart == 1 and not any(map(str.isdigit, term + usual))
        if alike and count >= 3 * used[term] and sum(used[each] for each in used if each != term) >= 5:
            opposite = {one + two for one, two in zip(term, usual, strict=True) if one != two}
            if not opposite & _OPPOSITES:
                return usual
    return None


def _contradictions(plan: Outline) -> Iterator[Finding]:
    for node in plan.document.nodes:
        terms = {name: set(values) for name, values in node.terms.items()}
        for name, values in terms.items():
            others = [(other, chosen) for other, chosen in terms.items() if other != name]
            carried = _is_relation(name) and values and values <= _CARRIED
            clash = next(((other, chosen) for other, chosen in others if carried and chosen and chosen <= _NEW), None)
            if clash is None and values & _ENDING and values & (_NEW | {"継続", "拡大", "強化"}):
                clash = (name, values)
            if clash is not None:
                other, chosen = clash
                yield CONTRADICTION.finding(
                    [node_address(node.key, "terms", each) for each in dict.fromkeys((other, name))],
                    f"{node.key} は「{name}」が{named(sorted(values))}なのに「{other}」が{named(sorted(chosen))}です。"
                    "どちらが正しいかを確かめてください。",
                    "/".join(sorted(chosen)),
                )


def _is_relation(name: str) -> bool:
    """Whether a vocabulary tells how an item relates to the plan before (第1次計画との関連)."""
    return any(word in name for word in ("計画との", "前計画", "前期", "前回", "関連", "旧計画"))
