"""Errors that end a command, each with the findings that explain it and the exit code it means."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from neighborgrid.findings import Finding


class ExitCode(enum.IntEnum):
    """Exit codes of every command; the table in the README says the same."""

    OK = 0
    BREACH = 1
    USAGE = 2
    INPUT = 3
    NOBODY_SERVED = 4
    BUG = 70
    INTERRUPTED = 130


class NeighborgridError(Exception):
    """Base of the errors that a user can cause; carries findings, never a bare sentence."""

    exit_code = ExitCode.INPUT

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings
        super().__init__("; ".join(finding.line("en") for finding in findings))


class InputError(NeighborgridError):
    """The input as a whole cannot be used (exit 3)."""


class UsageError(NeighborgridError):
    """The command was called wrongly (exit 2)."""

    exit_code = ExitCode.USAGE


class NobodyServedError(NeighborgridError):
    """No household can be served under the rules (exit 4)."""

    exit_code = ExitCode.NOBODY_SERVED
