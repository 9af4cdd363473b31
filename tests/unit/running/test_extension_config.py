"""What an unpacked extension is told, and when nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

from cektautan.running.extension_config import write_extension_config
from cektautan.running.welcome import welcome


def test_an_unpacked_extension_learns_server_and_key(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{}")
    assert write_extension_config(tmp_path, "http://127.0.0.1:8000", "RWx")
    written = json.loads((tmp_path / "config.json").read_text())
    assert written == {"server": "http://127.0.0.1:8000", "rootKey": "RWx"}
    assert write_extension_config(tmp_path, "http://127.0.0.1:9000", "RWy")
    assert json.loads((tmp_path / "config.json").read_text())["server"] == "http://127.0.0.1:9000"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["config.json", "manifest.json"]


def test_nothing_is_written_where_there_is_no_extension(tmp_path: Path) -> None:
    assert not write_extension_config(tmp_path, "http://127.0.0.1:8000", "RWx")
    assert not write_extension_config(tmp_path / "absent", "http://127.0.0.1:8000", "RWx")
    assert list(tmp_path.iterdir()) == []


def test_a_person_is_told_what_to_try(tmp_path: Path) -> None:
    text = welcome("http://127.0.0.1:8000", 5, 153, tmp_path)
    assert "curl -s 'http://127.0.0.1:8000/v1/check?url=https://m.youtube.com/watch?v=GPdzHkn5M6M%26t=9'" in text
    assert "chrome://extensions" in text
    assert "about:debugging#/runtime/this-firefox" in text
    assert str(tmp_path) in text
    assert "extension" not in welcome("http://127.0.0.1:8000", 5, 153, None)


def test_the_welcome_says_how_the_desk_gets_its_first_account_where_there_is_one(tmp_path: Path) -> None:
    assert "user add NAME --role admin" in welcome("http://127.0.0.1:8000", 5, 153, None, desk=True)
    assert "/meja" not in welcome("http://127.0.0.1:8000", 5, 153, None)
