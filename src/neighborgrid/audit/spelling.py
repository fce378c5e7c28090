"""Spellings of places and phones made comparable: the audit's own, simpler than the reader's.

All functions work on one text; callers apply them once per distinct text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_VILLAGE_TAILS: Final = (
    "党支部委员会",
    "居民委员会",
    "村民委员会",
    "党总支",
    "党支部",
    "居委会",
    "村委会",
    "行政村",
    "自然村",
    "中心村",
    "党委",
    "总支",
    "支部",
    "村委",
    "居委",
    "社区",
    "村",
    "village",
)
_OFFICE_TAILS: Final = ("人民政府", "办事处", "党工委", "党委", "政府")
_KIND_TAILS: Final = ("民族乡", "街道", "地区", "镇", "乡", "township", "town", "subdistrict")
_GROUP_TAILS: Final = (
    "村民小组",
    "居民小组",
    "作业小组",
    "生产小组",
    "村民组",
    "作业组",
    "生产队",
    "小组",
    "小队",
    "组",
    "队",
    "社",
    "group",
)
_DIGITS: Final = {digit: value for value, digits in enumerate("〇一二三四五六七八九") for digit in digits}
_DIGITS.update({"零": 0, "两": 2})
_BRACKETED_TAIL = re.compile(r"(?<=.)[(\[【〔][^)\]】〕]*[)\]】〕]?$")
_PEOPLES_TAIL = re.compile(
    r"(?:(?:回|满|蒙古|苗|侗|土家|布依|彝|壮|瑶|畲|白|傣|藏|羌|水|土|黎|朝鲜|仡佬|东乡|撒拉|各)族)+(?:民族)?[乡镇]$"
)
_NUMBER = re.compile(r"(?:第|no\.?|#)?(\d+|[〇零一二两三四五六七八九十百廿卅]+)(?:\.0+)?[号#]?")
_PHONE = re.compile(r"\d{5,}")


def township_key(text: str) -> str:
    """Township without its office and kind: 南佐镇人民政府 = 南佐镇 = 南佐, 九门回族乡 = 九门乡."""
    key = _trim(_fold(text), _OFFICE_TAILS, keep=2)
    if len(shorter := _PEOPLES_TAIL.sub("", key)) >= 2:
        key = shorter
    for tail in _KIND_TAILS:
        if key.endswith(tail):
            # 东乡镇 is the town of 东乡, so only one word for the kind goes.
            return key.removesuffix(tail) if len(key) - len(tail) >= 2 else key
    return key


def village_key(text: str) -> str:
    """Village without its office and kind: 西同下村委会 = 西同下村 = 西同下."""
    return _trim(_fold(text), _VILLAGE_TAILS, keep=1)


def group_key(text: str) -> str:
    """Group without its kind, numbers as digits: 一组 = 第1村民小组 = 1."""
    key = _fold(text).removeprefix("group")
    for tail in _GROUP_TAILS:
        if key.endswith(tail) and len(key) > len(tail):
            key = key.removesuffix(tail)
            break
    match = _NUMBER.fullmatch(key)
    return str(_number(match[1])) if match else key


def phone_keys(text: str) -> set[str]:
    """Numbers in a phone cell without blanks, dashes and country code."""
    joined = re.sub(r"(?<=\d)[\s\-()]+(?=\d)", "", unicodedata.normalize("NFKC", text))
    return {re.sub(r"^0*86(?=1\d{10}$)", "", number) for number in _PHONE.findall(joined)}


def name_key(text: str) -> str:
    """Name without blanks, middle dots and a bracketed remark."""
    return re.sub(r"[.·•・‧]+", "", _fold(text))


def _fold(text: str) -> str:
    folded = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    return _BRACKETED_TAIL.sub("", folded)


def _trim(key: str, tails: tuple[str, ...], *, keep: int) -> str:
    trimmed = True
    while trimmed:
        trimmed = False
        for tail in tails:
            if key.endswith(tail) and len(key) - len(tail) >= keep:
                key, trimmed = key.removesuffix(tail), True
    return key


def _number(text: str) -> int:
    """Value of digits, 十二, 二十, 一百零三 or 二〇."""
    if text.isdecimal():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not set(text) & {"十", "百"}:
        return int("".join(str(_DIGITS[digit]) for digit in text))
    total, last = 0, 0
    for sign in text:
        if sign in _DIGITS:
            last = _DIGITS[sign]
            continue
        # 十 alone is ten: a unit without a digit before it counts once.
        total += max(last, 1) * (10 if sign == "十" else 100)
        last = 0
    return total + last
