"""Documents as text."""

from __future__ import annotations

from dictation.model.document import Document


def write_text(document: Document) -> str:
    """The document as text."""
    raise NotImplementedError
