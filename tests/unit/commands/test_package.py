"""The stores' packages: reproducible, with server, pinned key and a verified list, and nothing of developers."""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import subprocess
import sys
import time
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from cektautan.commands import package, publish

SERVER = "https://list.example"


@pytest.fixture(scope="module")
def var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("var")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CEKTAUTAN_VAR_DIR", str(made))
        assert publish.run(argparse.Namespace(quiet=True)) == 0
    return made


@pytest.fixture
def key(var: Path) -> str:
    return (var / "keys" / "root.pub").read_text("utf-8").splitlines()[-1]


def build(output: Path, *arguments: str) -> int:
    parser = argparse.ArgumentParser()
    package.configure(parser)
    return package.run(parser.parse_args([*arguments, "--output", str(output)]))


def opened(output: Path, browser: str = "firefox") -> zipfile.ZipFile:
    (path,) = output.glob(f"cektautan-*-{browser}.zip")
    return zipfile.ZipFile(io.BytesIO(path.read_bytes()))


def built(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in output.glob("*.zip")}


def test_a_package_carries_server_key_and_list(var: Path, key: str, tmp_path: Path) -> None:
    assert build(tmp_path, "--server", f"{SERVER}/", "--key", key, "--seed", str(var / "public")) == 0
    with opened(tmp_path) as made:
        names = set(made.namelist())
        assert json.loads(made.read("config.json")) == {"rootKey": key, "seed": True, "server": SERVER}
        manifest = json.loads(made.read("seed/manifest.json"))
        wanted = [manifest["snapshot"], manifest["rules"], *manifest["buckets"]["files"]]
        assert {f"seed/{file['path']}" for file in wanted} <= names
        assert f"seed/{manifest['record']['path']}" not in names, "the record is for the site's pages"
        assert {"manifest.json", "background/main.js", "core/identity.js", "seed/keys.json.minisig"} <= names
        assert not [name for name in names if name.startswith(("tools/", "store/")) or "/." in f"/{name}"]


def test_two_builds_are_the_same_bytes(var: Path, key: str, tmp_path: Path) -> None:
    arguments = ("--server", SERVER, "--key", key, "--seed", str(var / "public"))
    for name in ("a", "b"):
        assert build(tmp_path / name, *arguments) == 0
        time.sleep(0.01)
    assert built(tmp_path / "a") == built(tmp_path / "b")
    assert set(built(tmp_path / "a")) == {"cektautan-0.1.0-chromium.zip", "cektautan-0.1.0-firefox.zip"}


def test_where_when_and_by_whom_it_is_built_changes_no_byte(var: Path, key: str, tmp_path: Path, root: Path) -> None:
    def elsewhere(name: str, zone: str, umask: int, seed: str) -> dict[str, bytes]:
        folder = tmp_path / name
        shutil.copytree(root / "extension", folder / "extension", ignore=shutil.ignore_patterns("config.json"))
        for path in (folder / "extension").rglob("*"):
            os.utime(path, (umask * 1_000_000 + 1_000_000_000,) * 2)
            path.chmod((0o777 if path.is_dir() else 0o666) & ~umask)
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C" if umask else "C.UTF-8"}
        environment |= {"CEKTAUTAN_EXTENSION_DIR": str(folder / "extension")}
        command = [sys.executable, "-m", "cektautan.cli", "package", "--server", SERVER, "--key", key]
        command += ["--seed", str(var / "public"), "--output", "out"]
        subprocess.run(command, cwd=folder, env=environment, umask=umask, check=True, capture_output=True)
        return built(folder / "out")

    first, second = elsewhere("a", "Asia/Jakarta", 0o077, "1"), elsewhere("b", "America/New_York", 0, "2")
    assert len(first) == 2
    assert first == second


def test_the_hash_that_is_printed_is_the_files(key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tmp_path, "--server", SERVER, "--key", key, "--no-seed") == 0
    printed = capsys.readouterr().out
    for path in tmp_path.glob("*.zip"):
        assert f"{path}  {path.stat().st_size} bytes  SHA-256 {sha256(path.read_bytes()).hexdigest()}\n" in printed
    assert f"following {SERVER}, pinned to {key}, without a list to start with:\n" in printed


def test_the_packages_differ_in_their_manifest_alone(var: Path, key: str, tmp_path: Path) -> None:
    assert build(tmp_path, "--server", SERVER, "--key", key, "--seed", str(var / "public")) == 0
    with opened(tmp_path, "chromium") as chromium, opened(tmp_path, "firefox") as firefox:
        assert chromium.namelist() == firefox.namelist()
        differing = [name for name in chromium.namelist() if chromium.read(name) != firefox.read(name)]
        assert differing == ["manifest.json"]


def test_every_file_of_the_extension_is_packed_and_none_of_developers(key: str, tmp_path: Path, root: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "extension"], cwd=root, capture_output=True, text=True, check=True)
    names = {line.removeprefix("extension/") for line in listed.stdout.splitlines()}
    wanted = {name for name in names if not name.startswith(("tools/", "store/"))}
    assert build(tmp_path, "--server", SERVER, "--key", key, "--no-seed") == 0
    with opened(tmp_path) as made:
        assert set(made.namelist()) == wanted | {"config.json"}


def test_the_developers_own_configuration_never_gets_in(
    key: str, tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    extension = tmp_path / "extension"
    shutil.copytree(root / "extension", extension)
    (extension / "config.json").write_text('{"server":"http://127.0.0.1:8000","rootKey":"mine"}')
    for name in (".hidden", "config.json.7.tmp", "pages/popup.js.orig", "pages/popup.js~", "notes.txt", "tools/x.js"):
        (extension / name).write_text("x")
    (extension / "store").mkdir(exist_ok=True)
    (extension / "store" / "x.png").write_text("x")
    monkeypatch.setenv("CEKTAUTAN_EXTENSION_DIR", str(extension))
    assert build(tmp_path / "out", "--server", SERVER, "--key", key, "--no-seed") == 0
    with opened(tmp_path / "out") as made:
        assert json.loads(made.read("config.json")) == {"rootKey": key, "seed": False, "server": SERVER}
        ours = {"hidden", "tmp", "orig", "txt"}
        strange = [name for name in made.namelist() if ours & set(name.split(".")) or name.endswith("~")]
        assert not strange + [name for name in made.namelist() if name.startswith(("tools/", "store/"))]


def test_the_seed_comes_from_the_server_where_this_machine_has_none(
    var: Path, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, httpserver: HTTPServer
) -> None:
    monkeypatch.setenv("CEKTAUTAN_VAR_DIR", str(tmp_path / "empty"))
    for path in [*(var / "public" / "current").iterdir(), *(var / "public" / "files").iterdir()]:
        prefix = "files/" if path.parent.name == "files" else ""
        httpserver.expect_request(f"/lists/{prefix}{path.name}").respond_with_data(path.read_bytes())
    server = f"http://127.0.0.1:{httpserver.port}"
    assert build(tmp_path / "out", "--server", server, "--key", key) == 0
    with opened(tmp_path / "out") as made:
        assert made.read("seed/manifest.json") == (var / "public" / "current" / "manifest.json").read_bytes()


def test_a_seed_of_another_key_or_tampered_with_is_never_packed(
    var: Path, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = "RWQ" + "A" * 53
    assert build(tmp_path, "--server", SERVER, "--key", other, "--seed", str(var / "public")) == 1
    assert "unknown_key" in capsys.readouterr().err
    copy = tmp_path / "public"
    shutil.copytree(var / "public", copy, symlinks=True)
    (snapshot,) = (copy / "files").glob("*.snap")
    snapshot.write_bytes(snapshot.read_bytes()[:-1] + b"\0")
    assert build(tmp_path, "--server", SERVER, "--key", key, "--seed", str(copy)) == 1
    assert "bad_checksum" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.zip"))


@pytest.mark.parametrize(
    "server",
    ["", "list.example", "http://list.example", "https://a:b@list.example", "https://list.example/?x", "ftp://x"],
)
def test_a_server_that_the_extension_would_refuse_is_refused(
    server: str, key: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path, "--server", server, "--key", key, "--no-seed") == 2
    assert "--server" in capsys.readouterr().err


def test_a_wrong_key_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build(tmp_path, "--server", SERVER, "--key", "RWno", "--no-seed") == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "missing"),
    [((), "--server, --key"), (("--server", SERVER), "--key"), (("--key", "RW", "--server", ""), "--server")],
)
def test_a_package_that_would_follow_nobody_is_not_built(
    arguments: tuple[str, ...], missing: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(tmp_path, *arguments) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    for name in ("--server", "--key"):
        assert (f"{name}," in said) == (name in missing.split(", "))
    assert not list(tmp_path.iterdir())
