"""Updates one after another: the state of a step is what the step before left."""

from __future__ import annotations

from collections.abc import Iterator

from tools.list_vectors.common import DAY, NOW, ONLINE, SECOND, STRANGER, Row
from tools.list_vectors.signed import encoded, files, keyring, manifest


def histories() -> Iterator[Row]:
    """Yield updates one after another: the state of a step is what the step before left."""
    huge = (1 << 53) - 1
    hour = 3600
    first = (NOW, files())
    yield history(
        "stolen-online-key",
        "The thief counts up as far as numbers go. Root names a new key: readers follow the true list again, and the "
        "thief's manifest, also with the old keys.json, is refused for ever.",
        [
            (*first, NOW, None),
            (NOW + hour, files(made=manifest(huge, NOW + hour)), huge, None),
            (NOW + 2 * hour, files(made=manifest(NOW + 2 * hour, NOW + 2 * hour)), huge, "rolled_back"),
            (
                NOW + 3 * hour,
                files(keyring(2, SECOND), manifest(NOW + 3 * hour, NOW + 3 * hour), SECOND),
                NOW + 3 * hour,
                None,
            ),
            (NOW + 4 * hour, files(keyring(2, SECOND), manifest(huge, NOW + 4 * hour)), NOW + 3 * hour, "unknown_key"),
            (NOW + 4 * hour, files(made=manifest(huge, NOW + 4 * hour)), NOW + 3 * hour, "keys_rolled_back"),
            (
                NOW + 5 * hour,
                files(keyring(2, SECOND), manifest(NOW + 5 * hour, NOW + 5 * hour), SECOND),
                NOW + 5 * hour,
                None,
            ),
        ],
    )
    late = NOW + 2 * DAY
    yield history(
        "restored-backup",
        "The server comes back from a backup: what it serves is refused, what it publishes next has the time as seq.",
        [
            (*first, NOW, None),
            (NOW + DAY, files(made=manifest(NOW + DAY, NOW + DAY)), NOW + DAY, None),
            (late, files(), NOW + DAY, "rolled_back"),
            (late + 5, files(made=manifest(late + 5, late + 5)), late + 5, None),
        ],
    )
    yield history(
        "restored-backup-before-a-rotation",
        "The backup also has the older keys.json: a rotation gives a version from the time, above all seen before.",
        [
            (NOW, files(keyring(NOW, ONLINE)), NOW, None),
            (NOW + DAY, files(keyring(NOW + DAY, SECOND), manifest(NOW + DAY, NOW + DAY), SECOND), NOW + DAY, None),
            (late, files(keyring(NOW, ONLINE), manifest(late, late)), NOW + DAY, "keys_rolled_back"),
            (late + 9, files(keyring(late + 9, STRANGER), manifest(late + 9, late + 9), STRANGER), late + 9, None),
        ],
    )
    yield history(
        "deleted-var-with-the-root-key-kept-elsewhere",
        "Online key, sets and counters are gone. Root names a new key with the time as version; so does seq begin.",
        [
            (NOW, files(keyring(NOW, ONLINE)), NOW, None),
            (NOW + 60, files(keyring(NOW + 50, SECOND), manifest(NOW + 55, NOW + 55), SECOND), NOW + 55, None),
        ],
    )
    yield history(
        "deleted-var-and-a-new-root-key",
        "Another root key made the set: refused until the reader is given that root key, which starts from nothing.",
        [(*first, NOW, None), (NOW + 60, files(root=STRANGER, made=manifest(NOW + 60)), NOW, "unknown_key")],
    )
    yield history(
        "a-server-that-is-down",
        "The list gets stale, then old, and is fresh again with the next signature.",
        [
            (*first, NOW, None),
            (NOW + 3 * DAY, files(), NOW, "manifest_expired"),
            (NOW + 20 * DAY, files(), NOW, "manifest_expired"),
            (NOW + 20 * DAY, files(made=manifest(NOW + 20 * DAY, NOW + 20 * DAY)), NOW + 20 * DAY, None),
        ],
    )


def history(id_: str, note: str, steps: list[tuple[int, dict[str, bytes], int, str | None]]) -> Row:
    """Return a history; each step: the time, the files, the seq that is held afterwards, the error or mark."""
    return {
        "id": id_,
        "note": note,
        "steps": [
            {"now": now, **encoded(sent), "expect_error": error, "expect_held_seq": held}
            for now, sent, held, error in steps
        ],
    }
