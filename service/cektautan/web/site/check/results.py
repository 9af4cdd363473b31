"""Turns an answer into what the check page shows: words, dates and links, all of it text.

A review's link is shown only where it is https, or on this computer (the test pages of development), and the address
that was opened only as inert, shortened text. The template escapes everything; nothing here makes markup.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from cektautan.web.site.readable import readable
from cektautan.web.texts import Texts

SHOWN = 80


@dataclass(frozen=True)
class ReviewShown:
    """One review as the page shows it."""

    publisher: str
    rating: str
    date: str
    url: str


@dataclass(frozen=True)
class ClaimShown:
    """One claim with its reviews."""

    text: str
    reviews: tuple[ReviewShown, ...]
    record: str
    """The name of its public record; empty for a test, which has none."""


@dataclass(frozen=True)
class ResultShown:
    """One checked address."""

    tone: str
    """`stop`, `caution`, `note`, `quiet` or `error`: how the card looks. The words say the same."""
    label: str
    title: str
    text: str
    address: str
    notes: tuple[str, ...] = ()
    claims: tuple[ClaimShown, ...] = ()
    statement: str = ""
    listed: str = ""
    url: str = ""
    """The whole address in canonical form, for a report of it."""
    kinds: tuple[str, ...] = ()
    """What can be sent to the desk about it."""


def short(address: str) -> str:
    """An address that fits a line, without its scheme; the end is cut, never the host.

    >>> short("https://example.com/a")
    'example.com/a'
    """
    bare = address.removeprefix("https://").removeprefix("http://")
    return bare if len(bare) <= SHOWN else bare[: SHOWN - 1] + "…"


KINDS = {"listed": ("wrong",), "unknown": ("check", "report"), "unresolved": ("report",), "platform": ("report",)}
"""What a reader may want to send about an address in each state."""


def show(answer: Mapping[str, Any], asked: str, texts: Texts) -> ResultShown:
    """What the page says about one answer of `lookup` (its JSON form); `asked` is the link as it was pasted."""
    shown = _show(answer, asked, texts)
    kinds = () if answer.get("test") else KINDS.get(answer["state"], ())
    return replace(shown, url=answer["url"], kinds=kinds) if kinds else shown


def _show(answer: Mapping[str, Any], asked: str, texts: Texts) -> ResultShown:
    state = answer["state"]
    if state == "error":
        return ResultShown("error", texts["state_error"], texts["state_error"], _reason(answer, texts), short(asked))
    address = short(answer["url"])
    if state not in {"listed", "cleared"}:
        return ResultShown(
            "quiet", texts[f"state_{state}"], texts[f"state_{state}"], texts[f"state_{state}_text"], address
        )
    if not answer["claims"]:
        # Listed or cleared, and the record cannot be read: that much is said, and nobody is named.
        said = "recordless" if state == "listed" else state
        tone = "note" if state == "listed" else "quiet"
        return ResultShown(tone, texts[f"state_{said}"], texts[f"state_{said}"], texts[f"state_{said}_text"], address)
    claims = tuple(_claim(each, texts, answer["test"]) for each in answer["claims"])
    listed = texts.say("listed_on", date=texts.date(answer["listed"]), date2=texts.date(answer["review_by"]))
    statement = answer["statement"][texts.language]
    notes = _notes(answer, texts)
    if state == "cleared":
        label = texts["state_cleared"]
        return ResultShown(
            "quiet", label, label, texts["state_cleared_text"], address, notes, claims, statement, listed
        )
    verdict = texts["verdict_" + answer["verdict"]]
    tone = {3: "stop", 2: "caution"}.get(answer["level"], "note")
    return ResultShown(tone, verdict, _finding(claims, verdict, texts), "", address, notes, claims, statement, listed)


def _finding(claims: tuple[ClaimShown, ...], verdict: str, texts: Texts) -> str:
    """The finding, always in the name of the checker who made it."""
    publishers = [review.publisher for claim in claims for review in claim.reviews]
    if not publishers:
        return texts.say("says_nobody", verdict=verdict)
    return texts.say("says", publisher=publishers[0], verdict=verdict)


def _claim(claim: Mapping[str, Any], texts: Texts, test: bool) -> ClaimShown:
    reviews = tuple(
        ReviewShown(
            publisher=review["publisher"],
            rating=review["rating"],
            date=texts.date(review["date"]),
            url=review["url"] if readable(review["url"]) else "",
        )
        for review in claim["reviews"]
    )
    return ClaimShown(claim["text"][texts.language], reviews, "" if test else claim["id"])


def _notes(answer: Mapping[str, Any], texts: Texts) -> tuple[str, ...]:
    notes = [texts["test_note"]] if answer["test"] else []
    if answer["match_kind"] in {"path", "host", "domain"}:
        notes.append(texts["match_" + answer["match_kind"]])
    if answer["comment"]:
        notes.append(texts["comment_note"])
    return tuple(notes)


def _reason(answer: Mapping[str, Any], texts: Texts) -> str:
    return texts[f"reason_{answer['error']}"]
