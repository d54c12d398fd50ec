"""Transcripts of every shape that recognisers give, for the property tests of the files they are kept in."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

from dictation.model.transcript import Mark, MarkKind, Segment, Transcript, Word
from dictation.transcribe import read_transcript

texts = st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=12) | st.sampled_from(
    ["<v", "<b>", "&amp;", "-->", "Subject:", "[Ann]:", "00:00:01", "10:30", "{\\an8}", "\\h", "-", "1", "[?]:", "</v>"]
)
"""Words, among them what the formats themselves are made of."""
speakers = st.none() | st.sampled_from(["SPEAKER_00", "Ann Reed", "O'Neil & Sons <Ltd>"])
languages = st.none() | st.sampled_from(["en", "id"])


@st.composite
def words(draw: st.DrawFn, start_ms: int, *, speaker: st.SearchStrategy[str | None]) -> tuple[Word, ...]:
    """Words one after another, with and without gaps."""
    now_ms, made = start_ms, []
    for text in draw(st.lists(texts, min_size=1, max_size=6)):
        end_ms = now_ms + draw(st.integers(1, 3000))
        made.append(
            Word(
                text=text,
                start_ms=now_ms,
                end_ms=end_ms,
                probability=draw(st.floats(0, 1)),
                speaker=draw(speaker),
            )
        )
        now_ms = end_ms + draw(st.just(0) | st.integers(1, 900))
    return tuple(made)


@st.composite
def segments(draw: st.DrawFn) -> Segment:
    """Lines of one speaker, of several in turn, or of nobody known; some begin before their words or end after."""
    start_ms = draw(st.integers(0, 400_000_000))
    lead_ms, tail_ms = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    speaker = draw(st.just(speakers) | speakers.map(st.just))
    made = draw(words(start_ms + lead_ms, speaker=speaker))
    own = {word.speaker for word in made}
    return Segment(
        words=made,
        start_ms=start_ms,
        end_ms=made[-1].end_ms + tail_ms,
        speaker=own.pop() if len(own) == 1 else None,
        language=draw(languages),
    )


marks = st.builds(
    Mark,
    kind=st.sampled_from(MarkKind),
    start_ms=st.integers(0, 10_000_000),
    end_ms=st.integers(0, 10_000_000),
    speaker=speakers,
    detail=st.text(max_size=20),
)
transcripts = st.builds(
    Transcript,
    language=st.sampled_from(["en", "id"]),
    segments=st.lists(segments(), min_size=1, max_size=4).map(
        lambda made: tuple(sorted(made, key=lambda segment: segment.start_ms))
    ),
    engine=st.sampled_from(["", "embedded"]),
    model=st.sampled_from(["", "base"]),
    marks=st.lists(marks, max_size=3).map(tuple),
)


def read(folder: Path, name: str, text: str) -> Transcript:
    """What the program reads in a file of that name and text."""
    (folder / name).write_bytes(text.encode())
    return read_transcript(folder / name)


def said(transcript: Transcript) -> list[tuple[str | None, str]]:
    """Who says what, a line each; the speaker is that of all words."""
    lines = []
    for segment in transcript.segments:
        assert len({word.speaker for word in segment.words}) == 1
        lines.append((segment.words[0].speaker, segment.text))
    return lines


def timed(transcript: Transcript) -> list[tuple[str, int, int]]:
    """All words with their times."""
    return [(word.text, word.start_ms, word.end_ms) for word in transcript.iter_words()]
