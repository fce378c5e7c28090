"""Nearest points of a network against dense samples and against a search over all edges in a plane."""

from __future__ import annotations

import numpy as np
import pytest

from neighborgrid.places.distance import Points, distance_m
from neighborgrid.places.roads.network import network_of
from neighborgrid.places.roads.snapping import Roads
from roadcases import GEOD, Reference, network, points

SAMPLE_M = 0.5


def random_roads(seed: int, size: int = 60) -> Roads:
    """Edges of all lengths to 800 m that cross each other at will."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(0, 1500, (size, 2))
    edges = [(row, int(other)) for row in range(size) for other in rng.choice(size, 2) if other != row]
    edges = [(a, b) for a, b in edges if np.hypot(*(places[a] - places[b])) < 800]
    return Roads(network(map(tuple, places), edges))


def somewhere(seed: int, count: int = 60) -> Points:
    return points(*map(tuple, np.random.default_rng(seed).uniform(-300, 1800, (count, 2))))


@pytest.mark.parametrize("seed", range(4))
def test_against_dense_samples(seed: int) -> None:
    roads, asked = random_roads(seed), somewhere(seed + 100)
    snapped = roads.snap(asked, 1000.0)
    parts = np.ceil(roads.network.metres / SAMPLE_M).astype(int)
    edge = np.repeat(np.arange(len(parts), dtype=np.int32), parts + 1)
    along = np.concatenate([np.linspace(0, 1, part + 1) for part in parts])
    samples = Points(lon=roads.at(edge, along)[0], lat=roads.at(edge, along)[1])
    chord_m, _ = samples.tree.query(asked.xyz)
    assert (snapped.edge >= 0).all()
    # The nearest sample is at most half a step along the road from the nearest point.
    assert (snapped.leg_m <= chord_m + 0.05).all()
    assert (np.hypot(snapped.leg_m, SAMPLE_M / 2 + 0.01) >= chord_m - 0.05).all()


@pytest.mark.parametrize("seed", range(4))
def test_legs_to_centimetres_at_500_m(seed: int) -> None:
    roads, asked = random_roads(seed, 20), somewhere(seed + 200)
    ends = roads.network
    reference = Reference(np.column_stack((ends.lon, ends.lat)), np.column_stack((ends.a, ends.b)))
    snapped = roads.snap(asked, 500.0)
    for row in range(len(asked.lon)):
        _, _, metres = reference.snap(float(asked.lon[row]), float(asked.lat[row]))
        assert (snapped.edge[row] >= 0) == (metres <= 500)
        if metres <= 500:
            assert snapped.leg_m[row] == pytest.approx(metres, abs=0.05)


def test_the_leg_ends_where_it_says() -> None:
    roads, asked = random_roads(9), somewhere(9)
    snapped = roads.snap(asked, 200.0)
    rows = snapped.rows
    assert 0 < len(rows) < len(asked.lon)
    lon, lat = roads.at(snapped.edge[rows], snapped.along[rows])
    metres = distance_m(lon_a=asked.lon[rows], lat_a=asked.lat[rows], lon_b=lon, lat_b=lat)
    assert metres == pytest.approx(snapped.leg_m[rows], abs=1e-9)
    assert ((snapped.along >= 0) & (snapped.along <= 1)).all()
    none = snapped.edge < 0
    assert np.isnan(snapped.leg_m[none]).all()


def test_equally_near_edges_give_the_lowest_row() -> None:
    # Four arms from one crossing; the point stands on it.
    cross = Roads(network([(0, 0), (50, 0), (0, 50), (-50, 0), (0, -50)], [(0, 1), (0, 2), (0, 3), (0, 4)]))
    snapped = cross.snap(points((0, 0)), 10.0)
    assert snapped.edge.tolist() == [0]
    assert snapped.leg_m[0] == pytest.approx(0, abs=1e-6)


def test_many_edges_at_one_place_are_all_looked_at() -> None:
    # Forty short stubs around a point, the nearest road is a long edge whose middle is far.
    angles = np.linspace(0, 2 * np.pi, 40, endpoint=False)
    stubs = [(16 * np.cos(t), 16 * np.sin(t)) for t in angles] + [
        (17 * np.cos(t), 17 * np.sin(t)) for t in angles
    ]
    edges = [(row, row + 40) for row in range(40)]
    roads = Roads(network([*stubs, (-9, 15), (11, 15)], [*edges, (80, 81)]))
    snapped = roads.snap(points((0, 0)), 100.0)
    # 15 m to the road, 16 m to the stubs.
    assert roads.network.metres[snapped.edge[0]] == pytest.approx(20, abs=0.01)
    assert snapped.leg_m[0] == pytest.approx(15, abs=0.01)


def test_edges_without_length_and_points_without_position() -> None:
    roads = Roads(network([(0, 0), (0, 0), (0, 40)], [(0, 1), (1, 2)]))
    asked = Points(lon=np.array([np.nan, roads.network.lon[0]]), lat=np.array([37.75, roads.network.lat[0]]))
    assert roads.snap(asked, 10.0).edge.tolist() == [-1, 0]
    nobody = Points(lon=np.zeros(0), lat=np.zeros(0))
    assert len(roads.snap(nobody, 10.0).edge) == 0
    assert roads.nearest_m(nobody) == np.inf


@pytest.mark.parametrize("lat", [-70.0, 0.0, 40.0, 80.0])
def test_at_every_latitude_and_across_the_date_line(lat: float) -> None:
    from neighborgrid.places.roads.extract import Extract

    east, north, _ = GEOD.fwd(179.999, lat, 70.0, 400.0)
    one = np.array([0], np.int32)
    extract = Extract(
        "x", np.array([179.999, east]), np.array([lat, north]), one, one + 1, np.ones(1, np.int8), 1, {}, 0
    )
    roads = Roads(network_of(extract))
    assert roads.network.metres[0] == pytest.approx(400, abs=0.001)
    # A point 30 m to the left of the middle of the edge.
    middle = GEOD.fwd(179.999, lat, 70.0, 200.0)
    aside = GEOD.fwd(middle[0], middle[1], -20.0, 30.0)
    snapped = roads.snap(Points(lon=np.array([aside[0]]), lat=np.array([aside[1]])), 50.0)
    # An edge is straight in degrees: 400 m bulge by 2 cm at 80 degrees.
    assert snapped.leg_m[0] == pytest.approx(30, abs=0.03)
    assert snapped.along[0] == pytest.approx(0.5, abs=1e-3)


def test_how_near_the_nearest_point_is() -> None:
    roads = Roads(network([(0, 0), (300, 0)], [(0, 1)]))
    assert roads.nearest_m(points((0, 5000), (100, -2000))) == pytest.approx(2000, abs=20)
