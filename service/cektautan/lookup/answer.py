"""From an address to what is known about it: identity, decision, record.

The same steps as the extension takes, over the same signed set (architecture.md, "The flow"). An address that cannot
be judged is an error with a reason and never `unknown`; nothing that fails here may end as "nothing known".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from cektautan.core.address import NotJudgeable
from cektautan.core.decision import Decision, decide
from cektautan.core.identity import Identity, identify
from cektautan.core.keys import key_hash
from cektautan.core.vocabulary import UNLISTED_STATE, Level, Staleness, State, Verdict
from cektautan.core.wider import wider
from cektautan.lookup.published import PublishedSet
from cektautan.lookup.records import UNREADABLE, Record
from cektautan.lookup.scores import NO_SCORE, NO_SCORE_JSON

WORDS = {verdict: verdict.word for verdict in Verdict}
_NO_FIELDS: dict[str, Any] = {
    "reason_code": None,
    "statement": None,
    "listed": None,
    "review_by": None,
    "test": False,
    "claims": [],
}
NOTHING_KNOWN: dict[str, Any] = {**_NO_FIELDS, "score": NO_SCORE_JSON}
"""What `for_orjson` says behind the head where nothing is listed."""

DETAILS = {
    "empty": "The address is empty.",
    "too_long": "The address is longer than 8192 bytes without its fragment.",
    "not_parseable": "A browser could not read this as a whole address either; one begins with https or http.",
    "not_http": "Only http and https addresses can be judged.",
    "no_host": "The address names no host.",
    "bad_host": "The address has a host name that not every browser reads alike.",
}


@dataclass(slots=True)
class Answer:
    """What is known about one address; never changed, see `core.address.Address`."""

    identity: Identity
    state: State
    level: Level | None
    verdict: Verdict
    match_kind: str | None
    record: Record | None

    @property
    def counted(self) -> str | None:
        """The state under which the answer may be counted; None for a test page, which is counted nowhere."""
        return None if self.record is not None and self.record.test else self.state.value

    def to_json(self) -> dict[str, Any]:
        """The answer as plain values, the shape of `Judgement` in the API."""
        record = self.record
        if record is None:
            return {**self.head(), **_NO_FIELDS, "claims": [], "score": dict(NO_SCORE)}
        fields = {
            "reason_code": record.reason_code,
            "statement": record.statement,
            "listed": record.listed,
            "review_by": record.review_by,
            "test": record.test,
            "claims": record.claims,
            "score": record.score,
        }
        return {**self.head(), **fields}

    def for_orjson(self) -> dict[str, Any]:
        """The same for `orjson.dumps`, with the parts of the record that were written out before."""
        record = self.record
        head = self.head()
        if record is None:
            head.update(NOTHING_KNOWN)
            return head
        head["reason_code"] = record.reason_code
        head["statement"] = record.statement_json
        head["listed"] = record.listed
        head["review_by"] = record.review_by
        head["test"] = record.test
        head["claims"] = record.claims_json
        head["score"] = record.score_json
        return head

    def head(self) -> dict[str, Any]:
        """What is said of the address itself, with which every answer begins."""
        identity = self.identity
        return {
            "url": identity.url,
            "key": identity.key,
            "kind": identity.kind,
            "surface": identity.surface,
            "comment": identity.comment,
            "state": self.state,
            "verdict": WORDS[self.verdict],
            "level": None if self.level is None else int(self.level),
            "match_kind": self.match_kind,
        }


def check(url: str, published: PublishedSet, now: int) -> Answer:
    """Return what is known about an address.

    Raises:
        NotJudgeable: the address is none that could be judged; `.reason` says why.

    """
    try:
        identity = identify(url, published.rules)
    except NotJudgeable:
        # No spelling may lead past a listing that covers it all the same. Where there is none it stays an error.
        covering = wider(url, published.rules)
        if covering is None:
            raise
        under, keys = covering
        decision, record = find(keys, published, published.staleness(now))
        if decision is None:
            raise
        return _listed(under, decision, record)
    decision, record = find_page(identity, published, published.staleness(now))
    if decision is None:
        return Answer(identity, UNLISTED_STATE[identity.surface], None, Verdict.UNKNOWN, None, None)
    return _listed(identity, decision, record)


def _listed(identity: Identity, decision: Decision, record: Record | None) -> Answer:
    state = State.CLEARED if decision.level == Level.CLEARED else State.LISTED
    return Answer(identity, state, decision.level, decision.verdict, decision.kind.value, record)


def find_page(
    identity: Identity, published: PublishedSet, staleness: Staleness
) -> tuple[Decision, Record] | tuple[None, None]:
    """The listing that holds for an address, with its record. Where nothing lies below its domains, none does."""
    if identity.host and not published.may_list(identity.host):
        return None, None
    return find(identity.keys, published, staleness)


def find(
    keys: tuple[str, ...], published: PublishedSet, staleness: Staleness
) -> tuple[Decision, Record] | tuple[None, None]:
    """The listing that holds for these keys, with its record. A match by chance, whose full hash differs, is none.

    Where the record cannot be read it is a note at most, as in the extension: who warns names claim and checker.
    """
    while keys:
        decision = decide(keys, published.first, staleness)
        if decision is None:
            break
        record = published.records.find(key_hash(decision.key))
        if record is UNREADABLE:
            return replace(decision, level=min(decision.level, Level.NOTE)), record
        if record is not None:
            return decision, record
        keys = keys[decision.index + 1 :]
    return None, None


@lru_cache(maxsize=len(DETAILS))
def refusal(reason: str) -> dict[str, str]:
    """What stands in a list of answers for an address that cannot be judged."""
    return {"state": "error", "error": reason, "detail": DETAILS[reason]}


def check_all(urls: Iterable[str], published: PublishedSet, now: int) -> list[dict[str, Any]]:
    """The answers to several addresses in order, as plain values, each with its own error where it has one."""
    answers: list[dict[str, Any]] = []
    for url in urls:
        try:
            answers.append(check(url, published, now).to_json())
        except NotJudgeable as refused:
            answers.append(refusal(refused.reason))
    return answers
