"""minisign's own command (Debian's package) over the files of a running service, with the key that was given out."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.clients.conftest import without_the_imposter
from tests.e2e.service import Service

SIGNED = ("keys.json", "manifest.json")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One service for all tests here, each of which fetches what is published now."""
    running = Service(tmp_path_factory.mktemp("service"))
    running.start()
    yield running
    running.close()


@pytest.fixture
def folder(service: Service, tmp_path: Path) -> Path:
    """What anybody may fetch: the two signed files, each with its signature."""
    fetch(service, tmp_path)
    return tmp_path


def fetch(service: Service, folder: Path) -> None:
    for name in SIGNED:
        for each in (name, f"{name}.minisig"):
            (folder / each).write_bytes(service.get(f"/lists/{each}"))


def verify(folder: Path, name: str, key: str) -> subprocess.CompletedProcess[str]:
    """Verify a file as docs/protocol.md shows it (section 15)."""
    command = ["minisign", "-V", "-P", key, "-m", name]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def online_key(folder: Path) -> str:
    """The key that signs lists, as the keys' own file names it."""
    (key,) = json.loads((folder / "keys.json").read_bytes())["keys"]
    return str(key)


def test_it_verifies_the_keys_by_the_root_key_and_the_manifest_by_the_key_that_they_name(
    service: Service, folder: Path
) -> None:
    for name, key in zip(SIGNED, (service.root_key, online_key(folder)), strict=True):
        done = verify(folder, name, key)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("Signature and comment signature verified\nTrusted comment: CekTautan")


def test_it_verifies_the_next_publication_by_the_same_key(service: Service, folder: Path) -> None:
    key, before = online_key(folder), (folder / "manifest.json").read_bytes()
    service.publish(without_the_imposter())
    fetch(service, folder)
    assert (folder / "manifest.json").read_bytes() != before
    assert verify(folder, "manifest.json", key).returncode == 0


def test_each_file_has_its_own_key(service: Service, folder: Path) -> None:
    for name, key in zip(SIGNED, (online_key(folder), service.root_key), strict=True):
        done = verify(folder, name, key)
        assert done.returncode != 0
        assert "key id" in done.stderr


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize("place", ["first", "middle", "last"])
def test_it_refuses_one_changed_byte_of_a_file(service: Service, folder: Path, name: str, place: str) -> None:
    key = service.root_key if name == "keys.json" else online_key(folder)
    data = bytearray((folder / name).read_bytes())
    data[{"first": 0, "middle": len(data) // 2, "last": -1}[place]] ^= 1
    (folder / name).write_bytes(data)
    done = verify(folder, name, key)
    assert done.returncode != 0
    assert "Signature verification failed" in done.stderr


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize("line", [1, 2, 3])
def test_it_refuses_one_changed_letter_of_a_signature_or_of_its_comment(
    service: Service, folder: Path, name: str, line: int
) -> None:
    key = service.root_key if name == "keys.json" else online_key(folder)
    file = folder / f"{name}.minisig"
    lines = file.read_text("ascii").splitlines()
    # Behind the algorithm, the number of the key and the words that every signature has.
    place = 40
    lines[line] = f"{lines[line][:place]}{'A' if lines[line][place] != 'A' else 'B'}{lines[line][place + 1 :]}"
    file.write_text("\n".join(lines) + "\n", "ascii")
    assert verify(folder, name, key).returncode != 0
