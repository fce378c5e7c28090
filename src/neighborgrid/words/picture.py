"""Words of drawn pictures of a plan; ``{circle}`` and the like are terms. GBK characters only."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "book.picture": ("联户分布图", "picture"),
    "export.drawing": ("画图", "Drawing"),
    "paper.picture.title": ("{place}联户分布图", "{place}: households and their members"),
    "paper.picture.title.none": ("联户分布图", "Households and their members"),
    "paper.picture.villages": ("{count} 个村", "{count} villages"),
    "paper.picture.without": ("{place}（没有{circle}的）", "{place} (in no {circle})"),
    "paper.picture.figures": (
        "农户 {households} 户：已落实 {served}，待落实 {waiting}；覆盖率 {coverage}%",
        "{households} households: {served} served, {waiting} waiting; coverage {coverage} %",
    ),
    "paper.picture.figures.none": ("农户 0 户", "No households"),
    "paper.picture.folk": ("；{member} {members} 名", "; members: {members}"),
    "paper.picture.rings": ("，{circle} {circles} 个", ", circles: {circles}"),
    "paper.picture.dated": ("截至 {day}", "As of {day}"),
    "paper.picture.internal": ("内部资料，不要张贴、转发", "INTERNAL: do not post or pass on"),
    "paper.picture.leader": ("{leader} {count}", "Circle leaders {count}"),
    "paper.picture.deputy": ("{deputy} {count}", "Deputy leaders {count}"),
    "paper.picture.member": ("{member} {count}", "Members {count}"),
    "paper.picture.own_home": ("{member}本户也在内 {count}", "Own household included {count}"),
    "paper.picture.household": (
        "农户 {count}（颜色表示{circle}）",
        "Households {count} (coloured by circle)",
    ),
    "paper.picture.by_member": (
        "农户 {count}（颜色表示{member}）",
        "Households {count} (coloured by member)",
    ),
    "paper.picture.plain": ("农户 {count}", "Households {count}"),
    "paper.picture.estimated": ("位置为估计的农户 {count}", "Households, position estimated {count}"),
    "paper.picture.waiting": ("待落实 {count}", "Waiting {count}"),
    "paper.picture.waiting_estimated": ("待落实，位置为估计 {count}", "Waiting, position estimated {count}"),
    "paper.picture.vacant": ("空户 {count}", "Vacant houses {count}"),
    "paper.picture.circle": ("{circle} {count}", "Circles {count}"),
    "paper.picture.link": ("农户与{member}的联系", "Household and its member"),
    "paper.picture.roads": ("道路", "Roads"),
    "paper.picture.roads_osm": (
        "道路 {sign} OpenStreetMap 贡献者",
        "Roads {sign} OpenStreetMap contributors",
    ),
    "paper.picture.roads_file": ("道路：{name}", "Roads: {name}"),
    "paper.picture.metres": ("米", "m"),
    "paper.picture.kilometres": ("公里", "km"),
    "paper.picture.numbers": (
        "{member}旁的数字是联系户数，写不下的没有写。",
        "Numbers beside members are their households, where there is room.",
    ),
    "paper.picture.numbers_work": (
        "{member}旁的数字是工作量，写不下的没有写。",
        "Numbers beside members are their loads, where there is room.",
    ),
    "paper.picture.no_numbers_work": (
        "{member}多，旁边没有写工作量；分村的图上有。",
        "There are too many members to write their loads beside them; pictures by village do.",
    ),
    "paper.picture.small_work": (
        "比例小，{leader}、{deputy}和{member}都画成小点，不写工作量。",
        "At this scale leaders, deputies and members are small dots without their loads.",
    ),
    "paper.picture.no_numbers": (
        "{member}多，旁边没有写联系户数；分村的图上有。",
        "There are too many members to write their households beside them; pictures by village do.",
    ),
    "paper.picture.small": (
        "比例小，{leader}、{deputy}和{member}都画成小点，不写联系户数。",
        "At this scale leaders, deputies and members are small dots without their numbers of households.",
    ),
    "paper.picture.no_members": (
        "比例小，没有画{member}的家和联系的连线；分村的图上有。",
        "At this scale members' homes and the lines to them are not drawn; pictures by village have them.",
    ),
    "paper.picture.no_lines": (
        "比例小，没有画农户与{member}之间的连线。",
        "At this scale no lines join households and their members.",
    ),
    "paper.picture.unlocated": (
        "没有位置、图上没有的农户 {count} 户。",
        "Households without a position, not on the map: {count}.",
    ),
    "paper.picture.unlocated_members": (
        "没有位置、图上没有的{member} {count} 名。",
        "Members without a position, not on the map: {count}.",
    ),
    "paper.picture.outside": (
        "离得太远、图上没有的农户 {count} 户。",
        "Households too far out to be on the map: {count}.",
    ),
    "paper.picture.outside_waiting": (
        "离得太远、图上没有的农户 {count} 户，其中待落实 {waiting} 户。",
        "Households too far out to be on the map: {count}, of which {waiting} wait.",
    ),
    "paper.picture.near": (
        "待落实的户画在本村最近的{circle}的图上。",
        "Households that wait are shown with the nearest circle of their village.",
    ),
    "paper.picture.nothing": (
        "表里没有位置（经度、纬度），画不出图。",
        "No position (longitude, latitude) is known, so there is nothing to draw.",
    ),
}
