"""Sentences of findings NG586 to NG588: files for GIS programs."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG586": Sentence(
        "error",
        zh=("{form} 写出一个文件夹，不是一个文件。", "请在 -o 后面写文件夹的名字。"),
        en=("{form} writes a folder, not a file.", "Name a folder after -o."),
    ),
    "NG587": Sentence(
        "warning",
        zh=(
            "安排表里没有一个位置，写出的地图数据画不出图，只有表。",
            "请在农户表和党员名册里补上经纬度，重新排户。",
        ),
        en=(
            "The plan has no position at all; the files hold tables, but nothing that a map could show.",
            "Give longitudes and latitudes in the sheets, and plan again.",
        ),
    ),
    "NG588": Sentence(
        "note",
        zh=("写出的文件里有姓名、电话和住址。", "请只在内部使用，妥善保管，用完删除。"),
        en=(
            "The files hold names, phones and addresses.",
            "Keep them to yourselves, and delete them after use.",
        ),
    ),
}
