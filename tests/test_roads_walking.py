"""Walking pairs: hand-made networks worked out in comments, random ones against networkx."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from neighborgrid.places.distance import Points, distance_m, pairs_within
from neighborgrid.places.frames import from_wgs84
from neighborgrid.places.roads.walking import WalkingPairs, walking_pairs
from roadcases import LIMIT_M, Reference, network, points

if TYPE_CHECKING:
    from neighborgrid.places.roads.network import Network

CLOSE_M = 0.02
"""Distances of hand-made cases are laid out in a plane about the origin."""


def metres(found: WalkingPairs) -> dict[tuple[int, int], float]:
    rows = zip(found.household.tolist(), found.person.tolist(), found.walking_m.tolist(), strict=True)
    return {(household, person): walking for household, person, walking in rows}


def one(
    person: tuple[float, float], home: tuple[float, float], roads: Network, **options: float
) -> float | None:
    """Walking metres of one person to one home, None where they are too far apart."""
    limit_m = options.pop("limit_m", LIMIT_M)
    found = walking_pairs(points(person), points(home), roads, limit_m=limit_m, **options)
    return metres(found).get((0, 0))


STREET = network([(0, 0), (300, 0)], [(0, 1)])


def test_on_one_edge_people_walk_along_it() -> None:
    # 10 m to the road, 60 m along it, 20 m from it.
    assert one((100, 10), (160, -20), STREET) == pytest.approx(90, abs=CLOSE_M)


def test_a_point_on_a_node_has_no_leg() -> None:
    assert one((0, 0), (300, 0), STREET) == pytest.approx(300, abs=CLOSE_M)
    # Beyond the end of the street: the leg runs to its last node.
    assert one((-30, 40), (100, 0), STREET) == pytest.approx(50 + 100, abs=CLOSE_M)


def test_a_bridge_is_the_only_way_over_the_river() -> None:
    # Two banks, 100 m apart; the bridge is at x = 200.
    nodes = [(0, 0), (200, 0), (0, 100), (200, 100)]
    bridged = network(nodes, [(0, 1), (2, 3), (1, 3)])
    assert one((0, 0), (0, 100), bridged) == pytest.approx(500, abs=CLOSE_M)
    assert one((50, 0), (80, 100), bridged) == pytest.approx(150 + 100 + 120, abs=CLOSE_M)
    assert bridged.components == 1
    banks = network(nodes, [(0, 1), (2, 3)])
    assert one((50, 0), (80, 100), banks) is None
    assert banks.components == 2


def test_a_dead_end_is_walked_back() -> None:
    # A fork at the origin: 100 m up one arm, down the other; the arms end 20 m apart.
    fork = network([(0, 0), (-10, 100), (10, 100)], [(0, 1), (0, 2)])
    assert one((-10, 100), (10, 100), fork) == pytest.approx(2 * np.hypot(10, 100), abs=CLOSE_M)


def test_round_a_loop_the_shorter_way() -> None:
    square = network([(0, 0), (100, 0), (100, 100), (0, 100)], [(0, 1), (1, 2), (2, 3), (3, 0)])
    # From the middle of one side to the middle of the next: 50 + 50; to the far side: 50 + 100 + 50.
    assert one((50, 0), (100, 50), square) == pytest.approx(100, abs=CLOSE_M)
    assert one((50, 0), (50, 100), square) == pytest.approx(200, abs=CLOSE_M)
    # On one edge, but the way out and around is never shorter than along it.
    assert one((10, 0), (90, 0), square) == pytest.approx(80, abs=CLOSE_M)


def test_a_short_cut_beats_a_bent_edge() -> None:
    # Two ways from (0, 0) to (200, 0): by (100, 100), and by (100, 10).
    bow = network([(0, 0), (100, 100), (200, 0), (100, 10)], [(0, 1), (1, 2), (0, 3), (3, 2)])
    assert one((0, 0), (200, 0), bow) == pytest.approx(2 * np.hypot(100, 10), abs=CLOSE_M)


@pytest.mark.parametrize(("more_m", "there"), [(-0.01, False), (0.0, True), (0.01, True)])
def test_the_limit_is_inclusive(more_m: float, there: bool) -> None:
    # The walking metres themselves are the limit.
    walking = one((100, 10), (160, -20), STREET)
    assert walking is not None
    assert (one((100, 10), (160, -20), STREET, limit_m=walking + more_m) is not None) is there


@pytest.mark.parametrize(("away_m", "on_road"), [(99.99, True), (100.01, False)])
def test_snapping_ends_at_its_limit(away_m: float, on_road: bool) -> None:
    found = walking_pairs(points((100, away_m)), points((100, 0)), STREET, limit_m=LIMIT_M, detour=2.0)
    assert found.on_road.tolist() == [on_road]
    assert found.walking_m[0] == pytest.approx(away_m if on_road else 2 * away_m, abs=CLOSE_M)
    assert (found.people.edge >= 0).tolist() == [on_road]


def test_off_the_roads_straight_times_detour() -> None:
    homes = points((0, 1000), (0, 1300), (100, 0))
    found = walking_pairs(points((0, 900)), homes, STREET, limit_m=LIMIT_M, detour=1.3)
    # 100 x 1.3 and 400 x 1.3 = 520 > 500; the last is 905 m away.
    assert metres(found) == {(0, 0): pytest.approx(130, abs=CLOSE_M)}
    assert not found.on_road.any()
    assert np.isnan(found.median_detour)


def test_rows_without_position_have_no_pairs() -> None:
    nowhere = Points(lon=np.array([np.nan, 114.5]), lat=np.array([37.75, 37.75]))
    found = walking_pairs(nowhere, nowhere, STREET, limit_m=LIMIT_M)
    assert metres(found) == {(1, 1): pytest.approx(0, abs=CLOSE_M)}
    nobody = Points(lon=np.zeros(0), lat=np.zeros(0))
    assert len(walking_pairs(nobody, nowhere, STREET, limit_m=LIMIT_M).household) == 0
    assert len(walking_pairs(nowhere, nobody, STREET, limit_m=LIMIT_M).household) == 0


def test_an_edge_far_longer_than_the_limit() -> None:
    road = network([(-3000, 0), (3000, 0), (3000, 100)], [(0, 1), (1, 2)])
    # Straight in degrees, not a geodesic: 6 km at this latitude bulge by up to 0.55 m.
    assert one((1000, 20), (1400, 30), road) == pytest.approx(450, abs=1.1)
    assert one((2900, 0), (3000, 50), road) == pytest.approx(150, abs=0.1)


def test_points_of_another_frame_are_taken_to_the_roads() -> None:
    people, homes = points((100, 10)), points((160, -20))
    plain = walking_pairs(people, homes, STREET, limit_m=LIMIT_M)
    for frame in ("gcj02", "bd09"):
        moved = [
            Points(lon=lon, lat=lat)
            for lon, lat in (from_wgs84(lon=one.lon, lat=one.lat, frame=frame) for one in (people, homes))
        ]
        found = walking_pairs(*moved, STREET, limit_m=LIMIT_M, frame=frame)
        assert found.walking_m == pytest.approx(plain.walking_m, abs=1e-4)
        assert found.straight_m == pytest.approx(
            distance_m(lon_a=moved[0].lon, lat_a=moved[0].lat, lon_b=moved[1].lon, lat_b=moved[1].lat)
        )
        # Undeclared, they are half a kilometre from the road.
        assert not walking_pairs(*moved, STREET, limit_m=LIMIT_M).on_road.any()


def random_case(seed: int) -> tuple[Network, Points, Points]:
    """Up to 40 nodes on 900 m, joined at random to their neighbours, and people all over."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(0, 900, (rng.integers(4, 40), 2))
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    edges = [
        (row, int(other))
        for row in range(len(places))
        for other in np.argsort(apart[row])[1 : 1 + rng.integers(1, 4)]
    ]
    people, homes = (points(*map(tuple, rng.uniform(-100, 1000, (size, 2)))) for size in (25, 40))
    return network(map(tuple, places), edges), people, homes


@pytest.mark.parametrize("seed", range(25))
def test_random_networks_as_networkx_has_them(seed: int) -> None:
    roads, people, homes = random_case(seed)
    reference = Reference(np.column_stack((roads.lon, roads.lat)), np.column_stack((roads.a, roads.b)))
    expected = reference.walking(people, homes, 100.0, LIMIT_M)
    found = walking_pairs(people, homes, roads, limit_m=LIMIT_M)
    on_road = {key: walking for key, walking in metres(found).items() if key in expected}
    assert on_road == {key: pytest.approx(walking, abs=0.05) for key, walking in expected.items()}
    assert found.on_road.sum() == len(expected)


@pytest.mark.parametrize("seed", range(5))
def test_walking_is_never_shorter_than_straight(seed: int) -> None:
    roads, people, homes = random_case(seed)
    for limit_m in (120.0, LIMIT_M, 2000.0):
        found = walking_pairs(people, homes, roads, limit_m=limit_m, detour=1.2)
        assert (found.walking_m >= found.straight_m).all()
        near = pairs_within(people, homes, limit_m)
        assert set(metres(found)) <= set(zip(near.b.tolist(), near.a.tolist(), strict=True))


def test_the_answer_does_not_depend_on_the_order_of_people() -> None:
    roads, people, homes = random_case(3)
    plain = metres(walking_pairs(people, homes, roads, limit_m=LIMIT_M))
    rng = np.random.default_rng(1)
    one, two = rng.permutation(len(people.lon)), rng.permutation(len(homes.lon))
    shuffled = walking_pairs(
        Points(lon=people.lon[one], lat=people.lat[one]),
        Points(lon=homes.lon[two], lat=homes.lat[two]),
        roads,
        limit_m=LIMIT_M,
    )
    assert {(two[h], one[p]): walking for (h, p), walking in metres(shuffled).items()} == plain


def test_pairs_come_by_household_then_person() -> None:
    roads, people, homes = random_case(4)
    found = walking_pairs(people, homes, roads, limit_m=LIMIT_M)
    pairs = list(zip(found.household.tolist(), found.person.tolist(), strict=True))
    assert pairs == sorted(set(pairs))


def test_members_far_apart_and_long_limits_are_cut_into_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    roads, people, homes = random_case(5)
    whole = metres(walking_pairs(people, homes, roads, limit_m=LIMIT_M))
    monkeypatch.setattr("neighborgrid.places.roads.walking.TILE_M", 10.0)
    monkeypatch.setattr("neighborgrid.places.roads.walking._MOST_CELLS", 100)
    tiled = walking_pairs(people, homes, roads, limit_m=LIMIT_M)
    assert metres(tiled) == {key: pytest.approx(walking, abs=1e-6) for key, walking in whole.items()}


def test_median_detour_counts_ways_beyond_the_limit() -> None:
    # Straight 100 m; on the road 100 m to one home, and no way at all to the two others.
    nodes = [(0, 0), (100, 0), (0, 100), (10, 100), (0, -100), (10, -100)]
    roads = network(nodes, [(0, 1), (2, 3), (4, 5)])
    found = walking_pairs(points((0, 0)), points((100, 0), (0, 100), (0, -100)), roads, limit_m=LIMIT_M)
    assert len(found.household) == 1
    assert found.median_detour == np.inf
