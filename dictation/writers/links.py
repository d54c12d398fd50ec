"""Addresses in a text that a reader can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_HOST = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}"
_ADDRESS = re.compile(
    rf"(?P<url>https?://{_HOST}(?::\d+)?(?:[/?#][^\s<>\"“”]*)?|www\.{_HOST}(?:[/?#][^\s<>\"“”]*)?)"
    rf"|(?P<email>[\w.+-]+@{_HOST})"
)
_CLOSING = ".,;:!?'’\"”)]}*_"
"""What ends a sentence or a bracket around an address rather than the address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A stretch of a text, and where it leads: empty where nowhere."""

    text: str
    target: str = ""


def spans(text: str) -> Iterator[Span]:
    """``text`` in stretches that lead to one place or to none; put together they are ``text``.

    Web addresses with their scheme or "www.", and email addresses, are links. An address without a scheme is taken to
    be https, as browsers do.
    """
    end = 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(_CLOSING)
        if address.count("(") > address.count(")") and found[0][len(address) :].startswith(")"):
            address += ")"
        if found.start() > end:
            yield Span(text=text[end : found.start()])
        yield Span(text=address, target=_target(address, email=found["email"] is not None))
        end = found.start() + len(address)
    if end < len(text):
        yield Span(text=text[end:])


def _target(address: str, *, email: bool) -> str:
    if email:
        return f"mailto:{address}"
    return address if "://" in address else f"https://{address}"
