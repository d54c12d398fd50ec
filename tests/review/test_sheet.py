"""Each sentence of a draft stands beside the words that it was made from, with their time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dictation.model.draft import Draft, DraftKind, Flag, FlagKind, Paragraph, Passage, Piece
from dictation.model.transcript import Word
from dictation.review import Part, Wording, draft_sheet, reword
from tests.strategies import drafts, passages


def heard(text: str, *, start_ms: int = 0, speaker: str | None = None) -> list[Word]:
    """Words of half a second each, one after the other."""
    return [
        Word(text=word, start_ms=start_ms + 500 * place, end_ms=start_ms + 500 * place + 500, speaker=speaker)
        for place, word in enumerate(text.split())
    ]


def email(*pieces: Piece, flags: tuple[Flag, ...] = ()) -> Draft:
    return Draft(kind=DraftKind.EMAIL, body=(Paragraph(lines=(Passage(pieces=pieces),)),), flags=flags)


def as_heard(words: list[Word], first: int, last: int) -> tuple[Piece, ...]:
    """A piece for each of the words, as they are."""
    return tuple(
        Piece(text=f" {words[place].text}", words=(place,), start_ms=words[place].start_ms, end_ms=words[place].end_ms)
        for place in range(first, last)
    )


def marked(runs: tuple[Wording, ...]) -> str:
    """The runs in a line, those that differ in brackets."""
    return " ".join(f"[{run.text.strip()}]" if run.differs else run.text.strip() for run in runs)


def test_a_figure_and_its_spoken_words_are_marked_on_both_sides() -> None:
    words = heard("it costs three hundred pounds a ton full stop")
    money, stop = Piece(text=" £300", words=(2, 3, 4), rule="money"), Piece(text=".", words=(7, 8), rule="mark")
    draft = email(*as_heard(words, 0, 2), money, *as_heard(words, 5, 7), stop)
    (sentence,) = draft_sheet(draft, words).sentences
    assert marked(sentence.written) == "it costs [£300] a ton."
    assert marked(sentence.stretches[0].heard) == "it costs [three hundred pounds] a ton full stop"


def test_hesitations_between_the_words_are_shown_and_the_other_speakers_words_are_not() -> None:
    words = [
        *heard("the um pears", speaker="A"),
        *heard("yes", start_ms=1500, speaker="B"),
        *heard("are ripe", start_ms=2000, speaker="A"),
    ]
    pieces = [piece for piece in as_heard(words, 0, 6) if piece.words[0] not in {1, 3}]
    (sentence,) = draft_sheet(email(*pieces), words).sentences
    assert marked(sentence.stretches[0].heard) == "the [um] pears are ripe"


def test_a_word_that_was_changed_later_is_a_clip_of_its_own() -> None:
    words = [*heard("come on tuesday at noon"), *heard("make that wednesday", start_ms=60_000)]
    changed = Piece(text=" Wednesday", words=(7,), start_ms=61_000, end_ms=61_500)
    draft = email(*as_heard(words, 0, 2), changed, *as_heard(words, 3, 5))
    (sentence,) = draft_sheet(draft, words).sentences
    assert [(each.start_ms, each.end_ms, marked(each.heard)) for each in sentence.stretches] == [
        (0, 2500, "come on [tuesday] at noon"),
        (61_000, 61_500, "wednesday"),
    ]
    assert sentence.main == sentence.stretches[0]


def test_words_of_another_sentence_stand_with_that_sentence_alone() -> None:
    words = heard("We meet. Come early. at noon")
    first, second = as_heard(words, 0, 2), as_heard(words, 2, 4)
    moved = as_heard(words, 4, 6)
    draft = email(*first[:1], *moved, *first[1:], *second)
    one, other = draft_sheet(draft, words).sentences
    assert [marked(each.heard) for each in one.stretches] == ["We meet.", "at noon"]
    assert [marked(each.heard) for each in other.stretches] == ["Come early."]


def test_what_a_person_typed_or_deleted_differs_from_what_was_heard() -> None:
    words = heard("please send to glass doors soon")
    typed = reword(reword(email(*as_heard(words, 0, 6)), "to glass", "two glass"), " soon", "")
    (sentence,) = draft_sheet(typed, words).sentences
    assert marked(sentence.written) == "please send [two glass] doors []"
    assert marked(sentence.stretches[0].heard) == "please send [to glass] doors [soon]"


def test_sentences_end_at_marks_and_not_at_abbreviations() -> None:
    words = heard("Mr. Lee can come, e.g. on Monday. Can you? I hope so! Yes. no")
    written = [sentence.text for sentence in draft_sheet(email(*as_heard(words, 0, len(words))), words).sentences]
    assert written == ["Mr. Lee can come, e.g. on Monday.", "Can you?", "I hope so!", "Yes. no"]


def test_the_parts_come_in_the_order_of_reading() -> None:
    (one,) = as_heard(heard("one"), 0, 1)
    passage = Passage(pieces=(one,))
    draft = Draft(
        kind=DraftKind.LETTER,
        subject=passage,
        salutation=passage,
        body=(Paragraph(lines=(passage, passage)),),
        closing=passage,
        enclosures=(passage,),
    )
    assert [sentence.part for sentence in draft_sheet(draft, heard("one")).sentences] == [
        *(Part.SUBJECT, Part.SALUTATION, Part.BODY, Part.BODY, Part.CLOSING, Part.ENCLOSURE)
    ]


def test_a_flag_leads_to_the_sentences_about_its_speech() -> None:
    words = heard("We meet. Come early. at noon")
    flag = Flag(kind=FlagKind.DATE, message="not clear", start_ms=words[3].start_ms, end_ms=words[3].end_ms)
    nowhere = Flag(kind=FlagKind.MISSING, message="no closing")
    sheet = draft_sheet(email(*as_heard(words, 0, 6), flags=(flag, nowhere)), words)
    assert [place.sentences for place in sheet.flags] == [(1,), ()]


@given(draft=drafts(), many=st.integers(0, 200), gap_ms=st.integers(0, 4000))
def test_no_character_no_word_and_no_time_is_lost(draft: Draft, many: int, gap_ms: int) -> None:
    words = [
        Word(text=f"w{place}", start_ms=place * (300 + gap_ms), end_ms=place * (300 + gap_ms) + 300)
        for place in range(many)
    ]
    sheet = draft_sheet(draft, words)
    passages = (*draft.passages, *draft.enclosures)
    assert "".join(run.text for each in sheet.sentences for run in each.written) == "".join(p.text for p in passages)
    named = {word for passage in passages for piece in passage.pieces for word in piece.words if word < many}
    stretches = [stretch for each in sheet.sentences for stretch in each.stretches]
    shown = {word for stretch in stretches for run in stretch.heard for word in run.text.split()}
    assert {f"w{word}" for word in named} <= shown
    assert all(stretch.start_ms <= stretch.end_ms for stretch in stretches)
    assert [place.flag for place in sheet.flags] == list(draft.flags)


@given(passage=passages(), many=st.integers(0, 5000))
def test_a_sentence_has_a_time_where_its_words_or_its_pieces_have_one(passage: Passage, many: int) -> None:
    words = [Word(text="w", start_ms=0, end_ms=1)] * many
    sheet = draft_sheet(Draft(kind=DraftKind.EMAIL, subject=passage), words)
    timed = any(
        piece.start_ms is not None or piece.end_ms is not None or any(word < many for word in piece.words)
        for piece in passage.pieces
    )
    assert any(sentence.main for sentence in sheet.sentences) == timed
