"""依頼シート of a plan and year: who can be asked, what each sheet shows, its token, and the board of who has answered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core import signing

from banso.domain.address import address_of
from banso.domain.contributors import Share, reports_of, share_of, shares
from banso.domain.document import PlanDocument
from banso.domain.document_words import TEXT_KIND_WORDS
from banso.domain.indicator_facts import Facts
from banso.domain.place_words import Places
from banso.models import Import, Plan, Request
from banso.models.imports import ImportState
from banso.queries.documents import document_of, evaluation_of
from banso.queries.entry import EntryRows, is_entered
from banso.sheets.request_sheet.value import Figure, RequestSheet, Words

_SALT = "banso.request"
NOBODY = "担当の記載なし"
"""Called so on sheets and pages: what the plan gives to nobody."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a 依頼シート says of itself, signed so that nobody else can have written it."""

    plan: str
    year: int
    contributor: str
    revision: int
    nodes: tuple[str, ...] = ()


def sign(token: Token) -> str:
    """The token as it stands on the sheet."""
    data = {"p": token.plan, "y": token.year, "c": token.contributor, "r": token.revision, "n": list(token.nodes)}
    return signing.dumps(data, salt=_SALT, compress=True)


def verified(text: str) -> Token | None:
    """The token of a sheet that this installation made; None for any other."""
    try:
        data = signing.loads(text, salt=_SALT)
        return Token(str(data["p"]), int(data["y"]), str(data["c"]), int(data["r"]), tuple(map(str, data["n"])))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def called(name: str) -> str:
    """How a contributor is called on sheets and pages."""
    return name or NOBODY


class Asking:
    """The 依頼シート of one plan and year, made from facts that are gathered once."""

    def __init__(self, plan: Plan, year: int) -> None:
        self.plan, self.year = plan, year
        self.document: PlanDocument = document_of(plan)
        self.rows = EntryRows(self.document, evaluation_of(plan), year)
        self.places = Places(self.document)
        self.shares = {share.name: share for share in shares(self.document)}

    def share(self, name: str, nodes: Sequence[str] = ()) -> Share | None:
        """What the contributor is asked for; None where the plan names nobody of that name and nothing was chosen."""
        return share_of(self.document, name, nodes) if nodes else self.shares.get("" if name == NOBODY else name)

    def figures(self, share: Share) -> tuple[Figure, ...]:
        """The results that are asked for, as they stand now."""
        return tuple(self._figure(key) for key in share.indicators)

    def texts(self, share: Share) -> tuple[Words, ...]:
        """The texts that are asked for, as they stand now."""
        return tuple(
            Words(
                address_of(text),
                self.places.node(text.node or ""),
                TEXT_KIND_WORDS[text.kind] + (f"（{text.heading}）" if text.heading else ""),
                text.text,
            )
            for text in reports_of(self.document, share.nodes, self.year)
        )

    def sheet(self, share: Share, *, nodes: Sequence[str] = (), due: date | None, contact: str) -> RequestSheet:
        """The sheet of a contributor."""
        name = called(share.name)
        token = Token(str(self.plan.uid), self.year, name, self.plan.revision, tuple(nodes))
        return RequestSheet(
            plan=self.document.title or "",
            year=self.year,
            contributor=name,
            due=f"{due.year}年{due.month}月{due.day}日" if due else "",
            contact=contact,
            token=sign(token),
            figures=self.figures(share),
            texts=self.texts(share),
        )

    def _figure(self, key: str) -> Figure:
        row, facts = self.rows.row(key), self.rows.facts[key]
        indicator = facts.indicator
        told = "\n".join(part for part in (indicator.definition, indicator.source) if part)
        return Figure(
            address=row.actual.address,
            remarks_address=row.remarks.address,
            code=row.name.code,
            name=row.name.name,
            unit=row.name.unit,
            definition=told,
            previous=row.previous.text,
            target=row.target.text,
            actual=row.actual.text,
            remarks=row.remarks.text,
            amount=expects_amount(facts),
        )


def expects_amount(facts: Facts) -> bool:
    """Whether the indicator is measured in numbers: it has a unit, or its other values are numbers and none a word."""
    known = [facts.indicator.baseline, *facts.targets.values(), *facts.actuals.values()]
    if any(each is not None and each.value is not None for each in known):
        return False
    return bool(facts.indicator.unit) or any(each is not None and each.amount is not None for each in known)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one returned file said: kept with its import. ``refused`` is why it could not be taken, "" where it could."""

    file: str
    contributor: str = ""
    answered: int = 0
    blank: int = 0
    differing: int = 0
    doubts: int = 0
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """A contributor on the board: ``entered`` of their results and ``written`` of their texts stand in the plan.

    ``last`` is what came back last, with its import.

    ``state``: none, waiting (came back, a person has to look), partly, done, overdue.
    """

    name: str
    nodes: tuple[str, ...]
    indicators: int
    texts: int
    entered: int
    written: int
    due: date | None
    contact: str
    asked_at: datetime | None
    last: Answered | None
    record: Import | None
    state: str

    @property
    def missing(self) -> int:
        """How many results are still to come."""
        return self.indicators - self.entered


@dataclass(frozen=True, slots=True)
class Board:
    """All contributors of a year. ``refused`` files could not be given to any of them."""

    standings: tuple[Standing, ...]
    refused: tuple[tuple[Answered, Import], ...]

    @property
    def open(self) -> tuple[Standing, ...]:
        """Those who still owe something."""
        return tuple(each for each in self.standings if each.state in ("none", "partly", "overdue"))


def board_of(plan: Plan, year: int, today: date) -> Board:
    """Who is asked, who has answered how much, and what is missing; four queries besides those for the document."""
    asking = Asking(plan, year)
    requests = {each.contributor: each for each in Request.objects.filter(plan=plan, year=year)}
    last: dict[str, tuple[Answered, Import]] = {}
    refused: list[tuple[Answered, Import]] = []
    returned = Import.objects.filter(plan=plan, asked_year=year).exclude(state=ImportState.DISCARDED)
    for record in returned.defer("document", "doubts", "copies").order_by("pk"):
        for each in answers_of(record):
            if each.refused:
                refused.append((each, record))
            else:
                last[each.contributor] = (each, record)
    named = {called(name): share for name, share in asking.shares.items() if share.indicators or _asked(asking, share)}
    standings = []
    for name in dict.fromkeys([*named, *requests]):
        request = requests.get(name)
        nodes = tuple(request.nodes) if request else ()
        share = asking.share(name, nodes)
        if share is not None:
            standings.append(_standing(asking, name, nodes, share, request, last.get(name), today))
    return Board(tuple(standings), tuple(refused))


def answers_of(record: Import) -> tuple[Answered, ...]:
    """What the files of an import said."""
    return tuple(Answered(**each) for each in record.returns)


def _asked(asking: Asking, share: Share) -> bool:
    return bool(reports_of(asking.document, share.nodes, asking.year))


def _standing(
    asking: Asking,
    name: str,
    nodes: tuple[str, ...],
    share: Share,
    request: Request | None,
    last: tuple[Answered, Import] | None,
    today: date,
) -> Standing:
    year = asking.year
    texts = reports_of(asking.document, share.nodes, year)
    written = sum(bool(text.text.strip()) for text in texts)
    entered = sum(is_entered(asking.rows.facts[key].actuals.get(year)) for key in share.indicators)
    due = request.due if request else None
    state = "none"
    if last is not None and last[1].state == ImportState.READ and last[0].differing:
        state = "waiting"
    elif entered == len(share.indicators) and (share.indicators or written == len(texts)):
        state = "done"
    elif due is not None and due < today:
        state = "overdue"
    elif entered or written or (last is not None and last[0].answered):
        state = "partly"
    return Standing(
        name=name,
        nodes=nodes,
        indicators=len(share.indicators),
        texts=len(texts),
        entered=entered,
        written=written,
        due=due,
        contact=request.contact if request else "",
        asked_at=request.at if request else None,
        last=last[0] if last else None,
        record=last[1] if last else None,
        state=state,
    )


def as_data(answers: Iterable[Answered]) -> list[dict[str, Any]]:
    """Answers as an import keeps them."""
    return [{name: getattr(each, name) for name in Answered.__slots__} for each in answers]
