"""``neighborgrid export notebooks`` and ``receipts``: booklets and delivery sheets per member."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.cli.export.verb import paper_verb
from neighborgrid.words import text

if TYPE_CHECKING:
    from neighborgrid.cli.export import press
    from neighborgrid.cli.screen import Screen
    from neighborgrid.files import Written


def print_notebooks(job: press.PrintJob, screen: Screen) -> list[Written]:
    """Notebooks of a job."""
    from neighborgrid.outputs.paper import notebooks

    target = job.target(text("book.notebooks", job.subject.lang), ".pdf")
    design = job.asked.design("notebook.typ")
    return job.print(notebooks.jobs(job.subject, job.fonts, target, template=design, deck=job.deck), screen)


def print_receipts(job: press.PrintJob, screen: Screen) -> list[Written]:
    """Delivery sheets of a job."""
    from neighborgrid.outputs.paper import receipts

    target = job.target(text("book.receipts", job.subject.lang), ".pdf")
    design = job.asked.design("receipt.typ")
    return job.print(receipts.jobs(job.subject, job.fonts, target, template=design, deck=job.deck), screen)


run = paper_verb("notebook.typ", print_notebooks, "Print the notebooks.")
run_receipts = paper_verb("receipt.typ", print_receipts, "Print the delivery sheets.")
