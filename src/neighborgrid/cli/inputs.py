"""From the arguments of a verb to a problem: the request, the files, what was understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from neighborgrid.errors import InputError, UsageError
from neighborgrid.findings import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from neighborgrid.cli.screen import Screen
    from neighborgrid.intake.build import Built
    from neighborgrid.intake.raw import ReadResult
    from neighborgrid.rules import Value, sources
    from neighborgrid.words import Lang


@dataclass(frozen=True)
class Request:
    """How sheets are to be read and planned: rules file, preset, flags (setting key -> flag, value).

    ``of_plan`` is what a plan that they are held against says of how its own sheets were read.
    """

    rules_file: Path | None = None
    preset: str | None = None
    flags: Mapping[str, tuple[str, Value]] = field(default_factory=dict)
    assignments: Sequence[str] = ()
    columns: Sequence[str] = ()
    lang: Lang | None = None
    of_plan: tuple[sources.Source, ...] = ()

    def weak(self) -> tuple[sources.Source, ...]:
        """Sources below a tab 规则: the preset, then the rules file."""
        from neighborgrid.rules import sources

        found = [*self.of_plan, *(() if self.preset is None else (sources.preset(self.preset),))]
        if self.rules_file is not None:
            found.append(rules_file_source(self.rules_file))
        return tuple(found)

    def strong(self) -> tuple[sources.Source, ...]:
        """Sources above it: the flags."""
        from neighborgrid.rules import sources

        return (*sources.flags(self.flags), *(_assignment(pair) for pair in self.assignments))

    def overrides(self) -> dict[str, str]:
        """Columns settled by hand: ``SHEET.KEY`` -> header; raises UsageError (NG532) for other forms."""
        found = {}
        for item in self.columns:
            left, equals, header = item.partition("=")
            if not (equals and header.strip() and "." in left):
                raise UsageError(Finding("NG532", values={"text": item}))
            found[left.strip()] = header.strip()
        return found


def _assignment(pair: str) -> sources.Source:
    from neighborgrid.rules import sources

    key, equals, value = pair.partition("=")
    if not equals:
        raise UsageError(Finding("NG533", values={"text": pair}))
    return sources.Source("flag:--set", (sources.Entry(key.strip(), value.strip()),))


def rules_file_source(path: Path) -> sources.Source:
    """Source of a rules file, TOML or a workbook with a tab 规则.

    Raises InputError: NG406 where the file cannot be read, NG402 where it is not TOML.
    """
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".et", ".ods"}:
        from neighborgrid.intake.rulebook import rules_of_workbook

        return rules_of_workbook(path)
    from neighborgrid.rules import sources

    try:
        data = path.read_bytes()
    except OSError as error:
        detail = error.strerror if error.strerror else type(error).__name__
        raise InputError(Finding("NG406", Place(path.name), {"detail": detail})) from error
    return sources.toml(data, path.name)


def read(paths: Sequence[Path]) -> ReadResult:
    """Tabs of all files; heavy libraries load while the reader's child process parses."""
    from neighborgrid.intake import paths as intake_paths
    from neighborgrid.intake import reader

    files, findings = intake_paths.expand(paths)
    pending = reader.start(files)
    import neighborgrid.intake.build  # noqa: F401

    result = pending.result()
    return type(result)(result.files, result.sheets, (*findings, *result.findings))


def build(result: ReadResult, request: Request, screen: Screen, *, halt: bool = True) -> Built:
    """Problem of the tabs read; says what was understood.

    With ``halt`` a finding that keeps the sheets from being planned is raised (InputError), after all others
    were shown.
    """
    from neighborgrid.cli.understood import report
    from neighborgrid.intake.build import build as build_problem

    built = build_problem(
        result,
        weak=request.weak(),
        strong=request.strong(),
        overrides=request.overrides(),
        lang=request.lang,
        halt=False,
    )
    report(built, screen)
    if halt and built.stop is not None:
        screen.findings([one for one in built.problem.findings if one is not built.stop])
        raise InputError(built.stop)
    if not (len(built.problem.households) or len(built.problem.set_aside)):
        raise InputError(Finding("NG232"))
    return built


def default_target(paths: Sequence[Path], name: str) -> Path:
    """File ``name`` beside the first path given (inside it where that is a folder)."""
    first = paths[0]
    folder = first if first.is_dir() else first.parent
    return folder / name


def refuse_inputs(target: Path, result: ReadResult) -> None:
    """Raise UsageError (NG535) where ``target`` is one of the sheets that were read."""
    from neighborgrid.intake.tabs import plan_files

    plans = plan_files(result.sheets)
    for file in result.files:
        if file.path not in plans and target.exists() and target.samefile(file.path):
            raise UsageError(Finding("NG535", Place(target.name)))


def target_of(output: Path | None, paths: Sequence[Path], name: str) -> Path:
    """Where to write: ``-o`` as file, or as folder that exists, else beside the sheets.

    Raises UsageError (NG536) for a suffix other than .xlsx.
    """
    if output is None:
        return default_target(paths, name)
    if output.is_dir():
        return output / name
    if output.suffix.lower() not in {"", ".xlsx"}:
        raise UsageError(Finding("NG536", Place(output.name)))
    return output.with_name(f"{output.name}.xlsx") if not output.suffix else output
