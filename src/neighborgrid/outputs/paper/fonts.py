"""Fonts to print with: the organiser's own, Noto Sans CJK, then those of the system for rare characters.

Typst says nothing about a character that no font has, and prints a box or a blank. So every character is
looked up in the fonts' cmaps before anything is set, and what is missing is reported.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.outputs.paper.coverage import coverage, read_coverage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    import typst
    from numpy.typing import NDArray

    from neighborgrid.outputs.paper.coverage import Codes
    from neighborgrid.words import Lang

PACKAGED: Final = "Noto Sans CJK SC"
"""Family that is always there: it comes with a package that neighborgrid needs."""

SUFFIXES: Final = frozenset({".ttf", ".otf", ".ttc", ".otc"})
# Controls, format characters and blanks leave no mark on paper, so no font needs to have them.
_UNSEEN: Final = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
# Without a glyph of their own; or unfit to be shown on a screen.
_NAMELESS: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_COMMON: Final = "的一是在村组户党员王李张"
_SPELLED_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file."""

    path: Path
    index: int


@dataclass(frozen=True, slots=True)
class Family:
    """Font family as Typst names it, with its upright faces."""

    name: str
    faces: tuple[Face, ...]

    def lacks(self, codes: Codes, read: Callable[[Path, int], Codes | None] = coverage) -> NDArray[np.bool_]:
        """Which of the code points at least one face lacks: Typst takes one face, by weight."""
        lacking = np.zeros(len(codes), np.bool_)
        for face in self.faces:
            known = read(face.path, face.index)
            lacking |= True if known is None else ~np.isin(codes, known)
        return lacking


@dataclass(frozen=True, slots=True)
class FontSet:
    """Fonts of one print run: ``families`` in order of preference, and the folders they are in.

    ``paths`` are folders, since Typst takes no single files. ``findings`` says what was skipped.
    """

    families: tuple[str, ...]
    paths: tuple[Path, ...]
    lang: Lang
    members: tuple[Family, ...] = field(repr=False)
    findings: tuple[Finding, ...] = field(default=(), compare=False)

    def missing(self, texts: Iterable[str]) -> tuple[str, ...]:
        """Characters of ``texts`` that no family has, sorted; what leaves no mark needs none."""
        seen = sorted(character for character in set("".join(texts)) if _leaves_a_mark(character))
        left = np.array([ord(character) for character in seen], np.int64)
        for family in self.members:
            left = left[family.lacks(left)]
        return tuple(map(chr, left.tolist()))

    def settings(self) -> str:
        """Typst rules for all text in these fonts; what ``fit`` says holds under these rules only.

        No font outside the list (a missing character is reported, not borrowed), no gap between Chinese and
        Latin, no mark hanging over the edge, no hyphens.
        """
        names = "".join(f"{_quoted(name)}, " for name in self.families)
        language = 'lang: "zh", region: "cn"' if self.lang == "zh" else 'lang: "en"'
        return (
            f"#set text(font: ({names}), {language}, fallback: false, "
            "cjk-latin-spacing: none, overhang: false, hyphenate: false)\n"
        )


def find_fonts(font_dir: Path | None, lang: Lang) -> FontSet:
    """Fonts to print with: those of ``font_dir``, if given, before Noto Sans CJK.

    In ``font_dir``, families with Chinese characters come before those without, and else in the order of
    their files' names. Font files that cannot be read are skipped and named in ``findings`` (NG542).
    Raises InputError: NG540 ``font_dir`` is no folder, NG541 it holds no font that can be read.
    """
    own: tuple[Family, ...] = ()
    findings: tuple[Finding, ...] = ()
    if font_dir is not None:
        # A typesetter in another process may stand in another folder.
        font_dir = font_dir.resolve()
        own, findings = _of_folder(font_dir)
    packaged = _packaged_folder()
    noto = _packaged_family(packaged)
    # Of two fonts of one name Typst takes the variable one, which is the packaged one.
    known = {family.name: family for family in own} | {noto.name: noto}
    paths = (packaged,) if font_dir is None else (font_dir, packaged)
    return FontSet(tuple(known), paths, lang, tuple(known.values()), findings)


def with_fallbacks(fontset: FontSet, characters: Sequence[str]) -> FontSet:
    """``fontset`` with the fewest system families that add what can be added of ``characters``.

    They come last, each named by a note (NG544). Characters that no system font has stay missing.
    """
    left = np.array(sorted(map(ord, characters)), np.int64)
    if not len(left):
        return fontset
    families = [family for family in _system_families() if family.name not in fontset.families]
    # The most of what is missing first; of equals the first by name, whatever the system's order.
    has = {family: ~family.lacks(left, read_coverage) for family in families}
    added: list[Family] = []
    open_ = np.ones(len(left), np.bool_)
    while has and open_.any():
        best = max(has, key=lambda family: int((has[family] & open_).sum()))
        if not (has[best] & open_).any():
            break
        open_ &= ~has.pop(best)
        added.append(best)
    folders = dict.fromkeys(face.path.parent for family in added for face in family.faces)
    return replace(
        fontset,
        families=fontset.families + tuple(family.name for family in added),
        paths=fontset.paths + tuple(folder for folder in folders if folder not in fontset.paths),
        members=fontset.members + tuple(added),
        findings=fontset.findings + tuple(Finding("NG544", values={"family": one.name}) for one in added),
    )


def rows_with(texts: Sequence[str], characters: Sequence[str]) -> NDArray[np.int64]:
    """Indices of the texts that hold at least one of ``characters``, in order."""
    if not characters:
        return np.zeros(0, np.int64)
    any_of = re.compile("[" + "".join(map(re.escape, characters)) + "]")
    return np.array([row for row, text in enumerate(texts) if any_of.search(text)], np.int64)


def spelled(characters: Sequence[str]) -> str:
    """Characters for a sentence: ``U+20164 𠅤, U+E000``; the sign itself only where it can be shown."""
    shown = [
        f"U+{ord(character):04X}" + ("" if unicodedata.category(character) in _NAMELESS else f" {character}")
        for character in characters[:_SPELLED_MOST]
    ]
    return ", ".join(shown) + (" ..." if len(characters) > _SPELLED_MOST else "")


def missing_finding(characters: Sequence[str], texts: int, *, place: Place | None = None) -> Finding:
    """Finding (NG543) on characters that no font has, in ``texts`` texts (names, addresses, ...)."""
    about = {"characters": spelled(characters), "kinds": len(characters), "count": texts}
    return Finding("NG543", Place() if place is None else place, about)


def _leaves_a_mark(character: str) -> bool:
    code = ord(character)
    selector = 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF
    return not selector and unicodedata.category(character) not in _UNSEEN


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@functools.cache
def _packaged_folder() -> Path:
    import manimgx_fonts_cjk

    return Path(manimgx_fonts_cjk.__file__).parent


@functools.cache
def _packaged_family(folder: Path) -> Family:
    return next(family for family in _families(folder) if family.name == PACKAGED)


def _of_folder(folder: Path) -> tuple[tuple[Family, ...], tuple[Finding, ...]]:
    """Families in the organiser's folder in order of preference, and findings on files that were skipped."""
    if not folder.is_dir():
        raise InputError(Finding("NG540", Place(folder.name)))
    files = sorted(file for file in folder.rglob("*") if file.suffix.lower() in SUFFIXES and file.is_file())
    found = _families(folder)
    broken = {face.path for one in found for face in one.faces if coverage(face.path, face.index) is None} | (
        set(files) - {face.path for one in found for face in one.faces}
    )
    findings = tuple(Finding("NG542", Place(file.name)) for file in sorted(broken))
    sound = [family for family in found if not broken.intersection(face.path for face in family.faces)]
    if not sound:
        raise InputError(*findings, Finding("NG541", Place(folder.name)))
    common = np.array(sorted(map(ord, _COMMON)), np.int64)
    sound.sort(
        key=lambda one: (bool(one.lacks(common).any()), one.faces[0].path, not one.name.endswith(" SC"))
    )
    return tuple(sound), findings


def _families(folder: Path) -> list[Family]:
    """Families that Typst finds in ``folder`` and below it."""
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
    return _grouped(fonts)


@functools.cache
def _system_families() -> tuple[Family, ...]:
    """Families of the system by name. Those inside Typst have no file to look into and are left out."""
    import typst

    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    return tuple(sorted(_grouped(fonts), key=lambda family: family.name))


def _grouped(fonts: typst.Fonts) -> list[Family]:
    """Families of ``fonts`` with their upright faces, or with all where none is upright."""
    upright: dict[str, list[Face]] = {}
    slanted: dict[str, list[Face]] = {}
    for font in fonts.fonts():
        if font.path is not None:
            kind = upright if font.style == "normal" else slanted
            kind.setdefault(font.family, []).append(Face(Path(font.path), font.index))
    faces = slanted | upright
    return [Family(name, tuple(sorted(own, key=_face_order))) for name, own in faces.items()]


def _face_order(face: Face) -> tuple[str, int]:
    return face.path.as_posix(), face.index
