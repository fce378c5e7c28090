"""Lanes guessed from where the houses stand, for a sketch: plausible, never a survey.

Houses are gathered into nodes about `CELL_M` apart, so that they stand beside the lanes and not on
them. The nodes are joined by their relative neighbourhood graph (two nodes are joined unless a third
is nearer to both than they are to each other; Toussaint 1980, doi:10.1016/0031-3203(80)90066-7), which
looks like a network of lanes and contains the minimum spanning tree. Corners are then cut (Chaikin 1974).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.outputs.drawing import svg
from neighborgrid.outputs.drawing.style import FOOTPATH, LANE, LANE_CASING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from neighborgrid.outputs.drawing.frame import Frame

CELL_M: Final = 52.0
LANE_M: Final = 120.0
"""Longest stretch between two nodes that is drawn as a lane."""
FOOTPATH_M: Final = 300.0
"""Longest stretch that is drawn at all, as a dashed footpath, where nothing else joins its ends."""

WIDE_M: Final = 13.0
"""Width of a lane on the ground; far wider than lanes are, as in any sketch."""
STYLE: Final = {"fill": "none", "stroke_linecap": "round", "stroke_linejoin": "round"}
"""Look of the group that `strokes` go into."""


@dataclass(frozen=True, slots=True)
class Lanes:
    """Lanes and footpaths, each of shape (n, 2) in metres."""

    lanes: tuple[NDArray[np.float64], ...]
    footpaths: tuple[NDArray[np.float64], ...]


def infer(metres: NDArray[np.float64]) -> Lanes:
    """Lanes for houses at ``metres``, shape (n, 2), finite; fewer than two places have none."""
    nodes = _nodes(metres)
    edges = _neighbours(nodes, _candidates(nodes))
    length_m = np.hypot(*(nodes[edges[:, 0]] - nodes[edges[:, 1]]).T)
    lanes = _chains(edges[length_m <= LANE_M])
    tree = _spanning(edges, length_m, len(nodes))
    far = (length_m > LANE_M) & (length_m <= FOOTPATH_M) & tree
    return Lanes(tuple(_smooth(nodes[chain]) for chain in lanes), tuple(nodes[chain] for chain in edges[far]))


def _nodes(metres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Middles of the houses in each cell of a honeycomb-like grid, near ones joined."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components
    from scipy.spatial import KDTree

    if not len(metres):
        return np.empty((0, 2))
    row = np.floor(metres[:, 1] / (CELL_M * 0.866))
    column = np.floor(metres[:, 0] / CELL_M + 0.5 * (row % 2))
    nodes = _means(metres, np.unique(np.column_stack((row, column)), axis=0, return_inverse=True)[1].ravel())
    pairs = KDTree(nodes).query_pairs(CELL_M / 2, output_type="ndarray")
    joined = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(nodes), len(nodes)))
    label = np.asarray(connected_components(joined, directed=False)[1], np.int64)
    return _means(nodes, label)


def _means(points: NDArray[np.float64], label: NDArray[np.integer]) -> NDArray[np.float64]:
    count = np.bincount(label)
    return np.column_stack([np.bincount(label, points[:, axis]) / count for axis in (0, 1)])


def _candidates(nodes: NDArray[np.float64]) -> NDArray[np.int64]:
    """Pairs of nodes that may be joined, shape (n, 2): Delaunay edges, or a chain where all are in line."""
    from scipy.spatial import Delaunay, QhullError

    try:
        corners = Delaunay(nodes).simplices if len(nodes) > 3 else None
    except QhullError:
        corners = None
    if corners is None:
        return _chain(nodes)
    pairs = np.concatenate([corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [0, 2]]]).astype(np.int64)
    return np.unique(np.sort(pairs, axis=1), axis=0)


def _chain(nodes: NDArray[np.float64]) -> NDArray[np.int64]:
    """Pairs of neighbours along the line on which the nodes stand; every pair of up to three nodes."""
    if len(nodes) < 4:
        return np.column_stack(np.triu_indices(len(nodes), 1)).astype(np.int64)
    along = np.linalg.svd(nodes - nodes.mean(axis=0), full_matrices=False)[2][0]
    order = np.argsort(nodes @ along, kind="stable")
    return np.column_stack((order[:-1], order[1:])).astype(np.int64)


def _neighbours(nodes: NDArray[np.float64], pairs: NDArray[np.int64]) -> NDArray[np.int64]:
    """Those of ``pairs`` that no third node is nearer to, at both ends, than they are to each other."""
    from scipy.spatial import KDTree

    if not len(pairs):
        return pairs
    ends = nodes[pairs]
    length_m = np.hypot(*(ends[:, 0] - ends[:, 1]).T)
    # The lune of two circles lies within sqrt(3) / 2 of the distance from its middle.
    near = KDTree(nodes).query_ball_point(ends.mean(axis=1), 0.8661 * length_m)
    keep = []
    for (a, b), limit_m, third in zip(pairs, length_m, near, strict=True):
        to_both = np.maximum(np.hypot(*(nodes[third] - nodes[a]).T), np.hypot(*(nodes[third] - nodes[b]).T))
        keep.append(not bool((to_both < limit_m - 1e-6).any()))
    return pairs[np.array(keep, np.bool_)]


def _spanning(edges: NDArray[np.int64], length_m: NDArray[np.float64], nodes: int) -> NDArray[np.bool_]:
    """Which edges are in the minimum spanning tree."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import minimum_spanning_tree

    if not len(edges):
        return np.zeros(0, dtype=np.bool_)
    tree = minimum_spanning_tree(coo_array((length_m, (edges[:, 0], edges[:, 1])), shape=(nodes, nodes)))
    held = tree.tocoo()
    joined = held.row.astype(np.int64) * nodes + held.col
    found: NDArray[np.bool_] = np.isin(edges[:, 0] * nodes + edges[:, 1], joined)
    return found


def _chains(edges: NDArray[np.int64]) -> list[list[int]]:
    """Edges joined into runs of nodes from fork to fork (or end), rings included; each edge once."""
    beside: dict[int, list[int]] = defaultdict(list)
    for a, b in edges.tolist():
        beside[a].append(b)
        beside[b].append(a)
    used: set[tuple[int, int]] = set()
    # Forks and ends first, so that what is left over is rings.
    starts = sorted(beside, key=lambda node: (len(beside[node]) == 2, node))
    found = []
    for start in starts:
        for following in beside[start]:
            if (min(start, following), max(start, following)) not in used:
                found.append(_run(start, following, beside, used))
    return found


def _run(start: int, following: int, beside: dict[int, list[int]], used: set[tuple[int, int]]) -> list[int]:
    chain = [start, following]
    used.add((min(start, following), max(start, following)))
    while len(beside[chain[-1]]) == 2 and chain[-1] != start:
        last = chain[-1]
        onward = next(node for node in beside[last] if node != chain[-2])
        used.add((min(last, onward), max(last, onward)))
        chain.append(onward)
    return chain


def _smooth(line: NDArray[np.float64], rounds: int = 3) -> NDArray[np.float64]:
    """Line with its corners cut ``rounds`` times; its ends stay."""
    for _ in range(rounds if len(line) > 2 else 0):
        early, late = 0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]
        cut = np.stack((early, late), axis=1).reshape(-1, 2)[1:-1]
        line = np.concatenate((line[:1], cut, line[-1:]))
    return line


def by_road(roads: Sequence[NDArray[np.float64]], reach_m: float) -> Lanes:
    """The ``roads`` themselves, shape (n, 2) in metres each, those that pass within ``reach_m``."""
    whole = [road for road in roads if len(road) > 1 and np.isfinite(road).all()]
    # A road may cross the picture without a corner in it, so its box decides.
    near = [
        road for road in whole if (road.min(axis=0) <= reach_m).all() and (road.max(axis=0) >= -reach_m).all()
    ]
    return Lanes(tuple(near), ())


def strokes(found: Lanes, frame: Frame, least_mm: float = 1.0) -> list[str]:
    """Lanes as soft strokes with a casing, footpaths dashed."""
    wide = min(2.4, max(least_mm, WIDE_M * frame.mm_per_m))
    paths = svg.path([frame.mm(line) for line in found.footpaths])
    solid = svg.path([frame.mm(line) for line in found.lanes])
    drawn: tuple[tuple[str, str, str, float, dict[str, str]], ...] = (
        ("footpath", paths, FOOTPATH, 0.45 * wide, {"stroke_dasharray": "0.1 1.9"}),
        ("casing", solid, LANE_CASING, wide + 0.6, {}),
        ("lane", solid, LANE, wide, {}),
    )
    return [
        svg.element("path", class_=name, d=data, stroke=colour, stroke_width=width, **more)
        for name, data, colour, width, more in drawn
        if data
    ]
