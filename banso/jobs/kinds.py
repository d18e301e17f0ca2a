"""The kinds of long work, each a function of the job and its progress that is safe to run twice."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from banso.jobs.progress import Progress
from banso.models import Job


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job made: a file below the data folder with the name people see, and a small answer."""

    result: str = ""
    result_name: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict)


class JobFailed(Exception):
    """The work cannot be done; the message is a Japanese sentence that says what to do."""


Work = Callable[[Job, Progress], Outcome]
