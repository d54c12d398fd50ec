"""What stands between a draft and its approval."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from dictation.model.draft import Draft, DraftKind, Recipient


class Route(StrEnum):
    """How a draft leaves the house."""

    EMAIL = "email"
    """By the mail server; a letter as PDF with a covering email."""
    PAPER = "paper"
    """Printed and posted by hand."""


def route(draft: Draft) -> Route:
    """By which way ``draft`` goes.

    A letter goes on paper where the client said how it is to travel ("registered post") or where somebody it goes to
    has no email address; everything else goes by email.
    """
    if draft.kind is not DraftKind.LETTER:
        return Route.EMAIL
    everybody_has_email = all(recipient.email for recipient in draft.recipients)
    return Route.PAPER if draft.delivery or not everybody_has_email else Route.EMAIL


def obstacles(draft: Draft, *, mailing: bool = False) -> tuple[str, ...]:
    """Why ``draft`` cannot be approved as it is, a sentence each; empty where nothing stands in the way.

    A ``mailing`` goes to the people of its list, whoever it is addressed to.
    """
    found: list[str] = []
    if mailing:
        found.extend(_of_mailing(draft))
    elif not draft.to:
        found.append("It is addressed to nobody.")
    if draft.kind is DraftKind.INVITE:
        if draft.meeting is None:
            found.append("It invites to a meeting, and does not say when.")
    elif not any(line.text.strip() for paragraph in draft.body for line in paragraph.lines):
        found.append("It has no text.")
    if mailing:
        return tuple(found)
    way = route(draft)
    for recipient in dict.fromkeys(draft.recipients):
        found.extend(_of_recipient(recipient, way))
    return tuple(found)


def _of_mailing(draft: Draft) -> Iterator[str]:
    if draft.kind is not DraftKind.EMAIL:
        yield f"It is of the kind {draft.kind}, and a mailing is an email."
    if draft.answers is not None:
        yield "It answers a message, and a mailing begins a thread of its own."
    if draft.cc or draft.bcc:
        copies = ", ".join(recipient.name for recipient in (*draft.cc, *draft.bcc))
        yield f"It has copies, for {copies}, and a mailing goes to each person alone."


def _of_recipient(recipient: Recipient, way: Route) -> tuple[str, ...]:
    if not recipient.resolved:
        return (f"It is not settled who {recipient.heard or recipient.name!r} is.",)
    if way is Route.EMAIL and not recipient.email:
        return (f"{recipient.name} has no email address.",)
    if way is Route.PAPER and not recipient.address:
        return (f"{recipient.name} has no postal address.",)
    return ()
