"""Messages in the clients' inboxes, for drafts that answer them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from dictation.errors import InputError
from dictation.home import imap_account, read_received
from dictation.model.received import Received, ReceivedHead
from dictation.model.review import StoredDraft
from dictation.pipeline.workspace import Workspace
from dictation.review import find_contacts, read_head

LATEST = "latest"
_MESSAGE_ID = re.compile(r"<?([^<>\s]+@[^<>\s]+?)>?")
_MOST_LOOKED_AT = 50
"""Messages from one address: those before are no answer's business."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbox:
    """What came in last."""

    messages: tuple[Received, ...]
    """The newest first."""
    unanswerable: int
    """How many more are there that are damaged, or have nothing by which an answer could name them."""


def look_into_inbox(
    workspace: Workspace, client: str, *, sender: str = "", most: int, environ: Mapping[str, str]
) -> Inbox:
    """The messages that came in last for a client; nothing is marked as read.

    ``sender`` is somebody of the address book, or part of a name or an address.

    Raises:
        UnknownClient: There is no such client.
        SettingsError: There is no mailbox in the settings, or no password for it.
        DeliveryError: It cannot be reached or read.
    """
    from dictation.post.imap import open_mailbox  # noqa: PLC0415

    account = imap_account(workspace.home, workspace.settings, workspace.store.client(client), environ)
    if sender:
        match find_contacts(workspace.store.contacts(client), sender):
            case [contact] if contact.email:
                sender = contact.email
    with open_mailbox(account) as mailbox:
        heads = mailbox.received(sender=sender, most=most)
    messages = tuple(_read(heads))
    return Inbox(messages=messages, unanswerable=len(heads) - len(messages))


def find_received(workspace: Workspace, number: int, which: str, *, environ: Mapping[str, str]) -> Received:
    """The message that a draft is to answer.

    ``which`` is :data:`LATEST` for the last one in the client's inbox from those the draft goes to, or the Message-ID
    of one there, or a file with a saved one. In the inbox nothing is marked as read.

    Raises:
        InputError: There is no such draft or message, or it cannot be answered.
        SettingsError: There is no mailbox in the settings, or no password for it.
        DeliveryError: It cannot be reached or read.
    """
    stored = workspace.store.draft(number)
    message_id = _MESSAGE_ID.fullmatch(which)
    if which != LATEST and (message_id is None or _is_file(which)):
        return read_received(Path(which))
    from dictation.post.imap import open_mailbox  # noqa: PLC0415

    wanted = f"<{message_id[1]}>" if message_id else ""
    addresses = () if wanted else _addresses(stored)
    account = imap_account(workspace.home, workspace.settings, workspace.store.client(stored.client), environ)
    with open_mailbox(account) as mailbox:
        heads = list(mailbox.received_as(wanted)) if wanted else []
        for address in addresses:
            heads += mailbox.received(sender=address, most=_MOST_LOOKED_AT)
    # The server looks for parts of what stands there.
    found = [each for each in _read(heads) if _is_meant(each, wanted, addresses)]
    if not found:
        told = f"as {wanted}" if wanted else f"from {', '.join(addresses)}"
        raise InputError(
            f"no message that can be answered is in the inbox {told}",
            place=account.place,
            remedy=f"see what is there with: dictation inbox {stored.client}",
        )
    return max(found, key=lambda each: each.arrived_at or datetime.min.replace(tzinfo=UTC))


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except OSError:  # it is longer than a name may be
        return False


def _addresses(stored: StoredDraft) -> tuple[str, ...]:
    addresses = tuple(dict.fromkeys(each.email.casefold() for each in stored.draft.to if each.email))
    if not addresses:
        raise InputError(
            f"draft {stored.id} goes to nobody yet whose messages could be looked for",
            place=f"draft {stored.id}",
            remedy=f"name the message by its Message-ID, as it stands in: dictation inbox {stored.client}",
        )
    return addresses


def _read(heads: Iterable[ReceivedHead]) -> Iterable[Received]:
    """Those that can be answered."""
    for head in heads:
        try:
            yield replace(read_head(head.content), arrived_at=head.arrived_at)
        except InputError:
            continue


def _is_meant(received: Received, message_id: str, addresses: tuple[str, ...]) -> bool:
    if message_id:
        return received.thread.message_id == message_id
    return not {each.email.casefold() for each in received.authors}.isdisjoint(addresses)
