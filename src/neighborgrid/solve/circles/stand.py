"""Circles as people left them: no judgement, nobody moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.solve.circles.form import appointed, post_texts, split_ids
from neighborgrid.solve.circles.keep import best_centre
from neighborgrid.solve.circles.names import named
from neighborgrid.solve.circles.table import Circles
from neighborgrid.solve.teams import Team

if TYPE_CHECKING:
    from neighborgrid.model import Problem


def standing(problem: Problem) -> Circles | None:
    """Circles that ``problem.circles`` and ``people.circle_id`` state; None where they state none.

    Circles stand in the order of the table. An id that stands in no row of it is a circle too: it takes
    the home that serves its members best as its centre, and the best team.
    """
    able = (problem.people["excluded"] == "").to_numpy()
    given = np.where(able, problem.people["circle_id"].to_numpy(), "")
    table = problem.circles
    known = dict.fromkeys(table["circle_id"])
    ids = [*known, *sorted({one for one in given.tolist() if one} - set(known))]
    if not ids:
        return None
    row_of = {one: row for row, one in enumerate(ids)}
    of_person = np.array([row_of.get(one, -1) for one in given], np.int64)
    size = len(known)
    lon, lat = (np.full(len(ids), np.nan) for _ in range(2))
    # Of two rows with one id the first counts.
    first = np.flatnonzero(~table["circle_id"].duplicated().to_numpy())
    lon[:size], lat[:size] = table["centre_lon"].to_numpy()[first], table["centre_lat"].to_numpy()[first]
    for unplaced in np.flatnonzero(~np.isfinite(lon + lat)):
        lon[unplaced], lat[unplaced] = best_centre(problem, np.flatnonzero(of_person == unplaced))
    order, texts = named(problem, of_person, lon, lat, np.array(ids, object))
    rank = np.argsort(order, kind="stable")
    teams = list(appointed(problem, of_person, lon, lat))
    leader_id, deputy_ids = post_texts(problem, teams)
    leader_id[:size], deputy_ids[:size] = (
        table[key].to_numpy()[first] for key in ("leader_id", "deputy_ids")
    )
    people = {one: row for row, one in enumerate(problem.people["member_id"])}
    for circle in range(size):
        listed = [people[one] for one in split_ids(deputy_ids[circle]) if one in people]
        teams[circle] = Team(people.get(leader_id[circle], -1), tuple(listed))
    name, township, village = (texts[key][rank] for key in ("name", "township", "village"))
    for column, key in ((name, "name"), (township, "township"), (village, "village")):
        column[:size] = table[key].to_numpy()[first]
    return Circles(
        circle_id=np.array(ids, object),
        name=name,
        township=township,
        village=village,
        lon=lon,
        lat=lat,
        of_person=of_person,
        teams=tuple(teams),
        leader_id=leader_id,
        deputy_ids=deputy_ids,
        bound=None,
    )
