"""Sketch of a circle: what is on it, where it stands, and what never is."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from neighborgrid.outputs.drawing import WORDS, CircleMap, Home, draw_circle, lanes, svg
from neighborgrid.outputs.drawing.frame import Box, Ground
from neighborgrid.outputs.drawing.furniture import round_metres
from neighborgrid.outputs.drawing.marks import spread

LON, LAT = 114.5, 37.76
NS = "{http://www.w3.org/2000/svg}"
# Metres per degree at 37.76 N: pi/180 N cos(phi) and pi/180 M with N = 6386160 m, M = 6359352 m.
EAST_M, NORTH_M = 88_119.0, 110_992.0


def at(east_m: float, north_m: float) -> tuple[float, float]:
    return LON + east_m / EAST_M, LAT + north_m / NORTH_M


def picture(metres: np.ndarray, homes: tuple[Home, ...] = (), **more: object) -> CircleMap:
    metres = np.asarray(metres, np.float64).reshape(-1, 2)
    made = CircleMap(
        LON + metres[:, 0] / EAST_M, LAT + metres[:, 1] / NORTH_M, homes, LON, LAT, 500.0, 180.0, 150.0, "zh"
    )
    return replace(made, **more)


def village(households: int = 250, members: int = 26) -> CircleMap:
    draw = np.random.default_rng(4)
    points = draw.normal(0, 150, (households, 2))
    kinds = ["leader", "deputy", "deputy", *["member"] * (members - 3)]
    homes = [
        Home(*at(*draw.normal(0, 110, 2)), "王李张刘陈杨赵黄周吴"[i % 10] + "秀英建国"[: 1 + i % 3], kind)
        for i, kind in enumerate(kinds)
    ]
    return picture(points, tuple(homes))


def parts(drawn_svg: str, name: str) -> list[ET.Element]:
    return list(
        next(group for group in ET.fromstring(drawn_svg).iter(f"{NS}g") if group.get("class") == name)
    )


def names(drawn_svg: str) -> list[str]:
    return [str(one.text) for one in parts(drawn_svg, "names")]


def boxes(drawn_svg: str) -> list[Box]:
    """Boxes of the names, from what is written: middle, font size, width at one em a Chinese character."""
    found = []
    for one in parts(drawn_svg, "names"):
        size, x = float(one.attrib["font-size"]), float(one.attrib["x"])
        y, half = float(one.attrib["y"]) - 0.37 * size, svg.width_em(str(one.text)) * size / 2
        found.append(Box(x - half, y - size / 2, x + half, y + size / 2))
    return found


def overlap(a: Box, b: Box) -> bool:
    return a.left < b.right and b.left < a.right and a.top < b.bottom and b.top < a.bottom


def test_every_household_has_a_dot_and_those_without_a_place_are_counted() -> None:
    drawn = draw_circle(picture([(0, 0), (30, 0), (np.nan, 5), (np.nan, np.nan), (1_099, 0), (1_101, 0)]))
    # 2.2 x 500 m = 1,100 m.
    assert len(parts(drawn.svg, "households")) == 3
    assert (drawn.unlocated, drawn.outside, drawn.left_out) == (2, 1, 3)


def test_names_are_written_apart_and_inside() -> None:
    circle = village()
    drawn = draw_circle(circle)
    assert drawn.unplaced == ()
    assert sorted(names(drawn.svg)) == sorted(home.label for home in circle.homes)
    found = boxes(drawn.svg)
    assert not [pair for pair in combinations(found, 2) if overlap(*pair)]
    assert all(Box(0, 0, 180, 141).holds(box) for box in found)


def test_names_stand_off_all_marks() -> None:
    drawn = draw_circle(village())
    marks = [next(mark.iter(f"{NS}circle")) for mark in parts(drawn.svg, "members")]
    assert len(marks) == 26
    for mark in marks:
        x, y, r = (float(mark.attrib[key]) for key in ("cx", "cy", "r"))
        r -= 0.02
        disc = Box(x - r, y - r, x + r, y + r)
        assert not [box for box in boxes(drawn.svg) if overlap(disc, box)]


def test_names_without_room_are_returned() -> None:
    homes = tuple(Home(*at(i * 3.0, 0), f"Bartholomew Featherston {i}") for i in range(40))
    drawn = draw_circle(picture([(0, 0)], homes, width_mm=60.0, height_mm=60.0))
    assert drawn.unplaced
    assert sorted([*names(drawn.svg), *drawn.unplaced]) == sorted(home.label for home in homes)
    assert len(parts(drawn.svg, "members")) == 40


def test_homes_without_a_place_or_far_away_are_returned() -> None:
    homes = (Home(np.nan, LAT, "甲"), Home(*at(9_000, 0), "乙"), Home(*at(50, 0), "丙"), Home(*at(9, 0), ""))
    drawn = draw_circle(picture([(0, 0)], homes))
    assert drawn.unplaced == ("甲", "乙")
    assert names(drawn.svg) == ["丙"]


@pytest.mark.parametrize("name", ['<b>&"', "阿·买买提", "a\x00b\ud800", "  two\n lines "])
def test_names_are_text_and_never_markup(name: str) -> None:
    drawn = draw_circle(picture([(0, 0)], (Home(*at(20, 20), name, "leader"),)))
    drawn.svg.encode("utf-8")
    assert names(drawn.svg) == [svg.clean(name)]


def test_ring_and_scale_bar_measure_what_they_say() -> None:
    drawn = draw_circle(village())
    ring = parts(drawn.svg, "limit")[0]
    # Numbers are written to 0.01 mm.
    assert float(ring.attrib["r"]) == pytest.approx(500 * drawn.mm_per_m, abs=0.006)
    bar = parts(drawn.svg, "scale-bar")
    said = re.fullmatch(r"(\d+) 米", str(bar[-1].text))
    assert said
    assert float(bar[0].attrib["width"]) == pytest.approx(int(said[1]) * drawn.mm_per_m, abs=0.1)


def test_places_keep_their_distance_and_direction() -> None:
    drawn = draw_circle(picture([(0, 0), (300, 0), (0, 300)]))
    dots = {(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in parts(drawn.svg, "households")}
    ring = parts(drawn.svg, "limit")[0]
    x, y, far = float(ring.attrib["cx"]), float(ring.attrib["cy"]), 300 * drawn.mm_per_m
    for wanted in ((x, y), (x + far, y), (x, y - far)):
        assert min(np.hypot(wanted[0] - a, wanted[1] - b) for a, b in dots) < 0.02


def test_everything_lies_on_the_canvas() -> None:
    far = [(1_000, 300), (-700, -650), (0, 0)]
    drawn = draw_circle(picture(far, width_mm=120.0, height_mm=90.0))
    for circle in ET.fromstring(drawn.svg).iter(f"{NS}circle"):
        x, y, r = (float(circle.attrib[key]) for key in ("cx", "cy", "r"))
        assert x - r >= 0
        assert x + r <= 120
        assert y - r >= 0
        assert y + r <= 90


def test_points_can_be_shown_larger_than_their_ring() -> None:
    circle = picture([(0, 0), (150, 90)])
    whole, near = draw_circle(circle), draw_circle(replace(circle, whole_ring=False))
    assert near.mm_per_m > 1.5 * whole.mm_per_m
    assert len(parts(near.svg, "households")) == 2


def test_same_input_gives_same_bytes_and_the_order_of_the_sheet_does_not_show() -> None:
    circle = village()
    turned = replace(circle, lon=circle.lon[::-1], lat=circle.lat[::-1])
    first, other = draw_circle(circle).svg, draw_circle(turned).svg
    assert draw_circle(circle).svg == first
    dots = [ET.tostring(dot) for dot in parts(first, "households")]
    assert dots == [ET.tostring(dot) for dot in parts(other, "households")]


def test_nothing_is_fetched_or_run() -> None:
    drawn = draw_circle(village()).svg
    assert not re.search(r"<script|href|<image|<style|@import", drawn)
    assert set(re.findall(r"url\([^)]*\)", drawn)) == {"url(#map)"}
    assert re.findall(r"https?://[^\"]*", drawn) == ["http://www.w3.org/2000/svg"]
    assert min(map(int, re.findall(r'font-weight="(\d+)"', drawn))) >= 500
    assert not re.search(r"\d\.\d{3}", drawn)


def test_only_names_of_members_and_words_of_the_legend_are_written() -> None:
    circle = village()
    words = WORDS["zh"]
    known = {home.label for home in circle.homes} | {
        words.leader,
        words.deputy,
        words.member,
        words.household,
        words.north,
    }
    said = {str(one.text) for one in ET.fromstring(draw_circle(circle).svg).iter(f"{NS}text")}
    assert {one for one in said - known if not one.endswith(" 米")} == set()


@pytest.mark.parametrize(
    "metres",
    [
        [],
        [(5, 5)],
        [(5, 5), (80, 5)],
        [(0, 0), (60, 0), (0, 60)],
        [(7, 7)] * 9,
        [(60.0 * i, 30.0 * i) for i in range(9)],
        [(0, 70.0 * i) for i in range(6)],
        [(np.nan, np.nan)] * 3,
        [(-400, 0), (400, 0)],
    ],
)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_few_equal_and_collinear_points(metres: list[tuple[float, float]], count: int) -> None:
    homes = tuple(Home(*at(7, 7), f"成员{i}", "member") for i in range(count))
    drawn = draw_circle(picture(metres, homes))
    known = np.isfinite(np.asarray(metres, np.float64).reshape(-1, 2)).all(axis=1).sum()
    assert len(parts(drawn.svg, "households")) == known
    assert len(names(drawn.svg)) == count
    assert "nan" not in drawn.svg


def test_marks_at_one_place_are_moved_apart() -> None:
    radii = np.array([2.0, 1.0, 1.0, 1.0])
    moved = spread(np.zeros((4, 2)), radii)
    for i, j in combinations(range(4), 2):
        assert np.hypot(*(moved[i] - moved[j])) >= radii[i] + radii[j] - 0.01
    assert np.abs(moved).max() < 6


def test_lanes_join_a_row_of_houses_and_a_gap_is_a_footpath_or_nothing() -> None:
    row = [(60.0 * i, 0.0) for i in range(5)]
    near = lanes.infer(np.array(row))
    # Five nodes in a line, one run from end to end.
    assert (len(near.lanes), len(near.footpaths)) == (1, 0)
    assert near.lanes[0][[0, -1], 0].tolist() in ([0.0, 240.0], [240.0, 0.0])
    path = lanes.infer(np.array([*row, (440.0, 0.0), (500.0, 0.0)]))
    assert (len(path.lanes), len(path.footpaths)) == (2, 1)
    assert lanes.infer(np.array([*row, (640.0, 0.0), (700.0, 0.0)])).footpaths == ()


def test_a_ring_of_houses_is_one_closed_lane() -> None:
    turn = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    found = lanes.infer(160 * np.column_stack((np.cos(turn), np.sin(turn))))
    assert len(found.lanes) == 1
    assert found.lanes[0][0].tolist() == found.lanes[0][-1].tolist()


def test_roads_stand_in_for_lanes() -> None:
    across = np.array([at(-3_000, 10), at(3_000, 10)])
    beyond = np.array([at(2_000, 10), at(3_000, 10)])
    circle = picture([(0, 0), (60, 0), (120, 0)], roads=(across, beyond))
    lane = next(one for one in parts(draw_circle(circle).svg, "lanes") if one.get("class") == "lane")
    assert lane.attrib["d"].count("M") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"radius_m": 0.0},
        {"radius_m": np.nan},
        {"centre_lon": np.nan},
        {"width_mm": 39.0},
        {"height_mm": np.inf},
    ],
)
def test_what_cannot_be_drawn_is_refused(change: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"needs a centre|at least"):
        draw_circle(picture([(0, 0)], **change))


def test_ground_agrees_with_the_geodesic() -> None:
    from pyproj import Geod

    lon, lat = at(300, 400)
    metres = Ground(LON, LAT).metres([lon], [lat])[0]
    exact = Geod(ellps="WGS84").inv(LON, LAT, lon, lat)[2]
    # Flat ground is off by about d^2 tan(phi) / 2R at 500 m: 0.015 m.
    assert np.hypot(*metres) == pytest.approx(exact, abs=0.05)


@pytest.mark.parametrize(("most", "wanted"), [(0.4, 1), (1, 1), (9.9, 5), (199, 100), (200, 200), (740, 500)])
def test_round_metres(most: float, wanted: int) -> None:
    assert round_metres(most) == wanted


def test_english_words() -> None:
    drawn = draw_circle(replace(village(), lang="en"))
    assert "Leader" in drawn.svg
    assert str(parts(drawn.svg, "scale-bar")[-1].text).endswith(" m")
