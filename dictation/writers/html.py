"""Documents as HTML, as an email's second part."""

from __future__ import annotations

import base64
from xml.etree import ElementTree as ET

from dictation.model.document import Block, BlockKind, Document, Picture
from dictation.writers.links import spans
from dictation.writers.style import LOGO_GAP_MM, logo_zone, signature_size_mm

_FONT = "font-family: 'Noto Sans', 'Segoe UI', Arial, sans-serif; font-size: 15px; line-height: 1.5; color: #1a1a1a"
_TAGS = {
    BlockKind.TITLE: "h1",
    BlockKind.ADDRESS: "address",
    BlockKind.LETTERHEAD: "header",
    BlockKind.QUOTE: "blockquote",
}
_STYLES = {
    BlockKind.LETTERHEAD: "border-bottom: 1px solid #5a5a5a; padding-bottom: 0.4em; margin: 0 0 1.5em",
    BlockKind.TITLE: "font-size: 1.35em; margin: 0 0 1em",
    BlockKind.ADDRESS: "font-style: normal; margin: 0 0 1em",
    BlockKind.SUBJECT: "font-weight: bold; margin: 0 0 1em",
    BlockKind.NOTICE: "font-weight: bold; margin: 0 0 1em",
    BlockKind.FIELD: "margin: 0 0 0.2em",
    BlockKind.SENDER: "font-size: 0.8em; margin: 0 0 0.3em",
    BlockKind.QUOTE: "margin: 0 2em 1em",
    BlockKind.CLOSING: "margin: 1.3em 0 1em",
}
_LISTS = {BlockKind.BULLETS: "ul", BlockKind.NUMBERED: "ol"}


def write_html(document: Document) -> str:
    """The document as one HTML page without scripts or anything to load: pictures are within it.

    It is put together as a tree, so no text can become markup. Styles stand at the elements, where mail programs
    leave them.
    """
    page = ET.Element("html", lang=document.language)
    head = ET.SubElement(page, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(head, "title").text = document.title
    page.append(html_body(document))
    return "<!DOCTYPE html>\n" + ET.tostring(page, encoding="unicode", method="html") + "\n"


def html_body(document: Document) -> ET.Element:
    """The page's body: an element for each block, and before the letterhead and the signature their pictures."""
    body = ET.Element("body", style=_FONT)
    zone, signed = logo_zone(document), signature_size_mm(document)
    for block in document.blocks:
        if block.kind is BlockKind.LETTERHEAD and zone and document.logo:
            style = f"height: {zone.height_mm:.1f}mm; float: right; margin: 0 0 0 {LOGO_GAP_MM}mm"
            _append_picture(body, document.logo, style)
            zone = None
        if block.kind is BlockKind.SIGNATURE and signed and document.signature:
            _append_picture(body, document.signature, f"height: {signed[1]:.1f}mm; display: block")
            signed = None
        _append(body, block)
    return body


def _append_picture(body: ET.Element, picture: Picture, style: str) -> None:
    content = base64.b64encode(picture.content).decode()
    ET.SubElement(body, "img", src=f"data:{picture.media_type};base64,{content}", alt=picture.alt, style=style)


def _append(body: ET.Element, block: Block) -> None:
    kind = block.kind
    style = _STYLES.get(kind, "margin: 0 0 1em")
    if kind in _LISTS:
        entries = ET.SubElement(body, _LISTS[kind], style=style)
        for line in block.lines:
            _write(ET.SubElement(entries, "li"), line)
        return
    element = ET.SubElement(body, _TAGS.get(kind, "p"), style=style)
    first, *rest = block.text_lines
    if kind is BlockKind.LETTERHEAD:
        _write(ET.SubElement(element, "strong"), first)
    elif kind is BlockKind.FIELD and block.label:
        label = ET.SubElement(element, "strong")
        label.text = f"{block.label}:"
        _write(element, first.removeprefix(label.text))
    else:
        _write(element, first)
    for line in rest:
        ET.SubElement(element, "br")
        _write(element, line)


def _write(element: ET.Element, text: str) -> None:
    """Append ``text`` to the element, the addresses in it as links."""
    for span in spans(text):
        if span.target:
            ET.SubElement(element, "a", href=span.target).text = span.text
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + span.text
        else:
            element.text = (element.text or "") + span.text
