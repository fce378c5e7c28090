"""Sentences of findings NG126 to NG149 and NG185 to NG187: cells."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
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
        "warning",
        zh=(
            "有的行写明了坐标系({frames})，但从这一格起，有 {count} 行没有写明，已按 {frame} 处理。",
            "请在“坐标来源”一列补上(GPS、高德、百度等)。",
        ),
        en=(
            "some rows name their frame of coordinates ({frames}), but {count} rows from this cell on "
            "name none; {frame} was assumed.",
            "Fill in the column of the source of coordinates (GPS, Amap, Baidu).",
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
            "按表里的说明，{count} 行的坐标为 {frame}。",
            "",
        ),
        en=(
            "the sheets say that the coordinates of {count} rows are {frame}.",
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
            "这一格不是完整的电话号码（科学记数的，是 Excel 丢了末几位）。",
            "请核对，并把这一列设为文本。",
        ),
        en=(
            "this cell is not a complete phone number (in scientific notation Excel has lost its last digits).",
            "Check it, and format the column as text.",
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
    "NG185": Sentence(
        "warning",
        zh=(
            "从这一格起，有 {count} 格（{words} 种写法）看不出电话能否公开，已按不公开处理。",
            "请改为“是”或“否”。",
        ),
        en=(
            "from this cell on, {count} cells ({words} different words) do not say "
            "whether the phone may be public; it was taken as not public.",
            "Write yes or no.",
        ),
    ),
    "NG186": Sentence(
        "warning",
        zh=(
            "这一列说的是电话能否公开，从这一格起却有 {count} 格像是电话号码，已按不公开处理。",
            "如果这一列就是电话，请把表头改为“电话”；否则请填“是”或“否”。",
        ),
        en=(
            "this column says whether the phone may be public, yet from this cell on {count} cells "
            "look like phone numbers; they were taken as not public.",
            "If this is the column of phones, call it phone; otherwise write yes or no.",
        ),
    ),
}
