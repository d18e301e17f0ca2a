"""How the list prints indicators: ``2-3_商工会・商工会議所の相談・指導件数（件）``, and （関連目標） in the remarks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from banso.domain.indicator_name import is_unit, read_indicator_name
from banso.domain.text import fold, is_dash, is_reprise_mark, nfkc
from banso.sheets.action_list.rows import one_line

REPRISE = "（再掲）"
RELATED = "（関連目標）"

_SIGN = r"[0-9A-Za-z０-９①-⑳Ⅰ-Ⅻア-ン()（）.\-－‐–−]"
_PLAIN = r"(?:[0-9０-９]{1,3}|[Ⅰ-Ⅻ])(?:[-－‐–−][0-9０-９]{1,3})+(?=[:：\s])"
_CODE = rf"(?=[^_＿\s]{{0,16}}[0-9０-９①-⑳])(?:KPI|指標)?{_SIGN}{{1,16}}(?=[_＿])|{_PLAIN}"
_CODED = re.compile(rf"(?:KPI|指標)?(?P<code>{_CODE})[_＿:：\s]\s*")
_STARTS = re.compile(rf"(?:^|(?<=[\s、，,;；]))(?=(?:{_CODE}))")
_BULLET = re.compile(r"^[・○●◯•]\s*")
_WORDS_FOR_NONE = {"なし", "無し", "無", "特になし", "該当なし", "設定なし", "未設定"}
_RELATED = re.compile(
    r"(?:^|(?<=[\s。]))(?:[（(【〔\[]\s*関連(?:する)?(?:目標|数値目標|指標|KPI)\s*[)）】〕\]]\s*[:：]?|関連(?:する)?(?:目標|数値目標|指標|KPI)\s*[:：])\s*"
)
_INCREASE = re.compile(r"の(?:増加?|増大|向上|拡大|減少?|削減|低減)(?:[（(][^（）()]*[)）])?$")


@dataclass(frozen=True, slots=True)
class Label:
    """An indicator as printed in a cell: its code there, its name apart, and the mark 【再掲】."""

    code: str | None
    name: str
    qualifier: str | None
    unit: str | None
    reprise: bool
    printed: str

    @property
    def sign(self) -> tuple[str, str]:
        """Name and qualifier for comparing."""
        return fold(self.name), fold(self.qualifier or "")


@dataclass(frozen=True, slots=True)
class Remarks:
    """A remarks cell: its own words, whether it says （再掲）, and the related goals it names."""

    text: str | None
    reprise: bool
    goals: tuple[str, ...]


def labels_in(cell: str) -> tuple[Label, ...]:
    """The indicators a cell names; a blank, a dash, なし and （再掲） name none."""
    if not cell.strip() or is_dash(cell) or is_reprise_mark(cell) or fold(cell) in _WORDS_FOR_NONE:
        return ()
    return tuple(_label(part) for part in split_labels(cell))


def split_labels(cell: str) -> list[str]:
    """The parts of a cell that each name an indicator: at codes, else at lines that are complete."""
    lines = [line.strip() for line in cell.split("\n") if line.strip()]
    if len(lines) > 1 and all(_BULLET.match(line) for line in lines):
        return [_BULLET.sub("", line) for line in lines]
    starts = [found.start() for found in _STARTS.finditer(cell)]
    if starts:
        cuts = sorted({0, *starts, len(cell)})
        cut = [cell[begin:end].strip(" 　\n、，,;；") for begin, end in pairwise(cuts)]
        return [part for part in cut if part]
    parts: list[str] = []
    open_lines: list[str] = []
    for line in lines:
        open_lines.append(line)
        if line.endswith((")", "）", "】")):
            parts.append(one_line("\n".join(open_lines)))
            open_lines = []
    return [*parts, one_line("\n".join(open_lines))] if open_lines else parts


def _label(part: str) -> Label:
    found = _CODED.match(part)
    code = re.sub(r"[－‐–−]", "-", nfkc_number(found["code"])) if found else None
    rest = one_line(part[found.end() :] if found else part)
    name = read_indicator_name(rest)
    if code is None:
        code = name.code
    return Label(code, name.name, name.qualifier, name.unit, name.reprise, part)


def nfkc_number(code: str) -> str:
    """The code with half-width digits, letters and brackets; circled digits stay."""
    return "".join(nfkc(sign) if "！" <= sign <= "～" else sign for sign in code)


def printed_label(code: str | None, name: str, qualifier: str | None, unit: str | None, reprise: bool = False) -> str:
    """The indicator as the list prints it; an unusual unit is named as one, so that it is read back as a unit."""
    text = f"{code}_{name}" if code else name
    if qualifier:
        text += f"_{qualifier}" if code or not unit else f"（{qualifier}）"
    if unit:
        text += f"（{unit}）" if is_unit(unit) else f"（単位：{unit}）"
    return f"{text}【再掲】" if reprise else text


def without_increase(name: str) -> str:
    """The name of a related goal without the wish in it: ``全体観光消費額の増`` → ``全体観光消費額``."""
    return _INCREASE.sub("", name)


def read_remarks(cell: str) -> Remarks:
    """Own words, （再掲） and （関連目標） of a remarks cell."""
    text = cell.strip()
    if not text or is_dash(text):
        return Remarks(None, False, ())
    found = _RELATED.search(text)
    own, goals = (text[: found.start()].strip(), text[found.end() :]) if found else (text, "")
    parts = _RELATED.sub("\n", goals)
    named: list[str] = []
    rest: list[str] = []
    for part in _goals(parts.strip()):
        lines = part.split("\n")
        kept = [line for line in lines if not re.match(r"\s*[※＊*]", line)]
        rest += [line.strip() for line in lines if line not in kept]
        if "\n".join(kept).strip():
            named.append("\n".join(kept).strip())
    reprise = is_reprise_mark(own)
    words = "\n".join(part for part in ("" if reprise else own, *rest) if part)
    return Remarks(words or None, reprise, tuple(named))


def _goals(words: str) -> list[str]:
    if _STARTS.search(words) or re.match(r"[・○●◯•]", words):
        return split_labels(words)
    return re.split(r"\n" if "\n" in words else r"[、，]", words)


def printed_labels(labels: list[str], coded: bool) -> list[str]:
    """The lines of several indicators in one cell; where a code does not tell them apart, each begins with a point."""
    return labels if coded or len(labels) < 2 else [f"・{label}" for label in labels]


def printed_remarks(text: str | None, reprise: bool, goals: list[str]) -> str:
    """The remarks cell: own words or （再掲）, then the related goals."""
    lines = [text] if text else [REPRISE] if reprise else []
    if goals:
        lines += [RELATED, *goals]
    return "\n".join(lines)
