"""Messages as a mail program reads them."""

from __future__ import annotations

import dataclasses
import datetime
import email
import email.header
import email.policy
import email.utils
import re
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dictation.errors import RenderError
from dictation.letters import lay_out
from dictation.model.draft import Draft, DraftKind, Recipient
from dictation.model.people import Secretary
from dictation.writers.mime import Attachment, build_message
from dictation.writers.pdf import write_pdf
from tests.letters.samples import BRANDT, DAY, HART, QUILL, letter, passage, source

PDF = Attachment(name="letter für Oona.pdf", content=b"%PDF-1.4 not really")


def message(draft: Draft | None = None, *attachments: Attachment) -> EmailMessage:
    draft = draft or letter(kind=DraftKind.EMAIL)
    body = lay_out(draft, HART, date=DAY, template=source("email"))
    return build_message(draft, HART, body, attachments=attachments)


def read(written: EmailMessage) -> EmailMessage:
    received = email.message_from_string(written.as_bytes().decode(), policy=email.policy.default)
    assert isinstance(received, EmailMessage)
    return received


def test_it_is_from_the_client_and_sent_by_the_secretary() -> None:
    received = read(message())
    assert received["From"] == "Imogen Hart <imogen@hartclockworks.example>"
    assert received["Sender"] == "Peter Olu <peter@hartclockworks.example>"
    assert received["To"] == "Oona Quill <oona@quillmuseum.example>"
    assert received["Cc"] == "Jonas Brandt <jonas@brandt.example>"
    assert received["Subject"] == "Restoration of the turret clock"
    assert received["Content-Language"] == "en-GB"


def test_a_client_who_is_her_own_secretary_is_named_once() -> None:
    own = dataclasses.replace(HART, secretary=Secretary(name=HART.name, email=HART.email))
    body = lay_out(letter(), own, date=DAY, template=source("email"))
    assert "Sender" not in build_message(letter(), own, body)


def test_blind_copies_are_named_nowhere() -> None:
    blind = Recipient(name="Zebedee Blind", email="zeb@blind.example")
    assert b"lind" not in message(letter(bcc=(blind,))).as_bytes()


def test_it_says_the_same_as_plain_text_and_as_html() -> None:
    received = read(message())
    plain, html = received.get_body(("plain",)), received.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().startswith("Dear Ms Quill,\r\n\r\nThank you for showing me the tower")
    assert "1. take the movement down" in plain.get_content()
    assert "<li>take the movement down" in html.get_content()
    assert received.get_content_type() == "multipart/alternative"


def test_a_letter_travels_as_pdf_under_a_covering_email() -> None:
    draft = letter()
    content = write_pdf(lay_out(draft, HART, date=DAY, template=source("letter")))
    cover = lay_out(draft, HART, date=DAY, template=source("cover"))
    attachment = Attachment(name="hart-letter.pdf", content=content)
    received = read(build_message(draft, HART, cover, attachments=(attachment,)))
    (attached,) = received.iter_attachments()
    assert (attached.get_content_type(), attached.get_filename()) == ("application/pdf", "hart-letter.pdf")
    assert attached.get_content() == content
    plain = received.get_body(("plain",))
    assert plain is not None
    assert "my letter of 10 March 2026 regarding “Restoration of the turret clock”" in plain.get_content()
    assert "scaffolding" not in plain.get_content()


def test_its_bytes_are_the_same_until_an_id_and_a_date_are_given() -> None:
    first, second = message(None, PDF), message(None, PDF)
    assert first.as_bytes() == second.as_bytes()
    assert "Date" not in first
    assert "Message-ID" not in first
    body = lay_out(letter(), HART, date=DAY, template=source("email"))
    moment = datetime.datetime(2026, 3, 10, 9, 30, tzinfo=datetime.UTC)
    final = build_message(letter(), HART, body, message_id="<1@hart.example>", date=moment)
    assert (final["Message-ID"], final["Date"]) == ("<1@hart.example>", "Tue, 10 Mar 2026 09:30:00 +0000")


def test_only_urgent_mail_is_marked_so() -> None:
    assert "Importance" not in message()
    assert message(letter(urgent=True))["Importance"] == "high"


def test_names_subjects_and_file_names_of_any_language_arrive() -> None:
    person = Recipient(name='Müller, "Jo" 李', email="jo@bücher.example")
    received = read(message(letter(to=(person,), subject=passage("Größe – ½ 李 " * 12)), PDF))
    (address,) = received["To"].addresses
    assert (address.display_name, address.addr_spec) == ('Müller, "Jo" 李', "jo@xn--bcher-kva.example")
    assert received["Subject"].split() == ("Größe – ½ 李 " * 12).split()
    assert next(received.iter_attachments()).get_filename() == PDF.name


def test_a_mailbox_that_is_not_ascii_is_written_for_smtputf8() -> None:
    written = message(letter(to=(Recipient(name="Zoë", email="zoë@quay.example"),)))
    assert "zoë@quay.example".encode() in written.as_bytes()


@pytest.mark.parametrize(
    "address",
    ["", " ", "@", "quill", "a b@c.example", "a@b@c", "a,b@c.example", "<a@b.example>", "a@b.example>", "a@.", '"a@b'],
)
def test_a_recipient_without_a_usable_address_is_refused_by_name(address: str) -> None:
    with pytest.raises(RenderError, match=r"the To field.*address book"):
        message(letter(to=(BRANDT, Recipient(name="Ada", email=address))))


@settings(deadline=None)
@given(
    before=st.text(max_size=5),
    cut=st.sampled_from(["\n", "\r", "\r\n", "\x00", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]),
    field=st.sampled_from(["name", "email", "subject", "cc", "from", "from address", "sender", "sender address"]),
)
def test_no_header_field_can_become_two(before: str, cut: str, field: str) -> None:
    value = f"{before}{cut}Bcc: eve@evil.example"
    draft = letter(
        to=(Recipient(name=value if field == "name" else "Ada", email=value if field == "email" else QUILL.email),),
        cc=(Recipient(name=value, email=QUILL.email),) if field == "cc" else (),
        subject=passage(value if field == "subject" else "x"),
    )
    secretary = Secretary(
        name=value if field == "sender" else HART.secretary.name,
        email=value if field == "sender address" else HART.secretary.email,
    )
    client = dataclasses.replace(
        HART,
        name=value if field == "from" else HART.name,
        email=value if field == "from address" else HART.email,
        secretary=secretary,
    )
    body = lay_out(letter(), HART, date=DAY, template=source("email"))
    with pytest.raises(RenderError, match=r"cannot stand in a header field"):
        build_message(draft, client, body)


WRITTEN = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp", "Zs"), include_characters=" ")


@settings(deadline=None)
@given(
    name=st.text(WRITTEN, max_size=90),
    subject=st.text(WRITTEN, max_size=200),
    mailbox=st.sampled_from([QUILL.email, "zoë@quay.example"]),
)
def test_any_name_and_subject_arrive_whole(name: str, subject: str, mailbox: str) -> None:
    """Also those that are long and full of blanks, which Python's own folding loses."""
    draft = letter(to=(Recipient(name=name, email=mailbox), QUILL), subject=passage(subject))
    body = lay_out(letter(), HART, date=DAY, template=source("email"))
    written = build_message(draft, HART, body)
    assert all(len(line) <= 998 for line in written.as_bytes().splitlines())
    # Read by Python's older parser: the newer one puts blanks between the encoded words of a name.
    received = email.message_from_string(written.as_bytes().decode(), policy=email.policy.compat32)
    unfolded = re.sub(r"\r?\n", "", received["To"])
    addressees = [(decoded(shown), found) for shown, found in email.utils.getaddresses([unfolded])]
    assert [found for _, found in addressees] == [mailbox, QUILL.email]
    assert addressees[0][0].split() == name.split()
    assert decoded(re.sub(r"\r?\n", "", received["Subject"])).split() == subject.split()
    assert received["Bcc"] is None


def decoded(raw: str) -> str:
    return str(email.header.make_header(email.header.decode_header(raw)))


@settings(deadline=None)
@given(name=st.text(WRITTEN, min_size=1, max_size=120).map(str.strip).filter(bool))
def test_any_name_of_a_file_arrives_whole(name: str) -> None:
    written = message(None, Attachment(name=name, content=b"\0", media_type="image/png"))
    received = email.message_from_bytes(written.as_bytes(), policy=email.policy.compat32)
    *_, attached = received.walk()
    assert attached.get_content_type() == "image/png"
    assert attached.get_filename() == name
    assert all(len(line) <= 998 for line in written.as_bytes().splitlines())
