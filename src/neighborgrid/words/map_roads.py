"""Words about roads on maps and pictures; sentences of findings NG593 to NG595."""

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
            "图上已经注明来源，把地图给别人时请保留。",
        ),
        en=(
            "The roads drawn are from OpenStreetMap.",
            "The map names the source; please keep that where it is passed on.",
        ),
    ),
    "NG595": Sentence(
        "note",
        zh=(
            "道路文件里，离各户和党员 {metres} 米以内没有道路，图上没有画。",
            "距离不受影响；要画道路，请用包括本地的道路文件。",
        ),
        en=(
            "The file of roads has none within {metres} m of any household or member, so none is drawn.",
            "Distances are not concerned. To see roads, give a file that covers the place.",
        ),
    ),
}
