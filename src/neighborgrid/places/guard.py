"""Undeclared and wrongly declared frames, found before anything is planned.

Two sheets of one village in different frames stand some hundred metres apart. Nothing in a single position
tells its frame, so the sheets are held against each other under every *relation* of frames that there
is: both alike, or any ordered pair of WGS-84, GCJ-02 and BD-09, with the members' positions converted
accordingly. Two kinds of evidence are looked at:

own homes
    A member whose household is in the other sheet stands twice; the vector between the two positions is
    nothing, or the shift of exactly one relation.
neighbourhood
    Members live in or beside the households of their village. Under the true relation the median distance to
    the nearest household is a fraction of the distance between houses; under the others it is several times
    as much, unless the village is far wider than the shift.

A village speaks only where another relation fits well and that declared does not fit at all, and where the
members are no mere cluster that falls among the houses by chance: they are spread like the households, or
stand so exactly on them that fifty metres aside the fit is gone. The bounds were set on some 4,000 drawn
villages, with and without a shift.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
from scipy.spatial import KDTree

from neighborgrid.places.distance import mean_radius_m
from neighborgrid.places.frames import FRAMES, convert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

Sheet = Literal["households", "members"]
Relation = tuple[str, str]
"""Frame of the households and of the members; of two alike, which one does not matter."""

VILLAGE: Final = "village"
FEWEST_PAIRS: Final = 5
NEAR_M: Final = 60.0
"""How far apart two measurements of one house may lie, at most."""
FEWEST_POINTS: Final = 20
FEWEST_MEMBERS: Final = 5
ENOUGH_MEMBERS: Final = 8
LEAST_SHIFT_M: Final = 25.0
_LEAST_GAP_M: Final = 15.0
_TIMES_BETTER: Final = 3.0
MOST: Final = 0.9
_ASIDE_M: Final = 50.0
_STOREY_M: Final = 1e7
_VERY_SHARP, _SHARP, _RATHER_SHARP = 0.2, 0.3, 0.6
_SPREAD: Final = 0.35
_FEWEST_VILLAGES: Final = 3


@dataclass(frozen=True)
class Spots:
    """Positions of one kind of record in degrees, NaN where unknown, and their village (-1: not known).

    ``labels`` say by what else the records may have been made together (tab, source), as codes, shape (n,).
    """

    lon: Floats
    lat: Floats
    village: Ints
    labels: Mapping[str, Ints]


@dataclass(frozen=True)
class Shift:
    """The sheets stand apart as a whole: likely frames, metres, and the pairs or villages that say so."""

    households: str
    members: str
    metres: float
    pairs: int
    villages: tuple[int, ...]


@dataclass(frozen=True)
class Mixed:
    """Some records stand apart from the others of their sheet.

    ``label`` says by what they were found to belong together (`VILLAGE`, or one of the labels; "" by
    nothing), ``groups`` are its codes and ``rows`` the records of ``sheet``, whose frame looks like ``frame``
    and that of the others like ``other``. Of a village it cannot be told which of its two sheets is meant.
    """

    sheet: Sheet
    label: str
    groups: tuple[int, ...]
    rows: Ints
    frame: str
    other: str
    metres: float


@dataclass(frozen=True)
class Views:
    """Metres of households and of members as declared, shapes (h, 2) and (n, 2).

    ``relations`` begin with the declared one; ``own`` are members' degrees in the frame declared for them.
    """

    relations: tuple[Relation, ...]
    homes: Floats
    declared: Floats
    own: tuple[Floats, Floats]
    middle: tuple[float, float]

    def people(self, rows: Ints) -> Floats:
        """Members of ``rows`` in metres under each relation, shape (relations, rows, 2)."""
        lon, lat = self.own[0][rows], self.own[1][rows]
        ways = (convert(lon=lon, lat=lat, source=there, target=here) for here, there in self.relations)
        return np.stack([_metres(*way, self.middle) for way in ways])


@dataclass(frozen=True)
class VillageSays:
    """What one village says: the relation that fits (0: that declared) and whether it would do so alone.

    ``sharp``: how near members are under that relation, as a share of how near fifty metres aside.
    """

    code: int
    relation: int
    strong: bool
    metres: float
    sharp: float = 1.0


def look(
    households: Spots, people: Spots, home: Ints, *, common: str, declared: Relation
) -> Shift | Mixed | None:
    """What is wrong with the declared frames, None where nothing is, or where nothing can be said.

    ``home`` is the row of each member's own household, -1 where not known, shape (members,). Positions stand
    in the frame ``common``; ``declared`` are the frames of the two sheets, "" for a sheet that has several.
    Outside China all relations are one, so there is no answer.
    """
    known = np.isfinite(households.lon)
    if not known.any() or not np.isfinite(people.lon).any():
        return None
    households, people = in_villages(households, people)
    views = views_of(households, people, common, declared)
    found, settled = _by_homes(households, people, home, views)
    return found if found is not None else _by_neighbourhood(households, people, views, settled)


def in_villages(households: Spots, people: Spots) -> tuple[Spots, Spots]:
    """Both kinds, all in one village where either names none."""
    if np.any(households.village >= 0) and np.any(people.village >= 0):
        return households, people
    one, other = np.zeros_like(households.village), np.zeros_like(people.village)
    return replace(households, village=one), replace(people, village=other)


def views_of(households: Spots, people: Spots, common: str, declared: Relation) -> Views:
    """Both kinds under all relations; some household must have a position."""
    middle = float(np.nanmedian(households.lon)), float(np.nanmedian(households.lat))
    declared = (declared[0] or common, declared[1] or common)
    every = [(one, other) for one in FRAMES for other in FRAMES if one != other]
    alike = (declared[0], declared[0])
    relations = [declared, *(one for one in (alike, *every) if one != declared)]
    own = convert(lon=people.lon, lat=people.lat, source=common, target=declared[1])
    homes = convert(lon=households.lon, lat=households.lat, source=common, target=declared[0])
    here = convert(lon=own[0], lat=own[1], source=declared[1], target=declared[0])
    return Views(tuple(relations), _metres(*homes, middle), _metres(*here, middle), own, middle)


def _metres(lon: Floats, lat: Floats, middle: tuple[float, float]) -> Floats:
    """Metres east and north of a middle, good to a few per cent over a county, shape (n, 2)."""
    radius = float(mean_radius_m(np.array([middle[1]]))[0])
    east = np.radians(lon - middle[0]) * radius * np.cos(np.radians(middle[1]))
    return np.column_stack((east, np.radians(lat - middle[1]) * radius))


# --- own homes -----------------------------------------------------------------------------------------


def _by_homes(
    households: Spots, people: Spots, home: Ints, views: Views
) -> tuple[Shift | Mixed | None, frozenset[int]]:
    """What pairs of one home say, and the villages that they have spoken for."""
    pairs = np.flatnonzero((home >= 0) & np.isfinite(people.lon))
    pairs = pairs[np.isfinite(households.lon[home[pairs]])]
    fits, clear = _fits(home, pairs, views)
    # A home that lies nowhere near under any relation is another house: it says nothing.
    pairs, fits = pairs[clear], fits[clear]
    if len(pairs) < FEWEST_PAIRS or 2 * len(pairs) < len(clear):
        return None, frozenset()
    villages, counts = np.unique(people.village[pairs], return_counts=True)
    settled = frozenset(villages[counts >= FEWEST_PAIRS].tolist())
    shares = np.bincount(fits, minlength=len(views.relations)) / len(fits)
    main = int(shares.argmax())
    if main and shares[main] >= MOST:
        mine = fits == main
        metres = float(np.hypot(*np.median(_between(views, home, pairs[mine]), axis=0)))
        return Shift(*views.relations[main], metres, int(mine.sum()), tuple(villages.tolist())), settled
    return _mixed_homes(households, people, home, (pairs, fits), views), settled


def _fits(home: Ints, pairs: Ints, views: Views) -> tuple[Ints, NDArray[np.bool_]]:
    """Relation under which each pair is nearest, and whether that tells anything."""
    declared_m = np.hypot(*_between(views, home, pairs).T)
    fits, best_m = np.zeros(len(pairs), dtype=np.int64), declared_m.copy()
    far = np.flatnonzero(declared_m > NEAR_M / 2)
    if len(far):
        away = views.homes[home[pairs[far]]] - views.people(pairs[far])
        metres = np.hypot(away[..., 0], away[..., 1])
        fits[far], best_m[far] = metres.argmin(axis=0), metres.min(axis=0)
    return fits, (best_m <= NEAR_M) & ((fits == 0) | (declared_m >= _TIMES_BETTER * best_m))


def _between(views: Views, home: Ints, pairs: Ints) -> Floats:
    return np.asarray(views.homes[home[pairs]] - views.declared[pairs])


def _mixed_homes(
    households: Spots, people: Spots, home: Ints, found: tuple[Ints, Ints], views: Views
) -> Mixed | None:
    """Pairs whose relation is another than most have, where these are many, or a village of their own."""
    pairs, fits = found
    main = int(np.bincount(fits).argmax())
    off = np.flatnonzero(fits != main)
    _, village = np.unique(people.village[pairs], return_inverse=True)
    many = len(off) >= max(FEWEST_PAIRS, (1 - MOST) * len(fits))
    wrong, size = np.bincount(village[off], minlength=village.max() + 1), np.bincount(village)
    if not many and not np.any((wrong >= FEWEST_PAIRS) & (wrong >= MOST * size)):
        return None
    relation = int(np.bincount(fits[off]).argmax())
    metres = float(
        np.hypot(*np.median(_between(views, home, pairs[fits == (relation if relation else main)]), axis=0))
    )
    ways: list[tuple[Sheet, Spots, Ints, str]] = [
        *(("households", households, home[pairs], key) for key in households.labels),
        *(("members", people, pairs, key) for key in (*people.labels, VILLAGE)),
    ]
    for sheet, spots, rows, key in ways:
        label = spots.village if key == VILLAGE else spots.labels[key]
        groups = _apart(label[rows], fits != main)
        if groups is not None:
            frames = likely_frames(views, sheet, relation, main)
            return Mixed(sheet, key, groups, np.flatnonzero(np.isin(label, groups)), *frames, metres)
    frames = likely_frames(views, "members", relation, main)
    return Mixed("members", "", (), np.unique(pairs[off]), *frames, metres)


def likely_frames(views: Views, sheet: Sheet, relation: int, main: int) -> tuple[str, str]:
    """Likely frame of a sheet's records that stand in ``relation``, and of the others, in ``main``."""
    mine = 0 if sheet == "households" else 1
    apart, others = views.relations[relation], views.relations[main]
    # Frames that are alike may be any; the other sheet has one frame in both relations.
    if others[0] == others[1]:
        others = (apart[1 - mine],) * 2
    elif apart[0] == apart[1]:
        apart = (others[1 - mine],) * 2
    return apart[mine], others[mine]


def _apart(label: Ints, off: NDArray[np.bool_]) -> tuple[int, ...] | None:
    """Labels that only records apart have, where labels tell nearly all of these from the others."""
    codes, group = np.unique(label, return_inverse=True)
    share = np.bincount(group, weights=off) / np.bincount(group)
    apart = share > 0.5
    told = apart[group] == off
    if len(codes) < 2 or not apart.any() or apart.all() or told.mean() < MOST or told[off].mean() < MOST:
        return None
    return tuple(codes[apart].tolist())


# --- neighbourhood -------------------------------------------------------------------------------------


def _by_neighbourhood(
    households: Spots, people: Spots, views: Views, settled: frozenset[int]
) -> Shift | Mixed | None:
    homes = np.where(np.isfinite(households.lon), households.village, -1)
    members = np.where(np.isfinite(people.lon), people.village, -1)
    members[np.isin(members, list(settled)) | ~np.isin(members, homes)] = -1
    rows, homes_of = _grouped(members), _grouped(homes)
    away_m = declared_m(views, homes, members)
    suspect = [code for code in rows if np.median(away_m[rows[code]]) >= LEAST_SHIFT_M]

    def ask(codes: Iterable[int]) -> list[VillageSays]:
        said = (ask_village(code, views.homes[homes_of[code]], views.people(rows[code])) for code in codes)
        return [one for one in said if one is not None]

    found = ask(suspect)
    if not any(one.relation for one in found):
        return None
    # Only now does it matter what villages say whose members are near as declared.
    return _together(found + ask(sorted(rows.keys() - set(suspect))), members, views)


def declared_m(views: Views, homes: Ints, members: Ints) -> Floats:
    """Metres from each member to the nearest household of the village as declared, NaN for those of none."""
    away = np.full(len(members), np.nan)
    one, other = np.flatnonzero(homes >= 0), np.flatnonzero(members >= 0)
    if len(one) and len(other):
        # Villages stand far above each other, so that one tree serves all.
        tree = KDTree(np.column_stack((views.homes[one], homes[one] * _STOREY_M)), balanced_tree=False)
        away[other] = _away(tree, np.column_stack((views.declared[other], members[other] * _STOREY_M)))
    return away


def _grouped(label: Ints) -> dict[int, Ints]:
    """Rows by label, without those below 0."""
    order = np.argsort(label, kind="stable")
    codes, starts = np.unique(label[order], return_index=True)
    return {
        int(code): rows for code, rows in zip(codes, np.split(order, starts[1:]), strict=True) if code >= 0
    }


def ask_village(code: int, homes: Floats, people: Floats) -> VillageSays | None:
    """What a village says of its ``homes``, shape (h, 2), and ``people``, shape (relations, n, 2)."""
    homes = np.unique(homes, axis=0)
    _, first = np.unique(people[0], axis=0, return_index=True)
    people = people[:, first]
    if len(homes) < FEWEST_POINTS or len(first) < FEWEST_MEMBERS:
        return None
    tree = KDTree(homes)
    gap_m = max(float(np.median(_away(tree, homes, k=2)[:, 1])), _LEAST_GAP_M)
    away = _away(tree, people)
    middle_m = np.median(away, axis=1)
    best = int(middle_m.argmin())
    if best == 0:
        return VillageSays(code, 0, False, 0.0) if middle_m[0] <= gap_m else None
    fits = middle_m[best] <= gap_m and np.quantile(away[best], 0.8) <= min(gap_m, NEAR_M)
    others_m = np.delete(middle_m, best).min()
    if not fits or middle_m[0] < LEAST_SHIFT_M or others_m < _TIMES_BETTER * middle_m[best]:
        return None
    metres = float(np.median(np.hypot(*(people[best] - people[0]).T)))
    sharp = _sharpness(tree, people[best], float(middle_m[best]))
    return VillageSays(code, best, _is_no_chance(homes, people[best], sharp), metres, sharp)


def _away(tree: KDTree, points: Floats, k: int = 1) -> Floats:
    """Metres from points to the ``k`` nearest homes."""
    return np.asarray(tree.query(points, k=k)[0], dtype=np.float64)


def _sharpness(tree: KDTree, people: Floats, fit_m: float) -> float:
    turns = np.arange(8) * (np.pi / 4)
    aside = people + _ASIDE_M * np.column_stack((np.cos(turns), np.sin(turns)))[:, None]
    return fit_m / max(float(np.median(np.median(_away(tree, aside), axis=1))), 1e-9)


def _is_no_chance(homes: Floats, people: Floats, sharp: float) -> bool:
    """Whether members fit because they live there, not because a cluster fell among the houses."""
    spread = _spread_m(people) >= _SPREAD * _spread_m(homes)
    if len(people) < ENOUGH_MEMBERS:
        return sharp <= _VERY_SHARP or (spread and sharp <= _RATHER_SHARP)
    return spread or sharp <= _SHARP


def _spread_m(points: Floats) -> float:
    return float(np.median(np.hypot(*(points - np.median(points, axis=0)).T)))


def _together(found: list[VillageSays], members: Ints, views: Views) -> Shift | Mixed | None:
    """All villages' word: one shift of the sheets, some villages apart, or nothing."""
    apart = [one for one in found if one.relation]
    if not apart:
        return None
    main = int(np.bincount([one.relation for one in apart]).argmax())
    mine = [one for one in apart if one.relation == main]
    agreed = len(mine) >= MOST * len(found)
    if agreed and (any(one.strong for one in mine) or len(mine) >= _FEWEST_VILLAGES):
        metres = float(np.median([one.metres for one in mine]))
        return Shift(*views.relations[main], metres, 0, tuple(one.code for one in mine))
    strong = [one for one in mine if one.strong]
    if agreed or not strong or len(found) == len(strong):
        return None
    codes = tuple(one.code for one in strong)
    metres = float(np.median([one.metres for one in strong]))
    rows = np.flatnonzero(np.isin(members, codes))
    return Mixed("members", VILLAGE, codes, rows, *likely_frames(views, "members", main, 0), metres)
