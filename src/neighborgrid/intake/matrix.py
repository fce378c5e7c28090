"""The organiser's own walking metres: one row for a household and a member (``--matrix``).

The table is one more kind of sheet, found by its header. All is done by column, and cells by their unique
values, since a county has a row for each pair that may meet.
"""

from __future__ import annotations

import contextlib
import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place, Severity
from neighborgrid.intake import formulas, matrix_cells, matrix_header, reader, tabs
from neighborgrid.intake.cells import object_array, text_column
from neighborgrid.intake.matrix_ids import Known
from neighborgrid.model.ground import MatrixRows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from neighborgrid.intake.matrix_header import Head
    from neighborgrid.intake.raw import RawSheet, ReadResult

    Texts = NDArray[np.object_]
    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

CELLS_NAMED: Final = 100
"""Cells of one tab that are named one by one; each says how many there are."""
ROWS_NAMED: Final = 8


@dataclass(frozen=True, slots=True)
class _Tab:
    """Rows of one tab that say something: 1-based row, ids as text, metres (inf: no way), unreadable ones."""

    raw: RawSheet
    head: Head
    row: Ints
    household: Texts
    member: Texts
    metres: NDArray[np.float64]
    bad: Flags

    def place(self, row: int = 0, key: str = "") -> Place:
        column = tabs.letters(self.raw, self.head.matched[key]) if key else ""
        return Place(self.raw.file, self.raw.sheet, row, column)

    def grouped(self, code: str, key: str, mine: Flags, **values: object) -> list[Finding]:
        """One finding about all rows of ``mine``, at the first of them."""
        rows = self.row[mine]
        if not len(rows):
            return []
        shown = ", ".join(map(str, rows[:ROWS_NAMED])) + (", …" if len(rows) > ROWS_NAMED else "")
        return [Finding(code, self.place(int(rows[0]), key), {"count": len(rows), "rows": shown, **values})]


def read_matrix(
    path: Path, household_ids: Texts, member_ids: Texts
) -> tuple[MatrixRows, str, tuple[Finding, ...]]:
    """Walking metres that the table at ``path`` gives, the SHA-256 of its bytes (hex), and what was found.

    Parameters
    ----------
    household_ids, member_ids
        Ids of the problem or plan, each once; the rows returned name households by these, and members
        as far as they are known. Leading zeros that Excel took away are found again.

    Returns
    -------
    Each pair once, in the order of both ids; of several rows the longest metres. Rows of unknown households
    (NG249) are left out. Those of unknown members (NG252) stay, so that their household counts as listed;
    cells that cannot be read (NG248) count as no way.

    Raises
    ------
    InputError
        NG246 there is no such file, NG247 it has no such header or is a plan, NG147 the metres were never
        calculated, NG251 no row fits, or what the reader says.
    """
    if not path.is_file():
        raise InputError(Finding("NG246", Place(path.name)))
    with _uncollected():
        result = reader.read_files([path])
    read = [_read(raw, head) for raw, head in _tabs(result, path.name)]
    known = Known(household_ids), Known(member_ids)
    home = known[0].rows(np.concatenate([one.household for one in read]))
    member = np.concatenate([one.member for one in read])
    person = known[1].rows(member)
    if not ((home >= 0) & (person >= 0)).any():
        values = {
            "rows": len(home),
            "households": int((home >= 0).sum()),
            "members": int((person >= 0).sum()),
        }
        raise InputError(Finding("NG251", Place(path.name), values), *_unreadable(read))
    number = np.repeat(np.arange(len(read)), [len(one.row) for one in read])
    metres = np.concatenate([one.metres for one in read])
    rows, repeated, differ = _once(home, person, member, metres)
    found = [*result.findings, *_unreadable(read)]
    for tab_number, one in enumerate(read):
        mine = number == tab_number
        found += one.grouped("NG249", "household_id", home[mine] < 0)
        found += one.grouped("NG252", "member_id", (home[mine] >= 0) & (person[mine] < 0))
        again = mine & (repeated >= 0)
        said = {"count": len(np.unique(repeated[again])), "differ": len(np.unique(repeated[again & differ]))}
        found += one.grouped("NG250", "metres", repeated[mine] >= 0, **said)
    named = np.where(person[rows] >= 0, np.append(member_ids, "")[person[rows]], member[rows])
    made = MatrixRows(np.asarray(household_ids, object)[home[rows]], named.astype(object), metres[rows])
    return made, result.files[0].sha256, tuple(found)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Go without collections of garbage: walking through a million rows again and again doubles the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _tabs(result: ReadResult, file: str) -> list[tuple[RawSheet, Head]]:
    """Tabs that hold walking metres, with their headers."""
    errors = [one for one in result.findings if one.severity is Severity.ERROR]
    sheets = [raw for raw in result.sheets if raw.row_count]
    if not sheets and errors:
        raise InputError(*errors)
    # A plan names a member and metres for each household, but only the one who serves it.
    heads = [] if tabs.plan_files(sheets) else [(raw, matrix_header.find(raw)) for raw in sheets]
    whole = [(raw, head) for raw, head in heads if head is not None and not head.missing]
    if not whole:
        best = max((head for _, head in heads if head is not None), key=len, default=None)
        raise InputError(_lacking(best, file), *errors)
    stop = [finding for raw, head in whole for finding in _uncalculated(raw, head)]
    if stop:
        raise InputError(*stop)
    return whole


def _lacking(best: Head | None, file: str) -> Finding:
    missing = matrix_header.NAMES if best is None else best.missing
    values = {
        "needed": ", ".join(f"{matrix_header.CHINESE[key]}/{key}" for key in missing),
        "headers": " / ".join(best.seen) if best is not None and best.seen else "-",
    }
    return Finding("NG247", Place(file), values)


def _uncalculated(raw: RawSheet, head: Head) -> list[Finding]:
    """Finding NG147 where the column of metres is blank because it holds formulas without results."""
    index = head.matched["metres"]
    column = raw.columns[index][head.row + 1 :]
    if not len(column) or any(cell != "" for cell in column):
        return []
    if index + raw.first_column not in formulas.uncached_formula_columns(raw):
        return []
    place = Place(raw.file, raw.sheet, 0, tabs.letters(raw, index))
    return [Finding("NG147", place, {"header": head.texts["metres"]})]


def _read(raw: RawSheet, head: Head) -> _Tab:
    """Rows below the header, merged ids carried down, blank rows and repeated headers left out."""
    first = head.row + 1
    ids = {key: text_column(raw.columns[head.matched[key]]) for key in ("household_id", "member_id")}
    for key, texts in ids.items():
        _carry_down(raw, head.matched[key], texts)
    cells = object_array(raw.columns[head.matched["metres"]], raw.row_count)
    household, member, cells = ids["household_id"][first:], ids["member_id"][first:], cells[first:]
    said = (household != "") | (member != "") | (cells != "")
    said &= (household != head.texts["household_id"]) | (member != head.texts["member_id"])
    rows = np.flatnonzero(said)
    metres, bad = matrix_cells.metres_of(cells[rows], 1000.0 if head.kilometres else 1.0)
    return _Tab(raw, head, rows + first + raw.first_row, household[rows], member[rows], metres, bad)


def _carry_down(raw: RawSheet, index: int, texts: Texts) -> None:
    """Repeat the text of merged cells over all their rows, in place."""
    column = index + raw.first_column
    for top, left, bottom, _ in raw.merged:
        start = top - raw.first_row
        if left == column and bottom > top and start >= 0:
            texts[start : bottom - raw.first_row + 1] = texts[start]


def _unreadable(read: Sequence[_Tab]) -> list[Finding]:
    """Finding NG248 for each cell that is no metres, up to `CELLS_NAMED` of a tab."""
    return [
        Finding("NG248", one.place(row, "metres"), {"count": int(one.bad.sum())})
        for one in read
        for row in one.row[one.bad][:CELLS_NAMED].tolist()
    ]


def _once(home: Ints, person: Ints, member: Texts, metres: NDArray[np.float64]) -> tuple[Ints, Ints, Flags]:
    """Rows of known households with each pair once, the longest; and what repeats.

    Beside them, for every row, the number of its pair where an earlier row has it, else -1; and whether the
    rows of its pair differ in metres.
    """
    import pandas as pd

    known = np.flatnonzero(home >= 0)
    who = person[known].copy()
    strange = np.flatnonzero(who < 0)
    who[strange] = person.max() + 1 + pd.factorize(member[known[strange]])[0]
    key = home[known] * (int(who.max()) + 1) + who
    order = np.lexsort((metres[known], key))
    starts = np.flatnonzero(np.diff(key[order], prepend=-1))
    ends = np.append(starts[1:], len(order)) - 1
    pair = np.empty(len(key), np.int64)
    pair[order] = np.repeat(np.arange(len(starts)), ends - starts + 1)
    low, high = metres[known[order[starts]]], metres[known[order[ends]]]
    first = np.full(len(starts), len(key), np.int64)
    np.minimum.at(first, pair, np.arange(len(key)))
    repeated, differ = np.full(len(home), -1, np.int64), np.zeros(len(home), np.bool_)
    further = np.arange(len(key)) != first[pair]
    repeated[known[further]] = pair[further]
    differ[known] = (low < high)[pair] & further
    return known[order[ends]], repeated, differ
