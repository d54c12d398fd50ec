"""The engines that run Whisper's weights: what both libraries do alike.

Speech of both sides is packed into full windows (:mod:`~dictation.transcribe.whisper.windows`) and recognised in
batches. A window's text is never given to the next as its context, since one invented sentence would breed more. What
looks wrong is heard once more, at most twice, alone and at a higher temperature; what stays doubtful is marked.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import Any

from dictation.errors import EngineError
from dictation.model.transcript import Mark, MarkKind
from dictation.transcribe.engine import SAMPLE_RATE, Heard, Stretch, Vocabulary
from dictation.transcribe.timing import in_order
from dictation.transcribe.whisper import faults
from dictation.transcribe.whisper.network import LANGUAGES, PROMPT_TOKENS, Network, TimedToken, Written
from dictation.transcribe.whisper.windows import Window, joined, packed

_TEMPERATURES = (0.2, 0.4)
"""Tried one after the other where the likeliest text looks wrong. Whisper itself goes on to 1.0, which takes twice the
time and brings invented text far more often than the right one."""
_CERTAIN = 0.9
"""A window whose language is less likely may hold two of them, and is looked at stretch by stretch."""
_LIKELY = 0.5
"""A language that nobody named is believed only if it is more likely; else it is that of most windows before."""
_LIKELY_ENOUGH = 0.7
"""A less likely language is marked."""
_TELLING_S = 1.0
"""A shorter stretch tells nothing of its language."""
_AT_ONCE = 8
"""Stretches whose language is asked for at once."""
_FORM = "1"
"""Raised whenever the same network would be given other windows, or its text be mended otherwise."""


class WhisperEngine:
    """Whisper's weights, run by one of the two libraries."""

    joined_ms = 500

    def __init__(self, name: str, model: str, fingerprint: str, load: Callable[[], Network], batch: int = 8) -> None:
        """``load`` loads the weights, when they are needed; so many windows are recognised at once."""
        self.name = name
        self.model = model
        self.fingerprint = f"{_FORM} {fingerprint}"
        self._load = load
        self._loaded: Network | None = None
        self._batch = batch

    def recognise(
        self,
        stretches: Iterable[Stretch],
        *,
        language: str | None,
        also: Sequence[str] = (),
        vocabulary: Vocabulary,
    ) -> Iterator[Heard]:
        """Hear stretches; see :meth:`Engine.recognise <dictation.transcribe.engine.Engine.recognise>`."""
        self._loaded = self._loaded or self._load()
        self._refuse_unknown(language, self._loaded)
        listener = _Listener(self._loaded, names(vocabulary, self._loaded.token_count), language, also)
        batch: list[Window] = []
        for window in packed(stretches):
            batch.append(window)
            if len(batch) == self._batch:
                yield from listener.hear(batch)
                batch = []
        if batch:
            yield from listener.hear(batch)

    def _refuse_unknown(self, language: str | None, network: Network) -> None:
        if language is None or (network.multilingual and language in LANGUAGES) or language == "en":
            return
        raise EngineError(
            f"The model {self.model} knows English only, not {language!r}"
            if language in LANGUAGES
            else f"Whisper knows no language {language!r}",
            place="the language of the call",
            remedy="Take a model without .en in its name."
            if language in LANGUAGES
            else "Give its code of two letters, such as en or id.",
        )


def names(vocabulary: Vocabulary, token_count: Callable[[str], int]) -> tuple[str, ...]:
    """As many names and terms by turns as a prompt has room for, the most likely first."""
    by_turns = (entry for pair in zip_longest(vocabulary.names, vocabulary.terms) for entry in pair if entry)
    chosen: tuple[str, ...] = ()
    for entry in dict.fromkeys(by_turns):
        if token_count(_prompt((*chosen, entry))) > PROMPT_TOKENS:
            break
        chosen = (*chosen, entry)
    return chosen


def _prompt(entries: Sequence[str]) -> str:
    return f"{', '.join(entries)}." if entries else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Guess:
    """The language of a window."""

    language: str
    probability: float = 1.0


class _Listener:
    """Hears the windows of one recording."""

    def __init__(self, network: Network, entries: Sequence[str], language: str | None, also: Sequence[str]) -> None:
        self._network = network
        self._entries = entries
        self._prompt = _prompt(entries)
        self._language = language
        self._also = also
        self._spoken: Counter[str] = Counter()
        """How often each language was the likeliest so far."""

    def hear(self, windows: Sequence[Window]) -> Iterator[Heard]:
        """What is said in the windows; in one that may hold two languages, in each of them by itself."""
        encoded = self._network.encode([window.sound for window in windows])
        guesses = self._guesses(encoded, len(windows))
        written = self._write(encoded, guesses, self._prompt)
        for window, guess, text in zip(windows, guesses, written, strict=True):
            for part, certain in self._by_language(window, guess):
                known = part is window and certain.language == guess.language
                yield from self._settled(part, certain, text if known else self._alone(part, certain, self._prompt))

    def _by_language(self, window: Window, guess: _Guess) -> list[tuple[Window, _Guess]]:
        """The window itself, or the parts of one in which the language changes."""
        telling = [stretch for stretch in window.stretches if stretch.samples.size >= _TELLING_S * SAMPLE_RATE]
        if guess.probability >= _CERTAIN or not telling:
            return [(window, guess)]
        found: list[_Guess] = []
        for first in range(0, len(telling), _AT_ONCE):
            some = telling[first : first + _AT_ONCE]
            found += self._guesses(self._network.encode([stretch.samples for stretch in some]), len(some))
        known = {stretch.start_ms: each for stretch, each in zip(telling, found, strict=True)}
        last = found[0]
        each_stretch = [(stretch, last := known.get(stretch.start_ms, last)) for stretch in window.stretches]
        parts = []
        for _, group in groupby(each_stretch, key=lambda entry: entry[1].language):
            stretches, guesses = zip(*group, strict=True)
            whole = len(stretches) == len(window.stretches)
            part = window if whole else Window(stretches=stretches)
            parts.append((part, max(guesses, key=lambda each: each.probability)))
        return parts

    def _guesses(self, encoded: Any, count: int) -> list[_Guess]:
        """The language of each window: of those that may be spoken the likeliest."""
        if not self._network.multilingual:
            return [_Guess(language="en")] * count
        if self._language and not self._also:
            return [_Guess(language=self._language)] * count
        guesses = []
        for likely in self._network.languages(encoded):
            if not likely:
                guesses.append(_Guess(language=self._language or ""))
                continue
            among = {each: likely.get(each, 0.0) for each in (self._language, *self._also) if each} or likely
            total = sum(among.values()) or 1.0
            best = max(among, key=lambda each: among[each])
            if among is likely and likely[best] < _LIKELY and self._spoken:
                best = self._spoken.most_common(1)[0][0]
            self._spoken[best] += 1
            guesses.append(_Guess(language=best, probability=among[best] / total))
        return guesses

    def _write(self, encoded: Any, guesses: Sequence[_Guess], prompt: str, temperature: float = 0.0) -> list[Written]:
        languages = [guess.language for guess in guesses]
        return self._network.write(encoded, languages=languages, prompt=prompt, temperature=temperature)

    def _alone(self, window: Window, guess: _Guess, prompt: str, temperature: float = 0.0) -> Written:
        return self._write(self._network.encode([window.sound]), [guess], prompt, temperature)[0]

    def _settled(self, window: Window, guess: _Guess, written: Written) -> Iterator[Heard]:
        """What is kept of a window's text, divided among its stretches."""
        marks = []
        prompt = self._prompt
        if guess.probability < _LIKELY_ENOUGH:
            marks.append((MarkKind.LANGUAGE, f"{guess.language}, with a probability of {guess.probability:.2f}"))
        echo = faults.echo_of(self._entries, written.text)
        if echo:
            prompt = ""
            written = self._alone(window, guess, prompt)
            marks.append((MarkKind.ECHOED, f"heard anew without the names to listen for, since it wrote: {echo}"))
        written, doubt = self._believed(window, guess, written, prompt)
        marks += doubt
        words, loops = _without_loops(joined(written.tokens))
        words = words if loops else list(written.tokens)
        language = written.language or guess.language
        for stretch, said in zip(window.stretches, window.places(words), strict=True):
            timed, mistimed = in_order(said, stretch)
            # What was taken out whole was in all of them, what is doubtful only where there are words.
            concerned = (*marks, *loops) if said or not words else ()
            told = (
                Mark(kind=kind, start_ms=stretch.start_ms, end_ms=stretch.end_ms, detail=detail)
                for kind, detail in concerned
            )
            yield Heard(stretch=stretch, words=timed, language=language, marks=(*told, *mistimed))

    def _believed(
        self, window: Window, guess: _Guess, written: Written, prompt: str
    ) -> tuple[Written, list[tuple[MarkKind, str]]]:
        """The text itself or what a second hearing gave, none where nobody speaks; and what is to be marked."""
        if _is_of_nobody(written, guess):
            return replace(written, tokens=()), [(MarkKind.INVENTED, written.text.strip())] if written.text else []
        why = faults.suspicion(written, window.seconds)
        if not why:
            return written, []
        tried = [written]
        for temperature in _TEMPERATURES:
            again = self._alone(window, guess, prompt, temperature)
            if not again.tokens or _is_of_nobody(again, guess) or faults.echo_of(self._entries, again.text):
                continue  # no better than what there is
            if not faults.suspicion(again, window.seconds):
                return again, [(MarkKind.RETRIED, f"{why}: {written.text.strip()}")]
            tried.append(again)
        best = min(tried, key=lambda each: (faults.compression(each.text) > 2, -each.avg_logprob))
        return best, [(MarkKind.UNSURE, f"heard three times: {why}")]


def _is_of_nobody(written: Written, guess: _Guess) -> bool:
    return faults.is_silence(written) or faults.is_phantom(written.text, written.language or guess.language)


def _without_loops(words: list[TimedToken]) -> tuple[list[TimedToken], list[tuple[MarkKind, str]]]:
    """The words with every phrase that is said over and over once, and what was taken out."""
    marks = []
    while loop := faults.find_loop([word.text for word in words]):
        phrase = " ".join(word.text.strip() for word in words[loop.first : loop.first + loop.length])
        marks.append((MarkKind.REPEATED, f"written {loop.times} times, kept once: {phrase}"))
        words = [*words[: loop.first + loop.length], *words[loop.end :]]
    return words, marks
