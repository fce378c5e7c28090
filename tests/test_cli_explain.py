"""``neighborgrid explain`` as people meet it: sentences, tables, JSON, the workbook, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from typing import TYPE_CHECKING

import openpyxl
import pytest

import neighborgrid
from folders import edit
from neighborgrid.planbook.split import split_by_village
from neighborgrid.words import LANGS
from neighborgrid.words.explain import TEXTS
from neighborgrid.words.explain_members import TEXTS as MEMBER_TEXTS
from neighborgrid.words.explain_shortages import TEXTS as SHORTAGE_TEXTS
from neighborgrid.words.ng5_explain import FINDINGS
from support import east_m, rules_with
from test_explain import FULL, LINE, village

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.model import Plan

PLAN = "分户安排.xlsx"
CODE = re.compile(r"\[(NG\d{3})\]")
CODES_OF_THIS_VERB = {"NG578", "NG579", "NG580", "NG581", "NG582", "NG584", "NG585"}


def width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


def fits(out: str) -> bool:
    """Whether the tables fit 100 columns; sentences are wrapped by the terminal."""
    rows = [line for line in out.splitlines() if "  " in line.strip()]
    return all(width(line) <= 100 for line in rows)


@pytest.fixture
def saved(tmp_path: Path):
    """Writer of a plan into the folder of the command line."""

    def write(plan: Plan, name: str = PLAN) -> Path:
        return neighborgrid.write_plan(plan, tmp_path / name)

    return write


class TestSentences:
    def test_served_household(self, cli, saved) -> None:
        path = saved(village(LINE))
        ran = cli("explain", PLAN, "H001")
        assert ran.code == 0
        assert ran.out.splitlines() == [
            "H001 户主乙 家（西同下村一组）",
            "联户党员：党员0（M000，普通党员），直线 100 米。",
            "这名党员现联 2 户，最多 2 户（党员本户不计）。",
            "这是够得着的党员里最近的一名。",
            "也够得着这一户的党员 1 名：",
            "代价这样读：数字越大越不划算，带减号的更划算。",
            "党员编号  姓名   距离（米）  现联/最多  换人的代价  牵动  只改这一户",
            # The stones are placed by a rule of thumb, 0.3 % too far apart.
            "M001      党员1         201        2/2     +201 米  1 户      超上限",
            "换成党员1（M001），另要：把 H002 由 M001 改给 M000。",
            "“换人的代价”是路程和均衡合计的米数，其余各户跟着作最省的调整；哪一户因此改为待落实，另外写明。",
            "“只改这一户”是别人都不动时的代价；“超上限”的，要有人让出名额才行。",
        ]
        assert ran.err == f"要换人，改“联户党员”一列；改完运行：neighborgrid validate {PLAN}\n"
        assert path.exists()

    def test_nearest_is_not_the_one(self, cli, saved) -> None:
        # h1 is 100 m from A and 90 m from B, who is full of nearer ones.
        saved(village([50, 100, 190, 200], (0, 190), members={"max_load": [2.0, 2.0]}))
        out = cli("explain", PLAN, "H001").out
        assert "最近的是党员1（M001），90 米；换过去的代价：" in out
        assert "，并牵动 1 户。" in out

    def test_waiting_household_with_its_shortage(self, cli, saved) -> None:
        saved(village(FULL))
        ran = cli("explain", PLAN, "H004")
        lines = ran.out.splitlines()
        assert lines[1] == "还在等：够得着这一户的 2 名党员都联满了。"
        assert lines[2] == "由谁来联系，就要另有一户让出来、改为待落实："
        assert re.fullmatch(r"M00\d +党员\d +150 +2/2 +\+50 米 +- +H00\d|M00\d +.* 1 户 +H00[12]", lines[5])
        lines = cli("explain", PLAN, "H004", "-v").out.splitlines()
        assert "人手缺口 西同下-缺1（西同下村）：5 户只够得着 2 名党员，合计可联 4 户，缺 1 户。" in lines
        assert "  这 2 名党员每人上限提高到 3 户：可落实 1 户，全部补上" in lines
        assert ran.err == f"最少再请几名党员、请在哪里合适：neighborgrid recruit {PLAN}\n"
        start = next(row for row, line in enumerate(lines) if line.startswith("人手缺口"))
        assert cli("explain", PLAN, "西同下-缺1", "-v").out.splitlines() == lines[start:]

    @pytest.mark.parametrize(
        ("plan", "said"),
        [
            (village([50, 900]), "还在等：500 米内一名党员也没有。"),
            (
                village([50, 900], (0, 800), members={"excluded": ["", "health"]}),
                "党员1（M001），100 米：暂不安排（身体原因）",
            ),
            (
                village(
                    [50, 900],
                    (0, 800),
                    members={"village": ["西同下村", "东村"], "village_code": [0, 1]},
                ),
                "党员1（M001），100 米：在东村，不在联户范围",
            ),
            (
                village([50, 900], (0, 800), avoid=[(1, 1)]),
                "党员1（M001），100 米：这一户需回避",
            ),
            (
                village([50, 900], (0, 800), homes={"lock": ["", "M000"]}),
                "还在等：指定的党员党员0（M000）不能联系这一户，因为超出距离上限。",
            ),
            (
                village([0, 0], homes={"load": [1.0, 5.0]}),
                "还在等：这一户的工作量（5）超过附近每名党员的最多户数。",
            ),
            (
                village(
                    [50, 60], homes={"lon": [east_m(50), float("nan")], "distance_kind": ["straight", ""]}
                ),
                "还在等：这一户没有位置，也没有所在的组，量不出距离。",
            ),
        ],
        ids=["far", "excluded", "boundary", "avoided", "lock", "load", "position"],
    )
    def test_every_reason(self, cli, saved, plan, said) -> None:
        saved(plan)
        ran = cli("explain", PLAN, "H001")
        assert (ran.code, said in ran.out) == (0, True), ran.out
        assert fits(ran.out)
        ran.out.encode("gbk")

    def test_own_home_vacant_and_row_set_aside(self, cli, saved) -> None:
        homes = {
            "residence": ["resident", "vacant", *["resident"] * 2],
            "home_member_id": ["M000", "", "", ""],
        }
        aside = {
            "household_id": ["H900"], "head": ["户主九"], "village": ["西同下村"], "reason": ["row_error"],
            "file": ["农户表.xlsx"], "sheet": ["花名册"], "row": [37],
        }  # fmt: skip
        saved(village(LINE, homes=homes, members={"home_household_id": ["H000", ""]}, set_aside=aside))
        assert "这是党员党员0（M000，普通党员）的本户" in cli("explain", PLAN, "H000").out
        assert "这是空户" in cli("explain", PLAN, "H001").out
        assert "农户表.xlsx“花名册”第 37 行" in cli("explain", PLAN, "H900").out

    def test_member(self, cli, saved) -> None:
        saved(village(LINE))
        out = cli("explain", PLAN, "--member", "党员0").out.splitlines()
        assert out[0] == "党员0（M000，普通党员），西同下村"
        assert out[1] == "联系 2 户，平均 75 米，最远 100 米。"
        assert "已联满。上限放宽 1 户、多联 1 户：+100 米。" in out
        assert "少联 1 户：多 1 户待落实，-100 米。" in out

    def test_excluded_member(self, cli, saved) -> None:
        saved(village(FULL, (0, 300, 140), members={"excluded": ["", "", "away"]}))
        ran = cli("explain", PLAN, "M002")
        assert "暂不安排：常年外出。500 米内有 5 户（其中 1 户正在等）。" in ran.out
        assert "如能参加，可为人手缺口 西同下-缺1 落实 1 户。" in ran.out
        assert ran.err == f"要看全部缺口：neighborgrid explain {PLAN}\n"

    def test_all_shortages_and_none(self, cli, saved) -> None:
        saved(village(FULL))
        out = cli("explain", PLAN).out.splitlines()
        assert out[0] == "人手缺口 1 处，共缺 1 户（附近党员已联满的户）："
        assert out[-2:] == ["待落实 1 户，按原因：", "  附近党员已联满 1 户，例如 H004"]
        saved(village(LINE), "够了.xlsx")
        assert cli("explain", "够了.xlsx").out == "没有待落实的户，4 户都有联户党员。\n"

    def test_english(self, shell, saved, tmp_path) -> None:
        saved(village(FULL))
        ran = shell("explain", PLAN, "H004", lang="en", cwd=tmp_path)
        assert "Waiting: whoever reaches this household is full (members: 2)." in ran.out
        assert "a cap of 3 for each of its members (2): serves 1, none left short" in ran.out
        assert fits(ran.out)
        ran = shell("explain", PLAN, "H001", lang="en", cwd=tmp_path)
        assert "Served by 党员0 (M000, member), 100 m in a straight line." in ran.out
        ran = shell("explain", PLAN, lang="en", cwd=tmp_path)
        assert "Shortages: 1, households short: 1" in ran.out

    def test_many_rows_are_cut_unless_verbose(self, cli, saved) -> None:
        saved(village(LINE, tuple(range(0, 300, 20)), cap=2))
        short, full = cli("explain", PLAN, "H001").out, cli("explain", PLAN, "H001", "-v").out
        assert "……另有 4 行，用 -v 全部列出。" in short
        assert len(full.splitlines()) == len(short.splitlines()) + 3


class TestEdited:
    def test_breach_is_named_with_its_cell(self, cli, saved) -> None:
        path = saved(village(LINE, (0, 300, 150), members={"excluded": ["", "", "age"]}))
        edit(path, {("分户安排", 1, "党员编号"): "M002"})
        ran = cli("explain", PLAN, "H001")
        assert ran.code == 0
        assert CODE.findall(ran.err) == ["NG311"]
        assert f"{PLAN}“分户安排”第 3 行 N 列" in ran.err
        assert "联户党员：党员2（M002，普通党员），直线 50 米。" in ran.out
        assert "眼下这样安排不合规则。" in ran.out

    def test_part_of_a_split_plan_says_so(self, cli, tmp_path) -> None:
        homes = {"village": ["东村", "东村", "西村", "西村"], "village_code": [0, 0, 1, 1]}
        plan = village(LINE, homes=homes, members={"village": ["东村", "西村"], "village_code": [0, 1]})
        written = split_by_village(plan, tmp_path / "分村")
        ran = cli("explain", "分村", "H003")
        assert (ran.code, CODE.findall(ran.err)) == (0, [])
        ran = cli("explain", written[0].path, "H000")
        assert (ran.code, CODE.findall(ran.err)) == (0, ["NG360"])
        assert "联户党员：党员0" in ran.out


class TestRefused:
    def test_unknown_ambiguous_and_circles(self, cli, saved) -> None:
        saved(
            village(
                LINE,
                homes={"head": ["王一", "王一", "李二", "赵三"]},
                rules=rules_with(circles__mode="soft", circles__team_min=1),
            )
        )
        for said, code in (("H01", "NG578"), ("~~~~~", "NG579"), ("王一", "NG580"), ("西同下-Q1", "NG581")):
            ran = cli("explain", PLAN, said)
            assert (ran.code, ran.out, CODE.findall(ran.err)) == (2, "", [code])
        assert "H000(一组) H001(一组)" in cli("explain", PLAN, "王一").err
        assert cli("explain", PLAN, "H000").code == 0

    @pytest.mark.parametrize(
        "arguments",
        [
            ["H001-1"],
            [PLAN, "H001", "H002"],
            [PLAN, "--member", ""],
            [PLAN, "H001", "--all"],
            [PLAN, "H001", "--member", "M000"],
            [PLAN, "H001", "-o", "a.xlsx"],
        ],
        ids=["no plan", "several", "blank", "all", "both", "output"],
    )
    def test_misused(self, cli, saved, arguments) -> None:
        saved(village(LINE))
        ran = cli("explain", *arguments)
        assert (ran.code, ran.out, CODE.findall(ran.err)) == (2, "", ["NG530"])

    def test_no_plan(self, cli, tmp_path, demo) -> None:
        assert CODE.findall(cli("explain", "没有.xlsx").err) == ["NG100"]
        ran = cli("explain", demo / "农户表.xlsx")
        assert (ran.code, CODE.findall(ran.err)) == (3, ["NG350"])

    def test_several_plans_in_a_folder(self, cli, saved, tmp_path) -> None:
        (tmp_path / "两份").mkdir()
        saved(village(LINE), "两份/甲.xlsx")
        saved(village(FULL), "两份/乙.xlsx")
        ran = cli("explain", "两份", "H001")
        assert ran.code == 3
        assert set(CODE.findall(ran.err)) & {"NG358", "NG359"}

    def test_all_never_replaces_the_plan(self, cli, saved) -> None:
        path = saved(village(LINE))
        before = path.read_bytes()
        ran = cli("explain", PLAN, "--all", "-o", PLAN)
        assert (ran.code, CODE.findall(ran.err)) == (2, ["NG535"])
        assert path.read_bytes() == before


class TestData:
    def test_json_of_each_kind(self, cli, saved) -> None:
        saved(village(FULL))
        found = {
            said: json.loads(cli("explain", PLAN, *said.split(), "--format", "json").out)
            for said in ("H001", "H004", "M000", "西同下-缺1", "")
        }
        kinds = {said: one["kind"] for said, one in found.items()}
        assert kinds == {
            "H001": "household", "H004": "household", "M000": "member", "西同下-缺1": "shortage",
            "": "overview",
        }  # fmt: skip
        household = found["H001"]
        assert household["member"]["member_id"] == "M000"
        assert household["breaches"] == []
        assert set(household["others"][0]) == {
            "person",
            "metres",
            "price",
            "moves",
            "room",
            "outside",
            "alone",
        }
        assert set(household["others"][0]["price"]) == {
            *("priority", "households", "shortfall", "outside", "metres")
        }
        assert found["H004"]["metres"] is None
        assert found["H004"]["shortage"] == {
            key: cell for key, cell in found["西同下-缺1"].items() if key not in {"kind", "breaches"}
        }
        assert found["M000"]["more"]["households"] == -1

    def test_csv_where_there_is_a_table(self, cli, saved) -> None:
        saved(village(FULL))

        def rows(*said: str) -> list[dict[str, str]]:
            return list(csv.DictReader(io.StringIO(cli("explain", PLAN, *said, "--format", "csv").out)))

        assert [one["member_id"] for one in rows("H001")] == ["M001"]
        assert [one["household_id"] for one in rows("M000")] == ["H000", "H001"]
        assert rows("西同下-缺1")[0]["kind"] == "cap"
        assert rows()[0]["shortage_id"] == "西同下-缺1"

    @pytest.mark.parametrize("lang", LANGS)
    def test_all_is_read_back(self, cli, saved, tmp_path, lang) -> None:
        aside = {"household_id": ["H900"], "head": ["@SUM"], "village": ["西同下村"], "reason": ["row_error"]}
        heads = ["=1+1", "+86", "-x", "@y", "户主"]
        saved(village(FULL, homes={"head": heads, "phone": ["13800138000"] * 5}, set_aside=aside))
        name = {"zh": "分户说明.xlsx", "en": "explanations.xlsx"}[lang]
        ran = cli("explain", PLAN, "--all", "--lang", lang)
        assert ran.code == 0
        assert ran.out == "6 户逐户说明：4 户已落实，1 户待落实，1 行待补正，0 户空户。\n"
        (sheet,) = openpyxl.load_workbook(tmp_path / name).worksheets
        head, *rows = sheet.iter_rows(values_only=True)
        assert (head[0], head[1]) == (("户编号", "户主") if lang == "zh" else ("household", "head"))
        assert [row[1] for row in rows] == [*heads, "@SUM"]
        assert {cell.data_type for cell in sheet["B"]} == {"s"}
        said = dict(zip(head, rows[1], strict=True))
        price = "换成代价最小的代价" if lang == "zh" else "price of the cheapest"
        # h1 on B: 200 m instead of 100, h4 on A with 150, h2 waits for it with its 100.
        assert re.fullmatch(r"\+(15[0-2]|149) (米|m)", said[price]), said[price]
        assert not any("13800138000" in str(cell) for row in rows for cell in row)
        # A second run replaces its own file, and keeps what somebody changed.
        assert CODE.findall(cli("explain", PLAN, "--all", "--lang", lang).err) == []

    def test_all_with_a_name(self, cli, saved, tmp_path) -> None:
        saved(village(LINE))
        assert cli("explain", PLAN, "--all", "-o", "说明", "-q").err == ""
        assert (tmp_path / "说明.xlsx").exists()


class TestDemo:
    def test_every_kind_of_household_fits_and_is_gbk(self, cli, demo) -> None:
        plan = neighborgrid.read_plan(demo / PLAN)
        homes = plan.households
        kinds = [
            homes.index[0],
            homes.index[homes["reason"] != ""][0],
            homes.index[homes["own_home"] == "yes"][0],
            homes.index[homes["residence"] == "vacant"][0],
            homes.index[(homes["residence"] == "away") & (homes["member_id"] != "")][0],
            homes.index[homes["lock"] != ""][0],
        ]
        people = [plan.members["member_id"].iat[0], plan.excluded["member_id"].iat[0]]
        for said in [*(homes["household_id"].iat[row] for row in kinds), *people]:
            ran = cli("explain", demo / PLAN, said, "-v")
            assert ran.code == 0
            assert CODE.findall(ran.err) == []
            assert fits(ran.out)
            (ran.out + ran.err).encode("gbk")

    def test_long_names_are_cut(self, cli, saved) -> None:
        crew = {"name": ["党员甲", "长" * 60]}
        saved(village(LINE, members=crew))
        out = cli("explain", PLAN, "H001").out
        assert fits(out)
        assert "长.. " in out


def test_words_are_gbk_and_codes_are_tested() -> None:
    for pair in (TEXTS | MEMBER_TEXTS | SHORTAGE_TEXTS).values():
        assert all(pair)
        pair[0].encode("gbk")
    assert set(FINDINGS) == CODES_OF_THIS_VERB
