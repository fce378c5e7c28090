"""Raw sheets to a `Problem`: the upper half of the intake room, step by step.

Tabs are told apart, their records stacked by kind, places and positions settled for both kinds together,
records put in canonical order, and only then are ids made and references resolved, so that the same rows
in any order give the same problem.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding
from neighborgrid.intake import (
    centres,
    frames,
    grounds,
    homes,
    ids,
    joining,
    ledger,
    needs,
    older,
    order,
    places_of_rows,
    positions,
    rows,
    tables,
    tabs,
    values,
    watch,
    wishes,
)
from neighborgrid.intake.centres import Listed
from neighborgrid.intake.references import Directory
from neighborgrid.intake.side import Side
from neighborgrid.intake.stack import Stack, stack
from neighborgrid.model import (
    PROBLEM_HOUSEHOLDS,
    PROBLEM_PEOPLE,
    InputDigest,
    Problem,
    SheetSource,
    make_table,
)
from neighborgrid.places.walker import sides_of
from neighborgrid.rules import sources

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from neighborgrid.intake.joining import Joined
    from neighborgrid.intake.ledger import Understanding
    from neighborgrid.intake.raw import InputFile, ReadResult
    from neighborgrid.intake.rows import Rows
    from neighborgrid.intake.tabs import Sorted, Tab
    from neighborgrid.rules import Rules
    from neighborgrid.words import Lang


@dataclass(frozen=True)
class Built:
    """The problem, and what was understood of each tab.

    ``stop``: the finding, one of the problem's, that keeps it from being planned. ``frames_told``: there
    was enough in the sheets to tell a wrong frame.
    """

    problem: Problem
    understood: tuple[Understanding, ...]
    stop: Finding | None = None
    frames_told: bool = True


@dataclass(frozen=True)
class _Sheets:
    """Household tabs, then member tabs, with their records; ``dropped`` counts duplicates by tab.

    ``centres`` are the records of the list of centres, which are nobody's and so are in no ledger.
    """

    tabs: tuple[Tab, ...]
    read: tuple[Rows, ...]
    stacks: tuple[Stack, Stack]
    dropped: tuple[int, ...]
    centres: Stack

    @property
    def records(self) -> list[int]:
        """Number of records kept of each tab."""
        return [count for one in self.stacks for count in ledger.per_tab(one.tab, len(one.tabs))]


def build(
    read: ReadResult,
    *,
    weak: Sequence[sources.Source] = (),
    strong: Sequence[sources.Source] = (),
    overrides: Mapping[str, str] | None = None,
    lang: Lang | None = None,
    older_plans: Collection[Path] | None = None,
    halt: bool = True,
) -> Built:
    """Problem of the sheets that were read.

    Rules: ``weak`` sources, then tabs of rules in the workbooks, then ``strong`` ones, the later beating
    the earlier. ``overrides`` maps ``SHEET.KEY`` to a header. Without ``lang`` the language is that of the
    household sheet. Of plan workbooks among the files only the circles are taken over; with
    ``older_plans``, only from the workbooks at these paths.

    Where the rules name a list of centres (``circles.centres``), it is read too: at its path as given,
    else beside the first file.

    Raises InputError where the whole cannot be used: a kind of sheet or a needed column is missing, there is
    no position anywhere, or a rule is wrong; with ``halt`` also where the sheets seem to be in other frames
    than was said, which else is `Built.stop`.
    """
    found = tabs.sort_tabs(read.sheets, {} if overrides is None else overrides)
    tab_rules = [sources.rows(tabs.rule_rows(raw), raw.file, raw.sheet) for raw in found.rules]
    rules = sources.resolve((*weak, *tab_rules, *strong))
    files = _ground_files(rules, read)
    if grounds.MATRIX in files:
        # Its header has the ids of households: among the sheets it would be taken for one.
        read = grounds.without_matrix(read, files)
        found = tabs.sort_tabs(read.sheets, {} if overrides is None else overrides)
    rules, listed, found = _centres_listed(rules, read, found)
    needs.check_tabs(read, found)
    findings = [*read.findings, *found.findings, *listed.findings]
    sheets = _stacked(found.tabs, listed, findings)
    rules, households, people, spots, joined = _settled(sheets, rules, findings)
    sides = (households, people)
    problem, watched = _problem(read, sheets, rules, sides, findings, _language(found.tabs, lang), joined)
    if halt and watched.stop is not None:
        needs.stop([watched.stop], findings)
    plans = [path for path in found.plans if older_plans is None or path in older_plans]
    problem = replace(
        _with_older_circles(problem, read, plans, people),
        centres=spots,
        inputs=tuple(sorted({*problem.inputs, *map(_digest, listed.files)}, key=_by_name)),
    )
    # Where the frames are in doubt, so is every answer about roads.
    problem = problem if watched.stop is not None else _on_ground(problem, files)
    both = zip(sheets.tabs, sheets.records, strict=True)
    understood = tuple(ledger.understanding(tab, count) for tab, count in both)
    return Built(problem, understood, watched.stop, watched.told)


def _ground_files(rules: Rules, read: ReadResult) -> dict[str, Path]:
    """Files of roads, barriers and metres; raises InputError (NG267) for one that only rules name."""
    files = grounds.files_of(rules, read)
    missing = [
        Finding(
            "NG267",
            values={"key": key, "file": path.name, "flag": f"--{key.partition('.')[2]}"},
        )
        for key, path in files.items()
        if not path.is_file() and not rules.origins[key].startswith("flag:")
    ]
    if missing:
        raise InputError(*missing)
    return files


def _on_ground(problem: Problem, files: Mapping[str, Path]) -> Problem:
    """Problem on the roads, barriers and metres of the organiser's own that the rules name."""
    laid = grounds.lay(files, problem.rules, *sides_of(problem))
    findings = (*problem.findings, *laid.findings)
    return replace(problem, ground=laid.ground, rules=laid.rules, findings=findings)


def _centres_listed(rules: Rules, read: ReadResult, found: Sorted) -> tuple[Rules, Listed, Sorted]:
    """Rules that hold no path, the list of centres that they name, and the tabs of the other sheets."""
    path = centres.located(rules, read)
    if path is None or not rules.circles.wanted:
        return centres.with_base_name(rules, path), Listed(), found
    listed, found = centres.read_centres(path, read, found)
    return centres.with_base_name(rules, path), listed, found


def _with_older_circles(problem: Problem, read: ReadResult, plans: Sequence[Path], people: Side) -> Problem:
    """Problem with the circles of older plans, for people whose own sheet names none."""
    if not plans or not problem.rules.circles.wanted:
        return problem
    own = problem.people["circle_id"].to_numpy(dtype=object)
    kept = older.keep(read.sheets, plans, people, own)
    return replace(
        problem,
        people=make_table(
            PROBLEM_PEOPLE,
            {**{key: problem.people[key] for key in PROBLEM_PEOPLE}, "circle_id": kept.circle_id},
        ),
        circles=kept.circles,
        findings=(*problem.findings, *kept.findings),
    )


def _stacked(found: Sequence[Tab], listed: Listed, findings: list[Finding]) -> _Sheets:
    """Records of all tabs by kind, places supplied, duplicates taken out."""
    ordered = sorted(found, key=lambda tab: (tab.kind, tab.raw.file, tab.raw.sheet))
    read = [rows.read(tab) for tab in ordered]
    for tab, rows_read in zip(ordered, read, strict=True):
        findings += [Finding("NG123", tab.place(int(row))) for row in rows_read.set_aside]
    by_kind = []
    for kind in ("households", "members"):
        mine = [index for index, tab in enumerate(ordered) if tab.kind == kind]
        by_kind.append(stack([ordered[index] for index in mine], [read[index] for index in mine]))
    known = places_of_rows.village_keys(by_kind[0]) | places_of_rows.village_keys(by_kind[1])
    supplied = []
    for one in by_kind:
        filled, notes = places_of_rows.supply(one, known)
        findings += notes
        supplied.append(filled)
    supplied, notes = places_of_rows.supply_only_village(supplied)
    findings += notes
    stacks: list[Stack] = []
    dropped: list[int] = []
    for one, keys in zip(supplied, (("household_id", "head"), ("member_id", "name")), strict=True):
        repeated = order.duplicates(one, keys)
        rows_dropped = np.flatnonzero(repeated)
        findings += one.findings("NG122", rows_dropped.tolist())
        dropped += ledger.per_tab(one.tab[rows_dropped], len(one.tabs))
        stacks.append(one.take(np.flatnonzero(~repeated)) if len(rows_dropped) else one)
    needs.check_places(stacks[0])
    points, notes = centres.records(listed, known)
    findings += notes
    points = centres.without_strange_townships(points, stacks)
    return _Sheets(tuple(ordered), tuple(read), (stacks[0], stacks[1]), tuple(dropped), points)


def _settled(
    sheets: _Sheets, rules: Rules, findings: list[Finding]
) -> tuple[Rules, Side, Side, pd.DataFrame, Joined]:
    """Places, positions, canonical order and ids of households and people, and the table of centres."""
    forms = (ids.HOUSEHOLD, ids.MEMBER)
    cleaned = []
    for one, form in zip(sheets.stacks, forms, strict=True):
        sound, notes = ids.without_damaged(one, form.key)
        findings += notes
        cleaned.append(sound)
    row_frames, notes = frames.settle(rules, (*cleaned, sheets.centres))
    findings += notes
    *places, where_centres, notes = places_of_rows.settle(cleaned[0], cleaned[1], sheets.centres)
    findings += notes
    codes = (places[0].village_code, places[1].village_code)
    *located, notes = positions.locate((cleaned[0], cleaned[1]), codes, row_frames[:2])
    findings += notes
    needs.stop(positions.in_degrees(notes), findings)
    around = positions.Around(
        np.concatenate([one.lon for one in located]),
        np.concatenate([one.lat for one in located]),
        np.concatenate(codes),
    )
    beside, notes = positions.locate_beside(sheets.centres, where_centres.village_code, row_frames[2], around)
    findings += notes
    joined, notes = joining.join((*cleaned, sheets.centres), (*located, beside))
    findings += notes
    rules = joining.settled(rules, joined)
    *spots, at = joined.spots
    points = centres.table(sheets.centres, where_centres, at, around.village, findings)
    sides = []
    for one, where, (lon, lat), form in zip(cleaned, places, spots, forms, strict=True):
        sorted_rows = order.canonical(one, where, form.key, lon, lat)
        records, where = one.take(sorted_rows), where.take(sorted_rows)
        phones, ok = values.phones(records, findings)
        made, notes = ids.plan_ids(records, where, form)
        findings += notes
        sides.append(Side(records, where, lon[sorted_rows], lat[sorted_rows], phones, ok, made))
    return _within(rules, sides, findings), sides[0], sides[1], points, joined


def _within(rules: Rules, sides: Sequence[Side], findings: list[Finding]) -> Rules:
    """Settle the boundary, and say where blank places make it loose."""
    has_villages = [bool(np.any(side.places.village_code >= 0)) for side in sides]
    if rules.within == "auto":
        within = "village" if all(has_villages) else "anywhere"
        rules = rules.with_value("plan.within", within, "auto")
        if within == "anywhere" and any(has_villages):
            findings.append(Finding("NG218"))
    if rules.within == "anywhere" or not all(has_villages):
        return rules
    checks = [("village", "NG204")] + ([("group", "NG214")] if rules.within == "group" else [])
    for side in sides:
        for key, code in checks:
            blank = np.flatnonzero(getattr(side.places, f"{key}_code") < 0)
            if len(blank):
                place = side.records.place(int(blank[0]), key)
                findings.append(Finding(code, place, {"count": len(blank)}))
    findings += places_of_rows.without_member(sides[0].places, sides[1].places)
    return rules


def _problem(
    read: ReadResult,
    sheets: _Sheets,
    rules: Rules,
    sides: tuple[Side, Side],
    findings: list[Finding],
    lang: Lang,
    joined: Joined,
) -> tuple[Problem, watch.Watched]:
    """Wishes, own homes and eligibility, and the two tables; and what the guard over frames says."""
    households, people = sides
    directory = Directory(
        people.records.column("member_id"), people.places.village_code, people.records.column("name")
    )
    wanted = wishes.resolve(households.records, households.places.village_code, directory)
    home, asked, notes = homes.find(households.matching("head"), people.matching("name"))
    findings += [*wanted.findings, *notes]
    watched = watch.look(households, people, home, joined) if rules.guards_frames else watch.Watched()
    findings += [] if watched.stop is None else [watched.stop]
    findings += homes.ask(people.matching("name"), asked, people.ids, people.places.village)
    person_table = tables.people(people, households, home, rules, findings)
    household_table = tables.households(households, people, wanted, rules, findings)
    own = homes.home_members(home, len(households.records), person_table["excluded"] == "")
    own[household_table["residence"] == "vacant"] = -1
    household_table["home_member_id"] = tables.named(people.ids, own)
    person_table["source_sheet"] = person_table["source_sheet"] + len(households.records.tabs)
    problem = Problem(
        households=make_table(PROBLEM_HOUSEHOLDS, household_table),
        people=make_table(PROBLEM_PEOPLE, person_table),
        prefer_pairs=wanted.prefer,
        avoid_pairs=wanted.avoid,
        set_aside=ledger.set_aside(sheets.tabs, sheets.read),
        ledger=ledger.ledger(sheets.tabs, sheets.read, sheets.records, sheets.dropped),
        rules=rules,
        sheets=tuple(SheetSource(tab.raw.file, tab.raw.sheet) for tab in sheets.tabs),
        inputs=tuple(sorted(map(_digest, read.files), key=_by_name)),
        findings=tuple(findings),
        lang=lang,
    )
    return problem, watched


def _digest(file: InputFile) -> InputDigest:
    return InputDigest(file.name, file.sha256)


def _by_name(digest: InputDigest) -> tuple[str, str]:
    return digest.name, digest.sha256


def _language(found: Sequence[Tab], lang: Lang | None) -> Lang:
    """Language given, else that of the household sheets' headers."""
    if lang is not None:
        return lang
    heads = "".join("".join(tab.header.texts) for tab in found if tab.kind == "households")
    return "zh" if any("\u4e00" <= char <= "\u9fff" for char in heads) else "en"
