"""Answers as the bytes that travel over HTTP, with what every answer says about the list behind it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from cektautan.core.address import NotJudgeable
from cektautan.lookup.answer import check, refusal
from cektautan.lookup.published import PublishedSet


def envelope(published: PublishedSet, now: int) -> dict[str, Any]:
    """What every answer says about the publication that it comes from."""
    created = published.created
    return {
        "snapshot": {"seq": published.seq, "created": created, "age": max(0, now - created)},
        "stale": published.is_stale(now),
        "licence": published.licence,
    }


def one(url: str, published: PublishedSet, now: int) -> tuple[str, bytes]:
    """The state and the JSON of the answer about one address.

    Raises:
        NotJudgeable: as `check`.

    """
    answer = check(url, published, now)
    document = answer.for_orjson()
    document.update(envelope(published, now))
    return answer.state.value, orjson.dumps(document)


def many(urls: Iterable[str], published: PublishedSet, now: int) -> tuple[list[str], bytes]:
    """The states and the JSON of the answers about several addresses, in order."""
    results: list[dict[str, Any]] = []
    for url in urls:
        try:
            results.append(check(url, published, now).for_orjson())
        except NotJudgeable as refused:
            results.append(refusal(refused.reason))
    return [each["state"] for each in results], orjson.dumps({"results": results, **envelope(published, now)})
