"""Any order of rows, tabs and files gives the same problem, and every ledger balances."""

from __future__ import annotations

import pandas as pd
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from sheets import HOUSEHOLDS, MEMBERS, built, codes, households, members

VILLAGES = ["西同下", "西同下村", "河村", ""]
GROUPS = ["一组", "1组", "2", "十组", ""]
DEGREES = st.sampled_from([114.5, 114.501, 114.502, "", 0.0, 37.76])
# Shrinking takes minutes; the first failing world is small enough to read.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
FILLED = {"source_row", "source_sheet"}


def record(ids):
    return st.tuples(
        st.sampled_from(ids),
        st.sampled_from(["甲子", "乙丑", "丙寅", "丁卯"]),
        st.sampled_from(VILLAGES),
        st.sampled_from(GROUPS),
        DEGREES,
        st.sampled_from([37.76, 37.761, 37.762, "", 3776123, 0.0]),
        st.sampled_from(["13800000001", "13800000002", "", "x1"]),
        st.sampled_from(["1号", "2号", ""]),
        st.sampled_from(["甲子", "乙丑", "1", "01", ""]),
    ).map(list)


def person(ids):
    return st.tuples(
        st.sampled_from(ids),
        st.sampled_from(["甲子", "乙丑", "戊辰"]),
        st.sampled_from(["书记", "", "村民组长"]),
        st.sampled_from(VILLAGES),
        st.sampled_from(GROUPS),
        st.sampled_from([114.5, 114.501, ""]),
        st.sampled_from([37.76, 37.761]),
        st.sampled_from(["13800000001", "", "13900000003"]),
    ).map(list)


NOISE = st.sampled_from(
    [[], ["合计"], ["", "小计", "3户"], ["一组"], ["注：样例"], list(HOUSEHOLDS), ["", "", "", "", 1.0, 2.0]]
)
# One sound row keeps the sheet from being unusable as a whole; a fixed day keeps ages from moving.
SOUND = ["9", "己巳", "西同下村", "1组", 114.5, 37.76, "", "9号", ""]
LEADER = ["9", "庚午", "书记", "西同下村", "1组", 114.5, 37.76, ""]


@st.composite
def worlds(draw):
    ids = draw(st.sampled_from([["", "1", "2", "01", "03"], [""], [str(n) for n in range(1, 9)]]))
    houses = [SOUND, *draw(st.lists(record(ids), max_size=14))]
    people = [LEADER, *draw(st.lists(person(ids), max_size=6))]
    return houses, people


def tables(found):
    problem = found.problem
    kept = [table.drop(columns=list(FILLED)) for table in (problem.households, problem.people)]
    return [*kept, pd.DataFrame(problem.prefer_pairs), pd.DataFrame(problem.avoid_pairs)]


def problem(houses, people, cut):
    header = [*HOUSEHOLDS, "联户党员"]
    parts = [part for part in (houses[:cut], houses[cut:]) if part]
    sheets = [households(*part, header=header, sheet=f"农户{n}") for n, part in enumerate(parts)]
    found = built(*sheets, members(*people, header=MEMBERS))
    # A column that is carried down in blocks depends on the order by its nature.
    assume("NG120" not in codes(found))
    return found


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
@given(worlds(), st.randoms(use_true_random=False), st.integers(0, 15))
def test_shuffled_rows_and_tabs_give_the_same_problem(world, random, cut):
    houses, people = world
    first = tables(problem(houses, people, 0))
    houses, people = list(houses), list(people)
    random.shuffle(houses)
    random.shuffle(people)
    for one, other in zip(first, tables(problem(houses, people, cut)), strict=True):
        pd.testing.assert_frame_equal(one, other)


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=PHASES)
@given(worlds(), st.lists(st.tuples(st.integers(0, 14), NOISE), max_size=6))
def test_every_ledger_balances(world, noise):
    houses, people = world
    rows = list(houses)
    for where, row in noise:
        rows.insert(where, list(row))
    while rows and not rows[-1]:
        rows.pop()
    found = problem(rows, people, 0).problem
    ledger = found.ledger
    parts = ledger[["households", "members", "duplicates", "subtotals", "notes", "blanks", "set_aside"]]
    assert (ledger["rows"] == parts.sum(axis=1)).all()
    assert ledger["rows"].tolist() == [len(rows), len(people)]
    assert ledger["households"].sum() == len(found.households)
    assert ledger["members"].sum() == len(found.people)
    assert ledger["set_aside"].sum() == len(found.set_aside)
    assert found.households["household_id"].is_unique
    assert found.people["member_id"].is_unique
    assert (found.households["household_id"] != "").all()
