"""All sets of p sites that reach every member of a unit, listed level by level in NumPy.

A set that covers must cover its first uncovered member, so each partial set is extended by the sites that
reach that member only; members with few sites come first, which keeps the tree narrow. Masks of members
are 64-bit words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.circles.units import Masks, Rows

    Sets = np.ndarray[tuple[int, int], np.dtype[np.int64]]
    Words = np.ndarray[tuple[int, int], np.dtype[np.uint64]]

MOST_SETS: Final = 400_000
"""Partial sets beyond which listing them all is given up."""


class TooManySetsError(Exception):
    """The unit is too large to list its covering sets."""


def covering_sets(reach: Masks, count: int, forced: Rows) -> Sets:
    """Sets of ``count`` sites that hold ``forced`` and reach every member; ascending rows, no repetition.

    ``reach`` has shape (members, sites). Shape (0, count) where there is none. Raises TooManySetsError.
    """
    return _Tree(reach).sets(count, forced)


def pack(mask: Masks) -> Words:
    """Rows of booleans as rows of 64-bit words, bit i of word w for column 64 w + i."""
    rows, columns = mask.shape
    padded = np.zeros((rows, -(-max(columns, 1) // 64) * 64), bool)
    padded[:, :columns] = mask
    packed: Words = np.packbits(padded, axis=1, bitorder="little").view("<u8").astype(np.uint64)
    return packed


class _Tree:
    def __init__(self, reach: Masks) -> None:
        degree = reach.sum(axis=1)
        self.reach = reach[np.argsort(degree, kind="stable")]
        self.members, self.sites = self.reach.shape
        self.words = pack(self.reach.T)
        self.everyone = pack(np.ones((1, self.members), bool))[0]
        self.widest = int(self.reach.sum(axis=0).max(initial=0))
        site = [np.flatnonzero(row) for row in self.reach]
        self.degree = np.array([len(found) for found in site], np.int64)
        self.start = np.concatenate(([0], np.cumsum(self.degree)))
        self.listed = np.concatenate(site) if site else np.zeros(0, np.int64)

    def sets(self, count: int, forced: Rows) -> Sets:
        """As `covering_sets`."""
        if len(forced) > count or (self.degree == 0).any():
            return np.zeros((0, count), np.int64)
        partial: Sets = np.sort(forced)[None, :].astype(np.int64)
        whole: list[Sets] = []
        while True:
            masks = self._masks(partial)
            missing = np.bitwise_count(self.everyone & ~masks).sum(axis=1)
            done = missing == 0
            if done.any():
                whole.append(self._filled(partial[done], count))
            left = count - partial.shape[1]
            hopeful = ~done & (missing <= left * self.widest)
            if left == 0 or not hopeful.any():
                break
            partial = self._extended(partial[hopeful], masks[hopeful])
        return _unique(np.concatenate(whole)) if whole else np.zeros((0, count), np.int64)

    def _masks(self, sets: Sets) -> Words:
        masks = np.zeros((len(sets), self.words.shape[1]), np.uint64)
        for column in range(sets.shape[1]):
            masks |= self.words[sets[:, column]]
        return masks

    def _extended(self, sets: Sets, masks: Words) -> Sets:
        """Each set with every site that reaches its first uncovered member."""
        member = _first_bit(self.everyone & ~masks)
        times = self.degree[member]
        if times.sum() > MOST_SETS:
            raise TooManySetsError
        rows = np.repeat(np.arange(len(sets)), times)
        offset = np.arange(len(rows)) - np.repeat(np.cumsum(times) - times, times)
        site = self.listed[self.start[member[rows]] + offset]
        return _unique(np.column_stack((sets[rows], site)))

    def _filled(self, sets: Sets, count: int) -> Sets:
        """Covering sets that are too small, with every choice of further sites."""
        while sets.shape[1] < count:
            if len(sets) * self.sites > MOST_SETS:
                raise TooManySetsError
            rows = np.repeat(np.arange(len(sets)), self.sites)
            site = np.tile(np.arange(self.sites), len(sets))
            fresh = (sets[rows] != site[:, None]).all(axis=1)
            sets = _unique(np.column_stack((sets[rows[fresh]], site[fresh])))
        return sets


def _first_bit(words: Words) -> NDArray[np.int64]:
    """Number of the lowest bit that is set in each row."""
    word = (words != 0).argmax(axis=1)
    value = words[np.arange(len(words)), word]
    lowest = np.bitwise_count((value & (~value + np.uint64(1))) - np.uint64(1)).astype(np.int64)
    first: NDArray[np.int64] = word * 64 + lowest
    return first


def _unique(sets: Sets) -> Sets:
    """Different sets, each ascending, in ascending order."""
    if not len(sets):
        return sets
    ordered = np.sort(sets, axis=1)
    ordered = ordered[np.lexsort(ordered.T[::-1])]
    fresh = np.ones(len(ordered), bool)
    fresh[1:] = (ordered[1:] != ordered[:-1]).any(axis=1)
    return ordered[fresh]
