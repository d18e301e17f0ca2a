"""What the plan showed on a paper that has come back: the forms' views of the parts that the paper covers, put together.

Only against this can a paper be compared: what came back as it was shown was not edited (decision 0017).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from banso.domain.document import PlanDocument, Scope
from banso.domain.merge import Paper, merge
from banso.sheets.forms import FORMS


def shown_on(
    document: PlanDocument, scopes: Sequence[Scope], in_year: Callable[[int], PlanDocument]
) -> PlanDocument | None:
    """The view of the plan on papers of these scopes (under the plan's keys); None where no form of them is known.

    ``in_year`` gives the plan as a fiscal year knows it: a sheet of a closed year was printed from its structure.
    """
    asked = _asked(document, scopes)
    papers = [
        Paper(FORMS[name].view(document if year is None else in_year(year), year=year, nodes=nodes or ()), name)
        for name, year, nodes in asked
        if nodes is None or nodes
    ]
    if not papers:
        return PlanDocument() if asked else None
    return papers[0].document if len(papers) == 1 else merge(papers)[0]


def is_bare_print(
    document: PlanDocument, paper: PlanDocument, scopes: Sequence[Scope], in_year: Callable[[int], PlanDocument]
) -> bool:
    """Whether what was read is to the letter what reading the plan's own bare print gives: nobody edited it.

    ``paper`` has the keys that the reader gave it, ``scopes`` are its own under the plan's keys. A print without keys of
    a plan whose numbers or names repeat cannot be matched to the plan, but it can be known again.
    """
    asked = _asked(document, scopes)
    if not asked or any(not FORMS[name].of_blocks for name, _, _ in asked):
        return False
    for parts in (False, True):
        prints = [
            Paper(
                FORMS[name].bare_view(
                    document if year is None else in_year(year), year=year, nodes=(nodes or ()) if parts else ()
                ),
                name,
            )
            for name, year, nodes in asked
        ]
        printed = prints[0].document if len(prints) == 1 else merge(prints)[0]
        if replace(printed, scope=()) == replace(paper, scope=()):
            return True
    return False


def _asked(document: PlanDocument, scopes: Sequence[Scope]) -> list[tuple[str, int | None, tuple[str, ...] | None]]:
    """The papers of the scopes: form, year, and the known nodes they are narrowed to (None: the whole plan)."""
    known = {node.key for node in document.nodes}
    # A paper of a year says so in its scope; only forms that show the plan as a whole are printed without one.
    papers = dict.fromkeys(
        (scope.form, scope.year)
        for scope in scopes
        if scope.form in FORMS and FORMS[scope.form].built and (scope.year is not None or not FORMS[scope.form].yearly)
    )
    asked: list[tuple[str, int | None, tuple[str, ...] | None]] = []
    for name, year in papers:
        same = [scope for scope in scopes if (scope.form, scope.year) == (name, year)]
        whole = any(not scope.nodes for scope in same)
        nodes = tuple(dict.fromkeys(key for scope in same for key in scope.nodes if key in known))
        asked.append((name, year, None if whole else nodes))
    return asked
