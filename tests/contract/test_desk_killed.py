"""Twenty people decide at the real desk while its service is killed: whatever they were told is done is there."""

from __future__ import annotations

import os
import random
import re
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import select
from tests.e2e.lists import write_lists
from tests.support.desk_browser import DeskBrowser, Form, forms_of
from tests.support.people import PASSWORD, SECRET
from tests.support.processes import answers, free_port, start, until
from tests.support.recipes import verify_program
from tests.support.stores import Database

from cektautan.desk.people.passwords import Passwords
from cektautan.store.audit import audit
from cektautan.store.models import Account, AccountRole, Event
from cektautan.store.opening import open_store
from cektautan.store.transaction import Store

PEOPLE = 20
KILLS = 4
BETWEEN_KILLS = (6, 12)
"""Decisions that are acknowledged between two kills."""
MOMENTS = 0.1
"""Seconds within which a kill then comes by chance, so that it meets decisions at any point of theirs."""

PAUSE = 0.5
"""Seconds until somebody whose page does not come tries again."""

ACTS = ("propose", "propose", "decide", "decide", "milder", "undo")
"""What people do, by chance; the test ends when each of it was done by somebody."""

CLAIM, WORDS = "video-2024", "Kotak suara itu sudah dicoblos"


class Service:
    """`cektautan serve`, killed with all its processes and begun again at the same address."""

    def __init__(self, settings: dict[str, str]) -> None:
        self.settings = {**settings, "PORT": str(free_port())}
        self.address = f"http://127.0.0.1:{self.settings['PORT']}"
        self.begin()

    def begin(self) -> None:
        self.process = start(self.settings, "serve")
        until(lambda: self.process.poll() is not None or answers(f"{self.address}/readyz"), 90)
        if self.process.poll() is not None:
            raise RuntimeError(self.process.communicate()[1])

    def kill(self) -> None:
        """Kill parent, workers and periodic work at once: none of them can end anything in order."""
        # The parent first, or it would start a worker again.
        for pid in (self.process.pid, *descendants(self.process.pid)):
            os.kill(pid, signal.SIGKILL)
        self.process.communicate()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.communicate(timeout=20)


def descendants(pid: int) -> list[int]:
    """Return the processes that a process has started, and those that they have."""
    children = [
        int(child)
        for path in Path(f"/proc/{pid}/task").glob("*/children")
        for child in path.read_text().split()
    ]  # fmt: skip
    return [*children, *(each for child in children for each in descendants(child))]


class NotNow(Exception):  # noqa: N818 -- it is no error of the desk
    """The desk says that the database does not answer: on a slow disk that is true, and people try again."""


def shown(page: requests.Response) -> list[Form]:
    """Return the forms of a page that was shown. Raises NotNow."""
    if page.status_code == 503:
        raise NotNow
    assert page.status_code == 200, f"{page.request.method} {page.url} answered {page.status_code}: {page.text}"
    return forms_of(page.text)


class Left:
    """What people leave for each other: cases with a proposal, listings that were approved, events to take back."""

    def __init__(self) -> None:
        self.cases: list[str] = []
        self.events: list[str] = []

    @staticmethod
    def some(things: list[str], chance: random.Random) -> str | None:
        return chance.choice(things[-12:]) if things else None


class Moderator:
    """Somebody in a browser: does one act after another, and remembers what was acknowledged."""

    def __init__(self, number: int, account: int, address: str, left: Left) -> None:
        self.account = account
        self.acknowledged: dict[int, str] = {}
        """Events that the answer named, with the reason that was typed."""
        self.repeated: list[str] = []
        """Reasons whose form was sent again and of which the answer then said that it had come before."""
        self.answers: Counter[str] = Counter()
        self.browser = DeskBrowser(address)
        self._number = number
        self._left = left
        self._chance = random.Random(number)
        self._made = 0

    def run(self, over: threading.Event) -> None:
        """Work until told to stop; a page that cannot be opened is tried again."""
        while not over.is_set():
            try:
                self._step()
            except NotNow:
                self.answers["page not now"] += 1
                over.wait(PAUSE)
            except requests.RequestException:
                self.answers["page cut off"] += 1
                over.wait(PAUSE)

    def _step(self) -> None:
        chosen = self._chance.choice(ACTS)
        case = self._left.some(self._left.cases, self._chance)
        event = self._left.some(self._left.events, self._chance)
        if chosen == "propose" or case is None:
            self._propose()
        elif chosen == "decide":
            if form := self._form_of(f"/meja/kasus/{case}", "/meja/usulan/", "putusan", "setuju"):
                self._send("decide", form, "alasan", putusan="setuju")
        elif chosen == "milder":
            if form := self._form_of(f"/meja/kasus/{case}", f"/meja/kasus/{case}/turunkan", "apa", "tangguhkan"):
                self._send("milder", form, "alasan_turun", apa="tangguhkan")
        elif event and (form := self._form_of(f"/meja/catatan/{event}", f"/meja/catatan/{event}/urungkan")):
            self._send("undo", form, "reason")

    def _propose(self) -> None:
        self._made += 1
        url = f"https://kabar-{self._number}.example/berita/{self._made}"
        (asked,) = [each for each in shown(self.browser.open("/meja/tempel")) if each.action == "/meja/tempel"]
        page = self.browser.send(asked, url=url, cari=WORDS)
        (form,) = [each for each in shown(page) if each.action == "/meja/tempel/tambah"]
        assert CLAIM in form.choices["klaim"]
        if place := self._send("propose", form, "alasan", klaim=CLAIM):
            found = re.match(r"/meja/kasus/(\d+)\?", place)
            assert found is not None, place
            self._left.cases.append(found[1])

    def _form_of(self, path: str, action: str, name: str = "", value: str = "") -> Form | None:
        """Open a page and find a form on it, if it offers that."""
        for form in shown(self.browser.open(path)):
            values = [*form.choices.get(name, ()), form.fields.get(name)]
            if form.action.startswith(action) and (not name or value in values):
                return form
        self.answers["not offered"] += 1
        return None

    def _send(self, act: str, form: Form, field: str, **typed: str) -> str | None:
        """Send a form with a reason of its own, and again where the answer was cut off, as when a page is reloaded."""
        reason = f"Alasan {self._number}-{sum(self.answers.values())}."
        again = False
        while True:
            try:
                answer = self.browser.send(form, **typed, **{field: reason})
                break
            except requests.RequestException:
                self.answers["cut off"] += 1
                again = True
                time.sleep(PAUSE)
        if answer.status_code != 303:
            self.answers[str(answer.status_code)] += 1
            if again and "Sudah dikirim" in answer.text:
                self.repeated.append(reason)
            return None
        place = answer.headers["Location"]
        named = re.search(r"[?&](?:e|kejadian)=(\d+)", place)
        assert named is not None, place
        self.acknowledged[int(named[1])] = reason
        self.answers[act] += 1
        self._left.events.append(named[1])
        return place


def hire(store: Store) -> list[int]:
    """Make the accounts of twenty people who list, decide and take back."""
    password = Passwords().hash(PASSWORD)
    with store.deciding("operator", int(time.time())) as work:
        people = [
            Account(
                login=f"orang{number}", name=f"Orang {number}", password_hash=password, totp_last=0,
                totp_sealed=store.sealer.seal(SECRET).decode(), created_at=work.now,
                roles=[AccountRole(role="approver", granted_at=work.now)],
            )
            for number in range(PEOPLE)
        ]  # fmt: skip
        work.session.add_all(people)
        work.session.flush()
        work.record("test.prepared", ("test", 1))
        return [each.id for each in people]


@contextmanager
def working(people: list[Moderator]) -> Iterator[None]:
    """Let people work meanwhile."""
    over = threading.Event()
    threads = [threading.Thread(target=each.run, args=(over,)) for each in people]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join(60)


def manifest(address: str) -> Any:
    return requests.get(f"{address}/lists/manifest.json", timeout=20).json()


def changes(address: str) -> list[str]:
    """Return the public chain, page by page as anybody reads it."""
    lines: list[str] = []
    while True:
        answer = requests.get(f"{address}/v1/changes", params={"after": len(lines), "limit": 500}, timeout=20)
        lines += answer.text.splitlines()
        if "next" not in answer.links:
            return lines


def test_what_people_at_the_real_desk_were_told_is_done_survives_kills(
    postgres_database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = {
        "CEKTAUTAN_DESK": "on",
        "CEKTAUTAN_VAR_DIR": str(tmp_path / "var"),
        "CEKTAUTAN_BLOCKLISTS_DIR": str(write_lists(tmp_path / "blocklists")),
        "CEKTAUTAN_EXTENSION_DIR": str(tmp_path / "extension"),
        "CEKTAUTAN_LIMIT_SIGN_IN": "600 per 1 minute",
        "DATABASE_URL": postgres_database.url,
    }
    begun = time.monotonic()
    store, _ = open_store(postgres_database.url, tmp_path / "var")
    service, left, chance = Service(settings), Left(), random.Random(5)
    people = [Moderator(number, account, service.address, left) for number, account in enumerate(hire(store))]

    def until_done(more: int) -> None:
        wanted = more + sum(len(each.acknowledged) for each in people)
        until(lambda: sum(len(each.acknowledged) for each in people) >= wanted, 60)

    try:
        for number, each in enumerate(people):
            each.browser.sign_in(f"orang{number}", PASSWORD, SECRET)
        with working(people):
            for _ in range(KILLS):
                until_done(chance.randint(*BETWEEN_KILLS))
                time.sleep(chance.uniform(0, MOMENTS))
                service.kill()
                service.begin()
            until_done(BETWEEN_KILLS[0])
            until(lambda: all(any(each.answers[act] for each in people) for act in ACTS), 90)
        until(lambda: manifest(service.address)["changes"]["seq"] == len(changes(service.address)))
        verified = start(settings, "verify", service.address)
        said, wrong = verified.communicate(timeout=60)
        assert (verified.returncode, wrong) == (0, "")
        assert "chain of changes whole" in said
        lines = changes(service.address)
    finally:
        service.stop()
    took = time.monotonic() - begun

    audited = start(settings, "audit")
    said, wrong = audited.communicate(timeout=60)
    with store.reading() as session:
        rows = session.execute(select(Event.seq, Event.actor, Event.action, Event.reason)).all()
        found = audit(session, store.sealer, int(time.time()))
    store.engine.dispose()
    events = {row.seq: (row.actor, row.reason) for row in rows}
    lost = [
        (seq, reason)
        for each in people
        for seq, reason in each.acknowledged.items()
        if events.get(seq) != (f"account:{each.account}", reason)
    ]
    # Each act writes one event of a kind, with the reason that was typed for it alone.
    done = Counter((row.reason, row.action) for row in rows if row.reason.startswith("Alasan "))
    twice = [act for act, times in done.items() if times > 1]
    again = [reason for each in people for reason in each.repeated]
    untrue = set(again) - {reason for reason, _ in done}
    answered = sum((each.answers for each in people), Counter[str]())
    acknowledged = sum(len(each.acknowledged) for each in people)
    with capsys.disabled():
        print(  # noqa: T201 -- the figures are the point
            f"\n{PEOPLE} people at the desk, {KILLS} kills, {took:.0f} s: {acknowledged} decisions acknowledged, "
            f"{len(lost)} lost, {len(twice)} done twice; {len(again)} told after a kill that they had sent it before, "
            f"{len(untrue)} wrongly; chain of {found.events} events and {found.changes} changes valid; "
            f"{dict(answered.most_common())}"
        )
    assert not lost
    assert not twice
    assert not untrue
    assert audited.returncode == 0, wrong
    assert "the published set of this log" in said
    assert len(lines) == found.changes
    verify_program()(lines)
    assert answered["cut off"]
