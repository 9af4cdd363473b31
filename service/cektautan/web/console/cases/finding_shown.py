"""What publishers say about a case, in the words of its page: checks that were found, and what changed of one.

Everything here was written by strangers. An address of a claim is text and never a link; a check is linked only where
readers could read it too. Our own word for a rating is shown beside the publisher's, never instead of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cektautan.core.address import NotJudgeable
from cektautan.desk.harvest.of_case import Changed, TakenBack
from cektautan.desk.links.judging import VERDICTS, judge
from cektautan.desk.reference import Reference
from cektautan.store.in_force import Terms
from cektautan.store.models import Claim, Finding, Listing, Source
from cektautan.web.console.cases.preview import Checked, Preview, preview
from cektautan.web.console.telling import source_words, words
from cektautan.web.console.telling.addresses import Shown, show_address, show_text
from cektautan.web.site.names import day
from cektautan.web.site.readable import readable
from cektautan.web.texts import Texts

FIELDS: Final = ("claim", "rating", "verdict", "date", "appearances")
"""What is compared of a check, in the order in which it is read."""


@dataclass(frozen=True)
class PlaceShown:
    """A place where the claim appeared."""

    shown: Shown
    means: str
    """As what it would be listed, or why it cannot be."""
    key: str
    """What would be listed; empty where nothing can be."""


@dataclass(frozen=True)
class FindingShown:
    """A check that was found."""

    id: int
    claim: str
    title: str
    rating: str
    verdict: str
    date: str
    publisher: str
    link: str
    url: str
    registered: bool
    flags: tuple[str, ...]
    places: tuple[PlaceShown, ...]


@dataclass(frozen=True)
class ChangedShown:
    """A check that changed, before and after side by side, and what readers are told because of it."""

    finding: int
    how: str
    means: str
    publisher: str
    link: str
    url: str
    rows: tuple[tuple[str, str, str], ...]
    """What it is, before, and now; only what differs."""
    alone: bool
    told: tuple[tuple[Shown, str, str], ...]
    """What rests on it: address, tone, and what readers are told."""
    total: int
    milder: tuple[tuple[str, str], ...]
    """What can be done at once: value and words."""


@dataclass(frozen=True)
class TakenBackShown:
    """What another desk takes back, beside what readers are told of it here."""

    means: str
    source: str
    source_id: str
    feed: str
    told: tuple[tuple[Shown, str, str, str], ...]
    """What is listed here: address, tone, what readers are told, and the claim."""
    total: int
    milder: tuple[tuple[str, str], ...]
    """What can be done at once with the claim: value and words."""


def show_findings(
    findings: Iterable[Finding], sources: Mapping[str, Source], reference: Reference, texts: Texts
) -> list[FindingShown]:
    """Return the checks as the page shows them."""
    return [
        FindingShown(
            id=each.id,
            claim=show_text(each.claim),
            title=show_text(each.title),
            rating=show_text(each.rating) or texts["found_no_rating"],
            verdict=verdict_words(each.verdict, texts),
            date=day(each.date, texts) if each.date else "",
            publisher=_publisher(each, sources, texts),
            link=each.url if readable(each.url) else "",
            url=show_text(each.url),
            registered=each.source_id in sources,
            flags=tuple(source_words.flag(texts, flag) for flag in each.flags),
            places=tuple(_place(url, each, reference, texts) for url in each.appearances),
        )
        for each in findings
    ]


def show_changed(
    changed: Changed | None, claim: Claim | None, sources: Mapping[str, Source], texts: Texts
) -> ChangedShown | None:
    """Return what changed as the page shows it; None where nothing did."""
    if changed is None:
        return None
    finding, how = changed.finding, changed.how if f"found_how_{changed.how}" in texts.texts else "changed"
    known = finding.verdict in VERDICTS
    again = [("ambil", texts["found_take_over"])] if known and how != "gone" else []
    return ChangedShown(
        finding=finding.id,
        how=texts[f"found_how_{how}"],
        means=texts[f"found_means_{how}"],
        publisher=_publisher(finding, sources, texts),
        link=finding.url if readable(finding.url) else "",
        url=show_text(finding.url),
        rows=tuple(_rows(how, changed.was, _now(finding), texts)),
        alone=changed.alone,
        told=tuple(_told(listing, terms, texts) for listing, terms in changed.listings),
        total=changed.total,
        milder=(*_milder(claim, texts), *again) if claim and claim.status == "active" else (),
    )


def show_taken_back(found: TakenBack | None, claim: Claim | None, texts: Texts) -> TakenBackShown | None:
    """Return what another desk takes back as the page shows it; None where it takes nothing back."""
    if found is None:
        return None
    return TakenBackShown(
        means=texts.say("found_means_taken_back", source=show_text(found.source.name)),
        source=show_text(found.source.name),
        source_id=found.source.id,
        feed=found.feed,
        told=tuple((*_told(listing, terms, texts), listing.claim_id) for listing, terms in found.listings),
        total=found.total,
        milder=tuple(_milder(claim, texts)) if claim and claim.status == "active" else (),
    )


def _milder(claim: Claim, texts: Texts) -> list[tuple[str, str]]:
    lower = [
        (f"tingkat-{each}", texts.say("found_lower", level=words.level(texts, each)))
        for each in range(claim.level - 1, 0, -1)
    ]
    return [*lower, ("cabut", texts["found_withdraw"])]


def show_preview(fields: Mapping[str, str], texts: Iterable[Texts]) -> list[Preview]:
    """Return the warning that a check would become, from the fields that it fills in."""
    level = int(fields["tingkat_klaim"])
    on = date.fromisoformat(fields["tanggal"]) if fields["tanggal"] else None
    check = Checked(fields["penerbit"], fields["url_cek"], fields["penilaian"], fields["putusan"], on)
    return [
        preview(
            each,
            level=level,
            verdict_word=fields["putusan"],
            kind="content",
            claim={"id": fields["teks_id"], "en": fields["teks_en"]},
            statement={"id": fields["alasan_publik_id"], "en": fields["alasan_publik_en"]},
            checks=[check],
        )
        for each in texts
    ]


def verdict_words(verdict: str, texts: Texts) -> str:
    """Our word for a rating; that it is not known says more than the word that readers see."""
    return words.verdict_of(texts, verdict) if verdict in VERDICTS else texts["found_verdict_unknown"]


def _publisher(finding: Finding, sources: Mapping[str, Source], texts: Texts) -> str:
    source = sources.get(finding.source_id or "")
    return show_text(source.name if source else finding.publisher) or texts["found_no_publisher"]


def _place(url: str, finding: Finding, reference: Reference, texts: Texts) -> PlaceShown:
    verdict = finding.verdict if finding.verdict in VERDICTS else "false"
    try:
        judged = judge(url, reference, verdict, checks=(finding.url,))
    except NotJudgeable as refused:
        return PlaceShown(show_address(url, texts), texts[f"reason_{refused.reason}"], "")
    first = next((each for each in judged.scopes if not each.finding), None)
    if first is None:
        why = " ".join(words.say(texts, "finding", each) for each in judged.findings)
        return PlaceShown(show_address(judged.url, texts), why, "")
    kind = first.key.partition(":")[0]
    return PlaceShown(show_address(judged.url, texts), words.say(texts, "scope", kind), show_text(first.key))


def _now(finding: Finding) -> dict[str, Any]:
    found = {name: getattr(finding, name) for name in FIELDS}
    return {**found, "date": None if finding.date is None else finding.date.isoformat()}


def _rows(how: str, was: Mapping[str, Any], now: Mapping[str, Any], texts: Texts) -> Iterable[tuple[str, str, str]]:
    """What differs; of a check that is gone everything that it said when it was last read."""
    for name in FIELDS:
        label = texts[f"found_field_{name}"]
        if how == "gone":
            yield label, _value(name, now[name], texts), texts["found_gone"]
        elif name in was and was[name] != now[name]:
            yield label, _value(name, was[name], texts), _value(name, now[name], texts)


def _value(name: str, value: Any, texts: Texts) -> str:
    if name == "verdict":
        return verdict_words(str(value), texts)
    if name == "date":
        return texts.date(value) if isinstance(value, str) else "-"
    if name == "appearances":
        return "\n".join(show_text(str(each)) for each in value or ()) or "-"
    return show_text(str(value or "")) or "-"


def _told(listing: Listing, terms: Terms | None, texts: Texts) -> tuple[Shown, str, str]:
    level = None if terms is None else terms.level
    tone = words.LEVEL_TONES.get(level, "plain") if level is not None else "plain"
    return show_address(listing.url, texts), tone, words.level(texts, level)
