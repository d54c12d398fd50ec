"""The command line: commands parse, call and print; what they do stands in the rooms below."""

from __future__ import annotations

import gc
import sys

from dictation.cli.errors import run


def main() -> None:
    """The program ``dictation``: run a command and exit with its code."""
    code = run(sys.argv[1:])
    # The system takes all memory back. Python would first search it for cycles, which takes longer than most commands.
    gc.freeze()
    sys.exit(code)
