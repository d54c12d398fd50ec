"""The command line: commands parse, call and print; what they do stands in the rooms below."""

from __future__ import annotations

import sys

from dictation.cli.errors import run


def main() -> None:
    """The program ``dictation``: run a command and exit with its code."""
    sys.exit(run(sys.argv[1:]))
