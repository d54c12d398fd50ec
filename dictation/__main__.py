"""``python -m dictation`` is the program ``dictation``."""

from __future__ import annotations

from dictation.cli import main

if __name__ == "__main__":
    main()
