"""Statements of reasons in the shape of the EU's Digital Services Act (transparency database, API version 1).

We are no platform under that act and file nothing there: whoever works with such statements can read ours with the same
programs, and the file says so. One for each listing that readers are told of. No personal data is in it.
"""

from __future__ import annotations

from typing import Any

from cektautan.core.signed_json import write_object
from cektautan.core.vocabulary import Kind
from cektautan.publish.exports.sheet import Entry, Sheet

_ABOUT_ELECTIONS = "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS"
_LABELLED = "DECISION_VISIBILITY_CONTENT_LABELLED"


def statements(sheet: Sheet) -> bytes:
    """All statements in the order of the ids of their listings."""
    return write_object(
        {
            "note": "The shape of statements under Regulation (EU) 2022/2065, Article 17; filed with no authority.",
            "publisher": sheet.publisher,
            "licence": sheet.licence,
            "list": sheet.staleness.value,
            "statements": [_statement(sheet, entry) for entry in sheet.entries if entry.level > 0],
        }
    )


def _statement(sheet: Sheet, entry: Entry) -> dict[str, Any]:
    check = entry.check
    facts = entry.statement.get("id", "")
    return {
        # A listing that is decided anew has another statement, so its time is part of the name.
        "puid": f"{entry.id[:32]}-{entry.since}",
        "decision_visibility": [_LABELLED],
        "decision_facts": facts[:5000],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "decision_ground_reference_url": check.url if check else sheet.record(entry.claim),
        "incompatible_content_ground": f"{entry.reason_code}: {sheet.server}/cara-kerja"[:500],
        "incompatible_content_explanation": entry.statement.get("en", facts)[:2000],
        "incompatible_content_illegal": "No",
        "category": _ABOUT_ELECTIONS,
        "category_specification": ["KEYWORD_MISINFORMATION_DISINFORMATION"],
        "content_type": ["CONTENT_TYPE_OTHER"],
        "content_type_other": "post or video" if entry.kind is Kind.CONTENT else "web page or site",
        "content_id": entry.key,
        "content_language": "ID",
        "territorial_scope": [],
        "application_date": entry.listed.isoformat(),
        "end_date_visibility_restriction": entry.review_by.isoformat(),
        "source_type": "SOURCE_TYPE_OTHER_NOTIFICATION",
        "source_identity": check.publisher if check else "",
        "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "record": sheet.record(entry.claim),
        "appeal": sheet.appeal(entry.claim),
    }
