"""Every page of the desk with a query that is none, and every route with objects that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_from_bytes

from tests.support.desk_faults import ANYWHERE, LARGEST, LONG, NUL, OF_NUMBERS, OF_WORDS
from tests.support.desk_fuzz import Judge
from werkzeug.routing import Rule

LANGUAGE, BACK = "lang", "kembali"
FORM = "application/x-www-form-urlencoded"
NOWHERE = (
    b"0", LARGEST, b"9" * 40, b"-1", NUL, b"\xff\xed\xa0\x80", LONG, "\u202e".encode(), b"..", b"..%2F..", b"a b",
)  # fmt: skip
"""What stands for an object in an address and is none."""
FAULTS = {**ANYWHERE, **OF_NUMBERS, **OF_WORDS, "large": LONG * 10}


def paths(rule: Rule) -> Iterator[tuple[str, bytes]]:
    """Yield the address of a route with each of its objects wrong, and with what."""
    for value in NOWHERE:
        path = rule.rule
        for _ in rule.arguments:
            path = path.replace(path[path.index("<") : path.index(">") + 1], quote_from_bytes(value, safe="%"), 1)
        yield path, value


def test_every_page_with_every_fault_in_its_query(judge: Judge) -> None:
    who = next(iter(judge.walk.forms.values())).who
    for route, opened in judge.walk.opened.items():
        path = opened[0].partition("?")[0]
        asked = judge.walk.asked.get(route, set()) | ({BACK} if path.startswith("/meja/masuk") else set())
        for name in sorted(asked | {LANGUAGE}):
            for fault, value in (ANYWHERE if name == LANGUAGE else FAULTS).items():
                query = f"{name}={quote_from_bytes(value)}&{name}={quote_from_bytes(value)}"
                judge.send(who, "GET", f"{path}?{query}", f"{name}: {fault}", refused=value == NUL)
    assert not judge.faults, "\n".join(judge.faults)
    judge.tell("pages")


def test_every_route_with_objects_that_are_not_there(judge: Judge) -> None:
    who = next(iter(judge.walk.forms.values())).who
    for rule in judge.desk.app.url_map.iter_rules():
        if rule.rule.startswith("/meja") and rule.arguments:
            method = "POST" if "POST" in (rule.methods or ()) else "GET"
            for path, value in paths(rule):
                body, media = b"", ""
                if method == "POST":
                    body, media = f"csrf_token={who.form_token()}&alasan=x".encode(), FORM
                judge.send(who, method, path, repr(value[:9]), body=body, media=media, refused=True)
    assert not judge.faults, "\n".join(judge.faults)
    judge.tell("objects")
