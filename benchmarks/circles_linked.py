"""Circles against the linked model: the same villages by ``assign`` and by one MIP over everything.

    python benchmarks/circles_linked.py [--villages 30] [--households 200] [--members 20] [--seconds 120]

Each village is a seeded cloud of two to four hamlets with cadres and group leaders. The MIP (HiGHS, tier by
tier, see ``linked_mip``) gets ``--seconds`` of wall time. A row a village: the first tier in which the two
differ, and which is better; ``same`` where none does; tiers that HiGHS did not prove carry ``?``. The last
line counts: proved (all tiers down to the circles proved), same (of them, equal down to the circles),
worse (a tier in which the MIP's incumbent is better than the plan).
"""

from __future__ import annotations

import argparse
import csv
import math
import tempfile
import time
from pathlib import Path

import numpy as np

import neighborgrid
from linked_mip import TIERS, WORTH_TIERS, LinkedModel, Tier
from measure import versions

LON, LAT, M_PER_DEGREE = 114.5, 37.76, 111_000.0
DECISIVE = {"priority", "served", "shortfall", "spread", "circles"}


def main() -> None:
    """Run the benchmark and print its rows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name, default in (("villages", 30), ("households", 200), ("members", 20), ("first", 0)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--worth", type=int, default=1_000_000, help="circles.worth_households")
    options = parser.parse_args()
    print(versions())
    print("village  first difference  plan  MIP  circles  bound  outside  plan s  MIP s")
    totals = {"proved": 0, "same": 0, "worse": 0, "better": 0}
    for seed in range(options.first, options.first + options.villages):
        row(seed, options, totals)
    print("  ".join(f"{name}={count}" for name, count in {"villages": options.villages, **totals}.items()))


def row(seed: int, options: argparse.Namespace, totals: dict[str, int]) -> None:
    """Plan one village both ways and print what differs."""
    problem = village(seed, options.households, options.members, options.worth)
    start = time.process_time()
    plan = neighborgrid.assign(problem)
    plan_s = time.process_time() - start
    errors = [finding for finding in neighborgrid.validate(plan, problem).findings if finding.severity >= 3]
    assert not errors, errors[:3]
    tiers = TIERS if options.worth >= 1_000_000 else WORTH_TIERS
    start = time.monotonic()
    found = LinkedModel(problem, problem.people["max_load"].to_numpy()).solve(options.seconds, tiers)
    mip_s = time.monotonic() - start
    mine = values(plan.summary, options)
    tier, verdict = compared(mine, found, tiers, options.members)
    decisive = [name for name in tiers if name in DECISIVE]
    proved = all(name in found and found[name].proved for name in decisive)
    totals["proved"] += proved
    totals["same"] += proved and (tier == "" or tier not in DECISIVE)
    totals["worse"] += verdict == "worse"
    totals["better"] += verdict == "better"
    mark = "?" if tier and not found[tier].proved else ""
    pair = (f"{mine[tier]:.1f}", f"{found[tier].value:.1f}") if tier else ("-", "-")
    summary = plan.summary
    print(
        f"{seed:7d}  {(verdict + ' ' + tier).strip() + mark:16s}  {pair[0]:>6s} {pair[1]:>6s}  "
        f"{summary['circles']:4d}  {summary['circles_bound']:4d}  {summary['outside_circle']:4d}  "
        f"{plan_s:6.2f} {mip_s:6.1f}",
        flush=True,
    )


def values(summary: object, options: argparse.Namespace) -> dict[str, float]:
    """Tiers of a plan, all to be minimised."""
    circles, outside = summary["circles"], summary["outside_circle"]
    return {
        "priority": -summary["priority_served"],
        "served": -summary["served"],
        "shortfall": summary["team_shortfall"],
        "circles": circles,
        "outside": outside,
        "spread": options.worth * circles + outside,
        "stand_ins": summary["stand_ins"],
        "metres": summary["circle_member_m"] * options.members,
    }


def compared(
    mine: dict[str, float], found: dict[str, Tier], tiers: tuple[str, ...], members: int
) -> tuple[str, str]:
    """First tier that differs ("" for none), and whether the plan is better or worse there."""
    for tier in tiers:
        if tier not in found:
            break
        # The plan states the mean of the metres over the members with one decimal.
        slack = 0.06 * members if tier == "metres" else 0.5
        if abs(mine[tier] - found[tier].value) > slack:
            return tier, "worse" if mine[tier] > found[tier].value else "better"
    return "", "same"


def village(seed: int, households: int, members: int, worth: int) -> object:
    """Problem of a seeded village, read from sheets as a user's would be."""
    rng = np.random.default_rng(seed)
    hamlets = int(rng.integers(2, 5))
    middle = rng.uniform(-600, 600, (hamlets, 2))
    share = rng.dirichlet(np.full(hamlets, 2.0))
    homes = middle[rng.choice(hamlets, households, p=share)] + rng.normal(0, 200, (households, 2))
    people = middle[rng.choice(hamlets, members, p=share)] + rng.normal(0, 180, (members, 2))
    role = rng.choice(["cadre", "group_leader", "member"], members, p=[0.12, 0.15, 0.73])
    priority = rng.choice(["", "disabled"], households, p=[0.9, 0.1])
    cap = math.ceil(1.15 * households / members)
    with tempfile.TemporaryDirectory() as name:
        sheets = Path(name, "households.csv"), Path(name, "members.csv")
        write(sheets[0], ("household_id", "head", "village", "lon", "lat", "priority"), (
            (f"H{row:04d}", f"Head {row}", "V", *degrees(point), kind)
            for row, (point, kind) in enumerate(zip(homes, priority, strict=True))
        ))  # fmt: skip
        write(sheets[1], ("member_id", "name", "role", "village", "lon", "lat", "max_load"), (
            (f"M{row:03d}", f"Member {row}", kind, "V", *degrees(point), cap)
            for row, (point, kind) in enumerate(zip(people, role, strict=True))
        ))  # fmt: skip
        return neighborgrid.read(*sheets, settings={"circles.worth_households": worth})


def degrees(point: np.ndarray) -> tuple[str, str]:
    """Longitude and latitude of metres east and north of the middle."""
    lon = LON + point[0] / (M_PER_DEGREE * math.cos(math.radians(LAT)))
    return f"{lon:.7f}", f"{LAT + point[1] / M_PER_DEGREE:.7f}"


def write(path: Path, header: tuple[str, ...], rows: object) -> None:
    """Write a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    main()
