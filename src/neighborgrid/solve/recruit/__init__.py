"""Fewest additional members so that a wanted share of all household rows is served.

Sets. Households h, members m with cap_m, sites s: homes of households. A_m, A_s: households that member m or
a new member at s may serve; F_s: those of A_s that take no capacity, the own home and those of load 0.

Variables. y_s = 1 where a new member lives at s; z_hm, z_hs whether h is served by m, or from s.

    min sum_s y_s
    s.t. sum_h sum_m z_hm + sum_h sum_s z_hs >= wanted;   each household once;   z_hs <= y_s
         sum_h z_hm <= cap_m;                             sum of z_hs over A_s - F_s <= cap_s y_s

For fixed y the z are a flow, whole at its best, so that they are projected out (Benders 1962,
doi:10.1007/BF01386316). By the minimum cut the most served are, over all sets X of households, the least of

    |H| - |X| + sum_m min(cap_m, |X in A_m|) + sum_s y_s (min(cap_s, |X in A_s - F_s|) + |X in F_s|)

which is linear in y: each X is a cut that holds whatever y is, and a maximum flow finds the violated one, for
fractions of sites too. The linear program over the cuts equals the relaxation of the whole model with
z_hs <= y_s; its value rounded up is the lower bound, SCIP over the cuts makes it better where it has to be,
and greed with the linear program's hints finds the sites.

The problem falls into regions (see `field`). Where everybody is to be served they add up. For less, the most
that r new members serve is found for each region and r, cheaply at first, and exactly where it matters; a
dynamic program over the regions chooses, and the same over the bounds is the lower bound of the whole.

Unequal loads: served households keep their members, a new member is taken to serve none but the heaviest
household of its range, and no lower bound is claimed for such a region. The number is an upper estimate then.
"""

from __future__ import annotations

from neighborgrid.solve.recruit.choose import Chosen, fewest
from neighborgrid.solve.recruit.field import Field, field_of
from neighborgrid.solve.recruit.ladder import Ladder, ladder_of

__all__ = ["Chosen", "Field", "Ladder", "fewest", "field_of", "ladder_of"]
