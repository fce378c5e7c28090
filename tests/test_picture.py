"""Drawn pictures of a plan: what is on them, counted; what never is; files, pixels, colours."""

from __future__ import annotations

import base64
import itertools
import re
import shutil
import struct
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
import shapely

import paperplans
import rosterplans
from neighborgrid.cli.export import press
from neighborgrid.errors import UsageError
from neighborgrid.outputs import picture as module
from neighborgrid.outputs.drawing.colours import PALETTE, circle_colours, shape_colours
from neighborgrid.outputs.layers import Layers, layers_of, place_of
from neighborgrid.outputs.outlines import outlines
from neighborgrid.outputs.paper.fonts import find_fonts
from neighborgrid.outputs.paper.wording import Wording
from neighborgrid.outputs.picture import Style, count_pictures, write_pictures
from neighborgrid.planbook import edits, read
from neighborgrid.planbook.refresh import refresh

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.model import Plan

FONTS = find_fonts(None, "zh")
NS = "{http://www.w3.org/2000/svg}"
HOSTILE = "</svg><script>alert(1)</script>"


def style_of(plan: Plan, **more: Any) -> Style:
    return Style(Wording(more.pop("lang", "zh"), plan.rules.printing, plan.rules.as_of), FONTS, **more)


def drawn(plan: Plan, tmp_path: Path, *, full: bool = False, **more: Any) -> str:
    """SVG of all of a plan."""
    layers = layers_of(plan, full=full, lang=more.get("lang", "zh"))
    return svg_of(layers, style_of(plan, **more), tmp_path)


def svg_of(layers: Layers, style: Style, tmp_path: Path) -> str:
    (written,) = write_pictures(layers, tmp_path / "a.svg", style)
    return written.path.read_text("utf-8")


@pytest.fixture(scope="module")
def village(demo: Path) -> Plan:
    """Village of 976 households, as refreshed for every export."""
    return refresh(edits.apply(read.read([demo / "分户安排.xlsx"])))


@pytest.fixture(scope="module")
def public(village: Plan, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Picture of the village as it is drawn unless more is asked for."""
    return drawn(village, tmp_path_factory.mktemp("public"))


@pytest.fixture(scope="module")
def internal(village: Plan, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Picture of the village with its members' names."""
    return drawn(village, tmp_path_factory.mktemp("internal"), full=True)


def group(svg: str, name: str) -> list[ET.Element]:
    """Elements of the layer of that name; none where it is not drawn."""
    found = [one for one in ET.fromstring(svg).iter(f"{NS}g") if one.get("class") == name]
    return list(found[0]) if found else []


def dots(svg: str, name: str) -> int:
    """Strokes of no length in the paths of a layer."""
    return sum(str(path.get("d")).count("h0") for path in group(svg, name))


def said(svg: str) -> list[str]:
    return [str(one.text) for one in ET.fromstring(svg).iter(f"{NS}text")]


def close(svg: str, name: str, kind: str) -> int:
    """Closed shapes in the paths of class ``kind`` of a layer."""
    return sum(str(path.get("d")).count("Z") for path in group(svg, name) if path.get("class") == kind)


def test_marks_of_each_kind_are_as_many_as_the_layers_have(village, public):
    svg, layers = public, layers_of(village)
    homes = layers.households
    own, linked = (homes["status"] == "own_home").sum(), (homes["status"] == "served").sum()
    rings = [one for one in ET.fromstring(svg).iter(f"{NS}circle") if one.get("class") == "own"]
    # One ring more is that of the legend.
    assert len(rings) == own + 1
    assert dots(svg, "households") == linked
    assert sum(str(path.get("d")).count("l") for path in group(svg, "links")) == len(layers.links)
    assert close(svg, "waiting-households", "waiting") == (homes["status"] == "waiting").sum() > 0
    assert len([one for one in group(svg, "members") if one.get("class") != "own"]) == len(layers.members)
    assert len(group(svg, "circles")) == len(layers.circles)
    assert [one.text for one in group(svg, "circle-names")] == layers.circles["name"].tolist()


def test_legend_and_heading_state_the_counts(village, public):
    texts = said(public)
    waiting = (layers_of(village).households["status"] == "waiting").sum()
    assert "安和乡西同下村联户分布图" in texts
    # 969 / 976 = 99.2827 %, rounded down.
    assert (
        f"农户 976 户：已落实 {976 - waiting}，待落实 {waiting}；覆盖率 99.28%；联户党员 90 名，服务圈 6 个"
        in texts
    )
    assert f"待落实 {waiting}" in texts
    assert f"截至 {village.rules.as_of.isoformat()}" in texts
    assert "北" in texts


def test_estimated_positions_are_hollow_and_apart(village, tmp_path):
    layers = layers_of(village)
    homes = layers.households.copy()
    linked = homes.index[homes["status"] == "served"][:20]
    waiting = homes.index[homes["status"] == "waiting"][:3]
    for rows in (linked, waiting):
        homes.loc[rows, "estimated"] = True
        homes.loc[rows, ["lon", "lat"]] = homes.loc[rows[0], ["lon", "lat"]].to_numpy(float)
    svg = svg_of(replace(layers, households=homes), style_of(village), tmp_path)
    assert dots(svg, "estimated") == 20
    hollow = [one for one in ET.fromstring(svg).iter(f"{NS}path") if one.get("class") == "hollow"]
    assert str(hollow[0].get("d")).count("h0") == 20
    # No two of them on one spot: no step of a path is nothing.
    assert "m0 0h0" not in str(hollow[0].get("d"))
    assert close(svg, "waiting-households", "waiting hollow") == 3
    assert "位置为估计的农户 20" in said(svg)


def test_names_phones_and_addresses_stand_nowhere_unless_asked_for(village, public, internal):
    people = {*village.households["head"], *village.members["name"], *village.households["phone"]} - {""}
    people |= {*village.members["phone"], *village.households["address"], *village.excluded["name"]} - {""}
    assert len(people) > 500
    assert not [one for one in people if one in public]
    assert sum(name in internal for name in village.members["name"]) > 60
    assert "内部资料，不要张贴、转发" in said(internal)
    assert "内部资料，不要张贴、转发" not in said(public)
    assert not [phone for phone in village.members["phone"] if phone and phone in internal]


def test_hostile_names_are_text(tmp_path):
    plan = paperplans.card_plan()
    plan = paperplans.edited(plan, "members", M1={"name": HOSTILE})
    plan = paperplans.edited(plan, "circles", Q2={"name": f"{HOSTILE}2"})
    svg = drawn(plan, tmp_path, full=True)
    assert "<script" not in svg
    assert any(HOSTILE in text for text in said(svg))


def test_places_are_written_in_the_order_of_the_ground_not_of_the_sheet(village, public, tmp_path):
    layers = layers_of(village)
    shuffled = layers.households.sample(frac=1, random_state=3).reset_index(drop=True)
    assert svg_of(replace(layers, households=shuffled), style_of(village), tmp_path) == public


def test_same_plan_same_bytes(tmp_path):
    plan = paperplans.card_plan()
    assert drawn(plan, tmp_path) == drawn(plan, tmp_path)
    pixels = []
    for name in ("a.png", "b.png"):
        (written,) = write_pictures(layers_of(plan), tmp_path / name, style_of(plan, form="png", ppi=40.0))
        pixels.append(written.path.read_bytes())
    assert pixels[0] == pixels[1]


@pytest.mark.parametrize(("ppi", "long_px"), [(50.0, 827), (10_000.0, 1_000)])
def test_png_has_the_size_of_its_sheet(tmp_path, monkeypatch, ppi, long_px):
    # 420 mm at 50 pixels an inch are 826.8; the limit is lowered for the test.
    monkeypatch.setattr(module, "LONGEST_PX", 1_000)
    plan = paperplans.card_plan()
    (written,) = write_pictures(layers_of(plan), tmp_path / "a.png", style_of(plan, form="png", ppi=ppi))
    data = written.path.read_bytes()
    assert data.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", data[16:24])
    assert (max(width, height), min(width, height)) == (long_px, pytest.approx(long_px * 297 / 420, abs=1.5))


def test_drafts_say_so(tmp_path):
    svg = drawn(paperplans.card_plan(), tmp_path, draft=True)
    assert said(svg).count("草稿") == 2
    assert "草稿" not in said(drawn(paperplans.card_plan(), tmp_path))


def test_without_any_position_the_picture_says_so(tmp_path):
    texts = said(drawn(rosterplans.two_townships(), tmp_path))
    assert "表里没有位置（经度、纬度），画不出图。" in texts
    assert any("图上没有的农户 8 户" in text for text in texts)
    assert "北" not in texts


def test_a_plan_of_nothing_is_a_picture_too(tmp_path):
    plan = paperplans.card_plan()
    layers = layers_of(plan)
    empty = replace(
        layers,
        households=layers.households.iloc[:0],
        members=layers.members.iloc[:0],
        circles=layers.circles.iloc[:0],
        villages=layers.villages.iloc[:0],
    )
    assert "农户 0 户；联户党员 0 名" in said(svg_of(empty, style_of(plan), tmp_path))


def test_households_far_out_are_counted_not_drawn(village, tmp_path):
    layers = layers_of(village)
    homes = layers.households.copy()
    waiting = homes.index[homes["status"] == "waiting"][0]
    homes.loc[waiting, "lon"] += 1.0
    svg = svg_of(replace(layers, households=homes), style_of(village), tmp_path)
    assert any("离得太远、图上没有的农户 1 户，其中待落实 1 户。" in text for text in said(svg))
    left = (homes["status"] == "waiting").sum() - 1
    assert close(svg, "waiting-households", "waiting") == left


def test_roads_are_drawn_where_known(village, public, tmp_path):
    lon, lat = village.households["lon"].median(), village.households["lat"].median()
    road = np.array([[lon - 0.01, lat], [lon + 0.01, lat]])
    assert group(drawn(village, tmp_path, roads=[road]), "lanes")
    assert not group(public, "lanes")


def test_every_household_is_on_one_picture_of_a_circle_or_village(tmp_path):
    plan = paperplans.card_plan()
    layers, style = layers_of(plan), style_of(plan)
    for split in ("village", "circle"):
        parts = module.parts_of(layers, style.say, split)
        rows = np.concatenate([part.homes for part in parts])
        assert sorted(rows.tolist()) == list(range(len(layers.households)))
        files = write_pictures(layers, tmp_path / split, style, split=split)
        assert len(files) == len(parts) == count_pictures(layers, style.say, split)
    assert [file.path.name for file in files] == [
        "001-甲村1号服务圈.svg",
        "002-甲村2号服务圈.svg",
        "003-乙村1号服务圈.svg",
    ]


def test_a_circle_has_one_colour_on_all_pictures(village, public, tmp_path):
    layers, style = layers_of(village), style_of(village)
    fills = [str(one.get("fill")) for one in group(public, "circles")]
    files = write_pictures(layers, tmp_path / "each", style, split="circle")
    each = [str(group(file.path.read_text("utf-8"), "circles")[0].get("fill")) for file in files]
    assert each == fills
    assert len(set(fills)) == 6


def test_file_names_are_safe(tmp_path):
    plan = paperplans.edited(paperplans.card_plan(), "circles", Q1={"name": 'a/b\\c:"x".'})
    files = write_pictures(layers_of(plan), tmp_path / "each", style_of(plan), split="circle")
    assert files[0].path.name == "001-a_b_c__x_.svg"


def test_labels_do_not_collide(internal):
    boxes = []
    for name in ("names", "circle-names"):
        for one in group(internal, name):
            size, text = float(str(one.get("font-size"))), str(one.text)
            wide = sum(1.0 if ord(sign) > 255 else 0.5 for sign in text) * size
            x, y = float(str(one.get("x"))), float(str(one.get("y")))
            boxes.append(shapely.box(x - wide / 2, y - 0.9 * size, x + wide / 2, y + 0.1 * size))
    assert len(boxes) > 60
    assert not [1 for a, b in itertools.combinations(boxes, 2) if shapely.intersects(a, b)]


def test_english_and_latin_fonts(village, tmp_path):
    svg = drawn(village, tmp_path, lang="en")
    assert any(
        text.startswith("976 households: 969 served, 7 waiting; coverage 99.28 %") for text in said(svg)
    )
    assert "N" in said(svg)
    assert "'Noto Sans CJK SC'" in str(ET.fromstring(svg).get("font-family"))


def test_a_large_plan_leaves_out_what_would_be_a_blot(tmp_path):
    """Sixty copies of a hamlet of 400 households over 60 km: small dots, no lines, and it is said."""
    plan = paperplans.card_plan(homes=400, members=40)
    layers = layers_of(plan)
    homes, members = [], []
    for step in range(60):
        east, north = 0.06 * (step % 10), 0.06 * (step // 10)
        moved = layers.households.assign(lon=layers.households["lon"] + east)
        row = np.where(moved["member"] >= 0, moved["member"] + step * len(layers.members), -1)
        homes.append(moved.assign(lat=moved["lat"] + north, member=row))
        members.append(
            layers.members.assign(lon=layers.members["lon"] + east, lat=layers.members["lat"] + north)
        )
    many = replace(
        layers,
        households=pd.concat(homes, ignore_index=True),
        members=pd.concat(members, ignore_index=True),
    )
    svg = svg_of(many, style_of(plan), tmp_path)
    assert len(svg) < 100 * len(many.households)
    assert not group(svg, "links")
    assert any("没有画" in text for text in said(svg))
    located = np.isfinite(many.households["lon"]) & many.households["status"].isin(["served", "own_home"])
    assert dots(svg, "households") == located.sum()


def test_neighbouring_circles_differ():
    """Honeycomb of 300 circles 400 m apart: no two that touch or nearly touch have one colour."""
    row, column = np.divmod(np.arange(300), 20)
    x, y = 114.5 + (column + 0.5 * (row % 2)) * 400 / 88_119, 37.7 + row * 346 / 110_992
    shapes = np.asarray(shapely.buffer(shapely.points(x, y), 0.0021), object)
    colour = shape_colours(shapes)
    near = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=0.0008)
    pairs = near[:, near[0] < near[1]].T
    assert len(pairs) > 700
    assert not [1 for a, b in pairs.tolist() if colour[a] == colour[b]]
    assert set(colour.tolist()) == set(range(len(PALETTE)))


def test_circles_on_one_spot_share_out_the_colours():
    colour = shape_colours(np.asarray(shapely.points(np.full(24, 114.5), np.full(24, 37.7)), object))
    assert np.bincount(colour).tolist() == [3] * 8


def test_circles_without_an_outline_have_a_colour_too():
    layers = layers_of(rosterplans.two_townships())
    found = outlines(layers)
    assert found.tolist() == [None]
    assert circle_colours(layers, found).tolist() == [0]


def seen(colour: str) -> np.ndarray:
    """Lab of a colour as seen with all cones, and without red or green ones; shape (3, 3)."""
    part = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    light = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    # Machado, Oliveira and Fernandes 2009, severity 1.
    protan = [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]
    deutan = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    to_xyz = [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.072175],
        [0.0193339, 0.119192, 0.9503041],
    ]
    lights = np.clip([light, np.array(protan) @ light, np.array(deutan) @ light], 0, 1)
    xyz = lights @ np.array(to_xyz).T / (0.95047, 1.0, 1.08883)
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.column_stack((116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])))


def test_colours_are_told_apart_by_colour_blind_people_and_from_the_red_of_those_who_wait():
    labs = [seen(colour) for colour in (*PALETTE, "#B3261E")]
    away = [np.linalg.norm(a - b, axis=1) for a, b in itertools.combinations(labs, 2)]
    # 2.3 is a just noticeable difference; the palette was searched for the largest least one.
    assert min(one.min() for one in away) > 19.5


def test_colours_have_contrast_on_white():
    for colour in PALETTE:
        lightness = float(seen(colour)[0, 0])
        luminance = ((lightness + 16) / 116) ** 3
        assert 1.05 / (luminance + 0.05) >= 3.0


def test_fallback_of_the_reader_comes_last(tmp_path):
    svg = drawn(paperplans.card_plan(), tmp_path)
    assert re.search(r"font-family=\"'Noto Sans CJK SC'.*, sans-serif\"", svg)


def test_verb_writes_pictures(cli, demo, tmp_path):
    ran = cli(
        "export", "map", demo / "分户安排.xlsx", "--picture", "svg", "--split", "village", "-o", tmp_path
    )
    assert (ran.code, ran.out) == (0, "")
    (file,) = (tmp_path / "联户分布图").iterdir()
    assert file.name == "001-安和乡西同下村.svg"
    assert "安和乡西同下村联户分布图" in said(file.read_text("utf-8"))


@pytest.mark.parametrize(
    ("more", "output"),
    [
        ((), "x.svg"),
        ((), "x.png"),
        ((), "x.csv"),
        (("--picture", "svg"), "x.html"),
        (("--picture", "png"), "x.svg"),
        (("--picture", "svg", "--split", "village"), "x.gpkg"),
    ],
)
def test_o_of_another_kind_is_refused(tmp_path, more, output):
    form = more[1] if more else "html"
    asked = press.PrintRequest([tmp_path / "plan.xlsx"], tmp_path / output)
    job = press.PrintJob(asked, paperplans.subject_of(paperplans.card_plan()), ())
    with pytest.raises(UsageError) as caught:
        job.target("a", f".{form}")
    assert [one.code for one in caught.value.findings] == ["NG570"]


def test_a_page_without_names_does_not_hold_that_of_the_plan_s_file(cli, demo, tmp_path):
    shutil.copy(demo / "分户安排.xlsx", tmp_path / "王建国.xlsx")
    for more in ((), ("--full",)):
        ran = cli(
            "export", "map", tmp_path / "王建国.xlsx", "--uncompressed", "-o", tmp_path / "a.html", *more
        )
        assert ran.code == 0
        source = (tmp_path / "a.html").read_text("utf-8")
        coded = re.search(r'<script id="plan"[^>]*>([^<]+)</script>', source)
        assert coded is not None
        assert ("王建国".encode() in base64.b64decode(coded[1])) == bool(more)


def test_nothing_is_said_of_lines_or_members_where_there_are_none(tmp_path):
    plan = paperplans.card_plan()
    layers = layers_of(plan)
    nobody = np.full(len(layers.households), -1)
    waiting = layers.households.assign(status="waiting", member=nobody)
    alone = replace(layers, households=waiting, members=layers.members.iloc[:0])
    notes = " ".join(said(svg_of(alone, style_of(plan), tmp_path)))
    assert "连线" not in notes
    assert "联户党员旁" not in notes
    assert "写联系户数" not in notes
    # Members whose homes are not on the map have no numbers beside them either.
    members = layers.members.assign(lon=np.nan)
    notes = " ".join(said(svg_of(replace(layers, members=members), style_of(plan), tmp_path)))
    assert "联户党员旁" not in notes
    assert "没有画农户与" not in notes


def test_numbers_beside_members_are_loads_where_households_differ(tmp_path):
    plan = paperplans.card_plan()
    heavy = paperplans.edited(plan, "households", H005={"load": 2.5})
    assert any("旁的数字是联系户数" in one for one in said(drawn(plan, tmp_path)))
    notes = said(drawn(refresh(heavy), tmp_path))
    assert any("旁的数字是工作量" in one for one in notes)
    assert not any("联系户数" in one for one in notes)


def test_away_households_leave_loads_numbers_of_households():
    plan = paperplans.card_plan()
    assert layers_of(paperplans.edited(plan, "households", H005={"load": 0.0})).equal
    # A vacant house carries nothing, whatever its cell says.
    assert layers_of(paperplans.edited(plan, "households", H002={"load": 3.0})).equal
    assert not layers_of(paperplans.edited(plan, "households", H005={"load": 0.5})).equal


def test_a_village_without_a_name_has_a_file_with_one(tmp_path):
    plan = paperplans.card_plan()
    layers = layers_of(plan)
    nameless = replace(layers, villages=layers.villages.assign(village=["", "乙村"]))
    files = write_pictures(nameless, tmp_path / "each", style_of(plan), split="village")
    assert [file.path.name for file in files] == ["001-其他.svg", "002-乙村.svg"]


@pytest.mark.parametrize(
    ("served", "wanted"), [(0, "0.00%"), (1, "50.00%"), (2, "100%")], ids=["none", "half", "all"]
)
def test_coverage_is_told_as_in_the_terminal(tmp_path, served, wanted):
    plan = paperplans.card_plan()
    layers = layers_of(plan)
    homes = layers.households.iloc[[4, 5]].assign(status=["served"] * served + ["waiting"] * (2 - served))
    svg = svg_of(replace(layers, households=homes), style_of(plan), tmp_path)
    assert any(f"覆盖率 {wanted}；" in one for one in said(svg))


@pytest.mark.parametrize(
    ("townships", "villages", "wanted"),
    [
        (["东乡"], ["甲村"], "东乡甲村"),
        ([""], [""], ""),
        ([], [], ""),
        (["东乡", "东乡"], ["甲村", "乙村"], "东乡"),
        (["东乡", "西乡"], ["甲村", "甲村"], "2 个村"),
        (["", ""], ["甲村", "乙村"], "2 个村"),
    ],
)
def test_what_a_plan_is_about(townships, villages, wanted):
    made = pd.DataFrame({"township": townships, "village": villages}, dtype=object)
    assert place_of(replace(layers_of(paperplans.card_plan()), villages=made)) == wanted
