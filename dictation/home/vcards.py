"""Address books as vCards: version 4.0 (RFC 6350), 3.0 (RFC 2426) and the 2.1 that telephones still export."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dictation.errors import InputError

_PROPERTY = re.compile(
    r"(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<parameters>(?:;(?:[^:;\"]|\"[^\"]*\")*)*):(?P<value>.*)", re.DOTALL
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_STREET = (2, 1, 0)
"""Street, extended address and post office box among the components of ADR, as they follow on an envelope."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Property:
    name: str
    parameters: str
    value: str

    @property
    def text(self) -> str:
        return _unescape(self.value)

    def parts(self, separator: str) -> tuple[str, ...]:
        """The value's components, without the blanks around them."""
        return tuple(_unescape(part).strip() for part in re.split(rf"(?<!\\){separator}", self.value))


def cards_of_file(text: str, place: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Each card as the fields of a contact, with the line it begins on.

    Raises:
        InputError: A line is no property of a card, a card does not end, or there is none.
    """
    for line, card in _cards(text, place):
        yield line, _fields(card)


def personal_cards_of_file(text: str, place: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each card as the fields that a mailing's text may have, with the line it begins on; raises likewise."""
    for line, card in _cards(text, place):
        family, given = _names(card)
        texts = {name: value for name, value in _fields(card).items() if isinstance(value, str)}
        yield line, {**texts, "given": given, "family": family}


def _cards(text: str, place: str) -> Iterator[tuple[int, list[_Property]]]:
    card: list[_Property] | None = None
    begun = 0
    for line, content in _unfolded(text):
        place_of_line = f"{place}, line {line}"
        found = _property(content, place_of_line)
        match found.name, found.value.strip().upper():
            case "BEGIN", "VCARD":
                card, begun = [], line
            case "END", "VCARD" if card is not None:
                yield begun, card
                card = None
            case _ if card is not None:
                card.append(found)
            case _:
                raise InputError(
                    "there is no card here", place=place_of_line, remedy="give a vCard file (BEGIN:VCARD … END:VCARD)"
                )
    if card is not None or not begun:
        raise InputError(
            "the card does not end" if begun else "there is no card in the file",
            place=f"{place}, line {begun}" if begun else place,
            remedy="export the address book again",
        )


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """The logical lines that are not empty, each with the line of the file that it begins on.

    A line goes on in the next that begins with a blank, and in version 2.1 after a soft break of quoted-printable.
    """
    begun, logical = 0, ""
    for number, physical in enumerate(text.split("\n"), start=1):
        if logical.endswith("=") and _is_quoted_printable(logical.partition(":")[0]):
            logical = logical[:-1] + physical
        elif physical.startswith((" ", "\t")):
            logical += physical[1:]
        else:
            if logical.strip():
                yield begun, logical
            begun, logical = number, physical
    if logical.strip():
        yield begun, logical


def _is_quoted_printable(parameters: str) -> bool:
    return "QUOTED-PRINTABLE" in parameters.upper()


def _property(content: str, place: str) -> _Property:
    found = _PROPERTY.fullmatch(content)
    if found is None:
        raise InputError(f"{content[:40]!r} is no line of a card", place=place, remedy="export the address book again")
    parameters, value = found["parameters"].upper(), found["value"]
    if _is_quoted_printable(parameters):
        charset = re.search(r"CHARSET=([\w-]+)", parameters)
        try:
            value = quopri.decodestring(value.encode()).decode(charset[1] if charset else "utf-8")
        except (LookupError, UnicodeDecodeError) as exc:
            raise InputError(
                f"the text of {found['name']} cannot be decoded", place=place, remedy="export it as UTF-8"
            ) from exc
    return _Property(name=found["name"].upper(), parameters=parameters, value=value)


def _fields(card: list[_Property]) -> Mapping[str, object]:
    name = _preferred(card, "FN")
    family, given = _names(card)
    organisation = _preferred(card, "ORG")
    email, language = _preferred(card, "EMAIL"), _preferred(card, "LANG")
    nicknames = (nickname for found in card if found.name == "NICKNAME" for nickname in found.parts(","))
    firm = organisation.parts(";")[0] if organisation else ""
    return {
        "name": (name.text.strip() if name else "") or f"{given} {family}".strip() or firm,
        "aliases": tuple(filter(None, nicknames)),
        "organisation": firm,
        "email": email.text.strip().removeprefix("mailto:") if email else "",
        "address": _address(card),
        "language": language.text.strip() if language else "",
    }


def _names(card: list[_Property]) -> tuple[str, str]:
    """Family and given name; empty where the card does not part them."""
    family, given, *_ = (*(_preferred(card, "N") or _Property(name="N", parameters="", value="")).parts(";"), "")
    return family, given


def _address(card: list[_Property]) -> tuple[str, ...]:
    """The lines of an envelope: as the card has them ready, else out of their components."""
    label, parts = _preferred(card, "LABEL"), _preferred(card, "ADR")
    if label is not None:
        return tuple(filter(None, map(str.strip, label.text.splitlines())))
    if parts is None:
        return ()
    components = (*parts.parts(";"), *[""] * 7)[:7]
    town = " ".join(filter(None, components[3:6]))
    return tuple(filter(None, (*(components[number] for number in _STREET), town, components[6])))


def _preferred(card: list[_Property], name: str) -> _Property | None:
    """The property of a name that is marked as the one to use, else the first."""
    found = [each for each in card if each.name == name]
    return next((each for each in found if "PREF" in each.parameters), found[0] if found else None)


def _unescape(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
