"""OpenSources is read with its dirt: types in any spelling, parts of sites, names that are none."""

from __future__ import annotations

import json

from tests.support.lists import entries, faults, read

from cektautan.sources.lists.opensources import NOTES, OpenSources

SITES = {
    "Besar.example": ("Conspiracy", "fake ", "", "Catatan."),
    "garis.example/": ("unrealiable", "", "", ""),
    "bagian.example/humor": ("satirical", "", "", ""),
    "spasi. example": ("fake news", "", "", ""),
    "baik.example": ("reliable", "", "", ""),
    "kosong.example": ("", "", "", ""),
}


def as_json() -> str:
    names = ("type", "2nd type", "3rd type", NOTES)
    return json.dumps({site: dict(zip(names, values, strict=True)) for site, values in SITES.items()})


def as_csv() -> str:
    rows = [f"{site},{','.join(values)}," for site, values in SITES.items()]
    return "\n".join([f",type,2nd type,3rd type,{NOTES},", *rows])


def test_json_and_csv_are_read_alike() -> None:
    for text, first in ((as_json(), 1), (as_csv(), 2)):
        reading = read(OpenSources(), text)
        assert entries(reading) == [
            (first, "Besar.example", "host"), (first + 1, "garis.example", "host"),
            (first + 2, "bagian.example/humor", ""), (first + 5, "kosong.example", "host"),
        ]  # fmt: skip
        assert faults(reading) == [(first + 3, "no_name"), (first + 4, "said_reliable")]
        assert [each.note for each in reading.entries] == ["conspiracy, fake: Catatan.", "unreliable", "satire", ""]
        assert [each.verdict for each in reading.entries] == ["", "", "satire", ""]
        assert reading.entries[3].flags == ("no_type",)
