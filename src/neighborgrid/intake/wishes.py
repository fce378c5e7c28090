"""What households ask for: the member who must, should or must not serve them, and who serves them now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from neighborgrid.findings import Finding
from neighborgrid.intake.references import Answer, Directory, answers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from neighborgrid.intake.stack import Stack

SINGLE: Final = ("lock", "current_member")
SEVERAL: Final = ("prefer", "avoid")


@dataclass(frozen=True)
class Wishes:
    """Rows of people: ``lock`` and ``current_member`` by household (-1: none), the others as pairs (n, 2)."""

    lock: NDArray[np.int64]
    current_member: NDArray[np.int64]
    prefer: NDArray[np.int64]
    avoid: NDArray[np.int64]
    findings: tuple[Finding, ...]


def resolve(households: Stack, villages: NDArray[np.int64], people: Directory) -> Wishes:
    """Wishes of all households; references that do not fit one member are named and dropped."""
    found: list[Finding] = []
    single = {key: np.full(len(households), -1, dtype=np.int64) for key in SINGLE}
    pairs: dict[str, list[tuple[int, int]]] = {key: [] for key in SEVERAL}
    for key in (*SINGLE, *SEVERAL):
        for rows, answer in answers(people, households.column(key), villages):
            found += _problems(households, key, rows, answer, alone=key in SINGLE)
            if key in SEVERAL:
                pairs[key] += [(row, one) for row in rows.tolist() for one in answer.rows]
            elif len(answer.rows) == 1 and not answer.ambiguous:
                single[key][rows] = answer.rows[0]
    both = {key: np.array(sorted(pairs[key]), dtype=np.int64).reshape(-1, 2) for key in SEVERAL}
    return Wishes(single["lock"], single["current_member"], both["prefer"], both["avoid"], tuple(found))


def _problems(
    stack: Stack, key: str, rows: NDArray[np.int64], answer: Answer, *, alone: bool
) -> list[Finding]:
    """Findings about one reference, at the first cell that makes it."""
    place = stack.place(int(rows[0]), key)
    values = {"count": len(rows)}
    found = []
    if answer.unknown:
        found.append(Finding("NG206", place, values))
    if answer.ambiguous:
        found.append(Finding("NG207", place, values))
    if alone and len(answer.rows) > 1:
        found.append(Finding("NG208", place, values))
    return found
