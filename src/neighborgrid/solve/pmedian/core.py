"""The program over the pairs that the relaxation likes best, which often proves the optimum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.pmedian.mend import Layout, make_layout
from neighborgrid.solve.pmedian.program import Pairs, solve_program

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field
    from neighborgrid.solve.pmedian.pricing import Certificate
    from neighborgrid.solve.pmedian.program import Answer

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Kernel:
    """Outcome: a layout where one was found, and a bound for the whole problem."""

    layout: Layout | None
    bound: float
    pairs: int


@dataclass(frozen=True)
class Chosen:
    """Pairs for a program, and the least penalty among those left out (infinite where none matters)."""

    pairs: Pairs
    left_out: float


def solve_core(field: Field, certificate: Certificate, best: Layout | None, size: int, work: float) -> Kernel:
    """Program over at most about ``size`` pairs of least penalty and those of ``best``."""
    room = np.inf if best is None else max(best.cost - certificate.bound, 0.0)
    clients = np.arange(field.clients)
    worth = np.maximum(certificate.value - certificate.threshold, 0.0)
    most = max(4 * field.p, 2 * size // max(1, field.cluster), 40)
    order = np.argsort(worth, kind="stable")
    sites, rest = order[:most], order[most:]
    sites = sites[worth[sites] <= room]
    if best is not None:
        sites = np.union1d(sites, best.site)
    chosen = choose(field, certificate, clients, sites, best, size, room)
    left_out = min(chosen.left_out, float(worth[rest].min(initial=np.inf)))
    answer = solve_program(field, chosen.pairs, work=work)
    # Demands that were rounded up make the program harder than the problem.
    inside = answer.bound if field.tight.exact else -np.inf
    bound = max(min(inside, certificate.bound + left_out), certificate.bound)
    if best is not None:
        bound = min(bound, best.cost)
    layout = None if answer.assigned is None else read_layout(field, answer)
    return Kernel(layout, bound, len(chosen.pairs.client))


def read_layout(field: Field, answer: Answer) -> Layout | None:
    """Layout of an answer for all clients."""
    if answer.assigned is None:
        return None
    site = np.sort(answer.opened)
    return make_layout(field, site, np.searchsorted(site, answer.assigned))


def choose(
    field: Field,
    certificate: Certificate,
    clients: Ints,
    sites: Ints,
    best: Layout | None,
    size: int,
    room: float,
) -> Chosen:
    """The ``size`` pairs of least penalty, none above ``room``, and the pairs that ``best`` uses."""
    distance = field.block(clients, sites)
    penalty = certificate.penalty(field, sites[:, None], clients, distance)
    penalty[np.isinf(distance) | (field.case.demand[clients] > field.case.capacity[sites][:, None])] = np.inf
    limit = min(room * (1 + 1e-9), _kth(penalty, size))
    keep = (penalty <= limit) & np.isfinite(penalty)
    left_out = float(penalty[~keep].min(initial=np.inf))
    p, mine = field.p, np.zeros(0, np.int64)
    if best is not None:
        mine = best.site[best.slot[clients]]
        keep |= (sites[:, None] == mine) & np.isfinite(distance)
        p = len(np.intersect1d(sites, best.site)) if len(clients) < field.clients else p
    used = keep.any(axis=1) | (False if best is None else np.isin(sites, best.site))
    row, client = np.nonzero(keep[used])
    pairs = Pairs(
        clients,
        sites[used],
        client,
        row,
        distance[used][row, client],
        min(p, int(used.sum())),
        None if best is None else sites[used][row] == mine[client],
        None if best is None else np.isin(sites[used], best.site),
    )
    return Chosen(pairs, left_out)


def _kth(values: Floats, k: int) -> float:
    flat = values.ravel()
    return float(np.partition(flat, k - 1)[k - 1]) if k < len(flat) else np.inf
