"""``python -m banso``: the same command line as ``banso``."""

from __future__ import annotations

from banso.cli.main import main

main(prog_name="banso")
