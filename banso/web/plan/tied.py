"""The forms about what an element rests on and leads to: references, the logic model, the decision of a year."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from banso.domain.document import Node
from banso.domain.edits import EditRefused
from banso.domain.edits.links import name_of
from banso.domain.edits.logic_model import PARTS, logic_model_of
from banso.http import whole_number
from banso.queries.deciding import decision_vocabularies
from banso.queries.years import open_years
from banso.services.decisions import decision_of
from banso.services.policy import at, may
from banso.web.guard import StaffRequest
from banso.web.plan.frame import Sight

Values = dict[str, Any]


def reference(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    """The link out of the plan that ``link`` names, or an empty one; titles known in the plan are offered."""
    assert node is not None
    name = request.GET.get("link")
    known = next((each for each in node.links if each.external is not None and name_of(each) == name), None)
    if name is not None and known is None:
        raise EditRefused(_("その関連は、もうありません。画面を開き直してください。"))
    external = [each.external for other in seen.document.nodes for each in other.links if each.external is not None]
    return {
        "link": known,
        "name": name,
        "titles": list(dict.fromkeys(each.title for each in external if each.title)),
        "owners": list(dict.fromkeys(each.owner for each in external if each.owner)),
    }


def logic_model(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    """Every part of the element's logic model as it stands."""
    assert node is not None
    stated = logic_model_of(seen.document, node.key)
    return {"parts_of_model": [(part, stated.get(part, "")) for part in PARTS]}


def deciding(request: StaffRequest, seen: Sight, node: Node | None) -> Values:
    """The decision of the year ``of`` in the vocabulary ``in``; without them this year's in the first vocabulary."""
    assert node is not None
    vocabularies = decision_vocabularies(seen.document)
    if not vocabularies:
        raise EditRefused(_("決定に使う区分がありません。設定の区分に「次年度方針」のような区分を加えてください。"))
    wanted = request.GET.get("in")
    vocabulary = next((each for each in vocabularies if each.name == wanted), vocabularies[0])
    own = {each.year for each in seen.document.decisions if each.node == node.key}
    years = sorted({*open_years(seen.document), *own}, reverse=True)
    asked = whole_number(request.GET.get("of"))
    year = asked if asked in years else seen.year if seen.year in years else next(iter(years), None)
    if year is None:
        raise EditRefused(_("計画期間が決まっていません。設定で計画期間を入れてから、決定を書いてください。"))
    stands = decision_of(seen.document, node.key, year, vocabulary.name)
    return {
        "vocabularies": vocabularies,
        "vocabulary": vocabulary,
        "years": years,
        "decided_year": year,
        "stands": stands,
        "terms": tuple(dict.fromkeys((*vocabulary.terms, *(stands.values if stands else ())))),
        "may_confirm": may(request.actor, "edit-plan", at(seen.plan)),
    }
