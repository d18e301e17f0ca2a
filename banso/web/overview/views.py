"""The table of all plans."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banso.http import whole_number
from banso.models import Organization
from banso.queries.overview import overview as overview_of
from banso.web.guard import StaffRequest, signed_in
from banso.web.shell import show


@require_safe
@signed_in
def overview(request: StaffRequest) -> HttpResponse:
    """How every plan stands in its year, of one ``organization`` (its short name) or of all the person belongs to."""
    organizations = tuple(Organization.objects.filter(pk__in=list(request.actor.roles)).order_by("name"))
    slug = request.GET.get("organization", "")
    chosen = [each for each in organizations if not slug or each.slug == slug]
    if slug and not chosen:
        raise Http404
    year = whole_number(request.GET.get("year"))
    table = overview_of([each.pk for each in chosen], request.GET.get("page"), year)
    return show(
        request,
        "overview/page.html",
        title=_("全計画の状況"),
        section="overview",
        table=table,
        organizations=organizations,
        chosen=slug,
        wanted=year,
    )
