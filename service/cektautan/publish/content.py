"""Builds what a publication says, apart from its number, its time and its signatures: snapshot, records, rules, counts.

The same lists, rules and day always give the same bytes, so that publishing again changes nothing but the signature.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import Any

from cektautan.blocklists.entry import Blocklists
from cektautan.blocklists.lint import lint_blocklists
from cektautan.blocklists.problems import Severity
from cektautan.blocklists.protected import ProtectedNames, load_protected
from cektautan.blocklists.reader import read_blocklists
from cektautan.core.days import day_of
from cektautan.core.keys import prefix
from cektautan.core.manifest import MAX_RULES_BYTES, ChainHead, Counts
from cektautan.core.rules import Rules
from cektautan.core.safe_browsing.listed import Hashes
from cektautan.core.safe_browsing.variants import Variants
from cektautan.core.signed_json import write_object
from cektautan.core.snapshot import ListId, Snapshot
from cektautan.core.templates import BadRule
from cektautan.publish import testpages
from cektautan.publish.buckets import bucket_bits, split
from cektautan.publish.domain_filter import domain_filter
from cektautan.publish.errors import PublishError
from cektautan.publish.exports.addresses import Addresses
from cektautan.publish.exports.rows import InPlain, in_plain
from cektautan.publish.from_lists import Listed, listed_in
from cektautan.publish.public_record import ClaimNow, claims_now
from cektautan.publish.records import Listing, Scores, claim_record, collect, listing_records
from cektautan.publish.rules_bundle import RulesError, load_rules, load_safe_browsing
from cektautan.publish.safe_browsing import hashes_of


@dataclass(frozen=True)
class Content:
    """Everything that is published, not yet signed."""

    snapshot: Snapshot
    buckets: tuple[bytes, ...]
    domains: array[int]
    """The domain filter of the snapshot."""
    rules: bytes
    counts: Counts
    as_of: date
    """The day that all of it is true of."""
    record: Mapping[str, ClaimNow] = field(default_factory=dict)
    """The claims for the public record. Their history comes from the set before, which the publisher knows."""
    conflicts: tuple[str, ...] = ()
    """Keys that claims say different things of, in a line each for the operator. Not published."""
    log_head: str | None = None
    """The hash of the log's last event as of what was read; None where no log is kept."""
    changes: ChainHead | None = None
    """The last line of the public chain as of what was read; None where none is kept."""
    plain: InPlain = field(default_factory=InPlain)
    """What other systems are told by name. Since when it is so comes from the set before."""
    hashes: Hashes | None = None
    """The hashes for clients of Safe Browsing; None where nobody said how these spell addresses."""


def build_content(
    lists: Blocklists,
    names: ProtectedNames,
    bundle: Mapping[str, Any],
    as_of: date,
    server: str = "",
    variants: Variants | None = None,
) -> Content:
    """Build the content of a publication of reviewed lists.

    Raises:
        PublishError: it cannot be published.

    """
    return content_of(listed_in(lists, names, Rules.from_bundle(bundle), as_of), bundle, server, variants)


def content_of(
    listed: Listed, bundle: Mapping[str, Any], server: str = "", variants: Variants | None = None
) -> Content:
    """Build the content of a publication of what is listed on a day.

    `server` is the address that readers use; its test pages are listed too, beside everything that is counted. Without
    one there are none, which is for tests of our own. `variants` say how clients of Safe Browsing spell addresses.

    Raises:
        PublishError: it cannot be published.

    """
    listings = collect(listed.subjects)
    claims = {entry.id: claim_record(entry, listed.sources) for entry in listed.claims}
    scores = Scores(listed.sources, listed.as_of)
    records = [record for listing in listings for record in listing_records(listing, scores)]
    tests: list[testpages.TestListing] = []
    if server:
        bundle = testpages.with_rules(bundle, server)
        try:
            tests = testpages.listings(server, Rules.from_bundle(bundle))
        except BadRule as problem:
            raise PublishError(f"the service's own address {server} makes no rule: {problem}") from None
        records = sorted([*records, *(dict(each.record) for each in tests)], key=itemgetter("sha256"))
    # Test pages stand in no export: a list that blocks would block pages of our own. Programs that ask for hashes may
    # try themselves out on them, for these are warned of and blocked by nobody.
    spelt = testpages.expressions(server) if server else []
    plain = in_plain(listings, claims, Addresses(bundle))
    rules = write_object(bundle)
    if len(rules) > MAX_RULES_BYTES:
        raise PublishError(f"the rules have {len(rules)} bytes, more than clients accept")
    levels = [sum(listing.level == level for listing in listings) for level in range(4)]
    return Content(
        snapshot=snapshot_of([*listings, *tests]),
        domains=domain_filter([*listings, *tests]),
        buckets=tuple(split(records, {**claims, **testpages.claims(server)}, bucket_bits(len(listings)))),
        rules=rules,
        counts=Counts(len(claims), len(listings), (levels[0], levels[1], levels[2], levels[3])),
        as_of=listed.as_of,
        record=claims_now(listed, listings),
        conflicts=tuple(_conflict(listing) for listing in listings if listing.conflict),
        log_head=listed.log_head,
        changes=listed.changes,
        plain=plain,
        hashes=None if variants is None else hashes_of(listings, variants, spelt),
    )


def read_content(blocklists_dir: Path, rules_dir: Path, now: int, server: str = "") -> Content:
    """Read lists and rules and build the content as of a time. Lists that lint finds faults in are not published.

    `server` as in `content_of`.

    Raises:
        PublishError: the lists or the rules have errors; the first one is named.

    """
    as_of = day_of(now)
    try:
        bundle, variants = load_rules(rules_dir), load_safe_browsing(rules_dir)
    except RulesError as problem:
        raise PublishError(str(problem)) from None
    errors = [p for p in lint_blocklists(blocklists_dir, bundle, as_of) if p.severity is Severity.ERROR]
    if errors:
        more = f" (and {len(errors) - 1} more: cektautan lint)" if len(errors) > 1 else ""
        raise PublishError(f"{errors[0]}{more}")
    names, _ = load_protected(blocklists_dir)
    return build_content(read_blocklists(blocklists_dir), names, bundle, as_of, server, variants)


def snapshot_of(listings: Iterable[Listing | testpages.TestListing]) -> Snapshot:
    """Return the snapshot that the listings make."""
    lists: dict[ListId, list[int]] = {}
    for listing in listings:
        lists.setdefault(ListId(listing.level, int(listing.verdict)), []).append(prefix(listing.sha256))
    return {list_id: array("Q", sorted(values)) for list_id, values in sorted(lists.items())}


def _conflict(listing: Listing) -> str:
    said = ", ".join(f"{s.claim.id} (level {s.level}, {s.verdict})" for s in listing.subjects)
    return f"{listing.key}: {said}; the first one holds"
