"""Words of ``explain``: shortages and what would help. GBK characters only."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "explain.shortage": (
        "人手缺口 {id}（{village}）：{households} 户只够得着 {members} 名党员，合计可联 {capacity} 户，缺 {short} 户。",
        "Shortage {id} ({village}): households {households}, members within reach {members}, "
        "room for {capacity}; {short} short.",
    ),
    "explain.shortage_brief": (
        "属于人手缺口 {id}，共缺 {short} 户。缺口里有谁：用 -v 列出。",
        "Part of shortage {id}, {short} short. Who is in it: -v lists.",
    ),
    "explain.shortage_waits": ("正在等的：{ids}{more}", "Waiting: {ids}{more}"),
    "explain.and_others": (" 等 {count} 户", " and others, {count} in all"),
    "explain.shortage_people": ("这些党员都联满了：", "These members are full:"),
    "explain.remedies": ("怎样补上（每项单独算）：", "What would help (each alone):"),
    "explain.no_remedy": (
        "没有哪一项单独就能补上，可能要几项一起用。",
        "Nothing helps alone; several changes may be needed together.",
    ),
    "explain.fixes": (
        "  {remedy}：可落实 {fixes} 户，还缺 {left} 户",
        "  {remedy}: serves {fixes}, {left} still short",
    ),
    "explain.fixes_all": (
        "  {remedy}：可落实 {fixes} 户，全部补上",
        "  {remedy}: serves {fixes}, none left short",
    ),
    "explain.remedy.freed": ("不用放宽，重新排户", "nothing but a new plan"),
    "explain.remedy.cap": (
        "这 {members} 名党员每人上限提高到 {value} 户",
        "a cap of {value} for each of its members ({members})",
    ),
    "explain.remedy.room": (
        "满员的服务圈每圈户数上限提高到 {value} 户",
        "room for {value} in each of the full circles",
    ),
    "explain.remedy.both": (
        "这 {members} 名党员每人上限提高到 {value} 户，同时每圈户数上限提高到 {room} 户",
        "a cap of {value} for each of its members ({members}), and room for {room} in each circle",
    ),
    "explain.remedy.limit": ("距离上限放到 {value} 米", "a limit of {value} m"),
    "explain.remedy.excluded": ("暂不安排的{who}如能参加", "if {who}, who does not serve, could"),
    "explain.remedy.neighbour": ("请{place}的{who}帮忙", "the help of {who} of {place}"),
    "explain.remedy.new_member": (
        "在 {household}{group}附近再请 1 名党员",
        "one more member at or near {household}{group}",
    ),
    "explain.brief.freed": ("重新排户", "plan again"),
    "explain.brief.cap": ("每人上限 {value} 户", "cap of {value}"),
    "explain.brief.room": ("每圈 {value} 户", "{value} a circle"),
    "explain.brief.both": ("每人上限 {value} 户、每圈 {room} 户", "cap of {value}, {room} a circle"),
    "explain.where.cap": (
        "  上限在哪里改：在党员名册“最多户数”一列给这几名党员填 {value}，再重新排户。",
        "  Where a cap is set: enter {value} for these members in the column max_load of the member sheet.",
    ),
    "explain.where.excluded": (
        "  谁能参加在哪里改：党员名册“是否参加”一列填 是，再重新排户。",
        "  Where it is said that somebody serves: enter yes in the column eligible of the member sheet.",
    ),
    "explain.remedies_excluded": (
        "  另有 {count} 名暂不安排的党员也够得着，身体或外出原因的，以本人情况为准（用 -v 列出）。",
        "  Others within reach who do not serve now: {count}; health and absence come first (-v lists them).",
    ),
    "explain.remedies_more": ("  ……另有 {count} 项，用 -v 全部列出。", "  ... {count} more: -v shows all."),
}
