"""Letters with everything that paper can bear, one for each shipped layout."""

from __future__ import annotations

import dataclasses

from dictation.letters import lay_out
from dictation.model.document import Document
from dictation.model.people import Client
from tests.letters.samples import BERG, DAY, HART, LESTARI, MERCER, letter, paragraph, template
from tests.writers.pictures import picture

CLIENTS = {"uk-block": HART, "us-block": MERCER, "id-resmi": LESTARI, "de-din5008": BERG}
TEXT = (
    paragraph("The movement is in better order than I had feared; www.hart.example/tower has the pictures."),
    paragraph("We would:"),
    letter().body[2],
    letter().body[4],
)
TEMPLATE = """
[letterhead]
{{ client.organisation }}
{{ client.address | join(" · ") }}
{{ client.email }}
[sender]
{{ client.organisation }} · {{ client.address[1] }}
[address]
{% for line in draft.to[0].envelope %}
{{ line }}
{% endfor %}
[field: Reference]
12/HC/III/2026
[field: Phone]
01603 496 0114
[date]
{{ date }}
[subject]
{{ draft.subject }}
[salutation]
{{ draft.salutation }}
{% for paragraph in draft.body %}
[{{ paragraph.kind }}]
{% for line in paragraph.lines %}
{{ line }}
{% endfor %}
{% endfor %}
[quote]
The clock has not been late in forty years, and it shall not be late for the fair, whatever that costs the parish and
whoever has to pay it in the end.
[closing]
{{ draft.closing }}
[signature]
{{ client.signature[0] }}
{{ client.signature[1] }}
[enclosures: Enc]
estimate
[copies: cc]
Jonas Brandt
[continuation: Page]
{{ draft.to[0].name }}
{{ date }}
"""


LOGO = picture(size=(900, 300), alt="Hart Clockworks: a dial")
SIGNATURE = picture("JPEG", size=(400, 200), alt="Signature of Imogen Hart")


def paper(client: Client, times: int = 1) -> Document:
    """A letter with its text so many times over."""
    document = lay_out(letter(body=TEXT * times), client, date=DAY, template=template(TEMPLATE))
    return dataclasses.replace(document, logo=LOGO, signature=SIGNATURE)
