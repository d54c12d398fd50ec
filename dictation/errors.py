"""Every error that the program raises on purpose.

    DictationError                what went wrong: the thing, the place, the remedy
    ├── InputError                what was asked for does not exist or cannot be used
    │   ├── UnknownClient
    │   ├── UnknownDraft
    │   └── UnknownContact
    ├── SettingsError             the home or its settings cannot be used
    ├── RecordingError            the call cannot be recorded, or not to its end
    ├── AudioError                the recording cannot be heard
    │   └── SilentRecording       … because nobody speaks on it
    ├── TranscriptError           a transcript file cannot be read
    ├── EngineError               the recogniser cannot do its work
    │   ├── WeightsUnavailable    … because its model is not on this machine
    │   └── ServerUnreachable     … because a server that it needs cannot be reached or refuses the key
    ├── CompositionError          the transcript cannot be turned into drafts
    │   ├── NothingDictated
    │   └── LanguageDataError     a file of language data is wrong: file and line
    ├── TemplateError             a letter template is wrong: template, line, variable
    ├── RenderError               a document cannot be written
    ├── StoreError                the store cannot be used
    │   ├── StoreUnreachable      … because its server cannot be reached, refuses the user, or was lost
    │   └── Conflict              somebody else changed the same thing first
    │       └── Outdated          … which is a draft's text
    ├── PrinterError              the printer did not take the letters
    ├── ReviewNeeded              a person has to look before this can go on
    └── DeliveryError             the post did not go
        ├── ConnectionFailed      … because the server cannot be reached
        └── AuthenticationFailed  … because the server refuses the account

An adapter translates its library's exceptions into these (``raise … from exc``); the command line alone turns them
into words on stderr and an exit code.
"""

from __future__ import annotations


class DictationError(Exception):
    """Something went wrong, told so that its reader can put it right.

    ``message`` names the thing and what is the matter with it, ``place`` where it is (a file, a line, a second of a
    recording, a server's address) and ``remedy`` what to do about it.
    """

    def __init__(self, message: str, *, place: str | None = None, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy

    def __str__(self) -> str:
        parts = [self.message]
        if self.place:
            parts.append(f"at {self.place}")
        if self.remedy:
            parts.append(self.remedy)
        return "; ".join(parts)


class InputError(DictationError):
    """What was asked for does not exist or cannot be used."""


class UnknownClient(InputError):
    """There is no client of that name in the home."""


class UnknownDraft(InputError):
    """There is no draft of that number in the store."""


class UnknownContact(InputError):
    """There is nobody of that name in the address book."""


class SettingsError(DictationError):
    """The home or its settings cannot be used."""


class RecordingError(DictationError):
    """The call cannot be recorded, or not to its end; what was recorded by then is kept."""


class AudioError(DictationError):
    """The recording cannot be heard."""


class SilentRecording(AudioError):
    """Nobody speaks on the recording."""


class TranscriptError(DictationError):
    """A transcript file cannot be read."""


class EngineError(DictationError):
    """The recogniser cannot do its work."""


class WeightsUnavailable(EngineError):
    """The recogniser's model is neither on this machine nor to be fetched."""


class ServerUnreachable(EngineError):
    """A server that the recogniser needs cannot be reached, or refuses the key."""


class CompositionError(DictationError):
    """The transcript cannot be turned into drafts."""


class NothingDictated(CompositionError):
    """There is speech, but no item of correspondence in it."""


class LanguageDataError(CompositionError):
    """A file of language data is wrong; ``place`` is its file and line."""


class TemplateError(DictationError):
    """A letter template is wrong; ``place`` is the template and, where it is known, its ``line``."""

    def __init__(
        self, message: str, *, place: str | None = None, line: int | None = None, remedy: str | None = None
    ) -> None:
        super().__init__(message, place=f"{place}, line {line}" if line else place, remedy=remedy)
        self.line = line


class RenderError(DictationError):
    """A document cannot be written."""


class StoreError(DictationError):
    """The store cannot be used."""


class StoreUnreachable(StoreError):
    """The store's server cannot be reached, refuses the user, or the connection to it was lost."""


class Conflict(StoreError):
    """Somebody else changed the same thing first."""


class Outdated(Conflict):
    """Somebody else changed a draft since a person looked at it; ``seen`` and ``now`` are both texts with heads."""

    def __init__(self, message: str, *, place: str, remedy: str, seen: str, now: str) -> None:
        super().__init__(message, place=place, remedy=remedy)
        self.seen = seen
        self.now = now


class PrinterError(DictationError):
    """The printer did not take the letters."""


class ReviewNeeded(DictationError):
    """A person has to look at something before this can go on."""


class DeliveryError(DictationError):
    """The post did not go."""


class ConnectionFailed(DeliveryError):
    """The server cannot be reached."""


class AuthenticationFailed(DeliveryError):
    """The server refuses the account."""
