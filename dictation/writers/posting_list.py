"""Posting lists: a page for the post office to sign, or a table for other programs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from dictation.errors import RenderError
from dictation.model.paper import PostingList

_COLUMNS = (
    *("client", "date", "draft", "addressee", "address"),
    *("way", "delivery", "reference", "sheets", "enclosures", "tracking"),
)


def write_posting_pdf(posting_list: PostingList) -> bytes:
    """The list as tagged PDF on the client's paper, with room for a number or a signature on each line.

    Raises:
        RenderError: The fonts lack a character of the list, or a line of it fits on no page.
    """
    from reportlab.platypus.doctemplate import LayoutError  # noqa: PLC0415

    from dictation.writers.pdf_posting_list import build  # noqa: PLC0415

    try:
        return build(posting_list)
    except LayoutError as exc:
        raise RenderError(
            "an address is too long for a page of the posting list",
            place=f"client {posting_list.client.key}",
            remedy="shorten it with: dictation edit",
        ) from exc


def write_posting_csv(lists: Iterable[PostingList]) -> bytes:
    """The lists as one table with a line an envelope: UTF-8 with the mark by which spreadsheets know it."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(_COLUMNS)
    for each in lists:
        for envelope in each.envelopes:
            writer.writerow(
                (
                    each.client.key,
                    each.date.isoformat(),
                    envelope.draft,
                    envelope.addressee,
                    ", ".join(envelope.address),
                    envelope.way,
                    envelope.delivery,
                    envelope.reference,
                    "" if envelope.sheets is None else envelope.sheets,
                    "; ".join(envelope.enclosures),
                    envelope.tracking,
                )
            )
    return table.getvalue().encode("utf-8-sig")
