"""QR codes as SVG of one path, small enough to stand in a PDF once per member."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np

QUIET_MODULES: Final = 4
"""White margin that the standard (ISO/IEC 18004) asks for on each side, in modules."""


@lru_cache(maxsize=1 << 14)
def qr_svg(content: str) -> str:
    """SVG of a QR code (error correction M) for ``content``, its quiet zone included."""
    import zxingcpp

    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    dark = np.asarray(code.to_image(scale=1, add_quiet_zones=False)) == 0
    # A run of dark modules begins where a row turns dark and ends where it turns light.
    edges = np.diff(np.pad(dark.astype(np.int8), ((0, 0), (1, 1))), axis=1)
    row, begin = np.nonzero(edges == 1)
    _, end = np.nonzero(edges == -1)
    runs = zip(begin.tolist(), row.tolist(), (end - begin).tolist(), strict=True)
    path = "".join(f"M{x} {y}h{run}v1h-{run}z" for x, y, run in runs)
    side = dark.shape[0] + 2 * QUIET_MODULES
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'viewBox="-{QUIET_MODULES} -{QUIET_MODULES} {side} {side}"><path d="{path}"/></svg>'
    )
