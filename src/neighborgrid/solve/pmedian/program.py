"""Integer programs for CP-SAT: that of the package's docstring over given pairs, and set partitioning.

One worker, a fixed seed and a limit in deterministic time: the same input gives the same answer. Costs are
whole numbers there, rounded down, so that a bound stays one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.solve.pmedian.field import Field

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

# Whole-number costs add up to about this, so that rounding stays below a millionth.
FINE = 1e9


@dataclass(frozen=True)
class Pairs:
    """Pairs that may be used: places in ``clients`` and ``sites``, and the distance; ``p`` sites to open.

    ``mine`` and ``open`` mark the pairs and sites of a known solution, if there is one.
    """

    clients: Ints
    sites: Ints
    client: Ints
    site: Ints
    distance: Floats
    p: int
    mine: NDArray[np.bool_] | None = None
    open: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Answer:
    """What the program found: a site per client or None, whether that is best, and a bound.

    ``bound`` is infinite where no solution exists over these pairs.
    """

    assigned: Ints | None
    opened: Ints
    optimal: bool
    bound: float


def solve_program(field: Field, pairs: Pairs, *, work: float, below: float = np.inf) -> Answer:
    """Best solution over the pairs that costs no more than ``below``, within so much deterministic time."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(len(pairs.client))]
    y = [model.new_bool_var("") for _ in range(len(pairs.sites))]
    need = field.tight.need[pairs.clients][pairs.client].tolist()
    of_client: list[list[Any]] = [[] for _ in pairs.clients]
    of_site: list[list[int]] = [[] for _ in pairs.sites]
    for place, (client, site) in enumerate(zip(pairs.client.tolist(), pairs.site.tolist(), strict=True)):
        of_client[client].append(x[place])
        of_site[site].append(place)
        model.add_implication(x[place], y[site])
    for some in of_client:
        model.add_exactly_one(some)
    for site, places in enumerate(of_site):
        terms = [x[place] for place in places] + [y[site]]
        room = int(field.tight.room[pairs.sites[site]])
        model.add(cp_model.LinearExpr.weighted_sum(terms, [*(need[place] for place in places), -room]) <= 0)
    model.add(sum(y) == pairs.p)
    scale, cost = _scaled(field, pairs.distance, len(pairs.clients))
    expression = cp_model.LinearExpr.weighted_sum(x, cost)
    model.minimize(expression)
    if np.isfinite(below):
        model.add(expression <= int(below * scale))
    elif pairs.mine is not None and pairs.open is not None:
        for variable, value in zip(x + y, np.concatenate((pairs.mine, pairs.open)).tolist(), strict=True):
            model.add_hint(variable, value)
    status, values, bound = _run(model, x + y, work)
    if values is None:
        return Answer(None, np.zeros(0, np.int64), False, np.inf if status == "INFEASIBLE" else bound / scale)
    assigned = np.full(len(pairs.clients), -1, dtype=np.int64)
    used = values[: len(x)]
    assigned[pairs.client[used]] = pairs.sites[pairs.site[used]]
    return Answer(assigned, pairs.sites[values[len(x) :]], status == "OPTIMAL", bound / scale)


def partition(
    field: Field, groups: list[NDArray[np.int32]], cost: Floats, site: Ints, *, work: float, below: float
) -> Ints | None:
    """Clusters that serve each client once at least cost, no site twice; None where nothing is below."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    z = [model.new_bool_var("") for _ in groups]
    rows: list[list[Any]] = [[] for _ in range(field.clients)]
    homes: dict[int, list[Any]] = {}
    for variable, group, home in zip(z, groups, site.tolist(), strict=True):
        homes.setdefault(home, []).append(variable)
        for client in group.tolist():
            rows[client].append(variable)
    if not all(rows):
        return None
    for row in rows:
        model.add_exactly_one(row)
    for same in homes.values():
        if len(same) > 1:
            model.add_at_most_one(same)
    model.add(sum(z) <= field.p)
    scale, whole = _scaled(field, cost, field.p)
    expression = cp_model.LinearExpr.weighted_sum(z, whole)
    model.minimize(expression)
    if np.isfinite(below):
        model.add(expression <= int(below * scale))
    _, values, _ = _run(model, z, work)
    return None if values is None else np.flatnonzero(values)


def _scaled(field: Field, cost: Floats, terms: int) -> tuple[float, list[int]]:
    """Factor and whole costs; the factor is 1 where the distances are whole anyway."""
    if field.floors:
        return 1.0, np.rint(cost).astype(np.int64).tolist()
    scale = FINE / max(terms * float(np.mean(cost)) if len(cost) else 0.0, 1e-300)
    return scale, np.floor(cost * scale).astype(np.int64).tolist()


def _run(model: Any, variables: list[Any], work: float) -> tuple[str, NDArray[np.bool_] | None, float]:
    from ortools.sat.python import cp_model

    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = work
    status = solver.status_name(solver.solve(model))
    bound = float(solver.best_objective_bound)
    if status not in {"OPTIMAL", "FEASIBLE"}:
        return status, None, bound
    return status, np.array([solver.boolean_value(one) for one in variables], dtype=np.bool_), bound
