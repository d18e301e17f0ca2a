"""Every address × everybody × GET and POST: who gets in, who is refused, and that a refused request changes nothing.

The table below names every route of the workspace with what GET and POST ask for; a route that is not in it fails the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from banso.models import Evidence, Import, Job, Organization, Person, Plan
from banso.models.imports import ImportState
from banso.services.policy import _ALLOWED as ALLOWED
from banso.services.policy import Deed, actor_of
from banso.services.results import CellEdit, save_cells
from banso.services.texts import write_report

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Person], Client]
NODE, ACTION, INDICATOR = "1-①", "1-①-a", "1-1"
HIDDEN = 404
"""What the things of another organization are: not there."""
NO = "no such method"
OPEN = "for everybody"
OWN = "about the person, not about a plan"


@dataclass(frozen=True)
class Route:
    """What an address asks for. ``get`` and ``post`` are a deed, or NO, OPEN, OWN; ``done`` is the answer to those who
    may: ``sent`` with POST. ``leaves`` names tables that a permitted reader's POST may fill."""

    args: Mapping[str, Any] = field(default_factory=dict)
    get: Deed | str = "see"
    post: Deed | str = "see"
    sent: Mapping[str, Any] = field(default_factory=dict)
    done: int = 200
    shown: int = 200
    leaves: tuple[str, ...] = ()


P = {"slug": "mihon"}
Y = {**P, "year": 2023}
S = {**Y, "node": NODE}
F = {**Y, "form": "scorecard"}
STEP = {**P, "owner": ACTION, "line": 1, "position": 0}
CELL = f"cell:actual/{INDICATOR}/2023"

ROUTES: dict[str, Route] = {
    "language": Route(get=NO, post=OPEN, sent={"language": "en"}, done=302),
    "home": Route(get=OWN, post=OWN),
    "overview": Route(get=OWN, post=NO),
    "go": Route(get=OWN, post=OWN, shown=404, done=404),
    "looked": Route(P, NO, "see", {"number": "1"}, 302, leaves=("Look",)),
    "plan_new": Route(get="create-plan", post="create-plan", sent={"title": "あたらしい計画"}, done=422),
    "plan": Route(P),
    "plan_cross": Route(P),
    "node": Route({**P, "key": NODE}),
    "decide": Route(
        P,
        NO,
        "write-texts",
        {"key": NODE, "year": "2023", "vocabulary": "実施方針区分", "value": "強化", "why": "伸びている"},
        302,
    ),
    "sheet_rows": Route(P),
    "sheet_rows_of": Route({**P, "key": NODE}),
    "structure": Route({**P, "deed": "change"}, NO, "edit-plan", {"key": NODE, "title": "変えた題名"}, 302),
    "roadmap": Route(P),
    "roadmap_confirm": Route(P, NO, "edit-plan", {}, 302),
    "roadmap_new": Route(
        {**P, "owner": ACTION},
        "edit-plan",
        "edit-plan",
        {"text": "新しい項目", "first_year": "2023", "last_year": "2024"},
        302,
    ),
    "roadmap_step": Route(
        STEP, "see", "edit-plan", {"text": "別の言葉", "first_year": "2024", "last_year": "2025"}, 302
    ),
    "roadmap_move": Route(STEP, NO, "edit-plan", {"first_year": "2024", "last_year": "2025"}, 302),
    "indicators": Route(P),
    "indicator": Route({**P, "key": INDICATOR}),
    "indicator_edit": Route({**P, "key": INDICATOR}, "edit-plan", "edit-plan", {"name": "別の名前"}, 302),
    "entry": Route(Y),
    "entry_save": Route(Y, NO, "enter-results", {CELL: "123"}, 302),
    "entry_copy": Route({**P, "year": 2024}, NO, "enter-results", {"indicator": INDICATOR}, 302),
    "targets": Route(P),
    "targets_save": Route(P, NO, "edit-plan", {f"cell:target/{INDICATOR}/2023": "77"}, 302),
    "targets_straight": Route(P, NO, "edit-plan", {"step": "1"}, 302),
    "targets_proposals": Route(Y, "see", "edit-plan", {"take:2-2": "keep"}, 302),
    "money": Route(Y),
    "money_save": Route(Y, NO, "enter-results", {f"cell:budget/{ACTION}/事業費/2023/budget": "77"}, 302),
    "money_copy": Route(Y, NO, "enter-results", {"source": "2023/budget", "to": "2023/revised"}, 422),
    "paper_style": Route(get=OPEN, post=NO),
    "sheets": Route(Y, post=NO),
    "sheets_print": Route(Y, NO, "print", {"print": "sheets-pdf", "finish": "draft"}, 302, leaves=("Job",)),
    "sheet": Route(S, post=NO),
    "sheet_text": Route(S, "see", "write-texts", {"kind": "issues", "text": "課題です。"}, 302, shown=404),
    "sheet_rating": Route(S, NO, "write-texts", {"step": "1", "stage": "draft"}, 302),
    "sheet_fit": Route(S, post=NO),
    "sheet_download": Route(S, "print", NO),
    "blocks_style": Route(get=OPEN, post=NO),
    "papers": Route(P, post=NO),
    "papers_in": Route(Y, post=NO),
    "paper": Route(F, "see", "enter-results", {CELL: "123"}, 302),
    "paper_part": Route(
        {**P, "form": "support-plan", "year": None, "node": "1"}, "see", "edit-plan", {"cell:node/1/title": "別"}, 302
    ),
    "paper_download": Route(F, "print", NO),
    "paper_totals": Route(F, NO, "enter-results", {}, 302),
    "paper_print": Route(F, NO, "print", {"format": "pdf", "finish": "clean"}, 302, leaves=("Job",)),
    "evidence_attach": Route(S, NO, "attach", {"fact": "text/1-①/2023/issues", "files": "資料.txt"}, 302),
    "evidence_remove": Route({**S, "pk": "evidence"}, NO, "attach", {}, 302),
    "evidence": Route({**P, "pk": "evidence"}, post=NO),
    "imports_new": Route(get="create-plan", post="create-plan", sent={"files": "計画.txt"}, done=302),
    "import_new": Route({"pk": "new_import"}, "create-plan", "create-plan"),
    "import_create": Route({"pk": "new_import"}, NO, "create-plan", {}, 422),
    "import_progress": Route({"pk": "import"}),
    "import_again": Route({"pk": "import"}, NO, "import", {}, 302),
    "import_discard": Route({"pk": "import"}, NO, "import", {}, 302),
    "imports": Route(P, "see", "import", {"files": "計画.txt"}, 302),
    "import": Route({**P, "pk": "import"}),
    "import_apply": Route({**P, "pk": "import"}, NO, "import", {"take": "plan", "seal": "x"}, 422),
    "import_undo": Route({**P, "pk": "import"}, NO, "import", {}, 422),
    "requests": Route({**P, "year": 2024}, post=NO),
    "requests_make": Route(
        {**P, "year": 2024}, NO, "import", {"name": "商工課", "node": "1"}, 302, leaves=("Request", "Job")
    ),
    "requests_collect": Route({**P, "year": 2024}, NO, "import", {"files": "計画.txt"}, 302),
    "check": Route(P),
    "check_dismiss": Route(P, NO, "dismiss", {"code": "x", "fact": "y", "message": "z", "reason": "w"}, 422),
    "check_restore": Route(P, NO, "dismiss", {"pk": "1"}, 302),
    "search": Route(get=OWN, post=OWN),
    "search_typing": Route(get=OWN, post=OWN),
    "settings": Route(P, "see", "edit-settings", {"title": "別の計画名"}, 302),
    "settings_levels": Route(
        P, "see", "edit-settings", {"name": ["大", "中", "小"], "numbering": ["1", "①", "a"]}, 302
    ),
    "settings_level_example": Route(P, post=NO),
    "settings_people": Route(P, post=NO),
    "settings_vocabularies": Route(
        P, "see", "edit-settings", {"do": "add", "new_name": "区分", "terms": "甲\n乙"}, 302
    ),
    "settings_rules": Route(P, post=NO),
    "settings_rule": Route(P, "edit-settings", "edit-settings", {"do": "save", "key": "kama"}, 422),
    "settings_rule_preview": Route(P, NO, "edit-settings", {"key": "kama"}),
    "settings_rule_remove": Route(P, "edit-settings", "edit-settings", {"key": "kama"}, shown=404),
    "settings_library": Route(P, post=NO),
    "settings_years": Route(P, post=NO),
    "settings_year_open": Route({**P, "year": 2025}, "edit-settings", "edit-settings", {"shown": "x"}, 422),
    "history": Route(P),
    "history_chain": Route(P),
    "history_entry": Route({**P, "number": 1}),
    "undo": Route(P, NO, "undo", {"number": "2"}, 302),
    "jobs": Route(get=OWN, post=NO),
    "job": Route({"pk": "job"}, post=NO),
    "job_state": Route({"pk": "job"}, post=NO),
    "job_result": Route({"pk": "job"}, post=NO),
    "job_again": Route({"pk": "job"}, NO, "print", {}, 302, leaves=("Job",)),
}
UNBOUND = ("plan_new", "imports_new")
"""Addresses that ask for a deed in whichever organization: the secretariat of another one may use them for their own."""


def routes(found: list[URLPattern | URLResolver] | None = None) -> Iterator[URLPattern]:
    """Every route of the workspace."""
    for each in get_resolver("banso.web.urls").url_patterns if found is None else found:
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns)
        else:
            yield each


def stored() -> dict[str, Any]:
    """Everything that stands in the tables and below the data folder; sessions and their traces aside."""
    tables: dict[str, Any] = {}
    with connection.cursor() as cursor:
        for model in apps.get_app_config("banso").get_models(include_auto_created=True):
            # As the database holds them: making values of a thousand rows after every request would take minutes.
            cursor.execute(f"SELECT * FROM {model._meta.db_table} ORDER BY {model._meta.pk.column}")
            tables[model.__name__] = cursor.fetchall()
    tables["Person"] = [list(row) for row in Person.objects.order_by("pk").values_list("pk", "username", "password")]
    folder = Path(settings.FILES_DIR)
    tables["files"] = sorted((str(file), file.read_bytes()) for file in folder.rglob("*") if file.is_file())
    return tables


@pytest.fixture
def things(plan: Plan, organization: Organization, secretariat: Person, contributor: Person) -> dict[str, int]:
    """A job with its result, evidence and imports of the plan, by the names that the table uses; and a second deed."""
    write_report(actor=actor_of(contributor), plan=plan, node=NODE, year=2023, kind="remarks", order=9, text="覚え書き")
    save_cells(actor=actor_of(secretariat), plan=plan, cells=[CellEdit("target/4-2/final", "400")])
    folder = Path(settings.FILES_DIR)
    (folder / "results").mkdir(parents=True)
    (folder / "results" / "one").write_bytes(b"%PDF-")
    made = Job.objects.create(
        organization=organization,
        plan=plan,
        person=secretariat,
        kind="sheets-pdf",
        title="進捗管理シート",
        state="done",
        result="results/one",
        result_name="シート.pdf",
        arguments={"year": 2023, "finish": "draft"},
        answer={"count": 1, "pages": 1, "unit": "シート", "remarks": []},
    )
    digest = "ab" * 32
    (folder / "evidence" / "ab").mkdir(parents=True)
    (folder / "evidence" / "ab" / digest).write_bytes(b"proof")
    proof = Evidence.objects.create(
        plan=plan,
        fact_address="text/1-①/2023/issues",
        name="根拠.txt",
        size=5,
        digest=digest,
        media_type="text/plain",
        by=contributor,
    )
    state = ImportState.FAILED
    one = Import.objects.create(
        organization=organization, plan=plan, person=secretariat, state=state, message="読めません。"
    )
    new = Import.objects.create(organization=organization, person=secretariat, state=state, message="読めません。")
    for record in (one, new):
        record.files.create(name="計画.txt", size=3, digest=digest)
    return {"job": made.pk, "evidence": proof.pk, "import": one.pk, "new_import": new.pk}


def address(name: str, route: Route, things: Mapping[str, int]) -> str:
    return reverse(
        name, kwargs={key: things.get(value, value) if key == "pk" else value for key, value in route.args.items()}
    )


def values(sent: Mapping[str, Any]) -> dict[str, Any]:
    """What is posted; a file is made anew for each request."""
    return {
        name: SimpleUploadedFile(str(value), "一行目\n".encode()) if name == "files" else value
        for name, value in sent.items()
    }


def expected(name: str, route: Route, method: str, role: str) -> int:
    """The status that somebody gets: a role of the organization, ``outsider`` or ``nobody``."""
    asked = route.get if method == "get" else route.post
    fine = route.shown if method == "get" else route.done
    if asked == NO:
        return 405
    if asked == OPEN:
        return fine
    if role == "nobody":
        return 302
    if asked == OWN:
        return fine
    if role == "outsider":
        return fine if name in UNBOUND else HIDDEN
    return fine if asked in ALLOWED[role] else 403


def test_every_route_is_in_the_table() -> None:
    assert {each.name for each in routes()} == set(ROUTES)


@pytest.mark.parametrize("role", ["nobody", "reader", "contributor", "secretariat", "outsider"])
def test_looking(role: str, things: dict[str, int], client_of: ClientOf, request: pytest.FixtureRequest) -> None:
    client = Client() if role == "nobody" else client_of(request.getfixturevalue(role))
    before = stored()
    found, wanted = {}, {}
    for name, route in ROUTES.items():
        answer = client.get(address(name, route, things))
        found[name], wanted[name] = answer.status_code, expected(name, route, "get", role)
        assert "default-src 'none'" in answer["Content-Security-Policy"], name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        if answer.status_code == 302:
            assert answer["Location"].startswith("/accounts/login/?next=/"), name
    assert found == wanted
    assert stored() == before


@pytest.mark.parametrize("role", ["nobody", "reader", "outsider"])
def test_posts_that_change_nothing(
    role: str, things: dict[str, int], client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    client = Client() if role == "nobody" else client_of(request.getfixturevalue(role))
    found, wanted = {}, {}
    before = stored()
    for name, route in ROUTES.items():
        answer = client.post(address(name, route, things), values(route.sent))
        found[name], wanted[name] = answer.status_code, expected(name, route, "post", role)
        after = stored()
        own = ("Import", "ImportFile", "Job", "files") if name in UNBOUND and role == "outsider" else ()
        may_leave = (*route.leaves, *own) if wanted[name] < 400 else ()
        assert {table for table in after if after[table] != before[table]} <= set(may_leave), name
        before = after
    assert found == wanted


@pytest.mark.parametrize("role", ["contributor", "secretariat"])
def test_posts_of_those_who_work(
    role: str, things: dict[str, int], client_of: ClientOf, request: pytest.FixtureRequest
) -> None:
    client = client_of(request.getfixturevalue(role))
    found, wanted, idle = {}, {}, []
    before = stored()
    for name, route in ROUTES.items():
        wanted[name] = expected(name, route, "post", role)
        with transaction.atomic():
            found[name] = client.post(address(name, route, things), values(route.sent)).status_code
            after = stored()
            transaction.set_rollback(True)
        after["files"] = before["files"] = []  # files are not rolled back, and stand for nothing without their row
        if found[name] >= 400:
            assert after == before, name
        elif found[name] == 302 and after == before:
            idle.append(name)
    assert found == wanted
    # An example that does nothing would prove nothing when it is refused to others.
    assert set(idle) <= {"language", "check_restore", "looked", "paper_totals"}


def test_every_post_asks_for_its_token(things: dict[str, int], secretariat: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(secretariat, backend="allauth.account.auth_backends.AuthenticationBackend")
    before = stored()
    for name, route in ROUTES.items():
        answer = client.post(address(name, route, things), values(route.sent))
        assert answer.status_code == 403, name
        assert "default-src 'none'" in answer["Content-Security-Policy"], name
    assert stored() == before
