"""``neighborgrid export geo``: the layers of a plan for GIS programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.export import options as own
from neighborgrid.cli.export import press
from neighborgrid.cli.export.maps import layers_for, marked
from neighborgrid.cli.inputs import default_target
from neighborgrid.errors import UsageError
from neighborgrid.findings import Finding, Place

if TYPE_CHECKING:
    from pathlib import Path

    from neighborgrid.cli.screen import Screen
    from neighborgrid.files import Written
    from neighborgrid.outputs.layers import Layers


def run(
    plans: own.Plans,
    output: opt.Output = None,
    form: own.GeoFormat = own.GeoForm.GPKG,
    full: own.Full = False,
    force: own.Force = False,
    lang: opt.LangChoice = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    color: opt.ColorChoice = opt.Color.AUTO,
) -> int:
    """Write the layers of the plan."""
    screen = press.screen_of(quiet, verbose, color)
    if output is not None:
        _refuse_suffix(output, form)
    job = press.asked(plans, output, press.request(None, None, None, lang), force).start(screen)
    press.say_written(write_layers(job, screen, form, full=full), screen)
    return 0


def write_layers(
    job: press.PrintJob, screen: Screen, form: own.GeoForm, *, full: bool = False
) -> list[Written]:
    """Files of a job; says what they hold and in which frame."""
    from neighborgrid.outputs.geo.write import FOLDERS, write_geo

    name = marked(job, "book.geo", full=full)
    target = _folder(job, name) if form.value in FOLDERS else job.target(name, f".{form.value}")
    layers = layers_for(job, screen, full=full)
    subject = job.subject
    written = write_geo(layers, target, form.value, as_of=subject.plan.rules.as_of, draft=subject.draft)
    press.say_findings(written, screen)
    _say(layers, screen)
    return written


def _say(layers: Layers, screen: Screen) -> None:
    homes, members = layers.households, layers.members
    located = int(homes["lon"].notna().sum())
    if not (located or members["lon"].notna().any()):
        screen.findings([Finding("NG587")])
    hidden = 0 if layers.full else layers.vacant
    screen.say(
        "geo.equation",
        households=len(homes) + hidden,
        located=located,
        estimated=int((homes["estimated"] & homes["lon"].notna()).sum()),
        lost=len(homes) - located,
        vacant=hidden,
        members=len(members),
        circles=len(layers.circles),
        links=len(layers.links),
    )
    if layers.frame in {"gcj02", "bd09"}:
        screen.say("geo.frame.converted", frame=layers.frame)
    else:
        screen.say("geo.frame")


def _refuse_suffix(output: Path, form: own.GeoForm) -> None:
    """Raise UsageError where ``-o`` names a file of another kind (NG570), or a file at all (NG586)."""
    from neighborgrid.outputs.geo.write import FOLDERS

    suffix = output.suffix.lower()
    if output.is_dir() or suffix not in press.SUFFIXES:
        return
    if form.value in FOLDERS:
        raise UsageError(Finding("NG586", Place(output.name), {"form": form.value}))
    if suffix != f".{form.value}":
        raise UsageError(Finding("NG570", Place(output.name), {"suffix": f".{form.value}"}))


def _folder(job: press.PrintJob, name: str) -> Path:
    """Folder of that name: ``-o`` itself where it has it, else inside ``-o``, else beside the plan.

    Always a folder of its own: tables that lay beside the sheets would be read as sheets one day.
    """
    output = job.asked.output
    if output is None:
        return default_target(job.asked.paths, name)
    return output if output.name == name else output / name
