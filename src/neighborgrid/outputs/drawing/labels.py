"""Names beside their marks: no name on another name or mark, none cut, none dropped in silence.

Greedy: the most crowded marks choose first, each the cheapest free place among eight beside the mark
and rings of places farther out, which a thin line joins to the mark; who found no place chooses first
in the next attempt. Names without a place are returned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from neighborgrid.outputs.drawing.frame import Box
from neighborgrid.outputs.drawing.style import LABEL_SIZES_MM
from neighborgrid.outputs.drawing.svg import width_em

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

HEIGHT_EM: Final = 1.16
GAP_MM: Final = 0.5
SIDES: Final = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (1, 1), (-1, -1), (-1, 1))
RINGS_MM: Final = (5.0, 8.0, 12.0, 17.0, 23.0, 31.0, 41.0, 53.0)
DIRECTIONS: Final = 18
DOT_COST: Final = 1.0
LINE_COST: Final = 6.0
"""A name away from its mark is worth covering this many dots to avoid."""
SMALLER_COST: Final = 2.5
"""A font smaller by a millimetre counts like this many dots covered by each name."""
BOLD_WIDER: Final = 1.08
ATTEMPTS: Final = 8

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """Mark that wants a name: its place, radius (millimetres), and the name ("" for none)."""

    x: float
    y: float
    radius: float
    label: str
    bold: bool = False

    @property
    def box(self) -> Box:
        """Box around the mark."""
        return Box(self.x - self.radius, self.y - self.radius, self.x + self.radius, self.y + self.radius)


@dataclass(frozen=True, slots=True)
class Label:
    """Name with its box; ``line`` joins it to its mark where it stands away from it."""

    mark: int
    box: Box
    line: tuple[Point, Point] | None
    cost: float = 0.0


@dataclass(frozen=True, slots=True)
class Placed:
    """Names placed, in the order of their marks, their font size, and the marks without a place."""

    labels: tuple[Label, ...]
    size_mm: float
    unplaced: tuple[int, ...]


def place(marks: Sequence[Mark], dots: NDArray[np.float64], area: Box, taken: Sequence[Box]) -> Placed:
    """Places in ``area`` for the names of ``marks``, off the boxes ``taken`` and rather off ``dots``.

    Of all font sizes the one with the fewest names left over, then the best balance of large and near.
    """
    tries = [_Size(marks, dots, area, taken, size_mm).placed() for size_mm in LABEL_SIZES_MM]
    return min(tries, key=_badness)


def _badness(placed: Placed) -> tuple[int, float]:
    far = sum(label.cost for label in placed.labels) / max(1, len(placed.labels))
    return len(placed.unplaced), far + SMALLER_COST * (LABEL_SIZES_MM[0] - placed.size_mm)


class _Size:
    """Attempts at one font size: names that found no place choose first in the next attempt."""

    def __init__(
        self,
        marks: Sequence[Mark],
        dots: NDArray[np.float64],
        area: Box,
        taken: Sequence[Box],
        size_mm: float,
    ) -> None:
        self._marks, self._size_mm = marks, size_mm
        self._fixed = np.array([_row(box) for box in (*taken, *(mark.box for mark in marks))]).reshape(-1, 4)
        self._own = len(taken)
        self._wanting = [index for index, mark in enumerate(marks) if mark.label]
        self._choices = {index: self._candidates(index, dots, area) for index in self._wanting}

    def placed(self) -> Placed:
        places = np.array([(mark.x, mark.y) for mark in self._marks]).reshape(-1, 2)
        crowd = {
            index: int((np.hypot(*(places - places[index]).T) < 4 * self._size_mm).sum())
            for index in self._wanting
        }
        order = sorted(self._wanting, key=lambda index: (-crowd[index], index))
        best = self._attempt(order)
        placed = best
        for _ in range(ATTEMPTS - 1):
            if not placed.unplaced:
                break
            order = [*placed.unplaced, *(index for index in order if index not in placed.unplaced)]
            placed = self._attempt(order)
            best = min(best, placed, key=_badness)
        return best

    def _attempt(self, order: Sequence[int]) -> Placed:
        labels: dict[int, Label] = {}
        for index in order:
            label = self._choose(index, list(labels.values()))
            if label is not None:
                labels[index] = label
        missing = tuple(index for index in order if index not in labels)
        return Placed(tuple(labels[index] for index in sorted(labels)), self._size_mm, missing)

    def _choose(self, index: int, labels: Sequence[Label]) -> Label | None:
        """Cheapest place for a name that is off the ``labels`` placed before and their lines."""
        choices, boxes, lines = self._choices[index]
        others = _rows(labels)
        drawn = _line_rows(labels)
        good = ~_overlaps(boxes, others) & ~_entered(drawn, boxes).any(axis=0)
        good &= ~_entered(lines, others).any(axis=1)
        apart = good & ~_cut(lines, drawn)
        # Two thin lines that cross are still better than a mark without its name.
        free = np.flatnonzero(apart if apart.any() else good)
        return choices[int(free[0])] if len(free) else None

    def _candidates(self, index: int, dots: NDArray[np.float64], area: Box) -> _Choices:
        """Places for a name that are off all marks, the cheapest first."""
        mark = self._marks[index]
        em = width_em(mark.label) * (BOLD_WIDER if mark.bold else 1.0)
        half = em * self._size_mm / 2, HEIGHT_EM * self._size_mm / 2
        others = np.delete(self._fixed, self._own + index, axis=0)
        found = [*_beside(index, mark, half), *_around(index, mark, half)]
        rows = _rows(found)
        inside = (rows[:, :2] >= (area.left, area.top)) & (rows[:, 2:] <= (area.right, area.bottom))
        good = inside.all(axis=1) & ~_overlaps(rows, self._fixed)
        good &= ~_entered(_line_rows(found), others).any(axis=1)
        covered = _covered(rows, dots).tolist()
        free = [
            replace(found[row], cost=found[row].cost + DOT_COST * covered[row])
            for row in np.flatnonzero(good).tolist()
        ]
        free.sort(key=lambda label: label.cost)
        return _Choices(free, _rows(free), _line_rows(free))


class _Choices(NamedTuple):
    """Places for one name, with their boxes and lines as arrays of shape (n, 4)."""

    labels: list[Label]
    boxes: NDArray[np.float64]
    lines: NDArray[np.float64]


def _beside(index: int, mark: Mark, half: tuple[float, float]) -> list[Label]:
    found = []
    for order, (right, down) in enumerate(SIDES):
        slant = 0.72 if right and down else 1.0
        x = mark.x + right * (mark.radius * slant + GAP_MM + half[0])
        y = mark.y + down * (mark.radius * slant + (GAP_MM / 2 if not right else 0) + half[1])
        found.append(Label(index, _around_point(x, y, half), None, 0.25 * order))
    return found


def _around(index: int, mark: Mark, half: tuple[float, float]) -> list[Label]:
    found = []
    for reach_mm in RINGS_MM:
        for turn in range(DIRECTIONS):
            angle = 2 * math.pi * turn / DIRECTIONS
            x = mark.x + math.cos(angle) * (reach_mm + half[0])
            y = mark.y + math.sin(angle) * (reach_mm + half[1])
            box = _around_point(x, y, half)
            found.append(Label(index, box, _join(mark, box), LINE_COST + 0.9 * reach_mm))
    return found


def _around_point(x: float, y: float, half: tuple[float, float]) -> Box:
    return Box(x - half[0], y - half[1], x + half[0], y + half[1])


def _row(box: Box) -> tuple[float, float, float, float]:
    return box.left, box.top, box.right, box.bottom


def _rows(labels: Sequence[Label]) -> NDArray[np.float64]:
    return np.array([_row(label.box) for label in labels], np.float64).reshape(-1, 4)


def _line_rows(labels: Sequence[Label]) -> NDArray[np.float64]:
    """Ends of the lines, NaN where there is none: comparisons with it are false."""
    nothing = ((math.nan, math.nan), (math.nan, math.nan))
    return np.array([label.line if label.line else nothing for label in labels], np.float64).reshape(-1, 4)


def _covered(boxes: NDArray[np.float64], dots: NDArray[np.float64]) -> NDArray[np.int64]:
    """How many dots lie in each box."""
    left, top, right, bottom = boxes.T[:, :, None]
    x, y = dots.T
    inside = (left < x) & (right > x) & (top < y) & (bottom > y)
    return np.asarray(np.count_nonzero(inside, axis=1), np.int64)


def _overlaps(boxes: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which boxes have more than an edge in common with any of ``others``."""
    left, top, right, bottom = boxes.T[:, :, None]
    left2, top2, right2, bottom2 = others.T
    both = (left < right2) & (left2 < right) & (top < bottom2) & (top2 < bottom)
    return np.asarray(np.any(both, axis=1), np.bool_)


def _entered(lines: NDArray[np.float64], boxes: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether line i enters box j, shape (lines, boxes).

    By slabs: Kay and Kajiya 1986, doi:10.1145/15886.15916.
    """
    x, y, x2, y2 = lines.T[:, :, None]
    left, top, right, bottom = boxes.T
    # Away from zero, so that lines along an axis divide too.
    across = np.where(np.abs(x2 - x) < 1e-9, 1e-9, x2 - x)
    down = np.where(np.abs(y2 - y) < 1e-9, 1e-9, y2 - y)
    at_left, at_right = (left - x) / across, (right - x) / across
    at_top, at_bottom = (top - y) / down, (bottom - y) / down
    enter = np.maximum(np.minimum(at_left, at_right), np.minimum(at_top, at_bottom))
    leave = np.minimum(np.maximum(at_left, at_right), np.maximum(at_top, at_bottom))
    return np.asarray(np.maximum(enter, 0.0) < np.minimum(leave, 1.0), np.bool_)


def _cut(lines: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which lines cross any of ``others``."""
    a, b = lines[:, None, :], others[None, :, :]

    def side(
        line: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        across = (line[..., 2] - line[..., 0]) * (y - line[..., 1])
        return np.asarray(across - (line[..., 3] - line[..., 1]) * (x - line[..., 0]))

    apart_b = side(a, b[..., 0], b[..., 1]) * side(a, b[..., 2], b[..., 3])
    apart_a = side(b, a[..., 0], a[..., 1]) * side(b, a[..., 2], a[..., 3])
    return np.asarray(((apart_a < 0) & (apart_b < 0)).any(axis=1), np.bool_)


def _join(mark: Mark, box: Box) -> tuple[Point, Point]:
    """Line from the rim of the mark to the nearest point of the box's middle line or sides."""
    x = min(max(mark.x, box.left), box.right)
    y = min(max(mark.y, box.top), box.bottom)
    if x in (box.left, box.right):
        y = (box.top + box.bottom) / 2
    length = math.hypot(x - mark.x, y - mark.y)
    share = min(1.0, mark.radius / length) if length else 0.0
    return (mark.x + share * (x - mark.x), mark.y + share * (y - mark.y)), (x, y)
