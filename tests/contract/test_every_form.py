"""The same listed hoax, imitation and retraction through every form: who tells what, what is left out, and why.

`pytest -s tests/contract/test_every_form.py` prints the table. What is told is found out by asking each form; the data
that the public page is made of give the reasons, and have to agree. docs/exports.md has the printed table.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping

import pytest
from tests.conftest import ROOT
from tests.support.every_form import CLAIM, YES, make, publish
from tests.support.exported import KINDS, Exporting
from werkzeug.serving import make_server

from cektautan.publish.exports.formats import CARRIED, everything, kinds
from cektautan.web.texts import load

CLAIM_ALONE = "claim_alone"
TEXTS = load("en")
Seen = Mapping[str, Mapping[str, str]]


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seen]:
    """What each form tells, by kind and form."""
    folder = tmp_path_factory.mktemp("exporting")
    exporting = Exporting(folder / "var")
    root_key = publish(exporting)
    client = exporting.client()
    server = make_server("127.0.0.1", 0, client.application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    asked = make(exporting, f"http://127.0.0.1:{server.port}", client, root_key, folder / "local")
    yield {kind: asked.seen(kind) for kind in KINDS}
    asked.local.close()
    server.shutdown()
    thread.join()
    server.server_close()


def lines(seen: Seen) -> list[str]:
    """The table: `yes` where a listing was found in a form, else the reason that the data give."""
    rows = [["", *(TEXTS[f"export_kind_{kind}"] for kind in kinds())], ["---"] * (len(kinds()) + 1)]
    for form in everything():
        cells = (
            TEXTS["export_yes"] if seen[kind][form.name] == YES else TEXTS[f"export_why_{form.carries[kind]}"]
            for kind in kinds()
        )
        rows.append([form.name, *cells])
    return [f"| {' | '.join(row)} |".replace("|  |", "| |", 1) for row in rows]


def reasons() -> list[str]:
    """What each reason means."""
    found = sorted({why for form in everything() for why in form.carries.values()} - {CARRIED})
    return [f"- **{TEXTS[f'export_why_{why}']}**: {TEXTS[f'export_means_{why}']}" for why in found]


def test_the_table_of_forms_and_kinds_is_what_comes_out(seen: Seen) -> None:
    print("", *lines(seen), "", *reasons(), sep="\n")  # noqa: T201 -- the table is what the test is run for
    for form in everything():
        for kind in kinds():
            promised, found = form.carries[kind], seen[kind][form.name]
            assert (found == YES) == (promised == CARRIED), (form.name, kind, found)
            # Another form may name the claim by another place where it appeared.
            assert promised != CLAIM_ALONE or found == CLAIM, (form.name, kind, found)


def test_nothing_was_asked_that_the_table_does_not_have(seen: Seen) -> None:
    for kind in KINDS:
        assert list(seen[kind]) == [form.name for form in everything()]


def test_the_document_has_the_table(seen: Seen) -> None:
    document = (ROOT / "docs" / "exports.md").read_text("utf-8")
    assert "\n".join(lines(seen)) in document
    assert "\n".join(reasons()) in document
