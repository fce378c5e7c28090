"""Outlines of service circles: the ground on which a circle's members and the households they serve live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from neighborgrid.audit.tables import lookup, texts
from neighborgrid.outputs.drawing.frame import Ground

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.outputs.layers import Layers

    Floats = NDArray[np.float64]

MARGIN_M: Final = 25.0
"""Room around the outermost doors, so that no mark stands on the line."""
CORNER_SEGMENTS: Final = 3
"""Straight pieces of a quarter turn at the corners."""


def outlines(layers: Layers) -> NDArray[np.object_]:
    """Outline of every circle as a shapely polygon in degrees, shape (circles,); None without a position.

    It is the convex hull of the centre, the members and the households whose positions are measured, with
    `MARGIN_M` around it. Distances are taken on the flat ground around each circle's own middle.
    """
    points, circle = _points(layers)
    made = np.full(len(layers.circles), None, object)
    if not len(points):
        return made
    order = np.argsort(circle, kind="stable")
    points, circle = points[order], circle[order]
    present, start, count = np.unique(circle, return_index=True, return_counts=True)
    middle = np.add.reduceat(points, start) / count[:, None]
    # Degrees become metres by the middle of each circle, so that one call buffers them all.
    factor = np.array([Ground(*map(float, one)).metres_per_degree for one in middle])
    row = np.repeat(np.arange(len(present)), count)
    ground = (points - middle[row]) * factor[row]
    hulls = shapely.convex_hull(shapely.multipoints(ground, indices=row))
    grown = shapely.buffer(hulls, MARGIN_M, quad_segs=CORNER_SEGMENTS)
    corners, of = shapely.get_coordinates(grown, return_index=True)
    made[present] = shapely.set_coordinates(grown, corners / factor[of] + middle[of])
    return made


def _points(layers: Layers) -> tuple[Floats, NDArray[np.int64]]:
    """Located points, shape (n, 2), and the circle that each belongs to."""
    homes, ids = layers.households, texts(layers.circles, "circle_id")
    measured = homes[~homes["estimated"]]
    parts = [
        (measured[["lon", "lat"]].to_numpy(), lookup(ids, texts(measured, "circle_id"))),
        (layers.members[["lon", "lat"]].to_numpy(), lookup(ids, texts(layers.members, "circle_id"))),
        (layers.circles[["lon", "lat"]].to_numpy(), np.arange(len(ids))),
    ]
    points = np.concatenate([one for one, _ in parts]).astype(np.float64)
    circle = np.concatenate([one for _, one in parts]).astype(np.int64)
    used = (circle >= 0) & np.isfinite(points).all(axis=1)
    return points[used], circle[used]
