"""Sentences of findings NG5xx."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG500": Sentence(
        "error",
        zh=("要写入的文件夹“{folder}”不存在。", "请先建好文件夹，或者换一个位置。"),
        en=(
            'The folder "{folder}" to write into does not exist.',
            "Make the folder first, or choose another place.",
        ),
    ),
    "NG501": Sentence(
        "error",
        zh=("这个名字已经是一个文件夹。", "请换一个文件名。"),
        en=("This is the name of a folder.", "Choose another file name."),
    ),
    "NG502": Sentence(
        "error",
        zh=("这个位置不能写入（{detail}）。", "请换一个能写入的文件夹，或者请管理员开放权限。"),
        en=(
            "This place cannot be written to ({detail}).",
            "Choose a folder that can be written to, or ask for permission.",
        ),
    ),
    "NG503": Sentence(
        "error",
        zh=("写到一半没有写成（{detail}），没有留下半个文件。", "请看看磁盘是否已满，再运行一次。"),
        en=(
            "Writing failed half-way ({detail}); no partial file was left.",
            "See whether the disk is full, and run the command again.",
        ),
    ),
    "NG504": Sentence(
        "error",
        zh=(
            "“{column}”一列有 {count} 格超过 32767 个字符，工作表放不下。",
            "这一列应该是编号，请在原表里改短。",
        ),
        en=(
            '{count} cells of the column "{column}" are longer than '
            "the 32767 characters that a cell can hold.",
            "This column holds ids; shorten them in the original sheet.",
        ),
    ),
    "NG505": Sentence(
        "note",
        zh=(
            "这个文件正被别的程序打开，结果写到了“{written}”。",
            "请先关闭 Excel 或者 WPS，再用新文件替换旧文件。",
        ),
        en=(
            'This file is open in another program; the result was written to "{written}".',
            "Close Excel or WPS, then replace the old file with the new one.",
        ),
    ),
    "NG506": Sentence(
        "note",
        zh=("“{column}”一列有 {count} 格文字太长，只保留了前 32766 个字符。", ""),
        en=('{count} cells of the column "{column}" were too long and were cut after 32766 characters.', ""),
    ),
    "NG507": Sentence(
        "note",
        zh=("原来的安排表有人改过，已经改名保留为“{kept}”。", ""),
        en=('The old plan had been edited; it was kept as "{kept}".', ""),
    ),
    "NG508": Sentence(
        "note",
        zh=("原来的同名文件不是没有改动的安排表，已经改名保留为“{kept}”。", ""),
        en=('The old file of this name was no plan; it was kept as "{kept}".', ""),
    ),
    "NG509": Sentence(
        "error",
        zh=("建不了这个文件夹（{detail}）。", "请换一个位置。"),
        en=("This folder cannot be made ({detail}).", "Choose another place."),
    ),
    "NG510": Sentence(
        "error",
        zh=("这里已经有同名文件，没有覆盖它。", "请把原来的文件改名或移走，或者换一个文件夹。"),
        en=(
            "A file of this name is here already; it was not overwritten.",
            "Rename or move that file, or choose another folder.",
        ),
    ),
    "NG511": Sentence(
        "note",
        zh=("{suffix} 文件不能加标记。", "请另存为 .xlsx 后再用 --mark，或者按检查结果里的行号、列号查找。"),
        en=(
            "{suffix} files cannot be marked.",
            "Save it as .xlsx and use --mark again, or go by the rows and columns of the findings.",
        ),
    ),
    "NG512": Sentence(
        "warning",
        zh=(
            "这个文件没有能加上标记，原文件没有改动。",
            "请用 Excel 或 WPS 另存为新的 .xlsx 后再用 --mark，或者按检查结果里的行号、列号查找。",
        ),
        en=(
            "This file could not be marked; it was not changed.",
            "Save it as a new .xlsx in Excel and use --mark again, "
            "or go by the rows and columns of the findings.",
        ),
    ),
    "NG513": Sentence(
        "note",
        zh=("原文件里有图片、图表或控件，标记的副本里没有带上。", "请对照副本，在原文件里修改。"),
        en=(
            "The file holds pictures, charts or controls that the marked copy does not have.",
            "Make the changes in the original, with the copy beside it.",
        ),
    ),
    "NG514": Sentence(
        "note",
        zh=("这个文件没有要标记的地方，没有另写副本。", ""),
        en=("There is nothing to mark in this file, so no copy was written.", ""),
    ),
    "NG515": Sentence(
        "note",
        zh=("这里已经有同名文件，没有覆盖，标记的副本写到了“{written}”。", ""),
        en=(
            'A file of this name is here already and was kept; the marked copy was written to "{written}".',
            "",
        ),
    ),
    "NG530": Sentence(
        "error",
        ("命令写法有误：{detail}", "用 neighborgrid --help 或 neighborgrid 命令 --help 查看写法。"),
        (
            "The command is not understood: {detail}",
            "neighborgrid --help and neighborgrid VERB --help show how.",
        ),
    ),
    "NG532": Sentence(
        "error",
        ("--column 后面的“{text}”写法不对。", "请写成 表名.列=表头，例如 花名册.phone=电话2。"),
        ('--column "{text}" is not understood.', "Write SHEET.KEY=HEADER, as in households.phone=tel2."),
    ),
    "NG533": Sentence(
        "error",
        ("--set 后面的“{text}”写法不对。", "请写成 设置=值，例如 load.target=12。"),
        ('--set "{text}" is not understood.', "Write KEY=VALUE, as in load.target=12."),
    ),
    "NG534": Sentence(
        "error",
        ("没有名为“{name}”的样例。", "现有的样例：{known}。"),
        ('There is no sample "{name}".', "Samples: {known}."),
    ),
    "NG535": Sentence(
        "error",
        ("-o 指的是正在读取的表，写进去会毁掉它。", "请换一个文件名。"),
        ("-o names a sheet that is being read; writing to it would destroy it.", "Choose another file name."),
    ),
    "NG536": Sentence(
        "error",
        ("写出的是 Excel 工作簿，文件名要以 .xlsx 结尾。", "请改文件名。"),
        ("What is written is an Excel workbook; its name must end in .xlsx.", "Change the name."),
    ),
    "NG537": Sentence(
        "error",
        ("--split 写出一个文件夹，不是一个文件。", "请在 -o 后面写文件夹的名字。"),
        ("--split writes a folder, not a file.", "Name a folder after -o."),
    ),
    "NG560": Sentence(
        "note",
        ("原来的同名文件改动过，或者不是本程序写的，已经改名保留为“{kept}”。", ""),
        ('The old file of this name had been changed, or was not ours; it was kept as "{kept}".', ""),
    ),
}
