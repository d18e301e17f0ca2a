"""The headings above each sheet, from the top, and whether their numbers alone tell them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from banso.domain.text import fold, is_dash
from banso.sheets.project_evaluation.levels import heading_of
from banso.sheets.project_evaluation.paper import Above, PaperSheet

Step = tuple[str, str]
"""A heading's level and sign."""


def chain_of(sheet: PaperSheet) -> tuple[Above, ...]:
    """What stands above a sheet: the levels it names itself, else the headings before it."""
    own: list[Above] = []
    for each in sheet.fields:
        if each.label.role != "level" or not each.text or is_dash(each.text):
            continue
        words = " ".join(each.text.split())
        found = heading_of(words) or heading_of(f"{each.label.name}{words}") or heading_of(f"{each.label.name} {words}")
        if found is not None and found.title:
            number = (
                found.number if words.startswith(found.label) else words.removesuffix(found.title).strip(" .．:：、")
            )
            own.append(Above(found.label, found.sign, number, found.title, each.place))
        else:
            own.append(Above(each.label.name, fold(words), None, words, each.place))
    return tuple(own) or sheet.above


def step_of(above: Above) -> Step:
    """The level and sign of a heading."""
    return above.label, above.sign


def restarting(chains: Sequence[Sequence[Above]]) -> set[Step]:
    """Headings whose number alone does not tell them, because their numbers begin anew below another heading.

    If one number of a level occurs below two headings, all numbers of that level need those above in their keys.
    """
    parents: defaultdict[Step, set[Step]] = defaultdict(set)
    for chain in chains:
        for above, below in pairwise(chain):
            parents[step_of(below)].add(step_of(above))
    labels_ = {step[0] for step, above in parents.items() if len(above) > 1}
    return {step for step in parents if step[0] in labels_}
