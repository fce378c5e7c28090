"""Reading of files: every visible tab as columns of cells, workbooks parsed in a guarded child process.

A workbook can kill its parser (a panic, an allocation of half a terabyte for one stray cell, an endless
loop), so the parser runs in ``worker``, started once, restarted after a death. A thread talks to it,
hence the caller may go on importing the solver meanwhile: ``start(paths)``, then ``.result()``.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from neighborgrid.findings import Finding, Place
from neighborgrid.intake import worker
from neighborgrid.intake.paths import Content, content_of, usual_content
from neighborgrid.intake.raw import InputFile, RawSheet, ReadResult

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MEBIBYTE: Final = 1 << 20
ENDS: Final = ("done", "failed")
ALARM_MARGIN_S: Final = 30
FAILURES: Final = {"password": "NG152", "damaged": "NG153", "memory": "NG162"}

Request = tuple[str, bytes, int, int]
"""Path, bytes, first tab, seconds after which a child without a parent ends itself."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: memory of the parser, seconds, bytes of the file itself."""

    memory_bytes: int = 6 << 30
    base_s: float = 60.0
    per_mebibyte_s: float = 2.0
    file_bytes: int = 1 << 29

    def time_s(self, size: int) -> float:
        """Seconds that a file of ``size`` bytes may take."""
        return self.base_s + self.per_mebibyte_s * size / MEBIBYTE


def worker_command(limits: Limits) -> list[str]:
    """Command line of the child; ``-P`` keeps the working folder off its import path."""
    return [sys.executable, "-P", "-W", "ignore", worker.__file__, str(limits.memory_bytes)]


class Parser:
    """The child process: started when first asked, started again after a death."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._shut = False

    def _running(self) -> subprocess.Popen[bytes]:
        if self._shut:
            raise InterruptedError
        if self._process is None:
            self._process = subprocess.Popen(
                worker_command(self._limits),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # A panic prints what it was looking at, which may be a person's cell.
                stderr=subprocess.DEVNULL,
                env={**os.environ, "RUST_BACKTRACE": "0"},
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process

    def ask(self, request: Request) -> tuple[list[tuple[Any, ...]], str]:
        """Return the replies to a request and how it ended: ``done``, ``died`` or ``timeout``."""
        process = self._running()
        late = threading.Event()

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._limits.time_s(len(request[1])), stop)
        timer.daemon = True
        timer.start()
        try:
            replies = _conversation(process, request)
        finally:
            timer.cancel()
        complete = bool(replies) and replies[-1][0] in ENDS
        if not complete or late.is_set():
            self.close()
        if complete:
            return replies, "done"
        return replies, "timeout" if late.is_set() else "died"

    def shut(self) -> None:
        """End the child for good; safe to call at any time and from any thread."""
        self._shut = True
        self.close()

    def close(self) -> None:
        """End the child; the next request starts a new one."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with contextlib.suppress(OSError), process:
            pass


def _conversation(process: subprocess.Popen[bytes], request: Request) -> list[tuple[Any, ...]]:
    """Return all replies, or as many as came before the child died."""
    replies: list[tuple[Any, ...]] = []
    if process.stdin is None or process.stdout is None:
        return replies
    # A killed child breaks the pipe in the middle of a write; a closed one raises ValueError.
    with contextlib.suppress(OSError, ValueError, EOFError):
        worker.write_frame(process.stdin, request)
        while (reply := worker.read_frame(process.stdout)) is not None:
            replies.append(reply)
            if reply[0] in ENDS:
                break
    return replies


class _Run:
    """One run over files, in order; holds what has been read so far."""

    def __init__(self, parser: Parser, limits: Limits) -> None:
        self.parser = parser
        self.limits = limits
        self.files: list[InputFile] = []
        self.sheets: list[RawSheet] = []
        self.findings: list[Finding] = []
        self._seen: dict[str, str] = {}

    def note(self, code: str, path: Path, sheet: str = "", **values: object) -> None:
        self.findings.append(Finding(code, Place(path.name, sheet), values))

    def read(self, path: Path) -> None:
        """Read one file: bytes, hash, then tabs; every failure becomes a finding."""
        data = self._bytes(path)
        if data is None:
            return
        digest = hashlib.sha256(data).hexdigest()
        if data and digest in self._seen:
            self.note("NG103", path, other=self._seen[digest])
            return
        self._seen[digest] = path.name
        self.files.append(InputFile(path.name, path, digest))
        content = content_of(data)
        if content is Content.WORKBOOK:
            self._mismatch(path, content)
            self._workbook(path, data)
        elif content is Content.TEXT:
            self._text(path, data)
        else:
            self.note(content.value, path)

    def _bytes(self, path: Path) -> bytes | None:
        try:
            size = path.stat().st_size
            if size <= self.limits.file_bytes:
                return path.read_bytes()
            self.note("NG162", path)
        except FileNotFoundError:
            self.note("NG100", path)
        except PermissionError:
            self.note("NG106", path)
        except OSError:
            self.note("NG107", path)
        return None

    def _mismatch(self, path: Path, content: Content) -> None:
        if usual_content(path.suffix) not in (content, None):
            self.note("NG109", path, suffix=path.suffix)

    def _text(self, path: Path, data: bytes) -> None:
        from neighborgrid.intake import delimited

        table = delimited.parse(data, path.name)
        usual = usual_content(path.suffix)
        if usual is not Content.TEXT and len(table.columns) < 2:
            self.note(Content.UNKNOWN.value, path)
            return
        self._mismatch(path, Content.TEXT)
        self.findings += table.findings
        if table.columns:
            self.sheets.append(RawSheet(path.name, path, "", 1, 1, table.columns))

    def _workbook(self, path: Path, data: bytes) -> None:
        """All tabs; where one of them kills the parser, go on with the next in a new child."""
        first = 0
        seconds = int(self.limits.time_s(len(data))) + ALARM_MARGIN_S
        while True:
            try:
                replies, end = self.parser.ask((str(path), data, first, seconds))
            except OSError:
                self.note("NG161", path)
                return
            fatal = self._take(path, replies, announce=first == 0)
            if end == "done":
                return
            tabs = replies[0][1] if replies else []
            self.note(
                "NG154" if end == "died" else "NG155", path, tabs[fatal][0] if fatal is not None else ""
            )
            if end == "timeout" or fatal is None:
                return
            first = fatal + 1

    def _take(self, path: Path, replies: list[tuple[Any, ...]], *, announce: bool) -> int | None:
        """Keep the replies; index of the tab that was begun and not finished, if any."""
        tabs: list[tuple[str, str]] = []
        open_tab: int | None = None
        for kind, *rest in replies:
            if kind == "book":
                tabs = rest[0]
                if announce:
                    self._announce(path, tabs)
            elif kind == "tab":
                open_tab = rest[0]
            elif kind == "failed":
                self.note(FAILURES[rest[0]], path)
            elif open_tab is not None and kind in ("cells", "bad"):
                name = tabs[open_tab][0]
                open_tab = None
                if kind == "bad":
                    self.note("NG159", path, name)
                else:
                    self.sheets.append(_sheet(path, name, *rest))
        return open_tab

    def _announce(self, path: Path, tabs: list[tuple[str, str]]) -> None:
        for name, kind in tabs:
            if kind != "sheet":
                self.note("NG150" if kind == "hidden" else "NG151", path, name)
        if all(kind != "sheet" for _, kind in tabs):
            self.note("NG160", path)


def _sheet(
    path: Path,
    name: str,
    start: tuple[int, int],
    merged: list[tuple[int, int, int, int]],
    packed: list[tuple[Sequence[Any], bytes]],
) -> RawSheet:
    columns = tuple(worker.unpack(*column) for column in packed)
    return RawSheet(path.name, path, name, *start, columns, tuple(merged))


class PendingRead:
    """A read that goes on in a thread; ``result`` waits for it."""

    def __init__(self, paths: Sequence[Path], limits: Limits) -> None:
        self._parser = Parser(limits)
        self._run = _Run(self._parser, limits)
        self._paths = tuple(paths)
        self._error: BaseException | None = None
        self._cancelled = False
        # Daemon: an interrupted program must not wait for a file; the child ends with its pipe.
        self._thread = threading.Thread(target=self._work, name="neighborgrid-intake", daemon=True)
        self._thread.start()

    def _work(self) -> None:
        try:
            for path in self._paths:
                if self._cancelled:
                    break
                self._run.read(path)
        except BaseException as error:
            self._error = error
        finally:
            self._parser.shut()

    def result(self) -> ReadResult:
        """Wait and return what was read; may be called again. An interrupt kills the child first."""
        try:
            self._thread.join()
        except BaseException:
            self.cancel()
            raise
        if self._error is not None:
            raise self._error
        run = self._run
        return ReadResult(tuple(run.files), tuple(run.sheets), tuple(run.findings))

    def cancel(self) -> None:
        """Stop early: kill the child and wait for the thread."""
        self._cancelled = True
        self._parser.shut()
        self._thread.join()


def start(paths: Sequence[Path], limits: Limits | None = None) -> PendingRead:
    """Begin to read ``paths`` (see ``paths.expand``) in the background."""
    return PendingRead(paths, Limits() if limits is None else limits)


def read_files(paths: Sequence[Path], limits: Limits | None = None) -> ReadResult:
    """Every visible tab of every file, in order, and a finding for whatever could not be read."""
    return start(paths, limits).result()
