"""Columns of formulas that were never calculated: written by a program, not yet saved by Excel or WPS."""

from __future__ import annotations

import html
import re
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from neighborgrid.intake.raw import RawSheet

MAX_PART_BYTES: Final = 1 << 28
TAB: Final = re.compile(rb"<(?:\w+:)?sheet\s[^>]*>")
RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
ATTRIBUTE: Final = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
CELL: Final = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']([A-Z]{1,3})\d+[\"'][^>]*(?<!/)>(.*?)</(?:\w+:)?c>", re.DOTALL
)
FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
VALUE: Final = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]")


def uncached_formula_columns(raw: RawSheet) -> frozenset[int]:
    """1-based columns of an .xlsx tab that hold a formula without a stored value; empty for other files."""
    try:
        with zipfile.ZipFile(raw.path) as book:
            part = _part_of_tab(book, raw.sheet)
            return _uncached(_read(book, part)) if part else frozenset()
    except (OSError, zipfile.BadZipFile, zlib.error, KeyError, RuntimeError, UnicodeDecodeError, EOFError):
        # The file was read once already; this is only a search for a better explanation.
        return frozenset()


def _read(book: zipfile.ZipFile, part: str) -> bytes:
    with book.open(part) as stream:
        return stream.read(MAX_PART_BYTES)


def _attributes(tag: bytes) -> dict[str, str]:
    found = ATTRIBUTE.findall(tag.decode("utf-8"))
    return {name.rpartition(":")[2]: html.unescape(double + single) for name, double, single in found}


def _part_of_tab(book: zipfile.ZipFile, sheet: str) -> str:
    """Name of the zip entry that holds the tab, empty where there is none."""
    tabs = map(_attributes, TAB.findall(_read(book, "xl/workbook.xml")))
    wanted = next((tab.get("id", "") for tab in tabs if tab.get("name") == sheet), "")
    relations = map(_attributes, RELATION.findall(_read(book, "xl/_rels/workbook.xml.rels")))
    target = next((item.get("Target", "") for item in relations if item.get("Id") == wanted), "")
    if not target:
        return ""
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _uncached(xml: bytes) -> frozenset[int]:
    columns = {
        cell.group(1)
        for cell in CELL.finditer(xml)
        if FORMULA.search(cell.group(2)) and not VALUE.search(cell.group(2))
    }
    return frozenset(map(_column_number, columns))


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
