"""Township, village and group of every record: supplied where missing, compared by key, spelt in one way."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake.cells import clean_text, map_unique
from neighborgrid.intake.names import group_key, group_sort_key, township_key, village_key

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from neighborgrid.intake.stack import Stack

_PLACE: Final = re.compile(r"(?:村|社区|居委会|村委会|庄|屯|寨)$")
_NOT_A_PLACE: Final = frozenset(
    [
        "村",
        "农村",
        "各村",
        "全村",
        "本村",
        "行政村",
        "每村",
        "乡村",
        "社区",
        "本社区",
        "新农村",
        "自然村",
        "村委会",
        "居委会",
    ]
)
_GROUP: Final = re.compile(
    r"第?(?:\d+|[一二三四五六七八九十百零〇廿]+)(?:村民小组|村民组|小组|组|生产队|队|社)$"
)
_TRIMMED: Final = re.compile(
    r"^[\d\s._\-年月日()（）第号]+"
    r"|(?:农户|住户|党员|联户|群众|居民|家庭|人口|基本|信息|情况|花名册|名册|名单|台账|登记|统计|汇总|明细|摸底|采集"
    r"|表|册|户|最终|终稿|定稿|新版|版|修改|副本|坐标|[\d\s._\-年月日()（）])+$"
)
_CARRY_SHARE: Final = 0.5
_FEWEST_BLOCKS: Final = 3


@dataclass(frozen=True)
class Places:
    """Places of the records of one kind.

    ``*_code`` number the keys, shared by households and people, -1 for blank; ``village_code`` is per
    township and village, ``group_code`` per township, village and group. The names are those to show.
    """

    township: NDArray[np.object_]
    village: NDArray[np.object_]
    group: NDArray[np.object_]
    township_code: NDArray[np.int64]
    village_code: NDArray[np.int64]
    group_code: NDArray[np.int64]

    def take(self, rows: NDArray[np.int64]) -> Places:
        """Places of the given rows, in that order."""
        return Places(*(getattr(self, one.name)[rows] for one in fields(self)))


def supply(stack: Stack, known: frozenset[str]) -> tuple[Stack, list[Finding]]:
    """Stack with villages and groups that tabs or files are named after, where the tab has no such column.

    ``known`` are keys of villages that stand in other sheets. Columns in which only the first row of
    each block is filled are carried down.
    """
    found: list[Finding] = []
    columns = {key: stack.column(key).copy() for key in ("township", "village", "group")}
    for number, tab in enumerate(stack.tabs):
        mine = np.flatnonzero(stack.tab == number)
        if not len(mine):
            continue
        for key, keyed in _KEYS.items():
            values = columns[key][mine]
            if _is_block_column(values, keyed):
                columns[key][mine] = _carried(values)
                found.append(Finding("NG120", tab.place(0, key), {"count": int(np.sum(values == ""))}))
        named = {
            "village": _named_village((tab.raw.sheet, tab.raw.file), known),
            "group": _named_group((tab.raw.sheet, tab.raw.file)),
        }
        for key, name in named.items():
            if name and np.all(columns[key][mine] == ""):
                columns[key][mine] = name
                found.append(Finding("NG121", tab.place(), {"name": name, "count": len(mine)}))
    return stack.with_text(**columns), found


_KEYS: Final = {"township": township_key, "village": village_key, "group": group_key}


def supply_only_village(stacks: Sequence[Stack]) -> tuple[list[Stack], list[Finding]]:
    """Stacks with the one village that the sheets speak of put into a kind of sheet that names none."""
    names: dict[str, str] = {}
    for stack in stacks:
        for name in sorted(set(stack.column("village").tolist()) - {""}):
            names.setdefault(village_key(name), name)
    found: list[Finding] = []
    if len(names) != 1:
        return list(stacks), found
    name = next(iter(names.values()))
    supplied = []
    for stack in stacks:
        if not np.all(stack.column("village") == ""):
            supplied.append(stack)
            continue
        supplied.append(stack.with_text(village=np.full(len(stack), name, dtype=object)))
        for number, tab in enumerate(stack.tabs):
            count = int(np.sum(stack.tab == number))
            found.append(Finding("NG219", tab.place(), {"name": name, "count": count}))
    return supplied, found


def village_keys(stack: Stack) -> frozenset[str]:
    """Keys of all villages that the records name."""
    return frozenset(map(village_key, set(stack.column("village").tolist()))) - {""}


def _is_block_column(values: NDArray[np.object_], keyed: Callable[[str], str]) -> bool:
    """Whether only the first row of each block is filled.

    Carrying down makes the order of rows matter, so no doubt may be left: at least three blocks, each of
    two rows or more, the first row filled, and no value that comes back in a later block.
    """
    filled = np.flatnonzero(values != "")
    if not len(filled) or filled[0] != 0 or len(filled) > _CARRY_SHARE * len(values):
        return False
    names = [keyed(value) for value in values[filled]]
    starts = [row for number, row in enumerate(filled) if not number or names[number] != names[number - 1]]
    sizes = np.diff([*starts, len(values)])
    return len(starts) >= _FEWEST_BLOCKS and len(set(names)) == len(starts) and bool(np.all(sizes >= 2))


def _carried(values: NDArray[np.object_]) -> NDArray[np.object_]:
    last = np.maximum.accumulate(np.where(values != "", np.arange(len(values)), 0))
    return np.asarray(values[last], dtype=object)


def _stem(name: str) -> str:
    stem = clean_text(name)
    for suffix in (".xlsx", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt", ".xlsm"):
        stem = stem.removesuffix(suffix)
    return stem


def _named_village(names: Sequence[str], known: frozenset[str]) -> str:
    for name in names:
        stem = _stem(name)
        for text in (stem, _TRIMMED.sub("", _TRIMMED.sub("", stem))):
            if text and text not in _NOT_A_PLACE and (_PLACE.search(text) or village_key(text) in known):
                return text
    return ""


def _named_group(names: Sequence[str]) -> str:
    for name in names:
        for text in (_stem(name), _TRIMMED.sub("", _stem(name))):
            match = _GROUP.search(text)
            if match:
                return match[0]
    return ""


def settle(households: Stack, people: Stack, centres: Stack) -> tuple[Places, Places, Places, list[Finding]]:
    """Places of households, people and centres with shared codes and spellings.

    A blank township is that of the only township which has a village of this name; where several
    have one, it stays blank, with a finding.
    """
    stacks = (households, people, centres)
    count = len(households)
    names = {key: np.concatenate([one.column(key) for one in stacks]) for key in _KEYS}
    keys = {key: map_unique(names[key], keyed) for key, keyed in _KEYS.items()}
    township, _ = codes(keys["township"])
    village, village_of = codes(keys["village"])
    township, doubtful = _only_townships(township, village, count + len(people))
    found = [
        Finding(
            "NG205",
            values={"village": village_of[one], "count": int(np.sum((village == one) & (township < 0)))},
        )
        for one in doubtful
    ]
    village = _paired(np.where(village < 0, -1, township), village)
    group, _ = codes(keys["group"], group_sort_key)
    # A group number means nothing without its village, unless no sheet names villages at all.
    group = np.where((village < 0) & bool(np.any(village >= 0)), -1, group)
    group = _paired(np.where(group < 0, -1, village), group)
    shown = {
        "township": _shown(names["township"], township, count),
        "village": _shown(names["village"], village, count),
        "group": _shown(names["group"], group, count),
    }
    all_codes = (township, village, group)
    ends = np.cumsum([len(one) for one in stacks]).tolist()
    first, second, third = (
        Places(
            shown["township"][start:end],
            shown["village"][start:end],
            shown["group"][start:end],
            *(np.asarray(one[start:end], dtype=np.int64) for one in all_codes),
        )
        for start, end in zip([0, *ends], ends, strict=False)
    )
    return first, second, third, found


def codes(
    keys: NDArray[np.object_], rank_of: Callable[[str], Any] | None = None
) -> tuple[NDArray[np.int64], list[str]]:
    """Codes of keys in the order of ``rank_of`` (code points), -1 for "", and the keys by code."""
    import pandas as pd

    found, uniques = pd.factorize(keys)
    order = sorted(sorted(set(uniques.tolist()) - {""}), key=rank_of)
    rank = {key: number for number, key in enumerate(order)}
    table = np.array([rank.get(key, -1) for key in uniques.tolist()], dtype=np.int64)
    return (table[found] if len(table) else np.zeros(0, dtype=np.int64)), order


def _only_townships(
    township: NDArray[np.int64], village: NDArray[np.int64], size: int
) -> tuple[NDArray[np.int64], list[int]]:
    """Townships with blanks filled where the village is in one township only, and the villages in doubt.

    Only the first ``size`` records, households and people, say where a village is.
    """
    missing = (township < 0) & (village >= 0)
    if not missing.any():
        return township, []
    filled, doubtful = township.copy(), []
    full = np.flatnonzero((township[:size] >= 0) & (village[:size] >= 0))
    known: dict[int, set[int]] = {}
    for one, other in {*zip(village[full].tolist(), township[full].tolist(), strict=True)}:
        known.setdefault(one, set()).add(other)
    for one in np.unique(village[missing]).tolist():
        found = known.get(one, set())
        if len(found) == 1:
            filled[missing & (village == one)] = next(iter(found))
        elif found:
            doubtful.append(one)
    return filled, doubtful


def _paired(outer: NDArray[np.int64], inner: NDArray[np.int64]) -> NDArray[np.int64]:
    """Codes of pairs in the order of (outer, inner), -1 where ``inner`` is -1."""
    paired = (outer + 1) * (int(inner.max(initial=0)) + 1) + inner
    blank = inner < 0
    _, made = np.unique(paired[~blank], return_inverse=True)
    result = np.full(len(inner), -1, dtype=np.int64)
    result[~blank] = made
    return result


def _shown(names: NDArray[np.object_], code: NDArray[np.int64], households: int) -> NDArray[np.object_]:
    """Spelling of each record's place: of all spellings of a key the most frequent one among households.

    Ties: the shorter, then code-point order. Where no household has the key, people's spellings count.
    """
    import pandas as pd

    spelling, texts = pd.factorize(names)
    width = len(texts) + 1
    best: dict[int, tuple[tuple[int, int, str], str]] = {}
    for weigh, part in ((1, slice(0, households)), (0, slice(households, None))):
        pairs, counts = np.unique(code[part] * width + spelling[part], return_counts=True)
        for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
            one, text = pair // width, texts[pair % width]
            if one < 0 or not text:
                continue
            rank = (-count - weigh * len(names), len(text), text)
            if one not in best or rank < best[one][0]:
                best[one] = (rank, text)
    table = np.array(
        [best[one][1] if one in best else "" for one in range(code.max(initial=-1) + 1)] + [""], dtype=object
    )
    # A blank code points at the last entry; what was written there, if anything, stays.
    return np.where(code < 0, names, table[code])


def without_member(households: Places, people: Places) -> list[Finding]:
    """Villages of households in which nobody of the member sheets lives, each with near spellings."""
    lonely = np.setdiff1d(households.village_code, people.village_code)
    if not len(lonely):
        return []
    from rapidfuzz import fuzz, process

    known = sorted(set(people.village.tolist()) - {""})
    found = []
    for code in lonely[lonely >= 0].tolist():
        rows = np.flatnonzero(households.village_code == code)
        name = households.village[rows[0]]
        near = [
            text for text, *_ in process.extract(name, known, scorer=fuzz.ratio, limit=3, score_cutoff=50)
        ]
        values = {"village": name, "count": len(rows), "near": "、".join(near) if near else "-"}
        found.append(Finding("NG203", values=values))
    return found
