"""The measures of each country's paper, and what an envelope's window shows of it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from dictation.letters.layouts import read_layout
from dictation.model.document import Align, Layout, SourceFile, Zone
from tests.letters.samples import source

INCH = 25.4
POINT = INCH / 72
LAYOUTS = {layout.name: layout for layout in map(read_layout, source("letter").layouts)}
LETTERHEAD_PT = 22 + 2 * 12 + 6
"""A name, two small lines and the rule below them."""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """An envelope and its window, in millimetres."""

    width: float
    height: float
    window_left: float
    window_bottom: float
    window_width: float
    window_height: float
    clear: float = 0
    """How far an address has to keep from the window's edges."""


ENVELOPES = {
    # ISO 269 (DL); the window that British stationers sell with it.
    "uk-block": Envelope(width=220, height=110, window_left=20, window_bottom=18, window_width=90, window_height=35),
    # A number 10 envelope and its usual window; USPS Publication 25, 3-9, asks for 1/8 inch around the address.
    "us-block": Envelope(
        width=9.5 * INCH,
        height=4.125 * INCH,
        window_left=0.875 * INCH,
        window_bottom=0.5 * INCH,
        window_width=4.5 * INCH,
        window_height=1.125 * INCH,
        clear=0.125 * INCH,
    ),
    # DIN 680, DL.
    "de-din5008": Envelope(width=220, height=110, window_left=20, window_bottom=15, window_width=90, window_height=45),
}


@dataclass(frozen=True, kw_only=True)
class Area:
    """A part of the sheet, in millimetres from its left and top edges."""

    left: float
    right: float
    top: float
    bottom: float

    def holds(self, zone: Zone) -> bool:
        return (
            self.left <= zone.left_mm
            and zone.left_mm + zone.width_mm <= self.right
            and self.top <= zone.top_mm
            and zone.top_mm + zone.height_mm <= self.bottom
        )

    def touches(self, zone: Zone) -> bool:
        return (
            self.left < zone.left_mm + zone.width_mm
            and zone.left_mm < self.right
            and self.top < zone.top_mm + zone.height_mm
            and zone.top_mm < self.bottom
        )


def shown(envelope: Envelope, layout: Layout, folded_mm: float) -> tuple[Area, Area]:
    """What the window shows of the folded sheet wherever it lies, and what it shows somewhere."""
    aside, up = envelope.width - layout.page_width_mm, envelope.height - folded_mm
    left, right = envelope.window_left, envelope.window_left + envelope.window_width
    bottom = envelope.height - envelope.window_bottom
    top = bottom - envelope.window_height
    return (
        Area(left=left, right=right - aside, top=top, bottom=bottom - up),
        Area(left=left - aside, right=right, top=top - up, bottom=bottom),
    )


def window_of(layout: Layout) -> Zone:
    assert layout.window is not None
    return layout.window


def folded_mm(layout: Layout) -> float:
    """How high the sheet is when it is folded at its marks; the address has to be on the highest part."""
    first, second = layout.fold_marks_mm
    assert max(second - first, layout.page_height_mm - second) <= first
    return first


def test_every_layout_with_a_window_has_an_envelope_here() -> None:
    assert {name for name, layout in LAYOUTS.items() if layout.window} == set(ENVELOPES)


@pytest.mark.parametrize("name", ENVELOPES)
def test_the_window_shows_the_whole_address_wherever_the_sheet_slides(name: str) -> None:
    layout, envelope = LAYOUTS[name], ENVELOPES[name]
    always, _ = shown(envelope, layout, folded_mm(layout))
    kept = Area(
        left=always.left + envelope.clear,
        right=always.right - envelope.clear,
        top=always.top + envelope.clear,
        bottom=always.bottom - envelope.clear,
    )
    assert kept.holds(window_of(layout))
    assert layout.sender is None or kept.holds(layout.sender)


@pytest.mark.parametrize(("name", "lines"), [("uk-block", 6), ("us-block", 4), ("de-din5008", 6)])
def test_an_address_of_as_many_lines_as_usual_fits_its_zone(name: str, lines: int) -> None:
    layout = LAYOUTS[name]
    ink_pt = (lines - 1) * layout.line_pt + layout.font_size_pt
    assert ink_pt * POINT <= window_of(layout).height_mm


# British and American letters are often folded in three equal parts, whatever the marks say.
@pytest.mark.parametrize(
    ("name", "equal_parts"), [*((name, False) for name in ENVELOPES), ("uk-block", True), ("us-block", True)]
)
def test_the_window_shows_nothing_but_the_addresses(name: str, equal_parts: bool) -> None:
    layout, envelope = LAYOUTS[name], ENVELOPES[name]
    _, ever = shown(envelope, layout, layout.page_height_mm / 3 if equal_parts else folded_mm(layout))
    assert layout.letterhead_top_mm + layout.logo_height_mm + LETTERHEAD_PT * POINT <= ever.top
    assert layout.text_top_mm >= ever.bottom
    assert min(layout.fold_marks_mm) >= ever.bottom
    assert layout.hole_mark_mm is None or layout.hole_mark_mm >= ever.bottom
    assert layout.reference is None or not ever.touches(layout.reference)


def test_four_lines_of_a_british_address_show_even_where_the_sheet_is_folded_in_three_equal_parts() -> None:
    layout = LAYOUTS["uk-block"]
    always, _ = shown(ENVELOPES["uk-block"], layout, layout.page_height_mm / 3)
    window = window_of(layout)
    assert always.top <= window.top_mm
    assert window.top_mm + 4 * layout.line_pt * POINT <= always.bottom


def test_german_paper_is_that_of_din_5008_form_b() -> None:
    layout = LAYOUTS["de-din5008"]
    window, sender, reference = window_of(layout), layout.sender, layout.reference
    assert sender is not None
    assert reference is not None
    assert (layout.page_width_mm, layout.page_height_mm) == (210, 297)
    assert (layout.margin_left_mm, layout.margin_right_mm) == (25, 20)
    assert (layout.fold_marks_mm, layout.hole_mark_mm) == ((105, 210), 148.5)
    assert layout.font_size_pt >= 10
    # The field for addresses: 85 x 45 mm from 20 mm and 45 mm on, its upper 17.7 mm for the return address.
    field = Area(left=20, right=20 + 85, top=45, bottom=45 + 45)
    assert field.holds(window)
    assert field.holds(sender)
    assert window.top_mm == 45 + 17.7
    assert sender.top_mm + sender.height_mm == pytest.approx(window.top_mm)
    assert window.left_mm == sender.left_mm == layout.margin_left_mm
    # The letterhead's field is 45 mm high; the block of information begins at 125 and 50 mm and keeps 10 mm free.
    assert layout.letterhead_top_mm + layout.logo_height_mm + LETTERHEAD_PT * POINT <= 45
    assert (reference.left_mm, reference.top_mm) == (125, 50)
    assert reference.left_mm + reference.width_mm <= 210 - 10
    assert reference.top_mm + reference.height_mm == 45 + 45
    # The subject is two lines of 4.23 mm below both.
    assert layout.text_top_mm == pytest.approx(45 + 45 + 2 * 4.23)


def test_indonesian_paper_is_that_of_the_pedoman_umum_tata_naskah_dinas() -> None:
    layout = LAYOUTS["id-resmi"]
    assert (layout.page_width_mm, layout.page_height_mm) == (210, 297)
    assert layout.margin_left_mm >= 30
    assert layout.margin_right_mm >= 20
    assert layout.margin_bottom_mm >= 25
    assert layout.margin_top_mm >= 20
    assert layout.font_size_pt in {11, 12}
    assert (layout.letterhead_align, layout.date_align) == (Align.CENTRE, Align.RIGHT)
    middle = layout.page_width_mm / 2
    assert layout.margin_left_mm + layout.closing_indent_mm > middle


@pytest.mark.parametrize(("name", "page"), [("uk-block", (210, 297)), ("us-block", (8.5 * INCH, 11 * INCH))])
def test_in_full_block_everything_begins_at_the_left_margin(name: str, page: tuple[float, float]) -> None:
    layout = LAYOUTS[name]
    assert (layout.page_width_mm, layout.page_height_mm) == pytest.approx(page)
    assert (layout.letterhead_align, layout.date_align, layout.closing_indent_mm) == (Align.LEFT, Align.LEFT, 0)
    assert window_of(layout).left_mm == layout.margin_left_mm


@pytest.mark.parametrize("file", source("letter").layouts, ids=lambda file: file.name)
def test_every_measure_stands_below_a_comment_that_tells_its_source(file: SourceFile) -> None:
    for part in file.text.split("\n\n"):
        measures = [line for line in part.splitlines() if "_mm =" in line or "_pt =" in line]
        told = part.startswith(("#", "["))
        assert told or not measures, measures
