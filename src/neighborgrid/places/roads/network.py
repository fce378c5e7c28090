"""The network of the ways that a person on foot may use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.places.distance import distance_m
from neighborgrid.places.roads.ways import Use

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from neighborgrid.places.roads.extract import Box, Extract


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes and the straight edges between them; every edge is walked both ways.

    Attributes
    ----------
    source
        Base name of the file that it was read from.
    lon, lat
        float64, shape (nodes,): WGS-84 degrees; every node has an edge.
    a, b
        int32, shape (edges,): the nodes at both ends, a < b, no two edges alike, in ascending order.
    metres
        float64, shape (edges,): geodesic length.
    component
        int32, shape (nodes,): which connected part the node is in, from 0.
    box
        West, south, east, north in degrees.
    ways, left_out, missing
        As of `Extract`: ways taken, ways left out by reason, nodes that the file does not hold.
    """

    source: str
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    a: NDArray[np.int32]
    b: NDArray[np.int32]
    metres: NDArray[np.float64]
    component: NDArray[np.int32]
    box: Box
    ways: int
    left_out: Mapping[str, int]
    missing: int

    @property
    def components(self) -> int:
        """Number of connected parts."""
        return int(self.component.max()) + 1

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Note NG241 where the extract was cut."""
        if not self.missing:
            return ()
        return (Finding("NG241", Place(self.source), {"count": self.missing}),)


def network_of(extract: Extract) -> Network:
    """Network of the walking segments of an extract; the order of its nodes is kept.

    Raises InputError (NG240) where there is none.
    """
    rows = np.flatnonzero(extract.use == Use.WALKING)
    if not len(rows):
        raise InputError(Finding("NG240", Place(extract.source), {"count": sum(extract.left_out.values())}))
    used, ends = np.unique(np.concatenate((extract.a[rows], extract.b[rows])), return_inverse=True)
    a, b = ends[: len(rows)].astype(np.int32), ends[len(rows) :].astype(np.int32)
    bare = joined(extract.lon[used], extract.lat[used], a, b)
    return replace(
        bare,
        source=extract.source,
        ways=extract.ways,
        left_out=extract.left_out,
        missing=extract.missing,
    )


def joined(
    lon: NDArray[np.float64], lat: NDArray[np.float64], a: NDArray[np.int32], b: NDArray[np.int32]
) -> Network:
    """Network of edges between nodes, one of each at least, of no file; every node has an edge."""
    return Network(
        source="",
        lon=lon,
        lat=lat,
        a=a,
        b=b,
        metres=distance_m(lon_a=lon[a], lat_a=lat[a], lon_b=lon[b], lat_b=lat[b]),
        component=_components(a, b, len(lon)),
        box=(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())),
        ways=0,
        left_out={},
        missing=0,
    )


def _components(a: NDArray[np.int32], b: NDArray[np.int32], nodes: int) -> NDArray[np.int32]:
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    joined = coo_matrix((np.ones(len(a), np.int8), (a, b)), shape=(nodes, nodes))
    _, component = connected_components(joined, directed=False)
    return np.asarray(component, np.int32)
