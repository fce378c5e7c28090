"""What a run shows: the product on stdout, everything else on stderr."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from neighborgrid.findings import Finding, Severity
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from neighborgrid.words import Lang

SAMPLE = 8
"""Findings that are spelled out on the terminal; the workbook of findings has them all."""

TABLE_WIDTH = 1_000
"""Wider than any table: cells are never folded, and a pipe gets the same as a terminal."""

COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.NOTE: "2"}
STYLES = {
    "bold": "1",
    "good": "1;32",
    "fair": "1;33",
    "poor": "1;31",
    "bar": "36",
    "mark": "33",
    "bad": "31",
}
"""Codes of what is styled on stdout."""

WIDTH = 100
"""Columns of a summary: those of a terminal up to this, and this where there is none."""
LEAST_WIDTH = 40
WIDE_BLOCKS = frozenset({932, 936, 949, 950, 54936})
"""Code pages in whose console fonts a block takes two columns."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The terminal of one run.

    ``verbosity``: -1 quiet (errors only on stderr), 0 normal, 1 every finding. ``color`` is that of stderr,
    ``paint`` that of stdout: either may be piped while the other is not.
    """

    lang: Lang
    verbosity: int = 0
    color: bool = False
    paint: bool = False

    @property
    def width(self) -> int:
        """Columns that a summary may take."""
        if not sys.stdout.isatty():
            return WIDTH
        return max(LEAST_WIDTH, min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns))

    @property
    def block(self) -> str:
        """Character that bars are made of."""
        return "█" if self.paint and _block_is_one_column() else "#"

    def styled(self, content: str, style: str) -> str:
        """Content in one of `STYLES` where stdout has colour, else as it is."""
        return f"\x1b[{STYLES[style]}m{content}\x1b[0m" if self.paint else content

    def say(self, key: str, **values: object) -> None:
        """Say a sentence on stderr, unless quiet."""
        if self.verbosity >= 0:
            print(text(key, self.lang, **values), file=sys.stderr)

    def tell(self, key: str, **values: object) -> None:
        """Put a sentence of the result on stdout."""
        print(text(key, self.lang, **values))

    def product(self, content: str) -> None:
        """Put the product itself on stdout."""
        sys.stdout.write(content if content.endswith("\n") else content + "\n")

    def json(self, content: Any) -> None:
        """Put JSON on stdout: UTF-8 text, keys in the order given."""
        self.product(json.dumps(content, ensure_ascii=False, indent=2))

    def finding(self, finding: Finding) -> None:
        """One finding on stderr."""
        line = finding.line(self.lang)
        if self.color:
            line = f"\x1b[{COLORS[finding.severity]}m{line}\x1b[0m"
        print(f"  {line}", file=sys.stderr)

    def findings(self, findings: Sequence[Finding], more: str = "cli.more_findings") -> None:
        """Findings on stderr, the weightiest first: a sample, or all of them when verbose.

        ``more`` is the sentence on those that are not shown.
        """
        if self.verbosity < 0:
            findings = [finding for finding in findings if finding.severity == Severity.ERROR]
        ordered = sorted(findings, key=lambda finding: -finding.severity)
        shown = ordered if self.verbosity > 0 else _varied(ordered, SAMPLE)
        for finding in shown:
            self.finding(finding)
        if len(shown) < len(ordered):
            self.say(more, count=len(ordered) - len(shown))


def _varied(findings: Sequence[Finding], size: int) -> list[Finding]:
    """Up to ``size`` findings: the first of every code before second ones of any, order kept."""
    seen: dict[str, int] = {}
    ranks = []
    for finding in findings:
        seen[finding.code] = seen.get(finding.code, 0) + 1
        ranks.append(seen[finding.code])
    chosen = sorted(range(len(findings)), key=lambda index: (ranks[index] > 2, ranks[index], index))[:size]
    return [findings[index] for index in sorted(chosen)]


def wants_color(choice: str, stream: str = "stderr") -> bool:
    """Whether to colour a stream: ``auto`` on a terminal unless NO_COLOR is set, ``always``, ``never``."""
    if choice == "auto":
        return bool(getattr(sys, stream).isatty()) and not os.environ.get("NO_COLOR")
    return choice == "always"


def _block_is_one_column() -> bool:
    """Whether a block is as wide as a letter: consoles with Chinese fonts draw it twice as wide."""
    if (sys.stdout.encoding or "").lower().replace("-", "") in {"gbk", "gb2312", "gb18030", "cp936"}:
        return False
    if sys.platform != "win32":
        return True
    import ctypes

    return ctypes.windll.kernel32.GetConsoleOutputCP() not in WIDE_BLOCKS


@contextmanager
def stages(screen: Screen) -> Iterator[Callable[..., None]]:
    """Progress observer that names the stage of a run, and how far it is, on a terminal only."""
    if screen.verbosity < 0 or not sys.stderr.isatty():
        yield lambda _stage, _done=0, _total=0: None
        return
    from rich.console import Console

    # The spinner is ASCII: a console in GBK has no other.
    with Console(stderr=True).status("", spinner="line") as status:

        def show(stage: str, done: int = 0, total: int = 0) -> None:
            share = f" {done}/{total}" if total else ""
            status.update(text(f"stage.{stage}", screen.lang) + share)

        yield show


@contextmanager
def progress_bar(screen: Screen, label: str, total: int) -> Iterator[Callable[[int], None]]:
    """Observer that is told how much more is done of ``total``; a bar on a terminal only."""
    if screen.verbosity < 0 or not sys.stderr.isatty():
        yield lambda _more: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=total)
        yield lambda more: bar.advance(task, more)


def typed(*paths: object) -> str:
    """Paths as they are typed in a shell: those with blanks in quotes."""
    return " ".join(f'"{path}"' if " " in str(path) else str(path) for path in paths)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, left: int = 1) -> str:
    """Plain table; the first ``left`` columns are flush left, the others flush right."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    made = Table(box=None, pad_edge=False, padding=(0, 1), header_style="")
    for index, name in enumerate(head):
        made.add_column(Text(name), justify="left" if index < left else "right", no_wrap=True)
    for row in rows:
        # As Text, so that brackets in a village's name are no markup.
        made.add_row(*map(Text, row))
    out = io.StringIO()
    Console(file=out, width=TABLE_WIDTH, color_system=None, legacy_windows=False).print(made)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())
