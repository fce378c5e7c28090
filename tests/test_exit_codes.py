"""Exit codes of every command, each with what it says; unusable input always has a code and a way out."""

from __future__ import annotations

import re
import sys

import pytest

from folders import HOUSEHOLDS, MEMBERS, book_file, close_folder, crew, csv_file, edit, homes, village

CODE = re.compile(r"\[(NG\d{3})\]")


def refused(ran, code: str, *, exit_code: int = 3) -> None:
    """Nothing on stdout, the code on stderr, each line with a cause and a way out, no traceback."""
    assert ran.code == exit_code
    assert ran.out == ""
    assert code in CODE.findall(ran.err)
    assert "Traceback" not in ran.err


def test_0_done(cli, tmp_path) -> None:
    ran = cli("assign", *village(tmp_path), "-o", tmp_path / "plan.xlsx")
    assert ran.code == 0
    assert (tmp_path / "plan.xlsx").is_file()
    assert cli("validate", tmp_path / "plan.xlsx").code == 0
    assert cli("check", *village(tmp_path)).code == 0
    assert cli("rules").code == 0
    assert cli("template", "-o", tmp_path).code == 0
    assert cli("--version").code == 0


def test_0_with_unserved_households(cli, tmp_path) -> None:
    households, members = village(tmp_path)
    far = [["900", "远处", "西同下村", "1组", 114.6, 37.9, "", ""]]
    csv_file(households, HOUSEHOLDS, homes(24) + far)
    ran = cli("assign", households, members)
    assert ran.code == 0
    assert "待落实 1 户" in ran.out


def test_1_error_finding_in_check(cli, tmp_path) -> None:
    households, members = village(tmp_path)
    rows = homes(24)
    # A latitude that lost its decimal point is a cell to mend.
    rows[3][5] = str(rows[3][5]).replace(".", "")
    csv_file(households, HOUSEHOLDS, rows)
    ran = cli("check", households, members)
    assert ran.code == 1
    assert "NG112" in CODE.findall(ran.err)
    assert "第 5 行" in ran.err
    # Assigning goes on: one bad row never stops the others.
    assert cli("assign", households, members).code == 0


def test_1_warnings_under_strict(cli, tmp_path) -> None:
    households, members = village(tmp_path)
    rows = homes(24)
    rows[3][4] = rows[3][5] = ""
    csv_file(households, HOUSEHOLDS, rows)
    assert cli("check", households, members).code == 0
    assert cli("check", households, members, "--strict").code == 1
    plan = tmp_path / "plan.xlsx"
    assert cli("assign", households, members, "--strict", "-o", plan).code == 1
    assert not plan.exists()
    assert cli("assign", households, members, "-o", plan).code == 0


def test_1_coverage_missed_and_the_plan_is_written(cli, tmp_path) -> None:
    households, members = village(tmp_path)
    csv_file(households, HOUSEHOLDS, [*homes(24), ["900", "远处", "西同下村", "1组", 114.6, 37.9, "", ""]])
    plan = tmp_path / "plan.xlsx"
    # 24 of 25 are served: exactly 96 %.
    assert cli("assign", households, members, "--coverage", "96", "-o", plan).code == 0
    ran = cli("assign", households, members, "--coverage", "96.01", "-o", plan)
    assert ran.code == 1
    assert plan.is_file()
    assert "96.00" in ran.err
    assert cli("validate", plan, "--coverage", "96").code == 0
    assert cli("validate", plan, "--coverage", "96.01").code == 1
    # The plan remembers what was asked for.
    assert cli("validate", plan).code == 1


def test_1_coverage_counts_own_homes_and_rows_set_aside(cli, tmp_path) -> None:
    households, members = village(tmp_path)
    csv_file(households, HOUSEHOLDS, [*homes(24), ["900", "缺位", "", "", "", "", "", ""]])
    ran = cli("assign", households, members, "--unlocated", "exclude", "--coverage", "100")
    assert ran.code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["assign"],
        ["frobnicate"],
        ["assign", "a.csv", "--limit", "wide"],
        ["assign", "a.csv", "--within", "county"],
        ["assign", "a.csv", "--frobnicate"],
        ["check", "a.csv", "--format", "yaml"],
        ["assign", "a.csv", "--split", "county"],
        ["assign", "a.csv", "--lang", "fr"],
        ["demo", "--scenario", "atlantis"],
        ["rules", "surplus"],
    ],
)
def test_2_wrong_usage(cli, tmp_path, monkeypatch, arguments) -> None:
    monkeypatch.chdir(tmp_path)
    village(tmp_path)
    ran = cli(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert CODE.findall(ran.err)
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("flags", "code"), [(["--column", "phone"], "NG532"), (["--set", "load.target"], "NG533")]
)
def test_2_half_written_pairs(cli, tmp_path, flags, code) -> None:
    refused(cli("assign", *village(tmp_path), *flags), code, exit_code=2)


def test_2_says_it_in_the_language_of_the_messages(shell) -> None:
    # The detail is Typer's, the frame around it ours; a Chinese message has no English sentence in it.
    ran = shell("assign", "--limit", "wide", "x.csv", lang="zh")
    assert ran.code == 2
    assert "NG530" in ran.err
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", ran.err), ran.err


def test_3_no_such_file(cli, tmp_path) -> None:
    refused(cli("assign", tmp_path / "农户表.xlsx"), "NG100")


def test_3_similar_name_is_named(cli, tmp_path) -> None:
    village(tmp_path)
    ran = cli("assign", tmp_path / "农户表.xls", tmp_path / "党员名册.csv")
    assert ran.code == 3
    assert "农户表.csv" in ran.err


def test_3_wrong_kind_of_file(cli, tmp_path) -> None:
    (tmp_path / "通知.docx").write_bytes(b"PK\x03\x04 not a sheet")
    refused(cli("assign", tmp_path / "通知.docx"), "NG101")


def test_3_nothing_readable(cli, tmp_path) -> None:
    refused(cli("assign", tmp_path), "NG105")
    (tmp_path / "坏.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))
    ran = cli("assign", tmp_path)
    assert ran.code == 3
    assert "坏.xlsx" in ran.err
    (tmp_path / "空.csv").write_bytes(b"")
    refused(cli("assign", tmp_path / "空.csv"), "NG108")


def test_3_password(cli, tmp_path) -> None:
    # Excel keeps an encrypted workbook in a compound file with a stream of this name.
    secret = tmp_path / "农户表.xlsx"
    secret.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(512)
    )
    refused(cli("assign", secret), "NG152")


def test_3_the_same_sheet_twice(cli, tmp_path) -> None:
    households, members = village(tmp_path)
    copy = tmp_path / "农户表 (1).csv"
    copy.write_bytes(households.read_bytes())
    refused(cli("assign", households, copy, members), "NG103")
    ran = cli("assign", tmp_path)
    assert ran.code == 3
    assert "农户表" in ran.err


def test_the_same_path_twice_is_read_once(cli, tmp_path) -> None:
    households, members = village(tmp_path)
    assert cli("assign", households, households, members).code == 0
    assert cli("check", tmp_path, households).code == 0


def test_3_no_coordinates_anywhere_and_no_groups(cli, tmp_path) -> None:
    header = ["户编号", "户主", "电话"]
    households = csv_file(tmp_path / "农户表.csv", header, [[r[0], r[1], r[6]] for r in homes(9)])
    members = csv_file(tmp_path / "党员名册.csv", ["姓名", "电话"], [[r[1], r[7]] for r in crew(2)])
    ran = cli("assign", households, members)
    assert ran.code == 3
    assert CODE.findall(ran.err)
    assert "经度" in ran.err


def test_3_blank_coordinates_everywhere(cli, tmp_path) -> None:
    bare = [[*row[:2], "", "", "", "", *row[6:]] for row in homes(9)]
    households = csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, bare)
    people = [[*row[:3], "", "", "", "", *row[7:]] for row in crew(2)]
    members = csv_file(tmp_path / "党员名册.csv", MEMBERS, people)
    ran = cli("assign", households, members)
    assert ran.code == 3
    assert CODE.findall(ran.err)


def test_3_one_kind_of_sheet_only(cli, tmp_path) -> None:
    households, members = village(tmp_path)
    refused(cli("assign", households), "NG115")
    refused(cli("assign", members), "NG114")


@pytest.mark.parametrize(
    ("text", "code", "near"),
    [
        ("[plan]\nlimit = 300\n", "NG403", "plan.limit_m"),
        ("[load]\ntagret = 9\n", "NG403", "load.target"),
        ("[plan]\nlimit_m = 'far'\n", "NG404", "100000"),
        ("[plan\n", "NG402", "规则.toml"),
    ],
)
def test_3_rules_typo_names_the_nearest(cli, tmp_path, text, code, near) -> None:
    rules = tmp_path / "规则.toml"
    rules.write_text(text, encoding="utf-8")
    for verb in (["assign", *village(tmp_path)], ["check", *village(tmp_path)], ["rules"]):
        ran = cli(*verb, "--rules", rules)
        refused(ran, code)
        assert near in ran.err
        assert "规则.toml" in ran.err


def test_3_rules_typo_in_a_tab_and_on_the_command_line(cli, tmp_path) -> None:
    households, members = village(tmp_path)
    tab = book_file(tmp_path / "表.xlsx", 规则=[["设置", "值"], ["目标户", 9]])
    ran = cli("assign", households, members, tab)
    refused(ran, "NG403")
    assert "第 2 行" in ran.err
    ran = cli("assign", households, members, "--set", "load.tagret=9")
    refused(ran, "NG403")
    assert "load.target" in ran.err
    refused(cli("assign", households, members, "--set", "load.target=nine"), "NG404")
    refused(cli("assign", households, members, "--max-load", "several"), "NG404")
    refused(cli("assign", households, members, "--limit", "-5"), "NG404")
    refused(cli("assign", households, members, "--min-load", "9", "--max-load", "3"), "NG405")
    refused(cli("assign", households, members, "--as-of", "soon"), "NG404")
    refused(cli("assign", households, members, "--frame", "mars"), "NG404")


def test_3_unknown_preset(cli, tmp_path) -> None:
    ran = cli("assign", *village(tmp_path), "--preset", "yuanshii")
    refused(ran, "NG401")
    assert "yuanshi dongshan" in ran.err


def test_3_rules_file_missing(cli, tmp_path) -> None:
    refused(cli("assign", *village(tmp_path), "--rules", tmp_path / "没有.toml"), "NG406")


def test_3_unwritable_path(cli, tmp_path) -> None:
    households, members = village(tmp_path)
    before = sorted(tmp_path.iterdir())
    # A file where a folder should be, and a folder that does not exist.
    for target in (households / "plan.xlsx", tmp_path / "没有" / "plan.xlsx"):
        ran = cli("assign", households, members, "-o", target)
        assert ran.code == 3
        assert CODE.findall(ran.err)[-1] in {"NG500", "NG502"}
        assert sorted(tmp_path.iterdir()) == before
    for verb in (["check", households, members], ["rules"]):
        ran = cli(*verb, "-o", households / "out.xlsx")
        assert ran.code == 3
        assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize("verb", ["demo", "template"])
def test_3_a_file_where_the_folder_should_be(cli, tmp_path, verb) -> None:
    blocked = tmp_path / "文件"
    blocked.write_text("here first", encoding="utf-8")
    ran = cli(verb, "-o", blocked)
    assert ran.code == 3
    assert CODE.findall(ran.err)
    assert blocked.read_text(encoding="utf-8") == "here first"


def test_3_read_only_folder(cli, tmp_path, monkeypatch) -> None:
    households, members = village(tmp_path)
    locked = tmp_path / "只读"
    locked.mkdir()
    close_folder(locked, monkeypatch)
    refused(cli("assign", households, members, "-o", locked / "plan.xlsx"), "NG502")


def test_3_validate_without_an_allocation(cli, tmp_path) -> None:
    refused(cli("validate", *village(tmp_path)), "NG231")


def test_3_plan_given_to_assign(cli, tmp_path) -> None:
    plan = tmp_path / "plan.xlsx"
    assert cli("assign", *village(tmp_path), "-o", plan).code == 0
    ran = cli("assign", plan)
    assert ran.code == 3
    assert "validate" in ran.err


def test_4_nobody_can_be_served(cli, tmp_path) -> None:
    households, _ = village(tmp_path)
    far = csv_file(tmp_path / "远.csv", MEMBERS, crew(3, lat=38.5))
    plan = tmp_path / "plan.xlsx"
    ran = cli("assign", households, far, "-o", plan)
    refused(ran, "NG230", exit_code=4)
    assert not plan.exists()
    everybody_away = [[*row[:8], "是"] for row in crew(3)]
    away = csv_file(tmp_path / "外.csv", MEMBERS, everybody_away)
    assert cli("assign", households, away).code == 4
    assert cli("assign", households, tmp_path / "党员名册.csv", "--max-load", "0").code == 4


def test_1_breach_in_validate(cli, tmp_path) -> None:
    plan = tmp_path / "plan.xlsx"
    assert cli("assign", *village(tmp_path), "-o", plan).code == 0
    edit(plan, {("分户安排", 0, "党员编号"): "没有此人"})
    ran = cli("validate", plan)
    assert ran.code == 1
    assert "NG310" in CODE.findall(ran.err)


def test_70_our_bug(cli, tmp_path, monkeypatch) -> None:
    secret = "孔乙己 13800001234"

    def fails(*_args: object, **_named: object) -> None:
        raise RuntimeError(secret)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("neighborgrid.solve.plan.assign", fails)
    ran = cli("assign", *village(tmp_path))
    assert ran.code == 70
    assert ran.out == ""
    report = (tmp_path / "问题说明.txt").read_text(encoding="utf-8-sig")
    assert "RuntimeError" in report
    assert "fails" in report
    for shown in (report, ran.err):
        assert secret not in shown
        assert str(tmp_path) not in shown
        assert "Traceback" not in shown
    assert not list(tmp_path.glob("*.xlsx"))


def test_130_interrupted(cli, tmp_path, monkeypatch) -> None:
    def interrupts(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("neighborgrid.solve.plan.assign", interrupts)
    ran = cli("assign", *village(tmp_path))
    assert ran.code == 130
    assert ran.out == ""
    assert "中断" in ran.err


def test_130_while_writing_leaves_nothing(cli, tmp_path, monkeypatch) -> None:
    households, members = village(tmp_path)

    def interrupts(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("neighborgrid.planbook.write.write_sheets", interrupts)
    before = sorted(tmp_path.iterdir())
    assert cli("assign", households, members).code == 130
    assert sorted(tmp_path.iterdir()) == before


def test_disk_full_leaves_nothing(cli, tmp_path, monkeypatch) -> None:
    households, members = village(tmp_path)

    def full(*_args: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("neighborgrid.planbook.write.write_sheets", full)
    before = sorted(tmp_path.iterdir())
    refused(cli("assign", households, members), "NG503")
    assert sorted(tmp_path.iterdir()) == before


def test_closed_pipe_is_no_fault(tmp_path) -> None:
    if sys.platform == "win32":
        pytest.skip("a shell with head is needed")
    import subprocess

    # The reader takes one line and goes; our side must neither hang nor print a traceback.
    line = f'"{sys.executable}" -m neighborgrid rules | head -1'
    done = subprocess.run(["sh", "-c", line], capture_output=True, text=True, timeout=60, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
