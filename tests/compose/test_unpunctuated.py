"""Transcripts of words and pauses alone, without punctuation and capitals, and commands that were misheard."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.compose.boundaries import SENTENCE, find_boundaries
from dictation.compose.breaks import Break, BreakModel
from dictation.compose.language_files import load_language
from dictation.compose.tokens import tokenise
from dictation.model.draft import FlagKind
from dictation.model.transcript import Segment, Transcript, Word
from tests.compose.calls import compose
from tests.compose.drafts import flagged, names, only, paragraphs

EXAMPLES = (
    "The engine came on Monday. It runs well, and we are glad. Please send the bill.",
    "We open in May. The crane is here. Thank you, Tom.",
)
NORMS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzäé'-0123456789", max_size=12)


@settings(max_examples=200, deadline=None)
@given(before=NORMS, after=NORMS, pause_ms=st.integers(min_value=-10_000, max_value=10**9))
def test_a_break_is_told_of_any_two_words_and_always_the_same(before: str, after: str, pause_ms: int) -> None:
    model = BreakModel(EXAMPLES)
    found = model.likeliest(before, after, pause_ms)
    assert found in Break
    assert found is model.likeliest(before, after, pause_ms)
    assert found is BreakModel(EXAMPLES).likeliest(before, after, pause_ms)


def test_a_model_without_examples_says_that_it_has_none() -> None:
    assert not BreakModel([])
    assert BreakModel(EXAMPLES)


@settings(max_examples=200, deadline=None)
@given(before=NORMS, after=NORMS, pauses=st.lists(st.integers(min_value=0, max_value=3000), min_size=2, max_size=2))
def test_a_longer_pause_never_makes_a_sentence_end_less_likely(before: str, after: str, pauses: list[int]) -> None:
    model = BreakModel(EXAMPLES)
    short, long = sorted(pauses)
    if model.likeliest(before, after, short) is Break.END:
        assert model.likeliest(before, after, long) is Break.END


def sentence_ends(*sentences: str, pause_ms: int) -> list[int]:
    """Behind how many words a sentence ends, of words without marks or capitals and a pause between sentences."""
    words, clock = [], 0
    for sentence in sentences:
        for text in sentence.split():
            words.append(Word(text=text, start_ms=clock, end_ms=clock + 280))
            clock += 290
        clock += pause_ms
    language = load_language("en")
    tokens = tokenise(
        Transcript(language="en", segments=(Segment(words=tuple(words), start_ms=0, end_ms=clock),)),
        number_parts=language.number_parts,
        abbreviations=language.words.abbreviations,
    )
    before = find_boundaries(tokens, language).before
    return [place for place in range(1, len(tokens)) if before[place] >= SENTENCE]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("the winch is broken", "we need another"),
        ("the engine came on monday", "it runs well"),
        ("we close at the end of october", "the crane goes into the shed"),
        ("nobody has seen the harbour master", "i am told he is ill"),
        ("your mooring is free", "please tell us when you come"),
    ],
)
def test_a_long_pause_between_ordinary_words_ends_a_sentence(first: str, second: str) -> None:
    assert sentence_ends(first, second, pause_ms=1200) == [len(first.split())]


@pytest.mark.parametrize("pause_ms", [500, 1500, 4000])
def test_somebody_who_stops_to_think_behind_an_article_ends_no_sentence(pause_ms: int) -> None:
    assert sentence_ends("we have to repair the", "harbour wall", pause_ms=pause_ms) == []


def test_the_last_sentence_alone_is_taken_back_where_only_pauses_part_sentences() -> None:
    draft = only(
        "an email to gareth pike dear gareth comma",
        "the engine came on monday",
        "we have paid the invoice",
        "delete that sentence",
        "please send the invoice to the yard",
        "kind regards nora",
        "end of email",
    )
    assert "engine" in draft.body_text
    assert "paid" not in draft.body_text
    assert draft.body_text.lower().endswith("please send the invoice to the yard.")


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("knew paragraph", "\n\n"),
        ("necks paragraph", "\n\n"),
        ("new paragraphs", "\n\n"),
        ("knew line", "\n"),
        ("necks line", "\n"),
    ],
)
def test_misheard_breaks_are_carried_out(heard: str, meant: str) -> None:
    draft = only(
        f"an email to gareth pike dear gareth comma the slip is closed full stop {heard} the winch is broken fool stop",
        "kind regards nora",
        "end off email",
    )
    assert draft.body_text == f"The slip is closed.{meant}The winch is broken."


def test_misheard_commands_are_carried_out_in_a_punctuated_transcript_too() -> None:
    draft = only(
        "A later to Helen Marsh. Dear Helen, comma. One. Knew paragraph. Two. Your sincerely, Nora. End off letter."
    )
    assert draft.kind == "letter"
    assert names(draft) == ["Helen Marsh"]
    assert paragraphs(draft) == ["One.", "Two."]


@pytest.mark.parametrize(
    "sentence",
    [
        "He knew paragraph three by heart.",
        "We serve coffee to our berth holders.",
        "They knew line seven was wrong.",
        "The fool stopped at the bar.",
    ],
)
def test_what_sounds_like_a_command_keeps_the_words_that_were_heard(sentence: str) -> None:
    draft = only(f"An email to Tom. Hi Tom, comma. The slip is closed. {sentence} Thanks, Nora. End of email.")
    words = draft.body_text.replace("3", "three").replace("7", "seven")
    assert words == f"The slip is closed. {sentence}"


@pytest.mark.parametrize("on", ["please", "tomorrow", "because he asked", "about the mooring", "when you can"])
def test_a_name_in_small_letters_ends_at_the_first_ordinary_word(on: str) -> None:
    draft = only(
        f"an email to gareth jones {on} dear gareth comma",
        "the mooring is free full stop",
        "regards nora",
        "end of email",
    )
    assert names(draft) == ["Gareth Jones"]


@pytest.mark.parametrize(
    ("addressed", "greeted", "people", "salutation"),
    [
        ("moira kirkbride about the mooring", "moira", ["Moira Kirkbride"], "Dear Moira,"),
        ("mrs kirkbride", "mrs kirkbride", ["Kirkbride"], "Dear Mrs Kirkbride,"),
        ("um moira kirkbride please", "moira", ["Moira Kirkbride"], "Dear Moira,"),
        ("moira at bell works", "moira", ["Moira"], "Dear Moira,"),
        ("gareth pike and moira kirkbride", "both", ["Gareth Pike", "Moira Kirkbride"], "Dear both,"),
    ],
)
def test_somebody_who_is_not_in_the_book_is_named_in_small_letters_and_flagged(
    addressed: str, greeted: str, people: list[str], salutation: str
) -> None:
    draft = only(
        f"an email to {addressed} dear {greeted} comma", "the mooring is free full stop", "regards nora", "end of email"
    )
    assert names(draft) == people
    assert draft.salutation.text == salutation
    assert draft.body_text == "The mooring is free."
    assert len(flagged(draft, FlagKind.RECIPIENT)) == 1


@pytest.mark.parametrize("addressed", ["the harbour master", "the harbour office", "my landlord about the leak"])
def test_what_is_only_described_in_small_letters_is_no_name(addressed: str) -> None:
    draft = only(
        f"an email to {addressed} dear all comma", "the mooring is free full stop", "regards nora", "end of email"
    )
    assert not names(draft)
    assert len(flagged(draft, FlagKind.RECIPIENT)) == 1


def test_a_word_that_is_like_a_mailing_lists_name_names_it_not() -> None:
    (draft,) = compose(
        "a letter to a new berth holder moira kirkbride dear moira comma",
        "the berth is free yours sincerely nora ferris end of letter",
    ).drafts
    assert "Berth Holders" not in names(draft)


def test_a_change_takes_no_more_than_a_figure_for_a_figure() -> None:
    (draft,) = compose(
        "a letter to helen marsh",
        "dear helen",
        "the survey is done",
        "the fee is eighty pounds in all",
        "yours sincerely nora ferris",
        "end of letter",
        "in the letter to helen change eighty pounds to ninety pounds they put it up",
    ).drafts
    assert "£90 in all" in draft.body_text
    assert "put it up" not in draft.body_text


@pytest.mark.parametrize("heard", ["two whom it may concern", "too whom it may concern", "to whom it may concern"])
def test_a_greeting_that_was_misheard_is_one(heard: str) -> None:
    (draft,) = compose(
        "a letter to helen marsh", heard, "the survey is done", "yours sincerely nora ferris", "end of letter"
    ).drafts
    assert draft.salutation.text == "To whom it may concern,"
    assert "concern" not in draft.body_text


def test_may_is_a_month_behind_a_preposition_alone() -> None:
    (draft,) = compose(
        "a letter to helen marsh",
        "dear helen",
        "you may come in may",
        "yours sincerely nora ferris",
        "end of letter",
    ).drafts
    assert draft.body_text == "You may come in May."


def body_of(*said: str) -> str:
    (draft,) = compose("an email to tom", "hi tom", *said, "thanks nora", "end of email").drafts
    return draft.body_text


def test_a_comma_that_was_misheard_is_one() -> None:
    assert body_of("we open at noon", "common", "and we close at dusk") == "We open at noon, and we close at dusk."


@pytest.mark.parametrize("text", ["We have a boat in common.", "The most common question is the price."])
def test_the_word_that_a_comma_is_misheard_as_stays_a_word(text: str) -> None:
    assert body_of(text.strip(".").lower()) == text
