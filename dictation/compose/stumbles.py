"""Words said twice, and clauses begun anew without a word about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dictation.compose.language import Language
from dictation.compose.likeness import Likeness
from dictation.compose.tokens import Token

_LONGEST_REPEAT = 5
_UNFINISHED = 2
"""How many words may stand between the two beginnings of a clause begun anew."""
_BROKEN_OFF = 9
"""How many words a question may have that is broken off."""
_DETERMINERS = frozenset({"article"})
_BEGINNINGS = frozenset("subject clause question conjunction auxiliary preposition".split())


class Stumbles:
    """Finds what is said again in one text."""

    def __init__(self, tokens: Sequence[Token], language: Language, likeness: Likeness) -> None:
        self._tokens, self._language, self._likeness = tokens, language, likeness
        self._punctuated = any(token.after for token in tokens)

    def repeated(self, place: int, kept: Sequence[int]) -> int | None:
        """The index in ``kept`` of words that are said again at ``place``: "had been, um, had been"."""
        if not kept or self._tokens[kept[-1]].ends_sentence or self._tokens[place].before:
            return None
        if self._asks_anew(place, kept):
            return self._sentence(kept)
        norm = self._tokens[place].norm
        if not any(self._tokens[index].norm == norm for index in kept[-_LONGEST_REPEAT - _UNFINISHED :]):
            return self._clashing(place, kept)
        again = self._again(place, kept)
        if again is None:
            again = self._said_otherwise(place, kept)
        if again is None:
            again = self._begun_anew(place, kept)
        return self._clashing(place, kept) if again is None else again

    def _asks_anew(self, place: int, kept: Sequence[int]) -> bool:
        """Whether a question is heard as a new sentence while the one before has no end: "What do they Who was it"."""
        token, last = self._tokens[place], self._tokens[kept[-1]]
        if not token.text[:1].isupper() or token.starts_sentence or last.after or token.text.isupper():
            return False
        if "question" not in self._likeness.traits(replace(token, text=token.norm)):
            return False
        start = self._sentence(kept)
        asked = self._likeness.traits(self._tokens[kept[start]]) & {"question", "auxiliary", "preposition"}
        return len(kept) - start <= _BROKEN_OFF and (bool(asked) or not self._punctuated)

    def _sentence(self, kept: Sequence[int]) -> int:
        """The index in ``kept`` at which the last sentence begins."""
        for index in range(len(kept) - 1, 0, -1):
            if self._tokens[kept[index - 1]].ends_sentence:
                return index
        return 0

    def _again(self, place: int, kept: Sequence[int]) -> int | None:
        for length in range(min(_LONGEST_REPEAT, len(kept)), 0, -1):
            before = [self._tokens[index] for index in kept[-length:]]
            after = self._tokens[place : place + length]
            if [token.norm for token in before] == [token.norm for token in after]:
                stumbled = kept[-1] != place - 1
                if self._is_stumble(before, stumbled=stumbled) and (stumbled or not self._is_topic(kept, length)):
                    return len(kept) - length
        return None

    def _is_topic(self, kept: Sequence[int], length: int) -> bool:
        """Whether words are said again because the main clause begins: "if he has the lock, the lock is his"."""
        if all(self._likeness.is_function(self._tokens[index]) for index in kept[-length:]):
            return False
        if (length < 2 and not self._tokens[kept[-1]].after) or self._likeness.traits(
            self._tokens[kept[-length]]
        ) & _BEGINNINGS:
            return False
        for index in reversed(kept[:-length]):
            if self._tokens[index].ends_sentence:
                return False
            if "conjunction" in self._likeness.traits(self._tokens[index]):
                return True
        return False

    def _is_stumble(self, said: Sequence[Token], *, stumbled: bool) -> bool:
        """Whether words said twice are a stumble: not "very very", "had had", "two two" or "a long, long winter"."""
        words, first, last = self._language.words, said[0], said[-1]
        if any("number" in self._likeness.traits(token) for token in said):
            return False
        if any(token.after for token in said[:-1]) or any(token.before for token in said[1:]):
            return False
        if all(token.norm in words.emphatic for token in said):
            return False
        if len(said) > 1 or stumbled:
            return True
        if self._is_small(first):
            return bool(last.after) or first.norm not in words.doubled
        plain = not last.after and first.text.islower() and len(first.norm) > 2 and first.norm not in words.doubled
        return plain and (not words.reduplicates or self._is_whole(first.norm))

    def _is_whole(self, norm: str) -> bool:
        """Whether a word cannot be half of a reduplication: "anak-anak" is one, "anak anaknya" has one ending."""
        halves = norm.split("-")
        ended = any(norm.endswith(ending) and len(norm) > len(ending) + 2 for ending in self._language.words.endings)
        return ended or (len(halves) == 2 and halves[0] == halves[1])

    def _is_small(self, token: Token) -> bool:
        """Whether a word is one that nobody repeats for emphasis, as in "a long, long winter"."""
        words = self._language.words
        small = words.function_words | words.determiners | words.pronouns | words.continuations
        return token.norm in small or self._likeness.is_function(token)

    def _begun_anew(self, place: int, kept: Sequence[int]) -> int | None:
        """A clause that is begun anew: "when he's, er, when he is back", "I think they I think the firm"."""
        marked = kept[-1] != place - 1 or bool(self._tokens[kept[-1]].after)
        subject = bool(self._likeness.traits(self._tokens[place]) & {"subject", "clause", "question"})
        if not marked and not subject:
            return None
        if kept[-1] == place - 1 and not self._likeness.traits(self._tokens[place]) & _BEGINNINGS:
            return None
        for broken in range(1, _UNFINISHED + 1):
            # Without a pause, a filler or a comma two words have to be left unfinished for three that are said again.
            for length in range(_LONGEST_REPEAT, 1 if marked else broken, -1):
                start = len(kept) - broken - length
                if start < 0:
                    continue
                before = [self._tokens[index] for index in kept[start : start + length]]
                after = self._tokens[place : place + length]
                again = [token.norm for token in before] == [token.norm for token in after]
                if again and not any(token.after for token in before):
                    return start
            if self._open_start(place, kept, broken):
                return len(kept) - broken - 1
        return None

    def _said_otherwise(self, place: int, kept: Sequence[int]) -> int | None:
        """Words said again with the last one in another form, or another one: "are use are used", "did we go did we".

        Only words that say something are taken for said again by another word alone: "in the box in the kitchen" stays.
        """
        if kept[-1] != place - 1 or self._tokens[kept[-1]].after:
            return None
        for length in range(min(_LONGEST_REPEAT, len(kept) - 1), 0, -1):
            before = [self._tokens[index] for index in kept[-length - 1 : -1]]
            after = self._tokens[place : place + length]
            if [token.norm for token in before] != [token.norm for token in after] or any(t.after for t in before):
                continue
            other = self._tokens[place + length : place + length + 1]
            content = length > 1 and self._is_unfinished(before, self._tokens[kept[-1]])
            if (other and self._other_form(self._tokens[kept[-1]].norm, other[0].norm)) or content:
                return len(kept) - length - 1
        return None

    def _is_unfinished(self, said: Sequence[Token], last: Token) -> bool:
        """Whether words before a last one can be a beginning: "did Britain go", not "a horse or" and "the heap of"."""
        content = not all(map(self._likeness.is_function, said))
        joins = self._likeness.traits(said[-1]) & {"conjunction", "preposition"}
        article = self._likeness.traits(said[0]) & _DETERMINERS
        return content and not joins and not article and not self._likeness.is_function(last)

    def _other_form(self, one: str, other: str) -> bool:
        """Whether two words are forms of one: "use" and "used"."""
        return one != other and len(one) > 2 and one[: max(3, len(one) - 2)] == other[: max(3, len(one) - 2)]

    def _open_start(self, place: int, kept: Sequence[int], broken: int) -> bool:
        """Whether "that's the" was left for "that's my"."""
        if len(kept) <= broken or "clause" not in self._likeness.traits(self._tokens[place]):
            return False
        said = [self._tokens[index] for index in kept[-broken - 1 :]]
        same = said[0].norm == self._tokens[place].norm
        return same and all(self._likeness.is_function(token) for token in said[1:])

    def _clashing(self, place: int, kept: Sequence[int]) -> int | None:
        """Two beginnings of which only one can stay: "the a house", "it's that's fine", "we were I was going"."""
        last, token = self._tokens[kept[-1]], self._tokens[place]
        if token.before or last.after or not self._likeness.is_function(token) or not self._is_next(place, kept[-1]):
            return None
        traits, before = self._likeness.traits(token), self._likeness.traits(last)
        if traits & before & _DETERMINERS and last.text.islower():
            return len(kept) - 1
        if "clause" in traits & before or self._is_contracted(token, last, kept):
            return len(kept) - 1
        if len(kept) < 2 or place + 1 >= len(self._tokens) or self._tokens[kept[-2]].after:
            return None
        if self._is_other_question(place, kept):
            return len(kept) - 2
        if "auxiliary" not in before:
            return None
        subject = self._likeness.traits(self._tokens[kept[-2]])
        follows = self._likeness.traits(self._tokens[place + 1])
        if "subject" in subject & traits and "auxiliary" in follows:
            return len(kept) - 2
        return None

    def _is_other_question(self, place: int, kept: Sequence[int]) -> bool:
        """Whether a question gives way to another after its verb: "where was when was it built"."""
        asked, verb = (self._likeness.traits(self._tokens[index]) for index in kept[-2:])
        again, other = (self._likeness.traits(token) for token in self._tokens[place : place + 2])
        starts = len(kept) == 2 or self._tokens[kept[-3]].ends_sentence
        return starts and "question" in asked & again and "auxiliary" in verb & other

    def _is_contracted(self, token: Token, last: Token, kept: Sequence[int]) -> bool:
        """Whether a pronoun is said again with its verb: "I, I'd", "it it's"."""
        if "clause" not in self._likeness.traits(token) or token.norm.split("'")[0] != last.norm:
            return False
        if "object" not in self._likeness.traits(last) and "subject" in self._likeness.traits(last):
            return True
        before = self._tokens[kept[-2]] if len(kept) > 1 else None
        return before is None or bool(before.after) or "conjunction" in self._likeness.traits(before)

    def _is_next(self, place: int, last: int) -> bool:
        """Whether nothing but fillers was said since the last word that was kept."""
        return all(token.norm in self._language.words.fillers for token in self._tokens[last + 1 : place])
