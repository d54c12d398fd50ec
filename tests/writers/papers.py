"""Letters with everything that paper can bear, one for each shipped layout."""

from __future__ import annotations

import dataclasses

from dictation.letters import lay_out
from dictation.model.document import Document
from dictation.model.people import Client
from tests.letters.samples import BERG, DAY, HART, LESTARI, MERCER, letter, paragraph, template
from tests.writers.pictures import picture

CLIENTS = {"uk-block": HART, "us-block": MERCER, "id-resmi": LESTARI, "de-din5008": BERG}
WINDOWS = {
    "uk-block": ((10, 110), (46, 92)),
    "us-block": ((0, 136.5), (51.9, 92.1)),
    "de-din5008": ((10, 110), (45, 95)),
}
"""What an envelope's window may show of a sheet, wherever it has slid: millimetres from the left and the top edge.

DL: window 90 x 35, 20 from the left, 18 from the bottom of 220 x 110, the sheet 210 x 99 when folded.
Number 10: window 114.3 x 28.6, 22.2 from the left, 12.7 from the bottom of 241.3 x 104.8, the sheet 215.9 x 93.1.
DIN 680: window 90 x 45, 20 from the left, 15 from the bottom of 220 x 110, the sheet 210 x 105 when folded.
"""
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
