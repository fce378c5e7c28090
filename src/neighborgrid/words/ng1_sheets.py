"""Sentences of findings NG1xx."""

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
    "NG110": Sentence(
        "note",
        zh=(
            "没有认出这张工作表是农户表还是党员表，没有读取。认得的表头：{headers}。",
            "如果需要它，请让表头写明户主或党员姓名，或者把工作表改名为“农户”或“党员”。",
        ),
        en=(
            "this tab was recognised neither as households nor as members and was not "
            "read. Known headers: {headers}.",
            "If it is needed, name a head or member column in its header, or call the "
            'tab "households" or "members".',
        ),
    ),
    "NG111": Sentence(
        "note",
        zh=(
            "这是分户安排，不当作农户表或党员表读取。",
            "",
        ),
        en=(
            "this is a plan workbook; it was not read as a sheet.",
            "",
        ),
    ),
    "NG112": Sentence(
        "error",
        zh=(
            "{header} {value} 少了小数点，这次按 {fixed} 计算。",
            "请改成 {fixed}。",
        ),
        en=(
            "{header} {value} lost its decimal point; {fixed} was used this time.",
            "Change it to {fixed}.",
        ),
    ),
    "NG113": Sentence(
        "error",
        zh=(
            "只给了分户安排，没有农户表和党员表。",
            "要核对这份安排，请运行：neighborgrid validate {file}",
        ),
        en=(
            "only a plan was given, no household or member sheet.",
            "To check the plan, run: neighborgrid validate {file}",
        ),
    ),
    "NG114": Sentence(
        "error",
        zh=(
            "没有找到农户表。",
            "请给出有户主或户编号一列的表；也可以把工作表改名为“农户”。",
        ),
        en=(
            "there is no household sheet.",
            'Give a sheet with a column head or household_id, or call the tab "households".',
        ),
    ),
    "NG115": Sentence(
        "error",
        zh=(
            "没有找到党员表。",
            "请给出有姓名、职务等列的党员名册；也可以把工作表改名为“党员”。",
        ),
        en=(
            "there is no member sheet.",
            'Give a sheet with columns such as name and role, or call the tab "members".',
        ),
    ),
    "NG116": Sentence(
        "error",
        zh=(
            "缺少需要的列：{needed}。认出的列：{headers}。",
            "请补上这一列，或者用 --column 工作表.列=表头 指明。",
        ),
        en=(
            "a needed column is missing: {needed}. Columns recognised: {headers}.",
            "Add the column, or name it with --column SHEET.KEY=HEADER.",
        ),
    ),
    "NG117": Sentence(
        "warning",
        zh=(
            "“{left}”和“{kept}”是同一项内容，只读取了“{kept}”。",
            "如果应读另一列，请用 --column 指明。",
        ),
        en=(
            '"{left}" and "{kept}" mean the same; only "{kept}" was read.',
            "If the other one is right, name it with --column.",
        ),
    ),
    "NG118": Sentence(
        "error",
        zh=(
            "--column {spec} 指定的“{header}”属于不读取的内容。",
            "请去掉这一项。",
        ),
        en=(
            '--column {spec} names "{header}", which is never read.',
            "Leave it out.",
        ),
    ),
    "NG119": Sentence(
        "error",
        zh=(
            "--column {spec}={header} 没有用上：没有这样的工作表、列名或表头。",
            "可用的列名：{keys}。",
        ),
        en=(
            "--column {spec}={header} fits no tab, key or header.",
            "Keys: {keys}.",
        ),
    ),
    "NG120": Sentence(
        "warning",
        zh=(
            "这一列只在每段的第一行填写，其余 {count} 行已按上面的内容补齐。",
            "请核对；最好在表里逐行填写。",
        ),
        en=(
            "this column is filled only in the first row of each block; {count} rows took what stands above.",
            "Check them; better fill in every row.",
        ),
    ),
    "NG121": Sentence(
        "note",
        zh=(
            "{count} 行没有这一项，已按工作表或文件的名称补为“{name}”。",
            "",
        ),
        en=(
            '{count} rows lack this; "{name}" was taken from the name of the tab or file.',
            "",
        ),
    ),
    "NG122": Sentence(
        "warning",
        zh=(
            "这一行与前面一行完全相同，只保留一行。",
            "如果是两户，请填写不同的户编号。",
        ),
        en=(
            "this row repeats an earlier one exactly; one was kept.",
            "If there are two, give them different ids.",
        ),
    ),
    "NG123": Sentence(
        "error",
        zh=(
            "这一行没有户编号、户主和地址，无法安排，已暂放。",
            "请补上其中一项。",
        ),
        en=(
            "this row has no id, head or address and was set aside.",
            "Fill in one of them.",
        ),
    ),
    "NG124": Sentence(
        "warning",
        zh=(
            "从这一格起，有 {count} 格（{words} 种写法）看不出是否外出，已按外出处理。",
            "请改为“是”或“否”。",
        ),
        en=(
            "from this cell on, {count} cells ({words} different words) do not say "
            "whether the person is away; away was assumed.",
            "Write yes or no.",
        ),
    ),
    "NG125": Sentence(
        "warning",
        zh=(
            "从这一格起，有 {count} 格（{words} 种写法）看不出身体状况，已按健康处理。",
            "请改为“健康”或“不健康”。",
        ),
        en=(
            "from this cell on, {count} cells ({words} different words) do not say "
            "whether health allows it; able was assumed.",
            "Write yes or no.",
        ),
    ),
    "NG126": Sentence(
        "warning",
        zh=(
            "从这一格起，有 {count} 格（{words} 种写法）看不出是否参加，已按其他各列判断。",
            "请改为“是”或“否”。",
        ),
        en=(
            "from this cell on, {count} cells ({words} different words) do not say "
            "whether the person takes part; the other columns decided.",
            "Write yes or no.",
        ),
    ),
    "NG127": Sentence(
        "warning",
        zh=(
            "经度和纬度填反了，已对调。",
            "请改正这一行。",
        ),
        en=(
            "longitude and latitude have changed places; they were swapped back.",
            "Correct this row.",
        ),
    ),
    "NG128": Sentence(
        "warning",
        zh=(
            "经度和纬度两列填反了，已把 {count} 行对调。",
            "请对调这两列的表头。",
        ),
        en=(
            "the columns of longitude and latitude have changed places; {count} rows were swapped back.",
            "Exchange the two headers.",
        ),
    ),
    "NG129": Sentence(
        "error",
        zh=(
            "经度和纬度都是 0，按没有位置处理。",
            "请补上位置。",
        ),
        en=(
            "longitude and latitude are both 0; this counts as no position.",
            "Fill in the position.",
        ),
    ),
    "NG130": Sentence(
        "error",
        zh=(
            "经度或纬度读不出来，按没有位置处理。",
            "请按 114.51234 这样的写法补正，两项都要填。",
        ),
        en=(
            "longitude or latitude cannot be read; this counts as no position.",
            "Write both, like 114.51234.",
        ),
    ),
    "NG131": Sentence(
        "error",
        zh=(
            "这个位置离周围各户约 {km} 公里，按没有位置处理。",
            "请核对经度和纬度。",
        ),
        en=(
            "this position is about {km} km away from the others; this counts as no position.",
            "Check longitude and latitude.",
        ),
    ),
    "NG132": Sentence(
        "warning",
        zh=(
            "有 {count} 户在同一个位置。",
            "如果不是同一处房屋，请分别定位。",
        ),
        en=(
            "{count} households stand on one and the same point.",
            "Unless they share a building, take the position of each.",
        ),
    ),
    "NG133": Sentence(
        "warning",
        zh=(
            "从这一行起，{count} 行的坐标按相同的步长递增，像是拖动填充出来的。",
            "请核对这些位置。",
        ),
        en=(
            "from this row on, the coordinates of {count} rows go on by the same step, "
            "as if a cell had been dragged.",
            "Check these positions.",
        ),
    ),
    "NG134": Sentence(
        "error",
        zh=(
            "两处坐标不是同一种：这里是 {second}，“{place}”里是 {first}。",
            "请先把坐标换成同一种；混用多种坐标以后会支持。",
        ),
        en=(
            'the coordinates are of two kinds: {second} here, {first} in "{place}".',
            "Convert them into one frame first; mixed frames come with a later version.",
        ),
    ),
    "NG135": Sentence(
        "error",
        zh=(
            "没有一户有可用的坐标，也无法按组或村估计。",
            "请至少给每个组的一户填写经度和纬度。",
        ),
        en=(
            "no household has a usable position, and none can be estimated by group or village.",
            "Fill in longitude and latitude of at least one household of each group.",
        ),
    ),
    "NG136": Sentence(
        "warning",
        zh=(
            "东坐标和北坐标两列填反了，已把 {count} 行对调。",
            "请对调这两列的表头。",
        ),
        en=(
            "easting and northing have changed places; {count} rows were swapped back.",
            "Exchange the two headers.",
        ),
    ),
    "NG137": Sentence(
        "error",
        zh=(
            "这不是经纬度，像是以米为单位的测绘坐标，按没有位置处理。",
            "请在规则中把 places.frame 设为对应的编号，例如 EPSG:4547。",
        ),
        en=(
            "these are not degrees but metres of a survey grid; this counts as no position.",
            "Set places.frame in the rules to its number, such as EPSG:4547.",
        ),
    ),
    "NG138": Sentence(
        "error",
        zh=(
            "地球上没有这个位置，按没有位置处理。",
            "请核对经度和纬度。",
        ),
        en=(
            "there is no such position on earth; this counts as no position.",
            "Check longitude and latitude.",
        ),
    ),
    "NG139": Sentence(
        "note",
        zh=(
            "按表里的说明，坐标为 {frame}。",
            "",
        ),
        en=(
            "the sheets say that the coordinates are {frame}.",
            "",
        ),
    ),
    "NG140": Sentence(
        "error",
        zh=(
            "没有坐标系 {frame}。",
            "请核对编号，例如 EPSG:4547。",
        ),
        en=(
            "there is no coordinate system {frame}.",
            "Check the number, such as EPSG:4547.",
        ),
    ),
    "NG141": Sentence(
        "warning",
        zh=(
            "编号 {id} 在本村用了不止一次，内容不同；都已保留，后面的记为“#2”等。",
            "请给它们不同的编号。",
        ),
        en=(
            "the id {id} is used more than once in this village, with different content; "
            "all were kept, later ones as #2 and so on.",
            "Give them different ids.",
        ),
    ),
    "NG142": Sentence(
        "note",
        zh=(
            "有 {villages} 个村用了相同的编号，安排中在编号前加了村名，例如 {example}。",
            "",
        ),
        en=(
            "{villages} villages use the same ids; in the plan the village stands before "
            "the id, as in {example}.",
            "",
        ),
    ),
    "NG143": Sentence(
        "error",
        zh=(
            "这个长编号按数字保存，末尾几位已被 Excel 改掉，没有使用。",
            "请把这一列设为文本格式，重新填写编号。",
        ),
        en=(
            "this long id was stored as a number, and Excel has changed its last digits; it was not used.",
            "Format the column as text and enter the id again.",
        ),
    ),
    "NG144": Sentence(
        "warning",
        zh=(
            "这一格不是完整的电话号码。",
            "请核对。",
        ),
        en=(
            "this cell is not a complete phone number.",
            "Check it.",
        ),
    ),
    "NG145": Sentence(
        "warning",
        zh=(
            "看不出年龄，没有按年龄判断。",
            "请填写周岁，或 1960-05-03 这样的日期。",
        ),
        en=(
            "the age cannot be told, so it was not looked at.",
            "Write whole years, or a date like 1960-05-03.",
        ),
    ),
    "NG146": Sentence(
        "warning",
        zh=(
            "这一格不能作为户数或工作量，没有使用。",
            "请填写 0 至 1000 的数；户数应为整数。",
        ),
        en=(
            "this cell cannot be a load and was not used.",
            "Write a number from 0 to 1000, a whole one for households.",
        ),
    ),
    "NG147": Sentence(
        "error",
        zh=(
            "“{header}”一列是公式，但还没有算出结果。",
            "请用 Excel 或 WPS 打开，保存后再试。",
        ),
        en=(
            'the column "{header}" holds formulas that were never calculated.',
            "Open the file in Excel or WPS, save it and try again.",
        ),
    ),
    "NG148": Sentence(
        "error",
        zh=(
            "这一行没有姓名，列入暂不安排。",
            "请补上姓名。",
        ),
        en=(
            "this row has no name; the person is listed as not serving.",
            "Fill in the name.",
        ),
    ),
    "NG149": Sentence(
        "warning",
        zh=(
            "从这一格起，有 {count} 格（{words} 种写法）认不出是哪一类重点户，已按“其他”处理。",
            "请改为五保、低保、困难、独居老人、残疾或其他；不是重点户的留空。",
        ),
        en=(
            "from this cell on, {count} cells ({words} different words) name no known "
            "kind of priority; other was assumed.",
            "Write extreme_poverty, low_income, hardship, elder_alone, disabled or "
            "other; leave the rest blank.",
        ),
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
}
