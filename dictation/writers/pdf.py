"""Documents as PDF."""

from __future__ import annotations

from dictation.errors import RenderError
from dictation.model.document import Document


def write_pdf(document: Document) -> bytes:
    """The document as PDF with embedded fonts: the same bytes for the same document.

    Letterhead and the window's address are on the first page, the continuation line and the page's number on the
    others.

    Raises:
        RenderError: the fonts lack a character of the document, or a piece of it fits on no page.
    """
    # reportlab and the fonts are imported by the modules that build with them, on first use.
    from reportlab.platypus.doctemplate import LayoutError  # noqa: PLC0415

    from dictation.writers.pdf_building import build  # noqa: PLC0415

    try:
        return build(document)
    except LayoutError as exc:
        raise RenderError(
            "a piece of the document is too large for a page of its layout",
            place=document.title,
            remedy=f"check the measures of layout {document.layout.name!r}",
        ) from exc
