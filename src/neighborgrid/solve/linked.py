"""Who serves whom, how far and with what load: the facts that every table of a plan draws on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.places.distance import distance_m
from neighborgrid.solve.circles.facts import InCircles, in_circles
from neighborgrid.solve.pairs import walked
from neighborgrid.solve.reasons import Why, explain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.solution import Solution


@dataclass(frozen=True, slots=True)
class Linked:
    """A choice of members with what follows from it, by row of households and people.

    Attributes
    ----------
    person
        Row of the person per household, -1 none; own homes included.
    served
        bool per household: has a person who may serve, and is not vacant.
    own_home
        bool per household: served as an own home.
    straight_m, walking_m
        Metres per household, NaN where it is not served or has no position; walking metres are inf where
        there is no way on foot.
    walk_kind
        int8 per household: how its walking metres were found (`model.ground.KINDS`).
    load
        float64 per person, own homes apart.
    max_load
        Cap per person, NaN for people who do not serve and have no cap of their own.
    why
        The households left out.
    circles
        The circles with what follows from them; None where there are none.
    """

    person: NDArray[np.int64]
    served: NDArray[np.bool_]
    own_home: NDArray[np.bool_]
    straight_m: NDArray[np.float64]
    walking_m: NDArray[np.float64]
    walk_kind: NDArray[np.int8]
    load: NDArray[np.float64]
    max_load: NDArray[np.float64]
    why: Why
    circles: InCircles | None


def chosen_walks(
    problem: Problem, solution: Solution, person: NDArray[np.int64], own_home: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.int8]]:
    """Straight and walking metres of each household to ``person`` (row, -1 none), and the kind of walk.

    Own homes are measured straight: nobody walks to them.
    """
    homes, people = problem.households, problem.people
    chosen = np.flatnonzero(person >= 0)
    straight_m = np.full(len(homes), np.nan)
    straight_m[chosen] = distance_m(
        lon_a=homes["lon"].to_numpy()[chosen],
        lat_a=homes["lat"].to_numpy()[chosen],
        lon_b=people["lon"].to_numpy()[person[chosen]],
        lat_b=people["lat"].to_numpy()[person[chosen]],
    )
    walking_m = straight_m * problem.rules.detour
    kind = np.zeros(len(homes), np.int8)
    if problem.ground is None:
        return straight_m, walking_m, kind
    # What the plan was chosen from is measured already.
    pairs = solution.reachable.pairs
    used = np.flatnonzero(person[pairs.household] == pairs.person)
    asked = (person >= 0) & ~own_home
    if pairs.kind is not None:
        rows = pairs.household[used]
        walking_m[rows], kind[rows] = pairs.metres[used], pairs.kind[used]
        asked[rows] = False
    rest = np.flatnonzero(asked)
    walks = walked(problem, rest, person[rest], straight_m=straight_m[rest])
    walking_m[rest], kind[rest] = walks.metres, walks.kind
    return straight_m, walking_m, kind


def link(problem: Problem, solution: Solution) -> Linked:
    """Distances, loads and reasons of a choice of members."""
    homes, people = problem.households, problem.people
    person = solution.person
    own_home = (person >= 0) & (person == solution.reachable.need.own_home)
    straight_m, walking_m, kind = chosen_walks(problem, solution, person, own_home)
    carried = np.flatnonzero((person >= 0) & ~own_home)
    weight = homes["load"].to_numpy()
    load = np.bincount(person[carried], weights=weight[carried], minlength=len(people)).astype(np.float64)
    max_load = np.nan_to_num(solution.max_load)
    why = explain(problem, solution, load=load, max_load=max_load)
    able = np.append((people["excluded"] == "").to_numpy(), False)
    occupied = (homes["residence"] != "vacant").to_numpy()
    served = able[person] & occupied
    circles = None
    if solution.circles is not None:
        circles = in_circles(problem, solution.circles, person=person, served=served, own_home=own_home)
    cap = solution.max_load
    return Linked(person, served, own_home, straight_m, walking_m, kind, load, cap, why, circles)
