"""Composing costs as much a word in a long call as in a short one, and loads only what is spoken."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dictation.compose import spoken_languages
from dictation.compose.interpreter import RuleInterpreter
from dictation.compose.language import Language
from dictation.compose.language_files import load_language
from dictation.home.client_files import read_clients
from dictation.home.contact_files import read_contacts
from dictation.model.transcript import Segment, Transcript
from dictation.transcribe.formats import read_transcript

SAMPLES = Path(__file__).parents[2] / "samples"


def repeated(call: Transcript, times: int) -> Transcript:
    length = call.segments[-1].end_ms + 2_000
    return replace(call, segments=tuple(later(segment, n * length) for n in range(times) for segment in call.segments))


def later(segment: Segment, by: int) -> Segment:
    words = tuple(replace(word, start_ms=word.start_ms + by, end_ms=word.end_ms + by) for word in segment.words)
    return replace(segment, words=words, start_ms=segment.start_ms + by, end_ms=segment.end_ms + by)


def unmarked(call: Transcript) -> Transcript:
    segments = (
        replace(each, words=tuple(replace(word, text=word.text.strip(" .,?!").lower()) for word in each.words))
        for each in call.segments
    )
    return replace(call, segments=tuple(segments))


@pytest.mark.parametrize("name", ["monday-call", "selasa-id"])
@pytest.mark.parametrize("marks", [True, False])
def test_the_work_grows_with_the_length(name: str, *, marks: bool) -> None:
    call = read_transcript(SAMPLES / f"{name}.json")
    call = call if marks else unmarked(call)
    client, contacts = read_clients(SAMPLES / "clients.json")[0], read_contacts(SAMPLES / "contacts.json")

    def calls(times: int) -> int:
        made = 0

        def count(*_: object) -> None:
            nonlocal made
            made += 1

        long = repeated(call, times)
        sys.setprofile(count)
        try:
            RuleInterpreter().interpret(long, client=client, contacts=contacts, call_date=date(2026, 3, 9))
        finally:
            sys.setprofile(None)
        return made

    calls(1)  # what is read and counted on first use
    assert calls(12) < 5 * calls(3)


def test_a_language_that_is_not_spoken_is_not_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []

    def load(code: str) -> Language:
        loaded.append(code)
        return load_language(code)

    monkeypatch.setattr(spoken_languages, "load_language", load)
    spoken_languages.languages_of(read_transcript(SAMPLES / "monday-call.json"))
    assert loaded == ["en"]
