"""Sentences of findings NG2xx."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG200": Sentence(
        "warning",
        zh=(
            "{id} 没有可用的位置，暂按本组（没有组的按本村）居中的位置安排，距离待核实。",
            "请补上位置。",
        ),
        en=(
            "{id} has no usable position; the middle of its group, else of its village, stands in.",
            "Fill in the position.",
        ),
    ),
    "NG201": Sentence(
        "warning",
        zh=(
            "{id} 没有可用的位置，也不按组估计，这一户无法安排。",
            "请补上位置。",
        ),
        en=(
            "{id} has no usable position, and none is estimated; it cannot be planned.",
            "Fill in the position.",
        ),
    ),
    "NG202": Sentence(
        "warning",
        zh=(
            "{id} 没有可用的位置，也找不到本户的位置，列入暂不安排。",
            "请补上位置或本户编号。",
        ),
        en=(
            "{id} has no usable position, nor a home that has one; the person is listed as not serving.",
            "Fill in the position or the home's id.",
        ),
    ),
    "NG203": Sentence(
        "warning",
        zh=(
            "{village} 有 {count} 户，党员表里没有这个村的党员。写法相近的村：{near}。",
            "如果是同一个村，请统一写法。",
        ),
        en=(
            "{village} has {count} households and no member. Villages of similar spelling: {near}.",
            "If it is the same village, write it in the same way.",
        ),
    ),
    "NG204": Sentence(
        "warning",
        zh=(
            "从这一行起，有 {count} 行没有填村，可与任何村配对。",
            "请补上村名。",
        ),
        en=(
            "from this row on, {count} rows name no village; they may be paired with any.",
            "Fill in the village.",
        ),
    ),
    "NG205": Sentence(
        "warning",
        zh=(
            "不止一个乡镇有“{village}”，其中 {count} 行没有填乡镇，无法判断。",
            "请补上乡镇。",
        ),
        en=(
            'more than one township has a village "{village}", and {count} of its rows name no township.',
            "Fill in the township.",
        ),
    ),
    "NG206": Sentence(
        "error",
        zh=(
            "这里写的党员在党员表里找不到（{count} 格），没有使用。",
            "请填写党员编号，或本村不重名的姓名。",
        ),
        en=(
            "no member fits what is written here (cells: {count}); it was not used.",
            "Write a member id, or a name that is unique in the village.",
        ),
    ),
    "NG207": Sentence(
        "error",
        zh=(
            "这里写的党员不止一人符合（{count} 格），没有使用。",
            "请填写党员编号。",
        ),
        en=(
            "more than one member fits what is written here (cells: {count}); it was not used.",
            "Write the member id.",
        ),
    ),
    "NG208": Sentence(
        "error",
        zh=(
            "这里只能写一名党员（{count} 格），没有使用。",
            "请只留一名。",
        ),
        en=(
            "only one member can stand here (cells: {count}); it was not used.",
            "Leave one.",
        ),
    ),
    "NG209": Sentence(
        "warning",
        zh=(
            "{village} 有 {count} 名党员的本户不能确定（同名或同电话的不止一个）：{members}。",
            "请在党员表填写本户编号。",
        ),
        en=(
            "in {village} the own home of {count} members is not clear, since names or "
            "phones repeat: {members}.",
            "Fill in home_household_id in the member sheet.",
        ),
    ),
    "NG210": Sentence(
        "warning",
        zh=(
            "最少 {min} 户大于最多 {max} 户，没有使用，按规则的户数安排。",
            "请改正。",
        ),
        en=(
            "the least load {min} is above the greatest {max}; the rule's values were used.",
            "Correct them.",
        ),
    ),
    "NG211": Sentence(
        "note",
        zh=(
            "{as_of} 年满 {age} 岁的有 {count} 名。",
            "如需按年龄免除，请加 --max-age，例如 --max-age 75。",
        ),
        en=(
            "{count} people are {age} or older on {as_of}.",
            "To excuse people by age, add --max-age, for example --max-age 75.",
        ),
    ),
    "NG212": Sentence(
        "note",
        zh=(
            "有 {count} 格写的是不读取的内容，没有读取，也不算重点户。",
            "",
        ),
        en=(
            "{count} cells hold what is never read; they were passed over and give no priority.",
            "",
        ),
    ),
    "NG213": Sentence(
        "error",
        zh=(
            "本户编号在农户表里找不到，或者不止一户，没有使用。",
            "请核对户编号。",
        ),
        en=(
            "no household, or more than one, has this id; it was not used.",
            "Check the household id.",
        ),
    ),
    "NG214": Sentence(
        "warning",
        zh=(
            "从这一行起，有 {count} 行没有填组，可与任何组配对。",
            "请补上组。",
        ),
        en=(
            "from this row on, {count} rows name no group; they may be paired with any.",
            "Fill in the group.",
        ),
    ),
    "NG215": Sentence(
        "note",
        zh=(
            "坐标已从 {frame} 换算为 wgs84 经纬度。",
            "",
        ),
        en=(
            "the coordinates were converted from {frame} into wgs84 degrees.",
            "",
        ),
    ),
    "NG216": Sentence(
        "warning",
        zh=(
            "从这一格起，有 {count} 格（{words} 种写法）看不出居住情况，已按常住处理。",
            "请改为常住、外出或空户。",
        ),
        en=(
            "from this cell on, {count} cells ({words} different words) do not say who "
            "lives there; resident was assumed.",
            "Write resident, away or vacant.",
        ),
    ),
    "NG217": Sentence(
        "warning",
        zh=(
            "从这一格起，有 {count} 格（{words} 种写法）认不出是什么职务，已按普通党员处理。",
            "请改为村干部、党小组长、村民组长等。",
        ),
        en=(
            "from this cell on, {count} cells ({words} different words) name no known "
            "role; member was assumed.",
            "Write cadre, group_leader, villager_head or another known role.",
        ),
    ),
    "NG219": Sentence(
        "note",
        zh=(
            "{count} 行没有填村，已按其他表里唯一的村补为“{name}”。",
            "",
        ),
        en=(
            '{count} rows name no village; "{name}" is the only one in the other sheets and was taken.',
            "",
        ),
    ),
    "NG218": Sentence(
        "warning",
        zh=(
            "农户表和党员表没有都填村，这次不限村界。",
            "要限在本村，请在两张表里都填上村名。",
        ),
        en=(
            "households and members do not both name villages, so no village boundary was applied.",
            "To keep to the village, fill it in on both sheets.",
        ),
    ),
    "NG230": Sentence(
        "error",
        ("没有一户能够安排：{reasons}。", "没有写出方案。请先看看坐标和规则，再运行 neighborgrid check。"),
        (
            "Not one household can be served: {reasons}.",
            "No plan was written. Look at coordinates and rules, then run neighborgrid check.",
        ),
    ),
    "NG231": Sentence(
        "error",
        (
            "表里没有现有的联户安排（没有“现联户党员”一列，或这一列是空的）。",
            "请先运行 neighborgrid assign，或在农户表中填上“现联户党员”。",
        ),
        (
            "The sheets hold no allocation (no column current_member, or it is empty).",
            "Run neighborgrid assign first, or fill in current_member in the household sheet.",
        ),
    ),
    "NG232": Sentence(
        "error",
        ("农户表里没有农户。", "请先填好农户表，再运行一次。"),
        ("The household sheet holds no households.", "Fill it in, then run the command again."),
    ),
    "NG233": Sentence(
        "error",
        (
            "{village}划不成 {number} 个服务圈：{members} 名党员分布在半径内够不着的 {parts} 处，至少要 {least} 个。",
            "请改大每村圈数（--circles-per-village），或放宽服务圈半径（--circle-limit）。",
        ),
        (
            "{village} cannot have {number} circles: its {members} members stand in {parts} places "
            "too far from each other, and need {least}.",
            "Raise --circles-per-village, or the circle limit (--circle-limit).",
        ),
    ),
    "NG234": Sentence(
        "error",
        (
            "{village}划不成 {number} 个服务圈：能安排的党员只有 {members} 名。",
            "请改小每村圈数（--circles-per-village）。",
        ),
        (
            "{village} cannot have {number} circles: only {members} members may serve.",
            "Lower --circles-per-village.",
        ),
    ),
    "NG235": Sentence(
        "error",
        (
            "{village}划不成 {number} 个服务圈：按每圈党员和户数的上限，{members} 名党员至少要 {least} 个圈（{parts} 处）。",
            "请改大每村圈数（--circles-per-village），或改大每圈上限（circles.team_max、circles.max_households）。",
        ),
        (
            "{village} cannot have {number} circles: with the most members and households of a circle its "
            "{members} members in {parts} places need {least}.",
            "Raise --circles-per-village, or circles.team_max and circles.max_households.",
        ),
    ),
    "NG220": Sentence(
        "warning",
        ("设了年龄上限，但有 {count} 名党员的年龄不知道，照常安排了。", "请补上出生日期或年龄。"),
        (
            "There is an age limit, but the age of {count} members is not known; they may serve.",
            "Add their birth dates or ages.",
        ),
    ),
}
