"""What a person typed of a roadmap step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from banso.domain.document import PlanDocument, RoadmapStep
from banso.domain.edits import EditRefused
from banso.http import whole_number


@dataclass(frozen=True, slots=True)
class StepForm:
    """The fields of the form; ``line`` None is a new line."""

    text: str
    first: int
    last: int
    line: int | None = None
    confirmed: bool = False

    @classmethod
    def of(cls, step: RoadmapStep) -> StepForm:
        """The form of a step that stands."""
        return cls(step.text, step.first_year, step.last_year, step.line)

    @classmethod
    def empty(cls, document: PlanDocument) -> StepForm:
        """The form of a new step over the plan's whole period. Refuses a plan that states no period."""
        if document.first_year is None or document.last_year is None:
            raise EditRefused(_("計画期間が決まっていません。設定で計画の開始年度と終了年度を入れてください。"))
        return cls("", document.first_year, document.last_year)

    @classmethod
    def read(cls, posted: Mapping[str, str]) -> StepForm:
        """The form as it was sent. Refuses years that are no numbers."""
        return cls(
            text=posted.get("text", ""),
            first=_year(posted.get("first_year", "")),
            last=_year(posted.get("last_year", "")),
            line=whole_number(posted.get("line")),
            confirmed=posted.get("confirmed") == "1",
        )


def _year(text: str) -> int:
    if not (text.isdecimal() and len(text) <= 4):
        raise EditRefused(_("始まりと終わりの年度を選んでください。"))
    return int(text)
