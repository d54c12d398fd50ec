from __future__ import annotations

import pytest

from dictation.writers import media_type_of


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Price List 2026.PDF", "application/pdf"),
        ("offer.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("table.ods", "application/vnd.oasis.opendocument.spreadsheet"),
        ("photo of Mr. Lund.jpeg", "image/jpeg"),
        ("http:~x.png", "image/png"),
        # A message may not be in base64, and what is compressed is no table any more.
        ("their email.eml", "application/octet-stream"),
        ("table.csv.gz", "application/octet-stream"),
        ("no suffix", "application/octet-stream"),
        ("drawing.qzx", "application/octet-stream"),
        ("", "application/octet-stream"),
    ],
)
def test_the_kind_of_a_file_is_told_by_its_name(name: str, kind: str) -> None:
    assert media_type_of(name) == kind
