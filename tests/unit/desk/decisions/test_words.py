"""Words for readers lead to no address and find nobody, in whatever way it is written."""

from __future__ import annotations

import pytest

from cektautan.desk.decisions.words import read_told
from cektautan.desk.errors import Invalid


def fault(text: str) -> str:
    with pytest.raises(Invalid) as refused:
        read_told(text, "told_id")
    return refused.value.code


@pytest.mark.parametrize(
    "number",
    [
        "081234567890", "0812-3456-7890", "(0812) 3456 7890", "0812 - 3456 - 7890", "0812.3456.7890", "6281234567890",
        "62-812-3456-7890", "62 812 3456 7890", "+6281234567890", "+62 812-3456-7890", "+62 (812) 3456-7890",
        "+62 (0)812 3456 7890", "+62-21-345-6789", "(021) 3456789", "021-3456789", "0274 123456",
        "0812\u20113456\u20117890", "\uff10\uff18\uff11\uff1234567890", "HP.081234567890",
        "3174010101900001", "3174 0101 0190 0001", "3174-0101-0190-0001", "317401 010190 0001", "317401.010190.0001",
        "31.74.01.010190.0001", "budi@surel.example",
    ],
)  # fmt: skip
def test_a_number_of_somebody_is_refused_in_the_groups_in_which_people_write_it(number: str) -> None:
    assert fault(f"Hubungi {number} saja.") == "finds_somebody"


@pytest.mark.parametrize(
    "address",
    [
        "https://hoaks.example/1", "www.hoaks.example", "bit.ly/xyz", "berita-palsu.com/abc", "BIT.LY/xyz", "t.me/grup",
        "s.id/abc", "berita.example:8080/abc", "berita.example?id=1", "xn--brita-esa.com/abc", "béríta.com/abc",
        "bit\uff0ely/xyz", "(bit.ly/xyz)",
    ],
)  # fmt: skip
def test_an_address_is_refused_with_a_scheme_or_without(address: str) -> None:
    assert fault(f"Lihat {address} dulu.") == "has_address"


@pytest.mark.parametrize("code", [0xAD, 0x61C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF])
def test_what_nobody_sees_is_refused(code: int) -> None:
    assert fault(f"0812{chr(code)}34567890") == "unreadable"


@pytest.mark.parametrize(
    "text",
    [
        "Klaim ini dinilai SALAH oleh turnbackhoax.id pada 30 September 2024.",
        "Dinilai oleh turnbackhoax.id, tempo.co/ dan kpu.go.id.",
        "Pada 14-02-2024 ada 204.807.222 pemilih di 823.220 TPS.",
        "Kampanye 28-11-2023 - 10-02-2024, pukul 08.00-12.00 WIB.",
        "Anggarannya Rp62.812.345.678, dari Rp3.700.000.000.000.000.",
        "Pemilu 2009 2014 2019 2024 diawasi Bawaslu.",
        "Lihat UU No.7/2017 dan/atau PKPU 15/2023, s.d./dll.",
        "TPS 021 mencatat 204.807 suara; TPS 021 204.807 suara.",
    ],
)
def test_sentences_about_votes_days_and_publishers_are_kept(text: str) -> None:
    assert read_told(text, "told_id") == text
