"""Drafts as blocks: what stands on the paper, and what can't get there."""

from __future__ import annotations

import dataclasses
import datetime

import pytest

from dictation.errors import RenderError
from dictation.letters import lay_out
from dictation.model.document import Block, BlockKind, Document
from dictation.model.draft import Draft, Meeting, MeetingUpdate, Recipient
from dictation.model.people import Client, Secretary
from tests.letters.samples import (
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


def laid_out(draft: Draft | None = None, client: Client = HART, kind: str = "letter", language: str = "en") -> Document:
    return lay_out(draft or letter(language=language), client, date=DAY, template=source(kind, language))


def lines(document: Document, kind: BlockKind) -> list[tuple[str, ...]]:
    return [block.text_lines for block in document.blocks if block.kind is kind]


def test_a_letter_has_its_parts_in_order() -> None:
    kinds = [block.kind for block in laid_out().blocks if block.kind not in {BlockKind.PROSE, BlockKind.BULLETS}]
    assert kinds == [
        BlockKind.LETTERHEAD,
        BlockKind.ADDRESS,
        BlockKind.DATE,
        BlockKind.NOTICE,
        BlockKind.SALUTATION,
        BlockKind.SUBJECT,
        BlockKind.NUMBERED,
        BlockKind.CLOSING,
        BlockKind.SIGNATURE,
        BlockKind.ENCLOSURES,
        BlockKind.COPIES,
    ]


def test_what_was_not_dictated_is_absent() -> None:
    bare = letter(subject=passage(""), salutation=passage(""), closing=passage(""), enclosures=(), cc=(), delivery=None)
    kinds = {block.kind for block in laid_out(bare).blocks}
    assert kinds.isdisjoint(
        {
            BlockKind.SUBJECT,
            BlockKind.SALUTATION,
            BlockKind.CLOSING,
            BlockKind.ENCLOSURES,
            BlockKind.COPIES,
            BlockKind.NOTICE,
        }
    )
    assert BlockKind.SIGNATURE in kinds


@pytest.mark.parametrize(
    ("client", "language", "written"),
    [
        (HART, "en", "10 March 2026"),
        (MERCER, "en", "March 10, 2026"),
        (LESTARI, "id", "Malang, 10 Maret 2026"),
        (LESTARI, "en", "10 March 2026"),
        (HART, "de", "Datum: 10. März 2026"),
    ],
)
def test_dates_follow_language_and_country(client: Client, language: str, written: str) -> None:
    document = laid_out(client=client, language=language)
    assert (written,) in [block.text_lines for block in document.blocks]


@pytest.mark.parametrize(
    ("client", "name", "page"),
    [
        (HART, "uk-block", (210, 297)),
        (MERCER, "us-block", (215.9, 279.4)),
        (LESTARI, "id-resmi", (210, 297)),
        (dataclasses.replace(HART, address=("5 rue du Pont", "75004 Paris", "France")), "uk-block", (210, 297)),
        (dataclasses.replace(HART, address=()), "uk-block", (210, 297)),
        (dataclasses.replace(HART, layout="us-block"), "us-block", (215.9, 279.4)),
    ],
)
def test_the_layout_is_the_clients_or_the_countrys(client: Client, name: str, page: tuple[float, float]) -> None:
    layout = laid_out(client=client).layout
    assert (layout.name, (layout.page_width_mm, layout.page_height_mm)) == (name, page)


def test_an_address_at_home_leaves_the_country_out_and_one_abroad_keeps_it() -> None:
    at_home = ("Oona Quill", "Quill Museum of Time", "The Old Granary, 3 Staithe Street", "King's Lynn PE30 1LL")
    assert lines(laid_out(), BlockKind.ADDRESS) == [at_home]
    assert lines(laid_out(client=MERCER), BlockKind.ADDRESS) == [(*at_home, "United Kingdom")]


def test_a_town_is_not_taken_for_a_country() -> None:
    dublin = dataclasses.replace(HART, address=("1 Mill Lane", "Dublin 2"))
    to = Recipient(name="Ada Byrne", address=("9 Mill Lane", "Dublin 2"))
    assert lines(laid_out(letter(to=(to,)), dublin), BlockKind.ADDRESS) == [("Ada Byrne", "9 Mill Lane", "Dublin 2")]


def test_every_address_of_a_letter_to_two_is_there() -> None:
    second = Recipient(name="Ada Byrne", address=("9 Mill Lane", "Dublin 2", "Ireland"))
    addresses = lines(laid_out(letter(to=(QUILL, second))), BlockKind.ADDRESS)
    assert [address[0] for address in addresses] == ["Oona Quill", "Ada Byrne"]


def test_an_enclosure_with_a_comma_stays_apart_from_the_next() -> None:
    draft = letter(enclosures=(passage("plans, signed"), passage("key")))
    assert lines(laid_out(draft), BlockKind.ENCLOSURES) == [("Encs: plans, signed; key",)]


def test_indonesian_letters_name_what_they_hold_only_where_they_hold_something() -> None:
    with_enclosures = laid_out(client=LESTARI, language="id")
    assert ("Lampiran: estimate, two photographs",) in lines(with_enclosures, BlockKind.FIELD)
    assert lines(with_enclosures, BlockKind.ADDRESS)[0][0] == "Yth. Oona Quill"
    without = laid_out(letter(language="id", enclosures=()), LESTARI, language="id")
    assert lines(without, BlockKind.FIELD) == [("Perihal: Restoration of the turret clock",)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_no_template_shows_who_gets_a_blind_copy(kind: str, language: str) -> None:
    blind = Recipient(
        name="Zebedee Blind", email="zeb@blind.example", organisation="Blind Ltd", address=("1 Blind Rd",)
    )
    document = laid_out(letter(bcc=(blind,), language=language), kind=kind, language=language)
    assert "lind" not in repr(document)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_template_takes_a_draft_with_nothing_in_it(kind: str, language: str) -> None:
    empty = Draft(kind=letter().kind, language=language)
    nobody = Client(key="n", name="Nobody", secretary=Secretary(name="S", email="s@n.example"))
    assert laid_out(empty, nobody, kind=kind, language=language).block(BlockKind.SIGNATURE) or kind in {
        "memo",
        "consultation_head",
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_invitation_says_in_its_title_what_is_new(language: str) -> None:
    first, changed, cancelled = (
        lines(laid_out(letter(language=language, update=update), kind="invitation", language=language), BlockKind.TITLE)
        for update in (
            None,
            MeetingUpdate(uid="a", sequence=1),
            MeetingUpdate(uid="a", sequence=2, cancelled=True),
        )
    )
    subject = "Restoration of the turret clock"
    assert first == [(subject,)]
    assert len({title for ((title,),) in (first, changed, cancelled)}) == 3
    assert all(title.endswith(f": {subject}") for ((title,),) in (changed, cancelled))


def test_an_invitation_tells_when_where_and_who() -> None:
    zone = datetime.timezone(datetime.timedelta(hours=7), "WIB")
    start = datetime.datetime(2026, 6, 11, 23, 30, tzinfo=zone)
    draft = letter(meeting=Meeting(start=start, minutes=60, place="Hall B"), language="id")
    fields = lines(laid_out(draft, LESTARI, "invitation", "id"), BlockKind.FIELD)
    assert fields == [
        ("Tanggal: Kamis, 11 Juni 2026",),
        ("Waktu: 23.30–00.30 WIB",),
        ("Tempat: Hall B",),
        ("Diundang: Oona Quill, Jonas Brandt",),
    ]


def test_a_control_character_is_named_with_its_place() -> None:
    with pytest.raises(RenderError, match=r"U\+0007.*paragraph 2"):
        laid_out(letter(body=(paragraph("fine"), paragraph("ring\a"))))


def test_the_salutation_of_a_recipient_called_like_a_block_is_theirs() -> None:
    trick = letter(salutation=passage("[closing]"), body=(paragraph("[bullets]", "- a"),))
    document = laid_out(trick)
    assert lines(document, BlockKind.SALUTATION) == [("[closing]",)]
    assert lines(document, BlockKind.PROSE) == [("[bullets]", "- a")]
    assert lines(document, BlockKind.COPIES) == [(f"cc: {BRANDT.name}, {BRANDT.organisation}",)]


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u200d", "\u200e", "\u2060", "\u00ad", "\ufe0f", "\u2068"])
def test_marks_that_show_nothing_are_in_no_document(mark: str) -> None:
    document = laid_out(draft=letter(salutation=passage(f"Dear {mark}Ms{mark} Quill,{mark}")))
    assert document.block(BlockKind.SALUTATION) == Block(kind=BlockKind.SALUTATION, lines=("Dear Ms Quill,",))


def test_a_joiner_between_letters_that_it_joins_stays() -> None:
    name = "می‌خواهم"
    assert "\u200c" in name
    document = laid_out(draft=letter(salutation=passage(name)))
    assert document.block(BlockKind.SALUTATION) == Block(kind=BlockKind.SALUTATION, lines=(name,))


def test_a_mark_that_shows_other_words_than_there_are_is_refused() -> None:
    with pytest.raises(RenderError, match=r"U\+202E"):
        laid_out(draft=letter(subject=passage("evil\u202egpj.exe")))


def test_the_region_of_the_language_decides_how_dates_are_written() -> None:
    # An American draft on British paper, and the other way round.
    assert laid_out(draft=letter(language="en-US")).language == "en-US"
    assert laid_out(client=MERCER, draft=letter(language="en-GB")).language == "en-GB"
    assert laid_out(draft=letter(language="en")).language == "en-GB"


def test_a_paragraph_of_nothing_but_line_breaks_is_no_block() -> None:
    document = laid_out(draft=letter(body=(paragraph("\n"), paragraph("Hello."))))
    assert lines(document, BlockKind.PROSE) == [("Hello.",)]
