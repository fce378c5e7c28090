"""``neighborgrid export`` as people type it: what is written where, what is said, what is refused."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pypdfium2
import pytest

from folders import HOUSEHOLDS, MEMBERS, close_folder, crew, csv_file, edit, homes, village
from neighborgrid.cli.app import EXPORT_VERBS, run
from neighborgrid.outputs.paper.press import Template

if TYPE_CHECKING:
    from collections.abc import Callable

CODE = re.compile(r"\[(NG\d{3})\]")
PLAN = "分户安排.xlsx"
EQUATION = "合计：农户 30 = 联心卡 30 + 待落实卡 0 + 党员本户 0。\n"
WRITES = {
    "cards": {"联心卡.pdf", "校准页.pdf"},
    "boards": {"公示栏.pdf"},
    "notebooks": {"连心笔记本.pdf"},
    "roster": {"联户名册.xlsx"},
    "report": {"联户服务覆盖核对表.pdf", "联户服务覆盖核对表.xlsx"},
    "receipts": {"发放签收表.pdf"},
    "map": {"地图.html"},
    "geo": {"地图数据.gpkg"},
}
TEMPLATES = {
    "cards": "card.typ",
    "boards": "board.typ",
    "notebooks": "notebook.typ",
    "report": "report.typ",
    "receipts": "receipt.typ",
}
FRONT = "#let fixed(doc) = none\n#let front(card, call, doc) = {front}\n#let back(doc) = none\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Plan of 30 households and 5 members in Chinese, and the same in English (plan.xlsx). Read only."""
    folder = tmp_path_factory.mktemp("made")
    sheets = [str(path) for path in village(folder, 30, 5)]
    common = ["assign", "-q", "--as-of", "2026-04-01"]
    assert run([*common, *sheets]) == 0
    assert run([*common, *sheets, "--lang", "en"]) == 0
    return folder


@pytest.fixture(scope="module")
def papers(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """All papers of the Chinese plan, in the folder that ``export all`` makes, and what went to stdout."""
    folder = tmp_path_factory.mktemp("papers")
    shutil.copy(made / PLAN, folder)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        assert run(["export", "all", "-q", str(folder / PLAN)]) == 0
    return folder / "打印件", said.getvalue()


@pytest.fixture
def plan(made: Path, tmp_path: Path) -> Path:
    """The Chinese plan in the folder in which commands run."""
    return shutil.copy(made / PLAN, tmp_path / PLAN)


@pytest.fixture
def breach(plan: Path) -> Path:
    """The plan with its first household moved 4 km north, out of everybody's reach."""
    edit(plan, {("分户安排", 0, "纬度"): 37.80})
    return plan


def new(folder: Path) -> set[str]:
    """Files in and below the folder, the plan apart."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return found - {PLAN}


def codes(said: str) -> list[str]:
    return CODE.findall(said)


def pages(path: Path) -> list[str]:
    """Text of each page."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range().replace("\r", "") for page in document]
    finally:
        document.close()


class TestVerbs:
    def test_every_verb_is_looked_at(self) -> None:
        assert {*WRITES, "all"} == set(EXPORT_VERBS)

    @pytest.mark.parametrize("verb", ["cards", "report", "roster"])
    def test_beside_the_plan(self, cli, plan: Path, tmp_path: Path, verb: str) -> None:
        before = plan.read_bytes()
        ran = cli("export", verb, plan)
        assert ran.code == 0
        assert new(tmp_path) == WRITES[verb]
        assert ran.out == (EQUATION if verb == "cards" else "")
        # Messages name the whole path of each file; the calibration page by its name.
        assert all(name in ran.err for name in WRITES[verb])
        assert plan.read_bytes() == before

    @pytest.mark.parametrize("verb", ["boards", "notebooks", "receipts", "map", "geo"])
    def test_into_a_folder_that_is_not_there_and_quietly(
        self, cli, plan: Path, tmp_path: Path, verb: str
    ) -> None:
        ran = cli("export", verb, plan, "-o", "新/打印", "-q")
        assert (ran.code, ran.out, ran.err) == (0, "", "")
        assert new(tmp_path) == {f"新/打印/{name}" for name in WRITES[verb]}

    def test_o_names_a_file(self, cli, plan: Path, tmp_path: Path) -> None:
        ran = cli("export", "roster", plan, "-o", "新/我的.XLSX")
        assert ran.code == 0
        assert new(tmp_path) == {"新/我的.XLSX"}
        assert "我的.XLSX" in ran.err

    def test_o_names_the_file_of_the_cards(self, cli, plan: Path, tmp_path: Path) -> None:
        assert cli("export", "cards", plan, "-o", "卡.pdf", "--only", "001").code == 0
        assert new(tmp_path) == {"卡.pdf", "校准页.pdf"}

    def test_a_folder_may_be_called_like_a_file(self, cli, plan: Path, tmp_path: Path) -> None:
        (tmp_path / "四月.pdf").mkdir()
        assert cli("export", "roster", plan, "-o", "四月.pdf").code == 0
        assert new(tmp_path) == {"四月.pdf/联户名册.xlsx"}

    def test_a_folder_of_plans_again_and_again(self, cli, made: Path, tmp_path: Path) -> None:
        folder = tmp_path / "各村"
        folder.mkdir()
        shutil.copy(made / PLAN, folder)
        for _ in range(2):
            assert cli("export", "roster", folder, "-q").code == 0
        assert new(tmp_path) == {f"各村/{PLAN}", "各村/联户名册.xlsx"}

    def test_several_files_are_counted(self, cli, plan: Path, tmp_path: Path) -> None:
        ran = cli("export", "cards", plan, "--split", "member")
        assert ran.code == 0
        assert len([name for name in new(tmp_path) if name.startswith("联心卡/")]) == 5
        line = next(line for line in ran.err.splitlines() if line.startswith("已写入"))
        assert line.startswith("已写入 5 个文件，在文件夹 ")
        assert line.endswith("联心卡。")

    def test_all_is_everything_in_one_folder(self, papers: tuple[Path, str]) -> None:
        folder, said = papers
        assert folder.name == "打印件"
        assert said == EQUATION
        assert {path.name for path in folder.iterdir()} == {
            name for names in WRITES.values() for name in names
        }

    def test_in_english(self, shell, made: Path, tmp_path: Path) -> None:
        shutil.copy(made / "plan.xlsx", tmp_path)
        ran = shell("export", "cards", "plan.xlsx", cwd=tmp_path)
        assert ran.code == 0
        assert ran.out == "In all: 30 households = 30 cards + 0 waiting cards + 0 members' own homes.\n"
        assert new(tmp_path) == {"plan.xlsx", "cards.pdf", "ruler.pdf"}
        assert "Your contact" in pages(tmp_path / "cards.pdf")[0]
        assert "cards.pdf" in ran.err
        assert not re.search(r"[\u4e00-\u9fff]", ran.err)

    def test_export_alone_lists_its_verbs(self, cli) -> None:
        ran = cli("export")
        assert (ran.code, ran.err) == (0, "")
        assert ran.out == cli("export", "--help").out
        assert all(re.search(rf"^  {verb} ", ran.out, re.MULTILINE) for verb in EXPORT_VERBS)

    @pytest.mark.parametrize("verb", EXPORT_VERBS)
    def test_help_explains_every_option(self, cli, verb: str) -> None:
        ran = cli("export", verb, "--help")
        assert (ran.code, ran.err) == (0, "")
        assert f"neighborgrid export {verb}" in ran.out
        assert "Usage" not in ran.out
        for line in ran.out.splitlines():
            assert not re.fullmatch(r"\s+-[-\w, ]+( [A-Z=.]+)?", line) or "--help" in line, line


class TestBreach:
    @pytest.mark.parametrize("verb", EXPORT_VERBS)
    def test_nothing_is_printed(self, cli, breach: Path, tmp_path: Path, verb: str) -> None:
        ran = cli("export", verb, breach, "-o", "新")
        assert (ran.code, ran.out) == (3, "")
        first, refusal = ran.err.splitlines()
        assert codes(first) == ["NG312"]
        assert f"{PLAN}“分户安排”第 2 行" in first
        assert codes(refusal) == ["NG548"]
        assert not (tmp_path / "新").exists()

    def test_with_force_every_page_is_marked(self, cli, breach: Path, tmp_path: Path) -> None:
        ran = cli("export", "all", breach, "-o", "新", "--force")
        assert ran.code == 0
        assert "NG549" in codes(ran.err)
        # The rulers are no part of the plan.
        papers = [path for path in (tmp_path / "新").glob("*.pdf") if path.name != "校准页.pdf"]
        assert len(papers) == 5
        for path in papers:
            assert [number for number, said in enumerate(pages(path)) if "草稿" not in said] == [], path.name

    def test_draft_in_another_language_than_the_plan(self, cli, breach: Path, tmp_path: Path) -> None:
        assert cli("export", "receipts", breach, "--lang", "en", "--force").code == 0
        assert all("DRAFT" in said for said in pages(tmp_path / "receipts.pdf"))

    def test_force_marks_nothing_that_holds(self, cli, plan: Path, tmp_path: Path) -> None:
        # The folder has a point in its name, and is a folder all the same.
        ran = cli("export", "receipts", plan, "--force", "-o", "2026.4")
        assert (ran.code, codes(ran.err)) == (0, [])
        assert not any("草稿" in said for said in pages(tmp_path / "2026.4" / "发放签收表.pdf"))

    def test_a_member_over_the_maximum(self, cli, plan: Path, tmp_path: Path) -> None:
        edit(plan, {("党员", 0, "最多户数"): 3})
        ran = cli("export", "cards", plan)
        assert (ran.code, codes(ran.err)) == (3, ["NG315", "NG548"])
        assert f"{PLAN}“党员”第 2 行" in ran.err
        assert new(tmp_path) == set()

    def test_a_member_whom_nobody_knows(self, cli, plan: Path) -> None:
        edit(plan, {("分户安排", 4, "联户党员"): "没有此人"})
        ran = cli("export", "boards", plan)
        assert ran.code == 3
        assert f"{PLAN}“分户安排”第 6 行" in ran.err

    def test_stale_cells_are_computed_anew(
        self, cli, plan: Path, tmp_path: Path, papers: tuple[Path, str]
    ) -> None:
        edit(plan, {
            ("分户安排", 0, "距离（米）"): 3.3,
            ("分户安排", 0, "直线距离（米）"): 3.3,
            ("分户安排", 0, "党员电话"): "胡写",
            ("党员", 0, "工作量"): 99,
            ("党员", 1, "最远（米）"): 1,
            ("服务圈", 0, "户数"): 7,
            ("分村统计", 0, "已落实"): 2,
        })  # fmt: skip
        ran = cli("export", "all", plan, "-o", "之后")
        assert ran.code == 0
        # Same plan, same bytes, workbooks included.
        for path in papers[0].iterdir():
            assert (tmp_path / "之后" / path.name).read_bytes() == path.read_bytes(), path.name
        assert not any("胡写" in said for said in pages(tmp_path / "之后" / "联心卡.pdf"))

    def test_edits_by_hand_are_printed(self, cli, plan: Path, tmp_path: Path) -> None:
        book = openpyxl.load_workbook(plan)
        assert (book["分户安排"]["N2"].value, book["党员"]["B3"].value) == ("D01", "党丙子")
        edit(plan, {("分户安排", 0, "联户党员"): "党丙子", ("党员", 1, "电话"): "13911112222"})
        assert cli("export", "cards", plan, "--only", "001").code == 0
        front = pages(tmp_path / "联心卡.pdf")[0]
        assert "您的联户党员\n党丙子\n139 1111 2222" in front
        assert "送卡：党丙子" in front


class TestRefusals:
    @pytest.mark.parametrize(
        ("typed", "code", "found"),
        [
            (["cards", "--layout", "b5"], 2, "a4x8 | a4x10 | a6 | large | single"),
            (["cards", "--order", "any"], 2, "stack | page"),
            (["cards", "--split", "house"], 2, "village | circle | member"),
            (["boards", "--size", "a9"], 2, "a3 | a2 | a1"),
            (["roster", "--by", "age"], 2, "member | circle | village"),
        ],
    )
    def test_choices_are_named(self, cli, plan: Path, typed: list[str], code: int, found: str) -> None:
        ran = cli("export", *typed, plan)
        assert (ran.code, ran.out, codes(ran.err)) == (code, "", ["NG530"])
        assert found in ran.err

    @pytest.mark.parametrize(
        ("typed", "code", "finding"),
        [
            (["cards", "--scale", "很大"], 2, "NG569"),
            (["cards", "--scale", "50"], 2, "NG569"),
            (["cards", "--scale", "nan"], 2, "NG569"),
            (["cards", "--scale", "0"], 2, "NG569"),
            (["cards", "--scale", ""], 2, "NG569"),
            (["cards", "--scale", "98x99x100"], 2, "NG569"),
            (["all", "--scale", "50"], 2, "NG569"),
            (["cards", "--set", "load.max=3"], 2, "NG568"),
            (["report", "--set", "circles.mode=off"], 2, "NG568"),
            (["cards", "--set", "cards.nonsense=1"], 3, "NG403"),
            (["cards", "--set", "cards.title"], 2, "NG533"),
            (["cards", "--set", "visits.per_year=0"], 3, "NG404"),
            (["cards", "--preset", "nowhere"], 3, "NG401"),
            (["cards", "--rules", "没有.toml"], 3, "NG406"),
            (["cards", "--only", "没有此村"], 2, "NG574"),
            (["cards", "--font-dir", "没有"], 3, "NG540"),
            (["cards", "--template", "没有.typ"], 3, "NG545"),
            (["boards", "--with-households"], 2, "NG572"),
            (["cards", "-o", "x.docx"], 2, "NG570"),
            (["boards", "-o", "x.xlsx"], 2, "NG570"),
            (["roster", "-o", "x.pdf"], 2, "NG570"),
            (["all", "-o", "x.pdf"], 2, "NG573"),
            (["report", "-o", "分户安排.pdf"], 2, "NG535"),
            (["roster", "-o", PLAN], 2, "NG535"),
        ],
        ids=lambda value: " ".join(value) if isinstance(value, list) else None,
    )
    def test_said_and_nothing_written(
        self, cli, plan: Path, tmp_path: Path, typed: list[str], code: int, finding: str
    ) -> None:
        before = plan.read_bytes()
        ran = cli("export", *typed, plan)
        assert (ran.code, ran.out, codes(ran.err)) == (code, "", [finding])
        assert new(tmp_path) == set()
        assert plan.read_bytes() == before

    @pytest.mark.parametrize("verb", EXPORT_VERBS)
    def test_no_plan_is_named(self, cli, verb: str) -> None:
        ran = cli("export", verb)
        assert (ran.code, codes(ran.err)) == (2, ["NG530"])

    def test_no_such_plan(self, cli, tmp_path: Path) -> None:
        assert codes(cli("export", "all", "没有.xlsx").err)[0] == "NG100"
        assert new(tmp_path) == set()

    @pytest.mark.parametrize("verb", EXPORT_VERBS)
    def test_plain_sheets_are_no_plan(self, cli, tmp_path: Path, verb: str) -> None:
        sheet = csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, homes(5))
        csv_file(tmp_path / "党员名册.csv", MEMBERS, crew(1))
        ran = cli("export", verb, sheet)
        assert (ran.code, codes(ran.err)) == (3, ["NG350"])
        assert new(tmp_path) == {"农户表.csv", "党员名册.csv"}

    def test_plan_and_sheets_together(self, cli, plan: Path, tmp_path: Path) -> None:
        sheet = csv_file(tmp_path / "农户表.csv", HOUSEHOLDS, homes(5))
        assert cli("export", "roster", plan, sheet).code == 0

    def test_a_folder_that_cannot_be_written(
        self, cli, plan: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # As typed: the command line stands in tmp_path.
        closed = tmp_path / "锁"
        closed.mkdir()
        close_folder(closed, monkeypatch)
        for verb in EXPORT_VERBS:
            ran = cli("export", verb, plan, "-o", closed)
            assert (ran.code, codes(ran.err)[-1:]) == (3, ["NG502"]), verb

    @pytest.mark.parametrize("verb", ["receipts", "roster"])
    def test_a_file_where_a_folder_is_meant(self, cli, plan: Path, tmp_path: Path, verb: str) -> None:
        (tmp_path / "文件").write_text("x", "utf-8")
        ran = cli("export", verb, plan, "-o", "文件/里面")
        assert (ran.code, ran.out) == (3, "")
        assert codes(ran.err)[-1] == "NG509"
        assert new(tmp_path) == {"文件"}

    def test_households_on_boards_with_force(self, cli, plan: Path, tmp_path: Path) -> None:
        ran = cli("export", "boards", plan, "--with-households", "--force", "-q")
        assert (ran.code, ran.err) == (0, "")
        assert "孔甲子乙" in "".join(pages(tmp_path / "公示栏.pdf"))


class TestTemplates:
    @pytest.fixture
    def printed(self, cli, plan: Path, tmp_path: Path) -> Callable[[str | bytes], Any]:
        """Cards printed with a template of this source, into the folder 新."""

        def call(source: str | bytes) -> Any:
            own = tmp_path / "我的.typ"
            own.write_bytes(source if isinstance(source, bytes) else source.encode())
            return cli("export", "cards", plan, "--only", "001", "--template", own, "-o", "新")

        return call

    @pytest.mark.parametrize(("verb", "name"), TEMPLATES.items())
    def test_shown_template_prints_the_same(
        self, cli, plan: Path, tmp_path: Path, papers: tuple[Path, str], verb: str, name: str
    ) -> None:
        shown = cli("export", verb, "--show-template")
        assert (shown.code, shown.err) == (0, "")
        assert shown.out == Template.built_in(name).source
        # As Windows editors save it.
        (tmp_path / "我的.typ").write_bytes(b"\xef\xbb\xbf" + shown.out.replace("\n", "\r\n").encode())
        assert cli("export", verb, plan, "-o", "新", "--template", "我的.typ").code == 0
        for made in WRITES[verb]:
            assert (tmp_path / "新" / made).read_bytes() == (papers[0] / made).read_bytes()

    def test_own_words_on_a_card(self, printed, tmp_path: Path) -> None:
        source = FRONT.replace("{front}", "text(30pt)[致 #card.head]")
        assert printed(source).code == 0
        assert "致 孔甲子乙 家" in pages(tmp_path / "新" / "联心卡.pdf")[0]

    @pytest.mark.parametrize(
        ("source", "line"),
        [
            ("#let back(doc) = none\n#let front(card, call, doc) = {\n  let x = \n}\n", "第 3 行"),
            ("#let front(card, call, doc) = none\n", "back"),
        ],
        ids=["syntax", "missing function"],
    )
    def test_broken_template(self, printed, tmp_path: Path, source: str, line: str) -> None:
        ran = printed(source)
        assert (ran.code, ran.out, codes(ran.err)) == (3, "", ["NG546"])
        assert "我的.typ" in ran.err
        assert line in ran.err
        assert str(tmp_path) not in ran.err
        assert new(tmp_path) == {"我的.typ"}

    @pytest.mark.parametrize("source", ["#let 正面 = none".encode("gbk"), b"\xff\xfe#\x00"])
    def test_template_that_is_not_utf_8(self, printed, tmp_path: Path, source: bytes) -> None:
        ran = printed(source)
        assert (ran.code, codes(ran.err)) == (3, ["NG545"])
        assert "我的.typ" in ran.err
        assert new(tmp_path) == {"我的.typ"}

    def test_template_that_is_a_folder(self, cli, plan: Path, tmp_path: Path) -> None:
        (tmp_path / "夹").mkdir()
        ran = cli("export", "cards", plan, "--template", "夹")
        assert (ran.code, codes(ran.err)) == (3, ["NG545"])


class TestRules:
    def test_words_of_every_source_are_printed(self, cli, plan: Path, tmp_path: Path) -> None:
        own = tmp_path / "规则.toml"
        own.write_text('[words]\nmember = "包联人"\n[cards]\ntitle = "连心"\nedition = 7\n', "utf-8")
        numbers = "cards.service_number=东同下村=0311-1，西同下=0311-84670001；0311-3"
        typed = ["--only", "001", "--rules", own, "--set", "cards.title=便民卡", "--set", numbers]
        assert cli("export", "cards", plan, *typed).code == 0
        front = pages(tmp_path / "联心卡.pdf")[0]
        assert all(said in front for said in ("您的包联人", "便民卡", "第7版"))
        assert "031184670001" in re.sub(r"[ -]", "", front)

    def test_rules_of_the_plan_itself(self, cli, plan: Path, tmp_path: Path) -> None:
        book = openpyxl.load_workbook(plan)
        for row in book["规则"].iter_rows():
            if row[0].value == "卡背面内容":
                row[1].value = "第一段\n第二段"
        book.save(plan)
        assert cli("export", "cards", plan, "--only", "001").code == 0
        assert "第一段\n第二段" in pages(tmp_path / "联心卡.pdf")[1]

    def test_dongshan(self, cli, plan: Path, tmp_path: Path) -> None:
        # A preset holds rules of planning too, and `neighborgrid rules` writes all; they stay the plan's.
        assert cli("rules", "--preset", "dongshan", "-o", "规则.toml").code == 0
        ran = cli("export", "cards", plan, "--only", "001", "--rules", "规则.toml")
        assert (ran.code, codes(ran.err)) == (0, [])
        front, back = pages(tmp_path / "联心卡.pdf")
        assert "党群连心卡" in front
        assert "每月至少一次" in back
        assert "家家有人联 事事有人管 件件有回音" in back


def test_cards_may_have_the_name_of_the_calibration_page(plan: Path, cli: Callable[..., Any]) -> None:
    ran = cli("export", "cards", plan, "-o", "校准页.pdf")
    assert ran.code == 0, ran.err
    assert len(pages(Path("校准页.pdf"))) > 1
    assert len(pages(Path("校准页-2.pdf"))) == 1


def test_a_name_that_is_too_long_for_a_file_is_refused(plan: Path, cli: Callable[..., Any]) -> None:
    ran = cli("export", "cards", plan, "-o", "长" * 100 + ".pdf")
    assert (ran.code, codes(ran.err)) == (3, ["NG502"])


def test_what_a_template_says_of_its_own_is_not_repeated(plan: Path, cli: Callable[..., Any]) -> None:
    Path("mine.typ").write_text(
        "#let front(card, call, doc) = panic(card.head)\n#let back(doc) = []\n", "utf-8"
    )
    ran = cli("export", "cards", plan, "--template", "mine.typ", "-o", "a.pdf")
    assert (ran.code, codes(ran.err)) == (3, ["NG546"])
    assert " 家" not in ran.err


def test_the_overview_passes_over_what_export_wrote(plan: Path, cli: Callable[..., Any]) -> None:
    assert cli("export", "roster", plan).code == 0
    assert cli("export", "roster", plan, "--mask").code == 0
    assert {path.stem for path in plan.parent.glob("联户名册*")} == {"联户名册", "联户名册-已遮"}
    ran = cli()
    assert "联户名册" not in ran.out
    assert f"neighborgrid export all {plan.name}" in ran.out


def test_a_household_can_be_changed_again_in_one_cell(plan: Path, cli: Callable[..., Any]) -> None:
    # After validate --write the first change stands as written; the second is one cell again.
    import openpyxl

    book = openpyxl.load_workbook(plan)
    names = [row[0] for row in book["党员"].iter_rows(min_row=2, max_col=2, values_only=True)]
    sheet = book["分户安排"]
    column = {cell.value: cell.column for cell in sheet[1]}["党员编号"]
    row = next(row for row in range(2, 40) if sheet.cell(row, column).value in names)
    now = sheet.cell(row, column).value
    others = [name for name in names if name != now][:2]
    for other in others:
        edit(plan, {("分户安排", row - 2, "党员编号"): other})
        ran = cli("validate", plan, "--write")
        assert "NG364" not in ran.err
