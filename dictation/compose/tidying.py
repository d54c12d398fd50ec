"""Dictated lines as they were meant: repairs and spoken commands carried out, and nothing else touched.

A line stays a line. A new paragraph is written ¶, a new line ↵ and an entry of a list with • before it, so that
whoever reads the lines can set the breaks. Words keep their case and their spelling, numbers stay words; only where a
command or a repair puts a word at the beginning of a sentence, or takes it from there, does its first letter follow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dictation.compose.boundaries import CLAUSE, SENTENCE, find_boundaries
from dictation.compose.capitals import capitals, styled
from dictation.compose.language import Cue, Language
from dictation.compose.patterns import Match
from dictation.compose.repairs import LIKELY, repair
from dictation.compose.spoken_marks import with_marks
from dictation.compose.tokens import Token, said, tokenise
from dictation.model.transcript import Segment, Transcript, Word

_BREAKS = {"paragraph": "¶", "line": "↵", "bullet": "•", "list-end": "¶"}
_CHANGES = frozenset("scratch-words scratch-sentence scratch-paragraph restart replace delete".split())


@dataclass(frozen=True, kw_only=True, slots=True)
class Tidied:
    """A line as it was meant, and the editing terms of which it is not clear what they change."""

    text: str
    doubtful: tuple[str, ...] = ()


def tidy_line(line: str, language: Language) -> Tidied:
    """Carry out what a dictated line says about itself.

    "send it on tuesday no wait wednesday" → "send it on wednesday"
    """
    heard = _tokens(line, language)
    if not heard:
        return Tidied(text="")
    tokens, spoken = with_marks(heard, language)
    return _Editor(tokens, spoken, language).edit()


def _tokens(line: str, language: Language) -> list[Token]:
    """The words of a line; a dash that stands alone belongs to the word before it."""
    words = tuple(Word(text=word, start_ms=0, end_ms=0) for word in line.split())
    tokens: list[Token] = []
    for token in tokenise(
        Transcript(language=language.code, segments=(Segment(words=words, start_ms=0, end_ms=0),)),
        number_parts=language.number_parts,
        abbreviations=language.words.abbreviations,
        after_ordinals=language.after_ordinals,
    ):
        if tokens and not any(char.isalnum() for char in token.text) and token.text in ("-", "–", "—", "..."):
            tokens[-1] = replace(tokens[-1], after=f"{tokens[-1].after} {token.text}")
        else:
            tokens.append(token)
    return tokens


class _Editor:
    """Goes through a line as an editor would, from left to right."""

    def __init__(self, tokens: Sequence[Token], spoken: frozenset[int], language: Language) -> None:
        self._tokens, self._spoken, self._language = tokens, spoken, language
        self._boundaries = find_boundaries(tokens, language)
        self._cased = any(token.text != token.text.lower() for token in tokens)
        self._body: list[Token] = []
        self._listing = False
        self._doubtful: list[str] = []
        self._acts: dict[str, Callable[[Match[Cue]], bool]] = {
            "scratch-words": self._strike_words,
            "scratch-sentence": self._strike_sentence,
            "scratch-paragraph": self._strike_paragraph,
            "restart": self._strike_all,
            "replace": self._replace,
            "delete": self._delete,
        }

    def edit(self) -> Tidied:
        place, begun = 0, 0
        while place < len(self._tokens):
            commands = self._commands(place)
            if commands:
                before, doubtful = list(self._body), list(self._doubtful)
                self._take(begun, place)
                done = next((command for command in commands if self._obey(command)), None)
                if done is not None:
                    place = begun = done.end
                    continue
                self._body, self._doubtful = before, doubtful
            place += 1
        self._take(begun, place)
        return Tidied(text=self._text(), doubtful=tuple(self._doubtful))

    def _take(self, start: int, end: int) -> None:
        """Write what was said, repaired."""
        part = self._tokens[start:end]
        if not part:
            return
        repaired = repair(part, self._language, {}, least=LIKELY)
        self._doubtful.extend(said(part[start:end]) for start, end in repaired.doubtful)
        followers = [*repaired.kept[1:], len(part)][: len(repaired.kept)]
        for index, then in zip(repaired.kept, followers, strict=True):
            token = part[index]
            after = repaired.endings.get(index)
            if after is None:
                set_off = then != index + 1 and self._sets_off(part, index, then)
                after = token.after.replace(",", "").rstrip(" –—-") if set_off else token.after
            self._body.append(replace(token, after=after))

    def _sets_off(self, part: Sequence[Token], index: int, then: int) -> bool:
        """Whether the comma after a word belongs to what was taken out after it, and not to what was said anew."""
        token = part[index]
        if token.word in self._spoken or token.ends_sentence:
            return False
        return then >= len(part) or index + 1 >= len(part) or part[index + 1].norm != part[then].norm

    # ------------------------------------------------------------ commands

    def _commands(self, place: int) -> list[Match[Cue]]:
        """The commands that may be meant at ``place``, those that say exactly what they mean first."""
        found = [
            match
            for match in self._language.cues.at(self._tokens, place)
            if match.payload.label in _BREAKS or match.payload.label in _CHANGES
        ]
        fitting = [match for match in found if self._fits(match)]
        return sorted(fitting, key=lambda match: (bool(match.values.keys() & {"old", "about"}), -match.end))

    def _fits(self, match: Match[Cue]) -> bool:
        """Whether a phrase is a command, by what stands around it."""
        before, after = self._boundaries.before[match.start], self._boundaries.before[match.end]
        words, tokens = self._language.words, self._tokens
        if before < CLAUSE and match.start and tokens[match.start - 1].norm in words.determiners | words.ordinary_after:
            return False
        following = tokens[match.end].norm if match.end < len(tokens) and after < CLAUSE else ""
        if following in words.continuations:
            return False
        label = match.payload.label
        if label == "list-end" and not self._listing:
            return False
        if label in ("replace", "delete"):
            return (before >= CLAUSE or not self._boundaries.punctuated) and after >= SENTENCE - (not before)
        if label == "bullet":
            return self._listing or (before >= CLAUSE and (match.end - match.start > 1 or before >= SENTENCE))
        if not self._boundaries.punctuated or len(self._spoken) == sum(1 for token in tokens if token.after):
            return True
        return before >= CLAUSE and after >= CLAUSE

    def _obey(self, command: Match[Cue]) -> bool:
        """Carry out a command; returns whether it could be."""
        if command.payload.label in _BREAKS:
            self._break(_BREAKS[command.payload.label], command)
            return True
        return bool(self._body) and self._acts[command.payload.label](command)

    def _break(self, sign: str, command: Match[Cue]) -> None:
        if self._body and self._body[-1].after == "," and self._body[-1].word not in self._spoken:
            self._body[-1] = replace(self._body[-1], after="")
        self._listing = command.payload.label == "bullet"
        token = self._tokens[command.start]
        self._body.append(replace(token, text=sign, norm="", before="", after="", starts_sentence=False))

    def _strike_words(self, command: Match[Cue]) -> bool:
        count = command.values.get("count")
        words = int(str(count.value)) if count is not None else 1
        del self._body[max(0, len(self._body) - words) :]
        return True

    def _strike_sentence(self, _: Match[Cue]) -> bool:
        index = len(self._body) - 1
        while index > 0 and not self._body[index - 1].ends_sentence and self._body[index - 1].norm:
            index -= 1
        del self._body[max(0, index) :]
        return True

    def _strike_paragraph(self, _: Match[Cue]) -> bool:
        index = len(self._body)
        while index and self._body[index - 1].text != "¶":
            index -= 1
        del self._body[index:]
        return True

    def _strike_all(self, _: Match[Cue]) -> bool:
        self._body.clear()
        return True

    def _replace(self, command: Match[Cue]) -> bool:
        start, end = self._find(command)
        if end == 0:
            return False
        new = command.values["new"]
        made = list(self._tokens[new.start : new.end])
        made[-1] = replace(made[-1], after=self._body[end - 1].after)
        self._body[start:end] = made
        return True

    def _delete(self, command: Match[Cue]) -> bool:
        start, end = self._find(command)
        if end and "about" in command.values:
            return self._strike_around(start, end)
        if end == 0:
            return False
        if start and self._body[end - 1].ends_sentence:
            self._body[start - 1] = replace(self._body[start - 1], after=self._body[end - 1].after)
        del self._body[start:end]
        return True

    def _strike_around(self, start: int, end: int) -> bool:
        """Take out the sentence in which words stand."""
        while start and not self._body[start - 1].ends_sentence:
            start -= 1
        while end < len(self._body) and not self._body[end - 1].ends_sentence:
            end += 1
        del self._body[start:end]
        return True

    def _find(self, command: Match[Cue]) -> tuple[int, int]:
        """Where in the text the words are that a command names; (0, 0) for nowhere."""
        old = command.values.get("old") or command.values.get("about")
        norms = [token.norm for token in self._tokens[old.start : old.end]] if old is not None else []
        if "about" in command.values and norms and norms[0] in self._language.words.determiners:
            norms = norms[1:]
        for start in range(len(self._body) - len(norms), -1, -1):
            if norms and [token.norm for token in self._body[start : start + len(norms)]] == norms:
                return start, start + len(norms)
        return 0, 0

    def _text(self) -> str:
        """The words with single blanks between them."""
        kept, styles = capitals(self._body, self._language)
        text = ""
        previous: Token | None = None
        for token in kept:
            written = styled(token.text, styles.get(token.word, ""))
            if self._cased and token.word not in styles:
                written = _cased(token, previous, self._language)
            text += f"{self._between(previous, token)}{token.before}{written}{token.after}"
            previous = token
        return text

    def _between(self, previous: Token | None, token: Token) -> str:
        """A blank, the hyphen of a number, or nothing after a dictated slash."""
        if previous is None or (previous.word in self._spoken and previous.after in ("-", "/")):
            return ""
        return "-" if previous.word == token.word and token.norm else " "


def _cased(token: Token, previous: Token | None, language: Language) -> str:
    """A word with the first letter that its new place in the sentence asks for."""
    starts = previous is None or previous.ends_sentence or not previous.norm
    text = token.text
    if starts and not token.starts_sentence:
        return text[:1].upper() + text[1:]
    lone = text[:1].isupper() and text[1:].islower()
    proper = token.norm.removesuffix("'s") in language.proper or token.norm in language.words.capitalised
    if not starts and token.starts_sentence and lone and not proper and _is_common(token, language):
        return text[0].lower() + text[1:]
    return text


def _is_common(token: Token, language: Language) -> bool:
    return bool(language.numbers.digit(token)) or token.norm in language.words.classes or len(token.norm) > 1
