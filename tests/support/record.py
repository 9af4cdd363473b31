"""Claims of a public record, for tests: members as they are published, from few words."""

from __future__ import annotations

from typing import Any

CLAIM = {"id": "KPK merampas harta pejabat.", "en": "The KPK seized an official's property."}


def check(**members: Any) -> dict[str, Any]:
    """Return a publisher's check."""
    return {
        "publisher": "TurnBackHoax",
        "url": "https://turnbackhoax.id/uji",
        "rating": "SALAH",
        "verdict": "false",
        "date": "2026-01-15",
        **members,
    }


def event(date: str, change: str = "listed", **members: Any) -> dict[str, Any]:
    """Return a change of a claim's history."""
    return {"date": date, "change": change, "level": None, "verdict": None, "note": None, **members}


def claim(**members: Any) -> dict[str, Any]:
    """Return a claim, listed on 23 November 2026 at level 3."""
    return {
        "text": CLAIM,
        "about": ["pemilu-2029", "kpk"],
        "reviews": [check()],
        "verdict": "false",
        "level": 3,
        "reason_code": "fact_checked_false",
        "statement": {"id": "Alasan catatan ini.", "en": "The reason for this record."},
        "listed": "2026-11-23",
        "review_by": "2027-11-23",
        "status": "active",
        "listings": {"total": 3, "platforms": {"facebook": 2, "tiktok": 1}, "kinds": {"content": 3}},
        "history": [event("2026-11-23", level=3, verdict="false")],
        **members,
    }


def removed(date: str = "2026-11-25") -> dict[str, Any]:
    """Return a claim that was taken off the list altogether."""
    return {"status": "removed", "history": [event("2026-11-23", level=3, verdict="false"), event(date, "removed")]}


def withdrawn(**members: Any) -> dict[str, Any]:
    """Return a claim whose warning was taken back."""
    history = [
        event("2026-11-23", level=3, verdict="false"),
        event(
            "2026-11-26", "withdrawn", level=0, verdict="false",
            note={"id": "Pemeriksanya meralat hasilnya.", "en": "The checker corrected its finding."},
        ),
    ]  # fmt: skip
    return claim(**{"status": "withdrawn", "level": 0, "reason_code": "withdrawn", "history": history, **members})
