"""A report on a fault of ours: where in the code it happened, and nothing of the user's data."""

from __future__ import annotations

import platform
import sys
import traceback
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("neighborgrid", "numpy", "pandas", "scipy", "ortools", "pyproj", "python-calamine", "typer")
REPORT_NAME = "问题说明.txt"


def write_report(error: BaseException) -> Path:
    """Write the report beside the user's work, or to the home folder, and return its path.

    It holds the kind of error, the lines of code, and versions; no message of the error (it may quote
    a cell) and no local variables.
    """
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"error: {type(error).__name__}"]
    lines += [f"  {_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    lines += [f"python {platform.python_version()} {sys.platform}"]
    lines += [f"{name} {_version(name)}" for name in PACKAGES]
    for folder in (Path.cwd(), Path.home()):
        report = folder / REPORT_NAME
        try:
            report.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
        except OSError:
            continue
        return report
    return Path(REPORT_NAME)


def _short(filename: str) -> str:
    """File name from the package's folder on, so that no user's name is in the path."""
    parts = Path(filename).parts
    return "/".join(parts[-3:])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "-"
