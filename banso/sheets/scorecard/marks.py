"""Flags and totals as a scorecard prints them."""

from __future__ import annotations

from collections.abc import Sequence

from banso.domain.address import address_of, join
from banso.domain.document import Judgement, PlanDocument
from banso.domain.evaluation import evaluate, rule_set_for
from banso.sheets.scorecard import labels


class Marks:
    """What Banso computes of a year, and what papers stated of it."""

    def __init__(self, document: PlanDocument, year: int) -> None:
        self.document = document
        self.year = year
        self.rules = rule_set_for(document, year)
        self.evaluation = evaluate(document, year)
        self._nodes = {node.key: node for node in self.evaluation.nodes}
        self._stated = {
            (each.indicator or each.node): each
            for each in document.judgements
            if each.kind == "flag" and each.year == year
        }

    def _words(self, achieved: bool) -> str:
        bands = self.rules.bands if self.rules is not None and self.rules.formula == "threshold" else ()
        words = (bands[0].grade, bands[-1].grade) if len(bands) > 1 else ("達成", "未達成")
        return words[0] if achieved else words[1]

    @property
    def graded(self) -> bool:
        """Whether the rule set grades by the rate (A, B, C), so that grades stand where others print 達成 or 未達成."""
        return self.rules is not None and bool(self.rules.bands) and self.rules.formula != "threshold"

    def legend(self) -> str | None:
        """The legend of the paper as it was printed, else one made of the bands."""
        if self.rules is None or self.rules.legend:
            return self.rules.legend if self.rules else None
        if not self.graded:
            return None
        bands = self.rules.bands
        steps = [
            f"{band.from_:f}%{'超' if band.above else '以上'}={band.grade}" for band in bands if band.from_ is not None
        ]
        return "、".join([*steps, *(f"それ以外={band.grade}" for band in bands if band.from_ is None)])

    def of_indicator(self, key: str) -> str:
        """The flag of an indicator: as computed, as stated where there is no rule, a dash where no target is set."""
        result = self.evaluation.indicator(key, self.year)
        if result is not None and result.rate.grade is not None and self.graded:
            return result.rate.grade
        if result is None or (result.achieved is None and result.reason == "no-rule"):
            return _value(self._stated.get(key))
        if result.achieved is not None:
            return self._words(result.achieved)
        return "—" if result.reason in ("not-set", "target-zero") else ""

    def of_node(self, key: str, indicators: Sequence[str]) -> str:
        """The flag of a node with these indicators: as computed, as people gave it where the rule leaves it to them."""
        result = self._nodes.get(key)
        if result is not None and result.achieved is not None:
            return self._words(result.achieved)
        if self.rules is None or self.rules.roll_up.method == "human":
            return _value(self._stated.get(key))
        results = [self.evaluation.indicator(indicator, self.year) for indicator in indicators]
        unset = [one for one in results if one is not None and one.reason in ("not-set", "target-zero")]
        return "—" if results and len(unset) == len(results) else ""

    def total(self, of: str, level: int | None) -> tuple[str, str, str]:
        """Label, count and address of a total: the stated one while the plan holds one of this year, else the computed."""
        stated = next(
            (
                total
                for total in self.document.totals
                if total.of == of and not total.where and total.stage == "stated" and total.counted is not None
            ),
            None,
        )
        if stated is not None and self._of_this_year():
            return stated.label, f"{stated.achieved or 0}/{stated.counted}", address_of(stated)
        found = next(
            (total for total in self.evaluation.totals if total.of == of and not total.where and total.level == level),
            None,
        )
        at = join("total", labels.TOTAL, of, level)
        if found is None or not found.counted:
            return labels.TOTAL, "", at
        return labels.TOTAL, f"{found.achieved}/{found.counted}", at

    def _of_this_year(self) -> bool:
        """Whether the stated totals can only be this year's: totals carry no year, the stated flags beside them do."""
        years = {each.year for each in self.document.judgements if each.kind == "flag" and each.stage == "stated"}
        years = years or {each.year for each in self.document.actuals if each.state != "not-entered"}
        return years == {self.year}


def _value(judgement: Judgement | None) -> str:
    return (judgement.value or "") if judgement is not None else ""
