"""How likely it is that a stretch of a call is said to somebody in it and not to be written.

The evidence that needs no command: how the words fit the language's examples of text and of talk, how short the stretch
is, and the pauses around it, which are longer where somebody else begins to speak.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from statistics import median

from dictation.compose.boundaries import CLAUSE, SENTENCE, Boundaries
from dictation.compose.language import Cue, Language, Term
from dictation.compose.patterns import Match
from dictation.compose.phases import ASKABLE, IN_TEXT, OF_LETTERS
from dictation.compose.speech_model import NOTHING_KNOWN, QUESTION, START, STOP, Likelihoods, SpeechModel, together
from dictation.compose.tokens import Token

# Weights of a logistic regression: log odds that an utterance in the middle of a text is talk. Fitted to 229 utterances
# of calls that were written for it, with a prior for rather taking something for text.
_PRIOR, _WORDS, _LENGTH, _QUESTION = -0.2, 0.19, -1.15, 0.35
_PAUSE_BEFORE, _PAUSE_AFTER, _ANSWER = 0.9, 0.43, 0.8
_OF_A_LETTER = 1.5
"""What it counts that a question speaks of a letter's subject, copies or postage."""
_MARKED = -2.5
"""What it counts that a mark is said in an utterance, or a paragraph before it: that is not done in talk."""
_CALLED, _CALLING = 2.5, 10
"""What it counts that the secretary is called by name, in a stretch of so many words."""
_LONGEST_PAUSE = 3.0
"""Pauses count in multiples of the call's usual one, up to this."""
_FOREIGN = -3.0
"""What it counts that a stretch is in another language than the call, which is hers and the client's."""
_SURE = 4.0
_DOUBT, _DOUBT_UNMARKED = 0.4, 1.5
"""Log odds up to which an utterance is taken for text, and where its ends are only guessed."""
_PASSED_OVER = 0.5
"""Log odds of text up to which an utterance between items may well be talk."""
_SHORT = 4
_FEW_WORDS = 3
_IN_PASSING = 1.5
"""How much surer it must be that a sentence goes over into talk in its middle."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Utterance:
    """Tokens ``start`` to ``end`` (exclusive) between two sentence ends or changes of speaker.

    ``given``: what its pauses and the question before it say for talk, in log odds.
    """

    start: int
    end: int
    given: float


class Evidence:
    """The log odds of talk for every stretch of a call.

    ``names``: norms of the words of known names; ``called``: of the secretary's names; ``spoken``: the language of each
    token, where there are several.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        boundaries: Boundaries,
        language: Language,
        names: Container[str],
        called: Container[str],
        spoken: Sequence[Language] = (),
    ) -> None:
        self._tokens, self._boundaries, self._language = tokens, boundaries, language
        self._called = called
        self._doubt = _DOUBT if boundaries.punctuated else _DOUBT_UNMARKED
        self._fitted = language.speech.fitted
        self._settled, self._laid_out = _settled(tokens, boundaries, language)
        self._interrupting = _interrupting(tokens, boundaries, language)
        spoken = spoken or [language] * len(tokens)
        self._foreign = [each.code != language.code for each in spoken]
        each = _likelihoods(tokens, boundaries, [each.speech for each in spoken], names)
        self._each = [NOTHING_KNOWN if place in self._settled else heard for place, heard in enumerate(each)]
        self.utterances = list(_utterances(tokens, boundaries, self._settled, language.words.fillers))

    def odds(self) -> dict[int, float]:
        """Log odds that what begins at a token is talk, for each token at which a clause may begin.

        Empty for a language without examples.
        """
        if not self._fitted:
            return {}
        return {
            start: self._talk(utterance, start, utterance.end)
            for utterance in self.utterances
            for start in self._clauses(utterance)[:-1]
            if start not in self._settled
        }

    def text_costs(self, odds: Mapping[int, float]) -> dict[int, float]:
        """What it costs to take for text what sounds like talk, by the token at which it begins."""
        return {place: min(talk - self._doubt, _SURE) for place, talk in odds.items() if talk > self._doubt}

    def talk_costs(self, odds: Mapping[int, float]) -> dict[int, float]:
        """What it costs to pass over an utterance that sounds like text, by the token at which it begins."""
        costs = {}
        for utterance in self.utterances:
            surely = -odds.get(utterance.start, 0.0) - _PASSED_OVER
            if utterance.start in self._laid_out:
                costs[utterance.start] = _SURE
            elif surely > 0:
                costs[utterance.start] = min(surely, _SURE) / 2
        return costs

    def remarks(self, odds: Mapping[int, float]) -> Iterator[Match[Cue]]:
        """Utterances that may be talk, and what sounds like talk in the middle of one, each as a cue."""
        if not self._fitted:
            return
        for utterance in self.utterances:
            clauses = self._clauses(utterance)
            if utterance.start in odds:
                yield _remark(utterance.start, utterance.end, min(0.0, odds[utterance.start] - self._doubt))
            if not self._boundaries.punctuated:
                continue
            for first, start in enumerate(clauses[1:-1], 1):
                for end in clauses[first + 1 :]:
                    surely = min(self._talk(utterance, start, end), _SURE) - _IN_PASSING
                    may = start not in self._settled or start in self._interrupting
                    if surely > 0 and may and end - start >= _FEW_WORDS:
                        yield _remark(start, end, surely)

    def _clauses(self, utterance: Utterance) -> list[int]:
        """The places at which an utterance's clauses begin, and its end."""
        inside = range(utterance.start + 1, utterance.end)
        return [
            utterance.start,
            *(place for place in inside if self._boundaries.before[place] >= CLAUSE),
            utterance.end,
        ]

    def _talk(self, utterance: Utterance, start: int, end: int) -> float:
        """Log odds of talk for a part of an utterance."""
        heard = together(self._each[start:end])
        odds = _PRIOR + _WORDS * (max(heard.client, heard.secretary) - heard.text)
        odds += _LENGTH * log(end - start)
        if "?" in self._tokens[end - 1].after:
            odds += _QUESTION + (_OF_A_LETTER if self._of_a_letter(start, end) else 0.0)
        if end - start <= _CALLING and any(self._is_called(place, start) for place in range(start, end)):
            odds += _CALLED
        odds += _FOREIGN * sum(self._foreign[start:end]) / (end - start)
        return odds + (utterance.given if start == utterance.start else 0.0)

    def _of_a_letter(self, start: int, end: int) -> bool:
        """Whether what is said to the secretary of a letter occurs: its subject, its copies, its postage."""
        cues = self._language.cues
        return any(
            cue.payload.label in ASKABLE and cue.end <= end
            for place in range(start, end)
            for cue in cues.at(self._tokens, place)
        )

    def _is_called(self, place: int, start: int) -> bool:
        """Whether a name set off on both sides calls the secretary: "May or June, Dewi?"."""
        token = self._tokens[place]
        apart = place == start or bool(self._tokens[place - 1].after)
        return token.norm in self._called and apart and bool(token.after)


def _remark(start: int, end: int, weight: float) -> Match[Cue]:
    return Match(payload=Cue(label="remark", weight=weight, whole=True), start=start, end=end, values={})


def _utterances(
    tokens: Sequence[Token], boundaries: Boundaries, settled: Container[int], fillers: Container[str]
) -> Iterator[Utterance]:
    cuts: list[int] = []
    for place in range(len(tokens)):
        begun = cuts and all(token.norm in fillers for token in tokens[cuts[-1] : place])
        if boundaries.before[place] >= SENTENCE and not begun:
            cuts.append(place)
    usual = median([tokens[place].pause_ms for place in cuts[1:]] or [0])

    def pause(place: int) -> float:
        known = usual and 0 < place < len(tokens)
        return min(tokens[place].pause_ms / usual, _LONGEST_PAUSE) if known else 1.0

    for start, end in pairwise([*cuts, len(tokens)]):
        given = _PAUSE_BEFORE * pause(start) + _PAUSE_AFTER * pause(end)
        if start - 1 in settled or any(place in boundaries.marks for place in range(start, end)):
            given += _MARKED
        answers = bool(start) and "?" in tokens[start - 1].after
        answer = _ANSWER * (2 if end - start <= _SHORT else 1)
        yield Utterance(start=start, end=end, given=given + (answer if answers else 0.0))


def _settled(
    tokens: Sequence[Token], boundaries: Boundaries, language: Language
) -> tuple[frozenset[int], frozenset[int]]:
    """The tokens that tell how a text is laid out or put right, which tell nothing else; and where layouts begin."""

    def closed(end: int) -> bool:
        return boundaries.before[end] >= CLAUSE and "?" not in tokens[end - 1].after

    found = {place for mark in boundaries.marks.values() for place in range(mark.start, mark.end)}
    laid_out: set[int] = set()
    for place in range(len(tokens)):
        if boundaries.before[place] < CLAUSE:
            continue
        cues = [cue for cue in language.cues.at(tokens, place) if cue.payload.label in IN_TEXT]
        closes = (cue for cue in language.cues.at(tokens, place) if cue.payload.label in OF_LETTERS and closed(cue.end))
        terms = (term for term in language.editing_terms.at(tokens, place) if term.payload in (Term.SURE, Term.STRIKE))
        ends = [*(cue.end for cue in (*cues, *closes)), *(term.end for term in terms)]
        ends += [capital.end for capital in language.capitals.at(tokens, place)]
        found.update(range(place, max(ends, default=place)))
        if any(closed(cue.end) for cue in cues):
            laid_out.add(place)
    return frozenset(found), frozenset(laid_out)


def _interrupting(tokens: Sequence[Token], boundaries: Boundaries, language: Language) -> frozenset[int]:
    """Where an editing term begins in the middle of a sentence: what is said behind it may be no correction."""
    inside = (place for place in range(len(tokens)) if CLAUSE <= boundaries.before[place] < SENTENCE)
    return frozenset(place for place in inside if any(language.editing_terms.at(tokens, place)))


def _likelihoods(
    tokens: Sequence[Token], boundaries: Boundaries, models: Sequence[SpeechModel], names: Container[str]
) -> Iterator[Likelihoods]:
    """How likely each token is after the one before it, with the end of the sentence where it is the last."""
    previous = START
    for place, token in enumerate(tokens):
        if boundaries.before[place] >= SENTENCE:
            previous = START
        capital = token.text[:1].isupper() and len(token.norm) > 1 and not token.starts_sentence
        model = models[place]
        symbol = model.word(token.norm, is_name=token.norm in names or (boundaries.punctuated and capital))
        found = model.after(previous, symbol)
        if token.ends_sentence:
            found += model.after(symbol, QUESTION if "?" in token.after else STOP)
        yield found
        previous = symbol
