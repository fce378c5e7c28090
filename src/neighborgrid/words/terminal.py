"""Texts of the terminal: places, results, help. GBK characters only."""

from __future__ import annotations

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "place.file": ("{file}", "{file}"),
    "place.sheet": ("“{sheet}”", 'sheet "{sheet}"'),
    "place.row": ("第 {row} 行", "row {row}"),
    "place.column": (" {column} 列", "column {column}"),
    "place.joint": ("", ", "),
    "place.colon": ("：", ": "),
    "stage.pairs": ("正在量距离……", "Measuring distances ..."),
    "stage.assign": ("正在安排……", "Assigning ..."),
    "stage.circles": ("正在划服务圈……", "Forming circles ..."),
    "stage.assign_circles": ("正在按服务圈安排……", "Assigning within circles ..."),
    "stage.tables": ("正在整理表格……", "Making the tables ..."),
    "cli.interrupted": ("已中断，没有留下写了一半的文件。", "Interrupted; no half-written file was left."),
    "cli.bug": (
        "程序出了差错，您的表没有改动。请把 {file} 发给维护人员（里面没有姓名、电话和住址）。",
        "The program failed; your sheets are unchanged. "
        "Please send {file} to the maintainers (it holds no names, phones or addresses).",
    ),
    "cli.more_findings": (
        "  另有 {count} 处，用 -v 全部列出，或用 neighborgrid check -o 写成表。",
        "  {count} more: -v lists them all, neighborgrid check -o writes them to a workbook.",
    ),
    "cli.strict": (
        "有需要核对的地方，按 --strict 没有排户。",
        "There are cells to look at; with --strict nothing was planned.",
    ),
    "assign.stopped": ("没有排户，原因如下：", "Nothing was planned, because:"),
    "check.frames_untold": (
        "位置太少，核对不了两张表的坐标系是否一致。",
        "There are too few positions to tell whether both sheets have the same frame of coordinates.",
    ),
    "cli.written": ("已写入 {file}。", "Wrote {file}."),
    "cli.written_many": (
        "已写入 {count} 个文件，在文件夹 {folder}。",
        "Wrote {count} files to the folder {folder}.",
    ),
    "cli.marked": ("已写入标记好的副本 {file}。", "Wrote the marked copy {file}."),
    "cli.next_validate": (
        "要换人，改“联户党员”一列；改完运行：neighborgrid validate {path}",
        "To change somebody, edit the column member_name or member_id; then run: neighborgrid validate {path}",
    ),
    "cli.next_assign": ("下一步：neighborgrid assign {paths}", "Next: neighborgrid assign {paths}"),
    "cli.coverage_missed": (
        "覆盖率 {coverage}%，低于要求的 {wanted}%。",
        "Coverage is {coverage} %, below the {wanted} % asked for.",
    ),
    "check.name": ("待核对.xlsx", "findings.xlsx"),
    "check.clean": ("没有需要核对的地方。", "Nothing needs a look."),
    "check.count": (
        "需要核对 {count} 处。加 -o {name} 可写成表。这些问题不影响其余各户。",
        "{count} things need a look. Add -o {name} to get them as a workbook. All other households are unaffected.",
    ),
    "check.written": (
        "需要核对 {count} 处，已写入 {file}。这些问题不影响其余各户。",
        "{count} things need a look, written to {file}. All other households are unaffected.",
    ),
    "check.read": (
        "读入 {files} 个文件：农户 {households} 户，党员 {members} 名。",
        "Read {files} files: {households} households, {members} members.",
    ),
    "check.tab": (
        "{place}：{kind} {count} 行，表头在第 {row} 行。",
        "{place}: {kind}: {count}, header in row {row}.",
    ),
    "check.ledger": ("对账：{place}：表内 {rows} 行 = {parts}。", "Ledger: {place}: {rows} rows = {parts}."),
    "check.matched": ("  认出的列：{pairs}", "  Columns understood: {pairs}"),
    "check.not_read": ("  没有读取的列：{headers}（排户用不着）", "  Not read: {headers} (not needed)"),
    "check.part.households": ("农户 {count}", "households {count}"),
    "check.part.members": ("党员 {count}", "members {count}"),
    "check.part.duplicates": ("重复 {count}", "duplicates {count}"),
    "check.part.subtotals": ("合计 {count}", "subtotals {count}"),
    "check.part.notes": ("说明 {count}", "notes {count}"),
    "check.part.blanks": ("空行 {count}", "blank {count}"),
    "check.part.set_aside": ("暂放 {count}", "set aside {count}"),
    "validate.existing": (
        "没有方案工作簿，按表中现有的联户安排核对。",
        "There is no plan workbook; the allocation in the sheets is audited.",
    ),
    "validate.good": ("核对通过：没有违反规则的地方。", "The audit passed: no rule is broken."),
    "validate.bad": ("核对未通过，请按上面所列改正。", "The audit failed; please mend what is listed above."),
    "validate.rewritten": (
        "已把由方案推算的各格重新写入 {file}。",
        "Recomputed and rewrote the derived cells of {file}.",
    ),
    "template.next": (
        "填好后运行：neighborgrid check {paths}",
        "Fill them in, then run: neighborgrid check {paths}",
    ),
    "demo.scenario": ("样例：{title}，文件在 {folder}。", "Sample: {title}, files in {folder}."),
    "demo.step": ("\n> {command}", "\n> {command}"),
    "overview.empty": (
        "这个文件夹里没有表格。先运行 neighborgrid demo 看一遍样例，或运行 neighborgrid template 得到空表。",
        "There are no sheets in this folder. Run neighborgrid demo to see a sample, "
        "or neighborgrid template for empty sheets.",
    ),
    "overview.none": (
        "没有认出农户表和党员表。运行 neighborgrid template 可得到空表。",
        "No household or member sheet was recognised. neighborgrid template makes empty ones.",
    ),
    "overview.file": ("{file}：{kind}", "{file}: {kind}"),
    "overview.plan": ("方案工作簿", "plan workbook"),
    "overview.households": ("农户表", "household sheet"),
    "overview.members": ("党员表", "member sheet"),
    "overview.both": ("农户表和党员表", "household and member sheets"),
    "overview.other": ("其他", "other"),
    "overview.next": ("下一步：neighborgrid check {paths}", "Next: neighborgrid check {paths}"),
    "help.app": (
        "把每一户安排给 500 米以内的一名党员。资料只在本机处理。",
        "Give every household one named member within 500 metres. All data stay on this machine.",
    ),
    "help.check": (
        "读表并说明：认出了什么、对账、要核对的每一格。\n\n例：neighborgrid check 农户表.xlsx 党员名册.xlsx -o 待核对.xlsx",
        "Say what was understood, the ledger, and every cell to look at.\n\n"
        "Example: neighborgrid check households.xlsx members.xlsx -o findings.xlsx",
    ),
    "help.assign": (
        "排户：读表，写出方案工作簿。\n\n例：neighborgrid assign 农户表.xlsx 党员名册.xlsx -o 分户安排.xlsx",
        "Plan: read the sheets, write the plan workbook.\n\n"
        "Example: neighborgrid assign households.xlsx members.xlsx -o plan.xlsx",
    ),
    "help.validate": (
        "独立核对方案，或核对表中现有的安排。\n\n例：neighborgrid validate 分户安排.xlsx",
        "Audit a plan independently, or the allocation that exists in plain sheets.\n\n"
        "Example: neighborgrid validate plan.xlsx",
    ),
    "help.template": (
        "写出空表，或按方案预先填好的表。\n\n例：neighborgrid template -o 新表",
        "Write empty sheets, or sheets prefilled from a plan.\n\nExample: neighborgrid template -o new",
    ),
    "help.rules": (
        "列出实际生效的规则，逐项说明。\n\n例：neighborgrid rules -o 规则.toml",
        "List the effective rules with comments.\n\nExample: neighborgrid rules -o rules.toml",
    ),
    "help.demo": (
        "写出样例村的表，再从头到尾做一遍。\n\n例：neighborgrid demo",
        "Write the sheets of a sample village, then do the whole job on them.\n\nExample: neighborgrid demo",
    ),
    "opt.paths": ("表格文件、文件夹或通配符。", "Spreadsheets, folders or patterns."),
    "opt.output": ("写到哪里（文件或文件夹）。", "Where to write (file or folder)."),
    "opt.quiet": ("只显示结果和错误。", "Show only the result and errors."),
    "opt.verbose": ("列出每一处要核对的地方。", "List every finding."),
    "opt.color": ("是否用颜色。", "Whether to use colour."),
    "opt.format": ("结果的形式。", "Form of the result on stdout."),
    "opt.lang": ("写出的文件用中文还是英文。", "Language of the files written."),
    "opt.rules": (
        "规则文件（TOML 或带“规则”表的工作簿）。",
        "Rules file (TOML, or a workbook with a tab Rules).",
    ),
    "opt.preset": ("预设规则：yuanshi、dongshan。", "Preset rules: yuanshi, dongshan."),
    "opt.set": ("设置任一条规则，可重复。", "Set any rule; may be repeated."),
    "opt.column": (
        "指定某列是什么，如 花名册.phone=电话2，可重复。",
        "Say which header a column key is, as in households.phone=tel2; may be repeated.",
    ),
    "opt.within": ("联户范围。", "Boundary inside which a member serves."),
    "opt.limit": ("距离上限，米，含。默认 500。", "Distance limit in metres, inclusive. Default 500."),
    "opt.detour": ("步行与直线之比。默认 1.0。", "Walking over straight-line distance. Default 1.0."),
    "opt.min_load": ("每名党员最少户数。默认 0。", "Fewest households of a member. Default 0."),
    "opt.target_load": ("每名党员目标户数。默认 10。", "Target households of a member. Default 10."),
    "opt.max_load": (
        "每名党员最多户数，或 auto（12 起，逐村放宽到够用，至 20）。",
        "Most households of a member, or auto (12, relaxed by village as needed up to 20).",
    ),
    "opt.balance": ("均衡权重，米。默认 50。", "Balance weight in metres. Default 50."),
    "opt.max_age": (
        "超过这个年龄的暂不安排。默认不限。",
        "Members older than this do not serve. Default: none.",
    ),
    "opt.as_of": ("按哪一天算年龄，如 2026-04-01。", "Day on which ages are taken, as 2026-04-01."),
    "opt.unlocated": (
        "缺位置的户：随组估计，或先不排。",
        "Households without position: estimate, or set aside.",
    ),
    "opt.frame": ("坐标系：wgs84、gcj02、bd09 或 EPSG:n。", "Frame: wgs84, gcj02, bd09 or EPSG:n."),
    "opt.households_frame": (
        "农户表的坐标系，与党员表不同时用。",
        "Frame of the households, where it is another.",
    ),
    "opt.members_frame": ("党员表的坐标系，与农户表不同时用。", "Frame of the members, where it is another."),
    "opt.coverage": (
        "要求的覆盖率（%），不到则以 1 结束。",
        "Coverage in percent below which the exit code is 1.",
    ),
    "opt.circles": (
        "服务圈：soft 圈外的户照常联系并注明，strict 只联圈内的户，off 不划。",
        "Service circles: soft (households outside are served and marked), strict, or off.",
    ),
    "opt.circle_limit": (
        "服务圈半径（米）；none 为不限。",
        "Metres from the centre of a circle to its members and households; none: no limit.",
    ),
    "opt.circles_per_village": ("每村固定划几个服务圈。", "Fixed number of circles of every village."),
    "opt.circle_households": (
        "每个服务圈（网格）大约多少户。",
        "About how many households a circle (grid) has.",
    ),
    "opt.centres": (
        "圈中心：members 为党员的家，或一张列出可选中心点的表。",
        "Centres: members (their homes), or a sheet with the points that may be one.",
    ),
    "opt.strict": ("有需要核对的地方就停下。", "Stop at any warning."),
    "opt.split": ("按村各写一个工作簿。", "Write one workbook per village."),
    "opt.mark": (
        "另写一份副本，在问题格上做标记。",
        "Also write copies of the sheets with the cells marked.",
    ),
    "opt.write": ("把由方案推算的各格重新写入。", "Rewrite the derived cells of the plan."),
    "opt.from": ("按这个方案预先填好。", "Plan workbook to prefill from."),
    "opt.overwrite": ("同名文件可以覆盖。", "Replace files of the same name."),
    "opt.scenario": (
        "样例：yuanshi-village、yuanshi-county、zhengan、dongshan 等。",
        "Sample: yuanshi-village, yuanshi-county, zhengan, dongshan and others.",
    ),
    "opt.version": ("显示版本。", "Show the version."),
    "why.row_error": ("这一行待补正", "row to be mended"),
    "why.no_coordinates": ("缺位置", "no position"),
    "why.lock_conflict": ("指定党员不合规则", "lock breaks a rule"),
    "why.no_member_in_range": ("{limit} 米内没有党员", "no member within {limit} m"),
    "why.only_ineligible_in_range": ("附近党员都暂不安排", "nobody near can serve"),
    "why.outside_boundary": ("附近党员不在本村组范围", "members near are across the boundary"),
    "why.avoided": ("附近党员需回避", "members near are avoided"),
    "why.blocked": ("步行太远或不通", "too far on foot or no way"),
    "why.load_too_large": ("工作量超过每名党员上限", "load above every cap"),
    "why.outside_circles": ("不在服务圈范围", "outside all circles"),
    "why.members_full": ("附近党员已联满", "members near are full"),
    "usage.no_such_option": ("没有 {option} 这个选项。", "there is no option {option}."),
    "usage.no_such_option_near": (
        "没有 {option} 这个选项，相近的有 {near}。",
        "there is no option {option}; near ones: {near}.",
    ),
    "usage.no_such_command": ("没有 {name} 这个命令。", "there is no command {name}."),
    "usage.missing": ("缺少 {parameter}。", "{parameter} is missing."),
    "usage.bad_value": ("{parameter} 的值不对。", "{parameter} has a value that it does not take."),
    "usage.bad_choice": (
        "{parameter} 的值不对，只能是 {choices}。",
        "{parameter} has a value that it does not take; it takes {choices}.",
    ),
    "usage.other": ("{detail}。", "{detail}."),
    "validate.more_findings": ("  另有 {count} 处，用 -v 全部列出。", "  {count} more: -v lists them all."),
}
