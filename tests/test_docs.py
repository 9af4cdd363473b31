"""The README's commands, links and tree are true."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "blocklists" / "README.md"])


def shell_lines(text: str) -> list[str]:
    """Return the commands of the `sh` blocks, comments cut."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)
    lines = [re.sub(r"\s+#.*", "", line).strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def targets() -> set[str]:
    """Return the Makefile's targets."""
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for link in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
        if not re.match(r"[a-z]+:", link):
            assert (document.parent / link).exists(), f"{document.name} links to {link}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_make_commands_are_targets(document: Path) -> None:
    for line in shell_lines(document.read_text("utf-8")):
        if match := re.match(r"(?:[A-Z_]+=\S+ )*make ([a-z]+)", line):
            assert match[1] in targets(), line


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_cektautan_commands_exist(document: Path) -> None:
    for command in set(
        re.findall(r"^\S*cektautan ([a-z-]+)", "\n".join(shell_lines(document.read_text("utf-8"))), re.M)
    ):
        done = subprocess.run(
            [sys.executable, "-m", "cektautan.cli", command, "--help"], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{document.name}: cektautan {command}: {done.stderr}"


def test_the_tree_names_what_is_there_and_all_of_it() -> None:
    named = re.findall(r"^\| `([^`]+/)` \|", README, re.M)
    for path in named:
        assert (ROOT / path).is_dir(), path
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    folders = {f"{line.split('/')[0]}/" for line in listed.splitlines() if "/" in line and not line.startswith(".")}
    package = {
        "/".join(line.split("/")[:3]) + "/"
        for line in listed.splitlines()
        if line.startswith("service/cektautan/") and line.count("/") > 2
    }
    missing = {f for f in folders if not any(n.startswith(f) for n in named)} | {p for p in package if p not in named}
    assert not missing, f"the README's tree leaves out {sorted(missing)}"


def test_every_document_is_in_the_index_once_for_one_kind_of_reader_and_by_its_own_title() -> None:
    index = (ROOT / "docs" / "README.md").read_text("utf-8")
    _, *groups = re.split(r"^## For ", index, flags=re.M)
    links = [link for group in groups for link in re.findall(r"^- \[(.+?)\]\((\S+?)\): \w", group, re.M)]
    assert all(re.search(r"^- \[", group, re.M) for group in groups)
    assert len(links) == len(re.findall(r"^- ", index, re.M)) == len({path for _, path in links})
    for title, path in links:
        assert (ROOT / "docs" / path).read_text("utf-8").startswith(f"# {title}\n"), path
    assert {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"} <= {path for _, path in links}


def test_decisions_are_all_in_the_index() -> None:
    index = (ROOT / "docs" / "adr" / "README.md").read_text("utf-8")
    for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"):
        assert path.name in index, path.name


def test_the_indonesian_readme_has_the_same_commands() -> None:
    indonesian = shell_lines((ROOT / "README.id.md").read_text("utf-8"))
    assert "make run" in indonesian
    assert set(indonesian) <= set(shell_lines(README))
