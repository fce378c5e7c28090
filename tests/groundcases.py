"""Random grounds for random villages, and walking metres on them by networkx, shapely and a dictionary."""

from __future__ import annotations

import numpy as np
from shapely import LineString

from neighborgrid.model import BarrierLines, Ground, MatrixRows, Problem, RoadEdges
from neighborgrid.places.distance import Points
from roadcases import GEOD, Reference
from support import east_m, north_m


def random_ground(problem: Problem, seed: int) -> Ground:
    """Streets of a crooked grid with gaps, rivers, and metres for some households; one of them at least."""
    rng = np.random.default_rng(seed)
    wanted = int(rng.choice([1, 1, 1, 3, 5, 7, 2, 4]))
    roads = _streets(rng) if wanted & 1 else None
    barriers = _rivers(rng) if wanted & 2 else None
    matrix = _own_metres(problem, rng) if wanted & 4 else None
    return Ground(roads=roads, barriers=barriers, matrix=matrix, snap_m=float(rng.choice([60, 100, 300])))


def _streets(rng: np.random.Generator) -> RoadEdges:
    size, step = 7, 150.0
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    number = np.arange(size * size).reshape(size, size)
    across = np.stack((number[:, :-1].ravel(), number[:, 1:].ravel()), axis=1)
    along = np.stack((number[:-1].ravel(), number[1:].ravel()), axis=1)
    edges = np.concatenate((across, along))
    edges = edges[rng.random(len(edges)) < 0.6]
    used, ends = np.unique(edges, return_inverse=True)
    ends = ends.reshape(-1, 2).astype(np.int32)
    crooked = rng.uniform(-40, 40, (2, size * size))
    lon = east_m(x.ravel() * step - 450 + crooked[0])[used]
    lat = north_m(y.ravel() * step - 450 + crooked[1])[used]
    return RoadEdges(lon, lat, ends[:, 0], ends[:, 1])


def _rivers(rng: np.random.Generator) -> BarrierLines:
    spots = rng.uniform(-450, 450, (4, 4))
    return BarrierLines(east_m(spots[0]), north_m(spots[1]), east_m(spots[2]), north_m(spots[3]))


def _own_metres(problem: Problem, rng: np.random.Generator) -> MatrixRows:
    homes, people = problem.households["household_id"], problem.people["member_id"]
    listed = [home for home in homes if rng.random() < 0.4]
    rows = [(home, person) for home in listed for person in people if rng.random() < 0.7]
    # A household of another village, too: ids that the problem does not have are nobody's.
    rows.append(("H999", "M000"))
    household, person = (np.array(column, object) for column in zip(*rows, strict=True))
    return MatrixRows(household, person, rng.choice([50.0, 200.0, 499.999, 500.0, 501.0, np.inf], len(rows)))


def walking_m(problem: Problem, straight_m: np.ndarray) -> np.ndarray:
    """Walking metres of all pairs, shape (households, people), inf where there is no way."""
    ground = problem.ground
    homes, people = problem.households, problem.people
    found = straight_m * problem.rules.detour
    on_road = np.zeros(found.shape, bool)
    if ground.roads is not None:
        on_road = _on_roads(problem, found)
    if ground.barriers is not None:
        for h, p in np.argwhere(~on_road):
            if _crosses(ground.barriers, homes, people, int(h), int(p)):
                found[h, p] = np.inf
    if ground.matrix is not None:
        rows = list(
            zip(ground.matrix.household_id, ground.matrix.member_id, ground.matrix.metres, strict=True)
        )
        given = {(home, person): metres for home, person, metres in reversed(rows)}
        listed = {home for home, _, _ in rows}
        for h, home in enumerate(homes["household_id"]):
            if home in listed:
                found[h] = [given.get((home, person), np.inf) for person in people["member_id"]]
    return np.maximum(found, straight_m)


def _on_roads(problem: Problem, found: np.ndarray) -> np.ndarray:
    """Put walking metres by networkx into ``found``; returns which pairs are on the roads."""
    roads, snap_m = problem.ground.roads, problem.ground.snap_m
    streets = Reference(np.column_stack((roads.lon, roads.lat)), np.column_stack((roads.a, roads.b)))
    sides = [
        Points(lon=table["lon"].to_numpy(), lat=table["lat"].to_numpy())
        for table in (problem.people, problem.households)
    ]
    near = [
        np.array(
            [
                bool(np.isfinite(lon)) and streets.snap(lon, lat)[2] <= snap_m
                for lon, lat in zip(side.lon, side.lat, strict=True)
            ]
        )
        for side in sides
    ]
    on_road = near[1][:, None] & near[0][None, :]
    found[on_road] = np.inf
    known = [np.flatnonzero(np.isfinite(side.lon)) for side in sides]
    parts = [Points(lon=side.lon[rows], lat=side.lat[rows]) for side, rows in zip(sides, known, strict=True)]
    for (home, person), metres in streets.walking(*parts, snap_m, 50_000.0).items():
        found[known[1][home], known[0][person]] = metres
    return on_road


def _crosses(lines: BarrierLines, homes, people, h: int, p: int) -> bool:
    ends = [(table["lon"][row], table["lat"][row]) for table, row in ((homes, h), (people, p))]
    if not np.isfinite(ends).all():
        return False
    metres = GEOD.inv(*ends[0], *ends[1])[2]
    if metres <= 0.2:
        return False
    (x1, y1), (x2, y2) = ends
    cut = 0.1 / metres
    way = LineString(
        [(x1 + (x2 - x1) * cut, y1 + (y2 - y1) * cut), (x2 - (x2 - x1) * cut, y2 - (y2 - y1) * cut)]
    )
    pieces = zip(lines.lon_a, lines.lat_a, lines.lon_b, lines.lat_b, strict=True)
    return any(way.intersects(LineString([(a, b), (c, d)])) for a, b, c, d in pieces)
