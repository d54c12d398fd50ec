"""Documents as pdf."""

from __future__ import annotations

from dictation.model.document import Document


def write_pdf(document: Document) -> bytes:
    """The document as pdf."""
    raise NotImplementedError
