"""The signing keys: made where nothing is pinned, renewed in time, replaced, and never readable by others."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from cektautan.core.keyring import Keyring
from cektautan.core.minisign import PublicKey, SecretKey, sign
from cektautan.publish.errors import PublishError
from cektautan.publish.keys import KEYRING_DAYS, KeyStore

DAY = 86_400


def test_keys_are_made_on_first_use_and_stay(keys: Path, now: int) -> None:
    first = KeyStore(keys).signing(now)
    again = KeyStore(keys).signing(now + 60)
    assert again == first
    assert first.keyring.keys == (first.online.public,)
    assert first.keyring.expires == now + KEYRING_DAYS * DAY
    assert PublicKey.parse((keys / "root.pub").read_text()) == first.root


def test_secrets_are_readable_by_their_owner_alone(keys: Path, now: int) -> None:
    KeyStore(keys).signing(now)
    secrets = list(keys.glob("*.key"))
    assert len(secrets) == 2
    assert {stat.S_IMODE(path.stat().st_mode) for path in secrets} == {0o600}
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700


def test_a_secret_shows_in_no_text_of_the_key(keys: Path, now: int) -> None:
    secret = KeyStore(keys).signing(now).online
    for text in (repr(secret), str(secret), f"{secret}"):
        assert secret.seed.hex() not in text
        assert repr(secret.seed) not in text


def test_keys_json_is_renewed_with_the_same_version_and_keys(keys: Path, now: int) -> None:
    first = KeyStore(keys).signing(now)
    assert KeyStore(keys).signing(now + 14 * DAY).keyring == first.keyring
    later = KeyStore(keys).signing(now + 16 * DAY).keyring
    assert (later.version, later.keys) == (first.keyring.version, first.keyring.keys)
    assert later.expires == now + 46 * DAY


def test_without_the_root_secret_keys_json_is_used_until_it_expires(keys: Path, now: int) -> None:
    first = KeyStore(keys).signing(now)
    (keys / "root.key").unlink()
    assert KeyStore(keys, first.root).signing(now + 29 * DAY).keyring == first.keyring
    with pytest.raises(PublishError, match="expired"):
        KeyStore(keys, first.root).signing(now + 30 * DAY)


def test_nothing_is_made_where_a_root_key_is_pinned_and_its_secret_is_elsewhere(keys: Path, now: int) -> None:
    pinned = SecretKey(b"12345678", bytes(32)).public
    with pytest.raises(PublishError, match=r"no signed keys\.json"):
        KeyStore(keys, pinned).signing(now)
    with pytest.raises(PublishError, match="pinned"):
        KeyStore(keys, pinned).initialise(now)
    assert not list(keys.glob("*.key"))


def test_keys_of_another_root_are_refused(keys: Path, now: int) -> None:
    KeyStore(keys).signing(now)
    other = SecretKey(b"12345678", bytes(32)).public
    with pytest.raises(PublishError, match="unknown_key"):
        KeyStore(keys, other).signing(now)
    with pytest.raises(PublishError, match="not the secret of the root key"):
        KeyStore(keys, other).root_secret()


def test_rotation_gives_a_higher_version_even_where_the_clock_stands_still(keys: Path, now: int) -> None:
    store = KeyStore(keys)
    first = store.signing(now)
    versions = [store.rotate(now, store.root_secret()).version for _ in range(3)]
    assert versions == [first.keyring.version + 1, first.keyring.version + 2, first.keyring.version + 3]
    assert store.signing(now).online.public != first.online.public


def test_the_secret_of_a_replaced_key_is_removed(keys: Path, now: int) -> None:
    store = KeyStore(keys)
    old = store.signing(now).online.public
    store.rotate(now + 1, store.root_secret())
    assert [path.name for path in keys.glob("online-*.key")] == [
        f"online-{store.signing(now + 1).online.public.name}.key"
    ]
    assert store.signing(now + 1).online.public != old


def test_a_keys_json_signed_elsewhere_with_the_minisign_command_is_installed(
    keys: Path, now: int, tmp_path: Path
) -> None:
    store = KeyStore(keys)
    first = store.signing(now)
    (keys / "root.key").rename(tmp_path / "root.key")
    keyring, keys_json = store.prepare_rotation(now + 5, days=90)
    (tmp_path / "keys.json").write_bytes(keys_json)
    command = ["minisign", "-S", "-l", "-W", "-s", "root.key", "-c", "CekTautan", "-m", "keys.json"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    installed = store.install(keys_json, (tmp_path / "keys.json.minisig").read_bytes(), now + 6)
    assert installed == keyring
    signing = KeyStore(keys, first.root).signing(now + 80 * DAY)
    assert signing.keyring.keys == keyring.keys != first.keyring.keys


def test_what_the_root_has_not_signed_or_is_older_is_not_installed(keys: Path, now: int) -> None:
    store = KeyStore(keys)
    store.signing(now)
    old = (keys / "keyring" / "keys.json").read_bytes(), (keys / "keyring" / "keys.json.minisig").read_bytes()
    keyring = store.rotate(now + 1, store.root_secret())
    with pytest.raises(PublishError, match="older"):
        store.install(*old, now + 2)
    with pytest.raises(PublishError, match="bad_signature"):
        store.install(old[0], b"", now + 2)
    assert store.keyring() == keyring


def test_a_keyring_whose_secret_lies_elsewhere_is_not_installed_and_takes_no_key_away(keys: Path, now: int) -> None:
    store = KeyStore(keys)
    before, root = store.signing(now), store.root_secret()
    _, data = store.prepare_rotation(now + 1)
    (made,) = set(keys.glob("online-*.key")) - {keys / f"online-{before.online.public.name}.key"}
    made.unlink()
    with pytest.raises(PublishError, match="no secret key here"):
        store.install(data, sign(root, data, "uji").encode(), now + 2)
    assert KeyStore(keys).signing(now + 3) == before


def test_a_keyring_without_its_secret_says_so(keys: Path, now: int) -> None:
    store = KeyStore(keys)
    store.signing(now)
    for path in keys.glob("online-*.key"):
        path.unlink()
    with pytest.raises(PublishError, match="no secret key here"):
        store.signing(now)
    store.rotate(now, store.root_secret())
    assert store.signing(now).keyring.version > now


def test_damaged_key_files_are_one_clear_line(keys: Path, now: int) -> None:
    store = KeyStore(keys)
    store.signing(now)
    for name, match in (("root.pub", "public key"), ("root.key", "secret key")):
        original = (keys / name).read_text()
        (keys / name).write_text("untrusted comment: x\nRWQ\n")
        with pytest.raises(PublishError, match=match):
            store.signing(now + 20 * DAY)
        (keys / name).write_text(original)
    assert isinstance(store.signing(now + 20 * DAY).keyring, Keyring)
