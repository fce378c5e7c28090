"""Records of all tabs of one kind as one table of columns, each record with its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.findings import Finding, Place
from neighborgrid.intake.rows import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from neighborgrid.intake.rows import Rows
    from neighborgrid.intake.tabs import Tab


@dataclass(frozen=True)
class Stack:
    """Records of one kind, n of them.

    Attributes
    ----------
    tabs
        Tabs that the records come from.
    text, cells
        Cleaned text and raw cells by key, shape (n,); keys that no tab has are missing.
    tab, row
        Index into ``tabs`` and 1-based row as the user sees it, shape (n,).
    """

    tabs: tuple[Tab, ...]
    text: Mapping[str, NDArray[np.object_]]
    cells: Mapping[str, NDArray[np.object_]]
    tab: NDArray[np.int64]
    row: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.row)

    def column(self, key: str) -> NDArray[np.object_]:
        """Text of a key, blank where no tab has it."""
        return self.text[key] if key in self.text else np.full(len(self), "", dtype=object)

    def raw(self, key: str) -> NDArray[np.object_]:
        """Raw cells of a key, blank where no tab has it."""
        return self.cells[key] if key in self.cells else np.full(len(self), "", dtype=object)

    def take(self, rows: NDArray[np.int64]) -> Stack:
        """Records of the given rows, in that order."""
        return Stack(
            self.tabs,
            {key: values[rows] for key, values in self.text.items()},
            {key: values[rows] for key, values in self.cells.items()},
            self.tab[rows],
            self.row[rows],
        )

    def with_text(self, **columns: NDArray[np.object_]) -> Stack:
        """Stack with text columns put in or replaced."""
        return replace(self, text={**self.text, **columns})

    def place(self, index: int, key: str = "") -> Place:
        """Place of a record's cell, or of its row where ``key`` is "" or has no column."""
        return self.tabs[int(self.tab[index])].place(int(self.row[index]), key)

    def findings(
        self, code: str, rows: Iterable[int], key: str = "", values: Mapping[str, object] | None = None
    ) -> list[Finding]:
        """One finding per record given, at its cell of ``key``."""
        said = {} if values is None else values
        return [Finding(code, self.place(row, key), said) for row in rows]


def stack(tabs: Sequence[Tab], read: Sequence[Rows]) -> Stack:
    """Records of ``tabs`` below each other."""
    keys = {key for tab in tabs for key in tab.header.matched}
    sizes = [len(rows.row) for rows in read]
    return Stack(
        tuple(tabs),
        {key: _joined([rows.text.get(key) for rows in read], sizes) for key in sorted(keys - NUMBERS)},
        {
            key: _joined([rows.cells.get(key) for rows in read], sizes)
            for key in sorted({key for rows in read for key in rows.cells})
        },
        np.repeat(np.arange(len(tabs), dtype=np.int64), sizes),
        np.concatenate([rows.row for rows in read]) if read else np.zeros(0, dtype=np.int64),
    )


def _joined(parts: Sequence[NDArray[np.object_] | None], sizes: Sequence[int]) -> NDArray[np.object_]:
    if len(parts) == 1 and parts[0] is not None:
        return parts[0]
    blanks = (np.full(size, "", dtype=object) for size in sizes)
    return np.concatenate(
        [blank if part is None else part for part, blank in zip(parts, blanks, strict=True)]
    )
