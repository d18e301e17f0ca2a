"""Whether an installation is whole: its history explains its tables, to the letter."""

from __future__ import annotations

import json
from typing import Any

from tests.served import Served


def history_of(served: Served, slug: str = "kama") -> list[dict[str, Any]]:
    """All entries of a plan, oldest first, after proving that replaying them gives what the tables hold."""
    printed = served.script(f"""
        import json
        from banso.domain.diff import apply
        from banso.domain.difference_json import load_difference
        from banso.domain.document import PlanDocument
        from banso.models import Plan
        from banso.queries.documents import read_document
        from banso.queries.history import broken_links
        plan = Plan.objects.get(slug={slug!r})
        assert list(broken_links(plan)) == [], "the chain of digests holds"
        document, entries = PlanDocument(), []
        for entry in plan.entries.order_by("number"):
            difference = load_difference(entry.difference)
            document = apply(document, difference)
            entries.append({{
                "number": entry.number,
                "actor": entry.actor_name,
                "changes": [
                    {{"address": change.address, "amount": [str(each) for each in change.fields.get("amount", ())]}}
                    for change in difference.changes
                ],
            }})
        assert plan.revision == len(entries), "no number is missing"
        assert document == read_document(plan), "the tables hold what the history says"
        print(json.dumps(entries))
    """)
    entries: list[dict[str, Any]] = json.loads(printed)
    return entries
