"""Indicators: whether each has what is needed to judge it, and whether it stands where it belongs."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from banso.domain.address import address_of, join
from banso.domain.check.outline import Outline, fact, node_address
from banso.domain.check.rule import Rule, full_name, labelled, named
from banso.domain.document import Actual, Indicator, Placement, Target
from banso.domain.finding import Finding
from banso.domain.numbering import bare_number
from banso.domain.text import nfkc

UNIT = Rule("indicator-unit", "warning", "指標の単位がない", "ほかの指標にある単位がその指標にはない。単位を書く。")
NO_TARGET = Rule(
    "target-none",
    "warning",
    "目標値が一つもない指標",
    "どの年度にも目標値が設定されていないので、達成率も評価も出ない。設定しないと決めたのか、設定前かを確かめる。",
)
ZERO = Rule(
    "target-zero",
    "warning",
    "目標値が0",
    "目標が0では達成率を計算できない。0を目指す指標か、未設定を0と書いたのかを確かめる。",
)
DIRECTION = Rule(
    "indicator-direction",
    "warning",
    "減らす指標なのに向きが書かれていない",
    "名前または目標値から、少ないほどよい指標と読めるが、向きが定められていない。そのままでは達成率が逆になる。",
)
SHARE = Rule(
    "target-share", "warning", "割合が100%を超えている", "割合の指標の値が100%を超えている。桁か単位を確かめる。"
)
BELOW = Rule(
    "target-below-baseline",
    "hint",
    "目標が当初値より悪い",
    "目標値が当初値（現行）を下回っている。意図したものなら理由を書いておくと、後で見る人に分かる。",
)
PERIOD = Rule(
    "actual-period",
    "warning",
    "実績の時点が年度より後",
    "実績に添えられた時点（令和3年度など）が、その欄の年度より後になっている。欄か時点の書き間違いを確かめる。",
)
ORPHAN = Rule(
    "indicator-orphan",
    "warning",
    "どこにも結び付いていない指標",
    "指標がどの取組・施策にも結び付いていない。結び付け忘れか、要らない指標かを確かめる。",
)
OUTSIDE = Rule(
    "indicator-outside",
    "warning",
    "別の方針の番号の指標が使われている",
    "取組に書かれた指標の番号が、その取組の属する方針のものではない。番号の書き間違いか、再掲の番号を付け忘れたか。",
)
REPRISE = Rule(
    "indicator-reprise",
    "warning",
    "指標の再掲の印の付け方",
    "複数の方針のシートに載る指標は、元の方針以外では【再掲】と示しているが、その印がない、または元の方針に付いている。",
)
UNEVEN = Rule(
    "indicator-uneven",
    "warning",
    "同じ方針のシートで指標がそろっていない",
    "同じ方針に属するシートは同じ指標の一覧を載せているが、一部のシートだけ指標が抜けている。",
)
RULES = (UNIT, NO_TARGET, ZERO, DIRECTION, SHARE, BELOW, PERIOD, ORPHAN, OUTSIDE, REPRISE, UNEVEN)

_LESS_IS_BETTER = re.compile(
    r"苦情|事故|滞納|未納|離職|失業|廃業|休業|倒産|待機|不良|遅延|空き(?:店舗|家|地)(?:数|率|の(?:数|割合))|赤字|負担額|排出量|待ち時間|超過勤務|時間外"
)
_MORE_ANYWAY = re.compile(r"支援|相談|対策|防止|解消|活用|講習|訓練|回避|セミナー|研修|件数の減|登録|利用")
_SHARE = re.compile(r"割合|比率|率$|率[(（]|シェア")
_OVER_HUNDRED = re.compile(r"前年|対比|伸び|増加率|成長|達成率|進捗率|倍率|指数|利用率|稼働率|充足率|回転")


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about indicators and their places."""
    yield from _units(plan)
    yield from _targets(plan)
    yield from _directions(plan)
    yield from _shares(plan)
    yield from _below(plan)
    yield from _periods(plan)
    yield from _orphans(plan)
    yield from _outside(plan)
    yield from _reprise_marks(plan)
    yield from _uneven(plan)


def _units(plan: Outline) -> Iterator[Finding]:
    """One finding per indicator: each is a blank of its own on the paper."""
    if any(indicator.unit for indicator in plan.document.indicators):
        for indicator in plan.document.indicators:
            values = [*plan.targets[indicator.key], *plan.actuals[indicator.key]]
            if not indicator.unit and not any(value.value is not None for value in values):
                yield UNIT.finding(
                    [join("indicator", indicator.key, "unit")],
                    f"{labelled(indicator)}に単位がありません。単位を書いてください。",
                    indicator.name,
                )


def _targets(plan: Outline) -> Iterator[Finding]:
    if not plan.document.targets:
        return
    without = [
        indicator
        for indicator in plan.document.indicators
        if indicator.kind != "context"
        and all(target.amount is None and target.value is None for target in plan.targets[indicator.key])
    ]
    if without:
        yield NO_TARGET.finding(
            [join("indicator", indicator.key) for indicator in without],
            f"目標値が設定されていない指標が{len(without)}件あります（{named(full_name(each) for each in without)}）。"
            "設定しないと決めたのか、設定前なのかを確かめてください。",
            without[0].name,
        )
    for indicator in plan.document.indicators:
        zero = [target for target in plan.targets[indicator.key] if target.amount == 0]
        if zero and indicator.direction not in ("lower", "keep"):
            yield ZERO.finding(
                [fact(target, "amount") for target in zero],
                f"{labelled(indicator)}の目標値が0です。達成率を計算できません。"
                "まだ設定しないなら空欄または「—」にしてください。",
                "0",
            )


def _directions(plan: Outline) -> Iterator[Finding]:
    for indicator in plan.document.indicators:
        if indicator.direction is None and not indicator.per:
            less = _LESS_IS_BETTER.search(indicator.name)
            if less and not _MORE_ANYWAY.search(indicator.name):
                yield DIRECTION.finding(
                    [join("indicator", indicator.key, "direction")],
                    f"{labelled(indicator)}は少ないほどよい指標と読めますが、向きが定められていません。"
                    "「少ないほどよい」と定めるか、このままでよいか確かめてください。",
                    less.group(),
                )


def _shares(plan: Outline) -> Iterator[Finding]:
    for indicator in plan.document.indicators:
        name = indicator.name
        if nfkc(indicator.unit or "") != "%" or not _SHARE.search(name) or _OVER_HUNDRED.search(name):
            continue
        values: list[Target | Actual] = [*plan.targets[indicator.key], *plan.actuals[indicator.key]]
        over = [value for value in values if value.amount is not None and value.amount > 100]
        if over:
            yield SHARE.finding(
                [fact(value, "amount") for value in over],
                f"{labelled(indicator)}に100%を超える値（{over[0].amount}%）があります。桁と単位を確かめてください。",
                str(over[0].amount),
            )


def _below(plan: Outline) -> Iterator[Finding]:
    for indicator in plan.document.indicators:
        start = indicator.baseline.amount if indicator.baseline else None
        if start is None or indicator.direction in ("lower", "keep", "milestone"):
            continue
        if _LESS_IS_BETTER.search(indicator.name):
            continue
        low = [each for each in plan.targets[indicator.key] if each.amount is not None and 0 < each.amount < start]
        if low and indicator.accumulation != "increment":
            yield BELOW.finding(
                [fact(target, "amount") for target in low],
                f"{labelled(indicator)}の目標値 {low[0].amount:,f} は当初値 {start:,f} を下回っています。"
                "意図したものか確かめ、そうなら理由を書いておいてください。",
                f"{low[0].amount:,f}",
            )


def _periods(plan: Outline) -> Iterator[Finding]:
    for actual in plan.document.actuals:
        if actual.reference_year is not None and actual.reference_year > actual.year:
            yield PERIOD.finding(
                [fact(actual, "reference_year")],
                f"指標 {actual.indicator} の {actual.year}年度の実績に、それより後の {actual.reference_year}年度の時点が"
                "書かれています。欄か時点を確かめてください。",
                str(actual.reference_year),
            )


def _orphans(plan: Outline) -> Iterator[Finding]:
    """With a list read, each indicator should stand at an action; else anywhere at all."""
    if not plan.document.placements:
        return
    listed = any(placement.role == "main" for placement in plan.document.placements)
    for indicator in plan.document.indicators:
        roles = {placement.role for placement in plan.placements[indicator.key]}
        if not roles & ({"main", "related"} if listed else {"main", "related", "listed"}) and not indicator.parent:
            where = "どの取組にも" if listed else "どの施策にも"
            yield ORPHAN.finding(
                [join("indicator", indicator.key)],
                f"{labelled(indicator)}は{where}結び付いていません。結び付ける取組を書くか、指標を見直してください。",
                indicator.name,
            )


def _outside(plan: Outline) -> Iterator[Finding]:
    coded = []
    for placement in plan.document.placements:
        head = re.match(r"(\d+)[-－]\d+$", nfkc(placement.code or ""))
        top = plan.nodes.get(plan.top(placement.node) or "")
        if placement.role != "listed" and head and top is not None:
            coded.append((placement, head[1], bare_number(top.number or top.key)))
    strangers = [(placement, number) for placement, code, number in coded if code != number]
    if not coded or len(strangers) * 5 > len(coded):
        return
    level = plan.level_name(0)
    for placement, number in strangers:
        name = (
            plan.indicators[placement.indicator].name if placement.indicator in plan.indicators else placement.indicator
        )
        yield OUTSIDE.finding(
            [address_of(placement), node_address(placement.node)],
            f"{placement.node} の指標「{placement.code} {name}」は{level}{number}の指標ではありません。"
            f"番号を確かめ、{level}{number}でも使う指標なら{level}{number}の番号を付けてください。",
            f"{placement.code}_{name}",
        )


def _reprise_marks(plan: Outline) -> Iterator[Finding]:
    """An indicator listed under several tops is marked under all but its home; the home is known by its code."""
    if not any(placement.reprise for placement in plan.document.placements if placement.role == "listed"):
        return
    unmarked: dict[str, list[Placement]] = defaultdict(list)
    for indicator in plan.document.indicators:
        listed = [placement for placement in plan.placements[indicator.key] if placement.role == "listed"]
        tops: dict[str, list[Placement]] = defaultdict(list)
        for placement in listed:
            tops[plan.top(placement.node) or placement.node].append(placement)
        if len(tops) > 1:
            home = _home(plan, indicator, tops)
            if home is None:
                open_tops = [top for top, found in tops.items() if not any(each.reprise for each in found)]
                unmarked[indicator.key] = (
                    [each for top in open_tops for each in tops[top]] if len(open_tops) > 1 else []
                )
                continue
            yield from _marked_at_home(plan, indicator, tops[home])
            away = [placement for top, found in tops.items() if top != home for placement in found]
            unmarked[indicator.key] = [placement for placement in away if not placement.reprise]
    for key, placements in unmarked.items():
        if placements:
            name = full_name(plan.indicators[key])
            tops_named = "、".join(dict.fromkeys(plan.top(each.node) or each.node for each in placements))
            several = "、" in tops_named
            missing = "どれにも【再掲】の印がありません" if several else "【再掲】の印がありません"
            yield REPRISE.finding(
                [address_of(placement) for placement in placements],
                f"指標「{name}」は{plan.level_name(0)}{tops_named}のシートに載っていますが、{missing}（{len(placements)}枚）。"
                f"元の{plan.level_name(0)}以外のシートには、ほかの再掲の指標と同じ印を付けてください。",
                name,
            )


def _marked_at_home(plan: Outline, indicator: Indicator, placements: list[Placement]) -> Iterator[Finding]:
    marked = [placement for placement in placements if placement.reprise]
    if marked and indicator.code:
        yield REPRISE.finding(
            [address_of(placement) for placement in marked],
            f"{labelled(indicator)}はこの{plan.level_name(0)}の指標なのに【再掲】の印があります。印を消すか、番号を確かめてください。",
            full_name(indicator),
        )


def _home(plan: Outline, indicator: Indicator, tops: dict[str, list[Placement]]) -> str | None:
    """The top an indicator belongs to: by its code, else the only one without marks, else unknown."""
    code = re.match(r"(\d+)[-－]", nfkc(indicator.code or ""))
    by_code = [top for top in tops if code and bare_number(plan.nodes[top].number or top) == code[1]] if code else []
    unmarked = [top for top, found in tops.items() if not any(placement.reprise for placement in found)]
    return by_code[0] if by_code else unmarked[0] if len(unmarked) == 1 else None


def _uneven(plan: Outline) -> Iterator[Finding]:
    sheets: dict[str, dict[str, set[str]]] = defaultdict(dict)
    for node, placements in plan.placed_at.items():
        listed = {placement.indicator for placement in placements if placement.role == "listed"}
        if listed:
            sheets[plan.top(node) or node][node] = listed
    whole = {top: set().union(*lists.values()) for top, lists in sheets.items()}
    even = [
        top for top, lists in sheets.items() if len(lists) > 1 and all(each == whole[top] for each in lists.values())
    ]
    for top, lists in sheets.items():
        # Only where this body repeats the policy's whole list on each sheet.
        if top in even or len(lists) < 3 or (not even and not _mostly_same(list(lists.values()))):
            continue
        for key in sorted(whole[top]):
            lacking = [node for node, listed in lists.items() if key not in listed]
            if 0 < len(lacking) <= len(lists) // 2:
                name = plan.indicators[key].name if key in plan.indicators else key
                yield UNEVEN.finding(
                    [node_address(node) for node in lacking],
                    f"指標「{name}」は同じ{plan.level_name(0)}のほかのシートにありますが、{'、'.join(lacking)} のシートにはありません。"
                    "抜けていないか確かめてください。",
                    name,
                )


def _mostly_same(lists: list[set[str]]) -> bool:
    common = Counter(frozenset(each) for each in lists).most_common(1)[0][1]
    return common * 2 > len(lists) and common > 1


def is_share(indicator: Indicator) -> bool:
    """Whether the indicator is a share or a level, whose years are never added up."""
    unit = nfkc(indicator.unit or "")
    return "%" in unit or "/" in unit or "ポイント" in unit or bool(_SHARE.search(indicator.name))
