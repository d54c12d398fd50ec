"""Addresses that are not what they look like."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

_DATA = Path(__file__).with_name("confusables.toml")
_DOMAINS = 100_000
"""More than a mailing or an address book has: each is compared with each."""
_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
)
"""Scripts that one word may be written in (Unicode Technical Standard 39, 5.2, "highly restrictive")."""


def ascii_domain(domain: str) -> str:
    """A domain as name servers know it (IDNA 2008, RFC 5891).

    Raises:
        UnicodeError: It cannot be one.
    """
    if domain.isascii():
        return domain
    import idna  # noqa: PLC0415 - its tables take a while to load

    return idna.encode(domain, uts46=True).decode()


def written_out(address: str) -> str:
    """An address as people write it; where that is not all ASCII, with the form beside it that hides nothing."""
    local, _, domain = address.rpartition("@")
    readable = f"{local}@{_readable(domain)}"
    if readable.isascii():
        return readable
    bare = local if local.isascii() else f"xn--{local.encode('punycode').decode()}"
    return f"{readable} ({bare}@{domain})"


def doubts(address: str, known: Iterable[str]) -> tuple[str, ...]:
    """What is odd about an address's domain: scripts that are mixed, or a likeness to that of a ``known`` address."""
    domain = _readable(address.rpartition("@")[2])
    found = []
    for label in domain.split("."):
        scripts = {unicodedata.name(letter, "?").split()[0] for letter in label if letter.isalpha()}
        if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
            names = " and ".join(sorted(script.capitalize() for script in scripts))
            found.append(f"{written_out(address)} mixes {names} letters in one word")
    others = {_readable(each.rpartition("@")[2]) for each in known} - {domain, ""}
    found.extend(
        f"{written_out(address)} looks like {other}, which is another domain"
        for other in sorted(others)
        if _skeleton(other) == _skeleton(domain)
    )
    return tuple(found)


@lru_cache(maxsize=_DOMAINS)
def _readable(domain: str) -> str:
    domain = domain.casefold()
    if "xn--" not in domain:
        return domain
    import idna  # noqa: PLC0415 - its tables take a while to load

    try:
        return idna.decode(domain)
    except UnicodeError:
        return domain


@lru_cache(maxsize=_DOMAINS)
def _skeleton(domain: str) -> str:
    """The same for all domains that look alike."""
    letters, pairs = _confusables()
    single = unicodedata.normalize("NFKC", domain).translate(letters)
    for pair, letter in pairs.items():
        single = single.replace(pair, letter)
    return single


@cache
def _confusables() -> tuple[dict[int, str], dict[str, str]]:
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    letters = {ord(other): letter for letter, others in data["letters"].items() for other in others}
    return letters, {pair: letter for letter, pair in data["pairs"].items()}
