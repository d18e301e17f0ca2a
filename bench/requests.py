"""How long it takes to collect returned 依頼シート: ``python -m bench.requests [FILES] [CONTRIBUTORS] [INDICATORS]``.

It works on a database of its own in a temporary folder: the plan is stored, every contributor's sheet is written, filled in by
openpyxl as often as wanted, and all of them are read together and compared with the plan.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path


def main(files: int = 200, contributors: int = 20, indicators: int = 400) -> None:
    """Print the seconds of writing, reading and comparing."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BANSO_DATA_DIR"] = folder
        os.environ.pop("DATABASE_URL", None)
        _measure(Path(folder), files, contributors, indicators)


def _measure(folder: Path, files: int, contributors: int, indicators: int) -> None:
    # What needs Django is imported once the data folder is named.
    from banso.cli.installation import prepare  # noqa: PLC0415

    prepare()
    import openpyxl  # noqa: PLC0415

    from banso.jobs.requests import content_of  # noqa: PLC0415
    from banso.queries.imports import compare  # noqa: PLC0415
    from banso.queries.requests import board_of  # noqa: PLC0415
    from banso.queries.returns import ReturnedFile, collect  # noqa: PLC0415
    from banso.services.command_line import command_line_actor  # noqa: PLC0415
    from banso.services.people import add_organization  # noqa: PLC0415
    from banso.services.plans import create_plan  # noqa: PLC0415
    from banso.services.requests import Wanted, ask, write_requests  # noqa: PLC0415
    from bench.plans import plan_of_indicators  # noqa: PLC0415

    organization = add_organization(name="測定", slug="bench")
    actor = command_line_actor(organization)
    document = plan_of_indicators(indicators, 5)
    nodes = [
        replace(node, owner=f"担当{number % contributors + 1}課") if node.level else node
        for number, node in enumerate(document.nodes)
    ]
    plan = create_plan(actor=actor, organization=organization, document=replace(document, nodes=tuple(nodes))).plan
    year = 2020
    names = [f"担当{number + 1}課" for number in range(contributors)]
    from datetime import date  # noqa: PLC0415

    assert {each.name for each in board_of(plan, year, date(2021, 4, 1)).standings} >= set(names)
    asked = ask(actor=actor, plan=plan, year=year, wanted=[Wanted(name) for name in names])
    start = time.perf_counter()
    sent = write_requests(plan, year, asked, folder)
    print(f"writing {len(sent)} sheets: {time.perf_counter() - start:.2f} s")
    returned = []
    for number in range(files):
        path = sent[number % len(sent)]
        book = openpyxl.load_workbook(path)
        page = book.active
        assert page is not None
        for row in range(1, page.max_row + 1):
            if str(page.cell(row, 1).value or "").startswith("actual/"):
                page.cell(row, 8).value = 1000 + row
        place = folder / f"{number}_{path.name}"
        book.save(place)
        returned.append(place)
    start = time.perf_counter()
    contents = [ReturnedFile(path.name, content_of(path)) for path in returned]
    read = time.perf_counter()
    collected = collect(plan, contents, year)
    difference = compare(plan, collected.document, whole=False).difference
    end = time.perf_counter()
    print(
        f"collecting {len(returned)} files: {end - start:.2f} s"
        f" (reading {read - start:.2f} s, comparing {end - read:.2f} s), {len(difference.changes)} changes"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
