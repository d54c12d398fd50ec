"""The stages put together: each step reads the store, does one thing, and leaves what came of it in the store.

    recording → transcript → correspondence → drafts → documents → approval → post

Nothing here prints: who wants to know how far a step is passes a callable.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date
from email.utils import make_msgid
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from dictation.compose.interpreter import Reading, RuleInterpreter
from dictation.compose.language_files import load_language
from dictation.deliver import address_message, not_sent, plan_delivery
from dictation.errors import DeliveryError, NothingDictated, RenderError, ReviewNeeded, TemplateError
from dictation.home import Home, Settings, find_template, load_settings, open_home, smtp_account, write_file
from dictation.letters import file_name, lay_out
from dictation.model.delivery import Delivery, Message, Post, Receipt, SmtpAccount, Withheld
from dictation.model.document import Document, DocumentFormat
from dictation.model.draft import Correspondence, DraftKind
from dictation.model.people import Client, Contact
from dictation.model.recording import Recording
from dictation.model.review import DraftState, StoredDraft
from dictation.model.transcript import Transcript
from dictation.post import SmtpSession
from dictation.review import Route, obstacles, readdress, reword, route
from dictation.store import Clock, StoredCall, open_store
from dictation.transcribe import (
    Download,
    Notify,
    Progress,
    TranscriptFormat,
    Vocabulary,
    probe,
    read_transcript,
    transcribe,
)
from dictation.writers import Attachment, build_message, write_docx, write_html, write_pdf, write_text

if TYPE_CHECKING:
    from dictation.store.store import Store

Posted = Callable[[Post, tuple[Receipt, ...]], None]  # takes a post as soon as it is known what became of it

_SENDABLE = (DraftState.APPROVED, DraftState.QUEUED, DraftState.FAILED)
"""States of the drafts that a sending of everything takes up."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Workspace:
    """A home and its store, open."""

    home: Home
    settings: Settings
    store: Store
    clock: Clock


@dataclass(frozen=True, kw_only=True, slots=True)
class Hearing:
    """How a recording is to be heard, and who is told how that goes. What is None or empty the settings decide."""

    engine: str = ""
    model: str = ""
    language: str = ""
    """ISO 639-1 code; empty for the client's language."""
    notify: Notify
    progress: Progress | None = None
    download: Download | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Processed:
    """A call in the store."""

    call: StoredCall
    new: bool
    """Whether it came into the store just now."""


@contextmanager
def open_workspace(home: Path, *, database: str, actor: str, clock: Clock) -> Iterator[Workspace]:
    """Open a home and its store.

    ``database`` is the store's address, empty for the one inside the home; ``actor`` is who works, for the audit log.

    Raises:
        SettingsError: There is no home, or its settings are wrong.
        StoreError: The store cannot be opened.
    """
    opened = open_home(home)
    settings = load_settings(opened)
    with open_store(database or opened.database_url, clock=clock, actor=actor) as store:
        yield Workspace(home=opened, settings=settings, store=store, clock=clock)


def hear(path: Path, hearing: Hearing, *, home: Home, settings: Settings, vocabulary: Vocabulary) -> Transcript:
    """The transcript of a recording.

    Raises:
        AudioError: The recording cannot be heard.
        EngineError: The recogniser cannot do its work.
    """
    return transcribe(
        path,
        engine=hearing.engine or settings.recogniser.engine,
        model=hearing.model or settings.recogniser.model or None,
        language=hearing.language or None,
        vocabulary=vocabulary,
        cache=home.cache,
        notify=hearing.notify,
        progress=hearing.progress,
        download=hearing.download,
    )


def vocabulary(client: Client, contacts: Iterable[Contact]) -> Vocabulary:
    """The names and firms that a client is likely to say."""
    contacts = tuple(contacts)
    names = (name for contact in contacts for name in (contact.name, *contact.aliases))
    firms = (contact.organisation for contact in contacts)
    return Vocabulary(
        names=tuple(dict.fromkeys((client.name, client.secretary.name, *names))),
        terms=tuple(dict.fromkeys(filter(None, (client.organisation, *firms)))),
    )


def spoken_language(client: Client) -> str:
    """The ISO 639-1 code of the language that a client dictates in, without its country."""
    return client.language.partition("-")[0].lower()


def compose(workspace: Workspace, transcript: Transcript, *, client: str, call_date: date | None) -> Correspondence:
    """What ``client`` dictated in a call on ``call_date`` (None for today), without storing it.

    Raises UnknownClient, and CompositionError where there is no data for the transcript's language.
    """
    person = workspace.store.client(client)
    return RuleInterpreter().interpret(
        transcript,
        client=person,
        contacts=workspace.store.contacts(client),
        call_date=call_date or _today(workspace, person),
    )


def explain(workspace: Workspace, transcript: Transcript, *, client: str) -> Reading:
    """How a call is understood, without drafting anything; raises as :func:`compose` does."""
    person = workspace.store.client(client)
    return RuleInterpreter().read(transcript, client=person, contacts=workspace.store.contacts(client))


def process(workspace: Workspace, path: Path, *, client: str, call_date: date | None, hearing: Hearing) -> Processed:
    """Recording, or transcript made elsewhere, → drafts in the store; what was processed before is left as it is.

    The transcript is kept where nothing was dictated, too.

    Raises:
        UnknownClient: There is no such client.
        AudioError: The recording cannot be heard.
        TranscriptError: The file is a transcript that cannot be read.
        EngineError: The recogniser cannot do its work.
        CompositionError: There is no data for the language; NothingDictated where no item and no errand was found.
    """
    person = workspace.store.client(client)
    language = hearing.language or spoken_language(person)
    # Asked for first, so that nobody waits for a transcript that nothing can be made of.
    load_language(language)
    imported = _read_imported(path, language)
    recording = _recording_of(path, imported) if imported else probe(path.absolute())
    call = workspace.store.find_call(client, recording.sha256)
    new = call is None
    if call is None:
        transcript = imported or hear(
            path,
            replace(hearing, language=language),
            home=workspace.home,
            settings=workspace.settings,
            vocabulary=vocabulary(person, workspace.store.contacts(client)),
        )
        correspondence = compose(workspace, transcript, client=client, call_date=call_date)
        call = workspace.store.record_call(client, recording, transcript, correspondence)
    if not call.drafts and not call.notes:
        raise NothingDictated(
            f"nobody dictates anything in {path.name}",
            place=f"recording {call.id}, all of its {recording.duration_ms / 1000:.0f} seconds",
            remedy=f"read what was heard with: dictation transcript {call.id}",
        )
    return Processed(call=call, new=new)


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
    return _Desk(workspace, stored).document()


def render(workspace: Workspace, number: int, formats: Iterable[DocumentFormat], folder: Path) -> tuple[Path, ...]:
    """Write a draft to files in ``folder``, which is made if it is not there; returns their paths.

    Raises:
        UnknownDraft: There is no such draft.
        TemplateError: The template is wrong.
        RenderError: The draft cannot be written in one of the formats, or the folder not be written to. No file is
            left half written.
    """
    desk = _Desk(workspace, workspace.store.draft(number))
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
    message = _Desk(workspace, replace(stored, approval=None)).message()
    return workspace.store.approve(number, by=by, digest=message.digest, expected_revision=stored.revision)


def reject(workspace: Workspace, number: int, *, by: str) -> StoredDraft:
    """Lay a draft aside; raises as :func:`approve` does."""
    stored = workspace.store.draft(number)
    return workspace.store.reject(number, by=by, expected_revision=stored.revision)


def plan_post(
    workspace: Workspace, numbers: Sequence[int], *, client: str | None = None
) -> tuple[Post | Withheld, ...]:
    """What is to be sent, and what of ``numbers`` is not and why; without numbers of all that is approved.

    Raises:
        InputError: There is no such draft or client.
    """
    if numbers:
        drafts = tuple(workspace.store.draft(number) for number in dict.fromkeys(numbers))
    else:
        drafts = tuple(stored for stored in workspace.store.drafts(client) if stored.state in _SENDABLE)
    return tuple(_plan(workspace, stored) for stored in drafts)


def send(workspace: Workspace, posts: Iterable[Post], *, environ: Mapping[str, str], posted: Posted) -> None:
    """Send posts one after another over one connection, and store what became of each before the next begins.

    Raises:
        SettingsError: No mail server is set, or there is no password for it. Nothing was sent.
        ConnectionFailed: The server cannot be reached; what was not sent by then waits in the outbox.
        AuthenticationFailed: The server refuses the account; likewise.
        Conflict: A draft was changed since it was planned, or another program sends it.
    """
    account = smtp_account(workspace.home, workspace.settings, environ)
    queued = [(post, workspace.store.queue(post)) for post in posts]
    asyncio.run(_send(workspace.store, queued, account, posted))


async def _send(store: Store, queued: Iterable[tuple[Post, Delivery]], account: SmtpAccount, posted: Posted) -> None:
    async with AsyncExitStack() as stack:
        session = SmtpSession(account)
        # Closed at the end, but not opened now: it connects for the first post, once that is marked.
        stack.push_async_exit(session)
        for post, delivery in queued:
            # Before the connection: a program that is stopped from here on leaves "sending", and nobody sends it twice.
            store.mark_sending(delivery.id)
            try:
                receipts = await session.send(post)
            except DeliveryError as exc:
                store.record_receipts(delivery.id, not_sent(post, exc))
                raise
            store.record_receipts(delivery.id, receipts)
            posted(post, receipts)


def _plan(workspace: Workspace, stored: StoredDraft) -> Post | Withheld:
    """What goes of one draft. Where it can no longer be made into a message it is withheld, and the others still go."""
    if stored.approval is None:
        rejected = stored.state is DraftState.REJECTED
        return Withheld(draft=stored.id, reason="it was rejected" if rejected else "it is not approved")
    desk = _Desk(workspace, stored)
    message_id = make_msgid(domain=desk.client.email.rpartition("@")[2])
    try:
        return plan_delivery(stored, desk.message(), now=workspace.clock(), message_id=message_id)
    except (TemplateError, RenderError, DeliveryError) as exc:
        return Withheld(draft=stored.id, reason=f"it cannot be made into a message: {exc}", needs_review=True)


class _Desk:
    """A draft with what is needed to make documents of it."""

    def __init__(self, workspace: Workspace, stored: StoredDraft) -> None:
        self.client = workspace.store.client(stored.client)
        self._home, self._stored, self._draft = workspace.home, stored, stored.draft
        decided = stored.approval.at if stored.approval else workspace.clock()
        self._date = (stored.draft.send_at or decided).astimezone(ZoneInfo(self.client.timezone)).date()

    def document(self, template: str | None = None) -> Document:
        """The draft by the template of that name; by that of its kind where none is named."""
        source = find_template(self._home, template or self._draft.kind, self._draft.language)
        return lay_out(self._draft, self.client, date=self._date, template=source)

    def file_name(self, kind: DocumentFormat) -> str:
        return file_name(self._draft, self.client, date=self._date, number=self._stored.id, suffix=f".{kind}")

    def write(self, kind: DocumentFormat) -> bytes:
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


def _today(workspace: Workspace, client: Client) -> date:
    return workspace.clock().astimezone(ZoneInfo(client.timezone)).date()


def _read_imported(path: Path, language: str) -> Transcript | None:
    """The transcript where the file is one, as its suffix tells."""
    is_transcript = path.suffix.lower().removeprefix(".") in [str(each) for each in TranscriptFormat]
    return read_transcript(path, language=language) if is_transcript else None


def _recording_of(path: Path, transcript: Transcript) -> Recording:
    """What stands for the recording where there is only its transcript: no channel of no sound."""
    return Recording(
        path=path.absolute(),
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        duration_ms=max(word.end_ms for word in transcript.iter_words()),
        channels=0,
        sample_rate=0,
    )
