"""Outlines of service circles: which ground they hold, and which circles have none."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
import shapely
from pyproj import Geod

from neighborgrid.outputs.layers import Layers, layers_of
from neighborgrid.outputs.outlines import MARGIN_M, outlines
from paperplans import card_plan, edited
from rosterplans import two_townships

GEOD = Geod(ellps="WGS84")


def _distance_m(polygon: shapely.Polygon, lon: float, lat: float) -> float:
    """Metres from a point to the line of a polygon, measured apart from the code under test."""
    ring = np.array(polygon.exterior.coords)
    points = np.concatenate([np.linspace(start, end, 50) for start, end in itertools.pairwise(ring)])
    many = np.full(len(points), lon), np.full(len(points), lat)
    return float(np.min(GEOD.inv(*many, points[:, 0], points[:, 1])[2]))


def _points(layers: Layers, circle: str) -> np.ndarray:
    tables = (layers.households, layers.members, layers.circles)
    parts = [table.loc[table["circle_id"] == circle, ["lon", "lat"]].to_numpy(float) for table in tables]
    return np.concatenate(parts)


def test_every_door_of_a_circle_lies_inside_with_room_around_it() -> None:
    layers = layers_of(card_plan(45))
    for circle, shape in zip(layers.circles["circle_id"], outlines(layers), strict=True):
        points = _points(layers, circle)
        assert len(points) > 10
        assert shapely.contains_xy(shape, points[:, 0], points[:, 1]).all()
        nearest = min(_distance_m(shape, lon, lat) for lon, lat in points)
        # A rounded corner is cut by straight pieces of 30 degrees or a little more: cos 20 degrees is 0.94.
        assert MARGIN_M * 0.94 <= nearest <= MARGIN_M * 1.01


def test_outline_is_tight_and_convex() -> None:
    layers = layers_of(card_plan(45))
    for circle, shape in zip(layers.circles["circle_id"], outlines(layers), strict=True):
        assert shape.is_valid
        assert shape.convex_hull.area == pytest.approx(shape.area)
        # Nothing of the ground is farther than the margin from the hull of the points.
        hull = shapely.MultiPoint(_points(layers, circle)).convex_hull
        metres = hull.hausdorff_distance(shape) * 111_000
        assert metres < MARGIN_M * 1.35  # a degree of latitude is longer than one of longitude


def test_a_circle_of_one_point_is_a_disc() -> None:
    plan = edited(card_plan(45), "households", **{
        one: {"lon": np.nan, "lat": np.nan} for one in card_plan(45).households["household_id"]
    })  # fmt: skip
    plan = edited(plan, "members", **{f"M{n}": {"lon": np.nan, "lat": np.nan} for n in range(1, 7)})
    layers = layers_of(plan)
    for shape, lon, lat in zip(outlines(layers), layers.circles["lon"], layers.circles["lat"], strict=True):
        area, _ = GEOD.geometry_area_perimeter(shape)
        # Twelve corners instead of a circle: 12 / 2 sin(30 degrees) = 3 instead of pi.
        assert abs(area) == pytest.approx(3 * MARGIN_M**2, rel=0.01)
        assert _distance_m(shape, lon, lat) == pytest.approx(MARGIN_M, rel=0.05)


def test_estimated_positions_do_not_stretch_an_outline() -> None:
    plan = card_plan(45)
    far = edited(plan, "households", H005={"lon": 114.6, "distance_kind": "estimated"})
    measured = edited(plan, "households", H005={"lon": 114.6})
    assert outlines(layers_of(far))[0].bounds[2] < 114.53
    assert outlines(layers_of(measured))[0].bounds[2] > 114.6


def test_circles_without_a_position_have_none() -> None:
    shapes = outlines(layers_of(two_townships()))
    assert shapes.shape == (1,)
    assert shapes.tolist() == [None]


def test_a_circle_without_a_position_among_others_keeps_their_order() -> None:
    nowhere = {"lon": np.nan, "lat": np.nan}
    plan = card_plan(45)
    homes = plan.households.loc[plan.households["circle_id"] == "Q2", "household_id"]
    members = plan.members.loc[plan.members["circle_id"] == "Q2", "member_id"]
    plan = edited(plan, "households", **{one: nowhere for one in homes})
    plan = edited(plan, "members", **{one: nowhere for one in members})
    plan = edited(plan, "circles", Q2={"centre_lon": np.nan, "centre_lat": np.nan})
    shapes = outlines(layers_of(plan))
    whole = outlines(layers_of(card_plan(45)))
    assert shapes[1] is None
    assert shapes[0].equals(whole[0])
    assert shapes[2].equals(whole[2])


def test_no_circles_no_outlines() -> None:
    layers = layers_of(card_plan(45))
    none = replace(layers, circles=layers.circles.head(0))
    assert outlines(none).shape == (0,)
