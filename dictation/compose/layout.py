"""A body's words laid out: marks and breaks that were said are carried out, lists become lists.

What comes out are lines of strokes, a stroke being a run of characters that came about together. ``typeset`` then puts
blanks, capitals and punctuation between them.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from dictation.compose.boundaries import CLAUSE, SENTENCE, WEAK, Boundaries
from dictation.compose.capitals import capitals, styled
from dictation.compose.language import Cue, Language, Mark
from dictation.compose.lists import Announced
from dictation.compose.patterns import Match
from dictation.compose.tokens import SENTENCE_END, Token
from dictation.model.draft import ParagraphKind


class Join(StrEnum):
    """How a stroke sits between its neighbours."""

    WORD = "word"
    MARK = "mark"
    """Closes up to what stands before: , . : ; ? !"""
    OPEN = "open"
    """Closes up to what follows: an opening bracket or quote."""
    CLOSE = "close"
    """Closes up to what stands before: a closing bracket or quote."""
    GLUE = "glue"
    """Closes up on both sides, or brings its own blanks."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stroke:
    """Characters that came about together, and the tokens that they came from."""

    text: str
    tokens: tuple[Token, ...]
    join: Join = Join.WORD
    rule: str = ""
    after: str = ""
    """Punctuation that the recogniser heard after it, and that no command takes the place of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A paragraph, still in strokes: one line, or one a list entry."""

    kind: ParagraphKind
    lines: tuple[tuple[Stroke, ...], ...]


LAYOUT_LABELS = frozenset({"paragraph", "line", "bullet", "number-item", "list-start", "list-end"})
_LIST_IS_OVER = frozenset({"paragraph", "list-start", "closing", "salutation", "end"})
_BULLET = Cue(label="bullet", weight=0.0)
_LIST_KIND = {"bullet": ParagraphKind.BULLETS, "number-item": ParagraphKind.NUMBERED}


class Layouter:
    """Carries out what was said about the shape of a text. ``tokens`` are those of the whole call.

    ``settled``: places whose punctuation a change has settled, so that it is not taken for a command's.
    """

    def __init__(
        self,
        tokens: Sequence[Token],
        boundaries: Boundaries,
        language: Language,
        settled: Container[int] = frozenset(),
    ) -> None:
        self._tokens, self._boundaries, self._language, self._settled = tokens, boundaries, language, settled

    def layout(self, places: Sequence[int]) -> list[Block]:
        """The blocks made of the tokens at ``places`` (which rise, with gaps where something was taken out)."""
        fillers = self._language.words.fillers
        places = [place for place in places if self._tokens[place].norm not in fillers]
        builder = _Builder()
        announced: Announced | None = None
        run: list[int] = []
        index = 0
        while index < len(places):
            command = self._command(places, index)
            entry = announced.marker(places, index) if announced is not None and command is None else None
            if announced is not None and entry is not None:
                command = self._entry(announced, places[index], entry)
            elif announced is not None and command is None and announced.is_over(places[index]):
                command, announced = _ended(places[index]), None
            if command is None:
                run.append(places[index])
                index += 1
                continue
            builder.extend(self._write(run))
            run = []
            announced = self._announced(command, announced)
            builder.obey(command, self._tokens)
            if command.end > command.start:
                index += command.end - command.start
            else:
                run.append(places[index])
                index += 1
        builder.extend(self._write(run))
        return builder.finish()

    def _announced(self, command: Match[Cue] | Match[Mark], announced: Announced | None) -> Announced | None:
        """The announced list that the text is in after a command."""
        if isinstance(command.payload, Mark) or command.payload.label == "line":
            return announced
        if command.payload.label == "list-start":
            return Announced(self._tokens, self._boundaries, self._language, command.payload.kind)
        # "List. Number one, …": its entries are told in the one way or the other.
        marked = command.end > command.start and announced is not None and command.payload.label != announced.kind
        return announced if command.payload.label in _LIST_KIND and not marked else None

    def _entry(self, announced: Announced, place: int, length: int) -> Match[Cue]:
        return Match(payload=Cue(label=announced.kind, weight=0.0), start=place, end=place + length, values={})

    def strokes(self, places: Sequence[int]) -> list[Stroke]:
        """The tokens at ``places`` on a single line: for subjects, salutations and the like."""
        return [stroke for block in self.layout(places) for line in block.lines for stroke in line]

    def _command(self, places: Sequence[int], index: int) -> Match[Cue] | Match[Mark] | None:
        """The mark or the layout command that is said at ``places[index]``, whole and without a gap."""
        place = places[index]
        mark = self._boundaries.marks.get(place)
        found = self._as_bullet(mark) if mark is not None else self._layout_cue(place)
        if found is None or list(places[index : index + found.end - found.start]) != list(range(place, found.end)):
            return None
        return found

    def _as_bullet(self, mark: Match[Mark]) -> Match[Cue] | Match[Mark]:
        """A dash that stands alone where a sentence may begin is the dash of a list."""
        before, after = self._boundaries.before[mark.start], self._boundaries.before[mark.end]
        alone = self._boundaries.punctuated and before >= SENTENCE and after >= CLAUSE
        if mark.payload.write.strip() not in ("–", "-") or not alone:
            return mark
        return Match(payload=_BULLET, start=mark.start, end=mark.end, values={})

    def _layout_cue(self, place: int) -> Match[Cue] | None:
        matches = [
            match for match in self._language.cues.at(self._tokens, place) if match.payload.label in LAYOUT_LABELS
        ]
        # "new paragraph please" is a command with a courtesy only where it ends there: else the courtesy is text.
        matches = [match for match in matches if not match.payload.apart or self._is_apart(match)]
        ended = [match for match in matches if self._boundaries.before[match.end] >= WEAK]
        best = max(ended, key=lambda match: match.end, default=min(matches, key=lambda match: match.end, default=None))
        if best is None:
            return None
        before, after = self._boundaries.before[best.start], self._boundaries.before[best.end]
        previous = self._tokens[place - 1].norm if place and before < WEAK else ""
        if previous in self._language.words.determiners or previous in self._language.words.joiners:
            return None
        following = self._tokens[best.end].norm if best.end < len(self._tokens) and after < WEAK else ""
        if best.payload.whole and following in self._language.words.continuations:
            return None
        alone = before >= (CLAUSE if self._boundaries.punctuated else WEAK) and after >= WEAK
        if best.payload.whole and best.end - best.start == 1 and not alone:
            return None  # "list" and "para" are commands only where they stand alone
        evidence = min(before, CLAUSE) + (min(after, CLAUSE) if best.payload.whole else 0.5 * min(after, CLAUSE))
        needed = CLAUSE if self._boundaries.punctuated or best.payload.label == "number-item" else WEAK
        return best if evidence >= needed else None

    def _is_apart(self, match: Match[Cue]) -> bool:
        """Whether a list that a sentence may speak of as well is announced: at the head of a clause, or one follows."""
        clause = CLAUSE if self._boundaries.punctuated else WEAK
        return self._boundaries.before[match.start] >= clause or self._has_entries(match)

    def _has_entries(self, match: Match[Cue]) -> bool:
        """Whether what follows the announcement of a list is counted, or is said to end."""
        entries = Announced(self._tokens, self._boundaries, self._language, match.payload.kind)
        ahead = range(match.end, len(self._tokens))
        if not ahead or self._boundaries.before[match.end] < CLAUSE:
            return False
        for place in ahead:
            labels = {cue.payload.label for cue in self._language.cues.at(self._tokens, place)}
            if "list-end" in labels and self._boundaries.before[place] >= CLAUSE:
                return True
            if labels & _LIST_IS_OVER and self._boundaries.before[place] >= SENTENCE:
                break
        return bool(entries.marker([match.end], 0))

    def _write(self, places: Sequence[int]) -> list[Stroke]:
        """The written form of a run of words."""
        tokens, styles = capitals(self._without_gaps(places), self._language)
        strokes = []
        for written in self._language.written.write(tokens):
            text = f"{written.before}{written.text}" if written.before and not written.rule else written.text
            rule = written.rule
            style = next((styles[token.word] for token in written.tokens if token.word in styles), "")
            if style:
                text, rule = styled(text, style), rule or "capitals"
            strokes.append(Stroke(text=text, tokens=written.tokens, rule=rule, after=written.after))
        return strokes

    def _without_gaps(self, places: Sequence[int]) -> list[Token]:
        """The tokens, without the commas that only set off what was taken out between them."""
        following = [*places[1:], places[-1] + 1] if places else []
        return [
            replace(self._tokens[place], after="")
            if then != place + 1 and self._tokens[place].after == "," and self._sets_off(place, then)
            else self._tokens[place]
            for place, then in zip(places, following, strict=True)
        ]

    def _sets_off(self, place: int, then: int) -> bool:
        """Whether the comma at ``place`` belongs to what was taken out after it, and not to what was said anew."""
        if place in self._settled:
            return False
        if then > len(self._tokens) - 1 or place + 1 > len(self._tokens) - 1:
            return True
        return self._tokens[place + 1].norm != self._tokens[then].norm


def _ended(place: int) -> Match[Cue]:
    return Match(payload=Cue(label="list-end", weight=0.0), start=place, end=place, values={})


class _Builder:
    """Collects strokes into lines, and lines into blocks."""

    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._kind = ParagraphKind.PROSE
        self._lines: list[list[Stroke]] = [[]]
        self._numbers = 0

    def extend(self, strokes: Sequence[Stroke]) -> None:
        self._lines[-1].extend(strokes)

    def obey(self, command: Match[Cue] | Match[Mark], tokens: Sequence[Token]) -> None:
        self._drop_set_off()
        if isinstance(command.payload, Mark):
            self._mark(command.payload, tuple(tokens[command.start : command.end]))
            return
        label = command.payload.label
        if label in _LIST_KIND:
            self._entry(_LIST_KIND[label])
        elif label == "line":
            self._lines.append([])
        else:
            self._end_block()

    def finish(self) -> list[Block]:
        self._end_block()
        return self._blocks

    def _drop_set_off(self) -> None:
        """A comma heard before a command only sets the command off."""
        line = self._lines[-1]
        if line and line[-1].after == ",":
            line[-1] = replace(line[-1], after="")

    def _mark(self, mark: Mark, tokens: tuple[Token, ...]) -> None:
        line = self._lines[-1]
        if mark.side == "opens":
            join = Join.OPEN
        elif mark.side == "closes":
            join = Join.CLOSE
        else:
            join = Join.GLUE if mark.write.strip() in ("–", "-", "/") else Join.MARK
        if line and line[-1].after and mark.side != "opens":
            line[-1] = replace(line[-1], after="")
        ended = bool(line) and line[-1].text.endswith(tuple(SENTENCE_END))
        after = tokens[-1].after if mark.side == "closes" and tokens[-1].ends_sentence and not ended else ""
        line.append(Stroke(text=mark.write, tokens=tokens, join=join, rule="mark", after=after))

    def _entry(self, kind: ParagraphKind) -> None:
        if self._kind is kind:
            self._lines.append([])
            return
        first = self._behind_colon()
        self._end_block()
        self._kind = kind
        if first:
            self._lines = [first, []]

    def _behind_colon(self) -> list[Stroke]:
        """What stands behind the last colon of a line: the first entry, where only the next one is announced."""
        line = self._lines[-1]
        colons = (at for at, stroke in enumerate(line) if (stroke.after or stroke.text).endswith(":"))
        behind = max(colons, default=len(line)) + 1
        first = line[behind:]
        del line[behind:]
        return first

    def _end_block(self) -> None:
        lines = tuple(tuple(line) for line in self._lines if line)
        if lines:
            self._blocks.append(Block(kind=self._kind, lines=lines))
        self._kind, self._lines = ParagraphKind.PROSE, [[]]
