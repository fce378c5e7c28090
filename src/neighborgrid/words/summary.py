"""Texts of the summaries of ``assign`` and ``validate`` in the terminal. GBK characters only.

A sentence fits a line of 100 columns with figures of usual size; those of a village are meant to fit a screen.
"""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "cli.and": ("，", ", "),
    "cli.reason": ("{reason} {count}", "{reason}: {count}"),
    "cli.coverage": (
        "覆盖率 {coverage}%：已落实 {served} 户，距离都已核实。",
        "Coverage {coverage} %: {served} households served, all distances measured.",
    ),
    "cli.coverage_estimated": (
        "覆盖率 {coverage}%：已落实 {served} 户，距离已核实 {known}，距离待核实 {estimated}（缺位置，暂按本组安排）。",
        "Coverage {coverage} %: {served} households served, {known} measured, {estimated} estimated "
        "(placed with their group).",
    ),
    "cli.coverage_only": (
        "覆盖率 {coverage}%：已落实 {served} 户。",
        "Coverage {coverage} %: {served} households served.",
    ),
    "cli.more_villages": ("……另有 {count} 个村，见工作簿。", "... {count} more villages, see the workbook."),
    "cli.people": (
        "{households} 户；参加联户的党员 {able} 名，暂不安排 {excluded} 名（名单和原因见“暂不安排”）。",
        "{households} households; {able} members serve, {excluded} do not (names and reasons: sheet Excluded).",
    ),
    "cli.vacant": (
        "空户 {count} 户，列在表中，不计在内。",
        "Vacant houses, listed and not counted: {count}.",
    ),
    "cli.waiting": (
        "待落实 {count} 户：{reasons}。原因和办法见“待落实”。",
        "Waiting: {count} ({reasons}). Reasons and remedies: sheet Unserved.",
    ),
    "cli.loads": (
        "每名党员 {low} 至 {high} 户，平均 {mean} 户；最远 {far} 米。",
        "{low} to {high} households a member, {mean} on average; the farthest is {far} m away.",
    ),
    "cli.loads_away": (
        "每名党员 {low} 至 {high} 户，平均 {mean} 户（外出的户不占名额，没有计入）；最远 {far} 米。",
        "{low} to {high} households a member (those away not counted), {mean} on average; "
        "the farthest is {far} m away.",
    ),
    "cli.loads_work": (
        "每名党员的工作量 {low} 至 {high}，平均 {mean}；最远 {far} 米。",
        "Loads of {low} to {high} a member, {mean} on average; the farthest household is {far} m away.",
    ),
    "cli.cap_one": (
        "人手偏紧，{village}每人上限由 {low} 放宽到 {cap}。要固定为 {low}，请加 --max-load {low}。",
        "Members are scarce: the cap in {village} was raised from {low} to {cap}. To keep {low}, add --max-load {low}.",
    ),
    "cli.cap_many": (
        "人手偏紧，{count} 个村每人上限由 {low} 放宽，最多到 {cap}（各村见“规则”）。要固定为 {low}，请加 --max-load {low}。",
        "Members are scarce: caps raised from {low} to as much as {cap} in {count} villages; "
        "to keep {low}: --max-load {low}.",
    ),
    "cli.proved": (
        "已证明：按以上规则，没有别的安排能让更多的户有人联系，户数相同时也没有更近、更均衡的。",
        "Proved: no plan under these rules serves more, and none that serves as many is nearer and more even.",
    ),
    "cli.proved_circles": (
        "已证明：按这些服务圈和规则，没有别的安排能让更多的户有人联系，户数相同时也没有更近、更均衡的。",
        "Proved: with these circles and rules no plan serves more, or as many nearer and more evenly.",
    ),
    "cli.gap": (
        "各户工作量不等，落实户数和最优安排之间的差距不超过所列界限；远近一项的差距不超过 {gap}%。",
        "Loads are unequal: served households are within the stated bound, metres within {gap} % of the best.",
    ),
    "cli.circles": (
        "{count} 个服务圈（至少要 {least} 个），党员到圈中心平均 {metres} 米，见“服务圈”表。",
        "Service circles: {count} (at least {least} needed); members live {metres} m from the centre on average.",
    ),
    "cli.circles_posts": (
        "{count} 个带队、负责岗位由其他职务代或空缺。",
        "Posts of leaders and deputies held by stand-ins, or vacant: {count}.",
    ),
    "cli.circles_outside": (
        "{count} 户在本圈半径之外，仍由够得着的党员联系（“分户安排”表中注明）。",
        "Outside the limit of their circle, and served all the same: {count} (noted in Households).",
    ),
    "cli.circles_price": (
        "划圈的代价：少落实 {households} 户，总路程和均衡合计多 {metres} 米。不划圈请加 --circles off。",
        "Price of circles: {households} fewer served, {metres} m more (distances, balance). Without: --circles off.",
    ),
    "cli.equation": (
        "合计：表内 {rows} 户 = 党员联系 {linked} + 党员本户 {own} + 待落实 {waiting} + 暂放 {aside}；覆盖率 {coverage}%。",
        "In all: {rows} households = {linked} linked + {own} own homes + {waiting} waiting + {aside} set aside; "
        "coverage {coverage} %.",
    ),
    "validate.equation": (
        "合计：表内 {rows} 户 = 已落实 {served} + 待落实 {waiting} + 暂放 {aside}；覆盖率 {coverage}%。",
        "In all: {rows} households = {served} served + {waiting} waiting + {aside} set aside; coverage {coverage} %.",
    ),
    "validate.counts": (
        "违反规则 {errors} 处，需要留意 {warnings} 处，说明 {notes} 条。",
        "Breaches: {errors}, warnings: {warnings}, notes: {notes}.",
    ),
    "chart.loads": ("每名党员几户（{caps}，{full}）", "Households a member ({caps}, {full})"),
    "chart.work": ("每名党员的工作量（{caps}，{full}）", "Load of a member ({caps}, {full})"),
    "chart.cap": ("上限 {cap}", "cap {cap}"),
    "chart.caps": ("上限 {low} 至 {high}", "caps {low} to {high}"),
    "chart.full_in_all": ("已满 {count} 名", "{count} full"),
    "chart.nobody_full": ("都没有满", "nobody full"),
    "chart.full": ("满 {count}", "{count} full"),
    "chart.metres": ("离党员几米", "Metres away"),
    "chart.metres_own": (
        "离党员几米（党员本户 {count} 户不计）",
        "Metres away ({count} own homes left out)",
    ),
    "chart.estimated": ("其中距离待核实 {count} 户", "{count} of these are estimated"),
    "chart.unmeasured": ("另有 {count} 户缺位置，量不出", "{count} more have no position"),
    "chart.no_way": ("另有 {count} 户步行走不通", "{count} more: no way on foot"),
}
