"""What no database takes is a plain refusal on both engines: a NUL in a text, and a number without end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event
from tests.support.people import Desk, Person
from tests.support.stores import Database

from cektautan.store.models import Case, Note
from cektautan.web.texts import load

TOO_LARGE = 10**20


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Iterator[Desk]:
    opened: set[Engine] = set()

    def remember(connection: Connection) -> None:
        opened.add(connection.engine)

    # The application keeps its engine to itself, and it has to be closed all the same.
    event.listen(Engine, "engine_connect", remember)
    yield Desk(tmp_path / "desk", DATABASE_URL=database.url)
    event.remove(Engine, "engine_connect", remember)
    for engine in opened:
        engine.dispose()


@pytest.fixture
def rina(desk: Desk) -> Person:
    return desk.person("rina", "moderator", "admin", "auditor")


def test_a_nul_in_a_form_of_the_desk_is_refused(desk: Desk, rina: Person) -> None:
    with desk.store.deciding("system", desk.now) as work:
        case = Case(kind="report", lane="unchecked", merge_group="report", key="url:kabar.co.id/a", opened_at=desk.now)
        work.session.add(case)
        work.session.flush()
        work.record("case.opened", ("case", case.id))
        number = case.id
    for language, words in (("id", load("id")), ("en", load("en"))):
        answer = rina.post(f"/meja/kasus/{number}/pesan?lang={language}", {"pesan": "catatan\0"})
        assert answer.content_type.startswith("text/html")
        assert words["error_400_title"] in answer.text
        assert words["error_to_desk"] in answer.text
    for path, typed in (
        (f"/meja/kasus/{number}/pesan", {"pesan": "catatan\0"}),
        ("/meja/masuk", {"nama": "rina\0", "sandi": "salah"}),
        ("/meja/orang/baru", {"nama": "Sari\0", "akun": "sari"}),
        ("/meja/orang/baru", {"nama": "Sari", "akun": "sari", "x\0": ""}),
    ):
        assert rina.post(path, typed).status_code == 400, path
    with desk.store.reading() as session:
        assert session.query(Note).count() == 0


@pytest.mark.parametrize(
    "path", ["/meja/cari?q=a%00b", "/meja/klaim/a%00b", "/meja/catatan?nama=%00", "/meja?jenis=%00"]
)
def test_a_nul_in_an_address_of_the_desk_is_refused(rina: Person, path: str) -> None:
    answer = rina.get(path)
    assert answer.status_code == 400
    assert answer.content_type.startswith("text/html")


def test_a_nul_on_the_readers_pages_is_refused(desk: Desk) -> None:
    reader = desk.app.test_client()
    assert reader.get("/periksa/%00").status_code == 400
    assert reader.get("/periksa/a%00?lang=id").status_code == 400
    assert reader.get("/lapor?claim=%00").status_code == 400
    assert reader.post("/laporan", data={"ticket": "\0"}).status_code == 400
    assert reader.post("/lapor", data={"step": "send", "kind": "report", "text": "\0"}).status_code == 400
    for path, document in (
        ("/v1/reports/status", {"ticket": "\0" * 26}),
        ("/v1/reports", {"ticket": "\0", "kind": "report", "url": "https://kabar.co.id/a"}),
        ("/v1/reports", {"kind": "report", "url": "https://kabar.co.id/a\0", "ticket": "0" * 26, "reason": "\0"}),
    ):
        assert 400 <= reader.post(path, json=document).status_code < 500, path


def test_a_number_without_end_leads_nowhere(desk: Desk, rina: Person) -> None:
    asked = 0
    for rule in desk.app.url_map.iter_rules():
        if "<int" not in rule.rule:
            continue
        path = rule.rule
        for _ in rule.arguments:
            path = path.replace(path[path.index("<") : path.index(">") + 1], str(TOO_LARGE), 1)
        for answer in (rina.get(path), rina.post(path, {"alasan": "x", "reason": "x"})):
            assert answer.status_code == 404, path
            assert answer.content_type.startswith("text/html"), path
        asked += 1
    assert asked > 20
