"""What a person would write into each form of the desk, so that it is taken.

The tests of wrong input spoil one thing about a form that is right. A form that is not right to begin with is refused
for that, whatever else is wrong with it, and nothing behind the first check is ever reached; so each form is sent once
as it is here, and must be taken.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyotp
from tests.support.desk_forms import filled
from tests.support.desk_fuzz import File
from tests.support.desk_walk import Found
from tests.support.people import PASSWORD, SECRET
from tests.support.service import START
from tests.support.whole_desk import CLAIM

CODE = pyotp.TOTP(SECRET).at(START)
CHOSEN_NEXT = "tujuh perahu pinisi berlayar"

TYPED: Mapping[str, Mapping[str, str]] = {
    "/meja/akun/faktor": {"sandi": PASSWORD, "kode": CODE},
    "/meja/akun/sandi": {"sandi": PASSWORD, "sandi_baru": CHOSEN_NEXT, "sandi_ulang": CHOSEN_NEXT},
    "/meja/impor/baru": {
        "format": "csv", "claim": CLAIM, "scope": "", "review_by": "2027-12-01",
        **dict.fromkeys(("new_text_id", "new_text_en", "new_source", "new_review_url", "new_rating"), ""),
        "new_review_date": "", "new_imitates": "",
    },
    "/meja/kasus/<int:case_id>/bukti": {"arsip": "https://web.archive.org/web/20261001000000/https://kabar.example/1"},
    "/meja/kasus/<int:case_id>/turunkan": {"apa": "tangguhkan"},
    "/meja/kasus/<int:case_id>/tutup": {"hasil_kasus": "forwarded", "klaim_jawaban": ""},
    "/meja/klaim/<claim_id>/alamat": {"alamat": "https://kabar.example/baru"},
    "/meja/klaim/<claim_id>/cek": {"url_cek": "https://tempo.co/cekfakta/1", "tanggal": "2026-10-01"},
    "/meja/kunci/baru": {"scopes": "read", "quota": "1000", "days": "30"},
    "/meja/masuk": {"nama": "semua", "sandi": PASSWORD},
    "/meja/masuk/kode": {"kode": CODE},
    "/meja/sumber": {"id": "sumber-baru", "site": "sumber-baru.example", "other_sites": "",
                     "standing_checked": "2026-10-01"},
    "/meja/sumber/<id_>/umpan": {"id": "umpan-baru", "address": "https://tempo.co/changes", "adapter": "changes",
                                 "claim": CLAIM, "expires": "2027-10-01"},
    "/meja/tempel": {"url": "https://kabar.example/baru"},
    "/meja/tempel/baru": {"tanggal": "2026-10-01", "topik": "", "meniru": "", "cakupan": "", "tingkat_klaim": "1",
                         "alasan_publik_id": "Menurut TurnBackHoax salah.",
                         "alasan_publik_en": "TurnBackHoax found it false."},
    "/meja/tempel/cek": {"cek": "https://turnbackhoax.id/baru"},
}  # fmt: skip
"""By route and field, where any word would not do."""

ANYWHERE = {"akun": "sari.baru", "apa": CLAIM, "sampai": "2027-12-01", "tinjau": "2027-12-01"}
"""The same, by the field alone."""

FILES: Mapping[str, tuple[File, ...]] = {
    "/meja/impor/baru": (("file", "daftar.csv", b"subject,level\nhttps://kabar.example/impor-i,1\n"),),
}
"""What is uploaded with a form that is nothing without it."""

NOT_TAKEN: Mapping[str, str] = {
    "/meja/masuk/pasang": "The secret is shown once, where somebody sets it up.",
    "/meja/tempel/ikuti https://s.id/contoh": "Nobody outside is asked.",
    "/meja/tempel/tambah https://s.id/contoh": "No claim has the word that was typed.",
    "/meja/undangan": "The code of an invitation is shown once, to whoever invites.",
}
"""Forms that are refused however they are filled in, each with the reason; with its address where a form holds one."""

HELD: Mapping[str, str] = {
    "/meja/kasus/3/tutup": "A colleague holds the case just now. The page says so on top, and the hold ends.",
    "/meja/masuk": "Whoever is halfway in holds no token of a visitor here, as the page would.",
    "/meja/undangan": "The same.",
}
"""Forms that are refused to whom they are shown, by where they are sent to, each with the reason."""


def right_form(found: Found) -> dict[str, str]:
    """Fill a form in; what the page has put into it stays."""
    made = filled(found.form)
    made.pop("csrf_token", None)
    typed = {**ANYWHERE, **TYPED.get(found.route, {})}
    return {name: typed[name] if name in typed and _open(found, name, typed[name]) else made[name] for name in made}


def named(found: Found) -> str:
    """Return what a form is called in NOT_TAKEN."""
    address = found.form.fields.get("url")
    return f"{found.form.action} {address.chosen}" if address is not None and address.chosen else found.form.action


def _open(found: Found, name: str, value: str) -> bool:
    """True if a person could put a value into a field, and the page has not put one there."""
    field = found.form.fields[name]
    if field.kind in ("radio", "select", "button", "checkbox"):
        return value in field.values
    return field.kind not in ("hidden", "text", "url", "search", "area") or not field.chosen
