"""Files of a paper: downloads at once of a part or a short paper, prints of the whole as long work."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import cast

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banso.domain.edits import EditRefused
from banso.models import Plan
from banso.queries.papers import MEDIA_TYPES, Finish, file_name, plan_name, write_form
from banso.services.printing import FINISHES, start_print
from banso.web.guard import StaffRequest, on_plan
from banso.web.paper.views import form_or_404, paper_or_404


@require_safe
@on_plan("print")
def download(request: StaffRequest, plan: Plan, form: str, year: int | None) -> HttpResponse:
    """The paper of one part (``node``), or of a form that is one paper, in ``format`` and ``finish``."""
    asked = form_or_404(plan, form, year)
    format, finish = request.GET.get("format", "pdf"), request.GET.get("finish", "draft")
    node = request.GET.get("node") or None
    if format not in MEDIA_TYPES or f".{format}" not in asked.suffixes or finish not in FINISHES:
        raise Http404
    expected = len(paper_or_404(plan, asked, year, node).pages)
    with tempfile.TemporaryDirectory(prefix="banso-") as folder:
        path = Path(folder) / f"paper.{format}"
        written = write_form(plan, asked, year, path, finish=cast(Finish, finish), node=node)
        if written.count != expected:
            raise EditRefused(_("印刷できませんでした。もう一度試し、続くときは管理者に知らせてください。"))
        content = path.read_bytes()
    response = HttpResponse(content, content_type=MEDIA_TYPES[format])
    name = file_name(plan_name(plan), asked.title, str(year) if year else None, node, suffix=format)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_POST
@on_plan("print")
def print_whole(request: StaffRequest, plan: Plan, form: str, year: int | None) -> HttpResponse:
    """Start printing the whole form as one file; the job's page shows how far it is."""
    asked = form_or_404(plan, form, year)
    job = start_print(
        actor=request.actor,
        plan=plan,
        year=year,
        paper=asked.name,
        format=request.POST.get("format", ""),
        finish=request.POST.get("finish", "draft"),
    )
    return redirect("job", job.pk)
