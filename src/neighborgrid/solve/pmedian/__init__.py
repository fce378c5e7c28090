"""Capacitated p-median: p sites are opened and every client goes to one of them, at least distance.

Sets. Clients i in I, candidate sites j in J.

Data. d_ij distance from client i to site j (Euclid, or its floor), q_i demand, Q_j capacity, p sites, and
a limit: only pairs A = {(i, j): d_ij <= limit} may be used.

Variables. y_j = 1 where site j is opened; x_ij = 1 where client i goes to site j, (i, j) in A.

Objective. min sum over A of d_ij x_ij. Distances are not weighted by demand.

Constraints.
    (1) sum over j of x_ij = 1          for every i: each client goes to one site
    (2) sum over i of q_i x_ij <= Q_j y_j  for every j: a site holds what goes to it
    (3) x_ij <= y_j                     for every pair: implied by (2), but tighter in the relaxation
    (4) sum over j of y_j = p           one more site never costs more, so "at most p" means p
    (5) x, y in {0, 1}

Bound. Relaxing (1) with prices u_i leaves one knapsack per site, v_j(u) = min sum of (d_ij - u_i) x_ij over
(2) and (5), and the p least of them: L(u) = sum u_i + sum of the p least v_j(u), raised by a subgradient
method (``lagrange``). The knapsacks are solved exactly where demand is whole, else from below. At the end L
is priced over all sites and all clients in pieces, so that shortened lists never make it too high.

Search. Sites that the relaxation likes are settled by assigning (a transportation problem by min-cost flow,
exact where demands are equal, rounded and mended where not) and recentring in turn (``descent``); moved one
by one; the clusters met are combined anew by set partitioning (``pool``); those that the relaxation makes on
its way by a linear program whose largest columns are fixed in turn (``dive``), which finds the good layouts
where sites hold few clients each; a MIP (CP-SAT, deterministic time)
over the sites and pairs of low reduced cost proves the optimum where what it left out
could not have been better (``core``); then the same MIP over a few neighbouring clusters at a time, again
and again (``regions``). All of it counts work, never seconds.

Sources.
    Osman, Christofides (1994), Int. Trans. Oper. Res. 1(3), for the problem and test cases.
    Lorena, Senne (2004), A column generation approach to capacitated p-median problems, Comput. Oper. Res.
    31(6), for bounds by relaxing (1) and for combining clusters.
    Ceselli, Righini (2005), A branch-and-price algorithm for the capacitated p-median problem, Networks
    45(3), for the strength of exact knapsacks.
    Camerini, Fratta, Maffioli (1975), On improving relaxation methods by modified gradient techniques, Math.
    Program. Study 3, for the deflected subgradient.
    Stefanello, de Araujo, Müller (2015), Matheuristics for the capacitated p-median problem, Int. Trans.
    Oper. Res. 22(1), for MIPs over neighbourhoods.
"""

from __future__ import annotations

from neighborgrid.solve.pmedian.case import Infeasible, PMedian, PMedianResult
from neighborgrid.solve.pmedian.solve import solve_pmedian

__all__ = ["Infeasible", "PMedian", "PMedianResult", "solve_pmedian"]
