"""Tasks that run in a child process of their own, for their memory: ``python -m bench.tasks TASK ARGUMENT…``."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from banso.domain.evaluation import evaluate
from banso.sheets.progress_sheet.build import sheets_of
from banso.sheets.progress_sheet.pdf import write_pdf
from bench.measure import peak_megabytes
from bench.plans import plan_of_measures
from bench.workbook import pages_of, write_all


def pdf(sheets: str) -> float:
    """Seconds to print that many progress sheets into one PDF, the fonts loaded before."""
    plan = plan_of_measures(int(sheets))
    pages = sheets_of(plan, evaluate(plan), year=2023)
    with tempfile.TemporaryDirectory() as folder:
        write_pdf(sheets_of(warm := plan_of_measures(1), evaluate(warm), year=2023), Path(folder) / "warm.pdf")
        start = time.perf_counter()
        write_pdf(pages, Path(folder) / "sheets.pdf")
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
    task, *arguments = sys.argv[1:]
    seconds = {"pdf": pdf, "openpyxl": openpyxl}[task](*arguments)
    print(json.dumps({"seconds": seconds, "megabytes": peak_megabytes()}))
