"""Where a circle may have its centre, and which members each such site reaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.spatial import KDTree

from neighborgrid.places.distance import Points, geodesic_of_chord, nearest, pairs_within
from neighborgrid.solve.pairs import BOUNDARY_CODES

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from neighborgrid.model import Problem


NEAREST_SITES: Final = 512
"""Without a limit a member is offered this many sites: enough for any circle of hundreds of members."""


@dataclass(frozen=True, slots=True)
class Sites:
    """Candidate centres: positions in degrees, place codes of shape (sites, levels), -1 for any place.

    ``row`` is the row of the member whose home the site is, or of the centre in the organiser's list;
    ``listed`` says which of the two.
    """

    points: Points
    codes: NDArray[np.int64]
    row: NDArray[np.int64]
    listed: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.row)


@dataclass(frozen=True, slots=True)
class Reach:
    """Members and sites that may belong together, with their walking metres, sorted by member."""

    member: NDArray[np.int64]
    site: NDArray[np.int64]
    metres: NDArray[np.float64]


def levels(problem: Problem) -> tuple[str, ...]:
    """Place codes that all members of a circle must share."""
    rule, codes = problem.rules.circles, BOUNDARY_CODES[problem.rules.within]
    # So many circles a village, or circles without a limit, are circles of a village.
    by_village = rule.per_village is not None or not np.isfinite(rule.limit_m)
    return ("village_code",) if by_village and "village_code" not in codes else codes


def codes_of(table: pd.DataFrame, columns: tuple[str, ...]) -> NDArray[np.int64]:
    """Place codes of a table's rows, shape (rows, levels)."""
    found = [table[name].to_numpy() if name in table else np.full(len(table), -1) for name in columns]
    return np.column_stack(found) if found else np.zeros((len(table), 0), np.int64)


def members_points(problem: Problem, able: NDArray[np.int64]) -> Points:
    """Points of the members at the rows ``able`` of the people."""
    people = problem.people
    return Points(lon=people["lon"].to_numpy()[able], lat=people["lat"].to_numpy()[able])


def same_place(one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether place codes agree, row by row; -1 agrees with any."""
    return np.asarray(((one == other) | (one < 0) | (other < 0)).all(axis=1))


def member_codes(problem: Problem, able: NDArray[np.int64]) -> NDArray[np.int64]:
    """Place codes of the able members, shape (able, levels).

    A blank place is that of the nearest member whose place is known and agrees: two members who both agree
    with a blank need not agree with each other.
    """
    codes = codes_of(problem.people.iloc[able], levels(problem))
    vague = np.flatnonzero((codes < 0).any(axis=1))
    known = np.flatnonzero((codes >= 0).all(axis=1))
    if not len(vague) or not len(known):
        return codes
    points = members_points(problem, able)
    settled = codes.copy()
    # Members who lack the same codes look among the same others.
    lacking, group = np.unique(codes[vague], axis=0, return_inverse=True)
    for number, lack in enumerate(lacking):
        rows = vague[group.ravel() == number]
        fits = known[same_place(codes[known], np.broadcast_to(lack, codes[known].shape))]
        if len(fits):
            near, _ = nearest(_taken(points, rows), _taken(points, fits))
            settled[rows] = codes[fits[near]]
    return settled


def make_sites(problem: Problem, able: NDArray[np.int64]) -> Sites:
    """Sites of a problem: the organiser's list, or the members' homes.

    Members whom no listed centre reaches have their homes as sites too, so that nobody is left out.
    """
    codes = member_codes(problem, able)
    homes = Sites(members_points(problem, able), codes, able, np.zeros(len(able), bool))
    if not len(problem.centres):
        return _distinct(problem, homes)
    listed = _roomy(problem, able, _listed(problem, codes))
    lonely = np.setdiff1d(np.arange(len(able)), find_reach(problem, able, listed).member)
    if not len(lonely):
        return listed
    extra = _distinct(problem, _rows(homes, lonely))
    return Sites(
        Points(
            lon=np.concatenate((listed.points.lon, extra.points.lon)),
            lat=np.concatenate((listed.points.lat, extra.points.lat)),
        ),
        np.concatenate((listed.codes, extra.codes)),
        np.concatenate((listed.row, extra.row)),
        np.concatenate((listed.listed, extra.listed)),
    )


def _listed(problem: Problem, members: NDArray[np.int64]) -> Sites:
    """The organiser's centres; one without place is repeated for every place of members it may serve."""
    table = problem.centres
    codes = codes_of(table, levels(problem))
    points = Points(lon=table["lon"].to_numpy(), lat=table["lat"].to_numpy())
    sites = Sites(points, codes, np.arange(len(table)), np.ones(len(table), bool))
    places = np.unique(members, axis=0)
    row, found = [], []
    for site, code in enumerate(codes):
        vague = (code < 0).any()
        fits = places[same_place(places, np.broadcast_to(code, places.shape))] if vague else code[None, :]
        row.append(np.full(len(fits), site))
        found.append(fits)
    repeated = _rows(sites, np.concatenate(row))
    return Sites(repeated.points, np.concatenate(found), repeated.row, repeated.listed)


def _roomy(problem: Problem, able: NDArray[np.int64], sites: Sites) -> Sites:
    """Sites, each as often as circles may be needed there to hold the members and their households."""
    rule = problem.rules.circles
    target = max(1, problem.rules.load_rule("").target)
    team = max(1, min(rule.team_max, rule.max_households // target))
    reached = np.bincount(find_reach(problem, able, sites).site, minlength=len(sites))
    return _rows(sites, np.repeat(np.arange(len(sites)), np.maximum(1, -(-reached // team))))


def _rows(sites: Sites, rows: NDArray[np.int64]) -> Sites:
    return Sites(_taken(sites.points, rows), sites.codes[rows], sites.row[rows], sites.listed[rows])


def _taken(points: Points, rows: NDArray[np.int64]) -> Points:
    return Points(lon=points.lon[rows], lat=points.lat[rows])


def _distinct(problem: Problem, homes: Sites) -> Sites:
    """Homes as sites; of several members at one point only as many as teams may have their centre there."""
    rule = problem.rules.circles
    key = np.column_stack((homes.points.lon, homes.points.lat, homes.codes))
    _, group, count = np.unique(key, axis=0, return_inverse=True, return_counts=True)
    group = group.ravel()
    order = np.argsort(group, kind="stable")
    nth = np.empty(len(group), np.int64)
    nth[order] = np.arange(len(group)) - np.repeat(np.cumsum(count) - count, count)
    fixed = rule.per_village is not None or rule.households is not None
    copies = count if fixed else np.maximum(count // rule.team_min, -(-count // rule.team_max))
    return _rows(homes, np.flatnonzero(nth < copies[group]))


def find_reach(problem: Problem, able: NDArray[np.int64], sites: Sites) -> Reach:
    """Sites within the circle limit (inclusive) and the place of each member."""
    rules = problem.rules
    points = members_points(problem, able)
    codes = member_codes(problem, able)
    if np.isfinite(rules.circles.limit_m):
        near = pairs_within(points, sites.points, rules.circles.limit_m / rules.detour)
        keep = np.flatnonzero(same_place(codes[near.a], sites.codes[near.b]))
        order = keep[np.lexsort((near.b[keep], near.a[keep]))]
        return Reach(
            near.a[order].astype(np.int64),
            near.b[order].astype(np.int64),
            near.distance_m[order] * rules.detour,
        )
    member, site, metres = _nearest_of_place(points, codes, sites)
    return Reach(member, site, metres * rules.detour)


def _nearest_of_place(
    points: Points, codes: NDArray[np.int64], sites: Sites
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Without a limit: the `NEAREST_SITES` nearest sites of each member's place, sorted by member.

    Members of a place that has no site are left out.
    """
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]] = []
    _, group = np.unique(np.concatenate((codes, sites.codes)), axis=0, return_inverse=True)
    of_member, of_site = np.split(group.ravel(), [len(codes)])
    for one in np.intersect1d(of_member, of_site):
        rows, there = np.flatnonzero(of_member == one), np.flatnonzero(of_site == one)
        tree = KDTree(sites.points.xyz[there])
        count = min(len(there), NEAREST_SITES)
        chord_m, found = tree.query(points.xyz[rows], k=np.arange(1, count + 1))
        parts.append((np.repeat(rows, count), there[found].ravel(), np.asarray(chord_m).ravel()))
    if not parts:
        none = np.zeros(0, np.int64)
        return none, none, np.zeros(0)
    member, site, chord = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((site, member))
    metres = geodesic_of_chord(chord, points.curvature[member])
    return member[order], site[order], metres[order]
