"""The coverage report on paper: what it says, what it never says, and how it breaks into pages."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pypdfium2
import pytest

from neighborgrid.model import SHEETS, Plan, make_table
from neighborgrid.outputs.coverage_table import coverage, waiting
from neighborgrid.outputs.paper import report
from neighborgrid.outputs.paper.fonts import find_fonts
from neighborgrid.outputs.paper.press import Press, Template
from neighborgrid.outputs.paper.subject import Subject
from neighborgrid.outputs.paper.wording import Wording
from neighborgrid.planbook.edits import apply
from neighborgrid.planbook.read import read
from neighborgrid.rules import Rules

DESIGN = Template.built_in("report.typ")
A4_LANDSCAPE_PT = (841.89, 595.28)
DAY = "2026-04-01"
PT_PER_MM = 72 / 25.4
PAGE = Path(__file__).parents[1] / "docs" / "papers.md"


def plan_of(villages, *, waits=0, own=0, aside=(), **columns):
    """Plan of (township, village, households, vacant) each; the first ``waits`` due ones have no member."""
    homes = {"household_id": [], "township": [], "village": [], "residence": []}
    for number, (township, village, count, vacant) in enumerate(villages):
        homes["household_id"] += [f"{number:03d}-{row:04d}" for row in range(count)]
        homes["township"] += [township] * count
        homes["village"] += [village] * count
        homes["residence"] += ["resident"] * (count - vacant) + ["vacant"] * vacant
    size = len(homes["household_id"])
    due = np.flatnonzero(np.array(homes["residence"], object) != "vacant")
    member, reason = np.full(size, "", object), np.full(size, "", object)
    member[due], member[due[:waits]] = "M1", ""
    reason[due[:waits]] = "members_full"
    homes |= {
        "head": [f"吴户{row}" for row in range(size)],
        "address": [f"秘密{row}号" for row in range(size)],
        "phone": ["13900000009"] * size,
        "group": ["1"] * size,
        "distance_kind": ["straight"] * size,
        "distance_m": [120.0] * size,
        "member_id": member,
        "member_name": np.where(member == "", "", "郑连心"),
        "member_phone": np.where(member == "", "", "13800000008"),
        "own_home": ["yes" if row >= size - own else "" for row in range(size)],
        "reason": reason,
    } | columns
    township, village, *_ = villages[0] if villages else ("", "")
    people = {
        "member_id": ["M1"],
        "name": ["郑连心"],
        "phone": ["13800000008"],
        "township": [township],
        "village": [village],
        "load": [float(size - waits)],
    }
    rows = {
        "township": [township] * len(aside),
        "village": [village] * len(aside),
        "reason": ["row_error"] * len(aside),
        "file": ["农户表.xlsx"] * len(aside),
        "sheet": ["花名册"] * len(aside),
        "row": list(map(str, aside)),
    }
    data = {"households": homes, "members": people, "unserved": rows}
    tables = {name: make_table(columns, data.get(name, {})) for name, columns in SHEETS.items()}
    return Plan(tables, Rules.defaults().with_value("plan.as_of", DAY, "default"), {})


def subject_of(plan, lang="zh", **options):
    return Subject(plan, Wording(lang, plan.rules.printing, plan.rules.as_of), **options)


def prepared(plan, target, lang="zh", *, template=DESIGN, **options):
    subject = subject_of(plan, lang, **options)
    return report.jobs(subject, find_fonts(None, lang), target, template=template)


def data_of(plan, lang="zh"):
    """What goes to the typesetter."""
    (job,) = prepared(plan, None, lang).jobs
    return job.data


def pages_of(path):
    with pypdfium2.PdfDocument(path) as book:
        return [page.get_textpage().get_text_range() for page in book]


def printed(plan, folder, lang="zh", **options):
    """Texts of the pages."""
    target = folder / "report.pdf"
    Press(find_fonts(None, lang).paths).print(prepared(plan, target, lang, **options).jobs)
    return pages_of(target)


MANY = [("东乡", f"东{number}村", 30, 2) for number in range(12)]
MANY += [("西镇", f"西{number}村", 20, 0) for number in range(10)]


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Plan of two townships of which 150 households wait, and the pages of its report."""
    plan = plan_of(MANY, waits=150)
    return plan, printed(plan, tmp_path_factory.mktemp("many"), draft=True)


def test_report_of_a_village_fits_one_landscape_page(demo, tmp_path):
    plan = apply(read([demo / "分户安排.xlsx"]))
    (page,) = printed(plan, tmp_path)
    # Figures of the demo: 1,000 rows of which 24 are vacant; 7 wait; 969 of 976 is 99.2827 %.
    for said in (
        "联户服务覆盖核对表",
        "安和乡  西同下村",
        "应联 976 户，已落实 969 户，距离都已核实。",
        "待落实 7 户：500 米内没有党员 7。",
        "对账：应联 976 户 = 已落实 969 + 待落实 7；表内 1000 户 = 应联 976 + 空户 24。",
        "99.28%",
        "责任人",
        "完成时限",
        "填表人：",
        "审核人：",
        "单位（盖章）：",
        "第 1 页  共 1 页",
    ):
        assert "".join(said.split()) in "".join(page.split())
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as book:
        assert book[0].get_size() == pytest.approx(A4_LANDSCAPE_PT, abs=0.01)


def test_nobody_is_named(demo, tmp_path):
    plan = apply(read([demo / "分户安排.xlsx"]))
    shown = "".join(printed(plan, tmp_path))
    waits = plan.households["member_id"] == ""
    for key in ("head", "phone", "address"):
        values = set(plan.households[key][waits]) - {""}
        assert values
        assert [value for value in values if value in shown] == []
    assert [name for name in plan.members["name"] if name in shown] == []
    (job,) = prepared(plan, tmp_path / "report.pdf").jobs
    told = str(job.data)
    assert not [phone for phone in plan.members["phone"] if phone and phone in told]


def test_table_holds_the_figures_of_the_workbook(many):
    plan, _ = many
    figures, table = coverage(plan), data_of(plan)["check"]
    rows = []
    for part in table["parts"]:
        rows += [*part["rows"], part["subtotal"]]
    rows.append(table["total"])
    # 22 villages, two subtotals, the total.
    assert len(rows) == 25
    keys = [column["key"] for column in table["columns"]]
    for key in ("due", "listed", "vacant", "verified", "unverified", "waiting", "set_aside", "own_homes"):
        assert [int(row[keys.index(key)]) for row in rows] == figures[key].tolist()
    percent = [float(row[keys.index("coverage_pct")]) for row in rows]
    assert percent == figures["coverage_pct"].tolist()
    assert [part["name"] for part in table["parts"]] == ["东乡", "西镇"]
    assert [row[0] for row in rows if row[0] in {"小计", "合计"}] == ["小计", "小计", "合计"]


def test_every_waiting_household_is_printed_once_in_its_village(many):
    plan, pages = many
    parts = data_of(plan)["waiting"]["parts"]
    # 150 of 28 due households a village: five villages in full and 10 households of the sixth.
    assert [part["name"] for part in parts][-2:] == ["东乡  东4村  28 户", "东乡  东5村  10 户"]
    ids = [row[0] for part in parts for row in part["rows"]]
    assert ids == waiting(plan, "zh")["household_id"].tolist()
    shown = "".join(pages)
    assert [shown.count(id_) for id_ in ids] == [1] * 150


def test_each_page_has_its_header_number_and_draft_mark(many):
    _, pages = many
    count = len(pages)
    assert count > 5
    for number, page in enumerate(pages, start=1):
        assert f"第{number}页共{count}页" in "".join(page.split())
        assert "应联户数" in page or "建议办法" in page
        assert "草稿" in page
    # The village whose rows go on is named again.
    going_on = [page for page in pages if "东乡东4村28户" in "".join(page.split())]
    assert len(going_on) > 1
    assert ["填表人" in page for page in pages] == [False] * (count - 1) + [True]


def test_places_to_sign_stay_with_the_last_rows(tmp_path):
    # So many that the last page is met at every state of filling (the first page holds seven rows).
    counts = (1, 2, *range(5, 19))
    fonts = find_fonts(None, "zh")
    made = []
    for count in counts:
        plan = plan_of([("东乡", "甲村", 40, 0)], waits=count)
        target = tmp_path / f"{count}.pdf"
        made += report.jobs(subject_of(plan), fonts, target, template=DESIGN).jobs
    Press(fonts.paths).print(made)
    for count in counts:
        last = pages_of(tmp_path / f"{count}.pdf")[-1]
        assert "填表人" in last
        assert f"000-{count - 1:04d}" in last


def test_names_are_never_markup(tmp_path):
    strange = ['#eval("1+1")', "*粗*", "$x$", "=1+1", "@李", "\\u{41}", "<a>", "_b_", "// c", "- d"]
    plan = plan_of([("#东", "*甲*", 10, 0)], waits=10, household_id=strange, group=strange)
    shown = "".join("".join(printed(plan, tmp_path)).replace(report.BREAK_HERE, "").split())
    for value in (*strange, "#东", "*甲*"):
        assert "".join(value.split()) in shown


def test_rows_set_aside_wait_with_their_place():
    data = data_of(plan_of([("东乡", "甲村", 5, 0)], aside=(37,)))
    (part,) = data["waiting"]["parts"]
    ((id_, _, reason, remedy, responsible, deadline),) = part["rows"]
    assert (id_, reason, responsible, deadline) == ("", "这一行待补正", "", "")
    assert remedy == "补正 农户表.xlsx“花名册”第 37 行，再重新运行"
    # Five of six: 83.333 % rounded down.
    assert data["head"]["coverage"] == "83.33%"


def test_coverage_is_rounded_down():
    # 29,999 of 30,000 is 99.9967 %.
    data = data_of(plan_of([("东乡", "甲村", 30_000, 0)], waits=1))
    assert data["head"]["coverage"] == "99.99%"
    assert data["check"]["total"][-1] == "99.99"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (["straight"] * 4, "应联 4 户，已落实 3 户，距离都已核实。"),
        (["estimated"] * 4, "应联 4 户，已落实 3 户，距离都待核实。"),
        (["straight", "estimated"] * 2, "应联 4 户，已落实 3 户：距离已核实 1，距离待核实 2。"),
    ],
)
def test_first_line_tells_what_is_verified(kind, said):
    plan = plan_of([("东乡", "甲村", 4, 0)], waits=1, distance_kind=kind)
    assert data_of(plan)["head"]["lines"][0] == said


def test_nobody_waits(tmp_path):
    (page,) = printed(plan_of([("东乡", "甲村", 5, 0)], own=1), tmp_path)
    assert page.count("没有待落实的户。") == 2
    assert "100%" in page
    assert "填表人" in page
    assert "责任人" not in page


def test_nobody_is_due(tmp_path):
    plan = plan_of([("东乡", "甲村", 3, 3)])
    (page,) = printed(plan, tmp_path)
    assert "本表没有应联的户。" in page
    assert data_of(plan)["head"]["coverage"] == "—"


def test_plan_without_any_row(tmp_path):
    (page,) = printed(plan_of([]), tmp_path)
    assert "合计" in page


@pytest.mark.parametrize(
    ("villages", "zh", "en"),
    [
        ([("东乡", "甲村", 1, 0)], "东乡  甲村", "东乡  甲村"),
        ([("", "", 1, 0)], "", ""),
        ([("东乡", "甲村", 1, 0), ("东乡", "乙村", 1, 0)], "东乡  2 个村", "东乡, 2 villages"),
        ([("", "甲村", 1, 0), ("", "乙村", 1, 0)], "2 个村", "2 villages"),
        (
            [(f"{name}乡", "甲村", 1, 0) for name in "东西南北"],
            "东乡、西乡、南乡等 4 个乡镇  4 个村",
            "东乡, 西乡, 南乡 and others, 4 townships, 4 villages",
        ),
    ],
)
def test_head_says_where(villages, zh, en):
    plan = plan_of(villages)
    assert data_of(plan)["doc"]["where"] == zh
    assert data_of(plan, "en")["doc"]["where"] == en


def test_english_report(tmp_path):
    shown = " ".join(" ".join(printed(plan_of(MANY[:2], waits=3), tmp_path, "en")).split())
    for said in (
        "Coverage check table",
        DAY,
        "Due: 56 households. Served: 53, all distances verified.",
        "Waiting: 3 (members near are full: 3).",
        "Ledger: due 56 = served 53 + waiting 3; in the sheets 60 = due 56 + vacant 4.",
        "Person responsible",
        "Checked by:",
        "Page 1 of 1",
    ):
        assert said in shown


def test_long_ids_stay_in_their_column(tmp_path):
    ids = ["W" * 60, "1234567890" * 4, "北褚镇西同下村第十六村民小组东头-0123", "x"]
    plan = plan_of([("东乡", "甲村", 4, 0)], waits=4, household_id=ids, group=["G" * 20] * 4)
    printed(plan, tmp_path)
    # The page's margin and the first column, or the first two, end here (see WAITING_WIDTHS).
    first, second = 15 + 41, 15 + 41 + 24
    with pypdfium2.PdfDocument(tmp_path / "report.pdf") as book:
        text = book[0].get_textpage()
        shown = text.get_text_range()
        for letter, end in (("W", first), ("G", second)):
            at = [index for index, found in enumerate(shown) if found == letter]
            assert len(at) >= 40
            assert max(text.get_charbox(index)[2] for index in at) < end * PT_PER_MM


def test_same_input_same_bytes(tmp_path):
    plan = plan_of(MANY[:3], waits=20)
    printed(plan, tmp_path)
    first = (tmp_path / "report.pdf").read_bytes()
    printed(plan, tmp_path)
    assert (tmp_path / "report.pdf").read_bytes() == first


def test_texts_for_the_fonts_are_those_of_the_plan():
    plan = plan_of([("㛃乡", "䶮村", 3, 0)], waits=1, group=["甲", "乙", "丙"], aside=(9,))
    texts = prepared(plan, None).texts
    # Groups of households that do not wait are not printed.
    assert texts == ["㛃乡", "䶮村", "000-0000", "甲", "农户表.xlsx“花名册”第 9 行"]


def test_design_in_the_documentation_works(tmp_path):
    (design,) = re.findall(r"<!-- design:report -->\n```typst\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    plan = plan_of([("东乡", "甲村", 5, 0)], waits=2)
    (page,) = printed(plan, tmp_path, template=Template("own.typ", design, own=True))
    for said in ("东乡  甲村  2026年4月1日", "合计5503020", "000-0001", "填表人", "第 1 页  共 1 页"):
        assert "".join(said.split()) in "".join(page.split())


def test_documentation_names_every_field():
    data = data_of(plan_of([("东乡", "甲村", 5, 0)], waits=2))
    page = PAGE.read_text("utf-8")
    names = {"doc": "doc", "head": "figures", "check": "table-of", "waiting": "list"}
    fields = {f"{name}.{key}" for part, name in names.items() for key in data[part]}
    # Used by the main file only.
    fields -= {"doc.fonts", "doc.page"}
    assert {field for field in fields if f"`{field}`" not in page} == set()
    columns = [column["key"] for part in ("check", "waiting") for column in data[part]["columns"]]
    assert [key for key in columns if f"`{key}`" not in page] == []


def test_date_is_that_of_the_plan():
    plan = plan_of([("东乡", "甲村", 1, 0)])
    later = replace(plan, rules=plan.rules.with_value("plan.as_of", "2027-12-31", "flag"))
    assert later.rules.as_of == dt.date(2027, 12, 31)
    assert data_of(later)["doc"]["date"] == "2027年12月31日"
