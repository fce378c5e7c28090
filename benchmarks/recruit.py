"""Fewest new members of villages that lost some: found against the lower bound.

    python benchmarks/recruit.py [--villages 20] [--households 400] [--members 40] [--gone 12] [--cap 12]

Each village is a seeded cloud of two to four hamlets of which the last ``--gone`` members are taken away. A
row a village: waiting households, new members found and their lower bound for everybody, then for two thirds
of those who wait, and CPU seconds of both, the plan not counted. The last line gives the greatest gap.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

import neighborgrid
from circles_linked import degrees, write
from measure import versions


def main() -> None:
    """Run the benchmark and print its rows."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    numbers = {"villages": 20, "households": 400, "members": 40, "gone": 12, "cap": 12, "first": 0}
    for name, default in numbers.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    print(versions())
    print("village  waiting  found  bound      s  2/3 found  bound      s")
    gaps, seconds = [], 0.0
    for seed in range(options.first, options.first + options.villages):
        plan = neighborgrid.assign(village(seed, options))
        served, rows = plan.summary["served"], plan.summary["rows_total"]
        waiting = rows - served
        cells = []
        for wanted in (rows, served + waiting * 2 // 3):
            start = time.process_time()
            found = neighborgrid.recruit(plan, 100 * wanted / rows, options.cap)
            spent = time.process_time() - start
            gaps.append(100 * (len(found.table) - found.bound) / max(1, found.bound))
            seconds += spent
            cells.append((len(found.table), found.bound, spent))
        (count, bound, first_s), (fewer, least, second_s) = cells
        print(
            f"{seed:7d}  {waiting:7d}  {count:5d}  {bound:5d}  {first_s:5.2f}  {fewer:9d}  {least:5d}  "
            f"{second_s:5.2f}",
            flush=True,
        )
    print(f"max_gap_pct={max(gaps):.2f} seconds={seconds:.2f}")


def village(seed: int, options: argparse.Namespace) -> object:
    """Problem of a seeded village, read from sheets as a user's would be."""
    rng = np.random.default_rng(seed)
    hamlets = int(rng.integers(2, 5))
    middle = rng.uniform(-800, 800, (hamlets, 2))
    share = rng.dirichlet(np.full(hamlets, 2.0))
    homes = middle[rng.choice(hamlets, options.households, p=share)]
    homes = homes + rng.normal(0, 250, homes.shape)
    people = middle[rng.choice(hamlets, options.members, p=share)]
    people = (people + rng.normal(0, 230, people.shape))[: options.members - options.gone]
    with tempfile.TemporaryDirectory() as name:
        sheets = Path(name, "households.csv"), Path(name, "members.csv")
        write(sheets[0], ("household_id", "head", "village", "lon", "lat"), (
            (f"H{row:04d}", f"Head {row}", "V", *degrees(point)) for row, point in enumerate(homes)
        ))  # fmt: skip
        write(sheets[1], ("member_id", "name", "village", "lon", "lat", "max_load"), (
            (f"M{row:03d}", f"Member {row}", "V", *degrees(point), options.cap)
            for row, point in enumerate(people)
        ))  # fmt: skip
        return neighborgrid.read(*sheets, settings={"circles.mode": "off"})


if __name__ == "__main__":
    main()
