"""The capacitated p-median solver against brute force, its own checker, and published values."""

from __future__ import annotations

import itertools
import math
import os
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from neighborgrid.solve.pmedian import Infeasible, PMedian, PMedianResult, solve_pmedian

DATA = Path(os.environ.get("NEIGHBORGRID_DATA", Path(__file__).parents[2] / "shared" / "data")) / "circles"


def distances(case: PMedian) -> list[list[float]]:
    table = []
    for point in case.points.tolist():
        row = []
        for site in case.sites.tolist():
            metres = math.dist(point, site)
            metres = float(math.floor(metres)) if case.floor else metres
            row.append(metres if metres <= case.limit else math.inf)
        table.append(row)
    return table


def check(case: PMedian, result: PMedianResult) -> None:
    """Everything that a solution promises, from the definition; shares nothing with the solver."""
    table = distances(case)
    opened = result.site.tolist()
    assert opened == sorted(set(opened))
    assert len(opened) == min(case.p, len(case.sites))
    assert set(result.assigned.tolist()) <= set(opened)
    loads = dict.fromkeys(opened, 0.0)
    cost = 0.0
    for client, site in enumerate(result.assigned.tolist()):
        loads[site] += float(case.demand[client])
        cost += table[client][site]
    assert all(load <= case.capacity[site] * (1 + 1e-8) + 1e-9 for site, load in loads.items())
    assert math.isfinite(cost)
    assert result.cost == pytest.approx(cost, rel=1e-9, abs=1e-9)
    assert result.lower_bound <= result.cost


def brute(case: PMedian) -> float:
    """Least cost over all sets of sites and all assignments, depth first; infinite where there is none."""
    table, demand, capacity = distances(case), case.demand.tolist(), case.capacity.tolist()
    order = sorted(range(len(demand)), key=lambda client: -demand[client])
    best = math.inf

    def place(depth: int, cost: float, room: dict[int, float]) -> None:
        nonlocal best
        if cost >= best:
            return
        if depth == len(order):
            best = cost
            return
        client = order[depth]
        for site in room:
            if demand[client] <= room[site] + 1e-9 and table[client][site] < math.inf:
                room[site] -= demand[client]
                place(depth + 1, cost + table[client][site], room)
                room[site] += demand[client]

    for sites in itertools.combinations(range(len(capacity)), min(case.p, len(capacity))):
        place(0, 0.0, {site: capacity[site] for site in sites})
    return best


def small_case(seed: int) -> PMedian:
    """A tight case of up to nine clients; the seed decides about limit, floor, dimension and sites."""
    rng = np.random.default_rng(seed)
    n, p = int(rng.integers(2, 10)), int(rng.integers(1, 4))
    d = 2 + seed % 2
    points = rng.uniform(0, 100, (n, d))
    sites = points if rng.random() < 0.5 else rng.uniform(0, 100, (int(rng.integers(p, 8)), d))
    kind = seed % 3
    demand = [np.ones(n), rng.integers(1, 10, n).astype(float), rng.uniform(0.5, 5, n)][kind]
    spread = rng.uniform(0.9, 1.6) * demand.sum() / p
    capacity = (
        np.full(len(sites), spread) if rng.random() < 0.6 else spread * rng.uniform(0.7, 1.4, len(sites))
    )
    capacity = np.ceil(capacity) if kind < 2 else capacity
    limit = float(rng.uniform(40, 120)) if rng.random() < 0.5 else math.inf
    return PMedian(points, demand, sites, capacity, p, limit, floor=bool(rng.random() < 0.4))


@pytest.mark.parametrize("block", range(8))
def test_small_cases_are_solved_as_brute_force_does(block: int) -> None:
    for seed in range(25 * block, 25 * block + 25):
        case = small_case(seed)
        best = brute(case)
        if math.isinf(best):
            with pytest.raises(Infeasible):
                solve_pmedian(case, effort=0.2, seed=seed)
            continue
        result = solve_pmedian(case, effort=0.2, seed=seed)
        check(case, result)
        assert result.lower_bound <= best * (1 + 1e-9) + 1e-9, f"seed {seed}"
        assert result.cost == pytest.approx(best, rel=1e-6), f"seed {seed}"


def grid(n: int, *, seed: int = 0, unit: bool = True) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    demand = np.ones(n) if unit else rng.integers(1, 20, n).astype(float)
    return rng.uniform(0, 1000, (n, 2)), demand


def test_two_villages_worked_out_by_hand() -> None:
    # Three homes at 0, 1, 2 and three at 100, 101, 103 on a line; each site holds three. The middle homes
    # cost 1 + 1 and 1 + 2: 5 in all.
    points = np.array([[0, 0], [1, 0], [2, 0], [100, 0], [101, 0], [103, 0]], float)
    result = solve_pmedian(PMedian(points, np.ones(6), points, np.full(6, 3.0), 2))
    assert result.cost == 5
    assert result.site.tolist() == [1, 4]
    assert result.assigned.tolist() == [1, 1, 1, 4, 4, 4]
    assert result.proved
    assert result.lower_bound == pytest.approx(5)
    assert result.gap == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("limit", [1.9999, 2.0, 2.0001])
def test_the_limit_is_inclusive(limit: float) -> None:
    points = np.array([[0.0, 0.0], [2.0, 0.0]])
    case = PMedian(points, np.ones(2), points, np.full(2, 2.0), 1, limit=limit)
    if limit < 2:
        with pytest.raises(Infeasible):
            solve_pmedian(case)
    else:
        assert solve_pmedian(case).cost == 2


def test_counting_proves_that_there_is_no_solution() -> None:
    points, demand = grid(12)
    with pytest.raises(Infeasible, match="hold less") as caught:
        solve_pmedian(PMedian(points, demand, points, np.full(12, 3.0), 3))
    assert caught.value.proved
    with pytest.raises(Infeasible, match="within the limit") as caught:
        solve_pmedian(PMedian(points, demand, points[:2] + 5000, np.full(2, 12.0), 2, limit=100))
    assert caught.value.proved
    with pytest.raises(Infeasible, match="above every capacity") as caught:
        solve_pmedian(PMedian(points, np.r_[4.0, demand[1:]], points, np.full(12, 3.9), 12))
    assert caught.value.proved


@pytest.mark.parametrize(
    "change",
    [
        {"p": 0},
        {"demand": np.full(5, -1.0)},
        {"demand": np.ones(4)},
        {"capacity": np.ones(6)},
        {"points": np.full((5, 2), np.nan)},
        {"sites": np.zeros((5, 3))},
        {"sites": np.zeros((0, 2))},
        {"limit": np.nan},
    ],
)
def test_malformed_cases_are_refused(change: dict[str, object]) -> None:
    good = {
        "points": np.zeros((5, 2)),
        "demand": np.ones(5),
        "sites": np.zeros((5, 2)),
        "capacity": np.ones(5),
    }
    with pytest.raises(ValueError, match="must"):
        PMedian(**{**good, "p": 2, **change})


def test_effort_must_be_positive() -> None:
    points, demand = grid(5)
    with pytest.raises(ValueError, match="effort"):
        solve_pmedian(PMedian(points, demand, points, np.full(5, 5.0), 1), effort=0)


@pytest.mark.parametrize("unit", [True, False])
def test_same_seed_same_result(unit: bool) -> None:
    points, demand = grid(70, unit=unit)
    case = PMedian(points, demand, points, np.full(70, np.ceil(demand.sum() / 6 * 1.05)), 6)
    one, other = (solve_pmedian(case, effort=0.1, seed=3) for _ in range(2))
    check(case, one)
    assert one.assigned.tolist() == other.assigned.tolist()
    assert (one.cost, one.lower_bound) == (other.cost, other.lower_bound)


@pytest.mark.parametrize("p", [6, 60])
def test_more_effort_or_room_or_sites_never_contradicts_the_bound(p: int) -> None:
    points, demand = grid(60)
    room = np.full(60, np.ceil(60 / p) + 1)
    tight = solve_pmedian(PMedian(points, demand, points, room, p), effort=0.1)
    loose = solve_pmedian(PMedian(points, demand, points, room + 5, p), effort=0.1)
    assert loose.lower_bound <= tight.cost
    assert tight.cost == 0 if p == 60 else tight.cost > 0


def test_points_on_one_spot_cost_nothing() -> None:
    points = np.zeros((8, 2))
    result = solve_pmedian(PMedian(points, np.ones(8), points, np.full(8, 4.0), 2), effort=0.1)
    assert (result.cost, result.lower_bound, result.proved) == (0, 0, True)


def test_memory_does_not_grow_with_the_square() -> None:
    # 5,000 x 5,000 distances alone would be 200 MB; NumPy reports what it allocates to tracemalloc.
    points, demand = grid(5000)
    case = PMedian(points, demand, points, np.full(5000, 60.0), 100)
    tracemalloc.start()
    try:
        result = solve_pmedian(case, effort=0.01)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    check_loads = np.bincount(result.assigned, minlength=5000)
    assert check_loads.max() <= 60
    assert result.lower_bound <= result.cost
    assert peak < 150e6


@pytest.mark.parametrize(
    ("name", "best"), [("pmedcap1_02.txt", 740), ("pmedcap1_04.txt", 651), ("pmedcap1_06.txt", 778)]
)
def test_published_optima_of_the_or_library(name: str, best: int) -> None:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"no {path.name}: the data lie beside the project")
    rows = [
        [float(word) for word in line.split()]
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]
    n, p, room = rows[1]
    table = np.array(rows[2:])
    points = table[:, 1:3]
    case = PMedian(points, table[:, 3], points, np.full(int(n), room), int(p), floor=True)
    result = solve_pmedian(case, effort=0.5)
    check(case, result)
    assert result.cost == best
    assert result.lower_bound <= best
