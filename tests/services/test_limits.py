"""Files that are not what they say, disks without room, and changes too large for one question: sentences, nothing half."""

from __future__ import annotations

import json
import resource
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from banso.domain.document import Level, Node, PlanDocument
from banso.domain.edits import EditRefused
from banso.domain.edits.nodes import set_node
from banso.domain.plan_json import dump_document
from banso.jobs.worker import work_on
from banso.library.demonstration import demonstration_plan
from banso.models import Evidence, Import, ImportFile, Job, Membership, Organization, Person, Plan, Role
from banso.models.imports import ImportState
from banso.queries.documents import document_of, read_document
from banso.services.changing import Conflict, change, undo
from banso.services.evidence import EvidenceRefused, attach
from banso.services.imports import create_from_import, receive
from banso.services.jobs import take_job
from banso.services.plans import create_plan
from banso.services.policy import Actor, NotAllowed, actor_of
from banso.services.printing import start_print
from banso.services.uploads import MAX_BYTES, keep_uploads

pytestmark = pytest.mark.django_db(transaction=True)

FACT = "text/1-①/2023/issues"


@dataclass
class Large:
    """An upload of that many bytes, made while it is read."""

    size: int
    name: str = "大きい.pdf"

    def chunks(self) -> Iterable[bytes]:
        """Mebibytes of nothing."""
        piece = bytes(1 << 20)
        for _number in range(self.size >> 20):
            yield piece
        yield bytes(self.size & ((1 << 20) - 1))


def packed(**parts: bytes) -> bytes:
    """A package with these parts; ``__`` stands for a slash."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def plan_with(**fields: Any) -> bytes:
    """A plan document with one element that has these fields."""
    node = {"key": "1", "level": 0, "number": "1", "title": "方針", **fields}
    return json.dumps({"format": "banso-plan/1", "title": "計画", "nodes": [node]}).encode()


def figures_with(**fields: Any) -> bytes:
    """A plan document with one result that has these fields."""
    data = json.loads(dump_document(demonstration_plan()))
    data["actuals"] = [{"indicator": "1-1", "year": 2023, **fields}]
    return json.dumps(data).encode()


def stored_files() -> list[Path]:
    return sorted(each for each in Path(settings.FILES_DIR).rglob("*") if each.is_file())


def read_in(actor: Actor, plan: Plan, name: str, content: bytes) -> Import:
    """What became of a paper that was handed in."""
    record = receive(
        actor=actor, organization=plan.organization, plan=plan, uploads=[SimpleUploadedFile(name, content)]
    )
    while (job := take_job("test")) is not None:
        work_on(job)
    record.refresh_from_db()
    return record


PASSWORD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(3000)
SHEET = b"<worksheet>" + b"<row/>" * 10 + b"</worksheet>"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("暗号.xlsx", PASSWORD_EXCEL),
        ("爆弾.xlsx", packed(xl__workbook=bytes(300 << 20), xl__worksheets__sheet1=SHEET)),
        ("空の箱.xlsx", packed()),
        ("文字.csv", b"\x81\xff\xfe\x00\x9d" * 400),
        ("途中.pdf", b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"),
        ("偽り.pdf", b"<html><script>alert(1)</script></html>"),
        ("深い.json", b"[" * 200_000),
        ("数.json", b'{"format": "banso-plan/1", "first_year": ' + b"9" * 5000 + b"}"),
        ("年.json", b'{"format": "banso-plan/1", "first_year": 0, "last_year": 99999}'),
        ("指数.json", figures_with(amount="1e999999999")),
        ("非数.json", figures_with(amount="NaN")),
        ("段.json", plan_with(level=10**12)),
    ],
)
def test_a_paper_that_is_none_ends_in_a_sentence(actor: Actor, plan: Plan, name: str, content: bytes) -> None:
    record = read_in(actor, plan, name, content)
    assert record.state == ImportState.FAILED
    assert record.message.endswith("。")
    assert read_document(plan) == demonstration_plan()


def test_what_nobody_sees_does_not_come_in_with_a_paper(actor: Actor, organization: Organization, plan: Plan) -> None:
    content = plan_with(title="方\x00針\x07", key="1\x01", text="\ud800文")
    record = receive(
        actor=actor, organization=organization, plan=None, uploads=[SimpleUploadedFile("計画.json", content)]
    )
    while (job := take_job("test")) is not None:
        work_on(job)
    record.refresh_from_db()
    assert record.state == ImportState.READ, record.message
    made = create_from_import(actor=actor, record=record).plan
    assert [(node.key, node.title) for node in read_document(made).nodes] == [("1", "方針")]


def test_a_file_over_the_limit_leaves_nothing_behind() -> None:
    with pytest.raises(EditRefused, match="50 MB を超えています"):
        keep_uploads([Large(MAX_BYTES + 1)])
    assert stored_files() == []


@pytest.mark.parametrize(
    "name",
    ["../../../etc/cron.d/x.txt", "..\\..\\x.txt", "/x.txt", "あ" * 300 + ".txt", "a\x00\n\r\u202etxt.exe.txt", "."],
)
def test_names_are_only_names(actor: Actor, plan: Plan, name: str) -> None:
    upload = SimpleUploadedFile("x.txt", "一行目\n".encode())
    upload._name = name  # Django's own cleaning aside
    kept = keep_uploads([upload])[0]
    proof = attach(
        actor=actor, plan=plan, fact=FACT, name=name if name != "." else "..txt", content=BytesIO(b"abc"), size=3
    )
    for made in (kept.name, proof.name):
        assert made
        assert len(made.encode()) <= 200
        assert not set("/\\\x00\n\r\u202e") & set(made)
    root = Path(settings.FILES_DIR).resolve()
    assert all(file.resolve().is_relative_to(root) for file in stored_files())
    assert len(stored_files()) == 2


@pytest.fixture
def small_disk() -> Iterator[None]:
    """No file may grow beyond a few kilobytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def file_in_the_way() -> None:
    """The folder of files cannot be made."""
    place = Path(settings.FILES_DIR)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"")


@pytest.mark.parametrize("trouble", ["small_disk", "file_in_the_way"])
def test_a_disk_without_room_is_told_and_nothing_is_half_kept(
    trouble: str, actor: Actor, plan: Plan, organization: Organization, request: pytest.FixtureRequest
) -> None:
    printing = start_print(actor=actor, plan=plan, year=2023, paper="sheets", format="xlsx", finish="draft")
    content = bytes(100_000)
    jpeg = b"\xff\xd8\xff\xe0\x00\x10JFIF" + content
    request.getfixturevalue(trouble)
    with pytest.raises(EditRefused, match="空きがないか、書き込めません。"):
        receive(actor=actor, organization=organization, plan=plan, uploads=[SimpleUploadedFile("計画.pdf", content)])
    with pytest.raises(EvidenceRefused, match="空きがないか、書き込めません。"):
        attach(actor=actor, plan=plan, fact=FACT, name="写真.jpg", content=BytesIO(jpeg), size=len(jpeg))
    job = take_job("test")
    assert job == printing
    work_on(job)
    if trouble == "small_disk":
        _soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    job.refresh_from_db()
    assert (job.state, job.result) == ("failed", "")
    assert job.message.endswith("。")
    assert not any(table.objects.exists() for table in (Import, ImportFile, Evidence))
    assert [file for file in stored_files() if file.stat().st_size] == []
    assert read_document(plan) == demonstration_plan()


def test_a_page_that_needs_room_says_so(plan: Plan, secretariat: Person, small_disk: None) -> None:
    client = Client()
    client.force_login(secretariat, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.get("/plans/mihon/sheets/2023/1-①/download?format=pdf")
    assert answer.status_code == 507
    assert "空きがないか、書き込めません。" in answer.content.decode()


def test_a_change_of_a_thousand_facts_overwrites_none_unseen(
    organization: Organization, actor: Actor, contributor: Person
) -> None:
    nodes = tuple(Node(key=f"n{number}", level=0, number=str(number), title=f"取組{number}") for number in range(1_200))
    document = PlanDocument(title="大きな計画", levels=(Level(name="取組", numbering="1"),), nodes=nodes)
    plan = create_plan(actor=actor, organization=organization, document=document, slug="oki").plan
    last = nodes[-1].key
    done = change(
        actor=actor, plan=plan, deed="edit-plan", edit=lambda old: set_node(old, key=last, title="先の人の題名")
    )

    def rename(old: PlanDocument) -> PlanDocument:
        return replace(old, nodes=tuple(replace(node, title=f"{node.title}（改）") for node in old.nodes))

    with pytest.raises(Conflict) as conflict:
        change(actor=actor, plan=done.plan, deed="edit-plan", edit=rename, based_on=1)
    assert conflict.value.change.address == f"node/{last}"
    assert document_of(done.plan).nodes[-1].title == "先の人の題名"


def test_who_may_no_longer_do_it_may_no_longer_take_it_back(plan: Plan, secretariat: Person, actor: Actor) -> None:
    done = change(actor=actor, plan=plan, deed="edit-plan", edit=lambda old: set_node(old, key="1-①", title="別の題名"))
    Membership.objects.filter(person=secretariat).update(role=Role.CONTRIBUTOR)
    now = actor_of(secretariat)
    for entry in (None, done.entry):
        with pytest.raises(NotAllowed):
            undo(actor=now, plan=done.plan, entry=entry)
    assert next(node for node in read_document(plan).nodes if node.key == "1-①").title == "別の題名"
    assert not Job.objects.exists()
