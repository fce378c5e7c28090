"""``export geo`` as people type it: what is written where, what is said, what is refused."""

from __future__ import annotations

import csv
import io
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from folders import edit, village
from neighborgrid.cli import app
from neighborgrid.cli.export import geo, press
from neighborgrid.cli.export import options as own
from neighborgrid.cli.screen import Screen
from neighborgrid.outputs.layers import layers_of
from neighborgrid.places.frames import to_wgs84
from paperplans import card_plan, subject_of

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.model import Plan

LAYERS = ("households", "members", "circles", "links")
PLAN = "分户安排.xlsx"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan of 30 households and 5 members whose sheets are in GCJ-02. Read only."""
    folder = tmp_path_factory.mktemp("geo")
    sheets = [str(path) for path in village(folder, 30, 5)]
    assert app.run(["assign", "-q", "--as-of", "2026-04-01", "--frame", "gcj02", *sheets]) == 0
    return folder


@pytest.fixture
def plan(made: Path, tmp_path: Path) -> Path:
    return shutil.copy(made / PLAN, tmp_path / PLAN)


class TestVerb:
    def test_beside_the_plan(self, cli, plan: Path) -> None:
        ran = cli("export", "geo", PLAN)
        assert (ran.code, ran.out) == (0, "")
        assert "农户 30 = 有位置 30（其中估计 0）+ 没有位置 0 + 不写出的空户 0；" in ran.err
        assert "坐标由 gcj02 换算成 WGS-84" in ran.err
        assert "已写入 地图数据.gpkg。" in ran.err
        with closing(sqlite3.connect(plan.with_name("地图数据.gpkg"))) as database:
            (day,) = database.execute("SELECT DISTINCT last_change FROM gpkg_contents").fetchone()
        assert day == "2026-04-01T00:00:00.000Z"

    @pytest.mark.parametrize(
        ("form", "output", "wanted"),
        [
            ("gpkg", "a.gpkg", "a.gpkg"),
            ("gpkg", "new", "new/地图数据.gpkg"),
            ("kml", "a.KML", "a.KML"),
            ("kml", None, "地图数据.kml"),
            ("csv", None, "地图数据/*.csv"),
            ("csv", "new", "new/地图数据/*.csv"),
            ("csv", "地图数据", "地图数据/*.csv"),
            ("geojson", "二月.稿", "二月.稿/地图数据/*.geojson"),
        ],
    )
    def test_where_it_goes(self, tmp_path: Path, form: str, output: str | None, wanted: str) -> None:
        where = None if output is None else tmp_path / output
        asked = press.PrintRequest([tmp_path / PLAN], where)
        job = press.PrintJob(asked, subject_of(card_plan()), ())
        for _ in range(2):
            # The second time the folder is there already.
            geo.write_layers(job, Screen("zh", -1), own.GeoForm(form))
            files = {path for path in tmp_path.rglob("*") if path.is_file()}
            assert files == set(tmp_path.glob(wanted))
            assert len(files) == (4 if "*" in wanted else 1)

    @pytest.mark.parametrize(
        ("form", "output", "code"),
        [
            ("gpkg", "a.kml", "NG570"),
            ("kml", "a.pdf", "NG570"),
            ("csv", "a.csv", "NG586"),
            ("geojson", "a.geojson", "NG586"),
            ("gpkg", PLAN, "NG570"),
        ],
    )
    def test_o_of_another_kind(self, cli, plan: Path, form: str, output: str, code: str) -> None:
        before = plan.read_bytes()
        ran = cli("export", "geo", PLAN, "--format", form, "-o", output)
        assert ran.code == 2
        assert f"[{code}]" in ran.err
        assert plan.read_bytes() == before
        assert [path.name for path in plan.parent.iterdir()] == [PLAN]

    def test_nobody_has_a_position(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        plan = card_plan()
        tables = {name: table.copy() for name, table in plan.tables.items()}
        for name in ("households", "members"):
            tables[name][["lon", "lat"]] = np.nan
        subject = subject_of(replace(plan, tables=tables))
        job = press.PrintJob(press.PrintRequest([tmp_path / PLAN]), subject, ())
        geo.write_layers(job, Screen("zh"), own.GeoForm.KML)
        said = capsys.readouterr().err
        assert "[NG587]" in said
        # 45 households and the two rows that could not be read; H002 is vacant.
        assert "农户 47 = 有位置 0（其中估计 0）+ 没有位置 46 + 不写出的空户 1；" in said

    def test_full_is_marked(self, cli, plan: Path) -> None:
        ran = cli("export", "geo", PLAN, "--full", "--format", "geojson", "--lang", "en")
        assert ran.err.count("[NG588]") == 1
        files = sorted(path.name for path in (plan.parent / "geo-internal").iterdir())
        assert files == [f"{name}-internal.geojson" for name in sorted(LAYERS)]
        assert cli("export", "geo", PLAN, "--full").code == 0
        assert (plan.parent / "地图数据-内部.gpkg").exists()

    def test_a_plan_that_breaks_rules(self, cli, plan: Path) -> None:
        edit(plan, {("分户安排", 0, "纬度"): 37.80})
        assert cli("export", "geo", PLAN).code == 3
        assert not plan.with_name("地图数据.gpkg").exists()
        assert cli("export", "geo", PLAN, "--force", "--format", "csv").code == 0
        files = {path.name for path in (plan.parent / "地图数据-草稿").iterdir()}
        assert files == {f"{name}-草稿.csv" for name in LAYERS}

    def test_converted_once(self, cli, plan: Path) -> None:
        assert cli("export", "geo", PLAN, "--format", "csv").code == 0
        data = (plan.parent / "地图数据" / "households.csv").read_text("utf-8-sig")
        row = next(csv.DictReader(io.StringIO(data)))
        from neighborgrid.cli.plans import opened

        home = opened([plan]).plan.households.set_index("household_id").loc[row["household_id"]]
        lon, lat = to_wgs84(lon=np.array([home["lon"]]), lat=np.array([home["lat"]]), frame="gcj02")
        assert (float(row["lon"]), float(row["lat"])) == (round(float(lon[0]), 7), round(float(lat[0]), 7))
        assert abs(float(row["lon"]) - home["lon"]) > 0.005

    def test_outputs_are_not_read_as_sheets(self, cli, made: Path, tmp_path: Path) -> None:
        for path in made.iterdir():
            shutil.copy(path, tmp_path / path.name)
        assert cli("export", "geo", PLAN, "--format", "csv").code == 0
        ran = cli("check", ".", "--frame", "gcj02")
        assert ran.code == 0
        assert "农户 30" in ran.err + ran.out
        assert "households.csv" not in ran.err + ran.out

    def test_the_demo_village(self, cli, demo: Path, tmp_path: Path) -> None:
        ran = cli("export", "geo", demo / PLAN, "-o", tmp_path)
        assert ran.code == 0
        assert "坐标为 WGS-84，可以用地图软件打开。" in ran.err
        with closing(sqlite3.connect(tmp_path / "地图数据.gpkg")) as database:
            counts = [database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in LAYERS]
        layers = layers_of(_plan_of(demo / PLAN))
        assert counts == [len(layers.households), len(layers.members), len(layers.circles), len(layers.links)]
        assert f"农户 {counts[0] + layers.vacant} = 有位置 {counts[0]}" in ran.err


def _plan_of(path: Path) -> Plan:
    from neighborgrid.cli.plans import opened
    from neighborgrid.planbook.refresh import refresh

    return refresh(opened([path]).plan)
