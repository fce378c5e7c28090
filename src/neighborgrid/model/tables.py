"""Tables that the rooms hand to each other: their columns, the closed lists of their words, their kinds.

Text columns have dtype object, hold ``str`` and use ``""`` for blank; numbers are float64 or int64,
positions NaN where unknown. Rows stand in canonical order and carry a RangeIndex, so a row number
identifies a household or a person everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sized

    import pandas as pd

PRIORITY_KINDS: Final = ("extreme_poverty", "low_income", "hardship", "elder_alone", "disabled", "other")
RESIDENCES: Final = ("resident", "away", "vacant")
DISTANCE_KINDS: Final = ("straight", "estimated", "roads", "matrix")
"""How a household's distance is known; ``""`` where it has no position at all."""

EXCLUSION_REASONS: Final = ("age", "away", "health", "other", "no_coordinates")
"""Closed set of reasons why a member does not serve; never the text of a cell."""

UNSERVED_REASONS: Final = (
    "row_error",
    "no_coordinates",
    "lock_conflict",
    "no_member_in_range",
    "only_ineligible_in_range",
    "outside_boundary",
    "avoided",
    "blocked",
    "load_too_large",
    "outside_circles",
    "members_full",
)
"""Closed list of reasons why a household is not served, in the order in which they are tried."""

PROBLEM_HOUSEHOLDS: Final[Mapping[str, str]] = {
    "household_id": "text",
    "head": "text",
    "township": "text",
    "village": "text",
    "group": "text",
    "address": "text",
    "phone": "text",
    "lon": "float",
    "lat": "float",
    "distance_kind": "text",
    "priority": "text",
    "residence": "text",
    "load": "float",
    "lock": "text",
    "prefer": "text",
    "previous_member_id": "text",
    "home_member_id": "text",
    "township_code": "int",
    "village_code": "int",
    "group_code": "int",
    "source_sheet": "int",
    "source_row": "int",
}
"""Columns of `Problem.households`.

``lock`` and ``previous_member_id`` are ids of people ("" for none), ``prefer`` ids joined by ``、``.
``home_member_id`` is the member whose own home this is and who serves it. The codes number the places
after normalisation, shared by households and people; -1 is blank and matches any. ``village_code`` is
per (township, village), ``group_code`` per (township, village, group). ``source_sheet`` indexes
`Problem.sheets`, ``source_row`` is the 1-based row as the user sees it.
"""

PROBLEM_PEOPLE: Final[Mapping[str, str]] = {
    "member_id": "text",
    "name": "text",
    "role": "text",
    "township": "text",
    "village": "text",
    "group": "text",
    "phone": "text",
    "phone_public": "text",
    "lon": "float",
    "lat": "float",
    "home_household_id": "text",
    "excluded": "text",
    "circle_id": "text",
    "min_load": "float",
    "target_load": "float",
    "max_load": "float",
    "township_code": "int",
    "village_code": "int",
    "group_code": "int",
    "source_sheet": "int",
    "source_row": "int",
}
"""Columns of `Problem.people`: all people of the member sheets.

``excluded`` is "" for a member who may serve, else one of `EXCLUSION_REASONS`. ``circle_id`` is the
circle that the person is in already, "" for none. ``max_load`` is NaN where the cap is automatic.
``phone_public`` is ``no`` where the phone must not be shown to the public, else "".
"""

CENTRES: Final[Mapping[str, str]] = {
    "name": "text",
    "township": "text",
    "village": "text",
    "lon": "float",
    "lat": "float",
    "township_code": "int",
    "village_code": "int",
}
"""Columns of `Problem.centres`: the organiser's own list of places where a circle may have its centre."""

SET_ASIDE: Final[Mapping[str, str]] = {
    "household_id": "text",
    "head": "text",
    "township": "text",
    "village": "text",
    "group": "text",
    "reason": "text",
    "file": "text",
    "sheet": "text",
    "row": "int",
}
LEDGER: Final[Mapping[str, str]] = {
    "file": "text",
    "sheet": "text",
    "kind": "text",
    "rows": "int",
    "households": "int",
    "members": "int",
    "duplicates": "int",
    "subtotals": "int",
    "notes": "int",
    "blanks": "int",
    "set_aside": "int",
}
"""Columns of the ledger: ``rows`` is the sum of the columns after it."""

SHEETS: Final[Mapping[str, Mapping[str, str]]] = {
    "households": {
        "household_id": "text",
        "head": "text",
        "township": "text",
        "village": "text",
        "group": "text",
        "address": "text",
        "phone": "text",
        "lon": "float",
        "lat": "float",
        "distance_kind": "text",
        "priority": "text",
        "residence": "text",
        "load": "float",
        "member_id": "text",
        "member_name": "text",
        "member_phone": "text",
        "circle_id": "text",
        "distance_m": "float",
        "straight_m": "float",
        "own_home": "text",
        "lock": "text",
        "prefer": "text",
        "previous_member_id": "text",
        "written_member_id": "text",
        "shortage_id": "text",
        "reason": "text",
        "note": "text",
    },
    "members": {
        "member_id": "text",
        "name": "text",
        "role": "text",
        "township": "text",
        "village": "text",
        "group": "text",
        "phone": "text",
        "phone_public": "text",
        "lon": "float",
        "lat": "float",
        "home_household_id": "text",
        "circle_id": "text",
        "team_role": "text",
        "load": "float",
        "min_load": "float",
        "target_load": "float",
        "max_load": "float",
        "mean_distance_m": "float",
        "farthest_m": "float",
        "shortage_id": "text",
    },
    "circles": {
        "circle_id": "text",
        "name": "text",
        "township": "text",
        "village": "text",
        "centre_lon": "float",
        "centre_lat": "float",
        "leader_id": "text",
        "deputy_ids": "text",
        "members": "int",
        "households": "int",
        "radius_m": "float",
        "note": "text",
    },
    "unserved": {
        "household_id": "text",
        "head": "text",
        "township": "text",
        "village": "text",
        "group": "text",
        "reason": "text",
        "nearest_member_id": "text",
        "nearest_m": "float",
        "shortage_id": "text",
        "remedy": "text",
        "file": "text",
        "sheet": "text",
        "row": "text",
    },
    "shortages": {
        "shortage_id": "text",
        "township": "text",
        "village": "text",
        "households": "int",
        "members": "int",
        "capacity": "float",
        "short": "float",
        "remedy": "text",
    },
    "excluded": {
        "member_id": "text",
        "name": "text",
        "role": "text",
        "township": "text",
        "village": "text",
        "group": "text",
        "phone": "text",
        "phone_public": "text",
        "lon": "float",
        "lat": "float",
        "min_load": "float",
        "target_load": "float",
        "max_load": "float",
        "reason": "text",
    },
    "villages": {
        "township": "text",
        "village": "text",
        "rows": "int",
        "households": "int",
        "served": "int",
        "estimated": "int",
        "unserved": "int",
        "own_homes": "int",
        "able_members": "int",
        "circles": "int",
        "mean_load": "float",
        "farthest_m": "float",
    },
    "ledger": LEDGER,
    "wishes": {"household_id": "text", "member_id": "text"},
    "prices": {
        "node": "text",
        "id": "text",
        "priority": "int",
        "households": "int",
        "shortfall": "int",
        "cost_cm": "int",
    },
}
"""The plan workbook's tables, in order, with the kind of each column. This is the contract.

The sheets ``summary`` (key, value) and ``rules`` (setting, value, origin) frame them. In ``own_home``
a served own home holds ``yes``; ``wishes`` are pairs to avoid. ``prices`` stands on a hidden tab: the dual
values of the assignment, one row per `PRICE_NODES` (see ``solve.prices``), which prove that the plan is
optimal; a plan whose loads are unequal has none.
"""

PRICE_NODES: Final = ("member", "circle")
"""What a row of ``prices`` is about; its ``id`` is that of the member or the circle."""

HIDDEN_SHEETS: Final = frozenset({"prices"})
"""Tables on tabs that are not shown."""

_DTYPE_KINDS: Final[Mapping[str, str]] = {"text": "O", "float": "f", "int": "i"}
DTYPES: Final[Mapping[str, Literal["object", "float64", "int64"]]] = {
    "text": "object",
    "float": "float64",
    "int": "int64",
}


def check_columns(table: pd.DataFrame, columns: Mapping[str, str], name: str) -> None:
    """Raise ValueError unless ``table`` has exactly ``columns``, in order, of their kinds."""
    if list(table.columns) != list(columns):
        raise ValueError(f"{name}: columns {list(table.columns)} are not {list(columns)}")
    for column, kind in columns.items():
        if table[column].dtype.kind != _DTYPE_KINDS[kind]:
            raise ValueError(f"{name}.{column} is {table[column].dtype}, not {DTYPES[kind]}")


def make_table(columns: Mapping[str, str], data: Mapping[str, Sized]) -> pd.DataFrame:
    """Table with ``columns`` in order, each converted to its kind; missing ones are blank.

    ``data`` maps column names to sequences of one common length; raises ValueError where they differ.
    """
    import pandas as pd

    size = max(map(len, data.values()), default=0)
    made = {}
    for column, kind in columns.items():
        values = data.get(column)
        if values is None:
            blank: object = {"text": "", "float": np.nan, "int": 0}[kind]
            values = np.full(size, blank, dtype=DTYPES[kind])
        # pandas 3 would infer its own string type from a plain list, so the dtype is always said.
        made[column] = pd.Series(values, dtype=DTYPES[kind])
    return pd.DataFrame(made)
