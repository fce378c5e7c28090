"""One region of the problem of recruiting: households that one member more could help, and sites for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from ortools.graph.python.max_flow import SimpleMaxFlow
from scipy.sparse.csgraph import connected_components

from neighborgrid.solve.flow import FlowError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    Rows = NDArray[np.int64]
    Mask = NDArray[np.bool_]

FURTHER_M: Final = 1.0
"""Is added to the metres of `Region.site_m`, in which a blank is no pair."""
SCALE: Final = 1_000_000
"""Units of flow per household where the sites are opened by fractions."""


@dataclass(frozen=True)
class Region:
    """Households, full members and sites in local numbers; independent of all other regions.

    Attributes
    ----------
    homes, sites
        Rows of the problem's households: those to be served, and those whose homes are sites.
    home, member
        Pairs of local households and local members.
    cap
        Most households of each member, inclusive.
    reach
        Matrix (sites, households) of 0 and 1: whom a new member at the site may serve within the cap.
    free
        The same for those who take no capacity: the own home, and households of load 0.
    slots
        Most households of a new member at each site, own home and those of load 0 apart.
    people
        Row of the problem's people of each member.
    exact
        All loads are 1 (or 0), so that ``slots`` and the bound are true.
    base
        Most households of the region that are served without anybody new.
    member_m, site_m
        Walking metres of the pairs with members, shape (pairs,), and `FURTHER_M` more than those with sites,
        a matrix (sites, households). None without a ground, where the straight metres say as much.
    """

    homes: Rows
    sites: Rows
    home: Rows
    member: Rows
    cap: Rows
    reach: csr_matrix
    free: csr_matrix
    slots: Rows
    people: Rows
    exact: bool
    base: int
    member_m: NDArray[np.float64] | None = None
    site_m: csr_matrix | None = None

    @property
    def size(self) -> int:
        """Number of households, all of which enough recruits would serve."""
        return len(self.homes)

    def flow(self, chosen: Rows, amount: NDArray[np.float64] | None = None) -> tuple[float, Mask]:
        """Most households served with the sites ``chosen``, and the household side of a minimum cut.

        ``amount`` opens each of them by a fraction only. Without it the cut is that which the residual
        network reaches from the households left over.
        """
        scale = 1 if amount is None else SCALE
        opened = np.full(len(chosen), scale) if amount is None else np.floor(amount * SCALE).astype(np.int64)
        near, own = self.reach[chosen].tocoo(), self.free[chosen].tocoo()
        free = np.bincount(own.col, weights=opened[own.row], minlength=self.size).astype(np.int64)
        given = np.flatnonzero(free)
        first_member, first_site = self.size, self.size + len(self.cap)
        sink, source = first_site + len(chosen), first_site + len(chosen) + 1
        homes = np.arange(self.size)
        network = SimpleMaxFlow()
        network.add_arcs_with_capacity(
            np.concatenate(
                (
                    np.full(self.size, source),
                    self.home,
                    first_member + np.arange(len(self.cap)),
                    near.col,
                    first_site + np.arange(len(chosen)),
                    given,
                )
            ),
            np.concatenate(
                (
                    homes,
                    first_member + self.member,
                    np.full(len(self.cap), sink),
                    first_site + near.row,
                    np.full(len(chosen), sink),
                    np.full(len(given), sink),
                )
            ),
            np.concatenate(
                (
                    np.full(self.size + len(self.home), scale),
                    self.cap * scale,
                    opened[near.row],
                    self.slots[chosen] * opened,
                    free[given],
                )
            ),
        )
        if network.solve(source, sink) != network.OPTIMAL:
            raise FlowError("maximum flow of a region failed")
        side = np.zeros(source + 1, bool)
        side[network.get_source_side_min_cut()] = True
        return network.optimal_flow() / scale, side[: self.size]

    def served(self, chosen: Rows) -> int:
        """Most households served with a new member at each of the sites ``chosen``."""
        return round(self.flow(chosen)[0])

    def cut(self, side: Mask) -> tuple[int, Rows]:
        """Constant and gain per site of the bound ``served <= constant + sum of gains`` of one cut.

        Holds for any set of households: those outside are served at best, those inside by their members
        and by new ones, each up to the cap and to the households there are.
        """
        degree = np.bincount(self.member[side[self.home]], minlength=len(self.cap))
        inside = side.astype(np.int64)
        gain = np.minimum(self.slots, self.reach @ inside) + self.free @ inside
        return self.size - int(inside.sum()) + int(np.minimum(self.cap, degree).sum()), np.asarray(gain)

    def pieces(self, side: Mask, chosen: Rows) -> list[Mask]:
        """Parts of a set of households that share neither members nor the sites ``chosen``."""
        from scipy.sparse import coo_matrix

        near = (self.reach[chosen] + self.free[chosen]).tocoo()
        pairs = side[self.home]
        tail = np.concatenate((self.home[pairs], near.col[side[near.col]]))
        first_site = self.size + len(self.cap)
        head = np.concatenate((self.size + self.member[pairs], first_site + near.row[side[near.col]]))
        size = first_site + len(chosen)
        graph = coo_matrix((np.ones(len(tail), np.int8), (tail, head)), (size, size))
        _, label = connected_components(graph, directed=False)
        return [side & (label[: self.size] == one) for one in np.unique(label[: self.size][side])]
