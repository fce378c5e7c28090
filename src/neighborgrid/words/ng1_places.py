"""Sentences of findings NG189 and NG224 to NG229: frames of coordinates."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG189": Sentence(
        "error",
        zh=(
            "没有排户：农户表和党员表的坐标对不上，整体相差约 {metres} 米（{pairs} 对党员本户）。"
            "农户表像是 {households}，党员表像是 {members}（gcj02 是高德、腾讯、微信，bd09 是百度，wgs84 是 GPS）。",
            "请确认后加上 --households-frame {households} --members-frame {members} 再运行；“坐标来源”一列写错的，请先改正。"
            "确认坐标没有错的，请加 --set places.guard=false。",
        ),
        en=(
            "nothing was planned: the coordinates of households and members do not match; as a whole they are "
            "about {metres} m apart ({pairs} members and their own homes). Households look like {households}, "
            "members like {members} (gcj02: Amap, Tencent, WeChat; bd09: Baidu; wgs84: GPS).",
            "Check, then run again with --households-frame {households} --members-frame {members}; where a "
            "column of sources is wrong, correct it first. If nothing is wrong, add --set places.guard=false.",
        ),
    ),
    "NG224": Sentence(
        "error",
        zh=(
            "没有排户：农户表和党员表的坐标对不上，整体相差约 {metres} 米（看了 {villages} 个村的党员离最近农户多远）。"
            "农户表像是 {households}，党员表像是 {members}（gcj02 是高德、腾讯、微信，bd09 是百度，wgs84 是 GPS）。",
            "请确认后加上 --households-frame {households} --members-frame {members} 再运行；“坐标来源”一列写错的，请先改正。"
            "确认坐标没有错的，请加 --set places.guard=false。",
        ),
        en=(
            "nothing was planned: the coordinates of households and members do not match; as a whole they are "
            "about {metres} m apart (judged by how far members are from the nearest household; villages: "
            "{villages}). Households look like {households}, members like {members} (gcj02: Amap, Tencent, "
            "WeChat; bd09: Baidu; wgs84: GPS).",
            "Check, then run again with --households-frame {households} --members-frame {members}; where a "
            "column of sources is wrong, correct it first. If nothing is wrong, add --set places.guard=false.",
        ),
    ),
    "NG225": Sentence(
        "error",
        zh=(
            "没有排户：这张表里像是混用了几种坐标。从这一行起有 {count} 行（{groups}）像是 {frame}，其余像是 {other}，相差约 {metres} 米。",
            "请核对这些行和另一张表里对应的各行，增加“坐标来源”一列，逐行写明（GPS、高德、百度等）后再运行。确认坐标没有错的，请加 --set places.guard=false。",
        ),
        en=(
            "nothing was planned: this sheet seems to mix frames of coordinates. From this row on, {count} rows "
            "({groups}) look like {frame}, the others like {other}; they are about {metres} m apart.",
            "Check these rows, and those of the other sheet that belong to them; add a column coord_source that "
            "says for each row what it is (GPS, Amap, Baidu), and run again. If nothing is wrong, add --set places.guard=false.",
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
            "从这一格起，有 {count} 行的位置不在中国范围内，没有 {source} 这种坐标，未作换算。",
            "请核对这些位置和写明的坐标系。",
        ),
        en=(
            "from this cell on, {count} positions lie outside China, where there is no {source}; "
            "they were not converted.",
            "Check these positions, and the frame that was named.",
        ),
    ),
    "NG228": Sentence(
        "warning",
        zh=(
            "{frame} 与 wgs84 之间没有现成的换算参数，坐标可能整体偏移 100 米左右。",
            "请向测绘单位要 CGCS2000(国家2000)坐标；各表都用 {frame} 时，距离不受影响。",
        ),
        en=(
            "the shift between {frame} and wgs84 is not known here; positions may be off by about 100 m "
            "as a whole.",
            "Ask the surveyors for CGCS2000; where all sheets are in {frame}, distances are right all the same.",
        ),
    ),
    "NG229": Sentence(
        "note",
        zh=(
            "从这一格起，有 {count} 行是以米为单位的测绘坐标，按东坐标前两位的带号当作 {frame}。",
            "不是 CGCS2000(国家2000)的，请用 --frame 写明编号。",
        ),
        en=(
            "from this cell on, {count} rows hold metres of a survey grid; by the zone in front of the "
            "eastings they were taken for {frame}.",
            "If they are not CGCS2000, name the grid with --frame.",
        ),
    ),
}
