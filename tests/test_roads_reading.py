"""Reading of roads: every format and trap is read, or refused with a code that names the file."""

from __future__ import annotations

import bz2
import dataclasses
import gzip
import json
import sys
from typing import TYPE_CHECKING

import numpy as np
import pytest

from neighborgrid.errors import InputError
from neighborgrid.places.roads.network import Network, network_of
from neighborgrid.places.roads.reading import read_extract
from neighborgrid.places.roads.ways import Use, use_of
from roadcases import osm_text

if TYPE_CHECKING:
    from pathlib import Path

NODES = {1: (114.50, 37.75), 2: (114.501, 37.75), 3: (114.502, 37.75), 4: (114.502, 37.751)}
PATH = {"highway": "path"}


def osmium_or_skip() -> None:
    pytest.importorskip("osmium", reason="pyosmium (extra roads) is not installed")


def written(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def network_from(path: Path) -> Network:
    return network_of(read_extract(path))


def refusal(path: Path) -> str:
    with pytest.raises(InputError) as caught:
        network_from(path)
    (finding,) = caught.value.findings
    assert finding.place.file == path.name
    # Whatever the detail is, it holds no folder.
    assert str(path.parent) not in finding.line("en")
    assert finding.line("zh")
    return finding.code


def same(one: Network, two: Network) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(two, field.name))
        for field in dataclasses.fields(Network)
        if field.name != "source"
    )


@pytest.mark.parametrize(
    ("tags", "use", "reason"),
    [
        ({"highway": "residential"}, Use.WALKING, ""),
        ({"highway": "steps"}, Use.WALKING, ""),
        ({"highway": "track", "bridge": "yes"}, Use.WALKING, ""),
        ({"highway": "service", "tunnel": "yes"}, Use.WALKING, ""),
        ({"highway": "pedestrian", "area": "yes"}, Use.WALKING, ""),
        ({"highway": "motorway"}, Use.MOTORWAY, "motorway"),
        ({"highway": "motorway_link", "bridge": "viaduct"}, Use.NOTHING, "motorway_link"),
        ({"highway": "construction"}, Use.NOTHING, "construction"),
        ({"highway": "razed"}, Use.NOTHING, "razed"),
        ({"highway": "service", "access": "private"}, Use.NOTHING, "private"),
        ({"highway": "service", "access": "private", "foot": "permissive"}, Use.WALKING, ""),
        ({"highway": "primary", "foot": "no"}, Use.NOTHING, "private"),
        ({"highway": "trunk", "motorroad": "yes"}, Use.NOTHING, "private"),
        ({"highway": "trunk", "motorroad": "yes", "foot": "yes"}, Use.WALKING, ""),
        ({"highway": "path", "route": "ferry"}, Use.NOTHING, "ferry"),
        ({"route": "ferry", "foot": "yes"}, Use.NOTHING, ""),
        ({"waterway": "river"}, Use.WATER, ""),
        ({"waterway": "canal", "tunnel": "culvert"}, Use.NOTHING, ""),
        ({"waterway": "ditch"}, Use.NOTHING, ""),
        ({"railway": "rail"}, Use.RAILWAY, ""),
        ({"railway": "rail", "bridge": "yes"}, Use.NOTHING, ""),
        ({"railway": "abandoned"}, Use.NOTHING, ""),
        ({"highway": "footway", "railway": "rail"}, Use.WALKING, ""),
    ],
)
def test_what_a_way_is_taken_for(tags: dict[str, str], use: Use, reason: str) -> None:
    assert use_of(tags) == (use, reason)


def test_ways_are_counted_and_reasons_said(tmp_path: Path) -> None:
    osmium_or_skip()
    ways = [((1, 2, 3), PATH), ((3, 4), {"highway": "motorway"}), ((1, 4), {"highway": "path", "foot": "no"})]
    network = network_from(written(tmp_path / "a.osm", osm_text(NODES, ways)))
    assert (network.ways, dict(network.left_out), network.missing) == (1, {"motorway": 1, "private": 1}, 0)
    assert list(zip(network.a.tolist(), network.b.tolist(), strict=True)) == [(0, 1), (1, 2)]
    # A thousandth of a degree of longitude at 37.75 N, by Karney's geodesics (pyproj.Geod).
    assert network.metres == pytest.approx([88.1298, 88.1298], abs=0.001)
    assert network.box == (114.50, 37.75, 114.502, 37.75)


def formats(folder: Path) -> dict[str, Path]:
    """One extract in every format, and in every order."""
    import osmium

    ways = [
        ((1, 2, 3), PATH),
        ((4, 3, 3), {"highway": "track"}),
        ((2, 1), {"highway": "steps"}),
        ((1, 1), PATH),
    ]
    text = osm_text(NODES, ways)
    paths = {
        "plain": written(folder / "农村道路.osm", text),
        "xml": written(folder / "a.xml", text),
        "gz": written(folder / "a.osm.gz", gzip.compress(text.encode())),
        "bz2": written(folder / "a.osm.bz2", bz2.compress(text.encode())),
        "cr": written(folder / "cr.osm", text.replace("\n", "\r")),
        "bom": written(folder / "bom.osm", b"\xef\xbb\xbf" + text.encode()),
        "ways_first": written(folder / "w.osm", osm_text(NODES, ways, ways_first=True)),
        "turned": written(folder / "t.osm", osm_text(dict(reversed(NODES.items())), ways[::-1])),
        "misnamed": written(folder / "a.geojson", text),
    }
    with osmium.SimpleWriter(str(folder / "a.osm.pbf")) as writer:
        for thing in osmium.FileProcessor(str(paths["plain"])):
            writer.add(thing)
    return paths | {"pbf": folder / "a.osm.pbf"}


def test_every_format_gives_the_same_network(tmp_path: Path) -> None:
    osmium_or_skip()
    networks = {name: network_from(path) for name, path in formats(tmp_path).items()}
    plain = networks["plain"]
    assert (len(plain.lon), len(plain.a), plain.ways, plain.components) == (4, 3, 4, 1)
    for name, network in networks.items():
        assert same(plain, network), name


def test_negative_ids_are_nodes_as_others(tmp_path: Path) -> None:
    osmium_or_skip()
    nodes = {-key: place for key, place in NODES.items()} | {7: (114.503, 37.751)}
    ways = [((-1, -2, -3), PATH), ((-3, -4, 7), PATH)]
    network = network_from(written(tmp_path / "a.osm", osm_text(nodes, ways)))
    assert (len(network.lon), len(network.a), network.missing) == (5, 4, 0)


def test_ways_break_where_nodes_are_missing(tmp_path: Path) -> None:
    osmium_or_skip()
    nodes = NODES | {5: (200.0, 37.75)}
    ways = [((1, 2, 99, 3, 4), PATH), ((4, 5), PATH)]
    network = network_from(written(tmp_path / "a.osm", osm_text(nodes, ways)))
    # 99 is not there, and 5 is not on the earth.
    assert (network.missing, network.components, len(network.a)) == (2, 2, 2)
    (finding,) = network.findings
    assert (finding.code, finding.values["count"]) == ("NG241", 2)


def test_a_box_keeps_what_reaches_into_it(tmp_path: Path) -> None:
    osmium_or_skip()
    path = written(tmp_path / "a.osm", osm_text(NODES, [((1, 2, 3, 4), PATH)]))
    kept = network_of(read_extract(path, box=(114.4, 37.7, 114.5005, 37.8)))
    assert (len(kept.lon), len(kept.a)) == (2, 1)
    elsewhere = network_of(read_extract(path, box=(0, 0, 1, 1)))
    assert len(elsewhere.a) == 3


def feature(geometry: dict[str, object] | None, **properties: object) -> dict[str, object]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: object) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})


def test_geojson_lines_join_where_they_share_a_vertex(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[114.5, 37.75], [114.501, 37.75, 62.0]]}
    more = {
        "type": "MultiLineString",
        "coordinates": [[[114.501, 37.75], [114.502, 37.75]], [[115, 38], [115.001, 38]]],
    }
    square = {
        "type": "Polygon",
        "coordinates": [[[114.5, 37.75], [114.5, 37.751], [114.4, 37.751], [114.5, 37.75]]],
    }
    packed = feature(line, other_tags='"surface"=>"mud","foot"=>"no"', highway="track")
    both = {"type": "GeometryCollection", "geometries": [line, {"type": "Point", "coordinates": [0, 0]}]}
    text = collection(
        feature(both), feature(more, highway="path"), feature(square, highway="pedestrian"), packed
    )
    extract = read_extract(written(tmp_path / "a.geojson", text))
    network = network_of(extract)
    assert (network.components, len(network.lon), len(network.a)) == (2, 7, 6)
    assert dict(network.left_out) == {"private": 1}
    river = {"type": "LineString", "coordinates": [[114.5, 37.74], [114.5, 37.76]]}
    wet = read_extract(
        written(tmp_path / "b.geojson", collection(feature(river, waterway="river"), feature(line)))
    )
    assert sorted(wet.use.tolist()) == [Use.WALKING, Use.WATER]


def test_a_bare_geometry_is_read(tmp_path: Path) -> None:
    text = '\ufeff{"type": "LineString", "coordinates": [[1, 2], [1.001, 2]]}'
    assert len(network_from(written(tmp_path / "a.geojson", text)).a) == 1


GEOJSON_TRAPS = {
    "empty": (b"", "NG238"),
    "blank": (b" \r\n ", "NG238"),
    "sheet": ("户编号,经度".encode("gb18030"), "NG238"),
    "zip": (b"PK\x03\x04" + bytes(100), "NG238"),
    "list": (b"[1, 2]", "NG238"),
    "other json": (b'{"a": 1}', "NG238"),
    "cut": (b'{"type": "FeatureCollection", "features": [', "NG239"),
    "gbk": ('{"type": "FeatureCollection", "name": "道路", "features": []}'.encode("gb18030"), "NG239"),
    "deep": (b'{"a":' + b"[" * 200_000, "NG239"),
    "no list": (b'{"type": "FeatureCollection", "features": 7}', "NG240"),
    "no features": (b'{"type": "FeatureCollection", "features": [null, 1, {"geometry": 5}]}', "NG240"),
    "points": (b'{"type": "Point", "coordinates": [1, 2]}', "NG240"),
    "one vertex": (b'{"type": "LineString", "coordinates": [[1, 2]]}', "NG240"),
    "no coordinates": (b'{"type": "LineString"}', "NG239"),
    "words": (b'{"type": "LineString", "coordinates": [["a", "b"], [1, 2]]}', "NG239"),
    "one number": (b'{"type": "LineString", "coordinates": [[1], [2], [3]]}', "NG239"),
    "null": (b'{"type": "LineString", "coordinates": [[null, null], [1, 2]]}', "NG244"),
    "nan": (b'{"type": "LineString", "coordinates": [[NaN, 2], [1, 2]]}', "NG244"),
    "metres": (b'{"type": "LineString", "coordinates": [[500000, 4180000], [500100, 4180000]]}', "NG244"),
    "huge": (b'{"type": "LineString", "coordinates": [[1' + b"0" * 400 + b", 2], [1, 2]]}", "NG244"),
    "digits": (b'{"type": "LineString", "coordinates": [[1' + b"0" * 9000 + b", 2], [1, 2]]}", "NG244"),
    "system": (
        b'{"type": "LineString", "coordinates": [[1, 2], [3, 4]],'
        b' "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}}',
        "NG244",
    ),
}


@pytest.mark.parametrize("name", GEOJSON_TRAPS)
def test_no_osm_and_bad_geojson_are_refused(name: str, tmp_path: Path) -> None:
    content, code = GEOJSON_TRAPS[name]
    assert refusal(written(tmp_path / "路网.geojson", content)) == code


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.osm.pbf") == "NG236"
    assert refusal(tmp_path) == "NG236"


OSM_TRAPS = {
    "web page": (b"<!DOCTYPE html><html><body>404</body></html>", "NG238"),
    "track": (b'<?xml version="1.0"?><gpx version="1.1"></gpx>', "NG238"),
    "no ways": (b'<osm version="0.6"><node id="1" lon="1" lat="2"/></osm>', "NG240"),
    "nothing": (b'<osm version="0.6"/>', "NG240"),
    "entities": (
        b'<!DOCTYPE osm [<!ENTITY a "b">]><osm version="0.6"><way id="1"><nd ref="1"/></way></osm>',
        "NG239",
    ),
    "cut xml": (osm_text(NODES, [((1, 2), PATH)]).encode()[:200], "NG239"),
    "words": (
        b'<osm version="0.6"><node id="1" lon="x" lat="2"/><way id="1"><nd ref="1"/>'
        b'<tag k="highway" v="path"/></way></osm>',
        "NG239",
    ),
    "cut gz": (gzip.compress(osm_text(NODES, [((1, 2), PATH)]).encode())[:100], "NG239"),
    "gz of words": (gzip.compress(b"words"), "NG239"),
    "pbf mark": (b"\x00\x00\x00\x0e\x0a\x09OSMHeader" + bytes(200), "NG239"),
}


@pytest.mark.parametrize("name", OSM_TRAPS)
def test_bad_osm_is_refused(name: str, tmp_path: Path) -> None:
    osmium_or_skip()
    content, code = OSM_TRAPS[name]
    assert refusal(written(tmp_path / "a.osm", content)) == code


def test_a_damaged_pbf_is_read_or_refused(tmp_path: Path) -> None:
    osmium_or_skip()
    whole = formats(tmp_path)["pbf"].read_bytes()
    rng = np.random.default_rng(5)
    codes = set()
    for cut in rng.integers(1, len(whole), 40):
        codes.add(refusal(written(tmp_path / "cut.osm.pbf", whole[:cut])))
    for place in rng.integers(len(whole), size=100):
        path = written(tmp_path / "flipped.osm.pbf", whole[:place] + b"\xff" + whole[place + 1 :])
        try:
            network_from(path)
        except InputError as error:
            codes.update(finding.code for finding in error.findings)
    assert codes <= {"NG238", "NG239", "NG240"}
    assert "NG239" in codes


def test_without_pyosmium_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "osmium", None)
    path = written(tmp_path / "a.osm", osm_text(NODES, [((1, 2), PATH)]))
    assert refusal(path) == "NG237"
    with pytest.raises(InputError, match="pip install osmium"):
        read_extract(path)
    # GeoJSON needs none.
    line = '{"type": "LineString", "coordinates": [[1, 2], [1.001, 2]]}'
    assert len(network_from(written(tmp_path / "a.geojson", line)).a) == 1
