"""Plan -> workbook -> plan is the identity, whatever the texts; the workbook is one for people."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neighborgrid.errors import InputError
from neighborgrid.model import SHEETS, make_table
from neighborgrid.planbook import labels
from neighborgrid.planbook.read import read
from neighborgrid.planbook.write import write
from neighborgrid.words import LANGS, findings, text
from test_planbook_samples import assert_same, codes, sample_plan

NASTY = [
    *("=1+1", "+86", "-5", "@x", "'x", '"', 'a"b,c', "两\n行", "a\r\nb", "tab\tx", "007", "1e5", "TRUE"),
    *(
        "123456789012345678",
        "😀👍🏽",
        "㛃䶮𠅤",
        " lead",
        "trail ",
        "  ",
        "_x0041_",
        "&lt;",
        "<b>",
        "\x01",
        "#N/A",
    ),
    *("2026-01-01", "x" * 32_767),
]


def with_texts(texts: list[str], column: str = "address"):
    plan = sample_plan()
    ids = [f"h{index}" for index in range(len(texts))]
    table = make_table(SHEETS["households"], {"household_id": ids, column: texts})
    return replace(plan, tables={**plan.tables, "households": table})


@pytest.mark.parametrize("lang", LANGS)
def test_written_then_read_is_equal(tmp_path, lang):
    plan = sample_plan(lang)
    written = write(plan, tmp_path / "p.xlsx")
    again = read([written.path])
    assert written.findings == ()
    assert_same(again, plan)
    assert (again.lang, again.findings) == (lang, ())


def test_plan_without_rows_and_figures(tmp_path):
    plan = sample_plan()
    plan = replace(
        plan,
        tables={name: make_table(columns, {}) for name, columns in SHEETS.items()},
        summary={},
        inputs=(),
        auto_caps={},
    )
    again = read([write(plan, tmp_path / "p.xlsx").path])
    assert_same(again, plan)
    assert again.findings == ()


def test_nasty_texts_survive(tmp_path):
    plan = with_texts(NASTY)
    assert_same(read([write(plan, tmp_path / "p.xlsx").path]), plan)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=30), min_size=40, max_size=60))
def test_any_text_survives(texts):
    clean = [value.replace("\ufffe", "").replace("\uffff", "") for value in texts]
    plan = with_texts(clean)
    with tempfile.TemporaryDirectory() as folder:
        assert_same(read([write(plan, Path(folder) / "p.xlsx").path]), plan)


def test_characters_that_no_workbook_holds_are_replaced(tmp_path):
    written = write(with_texts(["a\ud800b", "\uffff", "好"]), tmp_path / "p.xlsx")
    assert read([written.path]).households["address"].tolist() == ["a\ufffdb", "\ufffd", "好"]


def test_long_free_text_is_cut_with_a_note(tmp_path):
    # 20,000 emoji are 40,000 UTF-16 units, which is what the limit counts.
    written = write(with_texts(["x" * 32_768, "😀" * 20_000, "短"]), tmp_path / "p.xlsx")
    assert [(f.code, f.values["count"]) for f in written.findings] == [("NG506", 2)]
    first, second, third = read([written.path]).households["address"]
    assert (len(first), first[-1], third) == (32_767, "…", "短")
    assert len(second.encode("utf-16-le")) // 2 <= 32_767


def test_long_id_is_an_error_and_writes_nothing(tmp_path):
    with pytest.raises(InputError) as caught:
        write(with_texts(["x" * 40_000], "member_id"), tmp_path / "p.xlsx")
    assert caught.value.findings[0].code == "NG504"
    assert list(tmp_path.iterdir()) == []


def test_same_plan_same_bytes(tmp_path, monkeypatch):
    one = write(sample_plan(), tmp_path / "1.xlsx").path.read_bytes()
    # The library stamps the clock into one entry; another clock must make no difference.
    with zipfile.ZipFile(tmp_path / "1.xlsx") as archive:
        assert archive.testzip() is None
        assert b"2026-04-01T00:00:00Z" in archive.read("docProps/core.xml")
    import time

    time.sleep(1.05)
    assert write(sample_plan(), tmp_path / "2.xlsx").path.read_bytes() == one


def test_workbook_is_made_for_people(tmp_path):
    book = openpyxl.load_workbook(write(sample_plan(), tmp_path / "p.xlsx").path)
    assert book.sheetnames == [text(f"tab.{name}", "zh") for name in labels.TABS]
    for tab in book:
        assert (tab.freeze_panes or "")[-1:] == "2"
        assert tab.auto_filter.ref
        assert tab.page_setup.orientation == "landscape"
        assert tab.print_title_rows == "$1:$1"
        assert tab["A1"].font.b
    tab = book["分户安排"]
    heads = {cell.value: cell for cell in tab[1]}
    assert list(heads) == [text(f"col.{column}", "zh") for column in SHEETS["households"]]
    member = tab.cell(2, heads["党员编号"].column)
    assert (member.value, member.data_type, member.number_format) == ("001", "s", "@")
    assert member.fill.fgColor.rgb == "FFFFF2CC"
    assert "改这里" in heads["联户党员"].comment.text
    assert tab.cell(2, heads["户主"].column).data_type in {"s", "inlineStr"}
    assert tab.cell(2, heads["经度"].column).value == 114.1234567890123
    assert tab.cell(4, heads["经度"].column).value is None
    lists = {v.formula1 for v in tab.data_validations.dataValidation}
    assert '"张三,李四,王五"' in lists
    assert tab.cell(3, heads["重点户"].column).value == "低保"


@pytest.mark.parametrize("lang", LANGS)
def test_headers_and_words_are_unambiguous(lang):
    for name, columns in labels.COLUMNS.items():
        assert len({labels.fold(labels.header(column, lang)) for column in columns}) == len(columns), name
        assert set(labels.columns_by_label(name).values()) == set(columns)
    for columns in labels.CODED.values():
        for prefix in columns.values():
            words = labels.words(prefix, lang)
            assert words
            assert {key: labels.keys_by_word(prefix)[labels.fold(word)] for key, word in words.items()} == {
                key: key for key in words
            }


def test_every_sentence_fits_gbk_and_has_the_same_fields():
    import string

    def fields(pair):
        return {name for part in pair for _, name, _, _ in string.Formatter().parse(part) if name}

    for code, sentence in findings().items():
        if "NG350" <= code <= "NG379" or "NG500" <= code <= "NG509":
            "".join(sentence.zh + sentence.en).encode("gbk")
            assert fields(sentence.zh) == fields(sentence.en), code
            assert all(part == "" or part.endswith("。") for part in sentence.zh), code


def test_locked_workbook_is_written_beside(tmp_path, monkeypatch):
    import os

    target = tmp_path / "分户安排.xlsx"
    write(sample_plan(), target)
    replace_file = os.replace

    def locked(source, destination):
        if str(destination) == str(target):
            raise PermissionError(13, "locked")
        replace_file(source, destination)

    monkeypatch.setattr("os.replace", locked)
    written = write(sample_plan("en"), target)
    assert [finding.code for finding in written.findings] == ["NG505"]
    assert read([written.path]).lang == "en"
    assert read([target]).lang == "zh"
    assert codes(read([target])) == []
