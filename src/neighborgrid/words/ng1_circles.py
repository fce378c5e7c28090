"""Sentences of findings NG170 to NG184 and NG188: circles in sheets, in an older plan, and as people edited them."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG170": Sentence(
        "note",
        zh=("{count} 个服务圈编号在几个村都有，已在前面加上村名，如“{example}”。", ""),
        en=(
            "{count} circle ids stand in several villages; the village was put before them, as in {example}.",
            "",
        ),
    ),
    "NG171": Sentence(
        "note",
        zh=("读入 {count} 处圈中心，服务圈的中心从这里面选。", ""),
        en=("{count} centres were read; circles have theirs at one of them.", ""),
    ),
    "NG172": Sentence(
        "error",
        zh=(
            "没有找到圈中心的表(规则 circles.centres)。",
            "请核对文件名；也可以改为 members，以党员的家作圈中心。",
        ),
        en=(
            "there is no such list of centres (rule circles.centres).",
            "Check the name of the file, or set members to have centres at members' homes.",
        ),
    ),
    "NG173": Sentence(
        "error",
        zh=(
            "圈中心的表里没有位置。",
            "请写明经度、纬度两列，或坐标一列；名称、乡镇、村可填可不填。",
        ),
        en=(
            "the list of centres has no positions.",
            "Give it columns lon and lat, or one column position; name, township and village are optional.",
        ),
    ),
    "NG174": Sentence(
        "note",
        zh=("这个圈中心与前面一行完全相同，只保留一行。", ""),
        en=("this centre repeats an earlier row; one was kept.", ""),
    ),
    "NG175": Sentence(
        "warning",
        zh=(
            "圈中心的表里有 {count} 处在“{village}”，农户表和党员表里没有这个村。",
            "如果是同一个村，请统一写法；不分村时可以不填。",
        ),
        en=(
            "{count} centres are in {village}, a village that no household or member sheet has.",
            "Spell the village alike in all sheets; leave it blank where villages do not matter.",
        ),
    ),
    "NG176": Sentence(
        "warning",
        zh=("这个圈中心没有位置，没有采用。", "请补上经度和纬度。"),
        en=("this centre has no position and was left out.", "Fill in its longitude and latitude."),
    ),
    "NG177": Sentence(
        "note",
        zh=(
            "沿用了这份安排里的 {circles} 个服务圈，{members} 名党员还在原来的圈里。",
            "如果要重新分圈，请不要给出这份安排。",
        ),
        en=(
            "{circles} circles of this plan were taken over, with {members} members in them.",
            "To form the circles anew, leave this plan out.",
        ),
    ),
    "NG178": Sentence(
        "warning",
        zh=("几份安排里有相同的服务圈编号，都没有沿用：{files}。", "请只给出要沿用的那一份。"),
        en=(
            "several plans hold circles of the same id, so none were taken over: {files}.",
            "Give only the one to be kept.",
        ),
    ),
    "NG179": Sentence(
        "error",
        zh=("圈中心的表里没有一行位置能用。", "请核对经度和纬度。"),
        en=(
            "no row of the list of centres has a position that can be used.",
            "Check longitude and latitude.",
        ),
    ),
    "NG180": Sentence(
        "warning",
        zh=(
            "这名党员({member_id})的服务圈在“服务圈”一页里没有。",
            "请填那一页里的编号，或者本村不重复的名称。",
        ),
        en=(
            "the circle of this member ({member_id}) is not on the tab Circles.",
            "Give an id of that tab, or a name that is unique in the village.",
        ),
    ),
    "NG181": Sentence(
        "warning",
        zh=(
            "这名党员({member_id})的服务圈可能是其中几个：{ids}。",
            "请填编号。",
        ),
        en=("the circle of this member ({member_id}) may be any of these: {ids}.", "Give the id."),
    ),
    "NG182": Sentence(
        "warning",
        zh=(
            "服务圈 {circle_id} 的“{column}”有 {count} 人不在“党员”或“暂不安排”里。",
            "请填党员编号，或者本村不重名的姓名。",
        ),
        en=(
            "{count} people under {column} of circle {circle_id} are neither in Members nor in Excluded.",
            "Give their ids, or names that are unique in the village.",
        ),
    ),
    "NG183": Sentence(
        "warning",
        zh=("服务圈 {circle_id} 的“{column}”有重名，可能是：{ids}。", "请填党员编号。"),
        en=(
            "names under {column} of circle {circle_id} are not unique; they may be: {ids}.",
            "Give the ids.",
        ),
    ),
    "NG184": Sentence(
        "warning",
        zh=("服务圈 {circle_id} 写了 {count} 名带队人。", "带队人只填一名，其余填在负责人一栏。"),
        en=(
            "circle {circle_id} names {count} leaders.",
            "Give one leader, and the others as deputies.",
        ),
    ),
    "NG188": Sentence(
        "note",
        zh=(
            "有 {count} 名党员没有留在表里写的服务圈({ids})：离圈中心太远，不在一个村组，或者圈里人数已满。",
            "如果要留在原圈，请核对他们的位置和所在村组，或者放宽规则 circles.limit_m、circles.team_max。",
        ),
        en=(
            "{count} members are not in the circle that the sheets name for them ({ids}): too far from its "
            "centre, of another village or group, or it is full.",
            "To keep them in it, check their positions and places, or raise circles.limit_m or "
            "circles.team_max.",
        ),
    ),
}
