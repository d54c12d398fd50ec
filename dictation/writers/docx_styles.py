"""The paragraph styles of a Word file: a secretary restyles all letters of a kind by changing them."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import cast

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

from dictation.model.document import Align, BlockKind, Layout
from dictation.writers.docx_parts import HYPERLINK, insert, set_frame, set_rule
from dictation.writers.style import (
    BELOW_SMALL_TEXT_PT,
    FIELD_INDENT_MM,
    GREY,
    INK,
    LABELLED,
    LETTERHEAD_NAME_LINE_PT,
    LETTERHEAD_NAME_PT,
    LIST_INDENT_MM,
    QUOTE_INDENT_MM,
    SIGNATURE_GAP_MM,
    SMALL_LINE_PT,
    SMALL_PT,
    STYLES,
    BlockStyle,
)

LETTERHEAD_DETAIL = "Letterhead Detail"
LETTERHEAD_RULE = "Letterhead Rule"
LETTERHEAD_SPACE = "Letterhead Space"
CONTINUATION = "Continuation Header"
SIGNATURE_PICTURE = "Signature Picture"
PAPER_MARK = "Paper Mark"
LABEL = "Reference Label"
PLACED = {
    BlockKind.SENDER: "Window Return Address",
    BlockKind.ADDRESS: "Window Address",
    BlockKind.FIELD: "Information Block Line",
    BlockKind.DATE: "Information Block Date",
}
"""The styles of what stands in a place of its own, each based on that of the same block in the text."""
RULE_ROOM_PT = 1.5
"""What the rule below the letterhead takes: a line of one point and the rule itself."""

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
_HEADINGS = frozenset({BlockKind.TITLE, BlockKind.SUBJECT})
"""Kinds that Word's navigation pane and screen readers offer as headings."""
_GREY_HEX = "".join(f"{value:02X}" for value in GREY)


def styled_document(layout: Layout, language: str, *, signed: bool) -> WordDocument:
    """An empty Word document with the styles that blocks take, in the measures of the layout.

    Where it is ``signed``, the picture of the signature takes the place of the room below the closing.
    """
    return docx.Document(io.BytesIO(_styled_file(layout, language, signed)))


@lru_cache(maxsize=32)
def _styled_file(layout: Layout, language: str, signed: bool) -> bytes:
    """The empty document as a file: reading it back is twice as fast as defining its styles anew."""
    word = docx.Document()
    for part in (word.part.package, word.part):
        for key in [key for key, relation in part.rels.items() if relation.reltype.endswith(_DROPPED)]:
            part.rels.pop(key)
    for element in list(word.styles.element.style_lst):
        if element.name_val not in _KEPT:
            word.styles.element.remove(element)
    _set_compatibility(word, language)
    _set_lists(word)
    _define_styles(word, layout, language)
    if signed:
        style_of(word, STYLES[BlockKind.CLOSING].name).paragraph_format.space_after = Pt(0)
    saved = io.BytesIO()
    word.save(saved)
    return saved.getvalue()


def _set_compatibility(word: WordDocument, language: str) -> None:
    """Have Word 2013 and later open the file as one of their own, not as one of Word 2010."""
    settings = word.settings.element
    mode = settings.find(f".//{qn('w:compatSetting')}[@{qn('w:name')}='compatibilityMode']")
    mode.set(qn("w:val"), "15")
    settings.find(qn("w:zoom")).set(qn("w:percent"), "100")
    settings.find(qn("w:themeFontLang")).set(qn("w:val"), language)


def _set_lists(word: WordDocument) -> None:
    """Keep the numberings of the two list styles, in the font of the text and with the indents of the styles.

    Where a paragraph names its numbering, as a list that begins anew does, its indents go before those of the style.
    """
    numbering = word.part.numbering_part.element
    kept = []
    for kind in (BlockKind.BULLETS, BlockKind.NUMBERED):
        number = style_of(word, STYLES[kind].name).element.pPr.numPr.numId.val
        kept.append(numbering.num_having_numId(number))
    definitions = [str(number.abstractNumId.val) for number in kept]
    for element in list(numbering):
        if element not in kept and element.get(qn("w:abstractNumId")) not in definitions:
            numbering.remove(element)
    for font in numbering.xpath("./w:abstractNum/w:lvl/w:rPr"):
        font.getparent().remove(font)
    for properties in numbering.xpath("./w:abstractNum/w:lvl/w:pPr"):
        properties.remove(properties.tabs)
        properties.ind.left = properties.ind.hanging = Mm(LIST_INDENT_MM)
    (mark,) = numbering.xpath("./w:abstractNum/w:lvl[w:numFmt/@w:val='bullet']/w:lvlText")
    # The template's is a character of the font Symbol, which is read out as something else or not at all.
    mark.set(qn("w:val"), "•")


def _define_styles(word: WordDocument, layout: Layout, language: str) -> None:
    _set_defaults(word, layout, language)
    for kind, look in STYLES.items():
        style = style_of(word, look.name)
        _apply(style, kind, look, layout)
        if kind in LABELLED:
            _hang(style, FIELD_INDENT_MM)
        elif kind in (BlockKind.BULLETS, BlockKind.NUMBERED):
            _hang(style, LIST_INDENT_MM)
        elif kind is BlockKind.QUOTE:
            style.paragraph_format.left_indent = style.paragraph_format.right_indent = Mm(QUOTE_INDENT_MM)
        elif kind in (BlockKind.CLOSING, BlockKind.SIGNATURE):
            style.paragraph_format.left_indent = Mm(layout.closing_indent_mm)
    style_of(word, STYLES[BlockKind.DATE].name).paragraph_format.alignment = _ALIGNMENTS[layout.date_align]
    style_of(word, STYLES[BlockKind.CLOSING].name).paragraph_format.space_after = Mm(layout.signature_space_mm)
    _define_page_styles(word, layout)
    _define_placed_styles(word, layout)
    _define_signature_style(word, layout)
    _define_character_styles(word)


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
    normal = style_of(word, "Normal")
    normal.font.size = Pt(layout.font_size_pt)
    normal.font.color.rgb = RGBColor(*INK)
    normal.paragraph_format.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    normal.paragraph_format.line_spacing = Pt(layout.line_pt)


def _define_page_styles(word: WordDocument, layout: Layout) -> None:
    name = style_of(word, STYLES[BlockKind.LETTERHEAD].name)
    name.font.size, name.font.bold = Pt(LETTERHEAD_NAME_PT), True
    set_exact(name, LETTERHEAD_NAME_LINE_PT)
    name.paragraph_format.space_after = Pt(0)
    name.paragraph_format.alignment = _ALIGNMENTS[layout.letterhead_align]
    for title in (LETTERHEAD_DETAIL, CONTINUATION, LETTERHEAD_SPACE):
        style = style_of(word, title)
        style.font.size, style.font.color.rgb = Pt(SMALL_PT), RGBColor(*GREY)
        set_exact(style, SMALL_LINE_PT)
    style_of(word, LETTERHEAD_DETAIL).paragraph_format.alignment = _ALIGNMENTS[layout.letterhead_align]
    width = Mm(layout.page_width_mm - layout.margin_left_mm - layout.margin_right_mm)
    continuation = style_of(word, CONTINUATION).paragraph_format
    continuation.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    continuation.space_after = Pt(BELOW_SMALL_TEXT_PT)
    for title, side in ((LETTERHEAD_RULE, "bottom"), (PAPER_MARK, "top")):
        style = style_of(word, title)
        style.font.size = Pt(1)
        set_exact(style, 1)
        set_rule(style.element.get_or_add_pPr(), side, _GREY_HEX)


def _define_placed_styles(word: WordDocument, layout: Layout) -> None:
    """The looks of what stands in a place of its own, and where that is."""
    zones = {
        BlockKind.SENDER: layout.sender,
        BlockKind.ADDRESS: layout.window,
        BlockKind.FIELD: layout.reference,
        BlockKind.DATE: layout.reference,
    }
    for kind, zone in zones.items():
        if zone is not None:
            style = style_of(word, PLACED[kind])
            style.base_style = word.styles[STYLES[kind].name]
            style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
            set_frame(style.element.get_or_add_pPr(), zone)


def _define_signature_style(word: WordDocument, layout: Layout) -> None:
    """A line as high as the room for a signature by hand: the little type keeps none of it for descenders."""
    style = style_of(word, SIGNATURE_PICTURE)
    style.font.size = Pt(1)
    look = style.paragraph_format
    look.keep_with_next = True
    look.left_indent = Mm(layout.closing_indent_mm)
    look.line_spacing_rule = WD_LINE_SPACING.AT_LEAST
    look.line_spacing = Mm(layout.signature_space_mm - 2 * SIGNATURE_GAP_MM)
    look.space_before = look.space_after = Mm(SIGNATURE_GAP_MM)


def _define_character_styles(word: WordDocument) -> None:
    for title in (HYPERLINK, LABEL):
        style = cast("CharacterStyle", word.styles.add_style(title, WD_STYLE_TYPE.CHARACTER))
        style.base_style = word.styles["Default Paragraph Font"]
        style.font.underline, style.font.bold = (title == HYPERLINK) or None, (title == LABEL) or None


def style_of(word: WordDocument, name: str) -> ParagraphStyle:
    """The paragraph style of that name; a new one is like ordinary text."""
    if name in word.styles:
        return cast("ParagraphStyle", word.styles[name])
    style = cast("ParagraphStyle", word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = word.styles["Normal"]
    style.quick_style, style.hidden = True, False
    return style


def _apply(style: ParagraphStyle, kind: BlockKind, look: BlockStyle, layout: Layout) -> None:
    paragraph = style.paragraph_format
    paragraph.space_after = Pt(look.after * layout.line_pt)
    paragraph.keep_with_next = look.keep_with_next or None
    paragraph.widow_control = True
    style.font.bold = look.bold or None
    if look.larger_pt or look.small:
        style.font.size = Pt(SMALL_PT if look.small else layout.font_size_pt + look.larger_pt)
    properties = style.element.get_or_add_pPr()
    if look.tight and properties.find(qn("w:contextualSpacing")) is None:
        insert(properties, "contextualSpacing")
    if kind in _HEADINGS:
        insert(properties, "outlineLvl", {"val": "0"})


def _hang(style: ParagraphStyle, indent_mm: float) -> None:
    """Have the text stand in a column to the right of its label or mark, which a tab leads to."""
    style.paragraph_format.left_indent = Mm(indent_mm)
    style.paragraph_format.first_line_indent = -Mm(indent_mm)


def set_exact(style: ParagraphStyle, line_pt: float) -> None:
    """Make each line so high, whatever stands in it."""
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(line_pt)
