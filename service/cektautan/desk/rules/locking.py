"""Decides for how long an account takes no more attempts to sign in.

Five attempts are free; each further wrong one doubles the wait, to a quarter of an hour at most: longer would let a
stranger keep a moderator out by trying, and at that rate nothing is guessed against a password and a second factor.
"""

from __future__ import annotations

FREE_ATTEMPTS = 5
FIRST_WAIT = 60
LONGEST_WAIT = 15 * 60


def wait_after(failed: int) -> int:
    """Return the seconds to wait after so many wrong attempts in a row.

    >>> [wait_after(failed) for failed in (4, 5, 6, 7, 8, 9, 30)]
    [0, 60, 120, 240, 480, 900, 900]
    """
    if failed < FREE_ATTEMPTS:
        return 0
    return min(FIRST_WAIT << min(failed - FREE_ATTEMPTS, 10), LONGEST_WAIT)
