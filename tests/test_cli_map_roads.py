"""``export map --roads``: roads on the page and on pictures, in the frame of the plan, and not too many."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely

import mappages
from neighborgrid.outputs import map_roads
from neighborgrid.places.frames import from_wgs84
from neighborgrid.places.roads.network import network_of
from neighborgrid.places.roads.reading import read_extract
from roadcases import DATA, GEOD, degrees, network, osm_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CROSS = {1: (-300, 0), 2: (0, 0), 3: (300, 0), 4: (0, 300)}
"""A lane from west to east and one that leaves it to the north, in metres."""


@pytest.fixture
def plan(cli, tmp_path: Path) -> Path:
    """Plan of eleven households along a lane, in gcj02."""
    return planned(cli, tmp_path, "gcj02")


def planned(cli, folder: Path, frame: str) -> Path:
    """Plan of sheets in ``frame``."""
    spots = degrees((x, 15.0) for x in range(-250, 251, 50))
    lon, lat = from_wgs84(lon=spots[:, 0], lat=spots[:, 1], frame=frame)
    rows = [f"H{i},户{i},甲村,{x:.8f},{y:.8f}" for i, (x, y) in enumerate(zip(lon, lat, strict=True))]
    homes, members = folder / "农户表.csv", folder / "党员名册.csv"
    homes.write_text("\n".join(["户编号,户主,村,经度,纬度", *rows]), encoding="utf-8")
    who = f"党员编号,姓名,村,经度,纬度\nM1,员一,甲村,{lon[5]:.8f},{lat[5]:.8f}\n"
    members.write_text(who, encoding="utf-8")
    target = folder / "plan.xlsx"
    assert cli("assign", homes, members, "--frame", frame, "-o", target, "-q").code == 0
    return target


def osm(path: Path, *, west: float = 0.0) -> Path:
    """The crossing as OpenStreetMap XML, ``west`` degrees further west."""
    nodes = {
        key: (float(lon) - west, float(lat))
        for key, (lon, lat) in zip(CROSS, degrees(CROSS.values()), strict=True)
    }
    ways = [([1, 2, 3], {"highway": "residential"}), ([2, 4], {"highway": "path"})]
    path.write_text(osm_text(nodes, ways), encoding="utf-8")
    return path


def geojson(path: Path, *lines: Iterable[tuple[float, float]]) -> Path:
    """Lines in metres as somebody's own paths."""
    features = [
        {
            "type": "Feature",
            "properties": {},
            "geometry": {"type": "LineString", "coordinates": degrees(line).tolist()},
        }
        for line in lines
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def lines_of(page: Path) -> list[np.ndarray]:
    """Roads of a page as degrees in its frame."""
    head, columns = mappages.columns_of(page.read_text("utf-8"))
    lon, lat, east_m, north_m = head["origin"]
    steps = np.column_stack((columns["road_x"], columns["road_y"])).astype(float)
    places = np.cumsum(steps, axis=0) / 10 / (east_m, north_m) + (lon, lat)
    return np.split(places, columns["road_end"][:-1])


def test_page_has_the_roads_where_the_homes_are(cli, plan: Path, tmp_path: Path) -> None:
    pytest.importorskip("osmium")
    ran = cli("export", "map", plan, "--roads", osm(tmp_path / "路.osm"), "-o", tmp_path / "a.html", "-v")
    assert ran.code == 0
    found = np.concatenate(lines_of(tmp_path / "a.html"))
    wanted = from_wgs84(lon=degrees(CROSS.values())[:, 0], lat=degrees(CROSS.values())[:, 1], frame="gcj02")
    # Each point of the file is drawn within the decimetre of the page, and nothing else is.
    _, _, metres = GEOD.inv(
        *(np.repeat(one[None], len(found), 0) for one in wanted),
        *(np.repeat(one[:, None], 4, 1) for one in found.T),
    )
    assert (metres.min(axis=0) < 0.15).all()
    assert (metres.min(axis=1) < 0.15).all()
    assert "NG594" in ran.err


def test_without_roads_nothing_changes(cli, plan: Path, tmp_path: Path) -> None:
    assert cli("export", "map", plan, "-o", tmp_path / "a.html", "-q").code == 0
    _, columns = mappages.columns_of((tmp_path / "a.html").read_text("utf-8"))
    assert len(columns["road_end"]) == 0


def test_the_same_file_gives_the_same_page(cli, plan: Path, tmp_path: Path) -> None:
    path = geojson(tmp_path / "路.geojson", [(-300, 0), (0, 0), (300, 0)], [(0, 0), (0, 300)])
    for name in ("a.html", "b.html"):
        ran = cli("export", "map", plan, "--roads", path, "-o", tmp_path / name)
        assert ran.code == 0
        # Whose own paths they are is the organiser's business.
        assert "NG594" not in ran.err
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()


def test_the_page_names_the_source(cli, plan: Path, tmp_path: Path) -> None:
    pytest.importorskip("osmium")
    files = (osm(tmp_path / "路.osm"), geojson(tmp_path / "小路.geojson", [(-300, 0), (300, 0)]))
    named = []
    for number, path in enumerate(files):
        page = tmp_path / f"{number}.html"
        assert cli("export", "map", plan, "--roads", path, "-o", page).code == 0
        named.append(mappages.columns_of(page.read_text("utf-8"))[0]["meta"]["roads"])
        assert str(tmp_path) not in mappages.data_of(page.read_text("utf-8")).decode("utf-8", "ignore")
    assert named == [{"osm": True, "sign": "\u00a9"}, {"osm": False, "name": "小路.geojson"}]


def test_a_page_without_roads_holds_nothing_about_them(cli, plan: Path, tmp_path: Path) -> None:
    path = geojson(tmp_path / "路.geojson", [(-300, 0), (300, 0)])
    found = []
    for name, more in (("a.html", []), ("b.html", ["--roads", path])):
        assert cli("export", "map", plan, *more, "-o", tmp_path / name, "-q").code == 0
        source = (tmp_path / name).read_text("utf-8")
        head, _ = mappages.columns_of(source)
        words = [key for key in head["words"]["zh"] if key.startswith("roads.")]
        found.append([one in source for one in ("// with roads", "createRoadSource", ".road-source")])
        found[-1] += ["roads" in head["meta"], bool(words)]
    assert found == [[False] * 5, [True] * 5]


OSM_SOURCE = {"zh": "道路 \u00a9 OpenStreetMap 贡献者", "en": "Roads \u00a9 OpenStreetMap contributors"}


@pytest.mark.parametrize(("lang", "legend"), [("zh", ">道路</text>"), ("en", ">Roads</text>")])
def test_picture_names_roads_and_their_source(
    cli, plan: Path, tmp_path: Path, lang: str, legend: str
) -> None:
    pytest.importorskip("osmium")
    target = tmp_path / "a.svg"
    asked = ["export", "map", plan, "--picture", "svg", "--lang", lang, "-o", target]
    assert cli(*asked, "--roads", osm(tmp_path / "路.osm")).code == 0
    drawn = target.read_text("utf-8")
    assert drawn.count(legend) == 1
    assert OSM_SOURCE[lang] in drawn
    path = geojson(tmp_path / "小&路.geojson", [(-300, 0), (300, 0)])
    assert cli(*asked, "--roads", path).code == 0
    drawn = target.read_text("utf-8")
    assert {"zh": "道路：小&amp;路.geojson", "en": "Roads: 小&amp;路.geojson"}[lang] in drawn
    assert "OpenStreetMap" not in drawn
    assert str(tmp_path) not in drawn
    assert cli(*asked).code == 0
    drawn = target.read_text("utf-8")
    assert legend not in drawn
    assert "geojson" not in drawn


def test_picture_that_no_road_crosses_says_nothing_of_roads(cli, plan: Path, tmp_path: Path) -> None:
    # Homes are 500 m from west to east on a sheet of 400 x 250 mm: 280 m to the north is beyond its border.
    path = geojson(tmp_path / "路.geojson", [(-100, 280), (100, 280)])
    assert cli("export", "map", plan, "--picture", "svg", "--roads", path, "-o", tmp_path / "a.svg").code == 0
    drawn = (tmp_path / "a.svg").read_text("utf-8")
    assert "道路" not in drawn


@pytest.mark.parametrize("picture", [[], ["--picture", "svg"]])
@pytest.mark.parametrize("away_m", [330, 1900])
def test_roads_nearby_but_not_here_are_not_drawn(
    cli, plan: Path, tmp_path: Path, picture: list[str], away_m: float
) -> None:
    # The nearest home is 15 m north of the middle, those at the ends 250 m to either side.
    path = geojson(tmp_path / "路.geojson", [(-250, away_m), (250, away_m)], [(0, away_m), (0, 9000)])
    asked, form = ["export", "map", plan, *picture], "svg" if picture else "html"
    ran = cli(*asked, "--roads", path, "-o", tmp_path / f"a.{form}")
    assert ran.code == 0
    assert "NG595" in ran.err
    assert cli(*asked, "-o", tmp_path / f"b.{form}").code == 0
    assert (tmp_path / f"a.{form}").read_bytes() == (tmp_path / f"b.{form}").read_bytes()


def test_roads_just_within_are_drawn(cli, plan: Path, tmp_path: Path) -> None:
    # 300 m from homes at y = 15 m, and what does not reach there is left out.
    path = geojson(tmp_path / "路.geojson", [(-250, 310), (250, 310)], [(-250, 900), (250, 900)])
    ran = cli("export", "map", plan, "--roads", path, "-o", tmp_path / "a.html")
    assert ran.code == 0
    assert "NG595" not in ran.err
    assert len(lines_of(tmp_path / "a.html")) == 1


def test_a_railway_here_does_not_hide_that_the_roads_are_nearby(cli, plan: Path, tmp_path: Path) -> None:
    pytest.importorskip("osmium")
    spots = {1: (-250, 0), 2: (250, 0), 3: (-250, 900), 4: (250, 900)}
    nodes = {key: tuple(map(float, at)) for key, at in zip(spots, degrees(spots.values()), strict=True)}
    ways = [([1, 2], {"railway": "rail"}), ([3, 4], {"highway": "residential"})]
    (tmp_path / "路.osm").write_text(osm_text(nodes, ways), encoding="utf-8")
    ran = cli("export", "map", plan, "--roads", tmp_path / "路.osm", "-o", tmp_path / "a.html")
    assert ran.code == 0
    assert "NG595" in ran.err


def test_cut_network_is_that_of_the_cut_extract() -> None:
    path = DATA / "krems.osm.gz"
    if not path.is_file():
        pytest.skip("no shared data")
    pytest.importorskip("osmium")
    box = (15.600, 48.405, 15.612, 48.412)
    cut = map_roads.within(network_of(read_extract(path)), box)
    wanted = network_of(read_extract(path, box=box))
    assert cut is not None
    for key in ("lon", "lat", "a", "b", "metres", "component"):
        assert np.array_equal(getattr(cut, key), getattr(wanted, key)), key
    assert (cut.source, cut.box, cut.ways, cut.missing) == (
        wanted.source,
        wanted.box,
        wanted.ways,
        wanted.missing,
    )
    assert len(cut.a) > 100


def test_picture_has_the_roads(cli, plan: Path, tmp_path: Path) -> None:
    path = geojson(tmp_path / "路.geojson", [(-300, 0), (300, 0)])
    for name, more in (("a.svg", ["--roads", path]), ("b.svg", [])):
        assert cli("export", "map", plan, "--picture", "svg", *more, "-o", tmp_path / name).code == 0
    drawn = [(tmp_path / name).read_text("utf-8") for name in ("a.svg", "b.svg")]
    assert ["lanes" in one for one in drawn] == [True, False]


@pytest.mark.parametrize("picture", [[], ["--picture", "svg"]])
@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: path, "NG236"),
        (lambda path: (path.write_text("没有道路", encoding="utf-8"), path)[1], "NG238"),
        (lambda path: (path.write_text('{"type": "FeatureCollection"', encoding="utf-8"), path)[1], "NG239"),
        (lambda path: geojson(path), "NG240"),
        (lambda path: geojson(path, [(90_000, 0), (90_500, 0)]), "NG242"),
    ],
)
def test_files_that_cannot_be_used_are_named(
    cli, plan: Path, tmp_path: Path, picture, make, code: str
) -> None:
    output = tmp_path / ("a.svg" if picture else "a.html")
    ran = cli("export", "map", plan, *picture, "--roads", make(tmp_path / "路.geojson"), "-o", output)
    assert ran.code == 3
    assert code in ran.err
    assert not output.exists()


def grid(
    side: int, step_m: float = 40.0, stub_m: float = 10.0
) -> tuple[list[tuple[float, float]], list[tuple[int, int]]]:
    """Lanes in a grid, a short blind one at each crossing, and one long road through it all."""
    places = [(x * step_m, y * step_m) for y in range(side) for x in range(side)]
    edges = [(n, n + 1) for n in range(side * side) if (n + 1) % side] + [
        (n, n + side) for n in range(side * (side - 1))
    ]
    for n in range(side * side):
        places.append((places[n][0] + stub_m / 2, places[n][1] + stub_m))
        edges.append((n, side * side + n))
    return places, edges


def test_lines_run_from_crossing_to_crossing_and_bends_are_flattened() -> None:
    # A lane with a node every 10 m, less than a metre off the straight line, a bend of 30 m, a crossing.
    places = [(x, 0.4 * (x // 10 % 2)) for x in range(0, 200, 10)] + [
        (200, 0),
        (200, 100),
        (230, 50),
        (300, 0),
    ]
    edges = [(n, n + 1) for n in range(20)] + [(20, 21), (20, 22), (22, 23)]
    lines, note = map_roads.drawn(network(places, edges), "wgs84")
    assert note is None
    assert sorted(map(len, lines)) == [2, 2, 3]
    crossing = degrees([(200, 0)])[0]
    assert all(np.isclose(line, crossing, rtol=0, atol=1e-9).all(axis=1).any() for line in lines)


def test_what_is_too_much_goes_by_its_weight() -> None:
    made = network(*grid(12))
    whole, note = map_roads.drawn(made, "wgs84")
    assert note is None
    # 2 x 11 x 12 lanes between crossings, and a blind one at each crossing.
    assert len(whole) == 264 + 144
    some, note = map_roads.drawn(made, "wgs84", 2 * 264)
    # The blind ones went first; where they did, both lanes at a corner of the grid are one.
    assert note is not None
    assert note.code == "NG593"
    assert len(some) == 264 - 4
    few, _ = map_roads.drawn(made, "wgs84", 100)
    assert 90 <= sum(map(len, few)) <= 100


def test_a_long_blind_road_stays() -> None:
    places, edges = grid(8)
    places.append((-900.0, 0.0))
    edges.append((0, len(places) - 1))
    lines, _ = map_roads.drawn(network(places, edges), "wgs84", 300)
    end = degrees([places[-1]])[0]
    assert any(np.isclose(line, end, rtol=0, atol=1e-9).all(axis=1).any() for line in lines)


def test_roads_of_a_town_keep_their_length() -> None:
    path = DATA / "krems.osm.gz"
    if not path.is_file():
        pytest.skip("no shared data")
    pytest.importorskip("osmium")
    made = network_of(read_extract(path))
    lines, note = map_roads.drawn(made, "wgs84")
    assert note is None
    length = sum(GEOD.line_length(*line.T) for line in lines)
    assert length == pytest.approx(made.metres.sum(), rel=0.002)
    nodes = shapely.multipoints(np.column_stack((made.lon, made.lat)))
    flat = shapely.union_all([shapely.linestrings(line) for line in lines])
    # No node is further from its line than the metre that was promised, in degrees of latitude.
    assert max(shapely.distance(point, flat) for point in shapely.get_parts(nodes)[::25]) < 1.3 / 73_000
