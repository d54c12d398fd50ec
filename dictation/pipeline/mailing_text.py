"""What a mailing says: laid out once, and written to each person with the fields filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from dictation.deliver import (
    UNSUBSCRIBE,
    address_mailing,
    check_list,
    fields_of,
    fill,
    fill_document,
    list_unsubscribe,
    mailing_obstacles,
    mailing_text,
    unsubscribe_link,
)
from dictation.model.delivery import Message
from dictation.model.document import Document
from dictation.model.draft import Draft, Passage, Piece, Recipient
from dictation.model.mailing import Addressee, ListEntry
from dictation.model.people import Client
from dictation.writers import Attachment, build_message, write_text


@dataclass(frozen=True, kw_only=True, slots=True)
class MailingText:
    """A draft as the text of a mailing."""

    draft: Draft
    client: Client
    document: Document
    """With its fields as they are."""
    enclosed: tuple[Attachment, ...]
    base: str
    """Where people unsubscribe, without their own word behind it."""
    template: str
    """The template's place, for messages."""

    @property
    def fields(self) -> frozenset[str]:
        """The fields that are filled in for each person, the link for unsubscribing among them."""
        return fields_of(mailing_text(self.document, self.draft.subject.text))

    def obstacles(self, people: Iterable[Addressee] = ()) -> tuple[str, ...]:
        """What it lacks to go to these people, a sentence each."""
        entries = [
            ListEntry(name=person.name, email=person.address, fields=person.fields, place="the list")
            for person in people
        ]
        mistakes = check_list(entries, self.fields, ()).mistakes if entries else ()
        return (*mailing_obstacles(self.document, self.client, self.template), *mistakes)

    @property
    def content(self) -> bytes:
        """The message with its fields as they are, to nobody."""
        return self._message(self.draft, self.document, ())

    def approved(self, people: Iterable[Addressee]) -> Message:
        """What a person approves: the text with its fields, and the list."""
        return address_mailing(self.client, self.content, people)

    def written_to(self, person: Addressee) -> bytes:
        """One person's message, without Date and Message-ID."""
        draft, document = self._filled(person)
        return self._message(draft, document, (Recipient(name=person.name, email=person.address),), person.token)

    def shown_to(self, person: Addressee) -> str:
        """One person's message as plain text, the subject on top."""
        draft, document = self._filled(person)
        return f"Subject: {draft.subject.text}\n\n{write_text(document)}"

    def _filled(self, person: Addressee) -> tuple[Draft, Document]:
        values = {**person.fields, UNSUBSCRIBE: unsubscribe_link(self.base, person.token)}
        subject = Passage(pieces=(Piece(text=fill(self.draft.subject.text, values), rule="personal-field"),))
        return replace(self.draft, subject=subject), fill_document(self.document, values)

    def _message(self, draft: Draft, document: Document, to: tuple[Recipient, ...], token: str = "") -> bytes:
        return build_message(
            replace(draft, to=to, cc=(), bcc=()),
            self.client,
            document,
            attachments=self.enclosed,
            unsubscribe=list_unsubscribe(self.base, token, self.client),
        ).as_bytes()
