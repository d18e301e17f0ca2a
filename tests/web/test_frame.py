"""The frame of every page: nothing inline, nothing kept by browsers, small, Japanese or English, refusals that help."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from banso.models import Person, Plan
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db

ClientOf = Callable[[Person], Client]
FIRST_LOAD = 150 * 1024
VALUES: dict[str, object] = {"slug": "mihon", "year": 2023, "number": 1}
KEYS = {"indicator": "2-3"}
"""What a ``key`` in an address names where it is no node."""


def pages(found: list[URLPattern | URLResolver] | None = None) -> list[str]:
    """Every address of the workspace and of signing in that can be made for the demonstration plan."""
    made: list[str] = []
    for each in get_resolver().url_patterns if found is None else found:
        if isinstance(each, URLResolver):
            made += pages(each.url_patterns)
            continue
        names = set(each.pattern.converters)
        values = {**VALUES, **dict.fromkeys(("key", "node"), KEYS.get((each.name or "").split("_")[0], "1-①"))}
        if each.name and names <= set(values):
            made.append(reverse(each.name, kwargs={name: values[name] for name in names}))
    return made


_seen: dict[str, str] = {}


@pytest.fixture
def seen(plan: Plan, secretariat: Person, client_of: ClientOf) -> dict[str, str]:
    """The HTML of every page that answers a plain GET, by its address: asked for once, looked at by several tests."""
    if not _seen:
        _seen.update(ask(client_of(secretariat)))
    return _seen


def ask(client: Client) -> dict[str, str]:
    shown: dict[str, str] = {}
    for address in pages():
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            assert "script-src 'self'" in answer["Content-Security-Policy"], address
            assert "no-store" in answer["Cache-Control"], address
            shown[address] = answer.content.decode()
    anonymous = Client()
    shown["/accounts/login/"] = anonymous.get("/accounts/login/").content.decode()
    return shown


def whole(seen: dict[str, str]) -> dict[str, str]:
    return {address: html for address, html in seen.items() if "<html" in html}


def test_every_area_is_looked_at(seen: dict[str, str]) -> None:
    areas = ("/", "/search/", "/plans/mihon/", "/plans/mihon/history/", "/plans/mihon/history/1/", "/plans/new")
    names = ("entry/2023", "sheets/2023", "indicators", "roadmap", "imports", "check", "settings")
    assert {*areas, *(f"/plans/mihon/{name}/" for name in names)} - set(whole(seen)) == set()


def test_no_page_carries_inline_script_or_style(seen: dict[str, str]) -> None:
    inline = re.compile(
        r"<script(?![^>]*\ssrc=)[^>]*>|<style|<[^>]+\sstyle=|<[^>]+\son[a-z]+=|<[^>]+\shx-on|javascript:|[\"']js:"
    )
    assert {address: found[0][:120] for address, html in seen.items() if (found := inline.search(html))} == {}


def test_no_page_fetches_from_elsewhere(seen: dict[str, str]) -> None:
    outside = re.compile(r"<(?:script|link|img|iframe|source)[^>]+(?:src|href)=\"(?:https?:)?//[^\"]*")
    assert {address: found[0] for address, html in seen.items() if (found := outside.search(html))} == {}


def test_pages_have_one_heading_a_language_and_unique_ids(seen: dict[str, str]) -> None:
    wrong: dict[str, str] = {}
    for address, html in whole(seen).items():
        ids = re.findall(r"<[^>]+\sid=\"([^\"]*)\"", html)
        if html.count("<h1") != 1:
            wrong[address] = f"{html.count('<h1')} h1"
        elif '<html lang="ja">' not in html or "<title>" not in html:
            wrong[address] = "language or title"
        elif twice := {each for each in ids if ids.count(each) > 1}:
            wrong[address] = f"twice: {sorted(twice)[:3]}"
    assert wrong == {}


def test_pages_speak_japanese(seen: dict[str, str]) -> None:
    """No code word of the plan document stands where a person reads."""
    codes = r"not-entered|not-set|stated|achievements|cumulative-with-baseline|higher|overall|None|undefined"
    words = {
        address: found[0]
        for address, html in whole(seen).items()
        if (found := re.search(rf">[^<>]*\b({codes})\b[^<>]*<", re.sub(r"(?s)<script.*?</script>", "", html)))
    }
    assert words == {}


def test_the_first_load_of_any_page_is_small(seen: dict[str, str]) -> None:
    sizes: dict[str, int] = {}
    for address, html in whole(seen).items():
        size = len(gzip.compress(html.encode()))
        for path in set(re.findall(r"<(?:script|link)[^>]+(?:src|href)=\"/static/([^\"?]+)", html)):
            found = finders.find(path)
            assert isinstance(found, str), path
            size += len(gzip.compress(Path(found).read_bytes()))
        sizes[address] = size
    assert {address: size for address, size in sizes.items() if size > FIRST_LOAD} == {}
    assert max(sizes.values()) > 20_000, "styles and scripts were counted"


def test_signing_in_leads_home_and_names_nobody_by_their_login(
    plan: Plan, secretariat: Person, outsider: Person
) -> None:
    client = Client()
    refused = client.post("/accounts/login/", {"login": "jimu", "password": "wrong"})
    assert refused.status_code == 200
    assert 'role="alert"' in refused.content.decode()
    answer = client.post("/accounts/login/", {"login": "jimu", "password": PASSWORD}, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain[-1][0] == "/"
    assert "事務 花子" in html
    assert "jimu" not in html
    out = client.post("/accounts/logout/", follow=True).content.decode()
    assert "ログアウトしました。" in out


def test_a_password_is_changed_and_it_is_said(secretariat: Person, client_of: ClientOf) -> None:
    client = client_of(secretariat)
    new = "mada-kimeteinai-42"
    wrong = client.post(
        "/accounts/password/change/", {"oldpassword": "x", "password1": new, "password2": new}
    ).content.decode()
    assert 'id="id_oldpassword-error"' in wrong
    done = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new}, follow=True
    )
    assert "パスワードを変えました。" in done.content.decode()
    secretariat.refresh_from_db()
    assert secretariat.check_password(new)


@pytest.mark.parametrize("path", ["signup", "password/reset", "email", "password/set"])
def test_what_the_office_does_for_its_people_says_so(path: str) -> None:
    answer = Client().get(f"/accounts/{path}/")
    assert answer.status_code == 404
    assert "事務局に頼んでください" in answer.content.decode()


def test_pages_ask_who_you_are_first(plan: Plan) -> None:
    answer = Client().get(f"/plans/{plan.slug}/history/")
    assert answer["Location"] == f"/accounts/login/?next=/plans/{plan.slug}/history/"


def test_refusals_are_pages_that_lead_on(plan: Plan, reader: Person, outsider: Person, client_of: ClientOf) -> None:
    missing = client_of(outsider).get(f"/plans/{plan.slug}/")
    assert (missing.status_code, "ページがありません" in missing.content.decode()) == (404, True)
    refused = client_of(reader).post(
        f"/plans/{plan.slug}/undo", HTTP_REFERER=f"http://testserver/plans/{plan.slug}/history/"
    )
    html = refused.content.decode()
    assert refused.status_code == 403
    assert "元に戻すことは、いまの役割ではできません。" in html
    assert f'href="http://testserver/plans/{plan.slug}/history/"' in html
    elsewhere = client_of(reader).post(f"/plans/{plan.slug}/undo", HTTP_REFERER="https://elsewhere.example/")
    assert "elsewhere" not in elsewhere.content.decode()


def test_an_expired_form_says_what_to_do(secretariat: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(secretariat, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = client.post("/language", {"language": "en"})
    assert answer.status_code == 403
    assert "画面の有効期限が切れています" in answer.content.decode()


def test_a_failure_of_ours_is_a_page_too(secretariat: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(secretariat, backend="allauth.account.auth_backends.AuthenticationBackend")

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a slip of ours")

    monkeypatch.setattr("banso.web.home.views.plan_lines", fail)
    answer = client.get("/")
    assert answer.status_code == 500
    assert "処理の途中で問題が起きました" in answer.content.decode()
    assert "a slip of ours" not in answer.content.decode()


def test_the_switchers_offer_ones_own_plans_and_open_years(
    plan: Plan, secretariat: Person, client_of: ClientOf
) -> None:
    html = client_of(secretariat).get(f"/plans/{plan.slug}/history/").content.decode()
    options = re.findall(r'<option value="([^"]*)"( selected)?>', html)
    assert options == [("mihon", " selected"), ("2023", " selected")]
    assert [urlsplit(each).path for each in re.findall(r'<li><a href="([^"]*)" aria-current="page"', html)] == [
        f"/plans/{plan.slug}/history/"
    ]
