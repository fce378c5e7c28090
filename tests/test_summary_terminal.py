"""Summaries of assign and validate: one screen, coverage first, bars that add up to the equation."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pytest

from folders import HOUSEHOLDS, MEMBERS, crew, csv_file, homes, village
from neighborgrid.cli.charts import columns_of
from neighborgrid.cli.results import Audited, audit_result
from neighborgrid.cli.screen import Screen, wants_color
from summaries import BAR, amounts, audited, bars

if TYPE_CHECKING:
    from collections.abc import Callable

WIDTH = 100
ESCAPE = re.compile(r"\x1b\[[0-9;]*m")
GOLDEN = {
    "zh": """覆盖率 99.28%：已落实 969 户，距离都已核实。
976 户；参加联户的党员 90 名，暂不安排 14 名（名单和原因见“暂不安排”）。
空户 24 户，列在表中，不计在内。
待落实 7 户：500 米内没有党员 7。原因和办法见“待落实”。
每名党员 7 至 14 户，平均 9.2 户（外出的户不占名额，没有计入）；最远 230 米。

每名党员几户（上限 14，已满 3 名）                  离党员几米（党员本户 80 户不计）
   7   2   2%  #                                         0-50  448  50%  ###########################
   8  41  46%  ############################            50-100  349  39%  #####################
   9  27  30%  ##################                     100-150   77   9%  #####
  10   2   2%  #                                      150-200   11   1%  #
  11   3   3%  ##                                     200-250    4  <1%  #
  12   6   7%  ####                                   250-500    0   0%
  13   6   7%  ####
  14   3   3%  ## 满 3

人手偏紧，西同下村每人上限由 12 放宽到 14。要固定为 12，请加 --max-load 12。
6 个服务圈（至少要 6 个），党员到圈中心平均 125 米，见“服务圈”表。
已证明：按这些服务圈和规则，没有别的安排能让更多的户有人联系，户数相同时也没有更近、更均衡的。
合计：表内 976 户 = 党员联系 889 + 党员本户 80 + 待落实 7 + 暂放 0；覆盖率 99.28%。
""",
    "en": """Coverage 99.28 %: 969 households served, all distances measured.
976 households; 90 members serve, 14 do not (names and reasons: sheet Excluded).
Vacant houses, listed and not counted: 24.
Waiting: 7 (no member within 500 m: 7). Reasons and remedies: sheet Unserved.
7 to 14 households a member (those away not counted), 9.2 on average; the farthest is 230 m away.

Households a member (cap 14, 3 full)                Metres away (80 own homes left out)
   7   2   2%  #                                         0-50  448  50%  ###########################
   8  41  46%  ##########################              50-100  349  39%  #####################
   9  27  30%  #################                      100-150   77   9%  #####
  10   2   2%  #                                      150-200   11   1%  #
  11   3   3%  ##                                     200-250    4  <1%  #
  12   6   7%  ####                                   250-500    0   0%
  13   6   7%  ####
  14   3   3%  ## 3 full

Members are scarce: the cap in 西同下村 was raised from 12 to 14. To keep 12, add --max-load 12.
Service circles: 6 (at least 6 needed); members live 125 m from the centre on average.
Proved: with these circles and rules no plan serves more, or as many nearer and more evenly.
In all: 976 households = 889 linked + 80 own homes + 7 waiting + 0 set aside; coverage 99.28 %.
""",
}


def table_of(path: Path, tab: str) -> list[dict[str, Any]]:
    """Rows of a tab of a workbook."""
    head, *rows = openpyxl.load_workbook(path)[tab].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture
def shown(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def of(found: Audited, **screen: Any) -> str:
        capsys.readouterr()
        audit_result(found, Screen(screen.pop("lang", "zh"), **screen))
        return capsys.readouterr().out

    return of


class TestDemo:
    @pytest.fixture(params=["zh", "en"])
    def ran(self, request, cli, demo: Path, monkeypatch) -> Any:
        monkeypatch.setattr("neighborgrid.cli.options.LANG", request.param)
        output = Path("plan.xlsx")
        assert "NO_COLOR" not in os.environ
        ran = cli("assign", demo / "农户表.xlsx", demo / "党员名册.xlsx", "-o", output)
        assert ran.code == 0
        return request.param, ran, cli("validate", output)

    def test_one_screen(self, ran) -> None:
        lang, assign, validate = ran
        assert assign.out == GOLDEN[lang]
        # The two lines that follow on stderr are part of the screen.
        assert len(assign.out.splitlines()) + 2 <= 24
        assert len(validate.out.splitlines()) + 2 <= 24
        for out in (assign.out, validate.out):
            assert max(map(columns_of, out.splitlines())) <= WIDTH
            assert out.encode("gbk").decode("gbk") == out
            assert not ESCAPE.search(out)
        # The audit computes the same bars by itself.
        assert bars(validate.out) == bars(assign.out)
        assert validate.out.splitlines()[0] == assign.out.splitlines()[0]

    def test_bars_are_those_of_the_workbook_and_add_up_to_the_equation(self, ran) -> None:
        lang, assign, _ = ran
        lines = assign.out.splitlines()
        loads, metres = bars(assign.out)
        plan = Path("plan.xlsx")
        carried = [row["工作量"] for row in table_of(plan, "党员")]
        least, most = int(min(carried)), int(max(carried))
        assert [(label, count) for label, count, _ in loads] == [
            (str(load), carried.count(load)) for load in range(least, most + 1)
        ]
        far = [
            row["距离（米）"] for row in table_of(plan, "分户安排") if row["党员编号"] and not row["党员本户"]
        ]
        for label, count, _ in metres:
            lower, upper = map(float, label.split("-"))
            assert count == sum(lower <= metre < upper for metre in far), label
        linked = re.search({"zh": r"党员联系 (\d+)", "en": r"(\d+) linked"}[lang], lines[-1])
        assert linked is not None
        assert sum(count for _, count, _ in metres) == int(linked[1]) == len(far)
        able = re.search({"zh": r"联户的党员 (\d+)", "en": r"(\d+) members serve"}[lang], assign.out)
        assert able is not None
        assert sum(count for _, count, _ in loads) == int(able[1])


class TestPage:
    def test_county(self, shown) -> None:
        rng = np.random.default_rng(6)
        load = rng.integers(4, 21, 8_325)
        found = amounts(load, rng.uniform(0, 500, 82_000), cap=20, estimated=1_234, own_homes=8_000)
        for lang in ("zh", "en"):
            out = shown(audited(found, villages=208, waiting=321), lang=lang)
            lines = out.splitlines()
            assert len(lines) + 2 <= 30
            assert max(map(columns_of, lines)) <= WIDTH
            loads, metres = bars(out)
            assert sum(count for _, count, _ in loads) == 8_325
            assert sum(count for _, count, _ in metres) == 82_000
            assert metres[0][0] == "0-50"
            assert "1234" in out
            full = int((load == 20).sum())
            assert {"zh": f"上限 20，已满 {full} 名", "en": f"cap 20, {full} full"}[lang] in out
            assert "321" in lines[-1]

    def test_all_wait(self, shown) -> None:
        out = shown(audited(amounts([0, 0, 0]), waiting=7))
        assert out.splitlines()[0] == "覆盖率 0.00%：已落实 0 户。"
        assert bars(out)[0] == [("0", 3, "100")]
        assert "离党员" not in out

    def test_nobody_at_all(self, shown) -> None:
        out = shown(audited(amounts(), waiting=7))
        assert bars(out) == ([], [])
        assert "每名党员" not in out

    def test_one_member(self, shown) -> None:
        out = shown(audited(amounts([2], [12.5, 430], own_homes=1)))
        assert bars(out)[0] == [("2", 1, "100")]
        assert "每名党员几户（上限 12，都没有满）" in out
        assert "（党员本户 1 户不计）" in out

    def test_estimated_and_unmeasured_are_told_apart(self, shown) -> None:
        found = amounts([5], [10, 20, 30, 40, float("nan")], estimated=3)
        out = shown(audited(found))
        assert "其中距离待核实 3 户" in out
        assert "另有 1 户缺位置，量不出" in out
        # Nothing is said of all distances where one is missing.
        assert out.splitlines()[0] == "覆盖率 100%：已落实 5 户。"
        whole = shown(audited(amounts([4], [10, 20, 30, 40], estimated=3)))
        assert whole.splitlines()[0].startswith("覆盖率 100%：已落实 4 户，距离已核实 1，距离待核实 3（")

    def test_unequal_loads_are_no_households(self, shown) -> None:
        out = shown(audited(amounts([2.5, 4], [10, 20, 30], work=2.5)))
        assert "每名党员的工作量（" in out
        assert "每名党员几户" not in out
        assert [row[0] for row in bars(out)[0]] == ["2-3", "3-4", "4-5"]

    def test_away_households_weigh_nothing(self, shown) -> None:
        # Their members have a load of 0 and a way to go.
        out = shown(audited(amounts([0], [10, 20, 30], work=0)))
        assert bars(out)[0] == [("0", 1, "100")]
        assert sum(count for _, count, _ in bars(out)[1]) == 3
        assert "每名党员几户（" in out

    def test_small_shares_are_not_rounded_away(self, shown) -> None:
        out = shown(audited(amounts([9] * 999 + [3], [10])))
        assert [row[1:] for row in bars(out)[0] if row[1]] == [(1, "<1"), (999, "99")]

    def test_beyond_the_limit_is_red(self, shown) -> None:
        found = audited(amounts([2], [10, 700]))
        assert re.search(r">500 +1 +50%  \x1b\[31m", shown(found, paint=True))
        assert (">500", 1, "50") in bars(shown(found))[1]

    @pytest.mark.parametrize(
        ("waiting", "wanted", "code"),
        [
            (0, None, "1;32"),
            (1, None, "1;33"),
            (10, None, "1;33"),
            (11, None, "1;31"),
            (10, 90, "1;32"),
            (10, 90.01, "1;31"),
            (0, 100, "1;32"),
        ],
    )
    def test_colour_of_the_coverage(self, shown, waiting: int, wanted: float | None, code: str) -> None:
        # 100 households: 10 that wait are 90 %, 11 are 89 %.
        found = audited(amounts([99], [10.0] * (100 - waiting)), waiting=waiting, wanted=wanted)
        first = shown(found, paint=True).splitlines()[0]
        assert first.startswith(f"\x1b[{code}m覆盖率 ")
        assert first.endswith("\x1b[0m")

    def test_colour_changes_nothing_but_colour(self, shown) -> None:
        found = audited(amounts([7, 8, 12], [10, 120, 499], own_homes=2), waiting=3)
        painted = shown(found, paint=True)
        assert "█" in painted
        assert ESCAPE.sub("", painted).replace("█", "#") == shown(found)

    def test_a_console_with_chinese_fonts_gets_ascii_bars(self, monkeypatch) -> None:
        class Console:
            encoding = "GBK"

        monkeypatch.setattr("sys.stdout", Console())
        assert Screen("zh", paint=True).block == "#"

    @pytest.mark.parametrize("width", [100, 80, 60, 50, 40])
    def test_terminals_of_any_width(self, shown, monkeypatch, width: int) -> None:
        monkeypatch.setattr(Screen, "width", property(lambda _: width))
        found = amounts([*range(7, 15)], np.linspace(0, 240, 300).tolist(), cap=14, own_homes=80)
        out = shown(audited(found, waiting=5))
        told = out.splitlines()
        assert max(map(columns_of, told)) <= width
        # Two panels stand side by side down to 80 columns.
        both = [line for line in told if len(BAR.findall(line)) == 2]
        assert bool(both) == (width >= 80)


class TestStreams:
    def test_json(self, cli, tmp_path: Path) -> None:
        made = json.loads(cli("assign", *village(tmp_path), "--format", "json").out)
        assert list(made) == ["summary", "villages", "histograms"]
        found = json.loads(cli("validate", tmp_path / "分户安排.xlsx", "--format", "json").out)
        assert list(found)[-1] == "histograms"
        assert found["histograms"] == made["histograms"]
        assert list(made["histograms"]) == ["loads", "distances_m"]
        assert {key for part in made["histograms"].values() for one in part for key in one} == {
            "lower", "upper", "count",
        }  # fmt: skip
        assert sum(one["count"] for one in made["histograms"]["distances_m"]) == 24

    def test_unequal_loads(self, cli, tmp_path: Path) -> None:
        # Twelve households of 0.5 and 1.5 in turn weigh 12 in all.
        rows = [[*row, 0.5 + n % 2] for n, row in enumerate(homes(12))]
        households = csv_file(tmp_path / "农户表.csv", [*HOUSEHOLDS, "工作量"], rows)
        ran = cli("assign", households, csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(3)))
        assert "每名党员的工作量" in ran.out
        assert "最优方案" not in ran.out
        found = cli("validate", tmp_path / "分户安排.xlsx")
        assert bars(found.out) == bars(ran.out)
        assert sum(count for _, count, _ in bars(ran.out)[0]) == 3

    def test_an_edited_plan_shows_what_is_true_now(self, cli, tmp_path: Path) -> None:
        # All 24 go to one member by hand: the stated loads of the sheet Members are stale.
        cli("assign", *village(tmp_path))
        plan = tmp_path / "分户安排.xlsx"
        book = openpyxl.load_workbook(plan)
        sheet = book["分户安排"]
        column = [cell.value for cell in sheet[1]].index("党员编号") + 1
        for row in range(2, sheet.max_row + 1):
            sheet.cell(row, column, "D01")
        book.save(plan)
        ran = cli("validate", plan)
        assert ran.code == 1
        counts = {label: count for label, count, _ in bars(ran.out)[0]}
        assert sum(counts.values()) == 4
        assert list(counts)[-1] == "20-24"
        assert list(counts.values())[-1] == 1
        assert "满 1" in ran.out

    def test_colour_goes_by_the_stream(self, monkeypatch) -> None:
        class Terminal:
            def isatty(self) -> bool:
                return True

        class Pipe:
            def isatty(self) -> bool:
                return False

        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr("sys.stderr", Terminal())
        monkeypatch.setattr("sys.stdout", Pipe())
        assert wants_color("auto")
        assert not wants_color("auto", "stdout")
        assert wants_color("always", "stdout")
        monkeypatch.setattr("sys.stdout", Terminal())
        assert wants_color("auto", "stdout")
        assert not wants_color("never", "stdout")
        monkeypatch.setenv("NO_COLOR", "1")
        assert not wants_color("auto", "stdout")

    def test_always_paints_a_pipe(self, cli, tmp_path: Path) -> None:
        sheets = village(tmp_path)
        painted = cli("assign", *sheets, "--color", "always").out
        plain = cli("assign", *sheets).out
        assert ESCAPE.sub("", painted).replace("█", "#") == plain
        assert painted != plain
        audited_out = cli("validate", tmp_path / "分户安排.xlsx", "--color", "always").out
        assert ESCAPE.search(audited_out)

    @pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
    @pytest.mark.parametrize("quiet_colour", [False, True])
    def test_on_a_terminal(self, cli, tmp_path: Path, quiet_colour: bool) -> None:
        cli("assign", *village(tmp_path))
        out = _on_terminal(tmp_path, NO_COLOR="1" if quiet_colour else "")
        assert ("█" in out, "\x1b[1;32m覆盖率 100%" in out) == ((not quiet_colour,) * 2)
        assert ("#" in out) == quiet_colour
        assert ("\x1b" in out) != quiet_colour


def _on_terminal(folder: Path, **environment: str) -> str:
    """What validate shows on a terminal of 24 lines by 100 columns."""
    import pty

    ours, theirs = pty.openpty()
    given = {"NEIGHBORGRID_LANG": "zh", "PYTHONUTF8": "1", "COLUMNS": "100", "LINES": "24", **environment}
    try:
        subprocess.run(
            [sys.executable, "-m", "neighborgrid", "validate", "分户安排.xlsx"],
            stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, cwd=folder, check=True,
            env={**os.environ, **given}, timeout=60,
        )  # fmt: skip
        # A page of 24 lines fits the buffer of a pseudo-terminal.
        return os.read(ours, 65_536).decode()
    finally:
        os.close(ours)
        os.close(theirs)
