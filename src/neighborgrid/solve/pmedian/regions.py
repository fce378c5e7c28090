"""Large neighbourhoods: the clusters of a few neighbouring sites are made anew by the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from neighborgrid.solve.pmedian.core import choose
from neighborgrid.solve.pmedian.field import SLACK
from neighborgrid.solve.pmedian.mend import Layout, make_layout
from neighborgrid.solve.pmedian.program import solve_program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field
    from neighborgrid.solve.pmedian.pricing import Certificate

    Ints = NDArray[np.int64]


# Programs that may hit their limit before regions are given up: such a case has no easy ones.
TOO_HARD = 4
# Sites that are made anew together at most where clusters are overfull.
REPAIR = 24


@dataclass(frozen=True)
class Effort:
    """How much work: programs, pairs in each, clients in each, deterministic time of each."""

    programs: int
    pairs: int
    clients: int
    work: float


def improve(
    field: Field, certificate: Certificate, layout: Layout, effort: Effort, rng: np.random.Generator
) -> tuple[Layout, int]:
    """Layout after making neighbourhoods anew, and the number of programs solved."""
    tried: set[tuple[int, ...]] = set()
    queue: list[int] = []
    clients, solved, quiet, hard = min(effort.clients, 45), 0, 0, 0
    while solved < effort.programs and quiet < 2 * field.p and hard < max(TOO_HARD, solved // 2):
        if not queue:
            queue = rng.permutation(field.p).tolist()
        slots = _neighbourhood(field, layout, queue.pop(), clients)
        # The same sites with the same clients give the same answer.
        name = (
            clients,
            *np.sort(layout.site[slots]).tolist(),
            int(np.isin(layout.slot, slots).nonzero()[0].sum()),
        )
        if name in tried or len(slots) < 2:
            quiet += 1
            continue
        tried.add(name)
        solved += 1
        other, easy = _renew(field, certificate, layout, slots, effort)
        better = other.beats(layout)
        layout = other if better else layout
        quiet = 0 if better else quiet + 1
        hard += 0 if easy else 1
        clients = min(effort.clients, clients + 2) if easy else max(16, int(0.8 * clients))
    return layout, solved


def repair(
    field: Field, certificate: Certificate, layout: Layout, effort: Effort, programs: int
) -> tuple[Layout, int]:
    """Layout with less excess or none: overfull clusters are made anew with ever more of their neighbours."""
    solved, reach = 0, 3
    while layout.excess > 0 and solved < programs and reach <= 2 * min(field.p, REPAIR):
        before = layout.excess
        load = np.bincount(layout.slot, field.case.demand, minlength=field.p)
        held = field.case.capacity[layout.site] * (1 + SLACK)
        far = np.isinf(field.along(np.arange(field.clients), layout.site[layout.slot]))
        bad = np.union1d(np.flatnonzero(load > held), layout.slot[far])
        where = field.case.sites[layout.site]
        for slot in bad.tolist():
            near = cKDTree(where).query(where[slot], k=min(reach, field.p))[1]
            slots = np.sort(np.atleast_1d(near)).astype(np.int64)
            other, _ = _renew(field, certificate, layout, slots, effort, free=True)
            layout = other if other.beats(layout) else layout
            solved += 1
            if solved >= programs or layout.excess <= 0:
                break
        reach = reach if layout.excess < before else reach * 2
    return layout, solved


def _neighbourhood(field: Field, layout: Layout, slot: int, clients: int) -> Ints:
    """A slot and its nearest ones, as many as together have at most so many clients."""
    where = field.case.sites[layout.site]
    reach = min(len(layout.site), 40)
    near = np.atleast_1d(cKDTree(where).query(where[slot], k=reach)[1]).astype(np.int64)
    size = np.bincount(layout.slot[layout.slot >= 0], minlength=len(layout.site))[near]
    count = max(2, int((np.cumsum(size) <= clients).sum()))
    return near[:count]


def _renew(
    field: Field, certificate: Certificate, layout: Layout, slots: Ints, effort: Effort, *, free: bool = False
) -> tuple[Layout, bool]:
    """Layout after one program, and whether that was easy; ``free`` where any cost will do."""
    clients = np.flatnonzero(np.isin(layout.slot, slots))
    sites = _candidates(field, certificate, layout, slots)
    chosen = choose(field, certificate, clients, sites, layout, effort.pairs, np.inf)
    now = float(field.along(clients, layout.site[layout.slot[clients]]).sum())
    below = np.inf if free else now - 1 if field.floors else now * (1 - 1e-5)
    answer = solve_program(field, chosen.pairs, work=effort.work, below=below)
    if answer.assigned is None:
        return layout, answer.bound == np.inf
    site = layout.site.copy()
    site[slots] = answer.opened
    slot = layout.slot.copy()
    place = np.argsort(answer.opened)
    slot[clients] = slots[place[np.searchsorted(answer.opened[place], answer.assigned)]]
    return make_layout(field, site, slot), answer.optimal


def _candidates(field: Field, certificate: Certificate, layout: Layout, slots: Ints) -> Ints:
    """Sites that lie nearer to these slots than to other open sites, and the open ones."""
    where = field.case.sites[layout.site]
    middle = where[slots].mean(axis=0)
    radius = np.sqrt(((where[slots] - middle) ** 2).sum(axis=1)).max() * 1.5 + 1e-9
    near = np.array(field.tree.query_ball_point(middle, radius), dtype=np.int64)
    home = np.atleast_1d(cKDTree(where).query(field.case.sites[near], k=1)[1])
    near = near[np.isin(home, slots)]
    others = np.setdiff1d(layout.site, layout.site[slots])
    near = np.setdiff1d(near, others)
    worth = certificate.value[near]
    best = near[np.argsort(worth, kind="stable")[:80]]
    return np.union1d(best, layout.site[slots])
