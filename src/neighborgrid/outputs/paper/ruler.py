"""Widths of texts as Typst sets them, from as few measurements as possible.

Typst itself measures every distinct character and every distinct pair of non-ideographs once; a text is the
sum of its characters and pairs. So widths follow the weight of a variable font, the font that a character
is really taken from, kerning and ligatures, and none of that is done twice in two different ways.

Chinese marks need care. Typst takes half an em off an opening mark at the start of a line, off a closing one
at its end, and off two marks that meet. All this is measured; but in a run of marks only the first pair is
narrowed here, since Typst's rule for a run does not add up. So the sum is never less than the truth.
"""

from __future__ import annotations

import functools
import json
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import typst
    from numpy.typing import NDArray

    from neighborgrid.outputs.paper.fonts import FontSet

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_CODES: Final = 0x110000
_EM_PT: Final = 100
_BASE: Final = "中"
MARGIN: Final = 1.0005
"""Factor for safety: lengths are rounded, and three letters may be kerned unlike their two pairs."""

# Line ends, tabs and other controls are set as a blank; what only steers the setting is left out.
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_STEERING: Final = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_HALF: Final = re.compile("[\ud800-\udfff]")
HAN: Final = 0
LATIN: Final = 1
NEITHER: Final = 2
OTHER: Final = 3
# Pair, and what it would be without a pair's kerning; in each run of its own script.
_FORMS: Final = (
    ("中{0}{1}中", "中{0}中", "中{1}中"),
    ("n{0}{1}n", "n{0}", "{1}n"),
    ("{0}{1}", "{0}", "{1}"),
    ("{0}{1}", "{0}", "{1}"),
)
_LATIN: Final = ((0x41, 0x24F), (0x1E00, 0x1EFF))
_FIRST_HAN: Final = 0x2E80
_IDEOGRAPHS: Final = ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
# Punctuation that Typst narrows: general marks, Chinese marks, full-width forms.
_MARKS: Final = ((0x2010, 0x2027), (0x00B7, 0x00B7), (0x3001, 0x3003), (0x3008, 0x3011), (0x3014, 0x301F),
                 (0xFF01, 0xFF0F), (0xFF1A, 0xFF20), (0xFF3B, 0xFF3D), (0xFF5B, 0xFF65))  # fmt: skip


def printable(text: str) -> str:
    """``text`` as it can be set on one line: controls as blanks, marks without width left out."""
    return _HALF.sub("\ufffd", _CONTROL.sub(" ", _STEERING.sub("", text)))


def in_ranges(codes: Ints, ranges: tuple[tuple[int, int], ...]) -> NDArray[np.bool_]:
    """Which code points lie in one of the inclusive ranges."""
    inside = np.zeros(len(codes), np.bool_)
    for first, last in ranges:
        inside |= (codes >= first) & (codes <= last)
    return inside


_FEW: Final = 40_000


def is_ideograph(codes: Ints) -> NDArray[np.bool_]:
    """Which code points are Chinese characters."""
    return in_ranges(codes, _IDEOGRAPHS)


def distinct_codes(codes: Ints) -> Ints:
    """Distinct code points in order; there are few among many, so counting is faster than sorting."""
    if len(codes) < _FEW:
        return np.unique(codes)
    return np.flatnonzero(np.bincount(codes, minlength=_CODES))


def ranks(codes: Ints) -> Ints:
    """Table that holds at each of the distinct ``codes`` its number among them."""
    table = np.zeros(_CODES, np.int64)
    table[codes] = np.arange(len(codes))
    return table


@dataclass(frozen=True, slots=True)
class Laid:
    """Texts laid end to end, character by character.

    Attributes
    ----------
    codes
        Code points of all characters.
    starts, ends
        Where each text begins and ends in ``codes``.
    advance_em
        Width of each character inside a line.
    kern_em
        What the character before it in the same text adds to (or takes off) that; 0 for the first.
    head_em, tail_em
        What is added at the start and at the end of each text, never above 0.
    """

    codes: Ints
    starts: Ints
    ends: Ints
    advance_em: Floats
    kern_em: Floats
    head_em: Floats
    tail_em: Floats

    def widths_em(self) -> Floats:
        """Width of each text on one line."""
        total = np.concatenate(([0.0], np.cumsum(self.advance_em + self.kern_em)))
        widths = total[self.ends] - total[self.starts] + self.head_em + self.tail_em
        return np.maximum(widths, 0.0) * MARGIN


class Ruler:
    """Ruler of one weight of a set of fonts; remembers what it has measured."""

    def __init__(self, fontset: FontSet, weight: int) -> None:
        self._fontset = fontset
        self._weight = weight
        self._known = np.zeros(_CODES, np.bool_)
        self._advance = np.zeros(_CODES)
        self._head = np.zeros(_CODES)
        self._tail = np.zeros(_CODES)
        self._pairs: dict[tuple[int, int, int], float] = {}
        self._base = 0.0

    def lay(self, texts: Sequence[str]) -> Laid:
        """Return the texts, which must be ``printable``, with the widths of their characters."""
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        ends = np.cumsum(lengths)
        starts = ends - lengths
        codes = np.frombuffer("".join(texts).encode("utf-32-le"), "<u4").astype(np.int64)
        self._learn(distinct_codes(codes))
        kern = self._kern(codes, starts, ends)
        filled = lengths > 0
        head, tail = np.zeros(len(texts)), np.zeros(len(texts))
        head[filled] = self._head[codes[starts[filled]]]
        tail[filled] = self._tail[codes[ends[filled] - 1]]
        return Laid(codes, starts, ends, self._advance[codes], kern, head, tail)

    def _learn(self, codes: Ints) -> None:
        new = codes[~self._known[codes]]
        if not len(new):
            return
        ideographs = is_ideograph(new)
        plain, others = new[ideographs], new[~ideographs]
        if not self._base:
            self._base = float(self._measure([_BASE])[0])
        self._advance[plain] = self._ideographs(plain)
        signs = [chr(code) for code in others]
        forms = ("{0}{1}{0}", "{1}{0}", "{0}{1}")
        asked = [form.format(_BASE, sign) for form in forms for sign in signs]
        inner, head, tail = self._measure(asked).reshape(3, len(others))
        self._advance[others] = inner - 2 * self._base
        self._head[others] = np.minimum(head - inner + self._base, 0.0)
        self._tail[others] = np.minimum(tail - inner + self._base, 0.0)
        self._known[new] = True

    def _ideographs(self, codes: Ints) -> Floats | float:
        """Widths of ideographs, which in nearly all fonts are one em each."""
        signs = list(map(chr, codes))
        # The width of many lines is that of the widest: one measurement for all.
        if signs and self._measure(["\n".join(signs)])[0] <= self._base:
            return self._base
        return self._measure(signs)

    def _kern(self, codes: Ints, starts: Ints, ends: Ints) -> Floats:
        """What each character's pair with the one before it adds to its advance."""
        kern = np.zeros(len(codes))
        signs = ~is_ideograph(codes)
        first = np.zeros(len(codes) + 1, np.bool_)
        first[starts] = True
        second = np.flatnonzero(signs[1:] & signs[:-1] & ~first[1 : len(codes)]) + 1
        if not len(second):
            return kern
        marks = in_ranges(codes, _MARKS)
        run = np.where(marks[second] | marks[second - 1], HAN, _runs(codes, starts, ends)[second - 1])
        distinct, which = _distinct_pairs(run, codes[second - 1], codes[second])
        kern[second] = self._pair_widths(distinct)[which]
        meeting = np.zeros(len(codes), np.bool_)
        meeting[second] = marks[second] & marks[second - 1]
        # Only the first pair of a run of marks is narrowed.
        later = second[meeting[second] & meeting[second - 1]]
        kern[later] = np.maximum(kern[later], 0.0)
        return kern

    def _pair_widths(self, pairs: list[tuple[int, int, int]]) -> Floats:
        new = [pair for pair in pairs if pair not in self._pairs]
        if new:
            asked = [form.format(chr(a), chr(b)) for run, a, b in new for form in _FORMS[run]]
            together, before, after = self._measure(asked).reshape(-1, 3).T
            in_han = np.array([run == HAN for run, _, _ in new])
            kern = together - before - after + np.where(in_han, 2 * self._base, 0.0)
            # Of other scripts a pair is measured alone, which is not always the run it is set in.
            in_other = np.array([run == OTHER for run, _, _ in new])
            kern = np.where(in_other, np.maximum(kern, 0.0), kern)
            self._pairs |= zip(new, kern.tolist(), strict=True)
        return np.array([self._pairs[pair] for pair in pairs])

    def _measure(self, texts: Sequence[str]) -> Floats:
        """Widths in em that Typst gives to each text alone on a line."""
        import typst

        source = (
            f"{self._fontset.settings()}#set text(size: {_EM_PT}pt, weight: {self._weight})\n"
            "#let texts = json(bytes(sys.inputs.texts))\n"
            f"#context [#metadata(texts.map(it => measure(text(it)).width / {_EM_PT}pt)) <widths>]"
        )
        compiler = typst.Compiler(
            source.encode(),
            font_paths=_fonts(self._fontset.paths),
            ignore_system_fonts=True,
            sys_inputs={"texts": json.dumps(texts, ensure_ascii=False)},
        )
        return np.array(json.loads(compiler.query("<widths>", field="value", one=True)), np.float64)


@functools.lru_cache(maxsize=8)
def _fonts(folders: tuple[Path, ...]) -> typst.Fonts:
    """Fonts of the folders, looked through once."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders))


def _runs(codes: Ints, starts: Ints, ends: Ints) -> Ints:
    """Script of the run that each character is shaped in: HAN, LATIN, OTHER, or NEITHER without letters.

    Digits and punctuation belong to the letters before them, at the start of a text to those after them.
    """
    count = len(codes)
    table = distinct_codes(codes)
    letters = np.array([unicodedata.category(chr(code))[0] == "L" for code in table.tolist()], np.bool_)
    strong = letters[ranks(table)[codes]]
    script = np.where(codes >= _FIRST_HAN, HAN, np.where(in_ranges(codes, _LATIN), LATIN, OTHER))
    text = np.repeat(np.arange(len(starts)), ends - starts)
    places = np.arange(count)
    before = np.maximum.accumulate(np.where(strong, places, -1))
    after = np.minimum.accumulate(np.where(strong, places, count)[::-1])[::-1]
    run = np.full(count, NEITHER)
    has_after = after < ends[text]
    run[has_after] = script[after[has_after]]
    has_before = before >= starts[text]
    run[has_before] = script[before[has_before]]
    return run


def _distinct_pairs(run: Ints, before: Ints, after: Ints) -> tuple[list[tuple[int, int, int]], Ints]:
    """Distinct pairs with their runs, and the number of each pair among them."""
    signs = distinct_codes(np.concatenate((before, after)))
    rank = ranks(signs)
    count = len(signs)
    keys = (run * count + rank[before]) * count + rank[after]
    # Ranks are few, so a table of all possible pairs is smaller than a sort of the real ones.
    used = np.flatnonzero(np.bincount(keys, minlength=len(_FORMS) * count * count))
    number = np.zeros(len(_FORMS) * count * count, np.int64)
    number[used] = np.arange(len(used))
    kinds, rest = np.divmod(used, count * count)
    firsts, seconds = np.divmod(rest, count)
    pairs = zip(kinds.tolist(), signs[firsts].tolist(), signs[seconds].tolist(), strict=True)
    return list(pairs), number[keys]


@functools.lru_cache(maxsize=16)
def ruler(fontset: FontSet, weight: int) -> Ruler:
    """Ruler of ``fontset`` at ``weight`` (100 to 900), the same one for the life of the process."""
    return Ruler(fontset, weight)
