"""What the plan showed on a paper that has come back: the forms' views of the parts that the paper covers, put together.

Only against this can a paper be compared: what came back as it was shown was not edited (decision 0017).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from banso.domain.document import PlanDocument, Scope
from banso.domain.merge import Paper, merge
from banso.sheets.forms import FORMS


def shown_on(
    document: PlanDocument, scopes: Sequence[Scope], in_year: Callable[[int], PlanDocument]
) -> PlanDocument | None:
    """The view of the plan on papers of these scopes (under the plan's keys); None where no form of them is known.

    ``in_year`` gives the plan as a fiscal year knows it: a sheet of a closed year was printed from its structure.
    """
    known = {node.key for node in document.nodes}
    papers: list[Paper] = []
    # A paper of a year says so in its scope; only forms that show the plan as a whole are printed without one.
    asked = dict.fromkeys(
        (scope.form, scope.year)
        for scope in scopes
        if scope.form in FORMS and FORMS[scope.form].built and (scope.year is not None or not FORMS[scope.form].yearly)
    )
    for name, year in asked:
        same = [scope for scope in scopes if (scope.form, scope.year) == (name, year)]
        whole = any(not scope.nodes for scope in same)
        nodes = () if whole else tuple(dict.fromkeys(key for scope in same for key in scope.nodes if key in known))
        if whole or nodes:
            plan = document if year is None else in_year(year)
            papers.append(Paper(FORMS[name].view(plan, year=year, nodes=nodes), name))
    if not papers:
        return PlanDocument() if asked else None
    return papers[0].document if len(papers) == 1 else merge(papers)[0]
