"""The port through which the program understands a call, and the interpreter that works by rules."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from dictation.compose.address_book import AddressBook
from dictation.compose.boundaries import Boundaries, find_boundaries
from dictation.compose.closings import closes_taken_back
from dictation.compose.copies import CopyQuestions
from dictation.compose.decode import Decoder
from dictation.compose.doubts import checks, flag_doubts
from dictation.compose.drafting import Drafter
from dictation.compose.gathering import Gathered, Gatherer
from dictation.compose.items import Item
from dictation.compose.language import Cue, Language, both_languages
from dictation.compose.naming import name_cues
from dictation.compose.patterns import Match
from dictation.compose.salutations import led_on
from dictation.compose.spans import Span
from dictation.compose.speakers import spoken_by_others
from dictation.compose.spoken_languages import language_of, languages_along, languages_of
from dictation.compose.tokens import Heard, Token, normalise, put_right, tokenise
from dictation.compose.typeset import Typesetter
from dictation.compose.utterances import Evidence
from dictation.compose.written.compounds import number_parts
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
        call = _Call(transcript, client, contacts)
        gatherer = Gatherer(call.tokens, call.boundaries, call.silent, call.language, call.book, call.odds, call.called)
        gathered = gatherer.gather(call.spans)
        drafters = [call.drafter(language, call_date) for language in call.languages]
        made = [(item, _drafter_for(item, call.tokens, drafters)) for item in gathered.items]
        each = [
            (item, drafter, tuple(_finished(draft, drafter, transcript) for draft in drafter.drafts(item)))
            for item, drafter in made
        ]
        drafts = tuple(draft for _, _, of_item in each for draft in of_item)
        addresses = _addresses([(item, drafter, of_item[-1]) for item, drafter, of_item in each])
        return Correspondence(
            drafts=drafts,
            notes=(*gathered.notes, *addresses, *checks(transcript)),
            left_out=tuple(_left_out(transcript, call.tokens, drafts, gathered)),
        )

    def read(self, transcript: Transcript, *, client: Client, contacts: Sequence[Contact]) -> Reading:
        """How the call is understood, without drafting anything."""
        call = _Call(transcript, client, contacts)
        return Reading(tokens=tuple(call.tokens), spans=tuple(call.spans))


class _Call:
    """A transcript made ready, and the spans it was decoded into."""

    def __init__(self, transcript: Transcript, client: Client, contacts: Sequence[Contact]) -> None:
        self.languages = languages_of(transcript)
        self.language = language = reduce(both_languages, self.languages)
        words = language.words
        spoken = tokenise(
            transcript,
            number_parts=number_parts([each.numbers.words for each in self.languages]),
            abbreviations=words.abbreviations,
            after_ordinals=language.after_ordinals,
        )
        self.tokens = Heard(put_right(spoken, words.misheard_commands))
        client_names = {normalise(word): word for word in client.name.split()}
        known = {normalise(word) for contact in contacts for word in contact.name.split()} | client_names.keys()
        spoken_in = languages_along([token.norm for token in self.tokens], self.languages)
        self.boundaries: Boundaries = find_boundaries(self.tokens, language, known, spoken_in)
        secretary_names = frozenset(normalise(word) for word in client.secretary.name.split())
        self.book = AddressBook(
            contacts,
            words.titles,
            punctuated=self.boundaries.punctuated,
            is_common=language.speech.is_common,
            ourselves=secretary_names | client_names.keys(),
            weekdays=frozenset().union(*(each.moments.weekdays for each in self.languages)),
        )
        self.silent = spoken_by_others(self.tokens, self.boundaries, language)
        self.names = self.book.name_words | client_names
        self.called = secretary_names - self.book.name_words.keys()
        evidence = Evidence(self.tokens, self.boundaries, language, self.names, self.called, spoken_in)
        self.odds = odds = evidence.odds()
        decoder = Decoder(
            language=language,
            names=frozenset(self.book.name_words),
            client_names=frozenset(client_names),
            secretary_names=secretary_names,
            silent=self.silent,
            extra_cues=self._extra_cues(evidence, odds, client_names),
            odds=odds,
            text_costs=evidence.text_costs(odds),
            talk_costs=evidence.talk_costs(odds),
        )
        self.spans: list[Span] = decoder.decode(self.tokens, self.boundaries)
        self._firms = [contact.organisation.split() for contact in contacts if contact.organisation]
        self._zone = ZoneInfo(client.timezone)

    def _extra_cues(
        self, evidence: Evidence, odds: Mapping[int, float], client_names: Container[str]
    ) -> dict[int, list[Match[Cue]]]:
        """The cues that names and the words themselves give, by the token at which they begin."""
        cues = name_cues(self.tokens, self.boundaries, self.book, client_names, self.language.words)
        answers = CopyQuestions(self.tokens, self.boundaries, self.language, self.book).answered()
        closes = closes_taken_back(self.tokens, self.boundaries, self.language)
        for cue in (*evidence.remarks(odds), *answers, *closes):
            cues.setdefault(cue.start, []).append(cue)
        return cues

    def drafter(self, language: Language, call_date: date) -> Drafter:
        """A drafter for the items in one language."""
        return Drafter(
            tokens=self.tokens,
            boundaries=self.boundaries,
            language=language,
            spoken=self.language,
            book=self.book,
            typesetter=Typesetter(language, punctuated=self.boundaries.punctuated, names=self.names, firms=self._firms),
            today=call_date,
            zone=self._zone,
        )


def _finished(draft: Draft, drafter: Drafter, transcript: Transcript) -> Draft:
    return flag_doubts(led_on(draft, drafter.language.words), transcript)


def _drafter_for(item: Item, tokens: Sequence[Token], drafters: Sequence[Drafter]) -> Drafter:
    """The drafter for the language that most of an item's text is in."""
    norms = [tokens[place].norm for place in item.body]
    language = language_of(norms, [drafter.language for drafter in drafters])
    return next(drafter for drafter in drafters if drafter.language is language)


def _addresses(made: Sequence[tuple[Item, Drafter, Draft]]) -> Iterator[Note]:
    """Addresses that were dictated, for the secretary to put into the address book."""
    for item, drafter, draft in made:
        lines = drafter.dictated_address(item)
        if lines and draft.to:
            span = item.spans("address")[0]
            part = drafter.tokens[span.start : span.end]
            yield Note(
                text=f"address for {draft.to[-1].name}: {', '.join(lines)}",
                start_ms=part[0].start_ms,
                end_ms=part[-1].end_ms,
            )


def _left_out(
    transcript: Transcript, tokens: Sequence[Token], drafts: Sequence[Draft], gathered: Gathered
) -> Iterator[LeftOut]:
    """All words that no draft's provenance names, in stretches of one reason."""
    passages = (passage for draft in drafts for passage in (*draft.passages, *draft.enclosures))
    used = {word for passage in passages for piece in passage.pieces for word in piece.words}
    reasons: dict[int, LeftOutReason] = {}
    for place, token in enumerate(tokens):
        reasons[token.word] = gathered.reasons.get(place, LeftOutReason.COMMAND)
    left = [word for word in reasons if word not in used]
    spoken = transcript.words
    numbered = enumerate(left)
    for (reason, _), group in groupby(numbered, key=lambda pair: (reasons[pair[1]], pair[1] - pair[0])):
        words = tuple(word for _, word in group)
        part = [spoken[word] for word in words]
        text = " ".join(word.text for word in part)
        yield LeftOut(reason=reason, text=text, words=words, start_ms=part[0].start_ms, end_ms=part[-1].end_ms)
