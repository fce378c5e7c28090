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
    codes = BOUNDARY_CODES[problem.rules.within]
    if problem.rules.circles.per_village is not None and "village_code" not in codes:
        return ("village_code",)
    return codes


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


def make_sites(problem: Problem, able: NDArray[np.int64]) -> Sites:
    """Sites of a problem: the organiser's list, or the members' homes.

    Members whom no listed centre reaches have their homes as sites too, so that nobody is left out.
    """
    columns = levels(problem)
    homes = problem.people.iloc[able]
    everyone = _sites(homes, columns, able, listed=False)
    if not len(problem.centres):
        return _settled(everyone, everyone.codes)
    rows = np.arange(len(problem.centres))
    listed = _settled(_sites(problem.centres, columns, rows, listed=True), everyone.codes)
    reach = find_reach(problem, able, listed)
    lonely = np.setdiff1d(np.arange(len(able)), reach.member)
    if not len(lonely):
        return listed
    extra = _settled(_sites(homes.iloc[lonely], columns, able[lonely], listed=False), everyone.codes)
    return Sites(
        Points(
            lon=np.concatenate((listed.points.lon, extra.points.lon)),
            lat=np.concatenate((listed.points.lat, extra.points.lat)),
        ),
        np.concatenate((listed.codes, extra.codes)),
        np.concatenate((listed.row, extra.row)),
        np.concatenate((listed.listed, extra.listed)),
    )


def _sites(table: pd.DataFrame, columns: tuple[str, ...], row: NDArray[np.int64], *, listed: bool) -> Sites:
    points = Points(lon=table["lon"].to_numpy(), lat=table["lat"].to_numpy())
    return Sites(points, codes_of(table, columns), row, np.full(len(table), listed))


def _settled(sites: Sites, members: NDArray[np.int64]) -> Sites:
    """Sites of which each has one definite place: a blank one is repeated for every place it may serve.

    Two members who both agree with a blank place need not agree with each other.
    """
    vague = (sites.codes < 0).any(axis=1)
    known = np.unique(members[(members >= 0).all(axis=1)], axis=0) if members.shape[1] else members[:0]
    if not vague.any() or not len(known):
        return _distinct(sites)
    row, codes = [np.flatnonzero(~vague)], [sites.codes[~vague]]
    for site in np.flatnonzero(vague):
        fits = known[same_place(known, np.broadcast_to(sites.codes[site], known.shape))]
        fits = fits if len(fits) else sites.codes[[site]]
        row.append(np.full(len(fits), site))
        codes.append(fits)
    order = np.concatenate(row)
    points = Points(lon=sites.points.lon[order], lat=sites.points.lat[order])
    return _distinct(Sites(points, np.concatenate(codes), sites.row[order], sites.listed[order]))


def _distinct(sites: Sites) -> Sites:
    """Sites without repetition: of several at one point for one place the first."""
    key = np.column_stack((sites.points.lon, sites.points.lat, sites.codes))
    _, first = np.unique(key, axis=0, return_index=True)
    rows = np.sort(first)
    points = Points(lon=sites.points.lon[rows], lat=sites.points.lat[rows])
    return Sites(points, sites.codes[rows], sites.row[rows], sites.listed[rows])


def find_reach(problem: Problem, able: NDArray[np.int64], sites: Sites) -> Reach:
    """Sites within the circle limit (inclusive) and the place of each member."""
    rules = problem.rules
    points = members_points(problem, able)
    codes = codes_of(problem.people.iloc[able], levels(problem))
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

    A member without place belongs where the nearest site belongs.
    """
    parts: list[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]] = []
    place = codes.copy()
    vague = np.flatnonzero((codes < 0).any(axis=1))
    if len(vague):
        near, _ = nearest(Points(lon=points.lon[vague], lat=points.lat[vague]), sites.points)
        place[vague] = sites.codes[near]
    _, group = np.unique(np.concatenate((place, sites.codes)), axis=0, return_inverse=True)
    of_member, of_site = group[: len(place)], group[len(place) :]
    for one in np.unique(of_member):
        rows, there = np.flatnonzero(of_member == one), np.flatnonzero(of_site == one)
        tree = KDTree(sites.points.xyz[there])
        count = min(len(there), NEAREST_SITES)
        chord_m, found = tree.query(points.xyz[rows], k=np.arange(1, count + 1))
        parts.append((np.repeat(rows, count), there[found].ravel(), np.asarray(chord_m).ravel()))
    member, site, chord = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.lexsort((site, member))
    metres = geodesic_of_chord(chord, points.curvature[member])
    return member[order], site[order], metres[order]
