"""Files as people have them: bad ones give a coded finding, good ones beside them are read all the same."""

from __future__ import annotations

import datetime as dt
import io
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from neighborgrid.findings import Severity
from neighborgrid.intake import formulas, paths, reader, worker
from neighborgrid.intake.reader import Limits
from neighborgrid.planbook import labels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from neighborgrid.findings import Finding

DATA = (
    Path(os.environ.get("NEIGHBORGRID_DATA", Path(__file__).parents[2] / "shared" / "data")) / "spreadsheets"
)
RARE = "㛃䶮喆堃犇𬬮"


def book(*rows: Iterable[object], **cells: object) -> openpyxl.Workbook:
    """Workbook with one tab 花名册 of these rows, then single cells such as ``C3=1``."""
    made = openpyxl.Workbook()
    made.active.title = "花名册"
    for row in rows:
        made.active.append(list(row))
    for place, value in cells.items():
        made.active[place] = value
    return made


def saved(made: openpyxl.Workbook, path: Path) -> Path:
    made.save(path)
    return path


def good(folder: Path, name: str = "好.xlsx") -> Path:
    return saved(book(["户主", "组"], ["甲", 1]), folder / name)


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def values(*given: Path, limits: Limits | None = None) -> list[list[list[object]]]:
    return [[list(column) for column in sheet.columns] for sheet in reader.read_files(given, limits).sheets]


class TestCells:
    def test_every_kind_of_cell_becomes_text_or_a_number(self, tmp_path: Path) -> None:
        row = [
            "甲",
            7,
            2.5,
            True,
            dt.datetime(1960, 5, 3),
            dt.datetime(2026, 4, 1, 8, 30),
            dt.time(9, 5),
            "#N/A",
        ]
        sheet = reader.read_files([saved(book(row), tmp_path / "a.xlsx")]).sheets[0]
        assert [column[0] for column in sheet.columns] == [
            *("甲", 7.0, 2.5, "TRUE", "1960-05-03", "2026-04-01 08:30:00", "09:05:00"),
            # openpyxl stores #N/A as an error value; the parser gives an empty cell, which is cut off.
        ]

    def test_true_and_one_stay_apart_in_a_column_of_repeated_values(self, tmp_path: Path) -> None:
        rows = [[value] for value in (True, 1, 0, False, None, "TRUE") * 4]
        (columns,) = values(saved(book(*rows), tmp_path / "a.xlsx"))
        assert columns == [["TRUE", 1.0, 0.0, "FALSE", "", "TRUE"] * 4]

    @pytest.mark.parametrize(
        ("value", "cell"),
        [
            (dt.datetime(2020, 1, 1, 23, 59, 59, 999_999), "2020-01-02"),
            (dt.timedelta(days=1, hours=2, minutes=3), "26:03:00"),
            (dt.date(1931, 2, 3), "1931-02-03"),
            (None, ""),
        ],
    )
    def test_values_that_openpyxl_does_not_write(self, value: object, cell: str) -> None:
        assert worker.as_cell(value) == cell

    @pytest.mark.parametrize("column", [["a"] * 5, [f"{n}" for n in range(5000)], [1.5, "", "x"] * 900, [""]])
    def test_packed_columns_come_back(self, column: list[object]) -> None:
        assert list(worker.unpack(*worker.pack(column))) == column


class TestTabs:
    def test_places_are_those_the_user_sees(self, tmp_path: Path) -> None:
        made = book(C4="户主", D4="组", C5="甲", D5=2)
        made.active.merge_cells("C7:D8")
        sheet = reader.read_files([saved(made, tmp_path / "a.xlsx")]).sheets[0]
        assert (sheet.file, sheet.sheet, sheet.first_row, sheet.first_column) == ("a.xlsx", "花名册", 4, 3)
        assert [list(column) for column in sheet.columns] == [["户主", "甲"], ["组", 2.0]]
        assert sheet.merged == ((7, 3, 8, 4),)

    def test_empty_rows_and_columns_are_cut_at_the_end_only(self, tmp_path: Path) -> None:
        made = book(["甲", None, "乙"], [], ["丙"], A9="", F1="")
        assert values(saved(made, tmp_path / "a.xlsx")) == [[["甲", "", "丙"], ["", "", ""], ["乙", "", ""]]]

    def test_hidden_and_chart_tabs_are_named_and_an_empty_tab_is_there(self, tmp_path: Path) -> None:
        made = book(["甲"])
        for title, state in (("旧", "hidden"), ("底", "veryHidden"), ("空", "visible")):
            made.create_sheet(title).sheet_state = state
        made.create_chartsheet("图")
        result = reader.read_files([saved(made, tmp_path / "a.xlsx")])
        assert [(sheet.sheet, sheet.row_count) for sheet in result.sheets] == [("花名册", 1), ("空", 0)]
        found = {(finding.code, finding.place.sheet) for finding in result.findings}
        assert found == {("NG150", "旧"), ("NG150", "底"), ("NG151", "图")}

    def test_a_hidden_tab_of_ours_is_read_in_plans_only(self, tmp_path: Path) -> None:
        for lang, name in (("zh", "证明"), ("en", "Prices")):
            made = book(["甲"])
            made.create_sheet(name).sheet_state = "hidden"
            alone = reader.read_files([saved(made, tmp_path / f"{lang}.xlsx")])
            assert codes(alone.findings) == ["NG150"]
            for tab in ("households", "members", "rules"):
                made.create_sheet(labels.tab(tab, lang))
            plan = reader.read_files([saved(made, tmp_path / f"{lang}-plan.xlsx")])
            assert codes(plan.findings) == []
            assert labels.tab("prices", lang) in [sheet.sheet for sheet in plan.sheets]

    def test_only_hidden_tabs_is_an_error(self, tmp_path: Path) -> None:
        made = book(["甲"])
        made.create_chartsheet("图")
        made.active.sheet_state = "hidden"
        assert codes(reader.read_files([saved(made, tmp_path / "a.xlsx")]).findings) == [
            "NG150",
            "NG151",
            "NG160",
        ]


def encrypted() -> bytes:
    """Head of a compound file that holds an encrypted package, as Excel writes for a password."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\0" * 1600
        + "EncryptedPackage".encode("utf-16-le")
        + b"\0" * 900
    )


def one_good_workbook() -> bytes:
    stream = io.BytesIO()
    book(["户主"], ["甲"]).save(stream)
    return stream.getvalue()


BAD = {
    "空.xlsx": (b"", "NG108"),
    "截断.xlsx": (one_good_workbook()[:2000], "NG153"),
    "假.xlsx": (b"PK\x03\x04 not a zip", "NG153"),
    "密码.xlsx": (encrypted(), "NG152"),
    "密码.xls": (encrypted(), "NG152"),
    "旧.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 3000, "NG153"),
    "网页.xls": ("<html><table><tr><td>户主</td></tr></table></html>".encode(), "NG156"),
    "网页16.xls": ("<html><table><tr><td>户主</td></tr></table></html>".encode("utf-16"), "NG156"),
    "网表.xls": (b'\xef\xbb\xbf <?xml version="1.0"?><Workbook></Workbook>', "NG156"),
    "照片.xlsx": (b"\x89PNG\r\n\x1a\n" + b"\0\x01" * 200, "NG157"),
    "空洞.xlsx": (b"\0" * 4096, "NG157"),
    "便条.xls": ("明天开会".encode(), "NG157"),
    "乱码.csv": (b"\xff\x80\xff\x80,\xff\x80\n" * 20, "NG158"),
    "空行.csv": (b"\r\n\r\n", "NG108"),
}


class TestBadFiles:
    @pytest.mark.parametrize("name", BAD)
    def test_a_bad_file_gives_its_code_and_spares_the_next(self, name: str, tmp_path: Path) -> None:
        data, code = BAD[name]
        result = reader.read_files([written(tmp_path / name, data), good(tmp_path)])
        assert codes(result.findings) == [code]
        assert result.findings[0].severity is Severity.ERROR
        assert result.findings[0].place.file == name
        assert str(tmp_path) not in result.findings[0].line("zh") + result.findings[0].line("en")
        assert [sheet.file for sheet in result.sheets] == ["好.xlsx"]

    def test_half_a_terabyte_for_one_cell_costs_that_tab_only(self, tmp_path: Path) -> None:
        made = book(["户主"], XFD1048576=1)
        made.create_sheet("二")["A1"] = "乙"
        result = reader.read_files([saved(made, tmp_path / "远.xlsx"), good(tmp_path)])
        assert [(f.code, f.place.sheet) for f in result.findings] == [("NG154", "花名册")]
        assert [(sheet.file, sheet.sheet) for sheet in result.sheets] == [
            ("远.xlsx", "二"),
            ("好.xlsx", "花名册"),
        ]

    @pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS holds on Linux only")
    def test_memory_of_the_parser_is_limited(self, tmp_path: Path) -> None:
        # 1,048,576 x 60 cells of 32 bytes are 2 GB, more than the 1 GB allowed.
        wide = saved(book(["户主"], BH1048576=1), tmp_path / "宽.xlsx")
        result = reader.read_files([wide], Limits(memory_bytes=1 << 30))
        assert codes(result.findings) == ["NG154"]

    def test_a_file_beyond_the_size_limit_is_not_loaded(self, tmp_path: Path) -> None:
        assert codes(reader.read_files([good(tmp_path)], Limits(file_bytes=100)).findings) == ["NG162"]

    def test_a_file_held_by_another_program(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(path: Path) -> bytes:
            raise PermissionError(13, "in use", str(path))

        path = good(tmp_path)
        monkeypatch.setattr(Path, "read_bytes", refuse)
        assert codes(reader.read_files([path]).findings) == ["NG106"]

    def test_a_file_that_vanished_or_is_a_folder(self, tmp_path: Path) -> None:
        found = codes(reader.read_files([tmp_path / "无.xlsx", tmp_path]).findings)
        assert found[0] == "NG100"
        assert found[1] in ("NG106", "NG107")  # Windows refuses a folder with "permission denied".


class TestWrongNames:
    def test_content_decides_not_the_suffix(self, tmp_path: Path) -> None:
        text = written(tmp_path / "导出.xls", "户主,组\n甲,一组\n".encode("gb18030"))
        real = good(tmp_path, "名册.csv")
        result = reader.read_files([text, real])
        assert codes(result.findings) == ["NG109", "NG109"]
        assert [list(sheet.columns[0]) for sheet in result.sheets] == [["户主", "甲"], ["户主", "甲"]]

    def test_xlsx_named_xls_and_et(self, tmp_path: Path) -> None:
        for name in ("a.xls", "b.et"):
            assert reader.read_files([written(tmp_path / name, one_good_workbook())]).findings == ()


class TestSameContent:
    def test_the_same_sheet_under_two_names_is_an_error(self, tmp_path: Path) -> None:
        first = good(tmp_path)
        result = reader.read_files([first, written(tmp_path / "副本.xlsx", first.read_bytes())])
        (finding,) = result.findings
        assert (finding.code, finding.place.file, finding.values) == (
            "NG103",
            "副本.xlsx",
            {"other": "好.xlsx"},
        )
        assert len(result.sheets) == len(result.files) == 1

    def test_sha256_is_that_of_the_bytes(self, tmp_path: Path) -> None:
        # SHA-256 of the two bytes "a\n", as sha256sum prints it.
        expected = "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"
        (file,) = reader.read_files([written(tmp_path / "a.csv", b"a\n")]).files
        assert (file.name, file.sha256) == ("a.csv", expected)


DYING = """
import os, sys, time
sys.path.insert(0, {folder!r})
import worker
real = worker.answers
def answers(path, data, first):
    for reply in real(path, data, first):
        if "死" in path and reply[0] == {at!r}:
            {action}
        yield reply
worker.answers = answers
sys.argv = ["worker", str(1 << 32)]
worker.main()
"""


def dying_worker(monkeypatch: pytest.MonkeyPatch, action: str, at: str = "book") -> None:
    script = DYING.format(folder=str(Path(worker.__file__).parent), action=action, at=at)
    monkeypatch.setattr(reader, "worker_command", lambda limits: [sys.executable, "-P", "-c", script])


class TestDeath:
    @pytest.mark.parametrize("action", ["os.abort()", "os._exit(0)", "os.close(1); os._exit(3)"])
    @pytest.mark.parametrize("at", ["book", "tab", "cells"])
    def test_death_costs_one_file(
        self, action: str, at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        dying_worker(monkeypatch, action, at)
        first, last = good(tmp_path), saved(book(["乙"]), tmp_path / "后.xlsx")
        result = reader.read_files([first, saved(book(["丙"]), tmp_path / "死.xlsx"), last])
        assert [(f.code, f.place.file) for f in result.findings] == [("NG154", "死.xlsx")]
        assert [sheet.file for sheet in result.sheets] == ["好.xlsx", "后.xlsx"]

    def test_a_hanging_parser_is_stopped(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        dying_worker(monkeypatch, "time.sleep(600)", "cells")
        given = [saved(book(["丙"]), tmp_path / "死.xlsx"), good(tmp_path)]
        result = reader.read_files(given, Limits(base_s=1.5))
        assert [(f.code, f.place.sheet) for f in result.findings] == [("NG155", "花名册")]
        assert [sheet.file for sheet in result.sheets] == ["好.xlsx"]

    def test_a_worker_that_cannot_start(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(reader, "worker_command", lambda limits: [str(tmp_path / "no-python")])
        assert codes(reader.read_files([good(tmp_path)]).findings) == ["NG161"]

    def test_cancel_returns_at_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        dying_worker(monkeypatch, "time.sleep(600)")
        pending = reader.start([saved(book(["丙"]), tmp_path / "死.xlsx"), good(tmp_path)])
        pending.cancel()
        assert pending.result().sheets == ()

    def test_an_interrupt_ends_the_child_and_goes_on_up(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def interrupted() -> None:
            joins.append(1)
            if len(joins) == 1:
                raise KeyboardInterrupt
            join()

        joins: list[int] = []
        dying_worker(monkeypatch, "time.sleep(600)")
        pending = reader.start([saved(book(["丙"]), tmp_path / "死.xlsx")])
        join = pending._thread.join
        monkeypatch.setattr(pending._thread, "join", interrupted)
        with pytest.raises(KeyboardInterrupt):
            pending.result()
        assert not pending._thread.is_alive()

    def test_panics_and_errors_inside_the_worker_are_replies(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Panic(BaseException):
            pass

        def panic(path: str, data: bytes) -> object:
            raise Panic

        monkeypatch.setattr(worker, "open_book", panic)
        assert list(worker.answers("a.xlsx", b"", 0)) == [("failed", "damaged")]

    def test_a_panic_in_one_tab_spares_the_others(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def panic(sheet: object) -> tuple[object, ...]:
            raise KeyboardInterrupt

        monkeypatch.setattr(worker, "cells", panic)
        replies = list(worker.answers("a.xlsx", one_good_workbook(), 0))
        assert [reply[0] for reply in replies] == ["book", "tab", "bad", "done"]


class TestHouse:
    def test_no_file_is_left_behind(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        temporary = tmp_path / "tmp"
        temporary.mkdir()
        monkeypatch.setenv("TMPDIR", str(temporary))
        monkeypatch.setattr(tempfile, "tempdir", None)
        reader.read_files([good(tmp_path), saved(book(XFD1048576=1, A1=1), tmp_path / "远.xlsx")])
        assert list(temporary.iterdir()) == []
        assert sorted(path.name for path in tmp_path.iterdir()) == ["tmp", "好.xlsx", "远.xlsx"]

    def test_the_child_imports_nothing_heavy(self) -> None:
        probe = (
            f"import sys; sys.path.insert(0, {str(Path(worker.__file__).parent)!r}); import worker; "
            "print(sorted({'numpy', 'pandas', 'scipy', 'openpyxl', 'neighborgrid'} & set(sys.modules)))"
        )
        done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"

    def test_twenty_thousand_rows_come_through_the_pipe(self, tmp_path: Path) -> None:
        made = openpyxl.Workbook(write_only=True)
        tab = made.create_sheet("表")
        for n in range(20_000):
            tab.append([f"户{n}", n % 7, n / 3])
        made.save(tmp_path / "大.xlsx")
        ((names, groups, thirds),) = values(tmp_path / "大.xlsx")
        assert (names[-1], groups[-1], thirds[-1]) == ("户19999", 19_999 % 7, 19_999 / 3)
        assert len(names) == len(groups) == len(thirds) == 20_000


@pytest.mark.skipif(
    not DATA.is_dir(), reason="collection of nasty spreadsheets not found ($NEIGHBORGRID_DATA)"
)
def test_every_nasty_spreadsheet_gives_rows_or_a_code() -> None:
    given = sorted(DATA.iterdir())
    result = reader.read_files(given)
    heard = {sheet.file for sheet in result.sheets} | {finding.place.file for finding in result.findings}
    assert heard == {path.name for path in given}
    refused = {f.place.file: f.code for f in result.findings if f.severity is Severity.ERROR}
    assert refused == {
        "calamine__issue252.xlsx": "NG153",
        "calamine__issue_385.xls": "NG152",
        "calamine__pass_protected.xlsx": "NG152",
        "calamine__too_small.xls": "NG157",
        "excelize__BadWorkbook.xlsx": "NG160",
        "phpspreadsheet__CSV__empty.csv": "NG108",
        "phpspreadsheet__XLSX__utf8entity.dontuse": "NG153",
    }
    assert not refused.keys() & {sheet.file for sheet in result.sheets}


class TestExpand:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = tmp_path / "西同下"
        (folder / "二组").mkdir(parents=True)
        (folder / ".git").mkdir()
        names = ("b.xlsx", "a.csv", "~$b.xlsx", ".~b.xlsx", ".~lock.a.csv#", ".DS_Store", "通知.docx", "x.py")
        for name in (*names, "二组/c.et", ".git/d.xlsx", "._b.xlsx"):
            (folder / name).write_bytes(b"x")
        return folder

    def test_folder(self, folder: Path) -> None:
        found, findings = paths.expand([folder])
        # Subfolders hold last year's lists as often as not: they are named, not read.
        assert [path.name for path in found] == ["a.csv", "b.xlsx"]
        assert sorted((f.code, f.place.file) for f in findings) == [
            ("NG102", ".~b.xlsx"),
            ("NG102", ".~lock.a.csv#"),
            ("NG102", "~$b.xlsx"),
            ("NG104", "西同下"),
            ("NG167", "西同下"),
        ]

    def test_each_path_once_however_it_is_given(self, folder: Path) -> None:
        found, _ = paths.expand([folder / "b.xlsx", str(folder), folder / "二组" / ".." / "b.xlsx"])
        assert [path.name for path in found] == ["b.xlsx", "a.csv"]

    def test_pattern(self, folder: Path) -> None:
        found, findings = paths.expand([str(folder / "*.csv"), str(folder / "*.xls")])
        assert [path.name for path in found] == ["a.csv"]
        assert [(f.code, f.place.file) for f in findings] == [("NG105", "*.xls")]

    def test_a_name_with_brackets_is_a_name_first(self, tmp_path: Path) -> None:
        path = good(tmp_path, "农户[1].xlsx")
        assert paths.expand([path]) == ([path], [])

    def test_missing_with_and_without_a_near_name(self, folder: Path) -> None:
        _, findings = paths.expand(
            [folder / "a.xlsx", folder / "没有这样的东西.xlsx", "no/such/folder/x.xlsx"]
        )
        assert codes(findings) == ["NG168", "NG100", "NG100"]
        assert findings[0].values["near"] == "a.csv, b.xlsx"

    def test_unsupported_when_named(self, folder: Path) -> None:
        _, findings = paths.expand([folder / "通知.docx", folder / "~$b.xlsx", folder / ".DS_Store"])
        assert codes(findings) == ["NG101", "NG102", "NG101"]

    def test_folder_without_sheets(self, tmp_path: Path) -> None:
        assert codes(paths.expand([tmp_path])[1]) == ["NG105"]

    def test_txt_is_read_when_named_and_mentioned_in_a_folder(self, tmp_path: Path) -> None:
        path = written(tmp_path / "a.txt", b"x")
        assert paths.expand([path]) == ([path], [])
        assert codes(paths.expand([tmp_path])[1]) == ["NG104", "NG105"]


class TestFormulas:
    def test_columns_of_formulas_without_values(self, tmp_path: Path) -> None:
        path = saved(book(["户主", "经度", "组"], ["甲", "=C2+1", 3], AB2="=1"), tmp_path / "a.xlsx")
        (sheet,) = reader.read_files([path]).sheets
        assert formulas.uncached_formula_columns(sheet) == {2, 28}

    def test_stored_values_are_fine(self, tmp_path: Path) -> None:
        path = saved(book(["甲", "=1"]), tmp_path / "a.xlsx")
        cached = tmp_path / "b.xlsx"
        with zipfile.ZipFile(path) as source, zipfile.ZipFile(cached, "w") as target:
            for entry in source.infolist():
                target.writestr(
                    entry,
                    source.read(entry)
                    .replace(b"<v></v>", b"<v>1</v>")
                    .replace(b"<v/>", b"<v>1</v>")
                    .replace(b"<v />", b"<v>1</v>"),
                )
        (sheet,) = reader.read_files([cached]).sheets
        assert sheet.columns[1] == (1.0,)
        assert formulas.uncached_formula_columns(sheet) == frozenset()

    def test_other_files_have_none(self, tmp_path: Path) -> None:
        (sheet,) = reader.read_files([written(tmp_path / "a.csv", b"a,b\n1,2\n")]).sheets
        assert formulas.uncached_formula_columns(sheet) == frozenset()


def test_rare_characters_come_through_a_workbook(tmp_path: Path) -> None:
    assert values(saved(book([RARE]), tmp_path / f"{RARE}.xlsx")) == [[[RARE]]]


def ods(rows: str, manifest: str = "") -> bytes:
    """Smallest OpenDocument spreadsheet, as LibreOffice lays it out."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    office, table = (
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    )
    text, entries = (
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
        "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    )
    content = (
        f'<?xml version="1.0"?><office:document-content xmlns:office="{office}" xmlns:table="{table}" '
        f'xmlns:text="{text}"><office:body><office:spreadsheet><table:table table:name="表">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr("mimetype", kind)
        target.writestr("content.xml", content)
        target.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{entries}"><manifest:file-entry '
            f'manifest:full-path="/" manifest:media-type="{kind}"/>{manifest}</manifest:manifest>',
        )
    return stream.getvalue()


class TestOpenDocument:
    def test_a_million_repeated_blank_rows_are_cut(self, tmp_path: Path) -> None:
        rows = (
            "<table:table-row>"
            '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
            '<table:table-cell office:value-type="float" office:value="7"/>'
            '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
            '<table:table-row table:number-rows-repeated="1048575">'
            '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
        )
        assert values(written(tmp_path / "a.ods", ods(rows))) == [[["甲"], [7.0]]]

    def test_password(self, tmp_path: Path) -> None:
        locked = (
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
            '<manifest:encryption-data manifest:checksum="x"/></manifest:file-entry>'
        )
        path = written(tmp_path / "a.ods", ods("", locked))
        assert codes(reader.read_files([path]).findings) == ["NG152"]
