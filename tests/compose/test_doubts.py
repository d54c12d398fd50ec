"""What the recogniser left in doubt is shown where it matters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dictation.compose.interpreter import RuleInterpreter
from dictation.model.draft import Correspondence, FlagKind
from dictation.model.transcript import Mark, MarkKind, Transcript
from tests.compose.calls import CALL_DATE, CLIENT, CONTACTS, transcript


def with_marks(call: Transcript, *marks: Mark) -> Correspondence:
    return RuleInterpreter().interpret(
        replace(call, marks=marks), client=CLIENT, contacts=CONTACTS, call_date=CALL_DATE
    )


@pytest.fixture
def call() -> Transcript:
    return transcript(
        "Good morning. An email to Tom. Hi Tom, comma. The boat is ready. Thanks, Nora. End of email. "
        "Another email to Tom. Hi Tom, comma. The mast is late. Thanks, Nora. End of email."
    )


def span(call: Transcript, word: str) -> tuple[int, int]:
    found = next(each for each in call.words if each.text.startswith(word))
    return found.start_ms, found.end_ms


def test_a_doubtful_stretch_is_flagged_on_the_draft_that_has_its_words(call: Transcript) -> None:
    start_ms, end_ms = span(call, "boat")
    mark = Mark(kind=MarkKind.UNSURE, start_ms=start_ms, end_ms=end_ms, detail="heard three times")
    first, second = with_marks(call, mark).drafts
    flags = [flag for flag in first.flags if flag.kind is FlagKind.UNCERTAIN_WORD]
    assert [(flag.start_ms, flag.end_ms) for flag in flags] == [(start_ms, end_ms)]
    assert "heard three times" in flags[0].message
    assert not second.flags


def test_speech_without_words_is_flagged_in_the_draft_it_falls_into_and_listed(call: Transcript) -> None:
    start_ms, end_ms = span(call, "mast")
    found = with_marks(call, Mark(kind=MarkKind.UNHEARD, start_ms=start_ms, end_ms=end_ms))
    assert not found.drafts[0].flags
    assert "no word" in found.drafts[1].flags[0].message
    assert [(note.start_ms, note.end_ms) for note in found.notes] == [(start_ms, end_ms)]
    assert "no word" in found.notes[0].text


def test_speech_without_words_before_any_draft_is_listed_only(call: Transcript) -> None:
    found = with_marks(call, Mark(kind=MarkKind.UNHEARD, start_ms=0, end_ms=span(call, "Good")[0]))
    assert not any(draft.flags for draft in found.drafts)
    assert len(found.notes) == 1


def test_times_that_were_put_right_concern_nobody(call: Transcript) -> None:
    start_ms, end_ms = span(call, "boat")
    found = with_marks(call, Mark(kind=MarkKind.TIMES, start_ms=start_ms, end_ms=end_ms))
    assert not any(draft.flags for draft in found.drafts)
    assert not found.notes
