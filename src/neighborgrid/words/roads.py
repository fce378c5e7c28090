"""Words about roads on the terminal."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "opt.roads": (
        "道路文件(.osm.pbf、.osm、.geojson)，看它够不够用。",
        "Roads (.osm.pbf, .osm, .geojson): says how far they reach.",
    ),
    "roads.reach": (
        "道路（{file}）：{share}% 的户和党员离路不到 {metres} 米；步行是直线的 {ratio} 倍（中位数）。"
        "排户按直线时，可以加 --detour {ratio}。",
        "Roads ({file}): {share} % of the households and members are within {metres} m of one; on foot it is {ratio} times the straight "
        "line (median). A plan by straight lines can take --detour {ratio}.",
    ),
    "roads.reach_only": (
        "道路（{file}）：{share}% 的户和党员离路不到 {metres} 米。",
        "Roads ({file}): {share} % of the households and members are within {metres} m of one.",
    ),
    "roads.reach_few": (
        "道路（{file}）：只有 {share}% 的户和党员离路不到 {metres} 米，多半是缺小路，或坐标有偏差（坐标来自高德、微信或百度的，"
        "请用 --frame 说明）。",
        "Roads ({file}): only {share} % of the households and members are within {metres} m of one; paths are missing from the "
        "file, or positions are off (say with --frame where they come from Amap, WeChat or Baidu).",
    ),
    "roads.parts": (
        "道路分成互不相连的 {count} 片，片与片之间走不通。",
        "The roads are {count} parts that do not join; there is no way from one to another.",
    ),
    "opt.walk": (
        "道路文件(.osm.pbf、.osm、.geojson)，按步行距离计算。",
        "Roads (.osm.pbf, .osm, .geojson): distances are those of walking along them.",
    ),
    "opt.barriers": (
        "阻隔(河流、铁路等)文件(.geojson、.osm.pbf)，直线不得穿过。",
        "Barriers (.geojson, .osm.pbf) that no straight way may cross.",
    ),
    "opt.barriers_from_roads": (
        "把道路文件里的河渠、铁路、高速公路当作阻隔。",
        "Take rivers, canals, railways and motorways of the roads' file as barriers.",
    ),
    "opt.matrix": (
        "自己的步行距离表(户编号、党员编号、米)。",
        "Walking metres of your own (household_id, member_id, metres).",
    ),
    "ground.beside": (
        "步行距离按 {file} 计算，与制订方案时相同。",
        "Walking is measured on {file}, the file of the plan.",
    ),
    "cli.ground_barriers": (
        "距离按直线计算，不得穿过 {files}。",
        "Distances are straight lines that do not cross {files}.",
    ),
    "cli.ground": ("步行距离按 {files} 计算。", "Walking is measured on {files}."),
    "cli.ground_some": (
        "步行距离按 {files} 计算；有 {count} 户只能按直线。",
        "Walking is measured on {files}; for {count} households only the straight line was known.",
    ),
}
