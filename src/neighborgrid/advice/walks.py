"""Walks of the few pairs that an explanation asks for, however long they are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.model.ground import ON_ROADS
from neighborgrid.places.walker import Side, Walker, Walks, sides_of, walks_between

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Ground, Problem

    Rows = NDArray[np.int64]
    Floats = NDArray[np.float64]


def walks_among(problem: Problem, household: Rows, person: Rows, straight_m: Floats, limit_m: float) -> Walks:
    """Walks of pairs of rows whose straight metres are ``straight_m``; inf beyond ``limit_m``.

    Nobody but those who are asked for is measured, unlike `solve.pairs.walked`.
    """
    homes, people = sides_of(problem)
    some_homes, home = np.unique(household, return_inverse=True)
    some_people, whom = np.unique(person, return_inverse=True)
    return walks_between(
        problem.ground,
        problem.rules.detour,
        _taken(homes, some_homes),
        _taken(people, some_people),
        (home, whom),
        straight_m=straight_m,
        limit_m=limit_m,
    )


def walks_from(problem: Problem, row: int, people: Rows, straight_m: Floats) -> Walks:
    """Walks of one household (row) to ``people``, beyond the limit too; inf where there is no way.

    On roads `places.walker.FAR_M` is as far as anybody looks.
    """
    ground, detour = problem.ground, problem.rules.detour
    household = np.full(len(people), row)
    if ground is None:
        return walks_among(problem, household, people, straight_m, np.inf)
    near = walks_among(problem, household, people, straight_m, problem.rules.limit_m)
    metres = near.metres.copy()
    far = np.isinf(metres)
    by_road = np.flatnonzero(far & (near.kind == ON_ROADS))
    other = np.flatnonzero(far & (near.kind != ON_ROADS))
    homes, everybody = sides_of(problem)
    home, there = _taken(homes, np.array([row])), _taken(everybody, people)
    if len(by_road):
        metres[by_road] = _by_road(ground, detour, home, there, by_road, straight_m)
    if len(other):
        # Without roads nobody looks for a way to the ends of the network.
        bare = Walker(replace(ground, roads=None), detour)
        first = np.zeros(len(other), np.int64)
        metres[other] = bare.walks(home, there, first, other, straight_m[other], np.inf).metres
    return Walks(metres, near.kind)


def _by_road(
    ground: Ground, detour: float, home: Side, people: Side, rows: Rows, straight_m: Floats
) -> Floats:
    """Metres along the roads, asked from the household: one search instead of one per person."""
    starts, first = Side(people.lon, people.lat), np.zeros(len(rows), np.int64)
    found = walks_between(
        ground, detour, starts, Side(home.lon, home.lat), (rows, first), straight_m=straight_m[rows]
    )
    return found.metres


def _taken(side: Side, rows: Rows) -> Side:
    return Side(side.lon[rows], side.lat[rows], None if side.ids is None else side.ids[rows])
