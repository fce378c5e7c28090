"""Service circles: centres, teams and membership as a capacitated location problem.

Sets: able members m, sites c where a circle may have its centre, households h, admissible pairs (h, m).
Variables: y_c in {0, 1} (site c is the centre of a circle), x_mc in {0, 1} (m is in the circle at c),
z_hm in {0, 1} (m serves h), o_h in {0, 1} (h is served from outside the limit of its circle).

    lexicographically
    (1) max priority households served, then households served         sum z_hm
    (2) min team shortfall                                             sum_c max(0, team_min - sum_m x_mc) y_c
    (3) min worth x number of circles + households outside             worth sum_c y_c + sum_h o_h
    (4) min number of circles                                          sum_c y_c
    (5) min posts held by stand-ins, or by nobody
    (6) min member-to-centre metres                                    sum d(m, c) x_mc
    s.t. sum_c x_mc = 1 for every m;  x_mc <= y_c;  x_mc = 0 where d(m, c) > limit or the place differs
         sum_m x_mc <= team_max y_c;  households of a circle <= max_households
         sum_m z_hm <= 1;  sum_h load_h z_hm <= max_m
         z_hm <= sum of x_mc over c with d(h, c) <= limit, plus o_h  (``strict``: o_h = 0)

``worth`` (``circles.worth_households``) weighs two wishes against each other: few circles, each with a led
team, and no household beyond the limit of its circle. One more team for one household at 510 m would help
nobody; with a very large ``worth`` the number of circles alone decides. In ``soft`` mode any admissible
member may serve a household from outside, so that no household is lost to circles; it is noted and counted.

The problem is the capacitated facility location problem with covering constraints (Daskin 2013, Network
and Discrete Location, chapters 4 and 6). It falls into units: connected components of members and sites
within the limit and the boundary. A village has tens of members and needs two to four circles, so
`enumerate` lists *all* sets of p sites that cover the members, bounds each, and evaluates them in the
order of their bounds until none can be better; membership of a set is one exact min-cost flow
(`membership`). Fewer circles are impossible where no set of p - 1 sites covers the members, or where the
capacities ask for p: that is the bound which is printed. Larger units start from a cover or from the
capacitated p-median (``solve.pmedian``) and improve by swaps (`improve`). Once circles stand, households
are again one exact flow.
"""
