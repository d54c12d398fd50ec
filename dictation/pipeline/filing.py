"""The clients' folders of sent messages: copies put there, and messages of unknown outcome found there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime

from dictation.errors import ConnectionFailed, DeliveryError, DictationError, SettingsError
from dictation.home import files_sent, imap_account
from dictation.model.delivery import ImapAccount, Outcome, Unfiled
from dictation.pipeline.workspace import Workspace

_TRIED_FOR = timedelta(days=30)
"""Whoever has a mailbox looked into for the first time does not get the messages of years at once."""


def file_sent(workspace: Workspace, *, environ: Mapping[str, str]) -> tuple[DictationError, ...]:
    """Put copies of what was sent into the folders of sent messages, each once; returns what was in the way.

    Whatever stops it, the next call files what is left: a message that is in its folder already, because the server put
    it there or an earlier call did and was stopped, is only noted. To be called while this program is the only one that
    sends (:meth:`Store.sending`).
    """
    errors: list[DictationError] = []
    batches: defaultdict[ImapAccount, list[Unfiled]] = defaultdict(list)
    of_clients: defaultdict[str, list[Unfiled]] = defaultdict(list)
    for each in workspace.store.unfiled(since=workspace.clock() - _TRIED_FOR):
        of_clients[each.client].append(each)
    for client, unfiled in of_clients.items():
        if files_sent(workspace.settings, client):
            try:
                account = _mailbox_of(workspace, client, environ)
            except SettingsError as exc:
                errors.append(exc)
            else:
                batches[account] += unfiled
    for account, batch in batches.items():
        try:
            errors += _file(workspace, account, batch)
        except DeliveryError as exc:
            errors.append(exc)
    return tuple({str(error): error for error in errors}.values())


def look_for(workspace: Workspace, number: int, *, environ: Mapping[str, str]) -> bool:
    """Whether the client's folder of sent messages proves that what a draft sent with unknown outcome has gone.

    Raises:
        UnknownDraft: There is no such draft.
        SettingsError: There is no mailbox in the settings, or no password for it.
        DeliveryError: It cannot be reached or searched.
    """
    from dictation.post.imap import open_mailbox  # noqa: PLC0415

    stored = workspace.store.draft(number)
    account = _mailbox_of(workspace, stored.client, environ)
    if any(receipt.outcome is Outcome.ACCEPTED for delivery in stored.in_doubt for receipt in delivery.receipts):
        # Whoever accepted it did so in an earlier attempt, and that is what the copy may be of.
        return False
    with open_mailbox(account) as mailbox:
        found = tuple(delivery for delivery in stored.in_doubt if mailbox.was_sent(delivery.message_id))
    for delivery in found:
        workspace.store.mark_filed(delivery.id)
    return found == stored.in_doubt


def _file(workspace: Workspace, account: ImapAccount, batch: Sequence[Unfiled]) -> list[DeliveryError]:
    """File what goes into one mailbox; returns why some of it does not."""
    from dictation.post.imap import open_mailbox  # noqa: PLC0415

    refused: list[DeliveryError] = []
    with open_mailbox(account) as mailbox:
        for each in batch:
            if not mailbox.was_sent(each.message_id):
                content = workspace.store.sent_content(each.delivery)
                try:
                    mailbox.file_sent(content, _date(content))
                except ConnectionFailed:
                    raise
                except DeliveryError as exc:  # another one may be smaller
                    refused.append(exc)
                    continue
            workspace.store.mark_filed(each.delivery)
    return refused


def _mailbox_of(workspace: Workspace, client: str, environ: Mapping[str, str]) -> ImapAccount:
    return imap_account(workspace.home, workspace.settings, workspace.store.client(client), environ)


def _date(content: bytes) -> datetime:
    head = BytesHeaderParser().parsebytes(content.partition(b"\r\n\r\n")[0])
    return parsedate_to_datetime(head["Date"])
