"""Barriers: which straight pairs cross, where they come from, and which files are refused."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from neighborgrid.errors import InputError
from neighborgrid.places.barriers import (
    Barriers,
    barriers_of,
    crossing,
    nearest_m,
    read_barriers,
    refuse_elsewhere,
)
from neighborgrid.places.distance import Points
from neighborgrid.places.frames import from_wgs84
from neighborgrid.places.roads.reading import read_extract
from neighborgrid.places.roads.ways import Use
from roadcases import degrees, points

if TYPE_CHECKING:
    from pathlib import Path

    Place = tuple[float, float]


def barriers(*lines: list[Place]) -> Barriers:
    """Barriers of lines in metres."""
    ends = [(degrees([one])[0], degrees([two])[0]) for line in lines for one, two in itertools.pairwise(line)]
    a, b = np.array([one for one, _ in ends]), np.array([two for _, two in ends])
    return Barriers("hand-made", a[:, 0], a[:, 1], b[:, 0], b[:, 1], len(lines))


RIVER = barriers([(0, 0), (100, 0), (200, 50)])


def crosses(one: Place, two: Place, over: Barriers = RIVER) -> bool:
    row = np.zeros(1, np.int32)
    met = crossing(over, points(one), points(two), row, row)
    back = crossing(over, points(two), points(one), row, row)
    assert met.tolist() == back.tolist()
    return bool(met[0])


@pytest.mark.parametrize(
    ("one", "two", "across"),
    [
        ((50, -10), (50, 10), True),
        ((50, 5), (90, 30), False),
        ((-20, -50), (-20, 50), False),
        # Through the bend, and past it.
        ((100, -10), (100, 10), True),
        ((90, 5), (200, 70), False),
        ((150, 0), (140, 60), True),
        # Past its end by 5 cm on either side.
        ((0.05, -1), (0.05, 1), True),
        ((-0.05, -1), (-0.05, 1), False),
    ],
)
def test_a_way_over_the_river_crosses(one: Place, two: Place, across: bool) -> None:
    assert crosses(one, two) is across


@pytest.mark.parametrize(("y", "across"), [(0.0, False), (-0.09, False), (-0.11, True), (-0.5, True)])
def test_homes_on_the_line_do_not_cross_it(y: float, across: bool) -> None:
    # The way goes up from y: the line is met after -y metres, of which 0.1 are free.
    assert crosses((50, y), (50, 80)) is across


def test_two_homes_in_one_place_cross_nothing() -> None:
    assert not crosses((50, 0), (50, 0))
    assert not crosses((50, -0.05), (50, 0.05))


def test_an_area_keeps_outside_from_inside() -> None:
    square = barriers([(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)])
    assert crosses((50, 50), (150, 50), square)
    assert crosses((-10, 50), (150, 50), square)
    assert not crosses((20, 20), (80, 80), square)
    assert not crosses((-10, -10), (-10, 110), square)


def test_rows_without_position_cross_nothing() -> None:
    a, b = points((50, -10), (50, -20)), points((50, 10), (50, 20))
    a = Points(lon=np.array([a.lon[0], np.nan]), lat=a.lat)
    rows = np.array([0, 1, 0], np.int32)
    assert crossing(RIVER, a, b, rows, np.array([1, 0, 0])).tolist() == [True, False, True]
    none = np.zeros(0, np.int32)
    assert crossing(RIVER, a, b, none, none).tolist() == []


def test_against_orientation_tests_on_random_segments() -> None:
    rng = np.random.default_rng(2)
    over = barriers(*[[tuple(place) for place in line] for line in rng.uniform(0, 500, (30, 2, 2))])
    ends = rng.uniform(0, 500, (2, 400, 2))
    a, b = points(*map(tuple, ends[0])), points(*map(tuple, ends[1]))
    rows = np.arange(400)
    found = crossing(over, a, b, rows, rows)

    def side(p: np.ndarray, q: np.ndarray, r: np.ndarray) -> np.ndarray:
        return np.sign(
            (q[..., 0] - p[..., 0]) * (r[..., 1] - p[..., 1])
            - (q[..., 1] - p[..., 1]) * (r[..., 0] - p[..., 0])
        )

    start = np.column_stack((a.lon, a.lat))[:, None]
    end = np.column_stack((b.lon, b.lat))[:, None]
    low = np.column_stack((over.lon_a, over.lat_a))[None]
    high = np.column_stack((over.lon_b, over.lat_b))[None]
    apart = (side(start, end, low) != side(start, end, high)) & (
        side(low, high, start) != side(low, high, end)
    )
    # No random end lies within 0.1 m of a line.
    assert np.array_equal(found, apart.any(axis=1))
    assert 0 < found.sum() < 400


def test_many_pairs_are_taken_in_turns(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    a, b = (points(*map(tuple, rng.uniform(-100, 300, (50, 2)))) for _ in range(2))
    one, two = rng.integers(50, size=(2, 500))
    whole = crossing(RIVER, a, b, one, two)
    monkeypatch.setattr("neighborgrid.places.barriers._CHUNK", 7)
    assert np.array_equal(crossing(RIVER, a, b, one, two), whole)


def test_points_of_another_frame_are_taken_to_the_barriers() -> None:
    a, b, row = points((50, -10)), points((50, 10)), np.zeros(1, np.int32)
    moved = [
        Points(lon=lon, lat=lat)
        for lon, lat in (from_wgs84(lon=p.lon, lat=p.lat, frame="gcj02") for p in (a, b))
    ]
    assert crossing(RIVER, *moved, row, row, frame="gcj02").tolist() == [True]
    assert crossing(RIVER, *moved, row, row).tolist() == [False]


def written(path: Path, content: object) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_lines_and_areas_of_a_file(tmp_path: Path) -> None:
    line = degrees([(0, 0), (100, 0)]).tolist()
    ring = degrees([(0, 100), (50, 100), (50, 150), (0, 100)]).tolist()
    hole = degrees([(20, 105), (30, 105), (30, 110), (20, 105)]).tolist()
    features = [
        {
            "type": "Feature",
            "properties": {"name": "x"},
            "geometry": {"type": "LineString", "coordinates": line},
        },
        {"type": "Feature", "properties": None, "geometry": {"type": "Polygon", "coordinates": [ring, hole]}},
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": line[0]}},
        {"type": "Feature", "properties": {}, "geometry": None},
    ]
    found = read_barriers(
        written(tmp_path / "河.geojson", {"type": "FeatureCollection", "features": features})
    )
    assert (found.source, found.lines, len(found.lon_a)) == ("河.geojson", 3, 1 + 3 + 3)
    assert crosses((50, -10), (50, 10), found)
    assert crosses((40, 90), (40, 110), found)
    assert not crosses((150, -10), (150, 10), found)


def test_a_file_in_another_frame(tmp_path: Path) -> None:
    line = degrees([(0, 0), (100, 0)])
    lon, lat = from_wgs84(lon=line[:, 0], lat=line[:, 1], frame="gcj02")
    path = written(
        tmp_path / "a.geojson", {"type": "LineString", "coordinates": np.column_stack((lon, lat)).tolist()}
    )
    assert crosses((50, -10), (50, 10), read_barriers(path, frame="gcj02"))
    assert not crosses((50, -10), (50, 10), read_barriers(path))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "NG238"),
        ("户编号,经度", "NG238"),
        ('{"type": "LineString", "coordinates": [[1, 2]', "NG239"),
        ("[]", "NG238"),
        ({"type": "Topology"}, "NG238"),
        ({"type": "FeatureCollection", "features": []}, "NG243"),
        ({"type": "Point", "coordinates": [1, 2]}, "NG243"),
        ({"type": "LineString", "coordinates": [[1, 2]]}, "NG243"),
        ({"type": "LineString", "coordinates": [[500000, 2], [1, 2]]}, "NG244"),
        ({"type": "LineString", "coordinates": 3}, "NG239"),
    ],
)
def test_wrong_files_are_refused(content: object, code: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_barriers(written(tmp_path / "a.geojson", content))
    assert [(finding.code, finding.place.file) for finding in caught.value.findings] == [(code, "a.geojson")]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_barriers(tmp_path / "none.geojson")
    assert [finding.code for finding in caught.value.findings] == ["NG236"]


def test_barriers_of_another_place_are_refused() -> None:
    # The middle of a long piece may be near where no end is.
    river = barriers([(-9_000, 0), (9_000, 0)])
    here = points((200, 7000), (0, 30_000))
    assert nearest_m(river, here) == pytest.approx(7000, rel=0.01)
    refuse_elsewhere(river, here, 7100.0)
    nobody = Points(lon=np.array([np.nan]), lat=np.array([1.0]))
    refuse_elsewhere(river, nobody, 7100.0)
    for lang in ("zh", "en"):
        with pytest.raises(InputError) as caught:
            refuse_elsewhere(river, here, 6900.0)
        (finding,) = caught.value.findings
        assert finding.code == "NG259"
        assert "7.0" in finding.line(lang)
    # The frame counts: homes of Amap that stand on the river are half a kilometre off as they are.
    spot = points((0, 0))
    lon, lat = from_wgs84(lon=spot.lon, lat=spot.lat, frame="gcj02")
    refuse_elsewhere(river, Points(lon=lon, lat=lat), 10.0, frame="gcj02")


def test_rivers_railways_and_motorways_of_an_extract(tmp_path: Path) -> None:
    kinds = [{"waterway": "river"}, {"railway": "rail"}, {"highway": "motorway"}, {"highway": "path"}]
    kinds += [{"railway": "rail", "bridge": "viaduct"}, {"waterway": "stream"}]
    features = [
        {
            "type": "Feature",
            "properties": tags,
            "geometry": {
                "type": "LineString",
                "coordinates": degrees([(-50, 100 * y), (50, 100 * y)]).tolist(),
            },
        }
        for y, tags in enumerate(kinds)
    ]
    path = written(tmp_path / "a.geojson", {"type": "FeatureCollection", "features": features})
    extract = read_extract(path)
    found = barriers_of(extract)
    across = [crosses((0, 100 * y - 10), (0, 100 * y + 10), found) for y in range(len(kinds))]
    assert across == [True, True, True, False, False, False]
    assert barriers_of(extract, uses=(Use.WATER,)).lines == 1
    dry = written(tmp_path / "b.geojson", {"type": "FeatureCollection", "features": features[3:]})
    with pytest.raises(InputError) as caught:
        barriers_of(read_extract(dry))
    assert [finding.code for finding in caught.value.findings] == ["NG243"]
