"""The lists that the browser tests publish: made-up claims about made-up items, one for each thing to be shown.

They are written beside copies of the project's own sources and protected names, and pass the same lint.
"""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

VIDEO = "Hoaks000001"
"""A YouTube video that is listed at level 3, as `https://youtu.be/Hoaks000001?si=...`."""

NEIGHBOUR = "Hoaks000002"
"""A video whose id differs in one character, and which nobody listed."""


@dataclass(frozen=True)
class Claim:
    """One claim with one review; the rest is the same for all."""

    name: str
    appearance: str
    text: str
    level: int = 3
    verdict: str = "false"
    reason: str = "fact_checked_false"
    rating: str = "SALAH"
    scope: str = ""
    imitates: str = ""

    def yaml(self) -> str:
        """Return the file's text."""
        today = datetime.datetime.now(datetime.UTC).date()
        imitates = f"\nimitates: {self.imitates}" if self.imitates else ""
        scope = f"\n    scope: {self.scope}" if self.scope else ""
        appearance = f"url: {self.appearance}{scope}" if scope else self.appearance
        return f"""\
id: {self.name}
claim:
  id: {self.text}
  en: {self.text} (in English)
verdict: "{self.verdict}"
level: {self.level}
reason_code: {self.reason}
statement:
  id: TurnBackHoax menilai klaim ini {self.rating} pada 30 September 2024. Baca cek faktanya.
  en: TurnBackHoax rated this claim {self.rating} on 30 September 2024. Read the fact-check.
reviews:
  - source: turnbackhoax
    url: https://turnbackhoax.id/2024/09/30/{self.name}/
    rating: {self.rating}
    verdict: "{self.verdict}"
    date: 2024-09-30
appearances:
  - {appearance}
listed: {today - datetime.timedelta(days=30)}
review_by: {today + datetime.timedelta(days=150)}
about: [pemilu-2024]{imitates}
"""


CLAIMS = (
    Claim("video-2024", f"https://youtu.be/{VIDEO}?si=abcdefghijkl", "Kotak suara itu sudah dicoblos sebelum dibuka."),
    Claim("halaman-2024", "https://kabar.example/berita/1", "Hasil pemilu sudah ditetapkan sebelum pencoblosan."),
    Claim("kedua-2024", "https://kabar.example/berita/2", "Pemilih tanpa undangan tidak boleh mencoblos."),
    Claim("ketiga-2024", "https://kabar.example/berita/3", "Jari yang tidak bertinta membatalkan suara."),
    Claim(
        "perhatian-2024", "https://kabar.example/berita/perhatian", "Angka partisipasi itu dihitung keliru.",
        level=2, verdict="misleading", reason="fact_checked_misleading", rating="MENYESATKAN",
    ),
    Claim(
        "catatan-2024", "https://kabar.example/berita/catatan", "Presiden menari di atas meja rapat.",
        level=1, verdict="satire", reason="satire", rating="SATIRE",
    ),
    Claim(
        "situs-2024", "https://tiruan.example/", "Situs ini mengaku sebagai situs resmi.", scope="domain",
        level=2,
    ),
    Claim(
        "tiruan-kpu-2024", "https://tiruan-kpu.example/", "Situs ini mengaku sebagai situs KPU.", scope="domain",
        verdict="imposter", reason="imposter_of_official", imitates="kpu.go.id",
    ),
    Claim(
        "tiruan-bawaslu-2024", "https://tiruan-bawaslu.example/", "Situs ini mengaku sebagai situs Bawaslu.", level=2,
        scope="domain", verdict="imposter", reason="imposter_of_official", imitates="bawaslu.go.id",
    ),
)  # fmt: skip


def write_lists(folder: Path, claims: Sequence[Claim] = CLAIMS) -> Path:
    """Write the lists into a folder; return it."""
    for each in ("sources.yaml", "schema", "protected"):
        source = ROOT / "blocklists" / each
        if source.is_dir():
            shutil.copytree(source, folder / each, dirs_exist_ok=True)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, folder / each)
    target = folder / "claims" / "2024"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for claim in claims:
        (target / f"{claim.name}.yaml").write_text(claim.yaml(), "utf-8")
    return folder
