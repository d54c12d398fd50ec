"""Whom the correspondence is from and to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A person, a firm or a mailing list in a client's address book."""

    name: str
    aliases: tuple[str, ...] = ()
    """Other ways the client says the name, such as "Mr Ortiz" or "the bank"."""
    organisation: str = ""
    email: str = ""
    address: tuple[str, ...] = ()
    """The postal address as it stands on an envelope, a line each, without the person's name."""
    language: str = ""


def same_person(one: str, other: str) -> bool:
    """Whether two names are one, however they are spaced and capitalised."""
    return one.casefold().split() == other.casefold().split()


@dataclass(frozen=True, kw_only=True, slots=True)
class Secretary:
    """Who writes and posts on the client's behalf."""

    name: str
    email: str

    def is_called(self, name: str) -> bool:
        """Whether that is the name, the address, or the part of the address before the @, as logins often are."""
        login, _, _ = self.email.partition("@")
        return any(same_person(name, known) for known in (self.name, self.email, login) if known)


class ApprovalRule(StrEnum):
    """Whose word it takes before a draft is sent."""

    SECRETARY = "secretary"
    CLIENT = "client"
    """The secretary's, and then the client's own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Client:
    """Who dictates. Drafts go out in the client's name and from the client's address."""

    key: str
    """The short name by which the command line knows the client, such as ``ferris``."""
    name: str
    organisation: str = ""
    email: str = ""
    address: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    """The lines under a closing, the client's name first."""
    secretary: Secretary
    language: str = "en"
    timezone: str = "UTC"
    """An IANA zone such as ``Europe/London``: what "nine o'clock" means."""
    layout: str = ""
    """The letter layout's name; empty for the one that goes with the client's country."""
    reference: str = ""
    """How letters are numbered, such as ``{number}/HC/{month_roman}/{year}``; empty where they bear no reference."""
    approval: ApprovalRule = ApprovalRule.SECRETARY
