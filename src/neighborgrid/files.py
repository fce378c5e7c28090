"""Writing files: beside the target first, then renamed into place, so that nothing is ever half-written."""

from __future__ import annotations

import datetime as dt
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """File that was written, under which path, and what there is to say about it (notes, warnings)."""

    path: Path
    findings: tuple[Finding, ...] = ()

    @property
    def finding(self) -> Finding | None:
        """First finding, None where there is nothing to say."""
        return self.findings[0] if self.findings else None


def write_atomically(target: Path, write: Callable[[Path], None]) -> Written:
    """Call ``write`` with a temporary path in the target's folder, then rename the result to ``target``.

    Where another program holds the target open, the result goes under a dated name beside it, with a
    note (NG505). The temporary file is removed whatever happens, and an old target stays as it was
    until the new one is complete. Raises InputError: NG500 the folder does not exist, NG501 a folder has
    that name, NG502 the folder cannot be written, NG503 writing failed half-way (disk full).
    """
    temporary = _claim(target)
    try:
        try:
            write(temporary)
        except OSError as error:
            raise InputError(_failure("NG503", target, error)) from error
        return _move(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def refuse_existing(targets: Iterable[Path]) -> None:
    """Raise InputError (NG510) with a finding per file that exists: nothing of the user's is overwritten."""
    found = [Finding("NG510", Place(target.name)) for target in targets if target.exists()]
    if found:
        raise InputError(*found)


def make_folder(folder: Path) -> None:
    """Make ``folder`` and those above it where they do not exist; raises InputError (NG509)."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        detail = error.strerror if error.strerror else type(error).__name__
        raise InputError(Finding("NG509", Place(folder.name), {"detail": detail})) from error


def dated(path: Path, mark: str, moment: dt.datetime) -> Path:
    """Return ``stem-mark20261121-2130.suffix`` beside ``path``, with ``-2``, ``-3`` ... where it is taken."""
    stem = f"{path.stem}-{mark}{moment:%Y%m%d-%H%M}"
    made, count = path.with_name(stem + path.suffix), 1
    while os.path.lexists(made):
        count += 1
        made = path.with_name(f"{stem}-{count}{path.suffix}")
    return made


def _claim(target: Path) -> Path:
    """Create the temporary file, which shows at once whether the folder can be written."""
    if target.is_dir():
        raise InputError(Finding("NG501", Place(target.name)))
    if not target.parent.is_dir():
        raise InputError(Finding("NG500", Place(target.name), {"folder": target.parent.name}))
    temporary = target.with_name(f".{secrets.token_hex(6)}{target.suffix}")
    try:
        temporary.open("xb").close()
    except OSError as error:
        raise InputError(_failure("NG502", target, error)) from error
    return temporary


def _move(temporary: Path, target: Path) -> Written:
    try:
        os.replace(temporary, target)
    except PermissionError:
        # On Windows this is what a workbook that is open in Excel or WPS looks like.
        other = dated(target, "", dt.datetime.now())
        try:
            os.replace(temporary, other)
        except OSError as error:
            raise InputError(_failure("NG502", target, error)) from error
        return Written(other, (Finding("NG505", Place(target.name), {"written": other.name}),))
    except OSError as error:
        raise InputError(_failure("NG502", target, error)) from error
    return Written(target)


def _failure(code: str, target: Path, error: OSError) -> Finding:
    # The system's sentence, never str(error): that one holds the whole path with the user's name.
    detail = error.strerror if error.strerror else type(error).__name__
    return Finding(code, Place(target.name), {"detail": detail})
