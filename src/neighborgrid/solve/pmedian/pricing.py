"""The relaxation at given prices: which sites are worth opening, and what each would take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.pmedian.field import Lists
from neighborgrid.solve.pmedian.knapsack import Filled, counted, exact, fractional

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Entries of the largest table of the dynamic program.
TABLE = 20_000_000


@dataclass(frozen=True)
class Priced:
    """The relaxed problem at prices u.

    ``value`` per row of the lists (0 or less), ``chosen`` the rows of the p least, ``taken`` how often each
    client is served, ``bound`` the whole; ``clusters`` holds the clients of rows whose knapsacks were solved
    exactly.
    """

    value: Floats
    chosen: Ints
    taken: Floats
    bound: float
    clusters: dict[int, NDArray[np.int32]]


def price(field: Field, lists: Lists, u: Floats, *, whole: bool) -> Priced:
    """Relaxed problem over the lists; ``whole`` solves the knapsacks that count exactly."""
    value = u[lists.client] - lists.distance
    if field.equal and (lists.room == lists.room[0]).all():
        return _price_equal(field, lists, value, u)
    filled = fractional(value, lists.need, lists.room)
    if whole and not field.equal:
        return _price_whole(field, lists, value, u, filled)
    chosen = np.argsort(-filled.total, kind="stable")[: field.p]
    taken = np.zeros(field.clients)
    ids = np.take_along_axis(lists.client[chosen], filled.order[chosen], 1)
    np.add.at(taken, ids.ravel(), filled.share[chosen].ravel())
    return _priced(-filled.total, chosen, taken, u, {})


def _priced(
    value: Floats, chosen: Ints, taken: Floats, u: Floats, clusters: dict[int, NDArray[np.int32]]
) -> Priced:
    return Priced(value, chosen, taken, float(u.sum() + value[chosen].sum()), clusters)


def _price_equal(field: Field, lists: Lists, value: Floats, u: Floats) -> Priced:
    room = int(lists.room[0])
    total = counted(value, room)
    chosen = np.argsort(-total, kind="stable")[: field.p]
    taken = np.zeros(field.clients)
    width = value.shape[1]
    if 0 < room < width:
        top = np.argpartition(value[chosen], width - room, axis=1)[:, -room:]
    else:
        top = np.broadcast_to(np.arange(width), (len(chosen), width))[:, : room * width]
    useful = np.take_along_axis(value[chosen], top, 1) > 0
    ids = np.take_along_axis(lists.client[chosen], top, 1)
    np.add.at(taken, ids[useful], 1.0)
    clusters = {row: ids[k][useful[k]] for k, row in enumerate(chosen.tolist())}
    return _priced(-total, chosen, taken, u, clusters)


def _price_whole(field: Field, lists: Lists, value: Floats, u: Floats, filled: Filled) -> Priced:
    """Exact values of the rows that could be among the p best; the others keep their fractional ones."""
    total = filled.total.copy()
    order = np.argsort(-total, kind="stable")
    known = np.zeros(len(total), dtype=np.bool_)
    sets: dict[int, NDArray[np.int32]] = {}
    done, step = 0, field.p + max(4, field.p // 8)
    chosen = order[: field.p]
    while not known[chosen].all():
        rows = order[done : done + step]
        total[rows], inside = knapsacks(field, lists, value, rows)
        sets.update((row, lists.client[row][some]) for row, some in zip(rows.tolist(), inside, strict=True))
        known[rows] = True
        done, step = done + step, max(8, field.p // 4)
        chosen = np.argsort(-total, kind="stable")[: field.p]
    taken = np.zeros(field.clients)
    for row in chosen.tolist():
        taken[sets[row]] += 1
    return _priced(-total, chosen, taken, u, sets)


def knapsacks(field: Field, lists: Lists, value: Floats, rows: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """Exact value and items of the knapsacks of some rows."""
    room = field.loose.room[lists.site[rows]]
    step = max(1, TABLE // ((int(room.max()) + 1) * value.shape[1]))
    parts = [
        exact(
            value[rows[start : start + step]],
            lists.need[rows[start : start + step]].astype(np.int64),
            room[start : start + step],
        )
        for start in range(0, len(rows), step)
    ]
    return np.concatenate([one for one, _ in parts]), np.concatenate([one for _, one in parts])


@dataclass(frozen=True)
class Certificate:
    """A bound that holds for the whole problem, and what it says of each site.

    Attributes
    ----------
    bound
        Sum of ``u`` and of the p least ``value``.
    u
        Price per client.
    value
        No more than the least reduced cost of any cluster of the site, shape (m,).
    threshold
        The p-th least value.
    price, slack
        Price of a unit of room per site, and how far the fractional value lies under ``value``.
    """

    bound: float
    u: Floats
    value: Floats
    threshold: float
    price: Floats
    slack: Floats

    def penalty(self, field: Field, site: Ints, client: Ints, distance: Floats) -> Floats:
        """By how much the bound rises at least where this client goes to this site; arrays broadcast."""
        opened = np.maximum(self.value[site] - self.threshold, 0.0)
        need = field.loose.need[client]
        forced = self.price[site] * need - (self.u[client] - distance)
        return opened + np.maximum(np.maximum(forced, 0.0) - self.slack[site], 0.0)


def certify(field: Field, u: Floats, *, whole: bool) -> Certificate:
    """Bound at prices ``u`` with every site and every client priced."""
    parts = [_certify_piece(field, u, piece, whole) for piece in field.pieces(np.arange(field.sites))]
    value, price_of, slack = (np.concatenate(one) for one in zip(*parts, strict=True))
    least = np.sort(value)[: field.p]
    # Sums of floats: a hair below, so that the bound stays under the cost where both are equal.
    noise = 1e-11 * (np.abs(u).sum() + np.abs(least).sum())
    return Certificate(float(u.sum() + least.sum() - noise), u, value, float(least[-1]), price_of, slack)


def _certify_piece(field: Field, u: Floats, sites: Ints, whole: bool) -> tuple[Floats, Floats, Floats]:
    value = u - field.block(None, sites)
    rooms = field.loose.room[sites]
    if field.equal and (rooms == rooms[0]).all():
        return _certify_equal(value, int(rooms[0]))
    width = max(1, int((value > 0).sum(axis=1).max()))
    ids = np.argpartition(-value, width - 1, axis=1)[:, :width]
    value = np.take_along_axis(value, ids, 1)
    need = field.loose.need[ids].astype(np.float64)
    filled = fractional(value, need, rooms.astype(np.float64))
    total = filled.total
    if whole and not field.equal:
        lists = Lists(sites, ids.astype(np.int32), np.zeros(0), need, rooms.astype(np.float64))
        total = np.minimum(total, knapsacks(field, lists, value, np.arange(len(sites)))[0])
    return -total, filled.price, filled.total - total


def _certify_equal(value: Floats, room: int) -> tuple[Floats, Floats, Floats]:
    count = len(value)
    if room >= value.shape[1]:
        return -np.maximum(value, 0.0).sum(axis=1), np.zeros(count), np.zeros(count)
    if room == 0:
        return np.zeros(count), np.full(count, np.inf), np.zeros(count)
    # One more than fits: the first that does not is what a unit of room is worth.
    top = np.partition(value, value.shape[1] - room - 1, axis=1)[:, -room - 1 :]
    edge = np.maximum(top[:, 0], 0.0)
    return -np.maximum(top[:, 1:], 0.0).sum(axis=1), edge, np.zeros(count)
