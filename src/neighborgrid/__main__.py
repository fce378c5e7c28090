"""``python -m neighborgrid``."""

from neighborgrid.cli.app import main

main()
