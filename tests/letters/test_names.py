"""Names of files, whatever people are called."""

from __future__ import annotations

import dataclasses
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.letters import file_name
from dictation.model.draft import Recipient
from tests.letters.samples import DAY, HART, letter


def named(recipient: str, *, client: str = "hart", number: int = 12, suffix: str = ".pdf") -> str:
    draft = letter(to=(Recipient(name=recipient),))
    return file_name(draft, dataclasses.replace(HART, key=client), date=DAY, number=number, suffix=suffix)


@pytest.mark.parametrize(
    ("recipient", "name"),
    [
        ("Oona Quill", "hart-2026-03-10-letter-12-oona-quill.pdf"),
        ("../../etc/passwd", "hart-2026-03-10-letter-12-etc-passwd.pdf"),
        ("CON.", "hart-2026-03-10-letter-12-con.pdf"),
        ("Zoë O'Hara-Łuk", "hart-2026-03-10-letter-12-zoë-o-hara-łuk.pdf"),
        ("\u202egnp.exe\x00", "hart-2026-03-10-letter-12-gnp-exe.pdf"),
        ("李雷", "hart-2026-03-10-letter-12-李雷.pdf"),
        ("…", "hart-2026-03-10-letter-12.pdf"),
    ],
)
def test_names_are_readable(recipient: str, name: str) -> None:
    assert named(recipient) == name


def test_a_draft_to_nobody_has_a_name() -> None:
    assert file_name(letter(to=()), HART, date=DAY, number=3, suffix=".eml") == "hart-2026-03-10-letter-3.eml"


@given(recipient=st.text(max_size=300), client=st.text(max_size=300))
def test_any_name_is_safe(recipient: str, client: str) -> None:
    name = named(recipient, client=client)
    assert len(name.encode()) <= 143
    assert name == unicodedata.normalize("NFC", name)
    assert all(unicodedata.category(character)[0] in "LNM" or character in "-." for character in name)
    assert not name.startswith((".", "-"))
    assert name.count(".") == 1
    assert re.search(r"2026-03-10-letter-12", name)


@given(one=st.text(max_size=300), other=st.text(max_size=300))
def test_two_drafts_never_share_a_name_even_where_case_and_accents_are_not_told_apart(one: str, other: str) -> None:
    def folded(text: str) -> str:
        return unicodedata.normalize("NFD", text).casefold()

    assert folded(named(one, number=1)) != folded(named(other, number=11))
