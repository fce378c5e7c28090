"""Words of ``export geo``: its help, what it says at the end, and what its files say of themselves."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "help.export.geo": (
        "地图数据，供 QGIS 等地图软件打开：户、党员、服务圈、连线，坐标为 WGS-84。\n\n"
        "例：neighborgrid export geo 分户安排.xlsx --format kml",
        "Files for GIS programs: households, members, circles and links, in WGS-84.\n\n"
        "Example: neighborgrid export geo plan.xlsx --format kml",
    ),
    "opt.geo_format": (
        "gpkg、kml：一个文件；geojson、csv：一个文件夹，每层一个文件。",
        "gpkg and kml: one file; geojson and csv: a folder with a file for each layer.",
    ),
    "book.geo": ("地图数据", "geo"),
    "geo.layer.households": ("农户", "Households"),
    "geo.layer.members": ("党员", "Members"),
    "geo.layer.circles": ("服务圈", "Service circles"),
    "geo.layer.links": ("连线", "Links"),
    "geo.note": ("坐标为 WGS-84。", "Coordinates are WGS-84."),
    "geo.note.draft": ("草稿：安排表有不合规则之处。", " Draft: the plan breaks rules."),
    "geo.note.internal": (
        "内部使用：有姓名、电话和住址，请勿外传。",
        " For internal use: holds names, phones and addresses; do not pass on.",
    ),
    "geo.equation": (
        "合计：农户 {households} = 有位置 {located}（其中估计 {estimated}）+ 没有位置 {lost} + 不写出的空户 {vacant}；"
        "党员 {members}，服务圈 {circles}，连线 {links}。",
        "In all: {households} households = {located} with a position ({estimated} estimated) + {lost} without "
        "+ {vacant} vacant ones left out; {members} members, {circles} circles, {links} links.",
    ),
    "geo.frame": ("坐标为 WGS-84，可以用地图软件打开。", "Coordinates are WGS-84; open it in a GIS program."),
    "geo.frame.converted": (
        "坐标由 {frame} 换算成 WGS-84，可以用地图软件打开。",
        "Coordinates were converted from {frame} to WGS-84; open it in a GIS program.",
    ),
}
