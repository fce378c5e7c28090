"""Sentences of findings NG3xx."""

from __future__ import annotations

from typing import Final

from neighborgrid.words import Sentence

_DECIDED_ZH: Final = "如是有意调整，请写进来源表；不是的，请改回。"
_DECIDED_EN: Final = "If this was decided, enter it in the sheets; if not, put it back."
_WRONG_ZH: Final = "请改回；来源表有误的，请先改来源表，再运行 assign。"
_WRONG_EN: Final = "Put it back, or correct the sheet and run assign again."

FINDINGS: Final[dict[str, Sentence]] = {
    "NG300": Sentence(
        "error",
        zh=("户编号 {id} 重复。", "每户只留一行；确是两户的，请改其中一个编号。"),
        en=(
            "the household id {id} occurs again.",
            "Keep one row per household, or change one id if they are two households.",
        ),
    ),
    "NG301": Sentence(
        "error",
        zh=("这一行没有编号。", "请补上编号，或重新运行 assign。"),
        en=("this row has no id.", "Fill in the id, or run assign again."),
    ),
    "NG302": Sentence(
        "error",
        zh=("农户表里的 {id} 户不在安排里。", "请重新运行 assign，或把这一户补回分户安排。"),
        en=("household {id} of the sheets is not in the plan.", "Run assign again, or put its row back."),
    ),
    "NG303": Sentence(
        "error",
        zh=("{id} 户在农户表里没有。", "请核对编号；确有这一户的，先登记到农户表，再运行 assign。"),
        en=(
            "household {id} is not in the sheets.",
            "Check the id; if it exists, enter it in the sheet and run assign again.",
        ),
    ),
    "NG304": Sentence(
        "error",
        zh=("这一行暂放待补正，但“待落实”里没有列出。", "请重新运行 assign。"),
        en=("this row was set aside but is not listed under Unserved.", "Run assign again."),
    ),
    "NG305": Sentence(
        "error",
        zh=("这里列出的暂放行在来源表里没有。", "请核对文件、工作表和行号，或重新运行 assign。"),
        en=("the sheets have no such row set aside.", "Check file, sheet and row, or run assign again."),
    ),
    "NG306": Sentence(
        "error",
        zh=("党员编号 {id} 重复。", "每人只留一行；确是两人的，请改其中一个编号。"),
        en=(
            "the member id {id} occurs again.",
            "Keep one row per person, or change one id if they are two people.",
        ),
    ),
    "NG307": Sentence(
        "error",
        zh=("{id} 既在“党员”里，又在“暂不安排”里。", "请只保留一处。"),
        en=("{id} stands both in Members and in Excluded.", "Keep one of the two rows."),
    ),
    "NG308": Sentence(
        "error",
        zh=("党员表里的 {id} 不在安排里。", "请重新运行 assign，或把这一行补回。"),
        en=("person {id} of the sheets is not in the plan.", "Run assign again, or put the row back."),
    ),
    "NG309": Sentence(
        "error",
        zh=("{id} 在党员表里没有。", "请核对编号；确有此人的，先登记到党员表，再运行 assign。"),
        en=(
            "person {id} is not in the sheets.",
            "Check the id; if the person exists, enter them in the sheet and run assign again.",
        ),
    ),
    "NG310": Sentence(
        "error",
        zh=("{id} 户的党员编号 {member} 在“党员”里没有。", "请改成“党员”里已有的编号。"),
        en=("household {id}: there is no member {member}.", "Use an id from Members."),
    ),
    "NG311": Sentence(
        "error",
        zh=("{id} 户安排给了暂不安排的 {member}。", "请换一名党员。"),
        en=("household {id}: {member} is excluded and may not serve.", "Choose another member."),
    ),
    "NG312": Sentence(
        "error",
        zh=("{id} 户到 {member} 有 {metres} 米，超过 {limit} 米。", "请换一名近的党员，或放宽规则里的距离。"),
        en=(
            "household {id} is {metres} m from {member}, beyond {limit} m.",
            "Choose a nearer member, or raise the limit in the rules.",
        ),
    ),
    "NG313": Sentence(
        "error",
        zh=("{id} 户或党员 {member} 缺位置，距离无法核实。", "请补上经度和纬度。"),
        en=(
            "household {id} or member {member} has no position, so the distance cannot be checked.",
            "Fill in lon and lat.",
        ),
    ),
    "NG314": Sentence(
        "error",
        zh=(
            "{id} 户写着 {stated} 米，实测 {true} 米。",
            "请核对位置；位置无误的，运行 neighborgrid validate --write 更新。",
        ),
        en=(
            "household {id}: {stated} m is stated, {true} m is measured.",
            "Check the position; if it is right, run neighborgrid validate --write.",
        ),
    ),
    "NG315": Sentence(
        "error",
        zh=("{id} 联 {load} 户，超过上限 {cap} 户。", "请分出几户给别的党员，或放宽上限。"),
        en=(
            "{id} serves {load}, more than the maximum of {cap}.",
            "Move some households to other members, or raise the maximum.",
        ),
    ),
    "NG316": Sentence(
        "warning",
        zh=(
            "{id} 联 {load} 户，少于最少户数 {least} 户。",
            "附近有户可以调整的，请调给这名党员；没有的，不必处理。",
        ),
        en=(
            "{id} serves {load}, less than the minimum of {least}.",
            "Move a household nearby to this member if there is one.",
        ),
    ),
    "NG317": Sentence(
        "error",
        zh=(
            "{id} 户和党员 {member} 不在同一范围（规则：{within}）。",
            "请换一名范围内的党员，或放宽规则里的范围。",
        ),
        en=(
            "household {id} and member {member} are not inside one boundary (rule: {within}).",
            "Choose a member inside it, or widen the boundary in the rules.",
        ),
    ),
    "NG318": Sentence(
        "error",
        zh=("{id} 户指定的党员是 {lock}，现在安排的是 {member}。", "请改回指定的党员，或清空“指定党员”。"),
        en=(
            "household {id} is locked to {lock} but given to {member}.",
            "Give it to the locked member, or empty the lock.",
        ),
    ),
    "NG319": Sentence(
        "error",
        zh=("{id} 户需回避 {member}。", "请换一名党员，或从“意愿”里去掉这一行。"),
        en=("household {id} is to avoid {member}.", "Choose another member, or remove the row from Wishes."),
    ),
    "NG320": Sentence(
        "error",
        zh=("{id} 是空户，不用安排党员。", "请清空党员编号；有人住的，请改居住情况。"),
        en=(
            "household {id} is vacant but has a member.",
            "Empty the member, or correct the residence if people live there.",
        ),
    ),
    "NG321": Sentence(
        "error",
        zh=(
            "{id} 户标为 {member} 的本户，但编号、电话、姓名都对不上。",
            "请核对“本户编号”；不是本户的，请清空“党员本户”。",
        ),
        en=(
            "household {id} is marked as the own home of {member}, but neither id, phone nor name agree.",
            "Check home_household_id; if it is not the home, empty own_home.",
        ),
    ),
    "NG322": Sentence(
        "warning",
        zh=(
            "有 {count} 名党员的“{column}”超过了规则：{ids}。",
            "请核对；确需多联的，请在来源表或规则里写明，再运行 assign。",
        ),
        en=(
            "{count} members have a {column} beyond the rules: {ids}.",
            "Check them; if more is meant, say so in the sheets or the rules and run assign again.",
        ),
    ),
    "NG323": Sentence(
        "error",
        zh=("有 {count} 名党员的位置（{column}等）和来源表不同：{ids}。", _WRONG_ZH),
        en=("{count} people have another position ({column} etc.) than in the sheets: {ids}.", _WRONG_EN),
    ),
    "NG324": Sentence(
        "warning",
        zh=(
            "有 {count} 名党员的“{column}”和来源表、规则都不同：{ids}。",
            "如是有意调整，请写进来源表或规则；不是的，请改回。",
        ),
        en=(
            "{count} members have another {column} than the sheets and the rules give: {ids}.",
            "If this was decided, enter it in the sheets or the rules; if not, put it back.",
        ),
    ),
    "NG325": Sentence(
        "error",
        zh=(
            "{id} 户待落实的原因写着“{stated}”，实际是“{true}”。",
            "请运行 neighborgrid validate --write 更新原因。",
        ),
        en=(
            "household {id}: the reason stated is {stated}, the true one is {true}.",
            "Run neighborgrid validate --write to correct it.",
        ),
    ),
    "NG326": Sentence(
        "error",
        zh=(
            "{id} 户待落实，但没有写原因（实际是“{true}”）。",
            "请运行 neighborgrid validate --write 补上原因。",
        ),
        en=(
            "household {id} waits without a reason (the true one is {true}).",
            "Run neighborgrid validate --write to fill it in.",
        ),
    ),
    "NG327": Sentence(
        "error",
        zh=(
            "{id} 户待落实，但 {member} 合乎规则，还可以再联一户。",
            "请把这一户安排给 {member}，或重新运行 assign。",
        ),
        en=(
            "household {id} waits although it could be served by {member}.",
            "Give it to {member}, or run assign again.",
        ),
    ),
    "NG328": Sentence(
        "error",
        zh=("{id} 户不需要待落实的原因。", "请清空这一格。"),
        en=("household {id} is not waiting but carries a reason.", "Empty the cell."),
    ),
    "NG329": Sentence(
        "error",
        zh=("{id} 户并没有待落实，却列在“待落实”里。", "请运行 neighborgrid validate --write 更新。"),
        en=(
            "household {id} is not waiting but is listed under Unserved.",
            "Run neighborgrid validate --write.",
        ),
    ),
    "NG330": Sentence(
        "error",
        zh=("{id} 户待落实，但“待落实”里没有列出。", "请运行 neighborgrid validate --write 更新。"),
        en=("household {id} waits but is not listed under Unserved.", "Run neighborgrid validate --write."),
    ),
    "NG331": Sentence(
        "error",
        zh=("“待落实”里的 {id} 在分户安排里没有，或者列了两次。", "请核对编号，删去多余的行。"),
        en=(
            "{id} under Unserved is not in Households, or is listed twice.",
            "Check the id and delete the surplus row.",
        ),
    ),
    "NG332": Sentence(
        "error",
        zh=("暂放的一行没有写明出自哪个文件、哪一行。", "请补上文件和行号，或重新运行 assign。"),
        en=(
            "a row set aside does not say which file and row it is from.",
            "Fill in file and row, or run assign again.",
        ),
    ),
    "NG333": Sentence(
        "warning",
        zh=("有 {count} 对需回避的户和党员，只在“意愿”或只在来源表里：{ids}。", _DECIDED_ZH),
        en=("{count} pairs to avoid stand only in Wishes or only in the sheets: {ids}.", _DECIDED_EN),
    ),
    "NG334": Sentence(
        "error",
        zh=(
            "“{key}”写着 {stated}，这份安排已经越过了它。",
            "请重新运行 assign；没有改过表的，请告知维护人员。",
        ),
        en=(
            "{key}: the plan itself is beyond the bound of {stated}.",
            "Run assign again; if nothing was changed, tell the maintainers.",
        ),
    ),
    "NG335": Sentence(
        "error",
        zh=("“{key}”写着 {stated}，重新计算是 {true}。", "请运行 neighborgrid validate --write 更新。"),
        en=("{key}: {stated} is stated, {true} is recomputed.", "Run neighborgrid validate --write."),
    ),
    "NG336": Sentence(
        "error",
        zh=("目标值写着 {stated}，重新计算是 {true}。", "请重新运行 assign；没有改过表的，请告知维护人员。"),
        en=(
            "the objective stated is {stated}, recomputed it is {true}.",
            "Run assign again; if nothing was changed, tell the maintainers.",
        ),
    ),
    "NG337": Sentence(
        "error",
        zh=("对账不平：表内 {rows} 行，各项合计 {parts} 行。", "请重新运行 assign。"),
        en=("the ledger does not balance: {rows} rows, but the parts sum to {parts}.", "Run assign again."),
    ),
    "NG338": Sentence(
        "error",
        zh=(
            "对账的“{column}”合计 {total}，安排里有 {count}。",
            "有行被删去或添加，请补回，或重新运行 assign。",
        ),
        en=(
            "the ledger's {column} sum to {total}, the plan holds {count}.",
            "Rows were deleted or added: put them back, or run assign again.",
        ),
    ),
    "NG339": Sentence(
        "error",
        zh=("{id} 暂不安排，但原因不在规定的几种里。", "请从下拉表里选一个原因。"),
        en=("{id} is excluded without a reason of the closed list.", "Choose one from the drop-down."),
    ),
    "NG340": Sentence(
        "warning",
        zh=("这个文件和做安排时的内容不同。", "如有更新，请重新运行 assign。"),
        en=(
            "this file differs from the one that the plan was made from.",
            "If it was updated, run assign again.",
        ),
    ),
    "NG341": Sentence(
        "warning",
        zh=("做安排时用了这个文件，这次没有给出。", "请一并给出，再核对。"),
        en=(
            "the plan was made from this file too, but it was not given.",
            "Give it as well and check again.",
        ),
    ),
    "NG342": Sentence(
        "warning",
        zh=("做安排时没有用这个文件。", "请核对是不是多给了；要加进来的，请重新运行 assign。"),
        en=("the plan was not made from this file.", "Check whether it belongs; if so, run assign again."),
    ),
    "NG343": Sentence(
        "warning",
        zh=("这里写的编号 {id} 找不到。", "请核对编号，或清空这一格。"),
        en=("there is nobody with the id {id}.", "Check the id, or empty the cell."),
    ),
    "NG344": Sentence(
        "error",
        zh=("“汇总”缺少：{keys}。", "请运行 neighborgrid validate --write 补上。"),
        en=("the summary lacks {keys}.", "Run neighborgrid validate --write to fill it in."),
    ),
    "NG345": Sentence(
        "note",
        zh=(
            "有 {count} 处由安排推算的内容没有更新：{cells}。",
            "运行 neighborgrid validate --write 可以全部更新。",
        ),
        en=(
            "{count} derived cells are out of date: {cells}.",
            "neighborgrid validate --write updates them all.",
        ),
    ),
    "NG346": Sentence(
        "error",
        zh=("有 {count} 户的“{column}”和来源表不同：{ids}。", _WRONG_ZH),
        en=("{count} households have another {column} than in the sheets: {ids}.", _WRONG_EN),
    ),
    "NG347": Sentence(
        "warning",
        zh=("有 {count} 户的“{column}”和来源表不同：{ids}。", _DECIDED_ZH),
        en=("{count} households have another {column} than in the sheets: {ids}.", _DECIDED_EN),
    ),
    "NG348": Sentence(
        "error",
        zh=(
            "按来源表暂不安排的 {count} 人列在“党员”里：{ids}。",
            "请移回“暂不安排”；可以安排的，请先改来源表，再运行 assign。",
        ),
        en=(
            "{count} people whom the sheets exclude stand in Members: {ids}.",
            "Move them back to Excluded, or correct the sheet and run assign again.",
        ),
    ),
    "NG349": Sentence(
        "warning",
        zh=("按来源表可以安排的 {count} 人列在“暂不安排”里：{ids}。", _DECIDED_ZH),
        en=("{count} people who may serve by the sheets stand in Excluded: {ids}.", _DECIDED_EN),
    ),
}
