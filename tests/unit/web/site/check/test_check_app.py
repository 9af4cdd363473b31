"""The program of the check page: what is served, under which names, and what happens where it cannot be offered."""

from __future__ import annotations

import base64
import json
import re
import shutil
from pathlib import Path
from typing import TypedDict

import pytest
from flask.testing import FlaskClient
from tests.conftest import ROOT
from tests.support.service import HOAX, Service


class Shipped(TypedDict):
    """What the worker is told to keep."""

    base: str
    addresses: list[str]
    languages: dict[str, list[str]]
    later: list[str]


def base(client: FlaskClient) -> str:
    (found,) = set(re.findall(r"/app/[0-9a-f]{16}", client.get("/").text))
    return str(found)


def shipped(client: FlaskClient) -> Shipped:
    head, _, _ = client.get("/sw.js").text.partition("\n")
    told: Shipped = json.loads(head.removeprefix("self.SHIPPED = ").removesuffix(";"))
    return told


def test_the_page_names_every_module_that_it_runs_and_each_is_there_for_ever(client: FlaskClient) -> None:
    page = client.get("/").text
    modules = re.findall(r'rel="modulepreload" href="([^"]+)"', page)
    assert len(modules) > 40
    assert f'<script type="module" src="{modules[0]}">' in page
    imported = set()
    for module in modules:
        answer = client.get(module, headers={"Accept-Encoding": "br"})
        assert (answer.status_code, answer.mimetype) == (200, "text/javascript"), module
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "br"
        text = client.get(module).text
        folder = module.rpartition("/")[0]
        for relative in re.findall(r"^(?:.*\bfrom|import) '(\.[^']+)';$", text, re.M):
            imported.add(str(Path("/", folder, relative).resolve()))
    assert imported == set(modules[1:]), (
        "a module that is not named beforehand makes a slow phone wait for one more turn"
    )


def test_the_parts_for_reports_come_later_and_are_neither_named_beforehand_nor_kept_at_once(
    client: FlaskClient,
) -> None:
    told = shipped(client)
    at, later = base(client), told["later"]
    assert f"{at}/extension/pages/reports/form.js" in later
    assert f"{at}/checkpage/reportplace.js" in later
    assert not {*later} & {*told["addresses"]}
    page = client.get("/").text
    for module in later:
        answer = client.get(module)
        assert (answer.status_code, answer.mimetype) == (200, "text/javascript"), module
        assert module not in page
        folder = module.rpartition("/")[0]
        for relative in re.findall(r"^(?:.*\bfrom|import) '(\.[^']+)';$", answer.text, re.M):
            assert str(Path("/", folder, relative).resolve()) in {*later, *told["addresses"]}


def test_only_what_the_page_needs_of_the_extension_is_served(client: FlaskClient) -> None:
    at = base(client)
    assert client.get(f"{at}/extension/core/identity.js").status_code == 200
    for name in (
        "manifest.json",
        "config.json",
        "background/main.js",
        "pages/options.js",
        "i18n/chosen.js",
        "../README.md",
    ):
        assert client.get(f"{at}/extension/{name}").status_code == 404, name
    assert client.get(f"{at}/checkpage/sw.js").status_code == 404
    assert client.get(f"{at.replace('/app/', '/app/0')}/checkpage/main.js").status_code == 404


def test_what_the_worker_keeps_is_all_there_and_whole(client: FlaskClient) -> None:
    answer = client.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    told = shipped(client)
    addresses = [
        *told["addresses"],
        *(address for each in told["languages"].values() for address in each),
        *told["later"],
    ]
    assert len(addresses) == len(set(addresses))
    for address in addresses:
        assert client.get(address).status_code == 200, address
    assert {language: len(each) for language, each in told["languages"].items()} == {"id": 5, "en": 5}
    for language, own in told["languages"].items():
        page = client.get(f"/?lang={language}").text
        needed = re.findall(r'(?:src|href)="(/(?:app|static)/[^"]+)"', page)
        assert set(needed) <= {*told["addresses"]}
        assert f"/app.webmanifest?lang={language}" in page
        words = [f"checkpage/texts/{language}.json", f"extension/_locales/{language}/messages.json"]
        markup = [f"shell/{language}.html", f"shell/{language}-offline.html"]
        assert {*own} == {
            f"/app.webmanifest?lang={language}",
            *(f"{base(client)}/{name}" for name in (*words, *markup)),
        }


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_kept_page_is_the_form_and_says_nothing_of_any_list(client: FlaskClient, language: str) -> None:
    answer = client.get(f"{base(client)}/shell/{language}.html")
    assert answer.mimetype == "text/html"
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
    page = client.get(f"/?lang={language}").text
    without_list = re.sub(r"\s*<p data-server>.*?</p>", "", page)
    assert re.sub(r"\s+", " ", answer.text) == re.sub(r"\s+", " ", without_list)
    assert "data-server>" in page


def test_the_manifest_can_be_installed_and_shared_to_in_both_languages(client: FlaskClient) -> None:
    made = {}
    for language in ("id", "en"):
        answer = client.get(f"/app.webmanifest?lang={language}")
        assert answer.mimetype == "application/manifest+json"
        made[language] = answer.json
    assert made["id"]["id"] == made["en"]["id"] == "/"
    assert made["id"]["description"] != made["en"]["description"]
    for language, manifest in made.items():
        assert manifest["lang"] == language
        assert manifest["start_url"] == f"/?lang={language}"
        assert manifest["share_target"] == {
            "action": f"/bagikan?lang={language}",
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"title": "title", "text": "text", "url": "url"},
        }
        for icon in manifest["icons"]:
            picture = client.get(icon["src"])
            assert picture.mimetype == "image/png"
            width = int.from_bytes(picture.data[16:20], "big")
            assert icon["sizes"] == f"{width}x{width}"
        assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    css = client.get(re.findall(r'href="([^"]+/site\.css)"', client.get("/").text)[0]).text
    assert f"--accent: {made['id']['theme_color']};" in css
    assert f"--page: {made['id']['background_color']};" in css


def test_any_change_of_the_page_is_a_new_version(service: Service, tmp_path: Path) -> None:
    first = base(service.client())
    assert base(service.client()) == first, "nothing changed"
    changed = tmp_path / "checkpage"
    shutil.copytree(ROOT / "checkpage", changed)
    service.settings["CEKTAUTAN_CHECKPAGE_DIR"] = str(changed)
    assert base(service.client()) == first, "the same bytes elsewhere"
    (changed / "links.js").write_text((changed / "links.js").read_text("utf-8") + "\n", "utf-8")
    second = base(service.client())
    (changed / "sw.js").write_text((changed / "sw.js").read_text("utf-8") + "\n", "utf-8")
    third = base(service.client())
    key = base64.b64decode(service.publisher.root_key)
    service.settings["CEKTAUTAN_ROOT_KEY"] = base64.b64encode(key[:-1] + bytes([key[-1] ^ 1])).decode()
    fourth = base(service.client())
    assert len({first, second, third, fourth}) == 4, "a file, the worker and the root key each count"


@pytest.mark.parametrize("missing", ["CEKTAUTAN_CHECKPAGE_DIR", "CEKTAUTAN_EXTENSION_DIR"])
def test_without_its_files_the_page_is_the_form_that_the_service_answers(
    service: Service, tmp_path: Path, missing: str
) -> None:
    service.settings[missing] = str(tmp_path / "nothing")
    client = service.client()
    page = client.get("/").text
    assert "<script" not in page
    assert "/app" not in page.replace("/app.", "")
    assert "dikirim ke server ini" in page
    assert [client.get(path).status_code for path in ("/sw.js", "/app.webmanifest", "/app/x/y")] == [404, 404, 404]
    assert "SALAH" in client.post("/", data={"text": HOAX}).text


def test_what_is_shared_and_reaches_the_service_is_answered_as_the_form_is(client: FlaskClient) -> None:
    fields = {"title": "Pesan", "text": f"Awas! {HOAX}", "url": "https://contoh.com/a"}
    answer = client.post("/bagikan?lang=id", data=fields, content_type="multipart/form-data")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Hasil untuk 2 tautan" in answer.text
    assert answer.text.index("SALAH") < answer.text.index("Belum ada catatan")
    assert "Diperiksa oleh server kami; teks yang Anda kirim tidak disimpan." in answer.text


@pytest.mark.parametrize("fields", [{}, {"title": "Judul", "text": " "}, {"text": "tidak ada tautan"}])
def test_a_share_without_a_link_is_told_what_to_do(client: FlaskClient, fields: dict[str, str]) -> None:
    answer = client.post("/bagikan?lang=en", data=fields, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert "There is no link in that text" in answer.text


def test_opening_the_share_target_leads_to_the_page(client: FlaskClient) -> None:
    answer = client.get("/bagikan?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/?lang=en")


def test_the_page_is_compressed_and_not_sent_twice(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert {"Accept-Language", "Accept-Encoding"} == {*answer.headers["Vary"].split(", ")}
    again = client.get("/", headers={"Accept-Encoding": "br", "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    english = {"Accept-Encoding": "br", "If-None-Match": answer.headers["ETag"], "Accept-Language": "en"}
    assert client.get("/", headers=english).status_code == 200
