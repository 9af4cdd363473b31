"""What an entry says about itself, judged: verdict and level, reviews and their sources, dates, statement.

Follows docs/list-policy.md. Needs no rules and no keys; addresses where the claim appeared are judged in
`lint_subjects`. A person's privacy cannot be judged by a machine: the README tells reviewers to look.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import PurePosixPath

from cektautan.blocklists.entry import ClaimEntry, Review, Source
from cektautan.blocklists.limits import CLEARED_REASONS, HOST_MAX_LEVEL, LIMITS, MAX_DAYS, MAX_DAYS_WIDE
from cektautan.blocklists.lint_changes import lint_changes
from cektautan.blocklists.problems import Problem, Severity
from cektautan.blocklists.protected import ProtectedNames
from cektautan.core.unseen import is_unreadable

STRONG = frozenset(verdict for verdict, limit in LIMITS.items() if limit.max_level == 3)
"""The verdicts for which a warning page can be right."""


def lint_entry(entry: ClaimEntry, sources: dict[str, Source], names: ProtectedNames, as_of: date) -> Iterator[Problem]:
    """Every fault of one entry that needs no other entry to be seen."""
    if PurePosixPath(entry.file).stem != entry.id:
        yield _problem(
            entry, "id", "file_name", f"id: {entry.id} stands in a file of another name; call it {entry.id}.yaml"
        )
    yield from _verdict(entry)
    yield from _reviews(entry, sources, as_of)
    yield from _level_3(entry, sources, names)
    yield from _wide(entry)
    yield from _dates(entry, as_of)
    yield from _statement(entry, sources)
    yield from _words(entry)
    yield from lint_changes(entry, as_of)


def _verdict(entry: ClaimEntry) -> Iterator[Problem]:
    limit = LIMITS[entry.verdict]
    if entry.level == 0:
        if entry.reason_code not in CLEARED_REASONS:
            yield _problem(
                entry,
                "reason_code",
                "reason_mismatch",
                f"reason_code: level 0 clears a key, so the reason is one of {', '.join(sorted(CLEARED_REASONS))}",
            )
    elif entry.reason_code != limit.reason_code:
        yield _problem(
            entry,
            "reason_code",
            "reason_mismatch",
            f"reason_code: the verdict {entry.verdict} takes {limit.reason_code}, not {entry.reason_code}",
        )
    if entry.level > limit.max_level:
        yield _problem(
            entry,
            "level",
            "level_too_high",
            f"level: {entry.level} is too high: {entry.verdict} allows {limit.max_level} at most (docs/list-policy.md)",
        )
    checked = {review.verdict for review in entry.reviews}
    if "true" in checked and checked & STRONG and (entry.verdict != "mixed" or entry.level > 1):
        yield _problem(
            entry,
            "verdict",
            "disputed",
            "verdict: the checks disagree (one rates it true), so the entry is mixed and at most level 1",
        )
    elif entry.verdict not in checked and entry.level > 0 and entry.verdict != "mixed":
        yield _problem(
            entry,
            "verdict",
            "verdict_unsupported",
            f"verdict: {entry.verdict} is not what any of the reviews found ({', '.join(sorted(checked))})",
        )


def _reviews(entry: ClaimEntry, sources: dict[str, Source], as_of: date) -> Iterator[Problem]:
    seen: set[str] = set()
    # A claim may be checked again after it was listed, but was never listed before anybody had checked it.
    unchecked = all(review.date > entry.listed for review in entry.reviews)
    for review in entry.reviews:
        if review.url in seen:
            yield _at(entry, review, "url", "duplicate_review", f"reviews: {review.url} is cited twice")
        seen.add(review.url)
        source = sources.get(review.source)
        if source is None:
            yield _at(
                entry,
                review,
                "source",
                "unknown_source",
                f"reviews: the source {review.source} is not registered in sources.yaml",
            )
        elif not _is_article_of(review.url, source):
            yield _at(
                entry,
                review,
                "url",
                "foreign_review",
                f"reviews: give the address of the check itself on {source.site}; {review.url} is not one",
            )
        if review.date > as_of:
            yield _at(entry, review, "date", "future_date", f"reviews: the date {review.date} lies in the future")
        elif unchecked:
            yield _at(
                entry,
                review,
                "date",
                "date_order",
                f"reviews: checked on {review.date}, after it was listed ({entry.listed})",
            )


def _level_3(entry: ClaimEntry, sources: dict[str, Source], names: ProtectedNames) -> Iterator[Problem]:
    imitated = names.named(entry.imitates) if entry.imitates else None
    if entry.imitates and entry.verdict != "imposter":
        yield _problem(entry, "imitates", "imitates_without_imposter", "imitates: only for the verdict imposter")
    elif entry.imitates and imitated is None:
        yield _problem(
            entry, "imitates", "unknown_imitated", f"imitates: {entry.imitates} is not a name in blocklists/protected/"
        )
    if entry.level < 3 or entry.verdict not in STRONG:
        return  # Another verdict is too weak for level 3 whoever found it: `_verdict` says so.
    supported = any(
        review.verdict in STRONG and (source := sources.get(review.source)) is not None and source.can_support_level_3
        for review in entry.reviews
    )
    if not supported and not (entry.verdict == "imposter" and imitated):
        yield _problem(
            entry,
            "level",
            "level_3_unsupported",
            "level: 3 needs a review by a source registered as a fact-checker in good standing, "
            "or an imposter of a protected name (imitates:)",
        )


def _wide(entry: ClaimEntry) -> Iterator[Problem]:
    for appearance in entry.appearances:
        level = entry.level if appearance.level is None else appearance.level
        if appearance.level is not None and appearance.level > entry.level:
            yield Problem(
                entry.file,
                appearance.line,
                "appearance_level",
                f"appearances: level {appearance.level} is above the entry's own ({entry.level}); it may only be lower",
            )
        if appearance.scope in ("host", "domain") and level > HOST_MAX_LEVEL and entry.verdict != "imposter":
            yield Problem(
                entry.file,
                appearance.line,
                "wide_level",
                f"appearances: a {appearance.scope} is more than what was checked, so at most level {HOST_MAX_LEVEL} "
                "(write level: under it)",
            )


def _dates(entry: ClaimEntry, as_of: date) -> Iterator[Problem]:
    if entry.listed > as_of:
        yield _problem(entry, "listed", "future_date", f"listed: {entry.listed} lies in the future")
    if entry.review_by <= entry.listed:
        yield _problem(
            entry, "review_by", "date_order", f"review_by: must come after the day of listing ({entry.listed})"
        )
        return
    wide = any(appearance.scope in ("path", "host", "domain") for appearance in entry.appearances)
    most = MAX_DAYS_WIDE if wide else MAX_DAYS
    if entry.review_by - entry.listed > timedelta(days=most):
        latest = entry.listed + timedelta(days=most)
        yield _problem(
            entry, "review_by", "review_too_late", f"review_by: at the latest {latest} ({most} days after listing)"
        )
    if entry.review_by < as_of:
        yield Problem(
            entry.file,
            entry.line_of("review_by"),
            "review_due",
            f"review_by: passed on {entry.review_by}; until somebody looks again it counts as level 1 at most",
            Severity.WARNING,
        )


def _statement(entry: ClaimEntry, sources: dict[str, Source]) -> Iterator[Problem]:
    checkers = dict.fromkeys(sources[review.source].name for review in entry.reviews if review.source in sources)
    for language, text in (("id", entry.statement.id), ("en", entry.statement.en)):
        if checkers and not any(name in text for name in checkers):
            yield _problem(
                entry,
                "statement",
                "statement_without_checker",
                f"statement.{language}: say who found it ({' or '.join(checkers)}); it is not our finding",
            )


def _words(entry: ClaimEntry) -> Iterator[Problem]:
    """What is shown to readers must read as it is: a mark that turns a line around could turn a finding around."""
    code, says = "unreadable", "holds a character that nobody sees or that turns the line around; write it anew"
    for field, text in (("claim", entry.text), ("statement", entry.statement)):
        for language, words in (("id", text.id), ("en", text.en)):
            if words is not None and is_unreadable(words):
                yield _problem(entry, field, code, f"{field}.{language}: {says}")
    for number, review in enumerate(entry.reviews, 1):
        if is_unreadable(review.rating):
            yield _at(entry, review, "rating", code, f"reviews[{number}].rating: {says}")


def _is_article_of(url: str, source: Source) -> bool:
    """True for an address below one of the source's sites. Only a registered `https://host/` prefix is compared, so
    no parser of our own can be fooled here; ports and user names make it fail, which is right for a citation.
    """
    return any(
        url.startswith((f"https://{site}/", f"https://www.{site}/")) and url.split("/", 3)[3].strip("/?#")
        for site in source.sites
    )


def _problem(entry: ClaimEntry, field: str, code: str, message: str) -> Problem:
    return Problem(entry.file, entry.line_of(field), code, message)


def _at(entry: ClaimEntry, review: Review, field: str, code: str, message: str) -> Problem:
    return Problem(entry.file, review.lines.get(field, review.line), code, message)
