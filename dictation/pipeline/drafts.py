"""Drafts → documents, changes and decisions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from dictation.deliver import address_message, doubts, invited_to, plan_event
from dictation.errors import InputError, RenderError, ReviewNeeded
from dictation.home import (
    find_pictures,
    find_template,
    keep_enclosure,
    list_enclosures,
    read_enclosures,
    unsubscribe_base,
    write_document,
)
from dictation.letters import file_name, lay_out
from dictation.letters.references import reference
from dictation.model.calendar import CalendarEvent
from dictation.model.delivery import Message
from dictation.model.document import BlockKind, Document, DocumentFormat, Picture, TemplateSource
from dictation.model.draft import Draft, DraftKind
from dictation.model.received import Received
from dictation.model.review import DraftState, StoredDraft
from dictation.pipeline.learning import keep_change
from dictation.pipeline.mailing_text import MailingText
from dictation.pipeline.workspace import Workspace
from dictation.review import (
    Route,
    attach,
    detach,
    enclosed_files,
    enclosure_obstacles,
    obstacles,
    read_moment,
    readdress,
    reply,
    reword,
    route,
)
from dictation.writers import (
    Attachment,
    build_message,
    media_type_of,
    window_type,
    write_docx,
    write_html,
    write_pdf,
    write_text,
)

COVER = "cover"
"""The template of the email that a letter's PDF is attached to."""
_MAILING = "mailing"
"""The template of drafts that go to a list."""
_ON_PAPER = (DocumentFormat.DOCX, DocumentFormat.PDF)


@dataclass(frozen=True, kw_only=True, slots=True)
class Edits:
    """What a person changes about a draft; what is empty stays as it is."""

    to: Sequence[str] = ()
    """Names of the address book, or ``Name <address>``; so are ``cc`` and ``bcc``."""
    cc: Sequence[str] = ()
    bcc: Sequence[str] = ()
    words: Iterable[tuple[str, str]] = ()
    """Old words and new ones."""
    reply_to: Received | None = None
    """The message that it answers."""
    attached: Sequence[str] = ()
    """Files to go with it, which are copied into the client's folder of enclosures, or names of files there."""
    detached: Sequence[str] = ()
    """Enclosures not to go with it."""
    send_at: str | None = None
    """Not to go before, such as ``2026-05-12 10:00``, in the client's zone unless told; empty for no such time."""


def edit(workspace: Workspace, number: int, edits: Edits, *, by: str, seen: int | None = None) -> StoredDraft:
    """Store a draft with changes that a person makes who saw that revision; None for the present one.

    Raises:
        InputError: There is no such draft, contact, enclosure or time, or the old words do not stand in it once.
        Conflict: The draft has left the house, or was changed since it was seen.
    """
    stored = workspace.store.open_draft(number, seen)
    book = workspace.store.contacts(stored.client)
    draft = readdress(stored.draft, book, to=edits.to, cc=edits.cc, bcc=edits.bcc)
    for old, new in edits.words:
        draft = reword(draft, old, new)
    if edits.reply_to is not None:
        draft = reply(draft, edits.reply_to, book)
    if edits.send_at is not None:
        draft = replace(draft, send_at=_hour(workspace, stored.client, edits.send_at))
    draft = _enclose(workspace, stored.client, draft, edits)
    return keep_change(workspace, stored, draft, by=by)


def _enclose(workspace: Workspace, client: str, draft: Draft, edits: Edits) -> Draft:
    home = workspace.home
    for name in edits.detached:
        draft = detach(draft, name, list_enclosures(home, client))
    for name in edits.attached:
        known = name in list_enclosures(home, client)
        file = name if known else keep_enclosure(home, client, Path(name))
        draft = attach(draft, file, list_enclosures(home, client))
    return draft


def _hour(workspace: Workspace, client: str, typed: str) -> datetime | None:
    """The time before which a draft is not to go; None where none is typed."""
    if not typed:
        return None
    place = "the time before which it is not to go"
    hour = read_moment(typed, workspace.store.client(client).timezone, place=place)
    if hour <= workspace.clock():
        raise InputError(f"{hour:%d %B %Y, %H:%M %Z} is over", place=place, remedy="give a time to come")
    return hour


def lay_out_draft(workspace: Workspace, stored: StoredDraft) -> Document:
    """A draft as it looks, on the paper of the client's country.

    It bears the date on which it is to go, if one was dictated, else that of its approval, else today's: what was
    approved does not change overnight.

    Raises:
        TemplateError: The template is wrong.
        RenderError: A character of the draft cannot stand in a document.
    """
    return Desk(workspace, stored).document()


def render(
    workspace: Workspace,
    number: int,
    kind: DocumentFormat,
    folder: Path,
    *,
    template: str = "",
    overwrite: bool = False,
    notify: Callable[[str], None],
) -> Path:
    """Write a draft to a file in ``folder``, which is made if it is not there; returns its path.

    ``template`` is the name of another template than its kind's own. A file that a person changed or made is left alone
    unless it is to be overwritten. ``notify`` is told what a person should know of the file.

    Raises:
        UnknownDraft: There is no such draft.
        InputError: The client's logo or signature cannot be used.
        TemplateError: The template is wrong, or there is none of that name.
        RenderError: The draft cannot be written in that format, or the file not be written. None is left half written.
    """
    desk = Desk(workspace, workspace.store.draft(number), template=template)
    path = folder / desk.file_name(kind)
    write_document(workspace.home, path, desk.write(kind), overwrite=overwrite)
    if kind in _ON_PAPER and not desk.shows_whole_address():
        notify(f"The address of draft {number} is longer than its envelope's window; it is whole on the letter.")
    return path


def approve(workspace: Workspace, number: int, *, by: str, seen: int | None = None) -> StoredDraft:
    """Approve a draft as the exact bytes and recipients that it makes today.

    ``seen`` is the revision that the person looked at; None for the present one.

    Raises:
        UnknownDraft: There is no such draft.
        ReviewNeeded: Something has to be settled first.
        Conflict: The draft has left the house, or was changed since it was seen.
    """
    stored = workspace.store.open_draft(number, seen)
    in_the_way = obstacles(stored.draft, mailing=stored.mailing is not None)
    if in_the_way:
        raise ReviewNeeded(
            f"draft {number} cannot be approved: {' '.join(in_the_way)}",
            place=f"draft {number}",
            remedy=f'settle whom it goes to with: dictation edit {number} --to "NAME"; '
            f"or lay it aside with: dictation reject {number}",
        )
    missing = enclosure_obstacles(stored.draft, list_enclosures(workspace.home, stored.client))
    if missing:
        raise ReviewNeeded(
            f"draft {number} cannot be approved: {' '.join(missing)}",
            place=str(workspace.home.enclosures(stored.client)),
            remedy=f"put the file there under that name, or: dictation edit {number} --attach FILE; "
            f'an enclosure that is not to go with it: dictation edit {number} --detach "NAME"',
        )
    message = Desk(workspace, replace(stored, approval=None)).message()
    return workspace.store.approve(number, by=by, digest=message.digest, expected_revision=stored.revision)


def address_doubts(workspace: Workspace, client: str, addresses: Iterable[str]) -> tuple[str, ...]:
    """What is odd about addresses, with the client's address book beside them."""
    person = workspace.store.client(client)
    known = [person.email, person.secretary.email, *(each.email for each in workspace.store.contacts(client))]
    return tuple(each for address in addresses for each in doubts(address, known))


def approval_told(workspace: Workspace, stored: StoredDraft) -> str:
    """What an approval came to, in words, with a warning of addresses that are not what they look like."""
    addresses = (recipient.email for recipient in stored.draft.recipients if recipient.email)
    warnings = (f"\nWarning: {doubt}." for doubt in address_doubts(workspace, stored.client, addresses))
    return "".join((_approved(stored), *warnings))


def _approved(stored: StoredDraft) -> str:
    flags = len(stored.draft.flags)
    noticed = f", {flags} thing{'' if flags == 1 else 's'} to look at accepted with it" if flags else ""
    if stored.client_approval is not None:
        return f"Draft {stored.id} is approved, by {stored.client_approval.by} too."
    asks = f" It waits for its client now; to ask: dictation consult {stored.id}"
    return f"Draft {stored.id} is approved{noticed}.{asks if stored.state is DraftState.AWAITING_CLIENT else ''}"


def reject(workspace: Workspace, number: int, *, by: str, seen: int | None = None) -> StoredDraft:
    """Lay a draft aside; raises as :func:`approve` does."""
    stored = workspace.store.open_draft(number, seen)
    return workspace.store.reject(number, by=by, expected_revision=stored.revision)


class Desk:
    """A draft with what is needed to make documents of it."""

    def __init__(self, workspace: Workspace, stored: StoredDraft, *, template: str = "") -> None:
        self.client = workspace.store.client(stored.client)
        self._workspace, self._home = workspace, workspace.home
        self._stored, self._draft, self._template = stored, stored.draft, template
        decided = stored.approval.at if stored.approval else workspace.clock()
        self._date = (stored.draft.send_at or decided).astimezone(ZoneInfo(self.client.timezone)).date()

    @cached_property
    def _pictures(self) -> tuple[Picture | None, Picture | None]:
        return find_pictures(self._home, self.client)

    def document(self) -> Document:
        """The draft as it looks."""
        with self._named():
            return self._document()

    def shows_whole_address(self) -> bool:
        """Whether an envelope's window shows all of the address, where the letter has one there."""
        shown = window_type(self.document())
        return shown is None or shown.fits

    def file_name(self, kind: DocumentFormat, *, template: str = "") -> str:
        """What the draft's file in that format is called, set by that template or the desk's."""
        return file_name(
            self._draft,
            self.client,
            template=template or self._template or self._draft.kind,
            date=self._date,
            number=self._stored.id,
            suffix=f".{kind}",
        )

    def reference(self) -> str:
        """The letter's number in the client's own manner; empty where the client has none."""
        return reference(self.client, self._stored.id, self._date)

    def write(self, kind: DocumentFormat) -> bytes:
        """The draft in that format."""
        with self._named():
            return self._written(kind)

    def message(self) -> Message:
        """What is approved and sent: an email, the PDF of what goes on paper, or a mailing with all of its list.

        Raises:
            ReviewNeeded: It cannot go to its list like this.
        """
        with self._named():
            if self._stored.mailing is not None:
                return self._mailing()
            if route(self._draft) is Route.PAPER:
                return Message(sender=self.client.email, recipients=(), content=self._written(DocumentFormat.PDF))
            return address_message(self._draft, self.client, self._email())

    def mailing_text(self) -> MailingText:
        """The draft as the text of a mailing, with its fields as they are.

        Raises:
            SettingsError: There is no address at which people unsubscribe.
        """
        with self._named():
            return MailingText(
                draft=self._draft,
                client=self.client,
                document=self._document(),
                enclosed=self.enclosures(),
                base=unsubscribe_base(self._home, self._workspace.settings),
                template=self._source().template.place,
            )

    def _mailing(self) -> Message:
        people = [each.person for each in self._workspace.store.personal_posts(self._stored.id)]
        text = self.mailing_text()
        in_the_way = text.obstacles(people)
        if in_the_way:
            raise ReviewNeeded(
                f"draft {self._stored.id} cannot go to its list: {'; '.join(in_the_way)}",
                place=f"draft {self._stored.id}",
                remedy=f"put it right, or give it another list: dictation mailing plan {self._stored.id} --list FILE",
            )
        return text.approved(people)

    @property
    def _language(self) -> str:
        """The draft's, as it is written in the client's country: "en" is British for a client of "en-GB"."""
        own = self.client.language
        return own if own.partition("-")[0].lower() == self._draft.language else self._draft.language

    @contextmanager
    def _named(self) -> Iterator[None]:
        """Tells of what cannot be written in which draft it is."""
        try:
            yield
        except RenderError as exc:
            place = f"draft {self._stored.id}" + (f", {exc.place}" if exc.place else "")
            raise RenderError(exc.message, place=place, remedy=exc.remedy) from exc

    def _document(self, template: str = "") -> Document:
        """By the template of that name; by the desk's where none is named, else by that of the draft's kind."""
        source = self._source(template)
        logo, signature = self._pictures
        return lay_out(
            replace(self._draft, language=self._language),
            self.client,
            date=self._date,
            template=replace(source, logo=logo, signature=signature),
            number=self._stored.id,
        )

    def letter_as_pdf(self) -> Attachment:
        """The file that goes with a letter's covering email."""
        return Attachment(name=self.file_name(DocumentFormat.PDF), content=self._written(DocumentFormat.PDF))

    def _source(self, template: str = "") -> TemplateSource:
        own = _MAILING if self._stored.mailing is not None else self._draft.kind
        return find_template(self._home, template or self._template or own, self._language)

    def event(self) -> CalendarEvent | None:
        """The meeting that the draft puts into calendars; None where it is no invitation."""
        return self._event(self.document())

    def _written(self, kind: DocumentFormat) -> bytes:
        match kind:
            case DocumentFormat.DOCX:
                return write_docx(self._document())
            case DocumentFormat.PDF:
                return write_pdf(self._document())
            case DocumentFormat.HTML:
                return write_html(self._document()).encode()
            case DocumentFormat.TXT:
                return write_text(self._document()).encode()
            case DocumentFormat.EML:
                return self._email()

    def _email(self) -> bytes:
        if self._stored.mailing is not None:
            return self.mailing_text().content
        enclosed = self.enclosures()
        if self._draft.kind is not DraftKind.LETTER or self._template:
            document = self._document()
            event = self._event(document)
            return build_message(self._draft, self.client, document, attachments=enclosed, event=event).as_bytes()
        attached = (self.letter_as_pdf(), *enclosed)
        return build_message(self._draft, self.client, self._document(COVER), attachments=attached).as_bytes()

    def _event(self, document: Document) -> CalendarEvent | None:
        meeting = invited_to(self._draft)
        if meeting is None:
            return None
        title = document.block(BlockKind.TITLE)
        return plan_event(self._stored, meeting, self.client, title=" ".join(title.lines) if title else "")

    def enclosures(self) -> tuple[Attachment, ...]:
        """The files that go with it.

        Where one vanished since the approval, the message is no longer what was approved.
        """
        files = enclosed_files(self._draft, list_enclosures(self._home, self.client.key))
        contents = read_enclosures(self._home, self.client.key, files)
        return tuple(
            Attachment(name=name, content=content, media_type=media_type_of(name)) for name, content in contents.items()
        )
