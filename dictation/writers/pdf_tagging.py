"""Makes a drawn PDF one that can be read aloud and kept: PDF/UA-1 (ISO 14289-1) and PDF/A-3a (ISO 19005-3)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Pdf, String

from dictation.model.document import Document
from dictation.writers.pdf_structure import Element, Hyperlink, Mark

_PROFILE = Path(__file__).parent / "srgb.icc"
"""sRGB as LittleCMS makes it (Pillow's ``ImageCms.createProfile("sRGB")``), with a fixed date."""
_SOURCE = "source.txt"
_CREATOR = "dictation"
_METADATA = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{creator}</xmp:CreatorTool><pdf:Producer>{creator}</pdf:Producer>
<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description></rdf:li></rdf:Seq>
</pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


def tag(drawn: bytes, root: Element, document: Document, source: str) -> bytes:
    """``drawn`` with the structure of ``root``, metadata, bookmarks, and ``source`` as the file it was made from.

    The marks of ``root`` are those that ``drawn`` was drawn with.
    """
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        _Structure(pdf).write(root)
        _describe(pdf, document)
        _keep_colours(pdf)
        _attach(pdf, source, document)
        with pdf.open_outline() as outline:
            bookmarks = list(_bookmarks(root)) or [(document.title, 0)]
            outline.root += [OutlineItem(title, page) for title, page in bookmarks]
        finished = io.BytesIO()
        pdf.save(
            finished, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return finished.getvalue()


class _Structure:
    """The structure tree of a file (ISO 32000-1, 14.7.2)."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf, self._pages = pdf, [page.obj for page in pdf.pages]
        self._owners: list[dict[int, Object]] = [{} for _ in self._pages]
        """For each page, the element of each mark."""
        self._links: list[Object] = []
        """The elements of the links, whose keys in the parent tree follow those of the pages."""

    def write(self, root: Element) -> None:
        tree = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        tree.K = Array([self._element(root, tree)])
        keys: list[Object | int] = []
        for number, (page, owners) in enumerate(zip(self._pages, self._owners, strict=True)):
            page.StructParents = number
            # PDF/UA-1, 7.18.3: links are reached in the order of the structure.
            page.Tabs = Name.S
            keys += [number, Array([owners[mark] for mark in range(len(owners))])]
        for number, link in enumerate(self._links, len(self._pages)):
            keys += [number, link]
        tree.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(keys)))
        tree.ParentTreeNextKey = len(self._pages) + len(self._links)
        self._pdf.Root.StructTreeRoot = tree
        self._pdf.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, element: Element, parent: Object) -> Object:
        written = self._pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{element.tag}"), P=parent))
        if element.title:
            written.T = String(element.title)
        if element.alt:
            written.Alt = String(element.alt)
        if element.says:
            written.ActualText = String(element.says)
        if element.box:
            written.A = Dictionary(O=Name.Layout, BBox=Array(element.box), Placement=Name.Block)
        if element.numbering:
            written.A = Dictionary(O=Name.List, ListNumbering=Name(f"/{element.numbering}"))
        if element.scope:
            written.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
        written.K = Array([self._kid(kid, written) for kid in element.kids])
        return written

    def _kid(self, kid: Element | Mark | Hyperlink, parent: Object) -> Object:
        match kid:
            case Element():
                return self._element(kid, parent)
            case Mark(page=page, number=number):
                self._owners[page][number] = parent
                return Dictionary(Type=Name.MCR, Pg=self._pages[page], MCID=number)
            case Hyperlink(page=page):
                return Dictionary(Type=Name.OBJR, Pg=self._pages[page], Obj=self._link(kid, parent))

    def _link(self, link: Hyperlink, parent: Object) -> Object:
        annotation = self._pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array(link.rectangle),
                Border=Array([0, 0, 0]),
                F=4,  # to be printed, which PDF/A asks of every annotation
                A=Dictionary(Type=Name.Action, S=Name.URI, URI=String(link.target)),
                Contents=String(link.target),
                StructParent=len(self._pages) + len(self._links),
            )
        )
        self._links.append(parent)
        page = self._pages[link.page]
        page.Annots = Array([*page.get("/Annots", Array()), annotation])
        return annotation


def _describe(pdf: Pdf, document: Document) -> None:
    """Write what the file says about itself, twice and alike: ISO 19005-3, 6.6.3."""
    values = {"title": document.title, "author": document.author, "language": document.language, "creator": _CREATOR}
    escaped = {name: escape(value) for name, value in values.items()}
    metadata = _METADATA.format(**escaped, date=f"{document.date:%Y-%m-%d}T00:00:00Z")
    pdf.Root.Metadata = pdf.make_stream(metadata.encode(), Type=Name.Metadata, Subtype=Name.XML)
    day = f"D:{document.date:%Y%m%d}000000Z"
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(
            Title=String(document.title),
            Author=String(document.author),
            Creator=String(_CREATOR),
            Producer=String(_CREATOR),
            CreationDate=String(day),
            ModDate=String(day),
        )
    )


def _keep_colours(pdf: Pdf) -> None:
    """Tell what the colours mean: sRGB."""
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFA1,
                OutputConditionIdentifier=String("sRGB"),
                Info=String("sRGB IEC61966-2.1"),
                DestOutputProfile=pdf.make_stream(_profile(), N=3),
            )
        ]
    )


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return _PROFILE.read_bytes()


def _attach(pdf: Pdf, source: str, document: Document) -> None:
    """Embed the text that the pages show, as the file's source (ISO 19005-3, 6.8 and annex E)."""
    content = source.encode()
    stream = pdf.make_stream(
        content,
        Type=Name.EmbeddedFile,
        Subtype=Name("/text/plain"),
        Params=Dictionary(Size=len(content), ModDate=String(f"D:{document.date:%Y%m%d}000000Z")),
    )
    description = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(_SOURCE),
            UF=String(_SOURCE),
            Desc=String(document.title),
            AFRelationship=Name.Source,
            EF=Dictionary(F=stream, UF=stream),
        )
    )
    pdf.Root.AF = Array([description])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=Array([String(_SOURCE), description])))


def _bookmarks(element: Element) -> Iterator[tuple[str, int]]:
    """The headings, each with its page."""
    if element.title:
        yield element.title, _page(element)
    for kid in element.kids:
        if isinstance(kid, Element):
            yield from _bookmarks(kid)


def _page(element: Element) -> int:
    """The page on which an element begins."""
    first = element.kids[0]
    return _page(first) if isinstance(first, Element) else first.page
