"""What looks copied among positions: many households on one point, a constant step down the rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from neighborgrid.intake.positions import Points

FEWEST: Final = 5


def note_crowds(points: Points, households: int) -> None:
    """Name every point on which five households or more stand."""
    rows = np.flatnonzero(np.isfinite(points.lon[:households]))
    order = rows[np.lexsort((points.lat[rows], points.lon[rows]))]
    lon, lat = points.lon[order], points.lat[order]
    new = (
        np.concatenate([[True], (lon[1:] != lon[:-1]) | (lat[1:] != lat[:-1])]) if len(order) else np.zeros(0)
    )
    starts = np.flatnonzero(new)
    sizes = np.diff([*starts.tolist(), len(order)])
    for start, size in zip(starts[sizes >= FEWEST].tolist(), sizes[sizes >= FEWEST].tolist(), strict=True):
        points.note("NG132", int(order[start : start + size].min()), count=size)


def note_steps(points: Points, households: int) -> None:
    """Name runs of five rows or more that go on by one and the same step, as a dragged cell does."""
    stack = points.stacks[0]
    lon, lat = points.lon[:households], points.lat[:households]
    if households < FEWEST:
        return
    steps = [np.diff(lon), np.diff(lat)]
    joined = (np.diff(stack.row) == 1) & (np.diff(stack.tab) == 0)
    moving = joined & (np.hypot(*steps) > 1e-9)
    same = moving[1:] & moving[:-1]
    for step in steps:
        same &= np.abs(np.diff(step)) < 1e-9
    edges = np.flatnonzero(np.diff(np.concatenate([[0], same.astype(np.int8), [0]])))
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        if end - start >= FEWEST - 2:
            points.note("NG133", start, count=end - start + 2)
