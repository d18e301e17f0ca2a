"""The rows of a progress sheet: their own words, and the actions each gathers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any, Literal

from banso.domain.address import join
from banso.domain.document import Group, PlanDocument
from banso.domain.edits.access import exchanged, group_of, named, node_of
from banso.domain.edits.keys import fresh_key
from banso.domain.edits.refusal import EditRefused


def add_group(
    document: PlanDocument, *, node: str, title: str, taken: Collection[str] = ()
) -> tuple[PlanDocument, str]:
    """A new row behind the others of the node's sheet, without actions, and its key. Refuses a blank title."""
    node_of(document, node)
    if not title.strip():
        raise EditRefused("行の名称が空です。シートの行に書く言葉を入れてください。")
    prefix = f"{node}~"
    keys = [*(group.key for group in document.groups), *taken]
    rows = [int(row) for key in keys if key.startswith(prefix) and (row := key.removeprefix(prefix)).isdecimal()]
    key = fresh_key(document, f"{prefix}{max(rows, default=0) + 1}", taken)
    return replace(document, groups=(*document.groups, Group(key=key, node=node, title=title.strip()))), key


def set_group(document: PlanDocument, *, key: str, **fields: Any) -> PlanDocument:
    """The row with a new ``title`` or new ``members``; members a person chose are ``confirmed``.

    An action stands in one row of its sheet: chosen here, it leaves the other. Refuses a blank title, and members that
    are no nodes below the sheet's own.
    """
    if unknown := set(fields) - {"title", "members"}:
        raise TypeError(f"set_group has no field {', '.join(sorted(unknown))}")
    group = group_of(document, key)
    changed = group
    if "title" in fields:
        title = (fields["title"] or "").strip()
        if not title:
            raise EditRefused("行の名称を空にはできません。シートの行に書く言葉を入れてください。")
        changed = replace(changed, title=title)
    groups = document.groups
    if "members" in fields:
        members = tuple(dict.fromkeys(fields["members"]))
        for member in members:
            node = node_of(document, member)
            if member == group.node:
                raise EditRefused(f"{named(node)}はシートの施策そのものなので、その行には入れられません。")
        changed = replace(changed, members=members, match="confirmed")
        groups = tuple(
            replace(other, members=tuple(each for each in other.members if each not in members))
            if other.node == group.node and other.key != key and set(members) & set(other.members)
            else other
            for other in groups
        )
    return replace(document, groups=exchanged(groups, group, changed))


def reorder_group(document: PlanDocument, *, key: str, step: Literal[-1, 1]) -> PlanDocument:
    """The row one place up (-1) or down (+1) on its sheet; at the end nothing moves."""
    group = group_of(document, key)
    slots = [place for place, other in enumerate(document.groups) if other.node == group.node]
    here = next(index for index, slot in enumerate(slots) if document.groups[slot].key == key)
    there = here + step
    if not 0 <= there < len(slots):
        return document
    groups = list(document.groups)
    groups[slots[here]], groups[slots[there]] = groups[slots[there]], groups[slots[here]]
    return replace(document, groups=tuple(groups))


def remove_group(document: PlanDocument, *, key: str) -> PlanDocument:
    """The document without the row; its actions stand in no row then. Refuses a row with a roadmap or a footnote."""
    group = group_of(document, key)
    steps = sum(step.group == key for step in document.roadmap)
    own = (join("group", key), join("roadmap", key))
    notes = sum(
        any(at == each or at.startswith(each + "/") for at in note.at for each in own) for note in document.notes
    )
    if steps or notes:
        what = "、".join(f"{name}{count}件" for name, count in (("ロードマップ", steps), ("注", notes)) if count)
        raise EditRefused(
            f"行「{group.title or key}」には{what}があるので、消せません。先にそれを消すか移してください。"
        )
    return replace(document, groups=tuple(other for other in document.groups if other.key != key))


def uncovered_actions(document: PlanDocument, node: str | None = None) -> tuple[str, ...]:
    """The keys of actions (of one node, or of all) whose sheet has rows, but that stand in none of them.

    A repeat (再掲) is asked for only where other repeats of the same sheet stand in its rows.
    """
    sheets = {group.node for group in document.groups if node is None or group.node == node}
    members = {member for group in document.groups for member in group.members}
    with_repeats = {each.parent for each in document.nodes if each.reprise_of and each.key in members}
    return tuple(
        each.key
        for each in document.nodes
        if each.parent in sheets
        and each.key not in members
        and each.key not in sheets
        and (each.reprise_of is None or each.parent in with_repeats)
    )
