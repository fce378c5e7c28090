"""The private folder of the press: removed at the end, after a crash, and after a polite end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from neighborgrid.outputs.paper import private
from neighborgrid.outputs.paper.private import PREFIX, STILL_S, private_folder, sweep

# The branch of other systems is tested everywhere, by test_where_nobody_can_be_asked.
POSIX = pytest.mark.skipif(os.name != "posix", reason="asks for processes as POSIX does")


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder for temporary files of this test alone."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def left(temporary: Path, process: int, age_s: float) -> Path:
    """Folder that a process left behind so long ago."""
    folder = temporary / f"{PREFIX}{process}-abc123"
    folder.mkdir()
    (folder / "data.json").write_text("{}")
    then = time.time() - age_s
    os.utime(folder, (then, then))
    return folder


def gone() -> int:
    """Number of a process that has ended."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_the_folder_is_removed_whatever_happens(temporary: Path) -> None:
    def stopped() -> None:
        with private_folder() as folder:
            (folder / "data.json").write_text("{}")
            assert folder.parent == temporary
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        stopped()
    assert list(temporary.iterdir()) == []


@POSIX
def test_what_a_killed_run_left_is_swept(temporary: Path) -> None:
    old = left(temporary, gone(), STILL_S + 60)
    sweep()
    assert not old.exists()


@POSIX
@pytest.mark.parametrize("age_s", [0.0, STILL_S + 60])
def test_folders_of_the_living_stay(temporary: Path, age_s: float) -> None:
    alive = left(temporary, os.getpid(), age_s)
    sweep()
    assert alive.exists()


@POSIX
def test_fresh_and_foreign_folders_stay(temporary: Path) -> None:
    fresh = left(temporary, gone(), 0.0)
    foreign = temporary / f"{PREFIX}notes"
    foreign.mkdir()
    os.utime(foreign, (0, 0))
    sweep()
    assert fresh.exists()
    assert foreign.exists()


def test_where_nobody_can_be_asked_age_decides(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(private, "CAN_ASK", False)
    monkeypatch.setattr(os, "kill", lambda *_: pytest.fail("would end the process there"))
    young, old = left(temporary, 1, STILL_S + 60), left(temporary, 2, private.STILL_ANYWHERE_S + 60)
    sweep()
    assert (young.exists(), old.exists()) == (True, False)


@POSIX
def test_a_polite_end_removes_it_too(tmp_path: Path) -> None:
    code = (
        "import sys, time\n"
        "from neighborgrid.cli import app\n"
        "from neighborgrid.outputs.paper.private import private_folder\n"
        "def run():\n"
        "    try:\n"
        "        with private_folder() as folder:\n"
        "            (folder / 'data.json').write_text('{}')\n"
        "            print(folder, flush=True)\n"
        "            time.sleep(60)\n"
        "    except KeyboardInterrupt:\n"
        "        return 130\n"
        "app.run = run\n"
        "app.main()\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        folder = Path(process.stdout.readline().strip())
        assert folder.exists()
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 130
    assert not folder.exists()
