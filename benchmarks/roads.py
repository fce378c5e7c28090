"""Walking pairs of a synthetic county, and of the villages on both banks of the Danube at Krems.

    python benchmarks/roads.py [--members 8000] [--households 90000] [--nodes 200000] [--limit 500] [--seed 7]

The county: 208 villages with lanes in a grid, 35 m apart and slightly crooked, a node at every crossing and
midway, half the households and members near a lane, all joined by roads. CPU seconds are this process's own,
one thread, median of three runs; peak memory is that of a run of its own. For the ratio a plain bounded
Dijkstra (SciPy, whole network, from the nearest node) runs on a sample of the members.

Krems: every building of ``osm/krems.osm.gz`` in ``$NEIGHBORGRID_DATA`` (or ``../shared/data`` beside the
project) is a household at its middle, every tenth a member. A pair is across a river where the straight line
between the two homes meets the river's line. On roads such a pair walks over a bridge: with the bridges taken
out of the extract there must be none across the Danube (the small Krems is crossed by ways without that tag).

Plans: the same households, the same members, and then the members of the north bank alone, who would be sent
over the Danube; planned by straight lines, on roads, and on roads without bridges. The wide Danube has no
homes on both banks within 500 m, so the limits are larger there.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

# One core: the libraries' own threads would count as well. To be set before they load.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402

from measure import median, run, versions  # noqa: E402
from neighborgrid import assign, read  # noqa: E402
from neighborgrid.intake.grounds import lay  # noqa: E402
from neighborgrid.places.barriers import Barriers, barriers_of, crossing  # noqa: E402
from neighborgrid.places.distance import Points, pairs_within  # noqa: E402
from neighborgrid.places.roads.extract import Extract  # noqa: E402
from neighborgrid.places.roads.network import Network, network_of  # noqa: E402
from neighborgrid.places.roads.reading import read_extract  # noqa: E402
from neighborgrid.places.roads.walking import walking_pairs  # noqa: E402
from neighborgrid.places.walker import sides_of  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from neighborgrid.model import Problem

VILLAGES = 208
LANE_M = 35.0
DEG_LAT = 111_000.0
DEG_LON = 111_000.0 * np.cos(np.radians(37.75))
WEST, SOUTH = 114.30, 37.60
SPACING_M = 2_800.0


def county(nodes: int, seed: int) -> tuple[Network, np.ndarray, float]:
    """Network, south-west corners of the villages in metres, and the width of a village."""
    rng = np.random.default_rng(seed)
    side = max(2, round(np.sqrt(nodes / VILLAGES / 3)))
    rows, columns = np.divmod(np.arange(VILLAGES), 15)
    corners = np.column_stack((columns, rows)) * SPACING_M + rng.uniform(0, 900, (VILLAGES, 2))
    x, y, a, b = [], [], [], []
    count = 0
    for corner in corners:
        village = lanes(side, rng)
        x.append(village[0] + corner[0])
        y.append(village[1] + corner[1])
        a.append(village[2] + count)
        b.append(village[3] + count)
        count += len(village[0])
    per = count // VILLAGES
    # A road from a corner of each village to the next one; their ends are crossings.
    for one in range(VILLAGES - 1):
        steps = 24
        start, end = (
            np.array([np.concatenate(x)[k * per], np.concatenate(y)[k * per]]) for k in (one, one + 1)
        )
        way = start + np.linspace(0, 1, steps + 2)[1:-1, None] * (end - start) + rng.normal(0, 5, (steps, 2))
        chain = np.concatenate(([one * per], count + np.arange(steps), [(one + 1) * per]))
        x.append(way[:, 0])
        y.append(way[:, 1])
        a.append(chain[:-1])
        b.append(chain[1:])
        count += steps
    start, end = np.concatenate(a), np.concatenate(b)
    extract = Extract(
        source="county",
        lon=WEST + np.concatenate(x) / DEG_LON,
        lat=SOUTH + np.concatenate(y) / DEG_LAT,
        a=np.minimum(start, end).astype(np.int32),
        b=np.maximum(start, end).astype(np.int32),
        use=np.ones(len(start), np.int8),
        ways=len(start),
        left_out={},
        missing=0,
    )
    return network_of(extract), corners, (side - 1) * LANE_M


def lanes(side: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    """Crossings of ``side`` x ``side`` lanes with a node midway between two: x, y, ends of the edges."""
    grid = np.arange(side * side).reshape(side, side)
    x, y = (
        part.ravel() * LANE_M + rng.normal(0, 3, side * side) for part in np.meshgrid(*[np.arange(side)] * 2)
    )
    one = np.concatenate((grid[:, :-1].ravel(), grid[:-1].ravel()))
    two = np.concatenate((grid[:, 1:].ravel(), grid[1:].ravel()))
    middle = side * side + np.arange(len(one))
    x = np.concatenate((x, (x[one] + x[two]) / 2 + rng.normal(0, 2, len(one))))
    y = np.concatenate((y, (y[one] + y[two]) / 2 + rng.normal(0, 2, len(one))))
    return x, y, np.concatenate((one, middle)), np.concatenate((middle, two))


def dwellings(count: int, corners: np.ndarray, width_m: float, rng: np.random.Generator) -> Points:
    """Homes in the villages, 20 m around them included."""
    village = np.arange(count) % len(corners)
    place = corners[village] + rng.uniform(-20, width_m + 20, (count, 2))
    return Points(lon=WEST + place[:, 0] / DEG_LON, lat=SOUTH + place[:, 1] / DEG_LAT)


def plain(network: Network, people: Points, limit_m: float, sample: int) -> float:
    """CPU seconds that a plain bounded Dijkstra on the whole network takes for one member."""
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import dijkstra

    nodes = Points(lon=network.lon, lat=network.lat)
    matrix = csr_matrix((network.metres, (network.a, network.b)), shape=(len(nodes.lon),) * 2)
    starts = nodes.tree.query(people.xyz[:sample])[1]
    began = time.process_time()
    for start in starts:
        dijkstra(matrix, directed=False, indices=int(start), limit=limit_m)
    return (time.process_time() - began) / sample


def measure_county(args: argparse.Namespace) -> None:
    """Print CPU seconds, peak memory and the ratio to the plain way."""
    network, corners, width_m = county(args.nodes, args.seed)
    rng = np.random.default_rng(args.seed + 1)
    people = dwellings(args.members, corners, width_m, rng)
    homes = dwellings(args.households, corners, width_m, rng)
    seconds = []
    for _ in range(1 if args.once else 3):
        began = time.process_time()
        found = walking_pairs(
            Points(lon=people.lon, lat=people.lat),
            Points(lon=homes.lon, lat=homes.lat),
            network,
            limit_m=args.limit,
        )
        seconds.append(time.process_time() - began)
    if args.once:
        return
    people_and_roads = f"{args.members} members, {args.households} households, {len(network.lon)} nodes"
    print(f"county: {people_and_roads}, {len(network.a)} edges, {args.limit:g} m")
    snapped = len(found.homes.rows) / args.households
    print(f"  pairs {len(found.household)}, snapped {snapped:.4f}, median detour {found.median_detour:.3f}")
    print(f"  cpu_s {median(seconds):.2f} (runs: {', '.join(f'{one:.2f}' for one in seconds)})")
    each = plain(network, people, args.limit, 40)
    print(f"  plain Dijkstra {each * 1000:.2f} ms a member, {each * args.members:.1f} s for all", end="; ")
    print(f"ratio {each * args.members / median(seconds):.1f}")


def measure_memory(arguments: list[str]) -> None:
    """Print the peak memory of one run in a process of its own."""
    alone = run([sys.executable, __file__, "--once", *arguments])
    print(f"  peak_mb {alone.peak_mb:.0f} (whole process; {alone.cpu_s:.1f} s with imports)")


def buildings(path: Path) -> Points:
    """Middles of the buildings of an extract: the mean of the corners of each outline."""
    import osmium

    places = [
        np.mean([(node.lon, node.lat) for node in way.nodes if node.location.valid()][:-1], axis=0)
        for way in osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY).with_locations()
        if way.is_way() and "building" in way.tags
    ]
    lon, lat = np.array(places).T
    return Points(lon=lon, lat=lat)


def measure_krems(limit_m: float) -> None:
    """Print how many pairs cross two rivers by straight distance, by road, and by road without bridges."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    path = Path(os.environ.get("NEIGHBORGRID_DATA", beside)) / "osm" / "krems.osm.gz"
    if not path.is_file():
        print("krems: no data here")
        return
    homes = buildings(path)
    people = Points(lon=homes.lon[::10], lat=homes.lat[::10])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rivers = {
            said: barriers_of(read_extract(kept(path, folder / f"{river}.osm", partial(is_river, river))))
            for said, river in (("the Danube", "Donau"), ("the Krems", "Krems"))
        }
        dry = kept(path, folder / "roads.osm", is_no_bridge)
        unbridged = network_of(read_extract(dry))
        measure_plans(path, dry, rivers, homes)
    network = network_of(read_extract(path))
    print(f"krems: {len(homes.lon)} buildings, {len(people.lon)} members, {len(network.a)} edges")
    for most_m in (limit_m, 4 * limit_m, 8 * limit_m):
        straight = pairs_within(people, homes, most_m)
        print(f"  {most_m:g} m straight: {len(straight.a)} pairs", end="; ")
        print(across(rivers, people, homes, straight.a, straight.b))
        for name, roads in (("on roads", network), ("without bridges", unbridged)):
            found = walking_pairs(people, homes, roads, limit_m=most_m)
            rows = np.flatnonzero(found.on_road)
            off = len(found.household) - len(rows)
            print(f"  {most_m:g} m {name}: {len(rows)} pairs", end="; ")
            print(across(rivers, people, homes, found.person[rows], found.household[rows]), end="; ")
            print(f"{off} off the roads, median detour {found.median_detour:.2f}")


def measure_plans(path: Path, unbridged: Path, rivers: dict[str, Barriers], homes: Points) -> None:
    """Print how many households each plan gives to members across the rivers."""
    north = ~crossing(
        rivers["the Danube"],
        homes,
        homes,
        np.full(len(homes.lon), homes.lat.argmax()),
        np.arange(len(homes.lon)),
    )
    tenth = np.arange(len(homes.lon)) % 10 == 0
    print(f"krems: {int((~north).sum())} of {len(north)} households on the south bank of the Danube")
    for said, members, limit_m in (
        ("members on both banks", tenth, 500.0),
        ("members on the north bank", tenth & north, 2_000.0),
    ):
        rows = np.flatnonzero(members)
        problem = bare_problem(homes, rows, limit_m)
        people = Points(lon=homes.lon[rows], lat=homes.lat[rows])
        print(f"  plans, {said}, {limit_m:g} m: {len(rows)} members")
        for name, file in (("straight", None), ("on roads", path), ("without bridges", unbridged)):
            began = time.process_time()
            plan = assign(problem if file is None else on_roads(problem, file))
            taken = time.process_time() - began
            member = dict(zip(plan.members["member_id"], range(len(rows)), strict=True))
            person = plan.households["member_id"].map(member)
            home = np.flatnonzero(person.notna())
            pairs = home, person.to_numpy()[home].astype(np.int64)
            print(f"    {name}: {len(home)} served", end="; ")
            print(across(rivers, people, homes, pairs[1], pairs[0]), end="; ")
            print(f"mean {plan.summary['mean_distance_m']:g} m, cpu_s {taken:.2f}")


def bare_problem(homes: Points, rows: np.ndarray, limit_m: float) -> Problem:
    """Problem of these homes, those of the ``rows`` also being members'; at most 60 households each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        places = [f"{lon:.7f},{lat:.7f}" for lon, lat in zip(homes.lon, homes.lat, strict=True)]
        table(folder / "households.csv", "household_id,head,village,lon,lat", "H", places)
        table(folder / "members.csv", "member_id,name,village,lon,lat", "M", [places[row] for row in rows])
        settings = {"plan.limit_m": limit_m, "circles.mode": "off", "load.max": 60}
        return read(folder, settings=settings, lang="en")


def table(path: Path, header: str, letter: str, places: list[str]) -> None:
    """Sheet of places with ids and made-up names in the order of the ids."""
    rows = [f"{letter}{row:05d},{letter} {row},Krems,{place}" for row, place in enumerate(places)]
    path.write_text("\n".join([header, *rows]), encoding="utf-8")


def on_roads(problem: Problem, file: Path) -> Problem:
    """The problem on the roads of an extract."""
    laid = lay({"places.roads": file}, problem.rules, *sides_of(problem))
    return replace(problem, ground=laid.ground, rules=laid.rules)


def across(rivers: dict[str, Barriers], people: Points, homes: Points, *rows: np.ndarray) -> str:
    """Say how many pairs are across each river."""
    counts = {name: int(crossing(river, people, homes, *rows).sum()) for name, river in rivers.items()}
    return ", ".join(f"{count} across {name}" for name, count in counts.items())


def is_river(name: str, tags: Mapping[str, str]) -> bool:
    """Whether the way is the line of the river with that name."""
    return tags.get("waterway") == "river" and tags.get("name") == name


def is_no_bridge(tags: Mapping[str, str]) -> bool:
    """Whether the way is a road on the ground."""
    return "highway" in tags and tags.get("bridge", "no") == "no"


def kept(path: Path, to: Path, wanted: Callable[[Mapping[str, str]], bool]) -> Path:
    """Copy of an extract with the ways that are wanted and all nodes."""
    import osmium

    with osmium.SimpleWriter(str(to)) as writer:
        for thing in osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY):
            if thing.is_node() or wanted(thing.tags):
                writer.add(thing)
    return to


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--members", type=int, default=8_000)
    parser.add_argument("--households", type=int, default=90_000)
    parser.add_argument("--nodes", type=int, default=200_000)
    parser.add_argument("--limit", type=float, default=500.0)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--once", action="store_true", help="one run and nothing printed, for its memory")
    args = parser.parse_args()
    measure_county(args)
    if args.once:
        return
    measure_memory(sys.argv[1:])
    measure_krems(args.limit)
    print(versions())


if __name__ == "__main__":
    main()
