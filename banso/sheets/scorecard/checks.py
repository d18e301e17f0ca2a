"""Flags and totals that a scorecard prints against what its own figures give; each difference is a doubt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from banso.domain.address import address_of, join
from banso.domain.document import Actual, Indicator, Judgement, PlanDocument, Target, Total
from banso.domain.evaluation import evaluate
from banso.domain.finding import Doubt, Place
from banso.domain.results import Evaluation
from banso.domain.rules.formulas import meets
from banso.sheets.scorecard import labels
from banso.sheets.scorecard.paper import Card

_FEWER = re.compile(r"減少|削減|抑制|低減|縮減|軽減|解消|ゼロ|以下|待機|滞納")


def disagreements(document: PlanDocument, year: int, places: Mapping[str, Place], card: Card) -> list[Doubt]:
    """A doubt for each flag and each total that differs from what the paper's own figures give under its rule set."""
    doubts: list[Doubt] = []
    if not document.rule_sets:
        return doubts
    evaluation = evaluate(document, year)
    names = {one.key: one.name for one in document.indicators} | {
        node.key: node.title or node.key for node in document.nodes
    }
    for judgement in document.judgements:
        found = _flag(judgement, evaluation, year)
        if found is not None:
            key = judgement.indicator or judgement.node or ""
            place = places.get(judgement.indicator or address_of(judgement), Place())
            grounds = "実績と目標" if judgement.indicator else "指標の達成状況"
            message = (
                f"「{names.get(key, key)}」は「{judgement.value}」と書かれていますが、"
                f"{grounds}からは「{'達成' if found else '未達成'}」です。どちらかを直してください。"
            )
            doubts.append(_doubt("flag-differs", place, message, judgement.value or "", address_of(judgement)))
    for total in document.totals:
        counted = _counted(total, evaluation)
        if counted is not None and counted != (total.achieved, total.counted):
            place = next((line.place for line in card.totals if total.label in line.labels), Place())
            message = (
                f"「{total.label}」は {total.achieved}/{total.counted} と書かれていますが、"
                f"一つずつ数えると {counted[0]}/{counted[1]} です。書かれた数のまま読みました。"
            )
            doubts.append(
                _doubt("total-differs", place, message, f"{total.achieved}/{total.counted}", address_of(total))
            )
    return doubts


def directed(document: PlanDocument, year: int, places: Mapping[str, Place]) -> tuple[PlanDocument, list[Doubt]]:
    """The document with the directions that its flags show: fewer is better where the name says so too; done or not yet."""
    targets = {one.indicator: one for one in document.targets if one.year == year}
    actuals = {one.indicator: one for one in document.actuals if one.year == year}
    flags = {one.indicator: labels.flag_of(one.value or "") for one in document.judgements if one.indicator}
    doubts: list[Doubt] = []
    indicators: list[Indicator] = []
    for one in document.indicators:
        target, actual, flag = targets.get(one.key), actuals.get(one.key), flags.get(one.key)
        if flag is not None and target is not None and actual is not None:
            if target.value is not None:
                one = replace(one, direction="milestone")
            elif _is_fewer(one, target, actual, flag):
                message = f"指標「{one.name}」は、名称と達成状況から、低いほど良い指標として読みました。"
                where = replace(places.get(one.key, Place()), address=join("indicator", one.key, "direction"))
                doubts.append(
                    Doubt(code="direction-assumed", severity="hint", where=where, message=message, quote=one.name)
                )
                one = replace(one, direction="lower")
        indicators.append(one)
    return replace(document, indicators=tuple(indicators)), doubts


def _is_fewer(indicator: Indicator, target: Target, actual: Actual, flag: bool) -> bool:
    """Whether name and flag both say that fewer is better, and the target does not say so itself."""
    if target.amount is None or actual.amount is None or target.comparator is not None:
        return False
    more, fewer = (meets(actual.amount, sign, target.amount) for sign in (">=", "<="))
    return _FEWER.search(indicator.name) is not None and more != flag and fewer == flag


def _flag(judgement: Judgement, evaluation: Evaluation, year: int) -> bool | None:
    """The computed flag where it differs from the stated one."""
    stated = labels.flag_of(judgement.value or "") if judgement.kind == "flag" and judgement.year == year else None
    if stated is None:
        return None
    if judgement.indicator:
        result = evaluation.indicator(judgement.indicator, year)
        computed = result.achieved if result else None
    else:
        computed = next((node.achieved for node in evaluation.nodes if node.key == judgement.node), None)
    return computed if computed is not None and computed != stated else None


def _counted(total: Total, evaluation: Evaluation) -> tuple[int, int] | None:
    return next(
        (
            (each.achieved, each.counted)
            for each in evaluation.totals
            if each.of == total.of and dict(each.where) == dict(total.where) and each.level == total.level
        ),
        None,
    )


def _doubt(code: str, place: Place, message: str, quote: str, at: str) -> Doubt:
    return Doubt(code=code, severity="error", where=replace(place, address=at), message=message, quote=quote)
