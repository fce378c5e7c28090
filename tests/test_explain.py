"""Explanations against a village that is worked out by hand, and against each other.

The village lies along one line, metres east of its centre; there is no weight of balance, so that a price
is metres alone. Members A at 0 and B at 300, two households each at most:

    household   h0   h1   h2   h3
    stone       50  100  200  260
    to A        50  100  200  260
    to B       250  200  100   40

Best: h0, h1 -> A and h2, h3 -> B, 290 m. To put h1 on B, B must give somebody to A: h2 (+100 m) rather than
h3 (+220 m), so it costs 200 - 100 + 100 = 200 m and one move; h0 on B costs 250 - 50 + 100 = 300 m.
A fifth household h4 at 150 is 150 m from both and waits: it costs most. For A to serve it h1 would have to
wait, which is 150 - 100 = 50 m more; B would give up h2 for as much.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
import pytest

import neighborgrid
from generated import random_village
from neighborgrid.advice.about_household import household_answer
from neighborgrid.advice.all_sheet import COLUMNS, all_rows, counts
from neighborgrid.advice.answers import HouseholdAnswer, MemberAnswer, Overview, Shortage
from neighborgrid.advice.explain import explain
from neighborgrid.advice.scene import Scene
from neighborgrid.errors import UsageError
from neighborgrid.solve.all_switches import all_switches
from neighborgrid.solve.engine import given, solve
from neighborgrid.solve.plan import assign
from neighborgrid.solve.switching import Change, Exchange
from support import LAT, LON, east_m, problem_of, rules_with
from test_circles_properties import case
from test_solve_exact import random_problem

if TYPE_CHECKING:
    from neighborgrid.model import Plan

NEAR_M = 2.0
"""Stones are placed by a rule of thumb; measured distances differ by less."""


def village(stones, people=(0, 300), *, cap=2, homes=None, members=None, **options) -> Plan:
    """Plan of a village along a line."""
    columns = {"lon": east_m(stones), "lat": [LAT] * len(stones), "group": ["一组"] * len(stones)}
    crew = {
        "lon": east_m(people),
        "lat": [LAT] * len(people),
        "max_load": [float(cap)] * len(people),
        "target_load": [1.0] * len(people),
    }
    rules = options.pop("rules", rules_with(weights__balance_m=0))
    heads = [f"户主{'甲乙丙丁戊己庚辛'[row]}" for row in range(len(stones))]
    problem = problem_of(
        columns | {"head": heads} | (homes or {}), crew | (members or {}), rules=rules, **options
    )
    return assign(problem)


def edited(plan: Plan, **cells) -> Plan:
    """Plan in which households, by id, have another member."""
    homes = plan.households.copy()
    for one, member in cells.items():
        homes.loc[homes["household_id"] == one, "member_id"] = member
    return dataclasses.replace(plan, tables={**plan.tables, "households": homes})


def home(plan: Plan, said: str) -> HouseholdAnswer:
    answer = explain(plan, said).answer
    assert isinstance(answer, HouseholdAnswer)
    return answer


def person(plan: Plan, said: str) -> MemberAnswer:
    answer = explain(plan, said, member=True).answer
    assert isinstance(answer, MemberAnswer)
    return answer


LINE = [50, 100, 200, 260]
FULL = [50, 100, 200, 260, 150]


class TestServed:
    def test_switch_and_who_would_move(self) -> None:
        found = home(village(LINE), "H001")
        assert (found.state, found.member.member_id, found.exact, found.optimal) == (
            *("served", "M000"),
            True,
            True,
        )
        assert found.metres == pytest.approx(100, abs=NEAR_M)
        (other,) = found.others
        assert (other.person.member_id, other.person.load, other.person.max_load) == ("M001", 2, 2)
        assert other.metres == pytest.approx(200, abs=NEAR_M)
        assert dataclasses.astuple(other.price)[:4] == (0, 0, 0, 0)
        assert other.price.metres == pytest.approx(200, abs=NEAR_M)
        assert [dataclasses.astuple(one) for one in other.moves] == [("H002", "M001", "M000")]
        assert not other.room
        assert home(village(LINE), "H000").others[0].price.metres == pytest.approx(300, abs=NEAR_M)

    def test_by_name_of_head_and_by_loose_spelling(self) -> None:
        plan = village(LINE)
        assert home(plan, "户主乙") == home(plan, "H001") == home(plan, " h００１ ")

    def test_people_in_range_who_may_not_serve_it(self) -> None:
        # C, at 60, is away; D, at 70, is of another village; E, at 80, is to be avoided by h1.
        crew = {
            "excluded": ["", "", "away", "", ""],
            "village": [*["西同下村"] * 3, "东村", "西同下村"],
            "village_code": [0, 0, 0, 1, 0],
        }
        plan = village(LINE, (0, 300, 60, 70, 80), members=crew, avoid=[(1, 4)])
        found = {one.person.member_id: one.why for one in home(plan, "H001").barred}
        assert found == {"M002": "excluded", "M003": "boundary", "M004": "avoid"}
        assert [one.person.member_id for one in home(plan, "H001").barred] == ["M004", "M003", "M002"]

    def test_strict_circle_bars_whom_its_radius_leaves_out(self) -> None:
        # The circle's centre is A's home, so h3 is 260 m from it.
        rules = rules_with(
            weights__balance_m=0, circles__mode="strict", circles__limit_m=150, circles__team_min=1
        )
        plan = village([50, 460], (0, 400), rules=rules)
        assert plan.households["circle_id"].nunique() == 2
        found = home(plan, "H001")
        assert [one.why for one in found.barred] == ["circle"]

    def test_away_takes_no_capacity(self) -> None:
        plan = village(LINE, homes={"residence": ["away", *["resident"] * 3], "load": [0.0, 1, 1, 1]})
        found = home(plan, "H000")
        assert (found.load, found.exact) == (0, True)
        assert found.others[0].price.metres == pytest.approx(200, abs=NEAR_M)
        assert found.others[0].moves == ()

    def test_unequal_loads_have_no_exact_price(self) -> None:
        found = home(village(LINE, cap=4, homes={"load": [1.0, 2.0, 1.0, 1.0]}), "H000")
        assert (found.exact, found.unequal) == (False, True)
        assert [one.price for one in found.others] == [None]
        assert found.others[0].room

    def test_lock(self) -> None:
        found = home(village(LINE, homes={"lock": ["", "M001", "", ""]}), "H001")
        assert found.lock.member_id == found.member.member_id == "M001"
        assert found.others == ()

    def test_own_home_and_vacant_house(self) -> None:
        homes = {
            "residence": ["resident", "vacant", *["resident"] * 2],
            "home_member_id": ["M000", "", "", ""],
        }
        plan = village(LINE, homes=homes, members={"home_household_id": ["H000", ""]})
        own = home(plan, "H000")
        assert (own.state, own.member.member_id, own.others) == ("own_home", "M000", ())
        assert home(plan, "H001").state == "vacant"

    def test_soft_circles_count_households_outside_apart(self) -> None:
        rules = rules_with(
            weights__balance_m=0, circles__mode="soft", circles__limit_m=150, circles__team_min=1
        )
        plan = village(LINE, rules=rules)
        found = home(plan, "H001")
        # On B h1 is 200 m from that circle's centre, and so is h2 on A.
        assert found.others[0].price.outside == 2
        assert found.others[0].price.metres == pytest.approx(200, abs=NEAR_M)


class TestEdited:
    def test_plan_that_is_not_the_best_is_compared_with_the_best(self) -> None:
        plan = edited(village(LINE), H001="M001", H002="M000")
        found = explain(plan, "H001")
        assert found.breaches == ()
        assert not found.answer.optimal
        # Back on A it costs 200 m less, which frees h2 as well.
        assert found.answer.others[0].price.metres == pytest.approx(-200, abs=NEAR_M)

    def test_breach_is_named_and_the_rest_explained(self) -> None:
        crew = {"excluded": ["", "", "age"]}
        plan = edited(village(LINE, (0, 300, 150), members=crew), H001="M002")
        found = explain(plan, "H001")
        assert [one.code for one in found.breaches] == ["NG311"]
        assert found.breaches[0].place.row == 3
        assert not found.answer.lawful
        assert found.answer.member.excluded == "age"
        assert found.answer.others[0].price.metres == pytest.approx(0, abs=0.01)
        # Another household of the village is none of its business.
        assert explain(plan, "H003").breaches == ()

    def test_emptied_cell_waits_though_somebody_has_room(self) -> None:
        found = home(edited(village(LINE), H001=""), "H001")
        assert (found.state, found.reason) == ("waiting", "")
        assert [one.person.member_id for one in found.others if one.room] == ["M000"]
        assert found.others[0].price.households == -1


class TestWaiting:
    def test_members_full(self) -> None:
        found = home(village(FULL), "H004")
        assert (found.state, found.reason) == ("waiting", "members_full")
        assert [one.price.metres for one in found.others] == pytest.approx([50, 50], abs=NEAR_M)
        assert {one.moves[-1].after for one in found.others} == {""}
        assert {one.moves[-1].household_id for one in found.others} == {"H001", "H002"}
        short = found.shortage
        assert (short.households, short.members, short.capacity, short.short) == (5, 2, 4, 1)
        assert [one.load for one in short.people] == [2, 2]
        assert ("cap", 3, 1) in [(one.kind, one.value, one.fixes) for one in short.remedies]

    def test_nobody_in_range(self) -> None:
        found = home(village([50, 900]), "H001")
        assert (found.reason, found.nearest.member_id, found.nearest_inside) == (
            *("no_member_in_range", "M001"),
            True,
        )
        assert found.nearest_m == pytest.approx(600, abs=5)

    def test_only_people_who_do_not_serve(self) -> None:
        found = home(village([50, 900], (0, 800), members={"excluded": ["", "health"]}), "H001")
        assert found.reason == "only_ineligible_in_range"
        assert [(one.person.excluded, one.why) for one in found.barred] == [("health", "excluded")]

    def test_outside_boundary_and_avoided(self) -> None:
        crew = {"village": ["西同下村", "东村"], "village_code": [0, 1]}
        found = home(village([50, 900], (0, 800), members=crew), "H001")
        assert (found.reason, found.nearest_inside) == ("outside_boundary", False)
        assert [one.why for one in found.barred] == ["boundary"]
        assert home(village([50, 900], (0, 800), avoid=[(1, 1)]), "H001").reason == "avoided"

    def test_lock_that_cannot_hold_names_the_rule(self) -> None:
        found = home(village([50, 900], (0, 800), homes={"lock": ["", "M000"]}), "H001")
        assert (found.reason, found.lock_rule, found.lock.member_id) == ("lock_conflict", "limit", "M000")

    def test_load_above_every_cap_and_no_position(self) -> None:
        homes = {"load": [1.0, 5.0], "lon": [LON, LON]}
        assert home(village([0, 0], homes=homes), "H001").reason == "load_too_large"
        homes = {"lon": [LON, np.nan], "lat": [LAT, np.nan], "distance_kind": ["straight", ""]}
        assert home(village([0, 0], homes=homes), "H001").reason == "no_coordinates"

    def test_row_set_aside(self) -> None:
        aside = {
            "household_id": ["H900"], "head": ["户主九"], "reason": ["row_error"], "file": ["农户表.xlsx"],
            "sheet": ["花名册"], "row": [37],
        }  # fmt: skip
        found = home(village(LINE, set_aside=aside), "H900")
        assert (found.state, found.source) == ("row_error", ("农户表.xlsx", "花名册", "37"))
        assert home(village(LINE, set_aside=aside), "户主九") == found


class TestMember:
    def test_households_and_one_more_or_fewer(self) -> None:
        found = person(village(LINE), "M000")
        assert [one.home.household_id for one in found.homes] == ["H000", "H001"]
        assert sum(found.metres) == pytest.approx(150, abs=NEAR_M)
        assert (found.person.load, found.full) == (2, True)
        # A third would be h2, 200 m instead of 100; one fewer cannot be, since B is full: h1 would wait.
        assert found.more.metres == pytest.approx(100, abs=NEAR_M)
        assert found.fewer.households == 1
        assert found.fewer.metres == pytest.approx(-100, abs=NEAR_M)

    def test_member_of_a_shortage(self) -> None:
        plan = village(FULL)
        found = person(plan, "党员0")
        assert found.shortage_id == plan.tables["shortages"]["shortage_id"].iat[0]
        assert found.more.households == -1

    def test_somebody_who_does_not_serve(self) -> None:
        plan = village(FULL, (0, 300, 140), members={"excluded": ["", "", "away"]})
        found = person(plan, "M002")
        assert (found.person.excluded, found.in_range, found.waiting_in_range) == ("away", 5, 1)
        assert [fixes for _, fixes in found.helps] == [1]
        assert found.homes == ()


class TestShortages:
    def test_one_and_all(self) -> None:
        plan = village(FULL)
        name = plan.tables["shortages"]["shortage_id"].iat[0]
        one = explain(plan, name).answer
        assert isinstance(one, Shortage)
        assert one == home(plan, "H004").shortage
        everything = explain(plan).answer
        assert isinstance(everything, Overview)
        assert [short.shortage_id for short in everything.shortages] == [name]
        assert [(w.reason, w.count, w.example) for w in everything.waiting] == [("members_full", 1, "H004")]
        assert explain(village(LINE)).answer.waiting == ()

    def test_shortage_that_an_edit_removed(self) -> None:
        plan = village(FULL)
        members = plan.members.assign(max_load=9.0)
        more = dataclasses.replace(plan, tables={**plan.tables, "members": members})
        with pytest.raises(UsageError) as raised:
            explain(edited(more, H004="M000"), plan.tables["shortages"]["shortage_id"].iat[0])
        assert raised.value.findings[0].code == "NG582"


class TestLookup:
    def codes(self, plan: Plan, said: str, **options) -> list[tuple[str, dict]]:
        with pytest.raises(UsageError) as raised:
            explain(plan, said, **options)
        return [(one.code, dict(one.values)) for one in raised.value.findings]

    def test_unknown_names_ids_that_are_near(self) -> None:
        plan = village(LINE)
        ((code, values),) = self.codes(plan, "H01")
        assert code == "NG578"
        assert "H001" in values["near"].split()
        # Similar names are offered by their ids: a finding holds no name.
        ((code, values),) = self.codes(plan, "户主已")
        assert code == "NG578"
        assert "户主" not in str(values)
        assert self.codes(plan, "~~~~~") == [("NG579", {})]
        assert self.codes(plan, "H001", member=True) == [("NG585", {"household_id": "H001"})]

    def test_namesakes_are_listed_with_their_groups(self) -> None:
        plan = village(
            LINE, homes={"head": ["王一", "王一", "李二", "王一（西头）"], "group": list("甲乙丙丁")}
        )
        # Who is written exactly so comes before who has a remark.
        assert self.codes(plan, "王一") == [("NG580", {"count": 2, "ids": "H000(甲) H001(乙)"})]
        assert home(plan, "王一(西头)").home.household_id == "H003"

    def test_household_before_member_and_a_hint(self) -> None:
        plan = village(LINE, homes={"head": ["党员1", "b", "c", "d"]})
        found = explain(plan, "党员1")
        assert (found.answer.home.household_id, found.also) == ("H000", ("M001",))
        assert person(plan, "党员1").person.member_id == "M001"
        assert isinstance(explain(plan, "党员0").answer, MemberAnswer)

    def test_circle_is_no_subject(self) -> None:
        rules = rules_with(circles__mode="soft", circles__team_min=1)
        plan = village(LINE, rules=rules)
        circle = plan.tables["circles"]["circle_id"].iat[0]
        assert self.codes(plan, circle) == [("NG581", {"circle_id": circle})]


def test_as_a_function_of_the_package() -> None:
    plan = village(LINE)
    assert neighborgrid.explain(plan, "H001") == explain(plan, "H001").answer
    assert isinstance(neighborgrid.explain(plan, "M001", member=True), MemberAnswer)


@pytest.mark.parametrize("small", [400, 0], ids=["floyd", "dijkstra"])
def test_all_switches_equal_single_ones(small: int) -> None:
    asked = 0
    problems = [random_problem(seed) for seed in range(60)]
    problems += [random_village(seed, households=60) for seed in range(20)]
    problems += [case(seed, ("soft", "strict")[seed % 2], size=(1, 3), room=6) for seed in range(10)]
    for seed, problem in enumerate(problems):
        solution = solve(problem)
        if seed % 3 == 0:
            # A choice that people made: somebody else's member, not the best plan.
            solution = given(problem, np.random.default_rng(seed).permutation(solution.person))
        exchange = Exchange(problem, solution)
        every = all_switches(exchange, small)
        for row in range(len(problem.households)):
            if not exchange.has(row):
                continue
            mine = every.household == row
            got = dict(zip(every.person[mine].tolist(), every.tiers[mine], strict=True))
            for one in exchange.switches(row)[:4]:
                assert Change.of(got[one.person]) == one.price, (seed, row)
                asked += 1
    assert asked > 300


def test_all_rows_agree_with_each_household() -> None:
    rules = rules_with(circles__mode="soft", circles__limit_m=150, circles__team_min=1)
    plans = [village(FULL), village(LINE), village(FULL, rules=rules), edited(village(LINE), H001="")]
    for plan in plans:
        rows = all_rows(plan)
        assert list(rows) == list(COLUMNS)
        scene = Scene(plan)
        for row, said in enumerate(rows.to_dict(orient="records")):
            answer = household_answer(scene, row)
            assert said["state"] == answer.state
            cheapest = answer.others[0]
            assert said["cheapest_id"] == cheapest.person.member_id
            assert said["cheapest_cost_m"] == pytest.approx(cheapest.price.metres, abs=0.06)
            assert said["cheapest_outside"] == cheapest.price.outside
            assert said["cheapest_households"] == cheapest.price.households
            nearest = min(answer.others, key=lambda one: one.metres)
            assert said["nearest_m"] == pytest.approx(nearest.metres, abs=0.06)
            assert said["choices"] == len(answer.others) + (answer.state == "served")
            assert said["reason"] == answer.reason
    assert counts(all_rows(village(FULL))) == {
        "count": 5, "served": 4, "waiting": 1, "aside": 0, "vacant": 0
    }  # fmt: skip
