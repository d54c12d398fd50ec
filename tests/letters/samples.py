"""Clients, drafts and templates for the tests of letters and writers."""

from __future__ import annotations

import datetime
from pathlib import Path

from dictation.model.document import SourceFile, TemplateSource
from dictation.model.draft import Draft, DraftKind, Meeting, Paragraph, ParagraphKind, Passage, Piece, Recipient
from dictation.model.people import Client, Secretary

TEMPLATES = Path(__file__).parents[2] / "letter_templates"
LANGUAGES = ("de", "en", "id")
KINDS = ("letter", "email", "cover", "memo", "invitation", "mailing", "consultation", "consultation_head")
DAY = datetime.date(2026, 3, 10)

HART = Client(
    key="hart",
    name="Imogen Hart",
    organisation="Hart Clockworks",
    email="imogen@hartclockworks.example",
    address=("Hart Clockworks", "7 Tinsmith Row", "Norwich NR2 1AA", "United Kingdom"),
    signature=("Imogen Hart", "Managing Director", "Hart Clockworks", "01603 496 0114"),
    secretary=Secretary(name="Peter Olu", email="peter@hartclockworks.example"),
    timezone="Europe/London",
)
MERCER = Client(
    key="mercer",
    name="Dale Mercer",
    organisation="Mercer Orchard Supply",
    email="dale@mercerorchard.example",
    address=("Mercer Orchard Supply", "1450 Prospect Avenue", "Yakima, WA 98902", "USA"),
    signature=("Dale Mercer", "Owner", "509 555 0171"),
    secretary=Secretary(name="Joy Abara", email="joy@mercerorchard.example"),
    timezone="America/Los_Angeles",
)
LESTARI = Client(
    key="lestari",
    name="Ayu Lestari",
    organisation="PT Kopi Pegunungan",
    email="ayu@kopipegunungan.example",
    address=("PT Kopi Pegunungan", "Jalan Cendana No. 5", "Malang 65112", "Indonesia"),
    signature=("Ayu Lestari", "Direktur Utama", "PT Kopi Pegunungan"),
    secretary=Secretary(name="Putri Handoko", email="putri@kopipegunungan.example"),
    language="id",
    timezone="Asia/Jakarta",
)
BERG = Client(
    key="berg",
    name="Ines Berg",
    organisation="Berg Uhrwerke GmbH",
    email="ines@berg-uhrwerke.example",
    address=("Berg Uhrwerke GmbH", "Lindenweg 3", "99084 Erfurt", "Deutschland"),
    signature=("Ines Berg", "Geschäftsführerin"),
    secretary=Secretary(name="Udo Krafft", email="udo@berg-uhrwerke.example"),
    language="de",
    timezone="Europe/Berlin",
)
QUILL = Recipient(
    name="Oona Quill",
    email="oona@quillmuseum.example",
    address=("Quill Museum of Time", "The Old Granary, 3 Staithe Street", "King's Lynn PE30 1LL", "United Kingdom"),
    organisation="Quill Museum of Time",
)
BRANDT = Recipient(name="Jonas Brandt", email="jonas@brandt.example", organisation="Brandt & Söhne")


def passage(text: str) -> Passage:
    return Passage(pieces=(Piece(text=text, rule="test"),)) if text else Passage()


def paragraph(*lines: str, kind: ParagraphKind = ParagraphKind.PROSE) -> Paragraph:
    return Paragraph(lines=tuple(map(passage, lines)), kind=kind)


def letter(**changes: object) -> Draft:
    fields: dict[str, object] = {
        "kind": DraftKind.LETTER,
        "to": (QUILL,),
        "cc": (BRANDT,),
        "subject": passage("Restoration of the turret clock"),
        "salutation": passage("Dear Ms Quill,"),
        "body": (
            paragraph(
                "Thank you for showing me the tower last week. The movement is in better order than I had feared, and "
                "I can offer to restore it for £4,850, which includes scaffolding and a new strike train."
            ),
            paragraph("We would:"),
            paragraph(
                "take the movement down in the week of 13 April",
                "clean it, and replace the escape wheel and both lines, which are worn through at the barrel and "
                "should not be trusted for another winter",
                "return it before the fair",
                kind=ParagraphKind.NUMBERED,
            ),
            paragraph("Two things remain open:"),
            paragraph("who insures the bell", "who holds the key", kind=ParagraphKind.BULLETS),
            paragraph("Could you let me know by 27 March?"),
        ),
        "closing": passage("Yours sincerely,"),
        "enclosures": (passage("estimate"), passage("two photographs")),
        "delivery": "recorded delivery",
        "meeting": Meeting(
            start=datetime.datetime(2026, 4, 16, 10, 0, tzinfo=datetime.UTC), minutes=90, place="the tower room"
        ),
    }
    return Draft(**(fields | changes))  # type: ignore[arg-type]


def source(kind: str, language: str = "en") -> TemplateSource:
    return TemplateSource(
        template=_read(TEMPLATES / language / f"{kind}.j2"),
        layouts=tuple(_read(path) for path in sorted((TEMPLATES / "layouts").glob("*.toml"))),
    )


def template(text: str) -> TemplateSource:
    return TemplateSource(template=SourceFile(name="own.j2", text=text), layouts=source("letter").layouts)


def _read(path: Path) -> SourceFile:
    return SourceFile(
        name=path.relative_to(TEMPLATES).as_posix(), text=path.read_text(encoding="utf-8"), path=str(path)
    )
