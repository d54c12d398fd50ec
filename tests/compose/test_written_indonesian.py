"""Indonesian as business letters have it."""

from __future__ import annotations

import pytest

from dictation.compose.language_files import load_language
from dictation.compose.written.lines import write_line


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("dua juta lima ratus ribu rupiah", "Rp2.500.000"),
        ("satu setengah juta rupiah", "Rp1.500.000"),
        ("dua setengah juta", "2.500.000"),
        ("setengah juta rupiah", "Rp500.000"),
        ("dua koma lima juta rupiah", "Rp2,5 juta"),
        ("dua koma lima juta", "2,5 juta"),
        ("Rp dua juta", "Rp2.000.000"),
        ("Rp 2.500.000", "Rp2.500.000"),
        ("Rp2500000", "Rp2.500.000"),
        ("Rp2.500.000", "Rp2.500.000"),
        ("Rp2,5 juta", "Rp2,5 juta"),
        ("2,5 juta rupiah", "Rp2,5 juta"),
        ("50 ribu rupiah", "Rp50.000"),
        ("kedua puluh lima", "ke-25"),
        ("yang ketiga", "yang ketiga"),
        ("kedua belah pihak", "kedua belah pihak"),
        ("kesepuluh", "ke-10"),
        ("kesebelas kali", "ke-11 kali"),
        ("ke-25", "ke-25"),
        ("keseratus", "ke-100"),
        ("ketujuh belas", "ke-17"),
        ("empat belas Maret dua ribu dua puluh enam", "14 Maret 2026"),
        ("tanggal lima", "tanggal 5"),
        ("tanggal 5 Maret 2026", "tanggal 5 Maret 2026"),
        ("pukul sembilan lewat tiga puluh", "pukul 9.30"),
        ("pukul sembilan lewat lima menit", "pukul 9.05"),
        ("jam setengah sepuluh", "jam 9.30"),
        ("pukul empat belas nol nol", "pukul 14.00"),
        ("pukul empat belas tiga puluh", "pukul 14.30"),
        ("pukul 14:00", "pukul 14.00"),
        ("pukul 9.30 pagi", "pukul 9.30 pagi"),
        ("jam sepuluh kurang seperempat", "jam 9.45"),
        ("jam sepuluh kurang lima", "jam 9.55"),
        ("dua belas persen", "12%"),
        ("dua setengah persen", "2,5%"),
        ("nol koma lima persen", "0,5%"),
        ("2,5 persen", "2,5%"),
        ("tiga koma satu empat", "3,14"),
        ("plus enam dua, delapan satu dua, tiga empat lima enam", "+62 812 3456"),
        ("nol delapan satu dua, tiga empat lima enam, tujuh delapan", "0812 3456 78"),
        ("budi titik santoso at contoh titik co titik id", "budi.santoso@contoh.co.id"),
        ("w w w titik contoh titik com", "www.contoh.com"),
        ("beberapa ribu orang", "beberapa ribu orang"),
        ("seribu", "1.000"),
        ("sejuta rupiah", "Rp1.000.000"),
        ("lima puluh ribu", "50.000"),
        ("antara lima sampai sepuluh persen", "antara 5 sampai 10%"),
        ("minus lima derajat", "-5 derajat"),
        ("satu dan dua", "satu dan dua"),
        ("kode pos satu dua sembilan lima nol", "kode pos 12950"),
        ("nomor 4412", "nomor 4412"),
        ("1250 lembar", "1.250 lembar"),
        ("tahun 2026", "tahun 2026"),
        ("0812 3456 7890", "0812 3456 7890"),
        ("dua orang", "dua orang"),
        ("dua dolar lima puluh sen", "$2,50"),
        ("RT nol tiga", "RT 03"),
        ("lantai dua", "lantai 2"),
        ("setengah hari", "setengah hari"),
        ("sepuluh setengah jam", "10 setengah jam"),
        ("dua puluh satu Mei", "21 Mei"),
    ],
)
def test_indonesian(spoken: str, expected: str) -> None:
    assert write_line(spoken, load_language("id")) == expected
