"""Words of notice boards; ``{circle}`` and the like are terms. GBK characters only."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "paper.board.title": ("{name}{board}", "{name}: {board}"),
    "paper.board.title.village": ("{name}党员联户{board}", "{name}: {board}"),
    "paper.board.joint": ("　·　", "  ·  "),
    "paper.board.sub.party": ("近邻党建", "Neighbours in service"),
    "paper.board.sub.half": ("半公里{circle}", "half-kilometre {circle}"),
    "paper.board.sub.metres": ("{metres}米{circle}", "{metres} m {circle}"),
    "paper.board.sub.circle": ("{circle}", "{circle}"),
    "paper.board.sub.team": ("党员快速服务团队", "quick service team"),
    "paper.board.facts": (
        "本圈服务 {households} 户，{members} 名党员参加",
        "{members} members serve {households} households",
    ),
    "paper.board.facts.village": (
        "{members} 名党员参加，联系 {households} 户",
        "{members} members serve {households} households",
    ),
    "paper.board.leader": ("{leader}", "{leader}"),
    "paper.board.leader.other": ("带队党员", "circle leader"),
    "paper.board.deputy": ("{deputy}", "{deputy}"),
    "paper.board.deputy.other": ("负责党员", "deputy leader"),
    "paper.board.member": ("{member}", "members of the team"),
    "paper.board.duty.leader": (
        "统筹本圈服务，帮助解决党员个人办不了的事",
        "Leads the team; helps with what one member alone cannot settle",
    ),
    "paper.board.duty.deputy": (
        "安排走访，转办所托之事，督促回话",
        "Arrange visits, pass requests on, see that you get an answer",
    ),
    "paper.board.duty.member": (
        "经常走访所联农户，有求必应，做好代办",
        "They visit their households often, answer every request and run errands at offices",
    ),
    "paper.board.col.name": ("姓名", "Name"),
    "paper.board.col.phone": ("电话", "Phone"),
    "paper.board.col.households": ("联系户数", "Households"),
    "paper.board.col.group": ("所在小组", "Group"),
    "paper.board.none": ("—", "—"),
    "paper.board.instead": ("请打{post}电话", "call the {post}"),
    "paper.board.steps": ("办事三步", "Three steps"),
    "paper.board.step.1": ("打电话或找到任何一名党员", "Call any member, or go and see one"),
    "paper.board.step.2": (
        "首问党员接下来，能办即办，不能办的报{circle}、村、乡镇",
        "Whoever you ask first takes it on: at once where possible, "
        "else through the {circle}, the village or the township",
    ),
    "paper.board.step.2.village": (
        "首问党员接下来，能办即办，不能办的报村、乡镇",
        "Whoever you ask first takes it on: at once where possible, else through the village or the township",
    ),
    "paper.board.step.3": ("办得怎样，给您回话", "You are told how it went"),
    "paper.board.caption": ("本图为示意图，只表示服务范围", "A sketch: it only shows the area served"),
    "paper.board.unlabelled": (
        "{caption}（图上没有标出的党员见上表）",
        "{caption} (members not named on it: see the table)",
    ),
    "paper.board.supervise": (
        "公布以上信息，为方便群众联系，也请群众监督。",
        "Posted so that you know whom to call, and can see that we keep our word.",
    ),
    "paper.board.branch": ("{branch} {phone}", "{branch} {phone}"),
    "paper.board.more": ("{title}（续）", "{title} (continued)"),
    "paper.board.homes": ("{name}所联农户", "Households of {name}"),
    "paper.board.homes.note": (
        "本页有住户姓名，只供内部使用，不要张贴。",
        "Names of households: for internal use, not to be posted.",
    ),
    "paper.board.homes.joint": ("、", ", "),
}
