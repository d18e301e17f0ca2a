"""The panels about one element: the element itself and the forms that change it (``do`` in the address)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from banso.domain.document import Node
from banso.domain.document_words import TEXT_KIND_WORDS
from banso.domain.edits import EditRefused
from banso.domain.edits.keys import next_number
from banso.domain.edits.nodes import hanging_on
from banso.domain.match import indicator_label
from banso.http import whole_number
from banso.queries.deciding import marking_vocabularies
from banso.queries.node_page import node_page
from banso.queries.plan_tree import choices_of, level_names
from banso.queries.structure_meaning import (
    elements_to_choose,
    meaning_of_end,
    meaning_of_merge,
    meaning_of_move,
)
from banso.services.policy import at, require
from banso.web.guard import StaffRequest
from banso.web.plan.frame import Panel, Sight
from banso.web.plan.tied import deciding, logic_model, reference

Values = dict[str, Any]


def panel_of(request: StaffRequest, seen: Sight, key: str | None) -> Panel | None:
    """The panel an address asks for; None where the plan has no such element. Raises NotAllowed."""
    do = request.GET.get("do", "")
    nodes = {node.key: node for node in seen.document.nodes}
    if key is not None and key not in nodes:
        return None
    if do not in FORMS:
        return _element(seen, key) if key is not None else None
    require(request.actor, "write-texts" if do in YEARLY else "edit-plan", at(seen.plan))
    if seen.closed and do not in YEARLY:
        raise EditRefused(
            _("閉じた年度の体系は変えられません。画面の上で、いちばん新しい年度に切り替えてから編集してください。")
        )
    title, make = FORMS[do]
    node = nodes[key] if key is not None else None
    if node is None and do != "add":
        return None
    values = make(request, seen, node)
    page = node_page(seen.document, seen.evaluation, seen.year, key) if key is not None else None
    return Panel(f"plan/panels/{do}.html", title(), {"page": page, **values})


def _element(seen: Sight, key: str) -> Panel | None:
    page = node_page(seen.document, seen.evaluation, seen.year, key)
    return Panel("plan/panels/node.html", page.label, {"page": page}) if page else None


def _add(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    """``node`` is the parent; with ``beside`` it is the sibling behind which the new one goes."""
    nodes = {each.key: each for each in seen.document.nodes}
    after = node if node is not None and "beside" in request.GET else None
    parent = nodes.get(after.parent or "") if after is not None else node
    level = parent.level + 1 if parent else 0
    names = [each.name for each in seen.document.levels]
    try:
        number = next_number(seen.document, parent, level)
    except EditRefused:
        number = None  # the style has no further sign: a person types it
    return {
        "parent": parent,
        "after": after,
        "level_word": names[level] if level < len(names) else _("第%(n)d階層") % {"n": level + 1},
        "number": number,
        "owners": choices_of(seen.document).owners,
    }


def _edit(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    return {
        "vocabularies": marking_vocabularies(seen.document),
        "owners": choices_of(seen.document).owners,
    }


def _move(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    assert node is not None
    asked = request.GET.get("to")
    meaning = None
    if asked is not None:
        meaning = meaning_of_move(seen.document, key=node.key, parent=asked or None)
    return {
        "targets": elements_to_choose(seen.document, without=node.key),
        "asked": asked,
        "meaning": meaning,
        "levels": level_names(seen.document),
    }


def _end(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    assert node is not None
    first, last = seen.document.first_year, seen.document.last_year
    year = whole_number(request.GET.get("last_year"))
    known = range(first, last + 1) if first is not None and last is not None else [seen.year] if seen.year else []
    return {
        "years": list(known),
        "asked": year,
        "meaning": meaning_of_end(seen.document, key=node.key, last_year=year),
    }


def _merge(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    assert node is not None
    asked = request.GET.get("to") or None
    choices = elements_to_choose(seen.document, without=node.key)
    meaning = meaning_of_merge(seen.document, source=node.key, into=asked) if asked else None
    return {
        "same": [each for each in choices if each.level == node.level],
        "others": [each for each in choices if each.level != node.level],
        "asked": next((each for each in choices if each.key == asked), None),
        "meaning": meaning,
    }


def _reprise(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    assert node is not None
    return {
        "targets": [each for each in elements_to_choose(seen.document, without=node.key) if each.level < 5],
        "level": max(node.level - 1, 0),
        "fields": _inheritable(seen, node),
    }


def _inherit(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    assert node is not None
    nodes = {each.key: each for each in seen.document.nodes}
    return {"fields": _inheritable(seen, nodes.get(node.reprise_of or "", node))}


def _inheritable(seen: Sight, original: Node) -> list[tuple[str, str]]:
    """What a repeat can take from an original: its title, its own texts, its terms."""
    kinds = dict.fromkeys(
        text.kind
        for text in seen.document.texts
        if text.node == original.key and text.year is None and not text.heading
    )
    return [
        ("title", _("名称")),
        *((kind, TEXT_KIND_WORDS[kind]) for kind in kinds),
        *((vocabulary.name, vocabulary.name) for vocabulary in seen.document.vocabularies),
    ]


def _link(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    assert node is not None
    to, kind = request.GET.get("to"), request.GET.get("kind")
    return {
        "targets": [each for each in elements_to_choose(seen.document) if each.key != node.key],
        "known": next((each for each in node.links if each.to == to and each.kind == kind), None) if to else None,
        "known_to": to,
    }


def _indicator(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    here = {(each.indicator, each.role) for each in seen.document.placements if node and each.node == node.key}
    return {
        "indicators": [(each.key, _indicator_words(each)) for each in seen.document.indicators],
        "here": here,
    }


def _merge_indicator(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    key = request.GET.get("indicator", "")
    source = next((each for each in seen.document.indicators if each.key == key), None)
    if source is None:
        raise EditRefused(_("その指標は、この計画にはもうありません。画面を開き直してください。"))
    return {
        "source": source,
        "label": _indicator_words(source),
        "indicators": [(each.key, _indicator_words(each)) for each in seen.document.indicators if each.key != key],
        "set_targets": sum(each.indicator == key and each.state != "not-set" for each in seen.document.targets),
        "actuals": sum(each.indicator == key and each.state != "not-entered" for each in seen.document.actuals),
        "placements": sum(each.indicator == key for each in seen.document.placements),
    }


def _indicator_words(indicator: Any) -> str:
    code = f"{indicator.code} " if indicator.code else ""
    unit = f"（{indicator.unit}）" if indicator.unit else ""
    return f"{code}{indicator_label(indicator)}{unit}"


def _why(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    return {}


def _remove(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    assert node is not None
    return {"hanging": hanging_on(seen.document, node.key)}


FORMS: dict[str, tuple[Callable[[], str], Callable[[StaffRequest, Sight, Node | None], Values]]] = {
    "add": (lambda: _("項目を追加"), _add),
    "edit": (lambda: _("項目を編集"), _edit),
    "move": (lambda: _("項目を移す"), _move),
    "end": (lambda: _("項目を終了する"), _end),
    "merge": (lambda: _("項目を統合する"), _merge),
    "reprise": (lambda: _("再掲を置く"), _reprise),
    "inherit": (lambda: _("再掲で引き継ぐもの"), _inherit),
    "link": (lambda: _("ほかの項目と結び付ける"), _link),
    "refer": (lambda: _("ほかの計画・根拠を加える"), reference),
    "logic": (lambda: _("ロジックモデルを書く"), logic_model),
    "decide": (lambda: _("年度ごとの決定を書く"), deciding),
    "indicator": (lambda: _("指標を置く"), _indicator),
    "merge-indicator": (lambda: _("指標を統合する"), _merge_indicator),
    "why": (lambda: _("指標を置かない理由"), _why),
    "remove": (lambda: _("項目を消す"), _remove),
}
"""The forms by their name in the address: title and values of the template of the same name."""

YEARLY = frozenset({"decide"})
"""Forms about one year's facts: who writes texts opens them, and closed years too."""
