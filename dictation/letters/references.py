"""How a client's letters are numbered."""

from __future__ import annotations

import datetime
import string

from dictation.errors import RenderError
from dictation.model.people import Client

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


def reference(client: Client, number: int | None, date: datetime.date) -> str:
    """The reference of a letter, such as "12/HC/XI/2026" by the client's ``{number}/HC/{month_roman}/{year}``.

    Indonesian offices write the month in Roman figures (Permenpan-RB 80/2012). Empty where the client has no manner of
    numbering, or the draft no number yet.

    Raises:
        RenderError: the client's manner names something that there is not.
    """
    if number is None or not client.reference:
        return ""
    known = {
        "number": str(number),
        "year": f"{date:%Y}",
        "month": f"{date:%m}",
        "month_roman": _ROMAN[date.month - 1],
    }
    try:
        fields = [field for _, field, _, _ in string.Formatter().parse(client.reference) if field is not None]
    except ValueError as exc:
        raise _wrong(client, f"the reference {client.reference!r} cannot be read: {exc}", known) from exc
    if unknown := [field for field in fields if field not in known]:
        raise _wrong(client, f"a reference has no {unknown[0]!r}", known)
    # No format specification is taken: it could ask for a line of any length.
    return "".join(
        text + (known[field] if field is not None else "")
        for text, field, _, _ in string.Formatter().parse(client.reference)
    )


def _wrong(client: Client, message: str, known: dict[str, str]) -> RenderError:
    names = ", ".join(f"{{{name}}}" for name in known)
    return RenderError(message, place=f"client {client.key}, reference", remedy=f"use text and {names}")
