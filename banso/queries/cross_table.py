"""Counting elements of a level by two vocabularies (関連 × 区分), saying what the totals leave out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from banso.domain.document import PlanDocument
from banso.domain.edits.tree import in_force
from banso.queries.plan_tree import BLANK, choices_of, level_names, terms_of


@dataclass(frozen=True, slots=True)
class CrossTable:
    """The counts of one level by ``down`` (rows) and ``across`` (columns); the last of each is BLANK (無記入).

    ``count(row, column)`` with None means all rows or columns that are filled in. An element with two terms of a
    vocabulary stands in both cells and once in each total, so totals may be smaller than the sum of their cells.
    ``reprises`` of the ``whole`` are repeats, ``twice`` have several terms of one of the vocabularies.
    """

    level: int
    level_name: str
    down: str
    across: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: Mapping[tuple[str | None, str | None], int]
    whole: int
    blank_down: int
    blank_across: int
    blank_either: int
    reprises: int
    twice: int

    def count(self, row: str | None, column: str | None) -> int:
        """How many elements stand there."""
        return self.counts.get((row, column), 0)


def cross_table(
    document: PlanDocument,
    *,
    year: int | None,
    down: str,
    across: str,
    level: int,
    without_reprises: bool = False,
) -> CrossTable:
    """The table of two vocabularies for the elements of a level that are in force in the year."""
    nodes = {node.key: node for node in document.nodes}
    alive = in_force(document, year) if year is not None else set(nodes)
    of_level = [node for node in document.nodes if node.level == level and node.key in alive]
    chosen = [node for node in of_level if not (without_reprises and node.reprise_of is not None)]
    counts: Counter[tuple[str | None, str | None]] = Counter()
    blank_down = blank_across = blank_either = twice = 0
    for node in chosen:
        terms = terms_of(nodes, node)
        one, other = terms.get(down, ()), terms.get(across, ())
        blank_down += not one
        blank_across += not other
        blank_either += not one or not other
        twice += len(one) > 1 or len(other) > 1
        # None stands for "any term", which an element without a term does not reach.
        for row in one or (BLANK,):
            for column in other or (BLANK,):
                counts[row, column] += 1
        for row in one or (BLANK,):
            counts[row, None] += bool(other)
        for column in other or (BLANK,):
            counts[None, column] += bool(one)
        counts[None, None] += bool(one) and bool(other)
    terms_known = dict(choices_of(document).vocabularies)
    return CrossTable(
        level=level,
        level_name=level_names(document)[level],
        down=down,
        across=across,
        rows=(*terms_known.get(down, ()), BLANK),
        columns=(*terms_known.get(across, ()), BLANK),
        counts=dict(counts),
        whole=len(chosen),
        blank_down=blank_down,
        blank_across=blank_across,
        blank_either=blank_either,
        reprises=sum(node.reprise_of is not None for node in of_level),
        twice=twice,
    )


def fitting_levels(document: PlanDocument) -> dict[int, int]:
    """How many elements of each level carry a term at all: the level with most is offered first."""
    return dict(Counter(node.level for node in document.nodes if node.terms))
