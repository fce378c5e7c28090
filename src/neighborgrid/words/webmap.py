"""Words of the map page, and of ``export map`` on the terminal.

Keys that begin with ``page.`` go into the page, without that beginning.
"""

from __future__ import annotations

from typing import Final

_FRAME: Final[dict[str, tuple[str, str]]] = {
    "page.noscript": (
        "这一页要用脚本画地图，请在浏览器里允许运行本页脚本。本页不联网。",
        "This page draws its map with a script: please allow it to run. The page asks nothing of the network.",
    ),
    "page.villages": ("{count} 个村", "{count} villages"),
    "page.title": ("{place}联户地图", "{place}: who looks after whom"),
    "page.subtitle": ("截至 {date}", "as of {date}"),
    "page.badge.full": ("内部使用 · 含姓名、电话、住址", "Internal: holds names, phones, addresses"),
    "page.badge.draft": ("草稿 · 有不合规则处", "Draft: breaks some rules"),
    "page.language": ("English", "中文"),
    "page.theme.auto": ("明暗：自动", "Theme: auto"),
    "page.theme.light": ("明暗：浅色", "Theme: light"),
    "page.theme.dark": ("明暗：深色", "Theme: dark"),
    "page.print": ("打印", "Print"),
    "page.help": ("说明", "Help"),
    "page.close": ("关闭", "Close"),
    "page.views.label": ("切换内容", "What to show"),
    "page.view.figures": ("数字", "Figures"),
    "page.view.lists": ("名单", "Lists"),
    "page.view.filters": ("筛选", "Filter"),
    "page.all": ("全部", "All"),
    "page.none": ("—", "—"),
    "page.joint": ("、", ", "),
    "page.metres": ("{metres} 米", "{metres} m"),
    "page.kilometres": ("{kilometres} 公里", "{kilometres} km"),
    "page.homes": ("{count} 户", "{count} households"),
    "page.homes.one": ("{count} 户", "{count} household"),
}

_MAP: Final[dict[str, tuple[str, str]]] = {
    "page.map": ("地图", "Map"),
    "page.map.label": (
        "地图：{households} 户，{members} 名党员，{circles} 个服务圈。同样的内容在下面的名单里。",
        "Map of {households} households, {members} members and {circles} circles; the lists hold the same.",
    ),
    "page.map.keys": (
        "方向键移动，加减号缩放，0 看全图，Esc 取消选中。",
        "Arrow keys move, plus and minus zoom, 0 shows all, Escape clears the selection.",
    ),
    "page.map.nowhere": (
        "这份安排里没有位置，画不出地图；名单和数字照常可用。",
        "The plan holds no positions, so there is no map; lists and figures work.",
    ),
    "page.zoom.in": ("放大", "Zoom in"),
    "page.zoom.out": ("缩小", "Zoom out"),
    "page.zoom.all": ("看全图", "Show all"),
    "page.north": ("北", "N"),
    "page.scale": ("比例尺：{length}", "Scale: {length}"),
    "page.looks": ("显示", "Show"),
    "page.colouring": ("农户颜色", "Colour households by"),
    "page.colouring.circle": ("按服务圈", "circle"),
    "page.colouring.member": ("按联户党员", "member"),
    "page.layer.lines": ("联户线", "Lines to members"),
    "page.layer.outlines": ("服务圈范围", "Outlines of circles"),
    "page.layer.homes": ("党员住处", "Homes of members"),
    "page.layer.roads": ("道路", "Roads"),
    "page.legend": ("图例", "Legend"),
    "page.legend.circle": ("农户，同圈同色", "household, one colour a circle"),
    "page.legend.member": ("农户，同一党员同色", "household, one colour a member"),
    "page.legend.waiting": ("待落实", "waiting"),
    "page.legend.estimated": ("空心：位置待核实", "hollow: position estimated"),
    "page.legend.own_home": ("党员本户", "own home of a member"),
    "page.legend.vacant": ("空户", "vacant"),
    "page.legend.home": ("联户党员（数字是联系户数）", "member (with the load)"),
    "page.legend.leader": ("带队党员", "leader of a circle"),
    "page.legend.deputy": ("负责党员", "deputy leader"),
    "page.legend.outline": ("服务圈范围", "outline of a circle"),
    "page.legend.reach": ("指着时的虚线圈：{metres} 米", "dashed ring when pointed at: {metres} m"),
}

_FILTER: Final[dict[str, tuple[str, str]]] = {
    "page.filters": ("筛选", "Filter"),
    "page.filter.village": ("村", "Village"),
    "page.filter.villages": ("全部 {count} 个村", "All {count} villages"),
    "page.filter.circle": ("服务圈", "Circle"),
    "page.filter.circles": ("全部 {count} 个服务圈", "All {count} circles"),
    "page.filter.status": ("情况", "Status"),
    "page.filter.reason": ("只看：{reason}", "Only: {reason}"),
    "page.filter.clear": ("清除筛选", "Clear the filter"),
    "page.status.": ("全部", "All"),
    "page.status.waiting": ("待落实", "Waiting"),
    "page.status.served": ("已落实", "Served"),
    "page.status.own_home": ("党员本户", "Own homes"),
    "page.status.estimated": ("位置待核实", "Position estimated"),
    "page.status.unplaced": ("图上没有", "Not on the map"),
    "page.status.vacant": ("空户", "Vacant"),
    "page.live": (
        "{households} 户，待落实 {waiting} 户。",
        "{households} households, {waiting} waiting.",
    ),
}

_FIGURES: Final[dict[str, tuple[str, str]]] = {
    "page.figures": ("数字", "Figures"),
    "page.figure.households": ("户数", "Households"),
    "page.figure.served": ("已落实", "Served"),
    "page.figure.waiting": ("待落实", "Waiting"),
    "page.figure.coverage": ("覆盖率", "Coverage"),
    "page.figure.own": ("其中党员本户 {count} 户", "{count} of them own homes"),
    "page.figure.guessed": ("位置待核实 {count} 户", "position estimated: {count}"),
    "page.figure.vacant": ("另有空户 {count} 户，不计入", "{count} vacant, not counted"),
    "page.coverage.note": (
        "已落实户数占全部户数，含党员本户；舍去尾数。",
        "Served of all households, own homes included; rounded down.",
    ),
    "page.coverage.part": ("只看一种情况时不算覆盖率。", "No coverage of one status alone."),
    "page.why": ("待落实的原因", "Why they wait"),
    "page.why.shown": ("点一行，看是哪些户。", "Choose a line to see which."),
    "page.why.nobody": ("没有待落实的户。", "No household is waiting."),
    "page.why.none": ("附近有党员可联，尚未安排", "a member near has room"),
    "page.loads": ("每名党员联系户数", "Households of each member"),
    "page.loads.bin": ("户数", "Households"),
    "page.loads.count": ("党员数", "Members"),
    "page.loads.said": (
        "{members} 名党员，平均 {mean} 户，最多 {most} 户",
        "{members} members, mean {mean}, most {most}",
    ),
    "page.loads.none": ("没有联户党员。", "No member."),
    "page.distances": ("到联户党员的距离", "Distance to the member"),
    "page.distances.bin": ("米", "Metres"),
    "page.distances.count": ("户数", "Households"),
    "page.distances.said": ("平均 {mean} 米，最远 {farthest} 米", "mean {mean} m, farthest {farthest} m"),
    "page.distances.note": ("不含党员本户。", "Own homes left out."),
    "page.distances.none": ("没有可算距离的户。", "No distances."),
}

_LISTS: Final[dict[str, tuple[str, str]]] = {
    "page.lists": ("名单", "Lists"),
    "page.list.household": ("农户", "Households"),
    "page.list.member": ("党员", "Members"),
    "page.list.circle": ("服务圈", "Circles"),
    "page.list.empty": ("没有符合条件的。", "Nothing passes the filter."),
    "page.list.no_circles": ("这份安排没有划服务圈。", "The plan has no circles."),
    "page.list.keys": (
        "上下键换行，回车选中并在图上定位。",
        "Up and down move, Enter selects and shows it on the map.",
    ),
    "page.save": ("存为 CSV", "Save as CSV"),
    "page.save.hint": (
        "把筛选出的名单存成表；以 = + - @ 开头的内容前面加一个单引号，免得被当作公式。",
        "Save the filtered list; text that begins with = + - @ gets a quote before it, so that no program "
        "takes it for a formula.",
    ),
    "page.column.id": ("编号", "ID"),
    "page.column.village": ("村", "Village"),
    "page.column.group": ("组", "Group"),
    "page.column.status": ("情况", "Status"),
    "page.column.member": ("联户党员", "Member"),
    "page.column.circle": ("服务圈", "Circle"),
    "page.column.metres": ("距离（米）", "Metres"),
    "page.column.reason": ("原因", "Reason"),
    "page.column.first": ("优先", "First"),
    "page.column.head": ("户主", "Head"),
    "page.column.address": ("地址", "Address"),
    "page.column.phone": ("电话", "Phone"),
    "page.column.member_name": ("党员姓名", "Member's name"),
    "page.column.member_phone": ("党员电话", "Member's phone"),
    "page.column.name": ("姓名", "Name"),
    "page.column.role": ("职务", "Role"),
    "page.column.duty": ("分工", "Duty"),
    "page.column.load": ("联系户数", "Load"),
    "page.column.cap": ("上限", "Cap"),
    "page.column.mean": ("平均（米）", "Mean m"),
    "page.column.farthest": ("最远（米）", "Farthest m"),
    "page.column.circle_name": ("名称", "Name"),
    "page.column.members": ("党员数", "Members"),
    "page.column.households": ("户数", "Households"),
    "page.column.radius": ("半径（米）", "Radius m"),
    "page.column.leader": ("带队党员", "Leader"),
    "page.duty.": ("—", "—"),
    "page.duty.leader": ("带队", "leader"),
    "page.duty.deputy": ("负责", "deputy"),
    "page.duty.member": ("联户", "member"),
    "page.first": ("优先走访", "visited first"),
}

_DETAILS: Final[dict[str, tuple[str, str]]] = {
    "page.kind.household": ("农户", "Household"),
    "page.kind.member": ("党员", "Member"),
    "page.kind.circle": ("服务圈", "Circle"),
    "page.kind.village": ("村", "Village"),
    "page.kind.group": ("组", "Group"),
    "page.detail.show": ("在图上看", "Show on the map"),
    "page.detail.unplaced": ("没有位置，图上看不到。", "No position: not on the map."),
    "page.detail.estimated": (
        "位置待核实，暂按本组安排。",
        "The position is an estimate, taken from the group.",
    ),
    "page.detail.distance": ("距离", "Distance"),
    "page.detail.nearest": ("最近的党员", "Nearest member"),
    "page.detail.shortage": ("人手缺口", "Shortage"),
    "page.detail.explain": ("想知道为什么这样安排，可运行：", "To learn why, run:"),
    "page.detail.plan": ("分户安排.xlsx", "plan.xlsx"),
    "page.detail.load": ("{load} 户", "{load}"),
    "page.detail.load.cap": ("{load} 户（上限 {cap}）", "{load} (cap {cap})"),
    "page.detail.households": ("联系的户（{count}）", "Households ({count})"),
    "page.detail.members": ("党员（{count}）", "Members ({count})"),
    "page.detail.more": ("另有 {count} 个，见名单。", "{count} more in the lists."),
    "page.detail.list": ("只看本圈", "Only this circle"),
}

_SEARCH: Final[dict[str, tuple[str, str]]] = {
    "page.search.label": (
        "查找农户、党员、服务圈、村、组",
        "Find a household, member, circle, village or group",
    ),
    "page.search.hint": ("查找编号、村、服务圈", "Find an ID, village, circle"),
    "page.search.hint.full": ("查找编号、姓名、电话、村", "Find an ID, name, phone, village"),
    "page.search.found": ("查到的", "Found"),
    "page.search.missing": ("没有查到“{query}”。", "Nothing found for “{query}”."),
    "page.search.count": ("查到 {count} 个", "{count} found"),
    "page.search.most": ("只列前 {count} 个", "the first {count}"),
    "page.hash.missing": ("这份安排里没有“{query}”。", "The plan has no “{query}”."),
}

_PAPER: Final[dict[str, tuple[str, str]]] = {
    "page.paper.internal": ("内部使用，妥善保管", "Internal: keep it safe"),
    "page.paper.draft": ("草稿，有不合规则处", "Draft: breaks some rules"),
    "page.paper.filter": ("范围：{filter}", "Shown: {filter}"),
    "page.paper.map": ("示意图", "Map"),
    "page.paper.waiting": ("待落实的户（{count}）", "Waiting households ({count})"),
    "page.paper.households": ("农户名单（{count}）", "Households ({count})"),
    "page.paper.more": (
        "以上是前 {shown} 户，还有 {count} 户没有列出。",
        "The first {shown}; {count} more are not listed.",
    ),
}

_HELP: Final[dict[str, tuple[str, str]]] = {
    "page.guide": ("怎样看这张图", "How to read the map"),
    "page.guide.dot": (
        "每个点是一户，颜色相同的属于同一个服务圈（或同一名联户党员）；线连到联户党员的住处。",
        "A dot is a household; dots of one colour belong to one circle (or member); lines lead to the home of the member.",
    ),
    "page.guide.red": (
        "红色是待落实的户，点一下看原因和办法。",
        "Red ones wait for a member: choose one to see why.",
    ),
    "page.guide.hollow": (
        "空心点的位置是估计的，请核实后再定。",
        "The position of a hollow dot is an estimate: please check it.",
    ),
    "page.guide.filter": (
        "筛选村、服务圈、情况，地图、数字、名单一起变。",
        "The filter changes map, figures and lists together.",
    ),
    "page.guide.private": (
        "这一页是一个文件，不联网，不上传任何内容。",
        "This page is one file; it asks nothing of the network and sends nothing.",
    ),
    "page.guide.keys": ("按键", "Keys"),
    "page.key.arrows": ("移动地图；在名单里换行", "move the map, or the row of a list"),
    "page.key.zoom": ("放大、缩小", "zoom in, out"),
    "page.key.all": ("看全图", "show all"),
    "page.key.enter": ("选中并定位", "select, and show on the map"),
    "page.key.escape": ("取消选中", "clear the selection"),
    "page.key.search": ("到查找框", "go to the search box"),
    "page.key.arrows.name": ("方向键", "Arrows"),
    "page.key.enter.name": ("回车", "Enter"),
}

TEXTS: Final[dict[str, tuple[str, str]]] = (
    _FRAME | _MAP | _FILTER | _FIGURES | _LISTS | _DETAILS | _SEARCH | _PAPER | _HELP
)
