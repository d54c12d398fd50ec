"""Where the data that comes with the program lies."""

from __future__ import annotations

from pathlib import Path

import dictation

_PACKAGE = Path(dictation.__file__).parent


def shipped_templates() -> Path:
    """The folder of letter templates: inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / "letter_templates"
    return inside if inside.is_dir() else _PACKAGE.parent / "letter_templates"
