"""Connected components of the admissible graph, so that a county is thousands of small exact problems."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Components:
    """Households, members and pairs sorted by component; component i owns ``order[start[i]:start[i + 1]]``.

    ``household_local`` and ``member_local`` number each inside its component. Households and members
    without any pair belong to no component. Starts are int64, the others int32.
    """

    count: int
    household_order: NDArray[np.int32]
    household_start: NDArray[np.int64]
    household_local: NDArray[np.int32]
    member_order: NDArray[np.int32]
    member_start: NDArray[np.int64]
    member_local: NDArray[np.int32]
    pair_order: NDArray[np.int32]
    pair_start: NDArray[np.int64]


def split(
    household: NDArray[np.int32], member: NDArray[np.int32], households: int, joint: NDArray[np.int64]
) -> Components:
    """Components of the bipartite graph whose edges are the pairs (``household``, ``member``).

    ``joint``, shape (members,), numbers groups of members who belong to one component in any case; -1 none.
    """
    members = len(joint)
    size = households + members
    ends = (household, member + households)
    grouped = np.flatnonzero(joint >= 0)
    if len(grouped):
        nodes = households + members + joint[grouped]
        size += int(joint.max()) + 1
        ends = (np.concatenate((household, grouped + households)), np.concatenate((ends[1], nodes)))
    graph = coo_matrix((np.ones(len(ends[0]), np.int8), ends), (size, size))
    _, label = connected_components(graph, directed=False)
    degree_h = np.bincount(household, minlength=households)
    degree_m = np.bincount(member, minlength=members)
    # Numbered by their first household, so that canonical rows give canonical components.
    used = np.flatnonzero(degree_h)
    _, first, inverse = np.unique(label[used], return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    of_label = np.full(size, -1, np.int64)
    of_label[label[used]] = rank[inverse]
    part_h = np.where(degree_h > 0, of_label[label[:households]], -1)
    part_m = np.where(degree_m > 0, of_label[label[households : households + members]], -1)
    count = len(first)
    return Components(
        count,
        *_grouped(part_h, count),
        *_grouped(part_m, count),
        *_runs(part_h[household], count),
    )


def _grouped(
    part: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int32]]:
    """Rows sorted by part, start of each part, and the number of each row inside its part."""
    order, start = _runs(part, count)
    local = np.zeros(len(part), np.int32)
    local[order] = np.arange(len(order)) - start[part[order]]
    return order, start, local


def _runs(part: NDArray[np.int64], count: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Rows of the parts 0 .. count - 1, sorted by part, and the start of each part; -1 is left out."""
    # NumPy sorts 16-bit integers by radix, several times faster; most counties have fewer components.
    narrow = part.astype(np.int16) if count < np.iinfo(np.int16).max else part
    order = np.argsort(narrow, kind="stable")[np.count_nonzero(part < 0) :].astype(np.int32)
    counts = np.bincount(part[part >= 0], minlength=count)
    return order, np.concatenate(([0], np.cumsum(counts)))
