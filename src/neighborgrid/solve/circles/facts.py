"""What follows from circles and a choice of members: sizes, radii, who is outside, posts, notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.model import SHEETS, make_table
from neighborgrid.places.distance import ROUNDING_M, distance_m
from neighborgrid.solve.teams import posts_not_held
from neighborgrid.words import text

if TYPE_CHECKING:
    import pandas as pd

    from neighborgrid.model import Problem
    from neighborgrid.solve.circles.table import Circles
    from neighborgrid.solve.circles.units import Floats, Mask, Rows


@dataclass(frozen=True, slots=True)
class InCircles:
    """Circles and what follows from them.

    Attributes
    ----------
    circles
        The circles.
    of_home
        Circle of each household's member, -1 for none.
    member_m, home_m
        Walking metres to the centre of the circle, per person and per household; NaN where in none.
    outside
        Whether each household, own homes apart, is farther from the centre than the limit.
    counted
        Whether each household counts in its circle: served, and no own home.
    size
        Members of each circle.
    """

    circles: Circles
    of_home: Rows
    member_m: Floats
    home_m: Floats
    outside: Mask
    counted: Mask
    size: Rows

    @property
    def households(self) -> Rows:
        """Households of each circle, own homes apart."""
        return np.bincount(self.of_home[self.counted], minlength=len(self.circles))

    def radius_m(self) -> Floats:
        """Walking metres to the farthest member or household inside of each circle; NaN for an empty one."""
        radius = np.full(len(self.circles) + 1, -1.0)
        np.maximum.at(radius, self.circles.of_person, np.nan_to_num(self.member_m, nan=-1))
        inside = self.counted & ~self.outside
        np.maximum.at(radius, self.of_home[inside], np.nan_to_num(self.home_m[inside], nan=-1))
        return np.where(radius[:-1] < 0, np.nan, radius[:-1])


def taken_room(problem: Problem, circles: Circles, person: Rows, own_home: Rows) -> Rows:
    """Households that take room in each circle: own homes and those of no load take none.

    ``person`` and ``own_home`` are rows of people, per household.
    """
    of_home = np.append(circles.of_person, -1)[person]
    weighs = problem.households["load"].to_numpy() > 0
    counted = (of_home >= 0) & (person != own_home) & weighs
    return np.bincount(of_home[counted], minlength=len(circles))


def in_circles(
    problem: Problem, circles: Circles, *, person: Rows, served: Mask, own_home: Mask
) -> InCircles:
    """Facts of circles for a choice of members (row per household, -1 none)."""
    homes, people, rules = problem.households, problem.people, problem.rules
    of_home = np.where(served, np.append(circles.of_person, -1)[person], -1)
    rows = np.arange(len(people))
    member_m = _metres(people, *circles.centre_of(rows)) * rules.detour
    home_m = _metres(homes, *circles.centre_of(np.where(served, person, -1))) * rules.detour
    counted = (of_home >= 0) & ~own_home
    limit_m = rules.circles.limit_m + ROUNDING_M / 2 * rules.detour
    return InCircles(
        circles=circles,
        of_home=of_home,
        member_m=member_m,
        home_m=home_m,
        outside=counted & (home_m >= limit_m),
        counted=counted,
        size=np.bincount(circles.of_person[circles.of_person >= 0], minlength=len(circles)),
    )


def _metres(table: pd.DataFrame, lon: Floats, lat: Floats) -> Floats:
    return distance_m(lon_a=table["lon"].to_numpy(), lat_a=table["lat"].to_numpy(), lon_b=lon, lat_b=lat)


def circles_table(problem: Problem, facts: InCircles | None) -> pd.DataFrame:
    """Sheet of the circles."""
    if facts is None:
        return make_table(SHEETS["circles"], {})
    circles = facts.circles
    return make_table(
        SHEETS["circles"],
        {
            "circle_id": circles.circle_id,
            "name": circles.name,
            "township": circles.township,
            "village": circles.village,
            "centre_lon": circles.lon,
            "centre_lat": circles.lat,
            "leader_id": circles.leader_id,
            "deputy_ids": circles.deputy_ids,
            "members": facts.size,
            "households": facts.households,
            "radius_m": np.round(facts.radius_m(), 1),
            "note": np.array(_notes(problem, facts), object),
        },
    )


def _notes(problem: Problem, facts: InCircles) -> list[str]:
    """Note of each circle: stand-ins, vacant posts, a team that is too small."""
    roles, rule, lang = problem.people["role"].to_numpy(), problem.rules.circles, problem.lang
    made = []
    for team, size in zip(facts.circles.teams, facts.size.tolist(), strict=True):
        parts = []
        if team.leader < 0:
            parts.append(text("note.circle.no_leader", lang))
        elif roles[team.leader] not in rule.leader_roles:
            role = text(f"cell.role.{roles[team.leader]}", lang)
            parts.append(text("note.circle.leader", lang, role=role))
        stand_ins = sum(roles[one] not in rule.deputy_roles for one in team.deputies)
        if stand_ins:
            parts.append(text("note.circle.deputies", lang, count=stand_ins))
        if len(team.deputies) < rule.deputies[0]:
            parts.append(text("note.circle.vacant", lang, count=rule.deputies[0] - len(team.deputies)))
        if size < rule.team_min:
            parts.append(text("note.circle.small", lang, count=size, least=rule.team_min))
        made.append(text("note.joint", lang).join(parts))
    return made


def team_roles(problem: Problem, circles: Circles) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    """``leader``, ``deputy`` or ``member`` for each person; "" for those in no circle."""
    role = np.where(circles.of_person >= 0, "member", "").astype(object)
    for circle, team in enumerate(circles.teams):
        holders = [*((one, "deputy") for one in team.deputies), (team.leader, "leader")]
        for one, post in holders:
            if one >= 0 and circles.of_person[one] == circle:
                role[one] = post
    return role


def circle_figures(problem: Problem, facts: InCircles) -> dict[str, int | float]:
    """Figures of the circles for the summary; what the solver alone knows is not among them."""
    roles, rule = problem.people["role"].to_numpy(), problem.rules.circles
    vacant = sum(
        posts_not_held(
            roles[team.leader] if team.leader >= 0 else "", [roles[one] for one in team.deputies], rule
        )
        for team in facts.circles.teams
    )
    member_m = facts.member_m[np.isfinite(facts.member_m)]
    home_m = facts.home_m[facts.counted & np.isfinite(facts.home_m)]
    means = {"circle_member_m": member_m, "circle_household_m": home_m}
    return {
        "circles": len(facts.circles),
        "outside_circle": int(facts.outside.sum()),
        "team_shortfall": int(np.maximum(0, rule.team_min - facts.size).sum()),
        "stand_ins": vacant,
        **{key: round(float(metres.mean()), 1) for key, metres in means.items() if len(metres)},
    }
