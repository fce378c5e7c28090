"""The house: arrows point one way, heavy libraries stay in their rooms, the help screen stays light."""

from __future__ import annotations

import ast
import os
import statistics
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import neighborgrid

SRC = Path(neighborgrid.__file__).parent
FILES = sorted(SRC.rglob("*.py"))

# From the bottom up; a file may import from its own room and from lower ones. Every room that is added
# has to be given its place here.
RANKS = (
    "words",
    "findings",
    "errors",
    "files",
    "rules",
    "model",
    "scenarios",
    "places",
    "intake",
    "solve",
    "audit",
    "planbook",
    "advice",
    "outputs",
    "cli",
    "__init__",
    "__main__",
)
ONLY_HERE = {
    "ortools": {"solve"},
    "typer": {"cli"},
    "rich": {"cli"},
    "click": set(),
    "python_calamine": {"intake"},
    "typst": {"outputs"},
    "zxingcpp": {"outputs"},
    "fontTools": {"outputs"},
    "manimgx_fonts_cjk": {"outputs"},
}
NETWORK = {"socket", "ssl", "urllib", "http", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "asyncio"}
AUDIT_NEVER = ("solve", "places", "planbook", "intake", "outputs", "scenarios")
HEAVY = (
    "pandas",
    "numpy",
    "ortools",
    "shapely",
    "scipy",
    "pyproj",
    "openpyxl",
    "rapidfuzz",
    "python_calamine",
    "typst",
    "fontTools",
    "zxingcpp",
    "manimgx_fonts_cjk",
)


@dataclass(frozen=True)
class Import:
    """One imported module, and the file and line that import it."""

    file: Path
    line: int
    module: str

    @property
    def room(self) -> str:
        """Room of the importing file."""
        return self.file.relative_to(SRC).with_suffix("").parts[0]

    @property
    def target(self) -> str:
        """Room of the imported module of ours, "" for the libraries of others."""
        parts = self.module.split(".")
        return "" if parts[0] != "neighborgrid" else parts[1] if len(parts) > 1 else "__init__"

    def __str__(self) -> str:
        return f"{self.file.relative_to(SRC)}:{self.line} imports {self.module}"


@cache
def imports() -> tuple[Import, ...]:
    """All imports of the package, those inside functions and for type checkers included."""
    found = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found += [Import(file, node.lineno, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file}: relative import"
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                # `from neighborgrid import words` names a room; the version is everybody's.
                ours = [name for name in names if name != "neighborgrid.__version__"]
                found += [Import(file, node.lineno, name) for name in ours]
    return tuple(found)


def test_every_room_has_its_place() -> None:
    rooms = {file.relative_to(SRC).with_suffix("").parts[0] for file in FILES}
    assert rooms <= set(RANKS)


def test_arrows_point_downward() -> None:
    upward = [str(one) for one in imports() if one.target and RANKS.index(one.target) > RANKS.index(one.room)]
    assert upward == []


def test_audit_shares_nothing_with_what_it_audits() -> None:
    assert [str(one) for one in imports() if one.room == "audit" and one.target in AUDIT_NEVER] == []


def test_libraries_stay_in_their_rooms() -> None:
    astray = [
        str(one) for one in imports() if one.room not in ONLY_HERE.get(one.module.split(".")[0], {one.room})
    ]
    assert astray == []


def test_nothing_can_reach_the_network() -> None:
    assert [str(one) for one in imports() if one.module.split(".")[0] in NETWORK] == []


def test_no_file_is_longer_than_400_lines() -> None:
    lines = {str(file.relative_to(SRC)): len(file.read_text("utf-8").splitlines()) for file in FILES}
    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_only_the_command_line_prints() -> None:
    def prints(file: Path) -> bool:
        return any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"print", "input"}
            for node in ast.walk(ast.parse(file.read_text("utf-8")))
        )

    assert [str(file) for file in FILES if file.relative_to(SRC).parts[0] != "cli" and prints(file)] == []


def test_no_input_is_checked_by_assert() -> None:
    # Python -O leaves asserts out.
    asserts = [
        f"{file.relative_to(SRC)}:{node.lineno}"
        for file in FILES
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Assert)
    ]
    assert asserts == []


def _python(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **environment},
        timeout=60,
    )
    return done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["assign", "--help"],
        ["--version"],
        ["rules"],
        ["export"],
        ["export", "--help"],
        ["export", "cards", "--help"],
        ["export", "cards", "--show-template"],
    ],
    ids=" ".join,
)
def test_light_commands_load_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys, io, contextlib\n"
        "from neighborgrid.cli.app import run\n"
        "with contextlib.redirect_stdout(io.StringIO()):\n"
        f"    code = run({arguments!r})\n"
        f"print(code, sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    assert _python(code).split("\n")[0] == "0 []"


def test_help_takes_about_as_long_as_typer(tmp_path: Path) -> None:
    # CPU seconds of whole processes, interpreter start included. 2.5 leaves room for a noisy machine;
    # 1.8 is usual. Bytecode is kept, as it is for every installed package, whatever the environment says.
    compiled = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": str(tmp_path)}
    clock = "import time; print(time.process_time())"
    both: dict[str, list[float]] = {"typer": [], "help": []}
    for _ in range(5):
        both["typer"].append(float(_python(f"import typer; {clock}", **compiled)))
        code = f"from neighborgrid.cli.app import run; run(['--help']); {clock}"
        both["help"].append(float(_python(code, **compiled).rstrip().rsplit("\n", 1)[-1]))
    medians = {name: statistics.median(seconds) for name, seconds in both.items()}
    assert medians["help"] <= 2.5 * medians["typer"], medians
