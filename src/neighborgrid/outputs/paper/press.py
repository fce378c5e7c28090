"""The press: papers as data and templates in, PDF files out, typeset by short-lived child processes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final

from neighborgrid.errors import InputError
from neighborgrid.files import Written, make_folder, write_atomically
from neighborgrid.findings import Finding, Place
from neighborgrid.outputs.paper.private import private_folder

Progress = Callable[[int], None]
"""Observer of the press; called with the weight (cards, pages) that has just been printed."""

MOST_AT_ONCE: Final = 7_000
"""Weight after which a child makes way for a new one: the typesetter never gives memory back.

9,000 cards took 670 MB and, its tables grown, a fifth more time per card.
"""
WORKERS: Final = 2
TEMPLATES: Final = "templates"
# By its path: importing it here would load Typst where nothing is typeset.
PRESSMAN: Final = Path(__file__).with_name("pressman.py")
NOWHERE_PROXY: Final = "http://127.0.0.1:0"


@dataclass(frozen=True)
class Template:
    """Design of a paper: its source, and the name under which its errors are shown.

    ``own`` designs are those of the organiser.
    """

    name: str
    source: str
    own: bool = False

    @classmethod
    def built_in(cls, name: str) -> Template:
        """Template ``name`` (``card.typ``) of this package."""
        return cls(name, _packaged(name))

    @classmethod
    def of_file(cls, path: Path) -> Template:
        """Organiser's own template; raises InputError (NG545) where it cannot be read as UTF-8."""
        try:
            return cls(path.name, path.read_text("utf-8-sig"), own=True)
        except OSError as error:
            detail = error.strerror if error.strerror else type(error).__name__
            raise InputError(Finding("NG545", Place(path.name), {"detail": detail})) from error
        except UnicodeDecodeError as error:
            raise InputError(Finding("NG545", Place(path.name), {"detail": "UTF-8"})) from error


@dataclass(frozen=True)
class Job:
    """One PDF to print, or one PNG.

    Attributes
    ----------
    target
        Where the PDF goes.
    main
        Name of the packaged file that is typeset; it imports ``design.typ`` and ``house.typ`` and reads
        ``data.json``.
    design
        Template in ``design.typ``.
    data
        What ``data.json`` holds.
    before
        Packaged files that are typeset first, each with the name of its output.
    needs
        Packaged files that they import, beside ``house.typ``.
    pictures
        Further files of the job, by name.
    weight
        Cards or pages, for the limit of a child process and for the progress shown.
    ppi
        Pixels an inch of a PNG, whose first page is all of it; None for a PDF.
    """

    target: Path
    main: str
    design: Template
    data: Mapping[str, Any]
    before: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    weight: int = 1
    ppi: float | None = None


@dataclass(frozen=True)
class Press:
    """Typesetting with the fonts of ``folders``; ``timestamp`` (seconds) is the date inside the PDFs."""

    folders: tuple[Path, ...]
    timestamp: int = 0
    progress: Progress = lambda _weight: None

    def print(self, jobs: Iterable[Job]) -> list[Written]:
        """Files written, in the order of ``jobs``, which are drawn one by one as children get free.

        Raises InputError: NG546 a template is wrong (file and line), NG500 to NG503 a file cannot be
        written, NG547 the typesetter died. Files of jobs that were done stay.
        """
        with private_folder() as private:
            return self._run(iter(jobs), private)

    def _run(self, jobs: Iterator[Job], private: Path) -> list[Written]:
        written: dict[int, Written] = {}
        crew = [_Child(self) for _ in range(min(WORKERS, os.cpu_count() or 1))]
        numbered = enumerate(jobs)
        try:
            with ThreadPoolExecutor(len(crew)) as threads:
                running: dict[Future[Written], tuple[int, _Child, int]] = {}

                def start(child: _Child) -> None:
                    number, job = next(numbered, (-1, None))
                    if job is not None:
                        folder = private / str(number)
                        running[threads.submit(child.typeset, job, folder)] = (number, child, job.weight)

                try:
                    for child in crew:
                        start(child)
                    while running:
                        done, _ = wait(running, return_when=FIRST_COMPLETED)
                        for future in done:
                            number, child, weight = running.pop(future)
                            written[number] = future.result()
                            self.progress(weight)
                            start(child)
                except BaseException:
                    # Before the threads are waited for: they wait for the children.
                    for child in crew:
                        child.dismiss()
                    raise
        finally:
            for child in crew:
                child.dismiss()
        return [written[number] for number in sorted(written)]


class _Child:
    """Child process that is started when needed and replaced when it has done its share."""

    def __init__(self, press: Press) -> None:
        self._press = press
        self._process: subprocess.Popen[str] | None = None
        self._done = 0
        self._dismissed = False

    def typeset(self, job: Job, folder: Path) -> Written:
        """Typeset one job in a folder of its own, and move the result to its target."""
        make_folder(job.target.parent)
        _lay_out(job, folder)
        if self._process is None or self._done + job.weight > MOST_AT_ONCE:
            self._renew()
        self._done += job.weight
        reply = self._ask({
            "root": str(folder),
            "main": job.main,
            "output": "out",
            "before": job.before,
            "ppi": job.ppi,
        })  # fmt: skip
        if "error" in reply:
            raise InputError(_template_error(job, reply))
        made = folder / "out"

        def copy(temporary: Path) -> None:
            shutil.copyfile(made, temporary)

        written = write_atomically(job.target, copy)
        shutil.rmtree(folder, ignore_errors=True)
        return written

    def _renew(self) -> None:
        self._kill()
        self._done = 0
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-W", "ignore", str(PRESSMAN)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=_offline(),
        )
        self._send(
            {"fonts": [str(folder) for folder in self._press.folders], "timestamp": self._press.timestamp}
        )

    def _send(self, message: Mapping[str, Any]) -> None:
        process = self._process
        if process is None or process.stdin is None or self._dismissed:
            raise InputError(Finding("NG547"))
        try:
            process.stdin.write(json.dumps(message) + "\n")
            process.stdin.flush()
        except OSError as error:
            raise InputError(Finding("NG547")) from error

    def _ask(self, message: Mapping[str, Any]) -> dict[str, str]:
        self._send(message)
        process = self._process
        line = process.stdout.readline() if process is not None and process.stdout is not None else ""
        if not line:
            raise InputError(Finding("NG547"))
        reply: dict[str, str] = json.loads(line)
        return reply

    def dismiss(self) -> None:
        """End the process, whatever it does; no other is started, whatever a thread is about to do."""
        self._dismissed = True
        self._kill()

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    # Bytes for a process that is gone; there is nobody left to read them.
                    continue


def _offline() -> dict[str, str]:
    """Environment in which Typst cannot fetch packages: it takes a proxy that nothing can listen at."""
    ours = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    return ours | dict.fromkeys(("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"), NOWHERE_PROXY)


def _packaged(name: str) -> str:
    return resources.files("neighborgrid.outputs").joinpath(TEMPLATES, name).read_text("utf-8")


def _lay_out(job: Job, folder: Path) -> None:
    """Put everything that the typesetter may read into ``folder``."""
    folder.mkdir()
    for name in ("house.typ", job.main, *job.needs, *(main for main, _ in job.before)):
        (folder / name).write_text(_packaged(name), "utf-8", newline="\n")
    (folder / "design.typ").write_text(job.design.source, "utf-8", newline="\n")
    # Half a character, from a broken text, is printed as "?".
    for name, content in job.pictures.items():
        (folder / name).write_text(content, "utf-8", "replace", newline="\n")
    with (folder / "data.json").open("w", encoding="utf-8", errors="replace") as file:
        json.dump(job.data, file, ensure_ascii=False, separators=(",", ":"))


def _template_error(job: Job, reply: Mapping[str, str]) -> Finding:
    """Typesetter's complaint with the line of the template it is about (the first one named)."""
    lines = re.findall(r"design\.typ:(\d+)", reply["diagnostic"])
    row = int(lines[0]) if lines else 0
    return Finding("NG546", Place(job.design.name, row=row), {"detail": _plain(reply["error"])})


def _plain(message: str) -> str:
    """First line of the message without what it quotes from the data, and without folders and addresses."""
    said = re.sub(r" \((searched at|https?:).*", "", message.splitlines()[0] if message else "")
    # What a template says of its own accord may hold a name.
    said = re.sub(r"(panicked with|assertion failed).*", r"\1 ...", said)
    return re.sub(r"[\"“].*?[\"”]", "…", said)[:200]
