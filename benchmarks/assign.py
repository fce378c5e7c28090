"""``neighborgrid assign`` on a scenario against its floor, and against the greedy plan.

    python benchmarks/assign.py --scenario yuanshi-county --runs 5

Both are whole processes in CPU time, children included, run in turn; the median of the runs counts and
the result is a ratio, since absolute times say more about the machine. Greedy takes households in
canonical order and gives each its nearest admissible member with room.

Floor, ratio and greedy are about the assignment alone (``--circles off``); one more run forms circles.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
import tempfile
from pathlib import Path

import numpy as np

from measure import Run, median, run, versions

HERE = Path(__file__).parent


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--scenario", default="yuanshi-county")
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheets = make_sheets(asked.scenario, folder)
        greedy = prepare(sheets, folder / "cells.pickle")
        floors, plans, peaks = [], [], []
        for _ in range(asked.runs):
            floor = run([sys.executable, str(HERE / "floor.py"), str(folder / "cells.pickle"),
                         str(folder / "floor.xlsx"), *map(str, sheets)])  # fmt: skip
            floors.append(floor.cpu_s - float(floor.stdout.rpartition("loading_s=")[2]))
            plan = assign(sheets, folder / "plan.xlsx", "--circles", "off")
            plans.append(plan.cpu_s)
            peaks.append(plan.peak_mb)
            print(f"floor {floors[-1]:.2f} s, assign {plans[-1]:.2f} s, ratio {plans[-1] / floors[-1]:.2f}")
        with_circles = assign(sheets, folder / "circles.xlsx")
    summary, circles = (json.loads(done.stdout)["summary"] for done in (plan, with_circles))
    print(versions())
    figures = {
        "scenario": asked.scenario,
        "runs": asked.runs,
        "floor_s": f"{median(floors):.2f}",
        "assign_s": f"{median(plans):.2f}",
        "ratio_to_floor": f"{median(plans) / median(floors):.2f}",
        "peak_mb": f"{max(peaks):.0f}",
        "served": summary["served"],
        "rows": summary["rows_total"],
        "mean_m": summary["mean_distance_m"],
        "near_target_pct": summary["near_target_pct"],
        "circles_s": f"{with_circles.cpu_s:.1f}",
        "circles": circles["circles"],
        "circles_bound": circles["circles_bound"],
        "circles_gap_pct": f"{100 * (circles['circles'] / circles['circles_bound'] - 1):.1f}",
        "outside_circle_pct": f"{100 * circles['outside_circle'] / circles['served']:.2f}",
        "circles_served": circles["served"],
        "greedy_served": greedy["served"],
        "greedy_mean_m": f"{greedy['mean_m']:.1f}",
        "greedy_near_target_pct": f"{greedy['near_target_pct']:.1f}",
    }
    print(" ".join(f"{key}={value}" for key, value in figures.items()))


def assign(sheets: list[Path], target: Path, *options: str) -> Run:
    """One run of the command."""
    command = [sys.executable, "-m", "neighborgrid", "assign", *map(str, sheets), *options]
    return run([*command, "-q", "--format", "json", "-o", str(target)])


def make_sheets(scenario: str, folder: Path) -> list[Path]:
    """Sheets of a scenario as workbooks in ``folder``."""
    from neighborgrid.scenarios import build, write

    return write.write(build.make(scenario), folder)


def prepare(sheets: list[Path], cells: Path) -> dict[str, float]:
    """Write the tabs of the plan for the floor, and return the greedy plan's figures."""
    from neighborgrid.intake import reader
    from neighborgrid.intake.build import build
    from neighborgrid.planbook.digest import content_digest
    from neighborgrid.planbook.fit import fit
    from neighborgrid.planbook.frame import Marks
    from neighborgrid.planbook.layout import sheet_specs
    from neighborgrid.rules import sources
    from neighborgrid.solve.plan import assign as solve

    off = sources.flags({"circles.mode": ("--circles", "off")})
    problem = build(reader.read_files(sheets), strong=off).problem
    plan, _ = fit(solve(problem))
    cells.write_bytes(pickle.dumps(sheet_specs(plan, Marks(content_digest(plan))), protocol=5))
    return greedy_figures(problem)


def greedy_figures(problem) -> dict[str, float]:
    """Households in canonical order, each to its nearest admissible member with room under the same caps."""
    from neighborgrid.solve.engine import solve

    solution = solve(problem)
    pairs, need = solution.reachable.pairs, solution.reachable.need
    load = np.zeros(len(problem.people))
    order = np.lexsort((pairs.metres, pairs.household))
    home_of, person_of = pairs.household[order].tolist(), pairs.person[order].tolist()
    cap, weight = solution.max_load.tolist(), problem.households["load"].tolist()
    metres, taken, done = pairs.metres[order].tolist(), [], set()
    for home, person, metre in zip(home_of, person_of, metres, strict=True):
        if home not in done and load[person] + weight[home] <= cap[person]:
            done.add(home)
            load[person] += weight[home]
            taken.append(metre)
    able = (problem.people["excluded"] == "").to_numpy()
    target = problem.people["target_load"].to_numpy()
    return {
        "served": len(done) + int((need.own_home >= 0).sum()),
        "mean_m": float(np.mean(taken)),
        "near_target_pct": 100 * float((np.abs(load - target) <= 2)[able].mean()),
    }


if __name__ == "__main__":
    main()
