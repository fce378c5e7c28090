"""Reading of roads: ``.osm.pbf``, ``.osm``, ``.osm.gz``, ``.osm.bz2`` and GeoJSON, told apart by content.

OpenStreetMap's own formats are read through pyosmium (the extra ``roads``), in two passes over the bytes in
memory: ways first, then the nodes that they name. So the order of the file does not matter, nor does the
script in which its path is written.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.places.roads.extract import Extract, RawNodes, RawWays, make_extract
from neighborgrid.places.roads.geojson import read_features
from neighborgrid.places.roads.ways import KEYS, Use, tags_of_properties, use_of

if TYPE_CHECKING:
    from pathlib import Path
    from types import ModuleType

    from numpy.typing import NDArray

    from neighborgrid.places.roads.extract import Box

_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"
_PBF_MARK: Final = b"OSMHeader"
HEAD: Final = 64
"""First bytes of a file that tell its format."""
_E7: Final = 10_000_000


def read_extract(path: Path, *, box: Box | None = None) -> Extract:
    """Walking ways and barrier lines of a file; with a ``box`` only what reaches into it, if anything does.

    ``box`` is west, south, east, north in WGS-84 degrees (`reach.box_around`). Raises InputError: NG236
    the file cannot be opened, NG237 pyosmium is missing, NG238 the file is no extract, NG239 it is
    damaged, NG244 its coordinates are no degrees. A file without a single way gives an
    Extract without segments.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        detail = error.strerror if error.strerror else type(error).__name__
        raise InputError(Finding("NG236", Place(path.name), {"detail": detail})) from error
    kind = kind_of(content)
    if kind == "geojson":
        ways, nodes = _from_geojson(content, path.name)
    elif kind:
        ways, nodes = _from_osm(content, kind, path.name)
    else:
        raise InputError(Finding("NG238", Place(path.name)))
    return make_extract(path.name, ways, nodes, Use.WALKING, box)


def kind_of(content: bytes) -> str:
    """Format by the first bytes, as pyosmium calls it, or ``geojson``; empty for any other."""
    head = content[:HEAD]
    if _PBF_MARK in head:
        return "pbf"
    if head.startswith(_GZIP):
        return "osm.gz"
    if head.startswith(_BZIP2):
        return "osm.bz2"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<"):
        return "osm"
    return "geojson" if start.startswith(b"{") else ""


def _from_osm(content: bytes, kind: str, name: str) -> tuple[RawWays, RawNodes]:
    try:
        import osmium
    except ImportError as error:
        raise InputError(Finding("NG237", Place(name))) from error
    buffer = osmium.io.FileBuffer(content, kind)
    try:
        ways = _read_ways(osmium, buffer)
        return ways, _read_nodes(osmium, buffer, np.unique(ways.refs))
    except (RuntimeError, ValueError, osmium.InvalidLocationError) as error:
        raise InputError(_refusal(error, name)) from error


def _refusal(error: Exception, name: str) -> Finding:
    said = "".join(letter for letter in str(error) if letter.isascii() and letter.isprintable())
    # What libosmium says about XML that is no map: a web page, a GPS track, a list of changes.
    if said.startswith("Unknown top-level element"):
        return Finding("NG238", Place(name))
    return Finding("NG239", Place(name), {"detail": said.strip()[:200]})


def _read_ways(osmium: ModuleType, buffer: object) -> RawWays:
    refs: list[int] = []
    sizes: list[int] = []
    uses: list[int] = []
    left_out: Counter[str] = Counter()
    wanted = osmium.filter.KeyFilter(*KEYS)
    for way in osmium.FileProcessor(buffer, osmium.osm.WAY).with_filter(wanted):
        use, reason = use_of(way.tags)
        if reason:
            left_out[reason] += 1
        if use is not Use.NOTHING and way.visible:
            before = len(refs)
            refs.extend([node.ref for node in way.nodes])
            sizes.append(len(refs) - before)
            uses.append(use)
    return RawWays(np.array(refs, np.int64), np.array(sizes, np.int64), np.array(uses, np.int8), left_out)


def _read_nodes(osmium: ModuleType, buffer: object, wanted: NDArray[np.int64]) -> RawNodes:
    """Positions of the nodes ``wanted`` (ids, ascending) as far as the file holds valid ones."""
    if not len(wanted):
        return _nodes(wanted, np.zeros((0, 2)))
    # pyosmium's tables and filters know positive ids only.
    look_up = _by_table if wanted[0] > 0 else _one_by_one
    found = np.array(look_up(osmium, buffer, wanted.tolist()), np.int64).reshape(-1, 3)
    valid = (abs(found[:, 1]) <= 180 * _E7) & (abs(found[:, 2]) <= 90 * _E7)
    return _nodes(found[valid, 0], found[valid, 1:] / _E7)


def _by_table(osmium: ModuleType, buffer: object, wanted: list[int]) -> list[tuple[int, int, int]]:
    """Id, longitude and latitude in 1e-7 degree of nodes, by a table that libosmium fills."""
    # Of its kinds of table only this one finds the nodes of files that are not in ascending order.
    table = osmium.index.create_map("sparse_mem_map")
    nodes = osmium.io.Reader(buffer, osmium.osm.NODE)
    osmium.apply(nodes, osmium.filter.IdFilter(wanted), osmium.NodeLocationsForWays(table))
    found = []
    for node in wanted:
        try:
            place = table.get(node)
        except KeyError:
            continue
        found.append((node, place.x, place.y))
    return found


def _one_by_one(osmium: ModuleType, buffer: object, wanted: list[int]) -> list[tuple[int, int, int]]:
    """As `_by_table`, six times slower."""
    chosen = set(wanted)
    nodes = osmium.FileProcessor(buffer, osmium.osm.NODE)
    return [(node.id, node.location.x, node.location.y) for node in nodes if node.id in chosen]


def _nodes(ids: NDArray[np.int64], degrees: NDArray[np.float64]) -> RawNodes:
    ids, first = np.unique(ids, return_index=True)
    return RawNodes(ids, degrees[first, 0], degrees[first, 1])


def _from_geojson(content: bytes, name: str) -> tuple[RawWays, RawNodes]:
    """Lines of GeoJSON as ways; vertices at the same place, to 1e-7 degree, are one node.

    Lines without ``highway``, ``waterway`` and ``railway`` are somebody's own paths: people walk there.
    """
    features = read_features(content, name)
    left_out: Counter[str] = Counter()
    uses = np.zeros(len(features.properties), np.int8)
    for row, properties in enumerate(features.properties):
        tags = tags_of_properties(properties)
        known = any(key in tags for key in KEYS)
        use, reason = use_of(tags if known else {"highway": "path", **tags})
        uses[row] = use
        if reason:
            left_out[reason] += 1
    degrees = np.round(features.degrees * _E7).astype(np.int64)
    found, refs = np.unique(degrees, axis=0, return_inverse=True)
    of_line = uses[features.feature]
    taken = of_line != Use.NOTHING
    refs = refs.ravel()[np.repeat(taken, features.sizes)]
    ways = RawWays(refs, features.sizes[taken], of_line[taken], left_out)
    return ways, _nodes(np.arange(len(found)), found / _E7)
