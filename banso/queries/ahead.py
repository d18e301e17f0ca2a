"""What is read ahead of being asked for: a web process does it beside its requests, so that none of them has to wait.

Nothing depends on it: whoever asks for something that is not read yet reads it then. What is read is kept in the process by
the plan's digest, so it is right after a crash, and every process finds by itself what another one has changed.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from banso.models import Plan
from banso.queries.checking import findings_of
from banso.queries.documents import document_of
from banso.queries.home import plan_state
from banso.queries.search import KEPT_PLANS, read_words, words_are_kept
from banso.queries.years import open_years

MOST = 10
"""Plans read at once, before it is asked again which were edited meanwhile."""
_REST = 2.0
"""Rest after each plan, in times of what it took: requests go first."""


def read_ahead(rest: Callable[[float], object] = time.sleep) -> int:
    """Read up to ``MOST`` plans whose words are not kept as they are now, the edited and then the newest first.

    Answers how many. A plan that was edited since it was read is also checked again: people look at home after they
    have worked. One query where all is read. ``rest`` waits so many seconds.
    """
    listed = Plan.objects.order_by("-pk").values_list("pk", "uid", "digest")[:KEPT_PLANS]
    unread = [(pk, kept) for pk, uid, digest in listed if not (kept := words_are_kept(uid, digest))]
    waiting = sorted(unread, key=lambda each: each[1] is None)[:MOST]
    for pk, kept in waiting:
        began = time.perf_counter()
        plan = Plan.objects.filter(pk=pk).first()
        if plan is not None:
            read_words(plan)
            if kept is not None:
                _read_for_home(plan)
        rest(_REST * (time.perf_counter() - began))
    return len(waiting)


def _read_for_home(plan: Plan) -> None:
    findings_of(plan)
    years = open_years(document_of(plan))
    plan_state(plan, years[-1] if years else None)
