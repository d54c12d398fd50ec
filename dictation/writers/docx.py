"""Documents as docx."""

from __future__ import annotations

from dictation.model.document import Document


def write_docx(document: Document) -> bytes:
    """The document as docx."""
    raise NotImplementedError
