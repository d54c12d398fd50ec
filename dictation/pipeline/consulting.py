"""Drafts that their client approves, too: shown to the client, and the client's answer."""

from __future__ import annotations

from dataclasses import replace
from email.utils import make_msgid
from pathlib import Path

from dictation.deliver import address_message, plan_consultation, require_awaiting, require_unchanged
from dictation.errors import InputError, ReviewNeeded
from dictation.home import find_template, write_document
from dictation.letters import lay_out
from dictation.model.delivery import Message, Post
from dictation.model.document import BlockKind, Document, DocumentFormat
from dictation.model.draft import Draft, DraftKind, Passage, Piece, Recipient
from dictation.model.people import Client
from dictation.model.review import Approval, DraftState, StoredDraft
from dictation.pipeline.drafts import COVER, Desk, approve, reject
from dictation.pipeline.workspace import Workspace
from dictation.review import Route, route
from dictation.writers import Attachment, build_message, write_pdf

_LETTER, _HEAD = "consultation", "consultation_head"
"""Templates."""
_RULE = "template"
_CLIENT = "client"
"""How the command line calls the client, whoever that is."""


def ask_client(workspace: Workspace, number: int, *, again: bool = False) -> Post:
    """What brings a draft to its client for approval: by email, to nobody else, with the answer to the secretary.

    One that failed before and waits for another attempt is the same message. A draft that the client may have got
    already goes but ``again``.

    Raises:
        InputError: There is no such draft, it awaits no client, or the client has no address.
        ReviewNeeded: The secretary has not approved it as it is, or the client may have got it already.
        TemplateError: A template is wrong, or there is none in the client's language.
    """
    stored = workspace.store.draft(number)
    desk = _ClientsDesk(workspace, stored)
    approval = _awaiting(stored, desk)
    if not desk.client.email:
        raise InputError(
            f"{desk.client.name} has no email address",
            place=f"client {desk.client.key}",
            remedy=f"write the draft to a file and hand it over: dictation consult {number} -o DIR",
        )
    if stored.asking is not None:
        return workspace.store.waiting_post(stored.asking.id)
    letter = desk.letter()
    message_id = make_msgid(domain=letter.sender.rpartition("@")[2])
    return plan_consultation(stored, approval, letter, again=again, now=workspace.clock(), message_id=message_id)


def hand_over(workspace: Workspace, number: int, folder: Path) -> tuple[Path, ...]:
    """Write a draft to files in ``folder`` for its client, and note that the client is given them; returns their paths.

    What goes on paper is that PDF. Of an email it is a sheet with its head and text, and the PDF of a letter with it.

    Raises:
        InputError: There is no such draft, or it awaits no client.
        ReviewNeeded: The secretary has not approved it as it is.
        RenderError: A file cannot be written, or a person changed the one of that name.
    """
    stored = workspace.store.draft(number)
    desk = _ClientsDesk(workspace, stored)
    approval = _awaiting(stored, desk)
    paths = []
    for paper in desk.papers():
        paths.append(folder / paper.name)
        write_document(workspace.home, paths[-1], paper.content, overwrite=False)
    workspace.store.hand_over(number, digest=approval.digest, expected_revision=stored.revision)
    return tuple(paths)


def enter_approval(
    workspace: Workspace, number: int, *, by: str, read_aloud: bool = False, seen: int | None = None
) -> StoredDraft:
    """Approve a draft in somebody's name, the client's too, who is meant by the key, the name, or the word "client".

    Where the client approves drafts, that is put beside the secretary's approval, and the client has to have been shown
    the draft, or it was ``read_aloud``. Either approval is of the revision that was ``seen``; None for the present one.

    Raises:
        InputError: There is no such draft, or it awaits no client.
        ReviewNeeded: Something has to be settled first.
        Conflict: The draft has left the house, or was changed since it was seen.
    """
    stored = workspace.store.open_draft(number, seen)
    client = workspace.store.client(stored.client)
    asked = stored.needs_client or stored.state is DraftState.AWAITING_CLIENT
    of_client = by.casefold() == _CLIENT or (asked and _is_meant(client, by))
    if not of_client and read_aloud:
        raise InputError(
            f"a draft is read aloud to its client, and {by} is not {client.name}",
            place=f"draft {number}",
            remedy=f"enter what the client says with: dictation approve {number} --by client --read-aloud",
        )
    if not of_client:
        return approve(workspace, number, by=by, seen=seen)
    approval = _awaiting(stored, Desk(workspace, stored))
    if not read_aloud and not any(each.shown for each in stored.asked):
        raise ReviewNeeded(
            f"{client.name} was not shown draft {number} as it is",
            place=f"draft {number}",
            remedy=f"show it with: dictation consult {number}; or if you read it to {client.name}, such as on the "
            f"telephone: dictation approve {number} --by client --read-aloud",
        )
    return workspace.store.confirm(
        number,
        by=client.name,
        digest=approval.digest,
        read_aloud=read_aloud,
        expected_revision=stored.revision,
    )


def enter_rejection(workspace: Workspace, number: int, *, by: str, seen: int | None = None) -> StoredDraft:
    """Lay a draft aside in somebody's name, the client's too; raises as ``reject`` does."""
    client = workspace.store.client(workspace.store.draft(number).client)
    return reject(workspace, number, by=client.name if _is_meant(client, by) else by, seen=seen)


def _awaiting(stored: StoredDraft, desk: Desk) -> Approval:
    """The secretary's approval of a draft that awaits its client and still is what she approved."""
    approval = require_awaiting(stored)
    require_unchanged(stored, desk.message())
    return approval


def _is_meant(client: Client, by: str) -> bool:
    return by.casefold() in {_CLIENT, client.key.casefold(), client.name.casefold()}


class _ClientsDesk(Desk):
    """A draft with what is needed to show it to its client, in whose language that is done."""

    def papers(self) -> tuple[Attachment, ...]:
        """What the client reads, the draft itself first."""
        if route(self._draft) is Route.PAPER:
            return (self.letter_as_pdf(),)
        sheet = write_pdf(self._sheet())
        if self._draft.kind is not DraftKind.LETTER:
            return (Attachment(name=self.file_name(DocumentFormat.PDF), content=sheet),)
        cover = Attachment(name=self.file_name(DocumentFormat.PDF, template=COVER), content=sheet)
        return cover, self.letter_as_pdf()

    def letter(self) -> Message:
        """The email that shows the draft to the client, and what is in it."""
        client, says = self.client, self._for_client(_LETTER)
        title = says.block(BlockKind.TITLE)
        subject = Piece(text=" ".join(title.lines) if title else "", rule=_RULE)
        draft = Draft(
            kind=DraftKind.EMAIL,
            to=(Recipient(name=client.name, email=client.email),),
            subject=Passage(pieces=(subject,)),
        )
        message = build_message(
            draft,
            client,
            replace(says, blocks=tuple(block for block in says.blocks if block is not title)),
            attachments=(*self.papers(), *self.enclosures()),
        )
        # The client is written to from the client's own account, and the secretary has to get the answer.
        if "Sender" in message:
            message["Reply-To"] = message["Sender"].address
        return address_message(draft, client, message.as_bytes())

    def _sheet(self) -> Document:
        """An email on paper: whom it goes to and what goes with it, over just what it will say."""
        head, says = self._for_client(_HEAD), self._document(COVER if self._draft.kind is DraftKind.LETTER else "")
        return replace(
            says,
            blocks=(*head.blocks, *says.blocks),
            header="",
            continuation=head.continuation,
            page_word=head.page_word,
        )

    def _for_client(self, template: str) -> Document:
        """Set by a template in the client's language, which gets to see those under Bcc and the names of files."""
        files = tuple(Passage(pieces=(Piece(text=each.name, rule=_RULE),)) for each in self._attached())
        return lay_out(
            replace(self._addressed(), language=self.client.language, enclosures=files),
            self.client,
            date=self._date,
            template=find_template(self._home, template, self.client.language),
            number=self._stored.id,
            for_client=True,
        )

    def _addressed(self) -> Draft:
        """The draft, with the people of its list where it is a mailing: none of them sees the others."""
        if self._stored.mailing is None:
            return self._draft
        posts = self._workspace.store.personal_posts(self._stored.id)
        people = tuple(Recipient(name=each.person.name, email=each.person.address) for each in posts)
        return replace(self._draft, to=(), cc=(), bcc=people)

    def _attached(self) -> tuple[Attachment, ...]:
        letter = (self.letter_as_pdf(),) if self._draft.kind is DraftKind.LETTER else ()
        return (*letter, *self.enclosures())
