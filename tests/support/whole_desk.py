"""A desk in the middle of its work: something stands at every place at which a person can do something.

`WholeDesk(folder)` is the desk, one person who holds every role, and colleagues whose work waits for that person. So
each form of the desk stands on some page of it, which the tests of all forms hold.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from pathlib import Path

from tests.support.desk import add, add_sources, claim, listing, shipped_policy
from tests.support.harvest import FOUND, add_tbh, numbered, take
from tests.support.intake import RULES, ticket
from tests.support.people import Desk, Person
from werkzeug.test import TestResponse

from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.decisions.lower import lower
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.harvest.feed_fields import FeedWritten
from cektautan.desk.harvest.feeds import add_feed
from cektautan.desk.imports import background
from cektautan.desk.people import sessions
from cektautan.desk.readers import intake
from cektautan.desk.readers.filing import read_filing
from cektautan.outbound.protocol import HopClient
from cektautan.store.models import Account, Batch, Evidence
from cektautan.web.console.access.cookies import SESSION, VISITOR

ROLES = ("reporter", "moderator", "approver", "appeals", "auditor", "admin")
POLICY = shipped_policy()
CLAIM = "klaim-uji-2026"
DRAFT, WAITING, PUBLISHED = "ulasan-draf", "ulasan-menunggu", "ulasan-terbit"
"""Claims whose check of our own is written, proposed, and read by everybody."""
OWN_REVIEW = {
    "title_id": "Tidak ada bantuan", "title_en": "There is no aid", "body_id": "Isi.", "body_en": "Text.",
    "rating": "SALAH", "verdict": "false",
}  # fmt: skip
REQUEST = {
    "kind": "GovernmentRequest", "sender": "Kementerian Contoh", "received": "2026-10-01", "claims": "2",
    "title_id": "Permintaan", "title_en": "Request", "body_id": "Diminta.", "body_en": "To retract.", "outcome": "open",
}  # fmt: skip
IMPORTS = {
    "applied": "subject,level\nhttps://kabar.example/impor-a,2\nhttps://kabar.example/impor-b,1\n",
    "previewed": "subject,level\nhttps://kabar.example/impor-c,2\nkpu.go.id,1\nhttps://kabar.example/impor-d,9\n",
    "waiting": "subject,level\nhttps://kabar.example/impor-e,3\n",
    "own": "subject,level\nhttps://kabar.example/impor-f,3\n",
    "second": "subject,level\nhttps://kabar.example/impor-g,3\nhttps://kabar.example/impor-h,1\n",
    "failed": "bukan daftar",
}
"""Files in each state that a batch can be in, by a name of the state."""


class WholeDesk:
    """The desk, whoever may do everything (`everybody`), and two colleagues."""

    def __init__(self, folder: Path, hops: HopClient, **settings: str) -> None:
        limits = {f"CEKTAUTAN_LIMIT_{name}": "1000000 per minute" for name in ("DESK", "SIGN_IN", "RESOLVE")}
        self.desk = Desk(folder, hops, **limits, **settings)
        add_sources(self.desk.store)
        self.everybody = self.desk.signed_in(self.desk.account("semua", *ROLES, password=True))
        self.rina = self.desk.person("rina", "moderator", "approver")
        self.admin = self.desk.person("kepala", "admin")
        self.desk.signed_in(self.everybody.id)
        self._listings()
        self._cases()
        self._evidence()
        self._reviews()
        self._found()
        self._imports()
        self._people()
        self._keys()
        sent(self.everybody.post("/meja/permintaan/baru", REQUEST))
        self.stranger = Stranger(self.desk)
        self.halfway = self._halfway(self.desk.account("setengah", "moderator"))
        self.newcomer = self._halfway(self.desk.account("pemula", "moderator"), new=True)

    def _listings(self) -> None:
        add(
            self.desk.store,
            claim(),
            *(claim(each) for each in (DRAFT, WAITING, PUBLISHED)),
            *(listing(key=f"url:kabar.example/{n}", level=level) for n, level in enumerate((3, 2, 1, 3, 3), 1)),
        )

    def _open(self, key: str, kind: str = "report", **values: object) -> int:
        with self.desk.store.deciding("system", self.desk.now) as work:
            made = {"kind": kind, "key": key, "url": f"https://{key.partition(':')[2]}", **values}
            return open_or_merge(work, POLICY, **made).id  # type: ignore[arg-type]

    def _cases(self) -> None:
        self._open("url:kabar.example/bebas")
        mine, hers = self._open("url:kabar.example/punyaku"), self._open("url:kabar.example/punyanya")
        sent(self.everybody.post(f"/meja/kasus/{mine}/ambil"))
        sent(self.rina.post(f"/meja/kasus/{hers}/ambil"))
        self._open("url:kabar.example/2", "second_look", claim_id=CLAIM, listing_id=2)
        self._open("url:kabar.example/3", "expiry", claim_id=CLAIM, listing_id=3, due_at=self.desk.now)
        for who, number in ((self.rina, 8), (self.everybody, 9)):
            addresses = [Address(f"https://kabar.example/{number}")]
            list_addresses(self.desk.store, POLICY, who.id, CLAIM, addresses, "Isinya sama.", self.desk.now)
        for number in (1, 4):
            objection = {"ticket": ticket(), "kind": "wrong", "url": f"https://kabar.example/{number}",
                         "reason": "satire", "text": "Ini satire.", "contact": "a@b.example"}  # fmt: skip
            read = read_filing(objection, RULES)
            intake.file(self.desk.store, POLICY, read, self.desk.secrets.tickets, self.desk.now)
        for claim_id in (CLAIM, None):
            self._open(
                f"followed:meja-lain:{claim_id or ''}", "changed_check", claim_id=claim_id,
                details={"how": "taken_back_elsewhere", "feed": "meja-lain", "listings": [1, 2]},
            )  # fmt: skip

        lowered = lower(self.desk.store, POLICY, self.everybody.id, 5, 1, 1, "Keliru.", self.desk.now)
        self.undoable = f"/meja/catatan/{lowered.event}"

    def _evidence(self) -> None:
        data = b"\x1f\x8bhalaman"
        row = Evidence(
            kind="page", state="kept", claim_id=CLAIM, listing_id=1, case_id=1, url="https://kabar.example/1",
            data=data, size=len(data), sha256=hashlib.sha256(data).hexdigest(), media_type="application/warc",
            text="HTTP 200", at=self.desk.now,
        )  # fmt: skip
        add(self.desk.store, row)

    def _reviews(self) -> None:
        for claim_id in (DRAFT, WAITING, PUBLISHED):
            sent(self.rina.post(f"/meja/klaim/{claim_id}/ulasan", OWN_REVIEW))
        for claim_id in (WAITING, PUBLISHED):
            sent(self.rina.post(f"/meja/ulasan/{claim_id}/ajukan", {"version": "1", "reason": "Sudah diperiksa."}))
        agreed = {"version": "2", "reason": "Setuju.", "putusan": "setuju"}
        sent(self.everybody.post(f"/meja/ulasan/{PUBLISHED}/putuskan", agreed))

    def _found(self) -> None:
        add_tbh(self.desk.store, budget=1)
        with self.desk.store.deciding("operator", self.desk.now) as work:
            wanted = FeedWritten("meja-lain", "turnbackhoax", "changes", "https://meja-lain.example/v1/changes")
            add_feed(work, wanted, {"changes"}, "Mitra.")
        take(self.desk.store, FOUND)
        take(self.desk.store, replace(FOUND, url=f"{FOUND.url}2", appearances=("https://kabar.example/1",)))
        take(self.desk.store, *numbered(3), jump=True)

    def _imports(self) -> None:
        made: dict[str, int] = {}
        for state, text in IMPORTS.items():
            who = self.rina if state == "waiting" else self.everybody
            form = {"name": f"Daftar {state}", "claim": CLAIM, "file": (io.BytesIO(text.encode()), "daftar.csv")}
            answer = who.post("/meja/impor/baru", form, content_type="multipart/form-data")
            made[state] = int(sent(answer).location.rpartition("/")[2])
        background.run(self.desk.store, POLICY, self.desk.now)
        for state, who in (("applied", self.everybody), ("waiting", self.rina), ("own", self.everybody)):
            self._act(made[state], "terapkan", who)
        background.run(self.desk.store, POLICY, self.desk.now)

    def _act(self, batch: int, what: str, who: Person) -> None:
        with self.desk.store.reading() as session:
            version = session.get_one(Batch, batch).version
        sent(who.post(f"/meja/impor/{batch}/{what}", {"version": str(version), "reason": "Sudah dilihat."}))

    def _people(self) -> None:
        asked = {"peran": "approver", "alasan": "Penyetuju malam."}
        for who in (self.admin, self.everybody):
            other = self.desk.account(f"baru-{who.id}", "moderator")
            sent(who.post(f"/meja/orang/{other}/peran", asked))
        away = self.desk.account("cuti", "moderator")
        sent(self.admin.post(f"/meja/orang/{away}/nonaktifkan", {"alasan": "Cuti."}))
        stepped_back = {"dari": "word", "apa": "kelapa sawit", "alasan": "Keluarga."}
        sent(self.everybody.post("/meja/orang/menarik-diri", stepped_back))

    def _keys(self) -> None:
        wanted = {"label": "Redaksi", "organisation": "Kantor Berita", "contact": "a@b.example", "tier": "keyed",
                  "scopes": "read", "reason": "Sudah disetujui."}  # fmt: skip
        for _ in range(2):
            assert self.everybody.post("/meja/kunci/baru", wanted).status_code == 200
        sent(self.everybody.post("/meja/kunci/2/cabut", {"reason": "Tidak dipakai."}))

    def _halfway(self, account_id: int, *, new: bool = False) -> Person:
        """Somebody whose password was right and whose second factor is missing, or is not there yet."""
        with self.desk.store.deciding("system", self.desk.now) as work:
            account = work.session.get_one(Account, account_id)
            if new:
                account.totp_sealed, account.totp_last = None, None
            token = sessions.begin(work, account, sessions.PASSWORD, "Firefox, Linux")
            work.record("test.prepared", ("account", account_id))
        found = sessions.find(self.desk.store, token, self.desk.now)
        assert found is not None
        client = self.desk.app.test_client()
        client.set_cookie(SESSION, token, path="/meja")
        return Person(self.desk, client, found.id, found.session_id, token)


class Stranger(Person):
    """Somebody who is not signed in, with the cookie of a visitor."""

    def __init__(self, desk: Desk) -> None:
        client = desk.app.test_client()
        client.set_cookie(VISITOR, "tamu", path="/meja")
        super().__init__(desk, client, 0, 0, "")

    def form_token(self) -> str:
        """A token as the page of sign-in would hold it."""
        return self.desk.tokens.issue("visitor:tamu")


def sent(answer: TestResponse) -> TestResponse:
    """Return the answer to a form that was taken. Raises AssertionError where it was not."""
    assert answer.status_code == 303, answer.text[-3000:]
    return answer
