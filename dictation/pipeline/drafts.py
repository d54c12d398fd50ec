"""Drafts → documents, changes and decisions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from dictation.deliver import address_message
from dictation.errors import ReviewNeeded
from dictation.home import find_template, write_file
from dictation.letters import file_name, lay_out
from dictation.model.delivery import Message
from dictation.model.document import Document, DocumentFormat
from dictation.model.draft import DraftKind
from dictation.model.review import StoredDraft
from dictation.pipeline.workspace import Workspace
from dictation.review import Route, obstacles, readdress, reword, route
from dictation.writers import Attachment, build_message, write_docx, write_html, write_pdf, write_text


def edit(
    workspace: Workspace,
    number: int,
    *,
    to: Sequence[str] = (),
    cc: Sequence[str] = (),
    bcc: Sequence[str] = (),
    words: Iterable[tuple[str, str]] = (),
    by: str,
) -> StoredDraft:
    """Store a draft as going to other people, and with other words (old and new ones in pairs).

    Raises:
        InputError: There is no such draft or contact, or the old words do not stand in it once.
        Conflict: The draft has left the house.
    """
    stored = workspace.store.draft(number)
    draft = readdress(stored.draft, workspace.store.contacts(stored.client), to=to, cc=cc, bcc=bcc)
    for old, new in words:
        draft = reword(draft, old, new)
    return workspace.store.save_revision(number, draft, author=by, expected_revision=stored.revision)


def lay_out_draft(workspace: Workspace, stored: StoredDraft) -> Document:
    """A draft as it looks, on the paper of the client's country.

    It bears the date on which it is to go, if one was dictated, else that of its approval, else today's: what was
    approved does not change overnight.

    Raises:
        TemplateError: The template is wrong.
        RenderError: A character of the draft cannot stand in a document.
    """
    return Desk(workspace, stored).document()


def render(workspace: Workspace, number: int, formats: Iterable[DocumentFormat], folder: Path) -> tuple[Path, ...]:
    """Write a draft to files in ``folder``, which is made if it is not there; returns their paths.

    Raises:
        UnknownDraft: There is no such draft.
        TemplateError: The template is wrong.
        RenderError: The draft cannot be written in one of the formats, or the folder not be written to. No file is
            left half written.
    """
    desk = Desk(workspace, workspace.store.draft(number))
    written = [(folder / desk.file_name(each), desk.write(each)) for each in formats]
    for path, content in written:
        write_file(path, content)
    return tuple(path for path, _ in written)


def approve(workspace: Workspace, number: int, *, by: str) -> StoredDraft:
    """Approve a draft as the exact bytes and recipients that it makes today.

    Raises:
        UnknownDraft: There is no such draft.
        ReviewNeeded: Something has to be settled first.
        Conflict: The draft has left the house, or was changed in the meantime.
    """
    stored = workspace.store.draft(number)
    in_the_way = obstacles(stored.draft)
    if in_the_way:
        raise ReviewNeeded(
            f"draft {number} cannot be approved: {' '.join(in_the_way)}",
            place=f"draft {number}",
            remedy=f'settle whom it goes to with: dictation edit {number} --to "NAME"; '
            f"or lay it aside with: dictation reject {number}",
        )
    message = Desk(workspace, replace(stored, approval=None)).message()
    return workspace.store.approve(number, by=by, digest=message.digest, expected_revision=stored.revision)


def reject(workspace: Workspace, number: int, *, by: str) -> StoredDraft:
    """Lay a draft aside; raises as :func:`approve` does."""
    stored = workspace.store.draft(number)
    return workspace.store.reject(number, by=by, expected_revision=stored.revision)


class Desk:
    """A draft with what is needed to make documents of it."""

    def __init__(self, workspace: Workspace, stored: StoredDraft) -> None:
        self.client = workspace.store.client(stored.client)
        self._home, self._stored, self._draft = workspace.home, stored, stored.draft
        decided = stored.approval.at if stored.approval else workspace.clock()
        self._date = (stored.draft.send_at or decided).astimezone(ZoneInfo(self.client.timezone)).date()

    def document(self, template: str | None = None) -> Document:
        """The draft by the template of that name; by that of its kind where none is named."""
        source = find_template(self._home, template or self._draft.kind, self._draft.language)
        return lay_out(self._draft, self.client, date=self._date, template=source, number=self._stored.id)

    def file_name(self, kind: DocumentFormat) -> str:
        """What the draft's file in that format is called."""
        return file_name(self._draft, self.client, date=self._date, number=self._stored.id, suffix=f".{kind}")

    def write(self, kind: DocumentFormat) -> bytes:
        """The draft in that format."""
        match kind:
            case DocumentFormat.DOCX:
                return write_docx(self.document())
            case DocumentFormat.PDF:
                return write_pdf(self.document())
            case DocumentFormat.HTML:
                return write_html(self.document()).encode()
            case DocumentFormat.TXT:
                return write_text(self.document()).encode()
            case DocumentFormat.EML:
                return self._email()

    def message(self) -> Message:
        """What is approved and sent: an email, or the PDF of what goes on paper."""
        if route(self._draft) is Route.PAPER:
            return Message(sender=self.client.email, recipients=(), content=self.write(DocumentFormat.PDF))
        return address_message(self._draft, self.client, self._email())

    def _email(self) -> bytes:
        if self._draft.kind is not DraftKind.LETTER:
            return build_message(self._draft, self.client, self.document()).as_bytes()
        letter = Attachment(name=self.file_name(DocumentFormat.PDF), content=self.write(DocumentFormat.PDF))
        return build_message(self._draft, self.client, self.document("cover"), attachments=(letter,)).as_bytes()
