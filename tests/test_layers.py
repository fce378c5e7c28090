"""Layers of a plan for maps and GIS: who is shown, where, as what; and what is not shown of people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from neighborgrid.outputs.layers import STATUSES, layers_of
from paperplans import card_plan, edited
from rosterplans import ADDRESSES, HEADS, HOME_PHONES, MEMBER_PHONES, MEMBERS, two_townships

if TYPE_CHECKING:
    import pandas as pd

    from neighborgrid.model import Plan


def _of(table: pd.DataFrame, column: str) -> dict[str, object]:
    return dict(zip(table.iloc[:, 0].tolist(), table[column].tolist(), strict=True))


def _with_estimate(plan: Plan, household_id: str) -> Plan:
    return edited(plan, "households", **{household_id: {"distance_kind": "estimated"}})


def _all_texts(layers: object) -> set[str]:
    tables = (layers.households, layers.members, layers.circles, layers.villages, layers.links)
    return {str(cell) for table in tables for column in table for cell in table[column].unique()}


def test_every_household_has_one_status() -> None:
    # card_plan: H001 is M1's own home, H002 vacant, H003 and H004 wait, as do two rows set aside.
    layers = layers_of(card_plan(45), full=True)
    status = _of(layers.households, "status")
    assert set(status.values()) == set(STATUSES)
    assert {key for key, one in status.items() if one == "waiting"} == {"H003", "H004", "H-bad", "H-nameless"}
    assert (status["H001"], status["H002"], status["H005"]) == ("own_home", "vacant", "served")
    assert sum(one == "served" for one in status.values()) == 45 - 4
    assert len(status) == 45 + 2


def test_vacant_houses_are_counted_but_only_shown_in_full() -> None:
    plan = card_plan(45)
    public, full = layers_of(plan), layers_of(plan, full=True)
    assert (public.vacant, full.vacant) == (1, 1)
    assert "H002" not in set(public.households["household_id"])
    assert "H002" in set(full.households["household_id"])
    assert len(public.households) == len(full.households) - 1
    assert public.households.index.tolist() == list(range(len(public.households)))


def test_member_of_a_household_is_the_row_that_serves_it() -> None:
    layers = layers_of(card_plan(45))
    homes, ids = layers.households, layers.members["member_id"].to_numpy()
    linked = homes["member"].to_numpy() >= 0
    assert (ids[homes["member"].to_numpy()[linked]] == homes["member_id"].to_numpy()[linked]).all()
    assert set(homes["member_id"][~linked]) == {""}
    assert sorted(homes["status"][~linked].unique()) == ["waiting"]


@pytest.mark.parametrize("full", [False, True])
def test_rows_follow_the_plan_and_those_set_aside_stand_last_without_a_position(full: bool) -> None:
    plan = card_plan(45)
    homes = layers_of(plan, full=full).households
    order = [one for one in plan.households["household_id"] if full or one != "H002"]
    assert homes["household_id"].tolist() == [*order, "H-bad", "H-nameless"]
    aside = homes.tail(2)
    assert aside["lon"].isna().all()
    assert aside["reason"].tolist() == ["row_error"] * 2
    assert aside["village"].tolist() == ["甲村", "乙村"]
    if full:
        assert aside["head"].tolist() == ["冯不详", ""]


def test_place_numbers_the_village_of_every_row() -> None:
    layers = layers_of(card_plan(45))
    names = layers.villages["village"].to_numpy()
    assert names.tolist() == ["甲村", "乙村"]
    for table in (layers.households, layers.members):
        assert names[table["place"].to_numpy()].tolist() == table["village"].tolist()


def test_spellings_of_one_village_are_one_place() -> None:
    # The rows keep what was written; the list of villages shows the first spelling.
    layers = layers_of(edited(card_plan(45), "households", H005={"village": "甲"}))
    assert layers.villages["village"].tolist() == ["甲村", "乙村"]
    assert _of(layers.households, "village")["H005"] == "甲"
    assert _of(layers.households, "place")["H005"] == 0


def test_links_join_the_two_positions_and_leave_own_homes_out() -> None:
    layers = layers_of(card_plan(45))
    links, members = layers.links, layers.members.set_index("member_id")
    assert len(links) == 45 - 4
    assert "H001" not in set(links["household_id"])
    ends = members.loc[links["member_id"], ["lon", "lat"]].to_numpy()
    assert np.array_equal(links[["member_lon", "member_lat"]].to_numpy(), ends)


def test_links_need_both_positions() -> None:
    plan = edited(card_plan(45), "households", H005={"lon": np.nan})
    plan = edited(plan, "members", M2={"lon": np.nan, "lat": np.nan})
    layers = layers_of(plan)
    of_second = (layers.households["member_id"] == "M2").sum()
    assert of_second > 0
    assert len(layers.links) == 45 - 4 - 1 - of_second
    assert not {"M2"} & set(layers.links["member_id"])
    assert np.isfinite(layers.links[["lon", "lat", "member_lon", "member_lat"]].to_numpy()).all()


def test_estimated_positions_are_marked() -> None:
    layers = layers_of(_with_estimate(card_plan(45), "H005"))
    assert [key for key, one in _of(layers.households, "estimated").items() if one] == ["H005"]
    assert layers.links.loc[layers.links["estimated"], "household_id"].tolist() == ["H005"]


def test_what_is_said_of_those_who_wait_stands_with_them() -> None:
    plan = edited(two_townships(), "unserved", h8={"nearest_m": 812.5})
    # What stands at a household that is served is stale and not shown.
    plan = edited(plan, "unserved", h7={"household_id": "h2", "nearest_m": 7.0})
    homes = layers_of(plan, full=True).households.set_index("household_id")
    assert homes.loc["h8", ["reason", "nearest_m"]].tolist() == ["no_member_in_range", 812.5]
    assert homes.drop("h8")["nearest_m"].isna().all()


def test_without_full_nothing_names_calls_or_finds_a_person() -> None:
    plan = two_townships()
    layers = layers_of(plan)
    assert not {"head", "address", "phone", "first", "priority"} & set(layers.households.columns)
    assert not {"name", "phone", "role"} & set(layers.members.columns)
    assert not {"head", "name", "phone", "address"} & set(layers.links.columns)
    private = {one for one in (*HEADS, *HOME_PHONES, *ADDRESSES, *MEMBERS, *MEMBER_PHONES) if one}
    assert not private & _all_texts(layers)
    assert not layers.full


def test_with_full_people_are_there_and_priority_is_only_yes_or_no() -> None:
    layers = layers_of(two_townships(), full=True)
    homes = layers.households
    assert homes["head"].tolist()[: len(HEADS)] == HEADS
    assert homes["phone"].tolist()[: len(HOME_PHONES)] == HOME_PHONES
    assert homes["address"].tolist()[: len(ADDRESSES)] == ADDRESSES
    # h2 is of low income and h7 alone: that they come first is shown, why is not.
    assert homes.loc[homes["first"], "household_id"].tolist() == ["h2", "h7"]
    assert not {"low_income", "elder_alone"} & _all_texts(layers)
    assert layers.members["name"].tolist() == MEMBERS
    assert layers.members["phone"].tolist() == MEMBER_PHONES
    assert layers.full


def test_a_circle_named_after_a_member_goes_by_number() -> None:
    # M1 of card_plan is 张赵党; the circle is the first of the plan.
    plan = edited(card_plan(45), "circles", Q1={"name": "张赵党服务圈"})
    public = layers_of(plan)
    assert _of(public.circles, "name") == {"Q1": "#1", "Q2": "甲村2号服务圈", "Q3": "乙村1号服务圈"}
    assert public.renamed == 1
    full = layers_of(plan, full=True)
    assert _of(full.circles, "name")["Q1"] == "张赵党服务圈"
    assert full.renamed == 0


def test_one_character_is_no_name_in_a_circle() -> None:
    # A member entered as 甲 alone would otherwise hide every circle of 甲村.
    plan = edited(card_plan(45), "members", M1={"name": "甲"})
    assert _of(layers_of(plan).circles, "name")["Q1"] == "甲村1号服务圈"


@pytest.mark.parametrize(
    "telling",
    [
        "15000000004",
        "户15000000004",
        "150 0000 0004",
        "户150-0000-0004",
        "110101199003074514",
        "周秋水家",
        "5排5号周",
    ],
)
def test_ids_that_tell_who_somebody_is_are_not_shown(telling: str) -> None:
    # H005 is the fifth household of the plan.
    plan = edited(card_plan(45), "households", H005={"phone": "15000000004"})
    plan = edited(plan, "households", H005={"head": "周秋水", "address": "5排5号"})
    plan = edited(plan, "households", H005={"household_id": telling})
    layers = layers_of(plan)
    assert layers.renamed == 1
    assert telling not in _all_texts(layers)
    homes = layers.households.set_index("household_id")
    assert homes.loc["#5", "status"] == "served"
    assert "#5" in set(layers.links["household_id"])
    assert telling in _all_texts(layers_of(plan, full=True))


def test_ids_of_members_that_name_them_are_replaced_wherever_they_stand() -> None:
    # M2 of card_plan is 张钱锋, who leads Q2.
    plan = card_plan(45)
    name = plan.members["name"].iloc[1]
    for table, column in (("households", "member_id"), ("members", "member_id"), ("circles", "leader_id")):
        cells = plan.tables[table][column]
        changed = np.where(cells == "M2", f"党员{name}", cells.to_numpy(object))
        plan = replace(plan, tables={**plan.tables, table: plan.tables[table].assign(**{column: changed})})
    layers = layers_of(plan)
    assert not [one for one in _all_texts(layers) if name in one]
    assert _of(layers.circles, "leader_id")["Q2"] == "#2"
    assert "#2" in set(layers.members["member_id"]) & set(layers.households["member_id"])


def test_ids_made_from_the_code_of_a_village_are_kept() -> None:
    # Eleven digits that begin with 1301 look like mobiles one by one, but all of them begin alike.
    plan = card_plan(45)
    ids = [f"130132{number:05d}" for number in range(45)]
    plan = replace(plan, tables={**plan.tables, "households": plan.households.assign(household_id=ids)})
    layers = layers_of(plan)
    assert layers.renamed == 0
    assert set(ids) - {ids[1]} <= set(layers.households["household_id"])


def test_ids_that_are_mobiles_of_many_are_replaced_though_no_phones_are_known() -> None:
    plan = card_plan(45)
    ids = [f"1{30 + number % 60}{(number * 7919 + 10_000_000) % 100_000_000:08d}" for number in range(45)]
    homes = plan.households.assign(household_id=ids, phone=np.full(45, "", object))
    layers = layers_of(replace(plan, tables={**plan.tables, "households": homes}))
    assert layers.renamed == 45
    assert not set(ids) & _all_texts(layers)


def test_duty_is_the_post_in_the_circle() -> None:
    layers = layers_of(two_townships())
    assert _of(layers.members, "duty") == {"M1": "leader", "M2": "member", "M3": ""}


def test_reach_is_the_limit_in_a_straight_line() -> None:
    plan = card_plan(45)
    rules = plan.rules.with_value("plan.limit_m", 600, "flag").with_value("plan.detour", 1.25, "flag")
    layers = layers_of(replace(plan, rules=rules))
    assert layers.limit_m == 600
    assert layers.reach_m == pytest.approx(480)  # 600 / 1.25


def test_language_is_that_of_the_plan_unless_asked() -> None:
    plan = card_plan(45)
    assert layers_of(plan).lang == plan.lang
    assert layers_of(plan, lang="en").lang == "en"


def test_plan_without_positions_has_layers_without_links() -> None:
    layers = layers_of(two_townships())
    assert layers.households["lon"].isna().all()
    assert len(layers.links) == 0
    assert list(layers.links.columns) == list(layers_of(card_plan(45)).links.columns)


def test_plan_is_left_as_it_was() -> None:
    plan = card_plan(45)
    before = {name: table.copy() for name, table in plan.tables.items()}
    homes = layers_of(plan, full=True).households
    homes["head"] = "changed"
    for name, table in before.items():
        assert table.equals(plan.tables[name]), name
