"""A service whose public record holds a claim in every state."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.record import check, claim, event, removed, withdrawn
from tests.support.service import Service

FOUND, DUE, TAKEN_BACK = "harta-kpk-2026", "situs-tiruan-2026", "tarif-listrik-2025"
GONE, CORRECTED, OURS = "rahasia-orang-2024", "foto-antrean-2024", "cek-kami-2026"

PUBLIC = "https://cek.example"

CLAIMS: dict[str, Any] = {
    FOUND: claim(),
    DUE: claim(
        verdict="imposter", level=2, status="review_due", review_by="2026-10-01", reason_code="imposter_of_official",
        text={"id": "Situs itu milik KPU.", "en": "That site belongs to the KPU."},
        reviews=[check(verdict="imposter", rating="Tiruan")],
        listings={"total": 1, "platforms": {}, "kinds": {"domain": 1}},
    ),
    TAKEN_BACK: withdrawn(text={"id": "Tarif listrik turun.", "en": "Electricity is cheaper now."}),
    GONE: removed(),
    CORRECTED: claim(
        verdict="misleading", level=2, about=["bantuan"],
        text={"id": "Foto antrean <b>pagi ini</b> & \"lama\".", "en": "The queue <b>this morning</b> & \"old\"."},
        reviews=[check(publisher="Cek Fakta Tempo", rating="Keliru <i>", verdict="misleading", date="2024-02-01")],
        listings={"total": 2, "platforms": {"x": 1}, "kinds": {"content": 1, "url": 1}},
        history=[
            event("2026-11-20", level=3, verdict="false"),
            event("2026-11-24", "verdict_changed", level=2, verdict="misleading",
                  note={"id": "Pemeriksanya mengubah penilaiannya.", "en": "The checker changed its rating."}),
            event("2026-11-25", "kata-baru", level=2, verdict="misleading"),
        ],
    ),
}  # fmt: skip


def own_check(url: str = f"{PUBLIC}/ulasan/1", **members: Any) -> dict[str, Any]:
    """Return a claim with a check that this service has published itself, beside another's."""
    mine = check(publisher="Redaksi Contoh", url=url, rating="Tidak benar")
    return claim(reviews=[check(), mine], **members)


def service_with(folder: Path, claims: dict[str, Any] | None = CLAIMS, **settings: str) -> Service:
    """Publish these claims and return the service."""
    service = Service(folder, settings={"CEKTAUTAN_PUBLIC_URL": PUBLIC, **settings})
    service.publish(record=claims)
    return service
