"""The sample letter of a language, which templates are tried with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

import msgspec

from dictation.errors import InputError, TemplateError
from dictation.home.client_files import make_client
from dictation.model.document import SourceFile
from dictation.model.draft import Draft, DraftKind, Meeting, Paragraph, ParagraphKind, Passage, Piece, Recipient
from dictation.model.people import Client

_RULE = "sample"
_REMEDY = "put it right in the file, or delete the file to use the shipped one"


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleLetter:
    """A letter with every field filled, and whom it is from."""

    draft: Draft
    client: Client


class _Paragraph(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    lines: tuple[str, ...]
    kind: ParagraphKind = ParagraphKind.PROSE


class _Entries(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a file ``sample.toml`` holds."""

    subject: str
    salutation: str
    closing: str
    delivery: str
    enclosures: tuple[str, ...]
    client: dict[str, Any]
    meeting: Meeting
    to: tuple[Recipient, ...]
    cc: tuple[Recipient, ...]
    body: tuple[_Paragraph, ...]


def read_sample(source: SourceFile, language: str) -> SampleLetter:
    """The letter that a file ``sample.toml`` tells of, as if it had been dictated in that language.

    Raises:
        TemplateError: The file is not TOML, or an entry is missing, misspelt or of the wrong kind.
    """
    try:
        entries = msgspec.convert(tomllib.loads(source.text), _Entries)
        client = make_client("sample", entries.client, f"{source.place}, client")
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as exc:
        raise TemplateError(f"the sample letter cannot be read: {exc}", place=source.place, remedy=_REMEDY) from exc
    except InputError as exc:
        raise TemplateError(exc.message, place=exc.place, remedy=exc.remedy) from exc
    draft = Draft(
        kind=DraftKind.LETTER,
        to=entries.to,
        cc=entries.cc,
        subject=_passage(entries.subject),
        salutation=_passage(entries.salutation),
        body=tuple(
            Paragraph(lines=tuple(map(_passage, paragraph.lines)), kind=paragraph.kind) for paragraph in entries.body
        ),
        closing=_passage(entries.closing),
        enclosures=tuple(map(_passage, entries.enclosures)),
        urgent=True,
        delivery=entries.delivery,
        language=language,
        meeting=entries.meeting,
    )
    return SampleLetter(draft=draft, client=client)


def _passage(text: str) -> Passage:
    return Passage(pieces=(Piece(text=text, rule=_RULE),))
