"""The audit's own walking metres: against networkx, against the solver's, and at every limit."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from grounds import degrees, edges, line
from neighborgrid.audit import measure, paths, streets
from neighborgrid.audit.paths import FAR_M, Paths, Ways
from neighborgrid.model import Ground, MatrixRows, RoadEdges
from neighborgrid.model.ground import OF_MATRIX, ON_ROADS, STRAIGHT
from neighborgrid.places.distance import Points
from neighborgrid.places.walker import Side, walks_between
from roadcases import Reference


def at(*places: tuple[float, float]) -> measure.Points:
    """Points at metres east and north."""
    return measure.Points(*degrees(places))


def ids(letter: str, count: int) -> np.ndarray:
    return np.array([f"{letter}{i}" for i in range(count)], object)


def walks(ground: Ground, homes: measure.Points, doors: measure.Points, detour: float = 1.0) -> Paths:
    return Paths(ground, homes, doors, ids("H", len(homes.lon)), ids("M", len(doors.lon)), detour)


def ways(
    ground: Ground,
    homes: list[tuple[float, float]],
    doors: list[tuple[float, float]],
    *,
    detour: float = 1.0,
    limit_m: float | None = None,
) -> Ways:
    """Ways from each home to the door of the same number."""
    rows = np.arange(len(homes))
    return walks(ground, at(*homes), at(*doors), detour).between(rows, rows, limit_m=limit_m)


def crooked(seed: int, spread_m: float = 600.0) -> tuple[RoadEdges, measure.Points, measure.Points]:
    """Streets in several parts that do not join, homes and doors, some of them far from any street."""
    rng = np.random.default_rng(seed)
    places = rng.uniform(-spread_m, spread_m, (50, 2))
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    ends = {(min(i, j), max(i, j)) for i in range(50) for j in np.argsort(apart[i])[1:3].tolist()}
    homes, doors = rng.uniform(-spread_m, spread_m, (2, 60, 2))
    return edges(places.tolist(), sorted(ends)), at(*homes.tolist()), at(*doors[:20].tolist())


def every(homes: measure.Points, doors: measure.Points) -> tuple[np.ndarray, np.ndarray]:
    home, door = np.meshgrid(np.arange(len(homes.lon)), np.arange(len(doors.lon)), indexing="ij")
    return home.ravel(), door.ravel()


@pytest.mark.parametrize("seed", range(6))
def test_metres_are_those_of_networkx(seed: int) -> None:
    roads, homes, doors = crooked(seed)
    reference = Reference(np.column_stack((roads.lon, roads.lat)), np.column_stack((roads.a, roads.b)))
    groups = (Points(lon=part.lon, lat=part.lat) for part in (doors, homes))
    true = reference.walking(*groups, 60.0, 1000.0)
    home, door = every(homes, doors)
    found = walks(Ground(roads, snap_m=60.0), homes, doors).between(home, door, limit_m=1000.0)
    straight_m = measure.straight_m(homes.take(home), doors.take(door))
    assert len(true) > 50
    assert (found.kind == STRAIGHT).sum() > 50
    for row, pair in enumerate(zip(home.tolist(), door.tolist(), strict=True)):
        if found.kind[row] == STRAIGHT:
            assert pair not in true
            assert found.metres[row] == pytest.approx(straight_m[row], abs=1e-6)
        elif pair in true:
            assert abs(found.metres[row] - max(true[pair], straight_m[row])) <= 0.01
            assert found.least_m[row] <= found.metres[row] <= found.most_m[row]
        else:
            assert not found.metres[row] <= 1000.0


@pytest.mark.parametrize("snap_m", [30.0, 100.0, 400.0])
@pytest.mark.parametrize("seed", range(4))
def test_metres_are_those_of_the_solver_to_the_doubt(seed: int, snap_m: float) -> None:
    roads, homes, doors = crooked(seed)
    rng = np.random.default_rng(seed)
    rows = rng.choice(60 * 20, 300, replace=False)
    listed = rows[rows // 20 < 20]
    matrix = MatrixRows(
        ids("H", 60)[listed // 20], ids("M", 20)[listed % 20], rng.uniform(50, 900, len(listed))
    )
    barriers = line(*rng.uniform(-600, 600, (4, 2)).tolist())
    ground = Ground(roads, barriers, matrix if seed % 2 else None, snap_m)
    home, door = every(homes, doors)
    sides = Side(homes.lon, homes.lat, ids("H", 60)), Side(doors.lon, doors.lat, ids("M", 20))
    theirs = walks_between(ground, 1.2, *sides, (home, door))
    ours = walks(ground, homes, doors, 1.2).between(home, door)
    assert (ours.kind == theirs.kind).all()
    sure = np.isfinite(ours.doubt_m)
    assert sure.mean() > 0.99
    assert (np.isfinite(theirs.metres) == np.isfinite(ours.metres))[sure].all()
    rows = np.flatnonzero(np.isfinite(theirs.metres) & np.isfinite(ours.metres))
    assert (np.abs(theirs.metres[rows] - ours.metres[rows]) <= ours.doubt_m[rows]).all()
    # At the usual 100 m from the road two measures differ by millimetres.
    clear = np.flatnonzero(ours.doubt_m < 0.3)
    assert np.median(ours.doubt_m[clear]) < 0.02


def test_small_parts_of_the_work_give_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    roads, homes, doors = crooked(3)
    home, door = every(homes, doors)
    ground = Ground(roads)
    whole = walks(ground, homes, doors).between(home, door, limit_m=700.0)
    monkeypatch.setattr(paths, "_MOST_PAIRS", 37)
    monkeypatch.setattr(streets, "_MOST_CELLS", 100)
    parts = walks(ground, homes, doors).between(home, door, limit_m=700.0)
    for field in dataclasses.fields(Ways):
        assert getattr(whole, field.name) == pytest.approx(getattr(parts, field.name), abs=1e-9)


LANE = edges([(0, 0), (400, 0), (400, 300), (0, 300)], [(0, 1), (1, 2), (2, 3)])
"""A lane round three sides of a field of 400 m by 300 m."""


def test_way_is_leg_lane_and_leg() -> None:
    # 20 m to the lane, 300 along it, 300 up, 350 back, 10 m to the door; the straight way has some 280 m.
    found = ways(Ground(LANE), [(100, 20)], [(50, 310)])
    assert found.metres == pytest.approx([20 + 300 + 300 + 350 + 10], abs=0.01)
    assert found.kind.tolist() == [ON_ROADS]
    assert found.doubt_m[0] < 0.01
    # On one edge nobody walks round by its ends.
    assert ways(Ground(LANE), [(100, 20)], [(300, -5)]).metres == pytest.approx([225], abs=0.01)


def test_edges_that_are_named_twice_do_not_add_up() -> None:
    twice = edges([(0, 0), (400, 0), (800, 0)], [(0, 1), (1, 0), (1, 2), (0, 1)])
    assert ways(Ground(twice), [(10, 5)], [(700, 5)]).metres == pytest.approx([700], abs=0.01)


def test_way_is_no_shorter_than_the_straight_one() -> None:
    # Both doors on one spot of the lane, one of them with a listed way of a metre.
    matrix = MatrixRows(np.array(["H0"], object), np.array(["M0"], object), np.array([1.0]))
    found = ways(Ground(matrix=matrix), [(0, 0)], [(0, 120)])
    assert found.metres == pytest.approx([120], abs=1e-6)
    assert found.kind.tolist() == [OF_MATRIX]


def test_ends_of_two_parts_do_not_join() -> None:
    apart = edges([(0, 0), (100, 0), (110, 0), (200, 0)], [(0, 1), (2, 3)])
    found = ways(Ground(apart), [(50, 5)], [(150, 5)])
    assert np.isinf(found.metres).all()
    assert np.isinf(found.least_m).all()


@pytest.mark.parametrize(
    ("leg_m", "kind", "sure"),
    [(59.95, ON_ROADS, True), (59.99, ON_ROADS, False), (60.01, STRAIGHT, False), (60.05, STRAIGHT, True)],
)
def test_door_at_the_limit_of_the_roads_may_be_on_or_off(leg_m: float, kind: int, sure: bool) -> None:
    found = ways(Ground(LANE, snap_m=60.0), [(100, 20)], [(300, -leg_m)], detour=1.1)
    assert found.kind.tolist() == [kind]
    assert np.isfinite(found.doubt_m).tolist() == [sure]
    straight_m = np.hypot(200, 20 + leg_m)
    true = 20 + 200 + leg_m if kind == ON_ROADS else 1.1 * straight_m
    assert found.metres == pytest.approx([true], abs=0.01)


@pytest.mark.parametrize(("aside_m", "sure"), [(0.002, False), (0.008, False), (0.05, True)])
def test_door_between_two_lanes_may_be_on_either(aside_m: float, sure: bool) -> None:
    # Two lanes 80 m apart that join at their western ends only; the door stands in the middle.
    roads = edges([(0, 0), (300, 0), (0, 80), (300, 80)], [(0, 1), (0, 2), (2, 3)])
    found = ways(Ground(roads), [(200, 40 - aside_m)], [(250, -10)])
    by_south, by_north = 40 + 50 + 10, 40 + 200 + 80 + 250 + 10
    assert found.metres == pytest.approx([by_south], abs=0.1)
    assert found.least_m == pytest.approx([by_south], abs=0.1)
    assert found.most_m == pytest.approx([by_south if sure else by_north], abs=0.1)


def test_door_beside_a_corner_is_on_both_lanes_at_once() -> None:
    # The nearest point of both edges is the corner itself: no doubt.
    found = ways(Ground(LANE), [(420, -20)], [(400, 200)])
    assert found.metres == pytest.approx([np.hypot(20, 20) + 200], abs=0.01)
    assert found.doubt_m[0] < 0.01


RIVER = line((200, -1000), (200, 1000))


def test_barrier_stops_straight_ways_only() -> None:
    places = [(100, 0), (100, 0)], [(300, 0), (190, 500)]
    straight = ways(Ground(barriers=RIVER), *places, detour=1.5)
    assert np.isinf(straight.metres).tolist() == [True, False]
    assert straight.metres[1] == pytest.approx(1.5 * np.hypot(90, 500), abs=0.01)
    assert straight.doubt_m.tolist() == pytest.approx([0, 0], abs=1e-3)
    # The lane goes over the river.
    assert ways(Ground(LANE, RIVER), *places).metres[0] == pytest.approx(200, abs=0.01)


@pytest.mark.parametrize(
    ("past_m", "met", "sure"), [(0.05, False, True), (0.1, False, False), (0.2, True, True)]
)
def test_barrier_right_at_a_door_does_not_count(past_m: float, met: bool, sure: bool) -> None:
    for home, door in (((0, 0), (200 + past_m, 0)), ((200 - past_m, 0), (400, 0))):
        found = ways(Ground(barriers=RIVER), [home], [door])
        assert np.isfinite(found.doubt_m).tolist() == [sure]
        if sure:
            assert np.isinf(found.metres).tolist() == [met]


def test_list_speaks_for_the_households_that_it_names() -> None:
    matrix = MatrixRows(
        np.array(["H0", "H0", "H1", "H1", "other"], object),
        np.array(["M0", "M1", "M1", "M1", "M2"], object),
        np.array([450.0, np.inf, 300.0, 200.0, 5.0]),
    )
    made = walks(Ground(LANE, matrix=matrix), at((100, 0), (110, 0), (120, 0)), at((200, 0), (210, 0)))
    home, door = every(made.homes, made.doors)
    found = made.between(home, door)
    # Of two rows the first counts; H1 does not list M0; nobody lists H2, who walks on the lane.
    assert found.metres == pytest.approx([450, np.inf, np.inf, 300, 80, 90], abs=0.01)
    assert found.kind.tolist() == [OF_MATRIX] * 4 + [ON_ROADS] * 2
    assert found.doubt_m[:4].tolist() == pytest.approx([0] * 4, abs=1e-6)


def test_limit_holds_to_the_millimetre() -> None:
    metres = np.array([500.0, 500.0004, 500.0006, 501.0])
    listed = MatrixRows(ids("H", 4), ids("M", 4), metres)
    found = ways(Ground(matrix=listed), [(0, 0)] * 4, [(0, 10)] * 4, limit_m=500.0)
    assert found.surely_within(500.0).tolist() == [True, True, False, False]
    assert found.possibly_within(500.0).tolist() == [True, True, False, False]


def test_long_ways_are_found_up_to_ten_kilometres() -> None:
    road = edges([(0, 0), (6_000, 0), (12_000, 0)], [(0, 1), (1, 2)])
    homes = [(0, 0)] * 3
    found = ways(Ground(road), homes, [(300, 0), (3_000, 0), (FAR_M + 100, 0)])
    assert found.metres[:2] == pytest.approx([300, 3_000], abs=1)
    assert np.isinf(found.metres[2])
    near = ways(Ground(road), homes, [(300, 0), (3_000, 0), (FAR_M + 100, 0)], limit_m=500.0)
    assert np.isfinite(near.metres).tolist() == [True, False, False]


def test_who_has_no_position_has_no_way() -> None:
    found = ways(Ground(LANE, RIVER), [(np.nan, np.nan), (0, 0)], [(0, 0), (np.nan, np.nan)])
    assert np.isnan(found.metres).all()
    assert not found.possibly_within(500.0).any()


def test_nobody_is_measured_where_nobody_is_asked() -> None:
    nobody = np.zeros(0, np.int64)
    matrix = MatrixRows(ids("H", 1), ids("M", 1), np.array([5.0]))
    made = walks(Ground(LANE, RIVER, matrix), at((0, 0)), at((1, 1)))
    assert len(made.between(nobody, nobody).metres) == 0
