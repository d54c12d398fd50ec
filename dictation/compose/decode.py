"""What kind of speech each word of a call is.

The call is decoded at once by dynamic programming (a semi-Markov model with weights set by hand): every cue in the
language data may begin a span, or be ignored as ordinary words; every boundary may end one. The best path through the
whole call decides, so that one misheard cue does not swallow an item.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dictation.compose.boundaries import CLAUSE, SENTENCE, WEAK, Boundaries
from dictation.compose.copies import COPIES
from dictation.compose.language import Cue, Language
from dictation.compose.patterns import Match
from dictation.compose.phases import ASIDES, CHANGES, FIELDS, FITS, HEADS, LEADS_TO, TEXT_BEGINS, UNFINISHED, Phase
from dictation.compose.spans import TALK, TEXT, Cell, Span, State, spans_along
from dictation.compose.tokens import Token

_APART_IN_TEXT = frozenset({"open", "replace", "delete", "add"})
"""Cues that begin no earlier than a clause does in a text: "we can replace the roof" is text."""

_COMMANDS = FIELDS | {
    "open",
    "kind",
    "same-again",
    "goto",
    "replace",
    "delete",
    "add",
    "insert",
    "cancel",
    "note",
    "end",
}
"""Labels of cues that are told to the secretary, as against what stands in every letter."""


_IMPOSSIBLE = -99.0
_TAKEN_UP = -1.0
"""How unlikely it is that an item that was left is taken up again without a word."""
_NAMED = -1.0
"""How unlikely it is that a text begins with a name right behind what opens an item."""
_NOT_US, _SIGNED = 20.0, 5.0
_TALKING = 0.3
"""What an aside is worth at most where talk costs nothing."""
_REMARK = 1.0
"""How unlikely a remark is that does not follow another."""
_IN_A_CLAUSE = -3.0
"""What it counts against a cue that it begins in the middle of a clause."""
_OUTRIGHT, _LONGEST_ORDER = 3.0, 12
"""Weight of cues that tell the secretary what to enclose without a please, and how many words that takes."""
_SAID_TO_HER = 2.5
"""What it counts for at most that a stretch sounds like talk, or like text."""
_LED_ON = -0.4
"""How unlikely each further word is in what leads to a text: "the message is from me and says"."""
_REST_OF_TALK = -1.0
"""How unlikely a sentence that was begun as talk is to go on as text: "Thirty, three oh."."""
_BEAM = 12.0
"""How far behind the best a path may be and still be followed: more than any one item can win back."""


@dataclass(frozen=True, kw_only=True)
class Decoder:
    """Labels the tokens of one call.

    ``names``: norms of the words in the names of the client's contacts; ``client_names`` and
    ``secretary_names``: those of the client's and the secretary's, whom nobody writes to on the telephone;
    ``silent``: whether a token is spoken by somebody else than the client, a token each; ``extra_cues``: cues that
    names and likelihoods give, by the token at which they begin; ``odds``: log odds that what begins at a token is
    talk; ``text_costs`` and ``talk_costs``: what it costs to take an utterance for text or for talk, by the token at
    which it begins.
    """

    language: Language
    names: frozenset[str]
    client_names: frozenset[str]
    secretary_names: frozenset[str]
    silent: Sequence[bool]
    extra_cues: Mapping[int, Sequence[Match[Cue]]] = field(default_factory=dict)
    odds: Mapping[int, float] = field(default_factory=dict)
    text_costs: Mapping[int, float] = field(default_factory=dict)
    talk_costs: Mapping[int, float] = field(default_factory=dict)
    _cache: dict[int, list[Match[Cue]]] = field(default_factory=dict, repr=False)

    @property
    def _ourselves(self) -> frozenset[str]:
        """Names of the client and the secretary, whom nobody writes to on the telephone."""
        return (self.client_names | self.secretary_names) - self.names

    def decode(self, tokens: Sequence[Token], boundaries: Boundaries) -> list[Span]:
        """Every token in exactly one span, in order."""
        cells: list[dict[State, Cell]] = [{} for _ in range(len(tokens) + 1)]
        start = State(Phase.OUT, TALK)
        cells[0][start] = Cell(0.0, start)
        for place in range(len(tokens)):
            hopeless = max((cell.score for cell in cells[place].values()), default=0.0) - _BEAM
            for cell in [cell for cell in cells[place].values() if cell.score > hopeless]:
                for step in self._steps(tokens, boundaries, place, cell):
                    known = cells[step.at].get(step.state)
                    if known is None or step.score > known.score:
                        cells[step.at][step.state] = step
        return spans_along(max(cells[-1].values(), key=lambda cell: cell.score))

    def _steps(self, tokens: Sequence[Token], boundaries: Boundaries, place: int, cell: Cell) -> Iterator[Cell]:
        boundary = boundaries.before[place]
        if self.silent[place]:
            yield self._take(cell, place, State(cell.state.phase, TALK), 0.0)
            return
        yield from self._continue(tokens, place, cell, boundary)
        if cell.state.label == "salutation" and tokens[place - 1].after == ",":
            yield from self._names_on(tokens, boundaries, place, cell)
        if self._may_break(tokens, boundaries, place, cell):
            yield from self._default(tokens, boundaries, place, cell)
        if cell.state.label == "salutation" and place and self._expects_name(tokens[place - 1]):
            return  # "Dear Mr Pike": the name begins nothing of its own
        for cue in self._cues(tokens, place):
            yield from self._begin(tokens, boundaries, cell, cue)

    def _may_break(self, tokens: Sequence[Token], boundaries: Boundaries, place: int, cell: Cell) -> bool:
        """Whether a span may end before ``place`` without a cue: at a boundary, but not inside "Mr Pike"."""
        if cell.cue is not None and cell.cue.payload.whole:
            return place >= cell.cue.end
        previous = tokens[place - 1]
        if cell.state.label == "salutation" and self._expects_name(previous):
            return False
        if self._reports(cell, place):
            return True
        if cell.state.label == "text-start" and cell.cue is not None and cell.cue.end == place:
            return not boundaries.punctuated or boundaries.before[place] >= WEAK
        return boundaries.before[place] >= WEAK or place in boundaries.marks

    def _reports(self, cell: Cell, place: int) -> bool:
        """Whether the text begins at ``place``, behind what tells her to say it."""
        return cell.cue is not None and cell.cue.end == place and cell.cue.payload.reports

    def _expects_name(self, token: Token) -> bool:
        """Whether a name must follow in a salutation: after "Hi," and "Mr"."""
        words = self.language.words
        return token.norm in words.vocatives or (token.norm in words.titles and not token.after)

    def _greets_on(self, tokens: Sequence[Token], place: int, cell: Cell) -> bool:
        """Whether "and" leads from a salutation to another person's: "Dear Ann, and dear Ben"."""
        return self.language.words.joins(tokens[place].norm) and any(
            self._greets_another(tokens, cell, cue) for cue in self._cues(tokens, place + 1)
        )

    def _greets_another(self, tokens: Sequence[Token], cell: Cell, cue: Match[Cue]) -> bool:
        """Whether a cue in a salutation greets somebody by name who is not greeted yet: "Dear Ann, dear Ben"."""
        words = self.language.words
        if cell.state.label != "salutation" or cue.payload.label != "salutation" or cue.end >= len(tokens):
            return False
        name = tokens[cue.end]
        greeted = {token.norm for token in tokens[cell.begun : cue.start]} - words.titles
        named = name.norm in self.names | words.titles or (name.text[:1].isupper() and not name.starts_sentence)
        return tokens[cue.start].norm in words.vocatives and named and name.norm not in greeted

    def _names_on(self, tokens: Sequence[Token], boundaries: Boundaries, place: int, cell: Cell) -> Iterator[Cell]:
        """The salutation with a list of names in it that commas part: "Dear Ann, Ben and Carl, …"."""
        words, end = self.language.words, place
        while end < len(tokens) and tokens[end].norm in self.names | words.titles:
            end += 1
        joined = end
        end += joined < len(tokens) and tokens[joined].norm in words.joiners
        while end < len(tokens) and tokens[end].norm in self.names | words.titles and not tokens[end - 1].after:
            end += 1
        if place < joined < end - 1 and (boundaries.before[end] >= CLAUSE or end in boundaries.marks):
            yield Cell(cell.score, cell.state, came_from=cell, at=end, cue=cell.cue, begun=cell.begun)

    def _cues(self, tokens: Sequence[Token], place: int) -> list[Match[Cue]]:
        if place not in self._cache:
            found = self.language.cues.at(tokens, place)
            self._cache[place] = [match for match in found if match.payload.label in FITS]
            self._cache[place] += self.extra_cues.get(place, ())
        return self._cache[place]

    def _take(self, cell: Cell, place: int, state: State, gain: float) -> Cell:
        """The cell after the token at ``place`` was added to the current span, or began a span without a cue."""
        same = state == cell.state
        return Cell(
            cell.score + gain,
            state,
            came_from=cell,
            at=place + 1,
            cue=cell.cue if same else None,
            begun=cell.begun if same else place,
            gain=gain,
        )

    def _continue(self, tokens: Sequence[Token], place: int, cell: Cell, boundary: float) -> Iterator[Cell]:
        label, phase = cell.state.label, cell.state.phase
        if (cell.cue is not None and cell.cue.payload.whole) or self._reports(cell, place):
            return
        if label == TEXT:
            cost = self.text_costs.get(place, 0.0) if boundary >= SENTENCE else 0.0
            yield self._take(cell, place, cell.state, -cost)
        elif label == TALK:
            cost = {Phase.OUT: 0.0, Phase.AFTER: 0.0, Phase.BODY: -0.4}.get(phase, -0.15)
            yield self._take(cell, place, cell.state, cost - self.talk_costs.get(place, 0.0))
        elif label == "salutation":
            goes_on = boundary < CLAUSE or self._expects_name(tokens[place - 1])
            if place - cell.begun < 7 and (goes_on or self._greets_on(tokens, place, cell)):
                ordinary = tokens[place].norm in self.language.words.pronouns
                yield self._take(cell, place, cell.state, -2.0 if ordinary else 0.0)
        elif label == "text-start" and boundary < CLAUSE:
            yield self._take(cell, place, cell.state, _LED_ON)
        elif label == "spell" and phase is Phase.BODY and len(tokens[place].norm) > 1:
            yield self._take(cell, place, cell.state, -1.0)
        elif boundary < SENTENCE or self._has_yet_to_come(tokens, cell, place):
            yield self._take(cell, place, cell.state, -0.02)
        elif label in ("address", "spell", "enclosure", "when", "closing"):
            yield self._take(cell, place, cell.state, -1.5)

    def _has_yet_to_come(self, tokens: Sequence[Token], cell: Cell, place: int) -> bool:
        """Whether a cue's value may stand behind a sentence end: "Subject. The lease.", but not when it is a name.

        What answers "Any copies?" may be "Not Ann."
        """
        if cell.cue is None or cell.cue.end != place:
            return False
        asked = cell.cue.payload.label in COPIES and "?" in tokens[place - 1].after
        return not asked and "people" not in cell.cue.values

    def _is_addressee(self, tokens: Sequence[Token], place: int, cell: Cell) -> bool:
        """Whether somebody is named right behind what opens an item: "answer the email … Mr Pike's of yesterday"."""
        if cell.state.label != "open" or cell.cue is None or cell.cue.end != place:
            return False
        return tokens[place].norm in self.names or tokens[place].norm in self.language.words.titles

    def _is_short(self, tokens: Sequence[Token], boundaries: Boundaries, place: int) -> bool:
        """Whether the sentence at ``place`` has five words or fewer: the answer to a question, most likely."""
        ahead = range(place + 1, min(place + 6, len(tokens) + 1))
        return any(boundaries.before[at] >= SENTENCE for at in ahead)

    def _default(self, tokens: Sequence[Token], boundaries: Boundaries, place: int, cell: Cell) -> Iterator[Cell]:
        """What may follow at a boundary that no cue marks: text in a body, talk elsewhere."""
        label, phase, boundary = cell.state.label, cell.state.phase, boundaries.before[place]
        weak = 0.0 if boundary >= CLAUSE else -1.0
        talk = self.text_costs.get(place, 0.0)
        if phase is Phase.BODY and label != TEXT:
            spelled_on = label == "spell" and len(tokens[place].norm) == 1
            broken_off = -1.5 if (label in FIELDS - {"spell"} and boundary < SENTENCE) or spelled_on else 0.0
            broken_off += _REST_OF_TALK if label == TALK and boundary < SENTENCE else 0.0
            answer = -2.5 if label in ASIDES and self._is_short(tokens, boundaries, place) else 0.0
            yield self._take(cell, place, State(phase, TEXT), weak + broken_off + answer - talk)
        elif phase is Phase.BACK and boundary >= SENTENCE:
            yield self._take(cell, place, State(Phase.BODY, TEXT), _TAKEN_UP + weak - talk)
        elif phase in TEXT_BEGINS and self._reports(cell, place):
            yield self._take(cell, place, State(Phase.BODY, TEXT), 0.0)
        elif phase in TEXT_BEGINS and (boundary >= SENTENCE or label == TALK or tokens[place - 1].after == ":"):
            named = _NAMED if self._is_addressee(tokens, place, cell) else 0.0
            yield self._take(cell, place, State(Phase.BODY, TEXT), TEXT_BEGINS[phase] + weak + named - talk)
        if label != TALK:
            cost = -0.5 if phase is not Phase.BODY or label in ASIDES else -1.5
            if boundary >= SENTENCE or label not in (TEXT, "salutation"):
                yield self._take(cell, place, State(phase, TALK), cost + weak - self.talk_costs.get(place, 0.0))

    def _begin(self, tokens: Sequence[Token], boundaries: Boundaries, cell: Cell, cue: Match[Cue]) -> Iterator[Cell]:
        label, phase = cue.payload.label, cell.state.phase
        fit = self._fit(tokens, boundaries, cell, cue)
        if fit == _IMPOSSIBLE or any(self.silent[cue.start : cue.end]):
            return
        if label == "remark":
            gain = self._remark(boundaries, cell, cue)
        else:
            gain = cue.payload.weight + fit + self._evidence(tokens, boundaries, cell, cue)
            another = self._greets_another(tokens, cell, cue) and boundaries.before[cue.start] < WEAK
            gain -= _IN_A_CLAUSE if another else 0.0
        if label in ASIDES and phase is not Phase.BODY:
            gain = min(gain, _TALKING)
        if phase is Phase.BODY and label in _COMMANDS:
            gain += 0.7 * min(max(self.odds.get(cue.start, 0.0), -_SAID_TO_HER), _SAID_TO_HER)
        state = State(_led_to(phase, cue.payload), label)
        yield Cell(cell.score + gain, state, came_from=cell, at=cue.end, cue=cue, begun=cue.start, gain=gain)

    def _fit(self, tokens: Sequence[Token], boundaries: Boundaries, cell: Cell, cue: Match[Cue]) -> float:
        """How well a cue fits what it comes after."""
        label, phase = cue.payload.label, cell.state.phase
        apart = boundaries.before[cue.start] >= (CLAUSE if boundaries.punctuated else WEAK)
        if not apart and (label == "goto" or (phase is Phase.BODY and label in _APART_IN_TEXT)):
            return _IMPOSSIBLE
        if label == "salutation" and (cell.state.label == "text-start" or self._greets_another(tokens, cell, cue)):
            return 1.0
        if label == "enclosure" and self._closes_behind(tokens, boundaries, cell, cue):
            return 0.0
        return FITS[label].get(phase, _IMPOSSIBLE)

    def _closes_behind(self, tokens: Sequence[Token], boundaries: Boundaries, cell: Cell, cue: Match[Cue]) -> bool:
        """Whether a sentence of its own is the last before the close: there "attach the plan" is told to her."""
        outright = cue.payload.weight >= _OUTRIGHT and cell.state.phase is Phase.BODY
        if not outright or boundaries.before[cue.start] < SENTENCE:
            return False
        ahead = range(cue.end, min(cue.start + _LONGEST_ORDER, len(tokens)))
        end = next((place for place in ahead if boundaries.before[place] >= SENTENCE), None)
        return end is not None and any(match.payload.label in ("closing", "end") for match in self._cues(tokens, end))

    def _afterthought(self, tokens: Sequence[Token], place: int) -> int:
        """Where a remark on a close ends that is said in one breath with it: "yours sincerely and all that"."""
        for phrase in self.language.words.afterthoughts:
            if tuple(token.norm for token in tokens[place : place + len(phrase)]) == phrase:
                return place + len(phrase)
        return place

    def _leads_on(self, tokens: Sequence[Token], cue: Match[Cue]) -> bool:
        """Whether a change follows at once upon what it is to be made in: "in the one to Ann change …"."""
        following = self._cues(tokens, cue.end) if cue.payload.label == "goto" and cue.end < len(tokens) else ()
        return any(match.payload.label in CHANGES for match in following)

    def _remark(self, boundaries: Boundaries, cell: Cell, cue: Match[Cue]) -> float:
        """What a remark is worth: no more than it saves, but in the middle of a sentence what speaks for it."""
        if boundaries.before[cue.start] < SENTENCE:
            return cue.payload.weight if cell.state.label == TEXT else _IMPOSSIBLE
        return cue.payload.weight - (0.0 if cell.state.label in (*ASIDES, TALK) else _REMARK)

    def _evidence(self, tokens: Sequence[Token], boundaries: Boundaries, cell: Cell, cue: Match[Cue]) -> float:
        """What stands around a cue: the boundary before, and after it what ought to follow."""
        before, after = boundaries.before[cue.start], boundaries.before[cue.end]
        unmarked = -1.0 if boundaries.punctuated else 0.0
        evidence = 1.0 if before >= CLAUSE else (unmarked if before >= WEAK else _IN_A_CLAUSE)
        if (cue.payload.flows or cue.payload.reports) and cell.state.phase in TEXT_BEGINS:
            evidence = max(evidence, 0.0)
        leading = self.language.words.articles | self.language.words.onward
        if before < WEAK and tokens[cue.start - 1].norm in leading and cue.payload.label == "subject":
            evidence += _IN_A_CLAUSE  # "at the title company" begins no subject
        following = [token.norm.removesuffix("'s") for token in tokens[cue.end : cue.end + 3]]
        if cue.payload.whole:
            in_text = cell.state.phase is Phase.BODY and cue.payload.label in ASIDES
            closed = after >= (SENTENCE if in_text else CLAUSE) or self._leads_on(tokens, cue)
            evidence += 0.5 if closed else -3.0
        elif after < WEAK and following and following[0] in self.language.words.continuations:
            evidence -= 3.0  # "the subject of …" begins no field
        if cue.payload.label == "text-start" and cell.state.phase is Phase.BODY and after < CLAUSE:
            evidence += _IN_A_CLAUSE  # "write directly to …" is text in a text
        if cue.payload.label == "closing":
            after = max(after, boundaries.before[self._afterthought(tokens, cue.end)])
            signed = bool(following) and following[0] in self.client_names
            evidence += _SIGNED if signed else (0.0 if after >= CLAUSE else -5.0)
            evidence -= _IN_A_CLAUSE if cell.state.label == "sign-off" and before < WEAK else 0.0
        elif cue.payload.label in ("salutation", "open", "to", "copy", "blind-copy", "same-again"):
            known = any(word in self.names or word in self.language.words.titles for word in following)
            evidence += 1.0 if known else 0.0
            runs_on = known and not boundaries.punctuated and cell.state.phase is Phase.HEAD and before < WEAK
            if cue.payload.label == "salutation" and runs_on:
                evidence -= _IN_A_CLAUSE  # "subject next steps dear Mr Pike", and no pause between
            evidence -= _NOT_US if self._ourselves.intersection(following[:2]) else 0.0
        evidence += 0.1 * (cue.end - cue.start)
        return evidence


def _led_to(phase: Phase, cue: Cue) -> Phase:
    """Where the call is once a cue was said."""
    if cue.label == "open":
        return HEADS.get(cue.kind, Phase.HEAD)
    if cue.label == "goto" and phase in UNFINISHED:
        return Phase.BACK
    if cue.label == "salutation" and phase is not Phase.SAME:
        return Phase.BODY
    return LEADS_TO.get(cue.label, phase)
