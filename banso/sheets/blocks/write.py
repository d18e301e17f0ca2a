"""Writing a paper of blocks in the format of a file name's ending."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from banso.sheets.blocks.value import Paper

_MODULES = {".xlsx": "excel", ".pdf": "pdf", ".html": "html", ".docx": "word"}


def write_paper(paper: Paper, path: Path, *, bare: bool) -> tuple[str, ...]:
    """Write the paper to ``path``; answers remarks about the print (characters no font draws, …) as Japanese sentences.

    A ``bare`` paper carries neither addresses nor plan document. Raises OSError where the file cannot be written.
    """
    module = import_module(f"banso.sheets.blocks.{_MODULES[path.suffix.lower()]}")
    remarks: tuple[str, ...] = module.write(paper, path, bare=bare)
    return remarks
