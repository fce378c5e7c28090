"""Sentences of findings NG4xx: rules."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

FINDINGS: Final[dict[str, Sentence]] = {
    "NG401": Sentence(
        "error",
        ("没有名为 {name} 的预设。", "现有的预设：{known}。"),
        ("There is no preset {name}.", "Presets: {known}."),
    ),
    "NG402": Sentence(
        "error",
        ("规则文件读不出来：{detail}。", "请对照 neighborgrid rules -o 规则.toml 写出的样子改。"),
        (
            "The rules file cannot be read: {detail}.",
            "Compare it with the one that neighborgrid rules -o rules.toml writes.",
        ),
    ),
    "NG403": Sentence(
        "error",
        ("没有“{key}”这项设置。", "相近的设置：{near}。全部设置见 neighborgrid rules。"),
        ("There is no setting {key}.", "Near ones: {near}. neighborgrid rules lists them all."),
    ),
    "NG404": Sentence(
        "error",
        ("设置 {key} 不能取“{value}”。", "可以取：{allowed}。"),
        ('The setting {key} cannot be "{value}".', "It takes: {allowed}."),
    ),
    "NG405": Sentence(
        "error",
        ("{where} 的最少户数 {min} 大于最多户数 {max}。", "请改小最少户数，或改大最多户数。"),
        ("{where}: min {min} is greater than max {max}.", "Lower min or raise max."),
    ),
    "NG408": Sentence(
        "error",
        ("每村圈数(circles.per_village)和每圈大约户数(circles.households)都给了。", "两个只能给一个。"),
        (
            "Both the circles of a village (circles.per_village) and their size (circles.households) are set.",
            "Set one of them.",
        ),
    ),
    "NG406": Sentence(
        "error",
        ("规则文件打不开：{detail}。", "请看看文件名和位置是否正确。"),
        ("The rules file cannot be opened: {detail}.", "See whether its name and place are right."),
    ),
    "NG407": Sentence(
        "error",
        ("这个工作簿里没有“规则”表。", "请加一张名为“规则”的表，第一列写设置，第二列写值。"),
        (
            "This workbook has no tab Rules.",
            "Add a tab named Rules: settings in the first column, values in the second.",
        ),
    ),
}
