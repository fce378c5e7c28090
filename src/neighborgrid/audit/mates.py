"""How many others a member could form a team with: the yardstick of teams that are too small."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.audit import boundary, measure
from neighborgrid.audit.tables import LIMIT_SLACK_M

if TYPE_CHECKING:
    from collections.abc import Iterator

    from neighborgrid.audit.facts import Facts
    from neighborgrid.audit.tables import Rows

_CHUNK: Final = 2_000_000


def could_join(facts: Facts, members: Rows) -> Rows:
    """Greatest number of other able members inside the boundary with whom each could share a centre.

    A centre may be any member's home and any centre of the plan. Whether the others are needed elsewhere
    is not asked.
    """
    places = facts.places[1]
    best = np.zeros(len(facts.person_id), dtype=np.int64)
    for member, option, mate in _options(facts, members):
        surely, _ = boundary.inside(facts.plan.rules.within, places.take(member[option]), places.take(mate))
        fits = surely & (member[option] != mate) & facts.able[mate]
        np.maximum.at(best, member, np.bincount(option[fits], minlength=len(member)))
    return best[members]


def _options(facts: Facts, members: Rows) -> Iterator[tuple[Rows, Rows, Rows]]:
    """Members of options, and by option whom it would join: (members, option of each mate, mates)."""
    if not np.isfinite(facts.circles.reach_m):
        everybody = np.arange(facts.members)
        step = max(1, _CHUNK // max(facts.members, 1))
        for start in range(0, len(members), step):
            asked = members[start : start + step]
            yield asked, np.repeat(np.arange(len(asked)), len(everybody)), np.tile(everybody, len(asked))
        return
    doors = facts.doors.take(np.arange(facts.members))
    sites = measure.Points(
        np.concatenate([doors.lon, facts.circles.centres.lon]),
        np.concatenate([doors.lat, facts.circles.centres.lat]),
    )
    here, site = _near(facts, doors.take(members), sites)
    used, site = np.unique(site, return_inverse=True)
    reached = _Reached.of(*_near(facts, sites.take(used), doors), len(used))
    for part in _parts(reached.size[site]):
        option, mate = reached.expand(site[part])
        yield members[here[part]], option, mate


def _near(facts: Facts, here: measure.Points, there: measure.Points) -> tuple[Rows, Rows]:
    """All pairs within the limit of circles."""
    found = list(measure.neighbours(here, there, facts.circles.reach_m + LIMIT_SLACK_M))
    none = [np.empty(0, dtype=np.int64)]
    return (
        np.concatenate([near.here for near in found] or none),
        np.concatenate([near.there for near in found] or none),
    )


@dataclass(frozen=True, slots=True)
class _Reached:
    """Members within the limit of each site, site after site."""

    first: Rows
    size: Rows
    member: Rows

    @classmethod
    def of(cls, site: Rows, member: Rows, sites: int) -> _Reached:
        size = np.bincount(site, minlength=sites).astype(np.int64)
        return cls(np.cumsum(size) - size, size, member[np.argsort(site, kind="stable")])

    def expand(self, sites: Rows) -> tuple[Rows, Rows]:
        """(Position in ``sites``, member) of everybody within the limit of each."""
        size = self.size[sites]
        which = np.repeat(np.arange(len(sites)), size)
        step = np.arange(size.sum()) - np.repeat(np.cumsum(size) - size, size)
        return which, self.member[np.repeat(self.first[sites], size) + step]


def _parts(work: Rows) -> Iterator[slice]:
    """Slices of consecutive options, each with about `_CHUNK` of work or a single one."""
    block = np.cumsum(work) // _CHUNK
    edges = [0, *(np.flatnonzero(np.diff(block)) + 1).tolist(), len(work)]
    for start, stop in itertools.pairwise(edges):
        yield slice(start, stop)
