"""The audit's measure: geodesics by ``pyproj.Geod``, and everybody within a radius by a grid of degrees.

Nothing here is shared with the solver's k-d tree. Positions are degrees, lon before lat; one that is not
finite or lies off the globe has no distance to anything (NaN) and is in nobody's neighbourhood.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from pyproj import Geod

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Rows = NDArray[np.int64]

_GEOD: Final = Geod(ellps="WGS84")
# A degree of latitude is at least 110,574 m and a degree of longitude at least 111,319 m times cos(lat):
# less makes the cells larger, so that nobody within the radius is missed.
_LEAST_M_PER_DEGREE: Final = 110_000.0
_CHUNK_PAIRS: Final = 2_000_000
ROUNDED_M: Final = 0.0005
"""Limits hold for distances rounded to the millimetre."""


@dataclass(frozen=True, slots=True)
class Points:
    """Positions in degrees, one array each."""

    lon: Floats
    lat: Floats

    def known(self) -> NDArray[np.bool_]:
        """Whether each position can be measured from."""
        return (
            np.isfinite(self.lon)
            & np.isfinite(self.lat)
            & (np.abs(self.lat) <= 90)
            & (np.abs(self.lon) <= 360)
        )

    def take(self, rows: Rows) -> Points:
        """Positions of ``rows``."""
        return Points(self.lon[rows], self.lat[rows])


def straight_m(here: Points, there: Points) -> Floats:
    """Geodesic metres between positions pair by pair; NaN where one is not known."""
    metres = np.full(len(here.lon), np.nan)
    rows = np.flatnonzero(here.known() & there.known())
    if len(rows):
        a, b = here.take(rows), there.take(rows)
        _, _, metres[rows] = _GEOD.inv(a.lon, a.lat, b.lon, b.lat)
    return metres


@dataclass(frozen=True, slots=True)
class Near:
    """Pairs within a radius: rows into the two sets of points, and straight metres."""

    here: Rows
    there: Rows
    straight_m: Floats


def neighbours(
    here: Points, there: Points, radius_m: float, between: Callable[[Rows, Rows], Floats] | None = None
) -> Iterator[Near]:
    """Yield all pairs at most ``radius_m`` apart (inclusive), some rows of ``here`` at a time.

    Every row of ``here`` is in one part only, and rows without any pair are in none. ``between`` measures
    rows of ``here`` and ``there`` pair by pair; by default Geod does.
    """
    rows, targets = np.flatnonzero(here.known()), np.flatnonzero(there.known())
    if not len(rows) or not len(targets):
        return
    source, strips = here.take(rows), _Strips.of(there.take(targets), here, radius_m)
    first, count = strips.windows(source)
    for part in _parts(count.sum(axis=1)):
        who, hit = _expand(first[part], count[part])
        pair = rows[part][who], targets[strips.person[hit]]
        if strips.repeated:
            pair = _distinct(*pair)
        metres = straight_m(here.take(pair[0]), there.take(pair[1])) if between is None else between(*pair)
        close = metres <= radius_m
        yield Near(pair[0][close], pair[1][close], metres[close])


@dataclass(frozen=True, slots=True)
class _Strips:
    """People sorted by strip of latitude, then by longitude, as one sorted key."""

    key: Floats
    person: Rows
    height: float
    half_width: float
    repeated: bool

    @classmethod
    def of(cls, people: Points, here: Points, radius_m: float) -> _Strips:
        height = radius_m / _LEAST_M_PER_DEGREE
        lat = np.abs(np.concatenate([people.lat, here.lat[here.known()]]))
        nearest_pole = min(90.0, float(lat.max()) + height)
        shrink = max(float(np.cos(np.radians(nearest_pole))), 1e-9)
        half_width = min(180.0, height / shrink)
        lon, person = _around_the_globe(people.lon, half_width)
        key = _key(np.floor(people.lat[person] / height), lon)
        order = np.argsort(key, kind="stable")
        return cls(key[order], person[order], height, half_width, len(person) > len(people.lon))

    def windows(self, here: Points) -> tuple[Rows, Rows]:
        """First position and number of candidates of each point in its strip and the two beside it."""
        strip = np.floor(here.lat / self.height)[:, None] + np.array([-1.0, 0.0, 1.0])
        lon = _wrapped(here.lon)[:, None]
        first = np.searchsorted(self.key, _key(strip, lon - self.half_width), side="left")
        last = np.searchsorted(self.key, _key(strip, lon + self.half_width), side="right")
        return first.astype(np.int64), (last - first).astype(np.int64)


def _wrapped(lon: Floats) -> Floats:
    return (lon + 180.0) % 360.0 - 180.0


def _around_the_globe(lon: Floats, half_width: float) -> tuple[Floats, Rows]:
    """Longitudes with those near the date line repeated on its other side, and whose they are."""
    lon = _wrapped(lon)
    east, west = np.flatnonzero(lon > 180 - half_width), np.flatnonzero(lon < half_width - 180)
    rows = np.concatenate([np.arange(len(lon)), east, west]).astype(np.int64)
    return np.concatenate([lon, lon[east] - 360, lon[west] + 360]), rows


def _key(strip: Floats, lon: Floats) -> Floats:
    # Longitudes lie in -360..360 here, so strips a thousand apart never touch.
    return np.asarray(strip * 1000.0 + lon)


def _parts(work: Rows) -> Iterator[slice]:
    """Slices of consecutive rows, each with about `_CHUNK_PAIRS` of work or a single row."""
    block = np.cumsum(work) // _CHUNK_PAIRS
    edges = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(work)]
    for start, stop in itertools.pairwise(edges):
        yield slice(start, stop)


def _expand(first: Rows, count: Rows) -> tuple[Rows, Rows]:
    """(row, position) of every candidate of windows given as (rows, 3) starts and lengths."""
    flat, size = first.ravel(), count.ravel()
    who = np.repeat(np.arange(len(first)).repeat(first.shape[1]), size)
    before = np.repeat(np.cumsum(size) - size, size)
    return who.astype(np.int64), np.repeat(flat, size) + np.arange(size.sum()) - before


def _distinct(here: Rows, there: Rows) -> tuple[Rows, Rows]:
    """Pairs without repeats (a person beside the date line or the pole is met twice)."""
    span = int(there.max(initial=0)) + 1
    keys = np.unique(here * span + there)
    return keys // span, keys % span
