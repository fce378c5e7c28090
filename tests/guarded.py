"""Drawn villages for the tests of frames: positions only, from the terrain of the scenarios."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from neighborgrid.places.frames import convert
from neighborgrid.places.guard import Spots
from neighborgrid.scenarios import settle, terrain
from neighborgrid.scenarios.catalogue import SCENARIOS

# Yuanshi in Hebei, the plain of Chengdu, the mouth of the Yangtze: the shifts there differ in length and in
# direction.
PLACES = ((114.5, 37.76), (103.8, 30.7), (121.4, 31.2))
M_PER_DEGREE_LAT = 111_000.0
ABROAD = (8.5, 47.4)


@dataclass(frozen=True)
class Drawn:
    """Homes and members of a village in WGS-84, (lon, lat); ``home``: row of the own household, or -1."""

    homes: tuple[np.ndarray, np.ndarray]
    people: tuple[np.ndarray, np.ndarray]
    home: np.ndarray


def village(seed: int, origin: tuple[float, float], households: int = 0) -> Drawn:
    """Village of 50 to 600 households, one member to seven to twenty, with up to 70 % in hamlets."""
    draw = np.random.default_rng(seed)
    size = int(draw.integers(50, 600))
    size = households if households else size
    members = max(6, int(size * draw.uniform(0.05, 0.15)))
    spec = SCENARIOS["yuanshi-village"]
    spec = replace(
        spec,
        seed=seed,
        origin=origin,
        form=replace(spec.form, hamlet_share=float(draw.uniform(0, 0.7))),
        size=replace(spec.size, villages=1, households=size, able=members - 1, excluded=1),
    )
    made = settle.settle(spec, terrain.centres(spec), settle.sizes(spec), 0)
    return Drawn(
        _degrees(origin, made.houses.east_m, made.houses.north_m),
        _degrees(origin, made.east_m, made.north_m),
        made.home,
    )


def _degrees(origin, east_m, north_m):
    lon = origin[0] + np.asarray(east_m) / (M_PER_DEGREE_LAT * np.cos(np.radians(origin[1])))
    return np.round(lon, 6), np.round(origin[1] + np.asarray(north_m) / M_PER_DEGREE_LAT, 6)


def seen(spots, frame: str):
    """Positions as a map of ``frame`` gives them, to six decimals."""
    lon, lat = convert(lon=spots[0], lat=spots[1], source="wgs84", target=frame)
    return np.round(lon, 6), np.round(lat, 6)


def aside(spots, east_m, north_m):
    """Positions moved by metres, the same for all or each its own."""
    east = np.asarray(east_m) / (M_PER_DEGREE_LAT * np.cos(np.radians(spots[1])))
    return spots[0] + east, spots[1] + np.asarray(north_m) / M_PER_DEGREE_LAT


def spots(at, village=0, **labels) -> Spots:
    """What the guard looks at; ``village`` is one code for all, or an array."""
    codes = np.broadcast_to(np.asarray(village, np.int64), np.shape(at[0]))
    return Spots(np.asarray(at[0]), np.asarray(at[1]), codes, {k: np.asarray(v) for k, v in labels.items()})
