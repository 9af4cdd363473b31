"""Signatures: two other implementations accept what we sign, and we accept what the command signs in our form."""

from __future__ import annotations

import base64
import contextlib
import subprocess
from pathlib import Path

import minisign
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cektautan.core.errors import ErrorCode, FormatError
from cektautan.core.minisign import PublicKey, SecretKey, sign, verify

KEY = SecretKey(bytes(range(8)), bytes(range(32)))


@given(
    st.binary(max_size=300), st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), max_size=60)
)
def test_a_signature_holds_and_returns_its_comment(message: bytes, comment: str) -> None:
    assert verify(KEY.public, message, sign(KEY, message, comment)) == comment


@given(st.text(max_size=400))
def test_any_text_is_refused_with_a_code(text: str) -> None:
    with pytest.raises(FormatError) as caught:
        verify(KEY.public, b"message", text)
    assert caught.value.code is ErrorCode.BAD_SIGNATURE


@given(st.text(max_size=80) | st.binary(max_size=60).map(lambda data: data.hex()))
def test_any_text_is_no_key_or_a_key(text: str) -> None:
    for parse in (PublicKey.parse, SecretKey.parse):
        with contextlib.suppress(FormatError):
            parse(text)


def test_py_minisign_accepts_what_we_sign() -> None:
    signature = minisign.Signature.from_bytes(sign(KEY, b"message", "seq 1").encode())
    public = minisign.PublicKey.from_base64(KEY.public.text.encode())
    public.verify(b"message", signature)
    with pytest.raises(minisign.VerifyError):
        public.verify(b"another", signature)


def test_the_minisign_command_accepts_what_we_sign_and_reads_our_secret_key(tmp_path: Path) -> None:
    (tmp_path / "key.pub").write_text(f"untrusted comment: x\n{KEY.public.text}\n")
    (tmp_path / "secret.key").write_text(f"untrusted comment: x\n{KEY.text}\n")
    (tmp_path / "ours").write_bytes(b"message")
    (tmp_path / "ours.minisig").write_text(sign(KEY, b"message", "seq 1"))
    run(tmp_path, "-V", "-p", "key.pub", "-m", "ours")
    (tmp_path / "theirs").write_bytes(b"message")
    run(tmp_path, "-S", "-l", "-W", "-s", "secret.key", "-c", "CekTautan", "-t", "seq 2", "-m", "theirs")
    assert verify(KEY.public, b"message", (tmp_path / "theirs.minisig").read_text()) == "seq 2"
    assert (tmp_path / "theirs.minisig").read_text() == sign(KEY, b"message", "seq 2")


def test_a_key_pair_of_the_command_is_read(tmp_path: Path) -> None:
    run(tmp_path, "-G", "-W", "-p", "key.pub", "-s", "secret.key")
    secret = SecretKey.parse((tmp_path / "secret.key").read_text())
    assert secret.public == PublicKey.parse((tmp_path / "key.pub").read_text())
    assert secret.text == (tmp_path / "secret.key").read_text().splitlines()[1]


def test_a_secret_key_comes_back_and_never_shows_itself() -> None:
    assert SecretKey.parse(KEY.text) == KEY
    assert repr(KEY.seed) not in repr(KEY)
    data = bytearray(base64.b64decode(KEY.text))
    data[62] ^= 1
    with pytest.raises(FormatError, match="damaged"):
        SecretKey.parse(base64.b64encode(data).decode())


def test_a_comment_of_two_lines_is_the_callers_defect() -> None:
    for comment in ("a\nb", "a\rb"):
        with pytest.raises(ValueError, match="one line"):
            sign(KEY, b"", comment)


def run(folder: Path, *arguments: str) -> None:
    done = subprocess.run(["minisign", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
