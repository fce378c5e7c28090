"""What a reader hands on: files and tabs as columns of cells, each cell with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from neighborgrid.findings import Finding

Cell = str | float | int
"""One cell: text (dates already ISO text, booleans ``TRUE``/``FALSE``, empty ``""``) or a number."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file that was given: base name, path, SHA-256 of its bytes (hex)."""

    name: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One tab of one file.

    Attributes
    ----------
    file, path, sheet
        Base name and path of the file, name of the tab ("" for CSV and TSV).
    first_row, first_column
        1-based row and column, as the user sees them, of ``columns[0][0]``.
    columns
        One sequence of cells per column, all equally long, trailing empty rows cut off.
    merged
        Merged ranges (top, left, bottom, right), 1-based and inclusive, as the user sees them.
    """

    file: str
    path: Path
    sheet: str
    first_row: int
    first_column: int
    columns: tuple[Sequence[Cell], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()

    @property
    def row_count(self) -> int:
        """Number of rows held (0 for an empty tab)."""
        return len(self.columns[0]) if self.columns else 0


@dataclass(frozen=True, slots=True)
class ReadResult:
    """All that could be read of the files given, and the findings about the rest."""

    files: tuple[InputFile, ...]
    sheets: tuple[RawSheet, ...]
    findings: tuple[Finding, ...]
