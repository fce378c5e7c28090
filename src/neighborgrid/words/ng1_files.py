"""Sentences of findings NG100 to NG109 and NG150 to NG169: files."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG100": Sentence(
        "error",
        zh=("没有找到这个文件或文件夹。", "请核对名称和所在的文件夹。"),
        en=("there is no file or folder of this name.", "Check the name and the folder."),
    ),
    "NG101": Sentence(
        "error",
        zh=("不能读取 {suffix} 这类文件。", "请把其中的表另存为 .xlsx 或 .csv，再给出新文件。"),
        en=(
            "files of the type {suffix} cannot be read.",
            "Save the table in it as .xlsx or .csv and give the new file.",
        ),
    ),
    "NG102": Sentence(
        "note",
        zh=("这是表格打开时产生的临时锁文件，已略过。", "如有没保存的修改，请先保存并关闭表格。"),
        en=(
            "this is the lock file of an open spreadsheet; it was skipped.",
            "If there are unsaved changes, save and close the spreadsheet first.",
        ),
    ),
    "NG103": Sentence(
        "error",
        zh=("与“{other}”内容完全相同，同一张表给了两次。", "请只保留其中一个文件。"),
        en=(
            'the content is exactly that of "{other}": the same sheet was given twice.',
            "Keep only one of the two files.",
        ),
    ),
    "NG104": Sentence(
        "note",
        zh=(
            "其中有 {count} 个不是表格的文件没有读取：{files}。",
            "如果名单在这些文件里，请把它另存为 .xlsx 或 .csv。",
        ),
        en=(
            "{count} files in it are not spreadsheets and were not read: {files}.",
            "If a list is in one of them, save it as .xlsx or .csv.",
        ),
    ),
    "NG105": Sentence(
        "error",
        zh=("这里没有可以读取的表格。", "请放入 .xlsx、.xls、.et、.ods 或 .csv 文件，或者换一个文件夹。"),
        en=(
            "there is no readable spreadsheet here.",
            "Put .xlsx, .xls, .et, .ods or .csv files here, or name another folder.",
        ),
    ),
    "NG106": Sentence(
        "error",
        zh=(
            "这个文件打不开：它可能正在 Excel 或 WPS 中使用，或者没有读取权限。",
            "请关闭使用它的程序，或者把文件复制到自己的文件夹后再试。",
        ),
        en=(
            "this file cannot be opened: it may be in use by Excel "
            "or WPS, or you may not be allowed to read it.",
            "Close the program that uses it, or copy the file to a folder of your own, and try again.",
        ),
    ),
    "NG107": Sentence(
        "error",
        zh=("从磁盘读取这个文件时出错。", "请把文件复制到本机的文件夹后再试。"),
        en=(
            "the disk reported an error while this file was read.",
            "Copy the file to a folder on this computer and try again.",
        ),
    ),
    "NG108": Sentence(
        "error",
        zh=("这个文件是空的。", "请核对是否给错了文件，或者重新导出这张表。"),
        en=("this file is empty.", "Check whether it is the right file, or export the sheet again."),
    ),
    "NG109": Sentence(
        "note",
        zh=("文件的实际格式与后缀 {suffix} 不符，已按实际格式读取。", ""),
        en=("the content does not match the suffix {suffix}; it was read as what it is.", ""),
    ),
    "NG150": Sentence(
        "note",
        zh=("这张工作表是隐藏的，没有读取。", "如果需要它，请取消隐藏并保存。"),
        en=("this tab is hidden and was not read.", "If it is needed, unhide it and save the file."),
    ),
    "NG151": Sentence(
        "note",
        zh=("这是图表或宏，不是数据表，没有读取。", ""),
        en=("this tab is a chart or a macro, not a table; it was not read.", ""),
    ),
    "NG152": Sentence(
        "error",
        zh=("这个文件有密码保护，不能读取。", "请用 Excel 或 WPS 打开它，取消打开密码，保存后再试。"),
        en=(
            "this file is protected by a password and cannot be read.",
            "Open it in Excel or WPS, remove the password, save it and try again.",
        ),
    ),
    "NG153": Sentence(
        "error",
        zh=(
            "这个文件已损坏，或者不是表格文件，不能读取。",
            "请用 Excel 或 WPS 打开它，另存为 .xlsx 后再试；打不开的，请向提供的人重新要一份。",
        ),
        en=(
            "this file is damaged or not a spreadsheet, and cannot be read.",
            "Open it in Excel or WPS, save it as .xlsx and try again; "
            "if it does not open, ask for a new copy.",
        ),
    ),
    "NG154": Sentence(
        "error",
        zh=(
            "这张表无法解析，已跳过，其他表不受影响。常见原因是离数据很远的地方有一个多余的单元格。",
            "请按 Ctrl+End 查看最后一个单元格，"
            "删除数据以外的行和列，保存后再试；或者把数据复制到新的工作簿。",
        ),
        en=(
            "this sheet could not be parsed and was passed over; others are not affected. "
            "A stray cell far away from the data is the usual reason.",
            "Press Ctrl+End to see the last cell, delete the rows and columns beyond the data, "
            "save and try again; or copy the data into a new workbook.",
        ),
    ),
    "NG155": Sentence(
        "error",
        zh=(
            "读取这张表用时过长，已停止；同一文件里排在它后面的工作表也没有读取，其他文件不受影响。",
            "请删除数据以外的行、列和图片，另存为 .xlsx 后再试；或者把表分成几个文件。",
        ),
        en=(
            "reading this sheet took too long and was stopped; "
            "later tabs of the same file were not read either, other files are not affected.",
            "Delete rows, columns and pictures beyond the data, "
            "save as .xlsx and try again; or split the sheet into several files.",
        ),
    ),
    "NG156": Sentence(
        "error",
        zh=("这个文件其实是网页格式，不是 Excel 表格。", "请用 Excel 或 WPS 打开它，另存为 .xlsx 后再试。"),
        en=(
            "this file is in fact a web page, not an Excel sheet.",
            "Open it in Excel or WPS, save it as .xlsx and try again.",
        ),
    ),
    "NG157": Sentence(
        "error",
        zh=(
            "认不出这个文件的内容，不能读取。",
            "请用 Excel 或 WPS 打开它，另存为 .xlsx 后再试；打不开的，请核对是否给错了文件。",
        ),
        en=(
            "the content of this file is not recognised and cannot be read.",
            "Open it in Excel or WPS, save it as .xlsx and try again; "
            "if it does not open, check whether it is the right file.",
        ),
    ),
    "NG158": Sentence(
        "error",
        zh=("认不出这个文本文件的文字编码，不能读取。", "请用 Excel 或 WPS 打开它，另存为 .xlsx 后再试。"),
        en=(
            "the text encoding of this file is not recognised, so it cannot be read.",
            "Open it in Excel or WPS, save it as .xlsx and try again.",
        ),
    ),
    "NG159": Sentence(
        "error",
        zh=(
            "这张工作表不能读取，同一文件里的其他工作表不受影响。",
            "请把它的数据复制到新的工作簿，保存后再试。",
        ),
        en=(
            "this tab cannot be read; the other tabs of the file are not affected.",
            "Copy its data into a new workbook, save it and try again.",
        ),
    ),
    "NG160": Sentence(
        "error",
        zh=(
            "这个文件里没有可以读取的工作表。",
            "请取消隐藏需要的工作表并保存；如果文件里本来就没有，请核对是否给错了文件。",
        ),
        en=(
            "this file has no tab that can be read.",
            "Unhide the tab that is needed and save; if there is none, check whether it is the right file.",
        ),
    ),
    "NG161": Sentence(
        "error",
        zh=("读取表格的程序没有启动成功。", "请重新安装 neighborgrid；也可以先把表另存为 .csv。"),
        en=(
            "the program that reads spreadsheets could not be started.",
            "Install neighborgrid again; or save the sheet as .csv for now.",
        ),
    ),
    "NG162": Sentence(
        "error",
        zh=("这个文件太大，超出一次能读取的范围。", "请删除数据以外的行、列和图片，或者把表分成几个文件。"),
        en=(
            "this file is too large to be read at once.",
            "Delete rows, columns and pictures beyond the data, or split the sheet into several files.",
        ),
    ),
    "NG163": Sentence(
        "warning",
        zh=(
            "这一行的引号没有成对，已逐行读取，引号按普通文字处理。",
            "请核对这一行；有换行的单元格可能被拆成了几行。",
        ),
        en=(
            "a quotation mark in this row has no partner; "
            "the file was read line by line with such marks as plain text.",
            "Check this row; cells with line breaks may have been split into several rows.",
        ),
    ),
    "NG164": Sentence(
        "warning",
        zh=("文件里有 {count} 处文字已损坏，从这一行开始。", "请核对这些文字，或者重新导出这张表。"),
        en=(
            "{count} characters of this file are damaged, the first in this row.",
            "Check them, or export the sheet again.",
        ),
    ),
    "NG165": Sentence(
        "warning",
        zh=(
            "文件里夹有 {count} 个空字节，已去掉；文件可能没有存完整。",
            "请核对最后几行是否齐全，必要时重新导出。",
        ),
        en=(
            "{count} NUL bytes were taken out of this file; it may not have been saved completely.",
            "Check that the last rows are there, and export the sheet again if not.",
        ),
    ),
    "NG168": Sentence(
        "error",
        zh=("没有找到这个文件；名称相近的有：{near}。", "请核对名称。"),
        en=("there is no file of this name; similar names here: {near}.", "Check the name."),
    ),
    "NG169": Sentence(
        "note",
        ("这是由安排写出的文件，没有当作表来读。", ""),
        ("This file was written from a plan and was not read as a sheet.", ""),
    ),
    "NG166": Sentence(
        "note",
        (
            "这是 check 写出的文件，没有当作表来读。",
            "如果改的是这一份，请在命令里写出它的文件名，不要再给原表。",
        ),
        (
            "This file was written by check and was not read as a sheet.",
            "If it is the one that you mended, name it in the command instead of the original.",
        ),
    ),
    "NG167": Sentence(
        "note",
        ("子文件夹里的表没有读取：{folders}。", "如果需要，请把它们也写在命令里。"),
        (
            "Sheets in subfolders were not read: {folders}.",
            "If they are needed, name them in the command too.",
        ),
    ),
}
