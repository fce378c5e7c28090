"""Sentences of findings NG350 to NG379: the plan workbook and edits in it."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG350": Sentence(
        "error",
        zh=(
            "这不是本工具写出的安排表。",
            "请给出 neighborgrid assign 写出的文件；普通农户表、党员表请用 neighborgrid assign。",
        ),
        en=(
            "This is not a plan workbook.",
            "Give a file that neighborgrid assign has written; plain sheets go to neighborgrid assign.",
        ),
    ),
    "NG351": Sentence(
        "error",
        zh=("安排表少了“{column}”一列。", "请按原来的表头补回这一列，或者用没有删列的那一份。"),
        en=(
            'The plan lacks the column "{column}".',
            "Put the column back under its header, or use a copy that still has it.",
        ),
    ),
    "NG352": Sentence(
        "note",
        zh=("这些列不是安排表的列，没有读取：{columns}。", "不影响安排。"),
        en=(
            "These columns are not part of the plan and were not read: {columns}.",
            "They change nothing in the plan.",
        ),
    ),
    "NG353": Sentence(
        "error",
        zh=("“{column}”一列的这一格不是数字。", "请改成数字，或者清空这一格。"),
        en=('This cell of the column "{column}" is not a number.', "Type a number, or empty the cell."),
    ),
    "NG354": Sentence(
        "error",
        zh=(
            "“{column}”一列的这一格存成了数字，15 位以后的数已经丢失。",
            "请把这一格设为文本格式，再按原编号重新填写。",
        ),
        en=(
            'This cell of the column "{column}" was stored as a number and lost its digits after the 15th.',
            "Format the cell as text and type the original again.",
        ),
    ),
    "NG355": Sentence(
        "warning",
        zh=(
            "安排表没有“{tab}”这个工作表，按空表处理。",
            "如果是隐藏了，请取消隐藏；如果是删除了，请从原文件复制回来。",
        ),
        en=(
            'The plan has no tab "{tab}"; it is taken as empty.',
            "If it is hidden, unhide it; if it was deleted, copy it back from the original file.",
        ),
    ),
    "NG356": Sentence(
        "note",
        zh=("安排表没有“{column}”一列，按空白处理。", "如果需要这一列，请从原文件复制回来。"),
        en=(
            'The plan has no column "{column}"; it is taken as blank.',
            "Copy it back from the original file if it is needed.",
        ),
    ),
    "NG357": Sentence(
        "warning",
        zh=("“{column}”一列里有 {count} 格填的是认不出的词，先照原样保留。", "请从下拉列表里选一个词。"),
        en=(
            '{count} cells of the column "{column}" hold a word that is not known; it is kept as typed.',
            "Choose a word from the drop-down list.",
        ),
    ),
    "NG358": Sentence(
        "error",
        zh=("“{village}”村在“{other}”里已经有了，同一个村只能有一份。", "请只留下要用的那一份。"),
        en=(
            'The village "{village}" stands in "{other}" already; there can be one workbook per village.',
            "Keep only the one that counts.",
        ),
    ),
    "NG359": Sentence(
        "error",
        zh=(
            "这份安排表和“{other}”的规则或者输入文件不同，不是同一次安排的结果。",
            "请只放同一次安排写出的各村文件；改规则时请把每一份都改成一样。",
        ),
        en=(
            'This workbook and "{other}" differ in their rules or input files; they are not of one plan.',
            "Give only workbooks of one run; if you change a rule, change it in every workbook.",
        ),
    ),
    "NG360": Sentence(
        "warning",
        zh=(
            "整套安排有 {parts} 份，这里只读到 {found} 份。",
            "请把其余各村的文件也放进来，否则下面的数只是这几个村的。",
        ),
        en=(
            "The plan has {parts} workbooks; only {found} are here.",
            "Add the others, or the figures are those of these villages only.",
        ),
    ),
    "NG361": Sentence(
        "warning",
        zh=("“汇总”里的数和“{other}”里的不同。", "请运行 neighborgrid validate --write 重写汇总。"),
        en=(
            'The figures of the Summary differ from those in "{other}".',
            "Run neighborgrid validate --write to write them anew.",
        ),
    ),
    "NG362": Sentence(
        "error",
        zh=(
            "{household_id} 户改填的联户党员，名单里没有这个姓名（名字相近的党员编号：{near}）。",
            "请按“党员”表里的姓名填写，或者改填党员编号。",
        ),
        en=(
            "The member's name typed for household {household_id} is in no list (ids of near names: {near}).",
            "Write the name as in the tab Members, or the member_id.",
        ),
    ),
    "NG363": Sentence(
        "error",
        zh=(
            "{household_id} 户改填的联户党员，同名的有 {count} 人，编号是 {ids}。",
            "请在“党员编号”一列填写编号。",
        ),
        en=(
            "The member's name typed for household {household_id} belongs to {count} people, ids {ids}.",
            "Write the id in the column member_id.",
        ),
    ),
    "NG364": Sentence(
        "error",
        zh=(
            "{household_id} 户的党员编号改成了 {number}，联户党员的姓名却改成了另外一人或者清空了。",
            "请让两格指同一个人；只改一格就可以，另一格照原样放着。",
        ),
        en=(
            "For household {household_id} the member_id was changed to {number}, "
            "but member_name to somebody else or to nothing.",
            "Let both mean one person; changing one of the two and leaving the other is enough.",
        ),
    ),
    "NG365": Sentence(
        "note",
        zh=("这个文件不是安排表，没有读取。", ""),
        en=("This file is not a plan workbook and was not read.", ""),
    ),
    "NG366": Sentence(
        "warning",
        zh=("“规则”表里没有这些设置，按默认值处理：{settings}。", "如果删掉了，请从原文件复制回来。"),
        en=(
            "The tab Rules lacks these settings, which are taken at their defaults: {settings}.",
            "Copy them back from the original file if they were deleted.",
        ),
    ),
    "NG367": Sentence(
        "note",
        zh=("这个工作表不是安排表的一部分，没有读取。", ""),
        en=("This tab is not part of the plan and was not read.", ""),
    ),
    "NG368": Sentence(
        "warning",
        zh=("“{column}”一列有两个，只读取了左边的。", "请删掉多余的一列。"),
        en=(
            'The column "{column}" stands there twice; only the left one was read.',
            "Delete the one too many.",
        ),
    ),
    "NG369": Sentence(
        "error",
        zh=("这个工作表和“{other}”是同一种表，不知道以哪个为准。", "请删掉或者改名其中一个。"),
        en=(
            'This tab and "{other}" are the same table; it is not clear which one counts.',
            "Delete or rename one of them.",
        ),
    ),
    "NG370": Sentence(
        "note",
        zh=("“{tab}”表“{column}”一列有 {count} 个编号少了前面的 0，已按唯一对得上的编号补回。", ""),
        en=(
            'In the tab "{tab}", column "{column}", {count} ids had lost their leading zeros; '
            "they were recovered, since one id fits each.",
            "",
        ),
    ),
    "NG371": Sentence(
        "error",
        zh=("安排表没有“{tab}”这个工作表。", "如果是隐藏了，请取消隐藏；如果是删除了，请从原文件复制回来。"),
        en=(
            'The plan has no tab "{tab}".',
            "If it is hidden, unhide it; if it was deleted, copy it back from the original file.",
        ),
    ),
}
