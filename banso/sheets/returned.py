"""What the plan showed on a paper that has come back: the forms' views of the parts that the paper covers, put together.

Only against this can a paper be compared: what came back as it was shown was not edited (decision 0017).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from banso.domain.document import PlanDocument, Scope
from banso.domain.merge import Paper, merge
from banso.sheets.action_list import build as action_list
from banso.sheets.progress_sheet import build as progress_sheet


def shown_on(
    document: PlanDocument, scopes: Sequence[Scope], in_year: Callable[[int], PlanDocument]
) -> PlanDocument | None:
    """The view of the plan on papers of these scopes (under the plan's keys); None where no form of them is known.

    ``in_year`` gives the plan as a fiscal year knows it: a sheet of a closed year was printed from its structure.
    """
    known = {node.key for node in document.nodes}
    papers: list[Paper] = []
    lists = [scope for scope in scopes if scope.form == "action-list"]
    if lists:
        whole = any(not scope.nodes for scope in lists)
        nodes = () if whole else tuple(node for scope in lists for node in scope.nodes if node in known)
        if whole or nodes:
            papers.append(Paper(action_list.view(document, nodes), "action-list"))
    sheets = [scope for scope in scopes if scope.form == "progress-sheet" and scope.year is not None]
    for year in sorted({scope.year for scope in sheets if scope.year is not None}):
        nodes = tuple(dict.fromkeys(node for scope in sheets if scope.year == year for node in scope.nodes))
        nodes = tuple(node for node in nodes if node in known)
        if nodes:
            papers.append(Paper(progress_sheet.view(in_year(year), year, nodes), "progress-sheet"))
    if not papers:
        return PlanDocument() if lists or sheets else None
    return papers[0].document if len(papers) == 1 else merge(papers)[0]
