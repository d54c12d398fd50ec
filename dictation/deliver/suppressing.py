"""Addresses that are written to no more."""

from __future__ import annotations

import unicodedata

from dictation.deliver.addressing import mailbox


def suppression_key(address: str) -> str:
    """The same for every way to write an address: capitals, blanks around it, a domain as IDNA or in its own letters.

    Mail servers may tell "Ann@" from "ann@" (RFC 5321, 2.4), but none is known to, and who unsubscribed once has
    unsubscribed.

    Raises:
        DeliveryError: It is no address.
    """
    plain = _plain(address).strip().rstrip(".")
    return _plain(mailbox(plain, plain))


def _plain(text: str) -> str:
    # Capitals may come of composing, and composing of small letters: once more makes it stay as it is. Two small
    # letters may have one capital, as a Turkish i without its dot has that of i.
    for _ in range(2):
        text = unicodedata.normalize("NFKC", text.upper().casefold())
    return text
