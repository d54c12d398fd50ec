"""What a secretary is shown before she approves a draft."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from dictation.compose.interpreter import RuleInterpreter
from dictation.model.draft import Draft, FlagKind
from dictation.model.transcript import Transcript
from tests.compose.calls import CALL_DATE, CLIENT, CONTACTS, transcript
from tests.compose.drafts import ENDING, OPENING, flagged, only


def doubted(heard: Transcript, doubts: Mapping[str, float]) -> Draft:
    """The draft of a call in which some words were heard with a low probability."""
    segments = tuple(
        replace(
            segment,
            words=tuple(
                replace(word, probability=doubts.get(word.text.strip(".,?"), word.probability))
                for word in segment.words
            ),
        )
        for segment in heard.segments
    )
    call = RuleInterpreter().interpret(
        replace(heard, segments=segments), client=CLIENT, contacts=CONTACTS, call_date=CALL_DATE
    )
    (draft,) = call.drafts
    return draft


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Please ask Hellen about the survey.", "Helen"),
        ("The lift was booked by Garethe yesterday.", "Gareth"),
        ("Please ask Gareth Pyke about the survey.", "Pike"),
        ("It was Mr Vrbba who called.", "Vrba"),
    ],
)
def test_a_word_that_sounds_like_a_name_of_the_book_but_is_written_otherwise_is_flagged(heard: str, meant: str) -> None:
    draft = only(f"{OPENING} {heard} {ENDING}")
    (flag,) = flagged(draft, FlagKind.NAME)
    assert f"“{meant}”" in flag.message
    assert flag.words.rstrip(".,") in heard
    assert flag.start_ms is not None
    assert draft.body_text == heard


@pytest.mark.parametrize(
    "sentence",
    [
        "Please ask Helen about the survey.",
        "Please ask Gareth Pike about the survey.",
        "Send the sails to Penryn on Friday.",
        "The Kittiwake is back.",
        "I met Jane Frost at the quay.",
    ],
)
def test_names_as_the_book_has_them_and_names_unlike_any_are_not_flagged(sentence: str) -> None:
    assert not flagged(only(f"{OPENING} {sentence} {ENDING}"), FlagKind.NAME)


@pytest.mark.parametrize(
    ("sentence", "denial"),
    [
        ("We will not lift the boat on Friday.", "not"),
        ("Please don't open the gate.", "don't"),
        ("The mast never came down.", "never"),
        ("It can be done without the crane.", "without"),
    ],
)
def test_a_doubted_denial_is_flagged_as_one(sentence: str, denial: str) -> None:
    draft = doubted(transcript(f"{OPENING} {sentence} {ENDING}"), {denial: 0.3})
    (flag,) = flagged(draft, FlagKind.NEGATION)
    assert flag.words == denial
    assert not flagged(draft, FlagKind.UNCERTAIN_WORD)


def test_a_denial_that_was_heard_clearly_is_not_flagged() -> None:
    assert not doubted(transcript(f"{OPENING} We will not lift the boat on Friday. {ENDING}"), {}).flags


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("boat", FlagKind.UNCERTAIN_WORD),
        ("Gareth", FlagKind.NAME),
        ("hundred", FlagKind.AMOUNT),
        ("May", FlagKind.DATE),
        ("not", FlagKind.NEGATION),
    ],
)
def test_a_doubted_word_is_flagged_for_what_it_is(word: str, kind: FlagKind) -> None:
    text = "Gareth will not lift the boat for three hundred pounds on the fourth of May."
    draft = doubted(transcript(f"{OPENING} I hear that {text} {ENDING}"), {word: 0.2})
    assert [flag.kind for flag in draft.flags] == [kind]
    assert word in draft.flags[0].words


def test_the_worst_comes_first() -> None:
    draft = doubted(
        transcript(
            "A letter to a new tenant, Moira Kirkbride. Dear Ms Kirkbride, comma. The boat is not in the shed. "
            "I hear that Hellen will lift it for three hundred pounds on the fourth of May. Regards, Nora. "
            "End of letter. Change Tuesday to Thursday."
        ),
        {"not": 0.2, "shed": 0.2, "hundred": 0.2, "fourth": 0.2},
    )
    assert [flag.kind for flag in draft.flags] == [
        FlagKind.RECIPIENT,
        FlagKind.NAME,
        FlagKind.AMOUNT,
        FlagKind.DATE,
        FlagKind.NEGATION,
        FlagKind.UNCERTAIN_WORD,
        FlagKind.CORRECTION,
    ]


def test_each_flag_points_at_the_time_of_its_words() -> None:
    heard = transcript(f"{OPENING} We will not lift the boat on Friday. {ENDING}")
    (flag,) = flagged(doubted(heard, {"not": 0.2}), FlagKind.NEGATION)
    (word,) = [word for word in heard.words if word.text == "not"]
    assert (flag.start_ms, flag.end_ms) == (word.start_ms, word.end_ms)
