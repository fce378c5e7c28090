"""Headers to keys: the alias lists, the fixed affixes, and the headers that are never read.

A header is compared after NFKC, without brackets, blanks and punctuation. It matches an alias, or an
alias with affixes of its kind of sheet around it. Only Latin headers of six letters or more may match
by similarity, since a similar Chinese header can mean something else entirely.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final, Literal

Kind = Literal["households", "members"]
KINDS: Final[tuple[Kind, Kind]] = ("households", "members")

_SHARED: Final[dict[str, str]] = {
    "lon": """经度 GPS经度 经度值 东经 经 X坐标 坐标X 东坐标 横坐标 X lon lng long longitude x easting east
        gps_lon gps_lng wgs84_lon lon_wgs84 long_wgs84 coord_x point_x""",
    "lat": """纬度 GPS纬度 纬度值 北纬 纬 Y坐标 坐标Y 北坐标 纵坐标 Y lat latitude y northing north
        gps_lat wgs84_lat lat_wgs84 coord_y point_y""",
    "position": """坐标 经纬度 位置 地理位置 地理坐标 定位 GPS GPS坐标 GPS定位 定位坐标 经纬度坐标 坐标位置 位置坐标
        经纬坐标 坐标点 点位 微信位置 微信定位 高德坐标 百度坐标 腾讯坐标 coordinates coordinate position location gps
        latlon lonlat lnglat latlng coords""",
    "township": """乡镇 乡 镇 街道 乡镇街道 乡镇名称 乡镇名 所在乡镇 所属乡镇 乡名 镇名 街镇 镇街 township town
        township_name subdistrict""",
    "village": """村 村名 村庄 行政村 村别 村社区 村居 社区 所在村 所属村 所在行政村 所属行政村 村名称 村委会 村民委员会
        村社 居委会 所在村社区 村支部 所在支部 所属支部 党支部 village village_name""",
    "group": """组 组别 小组 村民小组 村民组 居民小组 所在组 所属组 所在小组 所属小组 组名 组号 作业组 生产队 生产小组 队
        队别 社 社别 屋场 自然村 自然屯 自然庄 屯 自然村组 村小组 group group_name villager_group hamlet team""",
    "coord_source": """坐标来源 坐标系 坐标系统 坐标类型 定位来源 定位方式 定位软件 采集方式 经纬度来源 coord_source
        coordinate_source source_of_coordinates datum""",
    "phone": """电话 电话号码 联系电话 联系方式 手机 手机号 手机号码 电话手机 联系手机 移动电话 常用电话 本人电话 固定电话
        座机 联系号码 手机电话 phone phone_number telephone tel mobile mobile_phone cell contact contact_phone""",
}
_OWN: Final[dict[Kind, dict[str, str]]] = {
    "households": {
        "household_id": """户编号 户号 户主编号 农户编号 家庭编号 住户编号 户ID 户编码 户代码 农户编码 农户代码 农户号 门户编号 编号
            household_id household_no household_number hh_id hhid id household_code""",
        "head": """户主 户主姓名 户主名 户主名字 户主名称 农户姓名 农户 农户名 住户 住户姓名 户名 姓名 家庭户主 户代表
            head household_head head_of_household head_name householder name""",
        "address": """地址 家庭住址 住址 家庭地址 住所 门牌 门牌号 门牌号码 详细地址 详细住址 居住地址 现住址 现居住地
            居住地 居住地点 房屋地址 户籍地址 户口地址 常住地址 通讯地址 位置描述 address home_address house_number street""",
        "people": """人口 人口数 家庭人口 家庭人口数 人数 家庭人数 家庭成员数 户内人口 常住人口 在册人口 户籍人口 总人口
            people persons household_size population size members_count""",
        "priority": """重点户 重点户类型 重点户类别 是否重点户 户类型 户类别 农户类型 农户类别 家庭类型 困难类型 困难类别
            困难情况 特殊户 特殊群体 特殊家庭 重点对象 关爱对象 帮扶对象 重点关爱 重点人群 是否困难户 困难户 低保户 五保户
            脱贫户 priority priority_kind priority_household vulnerable""",
        "residence": """居住情况 居住状况 居住状态 常住情况 常住外出 在家情况 在家状况 住户状态 居住类型
            在住情况 居住 residence residence_status occupancy""",
        "load": "工作量 工作量系数 折算户数 权重 系数 难度系数 load workload weight effort",
        "lock": """指定党员 指定联户党员 指定联系党员 固定党员 锁定党员 指定 指定人 lock locked locked_member
            fixed_member assigned_fixed""",
        "avoid": "回避党员 回避 不宜党员 回避对象 避开党员 avoid avoid_members avoided_members",
        "prefer": """意向党员 意向 意愿党员 希望党员 期望党员 希望联系党员 意向联户党员 亲近党员 关系相近党员 prefer
            preferred preferred_member preferred_members""",
        "current_member": """现联户党员 联户党员 原联户党员 联系党员 包联党员 包户党员 现联系党员 原联系党员 帮联党员 结对党员
            挂联党员 责任党员 联户人 包户人 包联人 包保党员 现包联党员 联系人党员 联户责任人 current_member member
            assigned_member current_linked_member""",
    },
    "members": {
        "member_id": """党员编号 党员ID 党员号 党员编码 党员代码 人员编号 编号 工号 member_id member_no member_number
            id person_id""",
        "name": """姓名 党员姓名 党员 党员名 名字 党员名字 联户党员 联系人 人员姓名 name member_name full_name member
            party_member""",
        "role": """职务 党内职务 职位 党内职位 村内职务 现任职务 所任职务 担任职务 岗位 角色 身份 人员类别 人员类型 党员类别
            党员类型 身份类别 职务身份 role post position_held duty title office""",
        "age": "年龄 周岁 岁数 实际年龄 age years_old",
        "birth": """出生日期 出生年月 出生年月日 出生时间 生日 出生年 出生年份 birth birth_date birthdate date_of_birth
            dob birthday birth_year year_of_birth""",
        "away": """外出 是否外出 外出情况 外出务工 是否外出务工 外出状态 流动党员 是否流动党员 流动 是否流动 在外 在家情况
            是否长期外出 常年外出 是否常年外出 在村情况 居住情况 away absent migrant
            working_away""",
        "health": """健康 健康状况 健康情况 身体状况 身体情况 身体 身体健康状况 是否健康 health health_status fitness""",
        "eligible": """是否参加 参加 是否参与 参加联户 是否参加联户 是否联户 能否联户 能否参加 可否联户 是否可联户 参加与否
            是否承担 是否安排 eligible takes_part participates participating available""",
        "min_load": "最少户数 最少联户数 最低户数 户数下限 联户下限 下限 最少 min_load min minimum_load",
        "target_load": "目标户数 计划户数 目标联户数 应联户数 拟联户数 target_load target desired_load",
        "max_load": """最多户数 最多联户数 最高户数 户数上限 联户上限 上限 最多 max_load max maximum_load capacity""",
        "home_household_id": """本户编号 本户户编号 家庭户编号 所在户编号 本人户编号 自家户编号 本户户号 所在户号 户编号 户号
            home_household_id home_id own_household_id household_id""",
        "address": "地址 家庭住址 住址 家庭地址 详细地址 居住地址 现住址 门牌号 门牌 address home_address",
    },
}
_PREFIXES: Final[dict[Kind, tuple[str, ...]]] = {
    "households": (
        "是否为",
        "是否",
        "所在",
        "所属",
        "家庭",
        "户主",
        "农户",
        "住户",
        "本户",
        "现",
        "户",
        "房屋",
        "住宅",
        "GPS",
    ),
    "members": ("是否为", "是否", "所在", "所属", "家庭", "党员", "本人", "个人", "现", "住宅", "家", "GPS"),
}
_SUFFIXES: Final = ("名称", "姓名", "号码", "情况", "状况", "信息", "类别", "类型", "名", "值")

NEVER_READ: Final = re.compile(
    "信访|上访|访民|访户|缠访|矛盾|纠纷|涉法|涉诉|计划生育|计生|节育|生育|维稳|稳控|稳定|宗教|信仰|信教|教徒|邪教|民族"
    "|身份证|证件|公民身份|社保号|社会保障号|银行|账号|帐号|账户|帐户|卡号|开户|存折|意见|诉求|思想|言论|评议|评价|评分"
    "|考核|表现|鉴定|疾病|病情|患病|病史|病种|慢病|残疾证|吸毒|刑满|矫正|服刑|精神|政审"
    "|petition|dispute|conflict|familyplanning|birthcontrol|stability|religio|faith|ethnic|nationality"
    "|idcard|idnumber|identitycard|identitynumber|nationalid|passport|bank|accountno|accountnumber|opinion|appraisal"
    "|assessment|illness|disease|diagnos|medical"
)
SERIAL: Final = frozenset(
    {"序号", "序", "编号顺序", "行号", "顺序", "顺序号", "no", "sn", "index", "#", "number"}
)

_BRACKETS: Final = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|【[^【】]*】?|〔[^〔〕]*〕?|<[^<>]*>?|\{[^{}]*\}?")
_PUNCTUATION: Final = re.compile(r"[\s*:;,.。、·・/\\|_\-—~\"'“”‘’?!]+")
_FRAMES: Final = (
    ("bd09", re.compile("bd-?09|百度|baidu")),
    ("gcj02", re.compile("gcj-?02|高德|腾讯|微信|火星|amap|tencent|wechat")),
    ("wgs84", re.compile("wgs-?84|cgcs-?2000|(?<![a-z])gps|天地图|国家2000")),
)
_FUZZY_LETTERS: Final = 6
_FUZZY_SCORE: Final = 90.0


@functools.lru_cache(maxsize=1 << 14)
def normal(header: str) -> str:
    """Header as it is compared: NFKC, case folded, no brackets, blanks or punctuation."""
    folded = unicodedata.normalize("NFKC", header).casefold()
    bare = _PUNCTUATION.sub("", _BRACKETS.sub("", folded))
    # A header that is nothing but a bracket keeps its content.
    return bare or _PUNCTUATION.sub("", folded).strip("()[]【】〔〕<>{}")


@functools.lru_cache(maxsize=1 << 14)
def is_never_read(header: str) -> bool:
    """Whether the header is about what this toolkit keeps no file on; brackets count too."""
    return (
        NEVER_READ.search(_PUNCTUATION.sub("", unicodedata.normalize("NFKC", header).casefold())) is not None
    )


def is_serial(header: str) -> bool:
    """Whether the header is a running number of rows, which is never an id."""
    return normal(header) in SERIAL


@functools.lru_cache(maxsize=1 << 10)
def frame_hint(text: str) -> str:
    """Frame that a header or a source cell names (``gcj02``, ``bd09``, ``wgs84``), else ""."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return next((frame for frame, words in _FRAMES if words.search(folded)), "")


@functools.cache
def aliases(kind: Kind) -> dict[str, str]:
    """Key of every normalised alias of a kind of sheet; of two claims the kind's own one stands."""
    table: dict[str, str] = {}
    for lists in (_OWN[kind], _SHARED):
        for key, words in lists.items():
            for word in words.split():
                table.setdefault(normal(word), key)
    return table


def keys(kind: Kind) -> tuple[str, ...]:
    """All keys of a kind of sheet, in the order of the alias lists."""
    return (*_OWN[kind], *_SHARED)


@functools.lru_cache(maxsize=1 << 14)
def match(header: str, kind: Kind) -> tuple[str, int]:
    """Key of a header and how it was found: 2 an alias, 1 with affixes or by similarity; ("", 0): none."""
    name = normal(header)
    if not name or name in SERIAL or is_never_read(header):
        return "", 0
    table = aliases(kind)
    if name in table:
        return table[name], 2
    key = _with_affixes(name, kind) or _similar(name, kind)
    return key, 1 if key else 0


def _with_affixes(name: str, kind: Kind) -> str:
    """Key of the alias that is left when affixes are taken off; aliases of one letter do not count."""
    table = aliases(kind)
    seen, todo = {name}, [name]
    while todo:
        text = todo.pop(0)
        if len(text) > 1 and text in table:
            return table[text]
        shorter = [text.removeprefix(prefix.casefold()) for prefix in _PREFIXES[kind]]
        shorter += [text.removesuffix(suffix) for suffix in _SUFFIXES]
        for part in shorter:
            if part and part not in seen:
                seen.add(part)
                todo.append(part)
    return ""


def _similar(name: str, kind: Kind) -> str:
    if len(name) < _FUZZY_LETTERS or not (name.isascii() and name.isalnum()):
        return ""
    from rapidfuzz import fuzz, process

    choices = [alias for alias in aliases(kind) if alias.isascii() and len(alias) >= _FUZZY_LETTERS]
    found = process.extractOne(name, choices, scorer=fuzz.ratio, score_cutoff=_FUZZY_SCORE)
    return aliases(kind)[found[0]] if found else ""
