"""Files around a sheet: downloads of its paper, prints of all sheets, and the evidence attached to its facts."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banso.domain.edits import EditRefused
from banso.models import Evidence, Plan
from banso.queries.evidence import evidence_at
from banso.queries.papers import MEDIA_TYPES, Finish, file_name, plan_name, write_sheets
from banso.services.evidence import EvidenceRefused, attach, path_of, remove
from banso.services.printing import FINISHES, start_print
from banso.web.guard import StaffRequest, on_plan
from banso.web.sheet.views import abilities, page_or_404, require_year
from banso.web.shell import fragment


@require_safe
@on_plan("print")
def download(request: StaffRequest, plan: Plan, year: int, node: str) -> HttpResponse:
    """One sheet as PDF or workbook (``format``), to work on or clean (``finish``)."""
    format, finish = request.GET.get("format", "pdf"), request.GET.get("finish", "draft")
    if format not in MEDIA_TYPES or finish not in FINISHES:
        raise Http404
    page = page_or_404(plan, year, node)
    with tempfile.TemporaryDirectory(prefix="banso-") as folder:
        path = Path(folder) / f"sheet.{format}"
        written = write_sheets(plan, year, [node], path, format=format, finish=cast(Finish, finish))
        if written.count != 1:
            raise EditRefused(_("シートを印刷できませんでした。もう一度試し、続くときは管理者に知らせてください。"))
        content = path.read_bytes()
    response = HttpResponse(content, content_type=MEDIA_TYPES[format])
    drafted = _("下書き") if finish == "draft" and page.page.value.draft else None
    name = file_name(plan_name(plan), _("進捗管理シート"), f"{year}", node, drafted, suffix=format)
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@require_POST
@on_plan("print")
def print_all(request: StaffRequest, plan: Plan, year: int) -> HttpResponse:
    """Start printing all sheets, or the action list, as one file; the job's page shows how far it is."""
    require_year(plan, year)
    paper, _sep, format = request.POST.get("print", "").rpartition("-")
    job = start_print(
        actor=request.actor,
        plan=plan,
        year=year,
        paper=paper,
        format=format,
        finish=request.POST.get("finish", "draft"),
    )
    return redirect("job", job.pk)


@require_safe
@on_plan()
def evidence(request: StaffRequest, plan: Plan, pk: int) -> HttpResponse:
    """A file of evidence, always saved and never opened inside the workspace. Files taken away stay readable here."""
    found = get_object_or_404(Evidence, plan=plan, pk=pk)
    path = path_of(found)
    if not path.is_file():
        raise Http404
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=found.name, content_type=found.media_type)
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    return cast(HttpResponse, answer)


@require_POST
@on_plan("attach")
def attach_to(request: StaffRequest, plan: Plan, year: int, node: str) -> HttpResponse:
    """Attach the chosen files to a fact of the sheet."""
    page = page_or_404(plan, year, node)
    fact = request.POST.get("fact", "")
    if fact not in dict(page.facts):
        raise EvidenceRefused(_("どの項目の資料かを選んでください。"))
    files = request.FILES.getlist("files")
    if not files:
        raise EvidenceRefused(_("添付するファイルを選んでください。"))
    kept = []
    try:
        for file in files:
            kept.append(
                attach(
                    actor=request.actor,
                    plan=plan,
                    fact=fact,
                    name=file.name or "",
                    content=cast(BinaryIO, file.file),
                    size=file.size or 0,
                )
            )
    except EvidenceRefused as refused:
        if not kept:
            raise
        said = _("%(names)s は添付しました。次のファイルは添付していません：%(why)s") % {
            "names": "、".join(each.name for each in kept),
            "why": str(refused),
        }
        return _part(request, plan, year, node, said, whole=False)
    return _part(request, plan, year, node, _("添付しました：%(names)s") % {"names": "、".join(e.name for e in kept)})


@require_POST
@on_plan("attach")
def remove_from(request: StaffRequest, plan: Plan, year: int, node: str, pk: int) -> HttpResponse:
    """Take a file away; the file and who took it away stay in the list of what was removed."""
    page_or_404(plan, year, node)
    found = get_object_or_404(Evidence, plan=plan, pk=pk)
    remove(actor=request.actor, plan=plan, evidence=found)
    return _part(request, plan, year, node, _("外しました：%(name)s") % {"name": found.name})


def _part(request: StaffRequest, plan: Plan, year: int, node: str, said: str, *, whole: bool = True) -> HttpResponse:
    """The list of evidence for htmx, else back to the sheet."""
    if not getattr(request, "htmx", False):
        (messages.success if whole else messages.warning)(request, said)
        return redirect("sheet", plan.slug, year, node)
    page = page_or_404(plan, year, node)
    groups = evidence_at(plan, page.facts)
    return fragment(
        request,
        "sheet/evidence.html",
        plan=plan,
        year=year,
        sheet=page,
        groups=groups,
        said=said,
        said_kind="success" if whole else "warning",
        **abilities(request, plan),
    )
