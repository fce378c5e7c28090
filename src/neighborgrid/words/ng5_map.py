"""Sentences of findings NG589 to NG592: the map page and drawn pictures."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG589": Sentence(
        "error",
        zh=("{option} 只在画图片时有用。", "请加上 --picture svg 或 --picture png。"),
        en=("{option} is of use for pictures only.", "Add --picture svg or --picture png."),
    ),
    "NG591": Sentence(
        "error",
        zh=("{option} 只用于地图页，图片没有这一项。", "请去掉 {option} 或者 --picture。"),
        en=(
            "{option} is about the map page; a picture has no such thing.",
            "Leave out {option} or --picture.",
        ),
    ),
    "NG592": Sentence(
        "note",
        zh=(
            "有 {count} 个编号或者名称能看出是谁（电话号码、身份证号或者姓名），写出的文件里换成了“#”加序号，"
            "序号按安排表里的先后，表头不算。",
            "建议在表里改用普通编号和名称；加 --full 则照原样写出，只供内部使用。",
        ),
        en=(
            "Ids and names of circles or groups that tell who somebody is (phones, identity numbers, names): "
            '{count}. The files show "#" and a number, counted in the order of the plan without headers.',
            "Plain ids in the sheets are better; --full keeps these, for internal use only.",
        ),
    ),
}
