"""A document's blocks as paragraphs of Word."""

from __future__ import annotations

import datetime
import io
from itertools import zip_longest

from docx.document import Document as WordDocument
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from dictation.model.document import Block, BlockKind, Document
from dictation.writers.docx_page import set_page
from dictation.writers.docx_parts import add_picture, add_text, set_frame, styled
from dictation.writers.docx_styles import LABEL, PLACED, SIGNATURE_PICTURE, set_exact, style_of, styled_document
from dictation.writers.style import (
    LABELLED,
    STYLES,
    flowing,
    keeps_with_next,
    placed,
    sender_size_pt,
    signature_size_mm,
)

_PARAGRAPHS = frozenset({BlockKind.PROSE, BlockKind.QUOTE})
"""Kinds whose lines are parted by line breaks within a paragraph."""
_SIGNATURE_NUMBER = 2


def build(document: Document) -> bytes:
    """The document as python-docx saves it.

    Raises:
        ValueError: a text holds a character that XML forbids.
        RenderError: a picture is neither PNG nor JPEG.
    """
    signature, size = document.signature, signature_size_mm(document)
    word = styled_document(document.layout, document.language, signed=size is not None)
    _set_properties(word, document)
    set_page(word, document)
    for each in placed(document):
        for block in each.blocks:
            if block.kind is BlockKind.SENDER:
                _fit_return_address(style_of(word, PLACED[block.kind]), sender_size_pt(block, document.layout))
            for paragraph in _add_block(word, block, PLACED[block.kind]):
                # The style has the frame too; but not every program looks for it there.
                set_frame(paragraph._p.get_or_add_pPr(), each.zone)  # noqa: SLF001 — python-docx has no frames
    blocks = flowing(document)
    for block, following in zip_longest(blocks, blocks[1:]):
        if block.kind is BlockKind.SIGNATURE and signature and size:
            add_picture(styled(word.add_paragraph(), SIGNATURE_PICTURE), signature, size, _SIGNATURE_NUMBER)
        paragraphs = _add_block(word, block, STYLES[block.kind].name)
        for paragraph in _kept(paragraphs, block, following):
            paragraph.paragraph_format.keep_with_next = True
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def _kept(paragraphs: list[Paragraph], block: Block, following: Block | None) -> list[Paragraph]:
    """Those that stay on the page of what follows; kinds that always do have it in their style.

    A signature is not parted, and a closing takes the end of the text along, so that no page has it alone.
    """
    if block.kind is BlockKind.SIGNATURE:
        return paragraphs[:-1]
    closes = following is not None and following.kind is BlockKind.CLOSING
    stays = keeps_with_next(block, following) and not STYLES[block.kind].keep_with_next
    return paragraphs[-1:] if closes or stays else []


def _fit_return_address(style: ParagraphStyle, size_pt: float) -> None:
    """Lines so close that two of the smallest still stand above the address."""
    style.font.size = Pt(size_pt)
    set_exact(style, 1.2 * size_pt)


def _set_properties(word: WordDocument, document: Document) -> None:
    properties = word.core_properties
    # The standard allows 255 characters (python-docx refuses more).
    properties.title = document.title[:255]
    properties.author = properties.last_modified_by = document.author[:255]
    properties.language = document.language
    properties.comments = properties.keywords = ""
    properties.created = properties.modified = datetime.datetime.combine(document.date, datetime.time())


def _add_block(word: WordDocument, block: Block, style: str) -> list[Paragraph]:
    """Append the block and give back its paragraphs."""
    if block.kind in LABELLED:
        paragraph = styled(word.add_paragraph(), style)
        _write_labelled(paragraph, block)
        return [paragraph]
    lines = ("\n".join(block.lines),) if block.kind in _PARAGRAPHS else block.lines
    paragraphs = [styled(word.add_paragraph(), style) for _ in lines]
    for paragraph, line in zip(paragraphs, lines, strict=True):
        add_text(paragraph, line)
    if block.kind is BlockKind.NUMBERED:
        number = _restarted_numbering(word)
        for paragraph in paragraphs:
            _number(paragraph, number)
    return paragraphs


def _write_labelled(paragraph: Paragraph, block: Block) -> None:
    text = block.text_lines[0]
    if block.label:
        label = f"{block.label}:"
        paragraph.add_run(label, style=LABEL if block.kind is BlockKind.FIELD else None)
        text = "\t" + text.removeprefix(label).lstrip()
    add_text(paragraph, text)


def _restarted_numbering(word: WordDocument) -> int:
    """The id of a numbering of its own, so that each list begins with one."""
    numbering = word.part.numbering_part.element
    style_properties = word.styles[STYLES[BlockKind.NUMBERED].name].element.pPr
    shared = numbering.num_having_numId(style_properties.numPr.numId.val)
    own = numbering.add_num(shared.abstractNumId.val)
    own.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(own.numId)


def _number(paragraph: Paragraph, numbering: int) -> None:
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 — python-docx has no numbering
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering
