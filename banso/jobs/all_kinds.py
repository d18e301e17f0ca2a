"""Every kind of long work by the name that a job's row carries."""

from __future__ import annotations

from banso.jobs import papers, reading, requests
from banso.jobs.kinds import Work

KINDS: dict[str, Work] = {**reading.KINDS, **papers.KINDS, **requests.KINDS}
