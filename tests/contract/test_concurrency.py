"""Many who decide at once, and a service that is killed meanwhile: nothing that was acknowledged is lost."""

from __future__ import annotations

import http.client
import json
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from tests.support.desk import NOW, People, add, add_sources, claim, listing, shipped_policy
from tests.support.processes import answers, free_port, until
from tests.support.stores import Database

from cektautan.desk.decisions.decide import approve, reject
from cektautan.desk.decisions.lower import lower, retract
from cektautan.desk.decisions.outcomes import Done
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.errors import Conflict, DeskError
from cektautan.store.audit import audit
from cektautan.store.models import Claim, Event, Listing, Proposal
from cektautan.store.transaction import Store

ROOT = Path(__file__).resolve().parents[2]
CLIENTS = 20
KILLS = 8
BETWEEN_KILLS = (10, 30)
"""Decisions that are acknowledged between two kills."""
MOMENTS = 0.05
"""Seconds within which a kill then comes by chance, so that it meets decisions at any point of theirs."""

CHOICES = ("list", "list", "approve", "approve", "lower", "undo")
"""What people ask for, by chance; each of it has to be done by somebody."""


def at_once(database: Database, *acts: Callable[[Store], Done]) -> list[Done | DeskError]:
    """Do acts at the same moment, each with its own view of the database."""
    outcomes: list[Done | DeskError] = []
    ready = threading.Barrier(len(acts))

    def run(act: Callable[[Store], Done]) -> None:
        store = database.open()
        ready.wait()
        try:
            outcomes.append(act(store))
        except DeskError as error:
            outcomes.append(error)
        store.engine.dispose()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return outcomes


def prepared(database: Database) -> tuple[Store, People]:
    store = database.open()
    add_sources(store)
    return store, People(store)


def one_of_two(outcomes: list[Done | DeskError]) -> tuple[Done, Conflict]:
    (done,) = [each for each in outcomes if isinstance(each, Done)]
    (conflict,) = [each for each in outcomes if isinstance(each, Conflict)]
    return done, conflict


def test_of_two_who_decide_a_proposal_at_once_one_decides_and_one_is_told_who(database: Database) -> None:
    store, people = prepared(database)
    policy, other = shipped_policy(), people.add("dewi", "approver")
    add(store, claim())
    asked = list_addresses(
        store, policy, people.sari, "klaim-uji-2026", [Address("https://kabar.example/1")], "Sudah diperiksa.", NOW
    )
    number = asked.proposal_id or 0
    done, conflict = one_of_two(
        at_once(
            database,
            lambda own: approve(own, policy, people.budi, number, 1, "Setuju.", NOW + 1),
            lambda own: reject(own, policy, other, number, 1, "Klaimnya lain.", NOW + 1),
        )
    )
    assert conflict.earlier is not None
    assert conflict.earlier.seq == done.event
    with store.reading() as session:
        proposal = session.get_one(Proposal, number)
        row = session.scalars(select(Listing)).one()
        assert (proposal.status, row.status) in {("approved", "active"), ("rejected", "removed")}
        assert proposal.decided_by == conflict.earlier.by
        audit(session, store.sealer, NOW)
    store.engine.dispose()


def test_of_two_who_lower_at_once_the_second_sees_what_the_first_did(database: Database) -> None:
    store, people = prepared(database)
    policy = shipped_policy()
    add(store, claim(), listing())
    done, conflict = one_of_two(
        at_once(
            database,
            lambda own: lower(own, policy, people.sari, 1, 1, 1, "Keliru.", NOW + 1),
            lambda own: retract(own, policy, people.tono, 1, 1, "Keliru.", NOW + 1),
        )
    )
    assert conflict.earlier is not None
    assert conflict.earlier.seq == done.event
    with store.reading() as session:
        audit(session, store.sealer, NOW)
    store.engine.dispose()


class Service:
    """The service, which is killed and begins again."""

    def __init__(self, url: str) -> None:
        self.port = free_port()
        self._command = [sys.executable, "-m", "tests.support.desk_service", str(self.port), url]
        self.begin()

    def begin(self) -> None:
        self.process = subprocess.Popen(self._command, cwd=ROOT, stderr=subprocess.DEVNULL)
        until(lambda: answers(f"http://127.0.0.1:{self.port}/"))

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)


class Client:
    """A moderator's browser: it does one act after another, and notes what was acknowledged."""

    def __init__(self, number: int, account: int, service: Service, work: Work) -> None:
        self._number = number
        self._account = account
        self._service = service
        self._work = work
        self._chance = random.Random(number)
        self._made = 0
        self.acknowledged: list[tuple[int, int]] = []
        """Account and event."""
        self.answers: Counter[str] = Counter()

    def run(self, over: threading.Event) -> None:
        while not over.is_set():
            self._step()

    def _step(self) -> None:
        match self._chance.choice(CHOICES):
            case "list":
                self._made += 1
                url = f"https://kabar-{self._number}.example/{self._made}"
                said = self._ask("list", "klaim-uji-2026", [url], "Sudah diperiksa.")
                if said and said["proposal"]:
                    self._work.proposals.append(said["proposal"])
            case "approve" if proposal := self._work.some(self._work.proposals, self._chance):
                said = self._ask("approve", proposal, 1, "Setuju.")
                if said:
                    self._work.listings.extend(said["listings"])
                    self._work.events.append(said["event"])
            case "lower" if found := self._work.some(self._work.listings, self._chance):
                said = self._ask("lower", found, 2, 1, "Keliru.")
                if said:
                    self._work.events.append(said["event"])
            case "undo" if event := self._work.some(self._work.events, self._chance):
                said = self._ask("undo", event, "Ternyata tidak.")
                if said and said["proposal"]:
                    self._work.proposals.append(said["proposal"])
            case _:
                time.sleep(0.01)

    def _ask(self, act: str, *arguments: Any) -> dict[str, Any] | None:
        """Ask for an act; what was not acknowledged may have been done or not."""
        connection = http.client.HTTPConnection("127.0.0.1", self._service.port, timeout=30)
        try:
            body = json.dumps({"act": act, "account": self._account, "with": arguments})
            connection.request("POST", "/", body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            said: dict[str, Any] = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError):
            self.answers["cut off"] += 1
            time.sleep(0.1)
            return None
        finally:
            connection.close()
        if response.status != 200:
            self.answers[said.get("error", "refused")] += 1
            return None
        self.answers[act] += 1
        self.acknowledged.append((self._account, said["event"]))
        return said


class Work:
    """What the clients leave for each other."""

    def __init__(self) -> None:
        self.proposals: list[int] = []
        self.listings: list[int] = []
        self.events: list[int] = []

    @staticmethod
    def some(things: list[int], chance: random.Random) -> int | None:
        return chance.choice(things[-30:]) if things else None


def test_nothing_that_was_acknowledged_is_lost_when_the_service_is_killed(
    postgres_database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    store, people = prepared(postgres_database)
    add(store, claim(review_by=date(2028, 9, 1)))
    accounts = [people.add(f"moderator{number}", "approver") for number in range(CLIENTS)]
    service, work, over = Service(postgres_database.url), Work(), threading.Event()
    clients = [Client(number, account, service, work) for number, account in enumerate(accounts)]
    threads = [threading.Thread(target=client.run, args=(over,)) for client in clients]
    chance = random.Random(4)

    def done() -> int:
        return sum(len(client.acknowledged) for client in clients)

    def until_done(wanted: int) -> None:
        until(lambda: done() >= wanted, 90)

    begun = time.monotonic()
    for thread in threads:
        thread.start()
    try:
        for _ in range(KILLS):
            until_done(done() + chance.randint(*BETWEEN_KILLS))
            time.sleep(chance.uniform(0, MOMENTS))
            service.kill()
            service.begin()
        until_done(done() + BETWEEN_KILLS[0])
    finally:
        over.set()
        for thread in threads:
            thread.join(60)
        service.kill()
    took = time.monotonic() - begun
    acknowledged = [each for client in clients for each in client.acknowledged]
    with store.reading() as session:
        actors = {row.seq: row.actor for row in session.execute(select(Event.seq, Event.actor))}
        lost = [each for each in acknowledged if actors.get(each[1]) != f"account:{each[0]}"]
        found = audit(session, store.sealer, int(time.time()))
        listings = session.scalar(select(func.count()).select_from(Listing))
        assert session.scalar(select(func.count()).select_from(Claim)) == 1
    answered = sum((client.answers for client in clients), Counter[str]())
    store.engine.dispose()
    with capsys.disabled():
        print(  # noqa: T201 -- the figures are the point
            f"\n{CLIENTS} clients, {KILLS} kills, {took:.0f} s: {len(acknowledged)} decisions acknowledged, "
            f"{len(lost)} lost; chain of {found.events} events and {found.changes} changes valid, {listings} listings; "
            f"{dict(answered.most_common())}"
        )
    assert not lost
    assert len(set(acknowledged)) == len(acknowledged)
    assert answered["cut off"]
    assert answered["Conflict"]
    assert all(answered[act] for act in CHOICES), answered
