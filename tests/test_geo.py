"""Files for GIS programs: each format read back, nobody named unasked, the same bytes twice."""

from __future__ import annotations

import csv
import datetime as dt
import functools
import io
import json
import re
import shutil
import sqlite3
import struct
import subprocess
import xml.etree.ElementTree as ET
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely

from neighborgrid.model import SHEETS, Plan, make_table
from neighborgrid.outputs.geo.features import features_of
from neighborgrid.outputs.geo.write import FOLDERS, write_geo
from neighborgrid.outputs.layers import layers_of
from neighborgrid.places.frames import to_wgs84
from paperplans import card_plan as made_plan
from paperplans import edited
from support import rules_with

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.outputs.layers import Layers

FORMS = ("gpkg", "geojson", "kml", "csv")
LAYERS = ("households", "members", "circles", "links")
KML = "{http://www.opengis.net/kml/2.2}"
WILD = "</script><img src=x onerror=alert(1)> & \"q\" 'a' ]]> %s {0}\x07"
DAY = dt.date(2026, 4, 1)


@functools.cache
def card_plan(homes: int = 45, members: int = 6) -> Plan:
    """Plan of papers, made once for all who only look at it."""
    return made_plan(homes, members)


@functools.cache
def wild_plan() -> Plan:
    """Plan whose first households bear names that mean something to programs; H006 has no position."""
    plan = card_plan()
    rows = {"H004": {"head": WILD}, "H005": {"head": "=1+1"}, "H006": {"lon": np.nan, "lat": np.nan}}
    return edited(edited(plan, "households", **rows), "circles", Q1={"name": WILD})


def nowhere_plan() -> Plan:
    """Plan without a single position."""
    plan = card_plan()
    tables = {name: table.copy() for name, table in plan.tables.items()}
    for name in ("households", "members"):
        tables[name][["lon", "lat"]] = np.nan
    tables["circles"][["centre_lon", "centre_lat"]] = np.nan
    return replace(plan, tables=tables)


def empty_plan() -> Plan:
    return Plan({name: make_table(columns, {}) for name, columns in SHEETS.items()}, rules_with(), {})


def written(layers: Layers, folder: Path, form: Any, **options: Any) -> dict[str, bytes]:
    """Bytes of what is written, by name."""
    target = folder / ("out" if form in FOLDERS else f"out.{form}")
    return {one.path.name: one.path.read_bytes() for one in write_geo(layers, target, form, **options)}


def joined(layers: Layers, folder: Path, form: str) -> bytes:
    return b"\n".join(written(layers, folder, form).values())


def of_geojson(layers: Layers, folder: Path) -> dict[str, Any]:
    return {
        name.removesuffix(".geojson"): json.loads(data)
        for name, data in written(layers, folder, "geojson").items()
    }


def cells_of(layers: Layers, name: str) -> list[dict[str, Any]]:
    """Rows of a layer as plain values, None for what is blank or not known."""
    layer = next(one for one in features_of(layers) if one.name == name)
    columns = [field.values.tolist() for field in layer.fields]
    names = [field.name for field in layer.fields]
    return [
        {key: None if value != value or value == "" else value for key, value in zip(names, row, strict=True)}
        for row in zip(*columns, strict=True)
    ]


class TestFeatures:
    def test_fields_are_those_of_the_layers(self) -> None:
        layers = layers_of(card_plan(), full=True)
        for made, table in zip(
            features_of(layers),
            (layers.households, layers.members, layers.circles, layers.links),
            strict=True,
        ):
            assert {field.name for field in made.fields} == set(table) - {"member", "place"}
            assert len(made) == len(table) > 0

    def test_positions_are_those_of_the_plan(self) -> None:
        layers = layers_of(wild_plan())
        homes, members, circles, links = features_of(layers)
        there = layers.households["lon"].notna().to_numpy()
        assert (~there).sum() == 3  # H006 and the two rows that could not be read
        assert [shape is None for shape in homes.shapes] == (~there).tolist()
        at = shapely.get_coordinates(homes.shapes[there])
        np.testing.assert_allclose(at, layers.households[["lon", "lat"]][there], atol=1e-7)
        assert members.located == len(members)
        # A line runs from the household to its member.
        first = layers.links.iloc[0]
        ends = shapely.get_coordinates(links.shapes[0]).ravel()
        wanted = first[["lon", "lat", "member_lon", "member_lat"]].to_numpy(float)
        np.testing.assert_allclose(ends, wanted, atol=1e-7)
        for shape, (lon, lat) in zip(circles.shapes, layers.circles[["lon", "lat"]].to_numpy(), strict=True):
            assert shape.contains(shapely.Point(lon, lat))

    @pytest.mark.parametrize("frame", ["gcj02", "bd09"])
    def test_other_frames_are_converted(self, frame: str) -> None:
        layers = replace(layers_of(card_plan()), frame=frame)
        plain = layers.households[["lon", "lat"]].to_numpy()
        wanted = np.column_stack(to_wgs84(lon=plain[:, 0], lat=plain[:, 1], frame=frame))
        homes, _members, circles, links = features_of(layers)
        there = np.isfinite(wanted[:, 0])
        got = shapely.get_coordinates(homes.shapes[there])
        np.testing.assert_allclose(got, wanted[there], atol=1e-7)
        assert np.abs(got - plain[there]).max() > 0.001
        # Outlines and lines are in the same frame as the points inside and at their ends.
        box = shapely.total_bounds(circles.shapes)
        low, high = got.min(axis=0), got.max(axis=0)
        assert (box[:2] < low).all()
        assert (box[2:] > high).all()
        assert {tuple(one) for one in shapely.get_coordinates(links.shapes)[::2]} <= {tuple(at) for at in got}

    def test_what_has_no_end_is_not_known(self) -> None:
        layers = layers_of(card_plan())
        members = layers.members.assign(max_load=np.inf)
        rows = cells_of(replace(layers, members=members), "members")
        assert {row["max_load"] for row in rows} == {None}


class TestGeoJson:
    def test_read_back(self, tmp_path: Path) -> None:
        layers = layers_of(wild_plan(), full=True)
        found = of_geojson(layers, tmp_path)
        assert list(found) == [f"{name}-内部" for name in LAYERS]
        for name, made in zip(LAYERS, features_of(layers), strict=True):
            document = found[f"{name}-内部"]
            assert document["type"] == "FeatureCollection"
            assert document["name"] == f"{name}-内部"
            assert [one["properties"] for one in document["features"]] == cells_of(layers, name)
            shapes = [
                one["geometry"] and shapely.geometry.shape(one["geometry"]) for one in document["features"]
            ]
            assert [a == b for a, b in zip(shapes, made.shapes, strict=True)] == [True] * len(made)

    def test_rings_run_counter_clockwise(self, tmp_path: Path) -> None:
        # RFC 7946, section 3.1.6: the exterior ring is counter-clockwise, and closed.
        found = of_geojson(layers_of(card_plan()), tmp_path)["circles"]
        for feature in found["features"]:
            ring = np.array(feature["geometry"]["coordinates"][0])
            assert ring[0].tolist() == ring[-1].tolist()
            around = ring[:-1] - ring[0]
            after = np.roll(around, -1, axis=0)
            assert (around[:, 0] * after[:, 1] - around[:, 1] * after[:, 0]).sum() > 0

    def test_flags_are_flags(self, tmp_path: Path) -> None:
        found = of_geojson(layers_of(card_plan()), tmp_path)
        assert {one["properties"]["estimated"] for one in found["households"]["features"]} == {False}

    def test_numbers_have_seven_decimals_at_most(self, tmp_path: Path) -> None:
        plan = edited(card_plan(), "households", H004={"lon": 114.5 + 1 / 3e5, "lat": 37.76 + 1 / 7e5})
        data = written(layers_of(plan), tmp_path, "geojson")["households.geojson"].decode()
        row = next(line for line in data.splitlines() if '"H004"' in line)
        assert '"coordinates":[114.5000033,37.7600014]' in row


class TestGeoPackage:
    def test_read_back(self, tmp_path: Path) -> None:
        layers = layers_of(wild_plan(), full=True)
        written(layers, tmp_path, "gpkg")
        with closing(sqlite3.connect(tmp_path / "out.gpkg")) as database:
            database.row_factory = sqlite3.Row
            for made in features_of(layers):
                rows = [dict(row) for row in database.execute(f"SELECT * FROM {made.name} ORDER BY fid")]
                assert [row.pop("fid") for row in rows] == list(range(1, len(made) + 1))
                shapes = [row.pop("geom") for row in rows]
                assert rows == cells_of(layers, made.name)
                for blob, shape in zip(shapes, made.shapes, strict=True):
                    assert (blob is None) == (shape is None)
                    if blob is not None:
                        check_blob(blob, shape)

    def test_contents(self, tmp_path: Path) -> None:
        written(layers_of(card_plan()), tmp_path, "gpkg", as_of=DAY)
        with closing(sqlite3.connect(tmp_path / "out.gpkg")) as database:
            ask = lambda sql: database.execute(sql).fetchall()  # noqa: E731
            # Requirements 2 and 11 of the standard: the marks of the file, and three systems always.
            assert ask("PRAGMA application_id") == [(0x47504B47,)]
            assert ask("PRAGMA user_version") == [(10300,)]
            assert ask("SELECT srs_id FROM gpkg_spatial_ref_sys ORDER BY srs_id") == [(-1,), (0,), (4326,)]
            assert ask("PRAGMA integrity_check") == [("ok",)]
            assert ask("PRAGMA foreign_key_check") == []
            contents = ask("SELECT table_name, data_type, identifier, last_change, srs_id FROM gpkg_contents")
            day = "2026-04-01T00:00:00.000Z"
            titles = ("农户", "党员", "服务圈", "连线")
            assert contents == [
                (name, "features", title, day, 4326) for name, title in zip(LAYERS, titles, strict=True)
            ]
            kinds = ("POINT", "POINT", "POLYGON", "LINESTRING")
            assert ask("SELECT table_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns") == [
                (name, kind, 4326, 0, 0) for name, kind in zip(LAYERS, kinds, strict=True)
            ]

    def test_boxes_hold_what_they_should(self, tmp_path: Path) -> None:
        layers = layers_of(card_plan())
        written(layers, tmp_path, "gpkg")
        with closing(sqlite3.connect(tmp_path / "out.gpkg")) as database:
            for made in features_of(layers):
                sql = "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents WHERE table_name = ?"
                box = database.execute(sql, (made.name,)).fetchone()
                assert box == tuple(shapely.total_bounds(made.shapes))

    def test_index_finds_what_is_there(self, tmp_path: Path) -> None:
        layers = layers_of(wild_plan())
        written(layers, tmp_path, "gpkg")
        with closing(sqlite3.connect(tmp_path / "out.gpkg")) as database:
            for made in features_of(layers):
                assert database.execute(f"SELECT rtreecheck('rtree_{made.name}_geom')").fetchone() == ("ok",)
                sql = f"SELECT id FROM rtree_{made.name}_geom WHERE maxx >= ? AND minx <= ? ORDER BY id"
                low, high = 114.5, 114.501
                found = [row for (row,) in database.execute(sql, (low, high))]
                box = shapely.bounds(made.shapes)
                wanted = np.flatnonzero((box[:, 2] >= low) & (box[:, 0] <= high)) + 1
                assert set(wanted.tolist()) <= set(found)
                # The index holds four bytes a number, rounded outwards: about a metre at this longitude.
                near = np.flatnonzero((box[:, 2] >= low - 2e-5) & (box[:, 0] <= high + 2e-5)) + 1
                assert set(found) <= set(near.tolist())

    def test_index_follows_changes(self, tmp_path: Path) -> None:
        written(layers_of(card_plan()), tmp_path, "gpkg")
        with closing(sqlite3.connect(tmp_path / "out.gpkg")) as database:
            point = lambda blob: struct.unpack("<2d", blob[-16:])  # noqa: E731
            for number, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
                database.create_function(name, 1, lambda blob, at=number // 2: point(blob)[at])
            database.create_function("ST_IsEmpty", 1, lambda blob: blob is not None and not len(blob))
            indexed = lambda fid: database.execute(  # noqa: E731
                "SELECT minx, maxy FROM rtree_households_geom WHERE id = ?", (fid,)
            ).fetchone()
            moved = struct.pack("<2sBBiBi2d", b"GP", 0, 1, 4326, 1, 1, 100.0, 30.0)
            database.execute("UPDATE households SET geom = ? WHERE fid = 1", (moved,))
            assert indexed(1) == (100.0, 30.0)
            database.execute("UPDATE households SET geom = NULL WHERE fid = 1")
            assert indexed(1) is None
            database.execute("UPDATE households SET fid = 9999 WHERE fid = 2")
            assert indexed(2) is None
            assert indexed(9999) is not None
            database.execute("DELETE FROM households WHERE fid = 9999")
            assert indexed(9999) is None
            database.execute("INSERT INTO households (geom) VALUES (?)", (moved,))
            assert indexed(database.execute("SELECT max(fid) FROM households").fetchone()[0]) == (100.0, 30.0)

    def test_a_full_disk_is_said_without_a_path(self, tmp_path: Path, monkeypatch: Any) -> None:
        from neighborgrid.errors import InputError
        from neighborgrid.outputs.geo import gpkg

        def fail(*_: Any) -> None:
            raise sqlite3.OperationalError("database or disk is full")

        monkeypatch.setattr(gpkg, "_add", fail)
        with pytest.raises(InputError, match="database or disk is full") as caught:
            written(layers_of(card_plan()), tmp_path, "gpkg")
        assert [finding.code for finding in caught.value.findings] == ["NG503"]
        assert list(tmp_path.iterdir()) == []


def check_blob(blob: bytes, shape: Any) -> None:
    """A geometry in the binary form of the standard: its header, its box, then well-known binary."""
    magic, version, flags, srs = struct.unpack("<2sBBi", blob[:8])
    assert (magic, version, srs) == (b"GP", 0, 4326)
    size = 8 + (32 if flags >> 1 & 0b111 == 1 else 0)
    assert flags & ~0b1111 == 0
    assert shapely.from_wkb(blob[size:]) == shape
    if size > 8:
        west, south, east, north = shape.bounds
        assert struct.unpack("<4d", blob[8:40]) == (west, east, south, north)


class TestKml:
    def test_read_back(self, tmp_path: Path) -> None:
        layers = layers_of(wild_plan(), full=True)
        document = ET.fromstring(written(layers, tmp_path, "kml")["out.kml"])[0]
        assert document.findtext(f"{KML}name") == "地图数据-内部"
        assert "请勿外传" in str(document.findtext(f"{KML}description"))
        styles = {one.get("id") for one in document.iter(f"{KML}Style")}
        folders = document.findall(f"{KML}Folder")
        assert [one.findtext(f"{KML}name") for one in folders] == ["农户", "党员", "服务圈", "连线"]
        for made, folder in zip(features_of(layers), folders, strict=True):
            marks = folder.findall(f"{KML}Placemark")
            assert len(marks) == len(made)
            key = {"circles": "circle_id", "members": "member_id"}.get(made.name, "household_id")
            assert [one.findtext(f"{KML}name") for one in marks] == made.texts(key)
            assert {one.findtext(f"{KML}styleUrl", "")[1:] for one in marks} <= styles
            for mark, shape in zip(marks, made.shapes, strict=True):
                at = mark.findtext(f".//{KML}coordinates")
                corners = [[float(x) for x in one.split(",")] for one in at.split()] if at else None
                assert corners == (None if shape is None else shapely.get_coordinates(shape).tolist())

    def test_data_is_typed(self, tmp_path: Path) -> None:
        layers = layers_of(wild_plan(), full=True)
        document = ET.fromstring(written(layers, tmp_path, "kml")["out.kml"])[0]
        rows = {
            mark.findtext(f"{KML}name"): {one.get("name"): one.text for one in mark.iter(f"{KML}SimpleData")}
            for mark in document.findall(f"{KML}Folder")[0].iter(f"{KML}Placemark")
        }
        # The bell has no place in XML; all else is there as it was typed.
        assert rows["H004"]["head"] == WILD.removesuffix("\x07")
        assert rows["H005"]["head"] == "=1+1"
        assert (rows["H004"]["estimated"], rows["H004"]["first"]) == ("0", "0")
        assert "reason" not in rows["H005"]
        kinds = {
            one.get("name"): one.get("type") for one in document[2:] for one in one.iter(f"{KML}SimpleField")
        }
        assert (kinds["head"], kinds["distance_m"], kinds["members"], kinds["first"]) == (
            *("string", "double", "int", "bool"),
        )

    def test_nothing_is_fetched(self, tmp_path: Path) -> None:
        data = joined(layers_of(card_plan()), tmp_path, "kml")
        assert data.count(b"http") == 1
        assert b'xmlns="http://www.opengis.net/kml/2.2"' in data
        assert b"href" not in data


class TestCsv:
    def test_read_back(self, tmp_path: Path) -> None:
        layers = layers_of(wild_plan(), full=True)
        files = written(layers, tmp_path, "csv")
        for made in features_of(layers):
            data = files[f"{made.name}-内部.csv"]
            assert data.startswith(b"\xef\xbb\xbf")
            rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
            shapes = [row.pop("wkt", None) for row in rows]
            assert rows == [
                {key: spelt(value) for key, value in row.items()} for row in cells_of(layers, made.name)
            ]
            if made.geometry != "POINT":
                read = shapely.from_wkt(shapes)
                assert shapely.equals_exact(read, made.shapes, tolerance=1e-9).all()

    def test_no_cell_is_a_formula(self, tmp_path: Path) -> None:
        data = written(layers_of(wild_plan(), full=True), tmp_path, "csv")["households-内部.csv"]
        rows = {row["household_id"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}
        assert rows["H005"]["head"] == "'=1+1"

    def test_a_household_without_a_position_has_none(self, tmp_path: Path) -> None:
        files = written(layers_of(wild_plan()), tmp_path, "csv")
        rows = csv.DictReader(io.StringIO(files["households.csv"].decode("utf-8-sig"), newline=""))
        row = next(row for row in rows if row["household_id"] == "H006")
        assert (row["lon"], row["lat"]) == ("", "")


def spelt(value: Any) -> str:
    """Cell of a table."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        # What a spreadsheet program would take for a formula has an apostrophe in front.
        return f"'{value}" if value[:1] in {"=", "+", "-", "@"} else value
    return f"{value:.7f}".rstrip("0").rstrip(".")


@pytest.mark.parametrize("form", FORMS)
class TestEveryForm:
    def test_nobody_is_named_unless_asked_for(self, tmp_path: Path, form: str) -> None:
        plan = card_plan()
        told = [*plan.households["head"], *plan.households["address"], *plan.households["phone"]]
        told += [*plan.members["name"], *plan.members["phone"], *plan.unserved["head"]]
        told = sorted({one for one in told if one})
        assert len(told) > 100
        plain = joined(layers_of(plan), tmp_path, form)
        assert [one for one in told if one.encode() in plain] == []
        # Vacant houses are nobody's business either.
        assert b"H002" not in plain
        full = joined(layers_of(plan, full=True), tmp_path, form)
        assert [one for one in told if one.encode() not in full] == []

    def test_the_same_plan_makes_the_same_bytes(self, tmp_path: Path, form: str) -> None:
        once, again = tmp_path / "once", tmp_path / "again"
        first = written(layers_of(card_plan(200, 12)), once, form, as_of=DAY)
        assert first == written(layers_of(card_plan(200, 12)), again, form, as_of=DAY)
        # Written over an older file, nothing of that shines through.
        written(layers_of(card_plan(), full=True), again, form)
        plain = written(layers_of(card_plan(200, 12)), again, form, as_of=DAY)
        assert plain == first

    def test_a_draft_says_so(self, tmp_path: Path, form: str) -> None:
        files = written(layers_of(card_plan(), full=True), tmp_path, form, draft=True)
        for name, data in files.items():
            assert "草稿-内部" in name or "草稿".encode() in data

    def test_names_of_layers_follow_the_language(self, tmp_path: Path, form: str) -> None:
        data = joined(layers_of(card_plan(), full=True, lang="en"), tmp_path, form)
        assert "农户".encode() not in data
        assert "内部".encode() not in data

    def test_nothing_to_show(self, tmp_path: Path, form: str) -> None:
        layers = layers_of(empty_plan())
        files = written(layers, tmp_path, form)
        assert all(files.values())
        if form == "geojson":
            assert [json.loads(data)["features"] for data in files.values()] == [[]] * 4

    def test_nobody_has_a_position(self, tmp_path: Path, form: str) -> None:
        layers = layers_of(nowhere_plan())
        assert [one.located for one in features_of(layers)] == [0] * 4
        assert b"H004" in joined(layers, tmp_path, form)

    @pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's ogrinfo is not installed")
    def test_gdal_reads_it(self, tmp_path: Path, form: str) -> None:
        layers = layers_of(wild_plan(), full=True, lang="en")
        written(layers, tmp_path, form)
        made = features_of(layers)
        titles = {"households": "Households", "circles": "Service circles"}
        for layer in made:
            name = titles.get(layer.name, layer.name.capitalize()) if form == "kml" else layer.name
            if form in FOLDERS:
                name += "-internal"
            source = tmp_path / "out" / f"{name}.{form}" if form in FOLDERS else tmp_path / f"out.{form}"
            command = ["ogrinfo", "-so", str(source), name]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            assert f"Feature Count: {len(layer)}" in done.stdout
            assert "ERROR" not in done.stderr
            assert "Warning" not in done.stderr


@pytest.mark.skipif(shutil.which("ogrinfo") is None, reason="GDAL's ogrinfo is not installed")
@pytest.mark.parametrize("form", ["kml", "gpkg"])
def test_gdal_reads_flags(tmp_path: Path, form: str) -> None:
    plan = edited(card_plan(), "households", H005={"distance_kind": "estimated"})
    plan = edited(plan, "households", H006={"priority": "low_income"})
    layers = layers_of(plan, full=True, lang="en")
    written(layers, tmp_path, form)
    name = "Households" if form == "kml" else "households"
    command = ["ogrinfo", "-q", str(tmp_path / f"out.{form}"), name, "-where"]
    for flag, id_ in (("estimated", "H005"), ("first", "H006")):
        done = subprocess.run([*command, f'"{flag}" = 1'], capture_output=True, text=True, check=True)
        ids = re.findall(r"household_id \(String\) = (\S+)", done.stdout)
        assert ids == [id_]
