"""Names of files, whatever people are called."""

from __future__ import annotations

import dataclasses
import tempfile
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.letters import file_name
from dictation.model.draft import Recipient
from tests.letters.samples import DAY, HART, letter

HOSTILE = (
    "../../etc/passwd",
    "..\\..\\boot.ini",
    "C:letter",
    "CON.",
    "aux",
    "NUL",
    "COM¹",
    "a\x00b",
    "a\nb",
    "\u202egnp.exe",
    "\u2066Quill\u2069",
    "Oona\u200bQuill",
    "\u200d\u200c\ufeff\u00ad",
    "👩\u200d🔧❤\ufe0f",
    "1\ufe0f\u20e3",
    "\u3164\u115f\uffa0",
    "\ud800",
    "é",
    "e\u0301",
    "\u0301\u0301",
    "QUILL",
    "quill",
    "ﬁnch",
    "STRASSE",
    "straße",
    "İstanbul",
    "...",
    "-rf",
    "--help",
    ".hidden",
    "  spaced  ",
    "dots...",
    "~root",
    "$(reboot)",
    "x" * 300,
    "é" * 300,
    "𐐷" * 300,
    "Z" + "\u0335" * 300,
    "",
)
NAMES = st.one_of(
    st.sampled_from(HOSTILE), st.text(max_size=300), st.lists(st.sampled_from(HOSTILE), max_size=4).map("".join)
)
RESERVED = {"con", "prn", "aux", "nul", "conin$", "conout$"} | {
    f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"
}
"""Of Windows, whatever follows the first dot (Microsoft, "Naming Files, Paths, and Namespaces")."""


def named(
    recipient: str, *, client: str = "hart", template: str = "letter", number: int = 12, organisation: str = ""
) -> str:
    draft = letter(to=(Recipient(name=recipient, organisation=organisation),))
    client_of_draft = dataclasses.replace(HART, key=client)
    return file_name(draft, client_of_draft, template=template, date=DAY, number=number, suffix=".pdf")


def folded(name: str) -> str:
    """The name as a file system has it that tells neither case nor the composition of accents apart."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


@pytest.mark.parametrize(
    ("recipient", "name"),
    [
        ("Oona Quill", "hart-2026-03-10-letter-oona-quill-12.pdf"),
        ("../../etc/passwd", "hart-2026-03-10-letter-etc-passwd-12.pdf"),
        ("CON.", "hart-2026-03-10-letter-con-12.pdf"),
        ("Zoë O'Hara-Łuk", "hart-2026-03-10-letter-zoë-o-hara-łuk-12.pdf"),
        ("Zoe\u0308 O'Hara-Łuk", "hart-2026-03-10-letter-zoë-o-hara-łuk-12.pdf"),
        ("\u202egnp.exe\x00", "hart-2026-03-10-letter-gnp-exe-12.pdf"),
        ("Oona\u200bQuill\ufe0f", "hart-2026-03-10-letter-oona-quill-12.pdf"),
        ("-rf . Quill...", "hart-2026-03-10-letter-rf-quill-12.pdf"),
        ("李雷", "hart-2026-03-10-letter-李雷-12.pdf"),
        ("आशा", "hart-2026-03-10-letter-आशा-12.pdf"),
        ("Quill 👩\u200d🔧❤\ufe0f", "hart-2026-03-10-letter-quill-12.pdf"),
        ("👩\u200d🔧❤\ufe0f", "hart-2026-03-10-letter-12.pdf"),
        ("…", "hart-2026-03-10-letter-12.pdf"),
    ],
)
def test_names_are_readable(recipient: str, name: str) -> None:
    assert named(recipient) == name


@pytest.mark.parametrize("recipient", ["", "  ", "👩\u200d🔧"])
def test_a_recipient_without_a_name_is_called_by_the_organisation(recipient: str) -> None:
    assert named(recipient, organisation="Quill Museum") == "hart-2026-03-10-letter-quill-museum-12.pdf"


def test_a_firm_stands_in_the_name_once() -> None:
    assert named("Quill Museum", organisation="Quill Museum") == "hart-2026-03-10-letter-quill-museum-12.pdf"


def test_a_draft_to_nobody_has_a_name() -> None:
    draft = letter(to=())
    name = file_name(draft, HART, template="letter", date=DAY, number=3, suffix=".eml")
    assert name == "hart-2026-03-10-letter-3.eml"


@given(recipient=NAMES, client=NAMES, template=NAMES, organisation=NAMES)
def test_any_name_is_safe_and_a_file_of_it_can_be_written_and_found(
    recipient: str, client: str, template: str, organisation: str
) -> None:
    name = named(recipient, client=client, template=template, organisation=organisation, number=2**31 - 1)
    assert len(name.encode()) <= 143
    assert name == unicodedata.normalize("NFC", name)
    assert all(unicodedata.category(character)[0] in "LNM" or character in "-." for character in name)
    assert not name.startswith((".", "-"))
    assert name.count(".") == 1
    assert name.partition(".")[0].casefold() not in RESERVED
    assert "2026-03-10" in name
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(b"%PDF")
        assert [(path.name, path.read_bytes()) for path in Path(folder).iterdir()] == [(name, b"%PDF")]


@given(words=st.lists(st.from_regex(r"[a-z]{1,12}", fullmatch=True), min_size=1, max_size=4), between=NAMES)
def test_the_words_of_a_name_remain(words: list[str], between: str) -> None:
    assert named(" ".join(words)).endswith(f"-letter-{'-'.join(words)}-12.pdf")
    assert words[0] in named(f"{words[0]} {between}")


@given(one=NAMES, other=NAMES, clients=st.tuples(NAMES, NAMES), templates=st.tuples(NAMES, NAMES))
def test_two_drafts_never_share_a_name_even_where_case_and_accents_are_not_told_apart(
    one: str, other: str, clients: tuple[str, str], templates: tuple[str, str]
) -> None:
    names = [
        named(recipient, client=client, template=template, number=number)
        for recipient, client, template, number in zip((one, other), clients, templates, (1, 11), strict=True)
    ]
    assert folded(names[0]) != folded(names[1])


def test_a_client_whose_key_looks_like_a_name_takes_no_other_clients_file() -> None:
    one = named("2026-03-10-letter-2", number=1)
    assert one != named("", client="hart-2026-03-10-letter-1", number=2)


def test_a_draft_by_another_template_is_another_file() -> None:
    assert named("Oona Quill", template="mailing") == "hart-2026-03-10-mailing-oona-quill-12.pdf"
