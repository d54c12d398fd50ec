"""Files found by what the client calls them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dictation.errors import InputError
from dictation.model.draft import Draft, DraftKind, Flag, FlagKind, Passage, Piece
from dictation.review import attach, detach, enclosed_files, enclosure_obstacles, flag_enclosures
from tests.review.test_obstacles import BOTH, EMAIL, LETTER, ONLY_POST

FILES = (
    "Lease 2025 signed.pdf",
    "Lease 2026.docx",
    "Lease 2026.pdf",
    "Price List 2026.pdf",
    "SiteMap3.png",
    "Übersicht Änderungen.xlsx",
)


def enclosing(*names: str, draft: Draft = EMAIL) -> Draft:
    enclosures = (Passage(pieces=(Piece(text=name, words=(7, 8), start_ms=900, end_ms=1500),)) for name in names)
    return replace(draft, enclosures=tuple(enclosures))


def texts(draft: Draft) -> list[str]:
    return [enclosure.text for enclosure in draft.enclosures]


@pytest.mark.parametrize(
    ("spoken", "file"),
    [
        ("price list", "Price List 2026.pdf"),
        ("2026 Price List", "Price List 2026.pdf"),
        ("site map", "SiteMap3.png"),
        ("ubersicht", "Übersicht Änderungen.xlsx"),
        ("ÜBERSICHT ÄNDERUNGEN", "Übersicht Änderungen.xlsx"),
        ("lease 2025", "Lease 2025 signed.pdf"),
        ("lease 2026.pdf", "Lease 2026.pdf"),
    ],
)
def test_a_file_is_found_by_what_it_is_called(spoken: str, file: str) -> None:
    draft = enclosing(spoken)
    assert enclosed_files(draft, FILES) == (file,)
    assert enclosure_obstacles(draft, FILES) == ()
    assert flag_enclosures(draft, FILES) == draft


def test_a_whole_name_goes_before_a_part_of_another() -> None:
    files = ("Map.png", "Map of the yard.png")
    assert enclosed_files(enclosing("map"), files) == ("Map.png",)


def test_a_file_that_is_called_by_two_names_goes_once() -> None:
    assert enclosed_files(enclosing("price list", "list 2026"), FILES) == ("Price List 2026.pdf",)


@pytest.mark.parametrize(
    ("spoken", "files", "told"),
    [
        ("lease", FILES, ("Lease 2025 signed.pdf", "Lease 2026.docx", "Lease 2026.pdf")),
        ("cheque", FILES[:2], ("cheque", *FILES[:2])),
        ("cheque", (), ("cheque",)),
        ("list of prices", FILES[3:4], ("list of prices", "Price List 2026.pdf")),
        ("…", FILES[:1], ("…",)),
    ],
)
def test_what_is_no_single_file_is_flagged_and_stops_the_approval(
    spoken: str, files: tuple[str, ...], told: tuple[str, ...]
) -> None:
    draft = enclosing(spoken)
    (obstacle,) = enclosure_obstacles(draft, files)
    (flag,) = flag_enclosures(draft, files).flags
    assert (flag.kind, flag.words, flag.start_ms, flag.end_ms) == (FlagKind.MISSING, spoken, 900, 1500)
    for name in told:
        assert name in obstacle
        assert name in flag.message
    assert enclosed_files(draft, files) == ()


@pytest.mark.parametrize("letter", [replace(LETTER, delivery="registered post"), replace(LETTER, to=(ONLY_POST,))])
def test_what_goes_on_paper_has_its_enclosures_in_the_envelope(letter: Draft) -> None:
    draft = enclosing("cheque", "price list", draft=letter)
    assert enclosed_files(draft, FILES) == ()
    assert enclosure_obstacles(draft, ()) == ()
    assert flag_enclosures(draft, FILES) == draft


def test_a_file_that_is_attached_settles_what_may_be_it() -> None:
    draft = flag_enclosures(enclosing("lease", "cheque"), FILES)
    settled = attach(draft, "Lease 2025 signed.pdf", FILES)
    assert texts(settled) == ["Lease 2025 signed", "cheque"]
    assert settled.enclosures[0].pieces[0].words == (7, 8)
    assert [flag.words for flag in settled.flags] == ["cheque"]
    assert enclosed_files(settled, FILES) == ("Lease 2025 signed.pdf",)


def test_of_two_files_of_one_name_the_one_that_is_attached_goes() -> None:
    settled = attach(enclosing("lease"), "Lease 2026.docx", FILES)
    assert enclosed_files(settled, FILES) == ("Lease 2026.docx",)


def test_a_file_that_came_later_settles_what_was_flagged() -> None:
    draft = flag_enclosures(enclosing("price list"), ())
    assert attach(draft, "Price List 2026.pdf", FILES) == enclosing("price list")


def test_a_flag_stands_as_long_as_the_file_is_missing() -> None:
    other = Flag(kind=FlagKind.MISSING, message="there is no closing")
    draft = flag_enclosures(replace(enclosing("lease", "cheque"), flags=(other,)), ())
    assert flag_enclosures(draft, ()) == draft
    assert [flag.words for flag in flag_enclosures(draft, ("Lease.pdf",)).flags] == ["", "cheque"]


def test_a_file_that_nobody_spoke_of_is_one_more() -> None:
    draft = attach(enclosing("price list"), "SiteMap3.png", FILES)
    assert enclosed_files(draft, FILES) == ("Price List 2026.pdf", "SiteMap3.png")
    assert attach(draft, "SiteMap3.png", FILES) == draft
    assert attach(draft, "Price List 2026.pdf", FILES) == draft


@pytest.mark.parametrize("name", ["Price List", "Price List 2026.pdf"])
def test_what_is_detached_goes_no_longer(name: str) -> None:
    other = Flag(kind=FlagKind.MISSING, message="there is no closing")
    draft = replace(enclosing("price list", "cheque"), flags=(other,))
    assert texts(detach(draft, name, FILES)) == ["cheque"]
    gone = detach(flag_enclosures(draft, FILES), "cheque", FILES)
    assert (texts(gone), gone.flags) == (["price list"], (other,))
    with pytest.raises(InputError, match="price list, cheque"):
        detach(draft, "map", FILES)


@given(
    files=st.lists(st.text(st.characters(exclude_characters="/\0"), min_size=1, max_size=20), unique=True, max_size=6),
    spoken=st.text(max_size=20),
)
def test_whatever_is_not_settled_stops_the_approval(files: list[str], spoken: str) -> None:
    draft = enclosing(spoken, draft=replace(EMAIL, kind=DraftKind.MEMO, to=(BOTH,)))
    assert len(enclosed_files(draft, files)) + len(enclosure_obstacles(draft, files)) == 1
    for file in files:
        # What was attached goes, unless two files are called alike but for marks and case.
        attached = attach(draft, file, files)
        assert file in enclosed_files(attached, files) or enclosure_obstacles(attached, files)
