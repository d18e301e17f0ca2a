"""Cells that the end of a page has cut in two are put together again."""

from __future__ import annotations

from collections.abc import Sequence

from banso.domain.text import fold
from banso.sheets.sources.pdf_page import Page, PageCell, PageTable, PageText
from banso.sheets.sources.pdf_text import join_pieces

_SAME_EDGE = 3.0


def mend_breaks(pages: Sequence[Page]) -> None:
    """Move what a table's first row on a page only continues back to the last row on the page before.

    A row is continued where the table goes on under the same columns and repeated headings, and where every text in
    its first row has a text above it that ran to the end of the page, while the row's first column says nothing new.
    """
    if pages and all(page.own for page in pages) and any(_pieces(page) for page in pages):
        _mend_tagged(pages)
        return
    before: Page | None = None
    for page in pages:
        if page.goes_on and before is not None and before.tables and page.tables:
            above, below = before.tables[-1], page.tables[0]
            if _goes_on(above, below) and _mend(above, below):
                _drop_repeated_head(page, below)
        if page.tables:
            before = page


def _mend_tagged(pages: Sequence[Page]) -> None:
    """On papers of ours the tags say which texts are pieces of one cell or paragraph, and of one line."""
    whole: dict[int, PageCell | PageText] = {}
    for page in pages:
        if not page.goes_on:
            whole = {}
        before = dict(whole)
        for piece in _pieces(page):
            assert piece.first is not None
            assert piece.last is not None
            above = before.get(piece.first.owner)
            # A text outside the tables has an element for each of its lines; the last one may go on.
            whole[piece.last.owner] = above or piece
            if above is None or above.last is None:
                continue
            above.text += ("" if above.last.leaf == piece.first.leaf else "\n") + piece.text
            above.last = piece.last
            _drop(page, piece)


def _pieces(page: Page) -> list[PageCell | PageText]:
    """The texts of a page that are tagged, in reading order."""
    found: list[PageCell | PageText] = []
    for item in page.items:
        if isinstance(item, PageTable):
            found += [cell for cell in item.cells if cell.first]
        elif item.first and len(item.parts) == 1:
            found.append(item)
    return found


def _drop(page: Page, piece: PageCell | PageText) -> None:
    """Take a piece off its page, and its table where nothing else stands in it."""
    if isinstance(piece, PageText):
        page.items.remove(piece)
        return
    for table in page.tables:
        if any(cell is piece for cell in table.cells):
            table.cells = [cell for cell in table.cells if cell is not piece]
            if not table.cells:
                page.tables.remove(table)
                page.items.remove(table)
            return


def _goes_on(above: PageTable, below: PageTable) -> bool:
    edges = above.ruled.edges, below.ruled.edges
    return len(edges[0]) == len(edges[1]) and all(
        abs(one - other) < _SAME_EDGE for one, other in zip(*edges, strict=True)
    )


def _head_rows(above: PageTable, below: PageTable) -> int:
    """How many rows at the top of both tables say the same."""
    count = 0
    while count < min(above.height, below.height) - 1 or (count == 0 and above.height > 1):
        one, other = above.row(count), below.row(count)
        if not one or [(fold(cell.text), cell.box.column) for cell in one] != [
            (fold(cell.text), cell.box.column) for cell in other
        ]:
            break
        count += 1
        if count >= below.height:
            break
    return count


def _mend(above: PageTable, below: PageTable) -> bool:
    head = _head_rows(above, below)
    if not head or head >= below.height:
        return False
    pieces = [cell for cell in below.cells if cell.box.row == head]
    if not pieces:
        return False
    ends = {cell.box.column: cell for cell in above.cells if cell.box.row + cell.box.rows == above.height}
    single = len(below.ruled.edges) == 2
    first_is_new = any(cell.box.column == 0 for cell in pieces) and not single
    if first_is_new or not all(_continues(ends.get(piece.box.column), piece, single) for piece in pieces):
        return False
    for piece in pieces:
        end = ends[piece.box.column]
        end.text = join_pieces(end.text, piece.text, full=end.full)
        end.guessed += piece.guessed + 1
        end.reaches_down = piece.reaches_down
        end.full = piece.full
        below.cells.remove(piece)
    return True


def _continues(end: PageCell | None, piece: PageCell, single: bool) -> bool:
    return end is not None and end.box.columns == piece.box.columns and (end.reaches_down or single)


def _drop_repeated_head(page: Page, table: PageTable) -> None:
    """A table of which only repeated headings are left goes."""
    rows = {cell.box.row for cell in table.cells}
    if len(rows) <= 1 and len(table.ruled.edges) == 2:
        page.tables.remove(table)
        page.items.remove(table)
