"""An edit that cannot be made as asked."""

from __future__ import annotations


class EditRefused(ValueError):
    """The edit cannot be made; the message is a Japanese sentence that says why and what to do instead."""
