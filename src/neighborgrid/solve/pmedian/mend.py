"""From a flow to whole clients: overloads are shifted and exchanged away, then distance is saved likewise."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.pmedian.field import SLACK
from neighborgrid.solve.pmedian.transport import REACH, near_sites, transport

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field
    from neighborgrid.solve.pmedian.transport import Near

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Layout:
    """Open sites and the slot (place in ``site``) of every client, -1 for nowhere.

    ``excess`` is demand that is nowhere or above a capacity; 0 makes the layout feasible.
    """

    site: Ints
    slot: Ints
    cost: float
    excess: float

    def beats(self, other: Layout | None) -> bool:
        """Whether this one is better: less excess, then less cost."""
        if other is None or self.excess < other.excess - 1e-9 * max(1.0, other.excess):
            return True
        return self.excess <= other.excess and self.cost < other.cost - 1e-9 * abs(other.cost)


def make_layout(field: Field, site: Ints, slot: Ints) -> Layout:
    """Layout with its cost and excess measured."""
    served = np.flatnonzero(slot >= 0)
    distance = field.along(served, site[slot[served]])
    load = np.bincount(slot[served], field.case.demand[served], minlength=len(site))
    over = np.maximum(load - field.case.capacity[site] * (1 + SLACK), 0.0).sum()
    lost = np.flatnonzero(slot < 0)
    nowhere = float(field.case.demand[lost].sum()) + len(lost)
    beyond = int(np.isinf(distance).sum())
    return Layout(site, slot, float(distance[np.isfinite(distance)].sum()), float(over) + nowhere + beyond)


def assign(field: Field, site: Ints) -> Layout:
    """Best or nearly best way to send every client to one of the open sites."""
    flow = transport(field, site)
    slot = flow.slot
    if not field.equal and (flow.split.any() or (slot < 0).any()):
        slot = _mend(field, flow.near, slot.copy())
    return make_layout(field, site, slot)


def settle(field: Field, site: Ints, slot: Ints) -> Layout:
    """Layout near the given slots: whoever has none goes to the nearest site, then all is mended."""
    near = near_sites(field, site, REACH)
    return make_layout(field, site, _mend(field, near, slot.copy()))


@dataclass
class _State:
    """What the moves change: slots, loads, and each client's distance."""

    slot: Ints
    load: Floats
    now: Floats

    def move(self, client: int, slot: int, distance: float, demand: float) -> None:
        """Send one client elsewhere."""
        self.load[self.slot[client]] -= demand
        self.load[slot] += demand
        self.slot[client], self.now[client] = slot, distance


def _mend(field: Field, near: Near, slot: Ints) -> Ints:
    """Slots after shifts and exchanges; whoever can be nowhere stays there."""
    lost = slot < 0
    slot[lost] = np.where(np.isfinite(near.distance[lost, 0]), near.slot[lost, 0], -1)
    q = field.case.demand
    fixed = slot < 0
    load = np.bincount(slot[~fixed], q[~fixed], minlength=len(near.site)).astype(np.float64)
    rows = np.flatnonzero(~fixed)
    now = np.zeros(field.clients)
    now[rows] = field.along(rows, near.site[slot[rows]])
    state = _State(slot, load, now)
    if fixed.any():
        return slot
    # Each pass strictly lowers (overload, distance), so this ends; the cap is for very large cases.
    for _ in range(4 * field.clients):
        if not any(move(field, near, state) for move in (_shift, _exchange, _eject)):
            break
    return state.slot


def _over(load: Floats, cap: Floats) -> Floats:
    return np.maximum(load - cap, 0.0)


def _best(saved: Floats, relief: Floats, touched: tuple[Ints, ...], slots: int) -> Ints:
    """Moves that may be made together, each the best one of all the slots that it touches.

    Where some relieve an overload, those, by metres lost per relief; else those that save metres.
    """
    tiny = 1e-9
    helps = relief > tiny * max(1.0, float(relief.max(initial=0.0)))
    if helps.any():
        usable = np.flatnonzero(helps)
        key = np.maximum(-saved[usable], tiny) / relief[usable]
    else:
        usable = np.flatnonzero((relief >= 0) & (saved > tiny * max(1.0, float(saved.max(initial=0.0)))))
        key = -saved[usable]
    usable = usable[np.argsort(key, kind="stable")]
    rank = np.arange(len(usable))
    first = np.full(slots, len(usable))
    for one in touched:
        np.minimum.at(first, one[usable], rank)
    free = np.logical_and.reduce([first[one[usable]] == rank for one in touched])
    together: Ints = usable[free]
    return together


def _shift(field: Field, near: Near, state: _State) -> bool:
    q, cap = field.case.demand, field.case.capacity[near.site] * (1 + SLACK)
    before = _over(state.load, cap)
    if before.any():
        client = np.repeat(np.arange(field.clients), near.slot.shape[1])
        to, distance = near.slot.ravel(), near.distance.ravel()
    else:
        client, column = np.nonzero(near.distance < state.now[:, None] * (1 - 1e-12))
        to, distance = near.slot[client, column], near.distance[client, column]
    real = (to != state.slot[client]) & np.isfinite(distance)
    client, to, distance = client[real], to[real], distance[real]
    if not len(client):
        return False
    old = state.slot[client]
    relief = before[to] + before[old] - _over(state.load[to] + q[client], cap[to])
    relief -= _over(state.load[old] - q[client], cap[old])
    moves = _best(state.now[client] - distance, relief, (old, to), len(near.site))
    for one in moves.tolist():
        state.move(int(client[one]), int(to[one]), float(distance[one]), float(q[client[one]]))
    return len(moves) > 0


def _exchange(field: Field, near: Near, state: _State) -> bool:
    """Exchange two clients where that helps: one wants to go, one of those there comes instead."""
    q, cap = field.case.demand, field.case.capacity[near.site] * (1 + SLACK)
    before = _over(state.load, cap)
    wants = near.distance < state.now[:, None] * (1 - 1e-12)
    wants |= (before[state.slot] > 0)[:, None] & np.isfinite(near.distance)
    wants &= near.slot != state.slot[:, None]
    client, column = np.nonzero(wants)
    first, second = _pairs(state.slot, client, near.slot[client, column], len(near.site))
    if not len(first):
        return False
    gone = np.repeat(near.distance[client, column], np.bincount(first, minlength=len(client)))
    a, b = client[first], second
    at, to = state.slot[a], state.slot[b]
    back = field.along(b, near.site[at])
    relief = before[at] + before[to] - _over(state.load[at] - q[a] + q[b], cap[at])
    relief -= _over(state.load[to] - q[b] + q[a], cap[to])
    relief = np.where(np.isfinite(back), relief, -np.inf)
    moves = _best(state.now[a] + state.now[b] - gone - back, relief, (at, to), len(near.site))
    for one in moves.tolist():
        there, here = int(a[one]), int(b[one])
        state.move(there, int(to[one]), float(gone[one]), float(q[there]))
        state.move(here, int(at[one]), float(back[one]), float(q[here]))
    return len(moves) > 0


def _eject(field: Field, near: Near, state: _State) -> bool:
    """Move a client where another one of that slot has to make room and goes on to a third slot."""
    q, cap = field.case.demand, field.case.capacity[near.site] * (1 + SLACK)
    before = _over(state.load, cap)
    onward = np.where(q[:, None] <= (cap - state.load)[near.slot], near.distance, np.inf)
    onward[near.slot == state.slot[:, None]] = np.inf
    column = onward.argmin(axis=1)
    rows = np.arange(field.clients)
    onward, third = onward[rows, column], near.slot[rows, column]
    wants = near.distance < state.now[:, None] * (1 - 1e-12)
    wants |= (before[state.slot] > 0)[:, None] & np.isfinite(near.distance)
    wants &= near.slot != state.slot[:, None]
    client, column = np.nonzero(wants)
    first, b = _pairs(state.slot, client, near.slot[client, column], len(near.site))
    a, gone = client[first], near.distance[client, column][first]
    at, to, end = state.slot[a], state.slot[b], third[b]
    fits = np.isfinite(onward[b]) & (state.load[to] + q[a] - q[b] <= np.maximum(cap, state.load)[to])
    fits &= end != at
    a, b, gone, at, to, end = (one[fits] for one in (a, b, gone, at, to, end))
    if not len(a):
        return False
    relief = before[at] - _over(state.load[at] - q[a], cap[at])
    relief += before[to] - _over(state.load[to] + q[a] - q[b], cap[to])
    saved = state.now[a] + state.now[b] - gone - onward[b]
    moves = _best(saved, relief, (at, to, end), len(near.site))
    for one in moves.tolist():
        there, other = int(a[one]), int(b[one])
        state.move(other, int(end[one]), float(onward[other]), float(q[other]))
        state.move(there, int(to[one]), float(gone[one]), float(q[there]))
    return len(moves) > 0


def _pairs(slot: Ints, client: Ints, to: Ints, slots: int) -> tuple[Ints, Ints]:
    """Every wish (by place in ``client``) with every client of the slot it aims at."""
    order = np.argsort(slot, kind="stable")
    size = np.bincount(slot, minlength=slots)
    start = np.cumsum(size) - size
    count = size[to]
    first = np.repeat(np.arange(len(client)), count)
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    return first, order[start[to][first] + offset]
