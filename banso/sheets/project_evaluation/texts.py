"""How the sheets label the texts of a project, and in which order they print them."""

from __future__ import annotations

from banso.domain.document import Text, TextKind
from banso.sheets.project_evaluation import labels

LABELS: dict[TextKind, str] = {
    "outline": "概要 (目的と内容)",
    "vision": "目指す姿",
    "direction": "取組の方向",
    "content": "内容",
    "status-quo": "現状",
    "priority": "重点方針",
    "activities": "これまでの取組状況 (主な取組と成果)",
    "achievements": "実績・成果",
    "verification": "事業の検証 (課題認識/今後の方針・改善点)",
    "issues": "課題",
    "improvement": "改善点",
    "review": "自己評価",
    "final-evaluation": "最終評価",
    "remarks": "備考",
    "funding": "財源の説明",
    "paragraph": "説明",
}
_KINDS = tuple(LABELS)


def is_reason(text: Text) -> bool:
    """Whether a text is the reason for a difference to another year's money."""
    return text.kind == "remarks" and text.heading == labels.REASON


def is_plain(text: Text, kind: str, year: int | None) -> bool:
    """Whether a text is the one of its kind and year that stands without a heading of its own."""
    return text.kind == kind and text.year == year and text.heading is None and text.order is None


def text_order(text: Text) -> tuple[bool, int, int, str, int]:
    """Sorts the texts of a project as a sheet prints them."""
    logic = [f"{labels.LOGIC}：{part}" for part in labels.LOGIC_PARTS]
    place = logic.index(text.heading) if text.heading in logic else -1
    return place >= 0, _KINDS.index(text.kind), place, text.heading or "", text.order or 0
