"""What a file of roads holds, whatever its format: nodes, and segments between two of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Extract:
    """Nodes and segments of a file that was read; positions are WGS-84 degrees.

    Attributes
    ----------
    source
        Base name of the file.
    lon, lat
        float64, shape (nodes,), ordered by the id of the node, in GeoJSON by lon and lat.
    a, b
        int32, shape (segments,): the nodes at both ends, a < b, each pair once for a use.
    use
        int8, shape (segments,): what the segment is taken for (`ways.Use`).
    ways
        Number of ways that were taken for walking.
    left_out
        Number of highways that nobody may walk on, by reason.
    missing
        Nodes that ways name but the file does not hold: the extract was cut there.
    """

    source: str
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    use: NDArray[np.int8]
    ways: int
    left_out: Mapping[str, int]
    missing: int


@dataclass(frozen=True, slots=True)
class RawWays:
    """Ways one after the other: node ids of all of them, how many each has, and what each is taken for."""

    refs: NDArray[np.int64]
    sizes: NDArray[np.int64]
    use: NDArray[np.int8]
    left_out: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class RawNodes:
    """Nodes by ascending id, each once; positions in degrees."""

    ids: NDArray[np.int64]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]


def make_extract(source: str, ways: RawWays, nodes: RawNodes, walking: int, box: Box | None) -> Extract:
    """Extract of the segments of ``ways``: consecutive nodes that both exist and differ.

    ``walking`` is the code of the use that ``ways`` counts; with a ``box`` (west, south, east, north in
    degrees) only segments that reach into it are kept, or all where none does: of those for walking and of
    all others, each for themselves.
    """
    at = np.searchsorted(nodes.ids, ways.refs)
    at[at == len(nodes.ids)] = 0
    known = nodes.ids[at] == ways.refs if len(nodes.ids) else np.zeros(len(at), np.bool_)
    way = np.repeat(np.arange(len(ways.sizes)), ways.sizes)
    joined = (way[1:] == way[:-1]) & known[1:] & known[:-1] & (at[1:] != at[:-1])
    a, b = np.minimum(at[1:], at[:-1])[joined], np.maximum(at[1:], at[:-1])[joined]
    use = ways.use[way[1:][joined]]
    if box is not None:
        kept = _kept(nodes, a, b, use == walking, box)
        a, b, use = a[kept], b[kept], use[kept]
    order = np.lexsort((use, b, a))
    a, b, use = a[order], b[order], use[order]
    # Two ways along the same two nodes are one segment.
    new = np.ones(len(a), np.bool_)
    new[1:] = (np.diff(a) != 0) | (np.diff(b) != 0) | (np.diff(use) != 0)
    a, b, use = a[new], b[new], use[new]
    used, ends = np.unique(np.concatenate((a, b)), return_inverse=True)
    return Extract(
        source=source,
        lon=nodes.lon[used],
        lat=nodes.lat[used],
        a=ends[: len(a)].astype(np.int32),
        b=ends[len(a) :].astype(np.int32),
        use=use.astype(np.int8),
        ways=int((ways.use == walking).sum()),
        left_out=dict(sorted(ways.left_out.items())),
        missing=len(np.unique(ways.refs[~known])),
    )


def _kept(
    nodes: RawNodes, a: NDArray[np.int64], b: NDArray[np.int64], walking: NDArray[np.bool_], box: Box
) -> NDArray[np.bool_]:
    """Segments whose rectangle meets the box; all for walking, or all others, where none of them does."""
    west, south, east, north = box
    lon_a, lon_b, lat_a, lat_b = nodes.lon[a], nodes.lon[b], nodes.lat[a], nodes.lat[b]
    inside = (np.maximum(lon_a, lon_b) >= west) & (np.minimum(lon_a, lon_b) <= east)
    inside &= (np.maximum(lat_a, lat_b) >= south) & (np.minimum(lat_a, lat_b) <= north)
    # Roads of another place are left whole: how far away they are can then be said. A river that reaches
    # into the box says nothing of the roads, nor a road of the rivers.
    for group in (walking, ~walking):
        if not inside[group].any():
            inside |= group
    return inside
