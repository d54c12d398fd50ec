"""Documents as HTML, as an email's second part."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from dictation.model.document import Block, BlockKind, Document

_FONT = "font-family: 'Noto Sans', 'Segoe UI', Arial, sans-serif; font-size: 15px; line-height: 1.5; color: #1a1a1a"
_TAGS = {BlockKind.TITLE: "h1", BlockKind.ADDRESS: "address", BlockKind.LETTERHEAD: "header"}
_STYLES = {
    BlockKind.LETTERHEAD: "border-bottom: 1px solid #5a5a5a; padding-bottom: 0.4em; margin: 0 0 1.5em",
    BlockKind.TITLE: "font-size: 1.35em; margin: 0 0 1em",
    BlockKind.ADDRESS: "font-style: normal; margin: 0 0 1em",
    BlockKind.SUBJECT: "font-weight: bold; margin: 0 0 1em",
    BlockKind.NOTICE: "font-weight: bold; margin: 0 0 1em",
    BlockKind.FIELD: "margin: 0 0 0.2em",
    BlockKind.CLOSING: "margin: 1.3em 0 1em",
}
_LISTS = {BlockKind.BULLETS: "ul", BlockKind.NUMBERED: "ol"}


def write_html(document: Document) -> str:
    """The document as one HTML page without scripts, images or anything to load.

    It is put together as a tree, so no text can become markup. Styles stand at the elements, where mail programs
    leave them.
    """
    page = ET.Element("html", lang=document.language)
    head = ET.SubElement(page, "head")
    ET.SubElement(head, "meta", charset="utf-8")
    ET.SubElement(head, "title").text = document.title
    body = ET.SubElement(page, "body", style=_FONT)
    for block in document.blocks:
        _append(body, block)
    return "<!DOCTYPE html>\n" + ET.tostring(page, encoding="unicode", method="html") + "\n"


def _append(body: ET.Element, block: Block) -> None:
    kind = block.kind
    style = _STYLES.get(kind, "margin: 0 0 1em")
    if kind in _LISTS:
        entries = ET.SubElement(body, _LISTS[kind], style=style)
        for line in block.lines:
            ET.SubElement(entries, "li").text = line
        return
    element = ET.SubElement(body, _TAGS.get(kind, "p"), style=style)
    lines = list(block.text_lines)
    if kind is BlockKind.LETTERHEAD:
        ET.SubElement(element, "strong").text = lines.pop(0)
    elif kind is BlockKind.FIELD and block.label:
        label = ET.SubElement(element, "strong")
        label.text = f"{block.label}:"
        label.tail = lines.pop(0).removeprefix(label.text)
    else:
        element.text = lines.pop(0)
    for line in lines:
        ET.SubElement(element, "br").tail = line
