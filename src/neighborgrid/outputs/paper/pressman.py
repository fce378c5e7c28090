"""Child process that typesets papers, so that the typesetter's growing memory ends with it.

Run by path as a script (see ``press``); imports nothing but the standard library and Typst. It reads one
JSON object a line from stdin: first ``{"fonts": [folders], "timestamp": seconds}``, then jobs
``{"root": folder, "main": file, "output": file}``, whose files and output lie inside the folder
(``"before": [[file, output], ...]`` are typeset first, for pictures that the main file places; with
``"ppi": number`` the main file becomes a PNG). It answers
each job with one line: ``{}``, or ``{"error": message, "diagnostic": where it stands}``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from typing import Any

import typst


def typeset(job: dict[str, Any], fonts: typst.Fonts, timestamp: int) -> dict[str, str]:
    """Reply to one job; the output is written beside the sources."""
    root = job["root"]
    # A folder that nobody makes: packages that the user once fetched are not there on other computers.
    no_packages = os.path.join(root, "packages")
    try:
        for main, output in (*job.get("before", ()), (job["main"], job["output"])):
            compiler = typst.Compiler(
                os.path.join(root, main),
                root=root,
                font_paths=fonts,
                ignore_system_fonts=True,
                package_path=no_packages,
                package_cache_path=no_packages,
            )
            if main == job["main"] and job.get("ppi"):
                data = compiler.compile(format="png", ppi=job["ppi"])
            else:
                data = compiler.compile(format="pdf", pdf_tags=False, timestamp=timestamp)
            with open(os.path.join(root, output), "wb") as file:
                file.write(data if isinstance(data, bytes) else b"")
    except typst.TypstError as error:
        return {"error": error.message, "diagnostic": error.diagnostic}
    except OSError as error:
        return {"error": error.strerror if error.strerror else type(error).__name__, "diagnostic": "io"}
    return {}


def main() -> None:
    """Answer jobs from stdin until it ends."""
    # The parent decides what an interrupt means; it closes the pipe or kills this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    setting = json.loads(sys.stdin.readline())
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=setting["fonts"])
    for line in sys.stdin:
        reply = typeset(json.loads(line), fonts, setting["timestamp"])
        sys.stdout.write(json.dumps(reply) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
