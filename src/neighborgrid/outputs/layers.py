"""What maps, pictures and files for GIS show of a plan, in layers: no more about people than is asked for.

Without ``full`` nothing in the layers is a name, phone, address or priority of a person, and vacant houses
are left out: a list of empty houses with their positions is of use to the wrong people.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from neighborgrid.audit.tables import lookup, texts
from neighborgrid.outputs.coverage_table import status_of
from neighborgrid.outputs.impersonal import impersonal
from neighborgrid.outputs.villages import rows_set_aside, villages_of
from neighborgrid.words import text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Plan
    from neighborgrid.words import Lang

STATUSES: Final = ("served", "own_home", "waiting", "vacant")
"""What became of a household: linked to a member, the member's own home, nobody yet, nobody lives there."""


@dataclass(frozen=True)
class Layers:
    """Layers of a plan, each a table in the order of the plan; positions are in the frame of the plan.

    Attributes
    ----------
    households
        ``household_id, township, village, group, lon, lat, status`` (of `STATUSES`), ``estimated`` (bool),
        ``member`` (row of ``members``, -1 for none), ``member_id, circle_id, distance_m, reason,
        shortage_id, nearest_m`` (of those who wait); rows set aside stand last, without a position.
        With ``full`` also ``head, address, phone, first`` (bool: to be visited first). ``place`` numbers
        the village in ``villages``.
    members
        ``member_id, township, village, group, lon, lat, duty`` ("leader", "deputy" or "member" of a circle),
        ``circle_id, load, max_load, mean_distance_m, farthest_m, place``; with ``full`` also ``name, role,
        phone``.
    circles
        ``circle_id, name, township, village, lon, lat`` (of the centre), ``radius_m, members, households,
        leader_id``.
    villages
        ``township, village``: their names as first written.
    vacant
        Number of vacant houses, shown or not.
    renamed
        Number of texts that would tell who somebody is, and are not shown (see ``impersonal``).
    limit_m, reach_m
        How far a household may be from its member, in metres on foot; and in a straight line, that is
        divided by the detour factor.
    equal
        Whether loads count households: every household weighs one, or nothing because it is away.
    """

    households: pd.DataFrame
    members: pd.DataFrame
    circles: pd.DataFrame
    villages: pd.DataFrame
    vacant: int
    renamed: int
    limit_m: float
    reach_m: float
    frame: str
    full: bool
    lang: Lang
    equal: bool = True

    @property
    def links(self) -> pd.DataFrame:
        """Household to member, own homes and pairs without two positions left out.

        Columns ``household_id, member_id, circle_id, distance_m, estimated, lon, lat`` (the household's),
        ``member_lon, member_lat``.
        """
        homes, members = self.households, self.members
        drawn = homes[(homes["status"] == "served") & np.isfinite(homes["lon"])]
        ends = members[["lon", "lat"]].to_numpy()[drawn["member"].to_numpy()]
        columns = ["household_id", "member_id", "circle_id", "distance_m", "estimated", "lon", "lat"]
        made: pd.DataFrame = drawn[columns].assign(member_lon=ends[:, 0], member_lat=ends[:, 1])
        located = np.flatnonzero(np.isfinite(ends).all(axis=1))
        return made.take(located).reset_index(drop=True)


def village_name(layers: Layers, number: int) -> str:
    """Village of that number, behind its township."""
    row = layers.villages.iloc[number]
    return text("place.joint", layers.lang).join(part for part in (row["township"], row["village"]) if part)


def place_of(layers: Layers) -> str:
    """What the plan is about: its village, else its township, else how many villages; "" for no name."""
    count = len(layers.villages)
    if count < 2:
        return village_name(layers, 0) if count else ""
    townships = sorted(set(layers.villages["township"].tolist()) - {""})
    counted = text("paper.picture.villages", layers.lang, count=count)
    return str(townships[0]) if len(townships) == 1 else counted


def layers_of(plan: Plan, *, full: bool = False, lang: Lang | None = None) -> Layers:
    """Layers of ``plan``, whose derived cells are taken as they stand."""
    renamed = 0
    if not full:
        plan, renamed = impersonal(plan)
    where = villages_of(plan)
    homes = _households(plan, where.home, where.aside, full=full)
    vacant = homes["status"] == "vacant"
    if not full:
        homes = homes[~vacant].reset_index(drop=True)
    return Layers(
        households=homes,
        members=_members(plan, where.member, full=full),
        circles=_circles(plan),
        villages=pd.DataFrame({"township": where.township, "village": where.village}),
        vacant=int(vacant.sum()),
        renamed=renamed,
        limit_m=float(plan.rules.limit_m),
        reach_m=float(plan.rules.limit_m) / float(plan.rules.detour),
        frame=plan.rules.frame,
        full=full,
        lang=plan.lang if lang is None else lang,
        equal=_equal(plan),
    )


def _equal(plan: Plan) -> bool:
    homes = plan.households
    served = (homes["member_id"] != "") & (homes["residence"] != "vacant") & (homes["own_home"] != "yes")
    return bool(homes["load"][served].isin((0.0, 1.0)).all())


def _households(
    plan: Plan, place: NDArray[np.int64], place_aside: NDArray[np.int64], *, full: bool
) -> pd.DataFrame:
    homes, status = plan.households, status_of(plan)
    word = np.select([status.vacant, status.own, status.served], ["vacant", "own_home", "served"], "waiting")
    shown = ["household_id", "township", "village", "group", "lon", "lat", "circle_id", "distance_m"]
    shown += ["reason", "shortage_id", *(["head", "address", "phone"] if full else [])]
    served = status.member >= 0
    made = homes[shown].assign(
        status=word.astype(object),
        estimated=(homes["distance_kind"] == "estimated").to_numpy(),
        member=np.where(status.vacant, -1, status.member),
        member_id=np.where(served & ~status.vacant, homes["member_id"], ""),
        place=place,
    )
    if full:
        made["first"] = (homes["priority"] != "").to_numpy()
    made = pd.concat([made, _set_aside(plan, place_aside, full=full)], ignore_index=True)
    # What is said of those who wait stands in a table of its own.
    row = lookup(texts(plan.unserved, "household_id"), texts(made, "household_id"))
    known = (row >= 0) & (made["status"] == "waiting").to_numpy()
    nearest = plan.unserved["nearest_m"].to_numpy()
    return made.assign(nearest_m=np.where(known, _taken(nearest, row), np.nan))


def _taken(values: NDArray[np.generic], row: NDArray[np.int64]) -> NDArray[np.generic]:
    """``values[row]``, whatever where ``row`` is -1."""
    return values[row] if len(values) else np.zeros(len(row), values.dtype)


def _set_aside(plan: Plan, place: NDArray[np.int64], *, full: bool) -> pd.DataFrame:
    """Rows that could not be planned, as households that wait somewhere."""
    aside = rows_set_aside(plan)
    size = len(aside)
    blank = np.full(size, "", object)
    made = aside[["household_id", "township", "village", "group", "reason", "shortage_id"]].assign(
        status=np.full(size, "waiting", object),
        lon=np.nan,
        lat=np.nan,
        circle_id=blank,
        distance_m=np.nan,
        estimated=np.zeros(size, bool),
        member=np.full(size, -1, np.int64),
        member_id=blank,
        place=place,
    )
    if full:
        made = made.assign(head=aside["head"], address=blank, phone=blank, first=np.zeros(size, bool))
    return made


def _members(plan: Plan, place: NDArray[np.int64], *, full: bool) -> pd.DataFrame:
    shown = ["member_id", "township", "village", "group", "lon", "lat", "circle_id", "load", "max_load"]
    shown += ["mean_distance_m", "farthest_m", *(["name", "role", "phone"] if full else [])]
    return plan.members[shown].assign(duty=plan.members["team_role"], place=place)


def _circles(plan: Plan) -> pd.DataFrame:
    renamed = plan.tables["circles"].rename(columns={"centre_lon": "lon", "centre_lat": "lat"})
    shown = ["circle_id", "name", "township", "village", "lon", "lat", "radius_m", "members", "households"]
    return renamed[[*shown, "leader_id"]]
