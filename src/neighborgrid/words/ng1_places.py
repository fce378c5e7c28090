"""Sentences of findings NG189 to NG195 and NG224 to NG229: frames of coordinates."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG189": Sentence(
        "error",
        zh=(
            "农户表和党员表的坐标对不上，整体相差约 {metres} 米（{pairs} 对党员本户）。"
            "农户表像是 {households}，党员表像是 {members}（gcj02 是高德、腾讯、微信，bd09 是百度，wgs84 是 GPS）。",
            "请确认后加上 {flags} 再运行；表头或“坐标来源”一列写错的，请先改正。"
            "确认坐标没有错的，请加 --set places.guard=false。",
        ),
        en=(
            "the coordinates of households and members do not match; as a whole they are about {metres} m "
            "apart ({pairs} members and their own homes). Households look like {households}, members like "
            "{members} (gcj02: Amap, Tencent, WeChat; bd09: Baidu; wgs84: GPS).",
            "Check, then run again with {flags}; where a header or a column of sources is wrong, correct it "
            "first. If nothing is wrong, add --set places.guard=false.",
        ),
    ),
    "NG190": Sentence(
        "warning",
        zh=(
            "从这一格起，“坐标来源”有 {count} 行写的看不出是哪种坐标，已当作没有写明。",
            "请写 GPS、高德、腾讯、微信、百度、天地图，或 EPSG 编号。",
        ),
        en=(
            "from this cell on, the column of sources holds {count} rows whose words name no frame known here; "
            "they count as blank.",
            "Write GPS, Amap, Tencent, WeChat, Baidu, or an EPSG number.",
        ),
    ),
    "NG191": Sentence(
        "warning",
        zh=(
            "这里同时写了几种坐标（或只写了由哪种转换），{count} 行的坐标系看不准，已当作没有写明。",
            "请只写现在表里的坐标是哪一种。",
        ),
        en=(
            "several frames of coordinates are named here, or only what they were converted from; for {count} "
            "rows this counts as if nothing was said.",
            "Name only the frame in which the coordinates stand now.",
        ),
    ),
    "NG192": Sentence(
        "error",
        zh=(
            "没有坐标系 {frame}，或不能用于经纬度和平面坐标；这一行按没有位置处理。",
            "请核对编号，例如 EPSG:4547。",
        ),
        en=(
            "there is no coordinate system {frame}, or none of degrees or a plane; this row counts as having "
            "no position.",
            "Check the number, such as EPSG:4547.",
        ),
    ),
    "NG193": Sentence(
        "error",
        zh=(
            "写明的是以米为单位的 {frame}，但从这一格起有 {count} 行（共 {rows} 行）是经纬度，按没有位置处理。",
            "请用 {flag} 写明这些经纬度的坐标系（wgs84、gcj02、bd09）；表头或“坐标来源”写错的，请改正。",
        ),
        en=(
            "{frame}, a grid of metres, was named, but {count} rows (of {rows}) from this cell on hold degrees; "
            "they count as having no position.",
            "Name the frame of these degrees with {flag} (wgs84, gcj02, bd09), or correct the header or the "
            "source that names the grid.",
        ),
    ),
    "NG194": Sentence(
        "error",
        zh=(
            "坐标系 {frame} 既不是平面坐标，也不是经纬度，不能用。",
            "请改用平面坐标或经纬度的编号，例如 EPSG:4547、EPSG:4490。",
        ),
        en=(
            "the coordinate system {frame} is neither a plane grid nor one of longitude and latitude.",
            "Give the number of such a one, for example EPSG:4547 or EPSG:4490.",
        ),
    ),
    "NG195": Sentence(
        "error",
        zh=(
            "农户表的坐标写明是 {households}，党员表是 {members}，但两张表原本对得上，这样换算反而相差约 {metres} 米。",
            "请改正写得不对的一处：{flags}，或表头、“坐标来源”一列。确认坐标没有错的，请加 --set places.guard=false。",
        ),
        en=(
            "households are taken for {households} and members for {members}, but their coordinates match as "
            "they stand; converted so they come to lie about {metres} m apart.",
            "Correct what is wrong: {flags}, or a header or the column of sources. If nothing is wrong, add "
            "--set places.guard=false.",
        ),
    ),
    "NG224": Sentence(
        "error",
        zh=(
            "农户表和党员表的坐标对不上，整体相差约 {metres} 米（看了 {villages} 个村的党员离最近农户多远）。"
            "农户表像是 {households}，党员表像是 {members}（gcj02 是高德、腾讯、微信，bd09 是百度，wgs84 是 GPS）。",
            "请确认后加上 {flags} 再运行；表头或“坐标来源”一列写错的，请先改正。"
            "确认坐标没有错的，请加 --set places.guard=false。",
        ),
        en=(
            "the coordinates of households and members do not match; as a whole they are about {metres} m "
            "apart (judged by how far members are from the nearest household; villages: {villages}). "
            "Households look like {households}, members like {members} (gcj02: Amap, Tencent, WeChat; bd09: "
            "Baidu; wgs84: GPS).",
            "Check, then run again with {flags}; where a header or a column of sources is wrong, correct it "
            "first. If nothing is wrong, add --set places.guard=false.",
        ),
    ),
    "NG225": Sentence(
        "error",
        zh=(
            "农户表和党员表中有一张像是混用了几种坐标：这一行和另外一些行（共 {count} 行{groups}）与另一张表里对应的位置相差约 {metres} 米，"
            "一边像是 {frame}，一边像是 {other}，其余各行对得上。",
            "请核对这些行和另一张表里对应的各行，在“坐标来源”一列逐行写明（GPS、高德、百度等）后再运行。"
            "确认坐标没有错的，请加 --set places.guard=false。",
        ),
        en=(
            "one of the two sheets seems to mix frames of coordinates: this row and others ({count} rows in "
            "all{groups}) are about {metres} m away from where the other sheet has them, as {frame} is from "
            "{other}; the remaining rows match.",
            "Check these rows, and those of the other sheet that belong to them; let the column coord_source "
            "say for each row what it is (GPS, Amap, Baidu), and run again. If nothing is wrong, add --set "
            "places.guard=false.",
        ),
    ),
    "NG226": Sentence(
        "note",
        zh=("从这一格起，有 {count} 行的坐标已由 {source} 换算为 {target}。", ""),
        en=(
            "from this cell on, the coordinates of {count} rows were converted from {source} to {target}.",
            "",
        ),
    ),
    "NG227": Sentence(
        "warning",
        zh=(
            "从这一格起，有 {count} 行的位置不在中国范围内，那里没有 {source} 这种坐标；这些位置照原样采用。",
            "请核对这些位置和写明的坐标系。",
        ),
        en=(
            "from this cell on, {count} positions lie outside China, where there is no {source}; "
            "they are used as they stand.",
            "Check these positions, and the frame that was named.",
        ),
    ),
    "NG228": Sentence(
        "warning",
        zh=(
            "坐标写明是 {frame}，但它与 wgs84 之间没有现成的换算参数，只能当作没有差别；可能整体偏移 100 米左右。",
            "请向测绘单位要 CGCS2000(国家2000)坐标；各表都用 {frame} 时，距离不受影响。",
        ),
        en=(
            "the coordinates are said to be {frame}, but the shift between its datum and wgs84 is not known "
            "here and none was applied; positions may be off by about 100 m as a whole.",
            "Ask the surveyors for CGCS2000; where all sheets are in {frame}, distances are right all the same.",
        ),
    ),
    "NG229": Sentence(
        "note",
        zh=(
            "从这一格起，有 {count} 行是以米为单位的测绘坐标，按东坐标前两位的带号当作 {frame}。",
            "不是 CGCS2000(国家2000)的，请用 {flag} 写明编号。",
        ),
        en=(
            "from this cell on, {count} rows hold metres of a survey grid; by the zone in front of the "
            "eastings they were taken for {frame}.",
            "If they are not CGCS2000, name the grid with {flag}.",
        ),
    ),
}
