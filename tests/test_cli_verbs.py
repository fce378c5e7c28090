"""What each verb does with its options: where it writes, what goes to stdout, what it never touches."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
from typing import TYPE_CHECKING

import openpyxl
import pytest

import neighborgrid
from folders import HOUSEHOLDS, MEMBERS, book_file, crew, csv_file, edit, homes, village
from neighborgrid.cli.app import VERBS
from neighborgrid.model import LEDGER, SHEETS
from neighborgrid.words import texts

if TYPE_CHECKING:
    from pathlib import Path

CODE = re.compile(r"\[(NG\d{3})\]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
PLAN = "分户安排.xlsx"


def served(path: Path) -> dict[str, str]:
    """Who serves whom in a plan workbook, or in a folder of them."""
    table = neighborgrid.read_plan(path).households
    return dict(zip(table["household_id"], table["member_id"], strict=True))


class TestHelp:
    def test_lists_every_verb(self, cli) -> None:
        ran = cli("--help")
        assert ran.code == 0
        assert all(re.search(rf"^  {verb} ", ran.out, re.MULTILINE) for verb in VERBS)
        assert ran.err == ""
        assert cli("-h").out == ran.out

    @pytest.mark.parametrize("verb", VERBS)
    @pytest.mark.parametrize("lang", ["zh", "en"])
    def test_ends_in_an_example_that_runs(self, cli, tmp_path: Path, verb: str, lang: str) -> None:
        names = ("农户表.xlsx", "党员名册.xlsx") if lang == "zh" else ("households.xlsx", "members.xlsx")
        book_file(tmp_path / names[0], Sheet1=[HOUSEHOLDS, *homes(24)])
        book_file(tmp_path / names[1], Sheet1=[MEMBERS, *crew(4)])
        if verb in {"validate", "explain", "recruit"}:
            assert cli("assign", *names, "-o", PLAN if lang == "zh" else "plan.xlsx").code == 0
        if verb == "template":
            (tmp_path / ("新表" if lang == "zh" else "new")).mkdir()
        said = texts()[f"help.{verb}"][lang == "en"].rsplit("\n\n", 1)[1]
        words = shlex.split(said.split("：" if lang == "zh" else ": ", 1)[1])
        assert words[:2] == ["neighborgrid", verb]
        ran = cli(*words[1:])
        assert ran.code == 0, ran.err

    def test_example_of_template_makes_its_folder(self, cli, tmp_path: Path) -> None:
        words = shlex.split(texts()["help.template"][0].rsplit("：", 1)[1])
        assert cli(*words[1:]).code == 0
        assert len(list((tmp_path / words[-1]).iterdir())) == 2

    @pytest.mark.parametrize("verb", VERBS)
    def test_help_of_a_verb(self, cli, verb: str) -> None:
        ran = cli(verb, "--help")
        assert ran.code == 0
        assert ran.err == ""
        assert f"neighborgrid {verb}" in ran.out
        # Typer's own words are Chinese too.
        assert "Usage" not in ran.out
        assert "Show this message" not in ran.out
        # The example is the last thing that is said before the options, and it is on one line.
        example = texts()[f"help.{verb}"][0].rsplit("\n\n", 1)[1]
        assert "".join(example.split()) in "".join(ran.out.split())

    @pytest.mark.parametrize("arguments", [["--help"], ["assign", "--help"], ["validate", "--help"]])
    def test_english_help_has_no_chinese_but_the_examples(self, shell, arguments: list[str]) -> None:
        ran = shell(*arguments, lang="en")
        assert ran.code == 0
        assert CHINESE.findall(re.sub(r"花名册", "", ran.out)) == []

    def test_option_without_explanation(self, cli) -> None:
        for verb in VERBS:
            for line in cli(verb, "--help").out.splitlines():
                assert not re.fullmatch(r"\s+-[-\w, ]+( [A-Z=.]+)?", line) or "--help" in line, line


class TestBare:
    def test_empty_folder(self, cli) -> None:
        ran = cli()
        assert ran.code == 0
        assert "neighborgrid demo" in ran.out
        assert "neighborgrid template" in ran.out

    def test_folder_of_sheets(self, cli, tmp_path: Path) -> None:
        village(tmp_path)
        ran = cli()
        assert ran.code == 0
        assert "农户表.csv：农户表" in ran.out
        assert "党员名册.csv：党员表" in ran.out
        assert "neighborgrid check" in ran.out
        command = next(line for line in ran.out.splitlines() if "neighborgrid check" in line)
        assert cli(*shlex.split(command.split("neighborgrid ")[1])).code == 0

    def test_folder_with_a_plan(self, cli, tmp_path: Path) -> None:
        assert cli("assign", *village(tmp_path)).code == 0
        ran = cli()
        assert ran.code == 0
        assert f"{PLAN}：方案工作簿" in ran.out
        assert f"neighborgrid validate {PLAN}" in ran.out

    def test_folder_of_other_things(self, cli, tmp_path: Path) -> None:
        csv_file(tmp_path / "价目.csv", ["品名", "单价"], [["苹果", 3], ["梨", 2]])
        (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(100))
        ran = cli()
        assert ran.code == 0
        assert "neighborgrid template" in ran.out

    def test_version(self, cli) -> None:
        assert cli("--version").out == f"neighborgrid {neighborgrid.__version__}\n"


class TestOutput:
    def test_plan_goes_beside_the_sheets(self, cli, tmp_path: Path) -> None:
        folder = tmp_path / "西同下"
        folder.mkdir()
        village(folder)
        assert cli("assign", folder).code == 0
        assert (folder / PLAN).is_file()
        # Its own plan is no input the next time.
        assert cli("assign", folder).code == 0
        assert sorted(path.name for path in folder.iterdir()) == sorted(["农户表.csv", "党员名册.csv", PLAN])

    def test_o_names_a_file_or_a_folder(self, cli, tmp_path: Path) -> None:
        sheets = village(tmp_path)
        folder = tmp_path / "方案"
        folder.mkdir()
        assert cli("assign", *sheets, "-o", folder).code == 0
        assert [path.name for path in folder.iterdir()] == [PLAN]
        assert cli("assign", *sheets, "-o", folder / "我的.xlsx").code == 0
        assert served(folder / "我的.xlsx") == served(folder / PLAN)
        assert cli("check", *sheets, "-o", folder).code == 0
        assert (folder / "待核对.xlsx").is_file()
        assert cli("rules", "-o", folder / "规则.toml").code == 0
        assert cli("assign", *sheets, "--rules", folder / "规则.toml", "-o", folder).code == 0

    def test_rules_into_a_folder(self, cli, tmp_path: Path) -> None:
        folder = tmp_path / "规则们"
        folder.mkdir()
        ran = cli("rules", "-o", folder)
        # A name is made up, or the way out is said; never a fault of ours.
        assert ran.code in {0, 3}
        assert ran.code == 3 or len(list(folder.iterdir())) == 1

    def test_the_same_twice_is_the_same_file(self, cli, tmp_path: Path) -> None:
        sheets = village(tmp_path)
        flags = ["--as-of", "2026-04-01"]
        assert cli("assign", *sheets, *flags, "-o", tmp_path / "a.xlsx").code == 0
        assert cli("assign", *sheets, *flags, "-o", tmp_path / "b.xlsx").code == 0
        assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()

    def test_an_edited_plan_is_never_replaced(self, cli, tmp_path: Path) -> None:
        sheets = village(tmp_path)
        plan = tmp_path / PLAN
        assert cli("assign", *sheets).code == 0
        first = plan.read_bytes()
        assert cli("assign", *sheets).code == 0
        assert list(tmp_path.glob("*.xlsx")) == [plan]
        edit(plan, {("分户安排", 0, "党员编号"): "D02"})
        edited = plan.read_bytes()
        ran = cli("assign", *sheets)
        assert ran.code == 0
        assert "NG507" in CODE.findall(ran.err)
        (kept,) = set(tmp_path.glob("*.xlsx")) - {plan}
        assert kept.read_bytes() == edited
        assert kept.name in ran.err
        assert served(plan) != served(kept)
        assert len(first) == len(plan.read_bytes())

    def test_somebody_elses_file_is_kept(self, cli, tmp_path: Path) -> None:
        sheets = village(tmp_path)
        other = tmp_path / "out" / "表.xlsx"
        other.parent.mkdir()
        book_file(other, 账目=[["项目", "金额"], ["电费", 30]])
        before = other.read_bytes()
        ran = cli("assign", *sheets, "-o", other)
        assert ran.code == 0
        assert "NG508" in CODE.findall(ran.err)
        assert before in [path.read_bytes() for path in other.parent.iterdir()]

    def test_sheets_are_never_changed(self, cli, tmp_path: Path) -> None:
        sheets = village(tmp_path)
        before = [path.read_bytes() for path in sheets]
        for verb in ("check", "assign"):
            assert cli(verb, *sheets).code == 0
        assert cli("check", *sheets, "--mark").code == 0
        assert [path.read_bytes() for path in sheets] == before

    @pytest.mark.parametrize("verb", ["check", "assign"])
    def test_the_output_may_not_be_an_input(self, cli, tmp_path: Path, verb: str) -> None:
        households = book_file(tmp_path / "农户表.xlsx", Sheet1=[HOUSEHOLDS, *homes(24)])
        members = csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(4))
        before = households.read_bytes()
        cli(verb, households, members, "-o", households)
        # Refused or kept under another name: what people typed is still there.
        assert before in [path.read_bytes() for path in tmp_path.iterdir()]

    def test_lang_en(self, cli, tmp_path: Path) -> None:
        assert cli("assign", *village(tmp_path), "--lang", "en").code == 0
        book = openpyxl.load_workbook(tmp_path / "plan.xlsx", read_only=True)
        assert book.sheetnames[:3] == ["Summary", "Households", "Members"]
        head = [cell.value for cell in next(book["Households"].iter_rows(max_row=1))]
        assert head[: len(SHEETS["households"])] == list(SHEETS["households"])
        ran = cli("validate", tmp_path / "plan.xlsx")
        # Nobody of these few members is a cadre or a group leader: the note on stand-ins.
        assert (ran.code, CODE.findall(ran.err)) == (0, ["NG397"])

    def test_messages_in_english_while_the_plan_follows_the_sheets(self, shell, tmp_path: Path) -> None:
        ran = shell("assign", *village(tmp_path), lang="en")
        assert ran.code == 0
        assert "members serve" in ran.out
        assert (tmp_path / PLAN).is_file()

    def test_template_keeps_what_is_there(self, cli, tmp_path: Path) -> None:
        assert cli("template").code == 0
        made = sorted(path.name for path in tmp_path.iterdir())
        assert len(made) == 2
        before = [(tmp_path / name).read_bytes() for name in made]
        assert cli("template").code == 3
        assert [(tmp_path / name).read_bytes() for name in made] == before
        assert cli("template", "--overwrite").code == 0

    def test_template_from_a_plan_plans_the_same(self, cli, tmp_path: Path) -> None:
        assert cli("assign", *village(tmp_path)).code == 0
        filled = tmp_path / "新"
        filled.mkdir()
        assert cli("template", "--from", tmp_path / PLAN, "-o", filled).code == 0
        assert cli("assign", filled).code == 0
        assert served(filled / PLAN) == served(tmp_path / PLAN)


class TestStreams:
    def test_json_of_assign(self, cli, tmp_path: Path) -> None:
        ran = cli("assign", *village(tmp_path), "--format", "json")
        product = json.loads(ran.out, parse_constant=pytest.fail)
        assert product["summary"]["served"] == 24
        assert [row["village"] for row in product["villages"]] == ["西同下村"]

    def test_json_of_validate(self, cli, tmp_path: Path) -> None:
        cli("assign", *village(tmp_path))
        ran = cli("validate", tmp_path / PLAN, "--format", "json")
        product = json.loads(ran.out, parse_constant=pytest.fail)
        assert product["holds"] is True
        assert product["counts"]["error"] == 0

    def test_json_of_check(self, cli, tmp_path: Path) -> None:
        ran = cli("check", *village(tmp_path), "--format", "json")
        product = json.loads(ran.out, parse_constant=pytest.fail)
        assert {row["kind"] for row in product["ledger"]} == {"households", "members"}

    def test_json_without_anybody_measured(self, cli, tmp_path: Path) -> None:
        # A village without members has no mean load: null in JSON, never NaN.
        households, members = village(tmp_path)
        csv_file(households, HOUSEHOLDS, homes(24) + homes(3, village="东同下村", first=30))
        ran = cli("assign", households, members, "--format", "json")
        assert len(json.loads(ran.out, parse_constant=pytest.fail)["villages"]) == 2
        ran = cli("validate", tmp_path / PLAN, "--format", "json")
        json.loads(ran.out, parse_constant=pytest.fail)

    def test_csv(self, cli, tmp_path: Path) -> None:
        sheets = village(tmp_path)
        for ran in (
            cli("assign", *sheets, "--format", "csv"),
            cli("validate", tmp_path / PLAN, "--format", "csv"),
        ):
            rows = list(csv.DictReader(io.StringIO(ran.out)))
            assert list(rows[0]) == list(SHEETS["villages"])
            assert rows[0]["served"] == "24"
        rows = list(csv.DictReader(io.StringIO(cli("check", *sheets, "--format", "csv").out)))
        assert list(rows[0]) == list(LEDGER)

    def test_findings_stay_on_stderr(self, cli, tmp_path: Path) -> None:
        households, members = village(tmp_path)
        rows = homes(24)
        rows[3][4] = rows[3][5] = ""
        csv_file(households, HOUSEHOLDS, rows)
        for verb in ("check", "assign"):
            ran = cli(verb, households, members)
            assert "NG" not in ran.out
            assert CODE.findall(ran.err)

    def test_quiet(self, cli, tmp_path: Path) -> None:
        sheets = village(tmp_path)
        loud = cli("assign", *sheets)
        ran = cli("assign", *sheets, "-q")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == loud.out
        assert cli("check", *sheets, "-q").err == ""
        assert cli("validate", tmp_path / PLAN, "-q").err == ""
        assert cli("rules", "-q").err == ""
        # Errors are said all the same.
        assert cli("assign", sheets[0], "-q").err

    def test_verbose_names_every_finding(self, cli, tmp_path: Path) -> None:
        households, members = village(tmp_path)
        rows = homes(24)
        for row in rows[:12]:
            row[6] = "1380000"
        csv_file(households, HOUSEHOLDS, rows)
        loud, normal = cli("check", households, members, "-v"), cli("check", households, members)
        assert len(CODE.findall(loud.err)) >= len(CODE.findall(normal.err))
        assert loud.out == normal.out

    def test_color(self, cli, tmp_path: Path, monkeypatch) -> None:
        households, members = village(tmp_path)
        rows = homes(24)
        rows[3][4] = rows[3][5] = ""
        csv_file(households, HOUSEHOLDS, rows)
        assert "\x1b[" in cli("check", households, members, "--color", "always").err
        assert "\x1b[" not in cli("check", households, members).err
        assert "\x1b[" not in cli("check", households, members, "--color", "always").out
        monkeypatch.setenv("NO_COLOR", "1")
        assert "\x1b[" not in cli("check", households, members).err

    def test_color_follows_the_terminal_of_the_moment(self, monkeypatch) -> None:
        # A stream taken when the module was imported may be closed or another one by now.
        from neighborgrid.cli.screen import wants_color

        class Terminal(io.StringIO):
            def isatty(self) -> bool:
                return True

        monkeypatch.delenv("NO_COLOR", raising=False)
        monkeypatch.setattr("sys.stderr", Terminal())
        assert wants_color("auto")

    def test_ends_in_one_equation_and_the_next_command(self, cli, tmp_path: Path) -> None:
        ran = cli("assign", *village(tmp_path))
        equation = ran.out.rstrip().splitlines()[-1]
        numbers = [int(number) for number in re.findall(r"(?<![\d.])\d+(?![\d.])", equation)]
        assert numbers[0] == sum(numbers[1:5])
        command = ran.err.rstrip().splitlines()[-1].split("neighborgrid ")[1]
        assert cli(*shlex.split(command)).code == 0

    def test_next_command_survives_blanks_in_names(self, cli, tmp_path: Path) -> None:
        folder = tmp_path / "西 同下"
        folder.mkdir()
        sheets = village(folder)
        for verb in (["check", *sheets], ["assign", *sheets]):
            command = cli(*verb).err.rstrip().splitlines()[-1].split("neighborgrid ")[1]
            assert cli(*shlex.split(command)).code == 0, command


class TestRules:
    def test_where_each_value_comes_from(self, cli, tmp_path: Path) -> None:
        households, members = village(tmp_path)
        tab = book_file(tmp_path / "规则表.xlsx", 规则=[["设置", "值"], ["目标户数", 7], ["最少户数", 1]])
        toml = tmp_path / "r.toml"
        toml.write_text("[load]\ntarget = 6\nmin = 2\n[weights]\nkeep_m = 5\n", encoding="utf-8")
        ran = cli(
            "assign", households, members, tab, "--rules", toml, "--preset", "dongshan", "--target-load", "5",
            "--set", "weights.prefer_m=9",
        )  # fmt: skip
        assert ran.code == 0
        rules = neighborgrid.read_plan(tmp_path / PLAN).rules
        found = {key: (rules.values[key], rules.origins[key].split(":")[0]) for key in rules.values}
        assert found["load.target"] == (5, "flag")
        assert found["load.min"] == (1, "sheet")
        assert found["weights.keep_m"] == (5, "file")
        assert found["plan.limit_m"] == (500, "preset")
        assert found["weights.prefer_m"] == (9, "flag")
        assert found["weights.balance_m"] == (50, "default")
        assert found["plan.within"][0] == "village"

    def test_rules_written_out_plan_the_same(self, cli, tmp_path: Path) -> None:
        sheets = village(tmp_path)
        assert (
            cli("rules", "--preset", "dongshan", "--set", "load.max=9", "-o", tmp_path / "r.toml").code == 0
        )
        assert cli("assign", *sheets, "--rules", tmp_path / "r.toml", "-o", tmp_path / "a.xlsx").code == 0
        assert (
            cli("assign", *sheets, "--preset", "dongshan", "--max-load", "9", "-o", tmp_path / "b.xlsx").code
            == 0
        )
        assert served(tmp_path / "a.xlsx") == served(tmp_path / "b.xlsx")

    def test_rules_from_a_workbook(self, cli, tmp_path: Path) -> None:
        book = book_file(tmp_path / "规则.xlsx", 规则=[["设置", "值"], ["最多户数", 7]])
        ran = cli("rules", "--rules", book)
        assert ran.code == 0
        assert "max = 7" in ran.out

    def test_rules_of_a_plan(self, cli, tmp_path: Path) -> None:
        assert cli("assign", *village(tmp_path), "--max-load", "7").code == 0
        ran = cli("rules", "--rules", tmp_path / PLAN)
        assert ran.code == 0
        assert "max = 7" in ran.out

    def test_max_load_is_firm(self, cli, tmp_path: Path) -> None:
        ran = cli("assign", *village(tmp_path, households=24, members=4), "--max-load", "5")
        assert ran.code == 0
        plan = neighborgrid.read_plan(tmp_path / PLAN)
        assert plan.summary["served"] == 20
        assert plan.members["load"].max() == 5
        assert set(plan.unserved["reason"]) == {"members_full"}
        assert cli("validate", tmp_path / PLAN).code == 0

    def test_column_settles_doubt(self, cli, tmp_path: Path) -> None:
        header = [*HOUSEHOLDS[:-2], "备用号", "重点户"]
        households = csv_file(tmp_path / "农户表.csv", header, homes(24))
        members = csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(4))
        assert cli("assign", households, members).code == 0
        assert set(neighborgrid.read_plan(tmp_path / PLAN).households["phone"]) == {""}
        ran = cli("assign", households, members, "--column", "农户表.phone=备用号")
        assert ran.code == 0
        assert "" not in set(neighborgrid.read_plan(tmp_path / PLAN).households["phone"])

    @pytest.mark.parametrize("text", ["农户表.phone=没有此列", "没有此表.phone=电话", "农户表.nonsense=电话"])
    def test_column_that_is_not_there(self, cli, tmp_path: Path, text: str) -> None:
        ran = cli("assign", *village(tmp_path), "--column", text)
        # Said, and under --strict it stops.
        assert any(text in line for line in ran.err.splitlines() if CODE.search(line))
        assert cli("assign", *village(tmp_path), "--column", text, "--strict").code != 0

    def test_column_key_is_never_guessed(self, cli, tmp_path: Path) -> None:
        # "nothing" is one letter from "northing", an alias of the latitude.
        assert "纬度=电话" not in cli("check", *village(tmp_path), "--column", "农户表.nothing=电话").err

    @pytest.mark.parametrize("header", ["身份证号", "信访情况", "宗教信仰"])
    def test_column_never_reaches_what_is_never_read(self, cli, tmp_path: Path, header: str) -> None:
        households, members = village(tmp_path)
        csv_file(households, [*HOUSEHOLDS, header], [[*row, "11010119900101123X"] for row in homes(24)])
        ran = cli("assign", households, members, "--column", f"农户表.address={header}")
        assert "11010119900101123X" not in ran.out + ran.err
        if (tmp_path / PLAN).exists():
            assert set(neighborgrid.read_plan(tmp_path / PLAN).households["address"]) == {""}


class TestSplit:
    @pytest.fixture
    def two(self, tmp_path: Path) -> tuple[Path, Path]:
        return (
            csv_file(tmp_path / "农户表.csv", HOUSEHOLDS,
                     homes(24) + homes(18, village="东同下村", first=31, lat=37.80)),
            csv_file(tmp_path / "党员名册.csv", MEMBERS,
                     crew(4) + crew(3, village="东同下村", first=11, lat=37.80 + 20 * 1.7e-4 - 0.0051)),
        )  # fmt: skip

    def test_a_workbook_per_village_is_one_plan(self, cli, tmp_path: Path, two) -> None:
        folder = tmp_path / "各村"
        assert cli("assign", *two, "--split", "village", "-o", folder).code == 0
        assert sorted(path.name for path in folder.iterdir()) == ["东同下村.xlsx", "西同下村.xlsx"]
        assert cli("assign", *two).code == 0
        assert served(folder) == served(tmp_path / PLAN)
        ran = cli("validate", folder)
        # Nobody of these few members is a cadre or a group leader: the note on stand-ins.
        assert (ran.code, CODE.findall(ran.err)) == (0, ["NG397"])
        assert cli("validate", folder, *two).code == 0

    def test_one_edited_copy(self, cli, tmp_path: Path, two) -> None:
        folder = tmp_path / "各村"
        assert cli("assign", *two, "--split", "village", "-o", folder).code == 0
        edit(folder / "东同下村.xlsx", {("分户安排", 2, "党员编号"): "没有此人"})
        ran = cli("validate", folder)
        assert ran.code == 1
        line = next(line for line in ran.err.splitlines() if "NG310" in line)
        assert "东同下村.xlsx" in line
        assert "第 4 行" in line

    def test_write_refreshes_every_copy(self, cli, tmp_path: Path, two) -> None:
        folder = tmp_path / "各村"
        assert cli("assign", *two, "--split", "village", "-o", folder).code == 0
        edit(folder / "东同下村.xlsx", {("分户安排", 2, "党员编号"): ""})
        assert cli("validate", folder, "--write").code in {0, 1}
        ran = cli("validate", folder)
        assert "NG345" not in CODE.findall(ran.err)
        assert len(list(folder.iterdir())) == 2

    def test_one_copy_alone(self, cli, tmp_path: Path, two) -> None:
        folder = tmp_path / "各村"
        assert cli("assign", *two, "--split", "village", "-o", folder).code == 0
        ran = cli("validate", folder / "东同下村.xlsx")
        # Part of a plan: that is said, and is no breach of anybody's.
        assert "Traceback" not in ran.err
        assert ran.code in {0, 3}

    def test_beside_the_sheets_by_default(self, cli, tmp_path: Path, two) -> None:
        ran = cli("assign", *two, "--split", "village")
        assert ran.code == 0
        assert (tmp_path / "分户安排").is_dir()
        assert cli("validate", tmp_path / "分户安排").code == 0


class TestExisting:
    def test_the_allocation_in_the_sheets_is_audited(self, cli, tmp_path: Path) -> None:
        households, members = village(tmp_path)
        kept = [[*row, f"D{1 + number // 6:02d}"] for number, row in enumerate(homes(24))]
        csv_file(households, [*HOUSEHOLDS, "现联户党员"], kept)
        ran = cli("validate", households, members)
        assert (ran.code, CODE.findall(ran.err)) == (0, [])
        kept[0][-1] = "D04"
        csv_file(households, [*HOUSEHOLDS, "现联户党员"], kept)
        ran = cli("validate", households, members, "--limit", "200")
        assert ran.code == 1
        line = next(line for line in ran.err.splitlines() if "NG312" in line)
        assert "农户表.csv" in line
        assert "第 2 行" in line
