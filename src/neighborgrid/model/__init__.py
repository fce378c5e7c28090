"""Problem and plan: what the rooms hand to each other, frozen and columnar."""

from __future__ import annotations

from neighborgrid.model.ground import BarrierLines, Ground, MatrixRows, RoadEdges
from neighborgrid.model.problem import InputDigest, Plan, Problem, SheetSource
from neighborgrid.model.tables import (
    CENTRES,
    DISTANCE_KINDS,
    DTYPES,
    EXCLUSION_REASONS,
    HIDDEN_SHEETS,
    LEDGER,
    PRICE_NODES,
    PRIORITY_KINDS,
    PROBLEM_HOUSEHOLDS,
    PROBLEM_PEOPLE,
    RESIDENCES,
    SET_ASIDE,
    SHEETS,
    UNSERVED_REASONS,
    check_columns,
    make_table,
)

__all__ = [
    "CENTRES",
    "DISTANCE_KINDS",
    "DTYPES",
    "EXCLUSION_REASONS",
    "HIDDEN_SHEETS",
    "LEDGER",
    "PRICE_NODES",
    "PRIORITY_KINDS",
    "PROBLEM_HOUSEHOLDS",
    "PROBLEM_PEOPLE",
    "RESIDENCES",
    "SET_ASIDE",
    "SHEETS",
    "UNSERVED_REASONS",
    "BarrierLines",
    "Ground",
    "InputDigest",
    "MatrixRows",
    "Plan",
    "Problem",
    "RoadEdges",
    "SheetSource",
    "check_columns",
    "make_table",
]
