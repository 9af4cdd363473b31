"""Takes a file in as a batch. Nothing is read of it yet, so that whoever uploads 50 MB gets an answer at once."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from cektautan.blocklists.limits import LIMITS, MAX_DAYS
from cektautan.core.days import day_of
from cektautan.core.unseen import is_unreadable
from cektautan.desk.decisions.who import require
from cektautan.desk.decisions.words import read_words
from cektautan.desk.errors import Invalid
from cektautan.desk.imports.claims import Draft, Drafts, slug
from cektautan.desk.imports.grounds import Facts
from cektautan.desk.imports.reading import members_of
from cektautan.desk.imports.store_known import read_sources
from cektautan.desk.policy import Policy
from cektautan.sources.lists.cells import SCOPES
from cektautan.sources.lists.decoding import refuse_at_once
from cektautan.sources.lists.findings import FileRefusedError
from cektautan.sources.lists.formats import BY_NAME
from cektautan.sources.lists.limits import MAX_BYTES, MAX_ROWS
from cektautan.store.models import Batch, Claim
from cektautan.store.transaction import Store
from cektautan.store.unit_of_work import Work

MOST_NAME: Final = 120

FORMATS: Final = ("", *BY_NAME)
"""The forms of a file; empty to know it by its content."""

SCOPE_CHOICES: Final = ("", *SCOPES)
MOST_BYTES: Final = MAX_BYTES
MOST_ROWS: Final = MAX_ROWS

VERDICTS: Final = tuple(LIMITS)
"""What a new claim may be found to be."""


def upload(
    store: Store,
    policy: Policy,
    account: int,
    *,
    name: str,
    file_name: str,
    data: bytes,
    form: Mapping[str, str],
    now: int,
) -> int:
    """Take a file in and return the number of its batch.

    Args:
        store: the store.
        policy: the rules.
        account: who uploads it.
        name: what colleagues call the batch.
        file_name: as the browser gave it.
        data: the file.
        form: the file's format; what empty cells mean: claim, scope, level, verdict, source, review_by; and a new
            claim: new_text_id, new_text_en, new_verdict, new_level, new_source, new_review_url, new_rating,
            new_review_date.
        now: Unix seconds.

    Raises:
        Refused: the role does not allow it.
        Invalid: a field, or a file that is no list by its first bytes; then the field is `file`.

    """
    if is_unreadable(file_name):
        raise Invalid("file", "file_name_unreadable")
    title = read_words(name, "name", MOST_NAME)
    try:
        refuse_at_once(data)
    except FileRefusedError as refused:
        raise Invalid("file", refused.finding.code) from None
    with store.deciding(f"account:{account}", now) as work:
        require(work.session, policy, account, "import.upload")
        defaults = _defaults(work, policy, form)
        batch = Batch(
            name=title,
            format=defaults["format"],
            file_name=file_name[:200],
            file_sha256=hashlib.sha256(data).hexdigest(),
            data=data,
            claim_id=defaults["claim"] or None,
            defaults=defaults,
            status="uploaded",
            uploaded_by=account,
            uploaded_at=now,
        )
        work.session.add(batch)
        work.session.flush()
        after = {"file_sha256": batch.file_sha256, "bytes": len(data), "defaults": defaults}
        work.record("import.uploaded", ("batch", batch.id), after=after)
        return batch.id


def _defaults(work: Work, policy: Policy, form: Mapping[str, str]) -> dict[str, Any]:
    today = day_of(work.now)
    claim = form.get("claim", "").strip()
    if claim and work.session.get(Claim, claim) is None:
        raise Invalid("claim", "unknown_claim")
    level = _one_of(form, "level", ("", "1", "2", "3"))
    day = _day(form, "review_by")
    if day is not None and day <= today:
        raise Invalid("review_by", "review_due")
    draft = _draft(work, policy, form, today) if form.get("new_text_id", "").strip() else None
    if draft is not None and claim:
        raise Invalid("claim", "two_claims")
    return {
        "format": _one_of(form, "format", FORMATS),
        "claim": claim,
        "scope": _one_of(form, "scope", SCOPE_CHOICES),
        "level": int(level) if level else None,
        "verdict": _one_of(form, "verdict", ("", *VERDICTS)),
        "source": form.get("source", "").strip(),
        "review_by": None if day is None else day.isoformat(),
        "draft": None if draft is None else members_of(draft),
    }


def _draft(work: Work, policy: Policy, form: Mapping[str, str], today: date) -> Draft:
    verdict = _one_of(form, "new_verdict", VERDICTS)
    checked = _day(form, "new_review_date")
    if checked is None:
        raise Invalid("new_review_date", "empty")
    text = read_words(form.get("new_text_id", ""), "new_text_id", 500)
    draft = Draft(
        id=slug(text, today.year, lambda id_: work.session.get(Claim, id_) is not None),
        text_id=text,
        text_en=read_words(form.get("new_text_en", ""), "new_text_en", 500),
        verdict=verdict,
        level=int(_one_of(form, "new_level", ("1", "2", "3"))),
        source=form.get("new_source", "").strip(),
        review_url=form.get("new_review_url", "").strip(),
        rating=read_words(form.get("new_rating", ""), "new_rating", 100),
        review_date=checked,
        listed=today,
        review_by=today + timedelta(days=MAX_DAYS),
        imitates=form.get("new_imitates", "").strip(),
    )
    facts = Facts(read_sources(work.session), policy.reference.names, policy.numbers, policy.elections.at(work.now))
    drafts = Drafts(facts, today)
    wrong = drafts.add(draft)
    if wrong:
        code = str(wrong[0].finding.values.get("code", wrong[0].finding.code))
        raise Invalid("new_text_id", "claim_refused", [code, str(wrong[0].finding.values.get("message", ""))])
    return drafts.by_id[draft.id]


def _one_of(form: Mapping[str, str], name: str, known: tuple[str, ...]) -> str:
    value = form.get(name, "").strip()
    if value not in known:
        raise Invalid(name, "unknown_word" if value else "empty")
    return value


def _day(form: Mapping[str, str], name: str) -> date | None:
    value = form.get(name, "").strip()
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise Invalid(name, "bad_date") from None
