"""Headers to keys: the alias lists, the fixed affixes, and the headers that are never read.

A header is compared after NFKC, without brackets, blanks and punctuation. It matches an alias, or an
alias with affixes of its kind of sheet around it. Only Latin headers of six letters or more may match
by similarity, since a similar Chinese header can mean something else entirely.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from typing import Final

from neighborgrid.intake.aliases import KINDS, OWN, SHARED, Kind

__all__ = ["KINDS", "Kind", "is_never_read", "is_serial", "keys", "match", "normal"]

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
    "centres": ("圈中心", "中心点", "中心", "圈心", "所在", "所属", "GPS"),
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


@functools.cache
def aliases(kind: Kind) -> dict[str, str]:
    """Key of every normalised alias of a kind of sheet; of two claims the kind's own one stands."""
    table: dict[str, str] = {}
    for lists in (OWN[kind], SHARED):
        for key, words in lists.items():
            for word in words.split():
                table.setdefault(normal(word), key)
    return table


def keys(kind: Kind) -> tuple[str, ...]:
    """All keys of a kind of sheet, in the order of the alias lists."""
    return (*OWN[kind], *SHARED)


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
    if len(name) < _FUZZY_LETTERS or not (name.isascii() and name.isalpha()):
        return ""
    from rapidfuzz import fuzz, process

    found = process.extractOne(name, _latin(kind), scorer=fuzz.ratio, score_cutoff=_FUZZY_SCORE)
    return aliases(kind)[found[0]] if found else ""


@functools.cache
def _latin(kind: Kind) -> tuple[str, ...]:
    """Aliases long enough, and Latin enough, to be compared by similarity."""
    return tuple(alias for alias in aliases(kind) if alias.isascii() and len(alias) >= _FUZZY_LETTERS)
