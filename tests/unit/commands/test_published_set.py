"""`cektautan publish`, `verify` and `keys` as an operator uses them: what they print, and how they end."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cektautan.cli import main
from cektautan.desk.record.changes import page
from cektautan.store.opening import open_store

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A `var` of its own, and lists of a few claims so that reading them is quick."""
    lists = tmp_path / "blocklists"
    shutil.copytree(ROOT / "blocklists", lists, ignore=shutil.ignore_patterns("claims"))
    for file in sorted((ROOT / "blocklists" / "claims").rglob("*.yaml"))[:5]:
        (lists / "claims").mkdir(exist_ok=True)
        shutil.copy(file, lists / "claims")
    monkeypatch.setenv("CEKTAUTAN_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("CEKTAUTAN_BLOCKLISTS_DIR", str(lists))
    monkeypatch.setenv("CEKTAUTAN_DESK", "off")
    monkeypatch.delenv("CEKTAUTAN_ROOT_KEY", raising=False)
    return tmp_path / "var"


def root_key(var: Path) -> str:
    return (var / "keys" / "root.pub").read_text().splitlines()[1]


def test_publish_says_what_was_published_and_verify_agrees(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish"]) == 0
    said = capsys.readouterr().out
    assert "published " in said
    assert "5 claims" in said
    assert "snapshot " in said
    assert "public record " in said
    assert root_key(var) in said
    assert main(["verify"]) == 0
    verified = capsys.readouterr().out
    assert "genuine" in verified
    assert "5 claims in the public record" in verified
    assert main(["verify", str(var / "public"), "--root", root_key(var)]) == 0
    assert main(["verify", str(var / "public"), "--root", str(var / "keys" / "root.pub")]) == 0


def test_verify_names_what_is_wrong_and_exits_1(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "--quiet"]) == 0
    manifest = var / "public" / "current" / "manifest.json"
    manifest.write_bytes(manifest.read_bytes().replace(b"CC-BY-4.0", b"CC-BY-5.0"))
    capsys.readouterr()
    assert main(["verify"]) == 1
    assert capsys.readouterr().err.startswith("bad_signature: ")


def test_verify_takes_the_kept_chain_of_changes_and_names_its_first_broken_line(
    var: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CEKTAUTAN_DESK", "on")
    assert main(["publish", "--quiet"]) == 0
    store, _ = open_store("", var)
    with store.reading() as session:
        lines = page(session, 0, 1000).lines.splitlines(keepends=True)
    store.engine.dispose()
    kept = tmp_path / "changes.ndjson"
    kept.write_bytes(b"".join(lines))
    capsys.readouterr()
    assert main(["verify"]) == 0
    assert f"not looked at (--changes FILE): {len(lines)} lines" in capsys.readouterr().out
    assert main(["verify", "--changes", str(kept)]) == 0
    assert f"chain of changes whole: {len(lines)} lines" in capsys.readouterr().out
    kept.write_bytes(b"".join([lines[0], lines[1].replace(b"list", b"lift", 1), *lines[2:]]))
    assert main(["verify", "--changes", str(kept)]) == 1
    assert capsys.readouterr().err == "bad_checksum: changes: line 2 was changed: its hash is another\n"
    assert main(["verify", "--changes", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err.startswith("unreachable: ")


def test_verify_of_nothing_exits_2(var: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify"]) == 2
    assert "root key" in capsys.readouterr().err
    assert main(["publish", "--quiet"]) == 0
    capsys.readouterr()
    assert main(["verify", str(tmp_path), "--root", root_key(var)]) == 2
    assert capsys.readouterr().err.startswith("unreachable: ")


def test_verify_of_an_expired_set_exits_3(
    var: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["publish", "--quiet"]) == 0
    real = __import__("time").time()
    monkeypatch.setattr("time.time", lambda: real + 4 * 86_400)
    assert main(["verify"]) == 3
    assert capsys.readouterr().err.startswith("manifest_expired: ")


def test_lists_with_a_fault_are_not_published_and_the_old_set_stands(
    var: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", "--quiet"]) == 0
    before = (var / "public" / "current").resolve()
    file = next((tmp_path / "blocklists" / "claims").glob("*.yaml"))
    file.write_text(file.read_text().replace("level: 3", "level: 9"))
    capsys.readouterr()
    assert main(["publish"]) == 1
    told = capsys.readouterr()
    assert file.name in told.err
    assert len(told.err.splitlines()) == 1
    assert (var / "public" / "current").resolve() == before


def test_keys_are_shown_made_and_rotated_without_a_secret_in_sight(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["keys", "show"]) == 0
    assert "no keys yet" in capsys.readouterr().out
    assert main(["keys", "init"]) == 0
    assert root_key(var) in capsys.readouterr().out
    assert main(["publish", "--quiet"]) == 0
    assert main(["keys", "rotate"]) == 0
    told = capsys.readouterr().out
    assert "signed again as " in told
    for secret in (var / "keys").glob("*.key"):
        assert secret.read_text().splitlines()[1] not in told
    assert main(["verify"]) == 0


def test_a_keys_json_is_signed_on_another_machine(
    var: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["publish", "--quiet"]) == 0
    monkeypatch.setenv("CEKTAUTAN_ROOT_KEY", root_key(var))
    (var / "keys" / "root.key").rename(tmp_path / "root.key")
    assert main(["keys", "rotate"]) == 1
    assert "root.key" in capsys.readouterr().err
    keys_json = tmp_path / "keys.json"
    assert main(["keys", "prepare", str(keys_json), "--days", "90"]) == 0
    # The command that is printed is the one that works there.
    line = next(line for line in capsys.readouterr().out.splitlines() if "minisign" in line)
    subprocess.run([*line.split(), "-W"], cwd=tmp_path, check=True, capture_output=True)
    assert main(["keys", "install", str(keys_json)]) == 0
    assert "signed again as " in capsys.readouterr().out
    assert main(["verify"]) == 0
