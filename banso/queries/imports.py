"""What papers that came in would change in a plan, as a person decides on it: by list, losses apart, doubts with places."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from banso.domain.choosing import loses, order_name, part_name, parts_of
from banso.domain.copies import Copy, Settled, settle
from banso.domain.diff import Change, Difference, diff_in_scope
from banso.domain.difference_json import dump_difference, load_difference
from banso.domain.difference_words import Described, DifferenceWords, overview
from banso.domain.document import PlanDocument
from banso.domain.document_words import LIST_WORDS
from banso.domain.finding import Doubt, Place, Severity
from banso.domain.match import match
from banso.domain.place_words import Places
from banso.domain.plan_json import dump_document, load_document
from banso.domain.rename import rename
from banso.models import Import, Plan
from banso.models.imports import ImportState
from banso.queries.documents import document_in_year, document_of
from banso.queries.history import changes_at
from banso.queries.keeping import Kept
from banso.sheets.forms import FORMS
from banso.sheets.reading import is_plan_document
from banso.sheets.returned import is_bare_print, shown_on

_GRAVITY: Mapping[Severity, int] = {"error": 0, "warning": 1, "hint": 2}
LINES_SHOWN = 400
"""Changes of one list that are shown one by one; what is beyond can only be taken over together."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference that papers make in a plan, with the doubts of finding the plan's own things on them.

    ``settled`` tells which contradictions of the papers the plan itself could decide.
    """

    difference: Difference
    doubts: tuple[Doubt, ...]
    settled: Settled

    @property
    def seal(self) -> str:
        """Names exactly this difference: what a person agreed to is applied only while it is still the same."""
        return hashlib.sha256(dump_difference(self.difference).encode()).hexdigest()


_comparisons: Kept[Comparison] = Kept(16)
_previews: Kept[Preview] = Kept(16)


@dataclass(frozen=True, slots=True)
class Line:
    """A change that can be chosen by itself. ``name`` is what its box sends."""

    name: str
    told: Described


@dataclass(frozen=True, slots=True)
class Section:
    """The changes of one list. ``more`` are the names of those that are not shown one by one."""

    key: str
    title: str
    counts: tuple[tuple[str, int], ...]
    lines: tuple[Line, ...]
    more: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many changes there are, shown or not."""
        return len(self.lines) + len(self.more)


@dataclass(frozen=True, slots=True)
class ToldDoubt:
    """A doubt of reading or matching: where it stands on the paper and in the plan, in words."""

    severity: Severity
    message: str
    quote: str
    on_paper: str
    place: str
    address: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything a person decides on: what comes and changes, what would be taken away, and what was unsure."""

    sections: tuple[Section, ...]
    losses: tuple[Section, ...]
    doubts: tuple[ToldDoubt, ...]
    overview: str
    seal: str

    @property
    def empty(self) -> bool:
        """Whether the papers change nothing at all."""
        return not self.sections and not self.losses

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all changes that take nothing away: what is ticked at first."""
        return tuple(name for section in self.sections for name in _names(section))

    @property
    def loss_names(self) -> tuple[str, ...]:
        """The names of all changes that take something away."""
        return tuple(name for section in self.losses for name in _names(section))


@dataclass(frozen=True, slots=True)
class ReadPlan:
    """What papers hold that are to become a new plan."""

    title: str | None
    first_year: int | None
    last_year: int | None
    levels: tuple[tuple[str, int], ...]
    counts: tuple[tuple[str, int], ...]
    doubts: tuple[ToldDoubt, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an import that was taken over stands now: what it changed, and after its undo what was left."""

    changed: tuple[Described, ...]
    left: tuple[Described, ...]
    undone: bool


def compare(plan: Plan, paper: PlanDocument, copies: Sequence[Copy] = (), *, whole: bool) -> Comparison:
    """What the paper would change in the plan as it is stored now.

    ``whole`` is for plan documents: they are compared as they are, where papers are compared with what was printed.
    ``copies`` are the returned sheets that state something differently.
    """
    document = document_of(plan)
    matched = match(paper, document)

    def in_year(year: int) -> PlanDocument:
        return document_in_year(plan, year)

    shown = None if whole else shown_on(document, matched.document.scope, in_year)
    settled = Settled(matched.document)
    if copies and shown is not None:
        own = [Copy(rename(copy.document, matched.keys), copy.where) for copy in copies]
        settled = settle(matched.document, own, shown, lambda address: changes_at(plan, address))
    difference = diff_in_scope(document, settled.document, shown)
    if difference and shown is not None and is_bare_print(document, paper, matched.document.scope, in_year):
        return Comparison(Difference(scopes=difference.scopes), (), Settled(document))
    return Comparison(difference, (*matched.doubts, *settled.doubts), settled)


def comparison_of(record: Import, plan: Plan) -> Comparison:
    """The comparison of an import that has been read, kept as long as the plan stays as it is."""
    return _comparisons.get(
        (plan.uid, plan.digest, record.pk),
        lambda: compare(plan, document_read(record), copies_read(record), whole=is_whole(record)),
    )


def preview(record: Import, plan: Plan) -> Preview:
    """The preview of an import that has been read, against the plan as it is now."""
    return _previews.get((plan.uid, plan.digest, record.pk), lambda: _preview(record, plan))


def document_read(record: Import) -> PlanDocument:
    """What reading the papers gave."""
    return load_document(json.loads(record.document))


def doubts_read(record: Import) -> tuple[Doubt, ...]:
    """The doubts of reading."""
    return tuple(Doubt(**{**each, "where": Place(**each["where"])}) for each in record.doubts)


def copies_read(record: Import) -> tuple[Copy, ...]:
    """What returned working copies state differently."""
    return tuple(Copy(load_document(each["document"]), Place(**each["where"])) for each in record.copies)


def copies_as_data(copies: Iterable[Copy]) -> list[dict[str, Any]]:
    """Copies as the import keeps them."""
    return [{"where": asdict(copy.where), "document": json.loads(dump_document(copy.document))} for copy in copies]


def doubts_as_data(doubts: Iterable[Doubt]) -> list[dict[str, Any]]:
    """Doubts as the import keeps them."""
    return [asdict(doubt) for doubt in doubts]


def is_whole(record: Import) -> bool:
    """Whether a plan document is among the files, so that no printed paper is behind what was read."""
    return any(is_plan_document(file.path) for file in record.files.all())


def forms_in(document: PlanDocument) -> tuple[str, ...]:
    """The titles of the forms that a document was read from."""
    names = dict.fromkeys(scope.form for scope in document.scope)
    return tuple(FORMS[name].title if name in FORMS else name for name in names)


def forms_by_file(record: Import) -> dict[str, str]:
    """For each file the form that was recognised, as far as reading has come."""
    answer = record.job.answer if record.job is not None else {}
    found: dict[str, str] = {}
    for file in answer.get("files", ()):
        found[file["name"]] = "計画文書" if file.get("whole") else "・".join(file.get("forms", ()))
    return found


def imports_of(plan: Plan) -> tuple[Import, ...]:
    """The plan's imports, the newest first, with all that the list shows (a fixed number of queries)."""
    found = Import.objects.filter(plan=plan).select_related("person", "job", "entry", "entry__undone_by")
    return tuple(found.defer("document", "doubts", "copies").prefetch_related("files")[:100])


def waiting_for_a_plan(organizations: Sequence[int]) -> tuple[Import, ...]:
    """Imports that are to make a new plan and wait for a person."""
    found = Import.objects.filter(organization__in=organizations, plan=None).exclude(
        state__in=[ImportState.APPLIED, ImportState.DISCARDED]
    )
    return tuple(
        found.select_related("person", "job").defer("document", "doubts", "copies").prefetch_related("files")[:50]
    )


def outcome_of(record: Import, plan: Plan) -> Outcome:
    """What an applied import did to the plan, and what its undo could not take back."""
    entry = record.entry
    if entry is None:
        return Outcome((), (), undone=False)
    document = document_of(plan)
    difference = load_difference(entry.difference)
    words = DifferenceWords(document, more=_items(difference))
    undo = getattr(entry, "undone_by", None)
    if undo is None:
        return Outcome(words.described(difference), (), undone=False)
    back = {part_name(part) for part in parts_of(load_difference(undo.difference))}
    left = tuple(part for part in parts_of(difference) if part_name(part) not in back)
    return Outcome(
        words.described(difference), tuple(row for part in left for row in words.of_change(part)), undone=True
    )


def read_plan(record: Import) -> ReadPlan:
    """The contents of papers for a new plan, counted."""
    document = document_read(record)
    levels = Counter(node.level for node in document.nodes)
    names = {number: level.name for number, level in enumerate(document.levels)}
    facts = (
        ("groups", len(document.groups)),
        ("roadmap", len(document.roadmap)),
        ("indicators", len(document.indicators)),
        ("placements", len(document.placements)),
        ("targets", len(document.targets)),
        ("actuals", sum(actual.state != "not-entered" for actual in document.actuals)),
        ("texts", len(document.texts)),
        ("judgements", len(document.judgements)),
        ("rule_sets", len(document.rule_sets)),
    )
    return ReadPlan(
        title=document.title,
        first_year=document.first_year,
        last_year=document.last_year,
        levels=tuple((names.get(level) or f"第{level + 1}階層", count) for level, count in sorted(levels.items())),
        counts=tuple((LIST_WORDS[name], count) for name, count in facts if count),
        doubts=_told(doubts_read(record), Places(document)),
    )


def spot(where: Place) -> str:
    """Where on a paper something stands: 一覧.xlsx シート「2-①」のB7、12行目."""
    parts = [where.file] if where.file else []
    if where.sheet:
        parts.append(f"シート「{where.sheet}」" + (f"の{where.cell}" if where.cell else ""))
    if where.page:
        parts.append(f"{where.page}ページ")
    if where.line:
        parts.append(f"{where.line}行目")
    if where.column and not where.cell:
        parts.append(f"{where.column}列目")
    return " ".join(parts)


def _preview(record: Import, plan: Plan) -> Preview:
    comparison = comparison_of(record, plan)
    document = document_of(plan)
    difference = comparison.difference
    words = DifferenceWords(document, more=_items(difference))
    parts = parts_of(difference)
    doubts = (*comparison.settled.open(doubts_read(record)), *comparison.doubts)
    return Preview(
        sections=_sections(words, [part for part in parts if not loses(part)], difference),
        losses=_sections(words, [part for part in parts if loses(part)], Difference()),
        doubts=_told(doubts, words.places),
        overview=overview(difference),
        seal=comparison.seal,
    )


def _sections(words: DifferenceWords, parts: Sequence[Change], difference: Difference) -> tuple[Section, ...]:
    by_list: dict[str, list[Change]] = defaultdict(list)
    for part in parts:
        by_list[part.list].append(part)
    for name in difference.moves:
        by_list.setdefault(name, [])
    sections = []
    for name in ("plan", *(each for each in LIST_WORDS if each != "plan")):
        if name not in by_list:
            continue
        lines, more = [], []
        counts: Counter[str] = Counter()
        for number, part in enumerate(by_list[name]):
            told = words.of_change(part)
            if number < LINES_SHOWN and told:
                lines.append(Line(part_name(part), _as_one(told)))
                counts[told[0].kind] += 1
            else:
                more.append(part_name(part))
        if name in difference.moves:
            order = Difference(orders={name: difference.orders[name]})
            lines.append(Line(order_name(name), words.described(order)[0]))
            counts["並べ替え"] += 1
        sections.append(Section(name, LIST_WORDS[name], tuple(counts.items()), tuple(lines), tuple(more)))
    return tuple(sections)


def _as_one(told: Sequence[Described]) -> Described:
    """The fields of one part (a first and a last year) as one line."""
    if len(told) == 1:
        return told[0]
    field, before, after = (
        "・".join(getattr(each, name) or "（なし）" for each in told) for name in ("field", "before", "after")
    )
    return replace(told[0], field=field, before=before, after=after)


def _names(section: Section) -> tuple[str, ...]:
    return (*(line.name for line in section.lines), *section.more)


def _told(doubts: Iterable[Doubt], places: Places) -> tuple[ToldDoubt, ...]:
    told = [
        ToldDoubt(
            severity=doubt.severity,
            message=doubt.message,
            quote="" if doubt.quote and doubt.quote in doubt.message else " ".join(doubt.quote.split()),
            on_paper=spot(doubt.where),
            place=places.at(doubt.where.address) if doubt.where.address else "",
            address=doubt.where.address or "",
        )
        for doubt in dict.fromkeys(doubts)
    ]
    return tuple(sorted(told, key=lambda each: _GRAVITY[each.severity]))


def _items(difference: Difference) -> list[Any]:
    return [item for change in difference.changes for item in (*change.before, *change.after)]
