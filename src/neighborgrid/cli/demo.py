"""``neighborgrid demo``: sample sheets of a synthetic village, then the whole job on them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neighborgrid.cli import assign, check, validate
from neighborgrid.cli import options as opt
from neighborgrid.cli.screen import Screen, typed
from neighborgrid.errors import ExitCode, UsageError
from neighborgrid.findings import Finding
from neighborgrid.words import text

Scenario = Annotated[str, typer.Option("--scenario", help=text("opt.scenario", opt.LANG))]


def run(
    scenario: Scenario = "yuanshi-village",
    output: opt.Output = None,
    lang: opt.LangChoice = None,
    quiet: opt.Quiet = False,
) -> int:
    """Write a scenario's sheets into ``-o`` (default: neighborgrid-demo), then check, assign, validate."""
    from neighborgrid.files import make_folder, refuse_existing
    from neighborgrid.scenarios import build, write
    from neighborgrid.scenarios.catalogue import SCENARIOS

    screen = Screen(opt.LANG, opt.verbosity(quiet, False))
    if scenario not in SCENARIOS:
        raise UsageError(Finding("NG534", values={"name": scenario, "known": " ".join(SCENARIOS)}))
    chosen = lang.value if lang else opt.LANG
    folder = _free_folder() if output is None else output
    refuse_existing(folder / f"{name}.xlsx" for name in write.FILE_NAMES[chosen])
    make_folder(folder)
    made = build.make(scenario, lang=chosen)
    screen.say("demo.scenario", title=made.title, folder=folder)
    sheets = write.write(made, folder)
    settings = dict(made.settings)
    preset = str(settings.pop("preset")) if "preset" in settings else None
    pairs = [f"{key}={value}" for key, value in settings.items()]
    arguments = typed(*sheets) + "".join(f" --set {pair}" for pair in pairs)
    arguments += f" --preset {preset}" if preset else ""

    screen.say("demo.step", command=f"neighborgrid check {arguments}")
    # What check finds in the sample is part of the show, not a failure of it.
    check.run(sheets, settings=pairs, preset=preset, quiet=quiet)
    screen.say("demo.step", command=f"neighborgrid assign {arguments}")
    plan = folder / f"{text('book.name', chosen)}.xlsx"
    code = assign.run(sheets, output=plan, settings=pairs, preset=preset, quiet=quiet)
    if code != ExitCode.OK:
        return code
    screen.say("demo.step", command=f"neighborgrid validate {typed(plan)}")
    return validate.run([plan], quiet=quiet)


def _free_folder() -> Path:
    """neighborgrid-demo, or with a number where that is there: somebody may have worked in it."""
    folder, count = Path("neighborgrid-demo"), 1
    while folder.exists():
        count += 1
        folder = Path(f"neighborgrid-demo-{count}")
    return folder
