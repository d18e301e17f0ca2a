"""The plan's indicators out of the labels in the actions' cells: which codes are the same indicator, and where it lives.

In every policy the indicators are numbered anew, borrowed ones too: 2-4, 4-3 and 6-2 may be one indicator. They are the
same where name, qualifier and unit are; its home is the code whose policy comes first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from banso.domain.document import Indicator, Placement
from banso.domain.numbering import natural_key
from banso.domain.similarity import similarity
from banso.domain.text import fold, is_reprise_mark
from banso.sheets.action_list.carried import CarriedIndicator
from banso.sheets.action_list.columns import Layout
from banso.sheets.action_list.doubts import Doubts
from banso.sheets.action_list.labels import Label, Remarks, labels_in, without_increase
from banso.sheets.action_list.rows import Entries, Entry
from banso.sheets.action_list.tree import Tree

STRANGE = 0.35
"""Below this likeness a related goal's words cannot be a short form of the indicator its code names."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A label at an action: as its main indicator or as a related goal."""

    entry: Entry
    column: int
    role: str
    label: Label


@dataclass(slots=True)
class _Known:
    """One indicator while it is gathered: its codes and all labels that name it, main ones first."""

    codes: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    name: str = ""
    qualifier: str | None = None
    unit: str | None = None
    key: str = ""
    code: str | None = None

    @property
    def sign(self) -> tuple[str, str]:
        return fold(self.name), fold(self.qualifier or "")


def mentions_of(entries: Entries, layout: Layout, remarks: Mapping[str, Remarks]) -> list[Mention]:
    """All labels of the list in printed order: an action's main indicators, then its related goals."""
    found: list[Mention] = []
    main, notes = layout.single.get("indicator"), layout.single.get("remarks")
    for entry in entries.found:
        cells = [(main, "main", entry.text(main)), (layout.related, "related", entry.text(layout.related))]
        cells += [(notes, "related", goal) for goal in (remarks[entry.key].goals if entry.key in remarks else ())]
        for column, role, text in cells:
            if column is not None:
                found += [Mention(entry, column, role, label) for label in labels_in(text)]
    return found


def indicators_of(
    mentions: list[Mention], tree: Tree, given: Mapping[str, CarriedIndicator], doubts: Doubts
) -> tuple[tuple[Indicator, ...], tuple[Placement, ...]]:
    """The indicators by natural order of their codes, and their placements in printed order.

    ``given`` holds keys and codes that a working copy carries, by folded label.
    """
    by_code = _by_code(mentions)
    known = _united(by_code, _policies(tree), given)
    nameless = _uncoded(mentions, known, given)
    for each in known:
        _give_key(each, given)
        if _carried(each, given) is None:
            _tell(each, doubts)
    homes = {id(mention): each for each in known for mention in each.mentions}
    placements: dict[tuple[str, str, str], Placement] = {}
    for mention in mentions:
        each = homes[id(mention)]
        role = "main" if mention.role == "main" else "related"
        sign = (mention.entry.key, role, each.key)
        if sign not in placements:
            placements[sign] = Placement(
                indicator=each.key,
                node=mention.entry.key,
                code=mention.label.code,
                role="main" if mention.role == "main" else "related",
                reprise=mention.label.reprise,
            )
    if nameless and any(each.codes for each in known):
        first = nameless[0]
        doubts.add(
            "indicator-without-code",
            "hint",
            first.entry.first.place(first.column, f"node/{first.entry.key}"),
            f"番号のない指標名が{len(nameless)}か所あります。名称で読みました。番号を書き入れると確かになります。",
            first.label.printed,
        )
    indicators = [
        Indicator(
            key=each.key,
            code=each.code,
            name=each.name,
            qualifier=each.qualifier,
            unit=each.unit,
        )
        for each in known
    ]
    return tuple(in_order(indicators)), tuple(placements.values())


def in_order(indicators: Iterable[Indicator]) -> list[Indicator]:
    """Indicators in the natural order of their codes, then those without in the order of their keys."""
    return sorted(
        indicators,
        key=lambda indicator: (indicator.code is None, natural_key(indicator.code or indicator.key), indicator.key),
    )


def with_inherited(
    placements: tuple[Placement, ...], entries: Entries, layout: Layout, originals: Mapping[str, str], doubts: Doubts
) -> tuple[Placement, ...]:
    """The placements, with the original's where an action's indicator cell says only （再掲）."""
    column = layout.single.get("indicator")
    added: dict[str, list[Placement]] = defaultdict(list)
    for entry in entries.found:
        if not is_reprise_mark(entry.text(column)):
            continue
        theirs = [each for each in placements if each.node == originals.get(entry.key) and each.role == "main"]
        added[entry.key] = [
            Placement(indicator=each.indicator, node=entry.key, code=each.code, role="main") for each in theirs
        ]
        doubts.add(
            "indicator-inherited",
            "hint" if theirs else "warning",
            entry.first.place(column, f"node/{entry.key}"),
            "指標の欄に（再掲）とあります。"
            + ("再掲元の指標を使いました。" if theirs else "再掲元の指標がわかりません。指標を書き入れてください。"),
            entry.text(column),
        )
    if not added:
        return placements
    result: list[Placement] = []
    for entry in entries.found:
        result += added[entry.key] + [each for each in placements if each.node == entry.key]
    return tuple(result)


def _policies(tree: Tree) -> dict[str, int]:
    """The place of each top-level number in the list."""
    tops = [branch for branch in tree.branches.values() if branch.parent is None]
    return {branch.number: place for place, branch in enumerate(tops) if branch.number is not None}


def _by_code(mentions: list[Mention]) -> dict[str, _Known]:
    by_code: dict[str, _Known] = {}
    for mention in sorted(mentions, key=lambda mention: mention.role != "main"):
        if mention.label.code is not None:
            each = by_code.setdefault(mention.label.code, _Known([mention.label.code]))
            each.mentions.append(mention)
    for each in by_code.values():
        _name(each)
    return by_code


def _name(each: _Known) -> None:
    """The name most main labels print; of a related goal alone, its words without the wish (…の増)."""
    main = [mention.label for mention in each.mentions if mention.role == "main"]
    labels = main or [mention.label for mention in each.mentions]
    sign = Counter(label.sign for label in labels).most_common(1)[0][0]
    chosen = next(label for label in labels if label.sign == sign)
    each.name = chosen.name if main else without_increase(chosen.name)
    each.qualifier = chosen.qualifier
    units = Counter(label.unit for label in labels if label.unit is not None and label.sign == sign)
    each.unit = units.most_common(1)[0][0] if units else None


def _united(
    by_code: dict[str, _Known], policies: dict[str, int], given: Mapping[str, CarriedIndicator]
) -> list[_Known]:
    """One entry for the codes of different policies that name the same thing, under its home code."""

    def place(code: str) -> tuple[int, object]:
        return policies.get(code.split("-")[0], len(policies)), natural_key(code)

    known: list[_Known] = []
    alike: dict[object, list[_Known]] = defaultdict(list)
    for code in sorted(by_code, key=place):
        each = by_code[code]
        carried = _carried(each, given)
        near = [*alike[each.sign], *(alike[carried.key] if carried is not None else ())]
        home = next((other for other in near if _same(other, each, given)), None)
        if home is None:
            known.append(each)
            alike[each.sign].append(each)
            if carried is not None:
                alike[carried.key].append(each)
        else:
            home.codes.append(code)
            home.mentions += each.mentions
            home.unit = home.unit or each.unit
    return known


def _same(home: _Known, other: _Known, given: Mapping[str, CarriedIndicator]) -> bool:
    carried = _carried(home, given), _carried(other, given)
    if carried[0] is not None and carried[1] is not None:
        return carried[0].key == carried[1].key
    units = not home.unit or not other.unit or fold(home.unit) == fold(other.unit)
    policies = {code.split("-")[0] for code in home.codes}
    return home.sign == other.sign and units and not policies & {code.split("-")[0] for code in other.codes}


def _uncoded(mentions: list[Mention], known: list[_Known], given: Mapping[str, CarriedIndicator]) -> list[Mention]:
    """Tie labels without a code to the indicator of that name, or make a new one."""
    found = [mention for mention in mentions if mention.label.code is None]
    for mention in sorted(found, key=lambda mention: mention.role != "main"):
        label = mention.label
        names = {label.sign}
        if mention.role != "main":
            names.add((fold(without_increase(label.name)), fold(label.qualifier or "")))
        carried = given.get(fold(label.printed))
        each = next((other for other in known if _ties(other, label, names, carried, given)), None)
        if each is None:
            name = label.name if mention.role == "main" else without_increase(label.name)
            each = _Known(name=name, qualifier=label.qualifier, unit=label.unit)
            known.append(each)
        each.unit = each.unit or label.unit
        each.mentions.append(mention)
    return found


def _ties(
    known: _Known,
    label: Label,
    names: set[tuple[str, str]],
    carried: CarriedIndicator | None,
    given: Mapping[str, CarriedIndicator],
) -> bool:
    """Whether a label without a code means this indicator: by the key a working copy carries, else by name and unit."""
    theirs = _carried(known, given)
    if carried is not None or theirs is not None:
        return carried is not None and theirs is not None and carried.key == theirs.key
    return known.sign in names and (not label.unit or not known.unit or fold(label.unit) == fold(known.unit))


def _carried(each: _Known, given: Mapping[str, CarriedIndicator]) -> CarriedIndicator | None:
    labels = (given.get(fold(mention.label.printed)) for mention in each.mentions)
    return next((label for label in labels if label is not None), None)


def _give_key(each: _Known, given: Mapping[str, CarriedIndicator]) -> None:
    carried = _carried(each, given)
    if carried is not None:
        each.key, each.code = carried.key, carried.code
    elif each.codes:
        each.key = each.code = each.codes[0]
    else:
        each.key = f"{each.name}（{each.qualifier}）" if each.qualifier else each.name


def _tell(each: _Known, doubts: Doubts) -> None:
    """Doubts about one indicator: codes taken for the same, and names that vary."""
    first = each.mentions[0]
    if len(each.codes) > 1:
        doubts.add(
            "indicator-same",
            "hint",
            first.entry.first.place(first.column, f"indicator/{each.key}"),
            f"{'、'.join(each.codes[1:])}は、名称が{each.codes[0]}と同じなので、同じ指標「{each.name}」として読みました。",
            each.mentions[-1].label.printed,
        )
    main = [mention for mention in each.mentions if mention.role == "main"]
    variants = {(*mention.label.sign, fold(mention.label.unit or "")): mention for mention in reversed(main)}
    if len(variants) > 1:
        words = "、".join(f"「{mention.label.printed}」" for mention in reversed(variants.values()))
        odd = next((mention for mention in main if mention.label.sign != each.sign), main[-1])
        doubts.add(
            "indicator-name-varies",
            "warning",
            odd.entry.first.place(odd.column, f"indicator/{each.key}/name"),
            f"同じ番号の指標の書き方が違います。{words}です。「{each.name}」を使いました。一つに揃えてください。",
            odd.label.printed,
        )
    for mention in each.mentions:
        if mention.role == "main" or not main:
            continue
        if similarity(without_increase(mention.label.name), each.name) < STRANGE:
            doubts.add(
                "related-goal-differs",
                "warning",
                mention.entry.first.place(mention.column, f"node/{mention.entry.key}"),
                f"関連目標「{mention.label.printed}」は、その番号の指標「{each.name}」と言葉が違います。番号を確かめてください。",
                mention.label.printed,
            )
