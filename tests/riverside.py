"""A made village on both banks of a river: a lane on either side, and one bridge far off."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LON, LAT = 15.5, 48.4
EAST, NORTH = 111_320.0 * 0.66394, 111_250.0
"""Metres of a degree, right to a metre over the village."""
BRIDGE_M = 400.0
NORTH_BANK = tuple((float(x), 70.0) for x in (-280, -240, -200, -160, -120, -80, 240, 280, 300, 320))
SOUTH_BANK = tuple((float(x), -70.0) for x in (-40, 0, 40))
MEMBERS = ((-250.0, 75.0), (0.0, -75.0))
"""Metres east and north of the middle; the first lives on the north bank."""
PATH = {"highway": "residential"}
RIVER = {"waterway": "river", "name": "溪"}


def at(x: float, y: float) -> tuple[float, float]:
    """Degrees of a place in metres."""
    return round(LON + x / EAST, 7), round(LAT + y / NORTH, 7)


def ways(*, bridge: bool = True) -> list[tuple[dict[str, str], list[tuple[float, float]]]]:
    """Tags and places (metres) of the ways: two lanes, the bridge, the river."""
    lanes = [(PATH, [(-600.0, y), (BRIDGE_M, y), (600.0, y)]) for y in (60.0, -60.0)]
    over = [({**PATH, "bridge": "yes"}, [(BRIDGE_M, 60.0), (BRIDGE_M, -60.0)])] if bridge else []
    return [*lanes, *over, (RIVER, [(-900.0, 0.0), (900.0, 0.0)])]


def write_sheets(folder: Path, *, cap: int = 12) -> Path:
    """Sheets of the village; ``cap`` is everybody's greatest load."""
    folder.mkdir(parents=True, exist_ok=True)
    spots = [*NORTH_BANK, *SOUTH_BANK]
    homes = [f"H{i:02d},户{i},溪村,{_text(*spot)}" for i, spot in enumerate(spots)]
    people = [f"M{i},员{i},溪村,{_text(*spot)},{cap}" for i, spot in enumerate(MEMBERS)]
    _save(folder / "农户表.csv", "户编号,户主,村,经度,纬度", homes)
    _save(folder / "党员名册.csv", "党员编号,姓名,村,经度,纬度,最多户数", people)
    return folder


def _text(x: float, y: float) -> str:
    return ",".join(f"{degrees:.7f}" for degrees in at(x, y))


def _save(path: Path, header: str, rows: Sequence[str]) -> None:
    path.write_text("\n".join([header, *rows]), encoding="utf-8")


def write_geojson(path: Path, *, bridge: bool = True, river: bool = True) -> Path:
    """Ways as GeoJSON; without ``river`` the roads alone."""
    features = [
        {
            "type": "Feature",
            "properties": tags,
            "geometry": {"type": "LineString", "coordinates": [at(*place) for place in places]},
        }
        for tags, places in ways(bridge=bridge)
        if river or "waterway" not in tags
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def write_river(path: Path) -> Path:
    """The river alone, as GeoJSON."""
    line = [at(*place) for tags, places in ways() if "waterway" in tags for place in places]
    path.write_text(json.dumps({"type": "LineString", "coordinates": line}), encoding="utf-8")
    return path


def write_osm(path: Path, *, bridge: bool = True) -> Path:
    """Ways as OpenStreetMap data, in the format of the suffix."""
    import osmium

    number = {}
    made = ways(bridge=bridge)
    with osmium.SimpleWriter(str(path)) as writer:
        for _, places in made:
            for place in places:
                if place not in number:
                    number[place] = len(number) + 1
                    writer.add_node(osmium.osm.mutable.Node(id=number[place], location=at(*place)))
        for row, (tags, places) in enumerate(made):
            nodes = [number[place] for place in places]
            writer.add_way(osmium.osm.mutable.Way(id=row + 1, nodes=nodes, tags=tags))
    return path
