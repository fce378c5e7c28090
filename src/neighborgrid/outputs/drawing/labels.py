"""Names beside their marks: no name on another name or mark, none cut, none dropped in silence.

Greedy: the most crowded marks choose first, each the cheapest free place among eight beside the mark
and rings of places farther out, which a thin line joins to the mark; who found no place chooses first
in the next attempt. Names without a place are returned.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
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
ABOVE: Final = (3, 4, 0, 7, 1, 5, 2, 6)
"""Ranks of the `SIDES` for names that stand rather above."""
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
    """Mark that wants a name: its place, radius (millimetres), and the name ("" for none).

    With ``above`` the name stands rather above the mark than beside it.
    """

    x: float
    y: float
    radius: float
    label: str
    bold: bool = False
    above: bool = False

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


def place(
    marks: Sequence[Mark],
    dots: NDArray[np.float64],
    area: Box,
    taken: Sequence[Box],
    sizes_mm: Sequence[float] = LABEL_SIZES_MM,
) -> Placed:
    """Places in ``area`` for the names of ``marks``, off the boxes ``taken`` and rather off ``dots``.

    Of the font sizes, the largest first, the one with the fewest names left over, then the best balance
    of large and near.
    """
    best: Placed | None = None
    for size_mm in sizes_mm:
        # With all names placed, no smaller size is better that costs more by its size alone.
        if best is not None and _badness(best) <= (0, SMALLER_COST * (LABEL_SIZES_MM[0] - size_mm)):
            break
        made = _Size(marks, dots, area, taken, size_mm).placed()
        best = made if best is None else min(best, made, key=_badness)
    return best if best is not None else Placed((), sizes_mm[0], ())


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
        found = self._choices[index]
        others = _rows(labels)
        drawn = _line_rows(labels)
        good = ~_overlaps(found.boxes, others) & ~_entered(drawn, found.boxes).any(axis=0)
        good &= ~_entered(found.lines, others).any(axis=1)
        apart = good & ~_cut(found.lines, drawn)
        # Two thin lines that cross are still better than a mark without its name.
        free = np.flatnonzero(apart if apart.any() else good)
        return found.label(index, int(free[0])) if len(free) else None

    def _candidates(self, index: int, dots: NDArray[np.float64], area: Box) -> _Choices:
        """Places for a name that are off all marks, the cheapest first."""
        mark = self._marks[index]
        em = width_em(mark.label) * (BOLD_WIDER if mark.bold else 1.0)
        half = np.array((em * self._size_mm / 2, HEIGHT_EM * self._size_mm / 2))
        others = np.delete(self._fixed, self._own + index, axis=0)
        found = _around(mark, half)
        inside = (found.boxes[:, :2] >= (area.left, area.top)) & (
            found.boxes[:, 2:] <= (area.right, area.bottom)
        )
        found = found.take(np.flatnonzero(inside.all(axis=1)))
        good = ~_overlaps(found.boxes, self._fixed) & ~_entered(found.lines, others).any(axis=1)
        found = found.take(np.flatnonzero(good))
        cost = found.cost + DOT_COST * _covered(found.boxes, dots)
        return found._replace(cost=cost).take(np.argsort(cost, kind="stable"))


class _Choices(NamedTuple):
    """Places for one name: boxes and lines (NaN: none) of shape (n, 4), and what each costs."""

    boxes: NDArray[np.float64]
    lines: NDArray[np.float64]
    cost: NDArray[np.float64]

    def take(self, rows: NDArray[np.int64]) -> _Choices:
        """Those of the rows."""
        return _Choices(self.boxes[rows], self.lines[rows], self.cost[rows])

    def label(self, index: int, row: int) -> Label:
        """Name of mark ``index`` at the place of a row."""
        x, y, x2, y2 = self.lines[row].tolist()
        line = None if math.isnan(x) else ((x, y), (x2, y2))
        return Label(index, Box(*self.boxes[row].tolist()), line, float(self.cost[row]))


def _offsets() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Directions of all places around a mark on rings, and how far out each ring is."""
    angle = 2 * math.pi * np.arange(DIRECTIONS) / DIRECTIONS
    round_ = np.column_stack((np.cos(angle), np.sin(angle)))
    return np.tile(round_, (len(RINGS_MM), 1)), np.repeat(RINGS_MM, DIRECTIONS)


_SIDES: Final = np.array(SIDES, np.float64)
_SLANT: Final = np.where((_SIDES != 0).all(axis=1), 0.72, 1.0)
_GAPS: Final = np.column_stack((np.full(len(SIDES), GAP_MM), np.where(_SIDES[:, 0] == 0, GAP_MM / 2, 0.0)))
_DIRECTIONS, _REACHES = _offsets()


def _around(mark: Mark, half: NDArray[np.float64]) -> _Choices:
    """All places for a name of half that width and height: beside its mark, then on rings around it."""
    here = np.array((mark.x, mark.y))
    beside = here + _SIDES * ((mark.radius * _SLANT)[:, None] + _GAPS + half)
    away = here + _DIRECTIONS * (_REACHES[:, None] + half)
    centres = np.concatenate((beside, away))
    boxes = np.column_stack((centres - half, centres + half))
    lines = np.concatenate((np.full((len(beside), 4), np.nan), _joins(mark, boxes[len(beside) :])))
    order = ABOVE if mark.above else range(len(SIDES))
    return _Choices(boxes, lines, np.concatenate((0.25 * np.array(order), LINE_COST + 0.9 * _REACHES)))


def _joins(mark: Mark, boxes: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lines from the rim of the mark to the nearest point of each box's middle line or sides."""
    left, top, right, bottom = boxes.T
    x = np.clip(mark.x, left, right)
    y = np.where((x == left) | (x == right), (top + bottom) / 2, np.clip(mark.y, top, bottom))
    length = np.hypot(x - mark.x, y - mark.y)
    share = np.minimum(1.0, mark.radius / np.where(length > 0, length, np.inf))
    return np.column_stack((mark.x + share * (x - mark.x), mark.y + share * (y - mark.y), x, y))


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
    if not len(boxes):
        return np.zeros(0, np.int64)
    near = ((dots > boxes[:, :2].min(axis=0)) & (dots < boxes[:, 2:].max(axis=0))).all(axis=1)
    dots = dots[near]
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
