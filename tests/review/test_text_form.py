"""A draft as a text to edit: what was not touched stays as it was, and every mistake is told."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.errors import InputError
from dictation.model.draft import (
    Draft,
    DraftKind,
    Flag,
    FlagKind,
    Meeting,
    Paragraph,
    ParagraphKind,
    Passage,
    Piece,
    Recipient,
)
from dictation.model.people import Contact
from dictation.review import read_draft, write_draft, write_mistake
from tests.strategies import drafts

WEAVER = Contact(name="Runa Holt", email="runa@holtweaving.example", address=("1 Loom Street", "Galashiels"))
BOOK = (WEAVER, Contact(name="Ola Berg", email="ola@berg.example"))
ZONE = "Europe/London"


def heard(text: str, first: int) -> Passage:
    """A passage in which every word is a piece of its own, the first being that of so many in the call."""
    words = re.findall(r"\s*\S+", text)
    return Passage(
        pieces=tuple(
            Piece(text=word, words=(place,), start_ms=1000 * place, end_ms=1000 * place + 900)
            for place, word in enumerate(words, first)
        )
    )


LETTER = Draft(
    kind=DraftKind.LETTER,
    to=(Recipient(name="Runa Holt", email=WEAVER.email, address=WEAVER.address, heard="Runa"),),
    cc=(Recipient(name="Mr Berg", heard="Mr Berg", resolved=False),),
    subject=heard("the blankets", 10),
    salutation=heard("Dear Runa,", 20),
    body=(
        Paragraph(lines=(heard("We need forty blankets by May.", 30),)),
        Paragraph(lines=(heard("two red ones", 40), heard("- and a blue one", 50)), kind=ParagraphKind.BULLETS),
    ),
    closing=heard("Kind regards,", 60),
    enclosures=(heard("the pattern; in red", 70),),
    delivery="registered post",
    flags=(
        Flag(kind=FlagKind.RECIPIENT, message="not settled", words="Mr Berg", start_ms=0, end_ms=900),
        Flag(kind=FlagKind.AMOUNT, message="forty?", words="forty", start_ms=32_000, end_ms=32_900),
        Flag(kind=FlagKind.DATE, message="May?", words="May", start_ms=35_000, end_ms=35_900),
    ),
)


def edited(draft: Draft, *changes: tuple[str, str]) -> Draft:
    """The draft that somebody makes of it by replacing parts of its text, of which each stands in it once."""
    text = write_draft(draft)
    for old, new in changes:
        assert text.count(old) == 1, text
        text = text.replace(old, new)
    return read_draft(text, draft, BOOK, ZONE)


def origins(draft: Draft) -> dict[str, tuple[int, ...]]:
    return {piece.text.strip(): piece.words for passage in draft.passages for piece in passage.pieces}


@given(drafts())
def test_a_text_that_nobody_changed_is_the_same_draft(draft: Draft) -> None:
    assert read_draft(write_draft(draft), draft, BOOK, ZONE) == draft


@given(drafts())
def test_the_text_alone_tells_the_words_of_the_draft(draft: Draft) -> None:
    """Read back into a draft that has none of them, so that nothing can be taken over from there."""
    people = Draft(kind=DraftKind.MEMO, to=draft.to, cc=draft.cc, bcc=draft.bcc)
    read = read_draft(write_draft(draft), people, BOOK, ZONE)
    assert (read.kind, read.urgent) == (draft.kind, draft.urgent)
    assert [(each.kind, [line.text for line in each.lines]) for each in read.body] == [
        (each.kind, [line.text for line in each.lines]) for each in draft.body
    ]
    assert (read.salutation.text, read.closing.text) == (draft.salutation.text, draft.closing.text)
    assert read.subject.text == draft.subject.text.strip()
    assert [each.text.strip() for each in read.enclosures] == [
        each.text.strip() for each in draft.enclosures if each.text.strip()
    ]


@given(drafts())
def test_an_editor_that_writes_line_ends_as_windows_does_changes_nothing(draft: Draft) -> None:
    assert read_draft(write_draft(draft).replace("\n", "\r\n"), draft, BOOK, ZONE) == draft


def test_a_changed_word_takes_the_time_of_the_one_it_replaces_and_its_flag_goes() -> None:
    changed = edited(LETTER, ("forty", "fourteen"))
    (line,) = changed.body[0].lines
    typed = [piece for piece in line.pieces if piece.rule == "edited"]
    assert [(piece.text, piece.words, piece.start_ms, piece.end_ms) for piece in typed] == [
        (" fourteen", (32,), 32_000, 32_900)
    ]
    assert origins(changed).items() >= {each for each in origins(LETTER).items() if each[0] != "forty"}
    assert [flag.kind for flag in changed.flags] == [FlagKind.RECIPIENT, FlagKind.DATE]


LINES = st.lists(st.lists(st.integers(0, 30), min_size=1, max_size=6), min_size=1, max_size=5)


@given(LINES, st.data())
def test_every_word_that_stays_keeps_its_piece(numbers: list[list[int]], data: st.DataObject) -> None:
    """Words are taken out, typed between the others, and lines joined and broken, in a draft in which each is once."""
    unique = iter(range(1000))
    old = [[f"word{next(unique)}" for _ in line] for line in numbers]
    places = {word: place for place, word in enumerate(word for line in old for word in line)}
    draft = Draft(
        kind=DraftKind.EMAIL,
        body=tuple(Paragraph(lines=(heard(" ".join(line), places[line[0]]),)) for line in old),
    )
    kept = [word for word in places if data.draw(st.booleans())]
    words = [word for each in kept for word in ([f"typed{each}"] if data.draw(st.booleans()) else []) + [each]]
    breaks = data.draw(st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=len(words), max_size=len(words)))
    body = "".join(word + gap for word, gap in zip(words, breaks, strict=True))
    head = write_draft(draft).partition("\n\n")[0]
    changed = read_draft(f"{head}\n\n\\\n\n{body}\n\n\\\n", draft, (), ZONE)
    found = [piece for passage in changed.passages for piece in passage.pieces if piece.rule != "edited"]
    assert [(piece.text.strip(), piece.words) for piece in found] == [(word, (places[word],)) for word in kept]
    assert changed.body_text.split() == words


def test_paragraphs_that_change_places_keep_where_they_came_from() -> None:
    text = write_draft(LETTER)
    first, second = "We need forty blankets by May.", "- two red ones\n- - and a blue one"
    moved = text.replace(first, "PLACE").replace(second, first).replace("PLACE", second)
    assert text != moved
    changed = read_draft(moved, LETTER, BOOK, ZONE)
    assert changed.body == (LETTER.body[1], LETTER.body[0])
    assert changed.flags == LETTER.flags


def test_people_are_those_of_the_address_book_and_the_flag_goes_when_all_are_settled() -> None:
    changed = edited(LETTER, ("Mr Berg?", "Ola Berg, Ada Frost <ada@frost.example>"))
    assert changed.to == LETTER.to
    assert [(each.name, each.email, each.resolved) for each in changed.cc] == [
        ("Ola Berg", "ola@berg.example", True),
        ("Ada Frost", "ada@frost.example", True),
    ]
    assert FlagKind.RECIPIENT not in [flag.kind for flag in changed.flags]


def test_somebody_keeps_what_is_known_of_them_in_another_header() -> None:
    changed = edited(
        LETTER, ("To: Runa Holt <runa@holtweaving.example>", "To: Ola Berg"), ("\nBcc:", "\nBcc: Mr Berg?")
    )
    assert changed.bcc == LETTER.cc


def test_every_header_can_be_changed() -> None:
    changed = edited(
        LETTER,
        ("Subject: the blankets", "Subject: the forty blankets"),
        ("Kind: letter", "kind: Invite"),
        ("\nSend-at:", "\nSend-at: 2026-07-01 8:30"),
        ("Delivery: registered post", "Delivery:"),
        ('"the pattern; in red"', '"the pattern; in red"; the price list\nEnclosures: a sample'),
        ("Urgent: no", "Urgent: yes\nWhen: 2026-07-02 14:00 Asia/Jakarta\nMinutes: 45\nWhere: the mill"),
    )
    assert changed == replace(
        LETTER,
        kind=DraftKind.INVITE,
        subject=changed.subject,
        send_at=datetime(2026, 7, 1, 8, 30, tzinfo=ZoneInfo(ZONE)),
        delivery=None,
        enclosures=changed.enclosures,
        urgent=True,
        meeting=Meeting(
            start=datetime(2026, 7, 2, 14, 0, tzinfo=ZoneInfo("Asia/Jakarta")), minutes=45, place="the mill"
        ),
    )
    assert changed.subject.text == "the forty blankets"
    assert [each.text for each in changed.enclosures] == ["the pattern; in red", "the price list", "a sample"]
    assert changed.enclosures[0] == LETTER.enclosures[0]


@pytest.mark.parametrize(
    ("change", "place", "told"),
    [
        (("Subject:", "Sbject:"), "line 10", "no header"),
        (("Subject:", "the blankets of\nSubject:"), "line 10", "no header"),
        (("Kind: letter", ""), "the text below", "salutation"),
        (("Kind: letter\n", ""), "Kind", "no kind"),
        (("Kind: letter", "Kind: postcard"), "Kind", "'postcard'"),
        (("Kind: letter", "Kind: letter\nKind: memo"), "line 12", "twice"),
        (("\nSend-at:", "\nSend-at: tomorrow"), "Send-at", "'tomorrow'"),
        (("\nSend-at:", "\nSend-at: 2026-02-30 10:00"), "Send-at", "no date"),
        (("\nSend-at:", "\nSend-at: 2026-02-03 10:00 Mars/Olympus"), "Send-at", "no date"),
        (("Urgent: no", "Urgent: very"), "Urgent", "'very'"),
        (("Urgent: no", "When: 2026-02-03 10:00"), "Minutes", "minutes"),
        (("Mr Berg?", "Mr Bergg"), "address book", "'Mr Bergg'"),
        (("Dear Runa,\n\n", "Dear Runa,\n"), "the text below", "salutation"),
        (("Kind regards,", "Kind regards,\nNell"), "the text below", "closing"),
    ],
)
def test_a_mistake_is_told_with_its_place(change: tuple[str, str], place: str, told: str) -> None:
    with pytest.raises(InputError, match=re.escape(told)) as caught:
        edited(LETTER, change)
    assert place in str(caught.value.place)
    assert caught.value.remedy


def test_a_mistake_is_told_above_the_text_which_stays_and_the_next_takes_its_place() -> None:
    text = write_draft(LETTER).replace("We need", "#! We need")
    once = write_mistake(text, InputError("the first mistake", place="line 9"))
    twice = write_mistake(once, InputError("the second mistake"))
    assert "the first mistake" in once
    assert once.endswith(text)
    assert (twice.count("mistake"), twice.endswith(text)) == (1, True)
    assert read_draft(once, LETTER, BOOK, ZONE) == read_draft(text, LETTER, BOOK, ZONE)


def test_below_the_headers_nothing_is_taken_for_a_remark() -> None:
    changed = edited(LETTER, ("We need forty blankets by May.", "# We need\n#! forty\nTo: blankets"))
    assert changed.body[0].text == "# We need\n#! forty\nTo: blankets"
    assert changed.to == LETTER.to
