"""Layers of a plan into files for GIS programs."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from neighborgrid.files import Written, make_folder, write_atomically
from neighborgrid.outputs.geo import geojson, gpkg, kml, table
from neighborgrid.outputs.geo.features import features_of
from neighborgrid.words import text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from neighborgrid.outputs.geo.features import GeoLayer
    from neighborgrid.outputs.layers import Layers

Form = Literal["gpkg", "geojson", "kml", "csv"]
FOLDERS: Final[tuple[Form, ...]] = ("geojson", "csv")
"""Forms that are a folder with a file for each layer; the others are one file."""
SOME_DAY: Final = dt.date(2000, 1, 1)


def write_geo(
    layers: Layers, target: Path, form: Form, *, as_of: dt.date = SOME_DAY, draft: bool = False
) -> list[Written]:
    """Write ``layers`` in WGS-84 to ``target``: a folder for `FOLDERS`, which is made, else a file.

    A feature without a position is written with an empty geometry. Files say within, and those of a folder
    in their names too, where they are internal (``layers.full``) or a ``draft``. ``as_of``, the day of the
    plan, stands for the time at which a GeoPackage was changed last: the same layers make the same bytes.
    Raises InputError where the place cannot be written to (NG500 to NG503, NG509).
    """
    made = features_of(layers)
    lang, marks = layers.lang, _marks(layers, draft=draft)
    note = text("geo.note", lang) + "".join(text(f"geo.note.{mark}", lang) for mark in marks)
    suffix = "".join(f"-{text(_NAMES[mark], lang)}" for mark in marks)
    if form in FOLDERS:
        return _write_folder(made, target, form, suffix)
    make_folder(target.parent)
    if form == "gpkg":
        return [write_atomically(target, partial(gpkg.write, layers=made, note=note, lang=lang, as_of=as_of))]
    content = kml.document(made, text("book.geo", lang) + suffix, note, lang)
    return [write_atomically(target, _writer(content, "utf-8"))]


_NAMES: Final = {"draft": "paper.draft", "internal": "book.internal"}


def _marks(layers: Layers, *, draft: bool) -> list[str]:
    """What every file has to say of itself."""
    return [mark for mark, holds in (("draft", draft), ("internal", layers.full)) if holds]


def _write_folder(made: Sequence[GeoLayer], folder: Path, form: Form, suffix: str) -> list[Written]:
    make_folder(folder)
    written = []
    for layer in made:
        name = f"{layer.name}{suffix}"
        if form == "geojson":
            write = _writer(geojson.document(layer, name), "utf-8")
        else:
            write = _writer(table.document(layer), table.ENCODING)
        written.append(write_atomically(folder / f"{name}.{form}", write))
    return written


def _writer(content: str, encoding: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        # Lines end as they do here on every system.
        path.write_bytes(content.encode(encoding))

    return write
