"""Frame of the sheets' coordinates as headers and source cells name it; one plan has one frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from neighborgrid.errors import InputError
from neighborgrid.findings import Finding, Place
from neighborgrid.intake import columns
from neighborgrid.rules.values import DEFAULT_ORIGIN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from neighborgrid.intake.stack import Stack
    from neighborgrid.rules import Rules


def settle(rules: Rules, stacks: Iterable[Stack]) -> tuple[Rules, list[Finding]]:
    """Rules with the frame that the sheets name, where nobody set one.

    Raises InputError (NG134) where the sheets name two different frames.
    """
    hints: dict[str, Place] = {}
    for stack in stacks:
        for frame, place in _hints(stack):
            hints.setdefault(frame, place)
    if len(hints) > 1:
        (first, one), (second, other), *_ = sorted(hints.items())
        values = {"first": first, "second": second, "place": f"{one.file} {one.sheet}".strip()}
        raise InputError(Finding("NG134", other, values))
    if rules.origins["places.frame"] != DEFAULT_ORIGIN or not hints:
        return rules, []
    frame, place = next(iter(hints.items()))
    if frame == rules.frame:
        return rules, []
    return rules.with_value("places.frame", frame, "auto"), [Finding("NG139", place, {"frame": frame})]


def _hints(stack: Stack) -> Iterator[tuple[str, Place]]:
    for tab in stack.tabs:
        for key in ("lon", "lat", "position"):
            text = tab.header.texts[tab.header.matched[key]] if key in tab.header.matched else ""
            frame = columns.frame_hint(text)
            # People write GPS for any position of a phone, so that word alone names no frame in a header.
            if frame and (frame != "wgs84" or any(char.isdigit() for char in text)):
                yield frame, tab.place(tab.raw.first_row + tab.header.bottom, key)
    if "coord_source" in stack.text:
        cells = stack.text["coord_source"]
        for text in sorted(set(cells.tolist())):
            if frame := columns.frame_hint(text):
                yield frame, stack.place(int((cells == text).argmax()), "coord_source")
