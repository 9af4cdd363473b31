"""Imports in the browser: uploaded with a form, looked at, applied by one or by two, taken back; bad files say why."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.support.desk import add, add_sources, claim, listing
from tests.support.people import Desk, Person

from cektautan.desk.imports import background
from cektautan.desk.policy import load_policy
from cektautan.sources.lists.limits import MAX_BYTES
from cektautan.store.models import Batch, BatchRow, Claim, Listing

ROOT = Path(__file__).resolve().parents[5]
POLICY = load_policy(ROOT / "rules", ROOT / "blocklists")
CSV = "subject,level\nhttps://kabar.example/a,2\nhttps://kabar.example/b,1\nkpu.go.id,1\nhttps://kabar.example/c,9\n"


class Imports:
    """A desk with a claim, a moderator and an approver."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder)
        add_sources(self.desk.store)
        with self.desk.store.deciding("operator", self.desk.now) as work:
            work.session.add(claim())
            work.record("test.prepared", ("test", 1))
        self.sari = self.desk.person("sari", "moderator")
        self.budi = self.desk.person("budi", "approver")

    def upload(self, text: str | bytes = CSV, name: str = "daftar.csv", who: Person | None = None, **form: str) -> str:
        data = text.encode() if isinstance(text, str) else text
        sent = {"name": "Daftar uji", "claim": "klaim-uji-2026", **form, "file": (io.BytesIO(data), name)}
        answer = (who or self.sari).post("/meja/impor/baru?lang=id", sent, content_type="multipart/form-data")
        assert answer.status_code == 303, answer.text
        return answer.location

    def run(self) -> None:
        background.run(self.desk.store, POLICY, self.desk.now)

    def act(self, path: str, act: str, who: Person | None = None, **form: str) -> int:
        with self.desk.store.reading() as session:
            version = session.get_one(Batch, int(path.rpartition("/")[2])).version
        sent = {"version": str(version), "reason": "Sudah dilihat.", **form}
        return (who or self.sari).post(f"{path}/{act}", sent).status_code

    def listed(self) -> int:
        with self.desk.store.reading() as session:
            asked = select(func.count()).select_from(Listing).where(Listing.status == "active", Listing.batch_id > 0)
            return session.scalar(asked) or 0


@pytest.fixture
def imports(tmp_path: Path) -> Imports:
    return Imports(tmp_path)


def test_a_file_is_uploaded_looked_at_applied_and_taken_back(imports: Imports) -> None:
    path = imports.upload()
    assert "Menunggu dibaca" in imports.sari.get(f"{path}?lang=id").text
    imports.run()
    page = imports.sari.get(f"{path}?lang=id").text
    assert "2 baris akan diterapkan" in page
    assert "Anda boleh menerapkannya sendiri" in page
    assert "9 tidak dikenal. Yang boleh: 1, 2, 3 (kolom level)" in page
    assert "kpu.go.id dilindungi" in page
    assert imports.act(path, "terapkan") == 303
    imports.run()
    assert imports.listed() == 2
    assert "2 dimasukkan" in imports.sari.get(f"{path}?lang=id").text
    assert imports.act(path, "urungkan") == 303
    page = imports.sari.get(f"{path}?lang=id").text
    assert "Impornya sedang diurungkan." in page
    assert "Sedang diurungkan: 0 dari 2 baris" in page
    imports.run()
    assert imports.listed() == 0
    assert "2 dikeluarkan" in imports.sari.get(f"{path}?lang=id").text


def test_a_strong_import_is_agreed_to_by_a_second_person(imports: Imports) -> None:
    path = imports.upload("subject,level\nhttps://kabar.example/a,3\n")
    imports.run()
    assert "Usulkan kepada orang kedua" in imports.sari.get(f"{path}?lang=id").text
    assert imports.act(path, "terapkan") == 303
    assert imports.act(path, "setujui") == 403
    assert "Tarik usulan" in imports.sari.get(f"{path}?lang=id").text
    assert imports.act(path, "setujui", imports.budi) == 303
    imports.run()
    assert imports.listed() == 1


def test_rows_are_filtered_paged_and_left_out(imports: Imports) -> None:
    path = imports.upload("subject,level\n" + "".join(f"https://kabar.example/{n},1\n" for n in range(60)))
    imports.run()
    page = imports.sari.get(f"{path}?golongan=new&hal=2&lang=id").text
    assert len(re.findall(r'name="row"', page)) == 10
    row = re.findall(r'name="row" value="(\d+)"', page)[0]
    assert imports.act(path, "pilih", row=row) == 303
    assert "59 baris akan diterapkan" in imports.sari.get(f"{path}?lang=id").text
    assert imports.act(path, "pilih", **{"class": "new"}) == 303
    assert "Tidak ada baris yang bisa diterapkan" in imports.sari.get(f"{path}?lang=id").text


@pytest.mark.parametrize("row", ["9" * 40, "9" * 5000, "-1", "x"])
def test_a_number_without_end_is_no_row_and_no_page(imports: Imports, row: str) -> None:
    path = imports.upload()
    imports.run()
    assert imports.act(path, "pilih", row=row) == 303
    page = imports.sari.get(f"{path}?lang=id&hal={row}")
    assert (page.status_code, "2 baris akan diterapkan" in page.text) == (200, True)


def test_who_is_late_is_told_who_was_first(imports: Imports) -> None:
    path = imports.upload()
    imports.run()
    assert imports.act(path, "terapkan", version="2") == 303
    late = imports.budi.post(f"{path}/terapkan?lang=id", {"version": "2", "reason": "Alasan saya."})
    assert late.status_code == 409
    assert "Sari lebih dahulu mengubah impor ini" in late.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 [Content_Types].xml", "lembar kerja Excel"),
        (b"%PDF-1.7", "Ini berkas PDF"),
        (b"", "Berkasnya kosong"),
    ],
)
def test_another_kind_of_file_is_refused_with_its_name(imports: Imports, data: bytes, words: str) -> None:
    sent = {"name": "x", "file": (io.BytesIO(data), "x.csv")}
    answer = imports.sari.post("/meja/impor/baru?lang=id", sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert words in answer.text


def test_a_file_that_is_too_large_is_refused_before_it_is_read(imports: Imports) -> None:
    answer = imports.sari.client.post(
        "/meja/impor/baru",
        headers={**imports.sari.headers, "Content-Type": "multipart/form-data; boundary=x"},
        environ_overrides={"CONTENT_LENGTH": str(MAX_BYTES + 2 * 1024 * 1024), "wsgi.input": io.BytesIO(b"")},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("name", ["daftar\x00.csv", "daftar\x07.csv", "daftar\u202evsc.exe", "\x1b[2Jdaftar.csv"])
def test_a_file_name_that_cannot_be_shown_is_refused_with_words(imports: Imports, name: str) -> None:
    sent = {"name": "", "claim": "klaim-uji-2026", "file": (io.BytesIO(CSV.encode()), name)}
    answer = imports.sari.post("/meja/impor/baru?lang=id", sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "Nama berkasnya berisi huruf kendali yang tidak terlihat" in answer.text
    with imports.desk.store.reading() as session:
        assert session.scalar(select(func.count()).select_from(Batch)) == 0


def test_the_part_that_tells_how_far_it_is_stands_alone(imports: Imports) -> None:
    path = imports.upload()
    waiting = imports.sari.get(f"{path}/kemajuan?lang=id").text
    assert "Menunggu dibaca: Segera dimulai." in waiting
    assert 'data-busy="yes"' in waiting
    assert "<progress aria-label" in waiting.replace("  ", " ")
    imports.run()
    assert 'data-busy="no"' in imports.sari.get(f"{path}/kemajuan").text
    assert imports.sari.get("/meja/impor/99/kemajuan").status_code == 404
    assert imports.act(path, "terapkan") == 303
    applying = imports.sari.get(f"{path}/kemajuan?lang=id").text
    assert "Sedang diterapkan: 0 dari 2 baris" in applying
    assert 'max="2" value="0"' in applying
    assert imports.sari.get(f"{path}?lang=id").text.count('id="progress"') == 1


def test_an_import_that_failed_says_so_and_offers_another_try(imports: Imports) -> None:
    path = imports.upload()
    imports.run()
    assert imports.act(path, "terapkan") == 303
    with imports.desk.store.deciding("system", imports.desk.now) as work:
        for row in work.session.scalars(select(BatchRow)):
            row.terms = {**row.terms, "listed": "no day"}
    imports.run()
    page = imports.sari.get(f"{path}?lang=id").text
    assert "Impor ini gagal diterapkan karena galat di meja (ValueError). Tidak ada isinya yang berlaku." in page
    assert "Gagal" in page
    assert imports.act(path, "baca-ulang") == 303
    imports.run()
    assert imports.act(path, "terapkan") == 303
    imports.run()
    assert imports.listed() == 2


def test_what_was_left_out_after_all_is_told_line_by_line(imports: Imports) -> None:
    path = imports.upload()
    imports.run()
    assert imports.act(path, "terapkan") == 303
    with imports.desk.store.deciding("account:9", imports.desk.now) as work:
        row = work.session.get_one(Claim, "klaim-uji-2026")
        row.level, row.version = 1, row.version + 1
        work.record("claim.lowered", ("claim", row.id))
    imports.run()
    assert imports.listed() == 1
    page = imports.sari.get(f"{path}?golongan=refused&lang=id").text
    assert "1 tidak dimasukkan karena tidak lagi boleh" in page
    assert "Tidak dimasukkan: tidak lagi boleh ketika diterapkan" in page
    assert "Tingkat 2 melebihi tingkat klaimnya (1)." in page
    assert "https://kabar.example/b" not in page


def test_a_file_that_cannot_be_read_says_why(imports: Imports) -> None:
    path = imports.upload('subject\n"terbuka\n')
    imports.run()
    assert "Tanda kutip yang dibuka di baris 2 tidak pernah ditutup" in imports.sari.get(f"{path}?lang=id").text


def test_what_a_file_says_does_nothing_on_a_page(imports: Imports) -> None:
    path = imports.upload(
        "subject,public_note\n<script>alert(1)</script>,x\n\u202ehttps://kabar.example/gpj.exe,=1+1\n",
        name="<b>daftar</b>.csv",
    )
    imports.run()
    page = imports.sari.get(f"{path}?lang=id").text
    assert "<script>alert" not in page
    assert "<b>daftar" not in page
    assert "\u202e" not in page


def test_an_export_runs_nothing_in_a_spreadsheet(imports: Imports) -> None:
    path = imports.upload('subject,public_note\nhttps://kabar.example/a,"=HYPERLINK(1)"\n')
    imports.run()
    answer = imports.sari.get(f"{path}/baris.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="impor-1.csv"'
    assert "'=HYPERLINK(1)" in answer.text
    assert ",=" not in answer.text
    assert imports.sari.get("/meja/impor/templat.csv").text.lstrip("\ufeff").startswith("subject,scope,level,")


def test_an_import_that_is_not_there_is_not_found(imports: Imports) -> None:
    assert imports.sari.get("/meja/impor/99").status_code == 404
    assert imports.sari.get("/meja/impor/99999999999999999999").status_code == 404
    assert imports.sari.get("/meja/impor/99/baris.csv").status_code == 404
    assert imports.sari.post("/meja/impor/99/terapkan", {"version": "1", "reason": "x"}).status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_list_and_the_form_are_there_in_both_languages(imports: Imports, language: str) -> None:
    assert imports.sari.get(f"/meja/impor?lang={language}").status_code == 200
    imports.upload()
    assert "Daftar uji" in imports.sari.get(f"/meja/impor?lang={language}").text
    assert imports.sari.get(f"/meja/impor/baru?lang={language}").status_code == 200


HOSTS = "# Title: Daftar <b>uji</b>\n0.0.0.0 palsu.example\n0.0.0.0 kpu.go.id\n10.0.0.1 mesin.example\n"


def test_a_list_of_another_form_is_recognised_told_and_can_be_read_as_something_else(imports: Imports) -> None:
    path = imports.upload(HOSTS, "daftar.txt")
    imports.run()
    page = imports.sari.get(f"{path}?lang=id").text
    assert "Dibaca sebagai: Berkas hosts" in page
    assert "Judul menurut daftarnya: Daftar &lt;b&gt;uji&lt;/b&gt;" in page
    assert "kpu.go.id dilindungi" in page
    assert "(kolom subject)" not in page
    assert "Nama ini diarahkan ke mesin lain, bukan ditolak." in page
    assert imports.act(path, "baca-ulang", format="domains") == 303
    imports.run()
    page = imports.sari.get(f"{path}?lang=id").text
    assert "Bentuknya dipilih sendiri, bukan dikenali dari isinya." in page
    assert '<option value="domains" selected>' in page
    assert "Ada lebih dari satu kata di baris ini." in page


def test_the_form_offers_every_form_and_keeps_what_was_chosen(imports: Imports) -> None:
    page = imports.sari.get("/meja/impor/baru?lang=id").text
    assert len(re.findall("<option", page.partition('name="format"')[2].partition("</select>")[0])) == 12
    sent = {"name": "Daftar uji", "format": "rpz", "claim": "tidak-ada", "file": (io.BytesIO(b"a.example"), "a.txt")}
    answer = imports.sari.post("/meja/impor/baru?lang=id", sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert '<option value="rpz" selected>' in answer.text


def test_a_form_that_does_not_exist_is_refused(imports: Imports) -> None:
    sent = {"name": "Daftar uji", "format": "xlsx", "file": (io.BytesIO(b"a.example"), "a.txt")}
    answer = imports.sari.post("/meja/impor/baru?lang=id", sent, content_type="multipart/form-data")
    assert answer.status_code == 422
    path = imports.upload(HOSTS)
    imports.run()
    assert imports.act(path, "baca-ulang", format="xlsx") == 422


def test_every_reason_of_every_form_has_words() -> None:
    folder = ROOT / "service" / "cektautan" / "sources" / "lists"
    code = "\n".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    named = set(re.findall(r"""(?:FileRefusedError\(|refuse\(\w+, |refused = )"([a-z_0-9]+)\"""", code))
    named |= set(re.findall(r"""return "([a-z_]+)"(?:\n| if)""", (folder / "adblock.py").read_text("utf-8")))
    texts = json.loads((ROOT / "service/cektautan/web/texts/id/console_imports.json").read_text("utf-8"))
    assert len(named) > 30
    assert not {each for each in named if f"import_problem_{each}" not in texts}


STRONG = "subject,level\nhttps://kabar.example/a,3\nhttps://kabar.example/b,1\n"


def forms(page: str) -> set[str]:
    """Where the forms of an import's page are sent to."""
    return set(re.findall(r'action="/meja/impor/\d+/([a-z-]+)"', page))


def test_who_waits_for_a_second_person_is_told_for_whom_and_is_shown_no_form_that_is_refused(imports: Imports) -> None:
    tono = imports.desk.person("tono", "moderator")
    twin = imports.desk.person("kembar", "approver", created_by=imports.sari.id)
    path = imports.upload(STRONG)
    imports.run()
    assert imports.act(path, "terapkan") == 303
    for who, shown in (
        (imports.sari, {"tolak"}),
        (tono, set()),
        (twin, {"tolak"}),
        (imports.budi, {"setujui", "tolak"}),
    ):
        page = who.get(f"{path}?lang=id").text
        assert forms(page) == shown, who
        assert ("Yang boleh memutuskan: <bdi>Budi</bdi>." in page) == (who is not imports.budi)
        assert "Tidak ada baris" not in page
        assert page.count('class="host"') == 2
    assert "Salah satu dari dua akun ini dibuat oleh yang lain" in twin.get(f"{path}?lang=id").text
    assert "Who may decide: <bdi>Budi</bdi>." in imports.sari.get(f"{path}?lang=en").text


def test_the_case_of_an_import_names_what_is_proposed_and_leads_to_its_rows(imports: Imports) -> None:
    path = imports.upload(STRONG)
    imports.run()
    assert imports.act(path, "terapkan") == 303
    page = imports.budi.get("/meja/kasus/1?lang=id").text
    assert "Usulan: terapkan impor" in page
    assert f'href="{path}">Lihat baris-baris impornya' in page


def test_where_nobody_can_be_the_second_person_the_page_says_how_somebody_becomes_it(imports: Imports) -> None:
    path = imports.upload(STRONG, who=imports.budi)
    imports.run()
    assert imports.act(path, "terapkan", imports.budi) == 303
    assert "belum ada seorang pun. Admin bisa memberi peran itu" in imports.budi.get(f"{path}?lang=id").text


def test_an_old_proposal_can_only_be_rejected_and_its_page_says_so(imports: Imports) -> None:
    path = imports.upload(STRONG)
    imports.run()
    assert imports.act(path, "terapkan") == 303
    with imports.desk.store.deciding("system", imports.desk.now) as work:
        work.session.get_one(Batch, 1).read_at = imports.desk.now - 25 * 3600
    page = imports.budi.get(f"{path}?lang=id").text
    assert "Tolak atau tarik usulannya, lalu baca ulang berkasnya." in page
    assert forms(page) == {"tolak"}
    assert imports.act(path, "tolak", imports.budi) == 303
    assert "baca-ulang" in forms(imports.sari.get(path).text)


def test_what_would_warn_again_waits_on_the_page_for_whoever_can_agree(imports: Imports) -> None:
    add(imports.desk.store, listing(key="url:kabar.example/a"))
    path = imports.upload("subject,level\nhttps://kabar.example/a,2\n")
    imports.run()
    for act in ("terapkan", "urungkan"):
        assert imports.act(path, act) == 303
        imports.run()
    mine = imports.sari.get(f"{path}?lang=id").text
    assert "Yang akan menguatkan peringatan lagi menunggu orang kedua: 1 alamat." in mine
    assert "Yang boleh memutuskan: <bdi>Budi</bdi>." in mine
    assert forms(mine) == {"tolak"}
    assert forms(imports.budi.get(path).text) == {"setujui", "tolak"}
    assert imports.act(path, "setujui", imports.budi, rest="1") == 303
    assert forms(imports.sari.get(path).text) == set()


@pytest.mark.parametrize("who", ["sari", "budi"])
def test_who_stays_out_of_a_claim_is_shown_no_form_of_its_import(imports: Imports, who: str) -> None:
    path = imports.upload(STRONG)
    imports.run()
    assert imports.act(path, "terapkan") == 303
    person: Person = getattr(imports, who)
    stays_out = {"dari": "claim", "apa": "klaim-uji-2026", "alasan": ""}
    assert person.post("/meja/orang/menarik-diri", stays_out).status_code == 303
    page = person.get(f"{path}?lang=id").text
    assert forms(page) == set()
    assert "Anda menyatakan tidak ikut memutuskan hal ini." in page


def test_who_stays_out_of_a_claim_is_shown_no_form_that_takes_its_import_back(imports: Imports) -> None:
    path = imports.upload()
    imports.run()
    assert imports.act(path, "terapkan") == 303
    imports.run()
    assert forms(imports.budi.get(path).text) == {"urungkan"}
    stays_out = {"dari": "claim", "apa": "klaim-uji-2026", "alasan": ""}
    assert imports.budi.post("/meja/orang/menarik-diri", stays_out).status_code == 303
    page = imports.budi.get(f"{path}?lang=id").text
    assert forms(page) == set()
    assert "Anda menyatakan tidak ikut memutuskan hal ini." in page
    assert imports.act(path, "urungkan", imports.budi) == 403
