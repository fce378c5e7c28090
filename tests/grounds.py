"""Made-up grounds for tests: crooked streets, a river with a bridge, and lists of metres."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from pyproj import Proj

from neighborgrid.model import BarrierLines, Ground, MatrixRows, RoadEdges
from support import LAT, LON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neighborgrid.model import Plan, Problem

NAMED = {
    "roads": ("places.roads", "maps/village.osm.pbf sha256:ab12"),
    "barriers": ("places.barriers", "river.geojson sha256:cd34"),
    "matrix": ("places.matrix", "C:\\lists\\pairs.csv sha256:ef56"),
}
"""Settings that name the files of a ground."""
PARTS = (("roads",), ("barriers",), ("matrix",), ("roads", "barriers"), ("roads", "barriers", "matrix"))


def degrees(places: Iterable[tuple[float, float]]) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of places in metres east and north of where the tests' villages are."""
    east, north = np.array(list(places), float).reshape(-1, 2).T
    lon, lat = Proj(proj="aeqd", lon_0=LON, lat_0=LAT, ellps="WGS84")(east, north, inverse=True)
    unknown = np.isnan(east)
    return np.where(unknown, np.nan, lon), np.where(unknown, np.nan, lat)


def edges(places: list[tuple[float, float]], ends: list[tuple[int, int]]) -> RoadEdges:
    """Streets between places in metres east and north."""
    a, b = np.array(ends, np.int32).reshape(-1, 2).T
    return RoadEdges(*degrees(places), a, b)


def line(*places: tuple[float, float]) -> BarrierLines:
    """A barrier by way of places in metres."""
    lon, lat = degrees(places)
    return BarrierLines(lon[:-1], lat[:-1], lon[1:], lat[1:])


def streets(rng: np.random.Generator, *, size: int = 7, share: float = 0.8) -> RoadEdges:
    """Crooked lanes over a field of 2 km by 1 km, a share of them, so that some parts do not join."""
    x, y = np.meshgrid(np.linspace(-950, 950, 2 * size), np.linspace(-480, 480, size))
    places = np.column_stack((x.ravel(), y.ravel())) + rng.normal(0, 25, (2 * size * size, 2))
    row = np.arange(len(places)).reshape(size, 2 * size)
    across = np.column_stack((row[:, :-1].ravel(), row[:, 1:].ravel()))
    along = np.column_stack((row[:-1].ravel(), row[1:].ravel()))
    ends = np.concatenate((across, along))
    return edges(places.tolist(), ends[rng.random(len(ends)) < share].tolist())


def river(rng: np.random.Generator) -> BarrierLines:
    """A river from north to south, with a bend."""
    bends = np.linspace(-600, 600, 6)
    return line(*zip((rng.uniform(-200, 200) + rng.normal(0, 60, 6)).tolist(), bends.tolist(), strict=True))


def listed(rng: np.random.Generator, problem: Problem) -> MatrixRows:
    """Metres of some pairs of two households in three, some of them without a way."""
    homes, people = problem.households["household_id"].to_numpy(), problem.people["member_id"].to_numpy()
    home, person = np.nonzero(rng.random((len(homes), len(people))) < 0.7)
    keep = rng.random(len(homes))[home] < 0.67
    home, person = home[keep], person[keep]
    metres = np.where(rng.random(len(home)) < 0.05, np.inf, rng.uniform(50, 900, len(home)))
    return MatrixRows(homes[home], people[person], np.round(metres))


def grounded(problem: Problem, seed: int, parts: tuple[str, ...], *, snap_m: float = 60.0) -> Problem:
    """Problem on a ground of its own, with the files named in its rules."""
    rng = np.random.default_rng(seed)
    made = {
        "roads": streets(rng) if "roads" in parts else None,
        "barriers": river(rng) if "barriers" in parts else None,
        "matrix": listed(rng, problem) if "matrix" in parts else None,
    }
    return on_ground(problem, Ground(**made, snap_m=snap_m))


def on_ground(problem: Problem, ground: Ground) -> Problem:
    """Problem on a ground, with made-up files for each part of it in its rules."""
    rules = problem.rules.with_value("places.snap_m", ground.snap_m, "flag")
    for part, (key, value) in NAMED.items():
        if getattr(ground, part) is not None:
            rules = rules.with_value(key, value, "flag")
    return dataclasses.replace(problem, ground=ground, rules=rules)


def with_cells(plan: Plan, table: str, row: int, **cells: object) -> Plan:
    """Plan with other cells in one row of a table."""
    changed = plan.tables[table].copy()
    for column, value in cells.items():
        changed[column] = changed[column].where(np.arange(len(changed)) != row, value)
    return dataclasses.replace(plan, tables={**plan.tables, table: changed})
