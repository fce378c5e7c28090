"""The document properties of a workbook: a fixed date instead of the clock, and a fingerprint.

The writing library puts the clock into ``docProps/core.xml``, so equal plans would give unequal files.
The entry is replaced in place by one that is dated by the plan's own day and carries a SHA-256 over the
checksums of all other entries: a file whose fingerprint still fits was not saved by any other program.
Layout of the archive: PKWARE APPNOTE 6.3.10, sections 4.3.7 (local header), 4.3.12 (central directory)
and 4.3.16 (its end).
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

ENTRY: Final = "docProps/core.xml"
_LOCAL: Final = struct.Struct("<4sHHHHHIIIHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHIIIHHHHHII")
_END: Final = struct.Struct("<4sHHHHIIH")
_TIME: Final = struct.Struct("<HH")
_TIME_OFFSET: Final = 10
"""Of time and date in a local header."""
_VERSION: Final = 20
_DOS_DAY: Final = (1980 - 1980) << 9 | 1 << 5 | 1
_NAMESPACES: Final = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_FINGERPRINT: Final = re.compile(rb"<dc:identifier>([0-9a-f]{64})</dc:identifier>")


def seal(path: Path, day: dt.date, *, fingerprint: bool = True) -> None:
    """Give the workbook at ``path``, just written, the date ``day`` and, where wanted, its fingerprint."""
    with zipfile.ZipFile(path) as archive:
        entries = sorted(archive.infolist(), key=lambda entry: entry.header_offset)
        start_of_directory = archive.start_dir
        identifier = _fingerprint(archive) if fingerprint else ""
    data = bytearray(path.read_bytes())
    for entry in entries:
        # One of the two libraries that write workbooks puts the clock here too.
        _TIME.pack_into(data, entry.header_offset + _TIME_OFFSET, 0, _DOS_DAY)
    core = next(entry for entry in entries if entry.filename == ENTRY)
    starts = [entry.header_offset for entry in entries] + [start_of_directory]
    end = starts[starts.index(core.header_offset) + 1]
    made = _local_entry(_properties(day, identifier))
    shift = len(made) - (end - core.header_offset)
    directory = _directory(entries, core, shift, _properties(day, identifier))
    tail = _END.pack(
        b"PK\5\6", 0, 0, len(entries), len(entries), len(directory), start_of_directory + shift, 0
    )
    body = data[: core.header_offset] + made + data[end:start_of_directory]
    path.write_bytes(body + directory + tail)


UNREADABLE: Final = (
    OSError,  # The file is gone, or held by another program.
    zipfile.BadZipFile,  # It is no workbook, or is cut off.
    KeyError,  # It has no properties.
    zlib.error,  # Its properties are damaged.
    NotImplementedError,  # They are packed in a way that zipfile does not know.
    RuntimeError,  # They are encrypted.
)
"""Why a fingerprint cannot be read; all mean that the file is not as it was written."""


def untouched(path: Path) -> bool:
    """Whether the fingerprint of the workbook at ``path`` fits; False also for anything unreadable."""
    try:
        with zipfile.ZipFile(path) as archive:
            found = _FINGERPRINT.search(archive.read(ENTRY))
            return found is not None and found[1].decode() == _fingerprint(archive)
    except UNREADABLE:
        return False


def _fingerprint(archive: zipfile.ZipFile) -> str:
    parts = sorted(
        f"{entry.filename}:{entry.CRC:08x}:{entry.file_size}"
        for entry in archive.infolist()
        if entry.filename != ENTRY
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _properties(day: dt.date, fingerprint: str) -> bytes:
    stamp = f'xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z'
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<cp:coreProperties {_NAMESPACES}>"
        f"<dc:creator>neighborgrid</dc:creator><dc:identifier>{fingerprint}</dc:identifier>"
        f"<dcterms:created {stamp}</dcterms:created><dcterms:modified {stamp}</dcterms:modified>"
        "</cp:coreProperties>"
    ).encode()


def _local_entry(content: bytes) -> bytes:
    size, name = len(content), ENTRY.encode()
    head = _LOCAL.pack(b"PK\3\4", _VERSION, 0, 0, 0, _DOS_DAY, zlib.crc32(content), size, size, len(name), 0)
    return head + name + content


def _directory(entries: list[zipfile.ZipInfo], core: zipfile.ZipInfo, shift: int, content: bytes) -> bytes:
    """Central directory with the replaced entry stored plainly and the entries behind it moved."""
    parts = []
    for entry in entries:
        name = entry.filename.encode()
        if entry is core:
            sizes = (0, 0, 0, _DOS_DAY, zlib.crc32(content), len(content), len(content))
        else:
            sizes = (
                entry.flag_bits,
                entry.compress_type,
                0,
                _DOS_DAY,
                entry.CRC,
                entry.compress_size,
                entry.file_size,
            )
        moved = entry.header_offset + (shift if entry.header_offset > core.header_offset else 0)
        parts.append(
            _CENTRAL.pack(
                b"PK\1\2", _VERSION, _VERSION, *sizes, len(name), 0, 0, 0, 0, entry.external_attr, moved
            )
            + name
        )
    return b"".join(parts)
