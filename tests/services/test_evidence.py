"""Files of evidence: what is kept, under which name, and what is refused."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from banso.models import Evidence, Person, Plan
from banso.services.evidence import MOST_BYTES, EvidenceRefused, attach, media_type_of, path_of, plain_name, remove
from banso.services.policy import Actor, NotAllowed, actor_of

FACT = "actual/2-3/2023"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 64
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def package(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_ContentTypes", "[Content_Types].xml"), content)
    return out.getvalue()


def workbook(folder: Path) -> bytes:
    path = folder / "made.xlsx"
    xlsxwriter.Workbook(str(path)).close()
    return path.read_bytes()


def keep(actor: Actor, plan: Plan, name: str, content: bytes, fact: str = FACT) -> Evidence:
    return attach(actor=actor, plan=plan, fact=fact, name=name, content=io.BytesIO(content), size=len(content))


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("計算書.pdf", PDF, "application/pdf"),
        ("写真.PNG", PNG, "image/png"),
        ("写真.jpeg", JPEG, "image/jpeg"),
        ("集計.csv", "年度,件数\n2023,12\n".encode("cp932"), "text/csv"),
        ("覚え書き.txt", "\ufeff二行\r\nあります".encode(), "text/plain"),
        ("古い表.xls", OLD_EXCEL, "application/vnd.ms-excel"),
        (
            "文書.odt",
            package(mimetype=b"application/vnd.oasis.opendocument.text"),
            "application/vnd.oasis.opendocument.text",
        ),
    ],
)
def test_what_offices_attach_is_known_by_its_content(name: str, content: bytes, found: str) -> None:
    assert media_type_of(plain_name(name), io.BytesIO(content)) == found


def test_a_workbook_is_known_by_its_parts(tmp_path: Path) -> None:
    assert media_type_of("表.xlsx", io.BytesIO(workbook(tmp_path))).endswith("spreadsheetml.sheet")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("計算書.pdf", b"MZ\x90\x00 a program"),
        ("計算書.pdf", b"<html><script>alert(1)</script></html>"),
        ("計算書.pdf", PNG),
        ("写真.png", PDF),
        ("絵.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"),
        ("入口.html", b"<script>alert(1)</script>"),
        ("道具.exe", b"MZ\x90\x00"),
        ("名前だけ", PDF),
        ("pdf", PDF),
        ("表.xlsx", package(hello=b"only an archive")),
        ("表.xlsx", package(**{"_ContentTypes": b"<Types/>", "xl__workbook": b"", "xl__vbaProject.bin": b""})),
        ("表.xlsx", package(_ContentTypes=b"<Types/>", word__document=b"")),
        ("表.xlsx", b"PK\x03\x04 broken"),
        ("表.docx", OLD_EXCEL),
        ("覚え書き.txt", b"\x00\x01\x02 binary"),
        ("覚え書き.txt", PDF),
        ("集計.csv", b"\x80\xff\xff\xfd\xa0"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused_in_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(EvidenceRefused, match="。"):
        media_type_of(plain_name(name), io.BytesIO(content))


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\書類\\実績 集計.XLSX", "実績 集計.xlsx"),
        ("実績\u202excod.exe.pdf", "実績xcod.exe.pdf"),
        ("改\r\n行.pdf", "改行.pdf"),
        (".pdf", "資料.pdf"),
        ("か\u3099.pdf", "が.pdf"),
        ('<b>"x"</b>.csv', "b.csv"),
    ],
)
def test_names_carry_no_folders_and_no_tricks(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_a_long_name_keeps_its_end_and_fits_every_disk() -> None:
    name = plain_name("実績" * 200 + ".pdf")
    assert name.endswith(".pdf")
    assert len(name.encode()) <= 200


@pytest.mark.django_db
def test_a_file_lies_under_the_digest_of_its_content_once(plan: Plan, actor: Actor) -> None:
    first = keep(actor, plan, "計算書.pdf", PDF)
    assert first.digest == hashlib.sha256(PDF).hexdigest()
    place = path_of(first)
    assert place.read_bytes() == PDF
    assert place.parent.name == first.digest[:2]
    assert keep(actor, plan, "同じもの.pdf", PDF) == first
    other = keep(actor, plan, "同じもの.pdf", PDF, fact="text/1-①/2023/issues")
    assert other != first
    assert [each.name for each in place.parent.parent.rglob("*") if each.is_file()] == [first.digest]


@pytest.mark.django_db
def test_taking_a_file_away_keeps_it_and_says_who_did_it(plan: Plan, actor: Actor, contributor: Person) -> None:
    kept = keep(actor, plan, "計算書.pdf", PDF)
    remove(actor=actor_of(contributor), plan=plan, evidence=kept)
    kept.refresh_from_db()
    assert kept.removed_at is not None
    assert kept.removed_by == contributor
    assert path_of(kept).read_bytes() == PDF
    again = keep(actor, plan, "計算書.pdf", PDF)
    assert again.pk != kept.pk


@pytest.mark.django_db
def test_sizes_have_their_limits(plan: Plan, actor: Actor) -> None:
    with pytest.raises(EvidenceRefused, match="20 MB"):
        attach(actor=actor, plan=plan, fact=FACT, name="大きい.pdf", content=io.BytesIO(PDF), size=MOST_BYTES + 1)
    with pytest.raises(EvidenceRefused, match="空"):
        keep(actor, plan, "空.pdf", b"")
    with pytest.raises(EvidenceRefused, match="最後まで"):
        attach(actor=actor, plan=plan, fact=FACT, name="途中.pdf", content=io.BytesIO(PDF), size=len(PDF) + 5)
    assert not Evidence.objects.exists()


@pytest.mark.django_db
def test_readers_and_others_attach_and_remove_nothing(
    plan: Plan, actor: Actor, reader: Person, outsider: Person
) -> None:
    kept = keep(actor, plan, "計算書.pdf", PDF)
    for person in (reader, outsider):
        with pytest.raises(NotAllowed):
            keep(actor_of(person), plan, "写真.png", PNG)
        with pytest.raises(NotAllowed):
            remove(actor=actor_of(person), plan=plan, evidence=kept)
    kept.refresh_from_db()
    assert kept.removed_at is None
