"""The plan's own settings: title and period, levels, vocabularies, rule sets from a year on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from banso.domain.document import Level, PlanDocument, Vocabulary
from banso.domain.edits.access import named, place_of, stored
from banso.domain.edits.refusal import EditRefused
from banso.domain.edits.tree import MAX_LEVELS
from banso.domain.effective_rule import rule_sets_in_force
from banso.domain.numbering import format_number
from banso.domain.rule_set import RuleSet
from banso.domain.rules.bands import band_problems

_SHOWN = 5
"""How many places a refusal names before it only counts."""


def set_plan(document: PlanDocument, **fields: Any) -> PlanDocument:
    """The plan with a new ``title``, ``kind``, ``first_year`` or ``last_year``.

    Refuses a blank title, years in the wrong order, and a period that leaves out years in which something stands.
    """
    if unknown := set(fields) - {"title", "kind", "first_year", "last_year"}:
        raise TypeError(f"set_plan has no field {', '.join(sorted(unknown))}")
    if "title" in fields:
        fields["title"] = (fields["title"] or "").strip()
        if not fields["title"]:
            raise EditRefused("計画の名称が空です。名称を入れてください。")
    new = replace(document, **fields)
    if new.first_year is not None and new.last_year is not None and new.first_year > new.last_year:
        raise EditRefused(
            f"開始の{new.first_year}年度が終了の{new.last_year}年度より後です。計画期間を確かめてください。"
        )
    if (new.first_year, new.last_year) != (document.first_year, document.last_year):
        _still_inside(document, new)
    return new


def set_levels(document: PlanDocument, *, levels: Iterable[Level]) -> PlanDocument:
    """The plan with these levels from the top: their names and numbering styles (shown by their first number).

    Refuses more than six, blank names, a name twice, styles that cannot be counted, and fewer levels than are used.
    """
    new = tuple(
        replace(level, name=level.name.strip(), numbering=(level.numbering or "").strip() or None) for level in levels
    )
    if len(new) > MAX_LEVELS:
        raise EditRefused(f"階層は{MAX_LEVELS}つまでです。階層を減らしてください。")
    names = [level.name for level in new]
    for place, level in enumerate(new):
        if not level.name:
            raise EditRefused(f"{place + 1}番目の階層の名称が空です。方針、施策のような名称を入れてください。")
        if names.count(level.name) > 1:
            raise EditRefused(f"階層の名称「{level.name}」が二つあります。違う名称にしてください。")
        if level.numbering is not None:
            try:
                format_number(1, level.numbering)
            except ValueError as error:
                raise EditRefused(
                    f"{level.name}の番号の形「{level.numbering}」は数えられません。1、①、a、(1) のような最初の番号を入れてください。"
                ) from error
    deepest = max(document.nodes, key=lambda node: node.level, default=None)
    if deepest is not None and deepest.level >= len(new):
        raise EditRefused(
            f"{deepest.level + 1}番目の階層は{named(deepest)}などが使っているので、なくせません。"
            "先にその項目を移すか消してください。"
        )
    return replace(document, levels=new)


def set_vocabulary(
    document: PlanDocument,
    *,
    name: str,
    terms: Iterable[str],
    renamed: Mapping[str, str] | None = None,
    new_name: str | None = None,
    labels: Mapping[str, str] | None = None,
) -> PlanDocument:
    """The vocabulary with these terms, as they are to be, in this order; a new vocabulary is added.

    ``renamed`` (old term → new term) and ``new_name`` follow on nodes, indicators and decisions. ``labels`` are all that
    the terms mean (by the new term); without them the meanings stay. Refuses the removal of a term that is used, and says
    where.
    """
    mapping = {old: new.strip() for old, new in (renamed or {}).items() if old != new.strip()}
    wanted = [term.strip() for term in terms]
    new_terms = tuple(dict.fromkeys(term for term in wanted if term))
    title = (new_name if new_name is not None else name).strip()
    if not title:
        raise EditRefused("区分の名称が空です。名称を入れてください。")
    place = place_of(document.vocabularies, lambda each: each.name == name)
    if title != name and any(each.name == title for each in document.vocabularies):
        raise EditRefused(f"「{title}」という区分はもうあります。別の名称にしてください。")
    before = document.vocabularies[place] if place is not None else Vocabulary(name=title)
    for term in before.terms:
        target = mapping.get(term, term)
        if target not in new_terms and (uses := _uses(document, name, term)):
            where = "、".join(uses[:_SHOWN]) + (f" ほか{len(uses) - _SHOWN}件" if len(uses) > _SHOWN else "")
            raise EditRefused(
                f"「{term}」は{where}で使っているので、消せません。"
                "先にそこで別の区分を選ぶか、区分の名称を変えてください。"
            )
    meant = {mapping.get(term, term): label for term, label in before.labels.items()} if labels is None else labels
    meant = {term: words for term in new_terms if (words := meant.get(term, "").strip())}
    new = replace(before, name=title, terms=new_terms, labels=meant)
    vocabularies = stored(document.vocabularies, place, new)
    changed = replace(document, vocabularies=vocabularies)
    return _renamed_terms(changed, name, title, mapping) if mapping or title != name else changed


def describe_vocabulary(
    document: PlanDocument, *, name: str, source: str | None, first_year: int | None, last_year: int | None
) -> PlanDocument:
    """The vocabulary with the plan or law its terms come from and the fiscal years in which they hold (None: open).

    Refuses years in the wrong order and a vocabulary that is not there.
    """
    place = place_of(document.vocabularies, lambda each: each.name == name)
    if place is None:
        raise EditRefused(f"「{name}」という区分は、もうありません。画面を開き直してください。")
    if first_year is not None and last_year is not None and first_year > last_year:
        raise EditRefused(
            f"「{name}」の期間の始まりの{first_year}年度が終わりの{last_year}年度より後です。期間を確かめてください。"
        )
    words = (source or "").strip() or None
    new = replace(document.vocabularies[place], source=words, first_year=first_year, last_year=last_year)
    return replace(document, vocabularies=stored(document.vocabularies, place, new))


def join_vocabulary(document: PlanDocument, *, vocabulary: Vocabulary) -> PlanDocument:
    """The plan with a published vocabulary's terms joined to its own of that name, its own first.

    What the plan states itself (its terms' meanings, the source, the period) stays; what is lacking is filled.
    """
    place = place_of(document.vocabularies, lambda each: each.name == vocabulary.name)
    if place is None:
        return replace(document, vocabularies=(*document.vocabularies, vocabulary))
    own = document.vocabularies[place]
    new = replace(
        own,
        terms=tuple(dict.fromkeys((*own.terms, *vocabulary.terms))),
        labels={**vocabulary.labels, **own.labels},
        source=own.source or vocabulary.source,
        first_year=own.first_year if own.first_year is not None else vocabulary.first_year,
        last_year=own.last_year if own.last_year is not None else vocabulary.last_year,
    )
    return replace(document, vocabularies=stored(document.vocabularies, place, new))


def remove_vocabulary(document: PlanDocument, *, name: str) -> PlanDocument:
    """The plan without a vocabulary nobody uses. Refuses one that is used, and says where."""
    cleared = set_vocabulary(document, name=name, terms=())
    place = place_of(cleared.vocabularies, lambda each: each.name == name)
    return replace(cleared, vocabularies=stored(cleared.vocabularies, place, None))


def set_rule_set(document: PlanDocument, *, rule_set: RuleSet) -> PlanDocument:
    """The rule set from its ``from_year`` on, in place of one of the same year and judged level; older ones stay.

    Rule sets of other levels that were in force go on from that year. A key that another year's rule set has gets the
    year behind it. Refuses bands with holes or overlaps, and scales with a step twice.
    """
    if problems := band_problems(rule_set.bands):
        raise EditRefused("評価の区切りに誤りがあります。" + "".join(problems))
    steps = [step.step for step in rule_set.scale]
    if len(set(steps)) < len(steps):
        raise EditRefused("総合評価の段階に同じ番号が二つあります。段階ごとに違う番号にしてください。")
    if not rule_set.key.strip():
        raise EditRefused("評価方法の名前が空です。名前を入れてください。")
    place = place_of(
        document.rule_sets, lambda each: each.from_year == rule_set.from_year and each.level == rule_set.level
    )
    others = [each for index, each in enumerate(document.rule_sets) if index != place]
    new = replace(rule_set, key=_free_key(rule_set.key, rule_set.from_year, others))
    rule_sets = stored(document.rule_sets, place, new)
    if place is None and rule_set.from_year is not None:
        for each in rule_sets_in_force(document.rule_sets, rule_set.from_year):
            if each.level != rule_set.level and each.from_year != rule_set.from_year:
                key = _free_key(each.key, rule_set.from_year, rule_sets)
                rule_sets = (*rule_sets, replace(each, key=key, from_year=rule_set.from_year))
    return replace(document, rule_sets=rule_sets)


def _free_key(key: str, year: int | None, others: Iterable[RuleSet]) -> str:
    used = {each.key for each in others}
    wished = key if key not in used else f"{key}-{year if year is not None else 0}"
    count, free = 1, wished
    while free in used:
        count += 1
        free = f"{wished}.{count}"
    return free


def _still_inside(document: PlanDocument, new: PlanDocument) -> None:
    """Refuses a period that leaves out a year in which results, targets, texts or a roadmap stand."""
    out: dict[str, set[int]] = {}
    dated: tuple[tuple[str, Iterable[int | None]], ...] = (
        ("目標", (each.year for each in document.targets if each.state is None)),
        ("実績", (each.year for each in document.actuals if each.state != "not-entered")),
        ("文章", (each.year for each in document.texts)),
        ("評価", (each.year for each in document.judgements)),
        ("方針の決定", (each.year for each in document.decisions)),
        ("ロードマップ", (year for each in document.roadmap for year in (each.first_year, each.last_year))),
    )
    for what, years in dated:
        for year in years:
            if year is not None and _inside(document, year) and not _inside(new, year):
                out.setdefault(what, set()).add(year)
    if out:
        where = "、".join(f"{what}（{'・'.join(map(str, sorted(years)))}年度）" for what, years in out.items())
        raise EditRefused(
            f"計画期間の外になる年度に{where}があります。先にそれを直すか、その年度を含む期間にしてください。"
        )


def _inside(document: PlanDocument, year: int) -> bool:
    return (document.first_year is None or year >= document.first_year) and (
        document.last_year is None or year <= document.last_year
    )


def _uses(document: PlanDocument, name: str, term: str) -> list[str]:
    nodes = {node.key: named(node) for node in document.nodes}
    return [
        *(named(node) for node in document.nodes if term in node.terms.get(name, ())),
        *(f"指標「{each.name}」" for each in document.indicators if term in each.terms.get(name, ())),
        *(
            f"{nodes.get(each.node, each.node)}の{each.year}年度の決定"
            for each in document.decisions
            if each.vocabulary == name and term in each.values
        ),
    ]


def _renamed_terms(document: PlanDocument, name: str, title: str, mapping: Mapping[str, str]) -> PlanDocument:
    def terms(old: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {
            title if each == name else each: chosen(values) if each == name else values for each, values in old.items()
        }

    def chosen(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(mapping.get(value, value) for value in values))

    return replace(
        document,
        nodes=tuple(
            replace(
                node,
                terms=terms(node.terms),
                inherits=tuple(title if each == name else each for each in node.inherits),
            )
            if name in node.terms or name in node.inherits
            else node
            for node in document.nodes
        ),
        indicators=tuple(
            replace(each, terms=terms(each.terms)) if name in each.terms else each for each in document.indicators
        ),
        decisions=tuple(
            replace(each, vocabulary=title, values=chosen(each.values)) if each.vocabulary == name else each
            for each in document.decisions
        ),
        totals=tuple(
            replace(
                total,
                where={
                    title if each == name else each: mapping.get(value, value) if each == name else value
                    for each, value in total.where.items()
                },
            )
            if name in total.where
            else total
            for total in document.totals
        ),
    )
