"""Invented names and the words of the sheets, Chinese and English side by side.

No two characters of a list share a spelling in Latin letters, so that people who differ in Chinese
differ in English too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from neighborgrid.words import Lang

# Each of these texts is read as pairs: Chinese, Latin, Chinese, Latin, ...
_SURNAMES = """
王 Wang 李 Li 张 Zhang 刘 Liu 陈 Chen 杨 Yang 赵 Zhao 黄 Huang 周 Zhou 吴 Wu 徐 Xu 孙 Sun 胡 Hu
朱 Zhu 高 Gao 林 Lin 何 He 郭 Guo 马 Ma 罗 Luo 梁 Liang 宋 Song 郑 Zheng 谢 Xie 韩 Han 唐 Tang
冯 Feng 于 Yu 董 Dong 萧 Xiao 程 Cheng 曹 Cao 袁 Yuan 邓 Deng 许 Xv 傅 Fu 沈 Shen 曾 Zeng 彭 Peng
吕 Lv 苏 Su 卢 Lu 蒋 Jiang 蔡 Cai 贾 Jia 丁 Ding 魏 Wei 薛 Xue 叶 Ye 欧阳 Ouyang 司马 Sima
上官 Shangguan 诸葛 Zhuge
"""

_GIVEN = """
春 chun 梅 mei 国 guo 华 hua 秀 xiu 兰 lan 建 jian 军 jun 桂 gui 英 ying 志 zhi 强 qiang 玉 yu
珍 zhen 明 ming 伟 wei 芳 fang 海 hai 燕 yan 永 yong 福 fu 生 sheng 荣 rong 文 wen 武 wu 德 de
才 cai 根 gen 庆 qing 云 yun 霞 xia 凤 feng 翠 cui 莲 lian 素 su 琴 qin 淑 shu 贞 zheng 玲 ling
丽 li 红 hong 卫 wey 东 dong 平 ping 安 an 顺 shun 利 lee 来 lai 喜 xi 乐 le 山 shan 林 lin 树 shoo
森 sen 金 jin 银 yin 锁 suo 柱 zhu 宝 bao 贵 guei 成 cheng 立 lih 新 xin 民 min 长 chang 发 fa
双 shuang 全 quan 增 zeng 光 guang 亮 liang 忠 zhong 孝 xiao 义 yi 仁 ren 礼 lii 宽 kuan 厚 hou
良 lyang 善 san 清 ching 洁 jie 雪 xue 冬 tong 夏 ha 秋 qiu 月 yue 星 xing
"""

_RARE = "㛃 jye 䶮 yaan 喆 zhe 堃 kun 犇 ben 淼 miao 垚 yao 翀 chong 彧 yuh 龘 da"

_TOWNSHIPS = """
安和乡 Anhe 清源镇 Qingyuan 柳泉乡 Liuquan 石桥镇 Shiqiao 槐岭乡 Huailing 平川镇 Pingchuan
双河乡 Shuanghe 丰裕镇 Fengyu 云台乡 Yuntai 长堤镇 Changdi 桃坪乡 Taoping 白杨镇 Baiyang
松岗乡 Songgang 泉上镇 Quanshang 临川乡 Linchuan
"""

_SIDES = "东 Dong 西 Xi 南 Nan 北 Bei 前 Qian 后 Hou 上 Shang 下 Xia 大 Da 小 Xiao"
_STEMS = """
张 Zhang 马 Ma 韩 Han 吴 Wu 宋 Song 董 Dong 苏 Su 贾 Jia 柳 Liu 杨 Yang 槐 Huai 石 Shi 泉 Quan
桥 Qiao 沙 Sha 岭 Ling 安 An 平 Ping 丰 Feng 和 He
"""
_ENDS = "庄 zhuang 营 ying 寨 zhai 岗 gang 沟 gou 铺 pu 坊 fang 堡 bao"
_HAMLETS = """北坡 North-Slope 南沟 South-Gully 东岭 East-Ridge 西洼 West-Hollow 河湾 River-Bend 老井 Old-Well
柿树底 Persimmon 石桥头 Bridge-Head 新居 New-Homes 窑上 Kiln 杏园 Apricot 沙滩 Sandbank"""
_MORE_HAMLETS = """竹园 Bamboo-Garden 桑树湾 Mulberry-Bend 龙王庙 Dragon-Temple 高埂 High-Dyke 荷塘 Lotus-Pond
新渠 New-Canal 枣林 Jujube-Grove 后湖 Back-Lake 砖桥 Brick-Bridge 渡口 Ferry 芦荡 Reed-Marsh 双塘 Twin-Ponds
谷仓 Granary 油坊 Oil-Press 大枫树 Maple 松坪 Pine-Terrace 茶园 Tea-Garden 马家湾 Mas-Bend"""


def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """Pairs (Chinese, Latin) of a text of words."""
    words = text.split()
    return tuple(zip(words[::2], words[1::2], strict=True))


SURNAMES: Final = pairs(_SURNAMES)
GIVEN: Final = pairs(_GIVEN) + pairs(_RARE)
RARE_COUNT: Final = len(pairs(_RARE))
COMPOUND_COUNT: Final = 4
TOWNSHIPS: Final = pairs(_TOWNSHIPS)
SIDES, STEMS, ENDS = pairs(_SIDES), pairs(_STEMS), pairs(_ENDS)
HAMLETS, MORE_HAMLETS = (
    tuple((zh, en.replace("-", " ")) for zh, en in pairs(text)) for text in (_HAMLETS, _MORE_HAMLETS)
)
FIRST_VILLAGE: Final = ("西同下村", "Xitongxia")

HOUSEHOLD_HEADERS: Final = {
    "household_id": "户编号",
    "head": "户主",
    "township": "乡镇",
    "village": "村",
    "group": "组",
    "address": "地址",
    "people": "人口",
    "phone": "电话",
    "lon": "经度",
    "lat": "纬度",
    "priority": "重点户",
    "residence": "居住情况",
    "lock": "指定党员",
    "avoid": "回避党员",
    "prefer": "意向党员",
}
MEMBER_HEADERS: Final = {
    "member_id": "党员编号",
    "name": "姓名",
    "role": "职务",
    "township": "乡镇",
    "village": "村",
    "group": "组",
    "phone": "电话",
    "birth": "出生日期",
    "away": "外出",
    "health": "健康",
    "eligible": "是否参加",
    "lon": "经度",
    "lat": "纬度",
    "home_household_id": "本户编号",
    "target_load": "目标户数",
    "max_load": "最多户数",
}

ROLES: Final = {
    "secretary": ("书记", "secretary"),
    "deputy": ("副书记", "deputy secretary"),
    "director": ("主任", "director"),
    "committee": ("委员", "committee member"),
    "accountant": ("会计", "accountant"),
    "group_leader": ("党小组长", "group leader"),
    "villager_head": ("村民组长", "villager group head"),
    "member": ("党员", "member"),
    "township_leader": ("乡镇领导", "township leader"),
    "township_staff": ("乡镇干部", "township staff"),
    "city_staff": ("市直干部", "city staff"),
    "city_leader": ("市领导", "city leader"),
}
PRIORITIES: Final = (
    ("", ""),
    ("低保", "low_income"),
    ("五保", "extreme_poverty"),
    ("残疾", "disabled"),
    ("独居老人", "elder_alone"),
    ("困难", "hardship"),
)
RESIDENCES: Final = (("常住", "resident"), ("外出", "away"), ("空户", "vacant"))
YES: Final = ("是", "yes")
NO: Final = ("否", "no")
HEALTH: Final = (("健康", "good"), ("卧床", "bedridden"), ("行动不便", "weak"))

_DIGITS = "零一二三四五六七八九"


def chinese_number(value: int) -> str:
    """Return ``value`` (1 to 99) in Chinese numerals."""
    tens, ones = divmod(value, 10)
    lead = "" if tens == 0 else ("十" if tens == 1 else _DIGITS[tens] + "十")
    return lead + (_DIGITS[ones] if ones or not tens else "")


def group_name(number: int, lang: Lang) -> str:
    """Name of the villager group with this number."""
    return f"{chinese_number(number)}组" if lang == "zh" else f"Group {number}"
