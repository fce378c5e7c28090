"""What is printed: a plan that holds, its derived figures computed anew, and whom its people call."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from neighborgrid.audit.check import audit
from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Severity
from neighborgrid.intake.names import township_key, village_key
from neighborgrid.outputs.paper import phones
from neighborgrid.outputs.paper.wording import Wording
from neighborgrid.planbook.refresh import refresh

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from neighborgrid.findings import Place
    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

JOINT = "、"
RECOMPUTED: Final = frozenset({
    *("NG314", "NG325", "NG326", "NG328", "NG329", "NG330"),
    *("NG335", "NG336", "NG344", "NG385", "NG387", "NG388"),
})  # fmt: skip
"""Breaches of cells that are computed anew before anything is printed."""


@dataclass(frozen=True)
class Subject:
    """Plan to print, every derived cell recomputed.

    ``say`` holds the words of the papers; ``draft`` marks every page, because the plan breaks a rule.
    """

    plan: Plan
    say: Wording
    draft: bool = False

    @property
    def lang(self) -> Lang:
        """Language of the papers."""
        return self.say.lang

    def texts(self) -> list[str]:
        """Texts of the plan that papers print, repeats left out."""
        plan = self.plan
        columns = [plan.households[name] for name in ("household_id", "head", "address", "group", "village")]
        columns += [plan.members["name"], plan.members["group"], plan.tables["circles"]["name"]]
        columns += [plan.unserved["head"], plan.unserved["household_id"]]
        return list(dict.fromkeys(one for column in columns for one in column.unique().tolist()))


UNREAD_EDITS: Final = ("NG362", "NG363", "NG364")
"""Findings on edits that could not be taken as they were typed."""
SHOWN: Final = 3


def subject(
    plan: Plan, *, lang: Lang, force: bool = False, part: bool = False, place: Callable[[Place], Place]
) -> tuple[Subject, tuple[Finding, ...]]:
    """Subject of a plan whose hand edits are applied, and findings about it.

    A plan that breaks a rule raises InputError (NG548, and `SHOWN` breaches); with ``force`` it is printed
    as a draft, with a warning (NG549). Stale derived cells are recomputed and are no breach. ``part``: some
    workbooks of a split plan only. ``place`` leads from a place in the plan's tables to the user's.
    """
    found = (*audit(plan, part=part).findings, *plan.findings)
    broken = [one for one in found if one.severity is Severity.ERROR and one.code not in RECOMPUTED]
    # A name that nobody has is what led to a breach.
    typed = [one for one in plan.findings if one.code in UNREAD_EDITS]
    named = [*typed, *(one for one in broken if one not in typed)][:SHOWN]
    some = [replace(one, place=place(one.place)) for one in named]
    if broken and not force:
        raise InputError(Finding("NG548", values={"count": len(broken)}), *some)
    findings = (*some, Finding("NG549", values={"count": len(broken)})) if broken else ()
    say = Wording(lang, plan.rules.printing, plan.rules.as_of)
    return Subject(refresh(plan), say, draft=bool(broken)), findings


def people(plan: Plan) -> pd.DataFrame:
    """Members by id: name, phone as printed, other numbers, tel, whether it is public, circle, duty."""
    members = plan.members
    cells = [phones.number(cell) for cell in members["phone"]]
    made = {
        "name": members["name"].to_numpy(),
        "phone": _texts([cell.shown for cell in cells]),
        "others": _texts([cell.others for cell in cells]),
        "tel": _texts([cell.tel for cell in cells]),
        "public": (members["phone_public"] != "no").to_numpy(),
        "circle_id": members["circle_id"].to_numpy(),
        "duty": members["team_role"].to_numpy(),
        "role": members["role"].to_numpy(),
        "group": members["group"].to_numpy(),
        "village": members["village"].to_numpy(),
        "load": members["load"].to_numpy(),
    }
    return pd.DataFrame(made, index=pd.Index(members["member_id"].to_numpy(), dtype=object))


def nearest_circle(plan: Plan, rows: pd.DataFrame) -> NDArray[np.object_]:
    """Id of the circle of its village whose centre is nearest to each row; "" where a village has none.

    ``rows`` has the columns ``township``, ``village``, ``lon`` and ``lat``; without a position it is the
    first circle of the village. A blank township matches any.
    """
    found = np.full(len(rows), "", object)
    circles = plan.tables["circles"]
    village_of = circles["village"].map(village_key).to_numpy(dtype=object)
    township_of = circles["township"].map(township_key).to_numpy(dtype=object)
    ids = circles["circle_id"].to_numpy()
    centres = circles[["centre_lon", "centre_lat"]].to_numpy()
    places = [rows["township"].map(township_key), rows["village"].map(village_key)]
    for (township, village), part in rows.groupby(places):
        same = (township_of == township) | (township_of == "") | (township == "")
        candidates = np.flatnonzero((village_of == village) & same)
        if not len(candidates):
            continue
        away = part[["lon", "lat"]].to_numpy()[:, None, :] - centres[candidates][None, :, :]
        # Nearest only has to be told, not measured: degrees of longitude are shrunk to those of latitude.
        away[..., 0] *= np.cos(np.radians(np.nanmean(centres[candidates][:, 1])))
        squared = np.nan_to_num((away**2).sum(axis=2), nan=np.inf)
        found[rows.index.get_indexer(part.index)] = ids[candidates[squared.argmin(axis=1)]]
    return found


def _texts(values: list[str]) -> NDArray[np.object_]:
    made = np.empty(len(values), object)
    made[:] = values
    return made
