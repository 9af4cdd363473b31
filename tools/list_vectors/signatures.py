"""Signature files, right and wrong; and what a server may send for a file of the manifest."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from cektautan.core.minisign import SecretKey, sign
from tools.list_vectors.common import ONLINE, ROOT, STRANGER, Row, b64


def signatures() -> Iterator[Row]:
    """Yield signature files, right and wrong."""
    message = b"Cek tautan dulu.\n"
    good = sign(ONLINE, message, "seq 1")
    first, second, third, fourth = good.splitlines()
    other = sign(ONLINE, message, "seq 2").splitlines()
    prehashed = base64.b64encode(b"ED" + base64.b64decode(second)[2:]).decode()
    keys = [ROOT.public.text, ONLINE.public.text]
    impostor = SecretKey(ONLINE.key_id, STRANGER.seed)
    cases: list[tuple[str, str, bytes, str | None]] = [
        ("good", good, message, None),
        ("no-comment", sign(ONLINE, message, ""), message, None),
        ("utf-8-comment", sign(ONLINE, message, "pukul 09.00 · Jakarta"), message, None),
        ("by-root", sign(ROOT, message, "root"), message, None),
        ("other-message", good, message + b" ", "bad_signature"),
        ("no-message", good, b"", "bad_signature"),
        ("stranger", sign(STRANGER, message, "seq 1"), message, "unknown_key"),
        ("impostor", sign(impostor, message, "seq 1"), message, "bad_signature"),
        ("other-comment", good.replace("seq 1", "seq 2"), message, "bad_signature"),
        ("other-second", join(first, second, third, other[3]), message, "bad_signature"),
        ("prehashed", join(first, prehashed, third, fourth), message, "bad_signature"),
        ("other-untrusted", join("untrusted comment: cektautan", second, third, fourth), message, "bad_signature"),
        ("no-last-line-feed", good[:-1], message, "bad_signature"),
        ("carriage-returns", good.replace("\n", "\r\n"), message, "bad_signature"),
        ("fifth-line", good + "\n", message, "bad_signature"),
        ("three-lines", join(first, second, third), message, "bad_signature"),
        ("unused-bits", join(first, loose(second), third, fourth), message, "bad_signature"),
        ("unused-bits-second", join(first, second, third, loose(fourth)), message, "bad_signature"),
        ("no-padding", join(first, second.rstrip("="), third, fourth), message, "bad_signature"),
        ("space", join(first, second + " ", third, fourth), message, "bad_signature"),
        ("empty", "", message, "bad_signature"),
    ]
    for id_, text, of, code in cases:
        row = {"id": id_, "keys": keys, "message": b64(of), "signature": b64(text.encode())}
        comment = text.splitlines()[2].removeprefix("trusted comment: ") if code is None else None
        yield {**row, "expect_error": code} if code else {**row, "expect": {"trusted_comment": comment}}
    broken = good.encode().replace(b"seq 1", b"seq \xff")
    yield {
        "id": "not-utf-8",
        "keys": keys,
        "message": b64(message),
        "signature": b64(broken),
        "expect_error": "bad_signature",
    }


def join(*lines: str) -> str:
    """Return lines as a signature file."""
    return "".join(f"{line}\n" for line in lines)


def loose(text: str) -> str:
    """Return base64 that decodes to the same bytes and is spelt otherwise: an unused bit is set."""
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    stem = text.rstrip("=")
    return stem[:-1] + alphabet[alphabet.index(stem[-1]) + 1] + text[len(stem) :]


def files_rows() -> Iterator[Row]:
    """Yield what a server may send for a file of the manifest."""
    data = b"the bytes of a file"
    entry = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    cases = [
        ("right", data, None),
        ("shorter", data[:-1], "truncated"),
        ("nothing", b"", "truncated"),
        ("longer", data + b".", "too_large"),
        ("flipped", bytes([data[0] ^ 1]) + data[1:], "bad_checksum"),
    ]
    for id_, sent, code in cases:
        row = {"id": id_, **entry, "data": b64(sent)}
        yield {**row, "expect_error": code} if code else row
