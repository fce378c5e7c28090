"""The pages are true: generated parts are current, commands run as written, links lead somewhere."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import neighborgrid
from neighborgrid import words
from neighborgrid.cli.app import EXPORT_VERBS, VERBS
from neighborgrid.errors import ExitCode

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[1]
MARKED = re.compile(r"<!-- ([\w:]+) -->\n\s*```\w+\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)\s]+)\)")
FLAG = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
CODE = re.compile(r"\bNG\d{3}\b")
# Flags of other programs: pip's and the generators' own, ruff's.
# Options of pip, of docs/make.py and of the scripts in benchmarks/.
FOREIGN_FLAGS = {"--check", "--runs", "--help", "--effort", "--seed"}
FOREIGN_FLAGS |= {"--villages", "--households", "--members", "--seconds", "--worth", "--cards", "--plan"}
SEPARATOR = "\x1e"
DRIVER = f"""
import json, os, sys
from neighborgrid.cli.app import run
for words in json.load(sys.stdin):
    code = os.chdir(words[1]) or 0 if words[0] == "cd" else run(words[1:])
    print("{SEPARATOR}", code, "{SEPARATOR}", sep="", end="")
"""
README = {"en": "README.md", "zh": "README.zh-CN.md"}


def load(path: Path) -> ModuleType:
    """Script outside the package as a module."""
    spec = importlib.util.spec_from_file_location(f"{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


make: Any = load(ROOT / "docs" / "make.py")
PAGES = [*make.PAGES, ROOT / "CHANGELOG.md"]
every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())


def marked(page: str, *marks: str) -> list[tuple[str, str]]:
    """(mark, text) of the fenced blocks of a page with one of these marks."""
    blocks = MARKED.findall((ROOT / page).read_text("utf-8"))
    return [(mark, text) for mark, text in blocks if mark in marks]


def session(commands: list[list[str]], folder: Path, lang: str) -> list[tuple[int, str]]:
    """Exit code and output (stdout and stderr as they come) of each command line; ``cd`` gives 0, "".

    One process runs them all, since most of a short run is the import of libraries.
    """
    done = subprocess.run(
        [sys.executable, "-u", "-c", DRIVER],
        cwd=folder,
        env={**os.environ, "NEIGHBORGRID_LANG": lang, "PYTHONIOENCODING": "utf-8"},
        input=json.dumps(commands),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=True,
    )
    parts = done.stdout.split(SEPARATOR)
    return [(int(code), output) for output, code in zip(parts[:-1:2], parts[1::2], strict=True)]


def commands_of(page: str) -> list[tuple[list[str], int]]:
    """Commands of the blocks marked ``run``, and their exit codes (``run:N``: N)."""
    found = []
    for mark, block in marked(page, "run", "run:1"):
        for line in filter(str.strip, block.splitlines()):
            words_typed = shlex.split(line)
            assert words_typed[0] in {"cd", "neighborgrid"}
            found.append((words_typed, int(mark.partition(":")[2] or 0)))
    return found


def help_examples(lang: str) -> list[list[str]]:
    """Commands that the help of the verbs ends in, the demo apart."""
    marks = {"en": "Example: ", "zh": "例："}
    shown = [words.text(f"help.{verb}", lang).rpartition(marks[lang])[2] for verb in VERBS if verb != "demo"]
    return [shlex.split(command) for command in shown]


class Demo:
    """What the demo and the commands of the README gave, in one language."""

    def __init__(self, lang: str, folder: Path) -> None:
        self.lang = lang
        self.folder = folder / "neighborgrid-demo"
        self.commands = commands_of(README[lang])
        typed = [line for line, _ in self.commands]
        self.examples = [line for line in help_examples(lang) if line not in typed]
        # The README's own `cd` led into the folder of the demo.
        ((_, self.print_block),) = marked(README[lang], "true:print")
        printing = shlex.split(self.print_block.splitlines()[0].removeprefix("> "))
        self.asked = asked(README[lang])
        asking = [shlex.split(command) for command, _ in self.asked]
        commands = [["neighborgrid", "demo"], *typed, *asking, printing, *self.examples]
        (self.code, self.output), *rest = session(commands, folder, lang)
        self.results, rest = rest[: len(typed)], rest[len(typed) :]
        self.answers, (self.printed, *self.example_results) = rest[: len(asking)], rest[len(asking) :]


def asked(page: str) -> list[tuple[str, str]]:
    """Commands of the block marked ``true:ask``, each with what the page says that it answers."""
    ((_, block),) = marked(page, "true:ask")
    _, *parts = re.split(r"^> ", block, flags=re.MULTILINE)
    return [(command, said) for command, _, said in (part.partition("\n") for part in parts)]


@pytest.fixture(scope="module", params=["en", "zh"])
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Demo:
    return Demo(request.param, tmp_path_factory.mktemp(f"demo_{request.param}"))


@every_page
def test_generated_parts_are_current(page: Path) -> None:
    text = page.read_text("utf-8")
    assert make.refreshed(text) == text, "run: python docs/make.py"


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    targets = [link.partition("#")[0] for link in LINK.findall(page.read_text("utf-8"))]
    local = [target for target in targets if not target.startswith("https://")]
    assert [target for target in local if not (page.parent / target).exists()] == []


@every_page
def test_options_exist(page: Path) -> None:
    typer_main = pytest.importorskip("typer.main")
    from neighborgrid.cli.app import build

    group = typer_main.get_command(build())
    commands = [*group.commands.values(), *group.commands["export"].commands.values()]
    known = {flag for one in commands for option in one.params for flag in option.opts}
    used = set(FLAG.findall(page.read_text("utf-8"))) - FOREIGN_FLAGS
    assert used <= known | {"--version"}


@every_page
def test_codes_exist(page: Path) -> None:
    assert set(CODE.findall(page.read_text("utf-8"))) <= set(words.findings())


def test_every_code_has_its_place_in_the_catalogue() -> None:
    page = (ROOT / "docs" / "findings.md").read_text("utf-8")
    assert [code for code in words.findings() if f"| `{code}` |" not in page] == []


@pytest.mark.parametrize("page", README.values())
def test_readme_has_every_verb_and_exit_code(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    shown = [*VERBS, "export", *(f"export {verb}" for verb in EXPORT_VERBS)]
    assert [verb for verb in shown if f"| `{verb}` |" not in text] == []
    assert [code for code in ExitCode if f"\n| {int(code)} |" not in text] == []


@pytest.mark.parametrize("page", README.values())
def test_readme_has_the_two_set_up_commands(page: str) -> None:
    assert marked(page, "ci:demo", "ci:test") == [
        ("ci:demo", "python -m pip install . && neighborgrid demo\n"),
        ("ci:test", 'python -m pip install ".[test]" && python -m pytest\n'),
    ]


def test_demo_says_what_the_readme_says(demo: Demo) -> None:
    ((_, block),) = marked(README[demo.lang], "true:demo")
    assert demo.code == 0
    assert untold(block, demo.output) == [], "shorten the README's demo again by hand"


def test_export_says_what_the_readme_says(demo: Demo) -> None:
    code, output = demo.printed
    assert code == 0
    # The first line is the command itself.
    assert untold(demo.print_block.partition("\n")[2], output) == []


def test_questions_are_answered_as_the_readme_says(demo: Demo) -> None:
    assert len(demo.asked) == 3
    for (command, said), (code, output) in zip(demo.asked, demo.answers, strict=True):
        assert code == 0, command
        assert untold(said, output) == [], command


def untold(block: str, output: str) -> list[str]:
    """Lines of a block that the output does not have, each looked for behind the one before."""
    # On Windows paths have backslashes.
    said = iter([line.rstrip() for line in output.replace("\\", "/").splitlines()])
    told = [line for line in block.splitlines() if line not in ("", "[...]")]
    assert told
    return [line for line in told if line not in said]


def test_readme_commands_run(demo: Demo) -> None:
    assert len(demo.commands) == 4
    assert [code for code, _ in demo.results] == [wanted for _, wanted in demo.commands]


def test_examples_of_the_help_run(demo: Demo) -> None:
    assert {line[0] for line in demo.examples} == {"neighborgrid"}
    assert [result for result in demo.example_results if result[0] != 0] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("verb", EXPORT_VERBS)
def test_examples_of_the_help_of_export_are_understood(verb: str, lang: Any) -> None:
    # Parsed only: tests/test_cli_export.py runs every verb, and the `export all` of the README runs above.
    typer_main = pytest.importorskip("typer.main")
    from neighborgrid.cli.app import build

    shown = words.text(f"help.export.{verb}", lang).rpartition({"en": "Example: ", "zh": "例："}[lang])[2]
    program, group, name, *arguments = shlex.split(shown)
    assert (program, group, name) == ("neighborgrid", "export", verb)
    command = typer_main.get_command(build()).commands["export"].commands[verb]
    given = command.make_context(name, list(arguments)).params
    assert given["plans"] == [Path(arguments[0])]


@pytest.mark.parametrize("page", [*README.values(), "docs/papers.md"])
def test_settings_of_papers_are_settings_of_papers(page: str) -> None:
    from neighborgrid.rules import sources
    from neighborgrid.rules.settings import PRINT_TABLES

    ((_, block),) = marked(page, "rules:print", "rules:papers")
    given = sources.toml(block.encode(), "print.toml")
    sources.resolve([given])
    assert {entry.key.partition(".")[0] for entry in given.entries} == set(PRINT_TABLES)


def test_python_example_runs(demo: Demo, monkeypatch: Any, capsys: Any) -> None:
    if demo.lang == "zh":
        pytest.skip("the example stands in the English README")
    ((_, code),) = marked(README["en"], "run:python")
    monkeypatch.chdir(demo.folder)
    exec(code, {})
    assert capsys.readouterr().out.strip() == code.rpartition("# ")[2].strip()


def test_chinese_readme_quotes_a_breach_truly(demo: Demo) -> None:
    if demo.lang == "en":
        pytest.skip("the quotation stands in the Chinese README")
    plan = neighborgrid.read_plan(demo.folder / "分户安排.xlsx")
    member = plan.households["member_id"].copy()
    # Row 3 of the tab is the second household; M081 lives at the other end of the village.
    member.iloc[1] = "130132-001-M081"
    households = plan.households.assign(member_id=member)
    edited = replace(plan, tables={**plan.tables, "households": households})
    found = [one for one in neighborgrid.validate(edited).findings if one.code == "NG312"]
    place = replace(found[0].place, file="分户安排.xlsx")
    quoted = f"  {replace(found[0], place=place).line('zh')}\n[...]\n{words.text('validate.bad', 'zh')}\n"
    assert quoted in (ROOT / README["zh"]).read_text("utf-8")
