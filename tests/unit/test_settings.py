"""Settings: every one documented, every bad value one line that names the setting and does not repeat the value."""

from __future__ import annotations

import re
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from cektautan.settings import CHECKOUT, SettingError, Settings, describe, from_environment, unknown_names


def test_nothing_need_be_set() -> None:
    settings = from_environment({})
    assert (settings.port, settings.server_url) == (8000, "http://127.0.0.1:8000")
    assert settings == Settings()


def test_an_empty_value_is_the_default() -> None:
    assert from_environment({"PORT": "", "REDIS_URL": " "}) == Settings()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "http"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "٨٠٨٠"),
        ("CEKTAUTAN_PUBLISH", "maybe"),
        ("CEKTAUTAN_LIMIT_CHECK", "many"),
        ("CEKTAUTAN_LIMIT_CHECK", "100 per day"),
        ("CEKTAUTAN_PUBLIC_URL", "cek.example"),
        ("CEKTAUTAN_PUBLIC_URL", "http://"),
        ("CEKTAUTAN_PUBLIC_URL", "ftp://cek.example"),
        ("CEKTAUTAN_PUBLIC_URL", "https://cek.example/?a=1"),
        ("CEKTAUTAN_ROOT_KEY", "RWnonsense"),
        ("CEKTAUTAN_NOTICE_HOST", "localhost"),
        ("CEKTAUTAN_NOTICE_HOST", "https://tutup.example"),
        ("CEKTAUTAN_NOTICE_HOST", "tutup.example.\n* A 192.0.2.1"),
        ("CEKTAUTAN_NOTICE_HOST", "192.0.2.1"),
        ("CEKTAUTAN_WORKERS", "many"),
        ("CEKTAUTAN_RESIGN_HOURS", "72"),
        ("REDIS_URL", "http://user:sandi@host"),
    ],
)
def test_a_bad_value_is_one_line_that_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(SettingError) as refused:
        from_environment({name: value})
    message = str(refused.value)
    assert message.startswith(f"{name} must be ")
    assert "\n" not in message
    assert "sandi" not in message


def test_settings_cannot_be_changed_later() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().port = 1  # type: ignore[misc]


def test_the_readers_address_follows_from_host_and_port() -> None:
    assert from_environment({"CEKTAUTAN_HOST": "::1", "PORT": "80"}).server_url == "http://[::1]:80"
    assert from_environment({"CEKTAUTAN_HOST": "0.0.0.0"}).server_url == "http://127.0.0.1:8000"
    assert from_environment({"CEKTAUTAN_PUBLIC_URL": "https://cek.example/"}).server_url == "https://cek.example"


def test_a_slip_of_the_finger_is_noticed() -> None:
    assert unknown_names({"CEKTAUTAN_WORKRES": "2", "CEKTAUTAN_WORKERS": "2", "PATH": "x"}) == ["CEKTAUTAN_WORKRES"]


def test_the_documentation_lists_every_setting_with_its_default(root: Path) -> None:
    text = (root / "docs" / "operations.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| ([^|]*) \|$", text, re.M)
    assert [(name, default.strip(" `"), means.strip()) for name, default, means in rows] == [
        (each.name, each.default, each.means) for each in describe()
    ]


def test_only_settings_reads_the_environment() -> None:
    allowed = {"settings.py", "app.py", "server.py"} | {
        path.name for path in (CHECKOUT / "service/cektautan/commands").glob("*.py")
    }
    for path in (CHECKOUT / "service" / "cektautan").rglob("*.py"):
        if path.name not in allowed:
            assert "os.environ" not in path.read_text("utf-8"), path


@pytest.mark.parametrize("name", ["CEKTAUTAN_GOOGLE_KEY", "CEKTAUTAN_MAFINDO_KEY", "CEKTAUTAN_DESK_SECRETS"])
def test_a_secret_is_not_shown_with_the_settings(name: str) -> None:
    settings = from_environment({name: "rahasia-123"})
    assert "rahasia-123" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "address"),
    [("REDIS_URL", "redis://:rahasia-123@r/0"), ("DATABASE_URL", "postgresql://meja:rahasia-123@d/meja")],
)
def test_a_password_in_an_address_is_not_shown_with_the_settings(name: str, address: str) -> None:
    assert "rahasia-123" not in repr(from_environment({name: address}))


@pytest.mark.parametrize("value", ["dua kata", "kunci\u00e9", "a\x00b", "a" * 501])
def test_a_key_that_no_head_could_hold_is_refused(value: str) -> None:
    with pytest.raises(SettingError, match=r"^CEKTAUTAN_MAFINDO_KEY must be a key ") as refused:
        from_environment({"CEKTAUTAN_MAFINDO_KEY": value})
    assert value not in str(refused.value)
