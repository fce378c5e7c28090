"""Whole processes, measured by the operating system's own accounts; used by the other scripts here."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import threading
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

PACKAGES = (
    "neighborgrid",
    "numpy",
    "pandas",
    "scipy",
    "ortools",
    "python-calamine",
    "rustpy-xlsxwriter",
    "pyproj",
)


@dataclass(frozen=True)
class Run:
    """One finished process: CPU seconds (its children included), peak MB of its largest process, stdout."""

    cpu_s: float
    peak_mb: float
    stdout: str


def run(command: Sequence[str], *, ok: Sequence[int] = (0,)) -> Run:
    """Run a command to its end; exits with its stderr where it fails."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    assert process.stdout is not None
    errors: list[str] = []
    drain = threading.Thread(target=lambda: errors.append(process.stderr.read()))
    drain.start()
    stdout = process.stdout.read()
    drain.join()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    process.stderr.close()
    if process.returncode not in ok:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}:\n{errors[0]}")
    # Linux counts in KiB, macOS in bytes.
    scale = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Run(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / scale, stdout)


def median(values: Sequence[float]) -> float:
    """Median of the values."""
    return statistics.median(values)


def versions() -> str:
    """One line: Python, system, and the packages that count."""
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} -")
    return f"python {platform.python_version()} {platform.system()} {platform.machine()}; " + ", ".join(found)
