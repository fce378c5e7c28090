"""Small networks by metres, OpenStreetMap files as text, and walking metres by networkx."""

from __future__ import annotations

import itertools
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np
from pyproj import Geod, Proj

from neighborgrid.places.distance import Points
from neighborgrid.places.roads.extract import Extract
from neighborgrid.places.roads.network import Network, network_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Line = tuple[Sequence[int], Mapping[str, str]]

GEOD = Geod(ellps="WGS84")
LON, LAT = 114.5, 37.75
LIMIT_M = 500.0
_HERE = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("NEIGHBORGRID_DATA", _HERE.parent / "shared" / "data")) / "osm"


def degrees(places: Iterable[tuple[float, float]]) -> np.ndarray:
    """Longitude and latitude, shape (n, 2), of places in metres east and north of the origin."""
    east, north = np.array(list(places), float).reshape(-1, 2).T
    lon, lat = Proj(proj="aeqd", lon_0=LON, lat_0=LAT, ellps="WGS84")(east, north, inverse=True)
    return np.column_stack((lon, lat))


def points(*places: tuple[float, float]) -> Points:
    """Points at places in metres."""
    found = degrees(places)
    return Points(lon=found[:, 0], lat=found[:, 1])


def network(places: Iterable[tuple[float, float]], edges: Iterable[tuple[int, int]]) -> Network:
    """Network of nodes at places in metres, each joined as ``edges`` say."""
    found = degrees(places)
    ends = np.sort(np.array(list(edges), np.int32).reshape(-1, 2), axis=1)
    ends = np.unique(ends, axis=0)
    return network_of(
        Extract(
            source="hand-made",
            lon=found[:, 0],
            lat=found[:, 1],
            a=ends[:, 0],
            b=ends[:, 1],
            use=np.ones(len(ends), np.int8),
            ways=len(ends),
            left_out={},
            missing=0,
        )
    )


def osm_text(
    nodes: Mapping[int, tuple[float, float]], ways: Iterable[Line], *, ways_first: bool = False
) -> str:
    """OpenStreetMap XML of nodes (lon, lat by id) and ways (node ids, tags)."""
    points_text = [
        f'<node id="{key}" lon="{lon!r}" lat="{lat!r}" version="1"/>' for key, (lon, lat) in nodes.items()
    ]
    ways_text = [
        f'<way id="{row + 1}" version="1">'
        + "".join(f'<nd ref="{ref}"/>' for ref in refs)
        + "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        + "</way>"
        for row, (refs, tags) in enumerate(ways)
    ]
    parts = ways_text + points_text if ways_first else points_text + ways_text
    return '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6">\n' + "\n".join(parts) + "\n</osm>\n"


class Reference:
    """Walking metres by networkx on a graph whose edges are cut where homes meet the road."""

    def __init__(self, nodes: np.ndarray, edges: np.ndarray) -> None:
        """``nodes`` are lon, lat of shape (n, 2), ``edges`` rows of both ends."""
        self.nodes, self.edges = nodes, edges
        a, b = nodes[edges[:, 0]], nodes[edges[:, 1]]
        self.metres = np.array(GEOD.inv(a[:, 0], a[:, 1], b[:, 0], b[:, 1])[2])

    def snap(self, lon: float, lat: float) -> tuple[int, float, float]:
        """Nearest edge, part along it and metres to it, in a plane about the point, over all edges."""
        east, north = Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")(
            self.nodes[:, 0], self.nodes[:, 1]
        )
        flat = np.column_stack((east, north))
        a = flat[self.edges[:, 0]]
        d = flat[self.edges[:, 1]] - a
        t = np.clip(-(a * d).sum(axis=1) / np.maximum((d * d).sum(axis=1), 1e-12), 0, 1)
        metres = np.hypot(*(a + t[:, None] * d).T)
        row = int(metres.argmin())
        return row, float(t[row]), float(metres[row])

    def walking(
        self, people: Points, homes: Points, snap_m: float, limit_m: float
    ) -> dict[tuple[int, int], float]:
        """Metres by household and person of all pairs on the network whose way is at most ``limit_m``."""
        met = {
            (kind, row): self.snap(float(group.lon[row]), float(group.lat[row]))
            for kind, group in (("person", people), ("home", homes))
            for row in range(len(group.lon))
        }
        met = {key: snap for key, snap in met.items() if snap[2] <= snap_m}
        graph = self._cut(met)
        found = {}
        for (kind, person), _ in met.items():
            if kind == "person":
                ways = nx.single_source_dijkstra_path_length(graph, ("person", person), cutoff=limit_m)
                for node, metres in ways.items():
                    if isinstance(node, tuple) and node[0] == "home":
                        found[node[1], person] = metres
        return found

    def _cut(self, met: Mapping[tuple[str, int], tuple[int, float, float]]) -> nx.Graph:
        on_edge = defaultdict(list)
        for key, (edge, along, leg) in met.items():
            on_edge[edge].append((along, key, leg))
        graph = nx.Graph()
        for row, (a, b) in enumerate(self.edges.tolist()):
            places = sorted(on_edge[row])
            chain = [(0.0, a), *((along, ("cut", *key)) for along, key, _ in places), (1.0, b)]
            for (start, one), (end, two) in itertools.pairwise(chain):
                length = (end - start) * self.metres[row]
                if not graph.has_edge(one, two) or graph[one][two]["weight"] > length:
                    graph.add_edge(one, two, weight=length)
            for _, key, leg in places:
                graph.add_edge(("cut", *key), key, weight=leg)
        return graph
