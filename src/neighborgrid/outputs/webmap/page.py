"""The page as a whole: markup, style, script and data in one file that asks the network for nothing.

Its content security policy forbids every request and allows only its own style and script, by their
hashes. The data are base64 in an element that no browser runs or renders, so whatever a sheet holds is
data here, and the script writes it as text only.
"""

from __future__ import annotations

import base64
import hashlib
import html
import re
import zlib
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from neighborgrid.files import write_atomically
from neighborgrid.outputs.layers import place_of
from neighborgrid.outputs.outlines import outlines
from neighborgrid.outputs.webmap.pack import packed
from neighborgrid.words import LANGS, text, texts

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from neighborgrid.files import Written
    from neighborgrid.outputs.layers import Layers
    from neighborgrid.words import Lang

SCRIPT_WORDS: Final = "page."
"""Stands before the keys of the texts that go into the page."""
ROAD_WORDS: Final = "page.roads."
"""Stands before the keys of those that only a page with roads holds."""
ROAD_PARTS: Final = "_roads."
"""Is in the names of files that only a page with roads holds."""
_ROAD_LINE: Final = re.compile(r"^.*// with roads\n", re.MULTILINE)
"""Line of a script that only a page with roads holds."""
_PLACE: Final = re.compile(r"\{\{([a-z]+)\}\}")
LINE: Final = 120
"""Characters of a line of data: editors and mail programs do not love lines of a megabyte."""


def write_page(
    layers: Layers,
    target: Path,
    *,
    as_of: dt.date,
    plan_name: str = "",
    draft: bool = False,
    compressed: bool = True,
    roads: Sequence[NDArray[np.float64]] = (),
) -> Written:
    """Write the `page` of ``layers`` to ``target``; raises InputError (NG500 to NG503) where it cannot be."""
    made = page(
        layers, as_of=as_of, plan_name=plan_name, draft=draft, compressed=compressed, roads=roads
    ).encode()
    return write_atomically(target, lambda temporary: _write(temporary, made))


def page(
    layers: Layers,
    *,
    as_of: dt.date,
    plan_name: str = "",
    draft: bool = False,
    compressed: bool = True,
    roads: Sequence[NDArray[np.float64]] = (),
) -> str:
    """The page.

    Parameters
    ----------
    as_of
        Day of the plan.
    plan_name
        Base name of the plan workbook, for commands to type; "" names the usual one.
    draft
        Whether the plan breaks rules, which the page then says.
    compressed
        False for browsers that cannot unpack (Chrome before 80, Firefox before 113, Safari before 16.4);
        the page is then larger.
    roads
        Lines of (lon, lat), shape (k, 2) each, whose source the page names where they are `RoadLines`.
    """
    from neighborgrid.outputs.drawing.colours import circle_colours

    shapes = outlines(layers)
    drawn = len(roads) > 0
    head = {
        "meta": _meta(layers, as_of, plan_name, draft) | _road_meta(roads),
        "words": {lang: _words(layers, lang, roads=drawn) for lang in LANGS},
    }
    data = packed(layers, shapes, circle_colours(layers, shapes), head, roads)
    style, script = _style(roads=drawn), _script(roads=drawn)
    parts = {
        "lang": "zh-CN" if layers.lang == "zh" else "en",
        "policy": _policy(style, script),
        "title": html.escape(_title(layers)),
        "noscript": html.escape(text("page.noscript", layers.lang)),
        "style": style,
        "script": script,
        "packed": "deflate" if compressed else "none",
        "data": _lines(base64.b64encode(zlib.compress(data, 9) if compressed else data).decode("ascii")),
    }
    # In one pass, so that nothing that is filled in is taken for a place to fill.
    return _PLACE.sub(lambda place: parts[place[1]], _asset("page.html"))


def _write(temporary: Path, made: bytes) -> None:
    temporary.write_bytes(made)


def _policy(style: str, script: str) -> str:
    """Content security policy: nothing but this very style and script."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src '{_hash(script)}'",
            f"style-src '{_hash(style)}'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(source: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode("ascii")


def _meta(layers: Layers, as_of: dt.date, plan_name: str, draft: bool) -> dict[str, Any]:
    return {
        "title": _title(layers),
        "lang": layers.lang,
        "full": layers.full,
        "draft": draft,
        "weighted": not layers.equal,
        "plan": plan_name,
        "as_of": as_of.isoformat(),
        "limit_m": layers.limit_m,
        "reach_m": layers.reach_m,
        "vacant": layers.vacant,
        "frame": layers.frame,
    }


def _road_meta(roads: Sequence[NDArray[np.float64]]) -> dict[str, Any]:
    """Source of the roads, where there are any and it is known."""
    from neighborgrid.outputs.map_roads import SIGN, RoadLines

    if not roads or not isinstance(roads, RoadLines):
        return {}
    source = roads.source
    said = {"sign": SIGN} if source.osm else {"name": source.name}
    return {"roads": {"osm": source.osm} | said}


def _title(layers: Layers) -> str:
    """Name of the place that the plan is about, else how many villages."""
    named = place_of(layers)
    return named if named else text("page.villages", layers.lang, count=len(layers.villages))


def _words(layers: Layers, lang: Lang, *, roads: bool) -> dict[str, str]:
    """Texts of the page in ``lang``, without their prefix; why households wait, and what to do."""
    chosen = LANGS.index(lang)
    made = {
        key.removeprefix(SCRIPT_WORDS): pair[chosen]
        for key, pair in texts().items()
        if key.startswith(SCRIPT_WORDS) and (roads or not key.startswith(ROAD_WORDS))
    }
    limit = f"{layers.limit_m:g}"
    reasons = {key: pair[chosen] for key, pair in texts().items() if key.startswith(("why.", "remedy."))}
    return {key: said.replace("{limit}", limit) for key, said in reasons.items()} | made


def _assets() -> Traversable:
    return files("neighborgrid.outputs.webmap") / "page"


def _asset(name: str) -> str:
    return (_assets() / name).read_text("utf-8")


def _style(*, roads: bool) -> str:
    return "\n" + _parts(".css", roads=roads)


def _script(*, roads: bool) -> str:
    """All parts of the script, in one scope of their own."""
    parts = _parts(".js", roads=roads)
    if not roads:
        parts = _ROAD_LINE.sub("", parts)
    return "\n(function () {\n'use strict';\n" + parts + "\n})();\n"


def _parts(ending: str, *, roads: bool) -> str:
    """All files of a kind, one after the other in the order of their names."""
    names = sorted(one.name for one in _assets().iterdir() if one.name.endswith(ending))
    return "\n".join(_asset(name) for name in names if roads or ROAD_PARTS not in name)


def _lines(coded: str) -> str:
    return "\n".join(coded[start : start + LINE] for start in range(0, len(coded), LINE))
