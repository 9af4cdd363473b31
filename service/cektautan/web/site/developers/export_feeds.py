"""`/exports/reviews.rss` and `/exports/retractions.rss`: each new check, and each warning that was taken back.

`/daftar.rss` has one item a claim; whoever works with checks wants every one, and whoever repeated a warning wants the
retractions alone. Like there, the same record gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from hashlib import sha256

from flask import Blueprint, Response, request

from cektautan.core.record import ChangeKind, Status
from cektautan.lookup.public_record import Claim, Event
from cektautan.web import texts as words
from cektautan.web.compat.exported import age
from cektautan.web.lists.bodies import Body
from cektautan.web.lists.negotiate import ASK_FIRST, answer
from cektautan.web.problems import KINDS, Problem
from cektautan.web.services import Services
from cektautan.web.site.names import verdict
from cektautan.web.site.pages import Pages
from cektautan.web.site.readable import readable
from cektautan.web.site.record.feed import GONE, MOST, Told, description, steps, written

FOLDER = "/exports/"
Tells = Callable[[Iterable[Claim], words.Texts, str], list[Told]]


def reviews(claims: Iterable[Claim], texts: words.Texts, site: str) -> list[Told]:
    """The checks that came last, each with the address where its publisher has it."""
    found = [
        Told(
            title=f"{verdict(check.verdict, texts)}: {claim.text.get(texts.language, '')}",
            link=check.url,
            # The address of a check stands for all claims that it checks, so the claim is part of the name.
            guid=f"urn:sha256:{sha256(f'{claim.id} {check.url} {check.rating}'.encode()).hexdigest()}",
            description=f"{check.publisher}, {check.date.isoformat()}: “{check.rating}”. {site}/c/{claim.id} "
            f"{_objections(claim, texts, site)}",
            # It is news here since its claim is on the list, however old the check is.
            day=max(check.date, claim.listed or check.date),
        )
        for claim in claims
        if claim.status not in (Status.WITHDRAWN, Status.REMOVED)
        for check in claim.reviews
        if readable(check.url)
    ]
    return _newest(found)


def retractions(claims: Iterable[Claim], texts: words.Texts, site: str) -> list[Told]:
    """The newest retractions, each with the step of the claim's history that tells it."""
    found = [
        Told(
            _taken_back(claim, event, texts),
            link,
            link,
            f"{description(claim, texts)} {_objections(claim, texts, site)}",
            event.date,
        )
        for claim in claims
        for anchor, event in steps(claim)
        if event.change in GONE
        for link in (f"{site}/c/{claim.id}?lang={texts.language}#{anchor}",)
    ]
    return _newest(found)


FEEDS: Mapping[str, Tells] = {"reviews": reviews, "retractions": retractions}


def names(texts: words.Texts) -> dict[str, tuple[str, str]]:
    """The title of each feed, and what it is about."""
    return {
        "reviews": (texts["feed_reviews_title"], texts["feed_reviews_about"]),
        "retractions": (texts["feed_taken_title"], texts["feed_taken_about"]),
    }


def make_blueprint(services: Services, pages: Pages) -> Blueprint:
    """Make both feeds in both languages. Each is written once a set."""
    blueprint = Blueprint("export_feeds", __name__)
    texts = {language: words.load(language) for language in words.LANGUAGES}
    made: dict[tuple[str, str], tuple[Mapping[str, Claim], Body]] = {}
    site = services.settings.server_url

    def serve(name: str) -> Response:
        headers = services.limits.spend(services.lists_limit, request.environ)
        language = request.args.get("lang", "")
        language = language if language in words.LANGUAGES else words.LANGUAGES[0]
        claims = pages.public_record()
        if claims is None:
            raise Problem("no-list", KINDS["no-list"].means, headers={"Retry-After": "3600"})
        known = made.get((name, language))
        if known is None or known[0] is not claims:
            told = FEEDS[name](claims.values(), texts[language], site)
            path, named = f"{FOLDER}{name}.rss", names(texts[language])[name]
            body = Body.of(f"{name}.rss", written(told, texts[language], site, path, named))
            body.content_type, body.compressible = "application/rss+xml; charset=utf-8", True
            known = made[name, language] = (claims, body)
        return answer(request, known[1], ASK_FIRST, [*headers, ("Content-Language", language), *age(services)])

    @blueprint.get(f"{FOLDER}reviews.rss")
    def of_reviews() -> Response:
        return serve("reviews")

    @blueprint.get(f"{FOLDER}retractions.rss")
    def of_retractions() -> Response:
        return serve("retractions")

    return blueprint


def _objections(claim: Claim, texts: words.Texts, site: str) -> str:
    """Where anybody objects to a record. Readers of feeds take this for HTML, where `&lang` would be a sign."""
    return texts.say("feed_objections", address=f"{site}/lapor?lang={texts.language}&kind=wrong&claim={claim.id}")


def _taken_back(claim: Claim, event: Event, texts: words.Texts) -> str:
    """What was taken back, also where the claim has been listed again since."""
    if claim.removed or event.change == ChangeKind.REMOVED:
        return texts["feed_removed"]
    return texts.say("feed_withdrawn", claim=claim.text.get(texts.language, ""))


def _newest(found: list[Told]) -> list[Told]:
    found.sort(key=lambda told: told.guid)
    found.sort(key=lambda told: told.day, reverse=True)
    return found[:MOST]
