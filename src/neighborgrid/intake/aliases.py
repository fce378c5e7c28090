"""The alias lists: every header that is known, by key, for each kind of sheet.

The first alias of a key is the header that templates and plans use. Words are divided by blanks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from neighborgrid.words import Lang

Kind = Literal["households", "members", "centres"]
KINDS: Final[tuple[Kind, Kind]] = ("households", "members")
"""Kinds that a tab is recognised as; a list of centres is only ever named by the rules."""

SHARED: Final[dict[str, str]] = {
    "lon": """
        经度 GPS经度 经度值 东经 经 X坐标 坐标X 东坐标 横坐标 X lon lng long longitude x easting east
        gps_lon gps_lng wgs84_lon lon_wgs84 long_wgs84 coord_x point_x
    """,
    "lat": """
        纬度 GPS纬度 纬度值 北纬 纬 Y坐标 坐标Y 北坐标 纵坐标 Y lat latitude y northing north gps_lat
        wgs84_lat lat_wgs84 coord_y point_y
    """,
    "position": """
        坐标 经纬度 位置 地理位置 地理坐标 定位 GPS GPS坐标 GPS定位 定位坐标 经纬度坐标 坐标位置
        位置坐标 经纬坐标 坐标点 点位 微信位置 微信定位 高德坐标 百度坐标 腾讯坐标 coordinates
        coordinate position location gps latlon lonlat lnglat latlng coords
    """,
    "township": """
        乡镇 乡 镇 所在乡 所在镇 所属乡 所属镇
        街道 乡镇街道 乡镇名称 乡镇名 所在乡镇 所属乡镇 乡名 镇名 街镇 镇街 township town
        township_name subdistrict
    """,
    "village": """
        村 村名 村庄 行政村 村别 村社区 村居 社区 所在村 所属村 所在行政村 所属行政村 村名称 村委会
        村民委员会 村社 居委会 所在村社区 村支部 所在支部 所属支部 党支部 village village_name
    """,
    "group": """
        组 组别 小组 村民小组 村民组 居民小组 所在组 所属组 所在小组 所属小组 组名 组号 作业组 生产队
        生产小组 队 队别 社 社别 屋场 自然村 自然屯 自然庄 屯 自然村组 村小组 group group_name
        villager_group hamlet team
    """,
    "coord_source": """
        坐标来源 坐标系 坐标系统 坐标类型 定位来源 定位方式 定位软件 采集方式 经纬度来源 coord_source
        coordinate_source source_of_coordinates datum
    """,
    "phone": """
        电话 电话号码 联系电话 联系方式 手机 手机号 手机号码 电话手机 联系手机 移动电话 常用电话
        本人电话 固定电话 座机 联系号码 手机电话 phone phone_number telephone tel mobile mobile_phone
        cell contact contact_phone
    """,
}
OWN: Final[dict[Kind, dict[str, str]]] = {
    "households": {
        "household_id": """
            户编号 户号 户主编号 农户编号 家庭编号 住户编号 户ID 户编码 户代码 农户编码 农户代码 农户号
            门户编号 编号 household_id household_no household_number hh_id hhid id household_code
        """,
        "head": """
            户主 户主姓名 户主名 户主名字 户主名称 农户姓名 农户 农户名 住户 住户姓名 户名 姓名 家庭户主
            户代表 head household_head head_of_household head_name householder name
        """,
        "address": """
            地址 家庭住址 住址 家庭地址 住所 门牌 门牌号 门牌号码 详细地址 详细住址 居住地址 现住址
            现居住地 居住地 居住地点 房屋地址 户籍地址 户口地址 常住地址 通讯地址 位置描述 address
            home_address house_number street
        """,
        "people": """
            人口 人口数 家庭人口 家庭人口数 人数 家庭人数 家庭成员数 户内人口 常住人口 在册人口 户籍人口
            总人口 people persons household_size population size members_count
        """,
        "priority": """
            重点户 重点户类型 重点户类别 是否重点户 户类型 户类别 农户类型 农户类别 家庭类型 困难类型
            困难类别 困难情况 特殊户 特殊群体 特殊家庭 重点对象 关爱对象 帮扶对象 重点关爱 重点人群
            是否困难户 困难户 低保户 五保户 脱贫户 priority priority_kind priority_household vulnerable
        """,
        "residence": """
            居住情况 居住状况 居住状态 常住情况 常住外出 在家情况 在家状况 住户状态 居住类型 在住情况
            居住 residence residence_status occupancy
        """,
        "load": "工作量 工作量系数 折算户数 权重 系数 难度系数 load workload weight effort",
        "lock": """
            指定党员 指定联户党员 指定联系党员 固定党员 锁定党员 指定 指定人 lock locked locked_member
            fixed_member assigned_fixed
        """,
        "avoid": "回避党员 回避 不宜党员 回避对象 避开党员 avoid avoid_members avoided_members",
        "prefer": """
            意向党员 意向 意愿党员 希望党员 期望党员 希望联系党员 意向联户党员 亲近党员 关系相近党员
            prefer preferred preferred_member preferred_members
        """,
        "current_member": """
            现联户党员 联户党员 原联户党员 联系党员 包联党员 包户党员 现联系党员 原联系党员 帮联党员
            结对党员 挂联党员 责任党员 联户人 包户人 包联人 包保党员 现包联党员 联系人党员 联户责任人
            current_member member assigned_member current_linked_member
        """,
    },
    "members": {
        "member_id": """
            党员编号 党员ID 党员号 党员编码 党员代码 人员编号 编号 工号 member_id member_no
            member_number id person_id
        """,
        "name": """
            姓名 党员姓名 党员 党员名 名字 党员名字 联户党员 联系人 人员姓名 name member_name full_name
            member party_member
        """,
        "role": """
            职务 党内职务 职位 党内职位 村内职务 现任职务 所任职务 担任职务 岗位 角色 身份 人员类别
            人员类型 党员类别 党员类型 身份类别 职务身份 role post position_held duty title office
        """,
        "age": "年龄 周岁 岁数 实际年龄 age years_old",
        "birth": """
            出生日期 出生年月 出生年月日 出生时间 生日 出生年 出生年份 birth birth_date birthdate
            date_of_birth dob birthday birth_year year_of_birth
        """,
        "away": """
            外出 是否外出 外出情况 外出务工 是否外出务工 外出状态 流动党员 是否流动党员 流动 是否流动
            在外 在家情况 是否长期外出 常年外出 是否常年外出 在村情况 居住情况 away absent migrant
            working_away
        """,
        "health": """
            健康 健康状况 健康情况 身体状况 身体情况 身体 身体健康状况 是否健康 health health_status
            fitness
        """,
        "eligible": """
            是否参加 参加 是否参与 参加联户 是否参加联户 是否联户 能否联户 能否参加 可否联户 是否可联户
            参加与否 是否承担 是否安排 eligible takes_part participates participating available
        """,
        "min_load": "最少户数 最少联户数 最低户数 户数下限 联户下限 下限 最少 min_load min minimum_load",
        "target_load": "目标户数 计划户数 目标联户数 应联户数 拟联户数 target_load target desired_load",
        "max_load": """
            最多户数 最多联户数 最高户数 户数上限 联户上限 上限 最多 max_load max maximum_load capacity
        """,
        "home_household_id": """
            本户编号 本户户编号 家庭户编号 所在户编号 本人户编号 自家户编号 本户户号 所在户号 户编号
            户号 home_household_id home_id own_household_id household_id
        """,
        "phone_public": """
            电话可公开 电话是否公开 公开电话 号码公开 是否公开电话 电话公开 电话是否可公开 电话是否可以公开
            电话可以公开 电话可否公开 电话能否公开 可公开电话 可以公开电话 可否公开电话 能否公开电话
            同意公开电话 是否同意公开电话 是否公开 号码可公开 号码是否公开 是否公开号码 手机公开 手机可公开
            手机是否公开 是否公开手机 手机号公开 手机号可公开 手机号是否公开 是否公开手机号 手机号码公开
            手机号码是否公开 联系电话公开 联系电话可公开 联系电话是否公开 是否公开联系电话 联系方式公开
            联系方式可公开 联系方式是否公开 是否公开联系方式 电话公示 电话是否公示 是否公示电话 电话不公开
            不公开电话 号码不公开 手机不公开 电话保密 电话是否保密 是否保密 号码保密 号码是否保密 手机保密
            手机号保密 联系电话保密 联系方式保密 phone_public phone_is_public phone_published publish_phone
            show_phone phone_visible phone_private phone_is_private phone_hidden hide_phone
        """,
        "circle_id": """
            服务圈编号 服务圈 服务圈号 圈编号 圈号 所在服务圈 所属服务圈 网格 网格编号 网格号 所在网格
            所属网格 微网格 网格片区 片区 片区编号 片区号 所在片区 所属片区 服务片区 责任片区 联系片区
            联系片区编号 circle_id circle circle_no circle_name grid grid_id grid_no grid_name contact_area
            service_circle
        """,
        "address": "地址 家庭住址 住址 家庭地址 详细地址 居住地址 现住址 门牌号 门牌 address home_address",
    },
    "centres": {
        "name": """
            名称 圈中心 中心 中心名称 中心点 圈心 点名 点位名称 地点 地点名称 场所 场所名称 站点 站点名称 阵地
            服务圈 服务圈名称 网格 网格名称 姓名 name centre center centre_name center_name place site
            site_name
        """,
        "lon": "经度 中心经度 圈心经度 圈中心经度 centre_lon center_lon centre_longitude center_longitude",
        "lat": "纬度 中心纬度 圈心纬度 圈中心纬度 centre_lat center_lat centre_latitude center_latitude",
    },
}


def header_of(key: str, kind: Kind, lang: Lang) -> str:
    """Header that we write for a key: its first alias in Chinese, the key itself in English."""
    return key if lang == "en" else (SHARED | OWN[kind])[key].split()[0]
