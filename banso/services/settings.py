"""Deeds on a plan's settings: title and period, levels, vocabularies, the rules of evaluation.

Each is one edit of ``banso.domain.edits.settings`` stored as one history entry. All raise NotAllowed, Conflict and
EditRefused.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from banso.domain.document import Level, PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits import settings as edits
from banso.domain.rule_set import RuleSet
from banso.domain.rules.boundaries import band_faults
from banso.domain.text import nfkc
from banso.library import sdgs
from banso.services.changing import Asked, Done


class Setting(Asked):
    """A change of the plan's settings: what every deed here is given."""

    __slots__ = ()
    deed = "edit-settings"


def set_plan(setting: Setting, **fields: Any) -> Done:
    """Store title, kind, first or last year; see ``edits.set_plan``."""
    return setting.change(lambda document: edits.set_plan(document, **fields))


def set_levels(setting: Setting, *, levels: Iterable[Level]) -> Done:
    """Store the levels from the top; see ``edits.set_levels``."""
    wanted = tuple(levels)
    return setting.change(lambda document: edits.set_levels(document, levels=wanted))


@dataclass(frozen=True, slots=True)
class Validity:
    """Where a vocabulary's terms come from and the fiscal years in which they hold (None: open)."""

    source: str | None = None
    first_year: int | None = None
    last_year: int | None = None


def set_vocabulary(
    setting: Setting,
    *,
    name: str,
    terms: Iterable[str],
    renamed: Mapping[str, str],
    new_name: str,
    labels: Mapping[str, str] | None = None,
    validity: Validity | None = None,
) -> Done:
    """Store a vocabulary's terms and names, in use everywhere from then on; see ``edits.set_vocabulary``.

    ``labels`` and ``validity`` of None stay as they are.
    """
    wanted = tuple(terms)

    def edit(document: PlanDocument) -> PlanDocument:
        changed = edits.set_vocabulary(
            document, name=name, terms=wanted, renamed=renamed, new_name=new_name, labels=labels
        )
        return (
            changed
            if validity is None
            else edits.describe_vocabulary(
                changed,
                name=new_name.strip(),
                source=validity.source,
                first_year=validity.first_year,
                last_year=validity.last_year,
            )
        )

    return setting.change(edit)


def add_sdgs(setting: Setting, *, goals: Iterable[int], codes: Iterable[str]) -> Done:
    """Add the SDGs targets of whole goals and single ones by their codes, with their meanings, in the official order.

    They join the vocabulary that holds SDGs targets already, whatever it is called. Refuses codes that there are not.
    """
    wanted = {nfkc(code).strip().lower() for code in codes if code.strip()}
    if unknown := sorted(wanted - set(sdgs.labels())):
        raise EditRefused(
            f"「{unknown[0][:20]}」というSDGsターゲットはありません。「8.3」「11.a」のような番号を入れてください。"
        )
    chosen = set(goals)
    found = tuple(code for code in sdgs.labels() if code in wanted or int(code.partition(".")[0]) in chosen)
    if not found:
        raise EditRefused("SDGsのゴールを選ぶか、ターゲットの番号を入れてください。")
    place = {code: number for number, code in enumerate(sdgs.labels())}

    def edit(document: PlanDocument) -> PlanDocument:
        name = sdgs_name(document)
        joined = edits.join_vocabulary(document, vocabulary=replace(sdgs.vocabulary(found), name=name))
        return replace(
            joined,
            vocabularies=tuple(
                replace(each, terms=tuple(sorted(each.terms, key=lambda term: place.get(term, len(place)))))
                if each.name == name
                else each
                for each in joined.vocabularies
            ),
        )

    return setting.change(edit)


def sdgs_name(document: PlanDocument) -> str:
    """The name of the plan's vocabulary of SDGs targets: the usual one, or the one whose terms are such codes."""
    own = [
        each.name
        for each in document.vocabularies
        if each.name == sdgs.NAME or (each.terms and set(each.terms) <= set(sdgs.labels()))
    ]
    return sdgs.NAME if sdgs.NAME in own or not own else own[0]


def add_vocabulary(setting: Setting, *, name: str, terms: Iterable[str]) -> Done:
    """Store a new vocabulary. Refuses a name that is there."""
    wanted = tuple(terms)

    def edit(document: PlanDocument) -> PlanDocument:
        if any(each.name == name.strip() for each in document.vocabularies):
            raise EditRefused(f"「{name.strip()}」という区分はもうあります。その区分に語を加えてください。")
        return edits.set_vocabulary(document, name=name.strip(), terms=wanted)

    return setting.change(edit)


def remove_vocabulary(setting: Setting, *, name: str) -> Done:
    """Remove a vocabulary nobody uses; see ``edits.remove_vocabulary``."""
    return setting.change(lambda document: edits.remove_vocabulary(document, name=name))


def set_rule_set(setting: Setting, *, rule_set: RuleSet, original: str | None = None) -> Done:
    """Store a rule set from its year on; ``original`` is the key of the one it was edited from."""
    return setting.change(lambda document: with_rule_set(document, rule_set=rule_set, original=original))


def with_rule_set(document: PlanDocument, *, rule_set: RuleSet, original: str | None = None) -> PlanDocument:
    """The plan with the rule set, as the deed would store it (the preview uses it too).

    The one it was edited from gives way where the year stays; with a later year it stays for the years before.
    Refuses holes and overlaps of bands, and a judged level that has another rule set of the same year.
    """
    if faults := band_faults(rule_set.bands):
        raise EditRefused("".join(faults))
    old = next((each for each in document.rule_sets if each.key == original), None)
    if old is not None and old.from_year == rule_set.from_year and old.level != rule_set.level:
        if any(each.from_year == old.from_year and each.level == rule_set.level for each in document.rule_sets):
            raise EditRefused(
                "同じ年度から始まり、同じ階層を評価する決まりがもうあります。評価する階層か、始まる年度を変えてください。"
            )
        moved = replace(old, level=rule_set.level)
        document = replace(document, rule_sets=tuple(moved if each is old else each for each in document.rule_sets))
    return edits.set_rule_set(document, rule_set=rule_set)


def remove_rule_set(setting: Setting, *, key: str) -> Done:
    """Remove a rule set: the one before it holds on."""
    return setting.change(lambda document: without_rule_set(document, key=key))


def without_rule_set(document: PlanDocument, *, key: str) -> PlanDocument:
    """The plan without the rule set. Refuses one that is not there."""
    if not any(each.key == key for each in document.rule_sets):
        raise EditRefused("その評価の決まりは、もうありません。画面を開き直してください。")
    return replace(document, rule_sets=tuple(each for each in document.rule_sets if each.key != key))
