"""Pictures of a plan: what ``export map --picture`` writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.cli.export import press
from neighborgrid.cli.screen import progress_bar
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from neighborgrid.cli.screen import Screen
    from neighborgrid.files import Written
    from neighborgrid.outputs.layers import Layers
    from neighborgrid.outputs.picture import Form, Split


def write_pictures(
    job: press.PrintJob,
    screen: Screen,
    layers: Layers,
    name: str,
    form: Form,
    split: Split | None = None,
    roads: Sequence[NDArray[np.float64]] = (),
) -> list[Written]:
    """Pictures of a job: the file ``name``, or with ``split`` one per village or circle in a folder.

    ``roads`` are lines of (lon, lat), shape (k, 2) each.
    """
    from neighborgrid.outputs import picture
    from neighborgrid.outputs.paper.fonts import missing_finding, rows_with

    target = target_of(job, name, form, split)
    subject, fonts = job.subject, job.fonts
    printed = picture.texts_of(layers)
    missing = fonts.missing(printed)
    if missing:
        screen.findings([missing_finding(missing, len(rows_with(printed, missing)))])
    screen.findings(fonts.findings)
    style = picture.Style(subject.say, fonts, form, subject.draft, roads)
    count = picture.count_pictures(layers, subject.say, split)
    with progress_bar(screen, text("export.drawing", screen.lang), count) as more:
        written = picture.write_pictures(layers, target, style, split=split, progress=more)
    press.say_findings(written, screen)
    return written


def target_of(job: press.PrintJob, name: str, form: Form, split: Split | None) -> Path:
    """File to write; with ``split`` the folder of that name."""
    target = job.target(name, f".{form}")
    return target if split is None else target.with_suffix("")
