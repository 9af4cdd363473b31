"""What a client answers with: plain, typed, never changed, and the same whether a server or this computer decided.

The words are those of docs/verdicts.md. None of them is "safe": of most addresses nothing is on record, and that is
what `State.UNKNOWN` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from cektautan.core.vocabulary import Kind, Level, State, Surface, Verdict

_VERDICTS = {verdict.word: verdict for verdict in Verdict}


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Indonesian and English."""

    id: str
    en: str


@dataclass(frozen=True, slots=True)
class Review:
    """One publisher's check of a claim."""

    publisher: str
    url: str
    rating: str
    """The publisher's own word, verbatim."""
    verdict: Verdict
    """The same in our vocabulary; `UNKNOWN` also for a word that is newer than this client."""
    date: date


@dataclass(frozen=True, slots=True)
class Claim:
    """What is being asserted, and who checked it."""

    id: str
    """Its record stands at `/c/<id>` of the service."""
    text: Text
    about: tuple[str, ...]
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class Driver:
    """What one review did to a score."""

    evidence: str
    source: str
    url: str
    contribution: float


@dataclass(frozen=True, slots=True)
class Score:
    """Reputation as a number, for ordering; it never decides a level."""

    risk: int | None
    low: int | None
    confidence: int
    band: str
    drivers: tuple[Driver, ...]
    model: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Why something is on the list."""

    reason_code: str
    statement: Text
    listed: date
    review_by: date
    test: bool
    """One of the service's own test pages: claim and check are made up."""
    claims: tuple[Claim, ...]
    """The claim that decides first."""
    score: Score


@dataclass(frozen=True, slots=True)
class Publication:
    """Which publication of the list an answer comes from."""

    seq: int
    created: int
    """When it was signed, Unix seconds."""
    stale: bool
    """Past its expiry: wider matches count less, and the date of the list is to be said first."""
    licence: str


class Answer(NamedTuple):
    """What is known about one address.

    One is made for every link that is checked, and a frozen dataclass would take four times as long to make.
    """

    url: str
    """In canonical form, redirectors, archives and tracking parameters taken off; empty where it cannot be judged."""
    key: str
    """Its most specific key; empty where it cannot be judged."""
    kind: Kind | None
    surface: Surface | None
    comment: bool
    """The link opens a comment; the record is about the post."""
    state: State
    verdict: Verdict
    level: Level | None
    """None where nothing is listed."""
    match_kind: Kind | None
    """The kind of the listed key that matched."""
    listing: Listing | None
    """None where nothing is listed; and at level 0 or 1, where the list's record of it cannot be read."""
    publication: Publication
    error: str | None = None
    """Why it cannot be judged, where `state` is `error`: `empty`, `too_long`, `not_parseable`, `not_http`, …"""

    @property
    def warns(self) -> bool:
        """Whether a reader is warned: level 2 or 3. False never means that the link is true or harmless."""
        return self.level is not None and self.level >= Level.CAUTION

    @property
    def stale(self) -> bool:
        """Whether the list is past its expiry."""
        return self.publication.stale

    @property
    def reviews(self) -> tuple[Review, ...]:
        """Every check of every claim, those of the claim that decides first."""
        return () if self.listing is None else tuple(each for claim in self.listing.claims for each in claim.reviews)


@dataclass(frozen=True, slots=True)
class DomainAnswer:
    """What is on record about a domain: counts, and a verdict only where the domain itself is listed."""

    domain: str
    host: str
    type: str
    """`site`, `platform` or `shared_host`; the last two never get a verdict."""
    state: State
    verdict: Verdict | None
    level: Level | None
    claims_false_12_months: int
    claims_total: int
    corrections: int
    publishers: tuple[str, ...]
    score: Score
    publication: Publication


def refused(reason: str, publication: Publication) -> Answer:
    """Return the answer about an address that cannot be judged."""
    return Answer("", "", None, None, False, State.ERROR, Verdict.UNKNOWN, None, None, None, publication, error=reason)


def read_answer(told: Mapping[str, Any], publication: Publication) -> Answer:
    """Read an answer of the API. Raises KeyError, TypeError or ValueError where it is none."""
    if told["state"] == State.ERROR:
        return refused(told["error"], publication)
    return Answer(
        url=told["url"],
        key=told["key"],
        kind=Kind(told["kind"]),
        surface=Surface(told["surface"]),
        comment=told["comment"],
        state=State(told["state"]),
        verdict=_VERDICTS[told["verdict"]],
        level=_level(told["level"]),
        match_kind=None if told["match_kind"] is None else Kind(told["match_kind"]),
        listing=None if told["match_kind"] is None or told["reason_code"] is None else read_listing(told),
        publication=publication,
    )


def read_listing(told: Mapping[str, Any]) -> Listing:
    """Read what is told of a listing."""
    return Listing(
        reason_code=told["reason_code"],
        statement=_text(told["statement"]),
        listed=date.fromisoformat(told["listed"]),
        review_by=date.fromisoformat(told["review_by"]),
        test=told["test"],
        claims=tuple(map(_claim, told["claims"])),
        score=_score(told["score"]),
    )


def read_domain(told: Mapping[str, Any]) -> DomainAnswer:
    """Read an answer about a domain. Raises KeyError, TypeError or ValueError where it is none."""
    return DomainAnswer(
        domain=told["domain"],
        host=told["host"],
        type=told["type"],
        state=State(told["state"]),
        verdict=None if told["verdict"] is None else _VERDICTS[told["verdict"]],
        level=_level(told["level"]),
        claims_false_12_months=told["claims_false_12_months"],
        claims_total=told["claims_total"],
        corrections=told["corrections"],
        publishers=tuple(told["publishers"]),
        score=_score(told["score"]),
        publication=read_publication(told),
    )


def read_publication(told: Mapping[str, Any]) -> Publication:
    """Read what an answer says of the list behind it."""
    snapshot = told["snapshot"]
    return Publication(snapshot["seq"], snapshot["created"], told["stale"], told["licence"])


def _level(number: int | None) -> Level | None:
    return None if number is None else Level(number)


def _text(told: Mapping[str, Any]) -> Text:
    return Text(told["id"], told["en"])


def _claim(told: Mapping[str, Any]) -> Claim:
    return Claim(told["id"], _text(told["text"]), tuple(told["about"]), tuple(map(_review, told["reviews"])))


def _review(told: Mapping[str, Any]) -> Review:
    return Review(
        told["publisher"],
        told["url"],
        told["rating"],
        _VERDICTS.get(told["verdict"], Verdict.UNKNOWN),
        date.fromisoformat(told["date"]),
    )


def _score(told: Mapping[str, Any]) -> Score:
    drivers = (Driver(each["evidence"], each["source"], each["url"], each["contribution"]) for each in told["drivers"])
    return Score(told["risk"], told["low"], told["confidence"], told["band"], tuple(drivers), told["model"])
