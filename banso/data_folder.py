"""The one folder that holds everything of an installation: database, secret key, evidence files, printed papers."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def data_folder() -> Path:
    """The folder named by ``BANSO_DATA_DIR``, else ``banso-data`` in the current folder. It is not made here."""
    return Path(os.environ.get("BANSO_DATA_DIR") or "banso-data").absolute()


def secret_key(folder: Path) -> str:
    """The key that signs sessions: kept in the folder, made on first use, readable by its owner alone.

    Where the folder is not there yet (a command that needs no tables), a key for this process only.
    """
    file = folder / "secret-key"
    if not folder.is_dir():
        return secrets.token_urlsafe(50)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        key = file.read_text("ascii")
        if key:
            return key
        descriptor = os.open(file, os.O_WRONLY | os.O_TRUNC)
    with os.fdopen(descriptor, "w", encoding="ascii") as writer:
        key = secrets.token_urlsafe(50)
        writer.write(key)
    return key
