"""``neighborgrid export map``: one page that shows the plan without a network, or drawn pictures of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.export import options as own
from neighborgrid.cli.export import press
from neighborgrid.errors import UsageError
from neighborgrid.files import make_folder
from neighborgrid.findings import Finding
from neighborgrid.words import text

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from neighborgrid.cli.screen import Screen
    from neighborgrid.files import Written
    from neighborgrid.outputs.layers import Layers
    from neighborgrid.outputs.picture import Split


def run(
    plans: own.Plans,
    output: opt.Output = None,
    full: own.Full = False,
    picture: own.PictureChoice = None,
    split: own.PictureSplitChoice = None,
    roads: own.MapRoads = None,
    uncompressed: own.Uncompressed = False,
    force: own.Force = False,
    font_dir: own.FontDir = None,
    lang: opt.LangChoice = None,
    quiet: opt.Quiet = False,
    verbose: opt.Verbose = False,
    color: opt.ColorChoice = opt.Color.AUTO,
) -> int:
    """Write the map page, or pictures in its place."""
    screen = press.screen_of(quiet, verbose, color)
    _refuse_mix(picture, split, uncompressed)
    asked = press.asked(plans, output, press.request(None, None, None, lang), force, font_dir)
    job = asked.start(screen)
    if picture is None:
        written = write_map(job, screen, full=full, compressed=not uncompressed, roads=roads)
        press.say_written(written, screen)
        screen.say("export.map.open")
    else:
        from neighborgrid.cli.export.picture import write_pictures

        layers, name = layers_for(job, screen, full=full), marked(job, "book.picture", full=full)
        each: Split | None = split.value if split else None
        lines = roads_on(layers, roads, screen)
        press.say_written(write_pictures(job, screen, layers, name, picture.value, each, lines), screen)
    return 0


def _refuse_mix(picture: own.PictureForm | None, split: own.PictureSplit | None, uncompressed: bool) -> None:
    """Raise UsageError for options of the page with a picture (NG591), and the other way round (NG589)."""
    if picture is None and split is not None:
        raise UsageError(Finding("NG589", values={"option": "--split"}))
    if picture is not None and uncompressed:
        raise UsageError(Finding("NG591", values={"option": "--uncompressed"}))


def write_map(
    job: press.PrintJob,
    screen: Screen,
    *,
    full: bool = False,
    compressed: bool = True,
    roads: Path | None = None,
) -> list[Written]:
    """Map page of a job, with the ``roads`` of a file."""
    from neighborgrid.outputs.webmap.page import write_page

    target = job.target(marked(job, "book.map", full=full), ".html")
    layers = layers_for(job, screen, full=full)
    lines = roads_on(layers, roads, screen)
    make_folder(target.parent)
    subject = job.subject
    written = write_page(
        layers,
        target,
        as_of=subject.plan.rules.as_of,
        # A file may be named after somebody.
        plan_name=job.files[0].name if full and len(job.files) == 1 else "",
        draft=subject.draft,
        compressed=compressed,
        roads=lines,
    )
    press.say_findings([written], screen)
    return [written]


def roads_on(layers: Layers, path: Path | None, screen: Screen) -> tuple[NDArray[np.float64], ...]:
    """Lines of the roads of a file around what the layers show; says what was found about them."""
    if path is None:
        return ()
    from neighborgrid.outputs.map_roads import roads_for

    found = roads_for(layers, path)
    screen.findings(found.findings)
    return found.lines


def layers_for(job: press.PrintJob, screen: Screen, *, full: bool) -> Layers:
    """Layers of the plan of a job, in the language of its papers; says what they tell about people."""
    from neighborgrid.outputs.layers import layers_of

    layers = layers_of(job.subject.plan, full=full, lang=job.subject.lang)
    if full:
        screen.findings([Finding("NG588")])
    if layers.renamed:
        screen.findings([Finding("NG592", values={"count": layers.renamed})])
    return layers


def marked(job: press.PrintJob, key: str, *, full: bool) -> str:
    """Name of a file that says whether it is a draft, and whether it names people."""
    name = job.name(key)
    return f"{name}-{text('book.internal', job.subject.lang)}" if full else name
