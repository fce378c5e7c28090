"""Real extracts of three places: walking metres as networkx has them, and how far the roads reach.

The reference shares nothing with the package but the choice of random points: its own reading of XML (of
PBF through pyosmium), lengths by Karney's geodesics, nearest edges by a search over all, networkx's paths.
"""

from __future__ import annotations

import gzip
import itertools
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from neighborgrid.errors import InputError
from neighborgrid.places.distance import Points
from neighborgrid.places.frames import from_wgs84
from neighborgrid.places.roads.network import Network, network_of
from neighborgrid.places.roads.reach import box_around, off_the_roads, reach_of, refuse_elsewhere
from neighborgrid.places.roads.reading import read_extract
from neighborgrid.places.roads.snapping import Roads
from neighborgrid.places.roads.walking import walking_pairs
from roadcases import DATA, GEOD, LIMIT_M, Reference, network, points

if TYPE_CHECKING:
    from pathlib import Path

EXTRACTS = ("krems.osm.gz", "test.osm.pbf", "dieshiqiao_haimen_jiangsu.osm")
PEOPLE, HOMES = 120, 240


def data(name: str) -> Path:
    pytest.importorskip("osmium", reason="pyosmium (extra roads) is not installed")
    if not (DATA / name).is_file():
        pytest.skip(f"{name} is not here; set NEIGHBORGRID_DATA")
    return DATA / name


def walked(tags: dict[str, str]) -> bool:
    """The rule for a person on foot, written anew for the three extracts."""
    if tags.get("highway", "motorway") in {"motorway", "motorway_link", "construction", "proposed"}:
        return False
    if tags.get("foot") in {"yes", "designated", "permissive"}:
        return True
    return tags.get("foot") not in {"no", "private"} and tags.get("access") not in {"no", "private"}


def raw(path: Path) -> tuple[dict[int, tuple[float, float]], list[list[int]]]:
    """Nodes and the node ids of walked ways, by ElementTree, or of PBF by pyosmium."""
    nodes, ways = {}, []
    if path.suffix == ".pbf":
        import osmium

        for thing in osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY):
            if thing.is_node():
                nodes[thing.id] = (thing.lon, thing.lat)
            elif walked({tag.k: tag.v for tag in thing.tags}):
                ways.append([node.ref for node in thing.nodes])
        return nodes, ways
    content = path.read_bytes()
    root = ET.fromstring(gzip.decompress(content) if path.suffix == ".gz" else content)
    for node in root.iter("node"):
        nodes[int(node.attrib["id"])] = (float(node.attrib["lon"]), float(node.attrib["lat"]))
    for way in root.iter("way"):
        if walked({tag.attrib["k"]: tag.attrib["v"] for tag in way.iter("tag")}):
            ways.append([int(ref.attrib["ref"]) for ref in way.iter("nd")])
    return nodes, ways


def reference_of(path: Path) -> Reference:
    nodes, ways = raw(path)
    pairs = {tuple(sorted(ends)) for way in ways for ends in itertools.pairwise(way) if ends[0] != ends[1]}
    pairs = {(a, b) for a, b in pairs if a in nodes and b in nodes}
    used = sorted({node for ends in pairs for node in ends})
    row = {node: number for number, node in enumerate(used)}
    places = np.array([nodes[node] for node in used])
    return Reference(places, np.array(sorted((row[a], row[b]) for a, b in pairs)))


def near_roads(roads: Network, count: int, seed: int) -> Points:
    """Points up to some 130 m from random nodes, a few farther away."""
    rng = np.random.default_rng(seed)
    node = rng.integers(len(roads.lon), size=count)
    lon, lat, _ = GEOD.fwd(
        roads.lon[node], roads.lat[node], rng.uniform(0, 360, count), rng.uniform(0, 130, count)
    )
    return Points(lon=np.asarray(lon), lat=np.asarray(lat))


@pytest.mark.parametrize("name", EXTRACTS)
def test_walking_metres_are_those_of_networkx(name: str) -> None:
    path = data(name)
    roads = network_of(read_extract(path))
    reference = reference_of(path)
    assert np.array_equal(reference.edges, np.column_stack((roads.a, roads.b)))
    people, homes = near_roads(roads, PEOPLE, 1), near_roads(roads, HOMES, 2)
    expected = reference.walking(people, homes, 100.0, LIMIT_M)
    assert len(expected) > 500
    found = walking_pairs(people, homes, roads, limit_m=LIMIT_M)
    rows = zip(found.household.tolist(), found.person.tolist(), strict=True)
    walking = {
        pair: metres for pair, metres, on in zip(rows, found.walking_m, found.on_road, strict=True) if on
    }
    assert walking == {pair: pytest.approx(metres, abs=0.1) for pair, metres in expected.items()}


@pytest.mark.parametrize("name", ["krems.osm.gz", "dieshiqiao_haimen_jiangsu.osm"])
def test_pbf_and_xml_are_the_same_network(name: str, tmp_path: Path) -> None:
    path = data(name)
    import osmium

    with osmium.SimpleWriter(str(tmp_path / "a.osm.pbf")) as writer:
        for thing in osmium.FileProcessor(str(path)):
            writer.add(thing)
    one, two = (network_of(read_extract(source)) for source in (path, tmp_path / "a.osm.pbf"))
    for column in ("lon", "lat", "a", "b", "metres", "component"):
        assert np.array_equal(getattr(one, column), getattr(two, column))
    assert (one.ways, one.left_out, one.missing) == (two.ways, two.left_out, two.missing)


# What the tiny files hold: walking edges, or why there are none (all their ways are motorways).
TRAPS = {
    "test-osm-negative-ids.xml": 2,
    "test-osm-waterway.xml": "NG240",
    "test-osm.xml": 2,
    "test-osm11.xml": 2,
    "test-osm2.xml": 3,
    "test-osm4.xml": "NG240",
    "test-osm6.pbf": "NG240",
}


@pytest.mark.parametrize("name", TRAPS)
def test_tiny_traps_are_read_or_refused(name: str) -> None:
    extract = read_extract(data(name))
    try:
        found: int | str = len(network_of(extract).a)
    except InputError as error:
        found = error.findings[0].code
    assert found == TRAPS[name]


def test_reach_says_how_many_are_on_the_roads() -> None:
    # Two streets that do not join, one of them without anybody.
    roads = network([(0, 0), (300, 0), (0, 900), (300, 900)], [(0, 1), (2, 3)])
    people, homes = points((100, 10)), points((200, 40), (100, 400))
    found = walking_pairs(people, homes, roads, limit_m=LIMIT_M, detour=1.3)
    reach = reach_of(roads, found)
    assert (reach.located, reach.snapped, reach.components) == (3, 2, 1)
    assert reach.share == pytest.approx(2 / 3)
    assert reach.farthest_m == pytest.approx(40, abs=0.01)
    # 10 + 100 + 40 m on foot; straight hypot(100, 30).
    assert reach.median_detour == pytest.approx(150 / np.hypot(100, 30), rel=1e-4)
    (finding,) = off_the_roads(reach, roads, snap_m=100, detour=1.3)
    assert finding.line("zh").startswith("hand-made：有 1 处离道路超过 100 米，步行距离按直线乘以 1.3")
    everybody = walking_pairs(people, people, roads, limit_m=LIMIT_M)
    assert off_the_roads(reach_of(roads, everybody), roads, snap_m=100, detour=1) == ()


def test_reach_without_anybody() -> None:
    roads = network([(0, 0), (300, 0)], [(0, 1)])
    nobody = Points(lon=np.zeros(0), lat=np.zeros(0))
    reach = reach_of(roads, walking_pairs(nobody, nobody, roads, limit_m=LIMIT_M))
    assert (reach.located, reach.snapped, reach.components) == (0, 0, 0)
    assert np.isnan(reach.share)
    assert np.isnan(reach.farthest_m)


def test_roads_of_another_place_are_refused() -> None:
    roads = Roads(network([(0, 0), (300, 0)], [(0, 1)]))
    refuse_elsewhere(roads, points((0, 1900), (0, 9000)))
    refuse_elsewhere(roads, Points(lon=np.zeros(0), lat=np.zeros(0)))
    with pytest.raises(InputError) as caught:
        refuse_elsewhere(roads, points((0, 2100), (0, 9000)))
    (finding,) = caught.value.findings
    assert (finding.code, finding.values["km"]) == ("NG242", "2.1")
    # The frame counts: half a kilometre is what gcj02 and wgs84 differ by.
    far = points((0, -1900))
    lon, lat = from_wgs84(lon=far.lon, lat=far.lat, frame="bd09")
    refuse_elsewhere(roads, Points(lon=lon, lat=lat), frame="bd09")


def test_a_box_around_everybody() -> None:
    west, south, east, north = box_around([points((0, 0)), points((1000, 0))], 3000.0)
    a, b = points((-3000, -3000)), points((4000, 3000))
    assert west < a.lon[0]
    assert south < a.lat[0]
    assert east > b.lon[0]
    assert north > b.lat[0]
    assert (north - south) * 111_000 < 2 * 3100
    assert box_around([Points(lon=np.array([np.nan]), lat=np.array([1.0]))], 3000.0) is None


def test_a_box_changes_no_distance() -> None:
    path = data("krems.osm.gz")
    whole = network_of(read_extract(path))
    some = near_roads(whole, 30, 3)
    some = Points(lon=some.lon[:3], lat=some.lat[:3])
    homes = near_roads(whole, 2000, 4)
    box = box_around([some], LIMIT_M + 200)
    boxed = network_of(read_extract(path, box=box))
    assert len(boxed.a) < len(whole.a)
    one, two = (walking_pairs(some, homes, roads, limit_m=LIMIT_M) for roads in (whole, boxed))
    on = one.on_road
    assert np.array_equal(one.household[on], two.household[two.on_road])
    assert one.walking_m[on] == pytest.approx(two.walking_m[two.on_road], abs=1e-9)
