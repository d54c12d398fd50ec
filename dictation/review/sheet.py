"""A draft beside what was heard, sentence by sentence, with the time of each in the recording.

Every word that a draft was made from stands in the sheet: a sentence has the transcript's words that its pieces name,
and those between them that were left out, such as a hesitation or what was taken back.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby, pairwise

from dictation.model.draft import Draft, Flag, Passage, Piece
from dictation.model.transcript import Word
from dictation.review.wording import EDITED

_APART_MS = 5000
"""Words farther from each other than this are heard as two clips: one was said later, as a change."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?=\s+[^\sa-z])")
_ABBREVIATION = re.compile(r"\W*(?:[A-Z][a-z]?|(?:\w+\.)+\w+)\.")
"""What a full stop may belong to without ending a sentence: "Mr.", "J.", "e.g."."""


class Part(StrEnum):
    """Where in a draft a sentence stands."""

    SUBJECT = "subject"
    SALUTATION = "salutation"
    BODY = "body"
    CLOSING = "closing"
    ENCLOSURE = "enclosure"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wording:
    """Words that stand together, and whether the other side has them otherwise or not at all."""

    text: str
    differs: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A stretch of the recording, in milliseconds from its start, and the words heard in it, a blank between runs."""

    start_ms: int
    end_ms: int
    heard: tuple[Wording, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence as it is written, and the speech that it was made from."""

    part: Part
    written: tuple[Wording, ...]
    """Together the sentence's characters, with the blanks before it."""
    stretches: tuple[Stretch, ...]
    """In the order of time. Empty where nobody said it: a rule put it there."""

    @property
    def text(self) -> str:
        """The sentence without the blanks around it."""
        return "".join(run.text for run in self.written).strip()

    @property
    def main(self) -> Stretch | None:
        """The longest of the stretches: a word that was changed later does not move its sentence."""
        return max(self.stretches, key=lambda each: each.end_ms - each.start_ms, default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class FlagPlace:
    """A flag, and the places in :attr:`Sheet.sentences` of those that are about the same speech."""

    flag: Flag
    sentences: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A draft, ready to be compared with what was heard."""

    sentences: tuple[Sentence, ...]
    """In the order of subject, salutation, body, closing, enclosures."""
    flags: tuple[FlagPlace, ...]


def draft_sheet(draft: Draft, words: Sequence[Word]) -> Sheet:
    """The sheet of ``draft``, whose pieces count words by their places in ``words``.

    Without words, as of a draft that came from no call, the times are those that the pieces tell.
    """
    parts = [(part, pieces) for part, passage in _passages(draft) for pieces in _sentences(part, passage)]
    used = {word for _, pieces in parts for piece in pieces for word in piece.words}
    sentences = tuple(
        Sentence(
            part=part,
            written=_written(pieces, words),
            stretches=_stretches(pieces, words, used),
        )
        for part, pieces in parts
    )
    return Sheet(
        sentences=sentences,
        flags=tuple(FlagPlace(flag=flag, sentences=_about(flag, sentences)) for flag in draft.flags),
    )


def _passages(draft: Draft) -> Iterator[tuple[Part, Passage]]:
    yield Part.SUBJECT, draft.subject
    yield Part.SALUTATION, draft.salutation
    for paragraph in draft.body:
        for line in paragraph.lines:
            yield Part.BODY, line
    yield Part.CLOSING, draft.closing
    for enclosure in draft.enclosures:
        yield Part.ENCLOSURE, enclosure


def _sentences(part: Part, passage: Passage) -> Iterator[tuple[Piece, ...]]:
    """The passage cut after its sentences; a piece that goes on into the next belongs to both, with its words."""
    text = passage.text
    ends = [end.end() for end in _SENTENCE_END.finditer(text) if not _is_abbreviated(text[: end.start() + 1])]
    edges = [0, *(end for end in ends if part is Part.BODY and end < len(text)), len(text)]
    for start, end in pairwise(edges):
        if pieces := tuple(_cut(passage, start, end)):
            yield pieces


def _is_abbreviated(text: str) -> bool:
    return bool(_ABBREVIATION.fullmatch(text.rsplit(maxsplit=1)[-1]))


def _cut(passage: Passage, start: int, end: int) -> Iterator[Piece]:
    """The pieces between two characters; one whose text was deleted stands where that was."""
    at = 0
    last = end == len(passage.text)
    for piece in passage.pieces:
        before, at = at, at + len(piece.text)
        overlaps = before < end and at > start
        deleted = before == at and (start <= before < end or (last and before == end))
        if overlaps or deleted:
            yield replace(piece, text=piece.text[max(0, start - before) : end - before])


def _written(pieces: Iterable[Piece], words: Sequence[Word]) -> tuple[Wording, ...]:
    runs = groupby(pieces, key=lambda piece: _differs(piece, words))
    return tuple(Wording(text="".join(piece.text for piece in group), differs=differs) for differs, group in runs)


def _differs(piece: Piece, words: Sequence[Word]) -> bool:
    """Whether it was heard otherwise. A mark such as a full stop was not, said or unsaid, unless a person typed it."""
    written = _bare(piece.text)
    if not written:
        return piece.rule == EDITED
    heard = _bare("".join(words[word].text for word in piece.words if word < len(words)))
    return written != heard


def _bare(text: str) -> str:
    """Letters and digits alone, without case."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _stretches(pieces: Sequence[Piece], words: Sequence[Word], used: Collection[int]) -> tuple[Stretch, ...]:
    spoken = sorted({word for piece in pieces for word in piece.words if word < len(words)})
    if not spoken:
        times = [time for piece in pieces for time in (piece.start_ms, piece.end_ms) if time is not None]
        return (Stretch(start_ms=min(times), end_ms=max(times), heard=()),) if times else ()
    same = (piece for piece in pieces if piece.text.strip() and not _differs(piece, words))
    as_written = {word for piece in same for word in piece.words}
    clips = [[spoken[0]]]
    for before, word in pairwise(spoken):
        elsewhere = any(between in used for between in range(before + 1, word))
        if elsewhere or words[word].start_ms - words[before].end_ms > _APART_MS:
            clips.append([])
        clips[-1].append(word)
    return tuple(_stretch(clip, words, as_written) for clip in clips)


def _stretch(clip: Sequence[int], words: Sequence[Word], as_written: Collection[int]) -> Stretch:
    """From the first word of the clip to its last, with what the same speaker said in between and is left out."""
    speakers = {words[place].speaker for place in clip}
    places = [place for place in range(clip[0], clip[-1] + 1) if place in clip or words[place].speaker in speakers]
    runs = groupby(places, key=lambda place: place not in as_written)
    return Stretch(
        start_ms=min(words[place].start_ms for place in clip),
        end_ms=max(words[place].end_ms for place in clip),
        heard=tuple(
            Wording(text=" ".join(words[place].text for place in run), differs=differs) for differs, run in runs
        ),
    )


def _about(flag: Flag, sentences: Sequence[Sentence]) -> tuple[int, ...]:
    if flag.start_ms is None or flag.end_ms is None:
        return ()
    return tuple(
        number
        for number, sentence in enumerate(sentences)
        if any(each.start_ms < flag.end_ms and flag.start_ms < each.end_ms for each in sentence.stretches)
    )
