"""What paragraphs of Word hold beside text, and python-docx has no call for: frames, links, pictures, page numbers."""

from __future__ import annotations

import io
import re

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.shape import CT_Inline
from docx.oxml.text.parfmt import CT_PPr
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from dictation.errors import RenderError
from dictation.model.document import Picture, Zone
from dictation.writers.links import spans

HYPERLINK = "Hyperlink"

_TWIPS_PER_MM = 1440 / 25.4
_ORDER = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
).split()
"""Of a paragraph's properties: Word refuses a file that has them in another (ECMA-376 part 1, A.1, CT_PPr)."""
_FLOATING = {
    "simplePos": "0",
    "relativeHeight": "0",
    "behindDoc": "0",
    "locked": "0",
    "layoutInCell": "1",
    "allowOverlap": "1",
}
_NOT_IN_ADDRESS = re.compile(r"[\[\]\\^`{|}]")


def styled(paragraph: Paragraph, style: str) -> Paragraph:
    """The paragraph, now in the style of that name.

    python-docx goes through all styles for it, which took nearly half of the time of a letter.
    """
    paragraph._p.style = style.replace(" ", "")  # noqa: SLF001 — the id that python-docx gives a style
    return paragraph


def set_frame(properties: CT_PPr, zone: Zone, *, exact: bool = False) -> None:
    """Put a paragraph at the zone, measured from the paper's edge (ECMA-376 part 1, 17.3.1.11 framePr).

    Neighbours in one zone share a frame. It grows with its text unless its height is ``exact``.
    """
    measures = {"w": zone.width_mm, "h": zone.height_mm, "x": zone.left_mm, "y": zone.top_mm}
    attributes = {name: str(round(length * _TWIPS_PER_MM)) for name, length in measures.items()}
    attributes |= {"hRule": "exact" if exact else "atLeast", "wrap": "around", "vAnchor": "page", "hAnchor": "page"}
    insert(properties, "framePr", attributes)


def set_rule(properties: CT_PPr, side: str, colour: str) -> None:
    """A thin line along the ``top`` or ``bottom`` of a paragraph."""
    line = _element(side, {"val": "single", "sz": "4", "space": "0", "color": colour})
    insert(properties, "pBdr").append(line)


def insert(properties: CT_PPr, name: str, attributes: dict[str, str] | None = None) -> BaseOxmlElement:
    """Add a property to a paragraph or a style, before those that have to follow it."""
    element = _element(name, attributes or {})
    properties.insert_element_before(element, *(f"w:{later}" for later in _ORDER[_ORDER.index(name) + 1 :]))
    return element


def add_text(paragraph: Paragraph, text: str) -> None:
    """Append text; the addresses in it can be followed."""
    for span in spans(text):
        if not span.target:
            paragraph.add_run(span.text)
            continue
        target = _NOT_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", span.target)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), paragraph.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        link.append(paragraph.add_run(span.text, style=HYPERLINK)._r)  # noqa: SLF001 — python-docx only reads links
        paragraph._p.append(link)  # noqa: SLF001


def add_picture(paragraph: Paragraph, picture: Picture, size_mm: tuple[float, float], number: int) -> CT_Inline:
    """Append a picture with the words for those who don't see it; its number is its own in the file.

    Raises:
        RenderError: it is no PNG or JPEG, or cut short.
    """
    width, height = size_mm
    try:
        shape = paragraph.add_run().add_picture(io.BytesIO(picture.content), Mm(width), Mm(height))
    except Exception as exc:  # python-docx has no narrower class for a JPEG that is cut short
        raise RenderError(
            "the picture cannot be read",
            place=picture.alt,
            remedy="save the logo or the signature as PNG or JPEG again",
        ) from exc
    inline = shape._inline  # noqa: SLF001 — python-docx has no descriptions
    for name, value in {"id": str(number), "name": f"Picture {number}", "descr": picture.alt}.items():
        inline.docPr.set(name, value)
    # Without these LibreOffice sets it in by an eighth of an inch.
    for side in "TBLR":
        inline.set(f"dist{side}", "0")
    return inline


def place_picture(paragraph: Paragraph, picture: Picture, zone: Zone, number: int) -> None:
    """Append a picture that fills the zone, measured from the paper's edge, and moves no text.

    Raises:
        RenderError: it is no PNG or JPEG, or cut short.
    """
    inline = add_picture(paragraph, picture, (zone.width_mm, zone.height_mm), number)
    # ECMA-376 part 1, 20.4.2.3: what stands at a place has some more to tell than what stands in a line.
    anchor = OxmlElement("wp:anchor", dict(inline.attrib) | _FLOATING)
    anchor.append(OxmlElement("wp:simplePos", {"x": "0", "y": "0"}))
    for direction, length in {"H": zone.left_mm, "V": zone.top_mm}.items():
        position = OxmlElement(f"wp:position{direction}", {"relativeFrom": "page"})
        offset = OxmlElement("wp:posOffset")
        offset.text = str(int(Mm(length)))
        position.append(offset)
        anchor.append(position)
    inline.getparent().replace(inline, anchor)
    anchor.extend(list(inline))
    anchor.find(qn("wp:extent")).addnext(OxmlElement("wp:wrapNone"))


def add_page_number(paragraph: Paragraph) -> None:
    """A PAGE field (ECMA-376 part 1, 17.16.5.44)."""
    field = _element("fldSimple", {"instr": "PAGE"})
    field.append(paragraph.add_run("2")._r)  # noqa: SLF001 — python-docx has no fields
    paragraph._p.append(field)  # noqa: SLF001


def _element(name: str, attributes: dict[str, str]) -> BaseOxmlElement:
    return OxmlElement(f"w:{name}", {qn(f"w:{key}"): value for key, value in attributes.items()})
