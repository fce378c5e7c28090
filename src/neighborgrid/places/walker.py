"""Walking metres of given pairs on a ground of roads, barriers and metres of the organiser's own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.model.ground import OF_MATRIX, ON_ROADS, STRAIGHT
from neighborgrid.places.barriers import Barriers, crossing
from neighborgrid.places.distance import ROUNDING_M, Points, distance_m
from neighborgrid.places.roads.network import joined
from neighborgrid.places.roads.snapping import Roads
from neighborgrid.places.roads.walking import metres_along

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.model.ground import Ground, MatrixRows
    from neighborgrid.places.roads.snapping import Snapped

    Floats = NDArray[np.float64]
    Rows = NDArray[np.integer]

FAR_M: Final = 10_000.0
"""Ways longer than this are not looked for where no limit is asked."""
STEPS: Final = (1.0, 4.0)
"""Parts of a search without limit: most ways are short, and a short search is cheap."""
FIRST_M: Final = 500.0


@dataclass(frozen=True, slots=True)
class Side:
    """Where homes or people are, in degrees of the frame of the ground; ``ids`` as a matrix names them.

    Without ids (homes where somebody new may live) no matrix speaks for them.
    """

    lon: Floats
    lat: Floats
    ids: NDArray[np.object_] | None = None


def sides_of(problem: Problem) -> tuple[Side, Side]:
    """Where the households and the people are, with their ids."""
    homes, people = problem.households, problem.people
    return (
        Side(homes["lon"].to_numpy(), homes["lat"].to_numpy(), homes["household_id"].to_numpy()),
        Side(people["lon"].to_numpy(), people["lat"].to_numpy(), people["member_id"].to_numpy()),
    )


@dataclass(frozen=True, slots=True)
class Walks:
    """Walking metres of pairs, inf where there is no way within the limit, and ``kind`` (`ground.KINDS`)."""

    metres: Floats
    kind: NDArray[np.int8]


class Walker:
    """A ground made ready to be asked: its network and its barriers, once for many questions."""

    def __init__(self, ground: Ground, detour: float) -> None:
        self.ground, self.detour = ground, detour
        self.roads: Roads | None = None
        if ground.roads is not None:
            edges = ground.roads
            self.roads = Roads(joined(edges.lon, edges.lat, edges.a, edges.b))
        self._met: dict[int, Snapped] = {}

    def walks(
        self, homes: Side, people: Side, home: Rows, person: Rows, straight_m: Floats, limit_m: float
    ) -> Walks:
        """Walks of pairs of rows of homes and people whose straight metres are ``straight_m``.

        ``limit_m`` is inclusive; inf asks for every way, on roads as far as `FAR_M`.
        """
        metres = straight_m * self.detour
        kind = np.zeros(len(metres), np.int8)
        if self.roads is not None:
            self._on_roads(self.roads, homes, people, home, person, (metres, kind), limit_m)
        if self.ground.barriers is not None:
            self._barred(homes, people, home, person, (metres, kind))
        matrix = self.ground.matrix
        if matrix is not None and homes.ids is not None and people.ids is not None:
            _of_matrix(matrix, homes.ids, people.ids, home, person, (metres, kind))
        np.maximum(metres, straight_m, out=metres)
        metres[~(metres < limit_m + ROUNDING_M / 2)] = np.inf
        return Walks(metres, kind)

    def off_roads(self, side: Side) -> int:
        """Number of located points that are too far from every road; 0 without roads."""
        if self.roads is None:
            return 0
        met = self._snapped(self.roads, side)
        return int((np.isfinite(side.lon) & np.isfinite(side.lat) & (met.edge < 0)).sum())

    def apart(self, sides: Sequence[Side]) -> tuple[int, int]:
        """Parts of the roads with doors on them that do not join, and doors on all but the fullest part."""
        if self.roads is None:
            return 0, 0
        network = self.roads.network
        edges = [met.edge[met.rows] for met in (self._snapped(self.roads, side) for side in sides)]
        doors = np.bincount(network.component[network.a[np.concatenate(edges)]])
        return int(np.count_nonzero(doors)), int(doors.sum() - doors.max(initial=0))

    def _snapped(self, roads: Roads, side: Side) -> Snapped:
        key = hash((side.lon.tobytes(), side.lat.tobytes()))
        if key not in self._met:
            self._met[key] = roads.snap(Points(lon=side.lon, lat=side.lat), self.ground.snap_m)
        return self._met[key]

    def _on_roads(
        self,
        roads: Roads,
        homes: Side,
        people: Side,
        home: Rows,
        person: Rows,
        made: tuple[Floats, NDArray[np.int8]],
        limit_m: float,
    ) -> None:
        metres, kind = made
        met_homes, met_people = self._snapped(roads, homes), self._snapped(roads, people)
        rows = np.flatnonzero((met_homes.edge[home] >= 0) & (met_people.edge[person] >= 0))
        kind[rows] = ON_ROADS
        metres[rows] = np.inf
        limits = [limit_m] if np.isfinite(limit_m) else [*(FIRST_M * step for step in STEPS), FAR_M]
        for limit in limits:
            if not len(rows):
                return
            metres[rows] = metres_along(
                roads,
                met_people,
                met_homes,
                person[rows].astype(np.int64),
                home[rows].astype(np.int64),
                limit,
            )
            rows = rows[np.isinf(metres[rows])]

    def _barred(
        self, homes: Side, people: Side, home: Rows, person: Rows, made: tuple[Floats, NDArray[np.int8]]
    ) -> None:
        metres, kind = made
        lines = self.ground.barriers
        rows = np.flatnonzero((kind == STRAIGHT) & np.isfinite(metres))
        if lines is None or not len(rows):
            return
        barriers = Barriers("", lines.lon_a, lines.lat_a, lines.lon_b, lines.lat_b, len(lines.lon_a))
        here, there = (Points(lon=side.lon, lat=side.lat) for side in (homes, people))
        met = crossing(barriers, here, there, home[rows], person[rows])
        metres[rows[met]] = np.inf


def _of_matrix(
    matrix: MatrixRows,
    homes: NDArray[np.object_],
    people: NDArray[np.object_],
    home: Rows,
    person: Rows,
    made: tuple[Floats, NDArray[np.int8]],
) -> None:
    """Take the metres of the households that the matrix lists."""
    import pandas as pd

    metres, kind = made
    # Ids of both sides by number, those of the matrix first.
    home_code, listed = pd.factorize(np.concatenate((matrix.household_id, homes)))
    person_code, members = pd.factorize(np.concatenate((matrix.member_id, people)))
    size = len(matrix.metres)
    key = home_code[:size].astype(np.int64) * len(members) + person_code[:size]
    order = np.argsort(key, kind="stable")
    key, given = key[order], np.append(matrix.metres[order], np.inf)
    is_listed = np.zeros(len(listed), np.bool_)
    is_listed[home_code[:size]] = True
    of_home, of_person = home_code[size:].astype(np.int64), person_code[size:]
    rows = np.flatnonzero(is_listed[of_home[home]])
    asked = of_home[home[rows]] * len(members) + of_person[person[rows]]
    at = np.searchsorted(key, asked)
    hit = np.append(key, -1)[at] == asked
    metres[rows] = given[np.where(hit, at, len(key))]
    kind[rows] = OF_MATRIX


@lru_cache(maxsize=2)
def walker_on(ground: Ground, detour: float) -> Walker:
    """Walker on a ground; made once for it (grounds are told apart by identity)."""
    return Walker(ground, detour)


def walks_between(
    ground: Ground | None,
    detour: float,
    homes: Side,
    people: Side,
    pairs: tuple[Rows, Rows],
    *,
    straight_m: Floats | None = None,
    limit_m: float = float("inf"),
) -> Walks:
    """Walks of pairs (rows of homes, rows of people); NaN metres where a position is not known.

    Without a ground walking is straight metres times ``detour``. ``straight_m`` spares the measuring.
    """
    home, person = pairs
    if straight_m is None:
        straight_m = distance_m(
            lon_a=homes.lon[home], lat_a=homes.lat[home], lon_b=people.lon[person], lat_b=people.lat[person]
        )
    if ground is None:
        metres = straight_m if detour == 1 else straight_m * detour
        return Walks(metres, np.zeros(len(metres), np.int8))
    known = np.flatnonzero(np.isfinite(straight_m))
    metres, kind = np.full(len(straight_m), np.nan), np.zeros(len(straight_m), np.int8)
    found = walker_on(ground, detour).walks(
        homes, people, home[known], person[known], straight_m[known], limit_m
    )
    metres[known], kind[known] = found.metres, found.kind
    return Walks(metres, kind)
