"""Notes, legends and remarks below the tables: which line is what, and which legend is about what."""

from __future__ import annotations

import re
from functools import lru_cache

from banso.domain.legend import parse_grade_legend, parse_scale_legend
from banso.domain.text import fold, nfkc

_NOTE = re.compile(
    r"^\s*((?:[*＊※†](?:\s?[0-9０-９]{1,2}(?![0-9０-９,，.%％年月人件社]))?|[(（]?注\s?[0-9０-９]{0,2}[)）:：.．]?))\s*(?=\S)"
)
_SCALE = re.compile(r"^[*※(\[【]?(?:総合|全体|最終)(?:的な)?(?:評価|判定|評定)")
_GRADE = re.compile(r"^[*※(\[【]?(?:(?:指標|個別|達成|kpi|評価|判定)[^:=]{0,12}[:=】\]]|凡例)")
_REMARK = re.compile(r"^\s*(?:備考|特記事項)\s*[:：]\s*(.*)$", re.DOTALL)


def note_parts(text: str) -> tuple[str, str] | None:
    """Mark and text of a footnote: ``*観光…`` → ("*", "観光…"), None where the line begins with no mark."""
    match = _NOTE.match(text)
    if match is None:
        return None
    return "".join(nfkc(match[1]).split()).strip("():."), text[match.end() :].strip()


def is_note(text: str) -> bool:
    """Whether a line is a footnote."""
    return note_parts(text) is not None


@lru_cache(maxsize=1024)
def is_scale_legend(text: str) -> bool:
    """Whether a legend is about the overall rating: it says so, or it has steps but no bounds."""
    if _SCALE.match(fold(text)):
        return len(parse_scale_legend(text)) > 1
    if _GRADE.match(fold(text)) or parse_grade_legend(text).bands:
        return False
    steps = parse_scale_legend(text)
    return len(steps) > 1 and all(step.picture for step in steps)


@lru_cache(maxsize=1024)
def is_legend(text: str) -> bool:
    """Whether a line explains the grades or the overall rating."""
    if len(text) > 400 or not re.search(r"[=＝:：→⇒…・()（）「」★☆◎○]", text):
        return False
    if is_scale_legend(text):
        return True
    if not re.search(r"[%％割]|以上|未満", text):
        return False
    return len(parse_grade_legend(text).bands) > 1


def remark_text(text: str) -> str | None:
    """The text behind 備考：, None where the line is no remark."""
    match = _REMARK.match(text)
    return match[1].strip() if match else None
