"""Words of ``explain``: its help, households and shortages. GBK characters only."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "help.explain": (
        "说明一户由谁联系、换人要多少代价，或者为什么还在等。写户编号、户主、党员或缺口编号；不写就列出全部缺口。"
        "\n\n例：neighborgrid explain 分户安排.xlsx",
        "Say why this member, what the others would cost, or why a household waits. Name a household, its head, "
        "a member or a shortage; without one all shortages are listed.\n\nExample: neighborgrid explain plan.xlsx",
    ),
    "opt.plan": ("安排表(或各村安排表所在的文件夹)。", "Plan workbook, or the folder of its parts."),
    "opt.who": (
        "户编号、户主姓名、党员编号、党员姓名或缺口编号。",
        "Id or head of a household, id or name of a member, or id of a shortage.",
    ),
    "opt.member": ("只看党员：编号或姓名。", "Look for a member only: id or name."),
    "opt.all": ("把每一户写成一张表(分户说明.xlsx)。", "Write a sheet with every household."),
    "explain.no_plan": (
        "没有写安排表的文件名。先写安排表，例：neighborgrid explain {path} {id}。",
        "no plan workbook is named. Name it first, as in: neighborgrid explain {path} {id}.",
    ),
    "explain.no_plan_id": ("户编号", "ID"),
    "explain.several": (
        "一次只问一户；姓名里有空格的，请加引号。",
        "one household at a time; put a name with blanks in quotes.",
    ),
    "explain.blank": ("没有写编号或姓名。", "the id or name is blank."),
    "explain.uses": ("用本文件夹里的 {path}。", "The plan is {path} in this folder."),
    "explain.all_alone": (
        "--all 写全部的户，不再另写户或党员。",
        "--all is about every household and takes no id or name.",
    ),
    "explain.one_only": (
        "户和 --member 只能写一个。",
        "Give a household or --member, not both.",
    ),
    "explain.output_alone": ("-o 要和 --all 一起用。", "-o goes with --all."),
    "explain.joint": ("，", ", "),
    "explain.ids": ("、", ", "),
    "explain.bracket": ("（{text}）", " ({text})"),
    "explain.who": ("{name}（{text}）", "{name} ({text})"),
    "explain.role.member": ("普通党员", "member"),
    "explain.place": ("{village}{group}", "{village}{group}"),
    "explain.duty.leader": ("{circle}带队", "leads {circle}"),
    "explain.duty.deputy": ("{circle}负责", "deputy of {circle}"),
    "explain.duty.member": ("{circle}", "{circle}"),
    "explain.home": ("{id} {head} 家（{place}）", "{id}, household of {head} ({place})"),
    "explain.home_only": ("{id}（{place}）", "{id} ({place})"),
    "explain.important": (
        "重点户，先落实、多走访。",
        "A priority household: served first, visited more often.",
    ),
    "explain.served": ("联户党员：{who}，{metres}。", "Served by {who}, {metres}."),
    "explain.m.straight": ("直线 {metres} 米", "{metres} m in a straight line"),
    "explain.m.walking": ("步行约 {metres} 米", "about {metres} m on foot"),
    "explain.m.roads": (
        "沿路步行 {metres} 米（直线 {straight} 米）",
        "{metres} m on foot along the roads ({straight} m in a straight line)",
    ),
    "explain.m.matrix": (
        "步行 {metres} 米，按步行距离表（直线 {straight} 米）",
        "{metres} m on foot by your own table ({straight} m in a straight line)",
    ),
    "explain.m.no_way": (
        "直线 {straight} 米，步行走不通",
        "{straight} m in a straight line, no way on foot",
    ),
    "explain.m.unknown": ("距离不清楚", "distance not known"),
    "explain.m.estimated": (
        "这一户没有自己的位置，距离按所在组估计，待核实。",
        "The household has no position of its own: distances are estimated by its group.",
    ),
    "explain.outside": (
        "这一户在{circle}的半径之外，仍由够得着的党员联系。",
        "The household lies outside the radius of {circle} and is served all the same.",
    ),
    "explain.load": (
        "这名党员现联 {load} 户，最多 {cap} 户（党员本户不计）。",
        "Households of this member: {load} of at most {cap} (own homes are not counted).",
    ),
    "explain.load_weighted": (
        "这名党员现有工作量 {load}，最多 {cap}（党员本户不计）。",
        "Load of this member: {load} of at most {cap} (own homes are not counted).",
    ),
    "explain.wished": (
        "这一户的意向党员就是{who}，排户时优先照顾。",
        "The household wishes for {who}, and wishes weigh in the plan.",
    ),
    "explain.kept": (
        "这一户原来就由{who}联系，排户时尽量不换。",
        "The household was served by {who} already, and the plan keeps pairs where it can.",
    ),
    "explain.same_group": (
        "{who}和这一户同组，排户时同组优先。",
        "{who} is of the same group, and groups weigh in the plan.",
    ),
    "explain.higher": (
        "代价这样读：数字越大越不划算，带减号的更划算。",
        "How to read a price: the higher, the worse; with a minus it is a gain.",
    ),
    "explain.chain": (
        "换成{who}，另要：{moves}。",
        "With {who}, others move too: {moves}.",
    ),
    "explain.chain_move": ("把 {id} 由 {before} 改给 {after}", "{id} from {before} to {after}"),
    "explain.chain_wait": ("{id} 不再由 {before} 联系、改为待落实", "{id} leaves {before} and waits"),
    "explain.chain_join": ("{id} 由 {after} 联系", "{id} goes to {after}"),
    "explain.price.over": ("超上限", "above cap"),
    "explain.col.alone": ("只改这一户", "this edit alone"),
    "explain.col.weighted": ("工作量/上限", "load/cap"),
    "explain.own_home": (
        "这是党员{who}的本户，由本人照应，不受距离和户数限制，也不占名额。",
        "This is the own home of {who}: exempt from distance and load, and it takes no capacity.",
    ),
    "explain.vacant": (
        "这是空户：列在表中，不安排联户党员，也不计入覆盖率。",
        "This house is vacant: it is listed, not served, and not counted.",
    ),
    "explain.row_error": (
        "这一行没有排进来，要先补正：{place}。改好后重新运行 neighborgrid assign。",
        "This row was set aside and has to be mended first: {place}. Then run neighborgrid assign again.",
    ),
    "explain.locked": (
        "这一户指定由{who}联系，所以没有考虑别人。要比较别人，先清空“指定党员”一格，再重新排户。",
        "This household is locked to {who}, so nobody else is considered. To compare others, clear the cell "
        "lock and plan again.",
    ),
    "explain.away": (
        "这一户外出：平时电话联系，不占名额，换人只看远近。",
        "This household is away: it is linked by phone and takes no capacity, so only distance counts.",
    ),
    "explain.unequal": (
        "这一带各户工作量不等，换人的代价只能大致说：下面只列距离和名额。",
        "Loads are unequal here, so the price of a switch cannot be told exactly: distances and room only.",
    ),
    "explain.not_lawful": (
        "眼下这样安排不合规则。换人的代价改同最好的安排相比。",
        "The present pair breaks a rule; prices are against the best plan.",
    ),
    "explain.locked_other": (
        "这一户指定由{who}联系，和现在的安排不一致；有指定，就没有考虑别人。",
        "This household is locked to {who}, not to who serves it now; nobody else is considered.",
    ),
    "explain.next_member": (
        "要看这名党员：neighborgrid explain {path} --member {id}",
        "To see this member: neighborgrid explain {path} --member {id}",
    ),
    "explain.not_best": (
        "这份安排不是这一带最好的安排（可能有人改动过）。代价是这样比的：这一户不动、其余重新排到最好，"
        "和这一户换人、其余重新排到最好，相差多少。",
        "The plan is not the best one here (somebody may have changed it). Prices compare the best plan in which "
        "this household stays with the best one in which it moves.",
    ),
    "explain.could_price": (
        "“换人的代价”是路程和均衡合计的米数，其余各户跟着作最省的调整；哪一户因此改为待落实，另外写明。",
        "The price is metres of distance and balance in all, everybody else moved for the best; "
        "a household that would wait instead is named.",
    ),
    "explain.alone": (
        "“只改这一户”是别人都不动时的代价；“超上限”的，要有人让出名额才行。",
        "'This edit alone' moves nobody else; 'above cap': somebody has to make room first.",
    ),
    "explain.others": (
        "也够得着这一户的党员 {count} 名：",
        "Other members who reach this household: {count}",
    ),
    "explain.instead": (
        "由谁来联系，就要另有一户让出来、改为待落实：",
        "For each of them to serve it, another household would have to wait instead:",
    ),
    "explain.is_nearest": (
        "这是够得着的党员里最近的一名。",
        "This is the nearest of the members who may serve it.",
    ),
    "explain.no_others": ("没有别的党员能联系这一户。", "No other member can serve this household."),
    "explain.col.member_id": ("党员编号", "member_id"),
    "explain.col.name": ("姓名", "name"),
    "explain.col.metres": ("距离（米）", "metres"),
    "explain.col.load": ("现联/最多", "load/most"),
    "explain.col.price": ("换人的代价", "price"),
    "explain.col.room": ("名额", "room"),
    "explain.col.moves": ("牵动", "others move"),
    "explain.col.yields": ("改为待落实", "would wait"),
    "explain.col.household_id": ("户编号", "household_id"),
    "explain.col.head": ("户主", "head"),
    "explain.col.group": ("组", "group"),
    "explain.col.role": ("职务", "role"),
    "explain.col.remark": ("备注", "remark"),
    "explain.col.shortage_id": ("缺口编号", "shortage_id"),
    "explain.col.village": ("村", "village"),
    "explain.col.households": ("户数", "households"),
    "explain.col.members": ("党员", "members"),
    "explain.col.capacity": ("可联", "capacity"),
    "explain.col.short": ("缺", "short"),
    "explain.col.remedy": ("办法之一", "one remedy"),
    "explain.room.yes": ("有", "yes"),
    "explain.room.no": ("联满", "full"),
    "explain.moves": ("{count} 户", "{count}"),
    "explain.more": ("……另有 {count} 行，用 -v 全部列出。", "... more rows: {count} (-v shows all)."),
    "explain.price.priority+": ("多 {count} 户重点户待落实", "{count} more waiting (priority)"),
    "explain.price.priority-": ("少 {count} 户重点户待落实", "{count} fewer waiting (priority)"),
    "explain.price.households+": ("多 {count} 户待落实", "{count} more waiting"),
    "explain.price.households-": ("少 {count} 户待落实", "{count} fewer waiting"),
    "explain.price.shortfall+": ("离最少户数多差 {count} 户", "{count} more short of the minimum"),
    "explain.price.shortfall-": ("离最少户数少差 {count} 户", "{count} fewer short of the minimum"),
    "explain.price.outside+": ("多 {count} 户在圈外", "{count} more outside circles"),
    "explain.price.outside-": ("少 {count} 户在圈外", "{count} fewer outside circles"),
    "explain.price.metres": ("{metres} 米", "{metres} m"),
    "explain.price.little+": ("多不到 1 米", "less than 1 m more"),
    "explain.price.little-": ("省不到 1 米", "less than 1 m less"),
    "explain.price.same": ("一样", "the same"),
    "explain.nearest": (
        "最近的是{who}，{metres} 米；换过去的代价：{price}{moves}。",
        "The nearest is {who}, {metres} m away; the price of switching: {price}{moves}.",
    ),
    "explain.nearest_better": (
        "最近的是{who}，{metres} 米；换过去更好：{price}{moves}。",
        "The nearest is {who}, {metres} m away; switching is better: {price}{moves}.",
    ),
    "explain.nearest_same": (
        "最近的是{who}，{metres} 米；换过去总的一样{moves}。",
        "The nearest is {who}, {metres} m away; on the whole it comes to the same{moves}.",
    ),
    "explain.nearest_plain": (
        "最近的是{who}，{metres} 米，{room}。",
        "The nearest is {who}, {metres} m away: {room}.",
    ),
    "explain.room_left": ("还有名额", "there is room"),
    "explain.room_none": ("已联满", "no room is left"),
    "explain.and_moves": ("，并牵动 {count} 户", ", others who move: {count}"),
    "explain.barred": (
        "{limit} 米内不能安排给这一户的，有 {count} 名：",
        "Within {limit} m, but not for this household: {count}",
    ),
    "explain.barred_near": (
        "直线 {limit} 米内不能安排给这一户的，有 {count} 名：",
        "Within {limit} m in a straight line, but not for this household: {count}",
    ),
    "explain.barred_far": ("  {who}，直线 {metres} 米：{why}", "  {who}, {metres} m straight: {why}"),
    "explain.barred_line": ("  {who}，{metres} 米：{why}", "  {who}, {metres} m: {why}"),
    "explain.bar.excluded": ("暂不安排（{reason}）", "does not serve ({reason})"),
    "explain.bar.boundary": ("在{place}，不在联户范围", "of {place}, across the boundary"),
    "explain.bar.avoid": ("这一户需回避", "this household avoids this member"),
    "explain.bar.far": ("步行 {metres} 米，超过上限", "{metres} m on foot, beyond the limit"),
    "explain.bar.noway.straight": ("隔着河渠等，不通", "a barrier in between"),
    "explain.bar.noway.roads": ("沿路走不到", "no way along the roads"),
    "explain.bar.noway.matrix": ("按步行距离表走不到", "no way in your own table of metres"),
    "explain.bar.load": ("这一户的工作量超过其最多户数", "the household's load is above the cap"),
    "explain.bar.circle": (
        "这一户在其服务圈的半径之外",
        "the household is outside the radius of that circle",
    ),
    "explain.barred_more": ("  ……另有 {count} 名，用 -v 全部列出。", "  ... {count} more: -v shows all."),
    "explain.why.no_coordinates": (
        "还在等：这一户没有位置，也没有所在的组，量不出距离。请补上经纬度或所在的组，再重新排户。",
        "Waiting: the household has neither position nor group, so nothing can be measured. Add one and plan again.",
    ),
    "explain.why.lock_conflict": (
        "还在等：指定的党员{who}不能联系这一户，因为{rule}。请改换或清空“指定党员”一格。",
        "Waiting: it is locked to {who}, who cannot serve it: {rule}. Change or clear the lock.",
    ),
    "explain.why.no_member_in_range": (
        "还在等：{limit} 米内一名党员也没有。",
        "Waiting: there is no member at all within {limit} m.",
    ),
    "explain.why.only_ineligible_in_range": (
        "还在等：{limit} 米内的党员都暂不安排。",
        "Waiting: nobody of those within {limit} m serves.",
    ),
    "explain.why.outside_boundary": (
        "还在等：{limit} 米内有党员，但都不在联户范围。",
        "Waiting: members are within {limit} m, but across the boundary.",
    ),
    "explain.why.avoided": (
        "还在等：{limit} 米内能安排的党员，这一户都需回避。可以同这一户商量。",
        "Waiting: the household avoids all members within {limit} m who could serve it. It may be worth asking.",
    ),
    "explain.why.blocked": (
        "还在等：直线 {limit} 米内有党员，但步行走不通，或者超过 {limit} 米。",
        "Waiting: members are within {limit} m in a straight line, but there is no way on foot of {limit} m.",
    ),
    "explain.why.load_too_large": (
        "还在等：这一户的工作量（{load}）超过附近每名党员的最多户数。请减小工作量，或提高最多户数。",
        "Waiting: its load ({load}) is above the cap of every member near. Lower it, or raise a cap.",
    ),
    "explain.why.outside_circles": (
        "还在等：附近党员的服务圈都够不着这一户。请调整服务圈，或改用 --circles soft。",
        "Waiting: no circle of the members near reaches it. Change the circles, or plan with --circles soft.",
    ),
    "explain.why.members_full": (
        "还在等：够得着这一户的 {count} 名党员都联满了。",
        "Waiting: whoever reaches this household is full (members: {count}).",
    ),
    "explain.why.": (
        "还在等，其实有人可以联系：{who}，{metres} 米，还有名额。在“分户安排”表里填上这名党员就行。",
        "Waiting, though somebody could serve it: {who}, {metres} m, has room. Enter this member in Households.",
    ),
    "explain.why.nobody": (
        "还在等。重新排户，或在“分户安排”表里填上一名党员。",
        "Waiting. Plan again, or enter a member in Households.",
    ),
    "explain.unknown_lock": ("（名单里没有）", "(not on the list)"),
    "explain.nearest_any": (
        "最近的党员是{who}，{metres} 米{place}。",
        "The nearest member is {who}, {metres} m away{place}.",
    ),
    "explain.nearest_walk": (
        "直线最近的党员是{who}，直线 {straight} 米，步行 {metres} 米{place}。",
        "The nearest member in a straight line is {who}, {straight} m away, {metres} m on foot{place}.",
    ),
    "explain.nearest_no_way": (
        "直线最近的党员是{who}，直线 {straight} 米，步行走不通{place}。",
        "The nearest member in a straight line is {who}, {straight} m away, with no way on foot{place}.",
    ),
    "explain.of_place": ("，在{place}", ", of {place}"),
    "explain.wider": (
        "距离上限放到 {limit} 米，才够得着这名党员。",
        "A limit of {limit} m would reach this member.",
    ),
    "explain.wider_walk": (
        "步行距离上限放到 {limit} 米，才够得着{who}。",
        "A limit of {limit} m would reach {who} on foot.",
    ),
    "explain.widen_boundary": (
        "放宽联户范围（--within），这些党员才能联系这一户。",
        "With a wider boundary (--within) they could serve it.",
    ),
    "explain.if_excluded": (
        "其中谁能参加，这一户就可能有着落。",
        "If one of them could serve, so might this household be served.",
    ),
    "explain.overview": (
        "人手缺口 {count} 处，共缺 {short} 户（附近党员已联满的户）：",
        "Shortages: {count}, households short: {short} (members near are full):",
    ),
    "explain.nothing_waits": (
        "没有待落实的户，{rows} 户都有联户党员。",
        "No household waits: everyone has a member (households: {rows}).",
    ),
    "explain.waiting": ("待落实 {total} 户，按原因：", "Households waiting: {total}, by reason:"),
    "explain.waiting_line": ("  {reason} {count} 户", "  {reason}: {count}"),
    "explain.waiting_example": ("，例如 {id}", ", as {id}"),
    "explain.reason.": ("有人可以联系，重新排户即可", "somebody could serve them: plan again"),
    "explain.next_overview": (
        "要看全部缺口：neighborgrid explain {path}",
        "To see all shortages: neighborgrid explain {path}",
    ),
    "explain.also": (
        "党员中也有这个名字或编号：{ids}。要看党员：neighborgrid explain {path} --member {id}",
        "A member goes by it too: {ids}. To see the member: neighborgrid explain {path} --member {id}",
    ),
    "explain.breach": (
        "按这份安排的现状说明；其中有不合规则的地方：",
        "Explained as it stands; it breaks a rule:",
    ),
    "explain.next_one": (
        "要看一户：neighborgrid explain {path} {id}",
        "To see a household: neighborgrid explain {path} {id}",
    ),
    "explain.next_shortage": (
        "要看一处缺口的全部办法：neighborgrid explain {path} {id}",
        "To see all remedies of a shortage: neighborgrid explain {path} {id}",
    ),
    "explain.next_recruit": (
        "最少再请几名党员、请在哪里合适：neighborgrid recruit {path}",
        "The fewest new members, and where: neighborgrid recruit {path}",
    ),
    "explain.next_again": (
        "重新排户即可：neighborgrid assign 农户表 党员表",
        "Plan again: neighborgrid assign HOUSEHOLDS MEMBERS",
    ),
    "explain.next_assign": (
        "改好后重新排户：neighborgrid assign 农户表 党员表",
        "Then plan again: neighborgrid assign HOUSEHOLDS MEMBERS",
    ),
}
