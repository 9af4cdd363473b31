"""Makes the byte vectors of the published set: `python -m tools.make_list_vectors` writes tests/vectors/lists/*.json.

Everything is derived from fixed texts, so that running it again changes nothing; a test compares. The keys in here are
made from their names and protect nothing.
"""

from __future__ import annotations

import json
from pathlib import Path

from tools.list_vectors.common import ROOT
from tools.list_vectors.diffs import diffs
from tools.list_vectors.histories import histories
from tools.list_vectors.signatures import files_rows, signatures
from tools.list_vectors.snapshots import snapshots
from tools.list_vectors.updates import updates

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "vectors" / "lists"


def main() -> None:
    """Write every file of vectors."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in documents().items():
        (FOLDER / name).write_text(content, "utf-8")


def documents() -> dict[str, str]:
    """Return every file of vectors: name -> text."""
    files = {
        "snapshots.json": {"rows": list(snapshots())},
        "diffs.json": {"rows": list(diffs())},
        "signatures.json": {"rows": list(signatures())},
        "files.json": {"rows": list(files_rows())},
        "updates.json": {"root": ROOT.public.text, "rows": list(updates())},
        "histories.json": {"root": ROOT.public.text, "rows": list(histories())},
    }
    return {name: json.dumps(content, indent=1, ensure_ascii=False) + "\n" for name, content in files.items()}


if __name__ == "__main__":
    main()
