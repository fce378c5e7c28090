"""The command line as a whole: its verbs, and the one boundary at which errors become exit codes."""

from __future__ import annotations

import errno
import gc
import signal
import sys
from typing import TYPE_CHECKING, Any

import typer
from typer.core import TyperCommand, TyperGroup

from neighborgrid.cli import assign, check, demo, overview, recruit, rules, template, validate
from neighborgrid.cli.explain import verb as explain
from neighborgrid.cli.export import boards, cards, everything, geo, maps, notebooks, rosters
from neighborgrid.cli.options import LANG
from neighborgrid.cli.screen import Screen
from neighborgrid.cli.usage import usage_finding
from neighborgrid.errors import ExitCode, NeighborgridError
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import FrameType

VERBS: dict[str, Callable[..., int]] = {
    "check": check.run,
    "assign": assign.run,
    "validate": validate.run,
    "explain": explain.run,
    "recruit": recruit.run,
    "template": template.run,
    "rules": rules.run,
    "demo": demo.run,
}
EXPORT_VERBS: dict[str, Callable[..., int]] = {
    "cards": cards.run,
    "boards": boards.run,
    "notebooks": notebooks.run,
    "roster": rosters.run,
    "report": rosters.run_report,
    "receipts": notebooks.run_receipts,
    "map": maps.run,
    "geo": geo.run,
    "all": everything.run,
}


def _translated(help_text: str) -> str:
    """Help text with Typer's own words in the language of the messages."""
    if LANG == "en":
        return help_text
    for english, chinese in HELP_WORDS:
        help_text = help_text.replace(english, chinese)
    return help_text


HELP_WORDS = (
    ("Usage:", "用法："),
    ("Options:", "选项："),
    ("Arguments:", "参数："),
    ("Commands:", "命令："),
    ("Show this message and exit.", "显示这份说明后退出。"),
    ("[OPTIONS]", "[选项]"),
    ("COMMAND [ARGS]...", "命令 [参数]..."),
    ("[required]", "[必填]"),
    ("[default: ", "[默认："),
)


class _Command(TyperCommand):
    def get_help(self, ctx: Any) -> str:
        return _translated(super().get_help(ctx))


class _Group(TyperGroup):
    def get_help(self, ctx: Any) -> str:
        return _translated(super().get_help(ctx))


def _list_verbs(context: typer.Context) -> None:
    """A group of verbs alone says what it has."""
    if context.invoked_subcommand is None:
        Screen(LANG).product(context.get_help())


def build() -> typer.Typer:
    """Application with all verbs; bare, it looks at the folder it stands in."""
    app = typer.Typer(
        cls=_Group,
        add_completion=False,
        rich_markup_mode=None,
        invoke_without_command=True,
        help=text("help.app", LANG),
        callback=overview.run,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    for name, function in VERBS.items():
        app.command(name, cls=_Command, help=text(f"help.{name}", LANG))(function)
    papers = typer.Typer(cls=_Group, rich_markup_mode=None, invoke_without_command=True, callback=_list_verbs)
    for name, function in EXPORT_VERBS.items():
        papers.command(name, cls=_Command, help=text(f"help.export.{name}", LANG))(function)
    app.add_typer(papers, name="export", help=text("help.export", LANG))
    return app


def run(arguments: Sequence[str] | None = None) -> int:
    """Exit code of one call; never raises, and prints no traceback."""
    screen = Screen(LANG)
    try:
        command = typer.main.get_command(build())
        result = command.main(
            args=None if arguments is None else list(arguments),
            prog_name="neighborgrid",
            standalone_mode=False,
        )
        return _ended(int(result or 0), screen)
    except NeighborgridError as error:
        # By code, so that a file that is missing comes before the sheets that are missed for it.
        screen.findings(sorted(error.findings, key=lambda finding: finding.code))
        return int(error.exit_code)
    except typer.Exit as leave:
        return _ended(leave.exit_code, screen)
    except (typer.Abort, KeyboardInterrupt):
        return _ended(ExitCode.INTERRUPTED, screen)
    except OSError as error:
        # Windows says EINVAL where a pipe is broken.
        if not isinstance(error, BrokenPipeError) and error.errno != errno.EINVAL:
            return _failed(screen, error)
        # The reader of our output went away (`| head`); nothing is wrong.
        sys.stderr.close()
        return int(ExitCode.OK)
    except Exception as error:
        return _failed(screen, error)


def _ended(code: int, screen: Screen) -> int:
    """Exit code; Typer may turn an interruption into a mere number, so it is said here."""
    if code == ExitCode.INTERRUPTED:
        screen.say("cli.interrupted")
    return int(code)


def _failed(screen: Screen, error: Exception) -> int:
    if hasattr(error, "exit_code") and hasattr(error, "format_message"):
        screen.finding(usage_finding(error, screen.lang))
        return int(ExitCode.USAGE)
    from neighborgrid.cli.bug import write_report

    report = write_report(error)
    screen.say("cli.bug", file=report.name)
    return int(ExitCode.BUG)


def main() -> None:
    """Entry point of the ``neighborgrid`` command."""
    # A county is millions of live cells and hardly a cycle: the collector would walk them for nothing.
    gc.set_threshold(1_000_000)
    for stream in (sys.stdout, sys.stderr):
        # A console in GBK cannot show every character of a name; a mark is better than a crash.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    if sys.platform == "win32":
        import colorama

        # Old consoles show the codes of colours as text unless they are told what they are.
        colorama.just_fix_windows_console()
    # A polite end is an interruption: temporary data have to be removed then too.
    signal.signal(signal.SIGTERM, _interrupt)
    sys.exit(run())


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
