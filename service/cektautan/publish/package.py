"""Builds a store's package: the extension's own files, its browser's manifest, a configuration and a first list.

The same input always gives the same bytes, so that a reviewer can build what a store serves: names are sorted, times
and modes are fixed, and nothing of this machine gets in. What is left out is a rule and not a list of files: hidden
files, what lies in the folders for developers, and what is of no kind that a browser loads. The config.json that
`serve` writes for the unpacked extension is replaced. The seed is a set that was verified by the caller against the
very key that the package pins.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from cektautan.core.manifest import MAX_BUCKETS_BYTES, FileEntry
from cektautan.core.minisign import PublicKey
from cektautan.publish.manifests import Browser, manifest_for
from cektautan.publish.verify import VerifiedSet, read_file

MANIFEST: Final = "manifest.json"
CONFIG: Final = "config.json"
SEED: Final = "seed"
_OUTSIDE: Final = frozenset({"tools", "store", SEED, CONFIG})
"""Names directly below extension/ that no reader needs."""
_LOADED: Final = frozenset({".css", ".html", ".js", ".json", ".png", ".svg"})
"""Kinds of files that the extension is made of. A test holds every file that git knows to be of one of them."""
_FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
_UNIX: Final = 3
_ORDINARY_FILE: Final = 0o100644 << 16


def build_package(
    browser: Browser, extension_dir: Path, server: str, root: PublicKey, seed: VerifiedSet | None
) -> bytes:
    """Return the bytes of the package for a browser."""
    config = {"server": server, "rootKey": root.text, "seed": seed is not None}
    files = dict(extension_files(extension_dir))
    files[CONFIG] = _json(config)
    files[MANIFEST] = _json(manifest_for(browser, json.loads(files[MANIFEST])))
    if seed is not None:
        files.update(seed_files(seed))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, _FIXED_TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = _ORDINARY_FILE
            package.writestr(info, files[name])
    return target.getvalue()


def extension_files(extension_dir: Path) -> Iterator[tuple[str, bytes]]:
    """Yield what a reader's browser needs, by its name in the package."""
    for path in extension_dir.rglob("*"):
        parts = path.relative_to(extension_dir).parts
        if parts[0] in _OUTSIDE or any(part.startswith(".") for part in parts):
            continue
        if path.suffix in _LOADED and path.is_file():
            yield "/".join(parts), path.read_bytes()


def seed_files(seed: VerifiedSet) -> Iterator[tuple[str, bytes]]:
    """Yield a set as the extension fetches one: no diffs, for it has nothing yet, and records while they travel."""
    for name, data in seed.documents.items():
        yield f"{SEED}/{name}", data
    manifest = seed.manifest
    entries: list[FileEntry] = [manifest.snapshot, manifest.rules]
    if sum(bucket.size for bucket in manifest.buckets) <= MAX_BUCKETS_BYTES:
        entries.extend(manifest.buckets)
    for entry in entries:
        yield f"{SEED}/{entry.path}", read_file(seed.directory, entry)


def version_of(extension_dir: Path) -> str:
    """Return the version that the extension's manifest states."""
    version: str = json.loads((extension_dir / MANIFEST).read_bytes())["version"]
    return version


def _json(value: Mapping[str, Any]) -> bytes:
    """As a person would write it, for people review packages."""
    return (json.dumps(value, indent=2, ensure_ascii=False) + "\n").encode()
