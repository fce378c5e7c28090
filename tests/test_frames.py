"""Frames of Chinese maps: published numbers, the way back, and what stays untouched."""

from __future__ import annotations

import time

import numpy as np
import pytest
from pyproj import Geod

from neighborgrid.places import frames

# WGS-84, GCJ-02 and BD-09 of places all over China, as three public programs compute them (prcoords 1.0.2,
# coordTransform 0.2.1, geocoordinates-rs 0.14.2); they agree to all the digits given here.
KNOWN = np.array([
    (114.5, 37.76, 114.506002296, 37.760713058, 114.512461965, 37.766778901),
    (116.397, 39.909, 116.403243506, 39.910403397, 116.409615693, 39.916744222),
    (121.4737, 31.2304, 121.478223059, 31.228457738, 121.484781469, 31.234310594),
    (113.2644, 23.1291, 113.269729592, 23.126423340, 113.276150752, 23.132711257),
    (104.0668, 30.5728, 104.069305477, 30.570346141, 104.075782957, 30.576351856),
    (87.6177, 43.7928, 87.620549224, 43.794024555, 87.626981325, 43.800146634),
    (91.1322, 29.6603, 91.133743323, 29.657579568, 91.140342700, 29.663325632),
    (126.6424, 45.7567, 126.648369816, 45.758651102, 126.654999329, 45.764345564),
    (106.7135, 26.5783, 106.717272084, 26.574777828, 106.723806953, 26.580660154),
    (101.7782, 36.6171, 101.780132466, 36.617018339, 101.786592838, 36.623174437),
    (117.0009, 36.6758, 117.006747099, 36.676070494, 117.013129636, 36.682395376),
    (105.0, 35.0, 105.003286241, 34.999098632, 105.009666828, 35.005403668),
    (119.4101, 35.9954, 119.415958075, 35.995647560, 119.422381315, 36.001886554),
    (116.8328, 32.6428, 116.838015672, 32.640651004, 116.844573820, 32.646445393),
    (109.5, 18.25, 109.504118444, 18.248331521, 109.510680256, 18.254012006),
])  # fmt: skip
COLUMN = {"wgs84": 0, "gcj02": 2, "bd09": 4}
ROUNDED_DEG = 0.5e-9
"""Half of the last digit of the numbers above."""


@pytest.mark.parametrize("source", frames.FRAMES)
@pytest.mark.parametrize("target", frames.FRAMES)
def test_agrees_with_other_programs(source: str, target: str) -> None:
    lon, lat = KNOWN[:, COLUMN[source]], KNOWN[:, COLUMN[source] + 1]
    got = frames.convert(lon=lon, lat=lat, source=source, target=target)
    wanted = KNOWN[:, COLUMN[target]], KNOWN[:, COLUMN[target] + 1]
    # The rounding of the given numbers comes back hardly changed.
    assert np.abs(np.subtract(got, wanted)).max() < 2.1 * ROUNDED_DEG


def test_at_yuanshi_the_frames_are_half_a_kilometre_apart() -> None:
    lon, lat = np.array([114.5]), np.array([37.76])
    there = frames.from_wgs84(lon=lon, lat=lat, frame="gcj02")
    metres = Geod(ellps="WGS84").inv(lon, lat, *there)[2]
    # "About 526 m" is what the facts of the project say of the county; the shift is another at each place.
    assert 500 < metres[0] < 560


@pytest.mark.parametrize("frame", ["gcj02", "bd09"])
def test_there_and_back(frame: str) -> None:
    draw = np.random.default_rng(6)
    lon, lat = draw.uniform(72.1, 137.7, 90_000), draw.uniform(0.9, 55.7, 90_000)
    # The root of |lon - 105| is steepest where it is nought.
    lon[:5] = 105 + np.array([0, 1e-12, -1e-9, 1e-6, -1e-4])
    begun = time.perf_counter()
    there = frames.from_wgs84(lon=lon, lat=lat, frame=frame)
    back = frames.to_wgs84(lon=there[0], lat=there[1], frame=frame)
    print(f"{frame}: 90,000 points there and back in {time.perf_counter() - begun:.3f} s")
    # 1e-6 m is 9e-12 degrees of latitude.
    assert max(np.abs(back[0] - lon).max(), np.abs(back[1] - lat).max()) < 9e-12
    again = frames.from_wgs84(lon=back[0], lat=back[1], frame=frame)
    assert np.abs(np.subtract(again, there)).max() < 9e-12


@pytest.mark.parametrize("frame", ["gcj02", "bd09"])
@pytest.mark.parametrize("way", [frames.to_wgs84, frames.from_wgs84])
def test_outside_china_nothing_moves(frame: str, way) -> None:
    lon, lat = (
        np.array([2.35, -74.0, 139.7, 100.0, 180.0, 0.0]),
        np.array([48.9, 40.7, 35.7, -33.0, 90.0, 1e9]),
    )
    got = way(lon=lon, lat=lat, frame=frame)
    np.testing.assert_array_equal(got, (lon, lat))


def test_the_edge_of_the_box_counts_as_inside() -> None:
    lon = np.array([frames.WEST, frames.WEST - 1e-9, frames.EAST, frames.EAST + 1e-9])
    lat = np.full(4, 35.0)
    moved = frames.from_wgs84(lon=lon, lat=lat, frame="gcj02")[0] != lon
    assert moved.tolist() == [True, False, True, False]


@pytest.mark.parametrize("frame", ["wgs84", "gcj02", "bd09", "EPSG:4547"])
def test_unknown_positions_stay_unknown(frame: str) -> None:
    lon, lat = np.array([114.5, np.nan, 114.5]), np.array([37.76, np.nan, np.nan])
    for way in (frames.to_wgs84, frames.from_wgs84):
        east, north = way(lon=lon, lat=lat, frame=frame)
        assert np.isnan(east).tolist() == [False, True, False]
        assert np.isnan(north).tolist() == [False, True, True]


def test_positions_of_survey_sheets_are_wgs84_already() -> None:
    lon, lat = np.array([114.5]), np.array([37.76])
    np.testing.assert_array_equal(frames.to_wgs84(lon=lon, lat=lat, frame="epsg:4490"), (lon, lat))


def test_what_is_given_is_left_alone() -> None:
    lon, lat = np.array([114.5]), np.array([37.76])
    for frame in frames.FRAMES:
        east, north = frames.to_wgs84(lon=lon, lat=lat, frame=frame)
        east += 1
        north += 1
    assert (lon[0], lat[0]) == (114.5, 37.76)


def test_no_points() -> None:
    none = np.zeros(0)
    assert [len(one) for one in frames.to_wgs84(lon=none, lat=none, frame="bd09")] == [0, 0]


def test_unknown_frame() -> None:
    with pytest.raises(ValueError, match="mars"):
        frames.to_wgs84(lon=np.zeros(1), lat=np.zeros(1), frame="mars")
