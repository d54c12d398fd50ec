"""A draft set by its template on its country's paper."""

from __future__ import annotations

import datetime

from dictation.model.document import Document, TemplateSource
from dictation.model.draft import Draft
from dictation.model.people import Client


def lay_out(draft: Draft, client: Client, *, date: datetime.date, template: TemplateSource) -> Document:
    """Set ``draft`` by ``template`` as it will look over the client's name.

    Raises:
        TemplateError: the template or a layout is wrong; names file, line and variable.
        RenderError: a field holds a character that no document may hold.
    """
    raise NotImplementedError
