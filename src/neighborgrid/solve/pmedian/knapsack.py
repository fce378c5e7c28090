"""Many knapsacks at once, one per row: from above by fractions, and exactly by dynamic programming."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Filled:
    """Fractional optimum per row: value, price of one unit of room, and the items by falling worth.

    ``order`` and ``share`` have the shape of the items: the k-th best item and how much of it goes in.
    """

    total: Floats
    price: Floats
    order: Ints
    share: Floats


def fractional(value: Floats, need: Floats, room: Floats) -> Filled:
    """Greatest total value where items may be cut; only items of positive value go in.

    Parameters
    ----------
    value, need
        Items, shape (rows, k).
    room
        Shape (rows,).
    """
    gain = np.maximum(value, 0.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        worth = np.where(gain > 0, gain / need, 0.0)
    order = np.argsort(-worth, axis=1)
    gain, need = np.take_along_axis(gain, order, 1), np.take_along_axis(need, order, 1)
    before = np.cumsum(need, axis=1) - need
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip((room[:, None] - before) / need, 0.0, 1.0)
    # An item without need always fits.
    share = np.where(need > 0, share, 1.0) * (gain > 0)
    cut = np.argmax((share < 1.0) & (gain > 0), axis=1)[:, None]
    full = np.take_along_axis(share, cut, 1)[:, 0] >= 1.0
    price = np.take_along_axis(np.take_along_axis(worth, order, 1), cut, 1)[:, 0]
    partial = (np.take_along_axis(share, cut, 1)[:, 0] < 1.0) & (np.take_along_axis(gain, cut, 1)[:, 0] > 0)
    price = np.where(partial & ~full, price, 0.0)
    return Filled((share * gain).sum(axis=1), price, order, share)


def counted(value: Floats, room: int) -> Floats:
    """Greatest total value of ``room`` items per row, all of need 1."""
    room = min(room, value.shape[1])
    if room == 0:
        return np.zeros(len(value))
    top = np.partition(value, value.shape[1] - room, axis=1)[:, -room:]
    total: Floats = np.maximum(top, 0.0).sum(axis=1)
    return total


def exact(value: Floats, need: Ints, room: Ints) -> tuple[Floats, NDArray[np.bool_]]:
    """Greatest total value of whole items per row, and which items, shape (rows, k).

    Items that the fractional optimum settles are fixed first: with the other choice even the fractions would
    be worth less than a whole solution that is at hand. A dynamic program decides about the rest.
    """
    useful = (value > 0) & (need <= room[:, None])
    gain = np.where(useful, value, 0.0)
    filled = fractional(gain, need.astype(np.float64), room.astype(np.float64))
    gain = np.take_along_axis(gain, filled.order, 1)
    size = np.take_along_axis(need, filled.order, 1)
    least = _greedy(gain, size, room)
    regret = np.abs(gain - filled.price[:, None] * size)
    settled = filled.total[:, None] - regret < (least - 1e-9 * (1 + least))[:, None]
    inside = settled & (filled.share >= 1.0) & (gain > 0)
    left = room - (size * inside).sum(axis=1)
    open_ = ~settled & (gain > 0) & (size <= left[:, None])
    count = open_.sum(axis=1)
    rows = np.argsort(count, kind="stable")
    for some in np.array_split(rows, max(1, min(6, len(rows) // 16))):
        width = int(count[some].max(initial=0))
        items = np.argsort(~open_[some], axis=1, kind="stable")[:, :width]
        worth = np.where(
            np.take_along_axis(open_[some], items, 1), np.take_along_axis(gain[some], items, 1), 0
        )
        chosen = _table(worth, np.take_along_axis(size[some], items, 1), left[some])
        inside[some[:, None], items] |= chosen
    taken = np.zeros(value.shape, dtype=np.bool_)
    np.put_along_axis(taken, filled.order, inside, axis=1)
    return np.where(taken, value, 0.0).sum(axis=1), taken


def _greedy(gain: Floats, need: Ints, room: Ints) -> Floats:
    """Value of a whole solution per row: each item in turn where it still fits."""
    left, total = room.copy(), np.zeros(len(gain))
    for item in range(int((gain > 0).sum(axis=1).max(initial=0))):
        fits = need[:, item] <= left
        total += np.where(fits, gain[:, item], 0.0)
        left -= np.where(fits & (gain[:, item] > 0), need[:, item], 0)
    return total


def _table(gain: Floats, need: Ints, room: Ints) -> NDArray[np.bool_]:
    """Which items a best whole solution takes, by dynamic programming over the room."""
    rows, column = np.arange(len(gain)), np.arange(int(room.max(initial=0)) + 1)
    best = np.zeros((len(gain), len(column)))
    keep = np.zeros((gain.shape[1], *best.shape), dtype=np.bool_)
    for item in range(gain.shape[1]):
        source = column - need[:, item, None]
        other = np.take_along_axis(best, np.maximum(source, 0), 1) + gain[:, item, None]
        np.greater(other, best, out=keep[item], where=source >= 0)
        np.copyto(best, other, where=keep[item])
    left = room.copy()
    taken = np.zeros(gain.shape, dtype=np.bool_)
    for item in range(gain.shape[1] - 1, -1, -1):
        taken[:, item] = keep[item, rows, left]
        left -= np.where(taken[:, item], need[:, item], 0)
    return taken
