"""Updates whose small files are spelt so that readers in two languages could take them for different things."""

from __future__ import annotations

from tools.list_vectors.common import DAY, MOST, NOW, Case, Row, no, ok
from tools.list_vectors.signed import edited, edited_keys, files, manifest


def spellings(old: Row) -> list[Case]:
    """Return them, as what a client in this state is sent."""
    return [
        (
            "manifest-seq-fraction",
            "1.0 is not 1",
            old,
            NOW,
            files(made=spelt(b'"seq":%d' % NOW, b".0")),
            no("bad_format"),
        ),
        (
            "manifest-seq-exponent",
            "nor is 1e0",
            old,
            NOW,
            files(made=spelt(b'"seq":%d' % NOW, b"e0")),
            no("bad_format"),
        ),
        (
            "manifest-minus-zero",
            "nor -0 0",
            old,
            NOW,
            files(made=edited(note=0).replace(b'"note":0', b'"note":-0')),
            no("bad_format"),
        ),
        (
            "manifest-note-fraction",
            "nobody reads it, and it is refused",
            old,
            NOW,
            files(made=edited(note=1.5)),
            no("bad_format"),
        ),
        (
            "manifest-note-large",
            "2^53, which nobody reads",
            old,
            NOW,
            files(made=edited(note=MOST + 1)),
            no("bad_format"),
        ),
        ("manifest-note-text", "a text may look as it likes", old, NOW, files(made=edited(note='-1.5e3 "[{\\')), ok()),
        (
            "manifest-count-fraction",
            "though it is information only",
            old,
            NOW,
            files(made=edited(counts={"listings": 1.5})),
            no("bad_format"),
        ),
        (
            "manifest-twice",
            "of two members of one name the last is read, and the first is refused all the same",
            old,
            NOW,
            files(made=files()["manifest"].replace(b'{"buckets"', b'{"seq":1.0,"buckets"')),
            no("bad_format"),
        ),
        (
            "manifest-half",
            "half of a surrogate pair",
            old,
            NOW,
            files(made=edited(note="X").replace(b'"X"', b'"\\ud83d"')),
            no("bad_format"),
        ),
        (
            "manifest-half-name",
            "in the name of a member",
            old,
            NOW,
            files(made=edited(note=0).replace(b'"note"', b'"\\udE00"')),
            no("bad_format"),
        ),
        (
            "manifest-half-twice",
            "in a member that another of its name hides",
            old,
            NOW,
            files(made=edited(note="X").replace(b'"note":"X"', b'"note":"\\ud83d","note":"X"')),
            no("bad_format"),
        ),
        (
            "manifest-pair",
            "both halves in their order",
            old,
            NOW,
            files(made=edited(note="X").replace(b'"X"', b'"\\ud83d\\ude00"')),
            ok(),
        ),
        (
            "manifest-no-half",
            "a backslash and letters",
            old,
            NOW,
            files(made=edited(note="X").replace(b'"X"', b'"\\\\ud83d"')),
            ok(),
        ),
        ("manifest-depth", "64 lists and objects in one another", old, NOW, files(made=nested(63)), ok()),
        ("manifest-too-deep", "one more", old, NOW, files(made=nested(64)), no("bad_format")),
        (
            "keys-version-fraction",
            "",
            old,
            NOW,
            files(edited_keys().replace(b'"version": 1', b'"version": 1.0')),
            no("bad_format"),
        ),
        ("keys-half", "", old, NOW, files(edited_keys(note="X").replace(b'"X"', b'"\\udfff"')), no("bad_format")),
        (
            "manifest-expires-week",
            "seven days after it was made, the longest",
            old,
            NOW,
            files(made=manifest(expires=NOW + 7 * DAY)),
            ok(),
        ),
        (
            "manifest-expires-over",
            "a second more",
            old,
            NOW,
            files(made=manifest(expires=NOW + 7 * DAY + 1)),
            no("bad_format"),
        ),
        ("manifest-expires-never", "", old, NOW, files(made=manifest(expires=MOST)), no("bad_format")),
        (
            "manifest-expires-before",
            "it was made: stale",
            old,
            NOW,
            files(made=manifest(expires=0)),
            ok("manifest_expired", "old"),
        ),
    ]


def spelt(number: bytes, ending: bytes) -> bytes:
    """Return the manifest with an ending behind a number that another language reads as the same number."""
    made = files()["manifest"]
    return made.replace(number, number + ending)


def nested(depth: int) -> bytes:
    """Return the manifest with so many lists in one another, inside of its own object."""
    return edited(note="X").replace(b'"X"', b"[" * depth + b"]" * depth)
