"""``make bench``: measures, prints and writes bench/RESULTS.md."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl

from banso.cli.read import summary
from banso.domain.check import check
from banso.domain.document import PlanDocument
from banso.domain.evaluation import evaluate
from banso.library.demonstration import demonstration_plan
from banso.sheets.forms import FORMS
from banso.sheets.reading import read_files
from bench.measure import ROOT, Cost, best_of, in_child, process
from bench.people import PEOPLE, PLANS, people, table
from bench.plans import plan_of_indicators
from bench.workbook import pages_of, read_all, write_all

RESULTS = Path(__file__).parent / "RESULTS.md"
BANSO = Path(sys.executable).with_name("banso")
SHEETS = 21


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the results: what was done, what it cost, what the same work costs otherwise, and the limit."""

    work: str
    cost: Cost
    beside: str = ""
    other: Cost | None = None
    limit: float | None = None
    memory_limit: float | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        ratio = f"{self.other.seconds / self.cost.seconds:.1f} times as long" if self.other else ""
        limits = [f"≤ {_time(self.limit)}"] if self.limit else []
        limits += [f"≤ {self.memory_limit:.0f} MB"] if self.memory_limit else []
        kept = (self.limit is None or self.cost.seconds <= self.limit) and (
            self.memory_limit is None or self.cost.megabytes is None or self.cost.megabytes <= self.memory_limit
        )
        return (
            self.work,
            _cost(self.cost),
            f"{self.beside}: {_cost(self.other)}" if self.other else "",
            ratio,
            ", ".join(limits),
            ("yes" if kept else "NO") if limits else "",
        )


DATABASES = {
    "SQLite": "",
    "PostgreSQL": os.environ.get("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres"),
}
"""Where fifty people are measured: each in a database of its own."""

HEADINGS = ("work", "Banso", "beside it", "which takes", "limit (DESIGN §6)", "kept")


def lines(folder: Path) -> Iterator[Line]:
    """All measurements, one after the other."""
    plan = demonstration_plan()
    list_xlsx, sheets_xlsx = folder / "list.xlsx", folder / "sheets.xlsx"
    FORMS["action-list"].write(plan, list_xlsx, bare=True)
    FORMS["progress-sheet"].write(plan, sheets_xlsx, year=2023)

    yield from _reading(list_xlsx, sheets_xlsx)
    yield from _printing(plan, sheets_xlsx, folder)
    yield from _computing(plan)


def _reading(list_xlsx: Path, sheets_xlsx: Path) -> Iterator[Line]:
    papers = sorted((ROOT.parent / "shared" / "documents").glob("000_*.txt"))
    script = "import sys; from pathlib import Path; from bench.workbook import read_all; read_all(Path(sys.argv[1]))"
    scripted = process([sys.executable, "-c", script, list_xlsx])
    if papers:
        actions = summary(read_files(papers).document)[1].strip()
        yield Line(
            f"read the city's list as text ({actions}), whole process",
            process([BANSO, "read", papers[0], "--json"]),
            "openpyxl only opening the same list as xlsx, whole process",
            scripted,
            limit=0.5,
        )
        yield Line("the same in process", best_of(lambda: read_files(papers)))
    yield Line(
        "read the list as xlsx, whole process",
        process([BANSO, "read", list_xlsx, "--json"]),
        "openpyxl only reading its cells, whole process",
        scripted,
        limit=0.5,
    )
    yield Line(
        "read the list as xlsx, in process",
        best_of(lambda: read_files([list_xlsx])),
        "openpyxl only reading its cells",
        best_of(lambda: read_all(list_xlsx)),
    )
    yield Line(
        f"read {SHEETS} progress sheets from xlsx, in process",
        best_of(lambda: read_files([sheets_xlsx])),
        "openpyxl only reading their cells",
        best_of(lambda: read_all(sheets_xlsx)),
    )


def _printing(plan: PlanDocument, sheets_xlsx: Path, folder: Path) -> Iterator[Line]:
    pages = pages_of(sheets_xlsx)
    by_openpyxl = best_of(lambda: write_all(pages, folder / "openpyxl.xlsx"))
    yield Line(
        f"write {SHEETS} progress sheets as xlsx, in process",
        best_of(lambda: FORMS["progress-sheet"].write(plan, folder / "banso.xlsx", year=2023)),
        "openpyxl writing the same cells, looks and merges",
        by_openpyxl,
    )
    for number, limit in ((1, 0.03), (SHEETS, 0.5)):
        one = pages[:number]
        yield Line(
            f"print {number} progress sheet{'s' if number > 1 else ''} as PDF, in process",
            in_child("demonstration", str(number), times=5),
            "openpyxl writing the same as xlsx",
            best_of(lambda one=one: write_all(one, folder / "one.xlsx")),  # type: ignore[misc]
            limit=limit,
        )
    by_openpyxl = in_child("openpyxl", sheets_xlsx, "1000")
    for mode in (), ("bare",):
        yield Line(
            f"print 1,000 progress sheets as one PDF{', bare' if mode else ' with the plan document'}, child process",
            in_child("pdf", "1000", *mode),
            "openpyxl writing 1,000 sheets as xlsx",
            by_openpyxl,
            limit=8,
            memory_limit=400,
        )
    for suffix, mode in ((".pdf", ()), (".pdf", ("bare",)), (".xlsx", ())):
        yield Line(
            f"print 1,000 project sheets as one {suffix[1:]}{', bare' if mode else ', a working copy'}, child process",
            in_child("projects", "1000", suffix, *mode),
            limit=20,
            memory_limit=400,
        )


def _computing(plan: PlanDocument) -> Iterator[Line]:
    large = plan_of_indicators(1000, 10)
    targets = {(target.indicator, target.year): target.amount for target in large.targets}

    def bare_division() -> list[Decimal]:
        return [
            actual.amount / target * 100
            for actual in large.actuals
            if actual.amount is not None and (target := targets[actual.indicator, actual.year])
        ]

    yield Line(
        "evaluate 1,000 indicators × 10 years",
        best_of(lambda: evaluate(large)),
        "the 10,000 divisions alone, with Decimal",
        best_of(bare_division),
        limit=0.05,
    )
    yield Line("check the demonstration plan", best_of(lambda: check(plan)))


def _one_workbook() -> Cost:
    """What changing one cell costs where the year lives in one workbook on a shared folder."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheets.xlsx"
        FORMS["progress-sheet"].write(demonstration_plan(), path, year=2023)

        def change() -> None:
            book = openpyxl.load_workbook(path)
            book.worksheets[0].cell(row=500, column=1).value = 1
            book.save(path)

        return best_of(change)


def _cost(cost: Cost) -> str:
    memory = f", {cost.megabytes:.0f} MB" if cost.megabytes is not None else ""
    return _time(cost.seconds) + memory


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.{0 if seconds >= 0.1 else 1}f} ms"


def report() -> None:
    """Measure everything, print each row as it comes, write the table."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for line in lines(Path(folder)):
            print("  ".join(cell for cell in line.cells if cell), flush=True)
            rows.append(f"| {' | '.join(line.cells)} |")
    crowds = [line for title, database in DATABASES.items() for line in table(title, people(database))]
    machine = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    RESULTS.write_text(
        "\n".join(
            [
                "# What it costs",
                "",
                "Written by `make bench`; everything in one run on one machine, so the ratios are what to look at."
                " Times are the shortest of several runs; memory is the peak of the child process."
                " A PDF is printed in a process that has printed another one before, never the same one twice.",
                "",
                f"Measured on: {machine}.",
                "",
                f"| {' | '.join(HEADINGS)} |",
                "|---" * len(HEADINGS) + "|",
                *rows,
                "",
                f"# {PEOPLE} people at once, {PLANS} plans, `banso serve`",
                "",
                "Each opens a page or saves a cell every second and a half on the same machine that serves them; the server's time is"
                " without the queue in front of it. An office without Banso opens, changes and saves one workbook, one person at a time:"
                f" {_cost(_one_workbook())} for the 21 sheets with openpyxl.",
                "",
                *crowds,
            ]
        ),
        encoding="utf-8",
    )


if __name__ == "__main__":
    report()
