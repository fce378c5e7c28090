"""The audit's grid finds everybody within a radius; its spellings make places comparable."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from neighborgrid.audit.boundary import Places, inside
from neighborgrid.audit.facts import column_letter
from neighborgrid.audit.measure import Points, neighbours, straight_m
from neighborgrid.audit.spelling import group_key, phone_keys, township_key, village_key
from neighborgrid.model import make_table


def brute_force(here: Points, there: Points, radius_m: float) -> set[tuple[int, int]]:
    geod = Geod(ellps="WGS84")
    found = set()
    for i, (lon, lat) in enumerate(zip(here.lon, here.lat, strict=True)):
        for j, (lon2, lat2) in enumerate(zip(there.lon, there.lat, strict=True)):
            if np.isfinite(lon + lat + lon2 + lat2) and geod.inv(lon, lat, lon2, lat2)[2] <= radius_m:
                found.add((i, j))
    return found


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    lon=st.sampled_from([0.0, 114.2, 179.999, -180.0, 359.9]),
    lat=st.sampled_from([-89.99, -37.0, 0.0, 37.7, 71.0, 89.995]),
    radius_m=st.sampled_from([1.0, 500.0, 3000.0]),
)
def test_neighbours_equal_brute_force(seed, lon, lat, radius_m) -> None:
    rng = np.random.default_rng(seed)
    spread = 2 * radius_m / 111_000

    def points(size: int) -> Points:
        lons = lon + rng.normal(0, spread / max(np.cos(np.radians(lat)), 1e-3), size)
        lats = np.clip(lat + rng.normal(0, spread, size), -90, 90)
        lons[rng.random(size) < 0.1] = np.nan
        return Points((lons + 180) % 360 - 180, lats)

    here, there = points(20), points(15)
    found = [
        pair for near in neighbours(here, there, radius_m) for pair in zip(near.here, near.there, strict=True)
    ]
    assert len(found) == len(set(found))
    assert set(found) == brute_force(here, there, radius_m)


def test_positions_off_the_globe_have_no_distance() -> None:
    here = Points(np.array([114.0, np.nan, 114.0]), np.array([91.0, 37.0, 37.0]))
    metres = straight_m(here, Points(np.full(3, 114.0), np.full(3, 37.0)))
    assert np.isnan(metres[:2]).all()
    assert metres[2] == 0


@pytest.mark.parametrize(
    ("key", "spellings"),
    [
        (
            village_key,
            [
                "西同下",
                "西同下村",
                "西同下行政村",
                "西同下村委会",
                "西同下村民委员会",
                "西同下村党支部",
                " 西同下 村",
            ],
        ),
        (township_key, ["南佐", "南佐镇", "南佐镇人民政府", "南佐乡"]),
        (group_key, ["12", "十二组", "12组", "第12村民小组", "第十二小组", "12.0", "１２组"]),
        (group_key, ["20", "二十社", "二〇组"]),
        (group_key, ["东头", "东头组"]),
    ],
)
def test_spellings_of_one_place(key, spellings) -> None:
    assert len({key(text) for text in spellings}) == 1


def test_spellings_of_different_places() -> None:
    assert village_key("东同下村") != village_key("西同下村")
    assert township_key("东乡镇") != township_key("东镇")
    assert group_key("一组") != group_key("十一组")
    assert village_key("村") == "村"
    assert group_key("一百零三组") == "103"


def test_phones() -> None:
    assert phone_keys("+86 138-0000-0001 / 0311 8460123") == {"13800000001", "03118460123"}
    assert phone_keys("") == set()


def test_blank_township_is_supplied_where_it_is_unambiguous() -> None:
    columns = {"township": "text", "village": "text", "group": "text"}
    homes = make_table(columns, {"township": ["甲乡", "乙乡", "甲乡"], "village": ["上村", "上村", "下村"]})
    people = make_table(columns, {"village": ["上村", "上村", "下村"]})
    here, there = Places.of([homes, people])
    surely, possibly = inside("village", here, there)
    assert surely.tolist() == [False, False, True]
    assert possibly.tolist() == [True, True, True]


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_column_letters(index, letters) -> None:
    assert column_letter(index) == letters
