"""The second factor: codes of a step of time, each once, and recovery codes."""

from __future__ import annotations

import pyotp

from cektautan.desk.people.second_factor import (
    RECOVERY_CODES,
    matched_step,
    new_recovery_codes,
    new_secret,
    spend_recovery_code,
    uri,
)

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The key of RFC 6238, appendix B."""


def test_codes_are_those_of_the_standard() -> None:
    for at, code in ((59, "287082"), (1_111_111_109, "081804"), (1_234_567_890, "005924"), (2_000_000_000, "279037")):
        assert matched_step(SECRET, code, at, None) == at // 30


def test_a_code_is_good_for_its_half_minute_and_one_before_and_after() -> None:
    at = 1_792_000_800
    code = pyotp.TOTP(SECRET).at(at)
    assert [matched_step(SECRET, code, at + passed, None) is not None for passed in (-60, -30, 0, 30, 60)] == [
        False, True, True, True, False,
    ]  # fmt: skip


def test_a_step_that_was_used_counts_no_more_nor_does_one_before() -> None:
    at = 1_792_000_800
    step = matched_step(SECRET, pyotp.TOTP(SECRET).at(at), at, None)
    assert step is not None
    assert matched_step(SECRET, pyotp.TOTP(SECRET).at(at), at + 5, step) is None
    assert matched_step(SECRET, pyotp.TOTP(SECRET).at(at - 30), at, step) is None
    assert matched_step(SECRET, pyotp.TOTP(SECRET).at(at + 30), at + 30, step) == step + 1


def test_what_is_no_code_is_none() -> None:
    for typed in ("", "12345", "1234567", "٢٨٧٠٨٢", "abcdef", "287 08", "-87082"):
        assert matched_step(SECRET, typed, 59, None) is None
    assert matched_step(SECRET, " 287 082 ", 59, None) == 1


def test_a_recovery_code_counts_once() -> None:
    codes, kept = new_recovery_codes()
    assert len(set(codes)) == len(set(kept)) == RECOVERY_CODES
    assert not any(code.replace("-", "") in each for code in codes for each in kept)
    left = spend_recovery_code(kept, codes[3].lower().replace("-", " "))
    assert left is not None
    assert len(left) == RECOVERY_CODES - 1
    assert spend_recovery_code(left, codes[3]) is None
    assert spend_recovery_code(kept, "0000-0000-0000-0000") is None
    assert spend_recovery_code(kept, "") is None


def test_the_picture_says_whose_account_it_is_and_where() -> None:
    secret = new_secret()
    assert len(secret) == 32
    assert uri(secret, "rina", "cek.example") == (
        f"otpauth://totp/CekTautan:rina%40cek.example?secret={secret}&issuer=CekTautan"
    )
