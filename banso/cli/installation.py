"""What serve, worker and demo share: the data folder, the tables, and a worker that is watched."""

from __future__ import annotations

import multiprocessing
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from threading import Event, Thread

import click

from banso.cli.messages import Refusal

PORT_SECONDS = 5
"""How long a taken port is waited for."""

PORT_SECONDS = 5
"""How long a taken port is waited for."""


def prepare(folder: Path | None = None) -> Path:
    """Start Django with the data folder made and the tables up to date; answers the folder.

    ``folder`` is used where ``BANSO_DATA_DIR`` names none.
    """
    from banso.data_folder import data_folder

    if folder is not None:
        os.environ.setdefault("BANSO_DATA_DIR", str(folder))
    place = data_folder()
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        (place / "files").mkdir(exist_ok=True)
    except OSError as error:
        raise Refusal(
            f"フォルダー「{place}」を作れません（{error.strerror or error}）。BANSO_DATA_DIR を確かめてください。"
        ) from error
    os.environ["BANSO_DATA_DIR"] = str(place)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.config.settings")
    start_django()
    _update_tables()
    return place


def start_django() -> None:
    """Django with the settings of the environment."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banso.config.settings")
    django.setup()


def _update_tables() -> None:
    from django.core.management import call_command
    from django.db import OperationalError, connection

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise Refusal(
            f"データベースにつながりません（{error}）。DATABASE_URL とフォルダーの空きを確かめてください。"
        ) from error
    finally:
        connection.close()


class WatchedWorker:
    """A worker in a process of its own that is started again when it ends; it ends with us, however we end."""

    def __init__(self) -> None:
        self._stop = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._thread = Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Start and watch. Called before the web server forks its own process.

        A fork in the middle of starting a process would keep that one's pipe open, and whoever starts it would wait for ever.
        """
        self._begin()
        self._thread.start()

    def stop(self) -> None:
        """Let the worker end."""
        self._stop.set()
        if self._process is not None and self._process.stdin is not None:
            self._process.stdin.close()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()

    def _begin(self) -> None:
        # The worker reads its standard input: when that ends, we are gone (even by SIGKILL), and so is it.
        self._process = subprocess.Popen([sys.executable, "-m", "banso", "worker", "--watched"], stdin=subprocess.PIPE)
        self._started = time.monotonic()

    def _watch(self) -> None:
        while self._process is not None:
            self._process.wait()
            if not self._stop.is_set() and time.monotonic() - self._started < 2:
                self._stop.wait(5)  # it cannot even start: no use in trying all the time
            if self._stop.is_set():
                return
            self._begin()


def serve_until_stopped(host: str, port: int) -> None:
    """Run the web server until it is stopped."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    # A forked web process lacks the threads that typst started here (``banso demo`` sets papers): its first PDF would wait for ever.
    multiprocessing.set_start_method("spawn", force=True)
    worker = WatchedWorker()
    worker.start()
    try:
        Server(
            "banso.cli.served:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=1,
            # More threads only wait for each other, and each would hold a database connection.
            blocking_threads=1,
            log_level=LogLevels.warning,
            websockets=False,
            backlog=1024,
        ).serve()
    finally:
        worker.stop()


def wait_for_port(host: str, port: int) -> None:
    """Wait until the port is free: after a crash the old server needs a moment to go. Refuses where it stays taken."""
    deadline = time.monotonic() + PORT_SECONDS
    while True:
        try:
            with socket.create_server((host, port)):
                return
        except OSError as error:
            if time.monotonic() > deadline:
                raise Refusal(
                    f"{host}:{port} で待ち受けられません。別の Banso やほかのソフトが使っていないか確かめるか、"
                    "--port で別の番号を指定してください。"
                ) from error
            time.sleep(0.3)


def tell_address(host: str, port: int) -> None:
    """Say where the pages are."""
    click.echo(f"Banso は http://{host}:{port}/ で動いています。止めるときは Ctrl+C を押してください。")
