"""QR codes as tiny pictures of one bit a module: they stand in a PDF once per member."""

from __future__ import annotations

import struct
import zlib
from functools import lru_cache
from typing import Final

import numpy as np

QUIET_MODULES: Final = 4
"""White margin that the standard (ISO/IEC 18004) asks for on each side, in modules."""
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


@lru_cache(maxsize=1 << 14)
def qr_png(content: str) -> tuple[int, ...]:
    """Bytes of a PNG of a QR code (error correction M) for ``content``, a pixel a module, margin included.

    A picture, since the path of the same modules takes ten times the bytes in a PDF.
    """
    import zxingcpp

    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    light = np.asarray(code.to_image(scale=1, add_quiet_zones=False)) > 0
    return tuple(_png(np.pad(light, QUIET_MODULES, constant_values=True)))


def _png(light: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> bytes:
    """PNG (ISO/IEC 15948) of one bit a pixel, grey, without filter."""
    height, width = light.shape
    rows = b"".join(b"\0" + row.tobytes() for row in np.packbits(light, axis=1))
    # Width, height, bits, grey, and the only methods there are of compressing, filtering, not interlacing.
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, data) for kind, data in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
