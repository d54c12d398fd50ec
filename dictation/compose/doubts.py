"""What the recogniser left in doubt → flags on the drafts that it concerns, and checks for the secretary.

A transcript's marks tell where words were taken out, were heard only the second time, or are missing though somebody
speaks. What concerns a draft is flagged there; speech without words is on the secretary's list in any case, since
nobody knows whether it belonged to a draft.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dictation.model.draft import Draft, Flag, FlagKind, Note
from dictation.model.transcript import Mark, MarkKind, Transcript

_MESSAGES = {
    MarkKind.UNHEARD: "somebody speaks here, and no word of it was recognised",
    MarkKind.REPEATED: "words that the recogniser repeated were taken out ({detail})",
    MarkKind.ECHOED: "the recogniser wrote names that it was to listen for, and was asked again ({detail})",
    MarkKind.INVENTED: "words where nobody seems to speak were taken out (“{detail}”)",
    MarkKind.RETRIED: "this was recognised only the second time ({detail})",
    MarkKind.UNSURE: "the recogniser is not sure of what it wrote here ({detail})",
    MarkKind.LANGUAGE: "it is not certain which language is spoken here ({detail})",
    MarkKind.DAMAGED: "the recording cannot be decoded here ({detail})",
}
"""What is said of each kind; times that were put right concern nobody."""
_LISTED = (MarkKind.UNHEARD, MarkKind.DAMAGED)


def flag_doubts(draft: Draft, transcript: Transcript) -> Draft:
    """The draft with a flag for every doubtful stretch that lies where one of its passages was said, by who said it."""
    if not transcript.marks:
        return draft
    spoken = transcript.words
    spans = []
    speakers = set()
    for passage in draft.passages:
        words = [spoken[word] for piece in passage.pieces for word in piece.words]
        if words:
            spans.append((min(word.start_ms for word in words), max(word.end_ms for word in words)))
            speakers |= {word.speaker for word in words}
    flags = [
        Flag(kind=FlagKind.UNCERTAIN_WORD, message=message, start_ms=mark.start_ms, end_ms=mark.end_ms)
        for mark, message in _told(transcript)
        if (mark.speaker is None or mark.speaker in speakers)
        and any(mark.start_ms <= last and mark.end_ms >= first for first, last in spans)
    ]
    return replace(draft, flags=(*draft.flags, *flags))


def checks(transcript: Transcript) -> Iterator[Note]:
    """What the secretary has to listen to herself, because nothing of it is written anywhere."""
    for mark, message in _told(transcript):
        if mark.kind in _LISTED:
            yield Note(text=message, start_ms=mark.start_ms, end_ms=mark.end_ms)


def _told(transcript: Transcript) -> Iterator[tuple[Mark, str]]:
    for mark in transcript.marks:
        message = _MESSAGES.get(mark.kind)
        if message:
            yield mark, message.format(detail=mark.detail)
