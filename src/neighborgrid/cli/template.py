"""``neighborgrid template``: empty sheets to fill in, or sheets prefilled from a plan."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from neighborgrid.cli import options as opt
from neighborgrid.cli.screen import Screen, typed
from neighborgrid.words import text

FromPlan = Annotated[Path | None, typer.Option("--from", help=text("opt.from", opt.LANG), show_default=False)]
Overwrite = Annotated[bool, typer.Option("--overwrite", help=text("opt.overwrite", opt.LANG))]


def run(
    source: FromPlan = None,
    output: opt.Output = None,
    lang: opt.LangChoice = None,
    overwrite: Overwrite = False,
    quiet: opt.Quiet = False,
) -> int:
    """Write the two sheets into the folder ``-o`` (here by default)."""
    from neighborgrid.files import make_folder
    from neighborgrid.outputs import template

    screen = Screen(opt.LANG, opt.verbosity(quiet, False))
    folder = Path() if output is None else output
    make_folder(folder)
    if source is None:
        written = template.write_empty(folder, lang.value if lang else opt.LANG, overwrite=overwrite)
    else:
        from neighborgrid.planbook.edits import apply
        from neighborgrid.planbook.read import read

        plan = apply(read([source]))
        written = template.write_filled(plan, folder, lang.value if lang else plan.lang, overwrite=overwrite)
    for item in written:
        for finding in item.findings:
            screen.finding(finding)
        screen.say("cli.written", file=item.path.name)
    screen.say("template.next", paths=typed(*(item.path for item in written)))
    return 0
