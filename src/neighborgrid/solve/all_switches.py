"""Prices of switching for all admissible pairs at once.

The same numbers as `switching.Exchange.switches`, pair by pair, without who would move: per component of
the admissible graph an all-pairs shortest path over its members, circles and the sink. Components meet in
the sink only, and a path that comes back to the sink has gone round in a cycle, which in a best plan costs
nothing at least; so components are solved apart. Small ones by Floyd and Warshall (Floyd 1962,
doi:10.1145/367766.368168), large ones by Dijkstra on costs reduced by potentials (Johnson 1977,
doi:10.1145/321992.321993).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.solve.residual import TIERS, UNREACHED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from neighborgrid.solve.residual import Network
    from neighborgrid.solve.switching import Exchange

    Rows = NDArray[np.int64]
    AnyRows = NDArray[np.integer]

SMALL: Final = 400
"""Most nodes of a component that Floyd and Warshall take; above, Dijkstra is faster."""
EXACT: Final = 2.0**53
"""Integers below are exact as floats, in which SciPy computes."""


@dataclass(frozen=True)
class Switches:
    """Every admissible pair of the priced components, its own ones included.

    Attributes
    ----------
    household, person
        Rows of the problem, int64 of shape (pairs,), sorted by household.
    tiers
        Price against the best plan in which the household stays, int64 of shape (pairs, 4): priority
        households, households, shortfall, centimetres (see `switching.Change`).
    """

    household: Rows
    person: Rows
    tiers: NDArray[np.int64]


def all_switches(exchange: Exchange, small: int = SMALL) -> Switches:
    """Prices of switching every household to each of its admissible members."""
    ready, residual = exchange.ready, exchange.residual
    case, network = ready.case, exchange.network
    goal = np.where(residual.member < 0, network.sink, residual.member)
    sink = np.full(len(goal), network.sink)
    back = np.full(len(case.household), UNREACHED)
    out = np.where(residual.member < 0, 0, UNREACHED)
    for homes, pairs, distance, local in _parts(exchange, small):
        back[pairs] = distance[local[case.member[pairs]], local[goal[case.household[pairs]]]]
        out[homes] = distance[local[sink[homes]], local[goal[homes]]]
    present = residual.present_cost
    forced = case.cost_cm - present[case.household] + back
    base = _base(exchange, forced, residual.left_out_cost - present + out)
    tiers = residual.weights.unpack(forced - base[case.household]).reshape(-1, TIERS)
    return Switches(ready.rows[case.household], ready.serving[case.member], tiers)


def _base(exchange: Exchange, forced: Rows, left_out: Rows) -> Rows:
    """Cost of each household's staying where it is, over the best plan."""
    case, now = exchange.ready.case, exchange.choice
    base = np.zeros(len(now), np.int64)
    stays = np.flatnonzero(case.member == now[case.household])
    base[case.household[stays]] = forced[stays]
    waits = (now == -1) & (exchange.residual.member >= 0)
    base[waits] = left_out[waits]
    return base


def _parts(exchange: Exchange, small: int) -> Iterator[tuple[AnyRows, AnyRows, Rows, Rows]]:
    """Households and pairs of each component, distances of its nodes, and their local numbers."""
    parts, case, network = exchange.ready.parts, exchange.ready.case, exchange.network
    part_of = np.full(network.size, -1, np.int64)
    part_of[parts.member_order] = np.repeat(np.arange(parts.count), np.diff(parts.member_start))
    ringed = np.flatnonzero(case.circle >= 0)
    part_of[network.members + case.circle[ringed]] = part_of[ringed]
    ends = np.maximum(part_of[network.tail], part_of[network.head])
    order = np.argsort(ends, kind="stable")
    start = np.searchsorted(ends[order], np.arange(parts.count + 1))
    nodes_order = np.argsort(part_of, kind="stable")
    node_start = np.searchsorted(part_of[nodes_order], np.arange(parts.count + 1))
    for part in range(parts.count):
        nodes = np.append(nodes_order[node_start[part] : node_start[part + 1]], network.sink)
        local = np.full(network.size, -1, np.int64)
        local[nodes] = np.arange(len(nodes))
        arcs = order[start[part] : start[part + 1]]
        homes = parts.household_order[parts.household_start[part] : parts.household_start[part + 1]]
        pairs = parts.pair_order[parts.pair_start[part] : parts.pair_start[part + 1]]
        yield homes, pairs, _distances(network, local, arcs, len(nodes), small), local


def _distances(network: Network, local: Rows, arcs: Rows, size: int, small: int) -> Rows:
    tail, head, cost = local[network.tail[arcs]], local[network.head[arcs]], network.cost[arcs]
    if size > small:
        found = _dijkstra(tail, head, cost, size)
        if found is not None:
            return found
    distance = np.full((size, size), UNREACHED)
    distance[tail, head] = cost
    np.fill_diagonal(distance, 0)
    for node in range(size):
        # Two ways that are none stay far above every packed cost and below what int64 holds.
        np.minimum(distance, distance[:, node, None] + distance[node], out=distance)
    return np.where(distance > UNREACHED // 2, UNREACHED, distance)


def _dijkstra(tail: Rows, head: Rows, cost: Rows, size: int) -> Rows | None:
    """Distances by SciPy; None where floats could not hold them exactly."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    potential = np.zeros(size, np.int64)
    for _ in range(size):
        offered = potential.copy()
        np.minimum.at(offered, head, potential[tail] + cost)
        if np.array_equal(offered, potential):
            break
        potential = offered
    reduced = cost + potential[tail] - potential[head]
    if reduced.max(initial=0) >= EXACT:
        return None
    # Zeros that are stored are arcs of no cost.
    graph = csr_matrix((reduced.astype(float), (tail, head)), (size, size))
    found = dijkstra(graph)
    reached = np.isfinite(found)
    if found[reached].max(initial=0) >= EXACT:
        return None
    exact = np.where(reached, found, 0).astype(np.int64) - potential[:, None] + potential
    return np.where(reached, exact, UNREACHED)
