"""Guards: who is signed in, and which plan a page is about. A plan of another organization is not there at all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse

from banso.models import Person, Plan
from banso.services.policy import Actor, Deed, actor_of, at, may, require

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request of a signed-in person."""

    actor: Actor


def signed_in(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The view gets a request with its ``actor``; others are sent to sign in."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        staff = cast(StaffRequest, request)
        staff.actor = actor_of(cast(Person, request.user))
        return view(staff, *args, **kwargs)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)


def on_plan(
    deed: Deed = "see",
) -> Callable[
    [Callable[Concatenate[StaffRequest, Plan, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, str, P], HttpResponse],
]:
    """The view gets the plan named by the address's ``slug``; 404 where the person may not see it, 403 without the deed."""

    def decorate(
        view: Callable[Concatenate[StaffRequest, Plan, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, str, P], HttpResponse]:
        @signed_in
        def guarded(request: StaffRequest, /, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            plan = Plan.objects.select_related("organization").filter(slug=slug).first()
            if plan is None or not may(request.actor, "see", at(plan)):
                raise Http404
            require(request.actor, deed, at(plan))
            return view(request, plan, *args, **kwargs)

        return cast("Callable[Concatenate[HttpRequest, str, P], HttpResponse]", wraps(view)(guarded))

    return decorate
