"""The drawn map of a notice board: what of a plan goes into the drawing room."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from neighborgrid.outputs.drawing import WORDS, CircleMap, Home, draw_circle

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from neighborgrid.model import Plan
    from neighborgrid.outputs.drawing.style import Kind
    from neighborgrid.outputs.paper.board_folk import Board
    from neighborgrid.words import Lang

    Floats = NDArray[np.float64]

METRES_PER_DEGREE: Final = 111_195.0
LEAST_RADIUS_M: Final = 60.0
MOST_SEEN: Final = 90.0
"""Percentage of the points that a map without a ring is drawn for; farther ones may lie outside."""
MOST_NAMED: Final = 40
"""Members of a board beyond which no names stand on its map: a few at random would look like a choice."""
MARGIN: Final = 1.05
"""Room between the farthest home and the ring."""
_RING: Final = re.compile(r'<g class="limit".*?</g>', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sketch:
    """Map as SVG, "" where no position is known; ``unlabelled``: some member is not named on it."""

    svg: str
    unlabelled: bool


def drawn(plan: Plan, board: Board, frame: Mapping[str, Any], lang: Lang) -> Sketch:
    """Map of a board on a canvas of ``frame["width"]`` x ``frame["height"]`` millimetres.

    Positions that are only estimated are no dots. The ring is how far the circle reaches in a straight
    line, that is divided by the detour factor; there is none on the board of a village.
    """
    homes = plan.households.iloc[board.homes]
    known = homes[(homes["distance_kind"] != "estimated").to_numpy()]
    houses = known[["lon", "lat"]].to_numpy()
    members = plan.members.iloc[board.members]
    people = members[["lon", "lat"]].to_numpy()
    points = np.concatenate((houses, people))
    points = points[np.isfinite(points).all(axis=1)]
    if not len(points):
        return Sketch("", unlabelled=False)
    centre, radius_m, ringed = _ring(plan, board, points)
    named = len(board.people) <= MOST_NAMED
    posts: dict[str, Kind] = {person.member_id: "deputy" for person in board.deputies}
    if board.leader is not None:
        posts[board.leader.member_id] = "leader"
    made = draw_circle(
        CircleMap(
            lon=houses[:, 0],
            lat=houses[:, 1],
            homes=[
                Home(lon, lat, person.name if named else "", posts.get(person.member_id, "member"))
                for person, (lon, lat) in zip(board.people, people.tolist(), strict=True)
            ],
            centre_lon=float(centre[0]),
            centre_lat=float(centre[1]),
            radius_m=radius_m,
            width_mm=frame["width"],
            height_mm=frame["height"],
            lang=lang,
            words=dataclasses.replace(WORDS[lang], **frame["words"]),
        )
    )
    return Sketch(made.svg if ringed else _RING.sub("", made.svg), unlabelled=bool(made.unplaced))


def _ring(plan: Plan, board: Board, points: Floats) -> tuple[Floats, float, bool]:
    """Centre, radius in metres, and whether that is the reach of a circle, to be shown.

    The ring is how far the circle really reaches, not the limit: a compact hamlet would shrink to a spot in
    a ring of half a kilometre.
    """
    if board.circle:
        circle = plan.tables["circles"].iloc[board.row]
        centre = np.array([circle["centre_lon"], circle["centre_lat"]], np.float64)
        reach_m = float(circle["radius_m"]) / plan.rules.detour
        if np.isfinite(centre).all():
            if reach_m > 0:
                return centre, max(reach_m * MARGIN, LEAST_RADIUS_M), True
            return centre, _reach_m(points, centre), False
    centre = np.median(points, axis=0)
    return centre, _reach_m(points, centre), False


def _reach_m(points: Floats, centre: Floats) -> float:
    """Radius around the centre that holds nearly all points."""
    away = (points - centre) * METRES_PER_DEGREE
    away[:, 0] *= np.cos(np.radians(centre[1]))
    return max(float(np.percentile(np.hypot(*away.T), MOST_SEEN)), LEAST_RADIUS_M)
