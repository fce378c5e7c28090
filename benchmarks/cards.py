"""Connection cards: CPU per card, memory of a worker, bytes per card.

    python benchmarks/cards.py [--cards 3000 30000] [--layout a4x10] [--plan PLAN.xlsx]

Without ``--plan`` the county ``yuanshi-county`` is made up and planned first. Per number of cards a fresh
process takes that many cards from the plan and prints them, backs and QR codes included. CPU seconds are
those of preparing (walking order, texts, sizes) and of typesetting (all workers); reading and checking the
plan is shown beside them, since it is the same for one card.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pickle
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from measure import run, versions

if TYPE_CHECKING:
    from collections.abc import Iterator

SCENARIO = "yuanshi-county"


def main() -> None:
    """Print the figures of every number of cards."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cards", type=int, nargs="+", default=[3_000, 30_000])
    parser.add_argument("--layout", default="a4x10")
    parser.add_argument("--plan", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one is not None:
        print(json.dumps(printed(arguments.plan, arguments.one, arguments.layout)))
        return
    print(versions())
    with tempfile.TemporaryDirectory() as folder:
        plan = arguments.plan if arguments.plan is not None else planned(Path(folder))
        subject = Path(folder) / "subject.pickle"
        again = [sys.executable, __file__, "--plan", str(subject), "--layout", arguments.layout]
        read_s = read(plan, subject)
        for count in arguments.cards:
            figures = json.loads(run([*again, "--one", str(count)]).stdout)
            print(" ".join(f"{key}={value}" for key, value in figures.items()), f"read_s={read_s:.1f}")


def planned(folder: Path) -> Path:
    """Plan workbook of the made-up county."""
    run([sys.executable, "-m", "neighborgrid", "demo", "--scenario", SCENARIO, "-o", str(folder)])
    return next(path for path in folder.rglob("*.xlsx") if path.stem in {"plan", "分户安排"})


def read(plan: Path, target: Path) -> float:
    """CPU seconds of reading and checking the plan; what is to be printed goes to ``target``."""
    from neighborgrid.outputs.paper.subject import subject
    from neighborgrid.planbook import edits
    from neighborgrid.planbook.read import read as read_plan

    before = time.process_time()
    made, _ = subject(edits.apply(read_plan([plan])), lang="zh", place=lambda place: place)
    taken = time.process_time() - before
    target.write_bytes(pickle.dumps(made))
    return taken


def printed(path: Path, count: int, layout: str) -> dict[str, float | int]:
    """Figures of ``count`` cards of a plan that was read."""
    from neighborgrid.outputs.paper import cards
    from neighborgrid.outputs.paper.deck import deck
    from neighborgrid.outputs.paper.fonts import find_fonts
    from neighborgrid.outputs.paper.press import Press

    made = pickle.loads(path.read_bytes())
    begun = time.process_time()
    whole = deck(made)
    # Walking order is that of the whole plan; its share is that of the cards.
    deck_s = (time.process_time() - begun) * min(1.0, count / len(whole.cards))
    begun = time.process_time()
    some = whole.take(np.arange(len(whole.cards)) < count)
    with tempfile.TemporaryDirectory() as folder:
        fonts = find_fonts(None, "zh")
        prepared = cards.jobs(made, some, fonts, Path(folder) / "cards.pdf", cards.CardOptions(layout=layout))
        with watched() as peak:
            written = Press(fonts.paths).print(prepared.jobs)
        size = sum(item.path.stat().st_size for item in written)
    prepare_s = time.process_time() - begun
    # The only children of this process are those of the press.
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    typeset_s = children.ru_utime + children.ru_stime
    number = len(some.cards)
    return {
        "cards": number,
        "ms_per_card": round(1000 * (deck_s + prepare_s + typeset_s) / number, 3),
        "typeset_ms": round(1000 * typeset_s / number, 3),
        "kb_per_card": round(size / number / 1024, 3),
        "worker_mb": round(max(peak), 1),
        "files": len(written),
    }


@contextlib.contextmanager
def watched() -> Iterator[list[float]]:
    """Peak MB of this process's children, from Linux's own accounts.

    The usual account of children begins with the memory of the parent that they were forked from.
    """
    peak, done = [0.0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            for status in Path("/proc").glob("[0-9]*/status"):
                with contextlib.suppress(OSError, StopIteration):
                    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
                    if int(lines["PPid"]) == os.getpid() and "VmHWM" in lines:
                        peak.append(int(lines["VmHWM"].split()[0]) / 1024)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


if __name__ == "__main__":
    main()
