"""Why and what would help, on a scenario: certificates, proof and one explanation against what they rest on.

    python benchmarks/advice.py --scenario yuanshi-county --runs 3

Certificates are timed inside one process, in CPU seconds, beside the solving that they come on top of: once
under the plan's caps and once under a cap at which thousands wait. Proof and explanation are whole
processes less one that only reads the workbook, run in turn; medians count.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from assign import make_sheets
from measure import median, run, versions

READ = "import sys; from neighborgrid import read_plan; read_plan(sys.argv[1])"
EXPLAIN = """
import sys, time
import neighborgrid
plan = neighborgrid.read_plan(sys.argv[1])
for household in sys.argv[2:]:
    start = time.process_time()
    neighborgrid.explain(plan, household)
    print(time.process_time() - start)
"""
TIGHT_CAP = 8


def main() -> None:
    """Run the benchmark and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--scenario", default="yuanshi-county")
    parser.add_argument("--runs", type=int, default=3)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sheets = make_sheets(asked.scenario, folder)
        figures = {"scenario": asked.scenario, "runs": asked.runs}
        figures |= certificates(sheets, cap=None) | certificates(sheets, cap=TIGHT_CAP)
        plan = folder / "plan.xlsx"
        command = [sys.executable, "-m", "neighborgrid"]
        run([*command, "assign", *map(str, sheets), "-q", "-o", str(plan)])
        figures |= workbook(plan, command, asked.runs)
    print(versions())
    print(" ".join(f"{key}={value}" for key, value in figures.items()))


def certificates(sheets: list[Path], *, cap: int | None) -> dict[str, str | int]:
    """Seconds of bottlenecks with their cap remedies and of node prices, beside those of the solving."""
    import neighborgrid
    from neighborgrid.solve.engine import solve
    from neighborgrid.solve.linked import link
    from neighborgrid.solve.prices import optimal_prices
    from neighborgrid.solve.shortage import bottlenecks, shortages_table

    settings = {"circles.mode": "off"} | ({} if cap is None else {"load.max": cap})
    problem = neighborgrid.read(*sheets, settings=settings)
    start = time.process_time()
    solution = solve(problem)
    solved = time.process_time()
    why = link(problem, solution).why
    linked = time.process_time()
    found = bottlenecks(problem, solution, why)
    shortages_table(problem, found)
    certified = time.process_time()
    optimal_prices(solution.ready, solution.person)
    priced = time.process_time()
    mark = "auto" if cap is None else f"cap{cap}"
    return {
        f"{mark}_solve_s": f"{solved - start:.2f}",
        f"{mark}_shortages": len(found),
        f"{mark}_short": sum(one.short for one in found),
        f"{mark}_members_full": int((why.reason == "members_full").sum()),
        f"{mark}_certificates_s": f"{certified - linked:.2f}",
        f"{mark}_prices_s": f"{priced - certified:.2f}",
    }


def workbook(plan: Path, command: list[str], runs: int) -> dict[str, str]:
    """Seconds of reading the workbook, and of proof and explanation beyond it."""
    import neighborgrid

    households = neighborgrid.read_plan(plan).households
    one, other = households["household_id"].to_numpy()[[len(households) // 2, len(households) // 3]]
    read, audit, proof, explain, first, second = [], [], [], [], [], []
    for _ in range(runs):
        read.append(run([sys.executable, "-c", READ, str(plan)]).cpu_s)
        audit.append(run([*command, "validate", str(plan), "-q"]).cpu_s)
        proof.append(run([*command, "validate", str(plan), "-q", "--prove"]).cpu_s - audit[-1])
        explain.append(run([*command, "explain", str(plan), one, "-q"]).cpu_s - read[-1])
        inside = run([sys.executable, "-c", EXPLAIN, str(plan), one, other]).stdout.split()
        first.append(float(inside[0]))
        second.append(float(inside[1]))
    return {
        "read_s": f"{median(read):.2f}",
        "audit_s": f"{median(audit):.2f}",
        "proof_s": f"{median(proof):.2f}",
        "explain_s": f"{median(explain):.2f}",
        "explain_first_s": f"{median(first):.2f}",
        "explain_second_s": f"{median(second):.2f}",
        "proof_to_audit": f"{median(proof) / median(audit):.2f}",
        "explain_to_read": f"{median(explain) / median(read):.2f}",
    }


if __name__ == "__main__":
    main()
