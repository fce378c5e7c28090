"""Texts and findings of recruiting. GBK characters only."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "help.recruit": (
        "最少再请几名党员就能达到要求的覆盖率、在哪些住户附近物色；不加人时放宽上限或距离能到多少。"
        "\n\n例：neighborgrid recruit 分户安排.xlsx -o 增补建议.xlsx",
        "The fewest additional members that reach a coverage, and near which homes to look for them; "
        "or what a greater cap or limit would do.\n\nExample: neighborgrid recruit plan.xlsx -o recruits.xlsx",
    ),
    "opt.recruit_coverage": (
        "要达到的覆盖率，百分数。不写就按能达到的最高覆盖率（一般是 100）。",
        "Coverage to reach, in percent. Without it: 100, or as far as anybody new can help.",
    ),
    "opt.recruit_cap": (
        "新党员每人最多联几户。默认同本村上限。",
        "Most households of a new member. Default: the village's cap.",
    ),
    "stage.recruit": ("正在推算要增加的党员……", "Looking for the fewest new members ..."),
    "recruit.name": ("增补建议", "recruits"),
    "recruit.now": (
        "{rows} 户，已落实 {served} 户（{pct}%），没有落实 {waiting} 户。",
        "Households: {rows}; served: {served} ({pct} %), not: {waiting}.",
    ),
    "recruit.replan": (
        "人不变，重新运行 assign 就能落实 {served} 户（{pct}%）。",
        "With the same people, assign run again serves {served} ({pct} %).",
    ),
    "recruit.replan_circles": (
        "不计服务圈，这些党员最多能落实 {served} 户（{pct}%）。",
        "Circles left out of account, the same people can serve {served} ({pct} %).",
    ),
    "recruit.ladder": (
        "不加人，只放宽距离或每人上限，覆盖率（%）能到多少（服务圈不计在内）：",
        "Coverage (%) without anybody new, at greater limits and caps (circles left out of account):",
    ),
    "recruit.limit": ("距离（米）", "limit m"),
    "recruit.caps_now": ("上限不变", "caps as now"),
    "recruit.cap": ("上限 {cap}", "cap {cap}"),
    "recruit.marks": (
        "* 现在的规则；√ 表中最先达到 {wanted}% 的一格。",
        "* the rules of today; √ the first cell that reaches {wanted} %.",
    ),
    "recruit.marks_none": (
        "* 现在的规则；表中没有一格达到 {wanted}%。",
        "* the rules of today; no cell reaches {wanted} %.",
    ),
    "recruit.at_least": (
        "各户工作量不等：表中的数是至少能到的。",
        "Loads are unequal: the table says what is reached at least.",
    ),
    "recruit.instead": (
        "不加人也能达到 {wanted}%（表中各档里最小的一档）：\n  {command}",
        "To reach {wanted} % without anybody new (the least of the steps in the table):\n  {command}",
    ),
    "recruit.own_caps": (
        "其中 {count} 名党员在名册里另填了上限，--max-load 不改它们：请把“最多户数”改成 {cap}。",
        "Members whose own max_load is lower: {count}; --max-load does not lift it, so type {cap} there.",
    ),
    "recruit.fraction": (
        "--coverage 按 {read}% 计；要 {meant}%，请写 {meant}。",
        "--coverage was read as {read} %; {meant} % is typed as {meant}.",
    ),
    "recruit.nobody_waits": (
        "户户都已落实，不需要增加党员。",
        "Every household is served; nobody new is needed.",
    ),
    "recruit.reached": (
        "已达到 {wanted}%，不需要增加党员。",
        "{wanted} % is reached; nobody new is needed.",
    ),
    "recruit.reached_anew": (
        "重新运行 assign 就能达到 {wanted}%，不需要增加党员。",
        "Running assign again reaches {wanted} %; nobody new is needed.",
    ),
    "recruit.reached_circles": (
        "不划服务圈重新排户，就能达到 {wanted}%，不需要增加党员。",
        "Assigning without circles reaches {wanted} %; nobody new is needed.",
    ),
    "recruit.useless": (
        "增加党员帮不上这些户，请先按原因处理。",
        "New members do not help them; see to the reasons first.",
    ),
    "recruit.unreachable": (
        "只靠增加党员到不了 {wanted}%：有 {count} 户要先按原因处理（{reasons}）。\n最多能到 {pct}%，以下按 {pct}% 算。",
        "New members alone do not reach {wanted} %. Households that need something else: {count}\n({reasons}). "
        "The most is {pct} %, which is what follows.",
    ),
    "recruit.answer": (
        "达到 {wanted}%，最少还需 {count} 名党员（下界 {bound}，不能再少）。可在这些住户附近物色：",
        "Fewest new members to reach {wanted} %: {count} (lower bound {bound}: fewer cannot do). "
        "Look near these homes:",
    ),
    "recruit.answer_gap": (
        "达到 {wanted}%，再有 {count} 名党员就够（下界 {bound}，也许还能少 {gap} 名）。可在这些住户附近物色：",
        "New members to reach {wanted} %: {count} (lower bound {bound}; {gap} fewer might do). "
        "Look near these homes:",
    ),
    "recruit.answer_estimate": (
        "达到 {wanted}%，再有 {count} 名党员就够（各户工作量不等，这是偏多的估计）。可在这些住户附近物色：",
        "New members to reach {wanted} %: {count} (loads are unequal: an upper estimate). "
        "Look near these homes:",
    ),
    "recruit.col.number": ("序", "no."),
    "recruit.col.township": ("乡镇", "township"),
    "recruit.col.village": ("村", "village"),
    "recruit.col.group": ("组", "group"),
    "recruit.col.household_id": ("户编号", "household_id"),
    "recruit.col.near_id": ("附近户编号", "look near (id)"),
    "recruit.col.near_head": ("附近户主", "its head"),
    "recruit.col.waiting": ("可联待落实户", "waiting helped"),
    "recruit.col.households": ("共联户（含本户）", "in all, with own"),
    "recruit.col.max_load": ("每人上限", "cap"),
    "recruit.col.note": ("说明", "note"),
    "recruit.col.members": ("需增加党员", "new members"),
    "recruit.col.reason": ("原因", "reason"),
    "recruit.col.count": ("户数", "households"),
    "recruit.col.remedy": ("办法", "remedy"),
    "recruit.col.about": ("说明", "about this workbook"),
    "recruit.about.target": ("要达到的覆盖率：{wanted}%。", "Coverage wanted: {wanted} %."),
    "recruit.about.most": (
        "只靠增加党员最多能到 {pct}%，本表按 {pct}% 算。",
        "With new members alone the most is {pct} %, which this workbook goes by.",
    ),
    "recruit.about.count": (
        "需增加党员 {count} 名；下界 {bound} 名，少于这个数一定不够。",
        "New members: {count}; lower bound: {bound}. Fewer than the bound cannot do.",
    ),
    "recruit.about.estimate": (
        "需增加党员 {count} 名；各户工作量不等，这是偏多的估计。",
        "New members: {count}; loads are unequal, so this is an upper estimate.",
    ),
    "recruit.about.then": (
        "增加后：已落实 {served} 户，覆盖率 {pct}%。",
        "Then served: {served}, coverage {pct} %.",
    ),
    "recruit.legend.today": ("现在的规则", "the rules of today"),
    "recruit.legend.goal": ("表中最先达到 {wanted}% 的一格", "the first cell that reaches {wanted} %"),
    "recruit.doubt": ("位置待核实", "position not verified"),
    "recruit.frees": ("腾出附近党员的名额", "frees room of members near"),
    "recruit.more": ("……另有 {count} 个村。", "... more villages: {count}."),
    "recruit.list": (
        "逐名的住户编号：加 -o 写成工作簿，或用 --format csv。",
        "The homes one by one: -o writes them to a workbook, --format csv prints them.",
    ),
    "recruit.ask": (
        "以上只按距离和户数推算位置；具体请谁，由村里商量，本人自愿。",
        "These are places by distance and numbers alone; whom to ask is for the village,\n"
        "and for the person asked.",
    ),
    "recruit.then": (
        "增加后：已落实 {served} 户，覆盖率 {pct}%；原来已落实的户都可以不换党员。",
        "Then served: {served}, coverage {pct} %; nobody served today has to change.",
    ),
    "recruit.then_moved": (
        "增加后：已落实 {served} 户，覆盖率 {pct}%；原来已落实的户中，{moved} 户要换联户党员。",
        "Then served: {served}, coverage {pct} %; served today and given another member: {moved}.",
    ),
    "recruit.keep": (
        "重新排户可能调整谁联谁；想尽量不动，先运行下面这行，把党员加在那里的名册上，再排那个文件夹：\n"
        "  neighborgrid template --from {plan} -o 文件夹",
        "Planning anew may change who serves whom. To keep pairs where possible, run this first,\n"
        "add the members to the sheets there and plan that folder:\n"
        "  neighborgrid template --from {plan} -o FOLDER",
    ),
    "recruit.left": (
        "仍有 {count} 户没有落实：{reasons}。",
        "Still not served: {count} ({reasons}).",
    ),
    "recruit.circles": (
        "以上不计服务圈，重新排户时服务圈会一并重划。",
        "Circles are left out of account; assign forms them anew.",
    ),
    "recruit.next": (
        "下一步：把请到的党员写进党员名册（本户编号填他自己家的户编号{own}），再运行：\n  {command}",
        "Next: add those who agree to the member sheet (home_household_id: their own home{own}), then run:\n"
        "  {command}",
    ),
    "recruit.next_cap": ("，最多户数填 {cap}", "; max_load: {cap}"),
    "recruit.where": (
        "这些表不在安排旁边，请写上它们所在的文件夹。",
        "These sheets do not lie beside the plan: type the folder in which they are.",
    ),
    "recruit.next_again": (
        "下一步：{command}",
        "Next: {command}",
    ),
    "recruit.sheets": ("农户表.xlsx 党员名册.xlsx", "households.xlsx members.xlsx"),
    "recruit.tab.list": ("增补建议", "Recruits"),
    "recruit.tab.villages": ("分村", "By village"),
    "recruit.tab.coverage": ("覆盖率", "Coverage"),
    "recruit.tab.about": ("说明", "About"),
    "recruit.tab.ladder": (
        "覆盖率（%）：不加人，只放宽距离或每人上限能到多少（服务圈不计在内）。",
        "Coverage (%) without anybody new, at greater limits and caps (circles left out of account).",
    ),
    "recruit.tab.left": ("仍待落实", "Still waiting"),
}

FINDINGS: Final[dict[str, Sentence]] = {
    "NG221": Sentence(
        "error",
        ("{flag} 不能是 {value}。", "可以取：{allowed}。"),
        ("{flag} cannot be {value}.", "It takes: {allowed}."),
    ),
    "NG222": Sentence(
        "warning",
        (
            "这份安排有 {count} 处不合规则，第一处列在下面；增补的人数按规则推算，可能与现状有出入。",
            "请先运行 neighborgrid validate 逐处核对。",
        ),
        (
            "Breaches of rules in this plan: {count}, the first of which follows; "
            "the numbers go by the rules and may differ from what stands.",
            "Run neighborgrid validate and look at each place first.",
        ),
    ),
    "NG265": Sentence(
        "note",
        (
            "步行距离表里没有新党员：他们走到各户的距离，按道路或直线推算。",
            "请到人以后，把距离补进步行距离表，再重新排户。",
        ),
        (
            "The table of walking metres knows no new members: theirs are those of the roads or straight lines.",
            "Add the metres of those who agree to the table, and plan again.",
        ),
    ),
    "NG223": Sentence(
        "note",
        ("有的户工作量不是 1：增加的人数是偏多的估计，没有下界可证。", ""),
        ("Some loads are not 1: the number of new members is an upper estimate, without a bound.", ""),
    ),
}
