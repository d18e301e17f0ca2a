"""Deeds on the rows of a progress sheet: their words, and which actions each gathers."""

from __future__ import annotations

from collections.abc import Iterable

from banso.domain.document import PlanDocument
from banso.domain.edits import groups
from banso.domain.edits.access import node_of
from banso.services.changing import Done
from banso.services.structure import Making, Step, called, known_keys


def add_row(making: Making, *, node: str, title: str, members: Iterable[str] = ()) -> Done:
    """A new last row of the element's sheet, with the actions it gathers."""
    chosen = tuple(members)

    def edit(document: PlanDocument) -> PlanDocument:
        new, key = groups.add_group(document, node=node, title=title, taken=known_keys(making.plan))
        return groups.set_group(new, key=key, members=chosen) if chosen else new

    return making.change(edit)


def rows_for(making: Making, *, node: str, actions: Iterable[str]) -> Done:
    """One new row for each of the actions, with the action's own title as its words."""
    wanted = tuple(actions)

    def edit(document: PlanDocument) -> PlanDocument:
        taken = known_keys(making.plan)
        for action in wanted:
            shown = node_of(document, action)
            title = shown.title
            if title is None and shown.reprise_of is not None:
                title = node_of(document, shown.reprise_of).title
            document, key = groups.add_group(
                document, node=node, title=title or shown.text or shown.number or action, taken=taken
            )
            document = groups.set_group(document, key=key, members=[action])
        return document

    first = called(making.plan, wanted[0]) if wanted else ""
    more = f"など{len(wanted)}件" if len(wanted) > 1 else ""
    return making.change(edit, f"{called(making.plan, node)}のシートに、取組{first}{more}の行を作りました。")


def change_row(making: Making, *, key: str, title: str, members: Iterable[str]) -> Done:
    """New words and actions of a row; what a person chose is confirmed."""
    chosen = tuple(members)
    return making.change(lambda document: groups.set_group(document, key=key, title=title, members=chosen))


def reorder_row(making: Making, *, key: str, step: Step) -> Done:
    """A row one place up or down on its sheet."""
    return making.change(lambda document: groups.reorder_group(document, key=key, step=step))


def remove_row(making: Making, *, key: str) -> Done:
    """A row goes away; its actions stand in no row then."""
    return making.change(lambda document: groups.remove_group(document, key=key))


def confirm_rows(making: Making, *, members: dict[str, tuple[str, ...]]) -> Done:
    """The actions proposed for several rows, confirmed by a person at once."""

    def edit(document: PlanDocument) -> PlanDocument:
        for key, chosen in members.items():
            document = groups.set_group(document, key=key, members=chosen)
        return document

    return making.change(edit, f"シートの行{len(members)}件の取組を確定しました。")
