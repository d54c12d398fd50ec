"""Approved letters → paper, and what of it was posted."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from dictation.deliver import changed_since, hold_back, hold_back_print, outdated_prints, told_print, way_of
from dictation.errors import InputError, PrinterError, RenderError, ReviewNeeded, TemplateError
from dictation.home import find_posting_words, find_template, read_posting_words, write_document
from dictation.letters.layouts import choose_layout
from dictation.model.delivery import Withheld
from dictation.model.draft import DraftKind, Recipient
from dictation.model.paper import Envelope, Letter, PostingList, Way
from dictation.model.review import DraftState, StoredDraft
from dictation.pipeline.drafts import Desk
from dictation.pipeline.workspace import Workspace, today
from dictation.post.printer import submit
from dictation.review import Route, route
from dictation.writers.posting_list import write_posting_csv, write_posting_pdf

_ORDER = {way: place for place, way in enumerate(Way)}


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintOrder:
    """How letters are to be printed."""

    by: str
    """Who prints them."""
    printer: str = ""
    """Empty for the default one."""
    duplex: bool = False
    """Whether on both sides of the paper."""
    with_list: bool = True
    """Whether their posting list comes with them."""
    again: bool = False
    """Whether those too that were printed already."""


def plan_print(
    workspace: Workspace, numbers: Sequence[int], order: PrintOrder, *, client: str | None = None
) -> tuple[Letter | Withheld, ...]:
    """The letters to be printed, and what of ``numbers`` is not and why; without numbers of all that go on paper.

    They come in the order of the posting list, what somebody signs for first.

    Raises:
        InputError: There is no such draft or client.
    """
    if numbers:
        drafts = tuple(workspace.store.draft(number, client=client) for number in dict.fromkeys(numbers))
    else:
        approved = workspace.store.drafts(client, DraftState.APPROVED)
        drafts = tuple(stored for stored in approved if route(stored.draft) is Route.PAPER)
    in_order = sorted(drafts, key=lambda stored: (_ORDER[_way(workspace, stored)], stored.id))
    return tuple(_plan(workspace, stored, order) for stored in in_order)


def print_letter(workspace: Workspace, letter: Letter, order: PrintOrder) -> str:
    """Hand a letter to a printer, as often as it goes into an envelope; returns what the printer's queue calls it.

    Raises:
        PrinterError: It was not taken; it is as if nobody had tried.
        Conflict: It was changed or printed meanwhile.
    """
    store = workspace.store
    prints = store.mark_printing([letter], place=order.printer, by=order.by, again=order.again)
    title = f"{letter.draft} {letter.addressee}"
    content = _joined([letter], title=title, duplex=order.duplex)
    try:
        job = submit(content, printer=order.printer, title=title, duplex=order.duplex)
    except PrinterError:
        store.mark_not_printed(prints)
        raise
    store.mark_printed(prints, job=job)
    return job


def print_lists(lists: Sequence[PostingList], order: PrintOrder) -> str:
    """Hand posting lists to a printer; returns what its queue calls them.

    Raises:
        PrinterError: They were not taken.
        RenderError: One cannot be written.
    """
    title = lists[0].words.title
    content = _joined((), lists, title=title, duplex=order.duplex)
    return submit(content, printer=order.printer, title=title, duplex=order.duplex)


def write_letters(
    workspace: Workspace, letters: Sequence[Letter], path: Path, order: PrintOrder, *, overwrite: bool = False
) -> None:
    """Write letters as one PDF to be printed, their posting lists first.

    Raises:
        RenderError: A list or the file cannot be written, or the file is somebody's; it is as if nobody had tried.
        TemplateError: The words of a posting list are wrong.
        Conflict: A letter was changed or printed meanwhile.
    """
    store = workspace.store
    prints = store.mark_printing(letters, place=str(path.absolute()), by=order.by, again=order.again)
    try:
        printed = [store.draft(letter.draft) for letter in letters]
        lists = posting_lists(workspace, printed) if order.with_list else ()
        content = _joined(letters, lists, title=path.stem, duplex=order.duplex)
        write_document(workspace.home, path, content, overwrite=overwrite)
    except (RenderError, TemplateError):
        store.mark_not_printed(prints)
        raise
    store.mark_printed(prints)


def write_lists(workspace: Workspace, lists: Sequence[PostingList], path: Path, *, overwrite: bool = False) -> None:
    """Write posting lists to a file: as a table where it is called .csv, else as PDF, a client's list after another's.

    Raises:
        RenderError: They cannot be written, or the file is somebody's.
    """
    as_table = path.suffix.lower() == ".csv"
    content = write_posting_csv(lists) if as_table else _joined((), lists, title=lists[0].words.title, duplex=False)
    write_document(workspace.home, path, content, overwrite=overwrite)


def waiting_letters(workspace: Workspace, *, client: str | None = None) -> tuple[StoredDraft, ...]:
    """The letters that were printed as they are approved, and nobody said to be posted.

    Raises:
        UnknownClient: There is no such client.
    """
    return tuple(stored for stored in workspace.store.drafts(client, DraftState.APPROVED) if stored.printed)


def posted_letters(workspace: Workspace, day: datetime.date, *, client: str | None = None) -> tuple[StoredDraft, ...]:
    """The letters that were posted on a day, by the clock of their clients.

    Raises:
        UnknownClient: There is no such client.
    """
    zones = {each.key: ZoneInfo(each.timezone) for each in workspace.store.clients()}
    return tuple(
        stored
        for stored in workspace.store.drafts(client, DraftState.SENT)
        if stored.posting is not None and stored.posting.at.astimezone(zones[stored.client]).date() == day
    )


def mark_posted(workspace: Workspace, number: int, *, by: str, tracking: str = "") -> StoredDraft:
    """Keep in mind that a letter was posted, as a person says.

    Raises:
        InputError: There is no such draft, or it goes by email.
        ReviewNeeded: What lies there printed is not what is approved, or its client has yet to approve it.
        Conflict: It is not approved, or has left the house already.
    """
    stored = workspace.store.draft(number)
    if route(stored.draft) is not Route.PAPER:
        raise InputError(
            f"draft {number} goes by email",
            place=f"draft {number}",
            remedy=f"send it with: dictation send {number} --no-dry-run",
        )
    held_back = hold_back(stored, now=workspace.clock(), at_once=True)
    if held_back is not None and held_back.needs_review:
        raise ReviewNeeded(
            f"draft {number} is not to be posted: {held_back.reason}",
            place=f"draft {number}",
            remedy=f"approve it again: dictation approve {number}; then: dictation consult {number}",
        )
    outdated = outdated_prints(stored)
    if stored.state is DraftState.APPROVED and outdated and not stored.printed:
        raise ReviewNeeded(
            f"draft {number} was changed after it was printed: what was approved lies in no envelope",
            place=f"draft {number}, {told_print(outdated[-1], workspace.clock().tzinfo)}",
            remedy=f"throw that print away and print the letter anew: dictation print {number}",
        )
    return workspace.store.mark_posted(number, by=by, tracking=tracking)


def posting_lists(
    workspace: Workspace, letters: Iterable[StoredDraft], *, day: datetime.date | None = None
) -> tuple[PostingList, ...]:
    """The posting list of each client whose letters these are; of today unless another day is told.

    What somebody signs for comes first.

    Raises:
        TemplateError: The words of a posting list, or a layout, are wrong.
        RenderError: A client's manner of numbering letters is wrong.
    """
    by_client: defaultdict[str, list[StoredDraft]] = defaultdict(list)
    for stored in letters:
        by_client[stored.client].append(stored)
    return tuple(_list(workspace, each, day) for _, each in sorted(by_client.items()))


def _plan(workspace: Workspace, stored: StoredDraft, order: PrintOrder) -> Letter | Withheld:
    from dictation.writers.pdf_joining import page_count, sheets  # noqa: PLC0415

    held_back = hold_back_print(stored, now=workspace.clock(), again=order.again)
    if held_back is not None:
        return held_back
    if route(stored.draft) is not Route.PAPER:
        return Withheld(draft=stored.id, reason=f"it goes by email: dictation send {stored.id}")
    try:
        message = Desk(workspace, stored).message()
    except (InputError, TemplateError, RenderError) as exc:
        return Withheld(draft=stored.id, reason=f"it cannot be written: {exc}", needs_review=True)
    changed = changed_since(stored, message)
    if changed is not None:
        return changed
    return Letter(
        draft=stored.id,
        revision=stored.revision,
        digest=message.digest,
        addressee=", ".join(recipient.name for recipient in stored.draft.to),
        pdf=message.content,
        copies=len(set(stored.draft.recipients)),
        sheets=sheets(page_count(message.content), duplex=order.duplex),
    )


def _joined(letters: Iterable[Letter], lists: Iterable[PostingList] = (), *, title: str, duplex: bool) -> bytes:
    """Posting lists, and behind them each letter as often as it goes into an envelope."""
    from dictation.writers.pdf_joining import join  # noqa: PLC0415

    parts = [(f"{each.words.title}, {each.client.name}", write_posting_pdf(each)) for each in lists]
    parts += [(f"{each.draft} {each.addressee}", each.pdf) for each in letters for _ in range(each.copies)]
    return join(parts, duplex=duplex, title=title)


def _list(workspace: Workspace, letters: Sequence[StoredDraft], day: datetime.date | None) -> PostingList:
    client = workspace.store.client(letters[0].client)
    source = find_posting_words(workspace.home, client.language)
    envelopes = [envelope for stored in letters for envelope in _envelopes(workspace, stored)]
    return PostingList(
        client=client,
        date=day or today(workspace, client),
        language=source.name.partition("/")[0],
        words=read_posting_words(source),
        layout=choose_layout(client, find_template(workspace.home, DraftKind.LETTER, client.language).layouts),
        envelopes=tuple(sorted(envelopes, key=lambda envelope: (_ORDER[envelope.way], envelope.draft))),
    )


def _envelopes(workspace: Workspace, stored: StoredDraft) -> list[Envelope]:
    desk, draft, way = Desk(workspace, stored), stored.draft, _way(workspace, stored)
    return [
        Envelope(
            draft=stored.id,
            addressee=recipient.name,
            address=_address(recipient),
            way=way,
            delivery=draft.delivery or "",
            reference=desk.reference(),
            sheets=stored.printed.sheets if stored.printed else None,
            enclosures=tuple(enclosure.text for enclosure in draft.enclosures),
            tracking=stored.posting.tracking if stored.posting else "",
        )
        for recipient in dict.fromkeys(draft.recipients)
    ]


def _way(workspace: Workspace, stored: StoredDraft) -> Way:
    """By the words of the letter's language and of the client's."""
    languages = dict.fromkeys((stored.draft.language, workspace.store.client(stored.client).language))
    words = (read_posting_words(find_posting_words(workspace.home, language)) for language in languages)
    return way_of(stored.draft.delivery, words)


def _address(recipient: Recipient) -> tuple[str, ...]:
    known = {recipient.name.casefold(), *map(str.casefold, recipient.address)}
    firm = (recipient.organisation,) if recipient.organisation.casefold() not in known else ()
    return tuple(line for line in (*firm, *recipient.address) if line)
