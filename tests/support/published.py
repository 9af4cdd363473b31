"""A small signed set, made from the core alone, so that lookup and web can be tested without the publisher."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cektautan.core.diff import encode_diff
from cektautan.core.domain_filter import encode_filter, filter_of
from cektautan.core.keyring import Keyring
from cektautan.core.keys import key_hash, prefix
from cektautan.core.manifest import DiffEntry, FileEntry, HashesEntry, Manifest
from cektautan.core.minisign import SecretKey, sign
from cektautan.core.safe_browsing.listed import Hashes
from cektautan.core.snapshot import ListId, Snapshot, decode_snapshot, encode_snapshot
from cektautan.core.vocabulary import Verdict
from cektautan.publish.rules_bundle import load_rules

ROOT = Path(__file__).resolve().parents[2]
DAY = 86_400

TEXT = {"id": "Klaim uji.", "en": "A test claim."}
STATEMENT = {"id": "Alasan uji.", "en": "A test reason."}


@cache
def rules_bundle() -> bytes:
    """Return the checkout's rules, read once."""
    return json.dumps(load_rules(ROOT / "rules")).encode()


def secret(seed: int) -> SecretKey:
    """Return a key that is the same in every run."""
    pair = hashlib.sha256(bytes([seed])).digest()
    return SecretKey(key_id=bytes([seed]) * 8, seed=pair)


@dataclass
class Entry:
    """One listing of the small set."""

    key: str
    level: int = 3
    verdict: str = "false"
    claim: str = "klaim-1"
    publisher: str = "TurnBackHoax"
    date: str = "2024-02-12"
    imitates: str = ""
    provisional: bool = False
    domain: str = ""
    """The registrable domain, for a page's listing."""

    def listing(self) -> dict[str, Any]:
        """Return the listing as a bucket holds it."""
        made: dict[str, Any] = {
            "sha256": key_hash(self.key).hex(),
            "claim": self.claim,
            "kind": self.key.partition(":")[0],
            "platform": None,
            "level": self.level,
            "verdict": self.verdict,
            "reason_code": "fact_checked_false",
            "statement": STATEMENT,
            "listed": "2024-02-13",
            "review_by": "2027-02-13",
            "score": {"risk": 57, "low": 27, "confidence": 43, "band": "elevated", "drivers": [], "model": "beta-1"},
        }
        if self.imitates:
            made["imitates"] = self.imitates
        if self.provisional:
            made["provisional"] = True
        made["domain"] = key_hash(f"domain:{self.domain}").hex() if self.domain else None
        return made


@dataclass
class Publisher:
    """Writes sets into a directory as docs/protocol.md describes them."""

    public: Path
    root: SecretKey = field(default_factory=lambda: secret(1))
    online: SecretKey = field(default_factory=lambda: secret(2))

    @property
    def root_key(self) -> str:
        """Return the pinned key."""
        return self.root.public.text

    def publish(
        self,
        entries: Iterable[Entry],
        *,
        now: int,
        seq: int | None = None,
        bits: int = 0,
        chance: Iterable[str] = (),
        record: Mapping[str, Any] | None = None,
        hashes: Hashes | None = None,
        older: Iterable[str] = (),
        since: Manifest | None = None,
        filtered: bool = True,
        registrable: Callable[[str], str] = lambda _: "",
        spoil: Callable[[dict[str, Any]], object] = lambda _: None,
    ) -> Manifest:
        """Publish these listings.

        `chance` are keys that stand in the snapshot but have no record; `record` are the claims of the public record,
        and without it there is none, as in older sets; so it is with the `hashes` for clients of Safe Browsing. `since`
        is a publication from whose snapshot there is a diff. Without `filtered` there is no domain filter;
        `registrable` gives the domain that the key of `chance` lies on. `spoil` changes a bucket before it is signed.
        """
        entries = list(entries)
        lists: dict[ListId, list[int]] = {}
        for entry in entries:
            lists.setdefault(ListId(entry.level, Verdict.of(entry.verdict)), []).append(prefix(key_hash(entry.key)))
        located = [(entry.key, entry.domain) for entry in entries]
        for key in chance:
            lists.setdefault(ListId(3, 1), []).append(prefix(key_hash(key)))
            located.append((key, registrable(key)))
        snapshot = {list_id: array("Q", sorted(set(values))) for list_id, values in lists.items()}
        buckets = [self._bucket(number, bits, entries) for number in range(1 << bits)]
        for bucket in buckets:
            spoil(bucket)
        manifest = Manifest(
            seq=now if seq is None else seq,
            created=now,
            expires=now + 3 * DAY,
            keys_version=1,
            snapshot=self._file(encode_snapshot(snapshot), "snap"),
            keys=sum(map(len, snapshot.values())),
            domains=self._file(encode_filter(filter_of(located)), "domains") if filtered else None,
            rules=self._file(rules_bundle(), "json"),
            buckets=tuple(self._file(json.dumps(bucket).encode(), "json") for bucket in buckets),
            diffs=() if since is None else (self._diff(since, snapshot),),
            hashes=None if hashes is None else HashesEntry(self._file(hashes.to_bytes(), "hashes"), tuple(older)),
            record=None if record is None else self._file(json.dumps({"format": 1, "claims": record}).encode(), "json"),
        )
        keyring = Keyring(1, now, now + 30 * DAY, (self.online.public,))
        folder = self.public / "sets" / str(manifest.seq)
        folder.mkdir(parents=True)
        self.sign("manifest.json", manifest.to_bytes(), folder)
        self.sign("keys.json", keyring.to_bytes(), folder)
        fresh = self.public / "current.new"
        fresh.symlink_to(folder.relative_to(self.public))
        fresh.rename(self.public / "current")
        return manifest

    def sign(self, name: str, data: bytes, folder: Path | None = None) -> None:
        """Write a signed file into a set, the current one unless a folder is given."""
        folder = folder or (self.public / "current").resolve()
        (folder / name).write_bytes(data)
        key = self.root if name == "keys.json" else self.online
        (folder / f"{name}.minisig").write_text(sign(key, data, "test"))

    def _bucket(self, number: int, bits: int, entries: list[Entry]) -> dict[str, Any]:
        mine = [each for each in entries if int.from_bytes(key_hash(each.key)[:4], "big") >> (32 - bits) == number]
        claims = {
            each.claim: {
                "text": TEXT,
                "about": ["pemilu-2024"],
                "reviews": [
                    {
                        "publisher": each.publisher,
                        "url": "https://turnbackhoax.id/uji",
                        "rating": "SALAH",
                        "verdict": each.verdict,
                        "date": each.date,
                    }
                ],
            }
            for each in mine
        }
        return {"format": 1, "bucket": number, "claims": claims, "listings": [each.listing() for each in mine]}

    def _diff(self, since: Manifest, snapshot: Snapshot) -> DiffEntry:
        old = decode_snapshot((self.public / since.snapshot.path).read_bytes())
        return DiffEntry(since.snapshot.sha256, self._file(encode_diff(old, snapshot), "diff"))

    def _file(self, data: bytes, suffix: str) -> FileEntry:
        sha256 = hashlib.sha256(data).hexdigest()
        entry = FileEntry(f"files/{sha256}.{suffix}", sha256, len(data))
        path = self.public / entry.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return entry
