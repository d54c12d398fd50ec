"""Addresses in a text that a reader can follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

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
    """The address as a URI, which has ASCII letters alone (RFC 3986): other hosts by IDNA, the rest by per cents."""
    if email:
        local, _, host = address.rpartition("@")
        return f"mailto:{quote(local, safe=_KEPT)}@{_ascii(host)}"
    scheme, _, rest = (address if "://" in address else f"https://{address}").partition("://")
    name = re.split(r"[/?#:]", rest, maxsplit=1)[0]
    return f"{scheme}://{_ascii(name)}{quote(rest[len(name) :], safe=_KEPT)}"


_KEPT = "%/?#:@!$&'()*+,;=-._~[]"
"""What means something in a URI, or is a letter of one already written so."""


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode()
    except UnicodeError:  # too long a name, or one that cannot be: no place that anybody could go to
        return quote(host)
