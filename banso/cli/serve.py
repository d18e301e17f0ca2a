"""``banso serve`` and ``banso worker``: the workspace on this machine."""

from __future__ import annotations

import sys
from threading import Event, Thread

import click

from banso.cli.japanese import JapaneseCommand

HOST = click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS", help="待ち受けるアドレス。")
PORT = click.option("--port", type=int, default=8000, show_default=True, metavar="N", help="待ち受けるポート番号。")


@click.command(cls=JapaneseCommand, short_help="ブラウザーで使う Banso を動かします。")
@HOST
@PORT
def serve(host: str, port: int) -> None:
    """ブラウザーで使う Banso を動かします。印刷などの長い処理を行うワーカーも一緒に動きます。

    データは環境変数 BANSO_DATA_DIR のフォルダー（省くと banso-data）にすべて置きます。DATABASE_URL を指定すると
    PostgreSQL を使います。最初の人は banso person で登録します。
    """
    from banso.cli.installation import prepare, serve_until_stopped, tell_address, wait_for_port

    prepare()
    wait_for_port(host, port)
    tell_address(host, port)
    serve_until_stopped(host, port)


@click.command(cls=JapaneseCommand, short_help="長い処理を行うワーカーだけを動かします。")
@click.option("--watched", is_flag=True, hidden=True)
def worker(watched: bool) -> None:
    """印刷などの長い処理を行うワーカーだけを動かします。serve とは別の機械で処理するときに使います。"""
    from banso.cli.installation import start_django

    start_django()
    from banso.jobs.worker import run_worker

    stop = Event()
    if watched:
        Thread(target=_stop_at_end_of_input, args=(stop,), daemon=True).start()
    try:
        run_worker(stop)
    except KeyboardInterrupt:
        stop.set()


def _stop_at_end_of_input(stop: Event) -> None:
    sys.stdin.buffer.read()
    stop.set()
