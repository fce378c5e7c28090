"""Roles of members: which of seven roles a title means.

Titles are matched after `fold`. A title is first cut into pieces (书记、主任; 党小组长兼会计); each piece is
looked up whole, then by parts, and the highest role of all pieces counts.
"""

from __future__ import annotations

import re
from functools import lru_cache

from neighborgrid.intake.cells import fold, word_list

ROLE_ORDER = (
    "township_leader",
    "township_staff",
    "cadre",
    "group_leader",
    "villager_head",
    "representative",
    "member",
)
"""Roles from the highest to the lowest."""

_EXACT: dict[str, str] = {
    "": "member",
    **dict.fromkeys(
        word_list("乡镇领导 领导班子成员 党委书记 党工委书记 镇长 乡长 人大主席 武装部长 纪委书记"),
        "township_leader",
    ),
    **dict.fromkeys(
        word_list("township_leader townshipleader mayor townshiphead deputymayor"), "township_leader"
    ),
    **dict.fromkeys(
        word_list("工作人员 政府工作人员 第一书记 工作队员 科员 机关干部 township_staff townshipstaff"),
        "township_staff",
    ),
    **dict.fromkeys(word_list("official townofficial townshipofficial civilservant"), "township_staff"),
    **dict.fromkeys(
        word_list("干部 村官 主任 村两委 两委 支委 村委 cadre villagecadre villageofficial"), "cadre"
    ),
    **dict.fromkeys(
        word_list("secretary partysecretary villagesecretary branchsecretary deputysecretary"), "cadre"
    ),
    **dict.fromkeys(
        word_list("director villagedirector deputydirector accountant clerk committeemember"), "cadre"
    ),
    **dict.fromkeys(word_list("villagehead villagechief"), "cadre"),
    **dict.fromkeys(word_list("group_leader groupleader partygroupleader partygrouphead"), "group_leader"),
    **dict.fromkeys(
        word_list("villager_head villagerhead grouphead villagergrouphead teamleader 社长"), "villager_head"
    ),
    **dict.fromkeys(
        word_list("政协委员 representative villagerrepresentative villagersrepresentative delegate"),
        "representative",
    ),
    **dict.fromkeys(
        word_list("无 - -- — / 无职务 没有 群众 村民 农民 务农 居民 网格员 小组成员 党小组成员 0 否"),
        "member",
    ),
    **dict.fromkeys(
        word_list("member partymember ordinarymember ordinary none n/a na villager resident"), "member"
    ),
}
_TOWNSHIP_LEADER = re.compile(
    r"(?:乡镇|镇|乡|街道|办事处)(?:党政|主要|班子)?领导|班子成员|包村领导|(?<!村)(?:镇长|乡长)|人大(?:副)?主席|武装部(?:副)?部?长"
    r"|(?:镇|乡|街道|党委|工委).*(?:书记|党委委员|党工委委员|办事处(?:副)?主任)|党委委员|街道办(?:副)?主任"
)
_TOWNSHIP_STAFF = re.compile(
    r"(?:镇|乡|街道|政府|机关|单位|县|市)(?:机关|政府|单位|里|下派)*(?:干部|工作人员|职工)"
    r"|(?:镇|乡|街道).*(?:工作人员|科员|职员|干部|主任|主席|站长|所长)"
)
_SENT_TO_VILLAGE = word_list("驻村 包村 第一书记 工作队 选派干部 下派干部")
# 村, 社区 or a branch before a title makes 书记 and 委员 the village's, also behind the township's name.
_OF_VILLAGE = ("村", "社区", "支部", "总支")
_GROUP_LEADER = re.compile(r"党(?:员)?(?:小组|组)(?:副)?(?:组)?长|党小组负责人")
_CADRE = re.compile(
    r"书记(?!员)|支书|主任|委员(?!会)|两委|支委|会计|文书|报账员|出纳|治保|民兵(?:营|连)长|妇联主席|妇联干部|村干部|社区干部"
    r"|(?:村|社区)(?:委会?|两委)?(?:成员|班子)|村长|监委|监督委员会|监会|村官|村主干|连长|合作社理事长"
)
_VILLAGER_HEAD = re.compile(
    r"组长|队长|村民小组负责人|屋场长|网格长|楼栋?长|中心户长|联户长|十户长|[\d一二三四五六七八九十]社社长"
)
_REPRESENTATIVE = re.compile(r"代表")
_MEMBER = re.compile(r"党员|群众|村民$|成员$")
_ELSEWHERE = word_list("车间 班主任 办公室 公司 医院 学校 小学 中学 工厂 科主任 科长 企业")
_FORMER = re.compile(r"^(?:前任?|原任?|曾任?|上届|上一届|老)")
_RETIRED = word_list("退休 离休 离任 卸任 离职 退职 退居 former retired 曾任")
_SEPARATORS = re.compile(r"[、,;/|+&()\[\]【】〔〕\\。]+|以及|兼任?|和|及")
_CACHE = 1 << 14


@lru_cache(maxsize=_CACHE)
def role(text: str) -> tuple[str, bool]:
    """Role of a title and whether the title is known; ("member", False) if not.

    Compound titles take the highest role in `ROLE_ORDER`; a former post (前书记, 原主任, 退休) is a member's.
    """
    folded = fold(text)
    if folded in _EXACT:
        return _EXACT[folded], True
    found = {_piece_role(piece) for piece in _SEPARATORS.split(folded) if piece}
    best = next((known for known in ROLE_ORDER if known in found), None)
    return ("member", False) if best is None else (best, True)


def _piece_role(piece: str) -> str | None:
    if any(word in piece for word in _RETIRED) or _is_former(piece):
        return "member"
    return _present_role(piece)


def _is_former(piece: str) -> bool:
    """Whether 前, 原 or 老 stands before a bare title; 前进村书记 and 原庄村书记 are in office."""
    title = _FORMER.sub("", piece)
    if title == piece:
        return False
    bare = re.sub(r"^(?:本)?(?:村|社区|镇|乡|大队)?(?:党)?(?:总支|支部|委)?(?:会)?(?:副)?", "", title)
    return title in _BARE_TITLES or bare in _BARE_TITLES


def _present_role(piece: str) -> str | None:
    if piece in _EXACT:
        return _EXACT[piece]
    if any(word in piece for word in _ELSEWHERE):
        return "member" if _MEMBER.search(piece) else None
    if _TOWNSHIP_LEADER.search(piece) and not _is_of_village(piece):
        return "township_leader"
    if any(word in piece for word in _SENT_TO_VILLAGE):
        return "township_staff"
    if _TOWNSHIP_STAFF.search(piece) and not _is_of_village(piece):
        return "township_staff"
    lower = (
        ("cadre", _CADRE),
        ("group_leader", _GROUP_LEADER),
        ("villager_head", _VILLAGER_HEAD),
        ("representative", _REPRESENTATIVE),
        ("member", _MEMBER),
    )
    return next((name for name, pattern in lower if pattern.search(piece)), None)


def _is_of_village(piece: str) -> bool:
    return any(word in piece.replace("包村领导", "") for word in _OF_VILLAGE)


_BARE_TITLES = frozenset(
    word_list(
        "书记 支书 主任 村长 委员 会计 文书 干部 村干部 组长 小组长 党小组长 队长 队干部 镇长 乡长 "
        "连长 民兵连长 妇联主席 妇女主任 治保主任 支委 两委 两委成员 支部书记 村主任 村书记 代表 "
        "村民代表 报账员 出纳 生产队长 村民组长 大队书记 大队长"
    )
)
