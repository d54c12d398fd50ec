"""The HTML of a letter: nothing to load, links to follow, pictures with their words."""

from __future__ import annotations

import base64
import dataclasses
from html.parser import HTMLParser

from dictation.model.document import BlockKind
from dictation.writers.html import write_html
from tests.letters.samples import paragraph
from tests.writers.pictures import picture
from tests.writers.test_pages import laid_out


class _Elements(HTMLParser):
    def __init__(self, content: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def attributes(self, tag: str, name: str) -> list[str | None]:
        return [attributes[name] for found, attributes in self.found if found == tag]


def test_addresses_are_links() -> None:
    document = laid_out(body=(paragraph('See www.quill.example/a?b="c", or o&x@quill.example.'),))
    targets = _Elements(write_html(document)).attributes("a", "href")
    assert targets == [
        "mailto:imogen@hartclockworks.example",
        "https://www.quill.example/a?b=",
        "mailto:x@quill.example",
    ]


def test_logo_and_signature_are_within_the_page_with_their_words() -> None:
    logo, signature = picture(alt="A <dial>"), picture("JPEG", alt="Hart")
    html = _Elements(write_html(dataclasses.replace(laid_out(), logo=logo, signature=signature)))
    assert html.attributes("img", "alt") == ["A <dial>", "Hart"]
    sources = [str(source) for source in html.attributes("img", "src")]
    assert [source.partition(";")[0] for source in sources] == ["data:image/png", "data:image/jpeg"]
    assert [base64.b64decode(source.partition(",")[2]) for source in sources] == [logo.content, signature.content]


def test_a_quote_is_a_quote() -> None:
    document = laid_out()
    quote = dataclasses.replace(document.blocks[-1], kind=BlockKind.QUOTE, label="", lines=("Time flies.",))
    html = write_html(dataclasses.replace(document, blocks=(*document.blocks, quote)))
    assert "blockquote" in [tag for tag, _ in _Elements(html).found]
