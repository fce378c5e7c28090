"""Words about roads on maps and pictures; sentences of findings NG593 and NG594."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "opt.map_roads": (
        "画上道路(.osm.pbf、.osm、.geojson)。",
        "Draw the roads of this file (.osm.pbf, .osm, .geojson).",
    ),
}

FINDINGS: Final[dict[str, Sentence]] = {
    "NG593": Sentence(
        "note",
        zh=(
            "道路太多，地图会太大：弯处最多差 {metres} 米，短于 {shortest} 米的断头路等共 {km} 千米没有画。",
            "只影响画出的道路，距离不变；要画得更细，请用只含本地的道路文件，或者分开出图。",
        ),
        en=(
            "So many roads would make the map too large: bends are up to {metres} m off, and {km} km of blind lanes under "
            "{shortest} m and the like are not drawn.",
            "Distances are not concerned. For more detail give a file of a smaller area, or draw the villages apart.",
        ),
    ),
    "NG594": Sentence(
        "note",
        zh=(
            "画上的道路来自 OpenStreetMap。",
            "把地图给别人时，请注明“数据来自 OpenStreetMap 贡献者”。",
        ),
        en=(
            "The roads drawn are from OpenStreetMap.",
            "Where the map is passed on, name the source: (c) OpenStreetMap contributors.",
        ),
    ),
}
