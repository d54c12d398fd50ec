"""A draft set by its template on its country's paper."""

from __future__ import annotations

import datetime
from dataclasses import replace

from dictation.letters.layouts import choose_layout
from dictation.letters.markup import parse
from dictation.model.document import BlockKind, Document, TemplateSource
from dictation.model.draft import Draft
from dictation.model.people import Client


def lay_out(
    draft: Draft,
    client: Client,
    *,
    date: datetime.date,
    template: TemplateSource,
    number: int | None = None,
    for_client: bool = False,
) -> Document:
    """Set ``draft`` by ``template`` as it will look over the client's name.

    ``number`` is the draft's number in the store; without one the paper bears no reference. ``for_client``: nobody but
    the client gets to see it, so that it may name those under Bcc.

    Raises:
        TemplateError: the template or a layout is wrong; names file, line and variable.
        RenderError: a field holds a character that no document may hold.
    """
    # jinja2 and babel take longer to import than the rest of the program, and most commands lay out nothing.
    from dictation.letters.characters import clean  # noqa: PLC0415
    from dictation.letters.context import template_context  # noqa: PLC0415
    from dictation.letters.locales import country_names, locale_for  # noqa: PLC0415
    from dictation.letters.references import reference  # noqa: PLC0415
    from dictation.letters.rendering import render  # noqa: PLC0415

    layout = choose_layout(client, template.layouts)
    locale = locale_for(draft.language, layout.territory)
    context = template_context(
        draft if for_client else replace(draft, bcc=()),
        client,
        date=date,
        locale=locale,
        country=layout.territory,
        country_names=(*layout.countries, *country_names(layout.territory, locale)),
        reference=reference(client, number, date),
        number="" if number is None else str(number),
    )
    parsed = parse(render(template.template, context), template.template.place)
    on_own_paper = any(block.kind is BlockKind.LETTERHEAD for block in parsed.blocks)
    recipients = ", ".join(recipient.name for recipient in draft.to)
    return Document(
        language=str(locale).replace("_", "-"),
        date=date,
        title=" ".join(clean(draft.subject.text or recipients or client.name, "the subject").split()),
        author=" ".join(clean(client.name, f"client {client.key}").split()),
        layout=layout,
        blocks=tuple(block for block in parsed.blocks if block.kind is not BlockKind.SENDER or layout.sender),
        logo=template.logo if on_own_paper else None,
        signature=template.signature if on_own_paper else None,
        header=parsed.header,
        continuation=parsed.continuation,
        page_word=parsed.page_word,
    )
