"""Sentences of findings NG236 to NG245 and NG253 to NG259: roads and barriers."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG236": Sentence(
        "error",
        zh=("这个地图文件打不开（{detail}）。", "请检查文件名和所在文件夹。"),
        en=("This map file cannot be opened ({detail}).", "Check its name and folder."),
    ),
    "NG237": Sentence(
        "error",
        zh=(
            "读取道路需要 pyosmium，这台电脑上没有安装。",
            "请运行 pip install osmium 再试，或改用 GeoJSON 格式的道路。",
        ),
        en=(
            "Reading roads takes pyosmium, which is not installed.",
            "Run pip install osmium, or give roads as GeoJSON.",
        ),
    ),
    "NG238": Sentence(
        "error",
        zh=("这不是 OpenStreetMap 数据，也不是 GeoJSON。", "请用 .osm.pbf、.osm、.osm.gz 或 .geojson 文件。"),
        en=(
            "This is neither OpenStreetMap data nor GeoJSON.",
            "Give a .osm.pbf, .osm, .osm.gz or .geojson file.",
        ),
    ),
    "NG239": Sentence(
        "error",
        zh=("地图文件已损坏或不完整（{detail}）。", "请重新下载或重新导出。"),
        en=("The map file is damaged or incomplete ({detail}).", "Download or export it again."),
    ),
    "NG240": Sentence(
        "error",
        zh=(
            "文件里没有可以步行的道路（不能步行的道路有 {count} 条）。",
            "请换一个含有本地道路的文件，或去掉道路文件，按直线距离安排。",
        ),
        en=(
            "The file holds no way that can be walked ({count} that cannot).",
            "Give a file with the roads of this place, or leave the roads out and plan by straight distance.",
        ),
    ),
    "NG241": Sentence(
        "note",
        zh=(
            "道路上有 {count} 个点不在文件里，道路在那里断开，多半是范围的边缘。",
            "如果村子就在边缘，请导出更大的范围。",
        ),
        en=(
            "{count} points of ways are not in the file, and the ways break off there, most likely at its edge.",
            "Where a village lies at the edge, export a wider area.",
        ),
    ),
    "NG242": Sentence(
        "error",
        zh=(
            "这些道路在别处：离最近的一户还有 {km} 千米。",
            "请用本地的道路文件；如果坐标来自高德、微信或百度，请用 --frame 说明。",
        ),
        en=(
            "These roads are somewhere else: the nearest household is {km} km from them.",
            "Give the roads of this place; where positions come from Amap, WeChat or Baidu, say so with --frame.",
        ),
    ),
    "NG243": Sentence(
        "error",
        zh=("文件里没有可以作为阻隔的线或面。", "请画出河流、铁路等线或面，保存为 GeoJSON。"),
        en=(
            "The file holds no line or area that could be a barrier.",
            "Draw rivers, railways and the like as lines or areas, and save them as GeoJSON.",
        ),
    ),
    "NG244": Sentence(
        "error",
        zh=("坐标不是经纬度（度）。", "请按 WGS-84 经纬度（EPSG:4326）重新导出 GeoJSON。"),
        en=(
            "The coordinates are not degrees of longitude and latitude.",
            "Export the GeoJSON again in WGS-84 degrees (EPSG:4326).",
        ),
    ),
    "NG245": Sentence(
        "warning",
        zh=(
            "有 {count} 处离道路超过 {metres} 米，步行距离按直线乘以 {detour} 估算。",
            "请核对位置，或用更完整的道路文件。",
        ),
        en=(
            "{count} places are more than {metres} m from every road; for them straight metres times {detour} stand in.",
            "Check the positions, or give a fuller file of roads.",
        ),
    ),
    "NG253": Sentence(
        "error",
        zh=(
            "设置了 places.barriers_from_roads，却没有给道路文件。",
            "请加上 --roads 文件，或用 --barriers 另给阻隔文件。",
        ),
        en=(
            "places.barriers_from_roads is set, but no roads are given.",
            "Add --roads FILE, or give the barriers themselves with --barriers FILE.",
        ),
    ),
    "NG254": Sentence(
        "warning",
        zh=(
            "有 {count} 行步行距离比直线还短，例如 {pairs}；这些按直线计算。",
            "请核对这些行的距离和两边的坐标；单位是公里时，请在表头写明。",
        ),
        en=(
            "{count} rows are shorter on foot than the straight line, such as {pairs}; the straight line counts.",
            "Check their metres, and the positions of both ends; where they are kilometres, say so in the header.",
        ),
    ),
    "NG255": Sentence(
        "error",
        zh=(
            "这个方案按 {files} 计算步行距离，没有就不能继续。",
            "请加上 {flags}，或把文件放在方案旁边。",
        ),
        en=(
            "This plan was measured on {files}, which is needed to go on.",
            "Add {flags}, or put the files beside the plan.",
        ),
    ),
    "NG256": Sentence(
        "warning",
        zh=(
            "这个文件与制订方案时用的 {name} 内容不同。",
            "如果道路确有变化，请重新运行 assign；否则请用原来的文件。",
        ),
        en=(
            "This file differs from the {name} that the plan was measured on.",
            "Plan anew (assign) where the roads have changed; else give the file of that time.",
        ),
    ),
    "NG257": Sentence(
        "error",
        zh=("这个方案不是按 {flags} 的文件计算的。", "请去掉这个选项，或加上它重新运行 assign。"),
        en=(
            "The plan was not measured on the file of {flags}.",
            "Leave it out, or plan anew (assign) with it.",
        ),
    ),
    "NG258": Sentence(
        "error",
        zh=(
            "坐标多半是 {frame}，而不是 wgs84：现在一半的门口离道路超过 {now} 米，按 {frame} 只有 {then} 米。",
            "请加 --frame {frame} 再运行。确认坐标没有错的，请加 --set places.guard=false。",
        ),
        en=(
            "Positions are most likely {frame}, not wgs84: half of the doors are more than {now} m from a road now, "
            "and as {frame} {then} m.",
            "Run again with --frame {frame}. If nothing is wrong, add --set places.guard=false.",
        ),
    ),
    "NG259": Sentence(
        "error",
        zh=(
            "这些阻隔在别处：离最近的一户还有 {km} 千米。",
            "请核对文件里是否经度在前、纬度在后；如果农户坐标来自高德、微信或百度，请用 --frame 说明。",
        ),
        en=(
            "These barriers are somewhere else: the nearest household is {km} km from them.",
            "Check that longitude comes before latitude in the file; where positions of households come from Amap, "
            "WeChat or Baidu, say so with --frame.",
        ),
    ),
    "NG268": Sentence(
        "warning",
        zh=(
            "道路分成互不相连的 {parts} 片，有 {count} 处在较小的几片上，和别处走不通。",
            "道路相交的地方要有共同的点：请把线画到同一点上，或用更完整的道路文件。",
        ),
        en=(
            "The roads are {parts} parts that do not join; {count} places are on the smaller ones, cut off from the rest.",
            "Lines that meet have to share a point: draw them to the same one, or give a fuller file of roads.",
        ),
    ),
    "NG269": Sentence(
        "error",
        zh=(
            "步行距离表的 {rows} 行里有 {count} 行比直线还短，这张表不能用。",
            "单位是不是公里？请在表头写明“公里”；否则请核对编号和两边的坐标。",
        ),
        en=(
            "{count} of {rows} rows of the table are shorter on foot than the straight line; it cannot be used.",
            "Are they kilometres? Say so in the header. Else check the ids, and the positions of both sides.",
        ),
    ),
}
