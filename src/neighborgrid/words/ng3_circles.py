"""Sentences of findings NG380 to NG399: the service circles of a plan."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

_REWRITE_ZH: Final = "请运行 neighborgrid validate --write 更新。"
_REWRITE_EN: Final = "Run neighborgrid validate --write to correct it."

FINDINGS: Final[dict[str, Sentence]] = {
    "NG380": Sentence(
        "error",
        zh=("党员 {member} 没有编入服务圈，或者所填的服务圈不存在。", "请填“服务圈”里已有的服务圈编号。"),
        en=("member {member} is in no circle of the sheet Circles.", "Use a circle_id from Circles."),
    ),
    "NG381": Sentence(
        "error",
        zh=("这个服务圈没有编号，或者编号重复。", "每个服务圈只留一行，编号各不相同。"),
        en=(
            "this circle has no id, or its id occurs again.",
            "Keep one row per circle, each with its own id.",
        ),
    ),
    "NG382": Sentence(
        "warning",
        zh=("服务圈 {circle} 里没有党员。", "不再用的，请删去这一行；还要用的，请编入党员。"),
        en=("circle {circle} has no members.", "Delete its row, or give it members."),
    ),
    "NG383": Sentence(
        "error",
        zh=(
            "党员 {member} 到服务圈 {circle} 的圈心有 {metres} 米，超过 {limit} 米。",
            "请编入近的服务圈，或放宽规则里的服务圈半径。",
        ),
        en=(
            "member {member} is {metres} m from the centre of circle {circle}, beyond {limit} m.",
            "Choose a nearer circle, or raise the limit of circles in the rules.",
        ),
    ),
    "NG384": Sentence(
        "error",
        zh=("服务圈 {circle} 的圈心或这名党员缺位置，距离无法核实。", "请补上经度和纬度。"),
        en=(
            "the centre of circle {circle} or this member has no position, so distances cannot be checked.",
            "Fill in lon and lat.",
        ),
    ),
    "NG385": Sentence(
        "error",
        zh=("{id} 户的服务圈不是联户党员所在的服务圈。", _REWRITE_ZH),
        en=("household {id} is not in the circle of its member.", _REWRITE_EN),
    ),
    "NG386": Sentence(
        "error",
        zh=(
            "{id} 户到服务圈 {circle} 的圈心有 {metres} 米，超过 {limit} 米。",
            "请换一名别的服务圈的党员，或把规则里的服务圈改为可以超出。",
        ),
        en=(
            "household {id} is {metres} m from the centre of circle {circle}, beyond {limit} m.",
            "Choose a member of another circle, or make circles soft in the rules.",
        ),
    ),
    "NG387": Sentence(
        "error",
        zh=("{id} 户在服务圈 {circle} 的半径之外，备注里没有写明。", _REWRITE_ZH),
        en=("household {id} is outside circle {circle} without a note that says so.", _REWRITE_EN),
    ),
    "NG388": Sentence(
        "error",
        zh=("{id} 户的备注写着在服务圈半径之外，实际不是。", _REWRITE_ZH),
        en=("household {id} is noted as outside its circle but is not.", _REWRITE_EN),
    ),
    "NG389": Sentence(
        "error",
        zh=("服务圈 {circle} 有 {count} 户，超过 {most} 户。", "请把几户或几名党员调到别的服务圈。"),
        en=(
            "circle {circle} has {count} households, more than {most}.",
            "Move households or members to another circle.",
        ),
    ),
    "NG390": Sentence(
        "error",
        zh=("服务圈 {circle} 有 {count} 名党员，超过 {most} 名。", "请把几名党员编入别的服务圈。"),
        en=("circle {circle} has {count} members, more than {most}.", "Move members to another circle."),
    ),
    "NG391": Sentence(
        "warning",
        zh=(
            "服务圈 {circle} 只有 {count} 名党员，不足 {least} 名。",
            "附近有党员可以编入的，请编入，或并入别的服务圈。",
        ),
        en=(
            "circle {circle} has only {count} members, fewer than {least}.",
            "Add members who live near, or join it to another circle.",
        ),
    ),
    "NG392": Sentence(
        "error",
        zh=(
            "服务圈 {circle} 的党员不在同一范围（规则：{within}）。",
            "请把范围外的党员编入别的服务圈，或放宽规则里的范围。",
        ),
        en=(
            "the members of circle {circle} are not inside one boundary (rule: {within}).",
            "Move those outside it to another circle, or widen the boundary in the rules.",
        ),
    ),
    "NG393": Sentence(
        "error",
        zh=("服务圈 {circle} 没有带队人，或者所填的不是本圈党员。", "请填一名本圈党员的编号。"),
        en=(
            "circle {circle} has no leader, or its leader is not one of its members.",
            "Write the member_id of one of its members.",
        ),
    ),
    "NG394": Sentence(
        "error",
        zh=("党员 {member} 同时带几个服务圈：{circles}。", "请为其余的服务圈另填带队人。"),
        en=("member {member} leads several circles: {circles}.", "Choose other leaders for the rest."),
    ),
    "NG395": Sentence(
        "error",
        zh=(
            "服务圈 {circle} 的负责人有误：{ids}。",
            "负责人应是本圈党员，不重复，也不是带队人，请改正。",
        ),
        en=(
            "circle {circle} has deputies who cannot be: {ids}.",
            "Deputies are members of the circle, named once, and not its leader.",
        ),
    ),
    "NG396": Sentence(
        "warning",
        zh=("服务圈 {circle} 有 {count} 名负责人，应有 {low} 至 {high} 名。", "请增加或减少负责人。"),
        en=(
            "circle {circle} has {count} deputies; there should be {low} to {high}.",
            "Add or remove deputies.",
        ),
    ),
    "NG397": Sentence(
        "note",
        zh=(
            "有 {count} 个带队人、负责人的岗位由其他职务的党员代任，或者空缺。",
            "有合适人选的，可以在“服务圈”里改。",
        ),
        en=(
            "{count} posts of leaders and deputies are held by people of other roles, or vacant.",
            "Where somebody suits better, change them in Circles.",
        ),
    ),
    "NG398": Sentence(
        "note",
        zh=("有 {count} 户离所在服务圈的圈心超过 {limit} 米，已有联户党员。", "备注里都有标明，不必处理。"),
        en=(
            "{count} households are more than {limit} m from the centre of their circle; each has a member.",
            "They are noted; nothing needs to be done.",
        ),
    ),
    "NG399": Sentence(
        "warning",
        zh=("{village}有 {count} 个服务圈，规则定的是 {wanted} 个。", "请核对；有意调整的，请改规则。"),
        en=(
            "{village} has {count} circles, the rules fix {wanted}.",
            "Check this; if it was decided, change the rules.",
        ),
    ),
}
