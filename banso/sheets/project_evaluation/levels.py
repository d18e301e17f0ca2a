"""The levels above a project and how their headings name them: 政策目標3, 政策3, 政策分野12, 施策1, and other bodies' words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from banso.domain.document import Level
from banso.domain.numbering import numbering_style
from banso.domain.text import fold, nfkc

SCHEME = ("政策目標", "政策", "政策分野", "施策", "事務事業")
"""The usual levels of a city's policy evaluation, from the top; projects are level 4."""

SCHEME_LEVELS = tuple(Level(name=name, numbering="1" if name == SCHEME[-1] else f"{name}1") for name in SCHEME)
"""The same as items of a plan document: above the projects a number is printed with the level's name (施策1)."""

LONGEST_TITLE = 60

_LABEL = (
    r"(?:(?:重点|基本|主要|個別|まちづくりの?|将来)?(?:目標|方針|政策|施策|方策|戦略|事業)|政策目標|政策分野|政策の柱|施策目標|施策の柱|"
    r"まちづくりの?柱|基本柱|施策の?大綱|施策の方向性?|[大中小細]施策|分野|大綱|柱|体系|領域|テーマ|プロジェクト)"
)
_SIGN = r"(?:\d{1,3}(?:[-－–‐.](?:\d{1,3}|[①-⑳]))*|[(（]\d{1,3}[)）]|[①-⑳]|[Ⅰ-Ⅻ]|[一二三四五六七八九十]{1,3}|[A-Z])"
_END = r"\s*[.．、:：]\s*|[\s　]+|(?=[「『【（(])|(?<=[)）])|(?<=\d)(?=[^\d\s\-.,年月日%人件回点つか以])|$"
"""What ends a number: 施策1つ and 分野12年度 are no headings."""
_HEADING = re.compile(rf"^(?P<label>{_LABEL})\s*(?P<sign>{_SIGN})(?:{_END})(?P<title>.*)$")
_CHAPTER = re.compile(
    r"^(?P<before>第)(?P<sign>\d{1,2}|[一二三四五六七八九十]{1,3})(?P<label>[編章節])[\s　.．:：]*(?P<title>.*)$"
)
_BETWEEN = re.compile(r"\s*[/／＞>→]\s*")
_SHORT = {"政策分野": "分野"}
"""Labels that keys write shorter."""


@dataclass(frozen=True, slots=True)
class LevelHeading:
    """A heading of a level above the projects.

    ``label`` is the level's name (施策), ``sign`` its number alone (1, 2-3, folded), ``number`` both as printed (施策1).
    """

    label: str
    sign: str
    number: str
    title: str

    @property
    def key(self) -> str:
        """The node's key where the number alone tells the node: 施策1, 分野12."""
        return f"{_SHORT.get(self.label, self.label)}{self.sign}"


def heading_of(text: str) -> LevelHeading | None:
    """The heading that a text is as a whole (``施策1 地場産業の振興``), None for anything else; the title may be missing."""
    plain = " ".join(text.split())
    narrow = "".join(nfkc(sign) if "！" <= sign <= "～" and sign not in "（）：．" else sign for sign in plain)
    if len(narrow) > LONGEST_TITLE + 20 or "。" in narrow:
        return None
    match = _HEADING.match(narrow)
    if match is None:
        match = _CHAPTER.match(narrow)
        if match is None:
            return None
        number = f"第{match['sign']}{match['label']}"
        return LevelHeading(match["label"], fold(match["sign"]), number, match["title"].strip())
    title = plain[match.start("title") :].strip()
    quoted = (
        len(title) > 2
        and title[0] in "「『【"
        and title[-1:] in "」』】"
        and not re.search("[「『【」』】]", title[1:-1])
    )
    if quoted and narrow[match.end("sign") : match.end("sign") + 1] == title[0]:
        title = title[1:-1]  # 施策1「地場産業の振興」 quotes the name, 施策1 「市の日」 is one
    sign = fold(match["sign"])
    return LevelHeading(match["label"], sign.strip("()"), f"{match['label']}{match['sign']}", title)


def headings_in(text: str) -> tuple[LevelHeading, ...]:
    """All headings in a line that holds nothing else: ``政策目標3. しごとづくり/政策3. 仕事の創出`` is two."""
    whole = heading_of(text)
    parts = [heading_of(part) for part in _BETWEEN.split(text.strip())]
    if len(parts) > 1 and all(part is not None for part in parts):
        return tuple(part for part in parts if part is not None)
    return (whole,) if whole is not None else ()


def levels_for(labels: Sequence[str], project: str, stated: Sequence[str] = ()) -> tuple[str, ...]:
    """The names of all levels from the top, for the labels of the headings above the projects in their order.

    ``stated`` are the levels a paper itself lists; ``project`` is what it calls a project. Labels of the usual scheme
    mean all its levels, also those no heading names; other bodies' labels are kept as they stand.
    """
    if stated:
        return tuple(stated)
    if labels and all(label in SCHEME or f"政策{label}" in SCHEME for label in labels):
        return SCHEME
    return (*labels, project)


def level_items(names: Sequence[str], numbers: Sequence[str | None]) -> tuple[Level, ...]:
    """The levels as items of a document; ``numbers`` is for each level a number printed on it, if any."""
    if tuple(names) == SCHEME:
        return SCHEME_LEVELS
    return tuple(
        Level(name=name, numbering=numbering_style(number) if number else None)
        for name, number in zip(names, numbers, strict=True)
    )
