"""Letters on a page put together to lines, and lines to texts: which line ends are real and which are only wrapped.

Papers that Banso printed say it by their leading: wrapped lines stand 1.3 letters apart, real ones 1.5 (``paper.typ``).
On any other paper it is guessed: a line end is real where the next word would still have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from banso.sheets.sources.pdf_tags import Mark

INVISIBLE = re.compile("[\u200b\u00ad\ufeff\u2060]")
_CLOSERS = "、。，．,.:;：；!?！？)）]］}｝」』】〉》〕・ー々ゝゞヽヾ〜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％%"
_OPENERS = "（([{｛「『【〈《〔"
_SEPARATED = re.compile(r"[-△▲]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_BULLET = re.compile(r"[・●■◆※]|[0-9０-９]+[-－][0-9０-９]+[_＿]")
"""How a line begins that is no wrapped one: a middle dot may not stand at the head of a wrapped line anyway."""
_GLUED = re.compile(r"[!-~\u00a1-\u024f\u2460-\u24ff]")
_WORD = re.compile(r"[!-~\u00a1-\u024f]")
_JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")

SOFT, HARD, BLOCK = 1.4, 1.65, 1.65
"""Leading, in letters, up to which a line of Banso's own paper is wrapped, and from which a new block begins."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One character with its box; ``base`` is the height of its base line from the top of the page.

    ``mark`` says to what it belongs on a paper of ours.
    """

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    mark: Mark | None = None

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class TextLine:
    """Letters on one base line, with their text; blanks that only a gap shows are put in."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    first: Mark | None = None
    last: Mark | None = None


@dataclass(frozen=True, slots=True)
class Joined:
    """A text of several printed lines. ``guessed`` counts the line ends that could be either."""

    text: str
    guessed: int = 0


def lines_of(letters: Iterable[Letter], *, apart: float = 1e9) -> list[TextLine]:
    """The letters as lines from top to bottom; a gap wider than ``apart`` letters begins a line of its own."""
    rows: list[list[Letter]] = []
    for letter in sorted(letters, key=lambda letter: (letter.base, letter.x0)):
        if rows and abs(letter.base - rows[-1][0].base) <= 0.4 * min(letter.size, rows[-1][0].size):
            rows[-1].append(letter)
        else:
            rows.append([letter])
    lines: list[TextLine] = []
    for row in rows:
        row.sort(key=lambda letter: letter.x0)
        part: list[Letter] = []
        for letter in row:
            if part and letter.x0 - part[-1].x1 > apart * letter.size:
                lines.append(_line(part))
                part = []
            if part and _same(part[-1], letter):
                continue
            part.append(letter)
        lines.append(_line(part))
    return [line for line in lines if line.text.strip()]


def _same(one: Letter, other: Letter) -> bool:
    """Whether a letter is drawn twice in one place, as some programs do for bold."""
    return one.text == other.text and one.text.strip() != "" and abs(one.x0 - other.x0) < 0.15 * one.size


def _line(letters: Sequence[Letter]) -> TextLine:
    text = ""
    before: Letter | None = None
    for letter in letters:
        if before is not None and not text.endswith(" ") and not letter.text.isspace():
            gap = letter.x0 - before.x1
            both_words = _WORD.match(before.text) and _WORD.match(letter.text)
            if gap > (0.2 if both_words else 0.9) * letter.size:
                text += " "
        text += letter.text
        before = letter
    seen = [letter for letter in letters if letter.text.strip()] or list(letters)
    return TextLine(
        text=INVISIBLE.sub("", text.replace("\u00a0", " ")),
        x0=seen[0].x0,
        x1=max(letter.x1 for letter in seen),
        top=min(letter.top for letter in seen),
        bottom=max(letter.bottom for letter in seen),
        base=letters[0].base,
        size=max(letter.size for letter in seen),
        first=next((letter.mark for letter in seen if letter.mark), None),
        last=next((letter.mark for letter in reversed(seen) if letter.mark), None),
    )


def join_lines(lines: Sequence[TextLine], width: float, *, own: bool) -> Joined:
    """The text of the lines of one cell (or block) of the given width; ``own`` for papers that Banso printed."""
    if not lines:
        return Joined("")
    padding = max(0.0, min((width - (line.x1 - line.x0)) / 2 for line in lines))
    left = min(line.x0 for line in lines)
    text, guessed = lines[0].text, 0
    for before, line in pairwise(lines):
        if own:
            pitch = (line.base - before.base) / line.size
            if pitch <= SOFT:
                text += line.text
            else:
                text += "\n" * max(1, round(pitch / 1.5)) + line.text
            continue
        room = width - 2 * min(padding, 6.0) - (before.x1 - min(left, before.x0))
        need = _first_word(line)
        if room > need + 0.3 * line.size or _BULLET.match(line.text.lstrip()):
            text = text.rstrip() + "\n" + line.text.lstrip()
        else:
            text = _wrapped(text, line.text)
            guessed += room > need - 0.7 * line.size
    return Joined(text.strip(), guessed)


def join_pieces(above: str, below: str, *, full: bool) -> str:
    """A text whose cell is broken by the end of a page: ``full`` tells that its last line was filled."""
    return _wrapped(above, below) if full else f"{above.rstrip()}\n{below.lstrip()}"


def _wrapped(text: str, following: str) -> str:
    """A wrapped line put behind the text: Japanese without a blank, two words of Latin letters with one."""
    text, following = text.rstrip(), following.lstrip()
    if _cut_number(text, following):
        return text + following
    if text and following and not _JAPANESE.match(text[-1]) and not _JAPANESE.match(following[0]):
        joint = "" if text[-1] in "-/_" else " "
        return text + joint + following
    return text + following


def _cut_number(above: str, below: str) -> bool:
    """Whether only both lines together are a number with separators: a narrow cell cuts 1,200 into 1,20 and 0."""
    return (
        "," in above
        and _SEPARATED.fullmatch(above + below) is not None
        and _SEPARATED.fullmatch(above) is None
        and below[:1].isdigit()
    )


def _first_word(line: TextLine) -> float:
    """Width of what has to stand together at the beginning of a line."""
    text = line.text.strip()
    average = (line.x1 - line.x0) / max(1, sum(1 if _WORD.match(letter) or letter == " " else 2 for letter in text))
    units = 0
    for index, letter in enumerate(text):
        before = text[index - 1] if index else ""
        glued = letter in _CLOSERS or before in _OPENERS or (_GLUED.match(letter) and _GLUED.match(before))
        if index and not glued:
            break
        units += 1 if _WORD.match(letter) else 2
    return units * average
