"""The authority on distance against Karney's geodesics (pyproj), and the limit to the millimetre."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from neighborgrid.places.distance import Points, distance_m, nearest, pairs_within

GEOD = Geod(ellps="WGS84")
TOLERANCE_M = 0.0002
"""Stated in the module for distances to 20 km."""


def ends(latitudes: np.ndarray, length_m: np.ndarray, seed: int) -> tuple[np.ndarray, ...]:
    """Pairs of points ``length_m`` apart, azimuths and longitudes at random, the date line included."""
    rng = np.random.default_rng(seed)
    lon = rng.uniform(-180, 180, len(latitudes))
    far_lon, far_lat, _ = GEOD.fwd(lon, latitudes, rng.uniform(0, 360, len(latitudes)), length_m)
    return lon, latitudes, far_lon, far_lat


def measured(lon_a: np.ndarray, lat_a: np.ndarray, lon_b: np.ndarray, lat_b: np.ndarray) -> np.ndarray:
    return distance_m(lon_a=lon_a, lat_a=lat_a, lon_b=lon_b, lat_b=lat_b)


@pytest.mark.parametrize("hemisphere", [1, -1])
def test_error_to_20_km_at_every_latitude(hemisphere: int) -> None:
    lengths = np.array([0.1, 1, 30, 499.999, 500, 500.001, 2_000, 10_000, 20_000])
    latitudes, metres = (grid.ravel() for grid in np.meshgrid(hemisphere * np.arange(90.0), lengths))
    for seed in range(5):
        error = np.abs(measured(*ends(latitudes, metres, seed)) - metres)
        assert error.max() < TOLERANCE_M, (latitudes[error.argmax()], metres[error.argmax()])


def test_error_beyond_20_km() -> None:
    # The series leaves out terms that grow with the cube of the length; from 50 km on, none.
    latitudes, metres = (
        grid.ravel() for grid in np.meshgrid(np.arange(90.0), [30_000.0, 49_000, 51_000, 60_000])
    )
    error = np.abs(measured(*ends(latitudes, metres, 7)) - metres)
    assert error[metres < 50_000].max() < 0.02
    assert error[metres > 50_000].max() < 1e-6


def test_same_both_ways_and_zero_at_home() -> None:
    lon_a, lat_a, lon_b, lat_b = ends(np.linspace(-80, 80, 200), np.full(200, 5_000.0), 3)
    forth, back = measured(lon_a, lat_a, lon_b, lat_b), measured(lon_b, lat_b, lon_a, lat_a)
    np.testing.assert_allclose(forth, back, atol=TOLERANCE_M)
    assert (measured(lon_a, lat_a, lon_a, lat_a) == 0).all()


def test_unknown_positions_have_no_distance() -> None:
    nan = np.nan
    found = measured(
        *(np.array(part) for part in ([114.5, nan, 114.5], [37.7] * 3, [114.5] * 3, [37.7, 37.7, nan]))
    )
    assert found[0] == 0
    assert np.isnan(found[1:]).all()


@given(st.integers(0, 10**6), st.integers(0, 40), st.integers(0, 40), st.sampled_from([50.0, 500.0, 3_000.0]))
def test_pairs_within_equal_brute_force(seed: int, count_a: int, count_b: int, radius_m: float) -> None:
    rng = np.random.default_rng(seed)
    centre = rng.uniform(-179.99, 179.99), rng.uniform(-85, 85)
    spread = radius_m * 2 / 111_000

    def scattered(count: int) -> tuple[np.ndarray, np.ndarray]:
        lon, lat = (
            centre[0] + rng.uniform(-spread, spread, count),
            centre[1] + rng.uniform(-spread, spread, count),
        )
        lon[rng.random(count) < 0.1] = np.nan
        return lon, lat

    (lon_a, lat_a), (lon_b, lat_b) = scattered(count_a), scattered(count_b)
    found = pairs_within(Points(lon=lon_a, lat=lat_a), Points(lon=lon_b, lat=lat_b), radius_m)
    true = {}
    for a in range(count_a):
        for b in range(count_b):
            if not np.isnan(lon_a[a]) and not np.isnan(lon_b[b]):
                metres = GEOD.inv(lon_a[a], lat_a[a], lon_b[b], lat_b[b])[2]
                if metres <= radius_m:
                    true[a, b] = metres
    keys = list(zip(found.a.tolist(), found.b.tolist(), strict=True))
    assert len(keys) == len(set(keys))
    assert set(keys) == set(true)
    assert found.a.tolist() == sorted(found.a.tolist())
    np.testing.assert_allclose(found.distance_m, [true[key] for key in keys], atol=TOLERANCE_M)


@pytest.mark.parametrize("lat", [0.0, 37.76, 60.0, 89.0])
@pytest.mark.parametrize("azimuth", [0.0, 37.0, 90.0, 211.0])
@pytest.mark.parametrize("limit_m", [1.0, 500.0, 5_000.0])
def test_limit_is_inclusive_to_the_millimetre(lat: float, azimuth: float, limit_m: float) -> None:
    here = Points(lon=np.array([114.5]), lat=np.array([lat]))
    for over_m, inside in ((-0.01, True), (-0.001, True), (0.0, True), (0.001, False), (0.01, False)):
        lon, far_lat, _ = GEOD.fwd(114.5, lat, azimuth, limit_m + over_m)
        there = Points(lon=np.array([lon]), lat=np.array([far_lat]))
        assert (len(pairs_within(here, there, limit_m).a) == 1) is inside, over_m


def test_nobody_to_pair_with() -> None:
    one = Points(lon=np.array([114.5]), lat=np.array([37.76]))
    none = Points(lon=np.array([np.nan]), lat=np.array([37.76]))
    empty = Points(lon=np.zeros(0), lat=np.zeros(0))
    for a, b in ((one, none), (none, one), (one, empty), (empty, one), (empty, empty)):
        assert len(pairs_within(a, b, 500).a) == 0
    rows, metres = nearest(one, none)
    assert rows.tolist() == [-1]
    assert np.isnan(metres).all()


@given(st.integers(0, 10**6), st.integers(1, 30), st.integers(1, 30))
def test_nearest_equals_brute_force(seed: int, count_a: int, count_b: int) -> None:
    rng = np.random.default_rng(seed)
    lon_a, lat_a = 114.5 + rng.uniform(-0.05, 0.05, count_a), 37.76 + rng.uniform(-0.05, 0.05, count_a)
    lon_b, lat_b = 114.5 + rng.uniform(-0.05, 0.05, count_b), 37.76 + rng.uniform(-0.05, 0.05, count_b)
    lon_a[rng.random(count_a) < 0.1] = np.nan
    rows, metres = nearest(Points(lon=lon_a, lat=lat_a), Points(lon=lon_b, lat=lat_b))
    for a in range(count_a):
        if np.isnan(lon_a[a]):
            assert rows[a] == -1
            continue
        far = GEOD.inv(np.full(count_b, lon_a[a]), np.full(count_b, lat_a[a]), lon_b, lat_b)[2]
        assert rows[a] == far.argmin()
        assert metres[a] == pytest.approx(far.min(), abs=TOLERANCE_M)


def test_ties_go_to_the_lowest_row() -> None:
    one = Points(lon=np.array([114.5]), lat=np.array([37.76]))
    same = Points(lon=np.full(4, 114.501), lat=np.full(4, 37.76))
    assert nearest(one, same)[0].tolist() == [0]
