"""Layers as one GeoPackage (OGC 12-128r17, version 1.3): features with a spatial index, in SQLite."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import shapely

from neighborgrid.words import text

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence
    from pathlib import Path

    from neighborgrid.outputs.geo.features import Field, GeoLayer
    from neighborgrid.words import Lang

WGS84: Final = 4326
_APPLICATION_ID: Final = 0x47504B47
_USER_VERSION: Final = 10300
_TYPES: Final = {"text": "TEXT", "number": "DOUBLE", "count": "INTEGER", "flag": "BOOLEAN"}
_LITTLE, _BOX = 0b1, 0b10
"""Flags of a geometry's header: the order of its bytes, and that a box of four numbers follows."""

_TABLES: Final = """
CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
"""
_WKT: Final = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
    'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]'
)
_SYSTEMS: Final = (
    ("Undefined Cartesian SRS", -1, "NONE", -1, "undefined", "undefined Cartesian coordinates"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic coordinates"),
    ("WGS 84 geodetic", WGS84, "EPSG", WGS84, _WKT, "longitude and latitude in degrees on WGS 84"),
)

# Annex F.3 of the standard: whoever changes a feature changes the index too.
_ADD: Final = (
    'INSERT OR REPLACE INTO "rtree_{t}_geom" VALUES (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), '
    "ST_MinY(NEW.geom), ST_MaxY(NEW.geom));"
)
_DROP: Final = 'DELETE FROM "rtree_{t}_geom" WHERE id = OLD.fid;'
_DROP_BOTH: Final = 'DELETE FROM "rtree_{t}_geom" WHERE id IN (OLD.fid, NEW.fid);'
_FULL, _EMPTY = "(NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))", "(NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))"
_TRIGGERS: Final = (
    ("insert", "INSERT", _FULL, _ADD),
    ("update1", "UPDATE OF geom", f"OLD.fid = NEW.fid AND {_FULL}", _ADD),
    ("update2", "UPDATE OF geom", f"OLD.fid = NEW.fid AND {_EMPTY}", _DROP),
    ("update3", "UPDATE", f"OLD.fid != NEW.fid AND {_FULL}", f"{_DROP} {_ADD}"),
    ("update4", "UPDATE", f"OLD.fid != NEW.fid AND {_EMPTY}", _DROP_BOTH),
    ("delete", "DELETE", "OLD.geom NOT NULL", _DROP),
)
"""Name, event, condition and action of the triggers of an index."""


def write(path: Path, layers: Sequence[GeoLayer], note: str, lang: Lang, as_of: dt.date) -> None:
    """Write all layers into the empty file ``path``; ``note`` is the description of each.

    The day of the plan stands for the time of the last change, so that a plan makes the same bytes again.
    Raises OSError where SQLite cannot write.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            # The file is nobody's before it is complete, so nothing has to be kept for a crash.
            for pragma in ("page_size = 4096", "journal_mode = OFF", "synchronous = OFF"):
                database.execute(f"PRAGMA {pragma}")
            database.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
            database.execute(f"PRAGMA user_version = {_USER_VERSION}")
            database.executescript(_TABLES)
            database.execute("BEGIN")
            database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?, ?, ?)", _SYSTEMS)
            for layer in layers:
                _add(database, layer, note, lang, as_of)
            database.execute("COMMIT")
    except sqlite3.Error as error:
        # SQLite says what is wrong without naming the path.
        raise OSError(0, str(error)) from error


def _add(database: sqlite3.Connection, layer: GeoLayer, note: str, lang: Lang, as_of: dt.date) -> None:
    """One layer: its entries in the tables of contents, its features, their index."""
    name = layer.name
    bounds = shapely.total_bounds(layer.shapes).tolist() if layer.located else [None] * 4
    title = text(f"geo.layer.{name}", lang)
    changed = f"{as_of.isoformat()}T00:00:00.000Z"
    contents = (name, "features", title, note, changed, *bounds, WGS84)
    database.execute(f"INSERT INTO gpkg_contents VALUES ({_marks(contents)})", contents)
    columns = (name, "geom", layer.geometry, WGS84, 0, 0)
    database.execute(f"INSERT INTO gpkg_geometry_columns VALUES ({_marks(columns)})", columns)
    extension = (name, "geom", "gpkg_rtree_index", "http://www.geopackage.org/spec120/#extension_rtree")
    database.execute("INSERT INTO gpkg_extensions VALUES (?, ?, ?, ?, 'write-only')", extension)
    fields = "".join(f', "{field.name}" {_TYPES[field.kind]}' for field in layer.fields)
    database.execute(
        f'CREATE TABLE "{name}" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,'
        f" geom {layer.geometry}{fields})"
    )
    rows = zip(_blobs(layer.shapes), *(_cells(field) for field in layer.fields), strict=True)
    marks = ", ".join("?" * (len(layer.fields) + 1))
    database.executemany(f'INSERT INTO "{name}" VALUES (NULL, {marks})', rows)
    _index(database, layer)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _index(database: sqlite3.Connection, layer: GeoLayer) -> None:
    table = f'"rtree_{layer.name}_geom"'
    database.execute(f"CREATE VIRTUAL TABLE {table} USING rtree(id, minx, maxx, miny, maxy)")
    there = np.flatnonzero(~shapely.is_missing(layer.shapes))
    boxes = shapely.bounds(layer.shapes[there])[:, [0, 2, 1, 3]].tolist()
    rows = [(row + 1, *box) for row, box in zip(there.tolist(), boxes, strict=True)]
    database.executemany(f"INSERT INTO {table} VALUES (?, ?, ?, ?, ?)", rows)
    for name, event, condition, action in _TRIGGERS:
        database.execute(
            f'CREATE TRIGGER "rtree_{layer.name}_geom_{name}" AFTER {event} ON "{layer.name}" '
            f"WHEN {condition} BEGIN {action.format(t=layer.name)} END"
        )


def _blobs(shapes: np.ndarray[Any, np.dtype[np.object_]]) -> list[bytes | None]:
    """Shapes in the binary form of the standard: a header, then well-known binary; None where missing.

    Points go without a box, which would only say their coordinates twice.
    """
    bodies = shapely.to_wkb(shapes, byte_order=1, output_dimension=2, flavor="iso").tolist()
    plain = struct.pack("<2sBBi", b"GP", 0, _LITTLE, WGS84)
    if (shapely.get_type_id(shapes) <= 0).all():
        return [None if body is None else plain + body for body in bodies]
    boxed = struct.pack("<2sBBi", b"GP", 0, _LITTLE | _BOX, WGS84)
    boxes = np.ascontiguousarray(shapely.bounds(shapes)[:, [0, 2, 1, 3]], "<f8")
    return [
        None if body is None else boxed + box.tobytes() + body
        for body, box in zip(bodies, boxes, strict=True)
    ]


def _cells(field: Field) -> list[Any]:
    """Values as SQLite takes them: 0 and 1 for flags, None for what is blank or not known."""
    values = field.values.tolist()
    if field.kind == "flag":
        return [int(one) for one in values]
    # A number that is not itself is not known.
    return [one if one == one and one != "" else None for one in values]
