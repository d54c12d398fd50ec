"""PDF files one behind the other, for a printer. Imported on first use."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Dictionary, OutlineItem, Pdf, String

_LONGEST_TITLE = 200


def page_count(content: bytes) -> int:
    """How many pages a PDF has."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def sheets(pages: int, *, duplex: bool) -> int:
    """How many sheets of paper so many pages take."""
    return -(-pages // 2) if duplex else pages


def join(parts: Sequence[tuple[str, bytes]], *, duplex: bool, title: str) -> bytes:
    """PDF files as one, with a bookmark for each by its name.

    Where both sides of the paper are printed, every part begins on a sheet of its own. What readers aloud and archives
    need is left behind; a single part stays as it is, to the byte.
    """
    if len(parts) == 1:
        return parts[0][1]
    with Pdf.new() as joined:
        with joined.open_outline() as outline:
            for name, content in parts:
                outline.root.append(OutlineItem(name, len(joined.pages)))
                with pikepdf.open(io.BytesIO(content)) as part:
                    joined.pages.extend(part.pages)
                if duplex and len(joined.pages) % 2:
                    left, bottom, right, top = (float(edge) for edge in joined.pages[-1].mediabox)
                    joined.add_blank_page(page_size=(right - left, top - bottom))
        for page in joined.pages:
            for left_behind in ("/StructParents", "/Tabs"):
                if left_behind in page:
                    del page[left_behind]
        joined.trailer.Info = joined.make_indirect(Dictionary(Title=String(title[:_LONGEST_TITLE])))
        finished = io.BytesIO()
        joined.save(finished, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return finished.getvalue()
