"""Atomic writing: the old file stays whole until the new one is, and no temporary file is left."""

from __future__ import annotations

import datetime as dt
import os

import pytest

from folders import close_folder
from neighborgrid.errors import InputError
from neighborgrid.files import dated, write_atomically


def put(text: str):
    return lambda path: path.write_text(text, encoding="utf-8")


def names(folder) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_new_content_replaces_the_old(tmp_path):
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")
    written = write_atomically(target, put("new"))
    assert (written.path, written.finding) == (target, None)
    assert target.read_text(encoding="utf-8") == "new"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, MemoryError])
def test_failure_in_the_writer_leaves_the_old_file(tmp_path, error):
    target = tmp_path / "a.txt"
    target.write_text("old", encoding="utf-8")

    def fail(path):
        path.write_text("half", encoding="utf-8")
        raise error

    with pytest.raises(error):
        write_atomically(target, fail)
    assert target.read_text(encoding="utf-8") == "old"
    assert names(tmp_path) == ["a.txt"]


def test_full_disk_is_a_coded_error_without_a_path(tmp_path):
    def fail(path):
        raise OSError(28, "No space left on device", str(path))

    with pytest.raises(InputError) as caught:
        write_atomically(tmp_path / "a.txt", fail)
    (finding,) = caught.value.findings
    assert finding.code == "NG503"
    assert str(tmp_path) not in finding.line("en")
    assert names(tmp_path) == []


def test_locked_target_gets_a_dated_name(tmp_path, monkeypatch):
    target = tmp_path / "分户安排.xlsx"
    target.write_text("open in Excel", encoding="utf-8")
    replace = os.replace

    def locked(source, destination):
        if str(destination) == str(target):
            raise PermissionError(13, "locked")
        replace(source, destination)

    monkeypatch.setattr("os.replace", locked)
    written = write_atomically(target, put("new"))
    assert written.finding is not None
    assert written.finding.code == "NG505"
    assert written.path.name.startswith("分户安排-20")
    assert written.path.read_text(encoding="utf-8") == "new"
    assert target.read_text(encoding="utf-8") == "open in Excel"
    assert len(names(tmp_path)) == 2


def test_folder_that_cannot_be_renamed_into(tmp_path, monkeypatch):
    def locked(source, destination):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.replace", locked)
    with pytest.raises(InputError) as caught:
        write_atomically(tmp_path / "a.txt", put("new"))
    assert caught.value.findings[0].code == "NG502"
    assert names(tmp_path) == []


def test_missing_folder_and_folder_in_the_place(tmp_path):
    with pytest.raises(InputError) as caught:
        write_atomically(tmp_path / "no" / "a.txt", put("x"))
    assert caught.value.findings[0].code == "NG500"
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(InputError) as caught:
        write_atomically(tmp_path / "a.txt", put("x"))
    assert caught.value.findings[0].code == "NG501"


def test_unwritable_folder(tmp_path, monkeypatch):
    close_folder(tmp_path, monkeypatch)
    with pytest.raises(InputError) as caught:
        write_atomically(tmp_path / "a.txt", put("x"))
    assert caught.value.findings[0].code == "NG502"


def test_dated_names_do_not_collide(tmp_path):
    moment = dt.datetime(2026, 11, 21, 21, 30)
    first = dated(tmp_path / "a.xlsx", "修改于", moment)
    assert first.name == "a-修改于20261121-2130.xlsx"
    first.touch()
    assert dated(tmp_path / "a.xlsx", "修改于", moment).name == "a-修改于20261121-2130-2.xlsx"
