"""Explanations on roads, across barriers and by metres of one's own: by hand, by networkx, by brute force.

The village by hand lies on both banks of a river that flows along y = 0 (metres east and north), with one
street on each bank, at y = 50 and y = -50, and one bridge at x = 600. Members A (0, 50) and B (600, 50);
households h0 (0, -50), h1 (400, 50), h2 (450, -50). On foot, bridge and streets added up:

                h0     h1    h2
    to A      1300    400   850       straight  100  400  461
    to B       700    200   250       straight  608  200  180

The limit is 500 m, so that h0 has nobody on foot although A is 100 m away.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections import Counter

import numpy as np
import pytest

import oracle
from generated import random_village
from groundcases import random_ground, walking_m
from neighborgrid.advice.about_household import household_answer
from neighborgrid.advice.all_sheet import all_rows
from neighborgrid.advice.explain import explain
from neighborgrid.advice.part import part_of
from neighborgrid.advice.remedies import remedies
from neighborgrid.advice.scene import Scene
from neighborgrid.cli.explain.data import as_csv, as_json
from neighborgrid.cli.explain.verb import _tell
from neighborgrid.model import BarrierLines, Ground, MatrixRows, RoadEdges
from neighborgrid.model.ground import KINDS
from neighborgrid.planbook.refresh import standing
from neighborgrid.solve.engine import solve
from neighborgrid.solve.linked import link
from neighborgrid.solve.pairs import demand
from neighborgrid.solve.plan import assign
from neighborgrid.solve.shortage import bottlenecks
from neighborgrid.solve.switching import Exchange
from support import east_m, north_m, problem_of, rules_with
from test_advice_part import three_villages
from test_remedies import applied, found_in, tight, waiting
from test_solve_exact import random_problem
from test_switching import all_values, difference, with_caps

HOMES = [(0, -50), (400, 50), (450, -50)]
PEOPLE = [(0, 50), (600, 50)]
CHOICES = 150
"""Problems with more choices than these are left to others."""
REL = 0.005
"""Places are put by a rule of thumb; measured metres differ by less."""


def streets(*, bridge: bool = True) -> RoadEdges:
    x, y = np.array([0, 600, 1000, 0, 600, 1000]), np.array([50, 50, 50, -50, -50, -50])
    ends = [(0, 1), (1, 2), (3, 4), (4, 5), *([(1, 4)] if bridge else [])]
    a, b = np.array(ends, np.int32).T
    return RoadEdges(east_m(x), north_m(y), a, b)


def river() -> BarrierLines:
    return BarrierLines(east_m([-500]), north_m([0]), east_m([1500]), north_m([0]))


def riverside(ground: Ground | None, **people):
    x, y = zip(*HOMES, strict=True)
    px, py = zip(*PEOPLE, strict=True)
    columns = {"lon": east_m(px), "lat": north_m(py), "max_load": [3.0] * 2} | people
    problem = problem_of(
        {"lon": east_m(x), "lat": north_m(y)}, columns, rules=rules_with(weights__balance_m=0), ground=ground
    )
    return assign(problem)


def told(plan, said: str, ground: Ground):
    return explain(plan, said, ground=ground).answer


def words(capsys, plan, said: str, ground: Ground, lang: str = "zh", *, member: bool = False) -> str:
    from neighborgrid.cli.explain.saying import Saying
    from neighborgrid.cli.screen import Screen

    capsys.readouterr()
    _tell(Saying(Screen(lang, 0, False), "plan.xlsx"), explain(plan, said, member=member, ground=ground))
    return capsys.readouterr().out


class TestByHand:
    def test_served_over_the_bridge_and_who_is_barred(self) -> None:
        ground = Ground(roads=streets(), barriers=river())
        found = told(riverside(ground), "H002", ground)
        assert (found.state, found.member.member_id, found.way, found.straight) == (
            *("served", "M001"),
            *("roads", False),
        )
        assert found.metres == pytest.approx(250, rel=REL)
        assert found.straight_m == pytest.approx(180.3, rel=REL)
        assert (found.others, found.lawful) == ((), True)
        (barred,) = found.barred
        assert (barred.person.member_id, barred.why, barred.way, barred.on_foot) == (
            *("M000", "blocked"),
            *("roads", False),
        )
        assert barred.metres == pytest.approx(850, rel=REL)
        assert barred.straight_m == pytest.approx(461, rel=REL)

    def test_waiting_within_sight_of_a_member(self, capsys) -> None:
        ground = Ground(roads=streets(), barriers=river())
        plan = riverside(ground)
        found = told(plan, "H000", ground)
        assert (found.state, found.reason, found.on_ground) == ("waiting", "blocked", True)
        # B is 608 m away as the crow flies: beyond the limit, so not near at all.
        assert [(one.person.member_id, one.why) for one in found.barred] == [("M000", "blocked")]
        assert found.barred[0].metres == pytest.approx(1300, rel=REL)
        said = words(capsys, plan, "H000", ground)
        metres = f"{found.barred[0].metres:.0f}"
        assert "直线 500 米内有党员，但步行走不通，或者超过 500 米" in said
        assert f"直线 100 米：步行 {metres} 米，超过上限" in said
        assert f"步行距离上限放到 {math.ceil(found.barred[0].metres)} 米" in said
        assert f"{metres} m on foot, beyond the limit" in words(capsys, plan, "H000", ground, "en")

    @pytest.mark.parametrize(
        ("ground", "way", "said"),
        [
            (Ground(roads=streets(bridge=False)), "roads", "沿路走不到"),
            (Ground(barriers=river()), "straight", "隔着河渠等，不通"),
            (
                Ground(matrix=MatrixRows(*(np.array([one], object) for one in ("H000", "M001")), np.ones(1))),
                "matrix",
                "按步行距离表走不到",
            ),
        ],
    )
    def test_no_way_at_all(self, capsys, ground: Ground, way: str, said: str) -> None:
        plan = riverside(ground)
        found = told(plan, "H000", ground)
        first = found.barred[0]
        assert (found.reason, first.person.member_id) == ("blocked", "M000")
        assert (first.why, first.way) == ("blocked", way)
        assert first.metres == math.inf
        shown = words(capsys, plan, "H000", ground)
        assert said in shown
        assert "inf" not in shown
        assert "步行距离上限放到" not in shown
        data = json.dumps(as_json(explain(plan, "H000", ground=ground), "zh"), allow_nan=False)
        assert json.loads(data)["barred"][0]["metres"] is None

    def test_metres_of_the_organiser_beyond_the_limit_are_told(self) -> None:
        rows = MatrixRows(np.array(["H000"], object), np.array(["M000"], object), np.array([620.0]))
        ground = Ground(roads=streets(), matrix=rows)
        (barred,) = told(riverside(ground), "H000", ground).barred
        assert (barred.why, barred.metres, barred.way) == ("blocked", 620, "matrix")

    def test_who_does_not_serve_and_could_not_walk_there_is_no_hope(self, capsys) -> None:
        ground = Ground(roads=streets(), barriers=river())
        plan = riverside(ground, excluded=["away", ""])
        found = told(plan, "H000", ground)
        assert (found.reason, [(one.why, one.on_foot) for one in found.barred]) == (
            "only_ineligible_in_range",
            [("excluded", False)],
        )
        said = words(capsys, plan, "H000", ground)
        assert "其中谁能参加" not in said
        # h1 reaches A on foot; h0 and h2 do not.
        answer = explain(plan, "M000", member=True, ground=ground).answer
        assert answer.in_range == 1

    def test_given_by_hand_to_somebody_across_the_river(self, capsys) -> None:
        ground = Ground(roads=streets(bridge=False), barriers=river())
        plan = riverside(ground)
        homes = plan.households.copy()
        homes.loc[0, "member_id"] = "M000"
        plan = dataclasses.replace(plan, tables={**plan.tables, "households": homes})
        found = told(plan, "H000", ground)
        assert (found.state, found.lawful, found.metres) == ("served", False, math.inf)
        assert "直线 100 米，步行走不通" in words(capsys, plan, "H000", ground)
        member = explain(plan, "M000", member=True, ground=ground)
        assert [one.metres for one in member.answer.homes] == [math.inf]
        assert member.answer.metres == ()
        assert "inf" not in as_csv(member.answer)
        assert "步行走不通" in words(capsys, plan, "M000", ground, member=True)
        assert all_rows(plan, ground)["distance_m"].isna()[0]

    def test_nobody_near(self, capsys) -> None:
        ground = Ground(roads=streets(), barriers=river())
        plan = riverside(ground, lon=east_m([1100, 1700]))
        found = told(plan, "H001", ground)
        assert (found.reason, found.nearest.member_id) == ("no_member_in_range", "M000")
        # (1100, 50) is 100 m from the end of the road: 600 m of street and the leg.
        assert found.nearest_m == pytest.approx(700, rel=REL)
        assert "步行 " in words(capsys, plan, "H001", ground)
        broken = Ground(roads=streets(bridge=False), barriers=river())
        plan = riverside(broken, lon=east_m([1100, 1700]))
        found = told(plan, "H000", broken)
        assert (found.nearest_m, found.nearest_straight_m) == (math.inf, pytest.approx(1104.5, rel=REL))
        said = words(capsys, plan, "H000", broken)
        assert "步行走不通" in said
        assert "才够得着" not in said

    def test_without_the_files_walking_is_straight(self) -> None:
        ground = Ground(roads=streets(), barriers=river())
        plan = riverside(ground)
        found = explain(plan, "H000").answer
        assert (found.reason, found.on_ground, found.barred) == ("", False, ())
        assert found.others[0].metres == pytest.approx(100, rel=REL)


@pytest.mark.parametrize("seed", range(24))
def test_everybody_near_with_metres_and_the_first_rule_in_the_way(seed: int) -> None:
    problem = random_village(seed)
    ground = random_ground(problem, seed)
    problem = dataclasses.replace(problem, ground=ground)
    scene = Scene(assign(problem), ground)
    problem = scene.problem
    straight_m = oracle.metres(dataclasses.replace(problem, ground=None)) / problem.rules.detour
    far = walking_m(problem, straight_m)
    options, rules = oracle.options(problem), problem.rules
    reach_m = ground.straight_reach_m(rules.limit_m, rules.detour)
    avoided = {tuple(pair) for pair in problem.avoid_pairs.tolist()}
    people, homes = problem.people, problem.households
    need = demand(problem)
    for row in np.flatnonzero(need.linkable & homes["lon"].notna().to_numpy()).tolist():
        near = scene.around(row)
        assert set(near.person.tolist()) == set(np.flatnonzero(straight_m[row] <= reach_m + 1e-6).tolist())
        assert (np.diff(near.metres[np.isfinite(near.metres)]) >= 0).all()
        for at, person in enumerate(near.person.tolist()):
            assert near.metres[at] == pytest.approx(far[row, person], abs=0.01)
            assert near.straight_m[at] == pytest.approx(straight_m[row, person], abs=0.01)
            bar = near.bar[at]
            if bar in {"", "load"}:
                assert person in options[row]
                continue
            assert person not in options[row]
            assert (bar == "excluded") == (people["excluded"][person] != "")
            if bar == "blocked":
                assert far[row, person] > rules.limit_m
                assert (row, person) not in avoided
            elif bar == "lock":
                assert far[row, person] <= rules.limit_m + 1e-3


def test_the_cases_have_all_kinds_and_bars() -> None:
    kinds, bars = set(), Counter()
    for seed in range(0, 24, 2):
        problem = random_village(seed)
        ground = random_ground(problem, seed)
        scene = Scene(assign(dataclasses.replace(problem, ground=ground)), ground)
        for row in range(0, len(problem.households), 6):
            near = scene.around(row)
            kinds |= {KINDS[kind] for kind in near.kind.tolist()}
            bars.update(near.bar.tolist())
    assert kinds == set(KINDS)
    assert {"", "blocked", "excluded", "boundary", "avoid", "lock"} <= set(bars)


@pytest.mark.parametrize("block", range(2))
def test_prices_equal_brute_force(block: int) -> None:
    asked = 0
    for seed in range(block * 60, block * 60 + 60):
        problem = random_problem(seed)
        ground = random_ground(problem, seed)
        problem = dataclasses.replace(problem, ground=ground)
        scene = Scene(assign(problem), ground)
        # People stand in another order there.
        problem = scene.problem
        options = oracle.options(problem)
        if math.prod(len(one) + 1 for one in options) > CHOICES:
            continue
        values = list(all_values(problem, scene.solution.max_load))
        for row in range(len(problem.households)):
            now = int(scene.solution.person[row])
            if not scene.exchange.has(row) or now not in {-1, *options[row]}:
                continue
            best = min(value for choice, value in values if choice[row] == now)
            for one in household_answer(scene, row).others:
                person = list(problem.people["member_id"]).index(one.person.member_id)
                wanted = difference(min(value for choice, value in values if choice[row] == person), best)
                tiers = (one.price.priority, one.price.households, one.price.shortfall)
                assert tiers == (wanted.priority, wanted.households, wanted.shortfall), (seed, row)
                # Two ways of measuring may round every household to either centimetre.
                assert one.price.metres == pytest.approx(wanted.cost_m, abs=0.02 * len(problem.households))
                asked += 1
    assert asked > 8


def test_prices_of_villages_equal_a_plan_with_a_lock() -> None:
    asked = 0
    for seed in range(16):
        problem = random_village(seed, households=50)
        problem = dataclasses.replace(problem, ground=random_ground(problem, seed))
        solution = solve(problem)
        exchange = Exchange(problem, solution)
        far = oracle.metres(problem)
        rows = [row for row in np.flatnonzero(solution.person >= 0) if exchange.has(row)]
        for row in np.random.default_rng(seed).permutation(rows)[:5].tolist():
            for one in exchange.switches(row):
                new, old = locked_and_not(problem, solution, row, one.person, far)
                if new is None:
                    # A plan that leaves it waiting is better still, so the lock forces nothing.
                    continue
                wanted = difference(new, old)
                assert dataclasses.astuple(one.price)[:3] == dataclasses.astuple(wanted)[:3], (seed, row)
                assert one.price.cost_m == pytest.approx(wanted.cost_m, abs=1)
                asked += 1
    assert asked > 20


def locked_and_not(problem, solution, row: int, person: int, far: np.ndarray):
    """Tiers of the best plan with a household locked to a person, None if that serves it not; and without."""
    locked = problem.households["lock"].to_numpy().copy()
    locked[row] = problem.people["member_id"][person]
    homes = problem.households.assign(lock=locked)
    forced = solve(dataclasses.replace(with_caps(problem, solution), households=homes))
    choices = [tuple(one.person.tolist()) for one in (forced, solution)]
    new, old = (oracle.value(problem, choice, far, solution.max_load) for choice in choices)
    return (new if forced.person[row] == person else None), old


@pytest.mark.parametrize("mode", ["off", "soft"])
@pytest.mark.parametrize("seed", range(4))
def test_a_part_answers_like_the_whole(seed: int, mode: str) -> None:
    problem = three_villages(seed, mode)
    ground = random_ground(problem, seed + 1)
    plan = assign(dataclasses.replace(problem, ground=ground))
    whole = Scene(plan, ground)
    rng = np.random.default_rng(seed)
    for row in rng.choice(len(plan.households), 5, replace=False).tolist():
        part = part_of(plan, household=row, ground=ground)
        ids = part.households["household_id"].tolist()
        mine = household_answer(Scene(part, ground), ids.index(plan.households["household_id"][row]))
        assert _rounded(mine) == _rounded(household_answer(whole, row))


def _rounded(answer):
    """Answer with metres to the centimetre, and without the new names of shortages in a part."""
    barred = sorted((one.person.member_id, f"{one.metres:.2f}", one.why) for one in answer.barred)
    others = {(one.person.member_id, f"{one.metres:.2f}", one.price) for one in answer.others}
    return answer.state, answer.reason, others, barred, f"{answer.nearest_m:.2f}"


@pytest.mark.parametrize("seed", range(6))
def test_all_rows_agree_with_each_household(seed: int) -> None:
    problem = random_village(seed)
    ground = random_ground(problem, seed)
    plan = assign(dataclasses.replace(problem, ground=ground))
    rows, scene = all_rows(plan, ground), Scene(plan, ground)
    assert not np.isinf(rows["distance_m"]).any()
    for row in range(0, len(plan.households), 4):
        answer = household_answer(scene, row)
        if answer.state not in {"served", "waiting"} or answer.lock is not None:
            continue
        stated = rows.iloc[row]
        assert answer.reason == stated["reason"]
        if answer.others:
            nearest = min(one.metres for one in answer.others)
            assert stated["nearest_m"] == pytest.approx(nearest, abs=0.06)


@pytest.mark.parametrize("block", range(4))
def test_remedies_do_what_they_say(block: int) -> None:
    seen = Counter()
    for seed in range(block * 25, block * 25 + 25):
        problem = tight(seed)
        ground = random_ground(problem, seed)
        if ground.matrix is not None:
            # Whoever is new would be in no table.
            ground = Ground(streets(), ground.barriers, None, ground.snap_m)
        problem = dataclasses.replace(problem, ground=ground)
        solution = solve(problem)
        before = waiting(problem)
        for found in found_in(problem, solution)[:2]:
            for remedy in remedies(problem, solution, found):
                assert 0 < remedy.fixes <= found.short
                after = waiting(applied(problem, solution, found, remedy))
                assert after <= before - remedy.fixes, (seed, remedy)
                seen[remedy.kind] += 1
    assert {"cap", "new_member", "limit"} <= set(seen), seen


def test_a_table_of_metres_says_nothing_of_a_new_member() -> None:
    """Two households at one place, one member of cap 1: a new one helps, although no table lists them."""
    homes, people = (np.array(ids, object) for ids in (["H000", "H001"], ["M000"] * 2))
    rows = MatrixRows(homes, people, np.full(2, 9.0))
    ground = Ground(matrix=rows)
    problem = problem_of(
        {"lon": east_m([0, 5]), "lat": north_m([0, 0])},
        {"lon": east_m([3]), "lat": north_m([0]), "max_load": [1.0]},
        rules=rules_with(),
        ground=ground,
    )
    plan = assign(problem)
    scene_problem, solution = standing(plan, ground)
    (found,) = bottlenecks(scene_problem, solution, link(scene_problem, solution).why)
    said = {remedy.kind: remedy.fixes for remedy in remedies(scene_problem, solution, found)}
    assert said["new_member"] == 1
