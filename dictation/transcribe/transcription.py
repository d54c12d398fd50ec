"""A recording, heard from its first word to its last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path

from dictation.errors import SilentRecording
from dictation.model.transcript import Segment, Transcript, Word
from dictation.transcribe.audio import Survey, blocks, probe, survey
from dictation.transcribe.choosing import choose_engine
from dictation.transcribe.engine import SAMPLE_RATE, Engine, Heard, Notify, Progress, Vocabulary
from dictation.transcribe.whisper.weights import Download

_PHRASE_PAUSE_MS = 300
"""Where one side pauses for so long, what the other side says meanwhile is put between."""
_CUT_OFF_MS = 1000
"""How much shorter than it says a file may be before that is worth a word."""


def transcribe(  # noqa: PLR0913 - the choices of a user, each by its name
    path: Path,
    *,
    engine: str = "auto",
    model: str | None = None,
    language: str | None = None,
    vocabulary: Vocabulary | None = None,
    cache: Path,
    notify: Notify,
    progress: Progress | None = None,
    download: Download | None = None,
) -> Transcript:
    """Hear a recording.

    Args:
        path: The recording: wav, flac, mp3, m4a, ogg or opus, with any number of channels. Two channels that differ
            are the two sides of a call: the words of the left one get the speaker ``SPEAKER_00``, of the right one
            ``SPEAKER_01``.
        engine: ``whisper``, ``faster-whisper``, ``embedded``, or ``auto`` for the best that can be had here.
        model: One of Whisper's names, or the path of a model; None leaves it to the engine.
        language: ISO 639-1 code; None lets the recogniser find out.
        vocabulary: Names and terms to listen for.
        cache: A folder for weights and what is built from them; made if it is not there.
        notify: Gets what a user should know, a line each: which recogniser was taken for want of a better one, that
            a recording is cut off.
        progress: Gets the share of the recording that is done.
        download: Gets the bytes of weights that have arrived, where they have to be fetched first.

    Raises:
        AudioError: The recording cannot be heard; SilentRecording where nobody speaks on it.
        EngineError: The recogniser cannot do its work; WeightsUnavailable where its model is not to be had.
    """
    known = survey(path)
    _tell_damage(path, known, notify)
    chosen = choose_engine(engine, model=model, language=language, cache=cache, notify=notify, download=download)
    heard = list(_heard(chosen, path, known, language, vocabulary or Vocabulary(), progress))
    segments = _segments(heard, known)
    if not segments:
        raise SilentRecording(
            f"Nobody speaks on {path.name}, as far as the recogniser {chosen.name} can hear",
            place=f"{path}, all of its {known.duration_ms / 1000:.0f} seconds",
            remedy="Listen to it; if there is speech, try another recogniser with --engine.",
        )
    languages = Counter(result.language for _, result in heard for _ in result.words)
    return Transcript(
        language=languages.most_common(1)[0][0], segments=segments, engine=chosen.name, model=chosen.model
    )


def _tell_damage(path: Path, known: Survey, notify: Notify) -> None:
    announced_ms = probe(path).duration_ms
    ends = f"{path.name}: sound ends after {known.duration_ms / 1000:.1f} seconds"
    if announced_ms - known.duration_ms > _CUT_OFF_MS:
        notify(f"{ends}, though the file should hold {announced_ms / 1000:.1f}; the recording seems to be cut off.")
    elif known.damage:
        notify(f"{ends}, and parts of it cannot be decoded ({known.damage}); what can be is used.")


def _heard(
    engine: Engine,
    path: Path,
    known: Survey,
    language: str | None,
    vocabulary: Vocabulary,
    progress: Progress | None,
) -> Iterator[tuple[int, Heard]]:
    """What was heard in each stretch, with the side it is from."""
    from dictation.transcribe.pauses import stretches  # noqa: PLC0415 - loads the network that finds speech

    total = max(1, known.duration_ms * SAMPLE_RATE // 1000)

    def read(samples: int) -> None:
        if progress:
            progress(min(1.0, samples / total))

    speech = stretches(blocks(path), known.sides, read)
    for result in engine.recognise(speech, language=language, vocabulary=vocabulary):
        yield result.stretch.channel, result
    if progress:
        progress(1.0)


def _segments(heard: list[tuple[int, Heard]], known: Survey) -> tuple[Segment, ...]:
    """The phrases of all stretches in order of time, those that follow each other in one stretch put together."""
    phrases = [
        (number, side, phrase)
        for number, (side, result) in enumerate(heard)
        for phrase in _phrases(_within(result.words, known.duration_ms))
    ]
    phrases.sort(key=lambda entry: entry[2][0].start_ms)
    segments = []
    for (_, side), group in groupby(phrases, key=lambda entry: entry[:2]):
        speaker = f"SPEAKER_{side:02}" if known.sides > 1 else None
        words = tuple(
            Word(
                text=word.text,
                start_ms=word.start_ms,
                end_ms=word.end_ms,
                probability=word.probability,
                speaker=speaker,
            )
            for _, _, phrase in group
            for word in phrase
        )
        segments.append(Segment(words=words, start_ms=words[0].start_ms, end_ms=words[-1].end_ms, speaker=speaker))
    return tuple(segments)


def _phrases(words: list[Word]) -> list[list[Word]]:
    """The words cut where the speaker pauses."""
    cuts = [0]
    cuts += [n for n, (a, b) in enumerate(pairwise(words), 1) if b.start_ms - a.end_ms >= _PHRASE_PAUSE_MS]
    return [words[start:end] for start, end in pairwise([*cuts, len(words)]) if end > start]


def _within(words: tuple[Word, ...], duration_ms: int) -> list[Word]:
    """The words with times that never run backward nor past the recording's end, as Whisper's sometimes do."""
    mended: list[Word] = []
    for word in words:
        start_ms = min(max(word.start_ms, mended[-1].start_ms if mended else 0), duration_ms)
        end_ms = min(max(word.end_ms, start_ms), duration_ms)
        mended.append(Word(text=word.text, start_ms=start_ms, end_ms=end_ms, probability=word.probability))
    return mended
