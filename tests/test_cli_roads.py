"""``check --roads``: how far the roads of an extract reach."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from pathlib import Path

LON, LAT = 114.5, 37.76
EAST, NORTH = 88_000.0, 111_000.0
"""Metres of a degree, near enough for a village."""


@pytest.fixture
def sheets(tmp_path: Path) -> tuple[Path, Path]:
    """Thirty households along two lanes that cross, three members."""
    along = np.linspace(-280, 280, 15)
    spots = [(x, 10.0) for x in along] + [(10.0, y) for y in along]
    rows = [f"H{i},户{i},甲村,{LON + x / EAST:.7f},{LAT + y / NORTH:.7f}" for i, (x, y) in enumerate(spots)]
    homes, members = tmp_path / "农户表.csv", tmp_path / "党员名册.csv"
    homes.write_text("\n".join(["户编号,户主,村,经度,纬度", *rows]), encoding="utf-8")
    people = [f"M{i},员{i},甲村,{LON + x / EAST:.7f},{LAT:.7f}" for i, x in enumerate((-200, 0, 200))]
    members.write_text("\n".join(["党员编号,姓名,村,经度,纬度", *people]), encoding="utf-8")
    return homes, members


def lanes(path: Path, lon: float = LON, lat: float = LAT, *, joined: bool = True) -> Path:
    """Two lanes as GeoJSON; without ``joined`` the second keeps away from the first."""
    middle = [[lon, lat]] if joined else []
    apart = 0.0 if joined else 40.0
    lines = [
        [[lon - 300 / EAST, lat], *middle, [lon + 300 / EAST, lat]],
        [[lon, lat + apart / NORTH], [lon, lat + 300 / NORTH]],
    ]
    if joined:
        lines.append([[lon, lat - 300 / NORTH], [lon, lat]])
    features = [
        {
            "type": "Feature",
            "properties": {"highway": "residential"},
            "geometry": {"type": "LineString", "coordinates": line},
        }
        for line in lines
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def test_says_share_and_detour(cli, sheets: tuple[Path, Path], tmp_path: Path) -> None:
    ran = cli("check", *sheets, "--roads", lanes(tmp_path / "路.geojson"))
    assert ran.code == 0
    assert "道路（路.geojson）：100% 的户和党员离路不到 100 米；步行是直线的 1." in ran.out
    assert "互不相连" not in ran.out


def test_json_has_the_figures(cli, sheets: tuple[Path, Path], tmp_path: Path) -> None:
    ran = cli("check", *sheets, "--roads", lanes(tmp_path / "路.geojson"), "--format", "json")
    roads = json.loads(ran.out)["roads"]
    assert (roads["located"], roads["snapped"], roads["components"]) == (33, 33, 1)
    assert 1.0 < roads["median_detour"] < 1.5


def test_parts_that_do_not_join_and_homes_off_the_roads(cli, sheets, tmp_path: Path) -> None:
    ran = cli("check", *sheets, "--roads", lanes(tmp_path / "路.geojson", joined=False), "-v")
    assert "互不相连的 2 片" in ran.out
    # Six homes stand along the lane that is not there.
    assert "NG245" in ran.err
    assert "只有 84.8% 的户和党员离路不到 100 米" in ran.out
    assert "--detour" not in ran.out


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda path: lanes(path, lon=LON + 1), "NG242"),
        (lambda path: path, "NG236"),
        (lambda path: (path.write_text("没有道路", encoding="utf-8"), path)[1], "NG238"),
    ],
    ids=["another place", "missing", "no map"],
)
def test_files_that_cannot_be_used(cli, sheets, tmp_path: Path, make, code: str) -> None:
    ran = cli("check", *sheets, "--roads", make(tmp_path / "路.geojson"))
    assert ran.code == 3
    assert code in ran.err
    assert "路.geojson" in ran.err
