"""Write a scenario as sheets that people could have typed: xlsx, or CSV for Excel."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final, Literal

from neighborgrid.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neighborgrid.scenarios.build import Scenario
    from neighborgrid.words import Lang

Format = Literal["xlsx", "csv"]

FILE_NAMES: Final[dict[Lang, tuple[str, str]]] = {
    "zh": ("农户表", "党员名册"),
    "en": ("households", "members"),
}
"""Base names of the household sheet and the member sheet."""

_BOM: Final = b"\xef\xbb\xbf"


def write(scenario: Scenario, folder: Path, *, formats: Sequence[Format] = ("xlsx",)) -> list[Path]:
    """Paths of the files written to ``folder``: households, then members, in each format.

    The folder is made where it is missing. Each file is written beside its target and renamed into
    place, so a reader never sees half a sheet.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in formats:
        for name, columns in zip(
            FILE_NAMES[scenario.lang], (scenario.households, scenario.members), strict=True
        ):
            content = _xlsx(columns, name) if kind == "xlsx" else csv_bytes(columns, "utf-8", bom=True)
            written.append(place(folder / f"{name}.{kind}", content))
    return written


def place(target: Path, content: bytes) -> Path:
    """Write ``content`` to ``target`` in one step; the path it went to."""

    def fill(temporary: Path) -> None:
        temporary.write_bytes(content)

    return write_atomically(target, fill).path


def csv_bytes(columns: dict[str, list[Any]], encoding: str, *, bom: bool = False) -> bytes:
    """Comma-separated text of the columns with a header row and Windows line ends."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return (_BOM if bom else b"") + stream.getvalue().encode(encoding)


def _xlsx(columns: dict[str, list[Any]], sheet: str) -> bytes:
    from rustpy_xlsxwriter import write_worksheet

    names = list(columns)
    blank_less = (
        {name: (None if cell == "" else cell) for name, cell in zip(names, row, strict=True)}
        for row in zip(*columns.values(), strict=True)
    )
    stream = io.BytesIO()
    write_worksheet(
        blank_less,
        stream,
        sheet_name=sheet,
        freeze_row=1,
        bold_headers=True,
        autofilter=True,
        column_widths={name: _width(name, cells) for name, cells in columns.items()},
        # Ids and phones are digits kept as text on purpose; without this Excel marks every cell.
        ignore_errors=[name for name in names if isinstance(columns[name][0], str)],
    )
    return stream.getvalue()


def _width(header: str, cells: list[Any]) -> float:
    """Column width in characters; a Chinese character takes two."""
    sample = [header, *map(str, cells[:200])]
    return min(28.0, 2.0 + max(sum(1 + (ord(sign) > 0x2E7F) for sign in text) for text in sample))
