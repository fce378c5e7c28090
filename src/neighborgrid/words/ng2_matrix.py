"""Sentences of findings NG246 to NG252: the organiser's own walking metres."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG246": Sentence(
        "error",
        zh=("没有找到步行距离表。", "请核对 --matrix 后面的文件名和所在文件夹。"),
        en=(
            "there is no such table of walking metres.",
            "Check the file name after --matrix and its folder.",
        ),
    ),
    "NG247": Sentence(
        "error",
        zh=(
            "步行距离表缺少需要的列：{needed}。认出的列：{headers}。",
            "请在第一行写明户编号、党员编号、步行距离（米）三列，每行一户和一名党员。直线距离不算步行距离。",
        ),
        en=(
            "the table of walking metres lacks the columns {needed}. Columns recognised: {headers}.",
            "Give it a header household_id, member_id, metres, and a row for each household and member. "
            "Straight distances are not walking metres.",
        ),
    ),
    "NG248": Sentence(
        "error",
        zh=(
            "这一格不是步行距离，或者是负数（本表共 {count} 格），这一户和这名党员之间按走不通算。",
            "请写米数，如 350、350米、0.35公里；走不通的留空或写“不通”。",
        ),
        en=(
            "this cell holds no walking metres, or negative ones ({count} such cells in this table); "
            "the pair counts as having no way.",
            'Write metres, such as 350, 350 m or 0.35 km; leave it blank or write "no way" where there is none.',
        ),
    ),
    "NG249": Sentence(
        "warning",
        zh=(
            "步行距离表有 {count} 行的户编号不在农户表里，没有用上，在第 {rows} 行。",
            "请核对户编号；表里没有编号时，用分户安排里的户编号。",
        ),
        en=(
            "{count} rows of the walking metres name a household that is not in the sheets, and were not used: "
            "rows {rows}.",
            "Check their household_id; where the sheets have no ids, take those of the plan.",
        ),
    ),
    "NG250": Sentence(
        "warning",
        zh=(
            "步行距离表里有 {count} 对户和党员写了不止一行，其中 {differ} 对的米数不同，按最远的算。"
            "多出的行在第 {rows} 行。",
            "请每对只留一行。",
        ),
        en=(
            "{count} pairs have more than one row of walking metres, {differ} of them with different metres; "
            "the longest counts. Further rows: {rows}.",
            "Keep one row for each pair.",
        ),
    ),
    "NG251": Sentence(
        "error",
        zh=(
            "步行距离表里没有一行对得上：{rows} 行中，户编号对得上的有 {households} 行，党员编号对得上的有 {members} 行。",
            "请核对编号是否与农户表、党员名册一致；表里没有编号时，用分户安排里的编号。",
        ),
        en=(
            "no row of the walking metres fits: of {rows} rows {households} name a known household and {members} a "
            "known member.",
            "Check that the ids are those of the sheets; where the sheets have no ids, take those of the plan.",
        ),
    ),
    "NG252": Sentence(
        "warning",
        zh=(
            "步行距离表有 {count} 行的党员编号不在党员名册里，在第 {rows} 行。这些户仍然只按这张表算。",
            "请核对党员编号；名册里没有编号时，用分户安排里的党员编号。",
        ),
        en=(
            "{count} rows of the walking metres name a member that is not in the sheets: rows {rows}. "
            "Their households are still measured by this table alone.",
            "Check their member_id; where the sheets have no ids, take those of the plan.",
        ),
    ),
    "NG266": Sentence(
        "note",
        zh=("这是步行距离表，不是农户表，没有读。", "要按它计算，请加上 --matrix {file}。"),
        en=(
            "This is a table of walking metres, no sheet of households; it was not read.",
            "To measure by it, add --matrix {file}.",
        ),
    ),
    "NG267": Sentence(
        "error",
        zh=(
            "规则 {key} 要用的文件 {file} 不在这里，也不在表的旁边。",
            "请把文件放到表的旁边，或用 {flag} 指明它在哪里；不用道路等时，把这条规则清空。",
        ),
        en=(
            "The rule {key} asks for {file}, which is neither here nor beside the sheets.",
            "Put it beside the sheets, or name it with {flag}; without roads or barriers, clear the rule.",
        ),
    ),
}
