"""What of a paper a person may write, and what its page exchanges after a save."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from banso.domain.address import split
from banso.domain.edits import EditRefused
from banso.domain.edits.totals import Differing, differing_totals
from banso.models import Plan
from banso.queries.documents import document_in_year, document_of, evaluation_of
from banso.queries.forms_of import cells_of, paper_in
from banso.queries.paper_facts import Field, facts_of_plan, fields_for, saved_at
from banso.services.cells import deed_of
from banso.services.policy import Actor, Deed, at, may
from banso.services.results import Saved
from banso.sheets.blocks.value import Cell, Heading, Paper, Paragraph
from banso.sheets.forms import Form
from banso.web.entry.saving import Shown


def address_of_paper(plan: Plan, form: Form, year: int | None, node: str | None) -> str:
    """The page of a paper."""
    kept: dict[str, Any] = {"slug": plan.slug, "form": form.name, "year": year}
    return reverse("paper", kwargs=kept) if node is None else reverse("paper_part", kwargs={**kept, "node": node})


def differing_in(plan: Plan, year: int | None) -> tuple[Differing, ...]:
    """The totals that a paper stated for the year and that are not what is computed now."""
    if year is None:
        return ()
    return differing_totals(document_in_year(plan, year), evaluation_of(plan, year), year)


class Writing:
    """One paper for one person."""

    def __init__(self, actor: Actor, plan: Plan, form: Form, year: int | None, node: str | None, paper: Paper) -> None:
        self._actor = actor
        self._plan = plan
        self._form = form
        self._asked = (year, node)
        self._paper = paper

    def fields(self) -> dict[str, Field]:
        """The cells the person may write in, by the address the cell names."""
        cells = [cell for cell in _cells(self._paper, self._form) if isinstance(cell, Cell | Paragraph)]
        document = document_of(self._plan)
        mine: dict[Deed, bool] = {}
        allowed: dict[str, bool] = {}
        for cell in cells:
            if cell.at is None or cell.at in allowed or self._names_structure(cell.at):
                continue
            try:
                deed = deed_of(saved_at(cell.at), document)
            except EditRefused:
                allowed[cell.at] = False
                continue
            if deed not in mine:
                mine[deed] = may(self._actor, deed, at(self._plan))
            allowed[cell.at] = mine[deed]
        return fields_for(facts_of_plan(self._plan), cells, allowed)

    def mends(self) -> dict[str, str]:
        """The pages of the elements whose titles a paper of a year shows, by the address the cell names, for who may change them."""
        if not may(self._actor, "edit-plan", at(self._plan)):
            return {}
        known = {node.key for node in document_of(self._plan).nodes}
        named = {cell.at for cell in _cells(self._paper, self._form) if cell.at and self._names_structure(cell.at)}
        keys = {address: split(address)[1] for address in named}
        return {address: reverse("node", args=[self._plan.slug, key]) for address, key in keys.items() if key in known}

    def _names_structure(self, address: str) -> bool:
        """Whether the cell is a title of the structure on a paper of a year: who reports results must not overwrite it by chance."""
        year, _node = self._asked
        return year is not None and split(address)[0] == "node" and split(address)[2:] == ("title",)

    def shown(self, saved: Saved) -> Shown:
        """The texts of the saved cells, and every cell of the paper that prints something else now.

        ``changed`` names them by their place on the page; ``anew`` says that the paper has another shape.
        """
        before = _prints(self._paper, self._form)
        year, node = self._asked
        paper = paper_in(saved.plan, self._form, year, node)
        after = _prints(paper, self._form) if paper is not None else []
        facts = facts_of_plan(saved.plan)
        texts = {outcome.address: facts.text(outcome.address) for outcome in saved.outcomes}
        if [each[0] for each in before] != [each[0] for each in after]:
            return Shown(texts, {"anew": True})
        places = [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old[1] != new[1]]
        fields = self._of(saved.plan, paper).fields() if places and paper is not None else {}
        texts |= {saved_at(at): field.text for at, field in fields.items() if saved_at(at) in texts}
        changed: list[dict[str, Any]] = []
        for place in places:
            (address, *_shape), printed = after[place]
            changed.append({"place": place, "printed": printed})
            if (field := fields.get(address or "")) is not None:
                changed[-1] |= {"text": field.text, "before": field.before, "after": field.after}
        told = [f"{each.total.label} {each.stated} → {each.computed}" for each in differing_in(saved.plan, year)]
        return Shown(texts, {"changed": changed, "totals": told})

    def _of(self, plan: Plan, paper: Paper) -> Writing:
        return Writing(self._actor, plan, self._form, *self._asked, paper)


def _cells(paper: Paper, form: Form) -> list[Cell | Paragraph | Heading]:
    return [cell for page in paper.pages if page.form in (None, form.name) for cell in cells_of(page)]


def _prints(paper: Paper, form: Form) -> list[tuple[tuple[Any, ...], str]]:
    """What stands at each place of the page: its shape, and its words."""
    found: list[tuple[tuple[Any, ...], str]] = []
    for cell in _cells(paper, form):
        spans = (cell.columns, cell.rows) if isinstance(cell, Cell) else (type(cell).__name__,)
        found.append(((cell.at, *spans), cell.text))
    return found
