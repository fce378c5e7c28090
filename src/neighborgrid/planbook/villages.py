"""To which village a row of a plan belongs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from neighborgrid.intake.names import township_key, village_key

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from neighborgrid.model import Plan

Village = tuple[str, str]
"""Normalised township and village; both empty for rows without a village."""

NOWHERE: Final[Village] = ("", "")
BY_VILLAGE: Final = ("households", "members", "excluded", "villages", "circles", "unserved", "shortages")
"""Tables whose rows name their own township and village."""


def village_map(plan: Plan) -> dict[Village, Village]:
    """(Township, village) as written -> the village meant, for all rows, in order of appearance.

    A blank township is that of the only village with this name, where there is one.
    """
    written: dict[Village, None] = {}
    for name in BY_VILLAGE:
        written |= dict.fromkeys(_pairs(plan.tables[name]))
    keys = {pair: (township_key(pair[0]), village_key(pair[1])) if pair[1] else NOWHERE for pair in written}
    townships: dict[str, set[str]] = {}
    for township, village in keys.values():
        if township:
            townships.setdefault(village, set()).add(township)
    return {pair: _settled(key, townships) for pair, key in keys.items()}


def villages_of(plan: Plan) -> set[Village]:
    """Villages whose households or people stand in the plan; the nameless one does not count."""
    where = village_map(plan)
    pairs = {pair for name in ("households", "members", "excluded") for pair in _pairs(plan.tables[name])}
    return {where[pair] for pair in pairs} - {NOWHERE}


def rows_village(table: pd.DataFrame, where: Mapping[Village, Village]) -> list[Village]:
    """Village of each row of a table."""
    return [where[pair] for pair in _pairs(table)]


def _pairs(table: pd.DataFrame) -> list[Village]:
    return list(zip(table["township"].tolist(), table["village"].tolist(), strict=True))


def _settled(key: Village, townships: Mapping[str, set[str]]) -> Village:
    own = townships.get(key[1], set())
    return (next(iter(own)), key[1]) if not key[0] and key[1] and len(own) == 1 else key
