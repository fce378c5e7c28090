"""An edited plan is never replaced."""

from __future__ import annotations

import shutil
from dataclasses import replace

import openpyxl
import pytest

from neighborgrid.planbook import stamp
from neighborgrid.planbook.guard import keep_edited
from neighborgrid.planbook.read import read
from neighborgrid.planbook.write import Existing, write
from test_planbook_samples import assert_same, sample_plan


@pytest.fixture
def path(tmp_path):
    return write(sample_plan(), tmp_path / "分户安排.xlsx").path


def save(path, edit=lambda book: None):
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(path)


def names(path) -> list[str]:
    return sorted(item.name for item in path.parent.iterdir())


def test_plan_as_written_is_replaced(path):
    assert stamp.untouched(path)
    assert keep_edited(path) is None
    assert write(sample_plan(), path).findings == ()
    assert names(path) == ["分户安排.xlsx"]


def test_plan_saved_again_unchanged_is_replaced(path):
    save(path)
    assert not stamp.untouched(path)
    assert keep_edited(path) is None


@pytest.mark.parametrize(
    ("tab", "cell", "value"),
    [
        ("分户安排", "N3", "002"),
        ("分户安排", "AA2", "问过了"),
        ("党员", "G2", "139"),
        ("服务圈", "A2", "圈1"),
        ("暂不安排", "B2", "赵七"),
        ("意愿", "B2", "001"),
        ("规则", "B3", 400),
        ("待落实", "J2", "已联系"),
        ("分户安排", "AC1", "新列"),
        ("汇总", "B2", 6),
        ("分户安排", "H2", "114.1度"),
    ],
)
def test_every_edit_keeps_the_old_file(path, tab, cell, value):
    save(path, lambda book: book[tab].__setitem__(cell, value))
    before = path.read_bytes()
    written = write(replace(sample_plan(), lang="en"), path)
    (finding,) = written.findings
    assert finding.code == "NG507"
    kept = path.with_name(str(finding.values["kept"]))
    assert kept.name.startswith("分户安排-修改于20")
    assert kept.read_bytes() == before
    assert_same(read([path]), sample_plan())


def test_row_deleted_counts(path):
    save(path, lambda book: book["分户安排"].delete_rows(3))
    finding = keep_edited(path)
    assert finding is not None
    assert not path.exists()


def test_tab_deleted_or_renamed_counts(path):
    save(path, lambda book: setattr(book["意愿"], "title", "我的"))
    assert keep_edited(path) is not None


def test_another_file_of_this_name_is_kept_too(path):
    path.write_text("户主,经度\n", encoding="utf-8")
    written = write(sample_plan(), path)
    assert [finding.code for finding in written.findings] == ["NG508"]
    assert len(names(path)) == 2


def test_file_held_open_is_copied(path, monkeypatch):
    save(path, lambda book: book["分户安排"].__setitem__("N3", "002"))

    def locked(source, destination):
        raise PermissionError(13, "locked")

    monkeypatch.setattr("os.replace", locked)
    finding = keep_edited(path)
    assert finding is not None
    assert path.with_name(str(finding.values["kept"])).read_bytes() == path.read_bytes()


def test_replace_when_told_to_and_nothing_there(path, tmp_path):
    save(path, lambda book: book["分户安排"].__setitem__("N3", "002"))
    assert write(sample_plan(), path, existing=Existing.REPLACE).findings == ()
    assert names(path) == ["分户安排.xlsx"]
    assert keep_edited(tmp_path / "none.xlsx") is None


def test_failed_writing_moves_nothing(path, monkeypatch):
    save(path, lambda book: book["分户安排"].__setitem__("N3", "002"))

    def fail(sheets, target):
        raise RuntimeError

    monkeypatch.setattr("neighborgrid.planbook.write.write_sheets", fail)
    with pytest.raises(RuntimeError):
        write(sample_plan(), path)
    assert names(path) == ["分户安排.xlsx"]


def test_fingerprint_sees_a_changed_entry(path, tmp_path):
    other = tmp_path / "other.xlsx"
    shutil.copy(path, other)
    assert stamp.untouched(other)
    save(other)
    assert not stamp.untouched(other)
    assert not stamp.untouched(tmp_path)
