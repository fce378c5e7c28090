"""Characters that a font file has, read straight from its cmap.

fontTools names every glyph while it reads a cmap, which takes a third of a second for a large Chinese
font; the two formats that nearly all fonts use are a few array operations here.
"""

from __future__ import annotations

import functools
import struct
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    Codes = NDArray[np.int64]

# Most complete first: the order in which shaping engines look for a Unicode subtable.
_PREFERRED: Final = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))
_SUBTABLES_AT: Final = 4
_LAST_CODE: Final = 0x10FFFF


@functools.cache
def coverage(path: Path, index: int) -> Codes | None:
    """Sorted code points of one face of the font file ``path``; None where the file cannot be read.

    ``index`` counts the faces of a collection (.ttc, .otc) from 0. Cached for the life of the process.
    """
    return read_coverage(path, index)


def read_coverage(path: Path, index: int) -> Codes | None:
    """As ``coverage``, but kept nowhere: for looking through all the fonts of a system."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        # fontTools leaves a file open that turns out to be no font.
        with path.open("rb") as file, TTFont(file, fontNumber=index, lazy=True) as font:
            codes = _from_table(font.reader["cmap"])
            if codes is None:
                best = font.getBestCmap()
                codes = np.array(sorted(best) if best else [], np.int64)
            return codes
    except (TTLibError, OSError, KeyError, ValueError, IndexError, AssertionError, struct.error):
        return None


def _from_table(table: bytes) -> Codes | None:
    """Code points of the preferred subtable, None where its format is a rare one."""
    count = struct.unpack_from(">H", table, 2)[0]
    offsets = {}
    for at in range(_SUBTABLES_AT, _SUBTABLES_AT + 8 * count, 8):
        platform, encoding, offset = struct.unpack_from(">HHL", table, at)
        offsets[platform, encoding] = offset
    for kind in _PREFERRED:
        if kind in offsets:
            return _from_subtable(table[offsets[kind] :])
    return np.zeros(0, np.int64)


def _from_subtable(table: bytes) -> Codes | None:
    kind = struct.unpack_from(">H", table)[0]
    if kind == 12:
        return _format_12(table)
    return _format_4(table) if kind == 4 else None


def _format_12(table: bytes) -> Codes:
    count = struct.unpack_from(">L", table, 12)[0]
    groups = np.frombuffer(table, ">u4", 3 * count, 16).reshape(count, 3).astype(np.int64)
    first, last, glyph = groups.T
    if len(groups) and last.max() > _LAST_CODE:
        raise ValueError
    codes, group = _ranges(first, last)
    # Glyph 0 is the box that stands for a missing character.
    return np.unique(codes[glyph[group] + codes - first[group] > 0])


def _format_4(table: bytes) -> Codes:
    count = struct.unpack_from(">H", table, 6)[0] // 2
    words = np.frombuffer(table[: len(table) // 2 * 2], ">u2").astype(np.int64)
    last, first = words[7 : 7 + count], words[8 + count : 8 + 2 * count]
    delta, offset = words[8 + 2 * count : 8 + 3 * count], words[8 + 3 * count : 8 + 4 * count]
    codes, segment = _ranges(first, last)
    # An offset counts bytes from its own place in the table.
    place = 8 + 3 * count + segment + offset[segment] // 2 + codes - first[segment]
    direct = offset[segment] == 0
    inside = direct | (place < len(words))
    stored = np.where(direct, codes, words[np.where(direct | ~inside, 0, place)])
    glyph = np.where(direct | (stored > 0), (stored + delta[segment]) % 0x10000, 0)
    return np.unique(codes[(glyph > 0) & inside & (codes < 0xFFFF)])


def _ranges(first: Codes, last: Codes) -> tuple[Codes, Codes]:
    """All numbers of the inclusive ranges ``first .. last``, and the range that each is in."""
    length = np.maximum(last - first + 1, 0)
    which = np.repeat(np.arange(len(length)), length)
    within = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    return first[which] + within, which
