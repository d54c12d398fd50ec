"""Documents as Word files."""

from __future__ import annotations

import gc
import io
import zipfile

from dictation.errors import RenderError
from dictation.model.document import Document

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can tell; it says nothing about when the file was made."""


def write_docx(document: Document) -> bytes:
    """The document as Office Open XML: the same bytes for the same document.

    Every paragraph takes its look from a named style. The letterhead with the logo is the first page's header, the
    later pages' has the continuation line and the page's number, and what the layout gives a place of its own, as an
    address for a window, stands in a frame there.

    Raises:
        RenderError: python-docx refuses a text or a picture of the document.
    """
    # python-docx and lxml are imported by the module that builds with them, on first use.
    from dictation.writers.docx_building import build  # noqa: PLC0415

    try:
        content = build(document)
    except ValueError as exc:
        raise RenderError(
            f"the Word file cannot be written: {exc}",
            place=document.title,
            remedy="look for unusual characters in the draft",
        ) from exc
    # python-docx leaves its parts in cycles, with lxml's trees, which Python itself would find many letters later: a
    # program that writes thousands would grow by 5 KB with each.
    gc.collect(1)
    return _repack(content)


def _repack(content: bytes) -> bytes:
    """The archive with the same time on every part; python-docx writes that of the clock."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return packed.getvalue()
