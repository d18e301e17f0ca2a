"""References of a text to sections, items and annexes (別表) of the plan that are not there."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from banso.domain.check.outline import Outline
from banso.domain.check.rule import Rule
from banso.domain.finding import Finding
from banso.domain.numbering import ordinal
from banso.domain.text import nfkc

ANNEX = Rule(
    "annex-missing",
    "warning",
    "ない別表を指している",
    "本文が「別表5」などを指しているが、計画にその別表がない。番号を直すか、別表を付ける。",
)
SECTION = Rule(
    "section-missing",
    "warning",
    "ない章・項目を指している",
    "本文が「第9章」「5-④」などを指しているが、計画にその章や項目がない。番号を直す。",
)
LINK = Rule(
    "link-missing",
    "error",
    "ない項目への関連",
    "関連や原因として結んだ先の項目が計画にない。結び先の番号を直す。",
)
RULES = (ANNEX, SECTION, LINK)

_ANNEX = re.compile(r"(?<![法令例則同])別表\s*第?\s*([1-9])(?!\d)")
_LAW = re.compile(r"(?:法|令|規則|条例|要綱|告示)\S{0,12}別表\s*第?\s*[1-9]")
_CHAPTER = re.compile(r"(?<!\d)第\s*(\d{1,2})\s*章")
_OF_OTHERS = re.compile(
    r"(?:計画|ビジョン|戦略|プラン|白書|報告書|指針|構想)(?:」|』|）|\))?(?:の|における)?\s*(?:「|『)?$"
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮"
_ITEM = re.compile(rf"(?<![\d\-－])(\d{{1,2}})\s*[-－]\s*([{_CIRCLED}])(?![\-－]?[a-zａ-ｚ])")


def check(plan: Outline) -> Iterator[Finding]:
    """Findings about references inside the plan."""
    yield from _annexes(plan)
    yield from _chapters(plan)
    yield from _items(plan)
    yield from _links(plan)


def _annexes(plan: Outline) -> Iterator[Finding]:
    """The main part is an annex itself and short ones are not always kept, so only numbers beyond the last are missing."""
    known = [
        int(match[1])
        for node in plan.document.nodes
        if (match := _ANNEX.fullmatch(nfkc(node.number or node.key))) is not None
    ]
    if not known:
        return
    missing: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for address, text, _ in plan.passages:
        narrow = nfkc(text)
        for match in _ANNEX.finditer(narrow):
            before = narrow[max(0, match.start() - 16) : match.end()]
            if int(match[1]) > max(known) and not _LAW.search(before):
                missing[int(match[1])].append((address, match.group()))
    for number, places in missing.items():
        yield ANNEX.finding(
            [address for address, _ in places],
            f"本文は「別表{number}」を指していますが、この計画の別表は{max(known)}までです。番号を直すか、別表を付けてください。",
            places[0][1],
        )


def _chapters(plan: Outline) -> Iterator[Finding]:
    """Chapters, where the plan calls its top level so."""
    if not any(level.name in ("章", "編") for level in plan.document.levels[:1]):
        return
    known = {place for node in plan.document.nodes if node.level == 0 and (place := ordinal(node.number or ""))}
    missing: dict[str, list[str]] = defaultdict(list)
    for address, text, _ in plan.passages:
        narrow = nfkc(text)
        for match in _CHAPTER.finditer(narrow):
            if known and int(match[1]) > max(known) and not _OF_OTHERS.search(narrow[: match.start()]):
                missing[match.group()].append(address)
    for words, addresses in missing.items():
        yield SECTION.finding(
            addresses,
            f"本文は「{words}」を指していますが、この計画にその章はありません。番号を直してください。",
            words,
        )


def _items(plan: Outline) -> Iterator[Finding]:
    """Items written as 5-②, where the plan's own items have such keys and are no repeats (their notes have a rule)."""
    tops = {key.rpartition("-")[0] for key in plan.nodes if key[-1:] in _CIRCLED}
    if any(node.reprise_of for node in plan.document.nodes):
        return
    missing: dict[str, list[str]] = defaultdict(list)
    for address, text, _ in plan.passages:
        for number, sign in _ITEM.findall(text):
            key = f"{nfkc(number)}-{sign}"
            if nfkc(number) in tops and key not in plan.nodes and key not in plan.indicators and "再掲" not in text:
                missing[key].append(address)
    for key, addresses in missing.items():
        yield SECTION.finding(
            addresses,
            f"本文は「{key}」を指していますが、この計画にその項目はありません。番号を直してください。",
            key,
        )


def _links(plan: Outline) -> Iterator[Finding]:
    for node in plan.document.nodes:
        missing = [link.to for link in node.links if link.to is not None and link.to not in plan.nodes]
        if missing:
            yield LINK.finding(
                [f"node/{node.key}/links"],
                f"{node.key}「{plan.title(node.key)}」の関連先 {'、'.join(missing)} が計画にありません。結び先を直してください。",
                missing[0],
            )
