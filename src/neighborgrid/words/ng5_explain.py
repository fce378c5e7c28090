"""Sentences of findings NG578 to NG585: what ``explain`` was asked for."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG578": Sentence(
        "error",
        zh=("安排表里没有这个编号或姓名。", "相近的有：{near}。"),
        en=("The plan has no such id or name.", "Near ones: {near}."),
    ),
    "NG579": Sentence(
        "error",
        zh=(
            "安排表里没有这个编号或姓名，也没有相近的。",
            "编号和姓名以安排表里写的为准；只写安排表，可列出全部缺口和待落实的户数。",
        ),
        en=(
            "The plan has no such id or name, nor a similar one.",
            "Ids and names are those of the workbook; the plan alone lists all shortages.",
        ),
    ),
    "NG580": Sentence(
        "error",
        zh=("叫这个名字的有 {count} 个：{ids}。", "请写编号。"),
        en=("{count} go by this name: {ids}.", "Please give the id."),
    ),
    "NG581": Sentence(
        "error",
        zh=(
            "{circle_id} 是服务圈，这里说明的是户、党员和人手缺口。",
            "请写户编号、户主、党员编号、党员姓名或缺口编号；圈里有谁见“服务圈”和“党员”两张表。",
        ),
        en=(
            "{circle_id} is a circle; households, members and shortages are explained.",
            "Give the id or name of one of these; who is in a circle stands in Circles and Members.",
        ),
    ),
    "NG582": Sentence(
        "error",
        zh=("{shortage_id} 这处缺口，改动以后已经不在了。", "只写安排表，可列出现有的全部缺口。"),
        en=(
            "Shortage {shortage_id} is no more since the plan was edited.",
            "The plan alone lists those that are.",
        ),
    ),
    "NG584": Sentence(
        "error",
        zh=("编号这样结尾的有 {count} 个：{ids}。", "请把编号写全。"),
        en=("{count} ids end like this: {ids}.", "Please give the whole id."),
    ),
    "NG585": Sentence(
        "error",
        zh=("{household_id} 是户，不是党员。", "去掉 --member 就行。"),
        en=("{household_id} is a household, not a member.", "Leave out --member."),
    ),
}
