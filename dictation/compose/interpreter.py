"""The port through which the program understands a call, and the interpreter that works by rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from dictation.compose.boundaries import Boundaries, find_boundaries
from dictation.compose.decode import Decoder, Span
from dictation.compose.drafting import Drafter
from dictation.compose.gathering import Gathered, Gatherer
from dictation.compose.language import Language, load_language
from dictation.compose.naming import name_cues
from dictation.compose.recipients import AddressBook
from dictation.compose.speakers import spoken_by_others
from dictation.compose.tokens import Token, normalise, said, tokenise
from dictation.compose.typeset import Typesetter
from dictation.model.draft import Correspondence, Draft, LeftOut, LeftOutReason, Note
from dictation.model.people import Client, Contact
from dictation.model.transcript import Transcript


class Interpreter(Protocol):
    """Makes correspondence of a call."""

    def interpret(
        self, transcript: Transcript, *, client: Client, contacts: Sequence[Contact], call_date: date
    ) -> Correspondence:
        """The drafts and notes that ``client`` dictated on ``call_date``.

        Every word of the transcript is either in a draft's provenance or in ``left_out``.

        Raises:
            LanguageDataError: there is no data for the transcript's language.
        """


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """How a call was understood, for whoever mends a draft: the spans over the tokens."""

    tokens: tuple[Token, ...]
    spans: tuple[Span, ...]


class RuleInterpreter:
    """Understands a call by the cues in the language data, decoding the whole call at once."""

    def interpret(
        self, transcript: Transcript, *, client: Client, contacts: Sequence[Contact], call_date: date
    ) -> Correspondence:
        """See :meth:`Interpreter.interpret`."""
        language = load_language(transcript.language)
        call = _Call(transcript, language, client, contacts)
        gathered = Gatherer(call.tokens, call.boundaries, call.silent, language, call.book).gather(call.spans)
        drafter = Drafter(
            tokens=call.tokens,
            boundaries=call.boundaries,
            language=language,
            book=call.book,
            typesetter=Typesetter(
                language,
                punctuated=call.boundaries.punctuated,
                names=call.names,
                firms=[contact.organisation.split() for contact in contacts if contact.organisation],
            ),
            today=call_date,
            zone=ZoneInfo(client.timezone),
        )
        drafts = tuple(drafter.draft(item) for item in gathered.items)
        return Correspondence(
            drafts=drafts,
            notes=(*gathered.notes, *_addresses(drafter, gathered, drafts)),
            left_out=tuple(_left_out(call.tokens, drafts, gathered)),
        )

    def read(self, transcript: Transcript, *, client: Client, contacts: Sequence[Contact]) -> Reading:
        """How the call is understood, without drafting anything."""
        call = _Call(transcript, load_language(transcript.language), client, contacts)
        return Reading(tokens=tuple(call.tokens), spans=tuple(call.spans))


class _Call:
    """A transcript made ready, and the spans it was decoded into."""

    def __init__(self, transcript: Transcript, language: Language, client: Client, contacts: Sequence[Contact]) -> None:
        words = language.words
        self.tokens: list[Token] = tokenise(
            transcript, number_words=language.numbers.words.hyphenated, abbreviations=words.abbreviations
        )
        self.boundaries: Boundaries = find_boundaries(self.tokens, language)
        self.book = AddressBook(contacts, words.titles, punctuated=self.boundaries.punctuated)
        self.silent = spoken_by_others(self.tokens, self.boundaries, language)
        client_names = {normalise(word): word for word in client.name.split()}
        self.names = self.book.name_words | client_names
        decoder = Decoder(
            language=language,
            names=self.names,
            client_names=client_names,
            silent=self.silent,
            name_cues=name_cues(self.tokens, self.boundaries, self.book, client_names, words.interrupting),
        )
        self.spans: list[Span] = decoder.decode(self.tokens, self.boundaries)


def _addresses(drafter: Drafter, gathered: Gathered, drafts: Sequence[Draft]) -> Iterator[Note]:
    """Addresses that were dictated, for the secretary to put into the address book."""
    for item, draft in zip(gathered.items, drafts, strict=True):
        lines = drafter.dictated_address(item)
        if lines and draft.to:
            span = item.spans("address")[0]
            part = drafter.tokens[span.start : span.end]
            yield Note(
                text=f"address for {draft.to[-1].name}: {', '.join(lines)}",
                start_ms=part[0].start_ms,
                end_ms=part[-1].end_ms,
            )


def _left_out(tokens: Sequence[Token], drafts: Sequence[Draft], gathered: Gathered) -> Iterator[LeftOut]:
    """All words that no draft's provenance names, in stretches of one reason."""
    used = {word for draft in drafts for passage in _passages(draft) for piece in passage for word in piece}
    reasons: dict[int, LeftOutReason] = {}
    by_word: dict[int, Token] = {}
    for place, token in enumerate(tokens):
        by_word[token.word] = token
        reasons[token.word] = gathered.reasons.get(place, LeftOutReason.COMMAND)
    left = [word for word in reasons if word not in used]
    numbered = enumerate(left)
    for (reason, _), group in groupby(numbered, key=lambda pair: (reasons[pair[1]], pair[1] - pair[0])):
        words = tuple(word for _, word in group)
        part = [by_word[word] for word in words]
        yield LeftOut(reason=reason, text=said(part), words=words, start_ms=part[0].start_ms, end_ms=part[-1].end_ms)


def _passages(draft: Draft) -> Iterator[list[tuple[int, ...]]]:
    texts = [draft.subject, draft.salutation, draft.closing, *draft.enclosures]
    texts += [line for paragraph in draft.body for line in paragraph.lines]
    for passage in texts:
        yield [piece.words for piece in passage.pieces]
