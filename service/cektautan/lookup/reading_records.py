"""Takes of a signed bucket what is told of one key, and tells no record from one that cannot be read.

A signature says who made a bucket and not that it was made well. One record that is not as docs/protocol.md describes
it (section 10) must neither stop the others nor make its own key look as if nothing were listed. The same rule holds in
the extension (tests/vectors/records.json).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from cektautan.core.days import is_day

_LISTING: Final = {"reason_code": str, "statement": dict, "listed": str, "review_by": str, "score": dict}
_REVIEW: Final = ("publisher", "url", "rating", "verdict", "date")
_DRIVER: Final = {"evidence": str, "source": str, "url": str, "contribution": (int, float)}
_SCORE: Final = {"confidence": int, "band": str, "drivers": list, "model": str}
_NUMBER_OR_NONE: Final = (int, type(None))


class UnreadableError(Exception):
    """Something is listed, or may be, and its record cannot be read."""


def found_in(bucket: Mapping[str, Any], wanted: str) -> tuple[dict[str, Any], list[dict[str, Any]]] | None:
    """Return the listing of a key and its claims, the one that decides first; None where no listing is of this key.

    Args:
        bucket: a bucket with its two lists; what lies in them may be anything.
        wanted: the SHA-256 of the key in hexadecimal.

    Raises:
        UnreadableError: what decides is not as it should be, or a listing does not say of which key it is.

    """
    listings = bucket["listings"]
    found = [each for each in listings if isinstance(each, dict) and each.get("sha256") == wanted]
    if not found:
        if all(isinstance(each, dict) and isinstance(each.get("sha256"), str) for each in listings):
            return None
        raise UnreadableError("a listing names no key")
    first, *others = (usable_claim(bucket, each) for each in found)
    if first is None or not _is_listing(found[0]):
        raise UnreadableError("a listing, or its claim, is not as it should be")
    return found[0], [first, *(each for each in others if each is not None)]


def usable_claim(bucket: Mapping[str, Any], listing: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the claim of a listing with its id, without the reviews that cannot be told.

    None where nothing could be told: no claim, no text, nobody who checked it.
    """
    id_ = listing.get("claim")
    claim = bucket["claims"].get(id_) if isinstance(id_, str) else None
    if not isinstance(claim, dict) or not is_text(claim.get("text")) or not _are_tags(claim.get("about")):
        return None
    reviews = claim.get("reviews")
    told = [each for each in reviews if _is_review(each)] if isinstance(reviews, list) else []
    return {"id": id_, **claim, "reviews": told} if told else None


def is_text(value: object) -> bool:
    """Whether this is one text in Indonesian and English."""
    return isinstance(value, dict) and isinstance(value.get("id"), str) and isinstance(value.get("en"), str)


def _is_listing(listing: Mapping[str, Any]) -> bool:
    return (
        _has(listing, _LISTING)
        and is_text(listing["statement"])
        and is_day(listing["listed"])
        and is_day(listing["review_by"])
        and _is_score(listing["score"])
    )


def _is_score(score: Mapping[str, Any]) -> bool:
    return (
        _has(score, _SCORE)
        and all(name in score and isinstance(score[name], _NUMBER_OR_NONE) for name in ("risk", "low"))
        and all(isinstance(each, dict) and _has(each, _DRIVER) for each in score["drivers"])
    )


def _is_review(review: object) -> bool:
    return (
        isinstance(review, dict)
        and all(isinstance(review.get(name), str) for name in _REVIEW)
        and review["publisher"].strip() != ""
        and review["url"] != ""
        and is_day(review["date"])
    )


def _are_tags(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _has(members: Mapping[str, Any], kinds: Mapping[str, Any]) -> bool:
    return all(isinstance(members.get(name), kind) for name, kind in kinds.items())
