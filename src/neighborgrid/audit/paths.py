"""The audit's own walking metres on a ground: along roads, past barriers, by the organiser's own list.

Nothing here is shared with the solver's walker. Where honest measures may differ each way has a least and a
greatest length: by millimetres on roads, by more where a door is as near to two roads or to the limit of what
counts as being on one, and where a barrier ends right at a door. Such a way proves nothing against a plan.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
from shapely import STRtree, linestrings
from shapely import points as shapes_of

from neighborgrid.audit import measure
from neighborgrid.audit.chord import doubt_m
from neighborgrid.audit.streets import Feet, Graph, Map, Streets
from neighborgrid.audit.tables import NOBODY, lookup
from neighborgrid.model.ground import OF_MATRIX, ON_ROADS, STRAIGHT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.audit.tables import Floats, Mask, Rows, Texts
    from neighborgrid.model import BarrierLines, Ground, MatrixRows

FAR_M: Final = 10_000.0
"""Longest way along roads that is looked for where no limit is asked."""
_WIDER: Final = 4
_MOST_PAIRS: Final = 400_000
END_M: Final = 0.1
"""A barrier so near to an end of the way does not count."""
_END_TIE_M: Final = 0.02
_EARTH_M: Final = 6_371_000.0
_NO_METRES: Final = 1e-6
"""Slack for sums of metres at the limit, which is rounded to the millimetre."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Walking metres of pairs, inf where there is no way and NaN where a position is not known.

    Attributes
    ----------
    metres
        The way as it was found; beyond the limit asked for it may be inf.
    least_m, most_m
        What honest measures may make of it; one may be inf where the other is not.
    kind
        How it was found (`model.ground.KINDS`).
    """

    metres: Floats
    least_m: Floats
    most_m: Floats
    kind: NDArray[np.int8]

    @property
    def doubt_m(self) -> Floats:
        """Metres by which honest measures may differ from ``metres``; 0 where there surely is no way."""
        with np.errstate(invalid="ignore"):
            off = np.fmax(self.most_m - self.metres, self.metres - self.least_m)
        return np.where(np.isnan(off), 0.0, off)

    def surely_within(self, limit_m: float) -> Mask:
        """Whether each way is within the limit by every honest measure."""
        return surely_within(self.most_m, limit_m)

    def possibly_within(self, limit_m: float) -> Mask:
        """Whether each way is within the limit by some honest measure."""
        return possibly_within(self.least_m, limit_m)


def surely_within(most_m: Floats, limit_m: float) -> Mask:
    """Whether ways that may be as long as ``most_m`` are within the limit."""
    return np.asarray(most_m <= limit_m + measure.ROUNDED_M - _NO_METRES)


def possibly_within(least_m: Floats, limit_m: float) -> Mask:
    """Whether ways that may be as short as ``least_m`` are within the limit."""
    return np.asarray(least_m <= limit_m + measure.ROUNDED_M + _NO_METRES)


@dataclass(frozen=True)
class Paths:
    """A ground with the households and people who walk on it; rows of both are asked for.

    ``detour`` is the factor for those whose way is measured straight.
    """

    ground: Ground
    homes: measure.Points
    doors: measure.Points
    household_id: Texts
    person_id: Texts
    detour: float

    def between(
        self,
        household: Rows,
        person: Rows,
        *,
        straight_m: Floats | None = None,
        limit_m: float | None = None,
    ) -> Ways:
        """Ways of pairs; along roads no longer than ``limit_m`` or, without it, than `FAR_M`.

        ``straight_m`` spares the measuring.
        """
        if straight_m is None:
            straight_m = measure.straight_m(self.homes.take(household), self.doors.take(person))
        parts = []
        for first in range(0, max(len(household), 1), _MOST_PAIRS):
            some = slice(first, first + _MOST_PAIRS)
            parts.append(self._some(household[some], person[some], straight_m[some], limit_m))
        if len(parts) == 1:
            return parts[0]
        joined = (np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Ways))
        return Ways(*joined)

    def _some(self, household: Rows, person: Rows, straight_m: Floats, limit_m: float | None) -> Ways:
        """Ways of so many pairs as fit into memory."""
        unsure_m = self.detour * doubt_m(np.nan_to_num(straight_m))
        metres = straight_m * self.detour
        made = Ways(metres, metres - unsure_m, metres + unsure_m, np.zeros(len(metres), np.int8))
        known, unsure = np.flatnonzero(np.isfinite(straight_m)), np.zeros(0, np.int64)
        if self.ground.roads is not None:
            unsure = self._on_roads(made, known, household, person, limit_m)
        if self.ground.barriers is not None:
            self._barred(made, known, household, person)
        made.least_m[unsure], made.most_m[unsure] = straight_m[unsure], np.inf
        if self.ground.matrix is not None:
            self._listed(made, known, household, person)
        # Nobody walks less than the straight way.
        for part, off_m in ((made.metres, 0.0), (made.least_m, -unsure_m), (made.most_m, unsure_m)):
            np.maximum(part, straight_m + off_m, out=part)
        return made

    @cached_property
    def _streets(self) -> tuple[Feet, Graph]:
        """Feet of the households, then those of the people, and the graph that joins them."""
        if self.ground.roads is None:
            raise ValueError("a ground without roads has no streets")
        streets = Streets(self.ground.roads)
        both = measure.Points(
            np.concatenate((self.homes.lon, self.doors.lon)), np.concatenate((self.homes.lat, self.doors.lat))
        )
        feet = streets.feet(both, self.ground.snap_m)
        return feet, Graph(streets, feet)

    def _on_roads(self, made: Ways, rows: Rows, household: Rows, person: Rows, limit_m: float | None) -> Rows:
        """Take the metres along roads of the pairs both of whose ends are on one.

        The rows that come back may be on the roads or off.
        """
        feet, _ = self._streets
        home, door = household[rows], person[rows] + len(self.homes.lon)
        unsure = rows[feet.unsure[home] | feet.unsure[door]]
        on = (feet.count[home] > 0) & (feet.count[door] > 0)
        rows, home, door = rows[on], home[on], door[on]
        made.kind[rows] = ON_ROADS
        limits = (limit_m,) if limit_m is not None else self._steps(made.metres[rows])
        made.metres[rows] = made.least_m[rows] = made.most_m[rows] = np.inf
        for limit in limits:
            found, least_m, most_m = self._along(home, door, limit)
            off_m = feet.doubt_m[home] + feet.doubt_m[door]
            made.metres[rows], made.least_m[rows], made.most_m[rows] = found, least_m - off_m, most_m + off_m
            left = np.isinf(most_m)
            rows, home, door = rows[left], home[left], door[left]
        return unsure

    @staticmethod
    def _steps(straight_m: Floats) -> tuple[float, ...]:
        """Limits of one search after the other: most ways are short, and a short search is cheap."""
        first_m = float(np.median(straight_m)) if len(straight_m) else 0.0
        steps = [max(250.0, 2 * first_m)]
        while steps[-1] < FAR_M:
            steps.append(min(steps[-1] * _WIDER, FAR_M))
        return tuple(steps)

    def _along(self, home: Rows, door: Rows, limit_m: float) -> tuple[Floats, Floats, Floats]:
        """Metres of pairs of doors by their nearest feet, and the least and most by any of their feet."""
        feet, graph = self._streets
        choices = feet.count[home] * feet.count[door]
        first = np.cumsum(choices) - choices
        row = np.repeat(np.arange(len(home)), choices)
        choice = np.arange(len(row)) - first[row]
        ours, theirs = home[row], door[row]
        start = feet.first[theirs] + choice % feet.count[theirs]
        end = feet.first[ours] + choice // feet.count[theirs]
        metres = feet.leg_m[start] + graph.metres(start, end, limit_m) + feet.leg_m[end]
        metres[metres > limit_m + 1] = np.inf
        if len(row) == len(home):
            return metres, metres, metres
        return metres[first], np.minimum.reduceat(metres, first), np.maximum.reduceat(metres, first)

    def _barred(self, made: Ways, known: Rows, household: Rows, person: Rows) -> None:
        """Take away the straight ways across a barrier."""
        rows = known[made.kind[known] == STRAIGHT]
        rows = rows[self._fences.near(household[rows], made.metres[rows] / self.detour)]
        here, there = self.homes.take(household[rows]), self.doors.take(person[rows])
        metres = made.metres[rows] / self.detour
        long, usual, short = (
            self._fences.crossed(here, there, metres, END_M + part) for part in (-_END_TIE_M, 0.0, _END_TIE_M)
        )
        made.metres[rows[usual]] = np.inf
        made.least_m[rows[short]] = np.inf
        made.most_m[rows[long]] = np.inf

    @cached_property
    def _fences(self) -> _Fences:
        if self.ground.barriers is None:
            raise ValueError("a ground without barriers has no fences")
        return _Fences(self.ground.barriers, self.homes)

    def _listed(self, made: Ways, known: Rows, household: Rows, person: Rows) -> None:
        """Take the metres of the households that the organiser lists."""
        found = self._list
        rows = known[found.home[household[known]] != NOBODY]
        made.kind[rows] = OF_MATRIX
        metres = found.metres_of(household[rows], person[rows])
        made.metres[rows] = made.least_m[rows] = made.most_m[rows] = metres

    @cached_property
    def _list(self) -> _List:
        if self.ground.matrix is None:
            raise ValueError("a ground without a matrix lists nobody")
        return _List.of(self.ground.matrix, self.household_id, self.person_id)


class _Fences:
    """Barriers, and how far each household is from the nearest."""

    def __init__(self, lines: BarrierLines, homes: measure.Points) -> None:
        ends = _lines((lines.lon_a, lines.lat_a), (lines.lon_b, lines.lat_b))
        self.tree = STRtree(np.asarray(linestrings(ends)))
        self.far_m = _metres_to(lines, homes)

    def near(self, household: Rows, metres: Floats) -> Mask:
        """Whether ways of households are long enough to meet a barrier at all."""
        return np.asarray(self.far_m[household] <= metres * 1.01 + 1)

    def crossed(self, here: measure.Points, there: measure.Points, metres: Floats, end_m: float) -> Mask:
        """Whether ways less ``end_m`` at both ends, straight in degrees, meet a barrier."""
        crossed = np.zeros(len(metres), dtype=bool)
        rows = np.flatnonzero(metres > 2 * end_m)
        here, there, cut = here.take(rows), there.take(rows), end_m / metres[rows]
        east, north = (there.lon - here.lon) * cut, (there.lat - here.lat) * cut
        ways = _lines((here.lon + east, here.lat + north), (there.lon - east, there.lat - north))
        crossed[rows[self.tree.query(linestrings(ways), predicate="intersects")[0]]] = True
        return crossed


def _lines(start: tuple[Floats, Floats], end: tuple[Floats, Floats]) -> Floats:
    return np.stack((np.column_stack(start), np.column_stack(end)), axis=1)


def _metres_to(lines: BarrierLines, homes: measure.Points) -> Floats:
    """Metres from homes to the nearest barrier, rather too few than too many."""
    chart = Map.about(lines.lon_a, lines.lat_a)
    starts, ends = (
        chart.of(measure.Points(*part)) for part in ((lines.lon_a, lines.lat_a), (lines.lon_b, lines.lat_b))
    )
    longest_m = float(np.hypot(ends[0] - starts[0], ends[1] - starts[1]).max())
    if not np.isfinite(longest_m):
        return np.zeros(len(homes.lon))
    # A line that is straight in degrees bends in the map by about length^2 / 8 R, more in the far north.
    bend_m = longest_m**2 / _EARTH_M
    x, y = chart.of(homes)
    metres = np.zeros(len(x))
    known = np.flatnonzero(np.isfinite(x))
    tree = STRtree(np.asarray(linestrings(_lines(starts, ends))))
    (row, _), far_m = tree.query_nearest(
        shapes_of(x[known], y[known]), return_distance=True, all_matches=False
    )
    metres[known[row]] = np.maximum(far_m / chart.scale - bend_m, 0.0)
    return metres


@dataclass(frozen=True, slots=True)
class _List:
    """Metres of the organiser's own: rows of it by household and person."""

    home: Rows
    person: Rows
    key: Rows
    metres: Floats
    people: int

    @classmethod
    def of(cls, rows: MatrixRows, household_id: Texts, person_id: Texts) -> _List:
        home, homes = pd.factorize(rows.household_id)
        person, people = pd.factorize(rows.member_id)
        key = home.astype(np.int64) * len(people) + person
        # Of two rows of one pair the first counts.
        key, first = np.unique(key, return_index=True)
        metres = np.where(np.isnan(rows.metres), np.inf, rows.metres)[first]
        return cls(lookup(homes, household_id), lookup(people, person_id), key, metres, len(people))

    def metres_of(self, household: Rows, person: Rows) -> Floats:
        """Metres of pairs; inf for one that is not listed."""
        home, other = self.home[household], self.person[person]
        key = home * self.people + other
        at = np.minimum(np.searchsorted(self.key, key), max(len(self.key) - 1, 0))
        hit = (other != NOBODY) & (self.key[at] == key)
        return np.where(hit, self.metres[at], np.inf)
