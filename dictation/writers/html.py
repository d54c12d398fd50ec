"""Documents as html."""

from __future__ import annotations

from dictation.model.document import Document


def write_html(document: Document) -> str:
    """The document as html."""
    raise NotImplementedError
