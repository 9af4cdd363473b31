"""A claim's permanent page: its checks in their publishers' words, its history, its end, and no address of a hoax."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from tests.conftest import ROOT
from tests.support.recipes import operators_file
from tests.support.record import check, claim, event
from tests.support.service import DAY, Service
from tests.unit.web.records import CORRECTED, DUE, FOUND, GONE, OURS, PUBLIC, TAKEN_BACK, own_check, service_with

from cektautan.publish.content import read_content
from cektautan.publish.publisher import publish_content


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return service_with(tmp_path).client()


def page(client: FlaskClient, id_: str, language: str = "id") -> str:
    answer = client.get(f"/c/{id_}?lang={language}")
    assert answer.status_code == 200
    return html.unescape(answer.text)


def meta(text: str) -> dict[str, str]:
    """Return what a preview of the page reads."""
    return dict(re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', text))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["TurnBackHoax menyatakan klaim ini SALAH", "KPK merampas harta pejabat.", "15 Januari 2026",
                "Alasan catatan ini.", "3 · Peringatan", "23 November 2027", "Masuk daftar", "SALAH, tingkat 3",
                "3 tautan: Facebook 2, TikTok 1."]),
        ("en", ["TurnBackHoax rates this claim FALSE", "The KPK seized an official's property.", "15 January 2026",
                "The reason for this record.", "3 · Warning", "23 November 2027", "Listed", "FALSE, level 3",
                "3 links: Facebook 2, TikTok 1."]),
    ],
)  # fmt: skip
def test_a_record_tells_its_claim_checks_and_history(client: FlaskClient, language: str, words: list[str]) -> None:
    text = page(client, FOUND, language)
    for each in words:
        assert each in text
    assert 'href="https://turnbackhoax.id/uji"' in text


def test_the_publishers_own_rating_is_told_verbatim_beside_our_word(client: FlaskClient) -> None:
    text = page(client, CORRECTED)
    assert "<dd>Keliru <i></dd>" in text
    assert "<dd>MENYESATKAN</dd>" in text
    assert "Keliru &lt;i&gt;" in client.get(f"/c/{CORRECTED}").text


def test_what_was_withdrawn_is_said_before_anything_else(client: FlaskClient) -> None:
    text = page(client, TAKEN_BACK).partition("<main")[2]
    first = text.index("Peringatan untuk klaim ini sudah dicabut")
    why = text.index("Dicabut pada 26 November 2026. Pemeriksanya meralat hasilnya.")
    assert first < why < text.index("Tarif listrik")
    assert "menyatakan klaim ini SALAH" not in text


def test_what_was_removed_leaves_a_plain_page_with_its_history_alone(client: FlaskClient) -> None:
    text = page(client, GONE)
    assert "Catatan ini sudah dihapus" in text
    assert "Dihapus pada 25 November 2026" in text
    assert "Dihapus dari daftar" in text
    assert '<meta name="robots" content="noindex">' in text
    assert 'class="share"' not in text
    assert "<blockquote" not in text
    assert "SALAH" not in text.partition("<ol class")[0]


def test_a_review_that_is_due_is_said_first_and_counts_as_a_note(client: FlaskClient) -> None:
    text = page(client, DUE).partition("<main")[2]
    assert text.index("1 Oktober 2026, sudah lewat") < text.index("Situs itu milik KPU.")
    assert "1 · Catatan" in text
    assert "2 · Pengingat" not in text
    assert "1 tautan: Situs web 1." in text


def test_a_correction_is_told_at_the_top_and_in_the_history(client: FlaskClient) -> None:
    text = page(client, CORRECTED)
    said = "24 November 2026, temuannya diubah. Pemeriksanya mengubah penilaiannya."
    assert text.index(said) < text.index("<blockquote")
    history = text.partition('<ol class="history">')[2]
    assert (
        history.index("Masuk daftar")
        < history.index("Temuannya diubah")
        < history.index("Diubah</strong>: MENYESATKAN")
    )
    assert re.findall(r'id="(riwayat-[^"]+)"', history) == [
        "riwayat-2026-11-20-listed", "riwayat-2026-11-24-verdict_changed", "riwayat-2026-11-25-kata-baru",
    ]  # fmt: skip


def test_a_step_is_named_by_its_day_and_kind_and_numbered_only_where_both_are_another_steps_too(tmp_path: Path) -> None:
    days = [
        ("2026-11-23", "listed"), ("2026-11-26", "withdrawn"), ("2026-11-26", "restored"), ("2026-11-26", "withdrawn"),
        ("2026-11-27", "Kata\" baru"),
    ]  # fmt: skip
    client = service_with(tmp_path, {FOUND: claim(history=[event(*each) for each in days])}).client()
    assert re.findall(r'<li id="(riwayat[^"]*)"', client.get(f"/c/{FOUND}").text) == [
        "riwayat-2026-11-23-listed", "riwayat-2026-11-26-withdrawn", "riwayat-2026-11-26-restored",
        "riwayat-2026-11-26-withdrawn-2", "riwayat-2026-11-27--ata-baru",
    ]  # fmt: skip


def test_several_checks_stand_there_each_and_a_finding_of_several_names_nobody(tmp_path: Path) -> None:
    checks = [
        check(),
        check(publisher="Cek Fakta Tempo", url="https://cekfakta.tempo.co/1", verdict="true", rating="Benar"),
    ]
    client = service_with(tmp_path, {FOUND: claim(verdict="mixed", level=1, reviews=checks)}).client()
    text = page(client, FOUND)
    assert "Klaim ini tercatat SEBAGIAN BENAR" in text
    assert "https://turnbackhoax.id/uji" in text
    assert "https://cekfakta.tempo.co/1" in text


def test_a_link_that_is_not_https_is_not_followed(tmp_path: Path) -> None:
    for number, url in enumerate(
        ("javascript:alert(1)", "http://cek.example.com/1", "http://127.0.0.1.jahat.example/")
    ):
        client = service_with(tmp_path / str(number), {FOUND: claim(reviews=[check(url=url)])}).client()
        assert f'href="{url}"' not in page(client, FOUND)


def test_an_unknown_name_is_told_in_words(client: FlaskClient) -> None:
    for id_ in ("tidak-ada-2026", "%3Cscript%3E", "x" * 300):
        answer = client.get(f"/c/{id_}?lang=id")
        assert (answer.status_code, answer.mimetype) == (404, "text/html")
        assert "Catatan tidak ditemukan" in answer.text
        assert "<script" not in answer.text
    assert "No such record" in client.get("/c/tidak-ada-2026?lang=en").text


@pytest.mark.parametrize("path", [f"/c/{FOUND}", "/daftar", "/daftar.rss"])
def test_an_older_set_without_a_record_is_told_in_words(tmp_path: Path, path: str) -> None:
    for service in (service_with(tmp_path / "old", None), Service(tmp_path / "none")):
        answer = service.client().get(path)
        assert answer.status_code == 503
        assert "Catatan publik belum ada" in answer.text
        assert answer.headers["Retry-After"] == "3600"


def test_a_record_that_cannot_be_read_is_no_fault_of_the_page(tmp_path: Path) -> None:
    broken = claim()
    del broken["history"]
    client = service_with(tmp_path, {FOUND: broken}).client()
    assert client.get(f"/c/{FOUND}").status_code == 503
    assert client.get("/v1/check?url=https://youtu.be/GPdzHkn5M6M").status_code == 200


def test_an_old_list_says_its_date_first(tmp_path: Path) -> None:
    service = service_with(tmp_path)
    client = service.client()
    assert "Daftar ini sudah lama" not in page(client, FOUND)
    service.clock.move(4 * DAY)
    text = page(client, FOUND).partition("<main")[2]
    assert text.index("Daftar ini sudah lama, bertanggal 15 Oktober 2026") < text.index("SALAH")


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_preview_knows_the_record_without_the_hoax(client: FlaskClient, language: str) -> None:
    found = meta(client.get(f"/c/{FOUND}?lang={language}").text)
    title = {"id": "SALAH: KPK merampas harta pejabat.", "en": "FALSE: The KPK seized an official&#39;s property."}
    assert found["og:title"] == found["twitter:title"] == title[language]
    assert found["og:url"] == f"{PUBLIC}/c/{FOUND}?lang={language}"
    assert found["og:locale"] == {"id": "id_ID", "en": "en_US"}[language]
    assert "15 " in found["og:description"]
    assert found["og:image"].startswith(f"{PUBLIC}/static/")
    picture = client.get(found["og:image"].removeprefix(PUBLIC))
    assert picture.data[:8] == b"\x89PNG\r\n\x1a\n"
    assert tuple(int.from_bytes(picture.data[n : n + 4], "big") for n in (16, 20)) == (1200, 630)
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")


def test_previews_of_withdrawn_and_removed_records_say_so(client: FlaskClient) -> None:
    assert meta(client.get(f"/c/{TAKEN_BACK}").text)["og:title"] == "Peringatan dicabut: Tarif listrik turun."
    assert "SALAH" not in " ".join(meta(client.get(f"/c/{TAKEN_BACK}").text).values())
    assert meta(client.get(f"/c/{GONE}").text)["og:title"] == "Catatan ini sudah dihapus"


def test_both_languages_know_each_other_and_their_own_address(client: FlaskClient) -> None:
    text = client.get(f"/c/{FOUND}?lang=en").text
    assert f'<link rel="canonical" href="{PUBLIC}/c/{FOUND}?lang=en">' in text
    for language in ("id", "en"):
        assert f'hreflang="{language}" href="{PUBLIC}/c/{FOUND}?lang={language}"' in text
    assert f'hreflang="x-default" href="{PUBLIC}/c/{FOUND}"' in text
    assert f'<a class="permalink" href="{PUBLIC}/c/{FOUND}">' in text


def test_a_sentence_and_the_records_address_are_shared(client: FlaskClient) -> None:
    text = page(client, FOUND)
    assert 'data-text="TurnBackHoax menyatakan klaim ini SALAH: “KPK merampas harta pejabat.”"' in text
    assert f'data-address="{PUBLIC}/c/{FOUND}"' in text
    assert "sudah dicabut: “Tarif listrik turun.”" in page(client, TAKEN_BACK)


def test_on_ones_own_computer_the_checks_address_is_shared(tmp_path: Path) -> None:
    client = service_with(tmp_path, CEKTAUTAN_PUBLIC_URL="http://127.0.0.1:8000").client()
    assert 'data-address="https://turnbackhoax.id/uji"' in page(client, FOUND)
    assert 'class="share"' not in page(client, TAKEN_BACK)


def test_only_a_records_page_runs_scripts_and_only_the_sites_own(client: FlaskClient) -> None:
    answer = client.get(f"/c/{FOUND}")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.endswith("script-src 'self'")
    (path,) = re.findall(r'<script type="module" src="([^"]+)">', answer.text)
    script = client.get(path)
    assert (script.status_code, script.mimetype) == (200, "text/javascript")
    assert answer.text.count("<script") == 1
    for other in ("/daftar", "/cara-kerja", "/tentang", "/c/tidak-ada-2026", path):
        assert "script-src" not in client.get(other).headers["Content-Security-Policy"]


def test_other_publishers_checks_are_never_given_out_as_ours(client: FlaskClient) -> None:
    for id_ in (FOUND, DUE, TAKEN_BACK, GONE, CORRECTED):
        assert "ClaimReview" not in client.get(f"/c/{id_}").text


def test_a_check_of_our_own_is_told_to_search_engines(tmp_path: Path) -> None:
    text = {"id": "Klaim </script><script>alert(1)</script> & lagi.", "en": "A claim."}
    client = service_with(tmp_path, {OURS: own_check(text=text)}).client()
    source = client.get(f"/c/{OURS}?lang=id").text
    (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', source)
    assert "<" not in data
    told = json.loads(data)
    assert told["@type"] == "ClaimReview"
    assert told["url"] == f"{PUBLIC}/ulasan/1"
    assert told["author"] == {"@type": "Organization", "name": "Redaksi Contoh", "url": f"{PUBLIC}/"}
    assert told["claimReviewed"] == text["id"]
    assert told["reviewRating"]["alternateName"] == "Tidak benar"
    assert told["datePublished"] == "2026-01-15"


def test_an_address_that_only_begins_like_ours_is_not_ours(tmp_path: Path) -> None:
    checks = [check(url="https://cek.example.jahat.example/1"), check(url="https://cek.examples/1")]
    client = service_with(tmp_path, {OURS: claim(reviews=checks)}).client()
    assert "ClaimReview" not in client.get(f"/c/{OURS}").text


def test_the_way_to_object_is_the_one_that_there_is(client: FlaskClient, tmp_path: Path) -> None:
    text = page(client, FOUND)
    assert "hubungi TurnBackHoax lewat halaman cek faktanya" in text
    assert "layanan peragaan ini tidak punya kontak" in text
    assert "Keberatan diputus oleh" not in text
    about = tmp_path / "tentang.yaml"
    about.write_text(operators_file(), "utf-8")
    text = page(service_with(tmp_path / "with", CEKTAUTAN_ABOUT_FILE=str(about)).client(), FOUND)
    assert f'href="mailto:hukum@contoh.example?subject={FOUND}"' in text
    assert "Kirim surel dengan kode catatannya." in text
    assert "Keberatan diputus oleh orang yang tidak ikut menyetujui" in text
    assert "peragaan" not in text


@pytest.mark.parametrize("language", ["id", "en"])
def test_no_page_of_the_shipped_list_shows_where_a_hoax_lies(tmp_path: Path, language: str) -> None:
    service = Service(tmp_path, settings={"CEKTAUTAN_ROOT_KEY": "", "CEKTAUTAN_LIMIT_PAGES": "10000 per minute"})
    service.clock.move(60 * DAY)
    now = int(service.clock())
    made = publish_content(
        read_content(ROOT / "blocklists", ROOT / "rules", now), tmp_path / "public", tmp_path / "keys", now
    )
    service.settings["CEKTAUTAN_ROOT_KEY"] = made.root.text
    client = service.client()
    hosts = re.compile(
        r"https?://(?:[\w-]+\.)*(?:facebook|tiktok|youtube|youtu|instagram|twitter|x|threads|t|archive)\.\w+"
    )
    ids = [path.stem for path in (ROOT / "blocklists" / "claims").rglob("*.yaml")]
    assert len(ids) > 50
    for id_ in ids:
        text = client.get(f"/c/{id_}?lang={language}").text
        assert "<blockquote" in text, id_
        assert not hosts.search(text), id_
        assert not re.search(r"facebook\.com|tiktok\.com|youtu\.?be|instagram\.com|/@", text), id_
