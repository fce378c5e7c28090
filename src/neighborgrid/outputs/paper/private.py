"""A private folder for people's data while papers are typeset, which no crash leaves behind for long."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX: Final = "neighborgrid-"
CAN_ASK: Final = os.name == "posix"
"""Whether ``os.kill`` with 0 asks if a process is alive; on Windows it would end it."""
STILL_S: Final = 600.0
"""Seconds without a change after which the folder of a process that is gone may be removed."""
STILL_ANYWHERE_S: Final = 86_400.0
"""The same where one process cannot ask whether another is alive."""


@contextlib.contextmanager
def private_folder() -> Iterator[Path]:
    """Folder that only this user may enter, removed at the end whatever happens.

    What a run that was killed left behind is removed at the beginning of the next one.
    """
    sweep()
    name = f"{PREFIX}{os.getpid()}-"
    with tempfile.TemporaryDirectory(prefix=name, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def sweep() -> None:
    """Remove folders of earlier runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        if _left_behind(folder):
            # Those of other users stay: the system does not let us.
            shutil.rmtree(folder, ignore_errors=True)


def _left_behind(folder: Path) -> bool:
    found = re.fullmatch(rf"{PREFIX}(\d+)-\w+", folder.name)
    try:
        still_s = time.time() - folder.stat().st_mtime
    except OSError:
        return False
    if found is None or not folder.is_dir() or folder.is_symlink():
        return False
    if not CAN_ASK:
        return still_s > STILL_ANYWHERE_S
    try:
        os.kill(int(found[1]), 0)
    except ProcessLookupError:
        return still_s > STILL_S
    except (OSError, OverflowError):
        return False
    return False
