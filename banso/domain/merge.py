"""One plan from many papers: what each states is united; where two differ, both stand in a doubt.

The paper of the later year wins, then the later on the command line. A paper without a year (the list) is the earliest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from banso.domain.address import LISTS, PLAN_FIELDS, addressed
from banso.domain.copies import Copy
from banso.domain.document import (
    Baseline,
    Indicator,
    Level,
    Node,
    Note,
    PlanDocument,
    RoadmapStep,
    Target,
    Text,
    Vocabulary,
)
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.grouping import propose_members
from banso.domain.item import Item
from banso.domain.match import crossed, indicator_label, match
from banso.domain.quantity import QUANTITY_FIELDS, Quantity, format_quantity
from banso.domain.rename import Keys, rename, rename_address
from banso.domain.rule_set import RuleSet
from banso.domain.scale_legend import format_scale_legend
from banso.domain.text import fold

_GENERIC_LEVEL = re.compile(r"^体系分類\d*$")
_WORDS = {
    "title": "名称",
    "name": "指標名",
    "qualifier": "指標の区別",
    "unit": "単位",
    "text": "本文",
    "number": "番号",
    "kind": "種類",
    "first_year": "計画の初年度",
    "last_year": "計画の最終年度",
    "cumulative": "累計",
    "baseline": "当初値",
    "quantity": "値",
    "terms": "区分",
    "parent": "上位の項目",
    "bands": "評価の基準",
    "scale": "総合評価の凡例",
    "legend": "指標評価の凡例",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A document read from one file, with the file's name, the doubts of reading it, and its working copies."""

    document: PlanDocument
    file: str
    doubts: tuple[Doubt, ...] = ()
    copies: tuple[Copy, ...] = ()

    @property
    def year(self) -> int:
        """The latest fiscal year the paper covers; -1 for a paper without a year."""
        return max((scope.year for scope in self.document.scope if scope.year is not None), default=-1)


def merge(papers: Sequence[Paper]) -> tuple[PlanDocument, tuple[Doubt, ...]]:
    """One document from all papers and all their doubts, those of matching and merging behind those of reading."""
    ordered = sorted(papers, key=lambda paper: paper.year)
    merged, read, found = ordered[0].document, list(ordered[0].doubts), list[Doubt]()
    sources = dict.fromkeys(_addresses(merged), ordered[0].file)
    for paper in ordered[1:]:
        swapped = Keys(nodes=crossed(merged.nodes, paper.document.nodes))
        if swapped:
            # What the later paper numbers is identity as well: its sheets are filed under it.
            merged = _in_places_of(merged, swapped.nodes)
            sources = {rename_address(address, swapped): file for address, file in sources.items()}
            read = [_readdressed(doubt, swapped) for doubt in read]
        matched = match(paper.document, merged, paper.file)
        readdressed = [_readdressed(doubt, matched.keys) for doubt in paper.doubts]
        read += [doubt for doubt in readdressed if not _settled(doubt, merged)]
        found += matched.doubts
        merged = _unite(merged, matched.document, sources, paper.file, found)
        for address in _addresses(matched.document):
            sources[address] = paper.file
    if len(ordered) > 1:
        merged, unsure = propose_members(merged, ordered[-1].file)
        found += unsure
    return merged, (*read, *found)


def _in_places_of(document: PlanDocument, swapped: Mapping[str, str]) -> PlanDocument:
    """The document with these elements under each other's keys, each in the place that its new key had in the list."""
    renamed = rename(document, Keys(nodes=swapped))
    nodes = {node.key: node for node in renamed.nodes}
    return replace(renamed, nodes=tuple(nodes[node.key] for node in document.nodes))


def _settled(doubt: Doubt, merged: PlanDocument) -> bool:
    """Whether an earlier paper already states what a reader had to assume: the year of the baselines."""
    if doubt.code != "baseline-year-assumed":
        return False
    return any(
        indicator.baseline is not None and indicator.baseline.year is not None for indicator in merged.indicators
    )


def _readdressed(doubt: Doubt, keys: Keys) -> Doubt:
    if not keys or doubt.where.address is None:
        return doubt
    return replace(doubt, where=replace(doubt.where, address=rename_address(doubt.where.address, keys)))


def _addresses(document: PlanDocument) -> list[str]:
    return ["plan", *(address for name in LISTS for address in addressed(name, getattr(document, name)))]


def _unite(
    base: PlanDocument, new: PlanDocument, sources: dict[str, str], file: str, doubts: list[Doubt]
) -> PlanDocument:
    lists: dict[str, Any] = {}
    new = replace(new, rule_sets=_new_rule_sets(base, new, (sources["plan"], file), doubts))
    for name in LISTS:
        items = addressed(name, getattr(base, name))
        for address, later in addressed(name, getattr(new, name)).items():
            earlier = items.get(address)
            if earlier is None:
                items[address] = later
            else:
                files = (sources.get(address, sources["plan"]), file)
                items[address] = _united(address, earlier, later, files, doubts)
        lists[name] = tuple(item for found in items.values() for item in found)
    plan = {}
    for name in PLAN_FIELDS:
        old, newer = getattr(base, name), getattr(new, name)
        if old is not None and newer is not None and _differ(old, newer):
            doubts.append(_contradiction("plan", name, old, newer, (sources["plan"], file)))
        plan[name] = old if newer is None or not _differ(old, newer) else newer
    return replace(base, scope=(*base.scope, *new.scope), **plan, **lists)


def _new_rule_sets(
    base: PlanDocument, new: PlanDocument, files: tuple[str, str], doubts: list[Doubt]
) -> tuple[RuleSet, ...]:
    """The rule sets that a paper adds: a printed legend that only repeats the rules in force adds none.

    A legend of a later year is a change of the rules; a different one for the same year contradicts them.
    """
    added: list[RuleSet] = []
    for rule_set in new.rule_sets:
        known = {known.key: known for known in base.rule_sets}
        in_force = [
            known
            for known in base.rule_sets
            if (known.from_year or 0) <= (rule_set.from_year or 0)
            and (known.level is None or known.level == rule_set.level)
        ]
        ruling = known.get(rule_set.key) or max(in_force, key=lambda known: known.from_year or 0, default=None)
        if ruling is None:
            added.append(rule_set)
            continue
        printed = {name: getattr(rule_set, name) for name in ("bands", "scale", "legend") if getattr(rule_set, name)}
        differing = [name for name, value in printed.items() if _differ(getattr(ruling, name) or value, value)]
        if not differing:
            missing = {name: value for name, value in printed.items() if not getattr(ruling, name)}
            added.append(replace(ruling, **missing))
        elif ruling.from_year != rule_set.from_year:
            added.append(rule_set)
        else:
            for name in differing:
                before, after = _legend_text(ruling, name), _legend_text(rule_set, name)
                doubts.append(_contradiction(f"rule-set/{ruling.key}", name, before, after, files))
            added.append(replace(ruling, **printed))
    return tuple(added)


def _legend_text(rule_set: RuleSet, name: str) -> str:
    if name == "scale":
        return format_scale_legend(rule_set.scale)
    return rule_set.legend or "、".join(f"{band.grade}：{band.from_}" for band in rule_set.bands)


def _united(
    address: str, earlier: tuple[Item, ...], later: tuple[Item, ...], files: tuple[str, str], doubts: list[Doubt]
) -> tuple[Item, ...]:
    if all(isinstance(item, RoadmapStep) for item in (*earlier, *later)):
        return _united_steps(address, earlier, later, files, doubts)
    if len(earlier) != 1 or len(later) != 1:
        return later
    return (_united_item(address, earlier[0], later[0], files, doubts),)


def _united_steps(
    address: str, earlier: tuple[Item, ...], later: tuple[Item, ...], files: tuple[str, str], doubts: list[Doubt]
) -> tuple[Item, ...]:
    old = [item for item in earlier if isinstance(item, RoadmapStep)]
    new = [item for item in later if isinstance(item, RoadmapStep)]
    same_texts = [fold(step.text) for step in old] == [fold(step.text) for step in new]
    if same_texts and all(step.span == "assumed" for step in new):
        return earlier
    years_differ = [(s.first_year, s.last_year) for s in old] != [(s.first_year, s.last_year) for s in new]
    if not same_texts or (years_differ and all(step.span == "stated" for step in old)):
        texts = (_steps_text(old), _steps_text(new))
        doubts.append(_contradiction(address, "text", *texts, files))
    return later


def _steps_text(steps: list[RoadmapStep]) -> str:
    return "、".join(f"{step.text}（{step.first_year}–{step.last_year}）" for step in steps)


def _united_item(address: str, old: Item, new: Item, files: tuple[str, str], doubts: list[Doubt]) -> Item:
    if type(old) is not type(new) or isinstance(new, RuleSet):
        return new
    changed: dict[str, Any] = {}
    if isinstance(old, Quantity) and isinstance(new, Quantity):
        if _waits(old):
            changed |= {name: getattr(new, name) for name in QUANTITY_FIELDS}
        elif not _waits(new) and _value(old) != _value(new):
            doubts.append(_contradiction(address, "quantity", old, new, files))
            changed |= {name: getattr(new, name) for name in QUANTITY_FIELDS}
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name in QUANTITY_FIELDS or after in (None, (), {}, False) or before == after:
            continue
        if isinstance(before, Mapping) and isinstance(after, Mapping) and field.name in ("terms", "labels"):
            # Each paper prints some of the columns: what one does not show is not contradicted.
            changed[field.name] = {**before, **after}
            for each in before.keys() & after.keys():
                if _differ(before[each], after[each]):
                    doubts.append(_contradiction(address, field.name, before[each], after[each], files, _label(old)))
            continue
        united = _united_field(old, field.name, before, after)
        if united is _CONTRADICTION:
            doubts.append(_contradiction(address, field.name, before, after, files, _label(old)))
            united = after
        changed[field.name] = united
    return replace(old, **changed) if changed else old


_CONTRADICTION = object()


def _united_field(item: Item, name: str, before: Any, after: Any) -> Any:
    """The united value of one field, or the mark of a contradiction."""
    if before in (None, (), {}, False):
        return after
    if isinstance(item, Vocabulary) or (
        name in ("links", "inherits", "partners") or (isinstance(item, Note) and name == "at")
    ):
        return (*before, *(each for each in after if each not in before)) if isinstance(before, tuple) else before
    if isinstance(item, Level) and name == "name" and _GENERIC_LEVEL.match(before):
        return after
    if isinstance(item, Level) and name == "name" and _GENERIC_LEVEL.match(after):
        return before
    if name in ("number", "numbering") and _bare(before) == _bare(after):
        return before
    if isinstance(before, Baseline) and isinstance(after, Baseline) and _value(before) == _value(after):
        return before if after.year is None else after
    if name in ("members", "match", "span", "order", "source", "key", "reprise", "stage", "from_year"):
        return after
    if not _differ(before, after):
        return before
    return _CONTRADICTION


def _bare(number: str) -> str:
    return fold(number).strip("().")


def _waits(quantity: Quantity) -> bool:
    """A cell that only waits to be filled, or holds nothing this year, gives way to a stated value."""
    return quantity.state in ("not-entered", "not-set") or (isinstance(quantity, Target) and quantity.state == "none")


def _value(quantity: Quantity) -> tuple[Any, ...]:
    return (quantity.amount, quantity.state, None if quantity.value is None else fold(quantity.value))


def _differ(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return fold(one) != fold(other)
    return bool(one != other)


def _label(item: Item) -> str:
    if isinstance(item, Indicator):
        return f"指標「{indicator_label(item)}」の"
    if isinstance(item, Node):
        return f"「{item.number or item.key}」の"
    if isinstance(item, Text):
        return f"「{item.node or item.indicator}」の"
    return ""


def _shown(value: Any) -> str:
    if isinstance(value, Quantity):
        return format_quantity(value) or "空欄"
    if isinstance(value, tuple):
        return "、".join(str(part) for part in value)
    return str(value)


def _where(files: tuple[str, str], before: str, after: str) -> str:
    """The two sides of a contradiction: of two files by their names, of the parts of one file in their order."""
    if files[0] == files[1]:
        return f"紙の中で違います。先に「{before}」、後に「{after}」"
    return f"紙によって違います。{files[0]}では「{before}」、{files[1]}では「{after}」"


def _contradiction(address: str, name: str, old: Any, new: Any, files: tuple[str, str], label: str = "") -> Doubt:
    figures = name in ("quantity", "cumulative", "baseline")
    severity: Severity = "error" if figures else "warning"
    code = "contradiction-value" if figures else "contradiction-name" if name in ("title", "name") else "contradiction"
    word = _WORDS.get(name, name)
    before, after = _shown(old), _shown(new)
    fact = address if name == "quantity" else f"{address}/{name.removesuffix('_')}"
    return Doubt(
        code=code,
        severity=severity,
        where=Place(file=files[1], address=fact),
        message=f"{label}{word}が{_where(files, before, after)}です。"
        f"「{after}」を使いました。正しい方に揃えてください。",
        quote=after,
    )
