"""One workbook per village; the folder reads back as one plan, edited or not."""

from __future__ import annotations

import shutil
from dataclasses import replace

import openpyxl
import pytest

from neighborgrid.errors import InputError
from neighborgrid.model import SHEETS, make_table
from neighborgrid.planbook.read import read, read_with_places
from neighborgrid.planbook.split import split, split_by_village
from neighborgrid.planbook.write import write
from test_planbook_samples import assert_same, codes, sample_plan


@pytest.fixture
def folder(tmp_path):
    split_by_village(sample_plan(), tmp_path / "各村")
    return tmp_path / "各村"


def fatal(folder) -> list[str]:
    with pytest.raises(InputError) as caught:
        read([folder])
    return [finding.code for finding in caught.value.findings]


def edit(path, tab, cell, value):
    book = openpyxl.load_workbook(path)
    book[tab][cell] = value
    book.save(path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_folder_reads_back_as_the_whole(tmp_path, lang):
    written = split_by_village(sample_plan(lang), tmp_path / "v")
    other = {"zh": "其他", "en": "other"}[lang]
    assert [item.path.name for item in written] == ["东乡-甲村.xlsx", "东乡-乙村.xlsx", f"{other}.xlsx"]
    plan = read([tmp_path / "v"])
    assert_same(plan, sample_plan(lang))
    assert codes(plan) == []
    # The order in which the files are named makes no difference.
    assert_same(read([item.path for item in reversed(written)]), sample_plan(lang))


def test_every_row_stands_in_one_part():
    plan = sample_plan()
    parts = split(plan)
    for name in ("households", "members", "excluded", "unserved", "villages", "wishes"):
        assert sum(len(part.tables[name]) for part in parts.values()) == len(plan.tables[name]), name


def test_edits_in_the_parts_are_read_with_their_places(folder):
    edit(folder / "东乡-乙村.xlsx", "分户安排", "N2", "002")
    plan, places = read_with_places([folder])
    assert plan.households["member_id"].tolist() == ["001", "001", "", "002", ""]
    place = places.of("households", 3)
    assert (place.file, place.row) == ("东乡-乙村.xlsx", 2)


def test_same_village_twice_is_fatal(folder):
    shutil.copy(folder / "东乡-乙村.xlsx", folder / "乙村-改.xlsx")
    edit(folder / "乙村-改.xlsx", "分户安排", "N2", "")
    assert fatal(folder) == ["NG358"]


def test_part_of_another_plan_is_fatal(folder, tmp_path):
    edit(folder / "东乡-乙村.xlsx", "规则", "B3", 400)
    assert fatal(folder) == ["NG359"]
    whole = write(sample_plan(), tmp_path / "plan.xlsx").path
    shutil.copy(whole, folder)
    assert "NG358" in fatal(folder)


def test_missing_part_and_other_files_are_said(folder):
    (folder / "东乡-乙村.xlsx").unlink()
    (folder / "说明.csv").write_text("户主,组\n甲,1\n", encoding="utf-8")
    plan = read([folder])
    assert sorted(codes(plan)) == ["NG360", "NG365"]
    assert len(plan.households) == 4


def test_names_are_safe_unique_and_merge_spellings():
    villages = ["a/b", "a\\b", "CON", "甲村", "甲村委会", "甲", "  ", "x" * 200]
    ids = [f"h{index}" for index in range(len(villages))]
    table = make_table(SHEETS["households"], {"household_id": ids, "village": villages})
    plan = sample_plan()
    tables = {name: make_table(columns, {}) for name, columns in SHEETS.items()}
    parts = split(replace(plan, tables={**tables, "households": table}))
    stems = list(parts)
    assert len({stem.casefold() for stem in stems}) == len(stems)
    assert stems[:4] == ["a_b", "a_b-2", "_CON", "甲村"]
    assert len(parts["甲村"].households) == 3
    assert all(len(stem) <= 64 and not set(stem) & set('<>:"/\\|?*') for stem in stems)


def test_township_left_blank_is_that_of_the_only_such_village():
    plan = sample_plan()
    members = plan.members.assign(township=["", "东乡", "东乡"])
    parts = split(replace(plan, tables={**plan.tables, "members": members}))
    assert parts["东乡-甲村"].members["member_id"].tolist() == ["001", "002"]


def test_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "f").write_text("x", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        split_by_village(sample_plan(), tmp_path / "f")
    assert caught.value.findings[0].code == "NG509"
