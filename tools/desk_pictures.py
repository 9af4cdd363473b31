"""Takes the pictures of the moderators' desk: queue, case, link, import, board and keys, on a desk and on a phone.

    python -m tools.desk_pictures

Real browser, real store, the shipped claims. Everything that readers and moderators do in it is made up, and so is the
one claim whose address is proposed; names of people are none's. `make pictures` calls it.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageDraw
from tests.conftest import ROOT
from tests.e2e.chromium import Chromium
from tests.e2e.desk_server import DeskServer
from tests.support.desk import add, add_sources, claim, listing
from tests.support.people import Person

from cektautan.desk.api_keys import ending, making
from cektautan.desk.cases.evidence import add_screenshot
from cektautan.desk.cases.leasing import claim_case
from cektautan.desk.cases.opening import open_or_merge
from cektautan.desk.cases.pictures import read_picture
from cektautan.desk.decisions.propose import Address, list_addresses
from cektautan.desk.imports import background
from cektautan.desk.people.acting import OPERATOR
from cektautan.desk.policy import Policy, load_policy
from cektautan.store.models import Case

PICTURES = ROOT / "docs" / "pictures"
LARGEST = 150_000
DESK, PHONE = (1280, 860), (390, 844)
WAVE = 812
MINUTES = 9
DAY = 86_400
PASTED = "https://www.kabar-pemilu.example/tps?utm_source=wa"

CLAIMS = (
    ("tps-malam-2026", "TPS dibuka sampai malam bagi pemilih yang belum terdaftar.",
     "Polling stations stay open at night for voters who are not registered."),
    ("surat-suara-2026", "Surat suara di luar negeri sudah tercoblos sebelum hari pemungutan.",
     "Ballots abroad were marked before voting day."),
    ("bansos-tautan-2026", "Bantuan tunai dibagikan lewat sebuah tautan pendaftaran.",
     "Cash aid is given out through a registration link."),
)  # fmt: skip

ROWS = (
    "subject,scope,level,public_note\n"
    "https://bantuan-pemilih.example/daftar,,2,\nbansos-kilat.example,host,2,\n"
    "https://daftar-bansos.example/,,3,\nkpu.go.id,,2,\nsites.google.com,,1,\n"
    "https://kabar.example/x,,9,\nhttps://bantuan-pemilih.example/daftar,,2,\n"
)


def fill(server: DeskServer, policy: Policy) -> tuple[Person, Person, int, int]:
    """Let a night pass at the desk; return two people, the case of a wave and the case of a proposal."""
    desk = server.desk
    add_sources(desk.store)
    add(
        desk.store,
        *(claim(id_, text_id=text, text_en=english) for id_, text, english in CLAIMS),
        listing("tps-malam-2026", "content:tiktok:7311111111111111111", platform="tiktok", domain="",
                url="https://www.tiktok.com/@_/video/7311111111111111111"),
        listing("bansos-tautan-2026", "url:daftar-bansos.example/", url="https://daftar-bansos.example/"),
    )  # fmt: skip
    sari, budi = desk.person("sari", "moderator", "appeals"), desk.person("budi", "approver")

    def opened(minutes: int, key: str, reports: int = 0, **values: str) -> int:
        with desk.store.deciding("system", desk.now - minutes * 60) as work:
            made = {"kind": "report", "url": f"https://{key.partition(':')[2]}", **values}
            return open_or_merge(work, policy, key=key, reports=reports, **made).id  # type: ignore[arg-type]

    wave = opened(MINUTES, "url:kabar-pemilu.example/tps", 1)
    opened(0, "url:kabar-pemilu.example/tps", WAVE - 1)
    opened(300, "url:kpu-go-id.example/cek-dpt", 4, lane="imposter")
    opened(90, "content:tiktok:7311111111111111112", kind="match", lane="checked", claim_id="tps-malam-2026",
           url="https://www.tiktok.com/@_/video/7311111111111111112")  # fmt: skip
    opened(2_000, "url:daftar-bansos.example/", kind="changed_page", lane="checked", claim_id="bansos-tautan-2026")
    opened(5_000, "url:blog-warga.example/2026/cerita", 2)
    with desk.store.deciding(sari.actor, desk.now) as work:
        case = work.session.get_one(Case, wave)
        add_screenshot(work, case, read_picture(_screenshot()), sari.id, "Unggahan aslinya, sebelum dihapus")
    done = list_addresses(desk.store, policy, sari.id, "surat-suara-2026", [Address("https://kabar-pemilu.example/luar")],
                          "Gambar dan kalimatnya sama dengan yang sudah diperiksa.", desk.now)  # fmt: skip
    claim_case(desk.store, policy, budi.id, 3, desk.now)
    assert done.case_id
    return sari, budi, wave, done.case_id


def _screenshot() -> bytes:
    """A made-up post: boxes where its words and its picture would be."""
    picture = Image.new("RGB", (720, 420), "#ffffff")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((24, 24, 72, 72), fill="#c9d6d3")
    for left, top, width in ((92, 34, 220), (92, 58, 140), (24, 104, 640), (24, 130, 560)):
        draw.rounded_rectangle((left, top, left + width, top + 12), 6, "#dde5e2")
    draw.rectangle((24, 164, 696, 396), fill="#9db8b2")
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


@contextmanager
def browsing(server: DeskServer, person: Person) -> Iterator[Chromium]:
    """A person's browser."""
    with Chromium(language="id") as browser:
        server.sign_in(browser, person)
        yield browser


def take(server: DeskServer, browser: Chromium, path: str, name: str, pasted: str = "") -> None:
    """Write the pictures of a page: on a desk in daylight, on a phone at night."""
    for size, suffix, scheme in ((DESK, "", "light"), (PHONE, "-phone", "dark")):
        tab = server.open(browser, path)
        tab.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        tab.resize(*size)
        if pasted:
            tab.page.fill("#url", pasted)
            tab.press("Enter")
            tab.page.wait_for_selector("#cari")
            tab.page.fill("#cari", "tps mal")
            tab.page.wait_for_selector("#pilihan input[type=radio]")
        file = PICTURES / f"console-{name}{suffix}.png"
        shown = Image.open(io.BytesIO(tab.page.screenshot(full_page=True)))
        # Flat pages have few colours: a palette is a third of the size, and nobody sees the difference.
        shown.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
        print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} kB")
        if file.stat().st_size > LARGEST:
            raise SystemExit(f"{file.name} is larger than {LARGEST} bytes")
        tab.page.close()


def import_list(server: DeskServer, browser: Chromium, policy: Policy) -> None:
    """Upload a list with a row of each common class, and let the background read it."""
    tab = server.open(browser, "/meja/impor/baru?lang=id")
    tab.page.set_input_files("#file", {"name": "situs-tiruan.csv", "mimeType": "text/csv", "buffer": ROWS.encode()})
    tab.page.fill("#name", "Situs tiruan, pekan ini")
    tab.page.fill("#claim", "bansos-tautan-2026")
    tab.page.locator("main form button.primary").click()
    tab.page.wait_for_url("**/meja/impor/1")
    tab.page.close()
    background.run(server.desk.store, policy, server.desk.now)


def give_keys(server: DeskServer) -> None:
    """Make keys for programs: of a partner, with an end, and one that was revoked."""
    store, now = server.desk.store, server.desk.now
    for wanted in (
        making.Wanted("Uji coba redaksi", "Redaksi Contoh", "redaksi@contoh.example"),
        making.Wanted("Penyaring jaringan", "Kampus Contoh", "jaringan@contoh.example", scopes=("exports",), days=90),
        making.Wanted("Pratinjau tautan", "Platform Contoh", "teknis@contoh.example", tier="partner"),
    ):
        made = making.make(store, OPERATOR, wanted, now - 40 * DAY)
        if wanted.label == "Uji coba redaksi":
            ending.revoke(store, OPERATOR, made.id, "Uji cobanya selesai.", now - DAY)


def take_all() -> None:
    """Take all of them."""
    policy = load_policy(ROOT / "rules", ROOT / "blocklists")
    with tempfile.TemporaryDirectory() as folder:
        server = DeskServer(Path(folder, "desk"))
        try:
            sari, budi, wave, proposal = fill(server, policy)
            with browsing(server, sari) as browser:
                take(server, browser, "/meja?lang=id", "queue")
                take(server, browser, f"/meja/kasus/{wave}?lang=id", "case")
                take(server, browser, "/meja/tempel?lang=id", "paste", PASTED)
                import_list(server, browser, policy)
                take(server, browser, "/meja/impor/1?lang=id", "import")
            with browsing(server, budi) as browser:
                take(server, browser, f"/meja/kasus/{proposal}?lang=id", "second")
                take(server, browser, "/meja/papan?lang=id", "board")
            give_keys(server)
            with browsing(server, server.desk.person("rina", "admin")) as browser:
                take(server, browser, "/meja/kunci?lang=id", "keys")
        finally:
            server.close()


if __name__ == "__main__":
    take_all()
