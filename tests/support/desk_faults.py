"""What is wrong in turn with each field of a form, and with a form as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.desk_fuzz import MARKUP, File, Sent
from tests.support.desk_right import FILES, right_form
from tests.support.desk_walk import Found

LARGEST, ENDLESS = b"9" * 15, b"9" * 5000
LONG = "ä".encode() * 300
"""More than a name, a word or a key may have."""
ENORMOUS = b"a" * 1_000_000
NUL = b"a\0b"

ANYWHERE = {"a NUL": NUL, "no text": b"\xff\xfe\xed\xa0\x80", "markup": MARKUP}
"""A lone surrogate is among what is no text."""
OF_WORDS = {
    "marks from right to left": "\u202e\u2066علي\u200b\U0001f600\u0301".encode(),
    "too long": LONG,
}
OF_NUMBERS = {"the largest number": LARGEST, "digits without end": ENDLESS}
"""Of what a program reads and no person writes, such as numbers of things and of versions."""
WRITTEN = ("text", "area", "search", "url")
CHOSEN = ("radio", "select", "button", "checkbox", "hidden")
NEVER = {"csrf_token", "versi_listing", "versi_klaim"}
"""Fields without whose right value nothing is taken: whose form it is, and which state somebody saw."""

HARMLESS = {
    ("/meja/banyak", "diteruskan"): "It counts with one outcome alone, which is not the one that is filled in.",
    ("/meja/akun/sesi", "sesi"): "Another button of the same form: all of one's other sessions are ended.",
    ("/meja/akun/sesi", "semua"): "The button says all that there is to say.",
    ("/meja/kasus/<int:case_id>/keberatan", "siap"): "No ready reason, so the written one stands alone.",
    ("/meja/usulan/<int:proposal_id>/putuskan", "siap"): "As with objections.",
    ("/meja/kasus/<int:case_id>/putusan", "tingkat"): "It counts where an objection is granted in part.",
    ("/meja/kasus/<int:case_id>/putusan", "langkah"): "The form has one button, which adds nothing.",
}  # fmt: skip
"""Choices that may hold anything while something is decided, each with the reason."""


@dataclass(frozen=True)
class Case:
    """One wrong form."""

    name: str
    sent: Sent
    files: tuple[File, ...] = ()
    refused: bool = False


def of_fields(found: Found, names: list[str]) -> Iterator[Case]:
    """Yield each of these fields with each fault, everything else being right."""
    right, files = right_form(found), FILES.get(found.route, ())
    for name in names:
        rest = [(each, value) for each, value in right.items() if each != name]
        kind = found.form.fields[name].kind
        if kind == "file":
            continue
        faults = OF_WORDS if kind in WRITTEN else OF_NUMBERS
        for fault, value in {**ANYWHERE, **faults}.items():
            yield Case(f"{name}: {fault}", [*rest, (name, value)], files, refused=value == NUL or name in NEVER)
        if name != "csrf_token":
            yield Case(f"{name}: missing", rest, files, refused=name in NEVER)


def of_forms(found: Found) -> Iterator[Case]:
    """Yield what is wrong with a form as a whole."""
    right = right_form(found)
    pairs: list[tuple[str | bytes, str | bytes]] = list(right.items())
    yield Case("as filled in", pairs)
    yield Case("nothing but its token", [])
    yield Case("no token", [*pairs, ("csrf_token", "")], refused=True)
    yield Case("every field twice", [*pairs, *((name, MARKUP) for name in right)])
    yield Case("every field twice, the wrong one first", [*((name, MARKUP) for name in right), *pairs])
    yield Case("a thousand more fields", [*pairs, *((f"x{n}", "y") for n in range(1001))])
    yield Case("a megabyte more", [*pairs, ("x", ENORMOUS)])
    yield Case("a name that is a NUL", [*pairs, (NUL, "x")], refused=True)
    uploads = tuple((name, "berkas.bin", MARKUP) for name in found.form.fields if name != "csrf_token")
    yield Case("files for fields", [], uploads)
    yield Case("files beside fields", pairs, uploads)
