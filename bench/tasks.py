"""Tasks that run in a child process of their own, for their memory: ``python -m bench.tasks TASK ARGUMENT…``."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from banso.domain.evaluation import evaluate
from banso.library.demonstration import demonstration_plan
from banso.sheets.forms import FORMS
from banso.sheets.progress_sheet.build import sheets_of
from banso.sheets.progress_sheet.pdf import write_pdf
from banso.sheets.progress_sheet.value import ProgressSheet
from bench.measure import peak_megabytes
from bench.plans import plan_of_measures, plan_of_projects
from bench.workbook import pages_of, write_all


def pdf(sheets: str, *mode: str) -> float:
    """Seconds to print that many progress sheets into one PDF, the fonts loaded before, nothing printed twice.

    ``mode`` may name ``bare``; without it the plan document is attached.
    """
    plan = plan_of_measures(int(sheets))
    return _printed(sheets_of(plan, evaluate(plan), year=2023), bare="bare" in mode)


def demonstration(sheets: str) -> float:
    """Seconds to print the first sheets of the demonstration plan, like ``pdf``."""
    plan = demonstration_plan()
    return _printed(sheets_of(plan, evaluate(plan), year=2023)[: int(sheets)])


def projects(count: str, suffix: str, *mode: str) -> float:
    """Seconds to print that many project sheets into one file of the format; ``bare`` as for ``pdf``."""
    form = FORMS["project-evaluation"]
    with tempfile.TemporaryDirectory() as folder:
        form.write(plan_of_projects(1, year=2019), Path(folder) / f"warm{suffix}")
        plan = plan_of_projects(int(count))
        start = time.perf_counter()
        form.write(plan, Path(folder) / f"sheets{suffix}", bare="bare" in mode)
        return time.perf_counter() - start


def _printed(sheets: Sequence[ProgressSheet], bare: bool = False) -> float:
    with tempfile.TemporaryDirectory() as folder:
        other = plan_of_measures(1, year=2019)
        write_pdf(sheets_of(other, evaluate(other), year=2019), Path(folder) / "warm.pdf")
        start = time.perf_counter()
        write_pdf(sheets, Path(folder) / "sheets.pdf", bare=bare)
        return time.perf_counter() - start


def openpyxl(workbook: str, sheets: str) -> float:
    """Seconds to write that many sheets like those of the workbook with openpyxl."""
    given = pages_of(Path(workbook))
    pages = [given[number % len(given)] for number in range(int(sheets))]
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        write_all(pages, Path(folder) / "sheets.xlsx")
        return time.perf_counter() - start


if __name__ == "__main__":
    tasks: dict[str, Callable[..., float]] = {
        "pdf": pdf,
        "demonstration": demonstration,
        "projects": projects,
        "openpyxl": openpyxl,
    }
    task, *arguments = sys.argv[1:]
    seconds = tasks[task](*arguments)
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes()}))
