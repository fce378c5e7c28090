"""Words of ``explain``: members, and the sheet of all households. GBK characters only."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "explain.book": ("分户说明", "explanations"),
    "explain.tab": ("分户说明", "Explanations"),
    "explain.member": ("{who}，{place}", "{who}, of {place}"),
    "explain.member_circle": ("服务圈：{circle}（{id}）。", "Circle: {circle} ({id})."),
    "explain.member_homes": (
        "联系 {count} 户，平均 {mean} 米，最远 {far} 米。",
        "Households served: {count}, {mean} m away on average, {far} m at most.",
    ),
    "explain.member_homes_only": ("联系 {count} 户。", "Households served: {count}."),
    "explain.member_none": ("没有联系的户。", "Serves no household."),
    "explain.member_load": (
        "计 {load} 户（目标 {target}，最多 {cap}{least}；党员本户和外出的户不计）。",
        "Load {load} (target {target}, at most {cap}{least}; own homes and households away not counted).",
    ),
    "explain.member_weighted": (
        "工作量 {load}（目标 {target}，最多 {cap}{least}；党员本户和外出的户不计）。",
        "Load {load} (target {target}, at most {cap}{least}; own homes and households away not counted).",
    ),
    "explain.member_least": ("，最少 {least}", ", at least {least}"),
    "explain.member_not_best": (
        "这份安排不是这一带最好的安排（可能有人改动过）。下面两句说的是最好的安排，其中这名党员联 {load} 户：",
        "The plan is not the best one here (somebody may have changed it). What follows is about the best one, "
        "in which the load of this member is {load}:",
    ),
    "explain.more_best_full": (
        "那时已联满。上限放宽 1 户、多联 1 户：{price}。",
        "Full there. With a cap of one more, one household more: {price}.",
    ),
    "explain.more_one": ("再多联 1 户：{price}。", "One household more: {price}."),
    "explain.more_full": (
        "已联满。上限放宽 1 户、多联 1 户：{price}。",
        "Full. With a cap of one more, one household more: {price}.",
    ),
    "explain.more_none": ("再没有别的户可以转过来。", "There is no other household to take over."),
    "explain.fewer_one": ("少联 1 户：{price}。", "One household fewer: {price}."),
    "explain.fewer_none": ("少联 1 户也没有人能接。", "There is nobody to take one of them over."),
    "explain.change_basis": (
        "（全村一起重新排到最好来比，路程和均衡合计）",
        "(best plans compared, distance and balance in all)",
    ),
    "explain.member_unequal": (
        "这一带各户工作量不等，多一户、少一户的代价说不准。",
        "Loads are unequal here: what one more or one fewer would cost cannot be told exactly.",
    ),
    "explain.member_no_pair": (
        "没有哪一户能安排给这名党员，多一户、少一户都谈不上。",
        "No household can be linked with this member, so there is nothing to compare.",
    ),
    "explain.member_short": (
        "属于人手缺口 {id}：neighborgrid explain {path} {id}",
        "Part of shortage {id}: neighborgrid explain {path} {id}",
    ),
    "explain.excluded": (
        "暂不安排：{reason}。{limit} 米内有 {count} 户（其中 {waiting} 户正在等）。",
        "Does not serve: {reason}. Households within {limit} m: {count} (waiting: {waiting}).",
    ),
    "explain.excluded_idle": (
        "暂不安排：{reason}。{limit} 米内有 {count} 户，眼下都不缺人。",
        "Does not serve: {reason}. Households within {limit} m: {count}, none of them waiting.",
    ),
    "explain.excluded_helps": (
        "如能参加，可为人手缺口 {id} 落实 {fixes} 户。",
        "Able to serve, this member would serve {fixes} of shortage {id}.",
    ),
    "explain.remark.own_home": ("本户", "own home"),
    "explain.remark.estimated": ("距离待核实", "estimated"),
    "explain.remark.outside": ("圈外", "outside circle"),
    "explain.remark.no_way": ("步行走不通", "no way on foot"),
    "explain.remark.away": ("外出", "away"),
    "explain.remark.locked": ("指定", "locked"),
    "explain.all_done": (
        "{count} 户逐户说明：{served} 户已落实，{waiting} 户待落实，{aside} 行待补正，{vacant} 户空户。",
        "Households explained: {count}: {served} served, {waiting} waiting, {aside} set aside, {vacant} vacant.",
    ),
    "explain.all.household_id": ("户编号", "household"),
    "explain.all.head": ("户主", "head"),
    "explain.all.village": ("村", "village"),
    "explain.all.group": ("组", "group"),
    "explain.all.member": ("联户党员", "member"),
    "explain.all.distance_m": ("距离（米）", "metres"),
    "explain.all.nearest": ("最近的另一人", "nearest other member"),
    "explain.all.nearest_m": ("其距离（米）", "metres to that one"),
    "explain.all.nearest_price": ("换成最近的代价", "price of the nearest"),
    "explain.all.cheapest": ("代价最小的另一人", "cheapest other member"),
    "explain.all.cheapest_price": ("换成代价最小的代价", "price of the cheapest"),
    "explain.all.choices": ("够得着几名党员", "members within reach"),
    "explain.all.reason": ("说明", "note"),
    "explain.all.shortage_id": ("人手缺口", "shortage"),
    "explain.state.served": ("已落实", "served"),
    "explain.state.own_home": ("党员本户", "own home"),
    "explain.state.waiting": ("待落实", "waiting"),
    "explain.state.vacant": ("空户", "vacant"),
    "explain.state.row_error": ("待补正", "set aside"),
}
