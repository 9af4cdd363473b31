"""The tree keeps its promises: a pure core, layers that look one way, documented modules, locked dependencies."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "service" / "cektautan"

# The core may use these and nothing else: none of them reads a file, the network, the environment, a clock or chance.
PURE = {
    "__future__", "abc", "array", "base64", "binascii", "bisect", "collections", "dataclasses", "datetime", "enum",
    "functools", "hashlib", "itertools", "json", "math", "operator", "re", "string", "struct", "sys", "types", "typing",
    "unicodedata", "ada_url", "cryptography", "idna", "mpmath", "orjson",
}  # fmt: skip
IMPURE_CALLS = {"open", "input", "print", "exec", "eval", "__import__", "breakpoint"}
IMPURE_METHODS = {"now", "today", "utcnow", "fromtimestamp", "read_text", "write_text", "generate", "stdin", "environ"}

# What a part of the package may import from the others. The flow runs from left to right; nobody looks downstream.
LAYERS = {
    "core": set(),
    "blocklists": {"core", "publish.rules_bundle"},
    "store": {"core"},
    "sources": {"core"},
    "desk": {"core", "blocklists", "store", "publish.rules_bundle", "outbound", "sources"},
    "publish": {"core", "blocklists", "store"},
    "lookup": {"core", "publish"},
    "client": {"core", "lookup", "publish.atomic", "publish.errors", "publish.store", "publish.verify"},
    "outbound": {"core"},
    "web": {"core", "lookup", "outbound", "publish", "settings", "about", "store", "desk"},
    "running": {"app", "core", "outbound", "publish", "settings", "store", "desk"},
}


def modules(folder: Path) -> list[Path]:
    """Return the Python files of a folder, all levels."""
    return sorted(folder.rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Yield the absolute name of each module that a file imports, relative imports resolved."""
    package = ["cektautan", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield f"{stem}.{alias.name}"


@pytest.mark.parametrize("path", modules(PACKAGE / "core"), ids=lambda p: p.name)
def test_the_core_imports_only_what_is_pure(path: Path) -> None:
    foreign = {
        name for name in imports(path) if name.split(".")[0] not in PURE and not name.startswith("cektautan.core")
    }
    assert not foreign, f"{path.name} imports {sorted(foreign)}"


@pytest.mark.parametrize("path", modules(PACKAGE / "core"), ids=lambda p: p.name)
def test_the_core_asks_neither_clock_nor_chance_nor_files(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in IMPURE_CALLS, f"{path.name}:{node.lineno} calls {node.func.id}"
        if isinstance(node, ast.Attribute):
            assert node.attr not in IMPURE_METHODS, f"{path.name}:{node.lineno} uses .{node.attr}"


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_no_layer_looks_downstream(layer: str) -> None:
    allowed = {layer, *LAYERS[layer]}
    for path in modules(PACKAGE / layer):
        for name in imports(path):
            if not name.startswith("cektautan.") or name == "cektautan.__version__":
                continue
            inner = name.removeprefix("cektautan.")
            assert any(inner == good or inner.startswith(f"{good}.") for good in allowed), f"{path} imports {name}"


# What the service needs and a program that only asks for an answer does not.
SERVICE = {"flask", "sqlalchemy", "alembic", "redis", "granian", "pydantic", "jsonschema", "yaml", "apscheduler"}


@pytest.mark.parametrize(
    ("program", "more"),
    [
        ("from cektautan.client import Client", {"requests", "cryptography", "tldextract", "mpmath", "ada_url"}),
        ("from cektautan.client import RemoteClient", {"cryptography", "tldextract", "mpmath"}),
        ("from cektautan.client import LocalClient", {"tldextract"}),
    ],
)
def test_the_client_brings_in_no_more_than_it_needs(program: str, more: set[str]) -> None:
    told = subprocess.run(
        [sys.executable, "-c", f"import sys; {program}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(told.stdout.split())
    assert not loaded & (SERVICE | more)
    ours = {name.split(".")[1] for name in loaded if name.startswith("cektautan.")}
    assert ours <= {"client", "core", "lookup", "publish"}


def test_every_module_says_what_it_decides() -> None:
    bare = [
        str(p.relative_to(ROOT)) for p in modules(PACKAGE) if not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    assert not bare, f"modules without a docstring: {bare}"


def test_no_module_grows_past_four_hundred_lines() -> None:
    scripts = [path for folder in ("extension", "checkpage") for path in (ROOT / folder).rglob("*.*js")]
    # A migration is a list of what one version brought, written once and never read for its flow.
    code = [path for path in modules(PACKAGE) if "migrations" not in path.parts]
    sources = [*code, *scripts]
    long = {str(p.relative_to(ROOT)): n for p in sources if (n := len(p.read_text("utf-8").splitlines())) > 400}
    assert not long


def test_each_dependency_has_a_reason() -> None:
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    project = tomllib.loads(text)["project"]
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        (line,) = [line for line in text.splitlines() if f'"{requirement}"' in line]
        assert re.search(r"#\s+\S.{10,}", line), f"{requirement} has no reason beside it"


@pytest.mark.parametrize("name", ["build.txt", "run.txt", "dev.txt", "clients/gglsbl.txt", "clients/google.txt"])
def test_requirements_are_locked_by_hash_and_name_no_host(name: str) -> None:
    lines = (ROOT / "requirements" / name).read_text("utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#"))
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    for requirement in re.split(r"\n+(?=\S)", text.strip()):
        assert re.match(r"[\w.-]+==\S+", requirement), requirement
        assert "--hash=sha256:" in requirement, requirement


def test_the_run_lock_is_part_of_the_development_lock() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.-]+==\S+)", (ROOT / "requirements" / name).read_text("utf-8"), re.M))

    assert pins("run.txt") <= pins("dev.txt")


@pytest.mark.parametrize("name", ["run.txt", "dev.txt"])
@pytest.mark.parametrize("python", ["3.11.0", "3.11.2", "3.12.0"])
def test_the_lock_is_whole_for_older_and_newer_pythons_too(name: str, python: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    pinned = {canonicalize_name(pin) for pin in re.findall(r"^([\w.-]+)==", text, re.M)}
    there = {"python_full_version": python, "python_version": python[:4], "extra": ""}
    missing = {
        f"{pin} needs {needed}"
        for pin in pinned
        for needed in map(Requirement, _required(pin))
        if (needed.marker is None or needed.marker.evaluate(there)) and canonicalize_name(needed.name) not in pinned
    }
    assert not missing


def _required(name: str) -> list[str]:
    try:
        return requires(name) or []
    except PackageNotFoundError:
        # Pinned for another Python than this one.
        return []


def test_the_node_lock_names_no_host() -> None:
    assert "resolved" not in (ROOT / "package-lock.json").read_text("utf-8")


def test_pages_never_write_markup_from_strings() -> None:
    banned = re.compile(r"\.(innerHTML|outerHTML|insertAdjacentHTML)\b|document\.write\(|\beval\(|new Function\(")
    folders = (ROOT / "extension", ROOT / "checkpage", PACKAGE / "web" / "static")
    for path in [path for folder in folders for path in folder.rglob("*.js")]:
        assert not banned.search(path.read_text("utf-8")), path


# What the check page runs as well: it has no extension API, so nothing in these may reach for it.
SHARED = ("core", "list", "judgement", "i18n/texts.js", "i18n/dates.js", "pages/dom.js", "pages/finding.js",
          "pages/shortaddress.js")  # fmt: skip


@pytest.mark.parametrize("name", SHARED)
def test_what_the_check_page_runs_too_knows_no_extension_api(name: str) -> None:
    path = ROOT / "extension" / name
    for each in sorted(path.rglob("*.js")) if path.is_dir() else [path]:
        text = each.read_text("utf-8")
        assert not re.search(r"from '[^']*(background|chosen)[^']*'|\b(chrome|browser)\.", text), each


@pytest.mark.parametrize("path", sorted((ROOT / "extension" / "inpage").glob("*.js")), ids=lambda p: p.name)
def test_what_runs_in_pages_asks_nobody_and_keeps_nothing(path: Path) -> None:
    text = path.read_text("utf-8")
    reach = re.search(
        r"\b(fetch|XMLHttpRequest|WebSocket|EventSource)\(|\b(sendBeacon|storage|cookie|indexedDB)\b", text
    )
    assert not reach, reach
