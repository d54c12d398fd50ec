"""Documents as plain text, as an email's text part and the terminal show them."""

from __future__ import annotations

from itertools import pairwise

from dictation.model.document import BlockKind, Document

_TOGETHER = {BlockKind.FIELD, BlockKind.ENCLOSURES, BlockKind.COPIES}
"""Kinds whose neighbours follow without an empty line."""


def write_text(document: Document) -> str:
    """The document's words, an empty line between blocks, ending with a line break.

    Lines are as long as their paragraphs: whoever shows the text breaks them to the width at hand.
    """
    if not document.blocks:
        return ""
    parts = ["\n".join(document.blocks[0].text_lines)]
    for before, block in pairwise(document.blocks):
        together = before.kind in _TOGETHER and block.kind in _TOGETHER
        parts += ["\n" if together else "\n\n", "\n".join(block.text_lines)]
    return "".join(parts) + "\n"
