"""What would help a bottleneck: each remedy alone, with the number of waiting households that it serves.

A remedy counts only what it serves for certain: everybody else stays under the plan's rules, and a new plan
under the changed ones leaves at least that many fewer waiting. Circles are those of the plan; a new member
makes one, or joins one that has room.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

from neighborgrid.solve.cases import inside_circles
from neighborgrid.solve.circles.facts import taken_room
from neighborgrid.solve.pairs import demand, reachable
from neighborgrid.solve.recruit.sites import site_pairs
from neighborgrid.solve.served import Group
from neighborgrid.solve.shortage import Remedy, cap_remedy, smallest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.pairs import Pairs
    from neighborgrid.solve.shortage import Bottleneck
    from neighborgrid.solve.solution import Solution

    Rows = NDArray[np.int64]

WIDEST: Final = 4
"""A greater limit is looked for up to this many times the present one."""


def remedies(problem: Problem, solution: Solution, found: Bottleneck) -> tuple[Remedy, ...]:
    """Remedies of a bottleneck in the order of `REMEDIES`, of one kind those that serve most first.

    ``problem`` and ``solution`` are the plan as it stands, or the part of it that matters.
    """
    made = [cap_remedy(found)]
    made += _people_who_help(problem, solution, found, "excluded")
    made += _people_who_help(problem, solution, found, "neighbour")
    made += _new_member(problem, solution, found)
    made += _limit(problem, solution, found)
    return tuple(remedy for remedy in made if remedy.fixes)


def _people_who_help(problem: Problem, solution: Solution, found: Bottleneck, kind: str) -> list[Remedy]:
    """Members who do not serve now, or who are near across the boundary, each alone."""
    able = (problem.people["excluded"] == "").to_numpy()
    changed = (
        replace(problem, people=problem.people.assign(excluded=np.full(len(able), "", object)))
        if kind == "excluded"
        else replace(problem, rules=problem.rules.with_value("plan.within", "anywhere", "advice"))
    )
    pairs = _pairs_of(changed, solution, found.households)
    if kind == "neighbour":
        pairs = _in_circles(problem, solution, pairs)
    wanted = ~able if kind == "excluded" else able & ~np.isin(np.arange(len(able)), found.people)
    made = []
    for person, homes in _by_person(found, pairs, wanted):
        room = spare(problem, solution, person)
        fixes = found.fixed_by(found.group.with_member(homes, room)) if room > 0 else 0
        if fixes:
            made.append(Remedy(kind, 0, fixes, person=person))
    return sorted(made, key=lambda remedy: (-remedy.fixes, remedy.person))


def _pairs_of(problem: Problem, solution: Solution, rows: Rows) -> Pairs:
    """Admissible pairs of the households ``rows`` alone, so that nobody else is measured."""
    homes = problem.households
    others = ~np.isin(np.arange(len(homes)), rows)
    residence = homes["residence"].to_numpy().copy()
    # Vacant houses ask for nobody.
    residence[others] = "vacant"
    asked = replace(problem, households=homes.assign(residence=residence).astype({"residence": object}))
    return reachable(asked, solution.person).pairs


def _in_circles(problem: Problem, solution: Solution, pairs: Pairs) -> Pairs:
    """Pairs that circles allow: all of them, unless they are strict."""
    if solution.circles is None or problem.rules.circles.mode != "strict":
        return pairs
    return pairs.take(inside_circles(problem, pairs, solution.circles))


def usual_cap(problem: Problem, solution: Solution) -> int:
    """Cap of a member about whom nothing is said: that of the rules; an automatic one at its least.

    With circles no more than the room of a circle of their own; where the number of circles is fixed, no more
    than the most room that is left in one.
    """
    rules, circles = problem.rules, solution.circles
    value = rules.values["load.max"]
    cap = value if isinstance(value, int) else rules.auto_range[0]
    if circles is None:
        return cap
    if rules.circles.per_village is None or not len(circles):
        return min(cap, rules.circles.max_households)
    taken = taken_room(problem, circles, solution.person, solution.reachable.need.own_home)
    return min(cap, max(0, rules.circles.max_households - int(taken.min())))


def spare(problem: Problem, solution: Solution, person: int) -> int:
    """Households that a person could take in addition; an automatic cap counts as the least it can be."""
    cap = solution.max_load[person]
    most = usual_cap(problem, solution) if np.isnan(cap) else int(cap)
    own_home = solution.reachable.need.own_home
    mine = (solution.person == person) & (own_home != person)
    room = most - math.ceil(float(problem.households["load"].to_numpy()[mine].sum()))
    circles = solution.circles
    if circles is None:
        return room
    if circles.of_person[person] < 0:
        return min(room, usual_cap(problem, solution))
    taken = taken_room(problem, circles, solution.person, own_home)[circles.of_person[person]]
    return min(room, problem.rules.circles.max_households - int(taken))


def _by_person(found: Bottleneck, pairs: Pairs, wanted: NDArray[np.bool_]) -> list[tuple[int, Rows]]:
    """People for whom ``wanted`` holds, each with its households of the bottleneck in local numbers."""
    local = np.full(int(max(pairs.household.max(initial=-1), found.households.max())) + 1, -1, np.int64)
    local[found.households] = np.arange(len(found.households))
    mine = np.flatnonzero((local[pairs.household] >= 0) & wanted[pairs.person])
    people, homes = pairs.person[mine], local[pairs.household[mine]]
    return [(int(person), homes[people == person]) for person in np.unique(people)]


def _new_member(problem: Problem, solution: Solution, found: Bottleneck) -> list[Remedy]:
    """Home at which one more member would serve most; of equals, that with most waiting households near."""
    homes = problem.households
    sites = np.flatnonzero((homes["residence"] != "vacant").to_numpy() & homes["lon"].notna().to_numpy())
    need = demand(problem)
    asking = found.households[need.linkable[found.households] & (need.lock[found.households] < 0)]
    pairs = site_pairs(problem, asking, sites)
    local = {row: index for index, row in enumerate(found.households.tolist())}
    waits = np.isin(found.households, found.waiting)
    cap = usual_cap(problem, solution)
    ranked = sorted(
        _by_person(found, pairs, np.ones(len(homes), bool)),
        key=lambda one: (-min(len(one[1]), cap), -waits[one[1]].sum(), one[0]),
    )
    best = Remedy("new_member", 0, 0)
    for site, reach in ranked:
        own = local.get(site, -1)
        if best.fixes >= min(found.short, min(len(reach), cap) + 1):
            break
        group = found.group.with_member(reach, cap)
        if own >= 0 and not homes["lock"].to_numpy()[site]:
            # A member's own home is no burden to anybody.
            group = group.with_member(np.array([own]), 1)
        fixes = found.fixed_by(group)
        if fixes > best.fixes:
            best = Remedy("new_member", cap, fixes, household=site)
    return [best]


def _limit(problem: Problem, solution: Solution, found: Bottleneck) -> list[Remedy]:
    """Smallest limit at which those served now and most of the bottleneck can all be served."""
    rules = problem.rules
    wide = replace(
        problem,
        people=problem.people.assign(max_load=solution.max_load),
        rules=rules.with_value("plan.limit_m", WIDEST * rules.limit_m, "advice"),
    )
    load = problem.households["load"].to_numpy()
    own_home = solution.person == solution.reachable.need.own_home
    asked = (solution.person >= 0) & ~own_home & (load > 0)
    asked[found.waiting] = True
    if not (load[asked] == 1).all():
        return []
    if problem.ground is not None:
        asked &= _tied(wide, solution, np.flatnonzero(asked), found)
    pairs = _pairs_of(wide, solution, np.flatnonzero(asked))
    served = int(asked.sum()) - found.short
    pairs = _in_circles(problem, solution, pairs)
    most = _served_within(wide, solution, pairs, asked, np.inf)
    metres = np.unique(np.ceil(pairs.metres[pairs.metres > rules.limit_m] - 1e-6))
    if most <= served or not len(metres):
        return []
    at = smallest(
        lambda index: _served_within(wide, solution, pairs, asked, metres[index]) >= most, 0, len(metres) - 1
    )
    return [Remedy("limit", int(metres[at]), min(found.short, most - served))]


def _tied(problem: Problem, solution: Solution, rows: Rows, found: Bottleneck) -> NDArray[np.bool_]:
    """Households that may compete with those of a bottleneck: the others need not be measured on the ground.

    Nobody walks less than straight, so that who is not tied to it as the crow flies is not on foot.
    """
    flying = replace(problem, ground=None, rules=problem.rules.with_value("plan.detour", 1.0, "advice"))
    pairs, circles = _pairs_of(flying, solution, rows), solution.circles
    first = len(problem.households)
    last = first + len(problem.people)
    tail, head = pairs.household.astype(np.int64), first + pairs.person.astype(np.int64)
    if circles is not None:
        ringed = np.flatnonzero(circles.of_person >= 0)
        tail = np.concatenate((tail, first + ringed))
        head = np.concatenate((head, last + circles.of_person[ringed]))
    size = last + (0 if circles is None else len(circles))
    graph = coo_matrix((np.ones(len(tail), np.int8), (tail, head)), (size, size))
    label = connected_components(graph, directed=False)[1][:first]
    return np.isin(label, label[found.waiting])


def _served_within(
    problem: Problem, solution: Solution, pairs: Pairs, asked: NDArray[np.bool_], limit_m: float
) -> int:
    """Most of the households ``asked`` that can be served over the pairs within a limit."""
    near = pairs.metres <= limit_m + 1e-6
    local = np.cumsum(asked) - 1
    caps = np.nan_to_num(solution.max_load).astype(np.int64)
    circles = solution.circles
    group = Group(
        households=int(asked.sum()),
        household=local[pairs.household[near]].astype(np.int64),
        member=pairs.person[near].astype(np.int64),
        cap=caps,
        circle=np.full(len(caps), -1, np.int64) if circles is None else circles.of_person,
        room=np.full(0 if circles is None else len(circles), problem.rules.circles.max_households, np.int64),
    )
    return group.most_served()
