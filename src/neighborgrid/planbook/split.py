"""One workbook per village; a folder of them, edited or not, reads back as one plan.

Every household and every person stands in exactly one workbook, that of the village in the own row
(rows without a village go to one workbook of their own). A member of another village who serves a
household there is named in the household's row only. Pairs to avoid go with the household, prices with
the member or circle; rules, the
ledger, input files and the figures of the Summary are those of the whole plan and stand in every part.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from neighborgrid.files import make_folder
from neighborgrid.planbook.frame import Marks
from neighborgrid.planbook.villages import BY_VILLAGE, NOWHERE, Village, rows_village, village_map
from neighborgrid.planbook.write import Existing, write
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    import pandas as pd

    from neighborgrid.files import Written
    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\s]+')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
STEM_LIMIT: Final = 60
"""Characters of a file name; 180 bytes in UTF-8, where file systems allow 255."""


def split_by_village(plan: Plan, folder: Path, *, existing: Existing = Existing.KEEP_EDITED) -> list[Written]:
    """Write a workbook per village into ``folder``, which is made where it does not exist.

    Raises InputError: NG509 the folder cannot be made, and as ``write``.
    """
    make_folder(folder)
    parts = split(plan)
    return [
        write(part, folder / f"{stem}.xlsx", existing=existing, marks=Marks(part=number, parts=len(parts)))
        for number, (stem, part) in enumerate(parts.items(), start=1)
    ]


def split(plan: Plan) -> dict[str, Plan]:
    """Stem of the file name -> plan of one village, in order of appearance."""
    where = village_map(plan)
    villages = dict.fromkeys(where.values())
    rows = {name: _groups(rows_village(plan.tables[name], where)) for name in BY_VILLAGE}
    rows["wishes"] = _groups(_wish_villages(plan, where))
    rows["prices"] = _groups(_price_villages(plan, where))
    if NOWHERE in rows["wishes"]:
        villages.setdefault(NOWHERE)
    stems = _stems(where, villages, plan.lang)
    return {stems[village]: _part(plan, rows, village) for village in villages}


def _part(plan: Plan, rows: Mapping[str, Mapping[Village, list[int]]], village: Village) -> Plan:
    tables: dict[str, pd.DataFrame] = dict(plan.tables)
    for name, groups in rows.items():
        tables[name] = plan.tables[name].iloc[groups.get(village, [])].reset_index(drop=True)
    return replace(plan, tables=tables, findings=())


def _groups(villages: Iterable[Village]) -> dict[Village, list[int]]:
    groups: dict[Village, list[int]] = {}
    for row, village in enumerate(villages):
        groups.setdefault(village, []).append(row)
    return groups


def _wish_villages(plan: Plan, where: Mapping[Village, Village]) -> list[Village]:
    ids = plan.households["household_id"].tolist()
    home = dict(zip(ids, rows_village(plan.households, where), strict=True))
    return [home.get(one, NOWHERE) for one in plan.tables["wishes"]["household_id"].tolist()]


def _price_villages(plan: Plan, where: Mapping[Village, Village]) -> list[Village]:
    village_of: dict[tuple[str, str], Village] = {}
    for node, name, column in (("member", "members", "member_id"), ("circle", "circles", "circle_id")):
        table = plan.tables[name]
        keys = [(node, one) for one in table[column].tolist()]
        village_of |= dict(zip(keys, rows_village(table, where), strict=True))
    prices = plan.tables["prices"]
    keys = list(zip(prices["node"].tolist(), prices["id"].tolist(), strict=True))
    return [village_of.get(key, NOWHERE) for key in keys]


def _stems(where: Mapping[Village, Village], villages: Iterable[Village], lang: Lang) -> dict[Village, str]:
    """File names: township and village as first written, made safe and unique whatever the case."""
    shown: dict[Village, str] = {}
    for written, village in where.items():
        shown.setdefault(village, "-".join(part for part in written if part))
    stems: dict[Village, str] = {}
    taken: set[str] = set()
    for village in villages:
        name = text("book.other", lang) if village == NOWHERE else shown[village]
        base = _safe(name)
        stem, count = base, 1
        while stem.casefold() in taken:
            count += 1
            stem = f"{base}-{count}"
        taken.add(stem.casefold())
        stems[village] = stem
    return stems


def _safe(name: str) -> str:
    stem = _UNSAFE.sub("_", name).strip("._ ")[:STEM_LIMIT].rstrip("._ ")
    return f"_{stem}" if not stem or _RESERVED.fullmatch(stem) else stem
