"""Collects what the check page runs on the reader's device: modules and words, and one name for all of them.

The modules are those that `checkpage/main.js` leads to by its imports, the extension's own core among them, so that the
page decides with the same code; nothing else of either folder is served. What is imported only when it is needed
(`await import(…)`) is served as well, and not named beforehand. Words stand in a file for each language. Where a folder
is not there the page goes without: it is then the form that this service answers, and says so.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cektautan.web import texts
from cektautan.web.lists.bodies import Body

ENTRY = "checkpage/main.js"
WORKER = "checkpage/sw.js"
"""Not one of the files: it is served as `/sw.js`, from where it may answer for the page."""

WORDS = ("checkpage/texts/{language}.json", "extension/_locales/{language}/messages.json")

TYPES = {"js": "text/javascript; charset=utf-8", "json": "application/json"}

# Imports as the project writes them: a relative path in single quotes at the end. Types in comments have another form.
_IMPORT = re.compile(r"^(?:import |import\b[^'()]*\bfrom |export\b[^'()]*\bfrom )'(\.{1,2}/[^']+)';$", re.M)

_LATER = re.compile(r"\bawait import\('(\.{1,2}/[^']+)'\)")


@dataclass(frozen=True)
class AppFiles:
    """The files by their path below `/app/<digest>/`, and the worker's text."""

    bodies: Mapping[str, Body]
    modules: tuple[str, ...]
    """The modules that the entry needs, in the order in which they are met, the entry first."""
    later: tuple[str, ...]
    """Those that are fetched when the reader first wants what they do."""
    words: Mapping[str, tuple[str, ...]]
    """What the page says, by language."""
    worker: str

    @property
    def digest(self) -> str:
        """One hash over every name and content."""
        total = hashlib.sha256()
        for name, body in sorted(self.bodies.items()):
            total.update(f"{name}\0{body.digest}\n".encode())
        total.update(self.worker.encode())
        return total.hexdigest()


def collect(checkpage_dir: Path, extension_dir: Path) -> AppFiles | None:
    """Read all files; None where one that is needed is not there."""
    folders = {"checkpage": checkpage_dir, "extension": extension_dir}
    words = {language: tuple(name.format(language=language) for name in WORDS) for language in texts.LANGUAGES}
    try:
        modules, later = _modules(folders)
        worker = _path(WORKER, folders).read_text("utf-8")
        spoken = {name: _path(name, folders).read_bytes() for names in words.values() for name in names}
    except OSError:
        return None
    bodies = {name: _body(name, plain) for name, plain in {**modules, **later, **spoken}.items()}
    return AppFiles(bodies, tuple(modules), tuple(later), words, worker)


def _modules(folders: Mapping[str, Path]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """Every module that the entry leads to: those that it needs, and those that come later."""
    needed = dict(_reached([ENTRY], set(), folders))
    begins = [_beside(name, relative) for name, plain in needed.items() for relative in _LATER.findall(plain.decode())]
    return needed, dict(_reached(begins, {*needed}, folders))


def _reached(begins: list[str], met: set[str], folders: Mapping[str, Path]) -> Iterator[tuple[str, bytes]]:
    """Every module that these lead to, each once, without those that were met already."""
    waiting = list(begins)
    while waiting:
        name = waiting.pop(0)
        if name in met:
            continue
        met.add(name)
        plain = _path(name, folders).read_bytes()
        yield name, plain
        waiting += [_beside(name, relative) for relative in _IMPORT.findall(plain.decode())]


def _beside(name: str, relative: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), relative))


def _path(name: str, folders: Mapping[str, Path]) -> Path:
    folder, _, rest = name.partition("/")
    if folder not in folders:
        raise FileNotFoundError(name)
    return folders[folder] / rest


def _body(name: str, plain: bytes) -> Body:
    body = Body.of(name, plain)
    body.content_type, body.compressible = TYPES[name.rpartition(".")[2]], True
    return body
