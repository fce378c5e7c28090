"""Closed word lists: what a cell's word means, or None where the lists do not hold it.

Every list is matched after `fold` (NFKC, case, white space). *Exact* lists hold whole cells; *parts* lists
hold words that decide wherever they stand in a cell, so only words that are safe there are in them.
Roles have their own file, `roles`. Nothing of the cell's text is kept.
"""

from __future__ import annotations

import re
from functools import lru_cache

from neighborgrid.intake.cells import fold, word_list
from neighborgrid.intake.roles import role

__all__ = [
    "NOT_READ",
    "asks_for_privacy",
    "away",
    "health",
    "is_blank_word",
    "kind_of_header",
    "phone_public",
    "priority_kind",
    "residence",
    "role",
    "yes_no",
]

NOT_READ = "not_read"
"""Answer of `priority_kind` for words about petitions, disputes and the like, which are never kept."""

_CACHE = 1 << 14
_BLANKS = frozenset({""}).union(
    word_list(
        "无 - -- --- — —— – / // \\ . 。 … ...... ? ?? 暂无 未填 未填写 空白 不详 未知 n/a na "
        "#n/a null none nil"
    )
)
_TICKS = frozenset(word_list("√ ✓ ✔ ☑ v y yes true t 1 是 对 是的 有 on"))
_CROSSES = frozenset(word_list("× ✗ ✘ ✕ ╳ x n no false f 0 否 不 不是 没有 没 未 不对 off"))

# --- priority -------------------------------------------------------------------------------------------

_NO_PRIORITY = frozenset(
    word_list(
        "一般户 一般 一般农户 普通户 普通 普通农户 正常户 正常 非重点户 非重点 不是重点户 不是重点 "
        "不属于 非 ordinary normal regular"
    )
)
# In the order in which the first one known is taken. Exact words first, then parts.
_KIND_WORDS = tuple(
    (kind, frozenset(word_list(exact)), word_list(parts))
    for kind, exact, parts in (
        ("extreme_poverty", "特困户 extremepoverty extreme_poverty destitute", "五保 特困 分散供养 集中供养"),
        ("low_income", "lowincome low_income low-income welfare", "低保 最低生活保障 低收入"),
        (
            "hardship",
            "困难户 贫困户 脱贫户 贫 未脱贫 未脱贫户 hardship poor poverty inneed "
            "低保边缘 低保边缘户 低保边缘家庭 最低生活保障边缘家庭 特困边缘户",
            "困难 贫困 脱贫 监测户 监测对象 返贫 致贫 边缘户 建档立卡",
        ),
        (
            "elder_alone",
            "独居老人 孤寡老人 elderalone elder_alone elderlyalone livesalone livingalone",
            "独居 空巢 孤寡 孤老 留守老",
        ),
        (
            "disabled",
            "残 残疾人 残疾户 disabled disability",
            "残疾 重残 残障 肢残 智残 盲人 聋哑 瘫痪 失能",
        ),
    )
)
_OTHER_EXACT = frozenset(
    word_list("★ ☆ ● 优先 优先户 重点 重点户 重点对象 重点关注 priority other 孤儿 其他 其它")
)
_OTHER_PARTS = word_list(
    "重点户 重点关注 重点帮扶 帮扶户 优抚 军属 烈属 烈士 军人 退伍 老党员 单亲 留守儿童 "
    "留守妇女 困境儿童 无人抚养 高龄 老年户 岁以上"
)
# These beat every other word of the same piece: 信访重点户 is a petition, not a household to be put first.
_MATTERS_NOT_READ = word_list(
    "信访 上访 访民 缠访 闹访 矛盾 纠纷 调解 诉求 诉讼 官司 举报 反映 意见 计生 计划生育 生育 "
    "节育 结扎 孕 独生子女 失独 双女户 二女户 超生 多胎 维稳 稳控 涉稳 不稳定因素 不稳定人员 重点人 "
    "钉子 难缠 偏激 思想 政治 不满 宗教 信教 教徒 教民 基督 天主 佛教 道教 伊斯兰 穆斯林 法轮 邪教 民族 "
    "精神病 精神障碍 精神异常 肇事 吸毒 戒毒 涉毒 刑满 刑释 社区矫正 社矫 矫正 服刑 前科 犯罪 "
    "劳改 劳教 缓刑 释放 酗酒 赌博 家暴 艾滋 petition dispute religio familyplanning drug "
    "prison parole convict mental hiv"
)
# Illness yields to a kind of need in the same piece (因病致贫 is hardship).
_ILLNESS_NOT_READ = word_list("病 癌 肿瘤 透析 尿毒 结核 术后 illness sick disease")
_MARKS = _TICKS | frozenset(word_list("★ ☆ ●"))
_ASKING = re.compile(r"^是否(?:为|是|属于|享受|纳入)?")
_SEPARATORS = re.compile(r"[、,;:/|+&()\[\]【】〔〕。]+|以及|和|及|兼")
_HOLDER = re.compile(r"(?:户|人|人员|老人|家庭|对象)$")
_NEGATION = re.compile(r"^(?:不属于|不是|没有|[不未](?:享受|纳入|评定|是)|非|无|未|不|没)")

# --- residence ------------------------------------------------------------------------------------------

_RESIDENCE_EXACT = {
    **dict.fromkeys(
        word_list("住 在 居住 有人 有人居住 有人住 正常 正常居住 自住 实住 租住 借住 本村 住村里"), "resident"
    ),
    **dict.fromkeys(word_list("resident home athome lived livesthere occupied present local"), "resident"),
    **dict.fromkeys(
        word_list("短期外出 偶尔外出 临时外出 不外出 未外出 没有外出 无外出 无人外出 非空户"), "resident"
    ),
    **dict.fromkeys(word_list("外 away workingaway migrant absent 人户分离 户在人不在 不住 非常住"), "away"),
    **dict.fromkeys(word_list("空 空置 绝户 整户死亡 vacant empty moved movedaway uninhabited"), "vacant"),
}
_VACANT_PARTS = word_list(
    "空户 空挂 空房 空宅 空置 无人居住 无人住 没人住 长期无人 常年无人 迁出 迁走 销户 注销 搬走 搬离 整户搬"
)
_STAYS_PARTS = word_list(
    "短期外出 偶尔 临时外出 部分外出 部分务工 个别外出 不外出 未外出 本地务工 就近务工 "
    "子女外出 儿女外出 孩子外出 儿子外出 丈夫外出 子女在外 一人外出 1人外出 有人在家 老人在家"
)
_NOT_HERE_PARTS = word_list("不在 不常住 非常住 不长住 不居住 无人在家 没人在家 少在家")
_HERE_PARTS = word_list("常住 长住 在家 在村 居家 本村居住 村内居住 本地居住 返乡 留守")
_AWAY_PARTS = word_list(
    "外出 务工 打工 在外 外地 外省 外村 流动 经商 陪读 城里 县城 市里 城区 春节 过年 随子女"
)

# --- away, health, yes or no ----------------------------------------------------------------------------

_AT_HOME_EXACT = frozenset(word_list("在家 在村 不外出 短期 athome home resident local here 务农"))
_AWAY_EXACT = frozenset(word_list("外 away migrant absent workingaway 长期"))
_AT_HOME_PARTS = word_list(
    "不外出 未外出 没外出 没有外出 无外出 不流动 短期 偶尔 临时 本村 本地 就近 附近 在家 在村 "
    "居家 常住 返乡 已回 务农 非流动"
)
_GONE_PARTS = word_list("外出 务工 打工 在外 外地 外省 省外 县外 市外 国外 流动 参军 服役 随子女")

_ABLE_EXACT = frozenset(
    word_list(
        "健康 良好 一般 正常 能 可以 可 尚可 还行 还可以 好 较好 很好 健全 一般或较弱 不错 还不错 "
        "能自理 生活能自理 能参加 可以参加 "
        "healthy good fair fine well able ok normal"
    )
)
_UNABLE_EXACT = frozenset(
    word_list("弱 残 不好 不太好 不行 bad poor sick ill unable disabled bedridden weak unhealthy")
)
_ABLE_PATTERN = re.compile(
    r"(?:无|没有?|未患|未见)(?:任何|重大|严重|明显|其他|大|重|慢性|传染|基础)*"
    r"(?:疾病|病|残疾|残|残障|疾患|不适|问题)|无恙|安康"
)
_UNABLE_PARTS = word_list(
    "不 差 病 残疾 残障 卧床 失能 瘫 失明 失智 痴呆 聋 哑 住院 中风 体弱 较弱 欠佳 虚弱 手术 癌"
)
_ABLE_PARTS = word_list("健康 良好 正常 尚可 健全 较好 尚好")

_YES = _TICKS | frozenset(
    word_list("参加 愿意 同意 能 可以 可 参与 能参加 可参加 愿意参加 join willing eligible able")
)
_NO = _CROSSES | frozenset(
    word_list(
        "不参加 不愿意 不愿 不同意 不能 不可以 不可 不参与 不能参加 不愿意参加 unwilling "
        "ineligible unable declined"
    )
)

# --- phones that are not for the public -----------------------------------------------------------------

# These leave it open whether somebody was asked, so they are no blanks here.
_DOUBTS = frozenset(word_list("无 暂无 不详 未知 ? ?? … ...... none nil"))
_PUBLIC = frozenset(
    word_list(
        "公开 可公开 可以公开 能公开 同意公开 愿意公开 对外公开 全部公开 已公开 "
        "公示 可公示 可以公示 同意公示 不保密 无需保密 不用保密 public published visible shown listed"
    )
)
_PRIVATE_EXACT = frozenset(
    word_list(
        "不便 不方便 不宜 不要 不行 private hidden secret confidential unlisted internal notpublic "
        "not_public unpublished"
    )
)
_PRIVATE_PARTS = word_list(
    "不公开 不公示 不能公开 不可公开 不可以公开 不便公开 不宜公开 不愿公开 不愿意公开 不同意公开 不要公开 "
    "不想公开 不对外 勿公开 非公开 未公开 保密 隐私 内部"
)
_ASKS_FOR_PRIVACY = re.compile("保密|不公开|private|hidden|hide")


def is_blank_word(text: str) -> bool:
    """Whether the text is empty or a word for an empty cell (无, -, /, 暂无, 不详, n/a ...)."""
    return fold(text) in _BLANKS


@lru_cache(maxsize=_CACHE)
def priority_kind(text: str, ticked: str = "other") -> str | None:
    """Kind of need: "" for none, a kind, ``NOT_READ``, or None for an unknown word.

    Kinds in their order: extreme_poverty, low_income, hardship, elder_alone, disabled, other. Of several
    words the first in this order counts; an unknown word beside a known kind does not matter. A bare tick
    (是, √, 1, ★) means ``ticked``, the kind that the header names.
    """
    folded = fold(text)
    if folded in _MARKS:
        return ticked
    whole = _exact_kind(folded)
    if whole is not None:
        return whole
    # 信访 低保 is two words, 低 保 is one.
    words = text.split()
    texts = (folded, *map(fold, words)) if all(len(word) > 1 for word in words) else (folded,)
    found = {_piece_kind(piece) for part in texts for piece in _SEPARATORS.split(part) if piece}
    kinds = (*(kind for kind, _, _ in _KIND_WORDS), NOT_READ, "other", None, "")
    return next((kind for kind in kinds if kind in found), "")


def kind_of_header(header: str) -> str:
    """Kind of need that a header asks about (是否低保户), ``other`` where it names none or several."""
    folded = _ASKING.sub("", fold(header))
    whole = _exact_kind(folded)
    if whole:
        return whole
    kinds = [kind for kind, _, parts in _KIND_WORDS if _holds(folded, parts)]
    return kinds[0] if len(kinds) == 1 else "other"


def _exact_kind(folded: str) -> str | None:
    if folded in _BLANKS or folded in _CROSSES or folded in _NO_PRIORITY:
        return ""
    if folded in _TICKS or folded in _OTHER_EXACT:
        return "other"
    return next((kind for kind, exact, parts in _KIND_WORDS if folded in exact or folded in parts), None)


def _piece_kind(piece: str) -> str | None:
    exact = _exact_kind(piece)
    if exact is not None:
        return exact
    # Only a whole word is denied: 无人照料的空巢老人 begins with 无 too.
    denied = _NEGATION.sub("", piece)
    if denied != piece and (_exact_kind(denied) or _exact_kind(_HOLDER.sub("", denied))):
        return ""
    if _holds(piece, _MATTERS_NOT_READ):
        return NOT_READ
    kind = next((kind for kind, _, parts in _KIND_WORDS if _holds(piece, parts)), None)
    if kind is not None:
        return kind
    if _holds(piece, _ILLNESS_NOT_READ):
        return NOT_READ
    return "other" if _holds(piece, _OTHER_PARTS) else None


@lru_cache(maxsize=_CACHE)
def residence(text: str) -> str | None:
    """Whether the household lives there: ``resident`` (also blank), ``away``, ``vacant``, None if unknown.

    Where only some of the household are away, it is resident. 是 and 否 are unknown, since the header may
    ask either way.
    """
    folded = fold(text)
    if folded in _RESIDENCE_EXACT:
        return _RESIDENCE_EXACT[folded]
    if folded in _BLANKS:
        return "resident"
    order = (
        ("vacant", _VACANT_PARTS),
        ("resident", _STAYS_PARTS),
        ("away", _NOT_HERE_PARTS),
        ("resident", _HERE_PARTS),
        ("away", _AWAY_PARTS),
    )
    return next((answer for answer, parts in order if _holds(folded, parts)), None)


@lru_cache(maxsize=_CACHE)
def away(text: str) -> bool | None:
    """Whether the member is away: False for blank, at home or away for a short time only; None if unknown."""
    folded = fold(text)
    if folded in _BLANKS or folded in _CROSSES or folded in _AT_HOME_EXACT:
        return False
    if folded in _TICKS or folded in _AWAY_EXACT or _holds(folded, _NOT_HERE_PARTS):
        return True
    if _holds(folded, _AT_HOME_PARTS):
        return False
    return True if _holds(folded, _GONE_PARTS) else None


@lru_cache(maxsize=_CACHE)
def health(text: str) -> bool | None:
    """Whether health lets the member take part (True also for blank); None if unknown.

    是 and 否 answer the header 健康.
    """
    folded = fold(text)
    if folded in _BLANKS or folded in _ABLE_EXACT or folded in _TICKS or _ABLE_PATTERN.fullmatch(folded):
        return True
    if folded in _UNABLE_EXACT or folded in _CROSSES or _holds(folded, _UNABLE_PARTS):
        return False
    return True if _holds(folded, _ABLE_PARTS) else None


@lru_cache(maxsize=_CACHE)
def yes_no(text: str) -> bool | None:
    """Answer of a cell: True for yes, False for no, None for blank or unknown (see `is_blank_word`)."""
    folded = fold(text)
    if folded in _YES:
        return True
    return False if folded in _NO else None


@lru_cache(maxsize=_CACHE)
def phone_public(text: str, *, privacy: bool = False) -> bool | None:
    """Whether the phone may be shown to the public (True also for blank); None if unknown.

    With ``privacy`` the header asks whether the phone is private, so that a bare yes means it may not.
    """
    folded = fold(text)
    if folded in _BLANKS - _DOUBTS or folded in _PUBLIC:
        return True
    if folded in _PRIVATE_EXACT or _holds(folded, _PRIVATE_PARTS):
        return False
    answer = yes_no(text)
    return answer if answer is None else answer != privacy


def asks_for_privacy(header: str) -> bool:
    """Whether a header of `phone_public` asks the other way round (电话是否保密)."""
    return _ASKS_FOR_PRIVACY.search(fold(header)) is not None


def _holds(folded: str, parts: tuple[str, ...]) -> bool:
    return any(part in folded for part in parts)
