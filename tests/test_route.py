"""Walking order: tours against brute force, a second dynamic program and known optima; row orders."""

from __future__ import annotations

import subprocess
import sys
import time
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from pyproj import Geod

from neighborgrid.solve import route
from neighborgrid.solve.route import walking_order
from support import LAT, LON, east_m, north_m

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEG_M = 0.15
"""A leg is costed in decimetres (0.05 m) between points to the centimetre (0.02 m), and so is the leg it is
compared with."""


def case_of(sizes: list[int], seed: int, side_m: float = 800) -> dict[str, Any]:
    """Owners with ``sizes`` households each, scattered over a square around the home, rows mixed."""
    rng = np.random.default_rng(seed)
    home_east, home_north = rng.uniform(-9000, 9000, (2, len(sizes)))
    owner = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    east, north = rng.uniform(-side_m / 2, side_m / 2, (2, len(owner)))
    return {
        "lon": east_m(home_east[owner] + east),
        "lat": north_m(home_north[owner] + north),
        "owner": owner,
        "home_lon": east_m(home_east),
        "home_lat": north_m(home_north),
    }


def one_owner(
    east: list[float], north: list[float], home: tuple[float, float] | None = (0.0, 0.0)
) -> list[int]:
    """Walking order of one owner's households at metres from the test village's centre."""
    at = (np.nan, np.nan) if home is None else (float(east_m(home[0])), float(north_m(home[1])))
    return walking_order(
        lon=east_m(east),
        lat=north_m(north),
        owner=np.zeros(len(east), np.int64),
        home_lon=np.array(at[:1]),
        home_lat=np.array(at[1:]),
    ).tolist()


def legs_m(case: dict[str, Any], one: int) -> NDArray[np.float64]:
    """Geodesic metres between the home of an owner (0) and its households in row order (1, 2, ...)."""
    rows = np.flatnonzero(case["owner"] == one)
    lon = np.append(case["home_lon"][one], case["lon"][rows])
    lat = np.append(case["home_lat"][one], case["lat"][rows])
    a, b = np.divmod(np.arange(len(lon) ** 2), len(lon))
    return np.asarray(Geod(ellps="WGS84").inv(lon[a], lat[a], lon[b], lat[b])[2]).reshape(len(lon), -1)


def walked_m(case: dict[str, Any], order: NDArray[np.int64], one: int) -> float:
    """Metres of an owner's round trip in this order."""
    rows = np.flatnonzero(case["owner"] == one)
    stops = np.searchsorted(rows, order[case["owner"][order] == one]) + 1
    legs = legs_m(case, one)
    return float(sum(legs[a, b] for a, b in pairwise([0, *stops.tolist(), 0])))


def brute_m(legs: NDArray[np.float64]) -> float:
    """Shortest round trip from 0 by trying all."""
    tours = np.array([(0, *way, 0) for way in permutations(range(1, len(legs)))])
    return float(legs[tours[:, :-1], tours[:, 1:]].sum(axis=1).min())


def held_karp_m(legs: NDArray[np.float64]) -> float:
    """Shortest round trip from 0 by the dynamic program over all subsets, set by set."""
    stops = len(legs) - 1
    best = np.full((1 << stops, stops), np.inf)
    best[1 << np.arange(stops), np.arange(stops)] = legs[0, 1:]
    for subset in range(1, 1 << stops):
        reach = (best[subset][:, None] + legs[1:, 1:]).min(axis=0)
        for stop in range(stops):
            if not subset >> stop & 1:
                grown = subset | 1 << stop
                best[grown, stop] = min(best[grown, stop], reach[stop])
    return float((best[-1] + legs[1:, 0]).min())


def test_village_by_hand() -> None:
    # Corners of a square of 200 m, the home 100 m south of the middle of its south side:
    #     2   3
    #     1   0     The loop is home, 1, 2, 3, 0, home; 0 lies 1 m nearer to the home than 1.
    assert one_owner([99, -100, -100, 100], [0, 0, 200, 200], (0, -100)) == [0, 3, 2, 1]
    # Both ends equally near: the lower row first.
    assert one_owner([-100, 100, -100, 100], [0, 0, 200, 200], (0, -100)) == [0, 2, 3, 1]


@pytest.mark.parametrize("size", range(1, 8))
def test_up_to_seven_stops_equal_brute_force(size: int) -> None:
    case = case_of([size] * 12, seed=size)
    order = walking_order(**case)
    for one in range(12):
        assert walked_m(case, order, one) == pytest.approx(brute_m(legs_m(case, one)), abs=LEG_M * (size + 1))


@pytest.mark.parametrize("size", [8, 9, 10, 11, 12])
def test_eight_to_twelve_stops_are_optimal(size: int) -> None:
    case = case_of([size] * 4, seed=size)
    order = walking_order(**case)
    best = [held_karp_m(legs_m(case, one)) for one in range(4)]
    assert [walked_m(case, order, one) for one in range(4)] == pytest.approx(best, abs=LEG_M * (size + 1))


@pytest.mark.parametrize("size", range(1, route.EXACT_STOPS + 1))
def test_thirty_and_more_on_a_circle_and_every_smaller_size(size: int) -> None:
    # Points in convex position: the optimal tour is their polygon, whatever their number.
    for stops in (size, size + route.EXACT_STOPS):
        angle = 2 * np.pi * (np.arange(1, stops + 1) / (stops + 1)) ** 1.1
        mixed = np.random.default_rng(stops).permutation(stops)
        order = one_owner(
            (300 * np.cos(angle))[mixed].tolist(), (300 * np.sin(angle))[mixed].tolist(), (300, 0)
        )
        around = mixed[order].tolist()
        assert around in (list(range(stops)), list(range(stops))[::-1])


def test_gap_of_routing() -> None:
    # Measured over these 90 cases: mean 0.3 %, most 5.7 %; the bounds leave room for other releases.
    rng = np.random.default_rng(7)
    gaps = []
    for size in (14, 15, 16):
        cost_dm = route._costs_dm(rng.integers(0, 80_000, (size, 30, 3)) * [1, 1, 0])
        lengths = []
        for tours in (route._routed_tours(), route._exact_tours):
            tour = tours(cost_dm)
            assert (np.sort(tour, axis=0) == np.arange(size)[:, None]).all()
            lengths.append(cost_dm[tour, np.roll(tour, -1, axis=0), np.arange(30)].sum(axis=0))
        gaps.append(lengths[0] / lengths[1] - 1)
    gap = np.concatenate(gaps)
    assert gap.min() >= 0
    assert gap.mean() < 0.01
    assert gap.max() < 0.10


@pytest.mark.parametrize("size", [16, 22, 30])
def test_no_exchange_of_two_legs_shortens_a_large_tour(size: int) -> None:
    case = case_of([size] * 5, seed=size)
    order = walking_order(**case)
    for one in range(5):
        rows = np.flatnonzero(case["owner"] == one)
        tour = np.array([0, *(np.searchsorted(rows, order[case["owner"][order] == one]) + 1)])
        legs = legs_m(case, one)[tour[:, None], tour]
        for a in range(size):
            for b in range(a + 2, size + 1 - (a == 0)):
                after = (b + 1) % (size + 1)
                gain = legs[a, a + 1] + legs[b, after] - legs[a, b] - legs[a + 1, after]
                assert gain <= 4 * LEG_M


def test_shuffled_rows_give_the_same_trips() -> None:
    case = case_of([1, 2, 3, 7, 12, 15, 16, 25], seed=3)
    order = walking_order(**case)
    mixed = np.random.default_rng(4).permutation(len(order))
    again = mixed[walking_order(**{**case, **{key: case[key][mixed] for key in ("lon", "lat", "owner")}})]
    # Without equal distances to the home, not only the lengths but the orders are the same.
    assert again.tolist() == order.tolist()


def test_shuffled_rows_give_the_same_lengths_without_homes() -> None:
    case = case_of([1, 2, 3, 7, 12, 15, 16, 25], seed=5)
    unknown = {"home_lon": np.full(8, np.nan), "home_lat": np.full(8, np.nan)}
    mixed = np.random.default_rng(6).permutation(len(case["owner"]))
    lengths = []
    for rows in (np.arange(len(mixed)), mixed):
        shuffled = {key: case[key][rows] for key in ("lon", "lat", "owner")} | unknown
        order = walking_order(**shuffled)
        first = [order[shuffled["owner"][order] == one][0] for one in range(8)]
        assert first == [np.flatnonzero(shuffled["owner"] == one)[0] for one in range(8)]
        homes = {"home_lon": shuffled["lon"][first], "home_lat": shuffled["lat"][first]}
        lengths.append([walked_m(shuffled | homes, order, one) for one in range(8)])
    assert lengths[0] == pytest.approx(lengths[1])


def test_two_calls_are_equal() -> None:
    case = case_of([4, 12, 15, 16, 20, 30], seed=8)
    assert walking_order(**case).tolist() == walking_order(**case).tolist()


def test_unknown_positions_come_last_in_row_order() -> None:
    nan = np.nan
    assert one_owner([nan, 300, 5, 100, 200], [0, 0, nan, 0, 0]) == [3, 4, 1, 0, 2]
    assert one_owner([nan, nan], [nan, nan]) == [0, 1]
    assert one_owner([nan, nan], [nan, nan], None) == [0, 1]


def test_unknown_home_starts_at_the_first_row_with_a_position() -> None:
    # 1 m steps off a line: from row 1 the nearer neighbour on the loop is row 3.
    assert one_owner([np.nan, 0, 500, 100, 300], [0, 0, 0, 1, 2], None) == [1, 3, 4, 2, 0]


def test_single_household_and_none() -> None:
    assert one_owner([120], [40]) == [0]
    assert one_owner([120], [40], None) == [0]
    assert one_owner([], []) == []


def test_households_at_one_point_keep_row_order() -> None:
    # Rows 1, 3 and 5 share a house; 2 and 4 live in the owner's.
    assert one_owner([400, 100, 0, 100, 0, 100], [0, 0, 0, 0, 0, 0]) == [2, 4, 1, 3, 5, 0]
    assert one_owner([70] * 40, [10] * 40) == list(range(40))


def test_rows_without_owner_come_first_and_owners_in_order() -> None:
    order = walking_order(
        lon=east_m([10, 900, 200, 100, np.nan]),
        lat=north_m([0, 0, 0, 0, 0]),
        owner=np.array([4, -1, 2, 2, -2]),
        home_lon=np.full(5, LON),
        home_lat=np.full(5, LAT),
    )
    assert order.tolist() == [1, 4, 3, 2, 0]


@pytest.mark.parametrize(
    ("lon", "lat", "home"),
    [
        # Across the antimeridian, due east along a parallel.
        ([-179.997, 179.999, -179.999, 180.0], [-16.5] * 4, (179.998, -16.5)),
        # Across the pole: the same meridian circle.
        ([180.0, 0.0, 180.0, 0.0], [89.997, 89.999, 89.999, 90.0], (0.0, 89.998)),
    ],
)
def test_antimeridian_and_pole(lon: list[float], lat: list[float], home: tuple[float, float]) -> None:
    order = walking_order(
        lon=np.array(lon),
        lat=np.array(lat),
        owner=np.zeros(4, np.int64),
        home_lon=np.array(home[:1]),
        home_lat=np.array(home[1:]),
    )
    # All on one line: the best trips go out and back once, and row 1, the nearest, is next to the home.
    case = {"lon": np.array(lon), "lat": np.array(lat), "owner": np.zeros(4, np.int64)}
    case |= {"home_lon": np.array(home[:1]), "home_lat": np.array(home[1:])}
    assert order[0] == 1
    assert walked_m(case, order, 0) == pytest.approx(brute_m(legs_m(case, 0)), abs=1)


def test_points_all_over_the_earth_do_not_overflow() -> None:
    # Fifteen households and a home by turns near two opposite points: 16 legs of up to 12,757 km.
    side = np.arange(15) % 2
    case = {"lon": side * 180.0 + np.arange(15) * 1e-3, "lat": np.zeros(15), "owner": np.zeros(15, np.int64)}
    case |= {"home_lon": np.array([-1e-3]), "home_lat": np.zeros(1)}
    order = walking_order(**case)
    assert np.count_nonzero(np.diff(side[order])) == 1


def test_shapes_and_codes_are_checked() -> None:
    case = case_of([3], seed=1)
    with pytest.raises(ValueError, match="shape"):
        walking_order(**{**case, "lat": case["lat"][:2]})
    with pytest.raises(IndexError):
        walking_order(**{**case, "owner": case["owner"] + 1})


def test_small_rounds_do_not_load_routing() -> None:
    code = (
        "import sys, numpy as np\n"
        "from neighborgrid.solve.route import walking_order\n"
        "x = np.linspace(114, 114.01, 5)\n"
        "walking_order(lon=x, lat=x, owner=np.zeros(5, np.int64), home_lon=x[:1], home_lat=x[:1])\n"
        "print('ortools' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "False"


def test_two_thousand_owners_cost_less_than_routing_them() -> None:
    # CPU per owner of all 2,000 over CPU per owner of routing 60 of the same size: usually 0.03.
    case = case_of([11] * 2000, seed=9)
    cost_dm = route._costs_dm(np.random.default_rng(9).integers(0, 80_000, (12, 60, 3)))
    tours = route._routed_tours()
    start = time.process_time()
    tours(cost_dm)
    routed = time.process_time() - start
    start = time.process_time()
    walking_order(**case)
    ordered = time.process_time() - start
    assert ordered / 2000 < 0.4 * routed / 60
