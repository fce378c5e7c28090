"""Labels (``set.``) and explanations (``doc.``) of the settings, and the words of their choices."""

from __future__ import annotations

from typing import Final

_ROLES: Final = {
    "township_leader": ("乡镇领导", "township leader"),
    "township_staff": ("乡镇干部", "township staff"),
    "cadre": ("村干部", "village cadre"),
    "group_leader": ("党小组长", "group leader"),
    "villager_head": ("村民组长", "villager-group head"),
    "representative": ("代表", "representative"),
    "member": ("普通党员", "ordinary member"),
}
_PARTS: Final = {"min": ("最少户数", "min"), "target": ("目标户数", "target"), "max": ("最多户数", "max")}
_ROLE_TEXTS: Final = {
    key: value
    for role, (role_zh, role_en) in _ROLES.items()
    for part, (part_zh, part_en) in _PARTS.items()
    for key, value in {
        f"set.loads.{role}.{part}": (f"{role_zh}{part_zh}", f"{part_en} load of a {role_en}"),
        f"doc.loads.{role}.{part}": (
            f"{role_zh}每人的{part_zh}，不填则同 load.{part}。",
            f"{part_en.capitalize()} load of a {role_en}; as load.{part} where not set.",
        ),
    }.items()
}

_TERMS: Final = {
    "card": ("联心卡", "connection card"),
    "member": ("联户党员", "member"),
    "circle": ("服务圈", "service circle"),
    "leader": ("带队村干部", "circle leader"),
    "deputy": ("负责党小组长", "deputy leader"),
    "office": ("村民事务代理室", "village service office"),
    "branch": ("村党组织", "village branch"),
    "board": ("公示栏", "notice board"),
    "notebook": ("连心笔记本", "member notebook"),
}
_PAPERS: Final = {
    "set.visits.per_year": ("每年走访次数", "visits a year"),
    "doc.visits.per_year": (
        "每户每年至少走访几次。",
        "How often a household is visited in a year, at least.",
    ),
    "set.visits.priority_per_year": ("重点户每年走访次数", "visits a year, priority"),
    "doc.visits.priority_per_year": (
        "重点户每年至少走访几次(只用于走访本，不印在卡上)。",
        "How often a priority household is visited in a year (for the notebook; never on a card).",
    ),
    "set.cards.layout": ("联心卡版式", "card layout"),
    "doc.cards.layout": (
        "a4x8：A4 印 8 张；a4x10：A4 印 10 张(90x54 毫米)；a6：A4 印 4 张；large：大字，A4 印 2 张；single：送印刷店。",
        "a4x8: 8 on A4; a4x10: 10 on A4 (90 x 54 mm); a6: 4 on A4; large: 2 on A4 for old eyes; "
        "single: for the print shop.",
    ),
    "set.cards.title": ("卡名", "card title"),
    "doc.cards.title": ("印在卡正面最上方的名称。", "Title at the top of the card."),
    "set.cards.slogan": ("卡背面标题", "back of card: title"),
    "doc.cards.slogan": ("印在卡背面最上方的一句话。", "Line at the top of the back of the card."),
    "set.cards.back": ("卡背面内容", "back of card: text"),
    "doc.cards.back": ("卡背面的正文，一行一段。", "Text of the back of the card, a paragraph a line."),
    "set.cards.service_number": ("服务电话", "service number"),
    "doc.cards.service_number": (
        "村民事务代理室的电话；各村不同时写成：东村=号码；西村=号码。",
        "Phone of the village service office; where villages differ: East=NUMBER; West=NUMBER.",
    ),
    "set.cards.edition": ("第几版", "edition"),
    "doc.cards.edition": ("印在卡和公示栏上的版次。", "Number of the edition, on cards and boards."),
    "set.cards.qr": ("印二维码", "QR code"),
    "doc.cards.qr": ("卡上印扫码拨号的二维码。", "Print a QR code that dials the member."),
    "set.boards.size": ("公示栏大小", "board size"),
    "doc.boards.size": ("公示栏的纸张。", "Paper size of notice boards."),
    **{
        key: value
        for term, (zh, en) in _TERMS.items()
        for key, value in {
            f"set.words.{term}": (f"称呼：{zh}", f"term: {en}"),
            f"doc.words.{term}": (f"印出来的“{zh}”改叫什么。", f'What is printed in place of "{en}".'),
        }.items()
    },
}

TEXTS: Final[dict[str, tuple[str, str]]] = {
    **{f"term.{term}": names for term, names in _TERMS.items()},
    "set.plan.within": ("联户范围", "boundary"),
    "doc.plan.within": (
        "党员只联本村(village)、本组(group)、本乡镇(township)的户，或不限(anywhere)；auto：两张表都有村就按村。",
        "A member serves inside the village, group or township, or anywhere; "
        "auto: village when both sheets have villages.",
    ),
    "set.plan.limit_m": ("距离上限（米）", "distance limit (m)"),
    "doc.plan.limit_m": (
        "户到联户党员最远多少米，正好等于也算。",
        "Greatest distance from household to member in metres, inclusive.",
    ),
    "set.plan.detour": ("绕路系数", "detour factor"),
    "doc.plan.detour": (
        "步行路程按直线距离乘以这个数估算。",
        "Walking distance is taken as the straight line times this factor.",
    ),
    "set.plan.as_of": ("年龄计算日", "day of ages"),
    "doc.plan.as_of": ("按哪一天算年龄，不填为当天。", "Day on which ages are taken; today where not set."),
    "set.plan.unlocated": ("缺位置的户", "households without position"),
    "doc.plan.unlocated": (
        "group：暂按本组(本村)的位置安排，另行标明；exclude：先不排。",
        "group: placed with their group (else village), and marked; exclude: set aside.",
    ),
    "set.plan.coverage_pct": ("最低覆盖率（%）", "coverage required (%)"),
    "doc.plan.coverage_pct": (
        "落实的户低于这个百分比时，程序以 1 结束(方案照写)。",
        "Coverage below this percentage ends the command with 1 (the plan is still written).",
    ),
    "set.places.frame": ("坐标系", "frame"),
    "doc.places.frame": (
        "没有另外说明的坐标用哪一种坐标系。EPSG:n 时表中多为东坐标、北坐标。方案中为统一后的坐标系。",
        "The frame of coordinates of which the sheets say nothing else. With EPSG:n they are mostly eastings "
        "and northings. In a plan: the frame that all were brought into.",
    ),
    "set.places.households_frame": ("农户表坐标系", "households' frame"),
    "doc.places.households_frame": (
        "农户表与党员表的坐标不是同一种时用，优先于表头里的说明。不填则同 places.frame。",
        "Where households and members have different frames; beats what the header says. "
        "Not set: places.frame.",
    ),
    "set.places.members_frame": ("党员表坐标系", "members' frame"),
    "doc.places.members_frame": (
        "党员表的坐标系，同上。",
        "The frame of the member sheets, likewise.",
    ),
    "set.places.guard": ("核对坐标系", "check frames"),
    "doc.places.guard": (
        "两张表的坐标像是不同的坐标系时停下来。确认无误后可改为 false。",
        "Stop where the sheets seem to hold different frames. Set false once you are sure that they do not.",
    ),
    "set.places.roads": ("道路文件", "roads"),
    "doc.places.roads": (
        "按这个文件里的道路计算步行距离(.osm.pbf、.osm、.geojson)。不填则按直线。",
        "Walking is measured along the roads of this file (.osm.pbf, .osm, .geojson). Not set: straight lines.",
    ),
    "set.places.barriers": ("阻隔文件", "barriers"),
    "doc.places.barriers": (
        "直线不得穿过的河流、铁路等(.geojson，或 OpenStreetMap 文件)。",
        "Rivers, railways and the like that no straight way may cross (.geojson, or an OpenStreetMap file).",
    ),
    "set.places.barriers_from_roads": ("道路文件中的阻隔", "barriers from roads"),
    "doc.places.barriers_from_roads": (
        "把道路文件里的河渠、铁路、高速公路当作阻隔，只用于按直线计算的户。",
        "Rivers, canals, railways and motorways of the roads' file are barriers, for those measured straight.",
    ),
    "set.places.matrix": ("步行距离表", "matrix"),
    "doc.places.matrix": (
        "自己的步行距离(户编号、党员编号、米)。表中有的户只按表计算，没列出的党员算走不到。",
        "Walking metres of the organiser's own (household_id, member_id, metres). A household in it is "
        "measured by it alone: members that it does not list are out of reach.",
    ),
    "set.places.snap_m": ("离路最远（米）", "snap (m)"),
    "doc.places.snap_m": (
        "离最近的道路超过这么多米的，步行距离按直线乘以绕行系数。",
        "Who is farther than this from every road is measured straight, times the detour factor.",
    ),
    "set.load.min": ("最少户数", "min load"),
    "doc.load.min": ("每名党员最少联几户(尽量做到)。", "Fewest households of a member (as far as possible)."),
    "set.load.target": ("目标户数", "target load"),
    "doc.load.target": ("每名党员大约联几户。", "About how many households a member should have."),
    "set.load.max": ("最多户数", "max load"),
    "doc.load.max": (
        "每名党员最多联几户。auto：从 load.auto_from 起，逐村放宽到够用为止，不超过 load.auto_to。",
        "Most households of a member. auto: load.auto_from, relaxed village by village "
        "as far as needed, up to load.auto_to.",
    ),
    "set.load.auto_from": ("自动上限起点", "automatic cap from"),
    "doc.load.auto_from": ("load.max 为 auto 时的起点。", "Where the automatic cap starts."),
    "set.load.auto_to": ("自动上限终点", "automatic cap to"),
    "doc.load.auto_to": ("load.max 为 auto 时最多放宽到几户。", "Where the automatic cap ends."),
    **_ROLE_TEXTS,
    "set.eligible.max_age": ("年龄上限", "age limit"),
    "doc.eligible.max_age": (
        "超过这个年龄的党员暂不安排；不填则不限。",
        "Members older than this do not serve; no limit where not set.",
    ),
    "set.eligible.away_may_serve": ("外出的也安排", "members away may serve"),
    "doc.eligible.away_may_serve": ("常年外出的党员也安排联户。", "Members who are away may serve."),
    "set.eligible.unfit_may_serve": ("身体欠佳的也安排", "members in poor health may serve"),
    "doc.eligible.unfit_may_serve": (
        "身体原因不便的党员也安排联户。",
        "Members in poor health may serve.",
    ),
    "set.circles.mode": ("服务圈", "circles"),
    "doc.circles.mode": (
        "soft：圈外的户仍由够得着的党员联系，并注明；strict：只联圈内的户；off：不划服务圈。",
        "soft: a household outside its circle keeps its member, and is marked; "
        "strict: only households inside are served; off: no circles.",
    ),
    "set.circles.limit_m": ("服务圈半径（米）", "circle limit (m)"),
    "doc.circles.limit_m": (
        "党员、农户到本圈中心最远多少米，正好等于也算；不填同 plan.limit_m，none 为不限(圈不出村)。",
        "Greatest distance of a member or household from the centre of its circle, inclusive; "
        "as plan.limit_m where not set, none: no limit (circles then stay inside the village).",
    ),
    "set.circles.max_households": ("每圈最多户数", "most households of a circle"),
    "doc.circles.max_households": (
        "每个服务圈最多多少户(党员自家不计)。",
        "Most households of a circle (members' own homes apart).",
    ),
    "set.circles.households": ("每圈大约户数", "households of a circle, about"),
    "doc.circles.households": (
        "每个服务圈(网格)大约多少户，最多可多四分之一；不填则圈数尽量少。",
        "About how many households a circle (grid) has, at most a quarter more; "
        "as few circles as will do where not set.",
    ),
    "set.circles.worth_households": ("值得多划一圈的户数", "households worth a circle"),
    "doc.circles.worth_households": (
        "圈尽量少划；多划一圈至少要让这么多户回到半径以内。",
        "As few circles as will do; one more is formed where it brings at least this many households inside.",
    ),
    "set.circles.per_village": ("每村圈数", "circles of a village"),
    "doc.circles.per_village": (
        "每村固定划几个服务圈；不填则按需要。",
        "Fixed number of circles of every village; as many as needed where not set.",
    ),
    "set.circles.team_min": ("每圈最少党员", "smallest team"),
    "doc.circles.team_min": (
        "每圈最少几名党员(附近不足的除外)。",
        "Fewest members of a circle (where so many are near).",
    ),
    "set.circles.team_max": ("每圈最多党员", "largest team"),
    "doc.circles.team_max": ("每圈最多几名党员。", "Most members of a circle."),
    "set.circles.leader_roles": ("带队人职务", "roles of leaders"),
    "doc.circles.leader_roles": (
        "带队人的职务；人不够时由下一职务代。",
        "Roles of those who lead a circle; where there are too few, the next role stands in.",
    ),
    "set.circles.deputies": ("每圈负责人数", "deputies of a circle"),
    "doc.circles.deputies": ("每圈几名负责人，如 2-3。", "How many deputies a circle has, such as 2-3."),
    "set.circles.deputy_roles": ("负责人职务", "roles of deputies"),
    "doc.circles.deputy_roles": (
        "负责人的职务；人不够时由下一职务代。",
        "Roles of the deputies; where there are too few, the next role stands in.",
    ),
    "set.circles.centres": ("圈中心", "centres"),
    "doc.circles.centres": (
        "members：以党员的家为中心；或一张列出可选中心点的表。",
        "members: a circle has its centre at a member's home; or a sheet with the points that may be one.",
    ),
    **_PAPERS,
    "set.weights.balance_m": ("均衡权重（米）", "balance weight (m)"),
    "doc.weights.balance_m": (
        "每差一户(平方计)折合多少米；越大各人户数越平均。",
        "Metres for one squared household off the target; larger means more even loads.",
    ),
    "set.weights.prefer_m": ("意向优先（米）", "preference bonus (m)"),
    "doc.weights.prefer_m": (
        "符合意向党员的，当作近了多少米。",
        "Metres that a wished-for pair is counted nearer.",
    ),
    "set.weights.same_group_m": ("同组优先（米）", "same-group bonus (m)"),
    "doc.weights.same_group_m": (
        "同组的，当作近了多少米。",
        "Metres that a pair of one group is counted nearer.",
    ),
    "set.weights.keep_m": ("维持原联系（米）", "keep bonus (m)"),
    "doc.weights.keep_m": (
        "原来就联系着的，当作近了多少米。",
        "Metres that a pair which exists already is counted nearer.",
    ),
    "choice.auto": ("自动", "auto"),
    "choice.village": ("本村", "village"),
    "choice.group": ("本组", "group"),
    "choice.township": ("本乡镇", "township"),
    "choice.anywhere": ("不限", "anywhere"),
    "choice.soft": ("放宽", "soft"),
    "choice.strict": ("严格", "strict"),
    "choice.off": ("不划", "off"),
    "choice.exclude": ("先不排", "exclude"),
    "rules.head": (
        "neighborgrid 规则。改等号右边的值；带 # 的行不起作用。用法：neighborgrid assign ... --rules 本文件",
        "Rules of neighborgrid. Change the values; lines with # have no effect. "
        "Use: neighborgrid assign ... --rules FILE",
    ),
    "rules.note": ("可取 {allowed}；默认 {default}。", "Takes {allowed}; default {default}."),
    "rules.origin": ("(现值来自 {origin})", "(from {origin})"),
    "rules.none": ("-", "-"),
    "rules.table.key": ("设置", "setting"),
    "rules.table.label": ("名称", "label"),
    "rules.table.default": ("默认", "default"),
    "rules.table.allowed": ("可取", "takes"),
    "rules.table.meaning": ("含义", "meaning"),
}
