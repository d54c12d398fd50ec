"""The paragraph styles of a Word file: a secretary restyles all letters of a kind by changing them."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import cast

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.text.parfmt import CT_PPr
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from dictation.model.document import Align, BlockKind, Layout, Zone
from dictation.writers.style import (
    FIELD_INDENT_MM,
    GREY,
    INK,
    LABELLED,
    LETTERHEAD_NAME_LINE_PT,
    LETTERHEAD_NAME_PT,
    LIST_INDENT_MM,
    SMALL_LINE_PT,
    SMALL_PT,
    STYLES,
    BlockStyle,
)

LETTERHEAD_DETAIL = "Letterhead Detail"
LETTERHEAD_SPACE = "Letterhead Space"
WINDOW_ADDRESS = "Window Address"
CONTINUATION = "Continuation Header"

_FONT = "Arial"
"""On every machine that runs Word, and LibreOffice has a twin of the same widths."""
_KEPT = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "List Bullet", "List Number"}
"""The styles of python-docx's own template that are used; the other hundred would only be in the way."""
_DROPPED = ("/thumbnail", "/stylesWithEffects", "/customXml")
"""Kinds of parts of that template that say nothing about a letter."""
_ALIGNMENTS = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_TWIPS_PER_MM = 1440 / 25.4


def styled_document(layout: Layout, language: str) -> WordDocument:
    """An empty Word document with the styles that blocks take, in the measures of the layout."""
    return docx.Document(io.BytesIO(_styled_file(layout, language)))


@lru_cache(maxsize=32)
def _styled_file(layout: Layout, language: str) -> bytes:
    """The empty document as a file: reading it back is twice as fast as defining its styles anew."""
    word = docx.Document()
    for part in (word.part.package, word.part):
        for key in [key for key, relation in part.rels.items() if relation.reltype.endswith(_DROPPED)]:
            part.rels.pop(key)
    for element in list(word.styles.element.style_lst):
        if element.name_val not in _KEPT:
            word.styles.element.remove(element)
    _define_styles(word, layout, language)
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def _define_styles(word: WordDocument, layout: Layout, language: str) -> None:
    _set_defaults(word, layout, language)
    for kind, look in STYLES.items():
        style = _style(word, look.name)
        _apply(style, look, layout)
        if kind in LABELLED:
            _hang(style, FIELD_INDENT_MM)
            style.paragraph_format.tab_stops.add_tab_stop(Mm(FIELD_INDENT_MM))
        elif kind in (BlockKind.BULLETS, BlockKind.NUMBERED):
            _hang(style, LIST_INDENT_MM)
        elif kind in (BlockKind.CLOSING, BlockKind.SIGNATURE):
            style.paragraph_format.left_indent = Mm(layout.closing_indent_mm)
    _style(word, STYLES[BlockKind.DATE].name).paragraph_format.alignment = _ALIGNMENTS[layout.date_align]
    _style(word, STYLES[BlockKind.CLOSING].name).paragraph_format.space_after = Mm(layout.signature_space_mm)
    _define_page_styles(word, layout)


def _set_defaults(word: WordDocument, layout: Layout, language: str) -> None:
    """Font, size, language and spacing of everything, in place of the template's theme."""
    defaults = word.styles.element.find(qn("w:docDefaults"))
    fonts = defaults.find(f".//{qn('w:rFonts')}")
    fonts.attrib.clear()
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), _FONT)
    defaults.find(f".//{qn('w:lang')}").set(qn("w:val"), language)
    spacing = defaults.find(f".//{qn('w:spacing')}")
    spacing.attrib.clear()
    spacing.set(qn("w:after"), "0")
    normal = _style(word, "Normal")
    normal.font.size = Pt(layout.font_size_pt)
    normal.font.color.rgb = RGBColor(*INK)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    normal.paragraph_format.line_spacing = Pt(layout.line_pt)


def _define_page_styles(word: WordDocument, layout: Layout) -> None:
    name = _style(word, STYLES[BlockKind.LETTERHEAD].name)
    name.font.size, name.font.bold = Pt(LETTERHEAD_NAME_PT), True
    _set_exact(name, LETTERHEAD_NAME_LINE_PT)
    name.paragraph_format.space_after = Pt(0)
    name.paragraph_format.alignment = _ALIGNMENTS[layout.letterhead_align]
    for title in (LETTERHEAD_DETAIL, CONTINUATION, LETTERHEAD_SPACE):
        style = _style(word, title)
        style.font.size, style.font.color.rgb = Pt(SMALL_PT), RGBColor(*GREY)
        _set_exact(style, SMALL_LINE_PT)
    _style(word, LETTERHEAD_DETAIL).paragraph_format.alignment = _ALIGNMENTS[layout.letterhead_align]
    if layout.window is not None:
        # LibreOffice knows a frame at a paragraph only; Word takes it from the style too, where it is changed for all.
        set_frame(_style(word, WINDOW_ADDRESS).element.get_or_add_pPr(), layout.window)


def _style(word: WordDocument, name: str) -> ParagraphStyle:
    if name in word.styles:
        return cast("ParagraphStyle", word.styles[name])
    style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = word.styles["Normal"]
    style.quick_style, style.hidden = True, False
    return style


def _apply(style: ParagraphStyle, look: BlockStyle, layout: Layout) -> None:
    paragraph = style.paragraph_format
    paragraph.space_after = Pt(look.after * layout.line_pt)
    paragraph.keep_with_next = look.keep_with_next
    paragraph.widow_control = True
    style.font.bold = look.bold or None
    if look.larger_pt or look.small:
        style.font.size = Pt(SMALL_PT if look.small else layout.font_size_pt + look.larger_pt)
    properties = style.element.get_or_add_pPr()
    spacing = properties.find(qn("w:contextualSpacing"))
    if look.tight and spacing is None:
        properties.insert_element_before(OxmlElement("w:contextualSpacing"), "w:jc", "w:rPr")


def _hang(style: ParagraphStyle, indent_mm: float) -> None:
    style.paragraph_format.left_indent = Mm(indent_mm)
    style.paragraph_format.first_line_indent = -Mm(indent_mm)


def _set_exact(style: ParagraphStyle, line_pt: float) -> None:
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(line_pt)


def set_frame(properties: CT_PPr, window: Zone) -> None:
    """Put a paragraph at the window (ECMA-376 part 1, 17.3.1.11 framePr), measured from the paper's edge."""
    frame = OxmlElement("w:framePr")
    measures = {"w": window.width_mm, "h": window.height_mm, "x": window.left_mm, "y": window.top_mm}
    for name, length in measures.items():
        frame.set(qn(f"w:{name}"), str(round(length * _TWIPS_PER_MM)))
    for name, value in {"hRule": "atLeast", "wrap": "around", "vAnchor": "page", "hAnchor": "page"}.items():
        frame.set(qn(f"w:{name}"), value)
    properties.insert_element_before(frame, *_AFTER_FRAME)


_AFTER_FRAME = (
    "w:widowControl",
    "w:numPr",
    "w:pBdr",
    "w:tabs",
    "w:spacing",
    "w:ind",
    "w:contextualSpacing",
    "w:jc",
    "w:rPr",
)
