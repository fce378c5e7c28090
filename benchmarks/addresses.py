"""Real rural addresses: exactly as many households served as a maximum flow allows.

    python benchmarks/addresses.py [ADDRESSES.csv]

Of the 18,393 points rows 0, 9, 18, ... are members (2,044), the other 16,349 households; everyone may
serve anywhere within 500 m, at most 12 households each. The sheets go through the command line, the plan
through the audit, and the number served is held against SciPy's maximum flow on pairs that pyproj measured.
The file is found at ``$NEIGHBORGRID_DATA`` or in ``../shared/data`` beside the project.
"""

from __future__ import annotations

import csv
import json
import os
import sys
import tempfile
from pathlib import Path

import numpy as np

from measure import run, versions

LIMIT_M = 500.0
CAP = 12
NAME = Path("addresses/iceland_south_rural.csv")


def main() -> None:
    """Run the benchmark and print its figures."""
    data = os.environ.get("NEIGHBORGRID_DATA", str(Path(__file__).parents[2] / "shared" / "data"))
    source = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(data) / NAME
    if not source.exists():
        sys.exit(f"no addresses at {source}: give the file, or set NEIGHBORGRID_DATA")
    with source.open(encoding="utf-8") as stream:
        points = [(float(row["long_wgs84"]), float(row["lat_wgs84"])) for row in csv.DictReader(stream)]
    members, households = points[::9], [point for index, point in enumerate(points) if index % 9]
    within, limit_served, nobody = maximum_flow(np.array(households), np.array(members))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheets = [folder / "households.csv", folder / "members.csv"]
        write(sheets[0], ("household_id", "head", "lon", "lat"), "H", households)
        write(sheets[1], ("member_id", "name", "lon", "lat"), "M", members)
        plan = folder / "plan.xlsx"
        neighborgrid = [sys.executable, "-m", "neighborgrid"]
        limits = ["--within", "anywhere"]
        options = [*limits, "--max-load", str(CAP), "--format", "json", "-q", "-o", str(plan)]
        made = run([*neighborgrid, "assign", *map(str, sheets), *options])
        audited = run(
            [*neighborgrid, "validate", str(plan), *map(str, sheets), *limits, "-q", "--format", "json"],
            ok=(0, 1),
        )
    summary = json.loads(made.stdout)["summary"]
    audit = json.loads(audited.stdout)
    print(versions())
    figures = {
        "households": len(households),
        "members": len(members),
        "pairs": within,
        "nobody_in_range": nobody,
        "stated_nobody_in_range": summary.get("unserved.no_member_in_range", 0),
        "max_flow": limit_served,
        "served": summary["served"],
        "status": summary["status"],
        "audit_holds": audit["holds"],
        "audit_errors": audit["counts"]["error"],
        "assign_s": f"{made.cpu_s:.2f}",
        "validate_s": f"{audited.cpu_s:.2f}",
    }
    print(" ".join(f"{key}={value}" for key, value in figures.items()))


def write(path: Path, header: tuple[str, ...], letter: str, points: list[tuple[float, float]]) -> None:
    """Write a sheet with made ids and names."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(
            [f"{letter}{index:05d}", f"{letter}{index}", *point] for index, point in enumerate(points)
        )


def maximum_flow(households: np.ndarray, members: np.ndarray) -> tuple[int, int, int]:
    """Pairs within the limit (pyproj), most households served (SciPy), households with nobody near."""
    from pyproj import Geod
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import maximum_flow as scipy_flow

    geod = Geod(ellps="WGS84")
    home, member = [], []
    for index, (lon, lat) in enumerate(members):
        # 500 m are 0.0045 degrees of latitude, and at 64 degrees north 0.0103 of longitude.
        near = np.flatnonzero((abs(households[:, 1] - lat) < 0.006) & (abs(households[:, 0] - lon) < 0.016))
        metres = geod.inv(*households[near].T, np.full(len(near), lon), np.full(len(near), lat))[2]
        found = near[np.asarray(metres) <= LIMIT_M]
        home.append(found)
        member.append(np.full(len(found), index))
    h, m = np.concatenate(home), np.concatenate(member)
    size_h, size_m = len(households), len(members)
    source, sink = size_h + size_m, size_h + size_m + 1
    tail = np.concatenate((np.full(size_h, source), h, size_h + np.arange(size_m)))
    head = np.concatenate((np.arange(size_h), size_h + m, np.full(size_m, sink)))
    room = np.concatenate((np.ones(size_h + len(h)), np.full(size_m, CAP))).astype(np.int32)
    graph = coo_matrix((room, (tail, head)), shape=(sink + 1, sink + 1)).tocsr()
    served = int(scipy_flow(graph, source, sink).flow_value)
    return len(h), served, size_h - len(np.unique(h))


if __name__ == "__main__":
    main()
