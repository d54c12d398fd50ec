"""A call, heard while it is still going on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dictation.model.transcript import Transcript
from dictation.transcribe.assembling import assembled
from dictation.transcribe.audio import Block
from dictation.transcribe.engine import SAMPLE_RATE, Engine, Heard, Stretch, Vocabulary
from dictation.transcribe.keeping import Piece

_ENOUGH_S = 8
"""Seconds of one side that are recognised at once."""


def hear_live(
    sound: Iterable[Block],
    *,
    sides: int,
    engine: Engine,
    language: str,
    also: Sequence[str] = (),
    vocabulary: Vocabulary,
) -> Iterator[Transcript]:
    """The transcript so far, each time that some more speech has been recognised.

    A whole call is packed into windows of half a minute; here less is enough, so that less time passes. Each side is
    heard as it is on the recording: who is silent and what is an echo is known only at the end.

    Args:
        sound: Blocks as they are recorded, with a row for each side of the call.
        sides: How many sides that are; the words of the first one get the speaker ``SPEAKER_00``.
        engine: The recogniser.
        language: ISO 639-1 code.
        also: Other languages that may be spoken in between.
        vocabulary: Names and terms to listen for.

    Raises:
        EngineError: The recogniser cannot do its work.
    """
    from dictation.transcribe.coverage import covered  # noqa: PLC0415 - loads numpy
    from dictation.transcribe.pauses import stretches  # noqa: PLC0415 - loads the network that finds speech

    def hear(speech: Iterable[Stretch]) -> Iterator[Heard]:
        return engine.recognise(speech, language=language, also=also, vocabulary=vocabulary)

    next(hear(()), None)  # the model is loaded before anybody speaks, and what it cannot do is told at once
    pieces: list[Piece] = []
    waiting: list[list[Stretch]] = [[] for _ in range(sides)]
    for stretch in stretches(sound, joined_ms=engine.joined_ms):
        side = waiting[stretch.channel]
        side.append(stretch)
        if sum(each.samples.size for each in side) < _ENOUGH_S * SAMPLE_RATE:
            continue
        pieces += [Piece.of(heard) for heard in covered(hear, side)]
        side.clear()
        pieces.sort(key=lambda piece: (piece.start_ms, piece.channel))
        transcript = assembled(pieces, sides=sides, engine=engine.name, model=engine.model)
        if transcript.segments:
            yield transcript
