"""What ``banso serve`` runs in its web process: the application, its reading ahead, and an eye on the process that started it."""

from __future__ import annotations

import gc
import logging
import os
import time
from threading import Thread
from typing import cast

from django.core.wsgi import get_wsgi_application
from django.db import connections
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.urls import get_resolver

_LOOK = 0.5
"""Seconds between two looks at the parent."""
_PAUSE = 1.0
"""Seconds between two looks for plans that were changed."""
_TROUBLED_PAUSE = 60.0

log = logging.getLogger("banso.served")


def _end_with(parent: int) -> None:
    """End this process when its parent is gone, even by SIGKILL: it would keep the port and answer for nobody."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(0)


def _load_pages() -> None:
    """Import the views and compile the templates: whoever opens a page first would wait for it."""
    get_resolver().url_patterns  # noqa: B018  # reading them imports the views
    pages = cast(Jinja2, engines["jinja2"]).env
    for name in pages.list_templates(extensions=("html",)):
        pages.get_template(name)


def _read_ahead() -> None:
    """Make ready what pages need, then keep the plans read, beside the requests."""
    _load_pages()
    from banso.queries.ahead import MOST, read_ahead  # tables can be imported only after Django has started

    first = True
    while True:
        try:
            if read_ahead() == MOST:
                continue
            if first:
                # What is kept from now on is never garbage; looking through it made a request wait for 200 ms now and then.
                gc.freeze()
                first = False
            pause = _PAUSE
        except Exception:
            log.exception("計画を先に読めませんでした。開いたときに読みます。")
            pause = _TROUBLED_PAUSE
        finally:
            connections.close_all()
        time.sleep(pause)


application = get_wsgi_application()
# A page makes tens of thousands of short-lived values, few of them in circles: look for those less often.
gc.freeze()
gc.set_threshold(20_000, 20, 20)
if os.name == "posix":
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
Thread(target=_read_ahead, daemon=True).start()
