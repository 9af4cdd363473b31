"""What a reader asks about leaves no trace: not in logs, metrics, files, or the process's other answers."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask
from tests.support.service import HOAX, Service
from tests.unit.web.records import FOUND, service_with

ADDRESS, AGENT, LINK = "203.0.113.77", "PembacaUji/1.0", "https://rahasia-pembaca.com/halaman?id=42"
TRACES = (ADDRESS, AGENT, "rahasia-pembaca", "GPdzHkn5M6M?si")


@pytest.fixture
def service(tmp_path: Path) -> Service:
    return service_with(tmp_path)


def use(app: Flask) -> None:
    client = app.test_client()
    options = {"environ_base": {"REMOTE_ADDR": ADDRESS}, "headers": {"User-Agent": AGENT}}
    for url in (LINK, HOAX, "mailto:rahasia-pembaca", "https://rahasia-pembaca.com/" + "x" * 9000):
        client.get("/v1/check", query_string={"url": url}, **options)
    client.post("/v1/check", json={"urls": [LINK, 5]}, **options)
    client.post("/v1/check", json={"urls": [LINK, HOAX]}, **options)
    client.post("/v1/check", data="{" + LINK, content_type="application/json", **options)
    client.post("/", data={"text": LINK}, **options)
    client.post("/v1/resolve", json={"url": LINK}, **options)
    client.get("/v1/domains/rahasia-pembaca.com", **options)
    client.get("/v1/domains/rahasia-pembaca.localhost", **options)
    client.get("/rahasia-pembaca", **options)
    client.get("/daftar", query_string={"q": LINK, "topic": "rahasia-pembaca"}, **options)
    client.get("/c/rahasia-pembaca", **options)


def test_nothing_is_logged(
    service: Service, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        use(service.app())
    out, err = capfd.readouterr()
    for trace in TRACES:
        assert trace not in caplog.text + out + err


def test_nothing_is_counted_under_it(service: Service) -> None:
    app = service.app()
    use(app)
    metrics = app.test_client().get("/metrics").text
    assert 'cektautan_checks_total{state="listed"} 2.0' in metrics
    for trace in TRACES:
        assert trace not in metrics


def test_nothing_is_written_to_disk(service: Service) -> None:
    app = service.app()
    before = {path: path.stat().st_mtime_ns for path in files(service.var)}
    use(app)
    assert {path: path.stat().st_mtime_ns for path in files(service.var)} == before


def test_no_answer_sets_a_cookie(service: Service) -> None:
    client = service.client()
    for path in (
        "/",
        "/docs",
        "/daftar",
        f"/c/{FOUND}",
        "/tentang",
        "/cara-kerja",
        f"/v1/check?url={HOAX}",
        "/lists/manifest.json",
        "/tidak-ada",
    ):
        assert "Set-Cookie" not in client.get(path).headers


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
