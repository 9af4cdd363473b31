"""Another desk's chain gives the last word about each listing, by hash; a chain that was altered gives nothing."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any

import pytest
from tests.support.lists import document, faults, read

from cektautan.sources.lists.changes import HASHED, Changes
from cektautan.sources.lists.findings import FileRefusedError

ONE, TWO = sha256(b"url:kabar.example/1").hexdigest(), sha256(b"url:kabar.example/2").hexdigest()


def body(op: str, listing: int, digest: str, level: int | None = 2) -> dict[str, Any]:
    return {
        "op": op, "listing": listing, "sha256": digest, "kind": "url", "claim": "klaim-2026", "level": level,
        "verdict": "false", "reason_code": "misleading", "review_by": "2027-01-01",
    }  # fmt: skip


def chain(*bodies: dict[str, Any], seq: int = 0, prev: str = "0" * 64) -> list[str]:
    lines = []
    for each in bodies:
        seq += 1
        link = {"body": json.dumps(each), "event_seq": seq, "prev_hash": prev, "seq": seq}
        plain = json.dumps(link, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        prev = sha256(plain.encode()).hexdigest()
        lines.append(json.dumps({**link, "hash": prev}, sort_keys=True))
    return lines


def test_the_last_line_about_a_listing_counts() -> None:
    lines = chain(body("list", 1, ONE), body("list", 2, TWO, 3), body("amend", 2, TWO, 1), body("retract", 1, ONE, 0))
    reading = read(Changes(), "\n".join(lines) + "\n")
    assert [(each.line, each.subject, each.level, each.retracted) for each in reading.entries] == [
        (3, f"{HASHED}{TWO}", 1, False),
        (4, f"{HASHED}{ONE}", None, True),
    ]
    assert (reading.facts["first"], reading.facts["last"]) == ("1", "4")
    assert reading.facts["hash"] == json.loads(lines[-1])["hash"]


@pytest.mark.parametrize("op", ["expire", "remove"])
def test_what_ended_is_taken_back(op: str) -> None:
    (entry,) = read(Changes(), "\n".join(chain(body(op, 1, ONE, None)))).entries
    assert entry.retracted


def test_a_page_of_the_middle_is_read_too() -> None:
    reading = read(Changes(), "\n".join(chain(body("list", 1, ONE), seq=40, prev="a" * 64)))
    assert (reading.facts["first"], len(reading.entries)) == ("41", 1)


@pytest.mark.parametrize("broken", ["altered", "left_out", "swapped", "no_json"])
def test_a_chain_that_was_altered_gives_nothing(broken: str) -> None:
    lines = chain(*(body("list", number, ONE) for number in range(1, 5)))
    match broken:
        case "altered":
            lines[2] = lines[2].replace('level\\": 2', 'level\\": 0')
        case "left_out":
            del lines[2]
        case "swapped":
            lines[2], lines[3] = lines[3], lines[2]
        case _:
            lines[2] = lines[2][:50]
    with pytest.raises(FileRefusedError) as caught:
        Changes().read(document("\n".join(lines)))
    assert (caught.value.code, caught.value.line) == ("bad_json" if broken == "no_json" else "broken_chain", 3)


def test_a_change_of_an_unknown_kind_is_a_fault() -> None:
    reading = read(Changes(), "\n".join(chain(body("baru", 1, ONE), body("list", 2, "bukan sidik"))))
    assert faults(reading) == [(1, "unknown_change"), (2, "unknown_change")]
