"""Roads, barriers and metres of the organiser's own for a plan that exists: found, compared, read."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from neighborgrid.cli import options as opt
from neighborgrid.cli.options import FLAG_KEYS
from neighborgrid.cli.screen import typed
from neighborgrid.errors import InputError, UsageError
from neighborgrid.findings import Finding, Place
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from neighborgrid.cli.screen import Screen
    from neighborgrid.model import Ground, Plan
    from neighborgrid.rules import Rules
    from neighborgrid.rules.values import SourceFile

FLAGS = {key: f"--{name}" for name, key in FLAG_KEYS.items() if name in {"roads", "barriers", "matrix"}}
FROM_ROADS = "places.barriers_from_roads"
WHERE = ["member_id", "lon", "lat"]
KEYS = frozenset({*FLAGS, FROM_ROADS, "places.snap_m"})


@dataclass(frozen=True)
class Given:
    """Files that flags name, by setting, and whether barriers are to come from the roads."""

    files: Mapping[str, Path]
    from_roads: bool = False

    @classmethod
    def of(
        cls, roads: Path | None, barriers: Path | None, matrix: Path | None, *, from_roads: bool = False
    ) -> Given:
        """Of the flags as they were typed."""
        named = zip(FLAGS, (roads, barriers, matrix), strict=True)
        return cls({key: path for key, path in named if path is not None}, from_roads)


def ground_of(
    plan: Plan, given: Given, books: Sequence[Path], screen: Screen, *, needed: bool
) -> Ground | None:
    """Ground of a plan: from the files given, else from those beside its workbooks that are the same.

    Without all files: None, or where they are ``needed`` InputError NG255. What is found is said at once.
    """
    import pandas as pd

    from neighborgrid.intake.grounds import lay
    from neighborgrid.places.walker import Side

    files, missing = _found(plan.rules, given, books)
    if missing:
        if needed:
            raise InputError(_missing(missing, books))
        return None
    if not files:
        return None
    screen.findings(_changed(plan.rules, files))
    for key, path in files.items():
        if key not in given.files:
            screen.say("ground.beside", file=typed(path))
    rules = plan.rules
    if given.from_roads:
        rules = rules.with_value(FROM_ROADS, value=True, origin="flag")
    homes = plan.households
    people = pd.concat([plan.members[WHERE], plan.excluded[WHERE]])
    laid = lay(
        files,
        rules,
        Side(homes["lon"].to_numpy(), homes["lat"].to_numpy(), homes["household_id"].to_numpy()),
        Side(people["lon"].to_numpy(), people["lat"].to_numpy(), people["member_id"].to_numpy()),
    )
    screen.findings(laid.findings)
    return laid.ground


def own_ground_of(plan: Plan, given: Given, books: Sequence[Path], screen: Screen) -> Ground | None:
    """Ground of a plan as of `ground_of`, needed, and no other than the plan's own.

    Raises UsageError (NG257) for files that the plan was not measured on.
    """
    strange = [FLAGS[key] for key in given.files if key not in plan.rules.ground]
    if given.from_roads and not plan.rules.barriers_from_roads:
        strange.append(f"--{FROM_ROADS.partition('.')[2].replace('_', '-')}")
    if strange:
        raise UsageError(
            Finding("NG257", Place(books[0].name if books else ""), {"flags": " ".join(strange)})
        )
    return ground_of(plan, given, books, screen, needed=True)


def _found(
    rules: Rules, given: Given, books: Sequence[Path]
) -> tuple[dict[str, Path], dict[str, SourceFile]]:
    """Files by setting, and those that the rules name and nobody has."""
    files = dict(given.files)
    missing = {}
    for key, file in rules.ground.items():
        if key in files:
            continue
        path = _beside(file, books)
        if path is None:
            missing[key] = file
        else:
            files[key] = path
    return files, missing


def _beside(file: SourceFile, books: Sequence[Path]) -> Path | None:
    """File of that name and hash beside a workbook, above its folder, or where the user is."""
    folders = [folder for book in books for folder in (book.parent, book.parent / "..")]
    for folder in dict.fromkeys([*folders, Path()]):
        path = folder / file.name
        if path.is_file() and _sha256(path) == file.sha256:
            return path
    return None


def _sha256(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _missing(missing: Mapping[str, SourceFile], books: Sequence[Path]) -> Finding:
    flags = " ".join(f"{FLAGS[key]} {typed(Path(file.name))}" for key, file in missing.items())
    names = text("explain.ids", opt.LANG).join(file.name for file in missing.values())
    return Finding("NG255", Place(books[0].name if books else ""), {"files": names, "flags": flags})


def _changed(rules: Rules, files: Mapping[str, Path]) -> list[Finding]:
    """Warnings NG256 on files that are not those of the plan."""
    return [
        Finding("NG256", Place(files[key].name), {"name": file.name})
        for key, file in rules.ground.items()
        if file.sha256 and _sha256(files[key]) not in {file.sha256, ""}
    ]
