"""A plan without ids that tell who somebody is: phone numbers, identity numbers or names used as ids.

A file that is to name nobody shows the row of the plan's tab in place of such an id, which whoever holds
the plan can look up. Circles named after somebody are named by number.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neighborgrid.model import Plan

SHORTEST: Final = 2
"""Characters from which on a text about a person is looked for inside an id."""
_IDENTITY: Final = re.compile(
    r"(?<!\d)[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)", re.ASCII
)
_MOBILE: Final = re.compile(r"1[3-9]\d{9}", re.ASCII)
_NUMBER: Final = re.compile(r"\d{7,}", re.ASCII)
_BETWEEN_DIGITS: Final = str.maketrans("", "", " -\u3000\u2010\u2013\u2014")
_PREFIX: Final = 6
"""First digits that all ids of a village share where they are made from its code."""


def impersonal(plan: Plan) -> tuple[Plan, int]:
    """Plan with telling ids replaced in the tables that maps are made from, and how many there were."""
    tables = dict(plan.tables)
    homes = _replacements(tables["households"], "household_id", ("head", "address"), "#{}")
    aside = tables["unserved"][~tables["unserved"]["household_id"].isin(tables["households"]["household_id"])]
    homes = {**_replacements(aside, "household_id", ("head",), "#-{}"), **homes}
    members = _replacements(tables["members"], "member_id", ("name",), "#{}")
    circles = _circle_replacements(plan)
    for table, column, changed in (
        ("households", "household_id", homes),
        ("unserved", "household_id", homes),
        ("households", "member_id", members),
        ("members", "member_id", members),
        ("circles", "leader_id", members),
        ("households", "circle_id", circles),
        ("members", "circle_id", circles),
        ("circles", "circle_id", circles),
        ("circles", "name", circles),
    ):
        if changed:
            values = [changed.get(one, one) for one in tables[table][column].tolist()]
            tables[table] = tables[table].assign(**{column: pd.Series(values, dtype=object)})
    return replace(plan, tables=tables), len(homes) + len(members) + len(circles)


def _replacements(table: pd.DataFrame, key: str, told_by: Sequence[str], form: str) -> Mapping[str, str]:
    """What stands in place of each telling id: the row of the table as its tab shows it."""
    ids = table[key].tolist()
    telling = _numbers_of_people(ids)
    for column in told_by:
        texts = table[column]
        # An address that several share is that of a village or group, and its name may be part of any id.
        told = (texts if column != "address" else texts.mask(texts.duplicated(keep=False), "")).tolist()
        pairs = zip(ids, told, strict=True)
        telling |= np.array([len(one) >= SHORTEST and one in id_ for id_, one in pairs], bool)
    if "phone" in table:
        phones = [_NUMBER.findall(_joined(one)) for one in table["phone"].tolist()]
        pairs = zip(ids, phones, strict=True)
        telling |= np.array([any(one in _joined(id_) for one in phone) for id_, phone in pairs], bool)
    # The tab's first row is its header.
    return {ids[row]: form.format(row + 2) for row in np.flatnonzero(telling).tolist()}


def _joined(text: str) -> str:
    """Text without the blanks and hyphens with which people write numbers."""
    return text.translate(_BETWEEN_DIGITS)


def _numbers_of_people(ids: Sequence[str]) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Ids that are identity numbers or mobiles.

    Numbers of eleven digits may be made from the code of a village: then all of them begin alike.
    """
    mobile = np.array([_MOBILE.fullmatch(one) is not None for one in ids], bool)
    count = int(mobile.sum())
    prefixes = {one[:_PREFIX] for one, is_mobile in zip(ids, mobile.tolist(), strict=True) if is_mobile}
    if count > 1 and len(prefixes) <= 1 + count // 10:
        mobile[:] = False
    return np.asarray(mobile | np.array([_IDENTITY.search(one) is not None for one in ids], bool))


def _circle_replacements(plan: Plan) -> Mapping[str, str]:
    """Numbers in place of ids and names of circles that hold a member's name."""
    names = {name for name in plan.members["name"].unique().tolist() if len(name) >= SHORTEST}
    table = plan.tables["circles"]
    made = {}
    for row, texts in enumerate(zip(table["circle_id"].tolist(), table["name"].tolist(), strict=True)):
        for one in texts:
            if any(name in one for name in names):
                made[one] = f"#{row + 2}"
    return made
