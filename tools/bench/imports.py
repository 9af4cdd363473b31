"""How fast a preview of an import is made, against reading the same file with csv and parsing each address once.

The peer does none of the judging (identity, protected names, suffixes, what is listed already, keeping the outcome), so
the goal is a multiple of it: what a hundred thousand lines may take.
"""

from __future__ import annotations

import csv
import io
import tempfile
import time
from pathlib import Path

import ada_url
from cryptography.fernet import Fernet

from cektautan.desk.imports.reading import read_batch
from cektautan.desk.policy import load_policy
from cektautan.store.connect import connect
from cektautan.store.models import Batch
from cektautan.store.sealing import Sealer
from cektautan.store.transaction import Store
from tools.bench.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
ROWS = 100_000
NOW = 1_790_000_000


def made_up() -> bytes:
    """Return a file of pages and hosts, no two alike."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(["subject", "scope"])
    for number in range(ROWS):
        if number % 4:
            writer.writerow([f"https://kabar{number % 997}.example/2026/{number}?utm_source=x", ""])
        else:
            writer.writerow([f"palsu{number}.example", "host"])
    return file.getvalue().encode()


def peer(data: bytes) -> float:
    """Return the seconds for reading and parsing alone."""
    began = time.perf_counter()
    for row in csv.reader(io.StringIO(data.decode())):
        subject = row[0]
        try:
            ada_url.URL(subject if "://" in subject else f"https://{subject}")
        except ValueError:
            continue
    return time.perf_counter() - began


def preview(data: bytes) -> float:
    """Return the seconds for the whole preview, with its rows in a database."""
    policy = load_policy(ROOT / "rules", ROOT / "blocklists")
    with tempfile.TemporaryDirectory() as folder:
        store = Store(connect("", Path(folder) / "desk.sqlite3"), Sealer([Fernet.generate_key().decode()]))
        with store.deciding("operator", NOW) as work:
            batch = Batch(
                name="bench", file_name="bench.csv", file_sha256="", data=data, status="uploaded", uploaded_at=NOW
            )
            work.session.add(batch)
            work.session.flush()
            number = batch.id
        began = time.perf_counter()
        read_batch(store, policy, number, NOW)
        seconds = time.perf_counter() - began
        store.engine.dispose()
    return seconds


def measure() -> list[Figure]:
    """Measure both over the same file."""
    data = made_up()
    alone, whole = peer(data), preview(data)
    rate = f"{ROWS} rows in {whole:.1f} s, {ROWS / whole:.0f} rows/s"
    return [Figure("import preview over csv and URL parsing alone", whole / alone, "x", "<=", 60.0, rate)]
