"""What is imported before a document is made."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("docx", "reportlab", "lxml", "jinja2", "babel", "pymupdf_fonts")


def test_naming_the_rooms_imports_no_heavy_library() -> None:
    script = (
        f"import sys, dictation.letters, dictation.writers;print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert loaded.strip() == "[]"
