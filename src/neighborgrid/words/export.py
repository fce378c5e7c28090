"""Words of ``export`` on the terminal: help, and what is said at the end."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "help.export": (
        "写出安排表的联心卡、公示栏、笔记本、名册、核对表、签收表、地图。\n\n例：neighborgrid export all 分户安排.xlsx",
        "Print and show a plan: cards, boards, notebooks, rosters, reports, receipts, maps.\n\n"
        "Example: neighborgrid export all plan.xlsx",
    ),
    "help.export.cards": (
        "每户一张联心卡，另有校准页。\n\n例：neighborgrid export cards 分户安排.xlsx --layout a4x10",
        "A connection card per household, and the calibration page.\n\n"
        "Example: neighborgrid export cards plan.xlsx --layout a4x10",
    ),
    "help.export.boards": (
        "每个服务圈一张公示栏。\n\n例：neighborgrid export boards 分户安排.xlsx --size a3",
        "A notice board per service circle.\n\nExample: neighborgrid export boards plan.xlsx --size a3",
    ),
    "help.export.notebooks": (
        "每名党员一本笔记本。\n\n例：neighborgrid export notebooks 分户安排.xlsx",
        "A notebook per member.\n\nExample: neighborgrid export notebooks plan.xlsx",
    ),
    "help.export.roster": (
        "名册(工作簿)。\n\n例：neighborgrid export roster 分户安排.xlsx --by circle",
        "The roster, as a workbook.\n\nExample: neighborgrid export roster plan.xlsx --by circle",
    ),
    "help.export.report": (
        "覆盖核对表(PDF 和工作簿)。\n\n例：neighborgrid export report 分户安排.xlsx",
        "The coverage report, as PDF and workbook.\n\nExample: neighborgrid export report plan.xlsx",
    ),
    "help.export.receipts": (
        "每名党员一张联心卡发放签收表。\n\n例：neighborgrid export receipts 分户安排.xlsx",
        "A sheet per member to sign for the cards.\n\nExample: neighborgrid export receipts plan.xlsx",
    ),
    "help.export.all": (
        "以上全部，写进一个文件夹。\n\n例：neighborgrid export all 分户安排.xlsx -o 打印件",
        "All of these, into one folder.\n\nExample: neighborgrid export all plan.xlsx -o papers",
    ),
    "help.export.map": (
        "一页地图，用浏览器打开，不联网；加 --picture 则画成图片。\n\n例：neighborgrid export map 分户安排.xlsx",
        "A map page that a browser opens without a network, or drawn pictures (--picture).\n\n"
        "Example: neighborgrid export map plan.xlsx",
    ),
    "opt.full": (
        "带上姓名、电话、住址（只供内部使用）。",
        "With names, phones and addresses (for internal use only).",
    ),
    "opt.picture": ("画成图片：svg 或 png。", "Draw pictures instead: svg or png."),
    "opt.picture_split": ("每村或每个服务圈一张图片。", "A picture for each village or circle."),
    "opt.uncompressed": (
        "数据不压缩，旧浏览器也能打开；文件会大一些。",
        "Do not pack the data, for old browsers; the file is larger.",
    ),
    "export.map.open": (
        "用浏览器打开即可，不需要网络。按户编号可以查找。",
        "Open it in a browser; no network is needed. Households are found by their ids.",
    ),
    "book.map": ("地图", "map"),
    "book.internal": ("内部", "internal"),
    "opt.plans": ("安排表(一个，或各村的几个)。", "Plan workbook, or the workbooks of several villages."),
    "opt.force": (
        "安排表不合规则也写出，标明“草稿”。",
        "Write although the plan breaks rules; all is marked as a draft.",
    ),
    "opt.font_dir": ("另用这个文件夹里的字体。", "Use the fonts in this folder first."),
    "opt.template": ("用自己的模板文件(.typ)。", "Use a template file of your own (.typ)."),
    "opt.show_template": (
        "把自带的模板显示出来，供修改。",
        "Show the built-in template, to begin one's own with.",
    ),
    "opt.layout": (
        "版式：A4 印 8、10 张，A6，大字，送印刷店。",
        "Layout: 8 or 10 on A4, A6, large, single for the print shop.",
    ),
    "opt.order": (
        "stack：裁开摞好就是送卡顺序；page：按页从左到右。",
        "stack: piles lie in delivery order after cutting; page: in that order on each page.",
    ),
    "opt.card_split": ("按村、服务圈或党员分成几个文件。", "Files by village, circle or member."),
    "opt.print_rules": (
        "规则文件；只用其中的 visits、cards、boards、words 各项。",
        "Rules file; only its settings of visits, cards, boards and words count here.",
    ),
    "opt.print_set": (
        "设置打印用的规则，如 cards.service_number=号码，可重复。",
        "Set a rule of printing, as in cards.service_number=NUMBER; may be repeated.",
    ),
    "opt.only": (
        "只印这些：村、村/组、服务圈、党员编号或户编号。",
        "Only these: villages, village/group, circles, member or household ids.",
    ),
    "opt.since": ("只印和这份旧安排表相比有变动的卡。", "Only cards that changed since this older plan."),
    "opt.no_back": ("不印背面。", "No backs."),
    "opt.no_qr": ("不印二维码。", "No QR codes."),
    "opt.scale": (
        "校准页上 100 毫米刻度量得多少，如 98.5 或 98.5x99。",
        "What the rulers of the calibration page measure, as in 98.5 or 98.5x99.",
    ),
    "opt.size": ("公示栏的纸张。", "Paper of the boards."),
    "opt.with_households": (
        "公示栏列出户主姓名(要加 --force)。",
        "Name households on the board (needs --force).",
    ),
    "opt.by": ("按党员、服务圈或村排列。", "By member, circle or village."),
    "opt.public": ("张贴用：只有党员，没有农户。", "For the wall: members only, no households."),
    "opt.mask": ("遮住名字和电话中间几位。", "Hide given names and middle digits of phones."),
    "export.printing": ("打印", "Printing"),
    "export.no_plan": ("没有写安排表的文件名。", "no plan workbook is named."),
    "export.written_many": (
        "已写入 {count} 个文件，在文件夹 {folder}。",
        "Wrote {count} files to the folder {folder}.",
    ),
    "export.ruler": (
        "印之前先打印 {file}，用直尺量一量；双面打印选“沿长边翻转”，实际大小。",
        "First print {file} and measure it; print both sides, flipped on the long edge, at actual size.",
    ),
    "export.cards": ("联心卡 {count}", "{count} cards"),
    "export.waiting_cards": ("待落实卡 {count}", "{count} waiting cards"),
    "export.own_homes": ("党员本户 {count}", "{count} members' own homes"),
    "export.vacant": ("空户 {count}", "{count} vacant"),
    "export.without_head": ("没有户主姓名 {count}", "{count} without a name"),
    "export.equation": ("合计：农户 {households} = {parts}。", "In all: {households} households = {parts}."),
    "export.chosen": ("这次印 {cards} 张（共 {all} 张）。", "Printed now: {cards} of {all} cards."),
    "export.unchanged": ("没有一张卡有变动，不用重印。", "No card changed; none needs printing."),
    "export.next": ("打印：neighborgrid export all {path}", "To print it: neighborgrid export all {path}"),
    "export.next_map": (
        "看地图：neighborgrid export map {path}",
        "To see it on a map: neighborgrid export map {path}",
    ),
}
