"""Messages saved from mail programs, as they come."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dictation.errors import InputError
from dictation.home import read_received

PLAIN = (
    b"From: Nuala Fahy <nuala@dunmore.example>\r\nTo: amara@okoroboats.example\r\nSubject: =?utf-8?q?St=C3=B6ne?=\r\n"
    b" for the pier\r\nMessage-ID: <7@dunmore.example>\r\n\r\nMessage-ID: <no@dunmore.example>\r\n"
)


def saved(folder: Path, content: bytes) -> Path:
    path = folder / "message.eml"
    path.write_bytes(content)
    return path


def test_an_answer_knows_whom_and_what_it_answers(tmp_path: Path) -> None:
    received = read_received(saved(tmp_path, PLAIN))
    assert received.subject == "Stöne for the pier"
    assert [(each.name, each.email) for each in received.answer_to] == [("Nuala Fahy", "nuala@dunmore.example")]
    assert (received.thread.message_id, received.thread.references) == ("<7@dunmore.example>", ("<7@dunmore.example>",))


def test_it_goes_where_the_sender_wants_answers(tmp_path: Path) -> None:
    received = read_received(saved(tmp_path, b"Reply-To: office@dunmore.example, b@dunmore.example\r\n" + PLAIN))
    assert [each.email for each in received.answer_to] == ["office@dunmore.example", "b@dunmore.example"]


@pytest.mark.parametrize(
    ("fields", "before"),
    [
        (b"References: <1@a.example>\r\n <2@a.example>\r\n", ["<1@a.example>", "<2@a.example>"]),
        (b"References: <1@a.example>\r\nIn-Reply-To: <2@a.example>\r\n", ["<1@a.example>"]),
        # RFC 5322, 3.6.4: without References, In-Reply-To where it names one message.
        (b"In-Reply-To: <2@a.example>\r\n", ["<2@a.example>"]),
        (b"In-Reply-To: <2@a.example> <3@a.example>\r\n", []),
        (b"In-Reply-To: your letter of Monday\r\n", []),
    ],
)
def test_the_thread_goes_on(tmp_path: Path, fields: bytes, before: list[str]) -> None:
    received = read_received(saved(tmp_path, fields + PLAIN))
    assert list(received.thread.references) == [*before, "<7@dunmore.example>"]


def test_of_a_thread_of_years_the_ends_are_kept(tmp_path: Path) -> None:
    long = b"".join(b" <%d@a.example>\r\n" % number for number in range(5000))
    received = read_received(saved(tmp_path, b"References:" + long + PLAIN))
    references = received.thread.references
    assert (references[0], references[-2:]) == ("<0@a.example>", ("<4999@a.example>", "<7@dunmore.example>"))
    assert len(" ".join(references)) < 1000


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        PLAIN.replace(b"<7@dunmore.example>", b"none"),
        PLAIN.replace(b"<7@dunmore.example>", b"<7 @dunmore.example>"),
        PLAIN.replace(b"Message-ID", b"X-ID"),
    ],
)
def test_what_cannot_be_answered_is_told(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(InputError, match=r"message\.eml cannot be answered"):
        read_received(saved(tmp_path, content))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_received(tmp_path / "message.eml")


HEADERS = st.sampled_from((b"From", b"Reply-To", b"Subject", b"Message-ID", b"References", b"In-Reply-To"))
VALUES = st.binary(max_size=60) | st.text('<>@,;:"()[]\\ =?utf-8qb\t.a', max_size=60).map(str.encode)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=300)
@given(fields=st.lists(st.tuples(HEADERS, VALUES), max_size=4))
def test_whatever_a_file_holds_is_a_message_or_an_error_in_words(
    tmp_path: Path, fields: list[tuple[bytes, bytes]]
) -> None:
    head = b"".join(b"%s: %s\r\n" % field for field in fields)
    try:
        received = read_received(saved(tmp_path, head + PLAIN))
    except InputError:
        return
    assert all(reference.isprintable() and " " not in reference for reference in received.thread.references)
    texts = (
        received.subject,
        *(text for each in (*received.authors, *received.answer_to) for text in (each.name, each.email)),
    )
    assert not {unicodedata.category(character) for text in texts for character in text} & {"Cc", "Cs"}
