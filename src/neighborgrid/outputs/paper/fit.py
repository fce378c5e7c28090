"""Type sizes at which texts fit into their boxes, and where their lines break.

What fits here fits in Typst under ``FontSet.settings()``. Lines are broken here and handed over with line
ends, since Typst neither breaks a long word nor can be asked for ninety thousand names. Lines take as much as
goes in, which needs the fewest lines.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.outputs.paper.ruler import MARGIN, distinct_codes, is_ideograph, printable, ranks, ruler

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.ruler import Floats, Ints, Laid

    Bools = NDArray[np.bool_]

PT_PER_MM: Final = 72 / 25.4
STEP_PT: Final = 0.25
"""Sizes are multiples of this, apart from a box's own largest and least size."""

_NOT_FIRST: Final = "，。、；：！？）》」』】〕〉〗〞”’…—～·％‰℃°,.;:!?)]}>%'\"-–/\\"
_NOT_LAST: Final = "（《「『【〔〈〖〝“‘￥＄([{<$#№"
_OWN_LINE: Final = "　、。，；：！？（）《》「」『』【】〔〕〈〉“”‘’…—～·％℃"


@dataclass(frozen=True, slots=True)
class Box:
    """Place for one text: its width, the largest and the least size, how many lines, and the weight.

    ``leading_em`` is the gap between two lines, as in Typst.
    """

    width_mm: float
    size_pt: float
    least_pt: float
    lines: int = 1
    leading_em: float = 0.65
    weight: int = 400

    def __post_init__(self) -> None:
        if not (self.width_mm > 0 and 0 < self.least_pt <= self.size_pt and self.lines >= 1):
            raise ValueError(f"no box: {self}")


@dataclass(frozen=True, slots=True)
class Fitted:
    """How texts go into a box.

    Attributes
    ----------
    size_pt
        Size of each text.
    too_long
        Texts that do not fit even at the least size; they get that size and are wider or have more lines
        than the box.
    texts
        The texts to print, with a line end where a line breaks; controls are blanks.
    """

    size_pt: Floats
    too_long: Bools
    texts: tuple[str, ...]


def widths_em(texts: Sequence[str], fontset: FontSet, weight: int = 400) -> Floats:
    """Width of each text on one line, in em, at ``weight``: never less than Typst's."""
    distinct, which = _distinct(texts)
    return ruler(fontset, weight).lay(distinct).widths_em()[which]


def learn(texts: Sequence[str], weights: Iterable[int], fontset: FontSet) -> None:
    """Measure all that these texts need in a few questions to Typst, before they are fitted one by one."""
    distinct, _ = _distinct(texts)
    for weight in weights:
        ruler(fontset, weight).lay(distinct)


def fit(texts: Sequence[str], box: Box, fontset: FontSet) -> Fitted:
    """Largest size at which each text fits into ``box``, rounded down to a quarter of a point.

    Lines break between Chinese characters, at blanks, and inside a word only where it is longer than a
    line; no line begins with a closing mark or ends with an opening one.
    """
    distinct, which = _distinct(texts)
    # Typst counts a blank at the end of a line that is not broken.
    distinct = [text.strip(" ") for text in distinct]
    laid = ruler(fontset, box.weight).lay(distinct)
    width_pt = box.width_mm * PT_PER_MM
    widths = laid.widths_em()
    size, too_long = _one_line(widths, width_pt, box)
    shown = distinct
    if box.lines > 1:
        breaker = _Breaker(laid)
        # A text that fits on one line at full size needs no more thought; most do.
        rest = np.flatnonzero(too_long | (size < box.size_pt))
        size[rest], too_long[rest] = _many_lines(breaker, rest, width_pt, box)
        shown = breaker.broken(breaker.cuts(rest, width_pt / size[rest]))
    return Fitted(size[which], too_long[which], tuple(map(shown.__getitem__, which.tolist())))


def _distinct(texts: Sequence[str]) -> tuple[list[str], Ints]:
    """Distinct texts, fit to be set, and the number of each text among them."""
    number = {text: index for index, text in enumerate(dict.fromkeys(texts))}
    which = np.fromiter(map(number.__getitem__, texts), np.int64, len(texts))
    return [text if text.isprintable() else printable(text) for text in number], which


def _one_line(widths: Floats, width_pt: float, box: Box) -> tuple[Floats, Bools]:
    """Largest size at which each text fits on one line, and which fit at none."""
    exact = width_pt / np.maximum(widths, 1e-9)
    down = np.floor(exact / STEP_PT) * STEP_PT
    size = np.where(exact >= box.size_pt, box.size_pt, np.maximum(down, box.least_pt))
    return size, exact < box.least_pt


def _sizes(box: Box) -> Floats:
    """Sizes that a text may get, from the least to the largest."""
    steps = np.arange(np.ceil(box.least_pt / STEP_PT), np.floor(box.size_pt / STEP_PT) + 1) * STEP_PT
    return np.unique(np.concatenate(([box.least_pt], steps, [box.size_pt])))


def _many_lines(breaker: _Breaker, rest: Ints, width_pt: float, box: Box) -> tuple[Floats, Bools]:
    """Largest size at which each of the texts ``rest`` takes no more than the box's lines, by bisection."""
    sizes = _sizes(box)
    low, high = np.zeros(len(rest), np.int64), np.full(len(rest), len(sizes) - 1)
    too_long = ~breaker.fits(rest, width_pt / sizes[low], box.lines)
    while (low < high).any():
        middle = (low + high + 1) // 2
        fits = breaker.fits(rest, width_pt / sizes[middle], box.lines)
        low, high = np.where(fits, middle, low), np.where(fits, high, middle - 1)
        high = np.maximum(high, low)
    return sizes[low], too_long


class _Breaker:
    """Lines of texts that are laid end to end.

    A cut ``c`` lies before character ``c``. Blanks before a cut take no room, so the room that ends at a
    cut is counted to the last character that is no blank.
    """

    def __init__(self, laid: Laid) -> None:
        self._codes, self._starts, self._ends = laid.codes, laid.starts, laid.ends
        count = len(laid.codes)
        total = np.concatenate(([0.0], np.cumsum(np.maximum(laid.advance_em + laid.kern_em, 0.0))))
        blank = laid.codes == ord(" ")
        places = np.arange(1, count + 1)
        self._solid = np.maximum.accumulate(np.concatenate(([0], np.where(blank, 0, places))))
        self._until = total[self._solid]
        # A pair that is torn apart gives its kerning back.
        self._since = total[:-1] + np.minimum(laid.kern_em, 0.0)
        allowed, loose = _cuts_allowed(laid.codes, blank)
        cuts = np.arange(count + 1)
        self._allowed = np.maximum.accumulate(np.where(allowed, cuts, 0))
        self._loose = np.maximum.accumulate(np.where(loose, cuts, 0))

    def fits(self, texts: Ints, room_em: Floats, lines: int) -> Bools:
        """Which of the texts go into ``lines`` lines of ``room_em``."""
        at, end = self._starts[texts].copy(), self._ends[texts]
        wide = np.zeros(len(texts), np.bool_)
        for _ in range(lines):
            open_ = np.flatnonzero(at < end)
            at[open_], over = self._next(at[open_], end[open_], room_em[open_])
            wide[open_] |= over
        return (at >= end) & ~wide

    def cuts(self, texts: Ints, room_em: Floats) -> Ints:
        """Cuts of all the texts together, in any order."""
        at, end = self._starts[texts].copy(), self._ends[texts]
        found = [np.zeros(0, np.int64)]
        open_ = np.flatnonzero(at < end)
        while len(open_):
            at[open_], _ = self._next(at[open_], end[open_], room_em[open_])
            open_ = open_[at[open_] < end[open_]]
            found.append(at[open_])
        return np.concatenate(found)

    def broken(self, cuts: Ints) -> list[str]:
        """All texts with a line end at each cut in place of the blanks before it."""
        count = len(self._codes)
        edges = np.zeros(count + 1, np.int64)
        np.add.at(edges, self._solid[cuts], 1)
        np.add.at(edges, cuts, -1)
        kept = np.cumsum(edges)[:-1] == 0
        cut = np.zeros(count, np.bool_)
        cut[cuts] = True
        until = np.concatenate(([0], np.cumsum(kept.astype(np.int64) + cut)))
        made = np.empty(until[-1], np.uint32)
        made[until[:-1][cut]] = ord("\n")
        made[until[1:][kept] - 1] = self._codes[kept]
        joined = made.astype("<u4").tobytes().decode("utf-32-le")
        starts, ends = until[self._starts].tolist(), until[self._ends].tolist()
        return [joined[first:last] for first, last in zip(starts, ends, strict=True)]

    def _next(self, at: Ints, end: Ints, room_em: Floats) -> tuple[Ints, Bools]:
        """Where the line that begins at ``at`` ends, and whether it is too wide even so."""
        reach = np.searchsorted(self._until, self._since[at] + room_em / MARGIN, side="right") - 1
        reach = np.clip(reach, 0, end)
        cut = np.where(reach == end, end, self._allowed[reach])
        cut = np.where(cut > at, cut, self._loose[reach])
        cut = np.where(cut > at, cut, reach)
        stuck = cut <= at
        return np.where(stuck, np.minimum(at + 1, end), cut), stuck


def _cuts_allowed(codes: Ints, blank: Bools) -> tuple[Bools, Bools]:
    """Cuts at which a line may break, and those at which even a long word may be broken."""
    table = distinct_codes(codes)
    signs = [chr(code) for code in table.tolist()]
    number = ranks(table)[codes]

    def those(chosen: list[bool]) -> Bools:
        return np.array(chosen, np.bool_)[number]

    digit = those([sign in "0123456789" for sign in signs])
    tied = those([sign == "\u200d" or unicodedata.category(sign)[0] == "M" for sign in signs])
    not_first, not_last = (those([sign in marks for sign in signs]) for marks in (_NOT_FIRST, _NOT_LAST))
    wide = is_ideograph(codes) | those([sign in _OWN_LINE or _is_wide(sign) for sign in signs])
    allowed, loose = (np.zeros(len(codes) + 1, np.bool_) for _ in range(2))
    before, after = slice(None, -1), slice(1, None)
    joined = tied[after] | blank[after]
    loose[1:-1] = ~joined & ~not_last[before] & ~not_first[after]
    # 3号 and 12组 stay whole where they can.
    counted = digit[before] & wide[after]
    allowed[1:-1] = loose[1:-1] & (blank[before] | ((wide[before] | wide[after]) & ~counted))
    return allowed, loose


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"
