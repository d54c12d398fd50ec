"""A recording, heard from its first word to its last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from dictation.errors import EngineError, SilentRecording
from dictation.model.recording import Recording
from dictation.model.transcript import Mark, MarkKind, Transcript
from dictation.transcribe.assembling import assembled
from dictation.transcribe.audio import blocks, probe
from dictation.transcribe.choosing import choose_engine
from dictation.transcribe.endpoint.address import Endpoint
from dictation.transcribe.engine import Done, Heard, Notify, Progress, Stretch, Vocabulary
from dictation.transcribe.keeping import Kept, Piece
from dictation.transcribe.loaded import Loaded
from dictation.transcribe.whisper.fetching import Download

_ONE_DAMAGE_MS = 2000
"""Places that cannot be decoded are one if there is less between them."""
_CUT_OFF_MS = 1000
"""How much shorter than it says a file may be before that is worth a word."""


def transcribe(  # noqa: PLR0913 - the choices of a user, each by its name
    path: Path,
    *,
    engine: str = "auto",
    model: str | None = None,
    language: str | None = None,
    also: Sequence[str] = (),
    vocabulary: Vocabulary | None = None,
    cache: Path,
    notify: Notify,
    progress: Progress | None = None,
    download: Download | None = None,
    explain: Notify | None = None,
    offline: bool = False,
    endpoint: Endpoint | None = None,
    loaded: Loaded | None = None,
) -> Transcript:
    """Hear a recording; what the same recogniser has heard of it before is not recognised again.

    Args:
        path: The recording: wav, flac, mp3, m4a, ogg or opus, with any number of channels. Channels that differ are the
            sides of a call: the words of the first one get the speaker ``SPEAKER_00``, of the second ``SPEAKER_01``.
        engine: ``whisper``, ``faster-whisper``, ``embedded``, ``openai-compatible`` for a server, or ``auto`` for the
            best that can be had here.
        model: One of Whisper's names, or the path of a model; None leaves it to the engine.
        language: ISO 639-1 code; None lets the recogniser find out.
        also: Other languages that may be spoken in between.
        vocabulary: Names and terms to listen for.
        cache: A folder for weights, what is built from them, and transcripts; made if it is not there.
        notify: Gets what a user should know, a line each: which recogniser was taken for want of a better one, that
            a recording is cut off.
        progress: Gets how far the hearing is.
        download: Gets the bytes of weights that have arrived, where they have to be fetched first.
        explain: Gets why this recogniser was taken, a line a reason.
        offline: Whether nothing may be asked of the network.
        endpoint: The server for ``openai-compatible``.
        loaded: The recogniser of the recording before, for whoever hears many with the same one.

    Raises:
        AudioError: The recording cannot be heard; SilentRecording where nobody speaks on it.
        EngineError: The recogniser cannot do its work; WeightsUnavailable where its model is not to be had.
    """
    recording = probe(path)
    chosen = choose_engine(
        engine,
        model=model,
        language=language,
        cache=cache,
        notify=notify,
        download=download,
        explain=explain,
        offline=offline,
        endpoint=endpoint,
    )
    chosen = loaded.same(chosen) if loaded else chosen
    vocabulary = vocabulary or Vocabulary()
    # In any order: whom a client wrote to last says little of what he says, and changes with every call.
    asked = msgspec.json.encode((language, sorted(also), sorted(vocabulary.names), sorted(vocabulary.terms))).decode()
    kept = Kept(cache, recording.sha256, (chosen.name, chosen.model, chosen.fingerprint, asked))
    before = kept.transcript()
    if before is not None:
        return before

    from dictation.transcribe.channels import each_side, survey  # noqa: PLC0415 - loads numpy
    from dictation.transcribe.coverage import covered  # noqa: PLC0415 - likewise
    from dictation.transcribe.pauses import stretches  # noqa: PLC0415 - loads the network that finds speech

    def hear(speech: Iterable[Stretch]) -> Iterator[Heard]:
        return chosen.recognise(speech, language=language, also=also, vocabulary=vocabulary)

    found = survey(path)
    damage = _damage(recording, found.duration_ms, found.damage, notify)
    meter = _Meter(found.duration_ms, progress)
    notes = _Notes(kept, notify)
    speech = stretches(each_side(blocks(path), found.sides), joined_ms=chosen.joined_ms)
    for heard in covered(hear, notes.unknown(meter.counted(speech), meter.recognised)):
        notes.add(heard)
        meter.recognised(heard.stretch.speech_ms)
    meter.finished()
    pieces = sorted(notes.pieces, key=lambda piece: (piece.start_ms, piece.channel))
    transcript = assembled(pieces, sides=len(found.sides), damage=damage, engine=chosen.name, model=chosen.model)
    if not transcript.segments:
        raise SilentRecording(
            f"Nobody speaks on {path.name}, as far as the recogniser {chosen.name} can hear",
            place=f"{path}, all of its {found.duration_ms / 1000:.0f} seconds",
            remedy="Listen to it; if there is speech, try another recogniser with --engine.",
        )
    notes.finish(transcript)
    return transcript


def _damage(
    recording: Recording, duration_ms: int, damage: Sequence[tuple[int, str]], notify: Notify
) -> tuple[Mark, ...]:
    """Marks for what cannot be decoded; the user is told, too."""
    name = recording.path.name
    ends = f"{name}: sound ends after {duration_ms / 1000:.1f} seconds"
    marks: list[Mark] = []
    for at_ms, why in damage:
        if marks and at_ms - marks[-1].end_ms <= _ONE_DAMAGE_MS:
            marks[-1] = replace(marks[-1], end_ms=at_ms)
        else:
            marks.append(Mark(kind=MarkKind.DAMAGED, start_ms=at_ms, end_ms=at_ms, detail=why))
    if recording.duration_ms - duration_ms > _CUT_OFF_MS:
        announced = f"though the file should hold {recording.duration_ms / 1000:.1f}"
        notify(f"{ends}, {announced}; the recording seems to be cut off.")
        marks.append(
            Mark(
                kind=MarkKind.DAMAGED,
                start_ms=duration_ms,
                end_ms=recording.duration_ms,
                detail=f"cut off, {announced}",
            )
        )
    elif damage:
        notify(f"{ends}, and parts of it cannot be decoded ({damage[0][1]}); what can be is used.")
    return tuple(marks)


class _Meter:
    """How far the hearing is, as the share of the speech so far that has been recognised."""

    def __init__(self, duration_ms: int, progress: Progress | None) -> None:
        self._duration_ms = max(1, duration_ms)
        self._progress = progress
        self._position_ms = 0
        self._speech_ms = 0
        self._recognised_ms = 0
        self._share = 0.0

    def counted(self, speech: Iterable[Stretch]) -> Iterator[Stretch]:
        """The stretches, as they are."""
        for stretch in speech:
            self._speech_ms += stretch.speech_ms
            self._position_ms = max(self._position_ms, stretch.end_ms)
            yield stretch

    def recognised(self, speech_ms: int) -> None:
        self._recognised_ms += speech_ms
        share = self._recognised_ms / max(1, self._speech_ms) * min(1.0, self._position_ms / self._duration_ms)
        self._tell(max(self._share, share))

    def finished(self) -> None:
        self._tell(1.0)

    def _tell(self, share: float) -> None:
        self._share = share
        if self._progress:
            self._progress(Done(share=share, speech_ms=self._recognised_ms))


class _Notes:
    """What was heard, kept on disk as it comes for as long as that can be written to."""

    def __init__(self, kept: Kept, notify: Notify) -> None:
        self._kept = kept
        self._notify = notify
        self._writable = True
        self._before = kept.pieces()
        self.pieces: list[Piece] = []

    def unknown(self, speech: Iterable[Stretch], known: Callable[[int], None]) -> Iterator[Stretch]:
        """The stretches that were not recognised before an interruption; ``known`` gets the speech of the others."""
        for stretch in speech:
            piece = self._before.get((stretch.channel, stretch.start_ms))
            if piece:
                self.pieces.append(piece)
                known(stretch.speech_ms)
            else:
                yield stretch

    def add(self, heard: Heard) -> None:
        piece = Piece.of(heard)
        self.pieces.append(piece)
        self._write(lambda: self._kept.add(piece))

    def finish(self, transcript: Transcript) -> None:
        self._write(lambda: self._kept.finish(transcript))

    def _write(self, step: Callable[[], None]) -> None:
        if not self._writable:
            return
        try:
            step()
        except EngineError as exc:
            self._writable = False
            self._notify(f"{exc}. The hearing goes on, but an interruption would lose it.")
