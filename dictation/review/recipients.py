"""Whom a draft goes to, settled by a person out of the address book."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from email.utils import getaddresses

from dictation.errors import UnknownContact
from dictation.model.draft import Draft, FlagKind, Recipient
from dictation.model.people import Contact


def find_contacts(book: Sequence[Contact], text: str) -> tuple[Contact, ...]:
    """The contacts in whose names, organisation or email address every word of ``text`` occurs.

    Neither case nor accents count.
    """
    words = _plain(text).split()
    return tuple(contact for contact in book if all(word in _everything(contact) for word in words))


def readdress(
    draft: Draft,
    book: Sequence[Contact],
    *,
    to: Sequence[str] = (),
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
) -> Draft:
    """``draft`` to other people; a field for which nobody is named stays as it is.

    Somebody is named as in the address book, or as ``Name <address>``, whether in the book or not. When everybody is
    settled, the flags about recipients go.

    Raises:
        UnknownContact: A name is not in the address book, or is that of two people.
    """
    return readdressed(
        draft,
        to=tuple(named(name, book) for name in to) or draft.to,
        cc=tuple(named(name, book) for name in cc) or draft.cc,
        bcc=tuple(named(name, book) for name in bcc) or draft.bcc,
    )


def readdressed(
    draft: Draft, *, to: tuple[Recipient, ...], cc: tuple[Recipient, ...], bcc: tuple[Recipient, ...]
) -> Draft:
    """``draft`` to these people. Where that settles everybody, the flags about recipients go."""
    changed = replace(draft, to=to, cc=cc, bcc=bcc)
    if changed == draft or not to or not all(recipient.resolved for recipient in changed.recipients):
        return changed
    return replace(changed, flags=tuple(flag for flag in changed.flags if flag.kind is not FlagKind.RECIPIENT))


def named(text: str, book: Sequence[Contact]) -> Recipient:
    """Who is meant by a name as the address book has it, or by ``Name <address>``, whether in the book or not.

    Raises:
        UnknownContact: The name is not in the address book, or is that of two people.
    """
    if not text.strip():
        raise UnknownContact("nobody is named", place="the recipients", remedy="give a name of the address book")
    (name, email), *more = getaddresses([text])
    # What is more than one is never taken for the first; a line break would begin another field of the head.
    if "@" in email and name and not more and text.isprintable():
        known = [contact for contact in book if contact.name == name and contact.email == email]
        return _recipient(known[0]) if known else Recipient(name=name, email=email)
    exact = [contact for contact in book if _plain(text) in map(_plain, (contact.name, *contact.aliases))]
    found = exact or find_contacts(book, text)
    match found:
        case [contact]:
            return _recipient(contact)
        case []:
            raise UnknownContact(
                f"there is no {text!r} in the address book",
                place="the address book of the client",
                remedy="write the name as it is there (dictation contacts list), or as 'Name <address>'",
            )
    raise UnknownContact(
        f"{text!r} may be any of {len(found)} people",
        place=f"the address book of the client: {', '.join(_told(contact) for contact in found)}",
        remedy="write the whole name, or 'Name <address>'",
    )


def _recipient(contact: Contact) -> Recipient:
    return Recipient(name=contact.name, email=contact.email, address=contact.address, organisation=contact.organisation)


def _told(contact: Contact) -> str:
    return f"{contact.name} <{contact.email}>" if contact.email else contact.name


def _everything(contact: Contact) -> str:
    return _plain("\n".join((contact.name, *contact.aliases, contact.organisation, contact.email)))


def _plain(text: str) -> str:
    """``text`` in small letters and without accents."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).strip()
