"""Legends of the overall rating: ``評価できる=★★★★、一定の評価はできる=★★★``, ``３：順調　２：おおむね順調　１：遅れ``.

Steps are numbered by rank from the top (n … 1). The picture is only how a step is drawn; what is stored is the step.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from banso.domain.rule_set import ScaleStep

_STRONG = re.compile(r"[、，,;；\n。｜|／/]+")
_BLANK = re.compile(r"[ \t　]+")
_TIE = r"\s*(?:[=＝:：→⇒]|…+|・{2,}|･{2,})\s*"
_SIGNS = "★☆◎○〇◯●△▲▽▼×✕✖◇◆□■♪♡♥"
_PICTURE = re.compile(rf"[{_SIGNS}]+|[A-Za-zＡ-Ｚａ-ｚ0-9０-９]{{1,2}}[+＋-－]?|[①-⑳ⅠⅡⅢⅣⅤ]")
_GLUED = re.compile(
    rf"(?P<first>[{_SIGNS}]+|[①-⑳])\s*(?P<label>[^{_SIGNS}]+)|(?P<name>[^{_SIGNS}]+?)\s*(?P<last>[{_SIGNS}]+)"
)
_HEADING = re.compile(
    r"^[\s※*【\[(（]*(?:総合|全体|最終)(?:的な)?(?:評価|判定|評定)(?:の?(?:区分|基準|段階|凡例))?\s*(?:[(（][^()（）]*[)）])?"
    r"[】\])）]?[\s:：=＝]*(?!で|し|が)"
)
_BRACKETS = re.compile(r"(?P<a>[^()（）]+)[(（](?P<b>[^()（）]+)[)）]")
_BAD = re.compile("遅れ|ない|なし|不十分|未達|未実施|低い|悪|要改善|見直し|停滞")


def parse_scale_legend(text: str) -> tuple[ScaleStep, ...]:
    """The steps of a printed overall scale, best first; empty where the text holds none."""
    text = _HEADING.sub("", text)
    pieces = [piece for piece in (part.strip() for part in _STRONG.split(text)) if piece]
    if len(pieces) < 2:
        words = [word for word in _BLANK.split(text.strip()) if word]
        if len(words) > 2 and not len(words) % 2 and all(_is_picture(word) for word in words[::2]):
            words = [f"{picture}={label}" for picture, label in zip(words[::2], words[1::2], strict=True)]
        tied = [bool(_pair(word)[1]) for word in words]
        # A heading may stand before the steps; blanks divide only where each piece behind it is a step of its own.
        first = tied.index(True) if any(tied) else 0
        if len(words) > 1 and all(tied[first:]) and len(words) - first > 1:
            pieces = words[first:]
    if not pieces:
        return ()
    pieces[0] = _without_heading(pieces[0], pieces[1:])
    pairs = [_pair(piece) for piece in pieces]
    if _from_the_bottom(pairs):
        pairs.reverse()
    count = len(pairs)
    return tuple(
        ScaleStep(step=count - index, label=label, picture=picture) for index, (label, picture) in enumerate(pairs)
    )


def format_scale_legend(scale: Sequence[ScaleStep]) -> str:
    """The scale as a legend, best first: ``評価できる=★★★、一定の評価はできる=★★、評価できない=★``."""
    ordered = sorted(scale, key=lambda step: -step.step)
    return "、".join(f"{step.label}={step.picture}" if step.picture else step.label for step in ordered)


def _without_heading(piece: str, others: Sequence[str]) -> str:
    """The first piece without 総合評価： before it: a heading is one tie more than the other pieces have."""
    parts = re.split(_TIE, piece)
    usual = max((len(re.split(_TIE, other)) for other in others), default=2)
    if len(parts) > usual:
        return re.split(_TIE, piece, maxsplit=1)[1]
    return piece


def _pair(piece: str) -> tuple[str, str | None]:
    """The label and the picture of one step, whichever stands first."""
    parts = [part.strip() for part in re.split(_TIE, piece) if part.strip()]
    if len(parts) < 2:
        bracketed = _BRACKETS.fullmatch(piece)
        glued = _GLUED.fullmatch(piece)
        if bracketed and (_is_picture(bracketed["a"]) or _is_picture(bracketed["b"])):
            parts = [bracketed["a"].strip(), bracketed["b"].strip()]
        elif glued:
            return (glued["label"] or glued["name"]).strip(), glued["first"] or glued["last"]
        else:
            return piece.strip(), None
    if _is_picture(parts[0]) and not _is_picture(parts[-1]):
        return "：".join(parts[1:]), parts[0]
    return "：".join(parts[:-1]), parts[-1]


def _is_picture(part: str) -> bool:
    return _PICTURE.fullmatch(part.strip()) is not None


def _from_the_bottom(pairs: Sequence[tuple[str, str | None]]) -> bool:
    """Whether the paper prints the worst step first: stars grow, or the first words are the bad ones."""
    first, last = pairs[0], pairs[-1]
    stars = [picture.count("★") for _, picture in pairs if picture and "★" in picture]
    if len(stars) > 1:
        return stars[0] < stars[-1]
    return bool(_BAD.search(first[0])) and not _BAD.search(last[0])
