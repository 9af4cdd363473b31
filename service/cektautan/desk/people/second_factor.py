"""Decides whether a code of the second factor is right, and for which step of time (RFC 6238).

A code is good for its own half minute and for one before and after, and a step that was used counts no more: the
caller keeps the step. Recovery codes stand in for a lost phone, each once.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence

import pyotp

from cektautan.desk.people.tokens import fingerprint, new_code, read_code

STEP_SECONDS = 30
DRIFT_STEPS = 1
ISSUER = "CekTautan"
RECOVERY_CODES = 10
RECOVERY_LETTERS = 16


def new_secret() -> str:
    """Return a secret in base 32, as programs on phones take it: 160 bits (RFC 4226, section 4)."""
    return pyotp.random_base32()


def uri(secret: str, login: str, host: str) -> str:
    """Return the address that a phone reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=f"{login}@{host}", issuer_name=ISSUER)


def matched_step(secret: str, typed: str, now: int, last: int | None) -> int | None:
    """Return the step of time whose code was typed, or None if it is none that may be used now."""
    code = "".join(typed.split())
    if len(code) != 6 or not code.isascii() or not code.isdigit():
        return None
    totp = pyotp.TOTP(secret)
    current = now // STEP_SECONDS
    found = None
    for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        # All are compared, so that the time tells nothing.
        if hmac.compare_digest(totp.generate_otp(step), code) and (last is None or step > last):
            found = step
    return found


def new_recovery_codes() -> tuple[list[str], list[str]]:
    """Return codes for a sheet of paper, and what the store keeps of them."""
    codes = [new_code(RECOVERY_LETTERS) for _ in range(RECOVERY_CODES)]
    return codes, [fingerprint(read_code(code)) for code in codes]


def spend_recovery_code(kept: Sequence[str], typed: str) -> list[str] | None:
    """Return what is left after a recovery code was used, or None if it is none of them."""
    code = read_code(typed)
    if len(code) != RECOVERY_LETTERS:
        return None
    used = fingerprint(code)
    return [each for each in kept if each != used] if used in kept else None
