"""What ``banso serve`` runs in its web process: the application, and an eye on the process that started it."""

from __future__ import annotations

import os
import time
from threading import Thread

from django.core.wsgi import get_wsgi_application

_LOOK = 0.5
"""Seconds between two looks at the parent."""


def _end_with(parent: int) -> None:
    """End this process when its parent is gone, even by SIGKILL: it would keep the port and answer for nobody."""
    while os.getppid() == parent:
        time.sleep(_LOOK)
    os._exit(0)


application = get_wsgi_application()
if os.name == "posix":
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
