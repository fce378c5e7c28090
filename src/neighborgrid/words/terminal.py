"""Texts of the terminal: places, results, help. GBK characters only."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "place.file": ("{file}", "{file}"),
    "place.sheet": ("“{sheet}”", 'sheet "{sheet}"'),
    "place.row": ("第 {row} 行", "row {row}"),
    "place.column": (" {column} 列", "column {column}"),
    "place.joint": ("", ", "),
    "place.colon": ("：", ": "),
}
