"""The deck: which household gets which card, whom it says to call, in which order cards are handed out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from neighborgrid.intake.names import township_key, village_key
from neighborgrid.outputs.paper import phones
from neighborgrid.outputs.paper.subject import nearest_circle, people
from neighborgrid.solve.route import walking_order

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from neighborgrid.model import Plan
    from neighborgrid.outputs.paper.subject import Subject

COUNTED: Final = ("cards", "waiting_cards", "own_homes", "vacant", "without_head")


@dataclass(frozen=True)
class Deck:
    """Cards in the order in which they are handed out.

    Attributes
    ----------
    cards
        One row a card: ``place`` (key of township and village), ``household_id``, ``head``, ``group``,
        ``address``, ``township``, ``village``, ``circle_id``, ``member_id`` ("" while the household waits),
        ``call`` (row of ``calls``).
    calls
        Whom a card says to call, one row per member and service number (or per circle where a household
        waits): ``member_id``, ``name``, ``phone``, ``others``, ``tel``, ``circle``, ``leader``,
        ``leader_role``, ``leader_phone``, ``leader_tel``, ``leads`` (the member is the leader), ``office``,
        ``village``.
    counts
        What became of every household row, by the keys of `COUNTED`; they add up to ``households``.
    """

    cards: pd.DataFrame
    calls: pd.DataFrame
    counts: Mapping[str, int]

    def take(self, chosen: NDArray[np.bool_]) -> Deck:
        """Deck of the chosen cards, with the calls that they need; nothing else is counted."""
        rows = self.cards[chosen].reset_index(drop=True)
        used, call = np.unique(rows["call"].to_numpy(), return_inverse=True)
        waiting = int((rows["member_id"] == "").sum())
        counts = dict.fromkeys(COUNTED, 0) | {"cards": len(rows) - waiting, "waiting_cards": waiting}
        return Deck(rows.assign(call=call), self.calls.iloc[used].reset_index(drop=True), counts)

    @property
    def households(self) -> int:
        """Household rows of the plan, those set aside included."""
        return sum(self.counts[key] for key in COUNTED)


def deck(subject: Subject) -> Deck:
    """Deck of all cards of a plan."""
    plan = subject.plan
    homes = plan.households
    vacant = (homes["residence"] == "vacant").to_numpy()
    own = (homes["own_home"] == "yes").to_numpy()
    rank = walking_rank(plan)
    linked = homes.loc[~vacant & ~own, _NEEDED].assign(rank=rank[~vacant & ~own])
    aside = _set_aside(plan)
    told = pd.concat([linked, aside], ignore_index=True)
    # A household of which only the id is known has no door to bring a card to.
    named = ((told["head"] != "") | (told["member_id"] != "") | (told["address"] != "")).to_numpy()
    rows = told[named].reset_index(drop=True)
    waiting = (rows["member_id"] == "").to_numpy()
    circle = rows["circle_id"].to_numpy(dtype=object).copy()
    circle[waiting] = nearest_circle(plan, rows[waiting])
    place = place_keys(rows["township"], rows["village"])
    rows = rows.assign(circle_id=pd.Series(circle, dtype=object), waits=waiting, place=place)
    rows = rows.iloc[_delivery_order(plan, rows)].reset_index(drop=True)
    calls, call = _calls(subject, rows)
    counts = {
        "cards": int((~waiting).sum()),
        "waiting_cards": int(waiting.sum()),
        "own_homes": int((own & ~vacant).sum()),
        "vacant": int(vacant.sum()),
        "without_head": int((~named).sum()),
    }
    return Deck(rows.assign(call=call), calls, counts)


_NEEDED: Final = [
    *("household_id", "head", "township", "village", "group", "address"),
    *("lon", "lat", "member_id", "circle_id"),
]


def _set_aside(plan: Plan) -> pd.DataFrame:
    """Rows of the sheets that could not be planned; they are households all the same."""
    aside = plan.unserved[plan.unserved["reason"] == "row_error"]
    blank = np.full(len(aside), "", object)
    return pd.DataFrame({
        "household_id": aside["household_id"].to_numpy(),
        "head": aside["head"].to_numpy(),
        "township": aside["township"].to_numpy(),
        "village": aside["village"].to_numpy(),
        "group": aside["group"].to_numpy(),
        "address": blank,
        "lon": np.full(len(aside), np.nan),
        "lat": np.full(len(aside), np.nan),
        "member_id": blank,
        "circle_id": blank,
        "rank": np.arange(len(aside)),
    })  # fmt: skip


def walking_rank(plan: Plan) -> NDArray[np.int64]:
    """Place of each household on the round of its member; the others in the order of the plan."""
    homes, members = plan.households, plan.members
    row_of = {member: row for row, member in enumerate(members["member_id"])}
    own = (homes["own_home"] == "yes").to_numpy()
    owner = np.array([row_of.get(member, -1) for member in homes["member_id"]], np.int64)
    order = walking_order(
        lon=homes["lon"].to_numpy(),
        lat=homes["lat"].to_numpy(),
        owner=np.where(own, -1, owner),
        home_lon=members["lon"].to_numpy(),
        home_lat=members["lat"].to_numpy(),
    )
    rank = np.empty(len(homes), np.int64)
    rank[order] = np.arange(len(homes))
    return rank


def _delivery_order(plan: Plan, rows: pd.DataFrame) -> NDArray[np.int64]:
    """Village by village: circle by circle, member by member, on foot; then those who wait."""
    listed = plan.tables["villages"]
    keys = [*place_keys(listed["township"], listed["village"]), *rows["place"].unique()]
    villages = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    place = {"circle": plan.tables["circles"]["circle_id"], "member": plan.members["member_id"]}
    at = {name: {one: row for row, one in enumerate(ids)} for name, ids in place.items()}
    return np.lexsort((
        rows["rank"].to_numpy(),
        rows["member_id"].map(at["member"]).fillna(-1).to_numpy(),
        rows["circle_id"].map(at["circle"]).fillna(len(at["circle"])).to_numpy(),
        rows["waits"].to_numpy(),
        rows["place"].map(villages).to_numpy(),
    ))  # fmt: skip


def place_keys(township: pd.Series[str], village: pd.Series[str]) -> pd.Series[str]:
    """Key of township and village together: only both name a village."""
    return township.map(township_key) + "\x1f" + village.map(village_key)


def _calls(subject: Subject, rows: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """Distinct contacts of the rows, and the contact of each row."""
    plan = subject.plan
    first = rows.drop_duplicates("place")
    numbers = {
        place: subject.say.office_number(village, township)
        for place, village, township in zip(first["place"], first["village"], first["township"], strict=True)
    }
    keys = pd.DataFrame({
        "member_id": rows["member_id"],
        "circle_id": rows["circle_id"],
        "place": rows["place"],
        "village": rows["village"],
        "office": rows["place"].map(numbers).astype(object),
    })  # fmt: skip
    joined = keys["member_id"] + "\x1f" + keys["circle_id"] + "\x1f" + keys["office"]
    # Who waits is told the service number of the own village.
    joined = joined.where(keys["member_id"] != "", joined + "\x1f" + keys["place"])
    call, _ = pd.factorize(joined)
    first_row = np.unique(call, return_index=True)[1]
    calls = keys.iloc[first_row].reset_index(drop=True)
    folk = people(plan)
    circles = plan.tables["circles"].set_index("circle_id")

    def of(ids: NDArray[np.object_], column: str, table: pd.DataFrame = folk) -> NDArray[np.object_]:
        return table[column].reindex(ids, fill_value="").to_numpy(dtype=object)

    circle = calls["circle_id"].to_numpy(dtype=object)
    leader = of(circle, "leader_id", circles)

    member = calls["member_id"].to_numpy(dtype=object)
    shown = folk["public"].reindex(leader, fill_value=False).to_numpy(dtype=bool)
    made = calls.assign(
        **{name: of(member, name) for name in ("name", "phone", "others", "tel")},
        circle=of(circle, "name", circles),
        leader=of(leader, "name"),
        leader_role=of(leader, "role"),
        # A phone that is not for the public is for the households of its owner only.
        leader_phone=np.where(shown, of(leader, "phone"), ""),
        leader_tel=np.where(shown, of(leader, "tel"), ""),
        leads=(leader == member) & (member != ""),
        office_tel=[phones.number(cell).tel for cell in calls["office"]],
        office=[phones.printed(cell) for cell in calls["office"]],
    )
    return made, call.astype(np.int64)


def contents(made: Deck) -> pd.DataFrame:
    """What a household reads on its card, by household id: to tell which cards changed since a plan."""
    told = ["name", "phone", "others", "circle", "leader", "leader_role", "leader_phone", "office"]
    joined = made.calls[told].astype(str).agg("\x1f".join, axis=1).to_numpy()
    rows = made.cards
    # Where nobody's name is known, the card is that of the address.
    head = rows["head"].where(rows["head"] != "", rows["group"] + " " + rows["address"])
    return pd.DataFrame(
        {"text": head.to_numpy() + "\x1f" + joined[rows["call"].to_numpy()]},
        index=pd.Index(rows["household_id"] + "\x1f" + rows["place"]),
    )
