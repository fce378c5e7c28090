"""What all tests share: one language of messages, repeatable random cases, a village written once."""

from __future__ import annotations

import os

# Read when the command line is imported, so it is set before any test imports it.
os.environ["NEIGHBORGRID_LANG"] = "zh"

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.load_profile("repeatable")


@dataclass(frozen=True)
class Ran:
    """One call of the command line: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


@pytest.fixture
def cli(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Ran]:
    """Call of the command line inside this process; messages are Chinese, the folder is ``tmp_path``."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object) -> Ran:
        from neighborgrid.cli.app import run

        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        return Ran(code, shown.out, shown.err)

    return call


@pytest.fixture(scope="session")
def shell() -> Callable[..., Ran]:
    """Call of the command line as a process of its own, ``lang`` being the language of its messages."""

    def call(*arguments: object, lang: str = "en", cwd: Path | None = None) -> Ran:
        done = subprocess.run(
            [sys.executable, "-m", "neighborgrid", *map(str, arguments)],
            capture_output=True,
            encoding="utf-8",
            cwd=cwd,
            env={**os.environ, "NEIGHBORGRID_LANG": lang, "PYTHONUTF8": "1"},
            timeout=60,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return call


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the demo village: 农户表.xlsx, 党员名册.xlsx and the plan 分户安排.xlsx. Read only."""
    from neighborgrid.cli.app import run

    folder = tmp_path_factory.mktemp("demo")
    assert run(["demo", "-q", "-o", str(folder)]) == 0
    return folder
