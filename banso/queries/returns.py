"""Returned 依頼シート beside the plan: who answered what, what differs, what is missing, each difficulty in a sentence.

What comes out is a paper like any other: it is compared, shown to a person, applied and taken back as every import is.
What cannot be taken without guessing (two answers for one fact, a value that was changed meanwhile, words for a number)
is told and left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from banso.domain.document import Actual, PlanDocument, Text
from banso.domain.edits import EditRefused
from banso.domain.finding import Doubt, Place
from banso.domain.text import squeeze
from banso.models import Plan
from banso.queries.requests import NOBODY, Answered, Asking, Token, verified
from banso.queries.return_cells import Cells, Fact, Owner, same, shown
from banso.queries.return_rows import Sheet, Typed, fill, named, short
from banso.sheets.request_sheet.read import Returned, same_words


@dataclass(frozen=True, slots=True)
class ReturnedFile:
    """A file by its name: what it holds, or why it cannot be read."""

    name: str
    content: Returned | str


@dataclass(frozen=True, slots=True)
class Collected:
    """What the files state together (``document``, only what was typed), the doubts, and what each file said."""

    document: PlanDocument
    doubts: tuple[Doubt, ...]
    answers: tuple[Answered, ...]


def usual_year(files: Sequence[ReturnedFile]) -> int | None:
    """The year that most of the files are about, by their tokens and labels; None where none says one."""
    years: Counter[int] = Counter()
    for file in files:
        if isinstance(file.content, Returned):
            token = verified(file.content.token)
            found = token.year if token else file.content.year
            if found is not None:
                years[found] += 1
    return years.most_common(1)[0][0] if years else None


def collect(plan: Plan, files: Sequence[ReturnedFile], year: int) -> Collected:
    """What the files state about the plan's year."""
    asking = Asking(plan, year)
    refused: dict[int, tuple[Answered, Doubt]] = {}
    sheets: dict[int, Sheet] = {}
    for number, file in enumerate(files):
        found = _recognised(asking, file)
        if isinstance(found, str):
            doubt = Doubt(code="return-refused", severity="error", where=Place(file=file.name), message=found)
            refused[number] = Answered(file.name, refused=found), doubt
        else:
            sheets[number] = found
            assert isinstance(file.content, Returned)
            fill(asking, found, file.content)
    document, doubts = _stated(plan, asking.document, list(sheets.values()))
    answers = [
        refused[number][0]
        if number in refused
        else Answered(
            file.name,
            sheets[number].token.contributor,
            sheets[number].answered,
            sheets[number].blank,
            sheets[number].differing,
            len(sheets[number].doubts),
        )
        for number, file in enumerate(files)
    ]
    told = [doubt for _, doubt in refused.values()]
    told += [doubt for sheet in sheets.values() for doubt in sheet.doubts]
    return Collected(document, (*told, *doubts), tuple(answers))


def _recognised(asking: Asking, file: ReturnedFile) -> Sheet | str:
    """Whose sheet the file is, or the sentence why it cannot be taken."""
    if isinstance(file.content, str):
        return file.content
    found, name = file.content, f"「{file.name}」"
    if len(found.tokens) > 1:
        return f"{name}には別々の依頼シートが{len(found.tokens)}枚入っています。1枚ずつ別のファイルにして出し直してください。"
    if not found.token:
        return _by_labels(asking, file.name, found)
    token = verified(found.token)
    if token is None:
        return (
            f"{name}の読み取り用の印は、このBansoで作ったものではないか、書き換えられています。"
            "ほかの団体の依頼シートではないか確かめ、こちらから送った依頼シートに記入してもらってください。"
        )
    if token.plan != str(asking.plan.uid):
        title = f"「{found.plan}」" if found.plan else "別の計画"
        return f"{name}は{title}の依頼シートで、この計画のものではありません。その計画の画面で取り込んでください。"
    if token.year != asking.year:
        return f"{name}は{token.year}年度の依頼シートです。{asking.year}年度の回答には入れていません。{token.year}年度の画面で取り込んでください。"
    sheet = Sheet(file.name, token, surely=True)
    if asking.share(token.contributor, token.nodes) is None:
        return f"{name}の担当「{token.contributor}」は、いまの計画にありません。担当の名前が変わったときは、依頼シートを作り直してください。"
    if found.year is not None and found.year != token.year:
        sheet.doubt(
            "year-label",
            "warning",
            f"{name}の見出しは{found.year}年度ですが、{token.year}年度の依頼シートです。{token.year}年度の実績として読みました。確かめてください。",
        )
    if token.revision > asking.plan.revision:
        sheet.doubt(
            "newer-version",
            "warning",
            f"{name}は、いまの計画より新しい版（{token.revision}版）から作られています。計画を控えから戻していないか確かめてください。",
        )
    return sheet


def _by_labels(asking: Asking, file: str, found: Returned) -> Sheet | str:
    """A file that lost its token: plan, year and contributor are what its labels say."""
    if not found.plan or not same_words(found.plan, asking.document.title or ""):
        title = f"計画名は「{found.plan}」" if found.plan else "計画名がなく"
        return (
            f"「{file}」には読み取り用の印がなく、{title}なので、この計画の依頼シートか決められません。"
            "送った依頼シートに記入し直してもらってください。"
        )
    if found.year != asking.year:
        year = f"見出しは{found.year}年度" if found.year else "見出しに年度がなく"
        return f"「{file}」には読み取り用の印がなく、{year}なので、{asking.year}年度の回答としては読めません。"
    name = squeeze(found.contributor) or NOBODY
    if asking.share(name) is None:
        return f"「{file}」には読み取り用の印がなく、担当「{name}」はこの計画にありません。送った依頼シートに記入し直してもらってください。"
    sheet = Sheet(file, Token(str(asking.plan.uid), asking.year, name, asking.plan.revision), surely=False)
    sheet.doubt(
        "token-missing",
        "warning",
        f"「{file}」には読み取り用の印がないので、見出しと指標の名前から「{name}」の回答として読みました。どの版から作ったものかは分かりません。",
    )
    return sheet


def _stated(plan: Plan, document: PlanDocument, sheets: Sequence[Sheet]) -> tuple[PlanDocument, list[Doubt]]:
    """The facts that were typed on the sheets and differ from what they showed and from the plan."""
    addresses = {each.address for sheet in sheets for each in sheet.typed}
    since = min((sheet.token.revision for sheet in sheets), default=plan.revision)
    cells = Cells(plan, document, addresses, since)
    by_address: dict[tuple[str, Owner], list[tuple[Sheet, Typed, Fact]]] = defaultdict(list)
    for sheet in sheets:
        for typed in sheet.typed:
            fact = _edited(cells, sheet, typed)
            if fact is not None:
                by_address[typed.address, typed.of].append((sheet, typed, fact))
    doubts: list[Doubt] = []
    facts: list[Fact] = []
    for found in by_address.values():
        if not all(same(fact, found[0][2]) for _, _, fact in found):
            doubts.append(_contradiction([(sheet, typed) for sheet, typed, _ in found]))
            continue
        facts.append(found[0][2])
        for sheet, _, _ in found:
            sheet.differing += 1
    return (
        PlanDocument(
            actuals=tuple(each for each in facts if isinstance(each, Actual)),
            texts=tuple(each for each in facts if isinstance(each, Text)),
        ),
        doubts,
    )


def _edited(cells: Cells, sheet: Sheet, typed: Typed) -> Fact | None:
    """The fact as the person typed it; None where it is as the sheet showed it, as the plan has it, or is refused."""
    address, of, revision = typed.address, typed.of, sheet.token.revision
    now = cells.now(address, of)
    try:
        fact = cells.typed(address, of, typed.text, now)
        later = cells.later(address, revision)
        if fact is None or same(fact, now) or fact == now:
            return None
        if later:
            before = cells.then(address, of, revision)
            if same(cells.typed(address, of, typed.text, before), before):
                return None  # it came back as it was shown
            foreign = [each for each in later if sheet.token.contributor not in each.returned]
            if foreign:
                _late(sheet, typed, now, foreign[-1].who)
                return None
    except EditRefused as error:
        sheet.doubt("refused", "error", f"{error}取り込みの案に入れていません。", typed.where, typed.text)
        return None
    return fact


def _late(sheet: Sheet, typed: Typed, now: Fact | None, who: str) -> None:
    sheet.doubt(
        "late-version",
        "warning",
        f"{typed.label}は、この依頼シートを作ったあとに{who}さんが計画で「{short(shown(now))}」に変えています。"
        f"返ってきた「{short(typed.text)}」は取り込みの案に入れていません。こちらが正しいときは、計画の画面で入れてください。",
        replace(typed.where, address=typed.address),
        typed.text,
    )


def _contradiction(found: Sequence[tuple[Sheet, Typed]]) -> Doubt:
    by_text: dict[str, list[str]] = defaultdict(list)
    for sheet, typed in found:
        by_text[short(typed.text)].append(sheet.file)
    told = "、".join(f"「{text}」（{named(files)}）" for text, files in by_text.items())
    first = found[0]
    return Doubt(
        code="returns-differ",
        severity="error",
        where=replace(first[1].where, file=first[0].file, address=first[1].address),
        message=f"{first[1].label}が、返ってきた依頼シートの間で違います：{told}。"
        "どちらか決められないので、取り込みの案に入れていません。確かめて、正しいほうだけを取り込んでください。",
        quote=short(first[1].text),
    )
