"""``neighborgrid`` alone: the sheets found in this folder, and the next command to type."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neighborgrid import __version__
from neighborgrid.cli import options as opt
from neighborgrid.cli.screen import Screen, typed
from neighborgrid.errors import NeighborgridError
from neighborgrid.words import text

Version = Annotated[bool, typer.Option("--version", help=text("opt.version", opt.LANG))]


def run(context: typer.Context, version: Version = False) -> None:
    """Show the version, or look at the folder, unless a verb follows."""
    if context.invoked_subcommand is not None:
        return
    screen = Screen(opt.LANG)
    if version:
        screen.product(f"neighborgrid {__version__}")
        return
    _look(screen)


def _look(screen: Screen) -> None:
    from neighborgrid.cli.inputs import read
    from neighborgrid.intake.kinds import kinds_of_files
    from neighborgrid.intake.paths import READABLE_IN_FOLDER, is_report
    from neighborgrid.planbook.read import plans_and_sheets

    try:
        result = read(
            sorted(
                path
                for path in Path().iterdir()
                if path.suffix.lower() in READABLE_IN_FOLDER and not is_report(path)
            )
        )
    except NeighborgridError:
        result = None
    if result is None or not result.sheets:
        screen.tell("overview.empty")
        return
    plans, sheets = plans_and_sheets(result)
    kinds = kinds_of_files(sheets.sheets)
    for file in result.files:
        kind = "plan" if plans is not None and file in plans.files else kinds.get(file.name, "other")
        screen.tell("overview.file", file=file.name, kind=text(f"overview.{kind}", screen.lang))
    usable = [file.name for file in sheets.files if kinds.get(file.name, "other") != "other"]
    if plans is not None:
        screen.tell("cli.next_validate", path=typed(plans.files[0].name))
        screen.tell("export.next_map", path=typed(plans.files[0].name))
        screen.tell("export.next", path=typed(plans.files[0].name))
    if usable:
        screen.tell("overview.next", paths=typed(*usable))
    elif plans is None:
        screen.tell("overview.none")
