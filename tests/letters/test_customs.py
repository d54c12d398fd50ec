"""Letters as a good secretary of each country would send them."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.letters import lay_out
from dictation.model.document import BlockKind, Document
from dictation.model.draft import Draft, DraftKind, Recipient
from dictation.model.people import Client
from tests.letters.samples import (
    BERG,
    BRANDT,
    DAY,
    HART,
    KINDS,
    LANGUAGES,
    LESTARI,
    MERCER,
    QUILL,
    letter,
    paragraph,
    passage,
    source,
)

T = TypeVar("T")
SITORUS = Recipient(
    name="Bapak Sitorus", address=("PT Air Jernih", "Jalan Melati 4", "Solo 57141"), organisation="PT Air Jernih"
)
KERN = Recipient(name="Frau Kern", organisation="Kern & Co.", address=("Kornhaus 3", "04109 Leipzig", "Deutschland"))
TEXT = (paragraph("It is done."),)


def laid_out(client: Client, draft: Draft, kind: str = "letter", *, number: int | None = 12) -> Document:
    return lay_out(draft, client, date=DAY, template=source(kind, draft.language), number=number)


def read(document: Document) -> list[str]:
    """The paper's lines from the top on."""
    return [line for block in document.blocks for line in block.text_lines]


def test_a_british_letter_reads_as_in_full_block() -> None:
    draft = letter(body=TEXT, urgent=True)
    assert read(laid_out(dataclasses.replace(HART, reference="{number}/{year}"), draft)) == [
        "Hart Clockworks",
        "7 Tinsmith Row · Norwich NR2 1AA · United Kingdom",
        "imogen@hartclockworks.example",
        "Oona Quill",
        "Quill Museum of Time",
        "The Old Granary, 3 Staithe Street",
        "King's Lynn PE30 1LL",
        "Our ref: 12/2026",
        "10 March 2026",
        "URGENT",
        "RECORDED DELIVERY",
        "Dear Ms Quill,",
        "Restoration of the turret clock",
        "It is done.",
        "Yours sincerely,",
        "Imogen Hart",
        "Managing Director",
        "Hart Clockworks",
        "01603 496 0114",
        "Encs: estimate, two photographs",
        "cc: Jonas Brandt, Brandt & Söhne",
    ]


def test_an_american_letter_has_american_labels() -> None:
    draft = letter(body=TEXT)
    assert read(laid_out(dataclasses.replace(MERCER, reference="{number}/{year}"), draft)) == [
        "Mercer Orchard Supply",
        "1450 Prospect Avenue · Yakima, WA 98902 · USA",
        "dale@mercerorchard.example",
        "Oona Quill",
        "Quill Museum of Time",
        "The Old Granary, 3 Staithe Street",
        "King's Lynn PE30 1LL",
        "United Kingdom",
        "Reference: 12/2026",
        "March 10, 2026",
        "RECORDED DELIVERY",
        "Dear Ms Quill,",
        "Restoration of the turret clock",
        "It is done.",
        "Yours sincerely,",
        "Dale Mercer",
        "Owner",
        "509 555 0171",
        "Enclosures: estimate, two photographs",
        "cc: Jonas Brandt, Brandt & Söhne",
    ]


def test_an_indonesian_letter_reads_as_a_surat_resmi() -> None:
    draft = letter(
        to=(SITORUS,),
        cc=(BRANDT, QUILL),
        subject=passage("Penawaran harga"),
        salutation=passage(""),
        body=TEXT,
        closing=passage(""),
        enclosures=(passage("daftar harga"),),
        urgent=True,
        delivery=None,
        language="id",
    )
    assert read(laid_out(dataclasses.replace(LESTARI, reference="{number}/{year}"), draft)) == [
        "PT Kopi Pegunungan",
        "Jalan Cendana No. 5 · Malang 65112 · Indonesia",
        "ayu@kopipegunungan.example",
        "Malang, 10 Maret 2026",
        "Nomor: 12/2026",
        "Sifat: Segera",
        "Lampiran: daftar harga",
        "Perihal: Penawaran harga",
        "Yth. Bapak Sitorus",
        "PT Air Jernih",
        "Jalan Melati 4",
        "Solo 57141",
        "Dengan hormat,",
        "It is done.",
        "Hormat kami,",
        "Ayu Lestari",
        "Direktur Utama",
        "PT Kopi Pegunungan",
        "Tembusan:",
        "1. Jonas Brandt, Brandt & Söhne",
        "2. Oona Quill, Quill Museum of Time",
    ]


def test_a_german_letter_reads_as_din_5008_has_it() -> None:
    draft = letter(
        to=(KERN,),
        subject=passage("Turmuhr"),
        salutation=passage("Sehr geehrte Frau Kern,"),
        body=TEXT,
        closing=passage("Mit freundlichen Grüßen"),
        delivery="Einschreiben",
        urgent=True,
        language="de",
    )
    assert read(laid_out(dataclasses.replace(BERG, reference="{number}/{year}"), draft)) == [
        "Berg Uhrwerke GmbH",
        "Lindenweg 3 · 99084 Erfurt · Deutschland",
        "ines@berg-uhrwerke.example",
        "Berg Uhrwerke GmbH · Lindenweg 3 · 99084 Erfurt",
        "Einschreiben",
        "Frau Kern",
        "Kern & Co.",
        "Kornhaus 3",
        "04109 Leipzig",
        "Unser Zeichen: 12/2026",
        "Datum: 10. März 2026",
        "Eilt",
        "Turmuhr",
        "Sehr geehrte Frau Kern,",
        "It is done.",
        "Mit freundlichen Grüßen",
        "Ines Berg",
        "Geschäftsführerin",
        "Anlagen",
        "estimate",
        "two photographs",
        "Verteiler",
        "Jonas Brandt, Brandt & Söhne",
    ]


@pytest.mark.parametrize(
    ("client", "language", "labels"),
    [
        (HART, "en", []),
        (MERCER, "en", []),
        (LESTARI, "id", []),
        (BERG, "de", ["Datum"]),
    ],
)
def test_no_label_stands_where_there_is_nothing_to_say(client: Client, language: str, labels: list[str]) -> None:
    draft = letter(subject=passage(""), cc=(), enclosures=(), delivery=None, language=language)
    document = laid_out(client, draft)
    assert [block.label for block in document.blocks if block.label] == labels
    assert {"Anlage", "Anlagen", "Verteiler", "Tembusan:"}.isdisjoint(read(document))


@pytest.mark.parametrize(
    ("client", "language", "told"),
    [
        (HART, "en", ["Enc: estimate"]),
        (MERCER, "en", ["Enclosure: estimate"]),
        (BERG, "de", ["Anlage", "estimate"]),
        (LESTARI, "id", ["Lampiran: estimate"]),
    ],
)
def test_one_enclosure_is_told_of_in_the_singular(client: Client, language: str, told: list[str]) -> None:
    draft = letter(enclosures=(passage("estimate"),), cc=(), language=language)
    lines = read(laid_out(client, draft))
    begins = lines.index(told[0])
    assert lines[begins : begins + len(told)] == told


def test_a_dictated_salutation_and_closing_take_the_place_of_the_indonesian_formulas() -> None:
    draft = letter(salutation=passage("Bapak Sitorus yang baik,"), closing=passage("Salam hangat,"), language="id")
    lines = read(laid_out(LESTARI, draft))
    assert {"Bapak Sitorus yang baik,", "Salam hangat,"} <= set(lines)
    assert {"Dengan hormat,", "Hormat kami,"}.isdisjoint(lines)


def test_an_indonesian_who_writes_for_nobody_else_closes_for_herself() -> None:
    herself = dataclasses.replace(LESTARI, organisation="", address=("Jalan Cendana No. 5", "Malang 65112"))
    draft = letter(closing=passage(""), language="id")
    assert "Hormat saya," in read(lay_out(draft, herself, date=DAY, template=source("letter", "id")))


def test_one_tembusan_bears_no_number_and_yth_is_not_said_twice() -> None:
    draft = letter(to=(dataclasses.replace(SITORUS, name="Yth. Direktur"),), language="id")
    lines = read(laid_out(LESTARI, draft))
    assert lines[-2:] == ["Tembusan:", "Jonas Brandt, Brandt & Söhne"]
    assert "Yth. Direktur" in lines


def test_whoever_is_called_like_the_firm_is_named_once_among_the_copies() -> None:
    bank = Recipient(name="Brandt & Söhne", organisation="Brandt & Söhne")
    assert read(laid_out(HART, letter(cc=(bank,))))[-1] == "cc: Brandt & Söhne"


def test_an_english_letter_of_a_german_firm_shows_where_it_comes_from_in_the_window() -> None:
    document = laid_out(BERG, letter())
    sender = document.block(BlockKind.SENDER)
    assert sender is not None
    assert sender.lines == ("Berg Uhrwerke GmbH · Lindenweg 3 · 99084 Erfurt",)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_later_pages_of_every_kind_name_who_it_is_to(kind: str, language: str) -> None:
    document = laid_out(HART, letter(language=language), kind)
    assert "Oona Quill" in document.continuation
    assert document.page_word == {"en": "Page", "de": "Seite", "id": "Halaman"}[language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mailing_says_who_sends_it_from_where_and_how_to_be_taken_off_the_list(language: str) -> None:
    document = laid_out(HART, letter(language=language), "mailing")
    title = document.block(BlockKind.TITLE)
    assert title is not None
    assert title.lines == ("Restoration of the turret clock",)
    *_, signature, leaving = document.blocks
    assert signature.kind is BlockKind.SIGNATURE
    assert (leaving.kind, len(leaving.lines)) == (BlockKind.PROSE, 2)
    assert leaving.lines[0].endswith("{unsubscribe}")
    assert leaving.lines[1] == "Hart Clockworks, 7 Tinsmith Row, Norwich NR2 1AA, United Kingdom"


@st.composite
def drafts(draw: st.DrawFn) -> tuple[Client, Draft]:
    """A client and a draft, each field filled or empty."""

    def maybe(filled: T, empty: T) -> T:
        return filled if draw(st.booleans()) else empty

    meeting = letter().meeting
    assert meeting is not None
    person = Recipient(
        name="Oona Quill",
        organisation=maybe("Quill Museum", ""),
        email=maybe("oona@quillmuseum.example", ""),
        address=maybe(("3 Staithe Street", "King's Lynn PE30 1LL"), ()),
    )
    client = dataclasses.replace(
        draw(st.sampled_from([HART, MERCER, LESTARI, BERG])),
        reference=maybe("{number}", ""),
        email=maybe("us@here.example", ""),
    )
    client = dataclasses.replace(
        client,
        organisation=maybe(client.organisation, ""),
        address=maybe(client.address, ()),
        signature=maybe(client.signature, ()),
        layout=draw(st.sampled_from(["uk-block", "us-block", "id-resmi", "de-din5008"])),
    )
    return client, Draft(
        kind=DraftKind.LETTER,
        to=maybe((person,), ()),
        cc=draw(st.sampled_from([(), (person,), (BRANDT, person)])),
        subject=passage(maybe("The clock", "")),
        salutation=passage(maybe("Dear Oona,", "")),
        body=maybe(TEXT, ()),
        closing=passage(maybe("Yours,", "")),
        enclosures=maybe((passage("key"),), ()),
        urgent=draw(st.booleans()),
        delivery=maybe("by hand", None),
        meeting=maybe(dataclasses.replace(meeting, place=maybe("Hall B", "")), None),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
@settings(deadline=None, max_examples=60)
@given(sample=drafts())
def test_whatever_is_missing_no_line_is_a_bare_label_or_mere_punctuation(
    kind: str, language: str, sample: tuple[Client, Draft]
) -> None:
    client, draft = sample
    document = laid_out(client, dataclasses.replace(draft, language=language), kind)
    for block, following in pairwise((*document.blocks, None)):
        assert block is not None
        for line in block.text_lines:
            announces = following is not None and following.kind is block.kind
            require_whole(line.removesuffix(":") if announces else line)
    for line in (document.header, document.continuation):
        for part in filter(None, line.split(" · ")):
            require_whole(part)


def require_whole(line: str) -> None:
    assert re.search(r"\w", line)
    assert not re.search(r"[:·(“„–-]$|^[\s.,;:·)”-]|\s\s|“”|„“|· ·|None|Undefined", line), line
