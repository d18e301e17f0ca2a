"""Edits of a plan document: pure functions from a document to the edited one.

A caller compares the two with ``diff`` and stores the difference as one deed, so every edit can be shown and undone.
Refusals are EditRefused, with a sentence for the person who asked.
"""

from banso.domain.edits.refusal import EditRefused

__all__ = ["EditRefused"]
