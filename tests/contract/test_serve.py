"""`cektautan serve` as a process: ready at once, stopped in order, and one line for whatever keeps it from running."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests
from tests.support.processes import answers, free_port, serving, start, until

KNOWN = "https://m.youtube.com/watch?v=GPdzHkn5M6M%26t=9"


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    extension = tmp_path / "extension"
    extension.mkdir()
    (extension / "manifest.json").write_text("{}")
    return {"CEKTAUTAN_VAR_DIR": str(tmp_path / "var"), "CEKTAUTAN_EXTENSION_DIR": str(extension),
            "CEKTAUTAN_DESK": "off"}  # fmt: skip


def fails(settings: dict[str, str], code: int) -> str:
    """Run `serve`, which must not start, and return its one line."""
    process = start(settings, "serve")
    out, err = process.communicate(timeout=60)
    assert process.returncode == code, err
    assert out == ""
    (line,) = err.splitlines()
    return line


def test_a_newcomer_gets_an_answer_keys_and_an_extension_that_knows_the_server(
    settings: dict[str, str], tmp_path: Path
) -> None:
    with serving(settings) as (address, process):
        found = requests.get(f"{address}/v1/check?url={KNOWN}", timeout=5).json()
        assert (found["verdict"], found["level"]) == ("false", 3)
        assert found["claims"][0]["reviews"][0]["publisher"] == "TurnBackHoax"
        config = json.loads((tmp_path / "extension" / "config.json").read_text())
        assert config["server"] == address
        assert (tmp_path / "var" / "keys" / "root.pub").read_text().splitlines()[-1] == config["rootKey"]
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=20)
    assert f"{address}/v1/check?url={KNOWN}" in out
    assert "Load unpacked" in out
    assert err == ""
    assert process.returncode == 0


def test_ctrl_c_stops_it_cleanly_and_nothing_is_lost(settings: dict[str, str]) -> None:
    # At another address there would be other test pages, and so another list.
    settings["CEKTAUTAN_PUBLIC_URL"] = "https://cek.example"
    with serving(settings) as (address, process):
        before = requests.get(f"{address}/lists/manifest.json", timeout=5).json()
        # A terminal sends the signal to the whole group of processes.
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=20)
        assert (process.returncode, err) == (0, "")
        assert not answers(f"{address}/healthz")
    with serving(settings) as (address, _):
        after = requests.get(f"{address}/lists/manifest.json", timeout=5).json()
    assert after["seq"] > before["seq"]
    assert after["keys_version"] == before["keys_version"]
    assert after["snapshot"] == before["snapshot"]


def test_workers_end_with_a_parent_that_was_killed(settings: dict[str, str]) -> None:
    with serving(settings) as (address, process):
        process.kill()
        process.communicate()
        until(lambda: not answers(f"{address}/healthz"), 10)


def test_a_set_published_beside_it_is_taken_up(settings: dict[str, str]) -> None:
    with serving(settings) as (address, _):
        before = requests.get(f"{address}/readyz", timeout=5).json()["seq"]
        publishing = start(settings, "publish")
        publishing.communicate(timeout=60)
        assert publishing.returncode == 0
        until(lambda: requests.get(f"{address}/readyz", timeout=5).json()["seq"] > before, 10)


def test_two_workers_answer_and_count_together(settings: dict[str, str]) -> None:
    with serving({**settings, "CEKTAUTAN_WORKERS": "2"}) as (address, _):
        for _ in range(10):
            assert requests.get(f"{address}/v1/check?url={KNOWN}", timeout=5).json()["level"] == 3
        metrics = requests.get(f"{address}/metrics", timeout=5).text
        assert 'cektautan_checks_total{state="listed"} 10.0' in metrics


def test_a_taken_port_is_one_line(settings: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        line = fails({**settings, "PORT": str(port)}, 1)
    assert line.startswith(f"cektautan serve: port {port} on 127.0.0.1 cannot be had")
    assert not (Path(settings["CEKTAUTAN_VAR_DIR"]) / "keys").exists()


@pytest.mark.parametrize("host", ["192.0.2.1", "999.1.1.1"])
def test_an_address_that_is_not_ours_is_one_line(settings: dict[str, str], host: str) -> None:
    line = fails({**settings, "CEKTAUTAN_HOST": host, "PORT": str(free_port())}, 1)
    assert line.startswith(f"cektautan serve: CEKTAUTAN_HOST {host}: ")


@pytest.mark.parametrize(
    ("name", "value"), [("PORT", "http"), ("CEKTAUTAN_ROOT_KEY", "RWx"), ("CEKTAUTAN_LIMIT_CHECK", "many")]
)
def test_a_bad_setting_is_one_line_that_names_it(settings: dict[str, str], name: str, value: str) -> None:
    assert fails({**settings, name: value}, 2).startswith(f"cektautan serve: {name} must be ")


def test_a_list_that_cannot_be_read_is_one_line_with_its_place(
    settings: dict[str, str], root: Path, tmp_path: Path
) -> None:
    lists = tmp_path / "lists"
    shutil.copytree(root / "blocklists", lists)
    (lists / "claims" / "2024" / "rusak.yaml").write_text("id: rusak\n  claim: [\n")
    line = fails({**settings, "PORT": str(free_port()), "CEKTAUTAN_BLOCKLISTS_DIR": str(lists)}, 1)
    assert "rusak.yaml:" in line


def test_a_mistake_in_the_file_about_the_operator_is_told_with_its_place(
    settings: dict[str, str], tmp_path: Path
) -> None:
    about = tmp_path / "tentang.yaml"
    about.write_text("operator: Perkumpulan Contoh\nruns: sendiri\n", "utf-8")
    process = start({**settings, "CEKTAUTAN_ABOUT_FILE": str(about)}, "serve")
    _, err = process.communicate(timeout=30)
    assert process.returncode == 1
    assert f"cektautan serve: {about}:2: wrong_type: runs: must be a group of fields" in err.splitlines()
    assert all(line.startswith("cektautan serve: ") for line in err.splitlines())


def test_a_reading_node_without_a_set_is_one_line(settings: dict[str, str]) -> None:
    line = fails({**settings, "PORT": str(free_port()), "CEKTAUTAN_PUBLISH": "off"}, 1)
    assert "no set has been published" in line


def test_the_command_line_answers_as_the_service_does(settings: dict[str, str]) -> None:
    publishing = start(settings, "publish")
    publishing.communicate(timeout=60)
    process = start(settings, "check", "https://youtu.be/GPdzHkn5M6M", "mailto:x")
    out, _ = process.communicate(timeout=30)
    known, refused = map(json.loads, out.splitlines())
    assert (process.returncode, known["verdict"], refused["error"]) == (0, "false", "not_http")


def test_the_command_line_reads_standard_input(settings: dict[str, str]) -> None:
    start(settings, "publish").communicate(timeout=60)

    done = subprocess.run(
        [sys.executable, "-m", "cektautan.cli", "check"],
        input="https://youtu.be/GPdzHkn5M6M\nhttps://contoh.com/\n",
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    assert [json.loads(line)["state"] for line in done.stdout.splitlines()] == ["listed", "unknown"]
