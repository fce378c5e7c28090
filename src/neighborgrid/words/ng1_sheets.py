"""Sentences of findings NG110 to NG125: tabs, headers, rows."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
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
            "如果确是两户（两人），请填写不同的编号。",
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
}
