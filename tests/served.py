"""A real ``banso serve`` in a process of its own, as an office runs it: started, asked, killed and started again."""

from __future__ import annotations

import atexit
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg

START_SECONDS = 60


class Served:
    """An installation in ``folder``: SQLite there, or a database of its own on the PostgreSQL of ``DATABASE_URL``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.passwords: dict[str, str] = {}
        self.output = folder.parent / f"{folder.name}.out"
        self._process: subprocess.Popen[bytes] | None = None
        self._database = ""
        self.environment = {name: value for name, value in os.environ.items() if name != "BANSO_DATA_DIR"}
        self.environment |= {"BANSO_DATA_DIR": str(folder), "PYTHONIOENCODING": "utf-8"}
        self._server = os.environ.get("DATABASE_URL", "")
        if server := self._server:
            self._database = f"banso_served_{os.getpid()}_{secrets.token_hex(4)}"
            self._on_server(f'CREATE DATABASE "{self._database}"')
            self.environment["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{self._database}"))

    def run(self, *words: str) -> str:
        """A command of ``banso`` on this installation; answers what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "banso", *words], env=self.environment, capture_output=True, timeout=300, check=False
        )
        assert done.returncode == 0, done.stderr.decode() + done.stdout.decode()
        return done.stdout.decode()

    def prepare_demonstration(self) -> None:
        """The demonstration plan with its two people: prepared once by ``banso demo``, then copied with its database."""
        original = _original(os.environ.get("DATABASE_URL", ""))
        shutil.copytree(original.folder, self.folder, dirs_exist_ok=True)
        if self._database:
            self._on_server(f'DROP DATABASE "{self._database}"')
            self._on_server(f'CREATE DATABASE "{self._database}" TEMPLATE "{original._database}"')
        self.passwords |= original.passwords

    def add_person(
        self, username: str, *, organization: str, slug: str, role: str = "secretariat", name: str = ""
    ) -> None:
        """A person who may sign in."""
        printed = self.run(
            "person",
            username,
            "--name",
            name or username,
            "--organization",
            organization,
            "--slug",
            slug,
            "--role",
            role,
        )
        self.passwords[username] = printed.split("パスワード：")[1].split("（")[0].strip()

    def start(self, command: str = "serve") -> None:
        """Start serving, or the demonstration, and wait until the pages answer; what it prints is kept in ``output``."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "banso", command, "--port", str(self.port)],
            env=self.environment,
            stdout=self.output.open("wb"),
            stderr=(self.folder.parent / f"{self.folder.name}.log").open("ab"),
            start_new_session=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                if httpx.get(f"{self.url}/accounts/login/", timeout=5, trust_env=False).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            assert time.monotonic() < deadline, "the server did not start: " + self.log()
            time.sleep(0.1)

    def kill_main(self) -> None:
        """SIGKILL to the process that a person started; its children have to notice by themselves."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        self._process = None

    def kill(self) -> None:
        """SIGKILL to the server, its web workers and its job worker at once, as a power cut does."""
        if self._process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def stop(self) -> None:
        """Stop as Ctrl+C does, and drop what was made."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=20)
            self.kill()
        if self._database:
            self._on_server(f'DROP DATABASE IF EXISTS "{self._database}" WITH (FORCE)')
        shutil.rmtree(self.folder, ignore_errors=True)

    def script(self, code: str) -> str:
        """Python code with Django started on this installation; answers what it printed."""
        opened = "from banso.cli.installation import prepare; prepare()\n" + textwrap.dedent(code)
        done = subprocess.run(
            [sys.executable, "-c", opened], env=self.environment, capture_output=True, timeout=600, check=False
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def people(self, count: int, organization: str = "kama") -> list[httpx.Client]:
        """Clients of so many contributors of the organization, already signed in (fifty passwords take long to hash)."""
        printed = self.script(f"""
            from importlib import import_module
            from django.conf import settings
            from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
            from banso.models import Membership, Organization, Person, Role
            store = import_module(settings.SESSION_ENGINE).SessionStore
            organization = Organization.objects.get(slug={organization!r})
            for number in range({count}):
                person, _ = Person.objects.get_or_create(username=f"p{{number}}", defaults={{"name": f"担当 {{number}}"}})
                Membership.objects.get_or_create(person=person, organization=organization, role=Role.SECRETARIAT)
                session = store()
                session[SESSION_KEY] = str(person.pk)
                session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
                session[HASH_SESSION_KEY] = person.get_session_auth_hash()
                session.create()
                print(session.session_key)
        """)
        return [self._with_session(key) for key in printed.split()]

    def _with_session(self, key: str) -> httpx.Client:
        client = httpx.Client(base_url=self.url, timeout=60, follow_redirects=True, trust_env=False)
        token = secrets.token_hex(16)  # what the browser's cookie and the header have to agree on
        client.cookies.set("sessionid", key, domain="127.0.0.1")
        client.cookies.set("csrftoken", token, domain="127.0.0.1")
        client.headers.update({"X-CSRFToken": token, "X-Requested-With": "fetch", "Referer": self.url})
        return client

    def workers(self) -> list[int]:
        """The process ids of the job workers that this server watches."""
        assert self._process is not None
        listed = subprocess.run(
            ["ps", "-o", "pid=,args=", "-g", str(self._process.pid)], capture_output=True, check=False
        )
        lines = [line.split(None, 1) for line in listed.stdout.decode().splitlines()]
        return [int(pid) for pid, words in lines if "worker --watched" in words]

    def log(self) -> str:
        """What the server said on standard error."""
        return (self.folder.parent / f"{self.folder.name}.log").read_text("utf-8", "replace")

    def signed_in(self, username: str) -> httpx.Client:
        """A browserless client that is signed in as the person."""
        client = httpx.Client(base_url=self.url, timeout=60, follow_redirects=True, trust_env=False)
        page = client.get("/accounts/login/").text
        given = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert given
        answer = client.post(
            "/accounts/login/",
            data={"login": username, "password": self.passwords[username], "csrfmiddlewaretoken": given[1]},
            headers={"Referer": self.url},
        )
        assert answer.status_code == 200, answer.text
        assert 'id="id_password"' not in answer.text, "signed in"
        token = client.cookies["csrftoken"]
        client.headers.update({"X-CSRFToken": token, "X-Requested-With": "fetch", "Referer": self.url})
        return client

    def _learn(self, printed: str) -> None:
        for name, password in re.findall(r"ログイン名 (\S+)\s+パスワード (\S+)", printed):
            self.passwords[name] = password

    def _on_server(self, statement: str) -> None:
        with psycopg.connect(self._server.rsplit("/", 1)[0] + "/postgres", autocommit=True) as connection:
            connection.execute(statement)


@cache
def _original(_server: str) -> Served:
    """A prepared installation that is never started; it goes with the process."""
    above = tempfile.TemporaryDirectory(prefix="banso-office-")
    made = Served(Path(above.name) / "office")
    atexit.register(above.cleanup)
    atexit.register(made.stop)
    made._learn(made.run("demo", "--prepare-only"))
    return made


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
