"""Strokes set as text: blanks, capitals and punctuation, with every character's origin kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dictation.compose.language import Language
from dictation.compose.layout import Block, Join, Stroke
from dictation.compose.tokens import SENTENCE_END, normalise
from dictation.model.draft import Paragraph, ParagraphKind, Passage, Piece


class Typesetter:
    """Sets the texts of one call.

    ``names``: how the words of known people's names are written, by their norm. ``firms``: the words of known firms.
    Both matter where the recogniser wrote no punctuation, and so no capitals that mean anything.
    """

    def __init__(
        self, language: Language, *, punctuated: bool, names: Mapping[str, str], firms: Sequence[Sequence[str]]
    ) -> None:
        self._language, self._punctuated, self._names = language, punctuated, names
        self._firms: dict[str, dict[tuple[str, ...], tuple[str, ...]]] = {}
        """By the first norm, then by all norms."""
        for firm in filter(None, firms):
            norms = tuple(normalise(word) for word in firm)
            self._firms.setdefault(norms[0], {})[norms] = tuple(firm)

    def paragraph(self, block: Block) -> Paragraph:
        """A block as a paragraph: entries of a list and lines of an address end without a full stop."""
        many = len(block.lines) > 1
        listed = block.kind is not ParagraphKind.PROSE
        lines = []
        for number, strokes in enumerate(block.lines, 1):
            last = number == len(block.lines)
            entry = many and not listed and number > 1
            line = self.line(
                _unstopped(strokes) if entry else strokes, bare=listed, stop=last and not listed and not many
            )
            if line:
                lines.append(line)
        return Paragraph(kind=block.kind, lines=tuple(lines))

    def line(
        self, strokes: Sequence[Stroke], *, bare: bool = False, stop: bool = False, capital: bool = True
    ) -> Passage:
        """One line. ``bare`` takes the mark off its end, ``stop`` puts a full stop where there is no mark."""
        if not self._punctuated:
            strokes = self._with_firms(strokes)
        pieces: list[Piece] = []
        begins, glued = capital, True
        previous: Stroke | None = None
        for place, stroke in enumerate(strokes):
            text = self._cased(stroke, previous, begins=begins)
            if stroke.join is Join.MARK and stroke.text.startswith(".") and pieces and pieces[-1].text.endswith("."):
                pieces[-1] = replace(pieces[-1], text=pieces[-1].text[:-1])  # one full stop ends "14." and the sentence
            blank = "" if glued or stroke.join in (Join.MARK, Join.CLOSE, Join.GLUE) else " "
            after = "" if bare and place == len(strokes) - 1 else stroke.after
            pieces.append(_piece(f"{blank}{text}{after}", stroke, changed=text != stroke.text))
            ends = (after or text).rstrip("\"')”’")
            closes = stroke.join in (Join.CLOSE, Join.OPEN)
            begins = (ends.endswith(tuple(SENTENCE_END)) and bool(after or stroke.join is Join.MARK)) or (
                closes and begins
            )
            glued = stroke.join in (Join.OPEN, Join.GLUE)
            previous = stroke
        if bare:
            pieces = _without_end_mark(pieces)
        elif stop and pieces and not self._punctuated and pieces[-1].text[-1] not in '.?!:…")':
            pieces.append(Piece(text=".", rule="sentence-end"))
        return Passage(pieces=tuple(piece for piece in pieces if piece.text))

    def _with_firms(self, strokes: Sequence[Stroke]) -> list[Stroke]:
        """The strokes in lower case, but for the words of a known firm's whole name."""
        found = [stroke if stroke.rule else replace(stroke, text=stroke.text.lower()) for stroke in strokes]
        for place in range(len(found)):
            for norms, words in self._firms.get(found[place].tokens[0].norm, {}).items():
                part = found[place : place + len(norms)]
                if tuple(stroke.tokens[0].norm for stroke in part) == norms and not any(stroke.rule for stroke in part):
                    written = zip(part, words, strict=True)
                    found[place : place + len(norms)] = [replace(s, text=word, rule="name") for s, word in written]
        return found

    def _cased(self, stroke: Stroke, previous: Stroke | None, *, begins: bool) -> str:
        if stroke.join is not Join.WORD:
            return stroke.text
        text = stroke.text
        if not stroke.rule:
            text = self._word(stroke, previous)
        if begins and stroke.rule not in ("email-address", "web-address"):
            first = next((place for place, char in enumerate(text) if char.isalnum()), 0)
            text = text[:first] + text[first : first + 1].upper() + text[first + 1 :]
        return text

    def _is_month(self, norm: str, previous: Stroke | None) -> bool:
        """Whether a word that may be another one ("may") is a month or a day here, as it is behind a preposition."""
        classes = self._language.words.classes
        before = classes.get(previous.tokens[-1].norm, frozenset()) if previous is not None and previous.tokens else ()
        return norm not in classes or "preposition" in before

    def _word(self, stroke: Stroke, previous: Stroke | None) -> str:
        """A word in the middle of a sentence: a capital that only stood after a command's full stop goes."""
        norm = stroke.tokens[0].norm
        bare = norm.removesuffix("'s")
        known = self._names.get(norm) or self._names.get(bare) or self._language.proper.get(bare)
        capitalised = self._language.words.capitalised
        if not self._punctuated:
            if bare in self._language.proper and not self._is_month(bare, previous):
                return stroke.text
            if known and norm != bare:
                return f"{known}'s"
            return known or (stroke.text.capitalize() if norm in capitalised else stroke.text)
        lone_capital = stroke.text[:1].isupper() and stroke.text[1:].islower()
        after_command = previous is None or previous.join is not Join.WORD or not previous.after
        heard_start = stroke.tokens[0].starts_sentence
        if lone_capital and heard_start and after_command and not known and norm not in capitalised:
            return stroke.text[0].lower() + stroke.text[1:]
        return stroke.text


def _unstopped(strokes: Sequence[Stroke]) -> Sequence[Stroke]:
    """A line of an address without the full stop that the recogniser heard at its end."""
    if strokes and strokes[-1].after == ".":
        return (*strokes[:-1], replace(strokes[-1], after=""))
    return strokes


def _piece(text: str, stroke: Stroke, *, changed: bool) -> Piece:
    words = tuple(dict.fromkeys(token.word for token in stroke.tokens))
    return Piece(
        text=text,
        words=words,
        start_ms=stroke.tokens[0].start_ms,
        end_ms=stroke.tokens[-1].end_ms,
        rule=stroke.rule or ("case" if changed else ""),
    )


def _without_end_mark(pieces: list[Piece]) -> list[Piece]:
    """The pieces without a full stop, a comma or a colon at their end."""
    while pieces:
        last = pieces[-1]
        text = last.text.rstrip(".,;: ")
        if text == last.text or (not text and last.rule != "mark"):
            break
        pieces = pieces[:-1]
        if text:
            return [
                *pieces,
                Piece(text=text, words=last.words, start_ms=last.start_ms, end_ms=last.end_ms, rule=last.rule),
            ]
    return pieces
