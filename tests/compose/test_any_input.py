"""Whatever a recogniser hands over composes: no words, wrong times, no pauses, commands in any order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.compose.interpreter import RuleInterpreter
from dictation.errors import LanguageDataError
from dictation.model.draft import Correspondence, Draft, Piece
from dictation.model.people import Contact
from dictation.model.transcript import Segment, Transcript, Word
from tests.compose.calls import CALL_DATE, CLIENT, CONTACTS, compose, transcript
from tests.compose.drafts import ENDING, OPENING, names

COMMANDS = (
    "An email to Tom.|A letter to Helen Marsh|a meeting invitation to Gareth Pike|the same to Ellen March|"
    "Dear Helen, comma.|Hi Tom,|Subject, winter storage.|that's the subject|Is there a subject?|"
    "Anything to attach?|Shall I copy Helen in?|Yes please.|No.|The price list.|new paragraph|knew paragraph|"
    "full stop|question mark|as a numbered list|one,|two,|bullet|next item|end of list|In the letter to Helen,|"
    "back to Tom|change Monday to Thursday|make it ninety|take out the sentence about the crane|do that in both|"
    "in the first one|scratch that|delete the last two words|delete that paragraph|start again|"
    "cancel the whole letter|no, sorry, I mean|Sorry, six or sixteen?|where was I?|Ayu,|Nora|Okay.|"
    "copy to Ellen March|send it on Friday at ten|mark it urgent|spelled K, i, r, k|capital B|open quote|"
    "close bracket|Kind regards,|End of email.|That's all. Bye.|remind me to ring|add at the end,|"
    "insert the usual terms|two hundred and fifty pounds|the third of March|half past nine|um|you know|Gareth|"
    "Jane Frost and Paul Frost|dot com|at example|percent|the crane is on Monday|we are not open|because|the|by"
).split("|")
FILLING = st.sampled_from(
    "a the is and Tuesday seven boat, mast. why? I not – … £5 10% é 漢字 (so) “well” A4 3rd 'tis".split()
)
SPEECH = st.lists(st.one_of(st.sampled_from(COMMANDS), FILLING), min_size=1, max_size=30)


def pieces(draft: Draft) -> list[Piece]:
    return [piece for passage in (*draft.passages, *draft.enclosures) for piece in passage.pieces]


def accounted(correspondence: Correspondence) -> Counter[int]:
    in_drafts = {word for draft in correspondence.drafts for piece in pieces(draft) for word in piece.words}
    return Counter(in_drafts) + Counter(word for left in correspondence.left_out for word in left.words)


def interpret(heard: Transcript, contacts: tuple[Contact, ...] = CONTACTS) -> Correspondence:
    return RuleInterpreter().interpret(heard, client=CLIENT, contacts=contacts, call_date=CALL_DATE)


def words(*timed: tuple[str, int, int]) -> Transcript:
    heard = tuple(Word(text=text, start_ms=start, end_ms=end) for text, start, end in timed)
    return Transcript(language="en", segments=(Segment(words=heard, start_ms=0, end_ms=1000),))


@settings(max_examples=100, deadline=None)
@given(parts=SPEECH, cased=st.booleans(), opened=st.booleans(), language=st.sampled_from(["en", "en", "de", "id"]))
def test_any_sequence_of_commands_and_words_composes_and_loses_none(
    parts: list[str], cased: bool, opened: bool, language: str
) -> None:
    call = " ".join([OPENING, *parts] if opened else parts)
    call = call if cased else "".join(letter for letter in call.lower() if letter not in ".,?")
    heard = transcript(call, language=language)
    correspondence = interpret(heard)
    assert accounted(correspondence) == Counter(range(len(heard.words)))


@settings(max_examples=150, deadline=None)
@given(parts=SPEECH)
def test_no_letter_of_a_draft_comes_from_nowhere(parts: list[str]) -> None:
    """A word is written as it was heard, or by a rule that is named; and what no word is behind holds no letters."""
    heard = transcript(" ".join([OPENING, *parts])).words
    for draft in interpret(transcript(" ".join([OPENING, *parts]))).drafts:
        for piece in pieces(draft):
            if not piece.words:
                assert not any(character.isalnum() for character in piece.text)
            elif not piece.rule:
                said = "".join(heard[word].text for word in piece.words).casefold()
                letters = Counter(character for character in piece.text.casefold() if character.isalnum())
                assert letters <= Counter(said)


@settings(max_examples=60, deadline=None)
@given(parts=SPEECH, times=st.data())
def test_times_in_any_order_compose(parts: list[str], times: st.DataObject) -> None:
    texts = " ".join([OPENING, *parts]).split()
    moments = times.draw(
        st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 60_000)), min_size=len(texts), max_size=len(texts))
    )
    heard = words(*((text, start, end) for text, (start, end) in zip(texts, moments, strict=True)))
    assert accounted(interpret(heard)) == Counter(range(len(texts)))


@settings(max_examples=40, deadline=None)
@given(parts=SPEECH)
def test_the_same_call_always_becomes_the_same(parts: list[str]) -> None:
    call = " ".join([OPENING, *parts])
    assert compose(call) == compose(call)


@pytest.mark.parametrize(
    "segments", [(), (Segment(words=(), start_ms=0, end_ms=0),), (Segment(words=(), start_ms=0, end_ms=0),) * 3]
)
def test_an_empty_transcript_has_no_drafts_and_nothing_left_out(segments: tuple[Segment, ...]) -> None:
    call = interpret(Transcript(language="en", segments=segments))
    assert (call.drafts, call.notes, call.left_out) == ((), (), ())


@pytest.mark.parametrize(
    "skew",
    [
        pytest.param(lambda place: (place * 100, place * 100 + 900), id="overlapping"),
        pytest.param(lambda place: (100_000 - place * 300, 100_280 - place * 300), id="backward"),
        pytest.param(lambda place: (place * 0, place * 0), id="none"),
        pytest.param(lambda place: (place * 300 + 280, place * 300), id="ending before they begin"),
    ],
)
def test_wrong_times_change_no_words(skew: Callable[[int], tuple[int, int]]) -> None:
    texts = f"{OPENING} The slip is closed on Friday. New paragraph. Please lock the gate. {ENDING}".split()
    (draft,) = interpret(words(*((text, *skew(place)) for place, text in enumerate(texts)))).drafts
    assert names(draft) == ["Tomas Vrba"]
    assert draft.body_text == "The slip is closed on Friday.\n\nPlease lock the gate."


@pytest.mark.parametrize("mark", [".", ""])
def test_ten_thousand_words_without_a_pause_compose(mark: str) -> None:
    sentence = f"the boat lies on the slip and the mast stands in the yard{mark}".split()
    texts = ["An", "email", "to", "Tom.", "Hi", "Tom,", *(sentence * 770)]
    heard = words(*((text, place * 250, place * 250 + 250) for place, text in enumerate(texts)))
    call = interpret(heard)
    assert len(texts) > 10_000
    assert accounted(call) == Counter(range(len(texts)))
    assert names(call.drafts[0]) == ["Tomas Vrba"]


@pytest.mark.parametrize("code", ["xx", "EN", "../en", "english"])
def test_a_language_without_data_is_refused(code: str) -> None:
    with pytest.raises(LanguageDataError) as caught:
        interpret(replace(transcript("Hello."), language=code))
    assert caught.value.remedy


def test_a_contact_who_is_in_the_book_twice_is_one_recipient() -> None:
    call = interpret(transcript(f"{OPENING} The gate is open. Thanks, Nora. End of email."), (*CONTACTS, *CONTACTS))
    assert [names(draft) for draft in call.drafts] == [["Tomas Vrba"]]
    assert call.drafts[0].to[0].resolved


def test_of_two_people_of_one_name_nobody_is_taken_for_certain() -> None:
    other = Contact(name="Helen Marsh", email="helen@elsewhere.example")
    heard = transcript("A letter to Helen Marsh. Dear Helen, comma. The gate is open. Regards, Nora. End of letter.")
    (draft,) = interpret(heard, (*CONTACTS, other)).drafts
    assert names(draft) == ["Helen Marsh"]
    assert not draft.to[0].resolved


def test_without_contacts_people_are_named_as_they_were_said() -> None:
    heard = transcript("A letter to Helen Marsh. Dear Helen, comma. The gate is open. Regards, Nora. End of letter.")
    (draft,) = interpret(heard, ()).drafts
    assert names(draft) == ["Helen Marsh"]
    assert draft.body_text == "The gate is open."
