"""Words that all papers share, and those of connection cards; ``{member}`` and the like are terms."""

from __future__ import annotations

from typing import Final

_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_RHYTHMS: Final = {
    1: ("每年", "every year"),
    2: ("每半年", "every half year"),
    4: ("每季度", "every quarter"),
    6: ("每两个月", "every two months"),
    12: ("每月", "every month"),
    24: ("每半个月", "every half month"),
    52: ("每周", "every week"),
}
_BACK: Final = {
    "help": (
        (
            "能帮您的",
            "政策咨询、事务代办；农忙搭手、小修小补；看望老人、就医帮忙；把大家的难处和建议带给村里。",
        ),
        (
            "What we can help with",
            "advice and errands at offices; a hand at harvest, small repairs; visits to the old, "
            "help on the way to the doctor; taking your needs and proposals to the village.",
        ),
    ),
    "first": (
        ("首问负责", "您先问到谁，谁就负责到底：能办的马上办；一时办不了的，帮您找人办，并给您回话。"),
        (
            "The first one asked answers",
            "whoever you ask first sees it through: at once where possible; "
            "otherwise finds somebody who can, and tells you.",
        ),
    ),
    "visit": (
        ("上门走访", "{rhythm}至少一次，来前先和您约好。"),
        ("Visits", "at least once {rhythm}, after asking when it suits you."),
    ),
    "else": (
        ("", "联系不上时，请打本卡正面的其他电话。"),
        ("", "If nobody answers, call the other numbers on the front."),
    ),
    "urgent": (
        ("急病 120  火警 119  报警 110", ""),
        ("Ambulance 120  Fire 119  Police 110", ""),
    ),
    "change": (
        ("", "{member}如有变动，村里会给您换新卡。"),
        ("", "If your contact changes, the village brings you a new card."),
    ),
}

TEXTS: Final[dict[str, tuple[str, str]]] = {
    **{f"month.{number + 1}": (f"{number + 1}月", name) for number, name in enumerate(_MONTHS)},
    **{f"paper.rhythm.{count}": names for count, names in _RHYTHMS.items()},
    "paper.rhythm.other": ("每年{count}次、每次间隔", "{count} times a year, each time"),
    "paper.month": ("{year}年{month}", "{month} {year}"),
    "paper.edition": ("{month} 第{number}版", "{month}, edition {number}"),
    "paper.draft": ("草稿", "DRAFT"),
    "paper.card.title": ("党员服务群众{card}", "Neighbours in service: your card"),
    "paper.card.slogan": ("有困难，马上找党员", "In need? Call your neighbour in service"),
    "paper.card.head": ("{head} 家", "{head}"),
    "paper.card.head.address": ("{address}", "{address}"),
    "paper.card.number": ("No. {id}", "No. {id}"),
    "paper.card.label": ("您的{member}", "Your contact"),
    "paper.card.scan": ("扫码拨号", "scan to call"),
    "paper.card.others": ("或 {phones}", "or {phones}"),
    "paper.card.leader": ("{leader} {name} {phone}", "{leader} {name} {phone}"),
    "paper.card.leads": ("{leader}就是您的{member}", "Your contact leads this circle"),
    "paper.card.office": ("{office} {phone}", "{office} {phone}"),
    "paper.card.of_leader": ("（{leader} {name} 的电话）", "(phone of the {leader}, {name})"),
    "paper.card.of_office": ("（{office}的电话）", "(phone of the {office})"),
    "paper.card.waiting": (
        "{member}正在落实。有事请先找",
        "Your contact is being settled. Until then ask the",
    ),
    "paper.card.waiting.leader": ("{leader} {name}", "{leader} {name}"),
    "paper.card.waiting.office": ("{office}", "{office}"),
    "paper.card.waiting.nobody": ("村里", "village"),
    "paper.card.mark": ("{place}  送卡：{name}", "{place}  by: {name}"),
    **{
        f"paper.card.back.{key}{part}": (zh[index], en[index])
        for key, (zh, en) in _BACK.items()
        for index, part in enumerate((".head", ""))
    },
    "paper.ruler.title": ("校准页", "Calibration page"),
    "paper.ruler.intro": (
        "请按“实际大小”（100%，不要“适合页面”）打印这一页，用直尺量下面两条刻度。两条都应当正好是 100 毫米。",
        "Print this page at actual size (100 %, not fitted to the page) and measure both rulers. "
        "Each should be exactly 100 mm.",
    ),
    "paper.ruler.across": ("横向 100 毫米", "across, 100 mm"),
    "paper.ruler.down": ("纵向 100 毫米", "down, 100 mm"),
    "paper.ruler.how": (
        "量出来不是 100 毫米时，印卡时加上量得的数，例如横向 98.5、纵向 99：--scale 98.5x99",
        "If they are not, print the cards with what you measured, "
        "for example 98.5 across and 99 down: --scale 98.5x99",
    ),
    "paper.ruler.again": (
        "双面打印请选“沿长边翻转”。先印一张，对着光看正反面的裁切线是否重合。",
        "For both sides choose to flip on the long edge. Print one sheet first and hold it "
        "against the light: the crop marks of both sides should meet.",
    ),
    "book.cards": ("联心卡", "cards"),
    "book.ruler": ("校准页", "ruler"),
    "book.boards": ("公示栏", "boards"),
    "book.notebooks": ("连心笔记本", "notebooks"),
    "book.receipts": ("发放签收表", "receipts"),
    "book.all": ("打印件", "papers"),
}
