"""Child process that parses workbooks, one after the other, so that a file can kill only this process.

Run by path as a script (see ``reader``); imports nothing but the standard library and python-calamine.
Frames on both pipes are eight bytes of length (little endian) and a marshalled object. A request is
``(path, bytes of the file, index of the first tab wanted, seconds)``; the replies to it are

- ``("book", [(name, kind), ...])`` with kind ``sheet``, ``hidden`` or ``chart``,
- ``("tab", index)`` before each tab is parsed, so that the reader knows which one was fatal,
- ``("cells", (row, column), merged, columns)`` or ``("bad",)`` after it,
- ``("failed", reason)`` with reason ``password``, ``memory`` or ``damaged``, where nothing can be opened,
- ``("done",)`` at the end.
"""

from __future__ import annotations

import functools
import gc
import io
import itertools
import marshal
import signal
import sys
from array import array
from collections import defaultdict
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from python_calamine import CalamineSheet, SheetMetadata

LENGTH_BYTES: Final = 8
# Version 2 writes no back references: looking them up costs more than the bytes that they save.
MARSHAL_VERSION: Final = 2
SAMPLE_CELLS: Final = 1000
PLAIN: Final = frozenset({str, float})
REASONS: Final[dict[type[BaseException], str]] = {PasswordError: "password", MemoryError: "memory"}
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def write_frame(stream: IO[bytes], payload: Any) -> None:
    """Write one frame and flush."""
    data = marshal.dumps(payload, MARSHAL_VERSION)
    stream.write(len(data).to_bytes(LENGTH_BYTES, "little"))
    stream.write(data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> Any | None:
    """Payload of the next frame, None where the stream ends before it is complete."""
    head = stream.read(LENGTH_BYTES)
    if len(head) < LENGTH_BYTES:
        return None
    size = int.from_bytes(head, "little")
    data = stream.read(size)
    return marshal.loads(data) if len(data) == size else None


@functools.lru_cache(maxsize=65536, typed=True)
def as_cell(value: object) -> str | float:
    """Cell of a value that is neither text nor a float: ISO dates, ``TRUE``/``FALSE``, ``H:MM:SS``."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        return float(value)
    if isinstance(value, datetime):
        # Excel keeps days as floats: a midnight may arrive a few microseconds off.
        moment = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return moment.date().isoformat() if moment.time() == time() else moment.isoformat(sep=" ")
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def pack(column: Sequence[Any]) -> tuple[Sequence[Any], bytes]:
    """Column for the pipe: ``(values, codes)`` where the first cells repeat, else ``(cells, b"")``."""
    if not PLAIN.issuperset(map(type, column)):
        column = [cell if type(cell) in PLAIN else as_cell(cell) for cell in column]
    sample = column[:SAMPLE_CELLS]
    if len(set(sample)) * 2 > len(sample):
        return column, b""
    table: dict[str | float, int] = defaultdict(itertools.count().__next__)
    codes = array("I", map(table.__getitem__, column))
    return list(table), codes.tobytes()


def unpack(values: Sequence[Any], codes: bytes) -> Sequence[Any]:
    """Inverse of ``pack``; repeated values come back as one shared object."""
    return list(map(values.__getitem__, array("I", codes))) if codes else values


def filled_columns(rows: list[list[Any]]) -> list[tuple[Any, ...]]:
    """Columns of ``rows`` without the empty rows and columns at the end; ``rows`` is shortened in place."""
    while rows and rows[-1].count("") == len(rows[-1]):
        rows.pop()
    columns = list(zip(*rows, strict=True))
    while columns and columns[-1].count("") == len(rows):
        columns.pop()
    return columns


def cells(sheet: CalamineSheet) -> tuple[object, ...]:
    """Reply ``cells`` for one tab, places 1-based."""
    top, left = sheet.start or (0, 0)
    merged = [(a + 1, b + 1, c + 1, d + 1) for (a, b), (c, d) in sheet.merged_cell_ranges or ()]
    columns = filled_columns(sheet.to_python(skip_empty_area=True))
    return "cells", (top + 1, left + 1), merged, [pack(column) for column in columns]


OUR_HIDDEN_TABS = frozenset({"证明", "Prices"})
"""Tabs that plan workbooks hide: read like any other, in plan workbooks only."""

PLAN_TABS = (frozenset({"分户安排", "党员", "规则"}), frozenset({"Households", "Members", "Rules"}))
"""Tabs by which a plan workbook is told here."""


def kinds_of_tabs(tabs: Sequence[SheetMetadata]) -> list[str]:
    """``sheet``, ``hidden`` or ``chart`` for each tab of a workbook."""
    names = {tab.name for tab in tabs}
    ours = OUR_HIDDEN_TABS if any(wanted <= names for wanted in PLAN_TABS) else frozenset()
    return [kind_of_tab(tab, ours) for tab in tabs]


def kind_of_tab(tab: SheetMetadata, shown: Collection[str]) -> str:
    """One of ``sheet``, ``hidden``, ``chart``; ``shown`` names tabs that count as visible."""
    if tab.typ != SheetTypeEnum.WorkSheet:
        return "chart"
    return "sheet" if tab.visible == SheetVisibleEnum.Visible or tab.name in shown else "hidden"


def open_book(path: str, data: bytes) -> CalamineWorkbook:
    """Workbook, recognised by content; raises PasswordError for a protected one."""
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except CalamineError:
        if ENCRYPTED in data:
            raise PasswordError from None
        # Recognition by content reports every failure alike; by suffix it tells a password from damage.
        return CalamineWorkbook.from_path(path)


def answers(path: str, data: bytes, first: int) -> Iterator[tuple[object, ...]]:
    """Yield the replies to a request. Panics of the parser are BaseExceptions, caught like errors."""
    try:
        book = open_book(path, data)
    except BaseException as error:
        yield "failed", REASONS.get(type(error), "damaged")
        return
    found = book.sheets_metadata
    tabs = list(zip([tab.name for tab in found], kinds_of_tabs(found), strict=True))
    yield "book", tabs
    for index in range(first, len(tabs)):
        if tabs[index][1] == "sheet":
            yield "tab", index
            try:
                reply: tuple[object, ...] = cells(book.get_sheet_by_index(index))
            except BaseException:
                reply = ("bad",)
            yield reply
    yield ("done",)


def limit_memory(limit_bytes: int) -> None:
    """Make an explosion of memory end this process, not the machine; no core file with people's data."""
    try:
        import resource
    except ImportError:
        return
    for which, wanted in ((resource.RLIMIT_AS, limit_bytes), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(which)[1]
        limit = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        try:
            resource.setrlimit(which, (limit, hard))
        except (ValueError, OSError):
            continue  # macOS refuses RLIMIT_AS; the time limit still holds there.


def main() -> None:
    """Answer requests from stdin until it ends."""
    limit_memory(int(sys.argv[1]))
    # The parent decides what an interrupt means; it closes the pipe or kills this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Millions of cells and no cycles: collections would only walk them again and again.
    gc.disable()
    while (request := read_frame(sys.stdin.buffer)) is not None:
        *wanted, seconds = request
        if hasattr(signal, "alarm"):
            # Outlives a parent that was killed: an endless loop must not stay behind alone.
            signal.alarm(seconds)
        for reply in answers(*wanted):
            write_frame(sys.stdout.buffer, reply)


if __name__ == "__main__":
    main()
