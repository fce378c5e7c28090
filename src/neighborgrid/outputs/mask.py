"""Names and phones that show whose they are to those who know, and to nobody else.

A Chinese name keeps its surname, compound ones whole, and a star for every other character: 王建国 is
王**, 欧阳修 is 欧阳*. In other scripts nobody can tell which word is the surname, so every word keeps its
first letter and gets three stars, however long it is: John Smith is J*** S***. Names that are given names
throughout (阿不都·买买提) keep their first character. Whatever follows in brackets is left out, and no
name comes back whole.

A mobile keeps three digits in front and four behind (138****8000), a landline its area code and the last
two digits, any other number the last two. What is no phone becomes stars altogether.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from neighborgrid.intake.cells import map_unique
from neighborgrid.intake.phones import JOINT, clean_phone

if TYPE_CHECKING:
    from numpy.typing import NDArray

STARS: Final = "***"
_COMPOUND: Final = (
    "欧阳 上官 司马 诸葛 夏侯 皇甫 尉迟 公孙 慕容 令狐 宇文 长孙 司徒 司空 司寇 东方 独孤 南宫 西门 闻人 "
    "公羊 澹台 公冶 宗政 濮阳 淳于 单于 太叔 申屠 仲孙 轩辕 钟离 鲜于 闾丘 亓官 巫马 公西 漆雕 乐正 壤驷 "
    "公良 拓跋 夹谷 宰父 谷梁 百里 呼延 东郭 南门 羊舌 微生 梁丘 左丘 东门 端木 纳兰 完颜 赫连 贺兰 万俟 "
    "第五 歐陽 司馬 諸葛 東方 獨孤 南宮 西門 長孫 鍾離 鮮于"
)
COMPOUND: Final = frozenset(_COMPOUND.split())
_HAN: Final = "\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_HAN: Final = re.compile(f"[{_HAN}]")
_DOTS: Final = ".·•・‧∙⋅●｡。﹒"
_SEVERAL: Final = re.compile(r"\s*[、，,;；/／|&＆]\s*")
_REMARK: Final = re.compile(r"[(（\[［【〔<＜《].*", re.DOTALL)
_MOBILE: Final = re.compile(r"1[3-9]\d{9}", re.ASCII)
_LANDLINE: Final = re.compile(r"(0\d{2,3}-)(\d+)", re.ASCII)
SHOWN: Final = 2
"""Last digits that stay of a number that is no mobile."""


def names(values: Any) -> NDArray[np.object_]:
    """Masked names, object, shape (n,); ``values`` are texts, "" stays ""."""
    return map_unique(np.asarray(values, dtype=object), mask_name)


def phones(values: Any) -> NDArray[np.object_]:
    """Masked phones, object, shape (n,); ``values`` are texts, "" stays ""."""
    return map_unique(np.asarray(values, dtype=object), mask_phone)


def mask_name(name: str) -> str:
    """One cell of names; several stay several."""
    if not name.strip():
        return ""
    bare = _REMARK.sub("", name).strip()
    parts = [_one_name(part) for part in _SEVERAL.split(bare) if part.strip()]
    return "、".join(parts) if parts else STARS


def mask_phone(phone: str) -> str:
    """One cell of phones; several stay several."""
    if not phone.strip():
        return ""
    cleaned, ok = clean_phone(phone)
    return JOINT.join(map(_one_phone, cleaned.split(JOINT))) if ok else STARS


def _one_name(name: str) -> str:
    if not _IS_HAN.match(name):
        return " ".join(word[0] + STARS if _opens(word) else STARS for word in name.split())
    whole = "".join(name.split()).strip(_DOTS)
    surname = 2 if whole[:2] in COMPOUND and len(whole) > 2 else 1
    if len(whole) <= surname:
        return "*"
    return whole[:surname] + "".join(one if one in _DOTS else "*" for one in whole[surname:])


def _opens(word: str) -> bool:
    """Whether a word may keep its first letter: a Chinese one behind a Latin one is a given name."""
    return word[0].isalpha() and not _IS_HAN.match(word) and len(word) > 1


def _one_phone(phone: str) -> str:
    number, extension, _ = phone.partition("转")
    hidden = f"转{STARS}" if extension else ""
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}****{number[-4:]}{hidden}"
    landline = _LANDLINE.fullmatch(number)
    area, rest = landline.groups() if landline else ("", number)
    return f"{area}{'*' * (len(rest) - SHOWN)}{rest[-SHOWN:]}{hidden}"
