"""What is written and decided at a year's end: texts (事業実績, 課題 …), the overall rating, the decision."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from banso.domain.document import Decision, Judgement, Node, PlanDocument, Text, TextKind
from banso.domain.edits.access import indicator_of, node_of, place_of, stored, within_plan
from banso.domain.edits.refusal import EditRefused
from banso.domain.effective_rule import rule_sets_in_force
from banso.domain.rule_set import ScaleStep

Stage = Literal["draft", "confirmed"]


def write_text(
    document: PlanDocument,
    *,
    node: str | None = None,
    indicator: str | None = None,
    year: int | None,
    kind: TextKind,
    heading: str | None = None,
    order: int | None = None,
    text: str,
) -> PlanDocument:
    """A text of a node or an indicator, of a year or (None) of the plan as a whole; a blank one takes it away."""
    if (node is None) == (indicator is None):
        raise TypeError("a text belongs to a node or to an indicator")
    if node is not None:
        node_of(document, node)
    if indicator is not None:
        indicator_of(document, indicator)
    place = place_of(
        document.texts,
        lambda each: (
            each.node == node
            and each.kind == kind
            and each.year == year
            and each.indicator == indicator
            and each.heading == heading
            and each.order == order
        ),
    )
    words = text.replace("\r\n", "\n").rstrip()
    if not words.strip():
        return document if place is None else replace(document, texts=stored(document.texts, place, None))
    if place is None and year is not None:
        within_plan(document, year)
    new = Text(node=node, indicator=indicator, year=year, kind=kind, heading=heading, order=order, text=words)
    return replace(document, texts=stored(document.texts, place, new))


def rate_overall(
    document: PlanDocument,
    *,
    node: str,
    year: int,
    step: int | None,
    value: str | None = None,
    reason: str | None = None,
    stage: Stage = "draft",
    by: str | None = None,
) -> PlanDocument:
    """The overall rating (総合評価) of a node in a year, by one step of the rule set's scale; None takes the step away.

    ``value`` is the step's label where it is not given. A reason of None stays as it was, a blank one goes away; without
    step and reason the whole rating goes.
    Refuses a step that the scale in force does not have.
    """
    rated = node_of(document, node)
    place = place_of(
        document.judgements,
        lambda each: each.node == node and each.year == year and each.kind == "overall" and each.by == by,
    )
    old = None if place is None else document.judgements[place]
    words = (reason or "").strip() or None if reason is not None or old is None else old.reason
    if step is None and value is None and words is None:
        return document if place is None else replace(document, judgements=stored(document.judgements, place, None))
    if old is None:
        within_plan(document, year)
    if step is not None:
        scale = scale_of(document, rated, year)
        found = next((each for each in scale if each.step == step), None)
        if found is None and (scale or value is None):
            labels = "、".join(each.label for each in scale)
            raise EditRefused(
                f"{year}年度の総合評価にその段階はありません。{labels} のどれかを選んでください。"
                if scale
                else f"{year}年度の総合評価の段階が決まっていません。設定の評価方法で段階を決めてください。"
            )
        value = value if value is not None or found is None else found.label
    new = Judgement(node=node, year=year, kind="overall", value=value, step=step, stage=stage, by=by, reason=words)
    return replace(document, judgements=stored(document.judgements, place, new))


def scale_of(document: PlanDocument, node: Node, year: int) -> tuple[ScaleStep, ...]:
    """The overall scale for a node in a year: the rule set of its level, else any in force that has one."""
    ruling = rule_sets_in_force(document.rule_sets, year)
    ranked = sorted(ruling, key=lambda each: each.level != node.level)
    return next((each.scale for each in ranked if each.scale), ())


def decide(
    document: PlanDocument,
    *,
    node: str,
    year: int,
    vocabulary: str,
    values: Iterable[str],
    reason: str | None = None,
    stage: Stage = "draft",
    by: str | None = None,
) -> PlanDocument:
    """What is decided for a node in a year (次年度方針: 継続), in a vocabulary's terms; no terms take the decision away.

    A reason of None stays as it was. Refuses terms that the vocabulary does not have.
    """
    node_of(document, node)
    chosen = tuple(dict.fromkeys(value.strip() for value in values if value.strip()))
    place = place_of(
        document.decisions, lambda each: each.node == node and each.year == year and each.vocabulary == vocabulary
    )
    old = None if place is None else document.decisions[place]
    if not chosen:
        return document if place is None else replace(document, decisions=stored(document.decisions, place, None))
    if old is None:
        within_plan(document, year)
    known = next((each.terms for each in document.vocabularies if each.name == vocabulary), None)
    if known is None:
        known = tuple(value for each in document.decisions if each.vocabulary == vocabulary for value in each.values)
    for value in chosen:
        if value not in known and (old is None or value not in old.values):
            raise EditRefused(
                f"「{vocabulary}」に「{value}」という選択肢はありません。設定の区分に加えてから選んでください。"
            )
    words = (reason or "").strip() or None if reason is not None or old is None else old.reason
    new = Decision(node=node, year=year, vocabulary=vocabulary, values=chosen, stage=stage, by=by, reason=words)
    return replace(document, decisions=stored(document.decisions, place, new))
