"""Writes so that a reader sees the old or the new, whole, whenever the writer is killed (docs/protocol.md, section 1).

A file is written under another name, flushed to the disk and renamed. A group of files is a directory that is filled
first and renamed, and then one symbolic link is replaced by a rename: that rename is the moment of publication. Nothing
that a reader may be reading is ever written to. The local client writes by this module too, so nothing here may need
POSIX but the symbolic link, which it does without.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

_TEMPORARY = ".writing-"


def write_file(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Write a file so that it is whole or not there. Its directory is flushed by whoever relies on it."""
    temporary = path.with_name(f"{_TEMPORARY}{uuid.uuid4().hex}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def write_group(directory: Path, name: str, files: Mapping[str, bytes]) -> None:
    """Write a directory of files so that it is whole or not there; the name must be new."""
    directory.mkdir(exist_ok=True)
    temporary = directory / f"{_TEMPORARY}{uuid.uuid4().hex}"
    temporary.mkdir()
    for file_name, data in files.items():
        write_file(temporary / file_name, data)
    flush(temporary)
    temporary.rename(directory / name)
    flush(directory)


def point(link: Path, target: str) -> None:
    """Make a symbolic link point to a relative target, at once."""
    temporary = link.with_name(f"{_TEMPORARY}{uuid.uuid4().hex}")
    temporary.symlink_to(target)
    temporary.replace(link)
    flush(link.parent)


def flush(directory: Path) -> None:
    """Bring a directory's entries to the disk: a rename that is not there yet could be undone by a power cut.

    Windows opens no directories; there its file system's journal has to do.
    """
    as_directory = getattr(os, "O_DIRECTORY", None)
    if as_directory is None:
        return
    descriptor = os.open(directory, os.O_RDONLY | as_directory)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(directory: Path) -> None:
    """Remove what a killed writer left; only under the lock, for another writer's files look the same."""
    for left in directory.glob(f"{_TEMPORARY}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        else:
            left.unlink()
