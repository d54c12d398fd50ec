"""Drafts that answer a message."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from dictation.model.draft import Draft, Passage, Piece, Recipient
from dictation.model.people import Contact
from dictation.model.received import Received
from dictation.review.recipients import readdressed

_ANSWER = re.compile(r"^(re:\s*)+", re.IGNORECASE)
_RULE = "reply"


def reply(draft: Draft, received: Received, book: Sequence[Contact]) -> Draft:
    """``draft`` as an answer to a message.

    It goes into the message's thread, under its subject where none was dictated ("Re: …", RFC 5322, 3.6.5), and to who
    wrote it where it goes to nobody yet.
    """
    subject = draft.subject
    if not subject and received.subject:
        subject = Passage(pieces=(Piece(text=f"Re: {_ANSWER.sub('', received.subject)}", rule=_RULE),))
    answered = replace(draft, subject=subject, answers=received.thread)
    if draft.to:
        return answered
    to = tuple(_known(recipient, book) for recipient in received.answer_to)
    return readdressed(answered, to=to, cc=draft.cc, bcc=draft.bcc)


def _known(recipient: Recipient, book: Sequence[Contact]) -> Recipient:
    """The recipient as the address book has them, where it does."""
    address = recipient.email.casefold()
    for contact in book:
        if contact.email.casefold() == address:
            return Recipient(
                name=contact.name, email=contact.email, address=contact.address, organisation=contact.organisation
            )
    return recipient
