"""Rosters as workbooks: who looks after which household, for those who organise it, or for a wall.

The internal roster has three tabs: every household with its member, in the order of the round; the
members; the households that wait, with those rows of the sheets that could not be read. Every household
stands in exactly one row of the first and the third tab. Kinds of priority show as a star only, and
people who do not serve are not in it.

The public roster has one tab, of members: name, duty in the circle, phone unless it is not for the
public, number of households, group. It holds nothing about any household and ranks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from neighborgrid.files import Written
from neighborgrid.outputs import mask as masks
from neighborgrid.outputs.roster_tabs import household_tab, member_tab, public_tab, waiting_tab
from neighborgrid.outputs.roster_view import RosterView
from neighborgrid.outputs.sealed import write_sealed
from neighborgrid.planbook.fit import fit
from neighborgrid.planbook.sheetwriter import write_sheets

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

By = Literal["member", "circle", "village"]

MASKED: Final[Mapping[str, Mapping[str, bool]]] = {
    "households": {"head": True, "phone": False, "member_name": True, "member_phone": False},
    "members": {"name": True, "phone": False},
    "unserved": {"head": True},
}
"""Columns that ``mask`` hides in part: whether they hold names, else they hold phones."""


@dataclass(frozen=True)
class Rounds:
    """What is known about the rounds of the members, by row of Households; None where it is not.

    Attributes
    ----------
    order
        Rank of each household in its member's round, int64, least first; the plan's own order by default.
    visits
        Visits a year, int64.
    """

    order: NDArray[np.int64] | None = None
    visits: NDArray[np.int64] | None = None


NO_ROUNDS: Final = Rounds()


def write(
    plan: Plan,
    target: Path,
    *,
    by: By,
    public: bool,
    mask: bool,
    lang: Lang,
    rounds: Rounds = NO_ROUNDS,
) -> Written:
    """Write the roster of ``plan``, whose derived cells are fresh, to ``target``.

    ``by`` says how it is sorted: households by member (villages together); by circle, each circle led by
    its leader and deputies (where the plan has none, as by member); or by village and group as the plan
    lists them, whoever serves. A public roster sorts its members alike. ``mask`` hides given names and
    part of the phones, of members and households (see ``mask``). A roster of that name that was changed
    since is kept under a dated name (note NG560), and NG506 says what was too long for a cell.

    Raises InputError (NG500 to NG504) where nothing can be written, ValueError where ``rounds`` do not
    fit the plan.
    """
    size = len(plan.households)
    if any(column is not None and column.shape != (size,) for column in (rounds.order, rounds.visits)):
        raise ValueError(f"rounds must have one value for each of the {size} households")
    fitted, notes = fit(masked(plan) if mask else plan)
    view = RosterView.of(fitted, by, lang)
    if public:
        sheets = [public_tab(view)]
    else:
        sheets = [household_tab(view, rounds.order, rounds.visits), member_tab(view), waiting_tab(view)]
    written = write_sealed(target, lambda path: write_sheets(sheets, path), day=plan.rules.as_of, lang=lang)
    return Written(written.path, (*written.findings, *notes))


def masked(plan: Plan) -> Plan:
    """Plan in which names and phones are masked, for looking at, never for reading back."""
    tables = dict(plan.tables)
    for name, columns in MASKED.items():
        table = plan.tables[name]
        made = {
            column: masks.names(table[column]) if of_names else masks.phones(table[column])
            for column, of_names in columns.items()
        }
        tables[name] = table.assign(**made).astype(dict.fromkeys(made, object))
    return replace(plan, tables=tables)
