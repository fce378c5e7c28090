"""The transportation problem for open sites: clients' demands flow to sites at least distance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Whole-number costs per unit go up to this; being unserved costs ten times as much.
FINE = 20_000_000
# Open sites that are offered to each client at first.
REACH = 8


@dataclass(frozen=True)
class Near:
    """Per client the nearest open sites: slots (places in ``site``) and distances, shape (n, reach)."""

    site: Ints
    slot: Ints
    distance: Floats


@dataclass(frozen=True)
class Flow:
    """Where most of each client goes, -1 for nowhere; ``split`` where it goes to several sites."""

    near: Near
    slot: Ints
    split: NDArray[np.bool_]


def near_sites(field: Field, site: Ints, reach: int) -> Near:
    """The ``reach`` nearest of some open sites for every client."""
    reach = min(reach, len(site))
    if field.table is not None:
        distance = field.table[:, site]
        slot = np.argsort(distance, axis=1, kind="stable")[:, :reach]
        return Near(site, slot, np.take_along_axis(distance, slot, axis=1))
    slot = np.asarray(cKDTree(field.case.sites[site]).query(field.case.points, k=reach)[1], dtype=np.int64)
    slot = slot.reshape(field.clients, reach)
    return Near(site, slot, field.along(np.arange(field.clients)[:, None], site[slot]))


def transport(field: Field, site: Ints, reach: int = REACH) -> Flow:
    """Least-cost flow to open sites; a wider reach is tried where someone stays unserved."""
    while True:
        near = near_sites(field, site, reach)
        if field.equal and _roomy(field, near):
            flow = Flow(near, near.slot[:, 0].copy(), np.zeros(field.clients, np.bool_))
        else:
            flow = _flow(field, near)
        if reach >= len(site) or (flow.slot >= 0).all():
            return flow
        reach *= 2


def _roomy(field: Field, near: Near) -> bool:
    """Whether all clients can go to their nearest site."""
    load = np.bincount(near.slot[:, 0], minlength=len(near.site))
    return bool((load <= field.tight.room[near.site]).all() and np.isfinite(near.distance[:, 0]).all())


def _flow(field: Field, near: Near) -> Flow:
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    n, slots = field.clients, len(near.site)
    need = field.tight.need
    client, column = np.nonzero(np.isfinite(near.distance) & (need > 0)[:, None])
    each = near.distance[client, column] / need[client]
    scale = FINE / max(float(each.max(initial=0.0)), 1e-300)
    nowhere, sink = n + slots, n + slots + 1
    total = int(need.sum())
    tail = np.concatenate((client, np.arange(n), n + np.arange(slots), [nowhere]))
    head = np.concatenate((n + near.slot[client, column], np.full(n, nowhere), np.full(slots + 1, sink)))
    room = np.concatenate((need[client], need, np.minimum(field.tight.room[near.site], total), [total]))
    unit = np.concatenate((np.rint(each * scale), np.full(n, 10 * FINE), np.zeros(slots + 1)))
    solver = SimpleMinCostFlow()
    arcs = solver.add_arcs_with_capacity_and_unit_cost(tail, head, room, unit.astype(np.int64))
    solver.set_nodes_supplies(np.arange(n), need)
    solver.set_node_supply(sink, -total)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the flow ended with {status}")
    moved = solver.flows(arcs[: len(client)])
    return _read(field, near, client, column, moved)


def _read(field: Field, near: Near, client: Ints, column: Ints, moved: Ints) -> Flow:
    amount = np.zeros(near.slot.shape, dtype=np.int64)
    amount[client, column] = moved
    most = amount.argmax(axis=1)
    rows = np.arange(field.clients)
    idle = (field.tight.need == 0) & np.isfinite(near.distance[:, 0])
    slot = np.where((amount[rows, most] > 0) | idle, near.slot[rows, np.where(idle, 0, most)], -1)
    return Flow(near, slot, (amount[rows, most] < field.tight.need) & (slot >= 0))
