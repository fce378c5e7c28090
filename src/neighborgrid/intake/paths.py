"""Which files are meant, and what a file is by its content rather than by its name."""

from __future__ import annotations

import difflib
import enum
import glob
import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from neighborgrid.findings import Finding, Place
from neighborgrid.words import texts

if TYPE_CHECKING:
    from collections.abc import Sequence

WORKBOOK_SUFFIXES: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"})
TEXT_SUFFIXES: Final = frozenset({".csv", ".tsv", ".txt"})
READABLE: Final = WORKBOOK_SUFFIXES | TEXT_SUFFIXES
# In a folder a .txt is a note far more often than a table; it is read when it is named.
READABLE_IN_FOLDER: Final = READABLE - {".txt"}
# People keep lists in these too; they are worth a word, other files in a folder are not.
DOCUMENT_SUFFIXES: Final = frozenset(
    {
        ".txt",
        ".doc",
        ".docx",
        ".wps",
        ".wpt",
        ".rtf",
        ".pdf",
        ".ofd",
        ".numbers",
        ".htm",
        ".html",
        ".mht",
        ".zip",
        ".rar",
        ".7z",
        ".jpg",
        ".jpeg",
        ".png",
        ".bmp",
        ".gif",
        ".tif",
        ".tiff",
        ".webp",
        ".heic",
    }
)
NAMES_SHOWN: Final = 5
LOCK_FILE: Final = re.compile(r"~\$.*|\.~lock\..*#|\.~.*", re.DOTALL)
MARKUP: Final = re.compile(
    rb"\s*(<!doctype|<html|<head|<body|<table|<meta|<style|<div|<\?xml|<!--|mime-version:)", re.IGNORECASE
)
BYTE_ORDER_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# Control characters that no text file holds; NUL is told apart from UTF-16 and from damage elsewhere.
BINARY: Final = re.compile(rb"[\x01-\x08\x0e-\x19\x1c-\x1f]")


class Content(enum.Enum):
    """What the bytes of a file are; the value of a kind that cannot be read is its finding code."""

    WORKBOOK = "workbook"
    TEXT = "text"
    EMPTY = "NG108"
    MARKUP = "NG156"
    UNKNOWN = "NG157"


def content_of(data: bytes) -> Content:
    """Kind of content, from magic bytes and the first 64 KiB."""
    if not data:
        return Content.EMPTY
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
        return Content.WORKBOOK
    head = data[:65536]
    if head.startswith(BYTE_ORDER_MARKS[1:]):
        markup = MARKUP.match(head[2:].replace(b"\0", b""))
        return Content.MARKUP if markup else Content.TEXT
    if MARKUP.match(head.removeprefix(BYTE_ORDER_MARKS[0])):
        return Content.MARKUP
    # Half NULs are UTF-16 without a mark; more is a binary file or a disk that lost its blocks.
    nuls = head.count(0) / len(head)
    return Content.UNKNOWN if nuls > 0.6 or BINARY.search(head) else Content.TEXT


def usual_content(suffix: str) -> Content | None:
    """Content that a suffix promises, None for suffixes that promise nothing known."""
    if suffix.lower() in WORKBOOK_SUFFIXES:
        return Content.WORKBOOK
    return Content.TEXT if suffix.lower() in TEXT_SUFFIXES else None


def _has_sheets(folder: Path) -> bool:
    if folder.name.startswith((".", "__")):
        return False
    try:
        return any(path.suffix.lower() in READABLE_IN_FOLDER for path in folder.iterdir())
    except OSError:
        return False


EXPORTED: Final = ("roster.name", "roster.name.public", "report.name", "recruit.name", "explain.book")
"""Texts that are the names of workbooks which ``export``, ``recruit`` and ``explain`` write."""


def is_report(path: Path) -> bool:
    """Whether the name is one that a verb gives to its own files: they repeat the sheets."""
    return is_marked(path) or is_exported(path)


def is_marked(path: Path) -> bool:
    """Whether the name is one that ``check`` gives to its own files."""
    known = texts()
    marks = tuple(f"-{suffix}" for suffix in known["mark.suffix"])
    stem = re.sub(r"-\d{8}-\d{4}(-\d+)?$", "", path.stem)
    return path.name in known["check.name"] or stem.endswith(marks)


def is_exported(path: Path) -> bool:
    """Whether the name is one of `EXPORTED`."""
    own = [name for key in EXPORTED for name in texts()[key]]
    # An older copy is kept under a dated name.
    return any(re.fullmatch(rf"{re.escape(name)}(-\w+)*", path.stem) for name in own)


@dataclass(slots=True)
class _Expansion:
    """Files found so far, each once, and findings."""

    files: dict[str, Path] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def note(self, code: str, name: str, **values: object) -> None:
        self.findings.append(Finding(code, Place(name), values))

    def add(self, path: Path) -> None:
        self.files.setdefault(os.path.normcase(os.path.realpath(path)), path)

    def given(self, text: str) -> None:
        """One argument: a file, a folder, or a pattern."""
        path = Path(text).expanduser()
        if path.is_dir():
            self.folder(path)
        elif path.exists():
            self.file(path)
        elif glob.has_magic(text):
            self.pattern(text)
        else:
            self.missing(path)

    def file(self, path: Path) -> None:
        if LOCK_FILE.fullmatch(path.name):
            self.note("NG102", path.name)
        elif path.suffix.lower() in READABLE:
            self.add(path)
        else:
            self.note("NG101", path.name, suffix=path.suffix if path.suffix else path.name)

    def folder(self, folder: Path) -> None:
        found = _walk(folder)
        below = [path.name for path in sorted(folder.iterdir()) if path.is_dir() and _has_sheets(path)]
        if below:
            self.note("NG167", folder.resolve().name, folders=", ".join(below[:NAMES_SHOWN]))
        name = folder.name if folder.name else folder.resolve().name
        self.several(found, name)

    def pattern(self, text: str) -> None:
        found: list[Path] = []
        for match in sorted(map(Path, glob.glob(text, recursive=True))):
            found += _walk(match) if match.is_dir() else [match]
        self.several(found, Path(text).name)

    def several(self, found: Sequence[Path], name: str) -> None:
        """Files that were not named one by one: what is readable, and a word about documents."""
        locks = [path for path in found if LOCK_FILE.fullmatch(path.name)]
        others = [path for path in found if path not in locks]
        sheets = [path for path in others if path.suffix.lower() in READABLE_IN_FOLDER]
        readable = [path for path in sheets if not is_report(path)]
        for path in (path for path in sheets if path not in readable):
            self.note("NG166" if is_marked(path) else "NG169", path.name)
        for path in (*(path for path in locks if _sheet_suffix(path)), *readable):
            self.file(path)
        documents = [path.name for path in others if path.suffix.lower() in DOCUMENT_SUFFIXES]
        if documents:
            shown = ", ".join(documents[:NAMES_SHOWN]) + (" ..." if len(documents) > NAMES_SHOWN else "")
            self.note("NG104", name, count=len(documents), files=shown)
        if not readable:
            self.note("NG105", name)

    def missing(self, path: Path) -> None:
        folder = path.parent
        try:
            names = [entry.name for entry in folder.iterdir() if not entry.name.startswith((".", "~$"))]
        except OSError:
            names = []
        near = _near_names(path.name, names)
        if near:
            self.note("NG168", path.name, near=", ".join(near))
        else:
            self.note("NG100", path.name)


def _sheet_suffix(lock: Path) -> bool:
    """Whether a lock file belongs to a spreadsheet (LibreOffice adds a # to the name)."""
    return lock.suffix.lower().rstrip("#") in READABLE


def _near_names(name: str, names: Sequence[str]) -> list[str]:
    """Up to three names like ``name``: same stem with another suffix first, then similar spellings."""
    readable = sorted(other for other in names if Path(other).suffix.lower() in READABLE)
    same_stem = [other for other in readable if Path(other).stem == Path(name).stem]
    similar = difflib.get_close_matches(name, readable, n=3, cutoff=0.6)
    return list(dict.fromkeys(same_stem + similar))[:3]


def _walk(folder: Path) -> list[Path]:
    """Files right in a folder, by name; lock files are kept to be reported.

    Subfolders are left alone: they hold last year's lists and earlier plans more often than new sheets.
    """
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_file() and (not path.name.startswith(".") or LOCK_FILE.fullmatch(path.name))
    )


def expand(paths: Sequence[str | Path]) -> tuple[list[Path], list[Finding]]:
    """Files meant by ``paths`` (files, folders, patterns), each path once, in order, and findings.

    Folders are read without their subfolders, sorted by name. The same content under two names is
    reported by ``reader``, which reads and hashes the bytes anyway.
    """
    expansion = _Expansion()
    for path in paths:
        expansion.given(str(path))
    return list(expansion.files.values()), expansion.findings
