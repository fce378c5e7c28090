"""Texts of the workbook of findings, the marked copies and the templates. GBK characters only."""

from __future__ import annotations

from typing import Final

_NEEDS: Final = {
    "template.need.needed": ("必填", "needed"),
    "template.need.wanted": ("最好填", "wanted"),
    "template.need.optional": ("可不填", "optional"),
}
_NOTES: Final = {
    "note.village": (
        "所在的行政村，两张表写法一致。例：西同下村。",
        "The village, spelled alike in both sheets. Example: Xitongxia.",
    ),
    "note.township": (
        "所在的乡镇。只排一个乡镇可不填。",
        "The township. Leave blank where there is only one.",
    ),
    "note.group": (
        "村民小组。缺经纬度的户，暂按本组的位置安排。例：1组。",
        "The villager group. A household without coordinates is placed with its group. Example: group 1.",
    ),
    "note.lon": (
        "在户门口用手机量，写小数，6 位左右。例：114.512345。怎样量，见“填表说明”页。",
        "Taken at the door with a phone, in degrees with about 6 decimals. "
        "Example: 114.512345. How: see the tab Guide.",
    ),
    "note.lat": (
        "和经度一起量，写小数，6 位左右。例：37.761234。",
        "Taken together with the longitude. Example: 37.761234.",
    ),
    "note.coord_source": (
        "经纬度是用什么量的。全表须用同一种。例：GPS。",
        "What the coordinates were taken with; the same in all sheets. Example: GPS.",
    ),
    "note.phone": (
        "联系电话，一格一个号码。例：138 0013 8000。",
        "A phone number, one in a cell. Example: 138 0013 8000.",
    ),
    "note.household_id": (
        "每户一个编号，不要重复；不填，由程序编。序号不是编号。例：西同下-0123。",
        "An id for each household, all different; made by the program where blank. Example: Xitongxia-0123.",
    ),
    "note.head": ("户主姓名，一户一行。", "Name of the head of the household, one household in a row."),
    "note.address": (
        "门牌或住处，印在联心卡上，方便送到。例：3排5号。",
        "Address, for handing over the card.",
    ),
    "note.people": ("家中常住几人。例：3。", "How many people live there. Example: 3."),
    "note.priority": (
        "需要先照顾的，从下拉单里选一种；一般户不填。",
        "For households to be looked after first: choose one kind; blank for the others.",
    ),
    "note.residence": (
        "常住：平时有人在家；外出：全家常年在外，电话联系；空户：无人的空房，不安排。不填算常住。",
        "resident: somebody lives there; away: all are away, linked by phone; "
        "vacant: nobody, not planned. Blank means resident.",
    ),
    "note.load": (
        "这一户算几户的工作量，一般不填(算 1)。例：2。",
        "How many households this one counts for; blank counts 1. Example: 2.",
    ),
    "note.lock": (
        "必须由某名党员联系时，填党员编号或本村不重名的姓名。距离和户数上限照样要满足。",
        "Where one member must serve this household: id, or a name that is unique in the village. "
        "Distance and load limits still hold.",
    ),
    "note.avoid": (
        "不宜联系这一户的党员，可填几名，用顿号分开。",
        "Members who should not serve this household, several with commas.",
    ),
    "note.prefer": (
        "住户希望由谁联系，可填几名，用顿号分开；尽量照顾，不保证。",
        "Members whom the household would like, several with commas; considered, not promised.",
    ),
    "note.current_member": (
        "现在由谁联系，填党员编号或本村不重名的姓名；重新安排时尽量不变。",
        "Who serves the household now: id, or a name that is unique in the village; kept where possible.",
    ),
    "note.member_id": (
        "每名党员一个编号，不要重复；不填，由程序编。例：DY0007。",
        "An id for each member, all different; made by the program where blank. Example: M0007.",
    ),
    "note.name": ("党员姓名，一人一行。", "Name of the member, one person in a row."),
    "note.role": (
        "职务，从下拉单里选；没有职务选“党员”或不填。",
        "Post: choose from the list; blank for an ordinary member.",
    ),
    "note.age": (
        "周岁。年龄、出生日期填一个就够；不限年龄时都可不填。例：56。",
        "Age in years. Age or birth is enough; neither is needed without an age limit. Example: 56.",
    ),
    "note.birth": ("年-月-日；填了年龄可不填。例：1970-05-01。", "Year-month-day; not needed beside an age."),
    "note.away": (
        "常年外出填“是”，暂不安排联户。不填算在家。",
        "yes for members who are away; blank: at home.",
    ),
    "note.health": (
        "只选“良好”或“欠佳”，不要写病名。不填算良好。",
        "Only good or poor, never the illness. Blank means good.",
    ),
    "note.eligible": (
        "是否参加联户，以这一列为准：填“否”的不安排，填“是”的一定算在内。不填，由程序按规则判断。",
        "Whether the member takes part; this column decides. Blank: the rules decide.",
    ),
    "note.min_load": (
        "这名党员最少联几户，不填按规则。",
        "Fewest households of this member; blank: the rules.",
    ),
    "note.target_load": ("这名党员大约联几户，不填按规则。", "About how many; blank: the rules."),
    "note.max_load": (
        "这名党员最多联几户，不填按规则。",
        "Most households of this member; blank: the rules.",
    ),
    "note.circle_id": (
        "已经分好服务圈(网格、片区)的，填编号或名称，同一圈写法一致；不填，由程序分。例：1。",
        "Where circles (grids) exist already: id or name, spelled alike within a circle; "
        "made by the program where blank. Example: 1.",
    ),
    "note.phone_public": (
        "电话不上公示栏的填“否”；不填算可以公开。",
        "no keeps the phone off the notice board; blank means it may be shown.",
    ),
    "note.home_household_id": (
        "党员自己家在农户表里的户编号。填了它，经纬度可不填。",
        "Id of the member's own home in the household sheet; coordinates may then be blank.",
    ),
}
_GUIDE: Final = {
    "guide.title": ("填表说明", "How to fill in this sheet"),
    "guide.rows": (
        "一行一户(党员表一行一人)，从表头下面一行填起。不要改表头，不要加合计行，不要合并单元格。",
        "One household (or member) in a row, from the row below the header. "
        "Keep the header; no totals, no merged cells.",
    ),
    "guide.colors": (
        "表头颜色：深蓝必填，浅蓝最好填，灰色可不填。用不上的列可以空着，也可以删掉。",
        "Colours of the header: dark blue needed, light blue wanted, grey optional. "
        "Unused columns may stay empty or be deleted.",
    ),
    "guide.one_village": (
        "只排一个村时，“村”可以不填。",
        "With one village only, the village column may stay empty.",
    ),
    "guide.position.head": ("怎样用手机量经纬度", "How to take coordinates with a phone"),
    "guide.position.1": (
        "1. 打开手机的定位，站在这一户大门外的空旷处，等十来秒，数字不再跳动。",
        "1. Switch on the phone's location, stand in the open outside the door "
        "and wait ten seconds until the figures settle.",
    ),
    "guide.position.2": (
        "2. 用能显示经纬度的软件(许多手机的“指南针”就能显示)，照抄到表里。"
        "写成 114.512345 或 114°30'44.4\" 都行。",
        "2. Copy what an app shows (many compass apps do). 114.512345 or 114°30'44.4\" will both do.",
    ),
    "guide.position.3": (
        "3. 两张表从头到尾用同一种软件。微信、高德、腾讯、百度的坐标和 GPS 相差几百米，混在一起排不准。",
        "3. Use one app for both sheets. Coordinates of Chinese web maps "
        "and of GPS differ by hundreds of metres and must not be mixed.",
    ),
    "guide.position.4": (
        "4. 用的不是 GPS 时，在农户表“规则”页的“坐标系”里写明：微信、高德、腾讯写 gcj02，百度写 bd09。",
        "4. If it is not GPS, say so in the tab of rules, setting frame: "
        "gcj02 for WeChat, Amap, Tencent; bd09 for Baidu.",
    ),
    "guide.position.5": (
        "5. 实在量不到的户，经纬度空着，填好“组”，程序暂按本组的位置安排，并另行标明。",
        "5. Where it cannot be had, leave it blank and fill in the group: "
        "the household is placed with its group, and marked.",
    ),
    "guide.not.head": ("这些内容不要写进表里", "What must not be in these sheets"),
    "guide.not.1": (
        "身份证号、银行账号；疾病和病情；宗教信仰、民族；信访、矛盾纠纷；计划生育；收入；对人的评价和思想情况；孩子的情况。",
        "ID numbers, bank accounts, illness, religion, ethnicity, petitions, disputes, family planning, "
        "income, appraisals or opinions of people, anything about children.",
    ),
    "guide.not.2": (
        "排户用不着这些内容。表里如果有，程序也不读取，但表会在多人手里传，请先删掉。",
        "Planning does not need them and the program does not read them, "
        "but sheets are passed around: delete them first.",
    ),
    "guide.next.head": ("填好以后", "When it is filled in"),
    "guide.next.1": (
        "把两张表放在一个文件夹里，先检查，再安排：",
        "Put both sheets into one folder, check them, then plan:",
    ),
    "guide.columns.head": ("各列怎么填", "The columns"),
    "guide.columns.column": ("列名", "header"),
    "guide.columns.need": ("要不要填", "needed?"),
    "guide.columns.how": ("怎么填", "how"),
}
_RULES: Final = {
    "template.rules.value": ("内容(不填按默认)", "value (blank: default)"),
    "template.rules.default": ("默认", "default"),
    "template.rules.meaning": ("含义", "meaning"),
}

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "findings.tab.summary": ("小结", "Overview"),
    "findings.tab.list": ("明细", "Findings"),
    "findings.col.severity": ("级别", "severity"),
    "findings.col.file": ("文件", "file"),
    "findings.col.sheet": ("工作表", "sheet"),
    "findings.col.row": ("行", "row"),
    "findings.col.column": ("列", "column"),
    "findings.col.cell": ("单元格", "cell"),
    "findings.col.cause": ("是什么问题", "what is wrong"),
    "findings.col.remedy": ("怎么办", "what to do"),
    "findings.col.code": ("代码", "code"),
    "findings.col.count": ("处数", "count"),
    "findings.col.example": ("例", "example"),
    "severity.error": ("要改", "error"),
    "severity.warning": ("请核对", "warning"),
    "severity.note": ("说明", "note"),
    "mark.suffix": ("已标记", "marked"),
    "mark.column": ("{column} 列：", "Column {column}: "),
    "mark.more": ("还有 {count} 处，见检查结果。", "{count} more, see the workbook of findings."),
    "template.name.households": ("农户表", "households"),
    "template.name.members": ("党员名册", "members"),
    "template.tab.guide": ("填表说明", "Guide"),
    "template.yes": ("是", "yes"),
    "template.no": ("否", "no"),
    "template.health.able": ("良好", "good"),
    "template.health.unable": ("欠佳", "poor"),
    "template.source.gps": ("GPS", "GPS"),
    "template.source.wechat": ("微信", "WeChat"),
    "template.source.amap": ("高德", "Amap"),
    "template.source.tencent": ("腾讯", "Tencent"),
    "template.source.baidu": ("百度", "Baidu"),
    **_NEEDS,
    **{f"template.{key}": pair for key, pair in _NOTES.items()},
    **{f"template.{key}": pair for key, pair in _GUIDE.items()},
    **_RULES,
}
