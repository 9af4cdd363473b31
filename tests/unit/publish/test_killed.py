"""A publisher that is killed at any moment leaves the old set or the new one, whole."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path


def test_killed_at_many_moments_a_reader_sees_the_old_or_the_new_set(tmp_path: Path) -> None:
    harness = Path(__file__).with_name("killed_publisher.py")
    done = subprocess.run(
        [sys.executable, str(harness), str(tmp_path), "20", "15"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = json.loads(done.stdout)
    assert found["killed"] >= 200
    # Both sides of the moment of publication were met, or the test would prove nothing.
    assert found["old"] >= 50
    assert found["new"] >= 20
    assert found["left"] == 0
