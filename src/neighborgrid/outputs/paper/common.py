"""What all papers share: the head of their data, what was prepared, names of several files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from neighborgrid.findings import Finding
    from neighborgrid.outputs.paper.fonts import FontSet
    from neighborgrid.outputs.paper.press import Job
    from neighborgrid.outputs.paper.subject import Subject

SHOWN_IDS: Final = 5
"""Ids that a finding names one by one."""


@dataclass(frozen=True)
class Prepared:
    """Papers that are ready to be printed.

    ``jobs`` are made one by one as the press asks for them; ``weight`` is theirs in all; ``texts`` are all
    texts from the plan that will be printed, repeats left out, for the look at the fonts.
    """

    jobs: Iterator[Job]
    weight: int
    texts: Sequence[str] = ()
    findings: tuple[Finding, ...] = ()


def press_doc(subject: Subject, fonts: FontSet) -> dict[str, Any]:
    """Head of the data of every paper: ``fonts``, ``lang``, ``draft`` (the word across a draft, or "")."""
    return {
        "fonts": list(fonts.families),
        "lang": subject.lang,
        "draft": subject.say("draft") if subject.draft else "",
    }


def targets(target: Path, count: int) -> list[Path]:
    """Files of ``count`` jobs: ``target`` itself for one, else ``target`` without suffix as a folder."""
    if count <= 1:
        return [target] * count
    folder = target.with_suffix("")
    return [folder / f"{target.stem}-{number + 1:03d}.pdf" for number in range(count)]


def safe_name(said: str) -> str:
    """Text as part of a file name that Windows, macOS and Linux take."""
    kept = "".join("_" if sign in '\\/:*?"<>|' or not sign.isprintable() else sign for sign in said)
    return kept.strip(" .")[:60]


def capital(said: str) -> str:
    """Text that begins a line with a capital letter, where its script has them."""
    return said[:1].upper() + said[1:]


def some(ids: Sequence[str]) -> str:
    """First few of the ids, for a finding."""
    return " ".join(ids[:SHOWN_IDS]) + (" ..." if len(ids) > SHOWN_IDS else "")
