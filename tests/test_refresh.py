"""Derived cells computed anew: an untouched plan stays what it is, an edited one has no stale cell left."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from generated import random_village, with_wishes
from neighborgrid.audit.check import audit
from neighborgrid.findings import Severity
from neighborgrid.planbook.edits import apply
from neighborgrid.planbook.read import read
from neighborgrid.planbook.refresh import refresh
from neighborgrid.planbook.write import write
from neighborgrid.solve.plan import assign

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.model import Plan


def plan_of(seed: int, **options: Any) -> Plan:
    return assign(with_wishes(random_village(seed, **options)))


def assert_same(one: Plan, other: Plan) -> None:
    for name, table in one.tables.items():
        pd.testing.assert_frame_equal(table, other.tables[name], obj=name)
    assert dict(one.summary) == dict(other.summary)
    assert one.auto_caps == other.auto_caps
    assert one.rules == other.rules


@pytest.mark.parametrize("seed", range(12))
def test_untouched_plan_stays(seed: int) -> None:
    plan = plan_of(seed, households=60, auto=seed % 2 == 0)
    assert_same(plan, refresh(plan))


@pytest.mark.parametrize("seed", range(4))
def test_untouched_plan_with_unequal_loads_stays(seed: int) -> None:
    plan = plan_of(seed, households=14, people=4, unequal=True)
    assert_same(plan, refresh(plan))


@pytest.mark.parametrize("seed", range(4))
def test_untouched_plan_stays_through_the_workbook(tmp_path: Path, seed: int) -> None:
    plan = plan_of(seed)
    again = apply(read([write(plan, tmp_path / "plan.xlsx").path]))
    assert_same(plan, refresh(again))


def test_figures_keep_their_order() -> None:
    plan = plan_of(1)
    assert list(refresh(plan).summary) == list(plan.summary)


def with_member(plan: Plan, row: int, member: str) -> Plan:
    homes = plan.households.copy()
    homes.loc[row, "member_id"] = member
    return dataclasses.replace(plan, tables={**plan.tables, "households": homes})


def stale(plan: Plan) -> list[str]:
    return [str(finding.values.get("cells")) for finding in audit(plan).findings if finding.code == "NG345"]


@pytest.mark.parametrize("seed", range(12))
def test_no_stale_cell_is_left_after_edits(seed: int) -> None:
    plan = plan_of(seed, households=60)
    rng = np.random.default_rng(seed)
    ids = plan.members["member_id"].to_numpy()
    for row in rng.choice(len(plan.households), 4, replace=False):
        plan = with_member(plan, int(row), str(rng.choice([*ids, ""])))
    fresh = refresh(plan)
    assert stale(fresh) == []
    # What the edits break is theirs; what is recomputed breaks nothing.
    allowed = {finding.code for finding in audit(plan).findings if finding.severity is Severity.ERROR}
    left = {finding.code for finding in audit(fresh).findings if finding.severity is Severity.ERROR}
    assert left <= allowed
    assert_same(fresh, refresh(fresh))


def test_the_choice_and_the_record_of_it_are_kept() -> None:
    plan = plan_of(1)
    row = int(np.flatnonzero(plan.households["member_id"] != "")[0])
    other = next(one for one in plan.members["member_id"] if one != plan.households["member_id"][row])
    fresh = refresh(with_member(plan, row, other))
    assert fresh.households["member_id"][row] == other
    assert fresh.households["written_member_id"].tolist() == plan.households["written_member_id"].tolist()
    names = dict(zip(plan.members["member_id"], plan.members["name"], strict=True))
    assert fresh.households["member_name"][row] == names[other]


def test_an_edited_plan_claims_no_proof() -> None:
    plan = plan_of(1)
    assert plan.summary["status"] == "optimal"
    served = int(
        np.flatnonzero((plan.households["member_id"] != "") & (plan.households["own_home"] == ""))[0]
    )
    fresh = refresh(with_member(plan, served, ""))
    assert fresh.summary["status"] != "optimal"
    assert fresh.summary["served"] == plan.summary["served"] - 1
    assert plan.households["household_id"][served] in fresh.unserved["household_id"].tolist()


def test_a_rule_made_stricter_by_hand_claims_no_proof() -> None:
    # The proof was for 500 m; under another rule nothing is proved.
    plan = plan_of(1)
    looser = dataclasses.replace(
        plan, rules=plan.rules.with_value("plan.limit_m", 5_000, "sheet:plan.xlsx/Rules")
    )
    fresh = refresh(looser)
    assert fresh.summary["unserved"] == 0 or fresh.summary["status"] != "optimal"


def test_a_lock_typed_by_hand_is_heard() -> None:
    plan = plan_of(1)
    row = int(np.flatnonzero((plan.households["member_id"] != "") & (plan.households["lock"] == ""))[0])
    other = next(one for one in plan.members["member_id"] if one != plan.households["member_id"][row])
    homes = plan.households.copy()
    homes.loc[row, "lock"] = other
    locked = dataclasses.replace(plan, tables={**plan.tables, "households": homes})
    assert "NG318" in {finding.code for finding in audit(locked).findings}
    assert stale(refresh(with_member(locked, row, other))) == []


def test_a_member_moved_to_excluded_serves_nobody_soundly() -> None:
    plan = plan_of(2)
    busy = plan.households["member_id"][int(np.flatnonzero(plan.households["member_id"] != "")[0])]
    gone = plan.members[plan.members["member_id"] == busy]
    columns = {name: gone[name].tolist() for name in plan.excluded if name in gone} | {"reason": ["away"]}
    excluded = pd.concat([plan.excluded, pd.DataFrame(columns)[list(plan.excluded)]], ignore_index=True)
    tables = {
        **plan.tables,
        "members": plan.members[plan.members["member_id"] != busy].reset_index(drop=True),
        "excluded": excluded.astype(plan.excluded.dtypes.to_dict()),
    }
    moved = dataclasses.replace(plan, tables=tables)
    assert "NG311" in {finding.code for finding in audit(moved).findings}
    assert stale(refresh(moved)) == []
