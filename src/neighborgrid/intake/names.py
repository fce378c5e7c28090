"""Comparison keys for places, groups and people: two spellings of one thing get one key.

Keys are for comparing, never for display, and no key of a non-blank text is empty.
"""

from __future__ import annotations

import re
from functools import lru_cache

from neighborgrid.intake.cells import chinese_number, fold

_CACHE = 1 << 16
# Longest first: 村民委员会 before 委员会, 村委会 before 村.
_VILLAGE_SUFFIXES = (
    "村党支部委员会",
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
    "村党委",
    "村民委",
    "党组织",
    "总支",
    "支部",
    "党委",
    "居委",
    "村委",
    "社区",
    "村",
)
_OFFICE_SUFFIXES = ("人民政府", "党工委", "办事处", "政府", "党委")
_PEOPLES = (
    "回|满|蒙古|苗|侗|土家|布依|彝|壮|瑶|畲|白|傣|傈僳|佤|拉祜|水|纳西|仡佬|哈尼|藏|羌|朝鲜|锡伯|达斡尔|鄂温克|"
    "鄂伦春|维吾尔|哈萨克|柯尔克孜|东乡|土|撒拉|保安|裕固|黎|毛南|仫佬|阿昌|普米|景颇|德昂|布朗|基诺|独龙|怒|京|各"
)
_PEOPLES_TOWNSHIP = re.compile(rf"(?:(?:{_PEOPLES})族)+(?:民族)?[乡镇]$")
_KIND_OF_TOWNSHIP = re.compile(r"(?:民族乡|街道办|街道|地区|镇|乡)$")
_ENGLISH_TOWNSHIP = re.compile(r"\s+(?:township|town|subdistrict)\s*$", re.IGNORECASE)
_ENGLISH_VILLAGE = re.compile(r"\s+village\s*$", re.IGNORECASE)
_ENGLISH_GROUP = re.compile(r"^\s*group\s+|\s+group\s*$", re.IGNORECASE)
_REMARK = re.compile(r"(?<=.)(?:\([^()]*\)?|\[[^\[\]]*\]?|【[^【】]*】?|〔[^〔〕]*〕?|<[^<>]*>?)$")

_GROUP_SUFFIX = "村民小组|村民组|居民小组|作业小组|作业组|生产小组|生产队|小组|小队|大队|组|队|社"
_NUMBERED_GROUP = re.compile(
    rf"(?:第|no\.?|#)?(?:(\d+)(?:\.0+)?|([〇零一二两三四五六七八九十百廿卅]+))(?:号|#)?(?:{_GROUP_SUFFIX})?"
)
_NAMED_GROUP = re.compile(rf"(.+?)(?:{_GROUP_SUFFIX})")
_DOTS = re.compile(r"[.·•・‧∙⋅●・｡。﹒]+")


def strip_remark(text: str) -> str:
    """Folded text without bracketed remarks at its end; a text that is one bracket stays."""
    folded = fold(text)
    while (shorter := _REMARK.sub("", folded)) != folded:
        folded = shorter
    return folded


@lru_cache(maxsize=_CACHE)
def township_key(text: str) -> str:
    """Key of a township: 南佐镇 = 南佐镇人民政府 = 南佐; 九门回族乡 = 九门乡.

    Words for its office go repeatedly, the word for its kind (镇 乡 街道) once and only where two characters
    stay, so that 东乡镇 = 东乡.
    """
    key = _without_suffixes(strip_remark(_ENGLISH_TOWNSHIP.sub("", text)), _OFFICE_SUFFIXES, keep=2)
    for pattern in (_PEOPLES_TOWNSHIP, _KIND_OF_TOWNSHIP):
        shorter = pattern.sub("", key)
        if shorter != key:
            return shorter if len(shorter) >= 2 else key
    return key


@lru_cache(maxsize=_CACHE)
def village_key(text: str) -> str:
    """Key of a village: 西同下村 = 西同下行政村 = 西同下村民委员会 = 西同下; at least one character stays."""
    return _without_suffixes(strip_remark(_ENGLISH_VILLAGE.sub("", text)), _VILLAGE_SUFFIXES, keep=1)


@lru_cache(maxsize=_CACHE)
def group_key(text: str) -> str:
    """Key of a group: "1" for 一组, 1组, 第1村民小组, 1.0, 一社; 东头 for 东头组; 张家屯 stays."""
    key = strip_remark(_ENGLISH_GROUP.sub("", text))
    if match := _NUMBERED_GROUP.fullmatch(key):
        number = int(match[1]) if match[1] else chinese_number(match[2])
        if number is not None:
            return str(number)
    match = _NAMED_GROUP.fullmatch(key)
    return match[1] if match else key


@lru_cache(maxsize=_CACHE)
def person_key(text: str) -> str:
    """Key of a person's name: blanks and a bracketed remark at the end dropped, all middle dots alike."""
    key = strip_remark(text)
    return _DOTS.sub("·", key).strip("·") or key


def group_sort_key(key: str) -> tuple[int, int, str]:
    """Sort key of a group key: numbers by value, then names (numbers in them by value), blank last."""
    if not key:
        return 2, 0, ""
    if key.isdecimal():
        return 0, int(key), ""
    return 1, 0, re.sub(r"\d+", lambda match: match[0].zfill(12), key)


def _without_suffixes(key: str, suffixes: tuple[str, ...], *, keep: int) -> str:
    """Key less every suffix, again and again, while ``keep`` characters stay."""
    while True:
        for suffix in suffixes:
            if key.endswith(suffix) and len(key) - len(suffix) >= keep:
                key = key.removesuffix(suffix)
                break
        else:
            return key
