"""Circles that stand already: kept, with their members, as far as they are still valid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.places.distance import ROUNDING_M, Points, distance_m
from neighborgrid.solve.circles.sites import Sites, codes_of, levels, member_codes, same_place

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.model import Problem
    from neighborgrid.solve.circles.units import Floats, Matrix, Rows


@dataclass(frozen=True, slots=True)
class Kept:
    """Sites with those of the kept circles appended.

    ``site`` is the site that each able member keeps (-1: none), ``circle_id`` the id of the circle kept
    at each site ("" for none).
    """

    sites: Sites
    site: Rows
    circle_id: np.ndarray[tuple[int], np.dtype[np.object_]]


def keep_circles(problem: Problem, able: Rows, sites: Sites) -> Kept:
    """Circles of ``people.circle_id`` as far as limit, place and team size allow; the rest are free."""
    given = problem.people["circle_id"].to_numpy()[able]
    places = member_codes(problem, able)
    names = sorted({name for name in given.tolist() if name})
    kept = np.full(len(able), -1, np.int64)
    ids = [""] * len(sites)
    lon, lat, codes = [], [], []
    for name in names:
        found = _kept(problem, able, places, np.flatnonzero(given == name), name)
        if found is not None:
            kept[found.members] = len(ids)
            ids.append(name)
            lon.append(found.lon)
            lat.append(found.lat)
            codes.append(found.codes)
    if not lon:
        return Kept(sites, kept, np.array(ids, object))
    made = Sites(
        Points(
            lon=np.concatenate((sites.points.lon, lon)),
            lat=np.concatenate((sites.points.lat, lat)),
        ),
        np.concatenate((sites.codes, np.array(codes, np.int64).reshape(len(lon), -1))),
        np.concatenate((sites.row, np.full(len(lon), -1))),
        np.concatenate((sites.listed, np.zeros(len(lon), bool))),
    )
    return Kept(made, kept, np.array(ids, object))


@dataclass(frozen=True, slots=True)
class _One:
    members: Rows
    lon: float
    lat: float
    codes: Rows


def _kept(problem: Problem, able: Rows, places: NDArray[np.int64], members: Rows, name: str) -> _One | None:
    """One circle: its centre, and those of ``members`` (of the able) who may stay in it."""
    rules = problem.rules
    stated = codes_of(problem.people.iloc[able[members]], levels(problem))
    # Who has no place may stay in a circle of any; people without places go by their nearest neighbours'.
    mine = stated if (stated >= 0).all(axis=1).any() else places[members]
    place = _place(mine)
    here = members[same_place(mine, np.broadcast_to(place, mine.shape))]
    if not len(here):
        return None
    lon, lat, near = _centre(problem, able[here], _stated_centre(problem, name))
    near = near[: rules.circles.team_max]
    return _One(here[np.sort(near)], lon, lat, place) if len(near) else None


def best_centre(problem: Problem, rows: Rows) -> tuple[float, float]:
    """Home of one of the people ``rows`` that serves them best as a centre; NaN where they have none."""
    if not len(rows):
        return np.nan, np.nan
    return _centre(problem, rows, (np.nan, np.nan))[:2]


def _centre(problem: Problem, rows: Rows, stated: tuple[float, float]) -> tuple[float, float, Rows]:
    """Centre for people, and the numbers of those within the limit of it, nearest first.

    Most people within the limit, then the ``stated`` centre, then least metres.
    """
    rules = problem.rules
    limit_m = rules.circles.limit_m / rules.detour + ROUNDING_M / 2
    lon, lat = (problem.people[axis].to_numpy()[rows] for axis in ("lon", "lat"))
    site_lon, site_lat = (np.append(column, one) for column, one in zip((lon, lat), stated, strict=True))
    metres = _table(lon, lat, site_lon, site_lat)
    within = metres < limit_m
    stays = np.arange(len(site_lon)) == len(lon)
    best = int(np.lexsort((metres.sum(axis=0), ~stays, -within.sum(axis=0)))[0])
    near = np.flatnonzero(within[:, best])
    near = near[np.argsort(metres[near, best], kind="stable")]
    return float(site_lon[best]), float(site_lat[best]), near


def _place(codes: NDArray[np.int64]) -> Rows:
    """Most frequent definite place of members, shape (levels,)."""
    definite = codes[(codes >= 0).all(axis=1)]
    if not len(definite):
        return np.asarray(codes[0])
    places, count = np.unique(definite, axis=0, return_counts=True)
    return np.asarray(places[count.argmax()])


def _stated_centre(problem: Problem, name: str) -> tuple[float, float]:
    """Centre that the circle has in the problem's table; NaN where it has none."""
    rows = np.flatnonzero((problem.circles["circle_id"] == name).to_numpy())
    if not len(rows):
        return np.nan, np.nan
    lon, lat = (problem.circles[column].to_numpy() for column in ("centre_lon", "centre_lat"))
    return float(lon[rows[0]]), float(lat[rows[0]])


def _table(lon: Floats, lat: Floats, site_lon: Floats, site_lat: Floats) -> Matrix:
    """Straight metres of every member to every site; inf where a site is not known."""
    size, sites = len(lon), len(site_lon)
    metres = distance_m(
        lon_a=np.repeat(lon, sites),
        lat_a=np.repeat(lat, sites),
        lon_b=np.tile(site_lon, size),
        lat_b=np.tile(site_lat, size),
    ).reshape(size, sites)
    return np.asarray(np.where(np.isnan(metres), np.inf, metres))
