"""Answers as the bytes that travel over HTTP, with what every answer says about the list behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from cektautan.core.address import NotJudgeable
from cektautan.core.vocabulary import State
from cektautan.lookup.answer import NOTHING_KNOWN, check, refusal
from cektautan.lookup.published import PublishedSet


def envelope(published: PublishedSet, now: int) -> dict[str, Any]:
    """What every answer says about the publication that it comes from."""
    created = published.created
    return {
        "snapshot": {"seq": published.seq, "created": created, "age": max(0, now - created)},
        "stale": published.is_stale(now),
        "licence": published.licence,
    }


class Ending:
    """How an answer ends where nothing is listed: it is the same for every such address in one second."""

    def __init__(self) -> None:
        self._kept: tuple[PublishedSet | None, int, bytes] = None, 0, b""

    def of(self, published: PublishedSet, now: int) -> bytes:
        """What stands in the JSON behind what is said of the address itself."""
        known, at, ending = self._kept
        if known is not published or at != now:
            ending = b"," + orjson.dumps({**NOTHING_KNOWN, **envelope(published, now)})[1:]
            self._kept = published, now, ending
        return ending


def one(url: str, published: PublishedSet, now: int, ending: Ending) -> tuple[str | None, bytes]:
    """The state to be counted and the JSON of the answer about one address.

    Raises:
        NotJudgeable: as `check`.

    """
    answer = check(url, published, now)
    if answer.record is None:
        return answer.counted, orjson.dumps(answer.head())[:-1] + ending.of(published, now)
    document = answer.for_orjson()
    document.update(envelope(published, now))
    return answer.counted, orjson.dumps(document)


def many(urls: Iterable[str], published: PublishedSet, now: int) -> tuple[list[str | None], bytes]:
    """The states to be counted and the JSON of the answers about several addresses, in order."""
    results: list[dict[str, Any]] = []
    counted: list[str | None] = []
    for url in urls:
        try:
            answer = check(url, published, now)
        except NotJudgeable as refused:
            results.append(refusal(refused.reason))
            counted.append(State.ERROR.value)
        else:
            results.append(answer.for_orjson())
            counted.append(answer.counted)
    return counted, orjson.dumps({"results": results, **envelope(published, now)})
