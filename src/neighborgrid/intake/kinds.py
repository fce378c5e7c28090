"""What the tabs of each file are, for a look at a folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.intake.tabs import sort_tabs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from neighborgrid.intake.raw import RawSheet


def kinds_of_files(sheets: Sequence[RawSheet]) -> dict[str, str]:
    """File name -> ``households``, ``members``, ``both``; files with neither are left out."""
    kinds: dict[str, str] = {}
    for tab in sort_tabs(sheets, {}).tabs:
        known = kinds.setdefault(tab.raw.file, tab.kind)
        kinds[tab.raw.file] = known if known == tab.kind else "both"
    return kinds
