"""Roads that give a wrong frame away, and roads and barriers of another place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

import riverside
from neighborgrid.places.frames import from_wgs84
from neighborgrid.places.roads.network import network_of
from neighborgrid.places.roads.reach import other_frame
from neighborgrid.places.roads.reading import read_extract
from neighborgrid.places.roads.snapping import Roads
from neighborgrid.places.roads.ways import Use
from roadcases import DATA, network, points

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LON, LAT = 114.5, 37.76
EAST, NORTH = 88_000.0, 111_000.0
RIVER = {"waterway": "river"}
ROAD = {"highway": "residential"}


def lines(path: Path, *found: tuple[dict[str, str], list[tuple[float, float]]]) -> Path:
    """GeoJSON of lines in degrees."""
    features = [
        {"type": "Feature", "properties": tags, "geometry": {"type": "LineString", "coordinates": places}}
        for tags, places in found
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def at(x: float, y: float) -> tuple[float, float]:
    return LON + x / EAST, LAT + y / NORTH


def lane(path: Path) -> Path:
    """Two lanes that cross."""
    return lines(
        path, (ROAD, [at(-400, 0), at(0, 0), at(400, 0)]), (ROAD, [at(0, -400), at(0, 0), at(0, 400)])
    )


def village(folder: Path, frame: str = "wgs84", *, off_m: float = 8.0, count: int = 24) -> Path:
    """Sheets of homes beside the lanes and two members, written in ``frame`` without saying so."""
    folder.mkdir(exist_ok=True)
    along = np.linspace(-300, 300, count // 2)
    spots = [at(x, off_m) for x in along] + [at(off_m, y) for y in along]
    lon, lat = from_wgs84(lon=np.array(spots)[:, 0], lat=np.array(spots)[:, 1], frame=frame)
    where = [f"甲村,{x:.7f},{y:.7f}" for x, y in zip(lon, lat, strict=True)]
    homes = [f"H{row},户{row},{place}" for row, place in enumerate(where)]
    people = [f"M{row},员{row},{where[at]}" for row, at in enumerate((count // 4, 3 * count // 4))]
    (folder / "农户表.csv").write_text("\n".join(["户编号,户主,村,经度,纬度", *homes]), encoding="utf-8")
    (folder / "党员名册.csv").write_text("\n".join(["党员编号,姓名,村,经度,纬度", *people]), encoding="utf-8")
    return folder


@pytest.mark.parametrize("frame", ["gcj02", "bd09"])
def test_assign_refuses_another_frame(cli: Callable, tmp_path: Path, frame: str) -> None:
    roads, sheets = lane(tmp_path / "路.geojson"), village(tmp_path / "村", frame)
    ran = cli("assign", sheets, "--roads", roads)
    assert ran.code == 3
    assert f"请加 --frame {frame} 再运行" in ran.err
    assert f"按 {frame} 只有 8 米" in ran.err
    assert "places.guard=false" in ran.err
    assert not list(tmp_path.rglob("*.xlsx"))
    for flags in (["--frame", frame], ["--set", "places.guard=false"]):
        ran = cli("assign", sheets, "--roads", roads, *flags, "-o", tmp_path / "方案.xlsx")
        assert ran.code in {0, 1}
        assert "NG258" not in ran.err


def test_a_frame_that_was_named_is_believed(cli: Callable, tmp_path: Path) -> None:
    roads, sheets = lane(tmp_path / "路.geojson"), village(tmp_path / "村", "gcj02")
    for flags in (
        ["--frame", "wgs84"],
        ["--households-frame", "wgs84", "--members-frame", "wgs84"],
    ):
        assert "NG258" not in cli("assign", sheets, "--roads", roads, *flags).err


def test_check_shows_another_frame_as_an_error(cli: Callable, shell: Callable, tmp_path: Path) -> None:
    roads, sheets = lane(tmp_path / "路.geojson"), village(tmp_path / "村", "gcj02")
    ran = cli("check", sheets, "--roads", roads)
    assert ran.code == 1
    assert "NG258" in ran.err
    assert "--frame gcj02" in ran.err
    assert "--detour" not in ran.out
    assert "assign" not in ran.out
    english = shell("check", sheets, "--roads", roads)
    assert "Positions are most likely gcj02, not wgs84" in english.err
    assert "--frame gcj02" in english.err
    ran = cli("check", sheets, "--roads", roads, "--frame", "gcj02")
    assert ran.code == 0
    assert "--detour" in ran.out
    assert "NG258" not in cli("check", sheets, "--roads", roads, "--set", "places.guard=false").err


def test_right_frames_and_paths_that_are_missing_are_let_be(cli: Callable, tmp_path: Path) -> None:
    roads = lane(tmp_path / "路.geojson")
    for name, off_m in (("近", 8.0), ("远", 70.0), ("更远", 160.0)):
        ran = cli("check", village(tmp_path / name, off_m=off_m), "--roads", roads)
        assert "NG258" not in ran.err
    # The last is not near enough to advise a detour by.
    assert "--detour" not in ran.out
    assert "--frame" in ran.out


def test_few_doors_say_nothing() -> None:
    roads = Roads(network([(-400, 0), (400, 0)], [(0, 1)]))
    spots = points(*((float(x), 5.0) for x in np.linspace(-300, 300, 20)))
    lon, lat = from_wgs84(lon=spots.lon, lat=spots.lat, frame="gcj02")
    moved = type(spots)(lon=lon, lat=lat)
    found = other_frame(roads, [moved])
    assert found is not None
    assert (found.frame, round(found.then_m)) == ("gcj02", 5)
    assert other_frame(roads, [type(spots)(lon=lon[:19], lat=lat[:19])]) is None
    assert other_frame(roads, [spots]) is None


def test_buildings_of_jiangsu() -> None:
    """Real buildings on the roads of the same extract, written in each frame."""
    pytest.importorskip("osmium", reason="pyosmium (extra roads) is not installed")
    path = DATA / "dieshiqiao_haimen_jiangsu.osm"
    if not path.is_file():
        pytest.skip(f"{path.name} is not here; set NEIGHBORGRID_DATA")
    roads = Roads(network_of(read_extract(path)))
    rng = np.random.default_rng(7)
    edges = roads.network
    row = rng.integers(len(edges.a), size=3000)
    part = rng.uniform(0, 1, 3000)
    a, b = edges.a[row], edges.b[row]
    lon = edges.lon[a] + part * (edges.lon[b] - edges.lon[a]) + rng.normal(0, 1e-4, 3000)
    lat = edges.lat[a] + part * (edges.lat[b] - edges.lat[a]) + rng.normal(0, 1e-4, 3000)
    doors = points((0, 0))
    for frame in ("wgs84", "gcj02", "bd09"):
        x, y = from_wgs84(lon=lon, lat=lat, frame=frame)
        found = other_frame(roads, [type(doors)(lon=x, lat=y)])
        assert (found.frame if found else "wgs84") == frame


def test_barriers_of_another_place(cli: Callable, shell: Callable, tmp_path: Path) -> None:
    sheets = village(tmp_path / "村")
    far = lines(tmp_path / "河.geojson", (RIVER, [at(-900, 60_000), at(900, 60_000)]))
    ran = cli("assign", sheets, "--barriers", far)
    assert ran.code == 3
    assert "NG259" in ran.err
    assert "河.geojson" in ran.err
    assert "离最近的一户还有 60 千米" in ran.err
    english = shell("assign", sheets, "--barriers", far)
    assert "the nearest household is 60 km from them" in english.err
    near = lines(tmp_path / "近.geojson", (RIVER, [at(-900, 5200), at(900, 5200)]))
    assert cli("assign", sheets, "--barriers", near, "-o", tmp_path / "方案.xlsx").code == 0


def test_maps_and_roads_whose_barriers_are_elsewhere(cli: Callable, tmp_path: Path) -> None:
    pytest.importorskip("osmium", reason="pyosmium (extra roads) is not installed")
    sheets = village(tmp_path / "村")
    ran = cli("assign", sheets, "--barriers", riverside.write_osm(tmp_path / "河.osm"))
    assert (ran.code, "NG259" in ran.err) == (3, True)
    roads = lines(
        tmp_path / "路.geojson",
        (ROAD, [at(-400, 0), at(400, 0)]),
        (RIVER, [at(-900, 60_000), at(900, 60_000)]),
    )
    ran = cli("assign", sheets, "--roads", roads, "--barriers-from-roads")
    assert (ran.code, "NG259" in ran.err) == (3, True)


def test_a_river_that_reaches_here_leaves_the_roads_of_another_place(cli: Callable, tmp_path: Path) -> None:
    sheets = village(tmp_path / "村")
    roads = lines(
        tmp_path / "路.geojson",
        (ROAD, [at(-400, 40_000), at(400, 40_000)]),
        (RIVER, [at(0, 200), at(0, 40_000)]),
    )
    for verb in ("assign", "check"):
        ran = cli(verb, sheets, "--roads", roads)
        assert ran.code == 3
        assert "NG242" in ran.err
        assert "离最近的一户还有 40 千米" in ran.err
    west, south = at(-5000, -5000)
    extract = read_extract(roads, box=(west, south, *at(5000, 5000)))
    assert sorted(extract.use.tolist()) == [Use.WALKING, Use.WATER]


@pytest.mark.parametrize("text", ["户编号,经度,纬度\nH1,114.5,37.7\n", "这里没有河", ""])
def test_barriers_that_are_no_map(cli: Callable, tmp_path: Path, text: str) -> None:
    path = tmp_path / "河.csv"
    path.write_text(text, encoding="utf-8")
    ran = cli("assign", village(tmp_path / "村"), "--barriers", path)
    assert ran.code == 3
    assert "NG238" in ran.err
    assert "NG239" not in ran.err
