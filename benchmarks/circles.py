"""Published capacitated p-median instances: cost, bound and CPU seconds of ``solve_pmedian``.

    python benchmarks/circles.py [--effort 1.0] [--seed 0] [FILE...]

Reads the OR-Library's format (`no best`, `n p Q`, `i x y demand`; distances rounded down; one or several
instances in a file) and that of Lorena and Senne (`n p`, `x y capacity demand`; distances as they are).
The published cost comes from the OR-Library file itself, else from the table below, else it is `-`.
gap_pct is (cost - published) / published, or where nothing is published (cost - bound) / bound.
Seconds are CPU seconds of this process, one thread. Without FILE all of ``$NEIGHBORGRID_DATA/circles`` or
``../shared/data/circles`` beside the project.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

# One core: the libraries' own threads would count as well. To be set before they load.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import numpy as np  # noqa: E402

from measure import versions  # noqa: E402
from neighborgrid.solve.pmedian import Infeasible, PMedian, solve_pmedian  # noqa: E402

# Best costs in print, both decimals as printed; all of these are proved optima.
PUBLISHED = {
    "SJC1": 17288.99,
    "SJC2": 33270.94,
    "TA25": 632.4826,
    "TA50": 4429.0646,
    "TA60": 5357.3578,
    "TA70": 6203.4423,
}


@dataclass(frozen=True)
class Instance:
    """A named case and its published cost, if any."""

    name: str
    case: PMedian
    published: float | None


def read(path: Path) -> list[Instance]:
    """Instances of a file in either format."""
    lines = [line.split() for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    try:
        rows = [[float(word) for word in line] for line in lines]
        found = _lorena(path.stem, rows) if len(rows[1]) == 4 else _library(path.stem, rows)
    except (ValueError, IndexError) as error:
        sys.exit(f"{path}: not an instance of either format ({error})")
    return found


def _lorena(name: str, rows: list[list[float]]) -> list[Instance]:
    n, p = int(rows[0][0]), int(rows[0][1])
    table = np.array(rows[1 : 1 + n])
    if table.shape != (n, 4):
        raise ValueError(f"{n} rows of 4 numbers expected")
    points = table[:, :2]
    return [Instance(name, PMedian(points, table[:, 3], points, table[:, 2], p), PUBLISHED.get(name))]


def _library(name: str, rows: list[list[float]]) -> list[Instance]:
    # A collection begins with the number of its instances.
    start, found = (1 if len(rows[0]) == 1 else 0), []
    while start < len(rows):
        (number, best), (n, p, capacity) = rows[start], map(int, rows[start + 1])
        table = np.array(rows[start + 2 : start + 2 + n])
        if table.shape != (n, 4):
            raise ValueError(f"{n} rows of 4 numbers expected")
        points = table[:, 1:3]
        case = PMedian(points, table[:, 3], points, np.full(n, float(capacity)), p, floor=True)
        found.append(Instance(f"{name}#{number:.0f}", case, best if best > 0 else None))
        start += 2 + n
    if len(found) == 1:
        found = [Instance(name, found[0].case, found[0].published)]
    return found


def main() -> None:
    """Solve the instances and print a row each."""
    options = _options()
    instances = [one for path in options.file or _default() for one in read(path)]
    if not instances:
        sys.exit("no instances: give FILEs, or set NEIGHBORGRID_DATA")
    print(versions())
    print("gap_pct: above the published cost; where there is none, above the bound")
    print(f"{'instance':<16}{'n':>7}{'p':>6}{'cost':>16}{'published':>14}{'bound':>16}{'gap_pct':>9}{'s':>8}")
    gaps, total = [], 0.0
    for one in instances:
        began = time.process_time()
        try:
            result = solve_pmedian(one.case, effort=options.effort, seed=options.seed)
        except Infeasible as error:
            print(f"{one.name:<16}{len(one.case.points):>7}{one.case.p:>6}  {error}", flush=True)
            gaps.append(float("inf"))
            continue
        seconds = time.process_time() - began
        against = result.lower_bound if one.published is None else one.published
        gap = 100 * (result.cost - against) / against if against else 0.0
        published = "-" if one.published is None else f"{one.published:.2f}"
        mark = "*" if result.proved else " "
        print(
            f"{one.name:<16}{len(one.case.points):>7}{one.case.p:>6}{result.cost:>16.4f}{published:>14}"
            f"{result.lower_bound:>15.4f}{mark}{gap:>9.4f}{seconds:>8.2f}",
            flush=True,
        )
        gaps.append(gap)
        total += seconds
    print("* proved to be optimal")
    print(f"mean_gap_pct={np.mean(gaps):.4f} max_gap_pct={np.max(gaps):.4f} seconds={total:.2f}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", nargs="*", type=Path, help="instances; without any, all that are found")
    parser.add_argument("--effort", type=float, default=1.0, help="work, about in proportion (default 1)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the search (default 0)")
    return parser.parse_args()


def _default() -> list[Path]:
    data = os.environ.get("NEIGHBORGRID_DATA", str(Path(__file__).parents[2] / "shared" / "data"))
    return sorted(path for path in (Path(data) / "circles").glob("*") if path.suffix in {".txt", ".dat"})


if __name__ == "__main__":
    main()
