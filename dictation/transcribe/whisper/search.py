"""The search for a window's text: beams of the likeliest tokens, or tokens drawn by lot.

Both are one thing: of the tokens that are proposed to go on with, the best make the next texts, and those that end are
put aside. Rules as in ``whisper/decoding.py``: a search is over when as many texts have ended as are pursued at once,
and the likeliest by token wins. One beam is greedy decoding.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Text:
    """A text as far as it is written, without the token that ends it."""

    tokens: tuple[int, ...] = ()
    probabilities: tuple[float, ...] = ()
    """Natural logarithms, a token each."""
    logprob: float = 0.0
    """Their sum, with the token that ends it."""

    @property
    def avg_logprob(self) -> float:
        """By token, that which ends it counted."""
        return self.logprob / (len(self.tokens) + 1)


class Search:
    """One window's search.

    Args:
        beams: How many texts are pursued at once.
        end: The token that ends a text.
    """

    def __init__(self, beams: int, end: int) -> None:
        self._beams, self._end = beams, end
        self._open, self._ended = [Text()], list[Text]()

    @property
    def over(self) -> bool:
        """Whether nothing better can come."""
        return len(self._ended) >= self._beams or not self._open

    def advance(self, tokens: Sequence[Sequence[int]], logprobs: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
        """Go on with the best of the proposals.

        Args:
            tokens: For each text that was pursued, in the order of the last answer, what may come next.
            logprobs: Their probabilities' natural logarithms.

        Returns:
            For each text that is pursued now, the place of the one that it continues, and its new token.
        """
        proposals = sorted(
            (
                (text.logprob + logprob, place, token, logprob)
                for place, text in enumerate(self._open)
                for token, logprob in zip(tokens[place], logprobs[place], strict=True)
            ),
            reverse=True,
        )
        before, self._open, taken = self._open, [], list[tuple[int, int]]()
        for total, place, token, logprob in proposals:
            text = before[place]
            if token == self._end:
                self._ended.append(Text(tokens=text.tokens, probabilities=text.probabilities, logprob=total))
                continue
            self._open.append(
                Text(tokens=(*text.tokens, token), probabilities=(*text.probabilities, logprob), logprob=total)
            )
            taken.append((place, token))
            if len(taken) == self._beams:
                break
        return taken

    @property
    def best(self) -> Text:
        """The likeliest by token; if there was no room to end, of those still open too."""
        return max((self._ended + self._open)[: self._beams], key=lambda text: text.logprob / max(len(text.tokens), 1))
