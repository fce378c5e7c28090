"""Words of member notebooks and receipt sheets; ``{member}`` and the like are terms.

Heads of columns stand in one text, with ``|`` between them.
"""

from __future__ import annotations

from typing import Final

_RULES_ZH: Final = (
    "上门先打招呼，尊重住户意愿。",
    "只记群众托办的事和办理结果；家庭私事、矛盾纠纷、收入、病情、信仰等不记。",
)
_RULES_EN: Final = (
    "Ask before you visit, and respect what people wish.",
    "Write down only what people asked for and what came of it; nothing about family matters, quarrels, income, illness or belief.",
)

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "paper.notebooks.title": ("{notebook}", "{notebook}"),
    "paper.notebooks.year": ("{year}年", "{year}"),
    "paper.notebooks.label.village": ("村", "village"),
    "paper.notebooks.label.circle": ("{circle}", "{circle}"),
    "paper.notebooks.label.member": ("{member}", "{member}"),
    "paper.notebooks.label.count": ("联系", "households"),
    "paper.notebooks.count": ("{count} 户", "{count}"),
    "paper.notebooks.internal": (
        "内部使用，妥善保管；换人或用完后交回{branch}。",
        "For internal use. Keep it safe; hand it back to the {branch} when it is full or somebody takes over.",
    ),
    "paper.notebooks.rules": ("写在前面", "Before you begin"),
    "paper.notebooks.rules.lines": ("\n".join(_RULES_ZH), "\n".join(_RULES_EN)),
    "paper.notebooks.list": ("我的联系户", "My households"),
    "paper.notebooks.list.order": ("（按走访顺序）", "in walking order"),
    "paper.notebooks.list.star": ("★ 请优先、多走访", "★ visit first, and more often"),
    "paper.notebooks.list.heads": ("序|户主|组、门牌|电话|走访|★", "No.|Head|Group, address|Phone|Visits|★"),
    "paper.notebooks.list.each": ("{rhythm}", "{rhythm}"),
    "paper.notebooks.list.each.other": ("每年{count}次", "{count} a year"),
    "paper.notebooks.list.call": ("电话", "by phone"),
    "paper.notebooks.line.each": ("{rhythm}至少走访一次", "At least one visit {rhythm}"),
    "paper.notebooks.line.each.other": ("每年至少走访{count}次", "At least {count} visits a year"),
    "paper.notebooks.line.away": ("在外，{rhythm}至少通话一次", "Away: at least one call {rhythm}"),
    "paper.notebooks.line.away.other": ("在外，每年至少通话{count}次", "Away: at least {count} calls a year"),
    "paper.notebooks.head": ("{name} 家", "{name}"),
    "paper.notebooks.continued": ("（续）", "(continued)"),
    "paper.notebooks.phone": ("电话", "Phone"),
    "paper.notebooks.heads": (
        "日期|上门/\n电话|托办的事|怎么办的\n（已办/转给谁）|回话\n日期",
        "Date|Visit\nor call|What was asked|How it was done\n(or who took it)|Answered\non",
    ),
    "paper.notebooks.first": ("自己办不了的：先报{whom}", "If you need help: first the {whom}"),
    "paper.notebooks.then": ("再报{whom}", "then the {whom}"),
    "paper.notebooks.only": ("自己办不了的：报{whom}", "If you need help: the {whom}"),
    "paper.notebooks.post.deputy": ("{deputy} {contact}", "{deputy} {contact}"),
    "paper.notebooks.post.leader": ("{leader} {contact}", "{leader} {contact}"),
    "paper.notebooks.post.office": ("{office} {phone}", "{office} {phone}"),
    "paper.notebooks.post.branch": ("{branch}", "{branch}"),
    "paper.receipts.title": ("{card}发放签收表", "{card} receipt sheet"),
    "paper.receipts.by": ("发放人 {name}", "Handed out by {name}"),
    "paper.receipts.nobody": ("待定", "(to be settled)"),
    "paper.receipts.waiting": ("（待落实的户）", " (households still waiting)"),
    "paper.receipts.heads": (
        "序号|卡号|户主|签收|日期|备注\n（不在家、外出）",
        "No.|Card|Head|Signature|Date|Remark\n(not at home, away)",
    ),
    "paper.receipts.result": (
        "共 {count} 张，已签收______张，未送到______张",
        "{count} cards: ______ signed for, ______ not delivered",
    ),
    "paper.receipts.sign": (
        "发放人签字______________　日期__________",
        "Signature ______________  Date __________",
    ),
    "paper.receipts.page": ("第 {page} 页，共 {pages} 页", "page {page} of {pages}"),
}
